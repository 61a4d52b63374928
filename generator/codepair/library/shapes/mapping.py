"""The shapes of mappings: published tables from one protocol's codes to another's, and namespaces without pages."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field

from codepair.library.shapes.base import (
    MAX_NOTE,
    Address,
    Code,
    Expression,
    Identifier,
    Name,
    NameOrNames,
    Shape,
    TranslatedName,
    TranslatedText,
)
from codepair.library.shapes.protocol import PracticeShape, SpecificationShape
from codepair.library.translated import Translated

CodeOrCodes: TypeAlias = Code | Annotated[list[Code], Field(max_length=50)]


class NamespaceDocumentShape(Shape):
    """The document that defines a namespace."""

    name: Name
    """The name shown, such as 'ITU-T Q.850'."""
    title: Name
    """Its title; never translated."""
    url: Address
    """Its address."""


class NamespaceShape(Shape):
    """Values that codes are mapped to or from and that have no pages of their own, such as causes of Q.850."""

    called = "namespace"

    id: Identifier
    """The name in mappings."""
    name: TranslatedName
    """What one of its values is called, such as 'Q.850 cause'; translated."""
    document: NamespaceDocumentShape
    """Where its values are defined."""
    values: Annotated[dict[Code, Name], Field(min_length=1, max_length=2_000)]
    """Names by value, as the document has them; never translated."""


class NamespacesShape(Shape):
    """Namespaces that mappings lead to or from and that are no protocols of the site."""

    namespaces: list[NamespaceShape] = Field(min_length=1, max_length=100)
    """The namespaces."""


class TargetsShape(Shape):
    """What a mapping says that values become."""

    to: CodeOrCodes
    """What they become; several in a list, and an empty list where the table says that it is nothing."""
    source: NameOrNames
    """The sections that say so."""
    note: Annotated[Name, Translated(limit=MAX_NOTE)] | None = None
    """One sentence of up to 160 characters: under which condition, or what is lost; translated."""


class OthersShape(TargetsShape):
    """What a mapping says of every value that has no row of its own."""

    called = "mapping, all others"

    codes: Expression | None = None
    """A regular expression for whole values: of which of them the table says it. If left out, of all."""


class RowShape(TargetsShape):
    """A row of a mapping."""

    called = "mapping"

    origin: Code = Field(alias="from")
    """The code as its entry writes it, or the value of the namespace."""


class MappingShape(Shape):
    """A published table from one protocol or namespace to another."""

    called = "mapping"

    title: TranslatedName
    """What is mapped to what, and where, in a few words; translated."""
    origin: Name = Field(alias="from")
    """The folder of a protocol, or the id of a namespace."""
    to: Name
    """The folder of a protocol, or the id of a namespace."""
    specifications: list[SpecificationShape] = Field(default_factory=list, max_length=100)
    """The documents that have the table."""
    practices: list[PracticeShape] = Field(default_factory=list, max_length=100)
    """Software in which the mapping was seen, vendors' documents."""
    lost: TranslatedText
    """What is lost on the way, in one to three whole sentences; translated."""
    rows: list[RowShape] = Field(min_length=1, max_length=2_000)
    """The table."""
    others: OthersShape | None = None
    """What the table says of every value that has no row."""
