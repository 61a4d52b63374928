"""The node of a content file in, its texts that are translated out; which they are, the shapes' fields say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, get_args

from codepair.kit.problems import Place
from codepair.kit.tree import Node
from codepair.library.model import Library
from codepair.library.shapes import EntryShape, PairShape, ProtocolShape, Shape
from codepair.library.translated import translated_fields


class SourceText(NamedTuple):
    """A text of the source language: what catalogs translate."""

    field: str
    """What it is, for translators: ``gloss``, ``guidance summary``, ``fact finality, value label``."""
    text: str
    place: Place


def texts(node: Node) -> Iterator[SourceText]:
    """Yield every translated text of an entry, a pair or a protocol, whatever else is wrong with its file."""
    if isinstance(node.value, dict):
        shape = PairShape if "codes" in node.value else EntryShape if "code" in node.value else ProtocolShape
        yield from _texts(node.value, shape, "")


def translated_texts(library: Library, protocol: str) -> tuple[SourceText, ...] | None:
    """Return every translated text of a protocol's folder, those of files with errors too.

    None if one of its files cannot be read: then nobody knows which texts it has.
    """
    if protocol in library.unread:
        return None
    return tuple(text for node in library.nodes.get(protocol, ()) for text in texts(node))


def _texts(mapping: Mapping[str, Node], shape: type[Shape], above: str) -> Iterator[SourceText]:
    """Yield a mapping's own texts in the order of the file, then those of what stands in it."""
    id_ = mapping["id"].value if "id" in mapping else ""
    called = shape.called.format(id=id_, above=above)
    own = _own(shape)
    for key, node in mapping.items():
        if key in own and isinstance(node.value, str) and (text := node.value.strip()):
            yield SourceText(f"{called} {key}".lstrip(), text, node.place)
    for key, inner in _inner(shape):
        for item in _mappings(mapping.get(key)):
            yield from _texts(item, inner, called)


def _mappings(node: Node | None) -> Iterator[Mapping[str, Node]]:
    """Yield a mapping, or the mappings of a list."""
    if node is None:
        return
    if isinstance(node.value, dict):
        yield node.value
    for item in node.value if isinstance(node.value, list) else ():
        if isinstance(item.value, dict):
            yield item.value


@cache
def _own(shape: type[Shape]) -> frozenset[str]:
    return frozenset(translated_fields(shape))


@cache
def _inner(shape: type[Shape]) -> tuple[tuple[str, type[Shape]], ...]:
    """Return the fields of a shape that hold shapes with texts; what holds others itself comes last."""
    fields = ((info.alias or name, _shape_in(info.annotation)) for name, info in shape.model_fields.items())
    found = [(name, inner) for name, inner in fields if inner is not None and (_own(inner) or _inner(inner))]
    return tuple(sorted(found, key=lambda item: bool(_inner(item[1]))))


def _shape_in(annotation: Any) -> type[Shape] | None:
    """Return the shape that a field's type is or contains."""
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return annotation
    return next(filter(None, map(_shape_in, get_args(annotation))), None)
