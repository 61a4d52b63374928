"""The node of an entry's file in, the entry out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from codepair.kit.problems import Problem, errors
from codepair.kit.tree import Node
from codepair.library.building.citations import build_citation, build_sources
from codepair.library.building.facts import build_facts
from codepair.library.building.flow import build_flow
from codepair.library.building.questions import check_ids
from codepair.library.citations import Specification
from codepair.library.fitting import entry_shape, parse, parse_facts
from codepair.library.model import Entry, Meaning, Protocol, Reference, ResponseClass
from codepair.library.naming import slug
from codepair.library.shapes.entry import PROSE_FIELDS, CodeShape, EntryShape, MeaningShape, SeveralShape

Where = tuple[str | int, ...]


def build_entry(
    file: Path, path: str, node: Node, protocol: Protocol, twin: Node | None = None
) -> tuple[Entry | None, list[Problem]]:
    """Return the entry that a file holds; problems name the file as ``path``.

    ``twin`` is what the file holds that has the name which this one should have; None if there is no such file.
    """
    shape, problems = parse(entry_shape(node), node)
    if shape is None:
        return None, [*problems, *_check_fitting(node, protocol)]
    problems += _check_path(file, shape, node, twin)
    problems += _check_date(shape, node)
    since, found = _since(shape, node, protocol)
    problems += found
    group = _response_class(shape.code, protocol)
    meanings, found = _meanings(shape, node, protocol, group)
    problems += found
    if errors(problems):
        return None, problems
    entry = Entry(
        protocol=protocol,
        code=shape.code,
        number=shape.number,
        phrase=shape.phrase,
        gloss=shape.gloss,
        says=shape.says,
        also=tuple(shape.also),
        status=shape.status,
        response_class=group,
        since=since or _first_document(meanings),
        meanings=meanings,
        reviewed=shape.reviewed,
        related=tuple(Reference(protocol.id, code) for code in shape.related),
        path=path,
        node=node,
    )
    return entry, problems


def code_of(node: Node) -> str:
    """Return the code that a file says it is about; an empty text if it says none."""
    code = node.child("code")
    return code.value.strip() if code is not None and isinstance(code.value, str) else ""


def _meanings(
    shape: EntryShape | SeveralShape, node: Node, protocol: Protocol, group: ResponseClass | None
) -> tuple[tuple[Meaning, ...], list[Problem]]:
    if isinstance(shape, EntryShape):
        meaning, problems = _meaning(shape, (), node, protocol, group)
        return (meaning,), problems
    found = [
        _meaning(each, ("meanings", position), node, protocol, group)
        for position, each in enumerate(shape.meanings)
    ]
    problems = [problem for _, problems in found for problem in problems]
    problems += check_ids(node, "meanings", [each.id for each in shape.meanings])
    return tuple(meaning for meaning, _ in found), problems


def _meaning(
    shape: EntryShape | MeaningShape, where: Where, node: Node, protocol: Protocol, group: ResponseClass | None
) -> tuple[Meaning, list[Problem]]:
    sources, problems = build_sources(node, (*where, "sources"), shape.sources, protocol.documents)
    facts, found = build_facts(node, (*where, "facts"), shape.facts, protocol)
    problems += found
    flow = None
    if shape.flow is not None:
        flow, found = build_flow(node, (*where, "flow"), shape.flow, protocol)
        problems += found
    meaning = Meaning(
        sources=sources,
        prose={name: getattr(shape, name) for name in PROSE_FIELDS},
        facts={**(group.facts if group else {}), **facts},
        flow=flow,
        where=where,
        id=shape.id if isinstance(shape, MeaningShape) else None,
        label=shape.label if isinstance(shape, MeaningShape) else None,
    )
    return meaning, problems


def _check_fitting(node: Node, protocol: Protocol) -> list[Problem]:
    """Check what does fit of an entry that does not as a whole, so that one run reports everything."""
    facts = node.child("facts")
    shape = parse_facts(facts) if facts is not None else None
    return build_facts(node, ("facts",), shape, protocol)[1] if shape is not None else []


def _check_path(file: Path, shape: CodeShape, node: Node, twin: Node | None) -> Iterator[Problem]:
    if slug(shape.code) == file.stem:
        return
    if slug(shape.code) == "protocol":
        message = f"'{shape.code}' gives no file of its own: 'protocol.yml' is the protocol's. Write it otherwise."
        yield Problem(node.at("code"), "code-path", message)
        return
    if twin is not None:
        code, name = code_of(twin), slug(shape.code)
        message = (
            f"'{shape.code}' here and '{code}' in '{twin.place.path}' both have the address '{name}'. An address "
            "knows no capitals, and only letters and digits of ASCII, '.', '_' and '-'. Remove one of them, or "
            "change its code."
        )
        yield Problem(node.at("code"), "code-path", message)
    else:
        message = f"Code '{shape.code}' stands in '{file.name}'. "
        message += f"The path is the identity: name the file '{slug(shape.code)}.yml' or correct the code."
        yield Problem(node.at("code"), "code-path", message)


def _check_date(shape: CodeShape, node: Node) -> Iterator[Problem]:
    try:
        date.fromisoformat(shape.reviewed or "2026-01-01")
    except ValueError:
        message = f"There is no day '{shape.reviewed}'. Write the date as 2026-11-25."
        yield Problem(node.at("reviewed"), "wrong-value", message)


def _since(shape: CodeShape, node: Node, protocol: Protocol) -> tuple[Specification | None, list[Problem]]:
    if shape.since is None:
        return None, []
    citation, problems = build_citation(shape.since, node.at("since"), protocol.documents)
    return (citation.specification if citation else None), problems


def _first_document(meanings: tuple[Meaning, ...]) -> Specification | None:
    """Return the document that introduced a code if nothing else is said; None if it tells no time.

    A practice introduces no code, and a document without a year of publication does not say since when.
    """
    document = meanings[0].sources[0].citation.specification
    return None if document.is_practice or document.published is None else document


def _response_class(code: str, protocol: Protocol) -> ResponseClass | None:
    return next((group for group in protocol.response_classes if group.codes.fullmatch(code)), None)
