"""What a code becomes in other protocols, and what becomes it: an entry in, rows of the published tables out.

Rows are what the tables say. Where the way back from what a code becomes leads somewhere else, the rows of that way
are shown too; nothing is said of them in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from codepair.language.translator import Text
from codepair.language.wording import Passage, Wording
from codepair.library.citations import Citation, Specification
from codepair.library.mappings import MAPPINGS, MappingTable, Row, ways_back
from codepair.library.model import Entry, Pair, Reference
from codepair.pages.context import Link, PageContext
from codepair.pages.vantage import ANYWHERE


class Name(NamedTuple):
    """What a protocol is called, in all languages the same, or what a namespace calls one of its values."""

    name: str
    is_text: bool
    """Whether it is a text of the content, which catalogs translate."""

    def of(self, wording: Wording) -> Text | str:
        """Return it in the language of a passage about mappings."""
        return wording.text(self.name) if self.is_text else self.name

    def plain(self, wording: Wording) -> str:
        """Return it as it is read, not yet escaped."""
        return wording.text(self.name).plain if self.is_text else self.name


@dataclass(frozen=True, slots=True)
class End:
    """A value at one end of a row: a code with a page, or a name."""

    entry: Entry | None
    """None if the value has no page."""
    value: str
    name: Name
    """What tells it from values of other protocols."""
    title: str = ""
    """What the value is called, if it has no page."""


class Step(NamedTuple):
    """A row of a table as a page shows it."""

    origin: End | None
    """None for all values that have no row of their own."""
    origin_name: Name
    targets: tuple[End, ...]
    row: Row
    is_others: bool
    """Whether the table says it of all values that have no row of their own."""
    comparisons: tuple[Pair, ...]
    """Those of both ends."""
    link: Link
    """What its note is linked with."""


class Part(NamedTuple):
    """The rows of a table that concern a code, and the rows on the way back if they lead somewhere else."""

    table: MappingTable
    steps: tuple[Step, ...]
    back: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a code becomes in one other protocol."""

    html: Passage
    citations: tuple[Citation, ...]
    has_rows: bool


class Mapped:
    """The mappings of one locale."""

    def __init__(self, context: PageContext) -> None:
        self._context = context
        self._library = context.plan.library
        self._cells: dict[tuple[str, str], Cell] = {}

    def of(self, entry: Entry) -> Passage:
        """Return the rows of all tables that concern a code, as a section of its page; nothing without any."""
        parts = list(self._parts(entry))
        if not parts:
            return Passage("")
        wording = self._context.wording(MAPPINGS)
        html = self._context.templates.macro("mapping.html", "of_code", wording, entry, parts)
        return wording.passage(html)

    def texts(self, entry: Entry) -> str:
        """Return the values of other protocols that concern a code, and what its rows note, for the search."""
        wording = self._context.wording(MAPPINGS)
        steps = [step for part in self._parts(entry) for step in (*part.steps, *part.back)]
        ends = [end for step in steps for end in (step.origin, *step.targets) if end and end.entry is not entry]
        names = [
            f"{end.name.plain(wording)} {end.entry.title if end.entry else end.value} {end.title}".rstrip()
            for end in ends
        ]
        notes = [str(wording.text(step.row.note).element("p")) for step in steps if step.row.note]
        return "".join(dict.fromkeys((*(f"<p>{escape(name)}</p>" for name in names), *notes)))

    def cell(self, entry: Entry, other: str) -> Cell:
        """Return what a code becomes in one other protocol, as a cell of a comparison."""
        key = (entry.address, other)
        found = self._cells.get(key)
        if found is None:
            steps = [
                self._step(table, row, entry.code)
                for table in self._library.mappings
                if table.ends == (entry.protocol.id, other) and (row := table.row(entry.code)) is not None
            ]
            wording = self._context.wording(MAPPINGS)
            html = self._context.templates.macro("mapping.html", "cell", wording, steps)
            citations = tuple(each for step in steps for each in step.row.citations)
            found = self._cells[key] = Cell(wording.passage(html), citations, bool(steps))
        return found

    def citations(self, entry: Entry) -> tuple[Citation, ...]:
        """Return the sections that settle a code's rows, each once."""
        steps = (step for part in self._parts(entry) for step in (*part.steps, *part.back))
        return tuple(dict.fromkeys(each for step in steps for each in step.row.citations))

    def whole(self, table: MappingTable) -> list[Step]:
        """Return all rows of a table in their order, that of all others last."""
        rows = [self._step(table, row, row.origin) for row in table.rows]
        return rows + ([self._step(table, table.others, None)] if table.others is not None else [])

    def link(self, table: MappingTable) -> Link:
        """Return what gives the page of a code that a table's texts name."""
        return self._context.link_between(ANYWHERE, table.ends)

    def back(self, table: MappingTable) -> list[MappingTable]:
        """Return the tables that lead the way back."""
        return ways_back(table, self._library.mappings)

    def documents(self, table: MappingTable) -> list[Specification]:
        """Return what settles a table, and what defines the namespaces that it leads between."""
        namespaces = self._library.namespaces
        return [
            *table.specifications.values(),
            *(namespaces[end].document for end in table.ends if end in namespaces),
        ]

    def name(self, end: str) -> Name:
        """Return the name of a protocol or namespace."""
        protocol = self._library.protocols.get(end)
        return (
            Name(protocol.name, False) if protocol is not None else Name(self._library.namespaces[end].name, True)
        )

    def _parts(self, entry: Entry) -> Iterator[Part]:
        """Yield what concerns a code: first what it becomes, then what becomes it."""
        tables = self._library.mappings
        for table in tables:
            row = table.row(entry.code) if table.origin == entry.protocol.id else None
            if row is not None:
                back = tuple(self._back(table, row, entry.code))
                yield Part(table, (self._step(table, row, entry.code),), back)
        for table in tables:
            rows = table.leading_to(entry.code) if table.target == entry.protocol.id else ()
            steps = tuple(self._step(table, row, row.origin) for row in rows)
            if steps:
                yield Part(table, steps, ())

    def _back(self, table: MappingTable, row: Row, code: str) -> Iterator[Step]:
        """Yield the rows by which what a code has become does not become the code again."""
        for way in self.back(table):
            for target in row.targets:
                found = way.row(target)
                if found is not None and code not in found.targets:
                    yield self._step(way, found, target)

    def _step(self, table: MappingTable, row: Row, code: str | None) -> Step:
        origin = self._end(table.origin, code) if code is not None else None
        targets = tuple(self._end(table.target, value) for value in row.targets)
        pairs = (
            self._context.plan.across(origin.entry, each.entry)
            for each in targets
            if origin is not None and origin.entry is not None and each.entry is not None
        )
        comparisons = tuple(pair for pair in pairs if pair is not None)
        return Step(
            origin, self.name(table.origin), targets, row, row.origin is None, comparisons, self.link(table)
        )

    def _end(self, end: str, value: str) -> End:
        entry = self._library.find(Reference(end, value))
        namespace = self._library.namespaces.get(end)
        title = namespace.values.get(value, "") if namespace is not None else ""
        return End(entry, value, self.name(end), title)
