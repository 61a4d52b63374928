"""The node of a ``protocol.yml`` in, the protocol out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from codepair.kit.patterns import Pattern, PatternError
from codepair.kit.problems import Place, Problem, errors
from codepair.kit.tree import Node
from codepair.library.building.citations import build_citation
from codepair.library.building.facts import build_facts
from codepair.library.citations import Specification
from codepair.library.fitting import parse
from codepair.library.flow import MessageFormat
from codepair.library.model import FactDefinition, FactValue, Protocol, ResponseClass, slug
from codepair.library.shapes import FactDefinitionShape, ProtocolShape, ResponseClassShape, SpecificationShape

_FOLDERS = ("compare", "api", "assets", "pagefind", "search")
_FILES = ("404.html", "index.html", "llms.txt", "robots.txt", "sitemap.xml", "sitemap.xml.gz")
_FILES_OF_HOSTS = ("_headers", "_redirects", "cname")
RESERVED = frozenset((*_FOLDERS, *_FILES, *_FILES_OF_HOSTS))
"""Folders and files of the site that are no protocols."""


def build_protocol(file: Path, path: str, node: Node) -> tuple[Protocol | None, list[Problem]]:
    """Return the protocol that a file describes; problems name the file as ``path``."""
    shape, problems = parse(ProtocolShape, node)
    if shape is None:
        return None, problems
    problems += _check_folder(file.parent.name, path)
    problems += _check_ids(shape, node)
    if errors(problems):
        return None, problems
    messages, found = _messages(shape, node)
    problems += found
    if errors(problems):
        return None, problems
    protocol = Protocol(
        id=file.parent.name,
        name=shape.name,
        title=shape.title,
        summary=shape.summary,
        specifications={item.id: _specification(item) for item in shape.specifications},
        response_classes=(),
        facts={item.id: _fact_definition(item) for item in shape.facts},
        participants={item.id: item.label for item in shape.participants},
        messages=messages,
        rank=int(shape.rank) if shape.rank else None,
        registry_name=shape.registry.name if shape.registry else None,
        registry_url=shape.registry.url if shape.registry else None,
        path=path,
        node=node,
    )
    classes, found = _response_classes(shape, node, protocol)
    problems += found
    return (None if errors(problems) else replace(protocol, response_classes=classes)), problems


def _check_folder(name: str, path: str) -> Iterator[Problem]:
    """Yield why a folder's name cannot be the address of a protocol."""
    if slug(name) != name:
        message = f"The folder '{name}' is part of addresses: name it '{slug(name)}'."
        yield Problem(Place(path), "code-path", message)
    if name in RESERVED:
        message = f"The site has a folder '{name}' of its own. Give the protocol's folder another name."
        yield Problem(Place(path), "code-path", message)


def _check_ids(shape: ProtocolShape, node: Node) -> Iterator[Problem]:
    """Yield ids that stand twice, and facts whose values do not fit their type."""
    yield from _repeated(node, "specifications", [item.id for item in shape.specifications])
    yield from _repeated(node, "response_classes", [item.id for item in shape.response_classes])
    yield from _repeated(node, "facts", [item.id for item in shape.facts])
    yield from _repeated(node, "participants", [item.id for item in shape.participants])
    for position, definition in enumerate(shape.facts):
        if (definition.type == "choice") != bool(definition.values):
            message = f"Fact '{definition.id}': a choice has 'values', and only a choice has them."
            yield Problem(node.at("facts", position), "fact", message)


def _repeated(node: Node, name: str, ids: list[str]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for position, id_ in enumerate(ids):
        if first.setdefault(id_, position) != position:
            message = f"'{id_}' stands twice in '{name}'. Remove one."
            yield Problem(node.at(name, position, "id"), "duplicate-id", message)


def _specification(item: SpecificationShape) -> Specification:
    return Specification(item.id, item.title, item.published, item.name, item.url, item.section_url)


def _fact_definition(item: FactDefinitionShape) -> FactDefinition:
    return FactDefinition(
        id=item.id,
        type=item.type,
        label=item.label,
        values={value.id: FactValue(value.id, value.label) for value in item.values},
    )


def _messages(shape: ProtocolShape, node: Node) -> tuple[MessageFormat | None, list[Problem]]:
    if shape.messages is None:
        return None, []
    label, problems = _pattern(shape.messages.label, node.at("messages", "label"))
    if shape.messages.name is None:
        return (MessageFormat(label, None) if label else None), problems
    name, found = _pattern(shape.messages.name, node.at("messages", "name"))
    return (MessageFormat(label, name) if label else None), problems + found


def _response_classes(
    shape: ProtocolShape, node: Node, protocol: Protocol
) -> tuple[tuple[ResponseClass, ...], list[Problem]]:
    classes = []
    problems: list[Problem] = []
    for order, item in enumerate(shape.response_classes):
        made, found = _response_class(item, order, node, protocol)
        problems += found
        if made is not None:
            classes.append(made)
    return tuple(classes), problems


def _response_class(
    item: ResponseClassShape, order: int, node: Node, protocol: Protocol
) -> tuple[ResponseClass | None, list[Problem]]:
    where = ("response_classes", order)
    codes, problems = _pattern(item.codes, node.at(*where, "codes"))
    citation = None
    if item.source is not None:
        citation, found = build_citation(item.source, node.at(*where, "source"), protocol)
        problems += found
    facts, found = build_facts(node, (*where, "facts"), item.facts, protocol)
    problems += found
    facts = {name: replace(fact, inherited=citation) for name, fact in facts.items()}
    if codes is None:
        return None, problems
    return ResponseClass(item.id, item.label, order, codes, item.range, item.meaning, citation, facts), problems


def _pattern(text: str, place: Place) -> tuple[Pattern | None, list[Problem]]:
    try:
        return Pattern(text), []
    except PatternError as error:
        return None, [Problem(place, "wrong-value", str(error))]
