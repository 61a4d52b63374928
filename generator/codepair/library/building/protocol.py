"""The node of a ``protocol.yml`` in, the protocol out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from codepair.kit.problems import Place, Problem, errors, suggest
from codepair.kit.tree import Node
from codepair.library.building.citations import build_citation, build_documents, check_documents
from codepair.library.building.facts import build_facts
from codepair.library.building.patterns import build_pattern
from codepair.library.building.questions import build_asked, build_exclusions, check_ids
from codepair.library.facts import SHARED, Questions
from codepair.library.fitting import parse
from codepair.library.flow import MessageFormat
from codepair.library.mappings import MAPPINGS
from codepair.library.model import ACROSS, Protocol, ResponseClass
from codepair.library.naming import slug
from codepair.library.recognition import OTHERS, RECOGNIZERS
from codepair.library.sections import FOLDER, Shelf
from codepair.library.shapes.protocol import ProtocolShape, ResponseClassShape

_FOLDERS = ("compare", "api", "assets", "data", "llms-full", "pagefind", "search")
_CONTENT: Mapping[str, str] = {
    SHARED: "the questions that protocols share",
    FOLDER: "the sections of cited documents",
    OTHERS: "texts of protocols that are not covered",
    RECOGNIZERS: "what finds codes in texts",
    ACROSS: "what sets codes of two protocols apart",
    MAPPINGS: "the tables that lead from one protocol to another",
    "data": "what is read beside protocols",
}
"""Names below the content that are its own, and what they are for."""
_FILES = ("404.html", "index.html", "llms.txt", "llms-full.txt", "robots.txt", "sitemap.xml", "sitemap.xml.gz")
_FILES_OF_HOSTS = ("_headers", "_redirects", "cname")
RESERVED = frozenset((*_FOLDERS, *_FILES, *_FILES_OF_HOSTS, *_CONTENT))
"""Folders and files of the site and of its content that are no protocols."""


def build_protocol(
    file: Path, path: str, node: Node, shared: Questions, shelf: Shelf
) -> tuple[Protocol | None, list[Problem]]:
    """Return the protocol that a file describes; problems name the file as ``path``.

    ``shared`` are the questions that it may ask without declaring them, ``shelf`` the sections that are listed.
    """
    shape, problems = parse(ProtocolShape, node)
    if shape is None:
        return None, problems
    problems += _check_folder(file.parent.name, path)
    problems += _check_ids(shape, node)
    problems += _check_order(shape, node)
    asked, found = build_asked(node, shape.questions, shared)
    problems += found
    excludes, found = build_exclusions(node, shape.excludes, asked)
    problems += found
    messages, found = _messages(shape, node)
    problems += found
    if errors(problems):
        return None, problems
    cited = build_documents(shape.specifications, shape.practices, shelf)
    problems += _check_main(shape, node)
    if errors(problems):
        return None, problems
    protocol = Protocol(
        id=file.parent.name,
        name=shape.name,
        title=shape.title,
        summary=shape.summary,
        specifications=cited,
        response_classes=(),
        questions=asked,
        excludes=(*(each for each in shared.excludes if {each[0][0], each[1][0]} <= set(asked)), *excludes),
        participants={item.id: item.label for item in shape.participants},
        messages=messages,
        main=cited[shape.main] if shape.main else None,
        family=shape.family,
        rank=int(shape.rank) if shape.rank else None,
        order=shape.order,
        listed=tuple(shape.codes),
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
    if name in _CONTENT:
        message = f"'{name}' below the content is for {_CONTENT[name]}. Give the protocol's folder another name."
        yield Problem(Place(path), "code-path", message)
    elif name in RESERVED:
        message = f"The site has a folder '{name}' of its own. Give the protocol's folder another name."
        yield Problem(Place(path), "code-path", message)


def _check_order(shape: ProtocolShape, node: Node) -> Iterator[Problem]:
    """Yield an order without the list that it needs, a list that no order asks for, and codes that stand twice."""
    if shape.order == "listed" and not shape.codes:
        message = "The codes stand in the order of 'codes', which is not here. List them, or choose another order."
        yield Problem(node.at("order"), "order", message)
    if shape.order != "listed" and shape.codes:
        message = "Nothing looks at this list: 'order' is not 'listed'. Write 'order: listed', or remove the list."
        yield Problem(node.key("codes"), "order", message)
    yield from check_ids(node, "codes", shape.codes, field=None)


def _check_ids(shape: ProtocolShape, node: Node) -> Iterator[Problem]:
    """Yield ids that stand twice."""
    yield from check_documents(node, shape.specifications, shape.practices)
    yield from check_ids(node, "response_classes", [item.id for item in shape.response_classes])
    yield from check_ids(node, "participants", [item.id for item in shape.participants])


def _check_main(shape: ProtocolShape, node: Node) -> Iterator[Problem]:
    """Yield why the main document cannot be cited by its sections' numbers alone."""
    known = [item.id for item in shape.specifications]
    if shape.main is not None and shape.main not in known:
        hint = suggest(shape.main, known) or " List it under 'specifications'."
        message = f"The main document '{shape.main}' is no specification of the protocol.{hint}"
        yield Problem(node.at("main"), "unknown-specification", message)


def _messages(shape: ProtocolShape, node: Node) -> tuple[MessageFormat | None, list[Problem]]:
    if shape.messages is None:
        return None, []
    label, problems = build_pattern(shape.messages.label, node.at("messages", "label"))
    if shape.messages.name is None:
        return (MessageFormat(label, None) if label else None), problems
    name, found = build_pattern(shape.messages.name, node.at("messages", "name"))
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
    codes, problems = build_pattern(item.codes, node.at(*where, "codes"))
    citation = None
    if item.source is not None:
        citation, found = build_citation(item.source, node.at(*where, "source"), protocol.documents)
        problems += found
    facts, found = build_facts(node, (*where, "facts"), item.facts, protocol)
    problems += found
    facts = {name: replace(fact, is_inherited=True) for name, fact in facts.items()}
    if codes is None:
        return None, problems
    made = ResponseClass(item.id, item.label, order, codes, item.range, item.meaning, citation, item.outcome, facts)
    return made, problems
