"""A folder whose files are published in, the links and other things in it out that must not be: problems."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from codepair.kit.files import LEADS_OUT, NO_FILE, display
from codepair.kit.problems import Place, Problem

_NOWHERE = "The symbolic link leads nowhere. Correct it, or remove it."
_LOOP = "The symbolic link leads to a folder that it is in, so its files would have no end of addresses. Remove it."


def unpublishable(folder: Path, root: Path) -> Iterator[Problem]:
    """Yield what no site may publish: links that lead out of the folder, nowhere or to themselves, and no files.

    What has a name that begins with a dot is not published. Problems name paths relative to ``root``.
    """
    if folder.is_dir():
        yield from _Walk(folder, root).visit(os.path.realpath(folder), None)


class _Walk:
    """One walk through a folder and the folders that its links lead to, each of them once."""

    def __init__(self, folder: Path, root: Path) -> None:
        self._folder = folder
        self._root = root
        self._real = Path(os.path.realpath(folder))
        self._open: set[str] = set()
        self._seen: set[str] = set()

    def visit(self, folder: str, link: Place | None) -> Iterator[Problem]:
        """Yield what is wrong in a folder, a real path; ``link`` is what led to it or to one above it."""
        if folder in self._open:
            assert link is not None  # a folder is in itself by a link alone
            yield Problem(link, "link", _LOOP)
            return
        if folder in self._seen:
            return
        self._open.add(folder)
        self._seen.add(folder)
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            message = f"The folder cannot be read: {error.strerror}. Correct that, or remove it."
            yield Problem(self._place(folder), "unreadable", message)
            entries = []
        for entry in entries:
            if not entry.name.startswith("."):
                yield from self._look_at(entry, link)
        self._open.remove(folder)

    def _look_at(self, entry: os.DirEntry[str], link: Place | None) -> Iterator[Problem]:
        if entry.is_symlink():
            yield from self._follow(entry)
        elif entry.is_dir():
            yield from self.visit(entry.path, link)
        elif not stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
            message = f"This is a pipe, a socket or a device, {NO_FILE}"
            yield Problem(self._place(entry.path), "unreadable", message)

    def _follow(self, entry: os.DirEntry[str]) -> Iterator[Problem]:
        place = self._place(entry.path)
        try:
            target = Path(entry.path).resolve(strict=True)
        except (OSError, RuntimeError):  # a loop of links is a RuntimeError before Python 3.13
            yield Problem(place, "link", _NOWHERE)
            return
        if not target.is_relative_to(self._real):
            yield Problem(place, "link", LEADS_OUT)
        elif target.is_dir():
            yield from self.visit(str(target), place)

    def _place(self, path: str) -> Place:
        return Place(display(self._folder / Path(path).relative_to(self._real), self._root))
