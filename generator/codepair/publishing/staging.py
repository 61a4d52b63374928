"""A site's place in, a staging folder beside it out, which takes that place in one step when it is whole.

Nothing of the old site is touched before. Only one build writes a site at a time, and no build replaces or removes
what none has made.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from codepair.kit.faults import UNCHANGED, PublishError, reason, remedy
from codepair.kit.locks import hold
from codepair.publishing.exchange import exchange, mend_exchange
from codepair.publishing.mark import bears_mark, check_mark, check_place, put_mark
from codepair.publishing.removal import empty_folder, remove_folder

PATIENCE = 2.0
"""Seconds that a build waits for another: processes of one that was killed end a moment after it."""


class Staging:
    """The folder that a site is built in, locked while it exists."""

    def __init__(self, site: Path, kept: Iterable[tuple[str, Path]] = ()) -> None:
        """Take a site's folder, and the places that it may not be, or be above, each with what it is."""
        # A link to a folder elsewhere stays one: the folder it leads to is exchanged.
        self.site = site = Path(os.path.realpath(site))
        self.path = site.with_name(f".{site.name}.staging")
        self._kept = tuple((what, Path(os.path.realpath(place))) for what, place in kept)
        self._lock = -1
        self._is_open = False
        self.is_published = False
        """Whether the new site is in place."""

    def open(self) -> None:
        """Make the folder, empty. What a killed build left in it is removed.

        Raises PublishError if another build is writing the same site, or the folder cannot be made, or there is
        something in the site's place that no folder can be exchanged with, or that no build has made.
        """
        try:
            self._check_place()
            check_place(self.site, self._kept)
            self._check_staging()
            self._lock = _locked(self.path)
            self._is_open = True
            if not any(self.path.iterdir()):
                self._begin()
        except BlockingIOError:
            message = f"Another build is writing '{self.site.name}'. Wait until it is done, then build again."
            raise PublishError(message) from None
        except OSError as error:
            message = (
                f"The staging folder '{self.path}' cannot be made: {reason(error)}. {UNCHANGED} {remedy(error)}"
            )
            raise PublishError(message) from error
        try:
            mend_exchange(self.site)
            empty_folder(self.path)
        except OSError as error:
            self._unlock()
            message = (
                f"What an earlier build left in '{self.path}' cannot be removed: {reason(error)}. {UNCHANGED} "
                f"{remedy(error)} If nothing else helps, remove that folder yourself."
            )
            raise PublishError(message) from error

    def _begin(self) -> None:
        """Mark the new folder; it is removed if that cannot be done."""
        try:
            put_mark(self.path)
        except OSError:
            self.discard()
            raise

    def _check_place(self) -> None:
        """Raise PublishError if the site's place holds what cannot be exchanged; no build need end to say so."""
        if os.path.lexists(self.site) and not self.site.is_dir():
            message = f"'{self.site}' is not a folder. {UNCHANGED} Remove it, or set another 'site_dir'."
            raise PublishError(message)
        if self.site.is_mount():
            message = (
                f"'{self.site}' is a mount point, which a finished site cannot take the place of. {UNCHANGED} "
                f"Set 'site_dir' to a folder below it, such as '{self.site.name}/html', or mount its parent."
            )
            raise PublishError(message)

    def _check_staging(self) -> None:
        """Raise PublishError if the staging folder's place holds what no build has made."""
        is_empty = not self.path.is_dir() or not any(self.path.iterdir())
        if not self.path.is_symlink() and not is_empty and not bears_mark(self.path):
            message = (
                f"'{self.path}' is where a build works, and holds what no build has made. {UNCHANGED} Move that "
                "folder away, or remove it."
            )
            raise PublishError(message)

    def publish(self) -> None:
        """Put the finished folder in the site's place in one step, and remove the old site.

        Files whose names start with a dot at the top of the old site (``.git``, ``.nojekyll``) belong to the
        user, as MkDocs sees it, and are kept.

        Raises OSError if the new site cannot take the old one's place, which is unchanged then, and PublishError if
        it has, but the old one cannot be removed, or if somebody has put something there meanwhile.
        """
        old = self.site
        check_mark(old)
        if not old.is_dir():
            self.path.rename(old)
            self.is_published = True
            self._unlock()
            return
        _copy_dotfiles(old, self.path)
        # The old site has the staging folder's name until it is removed: no other build may begin in it.
        lock = -1
        try:
            lock = _opened(old)
            exchange(self.path, old)
            self.is_published = True
            self._unlock()
            with suppress(OSError):  # of a folder that had nothing but names with a dot, or nothing
                put_mark(self.path)
            remove_folder(self.path)
        except OSError as error:
            if not self.is_published:
                raise
            message = (
                f"The new site is in place, but the old one cannot be removed from '{self.path}': {reason(error)}. "
                "Remove that folder, as its owner or with more rights: the next build needs its place."
            )
            raise PublishError(message) from error
        finally:
            _close(lock)

    def discard(self) -> None:
        """Remove the folder; the site stays as it was."""
        if self._is_open:
            with suppress(OSError):
                remove_folder(self.path)
            self._unlock()

    def _unlock(self) -> None:
        _close(self._lock)
        self._lock, self._is_open = -1, False


def _copy_dotfiles(old: Path, new: Path) -> None:
    """Copy what is the user's at the top of a site to the one that takes its place, and write over nothing."""
    for entry in os.scandir(old):
        copy = new / entry.name
        if entry.name.startswith(".") and not copy.exists():
            if entry.is_dir(follow_symlinks=False):
                shutil.copytree(entry.path, copy, symlinks=True)
            else:
                shutil.copy2(entry.path, copy, follow_symlinks=False)


def _locked(folder: Path) -> int:
    """Make a folder and lock it; return the open descriptor that holds the lock, -1 where no folder can be opened.

    Raises BlockingIOError if another process goes on holding it.
    """
    end = time.monotonic() + PATIENCE
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # the build before has just removed it
            try:
                descriptor = _opened(folder, wait=False)
                if descriptor < 0 or os.fstat(descriptor).st_ino == folder.stat().st_ino:
                    return descriptor
                os.close(descriptor)
            except BlockingIOError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.02)


def _opened(folder: Path, *, wait: bool = True) -> int:
    """Open and lock a folder; -1 where the system opens none."""
    if not hasattr(os, "O_DIRECTORY"):
        if folder.is_symlink():
            raise NotADirectoryError(errno.ENOTDIR, "It is a link", str(folder))
        return -1
    # Not through a link: what it leads to would be emptied.
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        hold(descriptor, wait=wait)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _close(descriptor: int) -> None:
    if descriptor >= 0:
        os.close(descriptor)
