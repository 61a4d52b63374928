"""What published tables say, on a code's page, in a comparison and on pages of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from tests.oracle import expected
from tests.oracle.catalogs import Catalogs, Voice
from tests.oracle.expected import heading, in_full_named
from tests.oracle.notation import Value, linked
from tests.oracle.records import Between, Code, Protocol, Section, Table, TableRow

Ends = Callable[[str, str], str]
"""Says a value of a protocol or namespace."""


def cited(rows: Iterable[TableRow]) -> list[Section]:
    """Return what rows rest on, each once."""
    return list(dict.fromkeys(section for row in rows for section in row.sections))


def rows_of(between: Between, protocol: Protocol, code: Code) -> list[TableRow]:
    """Return all rows that a code's page shows, those of ways back after those that they belong to."""
    found: list[TableRow] = []
    for _table, own, back in _concerning(between, protocol, code):
        found += [*own, *(row for _, _, row in back)]
    return found


def _concerning(
    between: Between, protocol: Protocol, code: Code
) -> Iterator[tuple[Table, list[TableRow], list[tuple[Table, str, TableRow]]]]:
    """Yield what concerns a code: what it becomes, with ways back that lead elsewhere; then what becomes it."""
    for table in between.tables:
        row = table.row(code.code) if table.origin == protocol.id else None
        if row is not None:
            ways = [(way, target, way.row(target)) for way in between.back(table) for target in row.targets]
            yield (
                table,
                [row],
                [
                    (way, target, found)
                    for way, target, found in ways
                    if found is not None and code.code not in found.targets
                ],
            )
    for table in between.tables:
        if table.target == protocol.id and (rows := table.rows_to(code.code)):
            yield table, rows, []


class Tables:
    """Says rows of tables as a page shows them."""

    def __init__(self, voice: Voice, between: Between, own: Code | None = None) -> None:
        self._voice = voice
        self._texts = voice.of("mappings")
        self._between = between
        self._own = own

    def words(self, text: str) -> str:
        """Return words of the site."""
        return self._voice.words(text)

    def head(self) -> list[str]:
        """Return what stands over the columns."""
        return [self._voice.words("From"), self._voice.words("Becomes")]

    def end(self, name: str, value: str) -> str:
        """Return a value with the name of its protocol or namespace; a code is a link unless it is the page's."""
        protocol = self._between.protocols.get(name)
        if protocol is None:
            namespace = self._between.namespaces[name]
            return f"{self._texts.text(namespace.name)} *{value}* {self._voice.name(namespace.values[value])}"
        code = protocol.codes[value]
        said = in_full_named(self._voice, protocol, code)
        return said if code is self._own else linked(said, f"../../{protocol.id}/{code.slug}/")

    def name(self, end: str) -> str:
        """Return the name of a protocol or namespace."""
        protocol = self._between.protocols.get(end)
        return protocol.name if protocol else self._texts.text(self._between.namespaces[end].name)

    def becomes(self, table: Table, row: TableRow) -> str:
        """Return what a row gives, what settles it, and its note."""
        names = [self.end(table.target, value) for value in row.targets] or [self._voice.words("nothing")]
        practice = [each for each in row.sections if each.specification.seen]
        marks = [linked(each.label, each.url) for each in row.sections if not each.specification.seen]
        if practice:
            marks.append(f"<em>{self._voice.words('practice')}</em>")
        marks += [linked(each.label, each.url) for each in practice]
        note = f"<br></br>{self._texts.text(row.note, self.link(table))}" if row.note else ""
        return f"{'<br></br>'.join(names)} {' '.join(marks)}{note}"

    def link(self, table: Table) -> Callable[[str], str | None]:
        """Return what gives the address of a code that a table's texts name."""
        ends = (self._between.protocols.get(end) for end in (table.origin, table.target))
        return expected.links_between([end.away for end in ends if end is not None])

    def row(self, table: Table, row: TableRow, value: str | None) -> list[Value]:
        """Return both cells of a row that begins with a value, or with all others."""
        if value is None:
            begin = f"{self.name(table.origin)}: {self._voice.words('every other value')}"
        else:
            begin = self.end(table.origin, value)
            if row.origin is None:
                begin += f" <em>{self._voice.words('no row of its own')}</em>"
        return [begin, self.becomes(table, row) + "".join(self._comparisons(table, row, value))]

    def _comparisons(self, table: Table, row: TableRow, value: str | None) -> Iterator[str]:
        wanted = [{(table.origin, value), (table.target, target)} for target in row.targets]
        for ends in wanted:
            for each in self._between.pairs:
                if {(protocol.id, code.code) for protocol, code in each.sides} == ends:
                    said = " _vs_ ".join(f"{protocol.name} {code.code}" for protocol, code in each.sides)
                    yield f"<br></br>{linked(said, f'../../compare/{each.slug}/')}"

    def title(self, table: Table) -> str:
        """Return what a table is called."""
        return self._texts.text(table.title)


def of_code(voice: Voice, between: Between, protocol: Protocol, code: Code) -> list[Value] | None:
    """Return the rows of a code's page, in their order."""
    tables = Tables(voice, between, code)
    found: list[Value] = []
    for table, rows, back in _concerning(between, protocol, code):
        found.append([linked(tables.title(table), f"../../mappings/{table.id}/")])
        origins = [code.code] if table.origin == protocol.id else [row.origin for row in rows]
        found += [tables.row(table, row, origin) for row, origin in zip(rows, origins, strict=True)]
        if back:
            found.append([f"<em>{voice.words('The way back leads somewhere else')}</em>"])
            found += [tables.row(way, row, target) for way, target, row in back]
    return [tables.head(), *found] if found else None


def table_page(between: Between, table: Table, catalogs: Catalogs) -> Mapping[str, Value]:
    """Return everything that the page of a table has to say."""
    voice = Voice(catalogs, "mappings")
    tables = Tables(voice, between)
    every: Sequence[TableRow] = (*table.rows, *((table.others,) if table.others else ()))
    back = between.back(table)
    links = [linked(voice.words("Home"), "../../"), linked(voice.words("Comparisons"), "../../compare/")]
    names = {"origin": tables.name(table.origin), "target": tables.name(table.target)}
    ends = [between.namespaces.get(end) for end in (table.origin, table.target)]
    documents = [*table.documents.values(), *(end.document for end in ends if end is not None)]
    says: dict[str, Value] = {
        "lang": voice.language.tag,
        "direction": voice.language.direction,
        "robots": None,
        "title": voice.plain(table.title),
        "description": voice.plain(table.lost),
        "crumbs": {"label": voice.label("You are here"), "links": links},
        "heading": tables.title(table),
        "ends": voice.words("From {origin} to {target}", **names),
        "lost": voice.text(table.lost, tables.link(table)),
        "back": [linked(tables.title(each), f"../../mappings/{each.id}/") for each in back],
        "rows": [tables.head(), *(tables.row(table, row, row.origin) for row in every)],
        "sources": [f"{linked(each.label, each.url_of_all)}: {each.full_title}" for each in documents],
        "headings": [
            heading("lost", voice.words("What Is Lost")),
            heading("table", voice.words("The Table")),
            heading("sources", voice.words("Sources")),
        ],
    }
    if back:
        voice.words("The way back:")
    return expected.told(says, voice)
