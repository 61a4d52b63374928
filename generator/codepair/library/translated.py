"""Marks on the fields of shapes: a shape in, its fields whose texts are translated out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from pydantic import BaseModel

Part: TypeAlias = Literal["prose", "guidance"]
"""A text that a source supports: prose of an entry, or a part of a pair's guidance."""


@dataclass(frozen=True, slots=True)
class Translated:
    """Says of a field's type that its text is translated."""

    part: Part | None = None
    limit: int | None = None
    """The most characters that a translation may have, as its source; None without a limit."""
    is_searched: bool = False
    """Whether it is a list of search words: one message, whose translation may have others."""


def translated_fields(shape: type[BaseModel]) -> Mapping[str, Translated]:
    """Return the translated fields of a shape, without those of shapes in it, by the names that files write."""
    found = {}
    for name, info in shape.model_fields.items():
        mark = next(_marks(info.metadata, info.annotation), None)
        if mark is not None:
            found[info.alias or name] = mark
    return found


def fields_of(shape: type[BaseModel], part: Part) -> tuple[str, ...]:
    """Return the names of a shape's fields of a part, in their order."""
    return tuple(name for name, mark in translated_fields(shape).items() if mark.part == part)


def _marks(metadata: list[Any], annotation: Any) -> Iterator[Translated]:
    """Yield the marks of a type: its own, or those of the members of a union, such as ``Text | None``."""
    yield from (each for each in metadata if isinstance(each, Translated))
    for member in get_args(annotation):
        yield from (each for each in getattr(member, "__metadata__", ()) if isinstance(each, Translated))
