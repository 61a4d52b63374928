"""The node of an entry's file in, the entry out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from codepair.kit.problems import Problem, errors
from codepair.kit.tree import Node
from codepair.library.building.citations import build_citation, build_sources
from codepair.library.building.facts import build_facts
from codepair.library.building.flow import build_flow
from codepair.library.citations import Specification
from codepair.library.fitting import parse, parse_facts
from codepair.library.flow import Flow
from codepair.library.model import Entry, Protocol, Reference, ResponseClass, slug
from codepair.library.shapes import PROSE_FIELDS, EntryShape


def build_entry(file: Path, path: str, node: Node, protocol: Protocol) -> tuple[Entry | None, list[Problem]]:
    """Return the entry that a file holds; problems name the file as ``path``."""
    shape, problems = parse(EntryShape, node)
    if shape is None:
        return None, [*problems, *_check_fitting(node, protocol)]
    problems += _check_path(file, shape, node)
    sources, found = build_sources(node, shape.sources, protocol)
    problems += found
    since, found = _since(shape, node, protocol)
    problems += found
    facts, found = build_facts(node, ("facts",), shape.facts, protocol)
    problems += found
    flow, found = _flow(shape, node, protocol)
    problems += found
    if errors(problems):
        return None, problems
    group = _response_class(shape.code, protocol)
    entry = Entry(
        protocol=protocol,
        code=shape.code,
        number=shape.number,
        phrase=shape.phrase,
        gloss=shape.gloss,
        says=shape.says,
        status=shape.status,
        response_class=group,
        sources=sources,
        since=since or sources[0].citation.specification,
        prose={name: getattr(shape, name) for name in PROSE_FIELDS},
        facts={**(group.facts if group else {}), **facts},
        flow=flow,
        related=tuple(Reference(protocol.id, code) for code in shape.related),
        path=path,
        node=node,
    )
    return entry, problems


def _check_fitting(node: Node, protocol: Protocol) -> list[Problem]:
    """Check what does fit of an entry that does not as a whole, so that one run reports everything."""
    facts = node.child("facts")
    shape = parse_facts(facts) if facts is not None else None
    return build_facts(node, ("facts",), shape, protocol)[1] if shape is not None else []


def _check_path(file: Path, shape: EntryShape, node: Node) -> Iterator[Problem]:
    if slug(shape.code) != file.stem:
        message = f"Code '{shape.code}' stands in '{file.name}'. "
        message += f"The path is the identity: name the file '{slug(shape.code)}.yml' or correct the code."
        yield Problem(node.at("code"), "code-path", message)


def _since(shape: EntryShape, node: Node, protocol: Protocol) -> tuple[Specification | None, list[Problem]]:
    if shape.since is None:
        return None, []
    citation, problems = build_citation(shape.since, node.at("since"), protocol)
    return (citation.specification if citation else None), problems


def _flow(shape: EntryShape, node: Node, protocol: Protocol) -> tuple[Flow | None, list[Problem]]:
    return build_flow(node, shape.flow, protocol) if shape.flow is not None else (None, [])


def _response_class(code: str, protocol: Protocol) -> ResponseClass | None:
    return next((group for group in protocol.response_classes if group.codes.fullmatch(code)), None)
