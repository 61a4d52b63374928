"""Mappings: published tables from the codes of one protocol to those of another, or to values without pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from codepair.kit.patterns import Pattern
from codepair.kit.tree import Node
from codepair.library.citations import Citation, Specification

MAPPINGS = "mappings"
"""The folder of the content that holds them, the catalog domain of their texts, and the folder of their pages."""


@dataclass(frozen=True, eq=False)
class Namespace:
    """Values that have no pages of their own, such as the causes of Q.850; equal only to itself."""

    id: str
    name: str
    """What one of its values is called; never translated."""
    document: Specification
    values: Mapping[str, str]
    """Names by value."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a table says of one value, or of all that have no row of their own."""

    origin: str | None
    """A code of the table's origin; None for all others."""
    targets: tuple[str, ...]
    """What it becomes: codes of the table's target; none if the table says that it becomes nothing."""
    citations: tuple[Citation, ...]
    note: str | None
    """One sentence: under which condition, or what is lost."""
    codes: Pattern | None = None
    """Of which values without a row of their own the table says it; None for all of them."""


@dataclass(frozen=True, eq=False)
class MappingTable:
    """A published table; equal only to itself."""

    id: str
    title: str
    origin: str
    """The id of the protocol or namespace whose values are mapped."""
    target: str
    """The id of the one that they are mapped to."""
    specifications: Mapping[str, Specification]
    lost: str
    """What is lost on the way."""
    rows: tuple[Row, ...]
    others: Row | None
    path: str
    node: Node = field(repr=False)

    @property
    def ends(self) -> tuple[str, str]:
        """From where to where it leads."""
        return self.origin, self.target

    def row(self, code: str) -> Row | None:
        """Return what a code of its origin becomes; None if the table does not say."""
        own = self._by_origin.get(code)
        if own is not None or self.others is None:
            return own
        codes = self.others.codes
        return self.others if codes is None or codes.fullmatch(code) is not None else None

    def leading_to(self, code: str) -> Iterator[Row]:
        """Yield the rows that give a code of its target, that of all others last."""
        for row in (*self.rows, *((self.others,) if self.others is not None else ())):
            if code in row.targets:
                yield row

    @cached_property
    def _by_origin(self) -> Mapping[str, Row]:
        return {row.origin: row for row in self.rows if row.origin is not None}


def ways_back(table: MappingTable, tables: Sequence[MappingTable]) -> list[MappingTable]:
    """Return the tables that lead from a table's target to its origin; of several, those of the same documents.

    RFC 3398 and RFC 4497 both lead from SIP to causes and back, each with rules of its own.
    """
    found = [each for each in tables if each.ends == (table.target, table.origin)]
    own = [each for each in found if set(each.specifications) & set(table.specifications)]
    return own or found
