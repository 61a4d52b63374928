"""Phrase, status and defining section agree with the project's copy of the registry."""

from __future__ import annotations

from collections.abc import Iterator

from codepair.kit.problems import Place, Problem
from codepair.library.model import Entry, Library, Reference
from codepair.library.registry import RegistryRow


def check(library: Library) -> Iterator[Problem]:
    """Yield every entry that says something else than the registry, and every registered code without an entry."""
    for name, rows in library.registries.items():
        by_code: dict[str, list[RegistryRow]] = {}
        for row in rows:
            by_code.setdefault(row.code, []).append(row)
        for entry in library.entries[name].values():
            yield from _check_entry(entry, by_code.pop(entry.code, []))
        path = library.protocols[name].path.rpartition("/")[0] + "/registry.csv"
        for code, missing in by_code.items():
            if not library.is_missing(Reference(name, code)):
                continue
            message = f"The registry lists {code} {missing[0].name}, but there is no entry for it. Write one."
            yield Problem(Place(path, missing[0].line), "missing-entry", message)


def _check_entry(entry: Entry, rows: list[RegistryRow]) -> Iterator[Problem]:
    if not rows:
        message = f"The registry has no code '{entry.code}'. Add a row with its source, or remove the entry."
        yield Problem(entry.node.at("code"), "registry", message)
        return
    if entry.phrase is not None and entry.phrase not in [row.name for row in rows]:
        message = f"The registry calls {entry.code} '{rows[0].name}'; write that, not '{entry.phrase}'."
        yield Problem(entry.node.at("phrase"), "registry", message)
    if (entry.number or "") not in [row.number for row in rows]:
        wanted = f"the number '{rows[0].number}'" if rows[0].number else "no number"
        message = f"The registry gives {entry.code} {wanted}, not '{entry.number or ''}'."
        yield Problem(entry.node.at("number"), "registry", message)
    if entry.status not in [row.status for row in rows]:
        message = f"The registry has {entry.code} as {rows[0].status}, not {entry.status}."
        yield Problem(entry.node.at("status"), "registry", message)
    citation = entry.defined_in
    written = citation.specification.id + (f"#{citation.section}" if citation.section else "")
    references = [row.reference for row in rows]
    if written.casefold() not in [reference.casefold() for reference in references]:
        message = (
            f"The registry defines {entry.code} in {references[0]}; the first source is {written}. Cite that first."
        )
        yield Problem(entry.node.at(*entry.meanings[0].where, "sources", 0, "cite"), "registry", message)
