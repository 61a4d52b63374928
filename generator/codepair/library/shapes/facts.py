"""The shape of facts: what a code answers to its protocol's questions, and on what basis."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag

from codepair.library.shapes.base import MAX_NOTE, Identifier, Name, NameOrNames, Shape
from codepair.library.translated import Translated


class ValueShape(Shape):
    """One or several values of a fact that share a basis: sections that settle them, or our own reading."""

    called = "{above}"

    value: NameOrNames
    """The value; several in a list."""
    source: NameOrNames | None = None
    """The sections that settle it; what a practice was seen to do has no section."""
    basis: Literal["reading"] | None = None
    """'reading' in place of a source: our own judgement, and shown as that."""
    note: Annotated[Name, Translated(limit=MAX_NOTE)] | None = None
    """One sentence of up to 160 characters about this code, settled like the value; translated."""


def _is_list(written: object) -> str:
    return "list" if isinstance(written, list) else "one"


Values: TypeAlias = Annotated[list[ValueShape], Field(min_length=1, max_length=20)]
FactShape: TypeAlias = Annotated[
    Annotated[ValueShape, Tag("one")] | Annotated[Values, Tag("list")], Discriminator(_is_list)
]
"""A code's answer to a question: values of one basis, or a list of such."""
FactShapes: TypeAlias = Annotated[dict[Identifier, FactShape], Field(max_length=100)]
"""By question; what nobody can settle is left out."""
