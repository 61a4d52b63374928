"""What a template got wrong: an error in, its place and words out."""

from __future__ import annotations

import os
import traceback
from pathlib import Path

import jinja2
import markupsafe
from jinja2 import TemplateError, TemplateNotFound, TemplatesNotFound, TemplateSyntaxError

from codepair.kit.faults import NO_MEMORY, not_loaded, reason, remedy


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
            place = f"{shown(template.filename)}:{template.get_corresponding_lineno(line)}"
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
            return NO_MEMORY
        case TemplateError():  # before OSError, which a missing template is as well
            return f"{template_fault(error)}. Mend the template, then build again."
        case OSError():
            return f"{reason(error)}. {remedy(error)}"
        case ImportError():
            return not_loaded(str(error))
        case UnicodeDecodeError():
            what = bytes(error.object[error.start : error.start + 1]).hex()
            return (
                f"A file is not UTF-8: byte 0x{what} at position {error.start} ({error.reason}). "
                "Save it as UTF-8, then build again."
            )
        case _:
            fault = template_fault(error)
            return f"{fault}. Mend the template, then build again." if fault else None
