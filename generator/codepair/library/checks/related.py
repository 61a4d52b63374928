"""Related codes exist and are other codes."""

from __future__ import annotations

from collections.abc import Iterator

from codepair.kit.problems import Problem
from codepair.library.checks.references import check_reference
from codepair.library.model import Library


def check(library: Library) -> Iterator[Problem]:
    """Yield related codes that have no entry, that are the entry itself, or that stand twice."""
    for entries in library.entries.values():
        for entry in entries.values():
            for position, reference in enumerate(entry.related):
                place = entry.node.at("related", position)
                if reference == entry.reference:
                    yield Problem(place, "related", f"{reference.code} is related to itself. Remove it.")
                elif reference in entry.related[:position]:
                    yield Problem(place, "related", f"{reference.code} stands twice. Remove one.")
                else:
                    yield from check_reference(library, reference, place, ", so nothing can link to it")
