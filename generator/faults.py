"""What can stop a build that is nobody's mistake in the content: what happened, and what to do, in words."""

from __future__ import annotations

import errno
import os
import shutil
import traceback
from pathlib import Path

import jinja2
import markupsafe
from jinja2 import TemplateError, TemplateNotFound, TemplatesNotFound, TemplateSyntaxError

UNCHANGED = "What was there is unchanged."
"""What a failed build says of the old site."""

_MEMORY = (
    "There is not enough memory. Close other programs or allow this one more (ulimit -v); "
    "'processes: 1' in the plugin's options needs the least."
)
_REMEDIES = {
    errno.ENOSPC: "Make room on that disk, for bytes (df -h) and for files (df -i), then build again.",
    errno.EDQUOT: "Your quota on that disk is used up: remove something, then build again.",
    errno.EFBIG: "Allow larger files (ulimit -f), then build again.",
    errno.EMFILE: "Allow more open files (ulimit -n), then build again.",
    errno.ENFILE: "All programs together have too many files open: end some, then build again.",
    errno.EAGAIN: "Allow more processes (ulimit -u) or end some, then build again.",
    errno.EACCES: "Give this user the right to it, then build again.",
    errno.EPERM: "Give this user the right to it, then build again.",
    errno.EROFS: "That file system is read-only: set 'site_dir' to a folder elsewhere, then build again.",
    errno.ENOENT: "If it was removed or renamed while the site was built, build again.",
    errno.ESTALE: "It was removed or renamed while the site was built: build again.",
    errno.EIO: "The disk reports a fault: check it before you build again.",
    errno.EXDEV: "The old site's folder cannot be renamed where it is: remove it or set another 'site_dir'.",
    errno.EBUSY: "Another program, or a mount, holds it: end that or set another 'site_dir', then build again.",
}
_OTHER = "Mend that, then build again."


def reason(error: OSError) -> str:
    """Return what the system said, and of which file.

    >>> reason(FileNotFoundError(2, "No such file or directory", "a.po"))
    'No such file or directory (a.po)'
    """
    if isinstance(error, shutil.Error) and error.args and isinstance(error.args[0], list):
        source, _, why = error.args[0][0]
        return f"{why} ({source})"
    text = error.strerror or str(error) or type(error).__name__
    name = error.filename2 or error.filename  # of two it is the second that was written
    return f"{text} ({name})" if name else text


def remedy(error: OSError) -> str:
    """Return what to do about what the system said."""
    return _MEMORY if error.errno == errno.ENOMEM else _REMEDIES.get(error.errno or 0, _OTHER)


def _not_loaded(message: str) -> str | None:
    """Return what kept the system from loading a library of a module; its error has no number, only words.

    >>> _not_loaded("libXau.so.6: failed to map segment from shared object") == _MEMORY
    True
    >>> _not_loaded("No module named 'x'")
    """
    if "failed to map segment" in message:
        return _MEMORY
    numbers = (errno.ENOMEM, errno.EMFILE, errno.ENFILE, errno.EACCES, errno.EIO)
    number = next((number for number in numbers if message.endswith(os.strerror(number))), None)
    return f"{message}. {remedy(OSError(number, ''))}" if number else None


class TemplateFaultError(TemplateError):
    """A template that cannot be used: where it is wrong, and what is.

    The place of an error that arises while a page is made is in its traceback, which does not leave the process;
    here it is in the words.
    """


def template_fault(error: BaseException) -> TemplateFaultError | None:
    """Return what an error says of a template, as ``path:line: message``; None if it is not a template's fault.

    Whatever an expression of a template raises is, for somebody wrote that expression; what the generator raises
    when a template calls it is not.

    >>> template_fault(KeyError("x"))
    """
    match error:
        case TemplateFaultError():
            return error
        case TemplateSyntaxError():
            file = shown(error.filename or error.name or "?")
            return TemplateFaultError(f"{file}:{error.lineno}: {error.message}")
        case TemplateNotFound() if not isinstance(error, TemplatesNotFound):
            message = f"there is no template '{error.name}'"
        case TemplateError():
            message = error.message or type(error).__name__
        case MemoryError() | OSError() | UnicodeDecodeError():
            return None  # a template was where it happened, not why
        case _:
            message = f"{type(error).__name__}: {error}"
    place = _template_place(error)
    if place is None and not isinstance(error, TemplateError):
        return None
    return TemplateFaultError(f"{place or 'A template cannot be used'}: {message}")


def _template_place(error: BaseException) -> str | None:
    """Return the path and line of the template where an error arose, None if it arose in other code it called."""
    place = None
    for frame, line in traceback.walk_tb(error.__traceback__):
        # Jinja puts a template's lines into the traceback when it renders, not when a macro is called from Python.
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            place = f"{shown(template.filename or template.name)}:{template.get_corresponding_lineno(line)}"
        elif "__jinja_exception__" in frame.f_globals:
            place = f"{shown(frame.f_code.co_filename)}:{line}"
        elif not frame.f_code.co_filename.startswith(_JINJA):
            place = None
    return place


_JINJA = tuple(f"{Path(module.__file__ or '').parent}{os.sep}" for module in (jinja2, markupsafe))


def shown(name: str) -> str:
    """Return a path as seen from the working folder if it is below, as it is if not."""
    path = Path(name)
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else name


def explain(error: BaseException) -> str | None:
    """Return what happened and what to do; None if it is not known, and a programmer must look at it.

    >>> explain(OSError(28, "No space left on device")).split(".")[0]
    'No space left on device'
    >>> explain(KeyError("x"))
    """
    match error:
        case MemoryError():
            return _MEMORY
        case TemplateError():  # before OSError, which a missing template is as well
            return f"{template_fault(error)}. Mend the template, then build again."
        case OSError():
            return f"{reason(error)}. {remedy(error)}"
        case ImportError():
            return _not_loaded(str(error))
        case UnicodeDecodeError():
            what = bytes(error.object[error.start : error.start + 1]).hex()
            return (
                f"A file is not UTF-8: byte 0x{what} at position {error.start} ({error.reason}). "
                "Save it as UTF-8, then build again."
            )
        case _:
            fault = template_fault(error)
            return f"{fault}. Mend the template, then build again." if fault else None
