"""Addresses and bytes in, files below a folder out: written, or linked from the old site if it has them."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_CLOSED = sum(getattr(os, name, 0) for name in ("O_CLOEXEC", "O_BINARY", "O_NOINHERIT"))
"""Every file is closed in other processes, and none is a text to Windows."""

_READING = os.O_RDONLY | _CLOSED | getattr(os, "O_NOFOLLOW", 0)


class SiteWriter:
    """Writes pages and files below a folder; what the old site has with the same bytes is linked from it.

    So what did not change keeps its bytes and its time, and costs no write. A linked file is never written to: an
    address that is written again gets a new file.
    """

    def __init__(self, folder: Path, old: Path | None = None) -> None:
        self._root = os.fspath(folder)
        self._old = os.fspath(old) if old is not None and old.is_dir() else None
        self.pages = 0
        self.bytes = 0
        self.kept = 0
        """How many pages and files are the old site's."""

    def page(self, path: str, page: bytes) -> None:
        """Write a page as ``<path>/index.html``; ``path`` ends with a slash or is empty."""
        folder = f"{self._root}/{path}"
        try:
            os.mkdir(folder)  # noqa: PTH102 - a hundred thousand times: pathlib costs as much as the call
        except FileNotFoundError:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
        except FileExistsError:
            pass
        self._write(f"{path}index.html", page)
        self.pages += 1
        self.bytes += len(page)

    def file(self, name: str, data: bytes) -> None:
        """Write a file at an address below the root."""
        (Path(self._root) / name).parent.mkdir(parents=True, exist_ok=True)
        self._write(name, data)

    def keep(self, name: str, is_it: Callable[[bytes], bool], size: int) -> bool:
        """Link a file of the old site if its first ``size`` bytes say that it is right; return whether they do."""
        if self._old is None:
            return False
        try:
            with Path(self._old, name).open("rb") as file:
                found = is_it(file.read(size))
        except OSError:
            return False
        if found:
            path = Path(self._root, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._keep(name, None)
            except FileNotFoundError:  # someone has just removed the old site
                return False
        return found

    def adopt(self, folder: str = "") -> None:
        """Link what others have put into a folder below the root, where it is as it was."""
        if self._old is None:
            return
        for where, _, names in os.walk(f"{self._root}/{folder}"):
            for file in names:
                path = Path(where, file)
                if path.is_symlink():
                    continue
                name, data = path.relative_to(self._root).as_posix(), path.read_bytes()
                if self._is_as_it_was(name, data):
                    path.unlink()
                    self._keep(name, data)

    def _write(self, name: str, data: bytes) -> None:
        if self._is_as_it_was(name, data):
            self._keep(name, data)
        else:
            write_file(f"{self._root}/{name}", data)

    def _keep(self, name: str, data: bytes | None) -> None:
        """Link a file of the old site, or write it again with its time; ``data`` is what is in it, if known."""
        old, new = f"{self._old}/{name}", f"{self._root}/{name}"
        try:
            os.link(old, new, follow_symlinks=False)
        except (OSError, NotImplementedError):  # a file system without links, or too many of them
            write_file(new, Path(old).read_bytes() if data is None else data)
            with suppress(FileNotFoundError):  # someone has just removed the old site
                stat = os.stat(old)  # noqa: PTH116
                os.utime(new, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        self.kept += 1

    def _is_as_it_was(self, name: str, data: bytes) -> bool:
        if self._old is None:
            return False
        try:
            descriptor = os.open(f"{self._old}/{name}", _READING)
        except OSError:
            return False
        try:
            return os.fstat(descriptor).st_size == len(data) and os.read(descriptor, len(data) + 1) == data
        except OSError:
            return False
        finally:
            os.close(descriptor)


def write_file(path: str, data: bytes) -> None:
    """Write a file whole; one that is there already is replaced, never written into: it may be a link.

    Raises OSError, ENOSPC among them.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _CLOSED
    try:
        descriptor = os.open(path, flags, 0o666)
    except FileExistsError:
        os.unlink(path)  # noqa: PTH108
        descriptor = os.open(path, flags, 0o666)
    try:
        written = os.write(descriptor, data)
        while written < len(data):
            written += os.write(descriptor, data[written:])
    except OSError as error:
        error.filename = error.filename or path
        raise
    finally:
        os.close(descriptor)
