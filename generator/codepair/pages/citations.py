"""Numbers for sources: an entry or a pair in, its citations and what refers to which of them out.

On a comparison the numbers are the entry's own, so that fragments are made once an entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeVar

from codepair.library.citations import Citation
from codepair.library.model import Entry, Pair

T = TypeVar("T")


class Numbered(NamedTuple):
    """The citations of an entry."""

    citations: tuple[Citation, ...]
    """Those of its prose, each once, in the order of their numbers."""
    beyond: tuple[Citation, ...]
    """Those that only facts name, where they stand as links."""
    references: Mapping[tuple[int, str], tuple[int, ...]]
    """By meaning, from 0, and field: the numbers, from 1, of the sections that support it."""


class Reference(NamedTuple):
    """A reference of a pair's guidance."""

    label: str
    """As shown: a number, or a code and a number of its entry's."""
    anchor: str
    """What it leads to, without the ``s`` in front."""


class GuidanceNumbered(NamedTuple):
    """The citations of a pair's guidance."""

    citations: tuple[Citation, ...]
    """Those that neither of the two entries lists."""
    references: Mapping[str, tuple[Reference, ...]]
    """By part of the guidance."""


def numbered(entry: Entry) -> Numbered:
    """Number the citations of an entry."""
    citations: dict[Citation, int] = {}
    references: dict[tuple[int, str], list[int]] = {}
    for at, meaning in enumerate(entry.meanings):
        references.update({(at, name): [] for name in meaning.prose})
        for source in meaning.sources:
            number = citations.setdefault(source.citation, len(citations) + 1)
            for name in source.supports:
                references[at, name].append(number)
    facts = (fact for meaning in entry.meanings for fact in meaning.facts.values())
    named = (citation for fact in facts for value in fact.values for citation in value.citations)
    beyond = tuple(citation for citation in dict.fromkeys(named) if citation not in citations)
    return Numbered(tuple(citations), beyond, {name: _once(found) for name, found in references.items()})


def guidance_numbered(pair: Pair) -> GuidanceNumbered:
    """Give each part of the guidance its references: into an entry's sources where it is listed, else its own."""
    assert pair.guidance is not None
    own: list[Citation] = []
    references: dict[str, list[Reference]] = {name: [] for name in pair.guidance.prose}
    for source in pair.guidance.sources:
        found = _listed(pair, source.citation)
        if found is None:
            if source.citation not in own:
                own.append(source.citation)
            number = own.index(source.citation) + 1
            found = Reference(str(number), f"p-{number}")
        for name in source.supports:
            if name in references:
                references[name].append(found)
    return GuidanceNumbered(tuple(own), {name: _once(found) for name, found in references.items()})


def _once(found: list[T]) -> tuple[T, ...]:
    """Return references, each once: a section may be named twice."""
    return tuple(dict.fromkeys(found))


def _listed(pair: Pair, citation: Citation) -> Reference | None:
    for entry in (pair.a, pair.b):
        citations = numbered(entry).citations
        if citation in citations:
            number = citations.index(citation) + 1
            return Reference(f"{entry.code}: {number}", f"{entry.slug}-{number}")
    return None
