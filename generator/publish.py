"""Writing a site: a staging folder beside it, page files, sitemaps, and one step that puts it in place.

Nothing of the old site is touched until the new one is whole. Only one build writes a site at a time.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from generator.faults import UNCHANGED, reason, remedy

MAX_SITEMAP_URLS = 50_000
"""Most addresses in one sitemap, as sitemaps.org has it."""


class PublishError(Exception):
    """The site could not be written; the message says why and what to do."""


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
            _recover(self.site)
            _empty(self.path)
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
        for entry in os.scandir(old):
            kept = self.path / entry.name
            if entry.name.startswith(".") and not kept.exists():
                if entry.is_dir(follow_symlinks=False):
                    shutil.copytree(entry.path, kept, symlinks=True)
                else:
                    shutil.copy2(entry.path, kept, follow_symlinks=False)
        # The old site has the staging folder's name until it is removed: no other build may begin in it.
        lock = os.open(old, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            exchange(self.path, old)
            self.is_published = True
            self._unlock()
            _remove(self.path)
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
                _remove(self.path)
            self._unlock()

    def _unlock(self) -> None:
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


PATIENCE = 2.0
"""Seconds that a build waits for another: processes of one that was killed end a moment after it."""


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


def _remove(folder: Path) -> None:
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


def _empty(folder: Path) -> None:
    """Remove what is in a folder.

    A process that outlived the build it belonged to may still write there for a moment.
    """
    for attempt in range(20):
        try:
            for entry in os.scandir(folder):
                if entry.is_dir(follow_symlinks=False):
                    _remove(Path(entry.path))
                else:
                    Path(entry.path).unlink()
            return
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.ENOENT) or attempt == 19:
                raise
            time.sleep(0.05)


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


def _recover(site: Path) -> None:
    """Put the old site back if a build was killed between two renames, or remove it if it was killed after them."""
    aside = _aside(site)
    if not site.is_dir():
        with suppress(FileNotFoundError):
            aside.rename(site)
    elif os.path.lexists(aside):
        _remove(aside)


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
        except OSError:  # a file system without links, or too many of them
            write_file(new, Path(old).read_bytes() if data is None else data)
            with suppress(FileNotFoundError):  # someone has just removed the old site
                stat = os.stat(old)  # noqa: PTH116
                os.utime(new, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        self.kept += 1

    def _is_as_it_was(self, name: str, data: bytes) -> bool:
        if self._old is None:
            return False
        try:
            descriptor = os.open(f"{self._old}/{name}", os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
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
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
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


Alternates = Sequence[tuple[str, str]]
"""``hreflang`` and address of every language of a page, its own included."""


def sitemaps(urls: Iterable[tuple[str, Alternates]], base: str) -> Iterator[tuple[str, bytes]]:
    """Yield the names and contents of the sitemap files: one, or an index and as many as are needed."""
    listed = list(urls)
    chunks = [listed[start : start + MAX_SITEMAP_URLS] for start in range(0, len(listed), MAX_SITEMAP_URLS)]
    if len(chunks) <= 1:
        yield "sitemap.xml", _urlset(listed)
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(chunks) + 1)]
    for name, chunk in zip(names, chunks, strict=True):
        yield name, _urlset(chunk)
    entries = "".join(f"<sitemap><loc>{_text(base + name)}</loc></sitemap>\n" for name in names)
    yield (
        "sitemap.xml",
        (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</sitemapindex>\n'
        ).encode(),
    )


def _urlset(urls: Iterable[tuple[str, Alternates]]) -> bytes:
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    ]
    for address, alternates in urls:
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{_text(tag)}" href="{_text(other)}"/>'
            for tag, other in alternates
        )
        out.append(f"<url><loc>{_text(address)}</loc>{links}</url>\n")
    out.append("</urlset>\n")
    return "".join(out).encode()


def _text(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
