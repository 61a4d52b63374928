"""The library in, its pages out: which there are, where, and which of them search engines may show."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from codepair.library.mappings import MAPPINGS, MappingTable
from codepair.library.model import Entry, Library, Pair

Kind: TypeAlias = Literal["home", "compare", "protocol", "code", "comparison", "mapping"]
PairsOption: TypeAlias = Literal["all", "guided"]
DocumentsOption: TypeAlias = Literal["all", "lean", "none"]

DEPTH: Mapping[Kind, int] = {"home": 0, "compare": 1, "protocol": 1, "code": 2, "comparison": 2, "mapping": 2}
"""How many folders a page is below its locale's home."""


COMPARE_PATH = "compare/"
"""Where the page is on which two codes are chosen; below it are the comparisons across protocols."""

MAPPINGS_PATH = f"{MAPPINGS}/"
"""Below it are the mappings."""


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
    table: MappingTable | None = None
    """The table that a mapping's page shows."""

    @property
    def protocol(self) -> str | None:
        """The id of the protocol that the page is about, if it is about one."""
        if self.kind in ("home", "compare", "mapping") or (self.pair is not None and self.pair.is_across):
            return None
        return self.path.partition("/")[0]


class Pairs(Collection[Pair]):
    """The pairs of a protocol that have a page, in natural order; they are made as they are asked for.

    A million pairs kept would be a hundred megabytes.
    """

    def __init__(self, entries: Collection[Entry], guided: Collection[Pair], option: PairsOption) -> None:
        self._entries = tuple(entries)
        self._guided = {(pair.a.code, pair.b.code): pair for pair in guided}
        self._current = frozenset(entry.code for entry in entries if entry.is_current and option == "all")
        self._by_slug = {entry.slug: entry for entry in entries}

    def __len__(self) -> int:
        current = len(self._current)
        return current * (current - 1) // 2 + len(self.beyond)

    def __iter__(self) -> Iterator[Pair]:
        for index in range(len(self._entries)):
            yield from self.row(index)

    def __contains__(self, pair: object) -> bool:
        return isinstance(pair, Pair) and self._has(pair.a, pair.b)

    @property
    def beyond(self) -> list[Pair]:
        """The pairs with guidance that would have no page without it, in natural order."""
        return [pair for pair in self._guided.values() if not {pair.a.code, pair.b.code} <= self._current]

    def rows(self) -> list[int]:
        """Return the number of pairs that each code begins, in the order of the codes."""
        counts = {entry.code: 0 for entry in self._entries}
        for pair in self.beyond:
            counts[pair.a.code] += 1
        current = len(self._current)
        for entry in self._entries:
            if entry.code in self._current:
                current -= 1
                counts[entry.code] += current
        return list(counts.values())

    def row(self, index: int) -> Iterator[Pair]:
        """Yield the pairs that one code begins."""
        a = self._entries[index]
        for b in self._entries[index + 1 :]:
            if self._has(a, b):
                yield self._guided.get((a.code, b.code)) or Pair(a, b)

    def of(self, entry: Entry) -> Iterator[tuple[Entry, Pair]]:
        """Yield the other code and the pair of every comparison of a code, in the order of the codes."""
        is_after = False
        for other in self._entries:
            if other is entry:
                is_after = True
            elif self._has(*((entry, other) if is_after else (other, entry))):
                yield other, Pair(entry, other) if is_after else Pair(other, entry)

    def beside(self, pair: Pair) -> tuple[Pair | None, Pair | None]:
        """Return the comparisons before and after one in natural order; of one with guidance, the ones with it."""
        if pair.guidance is not None:
            at = self._places[pair.a.code, pair.b.code]
            guided = self._listed
            return guided[at - 1] if at else None, guided[at + 1] if at + 1 < len(guided) else None
        return self._next(pair, -1), self._next(pair, 1)

    def _next(self, pair: Pair, step: int) -> Pair | None:
        """Return the nearest comparison in one direction."""
        entries, last = self._entries, len(self._entries)
        first, second = self._at[pair.a.code], self._at[pair.b.code] + step
        while 0 <= first < last:
            while first < second < last:
                if self._has(entries[first], entries[second]):
                    return Pair(entries[first], entries[second])
                second += step
            first += step
            second = first + 1 if step > 0 else last - 1
        return None

    @cached_property
    def _at(self) -> Mapping[str, int]:
        return {entry.code: at for at, entry in enumerate(self._entries)}

    @cached_property
    def _listed(self) -> tuple[Pair, ...]:
        return tuple(self._guided.values())

    @cached_property
    def _places(self) -> Mapping[tuple[str, str], int]:
        return {codes: at for at, codes in enumerate(self._guided)}

    def find(self, slug: str) -> Pair | None:
        """Return the pair whose address is ``slug``, such as ``202-vs-422``; None if it has no page."""
        parts = slug.split("-vs-")
        for at in range(1, len(parts)):
            a = self._by_slug.get("-vs-".join(parts[:at]))
            b = self._by_slug.get("-vs-".join(parts[at:]))
            if a is not None and b is not None and a.order < b.order and self._has(a, b):
                return self._guided.get((a.code, b.code)) or Pair(a, b)
        return None

    def _has(self, a: Entry, b: Entry) -> bool:
        return (a.code in self._current and b.code in self._current) or (a.code, b.code) in self._guided


