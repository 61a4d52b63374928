"""A folder in, nothing left of it or in it: however many names it has, and whatever rights its owner left it.

What a build made bears its mark until all else is gone: whatever is left when a removal is killed is still known.
"""

from __future__ import annotations

import errno
import os
import time
from itertools import islice
from pathlib import Path

from codepair.publishing.mark import MARK

BATCH = 10_000
"""How many names of a folder are held at once: a folder of a million comparisons need not be."""

TRIES = 20
"""How often a folder is emptied, a twentieth of a second apart: a process that outlived the build it belonged to
may still write there for a moment."""


def remove_folder(folder: Path) -> None:
    """Remove a folder; one of its folders may be read-only, for its owner to change.

    Raises OSError.
    """
    try:
        _delete(os.fspath(folder), keep=MARK)
    except PermissionError:
        folder.chmod(0o700)
        for where, names, _ in os.walk(folder):
            for name in names:
                path = Path(where, name)
                if not path.is_symlink():
                    path.chmod(0o700)
        _delete(os.fspath(folder), keep=MARK)
    (folder / MARK).unlink(missing_ok=True)
    folder.rmdir()


def empty_folder(folder: Path) -> None:
    """Remove what is in a folder but its mark, also what is written there meanwhile.

    Raises OSError.
    """
    for attempt in range(TRIES):
        try:
            for entry in os.scandir(folder):
                if entry.name == MARK:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    remove_folder(Path(entry.path))
                else:
                    Path(entry.path).unlink()
            return
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.ENOENT) or attempt == TRIES - 1:
                raise
            time.sleep(0.05)


def _delete(folder: str, keep: str = "") -> None:
    """Remove what is in a folder but one name, batch by batch."""
    while True:
        with os.scandir(folder) as found:
            batch = list(islice((entry for entry in found if entry.name != keep), BATCH))
        if not batch:
            return
        for entry in batch:
            if entry.is_dir(follow_symlinks=False):
                _delete(entry.path)
                os.rmdir(entry.path)  # noqa: PTH106
            else:
                os.unlink(entry.path)  # noqa: PTH108
