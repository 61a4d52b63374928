"""An address in, bytes out: the site as a build would write it, made as a browser asks.

An edit makes a new generation: the project is read again, as far as it changed, and nothing is rendered until it is
asked for. A project with an error makes none; what was there goes on being shown.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from codepair.beside.search.search import index_beside
from codepair.kit.problems import Problem
from codepair.site.files import Maker, files, pictures, site_maps
from codepair.site.site import Site

SEARCH = "pagefind/"
_SEARCH_ENTRIES = ("pagefind/pagefind.js", "pagefind/pagefind-entry.json")
"""What a page asks for first when its search is opened."""


@dataclass(frozen=True, slots=True)
class News:
    """What an edit came to."""

    generation: int
    """Counts the sites that have been shown, from 1."""
    problems: Sequence[Problem] = ()
    """What was wrong with the project at its last reading."""
    message: str = ""
    """Why the last edit is not shown; empty if it is."""


class Preview:
    """A site in memory; everything may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._site: Site | None = None
        self._static = Path()
        self._files: dict[str, Maker] | None = None
        self._search = _Search()
        self._told = threading.Condition()
        self.news = News(0)

    def show(self, site: Site, static: Path, problems: Sequence[Problem] = ()) -> None:
        """Show a site from now on; ``static`` is the folder of the files that are not made here."""
        with self._lock:
            self._site, self._static, self._files = site, static, None
        self._tell(News(self.news.generation + 1, problems))

    def refuse(self, message: str, problems: Sequence[Problem] = ()) -> None:
        """Go on showing what was there, and say why."""
        self._tell(News(self.news.generation, problems, message))

    def _tell(self, news: News) -> None:
        with self._told:
            self.news = news
            self._told.notify_all()

    def wait(self, seen: News | None, seconds: float) -> News:
        """Return the news when they are not those seen already, or when the time is over."""
        with self._told:
            self._told.wait_for(lambda: self.news is not seen, seconds)
            return self.news

    def get(self, path: str) -> bytes | None:
        """Return what is at an address below the site's root; None if there is nothing.

        Raises PublishError if the search index cannot be made, OSError if a file of the theme cannot be read.
        """
        with self._lock:
            assert self._site is not None
            mount = self._site.mount
        if path.startswith(f"{mount}{SEARCH}"):
            return self._search.get(path.removeprefix(mount), self)
        with self._lock:
            page = path.removesuffix("index.html")
            found = self._site.find(page) if not page or page.endswith("/") else None
            if found is not None:
                return found.data
            static = self._static_file(path)
            if static is not None:
                return static.read_bytes()
            if self._files is None:
                self._files = files(self._site) | site_maps(self._site) | pictures(self._site)
            make = self._files.get(path)
            return make() if make is not None else None

    def has_page(self, path: str) -> bool:
        """Return whether a page is at an address that ends with a slash."""
        with self._lock:
            assert self._site is not None
            return self._site.find(path) is not None or self._static_file(path) is not None

    def error_page(self, path: str = "") -> bytes:
        """Return what is shown for an address that does not exist; below the codes' folder it is their page."""
        with self._lock:
            assert self._site is not None
            own = f"{self._site.mount}404.html" if path.startswith(self._site.mount) else "404.html"
        return self.get(own) or b""

    def close(self) -> None:
        """Remove what was made on disk."""
        self._search.close()

    def _static_file(self, path: str) -> Path | None:
        return _file_below(self._static, f"{path}index.html" if path.endswith("/") or not path else path)

    def search_of(self, folder: Path) -> int:
        """Write the search index to a new folder; return the generation that it is of."""
        with self._lock:
            assert self._site is not None
            generation = self.news.generation
            records = list(chain.from_iterable(pages.search_records() for pages in self._site.locales))
        with index_beside(records, folder):
            pass
        return generation


def _file_below(folder: Path, path: str) -> Path | None:
    """Return the file at a path below a folder; None for whatever else a browser may ask for."""
    try:
        root = folder.resolve()
        file = (root / path).resolve()
        return file if file.is_relative_to(root) and file.is_file() else None
    except (OSError, ValueError, RuntimeError):  # no system has a file of such a name
        return None


class _Search:
    """The search index: made when a page opens its search, and again then if the site has changed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._generation = 0

    def get(self, path: str, preview: Preview) -> bytes | None:
        with self._lock:
            if self._folder is None or (path in _SEARCH_ENTRIES and self._generation != preview.news.generation):
                folder = tempfile.TemporaryDirectory(prefix="codepair-preview-")
                self._generation = preview.search_of(Path(folder.name, "pagefind"))
                self.close()
                self._folder = folder
            file = _file_below(Path(self._folder.name), path)
            return file.read_bytes() if file is not None else None

    def close(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None