@dataclass(frozen=True)
class Plan:
    """All pages of a site."""

    library: Library
    pairs: Mapping[str, Pairs]
    """By protocol: the pairs that have a page."""

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Every page that is not a comparison, then the comparisons with guidance: what is searched."""
        library = self.library
        found = [Page("home", ""), Page("compare", COMPARE_PATH)]
        for name in library.protocols:
            found.append(Page("protocol", protocol_path(name)))
            found.extend(code_page(entry) for entry in library.entries[name].values())
            found.extend(comparison_page(pair) for pair in library.guided[name])
        found.extend(comparison_page(pair) for pair in library.across)
        found.extend(mapping_page(table) for table in library.mappings)
        return tuple(found)

    @cached_property
    def single(self) -> tuple[Page, ...]:
        """Every page that is not a comparison."""
        return tuple(page for page in self.pages if page.kind != "comparison")

    @cached_property
    def guided(self) -> Mapping[str, Sequence[Pair]]:
        """By the address of an entry: its pairs with guidance, those of its own protocol first."""
        found: dict[str, list[Pair]] = {}
        for pair in self.library.all_guided:
            found.setdefault(pair.a.address, []).append(pair)
            found.setdefault(pair.b.address, []).append(pair)
        return found

    def comparisons(self) -> Iterator[Pair]:
        """Every pair that has a page."""
        for pairs in self.pairs.values():
            yield from pairs
        yield from self.library.across

    def find(self, path: str) -> Page | None:
        """Return the page at an address below a locale's home, such as ``sip/422/``; None if there is none."""
        if path in ("", COMPARE_PATH):
            return Page("compare" if path else "home", path)
        name, _, rest = path.partition("/")
        if not path.endswith("/"):
            return None
        slug = rest.removesuffix("/")
        if path.startswith(COMPARE_PATH):
            return comparison_page(self._across[slug]) if slug in self._across else None
        if path.startswith(MAPPINGS_PATH):
            return mapping_page(self._mappings[slug]) if slug in self._mappings else None
        if name not in self.library.protocols:
            return None
        if not rest:
            return Page("protocol", path)
        entry = self._by_slug[name].get(slug)
        if entry is not None:
            return code_page(entry)
        pair = self.pairs[name].find(slug)
        return comparison_page(pair) if pair is not None else None

    @cached_property
    def _by_slug(self) -> Mapping[str, Mapping[str, Entry]]:
        return {
            name: {entry.slug: entry for entry in entries.values()}
            for name, entries in self.library.entries.items()
        }

    @cached_property
    def _across(self) -> Mapping[str, Pair]:
        return {pair.slug: pair for pair in self.library.across}

    @cached_property
    def _mappings(self) -> Mapping[str, MappingTable]:
        return {table.id: table for table in self.library.mappings}

    def has_pair(self, pair: Pair) -> bool:
        """Return whether a pair of codes of one protocol has a page."""
        return pair in self.pairs[pair.a.protocol.id]

    def across(self, one: Entry, other: Entry) -> Pair | None:
        """Return the pair of two codes of different protocols, if it has a page."""
        return self._ends.get(frozenset((one.address, other.address)))

    @cached_property
    def _ends(self) -> Mapping[frozenset[str], Pair]:
        return {frozenset((pair.a.address, pair.b.address)): pair for pair in self.library.across}

    def beside(self, pair: Pair) -> tuple[Pair | None, Pair | None]:
        """Return the comparisons before and after one."""
        if not pair.is_across:
            return self.pairs[pair.a.protocol.id].beside(pair)
        pairs = self.library.across
        at = self._places[pair.slug]
        return pairs[at - 1] if at else None, pairs[at + 1] if at + 1 < len(pairs) else None

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {pair.slug: at for at, pair in enumerate(self.library.across)}

    @cached_property
    def count(self) -> int:
        """The number of pages in one locale, the error page left out."""
        guided = sum(map(len, self.library.guided.values()))
        return len(self.pages) - guided + sum(map(len, self.pairs.values()))


def make_plan(library: Library, option: PairsOption) -> Plan:
    """Return the pages of a library: all pairs of current codes, or those with guidance only."""
    pairs = {
        name: Pairs(library.entries[name].values(), library.guided[name], option) for name in library.protocols
    }
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


def pair_path(pair: Pair) -> str:
    """Return where a comparison is: ``sip/202-vs-422/`` or ``compare/http-503-vs-grpc-unavailable/``."""
    folder = COMPARE_PATH if pair.is_across else protocol_path(pair.a.protocol.id)
    return f"{folder}{pair.slug}/"


def comparison_page(pair: Pair) -> Page:
    """Return the page of a pair."""
    return Page("comparison", pair_path(pair), pair.guidance is not None, pair=pair)


def mapping_path(table: MappingTable) -> str:
    """Return where the page of a table is, such as ``mappings/grpc-to-http/``."""
    return f"{MAPPINGS_PATH}{table.id}/"


def mapping_page(table: MappingTable) -> Page:
    """Return the page of a table."""
    return Page("mapping", mapping_path(table), table=table)
