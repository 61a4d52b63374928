"""What the system refused a build in, what happened and what to do about it out, in words."""

from __future__ import annotations

import errno
import os
import shutil

UNCHANGED = "What was there is unchanged."
"""What a failed build says of the old site."""

NO_MEMORY = (
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
    return NO_MEMORY if error.errno == errno.ENOMEM else _REMEDIES.get(error.errno or 0, _OTHER)


def not_loaded(message: str) -> str | None:
    """Return what kept the system from loading a library of a module; its error has no number, only words.

    >>> not_loaded("libXau.so.6: failed to map segment from shared object") == NO_MEMORY
    True
    >>> not_loaded("No module named 'x'")
    """
    if "failed to map segment" in message:
        return NO_MEMORY
    numbers = (errno.ENOMEM, errno.EMFILE, errno.ENFILE, errno.EACCES, errno.EIO)
    number = next((number for number in numbers if message.endswith(os.strerror(number))), None)
    return f"{message}. {remedy(OSError(number, ''))}" if number else None


class PublishError(Exception):
    """The site could not be written; the message says why and what to do."""
