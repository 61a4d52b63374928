"""Citations as files write them in, sections of the documents that can be cited out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from codepair.kit.problems import Place, Problem, suggest
from codepair.kit.tree import Node
from codepair.library.building.questions import check_ids
from codepair.library.citations import Citation, Documents, Source, Specification
from codepair.library.sections import FOLDER, SECTION, SUFFIX, Shelf
from codepair.library.shapes.across import SourceAcrossShape
from codepair.library.shapes.entry import SourceShape
from codepair.library.shapes.pair import GuidanceSourceShape
from codepair.library.shapes.protocol import PracticeShape, SpecificationShape


def build_citation(text: str, place: Place, documents: Documents) -> tuple[Citation | None, list[Problem]]:
    """Return the section that a citation such as ``RFC4028#6`` names."""
    name, mark, section = text.partition("#")
    specification = documents.by_id.get(name)
    if specification is None:
        hint = suggest(name, documents.by_id) or (
            f" List it in {' or '.join(documents.listed)}: under 'specifications', or under 'practices' if it is "
            "software or a vendor's document."
        )
        return None, [Problem(place, "unknown-specification", f"Unknown specification '{name}'.{hint}")]
    if name in documents.clashing:
        message = (
            f"'{name}' is two documents: {' and '.join(documents.listed)} do not list the same under this id. Make "
            "them one, or give one of them another id."
        )
        return None, [Problem(place, "two-documents", message)]
    if mark and not SECTION.fullmatch(section):
        message = f"'{section}' is no section. Write the citation as '{name}#6.2'."
        return None, [Problem(place, "citation", message)]
    if mark and specification.sections is not None and section not in specification.sections:
        hint = suggest(section, specification.sections) or " Cite one that it has."
        path = f"{documents.listed[0].rpartition('/')[0].rpartition('/')[0]}/{FOLDER}/{name}{SUFFIX}"
        message = f"{specification.label} has no section '{section}', so nothing settles this.{hint}"
        return None, [Problem(place, "unknown-section", f"{message} {path} lists its sections.")]
    return Citation(specification, section or None), []


def build_citations(
    node: Node, where: tuple[str | int, ...], written: str | Sequence[str], documents: Documents
) -> tuple[tuple[Citation, ...], list[Problem]]:
    """Return the sections that a field names, one or a list of them; ``where`` leads to it from the file's node."""
    listed: list[tuple[tuple[str | int, ...], str]]
    listed = [(where, written)] if isinstance(written, str) else [((*where, at), t) for at, t in enumerate(written)]
    citations: list[Citation] = []
    problems: list[Problem] = []
    for at, text in listed:
        citation, found = build_citation(text, node.at(*at), documents)
        problems += found
        if citation is not None:
            citations.append(citation)
    return tuple(citations), problems


def build_documents(
    specifications: Iterable[SpecificationShape], practices: Iterable[PracticeShape], shelf: Shelf
) -> dict[str, Specification]:
    """Return what a file lists as documents that can be cited: specifications, and what was seen in practice."""
    found = [
        Specification(
            id=item.id,
            title=item.title,
            published=item.published,
            name=item.name,
            url=item.url,
            section_url=item.section_url,
            sections=shelf.get(item.id),
        )
        for item in specifications
    ]
    found += [Specification(each.id, each.title, None, each.name, each.url, seen=each.seen) for each in practices]
    return {each.id: each for each in found}


def check_documents(
    node: Node, specifications: Sequence[SpecificationShape], practices: Sequence[PracticeShape]
) -> Iterator[Problem]:
    """Yield documents that a file lists twice."""
    yield from check_ids(node, "specifications", [item.id for item in specifications])
    yield from check_ids(node, "practices", [item.id for item in practices])
    known = {item.id for item in specifications}
    for position, item in enumerate(practices):
        if item.id in known:
            message = f"'{item.id}' is a specification already. A citation of it would be both: rename one."
            yield Problem(node.at("practices", position, "id"), "duplicate-id", message)


def build_sources(
    node: Node,
    where: tuple[str | int, ...],
    written: Iterable[SourceShape | GuidanceSourceShape | SourceAcrossShape],
    documents: Documents,
) -> tuple[tuple[Source, ...], list[Problem]]:
    """Return the sources of an entry's meaning or of a pair's guidance; those that name nothing are left out.

    ``where`` leads to them from the file's node.
    """
    sources = []
    problems: list[Problem] = []
    for position, item in enumerate(written):
        citation, found = build_citation(item.cite, node.at(*where, position, "cite"), documents)
        problems += found
        if citation is not None:
            sources.append(Source(citation, tuple(item.supports)))
    return tuple(sources), problems
