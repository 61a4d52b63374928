"""Citations as files write them in, sections of the protocol's specifications out."""

from __future__ import annotations

from collections.abc import Iterable

from codepair.kit.problems import Place, Problem, suggest
from codepair.kit.tree import Node
from codepair.library.citations import Citation, Source
from codepair.library.model import Protocol
from codepair.library.sections import FOLDER, SECTION, SUFFIX
from codepair.library.shapes.entry import SourceShape
from codepair.library.shapes.pair import GuidanceSourceShape


def build_citation(text: str, place: Place, protocol: Protocol) -> tuple[Citation | None, list[Problem]]:
    """Return the section that a citation such as ``RFC4028#6`` names."""
    name, mark, section = text.partition("#")
    specification = protocol.specifications.get(name)
    if specification is None:
        hint = suggest(name, protocol.specifications) or (
            f" List it in {protocol.path}: under 'specifications', or under 'practices' if it is software or a "
            "vendor's document."
        )
        return None, [Problem(place, "unknown-specification", f"Unknown specification '{name}'.{hint}")]
    if mark and not SECTION.fullmatch(section):
        message = f"'{section}' is no section. Write the citation as '{name}#6.2'."
        return None, [Problem(place, "citation", message)]
    if mark and specification.sections is not None and section not in specification.sections:
        hint = suggest(section, specification.sections) or " Cite one that it has."
        path = f"{protocol.path.rpartition('/')[0].rpartition('/')[0]}/{FOLDER}/{name}{SUFFIX}"
        message = f"{specification.label} has no section '{section}', so nothing settles this.{hint}"
        return None, [Problem(place, "unknown-section", f"{message} {path} lists its sections.")]
    return Citation(specification, section or None), []


def build_sources(
    node: Node,
    where: tuple[str | int, ...],
    written: Iterable[SourceShape | GuidanceSourceShape],
    protocol: Protocol,
) -> tuple[tuple[Source, ...], list[Problem]]:
    """Return the sources of an entry's meaning or of a pair's guidance; those that name nothing are left out.

    ``where`` leads to them from the file's node.
    """
    sources = []
    problems: list[Problem] = []
    for position, item in enumerate(written):
        citation, found = build_citation(item.cite, node.at(*where, position, "cite"), protocol)
        problems += found
        if citation is not None:
            sources.append(Source(citation, tuple(item.supports)))
    return tuple(sources), problems
