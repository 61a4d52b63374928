"""Which pages exist, where they are, and which of them search engines may show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Literal, TypeAlias

from generator.model import Entry, Library, Pair

Kind: TypeAlias = Literal["home", "compare", "protocol", "code", "comparison"]
PairsOption: TypeAlias = Literal["all", "guided"]

DEPTH: Mapping[Kind, int] = {"home": 0, "compare": 1, "protocol": 1, "code": 2, "comparison": 2}
"""How many folders a page is below its locale's home."""


COMPARE_PATH = "compare/"
"""Where the page is on which two codes are chosen."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page in every locale."""

    kind: Kind
    path: str
    """Its folder below the locale's home, with a slash at the end: ``sip/422/``; empty for the home page."""
    is_indexed: bool = True
    """Whether search engines may show it; comparisons without guidance say ``noindex``."""
    entry: Entry | None = None
    """The code that a code page is about."""
    pair: Pair | None = None
    """The codes that a comparison is about."""


@dataclass(frozen=True)
class Plan:
    """All pages of a site."""

    library: Library
    pairs: Mapping[str, tuple[Pair, ...]]
    """By protocol: the pairs that have a page, in natural order."""

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Every page that is not a comparison, then the comparisons with guidance: what is searched."""
        library = self.library
        found = [Page("home", ""), Page("compare", COMPARE_PATH)]
        for name in library.protocols:
            found.append(Page("protocol", protocol_path(name)))
            found.extend(code_page(entry) for entry in library.entries[name].values())
            found.extend(comparison_page(pair) for pair in library.guided[name])
        return tuple(found)

    def comparisons(self) -> Iterator[Pair]:
        """Every pair that has a page."""
        for pairs in self.pairs.values():
            yield from pairs

    @cached_property
    def _slugs(self) -> Mapping[str, frozenset[str]]:
        return {name: frozenset(pair.slug for pair in pairs) for name, pairs in self.pairs.items()}

    def has_pair(self, pair: Pair) -> bool:
        """Return whether a pair has a page."""
        return pair.slug in self._slugs[pair.a.protocol.id]

    @cached_property
    def count(self) -> int:
        """The number of pages in one locale, the error page left out."""
        guided = sum(map(len, self.library.guided.values()))
        return len(self.pages) - guided + sum(map(len, self.pairs.values()))


def make_plan(library: Library, option: PairsOption) -> Plan:
    """Return the pages of a library: all pairs of current codes, or those with guidance only."""
    pairs: dict[str, tuple[Pair, ...]] = {}
    for name in library.protocols:
        guided = {pair.slug: pair for pair in library.guided[name]}
        if option == "all":
            current = [entry for entry in library.entries[name].values() if entry.is_current]
            every = {pair.slug: pair for pair in (Pair(a, b) for a, b in combinations(current, 2))}
            guided = every | guided
        pairs[name] = tuple(sorted(guided.values(), key=lambda pair: (pair.a.order, pair.b.order)))
    return Plan(library, pairs)


def protocol_path(name: str) -> str:
    """Return where a protocol's page is.

    >>> protocol_path("sip")
    'sip/'
    """
    return f"{name}/"


def entry_path(entry: Entry) -> str:
    """Return where a code's page is, such as ``sip/422/``."""
    return f"{entry.protocol.id}/{entry.slug}/"


def code_page(entry: Entry) -> Page:
    """Return the page of a code."""
    return Page("code", entry_path(entry), entry=entry)


def comparison_page(pair: Pair) -> Page:
    """Return the page of a pair, such as ``sip/202-vs-422/``."""
    return Page("comparison", f"{pair.a.protocol.id}/{pair.slug}/", pair.guidance is not None, pair=pair)
