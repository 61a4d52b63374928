"""A mapping leads from values that there are to values that there are, and its texts are sentences."""

from __future__ import annotations

from collections.abc import Iterator

from codepair.kit.problems import Place, Problem, suggest
from codepair.library.checks.prose import check_text
from codepair.library.checks.references import check_reference
from codepair.library.mappings import MappingTable, Row
from codepair.library.model import Library, Reference
from codepair.library.shapes.base import MAX_NOTE


def check(library: Library) -> Iterator[Problem]:
    """Yield rows whose codes have no entry, values that no namespace has, and texts that are no sentences."""
    for table in library.mappings:
        yield from check_text(table.node, table.lost, "lost")
        for position, row in enumerate(table.rows):
            where = ("rows", position)
            if row.origin is not None:
                yield from _check_value(library, table.origin, row.origin, table.node.at(*where, "from"))
            yield from _check_row(library, table, row, where)
        if table.others is not None:
            yield from _check_row(library, table, table.others, ("others",))


def _check_row(library: Library, table: MappingTable, row: Row, where: tuple[str | int, ...]) -> Iterator[Problem]:
    is_list = table.node.at(*where, "to", 0) != table.node.at(*where, "to")
    for position, target in enumerate(row.targets):
        place = table.node.at(*where, "to", position) if is_list else table.node.at(*where, "to")
        yield from _check_value(library, table.target, target, place)
    if row.note is not None:
        yield from check_text(table.node, row.note, *where, "note")
        if len(row.note) > MAX_NOTE:
            message = f"A note has at most {MAX_NOTE} characters; this has {len(row.note)}. Shorten it."
            yield Problem(table.node.at(*where, "note"), "note", message)


def _check_value(library: Library, end: str, value: str, place: Place) -> Iterator[Problem]:
    namespace = library.namespaces.get(end)
    if end in library.entries:
        so = ", so the row leads nowhere"
        yield from check_reference(library, Reference(end, value), place, so, is_across=True)
    elif namespace is not None and value not in namespace.values:
        message = f"'{value}' is no {namespace.name}: 'namespaces.yml' does not list it."
        yield Problem(place, "unknown-code", f"{message}{suggest(value, namespace.values)}")
