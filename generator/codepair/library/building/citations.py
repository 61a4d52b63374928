"""Citations as files write them in, sections of the protocol's specifications out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from codepair.kit.problems import Place, Problem, suggest
from codepair.kit.tree import Node
from codepair.library.citations import Citation, Source
from codepair.library.model import Protocol
from codepair.library.shapes import GuidanceSourceShape, SourceShape


def build_citation(text: str, place: Place, protocol: Protocol) -> tuple[Citation | None, list[Problem]]:
    """Return the section that a citation such as ``RFC4028#6`` names."""
    name, mark, section = text.partition("#")
    specification = protocol.specifications.get(name)
    if specification is None:
        hint = suggest(name, protocol.specifications) or f" List it under 'specifications' in {protocol.path}."
        return None, [Problem(place, "unknown-specification", f"Unknown specification '{name}'.{hint}")]
    if mark and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", section):
        message = f"'{section}' is no section. Write the citation as '{name}#6.2'."
        return None, [Problem(place, "citation", message)]
    return Citation(specification, section or None), []


def build_sources(
    node: Node, written: Iterable[SourceShape | GuidanceSourceShape], protocol: Protocol
) -> tuple[tuple[Source, ...], list[Problem]]:
    """Return the sources of an entry or of a pair's guidance; those that name nothing are left out."""
    sources = []
    problems: list[Problem] = []
    for position, item in enumerate(written):
        citation, found = build_citation(item.cite, node.at("sources", position, "cite"), protocol)
        problems += found
        if citation is not None:
            sources.append(Source(citation, tuple(item.supports)))
    return tuple(sources), problems
