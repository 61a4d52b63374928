"""A site in, all its pages and files in a folder out, made on as many cores as help.

Pages are independent of each other once the library is read. Their order is that of the locales, so that what is
made once a locale and entry is made by one process, or two. The social cards need no template: a process draws them
while this one compiles the templates, which those that write pages then have.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, chain, islice, pairwise
from pathlib import Path

from codepair.beside.cards.cards import HEAD_SIZE, Card, card_key, read_key
from codepair.beside.search.search import index_beside
from codepair.library.plan import Page, comparison_page
from codepair.publishing.crew import Board, Crew, can_share
from codepair.publishing.writer import SiteWriter
from codepair.site.files import Maker, files, samples, site_cards, site_maps
from codepair.site.site import Made, Site

OTHER_PAGE = 8
"""How many comparisons take as long as one other page: those are rendered by templates, comparisons are joined."""

AHEAD = 400
"""How many cards one process draws while another makes what is searched and compiles templates; one that drew them
all would keep its memory as long."""

FEW = 500
"""With fewer pages than this for each, one more process costs more than it saves."""

MANY = 200_000
"""With more pages than this, Pagefind ends before other processes begin: it takes the memory of two of them, and a
hundredth of their time."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote."""

    pages: int = 0
    bytes: int = 0
    kept: int = 0
    """How many pages and files are the old site's, unchanged."""
    fallbacks: frozenset[str] = frozenset()
    """The addresses of pages that would be indexed if all of their texts were translated."""

    def __add__(self, other: Built) -> Built:
        return Built(
            self.pages + other.pages,
            self.bytes + other.bytes,
            self.kept + other.kept,
            self.fallbacks | other.fallbacks,
        )


@dataclass(frozen=True, slots=True)
class Work:
    """What is made together: one page, or every comparison that begins with one code."""

    locale: int = 0
    """Position among the site's locales."""
    page: Page | None = None
    protocol: str = ""
    row: int = 0
    """Position of the code among the protocol's."""
    weight: int = OTHER_PAGE


Progress = Callable[[int], None]
"""Told how many pages are written, from time to time."""


def build_site(
    site: Site,
    folder: Path,
    *,
    old: Path | None = None,
    processes: int | None = None,
    progress: Progress = lambda pages: None,
) -> Built:
    """Write all pages, the search index and the other files to a folder that holds the theme's files already.

    What stands in the ``old`` site with the same bytes is linked from there and keeps its time. ``processes`` is
    how many write pages: by default the number of cores that this process may use, and fewer where there is little
    to do. One more draws the cards, if there is more than one.

    Raises OSError if something cannot be written, PublishError if the search index cannot be made or a process ends
    before its work is done.
    """
    writer = SiteWriter(folder, old)
    writer.adopt()
    count = (processes or cores_that_help(site)) if can_share() else 1
    parts = _Parts(site, folder, old, count)
    search = f"{site.mount}pagefind"
    records = chain.from_iterable(pages.search_records() for pages in site.locales)
    with Crew[Built](parts.boards) as others:
        if count > 1:
            others.start(parts.draw)
        with index_beside(records, folder / search) as indexing:
            if count > 1:
                for page in samples(site):
                    site.locales[0].page(page)
            if site.count > MANY:
                indexing.finish()
            for number in range(1, count):
                others.start(partial(parts.make, number))
            _write_files(writer, folder, files(site))
            result = parts.make(0, progress)
            result = sum(others.results(), start=result)
            progress(result.pages)
            # Which pages are translated is known now that all of them are made.
            fallbacks = result.fallbacks
            _write_files(writer, folder, site_maps(site, lambda pages, page: pages.path(page) not in fallbacks))
    writer.adopt(search)
    return result + Built(kept=writer.kept)


def _write_files(writer: SiteWriter, folder: Path, made: Mapping[str, Maker]) -> None:
    for name, make in made.items():
        if not (folder / name).exists():  # a project's own file of that name wins
            writer.file(name, make())


def cores_that_help(site: Site) -> int:
    """Return how many processes are worth their start."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(available, site.count // FEW))


def work_of(site: Site) -> list[Work]:
    """Return all pages of a site as work, locale by locale."""
    plan = site.project.plan
    work: list[Work] = []
    for locale in range(len(site.themes)):
        work += [Work(locale, page) for page in plan.single]
        for protocol, pairs in plan.pairs.items():
            rows = enumerate(pairs.rows())
            work += [Work(locale, None, protocol, row, weight=count) for row, count in rows if count]
        work += [Work(locale, comparison_page(pair), weight=1) for pair in plan.library.across]
    return work


def shares(work: Sequence[Work], count: int) -> list[range]:
    """Cut work into as many neighbouring shares, about equally heavy; positions in ``work``.

    >>> [list(share) for share in shares([Work(weight=weight) for weight in (1, 1, 1, 3)], 2)]
    [[0, 1, 2], [3]]
    """
    weights = list(accumulate((item.weight for item in work), initial=0))
    cuts = [bisect_left(weights, weights[-1] * number / count) for number in range(count)]
    return [range(start, stop) for start, stop in pairwise([*cuts, len(work)])]


class _Parts:
    """What the processes share: the pages, of which each begins with a share of its own, and the cards."""

    def __init__(self, site: Site, folder: Path, old: Path | None, count: int) -> None:
        self._site = site
        self._folder = folder
        self._old = old
        self._work = work_of(site)
        self._cards = list(site_cards(site))
        # All cards are the share of the process that only draws; the others take what it leaves, after the pages.
        self._pages_left = Board(shares(self._work, count), folder)
        self._cards_left = Board([*(range(0) for _ in range(count)), range(len(self._cards))], folder)

    @property
    def boards(self) -> Sequence[Board]:
        """What is left of both."""
        return self._pages_left, self._cards_left

    def make(self, own: int, progress: Progress = lambda pages: None) -> Built:
        """Make and write pages until none is left, and then cards; ``own`` is the process' number."""
        writer = SiteWriter(self._folder, self._old)
        board = self._pages_left
        fallbacks: set[str] = set()
        for position in board.take(own):
            before = writer.pages
            for made, is_wanted in _pages(self._site, self._work[position]):
                writer.page(made.path, made.data)
                if is_wanted and not made.is_translated:
                    fallbacks.add(made.path)
            board.add(own, writer.pages - before)
            progress(board.done)
        for position in self._cards_left.take(own):
            _write_card(writer, *self._cards[position])
        return Built(writer.pages, writer.bytes, writer.kept, frozenset(fallbacks))

    def draw(self) -> Built:
        """Draw and write the first cards."""
        writer = SiteWriter(self._folder, self._old)
        for position in islice(self._cards_left.take(self._cards_left.count - 1), AHEAD):
            _write_card(writer, *self._cards[position])
        return Built(kept=writer.kept)


def _write_card(writer: SiteWriter, path: str, card: Card) -> None:
    """Draw a card, unless the old site has it."""
    key = card_key(card)
    if not writer.keep(path, lambda head: read_key(head) == key, HEAD_SIZE):
        # Loads Pillow, which a build that draws nothing does without.
        from codepair.beside.cards.drawing import draw

        writer.file(path, draw(card))


def _pages(site: Site, work: Work) -> Iterable[tuple[Made, bool]]:
    """Yield the pages of a piece of work, and whether search engines may show them once they are translated."""
    pages = site.locales[work.locale]
    if work.page is not None:
        yield pages.page(work.page), True
        return
    for pair in site.project.plan.pairs[work.protocol].row(work.row):
        yield pages.comparison(pair), pair.guidance is not None
