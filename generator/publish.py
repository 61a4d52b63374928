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
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from xml.sax.saxutils import quoteattr

MAX_SITEMAP_URLS = 50_000
"""Most addresses in one sitemap, as sitemaps.org has it."""


class PublishError(Exception):
    """The site could not be written; the message says why and what to do."""


class Staging:
    """The folder that a site is built in, locked while it exists."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.path = site.with_name(f".{site.name}.staging")
        self._lock = -1

    def open(self) -> None:
        """Make the folder, empty. What a killed build left in it is removed.

        Raises PublishError if another build is writing the same site, or the folder cannot be made.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(self.path, os.O_RDONLY)
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(self._lock).st_ino != self.path.stat().st_ino:
                raise BlockingIOError(errno.EWOULDBLOCK, "replaced")
        except BlockingIOError:
            self._unlock()
            message = f"Another build is writing '{self.site.name}'. Wait until it is done, then build again."
            raise PublishError(message) from None
        except OSError as error:
            self._unlock()
            message = f"The staging folder '{self.path}' cannot be made: {error.strerror}. The site is unchanged."
            raise PublishError(message) from error
        for entry in os.scandir(self.path):
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path)
            else:
                Path(entry.path).unlink()

    def publish(self) -> None:
        """Put the finished folder in the site's place in one step, and remove the old site.

        Files whose names start with a dot at the top of the old site (``.git``, ``.nojekyll``) belong to the
        user, as MkDocs sees it, and are kept.
        """
        old = self.site
        if old.is_dir():
            for entry in os.scandir(old):
                kept = self.path / entry.name
                if entry.name.startswith(".") and not kept.exists():
                    if entry.is_dir(follow_symlinks=False):
                        shutil.copytree(entry.path, kept, symlinks=True)
                    else:
                        shutil.copy2(entry.path, kept, follow_symlinks=False)
            exchange(self.path, old)
            shutil.rmtree(self.path)
        else:
            self.path.rename(old)
        self._unlock()

    def discard(self) -> None:
        """Remove the folder; the site stays as it was."""
        if self._lock >= 0:
            with suppress(OSError):
                shutil.rmtree(self.path)
            self._unlock()

    def _unlock(self) -> None:
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


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
    aside = old.with_name(f".{old.name}.old")
    old.rename(aside)
    new.rename(old)
    aside.rename(new)


class PageWriter:
    """Writes pages as ``<path>/index.html`` below a folder."""

    def __init__(self, folder: Path) -> None:
        self._root = os.fspath(folder)
        self._made: set[str] = set()
        self.pages = 0
        self.bytes = 0

    def write(self, path: str, page: bytes) -> None:
        """Write a page; ``path`` ends with a slash or is empty."""
        folder = f"{self._root}/{path}"
        try:
            os.mkdir(folder)  # noqa: PTH102 - a hundred thousand times: pathlib costs as much as the call
        except FileNotFoundError:
            os.makedirs(folder)  # noqa: PTH103
        except FileExistsError:
            pass
        write_file(f"{folder}index.html", page)
        self.pages += 1
        self.bytes += len(page)


def write_file(path: str, data: bytes) -> None:
    """Write a file whole.

    Raises OSError, ENOSPC among them.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666)
    try:
        written = os.write(descriptor, data)
        while written < len(data):
            written += os.write(descriptor, data[written:])
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
            f'<xhtml:link rel="alternate" hreflang={quoteattr(tag)} href={quoteattr(other)}/>'
            for tag, other in alternates
        )
        out.append(f"<url><loc>{_text(address)}</loc>{links}</url>\n")
    out.append("</urlset>\n")
    return "".join(out).encode()


def _text(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
