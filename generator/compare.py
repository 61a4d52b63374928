"""Two entries, compared: what differs and what both share, in the order that matters to a reader.

A finding is a sentence of the source language and what its placeholders stand for. It is made once a pair and
filled in once a locale.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from generator import status
from generator.model import Entry, FactDefinition

Side: TypeAlias = Literal["a", "b", "a_value", "b_value"]
"""What a placeholder stands for: one of the two codes, or the value of its fact."""


class Finding(NamedTuple):
    """A sentence about two codes."""

    fact: str
    """The fact it compares, or ``status``."""
    sentence: str
    """A whole sentence with placeholders."""
    slots: tuple[tuple[str, Side], ...]
    """What each placeholder stands for."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What can be said about two codes from their facts."""

    differs: tuple[Finding, ...]
    shares: tuple[Finding, ...]


_BOTH: tuple[tuple[str, Side], ...] = (("a", "a"), ("b", "b"))
_BOTH_VALUES: tuple[tuple[str, Side], ...] = (*_BOTH, ("a_value", "a_value"), ("b_value", "b_value"))


def compare(a: Entry, b: Entry) -> Comparison:
    """Compare two entries of one protocol."""
    differs: list[Finding] = []
    shares: list[Finding] = []
    if a.status != b.status:
        sentence = status.CONTRASTS.get(frozenset((a.status, b.status)))
        if sentence is not None:
            differs.append(Finding("status", sentence, ((a.status, "a"), (b.status, "b"))))
    elif a.status in status.SHARED:
        shares.append(Finding("status", status.SHARED[a.status], _BOTH))
    for definition in a.protocol.facts.values():
        finding, same = _compare_fact(definition, a, b)
        if finding is not None:
            (shares if same else differs).append(finding)
    return Comparison(tuple(differs), tuple(shares))


def _compare_fact(definition: FactDefinition, a: Entry, b: Entry) -> tuple[Finding | None, bool]:
    name = definition.id
    fact_a, fact_b = a.facts.get(name), b.facts.get(name)
    if fact_a is None or fact_b is None:
        present = fact_a or fact_b
        if present is None or definition.one is None:
            return None, False
        first: tuple[Side, Side, Side] = ("a", "b", "a_value") if fact_a else ("b", "a", "b_value")
        slots = (("with", first[0]), ("without", first[1]), ("value", first[2]))
        return Finding(name, definition.one, slots), False
    same = fact_a.value == fact_b.value
    if definition.type == "choice":
        assert isinstance(fact_a.value, str)
        assert isinstance(fact_b.value, str)
        if same:
            sentence = definition.values[fact_a.value].shared
            return (Finding(name, sentence, _BOTH) if sentence else None), True
        contrast = definition.contrasts.get(frozenset((fact_a.value, fact_b.value)))
        if contrast is None:
            return None, False
        return Finding(name, contrast, ((fact_a.value, "a"), (fact_b.value, "b"))), False
    if same:
        slots_same: tuple[tuple[str, Side], ...] = (*_BOTH, ("value", "a_value"))
        return (Finding(name, definition.same, slots_same) if definition.same else None), True
    return (Finding(name, definition.both, _BOTH_VALUES) if definition.both else None), False
