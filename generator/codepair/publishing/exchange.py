"""Two folders in, each in the other's place out: in one step where the system can, in two elsewhere."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from codepair.publishing.mark import bears_mark
from codepair.publishing.removal import remove_folder

_AT_FDCWD = -100 if sys.platform == "linux" else -2
_EXCHANGE = 2
"""``RENAME_EXCHANGE`` on Linux, ``RENAME_SWAP`` on macOS."""


def exchange(new: Path, old: Path) -> None:
    """Exchange two folders in one step where the system can, in two renames elsewhere."""
    call = _system_call()
    if call is not None:
        arguments = (_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(old), _EXCHANGE)
        if call(*arguments) == 0:
            return
        if ctypes.get_errno() not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(old))
    aside = _place_between(old)
    old.rename(aside)
    try:
        new.rename(old)
    except OSError:
        aside.rename(old)
        raise
    aside.rename(new)


def _system_call() -> Callable[..., int] | None:
    """Return what exchanges two names in one step; None where there is none."""
    if sys.platform not in ("linux", "darwin"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    return getattr(libc, "renameat2", None) or getattr(libc, "renameatx_np", None)


def _place_between(site: Path) -> Path:
    """Return where the old site is between two renames."""
    return site.with_name(f".{site.name}.old")


def mend_exchange(site: Path) -> None:
    """Put the old site back if a build was killed between two renames, or remove it if it was killed after them.

    What does not bear a build's mark is somebody else's, and stays.
    """
    aside = _place_between(site)
    if aside.is_symlink() or not bears_mark(aside):
        return
    if not site.is_dir():
        with suppress(FileNotFoundError):
            aside.rename(site)
    else:
        remove_folder(aside)
