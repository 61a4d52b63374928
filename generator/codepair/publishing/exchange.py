"""Two folders exchanged in one step where the system can, in two elsewhere; folders emptied and removed."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
import time
from contextlib import suppress
from itertools import islice
from pathlib import Path

_AT_FDCWD = -100 if sys.platform == "linux" else -2


_EXCHANGE = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS


def exchange(new: Path, old: Path) -> None:
    """Exchange two folders in one step where the system can, in two renames elsewhere."""
    libc = ctypes.CDLL(None, use_errno=True)
    call = getattr(libc, "renameat2", None) or getattr(libc, "renameatx_np", None)
    if call is not None:
        arguments = (_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(old), _EXCHANGE)
        if call(*arguments) == 0:
            return
        if ctypes.get_errno() not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(old))
    aside = _aside(old)
    old.rename(aside)
    try:
        new.rename(old)
    except OSError:
        aside.rename(old)
        raise
    aside.rename(new)


def _aside(site: Path) -> Path:
    """Return where the old site is between two renames."""
    return site.with_name(f".{site.name}.old")


def recover(site: Path) -> None:
    """Put the old site back if a build was killed between two renames, or remove it if it was killed after them."""
    aside = _aside(site)
    if not site.is_dir():
        with suppress(FileNotFoundError):
            aside.rename(site)
    elif os.path.lexists(aside):
        remove(aside)


def remove(folder: Path) -> None:
    """Remove a folder; one of its folders may be read-only, for its owner to change.

    Raises OSError.
    """
    try:
        _delete(os.fspath(folder))
    except PermissionError:
        folder.chmod(0o700)
        for where, names, _ in os.walk(folder):
            for name in names:
                path = Path(where, name)
                if not path.is_symlink():
                    path.chmod(0o700)
        _delete(os.fspath(folder))


BATCH = 10_000
"""How many names of a folder are held at once: a folder of a million comparisons need not be."""


def _delete(folder: str) -> None:
    while True:
        with os.scandir(folder) as found:
            batch = list(islice(found, BATCH))
        if not batch:
            break
        for entry in batch:
            if entry.is_dir(follow_symlinks=False):
                _delete(entry.path)
            else:
                os.unlink(entry.path)  # noqa: PTH108
    os.rmdir(folder)  # noqa: PTH106


def clear(folder: Path) -> None:
    """Remove what is in a folder.

    A process that outlived the build it belonged to may still write there for a moment.
    """
    for attempt in range(20):
        try:
            for entry in os.scandir(folder):
                if entry.is_dir(follow_symlinks=False):
                    remove(Path(entry.path))
                else:
                    Path(entry.path).unlink()
            return
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.ENOENT) or attempt == 19:
                raise
            time.sleep(0.05)
