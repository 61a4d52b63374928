"""The node of a content file in, its texts that are translated out; which they are, the shapes' fields say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin

from codepair.kit.problems import Place
from codepair.kit.text import SEARCH_WORDS, as_listed
from codepair.kit.tree import Node
from codepair.library.fitting import file_shape
from codepair.library.model import Library
from codepair.library.shapes.base import Shape
from codepair.library.translated import Translated, translated_fields


class SourceText(NamedTuple):
    """A text of the source language: what catalogs translate."""

    field: str
    """What it is, for translators: ``gloss``, ``guidance summary``, ``fact finality, value label``."""
    text: str
    place: Place
    limit: int | None = None
    """The most characters that a translation may have; None without a limit."""
    context: str | None = None
    """What the same text may mean elsewhere, as in gettext: ``SEARCH_WORDS``; None for what pages show."""

    @property
    def key(self) -> tuple[str | None, str]:
        """Context and text, by which catalogs know it."""
        return self.context, self.text


def texts(node: Node) -> Iterator[SourceText]:
    """Yield every translated text of a content file, whatever else is wrong with it."""
    if isinstance(node.value, dict):
        yield from _texts(node.value, file_shape(node), "")


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
        if key in own and (text := _text(node, own[key])):
            context = SEARCH_WORDS if own[key].is_searched else None
            yield SourceText(f"{called} {key}".lstrip(), text, node.place, own[key].limit, context)
    for key, inner in _inner(shape):
        below = mapping.get(key)
        if below is None:
            continue
        if inner.is_table:
            for name, each in below.value.items() if isinstance(below.value, dict) else ():
                for item in _mappings(each):
                    yield from _texts(item, inner.shape, f"{called} fact {name}".lstrip())
        else:
            for item in _mappings(below):
                yield from _texts(item, inner.shape, called)


def _text(node: Node, mark: Translated) -> str:
    """Return the text of a translated field; an empty one if it has none."""
    if mark.is_searched:
        items = node.value if isinstance(node.value, list) else ()
        return as_listed(item.value.strip() for item in items if isinstance(item.value, str))
    return node.value.strip() if isinstance(node.value, str) else ""


def _mappings(node: Node) -> Iterator[Mapping[str, Node]]:
    """Yield a mapping, or the mappings of a list."""
    if isinstance(node.value, dict):
        yield node.value
    for item in node.value if isinstance(node.value, list) else ():
        if isinstance(item.value, dict):
            yield item.value


class _Inner(NamedTuple):
    """What a field holds."""

    shape: type[Shape]
    is_table: bool
    """Whether it is a mapping from names to such shapes, or to lists of them."""


@cache
def _own(shape: type[Shape]) -> Mapping[str, Translated]:
    return translated_fields(shape)


@cache
def _inner(shape: type[Shape]) -> tuple[tuple[str, _Inner], ...]:
    """Return the fields of a shape that hold shapes with texts; what holds others itself comes last."""
    fields = ((info.alias or name, info.annotation) for name, info in shape.model_fields.items())
    held = ((name, _shape_in(annotation), get_origin(annotation) is dict) for name, annotation in fields)
    found = [(name, _Inner(of, table)) for name, of, table in held if of is not None and (_own(of) or _inner(of))]
    return tuple(sorted(found, key=lambda item: bool(_inner(item[1].shape))))


def _shape_in(annotation: Any) -> type[Shape] | None:
    """Return the shape that a field's type is or contains."""
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return annotation
    return next(filter(None, map(_shape_in, get_args(annotation))), None)
