"""A built site in, what it measures out, set against the published limits of hosts.

Every pair has a page in every language: a site outgrows a host by its number of files long before its bytes. The
table says so at the build, and which option helps, not the host after the upload.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias, get_args

Host: TypeAlias = Literal["github-pages", "cloudflare-pages", "cloudflare-pages-paid", "netlify", "gitlab-pages"]
HOSTS: tuple[Host, ...] = get_args(Host)
"""Every host that has a row in the table; the values of the plugin's option ``host``, ``none`` left out."""

Figure: TypeAlias = Literal["files", "entries", "bytes", "largest_file", "fullest_folder", "redirects"]
"""What hosts set limits to: an attribute of ``Figures``."""

FIGURE_NAMES: dict[Figure, str] = {
    "files": "files",
    "entries": "files and folders",
    "bytes": "size of the site",
    "largest_file": "largest file",
    "fullest_folder": "most in one folder",
    "redirects": "redirects",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """What a built site measures."""

    files: int
    folders: int
    """Folders below the site's own."""
    bytes: int
    """Sum of the sizes of all files, as a host counts them: not in blocks of a disk."""
    largest_file: int
    """Bytes of the largest file."""
    fullest_folder: int
    """Files and folders in the folder that has most."""
    redirects: int
    """Rules in the file ``_redirects``; 0 if there is none."""
    pages: int
    """Files named ``index.html``: what grows with pairs and locales."""
    page_bytes: int
    """Sum of the sizes of the pages."""

    @property
    def entries(self) -> int:
        """Files and folders."""
        return self.files + self.folders


@dataclass(frozen=True, slots=True)
class Limit:
    """The most of something that a host takes."""

    host: Host
    figure: Figure
    most: int
    source: str
    """The page of the host that says so."""

    def allows(self, figures: Figures) -> bool:
        """Return whether a site keeps to it."""
        return self.value(figures) <= self.most

    def value(self, figures: Figures) -> int:
        """Return what the limit is set against."""
        value: int = getattr(figures, self.figure)
        return value


_GITHUB = "https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits"
_CLOUDFLARE = "https://developers.cloudflare.com/pages/platform/limits/"
_CLOUDFLARE_REDIRECTS = "https://developers.cloudflare.com/pages/configuration/redirects/"
_NETLIFY = "https://docs.netlify.com/site-deploys/overview/"
_GITLAB = "https://docs.gitlab.com/user/gitlab_com/#gitlab-pages"
_GITLAB_REDIRECTS = "https://docs.gitlab.com/user/project/pages/redirects/"

LIMITS: tuple[Limit, ...] = (
    # GitHub does not say which GB; the smaller one is safe.
    Limit("github-pages", "bytes", 1_000_000_000, _GITHUB),
    Limit("cloudflare-pages", "files", 20_000, _CLOUDFLARE),
    Limit("cloudflare-pages", "largest_file", 25 * 1024 * 1024, _CLOUDFLARE),
    Limit("cloudflare-pages", "redirects", 2_000, _CLOUDFLARE_REDIRECTS),
    Limit("cloudflare-pages-paid", "files", 100_000, _CLOUDFLARE),
    Limit("cloudflare-pages-paid", "largest_file", 25 * 1024 * 1024, _CLOUDFLARE),
    Limit("cloudflare-pages-paid", "redirects", 2_000, _CLOUDFLARE_REDIRECTS),
    # Netlify speaks of files; whether folders count it does not say, so they do here.
    Limit("netlify", "fullest_folder", 54_000, _NETLIFY),
    Limit("gitlab-pages", "entries", 200_000, _GITLAB),
    Limit("gitlab-pages", "bytes", 1_000_000_000, _GITLAB),
    Limit("gitlab-pages", "redirects", 1_000, _GITLAB_REDIRECTS),
)
"""The limits as published in 2026. For 100,000 files Cloudflare wants ``PAGES_WRANGLER_MAJOR_VERSION=4`` set."""


def measure(folder: Path) -> Figures:
    """Return what a built site measures; links are not followed, and a ``.git`` in it is not part of it.

    Raises OSError if the folder cannot be read, FileNotFoundError if there is none.
    """
    files = folders = size = largest = fullest = pages = page_bytes = 0

    def look(path: str) -> None:
        """Count what is in a folder as it is listed: one folder may hold a million."""
        nonlocal files, folders, size, largest, fullest, pages, page_bytes
        count = 0
        with os.scandir(path) as found:
            for entry in found:
                if entry.name == ".git":
                    continue
                count += 1
                if entry.is_dir(follow_symlinks=False):
                    folders += 1
                    look(entry.path)
                    continue
                length = entry.stat(follow_symlinks=False).st_size
                files += 1
                size += length
                largest = max(largest, length)
                if entry.name == "index.html":
                    pages += 1
                    page_bytes += length
        fullest = max(fullest, count)

    look(os.fspath(folder))
    return Figures(files, folders, size, largest, fullest, _redirects(folder / "_redirects"), pages, page_bytes)


def _redirects(path: Path) -> int:
    if not path.is_file():
        return 0
    lines = (line.strip() for line in path.read_text(encoding="utf-8", errors="replace").splitlines())
    return sum(1 for line in lines if line and not line.startswith("#"))


def fits(figures: Figures, host: Host) -> bool:
    """Return whether a site keeps to all limits of a host."""
    return all(limit.allows(figures) for limit in LIMITS if limit.host == host)


def table(figures: Figures, host: Host | None = None, *, guided_files: int | None = None, locales: int = 1) -> str:
    """Return the figures beside the limits of every host, a line a limit, as plain text without a final newline.

    ``host`` is where the site goes: a last line says whether it fits, and if not, which option would make it.
    ``guided_files`` is how many files the site would have with ``pairs: guided``, None if it has that already;
    ``locales`` is how many locales it has. What they would bring is computed from the figures.
    """
    rows = [("host", "what", "site", "limit", "", "source")]
    for limit in LIMITS:
        rows.append(
            (
                limit.host,
                FIGURE_NAMES[limit.figure],
                _amount(limit.value(figures), limit.figure),
                _amount(limit.most, limit.figure),
                "fits" if limit.allows(figures) else "too big",
                limit.source,
            )
        )
    lines = list(_aligned(rows))
    if host is not None:
        lines.append(_advice(figures, host, guided_files, locales))
    return "\n".join(lines)


def guided(figures: Figures, files: int) -> Figures:
    """Return about what a site would measure with ``pairs: guided``, when it would have so many files.

    The pages that go are taken to be of the size of a page on average; how full the folders would be is not known,
    so that is the most it can be.
    """
    dropped = min(max(figures.files - files, 0), figures.pages)
    page_bytes = figures.page_bytes - _share(figures.page_bytes, dropped, figures.pages)
    return replace(
        _without_pages(figures, dropped, page_bytes),
        fullest_folder=min(figures.fullest_folder, max(files, 0)),
    )


def with_locales(figures: Figures, count: int, of: int) -> Figures:
    """Return about what a site would measure with fewer of its locales: every locale has the same pages.

    Files that are not pages stay, as if no locale had any: the result is never too small.

    >>> one = with_locales(Figures(110, 100, 9_000, 500, 60, 0, 100, 8_000), 1, of=4)
    >>> one.files, one.folders, one.pages, one.bytes
    (35, 25, 25, 3000)
    """
    dropped = _share(figures.pages, of - count, of)
    return _without_pages(figures, dropped, figures.page_bytes - _share(figures.page_bytes, of - count, of))


def _without_pages(figures: Figures, dropped: int, page_bytes: int) -> Figures:
    # A page is a folder with a file.
    return replace(
        figures,
        files=figures.files - dropped,
        folders=max(figures.folders - dropped, 0),
        bytes=figures.bytes - figures.page_bytes + page_bytes,
        pages=figures.pages - dropped,
        page_bytes=page_bytes,
    )


def _share(whole: int, part: int, of: int) -> int:
    return whole * part // of if of else 0


def _advice(figures: Figures, host: Host, guided_files: int | None, locales: int) -> str:
    if fits(figures, host):
        return f"The site fits {host}."
    lead = f"The site is too big for {host}."
    fewer = _most_locales(figures, host, locales)
    if guided_files is not None and guided_files < figures.files:
        smaller = guided(figures, guided_files)
        if fits(smaller, host):
            also = f", or at most {fewer} of {locales} 'locales'" if fewer else ""
            return f"{lead} To fit, set 'pairs: guided' in mkdocs.yml ({_summary(smaller)}){also}."
        if not fewer and (count := _most_locales(smaller, host, locales)):
            both = _summary(with_locales(smaller, count, locales))
            return f"{lead} To fit, set 'pairs: guided' and at most {count} of {locales} 'locales' ({both})."
    if fewer:
        what = _summary(with_locales(figures, fewer, locales))
        return f"{lead} To fit, set at most {fewer} of {locales} 'locales' in mkdocs.yml ({what})."
    others = [other for other in HOSTS if fits(figures, other)]
    other = f"It fits {_listed(others)}." if others else "It fits no host in this table."
    return f"{lead} Neither 'pairs: guided' nor fewer 'locales' is enough. {other}"


def _most_locales(figures: Figures, host: Host, locales: int) -> int:
    counts = range(locales - 1, 0, -1)
    return next((count for count in counts if fits(with_locales(figures, count, locales), host)), 0)


def _summary(figures: Figures) -> str:
    return f"about {figures.files:,} files, {_amount(figures.bytes, 'bytes')}"


def _amount(value: int, figure: Figure) -> str:
    return f"{value / 1e6:,.1f} MB" if figure in ("bytes", "largest_file") else f"{value:,}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _aligned(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    listed = list(rows)
    widths = [max(len(row[column]) for row in listed) for column in range(len(listed[0]))]
    for row in listed:
        # Numbers to the right, words to the left.
        cells = (
            cell.rjust(width) if column in (2, 3) else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()
