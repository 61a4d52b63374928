"""Message extraction: Babel extractors for content and templates, registered by entry point.

``pybabel extract`` and ``pybabel update`` work as translators know them; ``make messages`` runs them for every
catalog. Each message says where it comes from and which field it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO, TypeAlias

from codepair.kit.tree import Node, load
from codepair.library.model import GUIDANCE_FIELDS, PROSE_FIELDS

Extracted: TypeAlias = "tuple[int, str, str | tuple[str, ...], list[str]]"
"""Line, function name, message or its forms, comments for the translator."""


_ENTRY_FIELDS = ("gloss", *PROSE_FIELDS)


def extract_content(
    fileobj: BinaryIO, keywords: object, comment_tags: object, options: Mapping[str, str]
) -> Iterator[Extracted]:
    """Yield every text of an entry, a pair or a protocol that is translated.

    A file that cannot be read yields nothing: ``make check`` reports it.
    """
    node, problems = load(getattr(fileobj, "name", "content"), fileobj.read())
    if node is None or problems or not isinstance(node.value, dict):
        return
    for field, text in texts(node):
        yield text.place.line, "gettext", _stripped(text), [f"Field: {field}"]


def texts(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield the name and node of every translated text of a content file, in file order."""
    mapping = node.value
    assert isinstance(mapping, dict)
    if "codes" in mapping:
        yield from _named(mapping, GUIDANCE_FIELDS, "guidance ")
        for step in _items(mapping.get("decision")):
            yield from _named(step, ("ask",), "decision ")
    elif "code" in mapping:
        yield from _named(mapping, _ENTRY_FIELDS, "")
        flow = mapping.get("flow")
        for step in _items(flow.child("steps") if flow is not None else None):
            yield from _named(step, ("says",), "flow ")
    else:
        yield from _named(mapping, ("summary",), "protocol ")
        for group in _items(mapping.get("response_classes")):
            yield from _named(group, ("label", "meaning"), "response class ")
        for participant in _items(mapping.get("participants")):
            yield from _named(participant, ("label",), "participant ")
        for fact in _items(mapping.get("facts")):
            name = fact["id"].value if "id" in fact else ""
            yield from _named(fact, ("label", "absent", "same", "both", "one"), f"fact {name} ")
            for value in _items(fact.get("values")):
                yield from _named(value, ("label", "shared"), f"fact {name}, value ")
            for contrast in _items(fact.get("contrasts")):
                yield from _named(contrast, ("says",), f"fact {name}, contrast ")


def _named(mapping: Mapping[str, Node], names: Iterable[str], prefix: str) -> Iterator[tuple[str, Node]]:
    wanted = set(names)
    for key, node in mapping.items():
        if key in wanted and isinstance(node.value, str) and node.value.strip():
            yield f"{prefix}{key}", node


def _items(node: Node | None) -> Iterator[dict[str, Node]]:
    if node is not None and isinstance(node.value, list):
        for item in node.value:
            if isinstance(item.value, dict):
                yield item.value


def _stripped(node: Node) -> str:
    assert isinstance(node.value, str)
    return node.value.strip()
