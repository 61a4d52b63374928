"""The nodes of files in ``mappings`` in, namespaces and tables out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from codepair.kit.problems import Problem, errors, suggest
from codepair.kit.tree import Node
from codepair.library.building.citations import build_citations, build_documents, check_documents
from codepair.library.building.patterns import build_pattern
from codepair.library.building.questions import check_ids
from codepair.library.citations import Documents, Specification
from codepair.library.fitting import parse
from codepair.library.mappings import MappingTable, Namespace, Row
from codepair.library.naming import slug
from codepair.library.sections import Shelf
from codepair.library.shapes.mapping import MappingShape, NamespacesShape, OthersShape, RowShape, TargetsShape

Where = tuple[str | int, ...]


def build_namespaces(
    file: Path, path: str, node: Node, protocols: Collection[str]
) -> tuple[dict[str, Namespace] | None, list[Problem]]:
    """Return the namespaces of ``namespaces.yml`` by their ids; none of them may be one of the ``protocols``."""
    shape, problems = parse(NamespacesShape, node)
    if shape is None:
        return None, problems
    problems += check_ids(node, "namespaces", [item.id for item in shape.namespaces])
    found = {}
    for position, item in enumerate(shape.namespaces):
        if item.id in protocols:
            message = f"'{item.id}' is a protocol of this site. Map its codes, or give the namespace another id."
            problems.append(Problem(node.at("namespaces", position, "id"), "duplicate-id", message))
        document = Specification(item.id, item.document.title, name=item.document.name, url=item.document.url)
        found[item.id] = Namespace(item.id, item.name, document, item.values)
    return (None if errors(problems) else found), problems


def build_mapping(
    file: Path, path: str, node: Node, ends: Collection[str] | None, shelf: Shelf
) -> tuple[MappingTable | None, list[Problem]]:
    """Return the table of a file; ``ends`` are the ids between which it may lead, if they are known.

    They are those of protocols and of namespaces.
    """
    shape, problems = parse(MappingShape, node)
    if shape is None:
        return None, problems
    problems += _check_path(file, node)
    problems += _check_ends(shape, node, ends)
    problems += check_documents(node, shape.specifications, shape.practices)
    documents = Documents(build_documents(shape.specifications, shape.practices, shelf), (path,))
    rows = []
    for position, item in enumerate(shape.rows):
        row, found = _row(item, ("rows", position), node, documents)
        rows.append(row)
        problems += found
    problems += _check_once(shape, node)
    others, found = _others(shape.others, node, documents) if shape.others is not None else (None, [])
    problems += found
    problems += _uncited(shape, node, (*rows, *((others,) if others else ()))) if not errors(problems) else ()
    table = MappingTable(
        id=file.stem,
        title=shape.title,
        origin=shape.origin,
        target=shape.to,
        specifications=documents.by_id,
        lost=shape.lost,
        rows=tuple(rows),
        others=others,
        path=path,
        node=node,
    )
    return (None if errors(problems) else table), problems


def _others(item: OthersShape, node: Node, documents: Documents) -> tuple[Row, list[Problem]]:
    """Return what is said of all values that have no row, or of those that an expression matches."""
    row, problems = _row(item, ("others",), node, documents)
    codes = None
    if item.codes is not None:
        codes, found = build_pattern(item.codes, node.at("others", "codes"))
        problems += found
    return replace(row, codes=codes), problems


def _row(item: TargetsShape, where: Where, node: Node, documents: Documents) -> tuple[Row, list[Problem]]:
    citations, problems = build_citations(node, (*where, "source"), item.source, documents)
    targets = (item.to,) if isinstance(item.to, str) else tuple(item.to)
    for at, target in enumerate(targets):
        if target in targets[:at]:
            message = f"'{target}' stands twice in this row. Remove one."
            problems.append(Problem(node.at(*where, "to", at), "mapping", message))
    return Row(item.origin if isinstance(item, RowShape) else None, targets, citations, item.note), problems


def _check_path(file: Path, node: Node) -> Iterator[Problem]:
    if slug(file.stem) != file.stem:
        message = f"'{file.name}' is part of an address: name it '{slug(file.stem)}.yml'."
        yield Problem(node.place, "code-path", message)


def _check_ends(shape: MappingShape, node: Node, ends: Collection[str] | None) -> Iterator[Problem]:
    """Yield a protocol or namespace that there is not, and a table that leads to where it begins."""
    for field, name in (("from", shape.origin), ("to", shape.to)):
        if ends is not None and name not in ends:
            hint = suggest(name, ends) or " Add it to 'namespaces.yml', or write the folder of a protocol."
            message = f"There is no protocol and no namespace '{name}'.{hint}"
            yield Problem(node.at(field), "mapping", message)
    if shape.origin == shape.to:
        message = f"A mapping leads from one protocol to another; both are '{shape.to}'."
        yield Problem(node.at("to"), "mapping", message)


def _check_once(shape: MappingShape, node: Node) -> Iterator[Problem]:
    """Yield values that have two rows."""
    first: dict[str, int] = {}
    for position, item in enumerate(shape.rows):
        before = first.setdefault(item.origin, position)
        if before != position:
            line = node.at("rows", before, "from").line
            message = f"'{item.origin}' has a row already, in line {line}. Write one, with all that it may become."
            yield Problem(node.at("rows", position, "from"), "mapping", message)


def _uncited(shape: MappingShape, node: Node, rows: Collection[Row]) -> Iterator[Problem]:
    """Yield documents that no row rests on."""
    cited = {citation.specification.id for row in rows for citation in row.citations}
    listed = [("specifications", at, item.id) for at, item in enumerate(shape.specifications)]
    listed += [("practices", at, item.id) for at, item in enumerate(shape.practices)]
    for field, position, name in listed:
        if name not in cited:
            message = f"No row cites '{name}', so it settles nothing here. Cite it, or remove it."
            yield Problem(node.at(field, position, "id"), "uncited", message)
