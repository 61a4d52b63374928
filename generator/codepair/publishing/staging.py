"""A site's place in, a staging folder beside it out, which takes that place in one step when it is whole.

Nothing of the old site is touched before. Only one build writes a site at a time.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

from codepair.kit.faults import UNCHANGED, PublishError, reason, remedy
from codepair.publishing.exchange import exchange, mend_exchange
from codepair.publishing.removal import empty_folder, remove_folder

PATIENCE = 2.0
"""Seconds that a build waits for another: processes of one that was killed end a moment after it."""


class Staging:
    """The folder that a site is built in, locked while it exists."""

    def __init__(self, site: Path) -> None:
        # A link to a folder elsewhere stays one: the folder it leads to is exchanged.
        self.site = site = Path(os.path.realpath(site))
        self.path = site.with_name(f".{site.name}.staging")
        self._lock = -1
        self.is_published = False
        """Whether the new site is in place."""

    def open(self) -> None:
        """Make the folder, empty. What a killed build left in it is removed.

        Raises PublishError if another build is writing the same site, or the folder cannot be made, or there is
        something in the site's place that no folder can be exchanged with.
        """
        try:
            self._check_place()
            self._lock = _locked(self.path)
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

    def publish(self) -> None:
        """Put the finished folder in the site's place in one step, and remove the old site.

        Files whose names start with a dot at the top of the old site (``.git``, ``.nojekyll``) belong to the
        user, as MkDocs sees it, and are kept.

        Raises OSError if the new site cannot take the old one's place, which is unchanged then, and PublishError if
        it has, but the old one cannot be removed.
        """
        old = self.site
        if not old.is_dir():
            self.path.rename(old)
            self.is_published = True
            self._unlock()
            return
        _copy_dotfiles(old, self.path)
        # The old site has the staging folder's name until it is removed: no other build may begin in it.
        lock = os.open(old, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            exchange(self.path, old)
            self.is_published = True
            self._unlock()
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
            os.close(lock)

    def discard(self) -> None:
        """Remove the folder; the site stays as it was."""
        if self._lock >= 0:
            with suppress(OSError):
                remove_folder(self.path)
            self._unlock()

    def _unlock(self) -> None:
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


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
    """Make a folder and lock it; return the open descriptor that holds the lock.

    Raises BlockingIOError if another process goes on holding it.
    """
    end = time.monotonic() + PATIENCE
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # the build before has just removed it
            # Not through a link: what it leads to would be emptied.
            descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY | os.O_NOFOLLOW)
            is_ours = False
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                is_ours = os.fstat(descriptor).st_ino == folder.stat().st_ino
                if is_ours:
                    return descriptor
            except BlockingIOError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.02)
            finally:
                if not is_ours:
                    os.close(descriptor)
