"""Two entries in, what differs and what both share out, in the order that matters to a reader.

A finding is a sentence of the source language and what its placeholders stand for. What two values say does not
depend on the codes that have them: a finding is made once a protocol, looked up for every pair and filled in by
every locale.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from typing import Literal, NamedTuple, TypeAlias

from codepair.library import status
from codepair.library.model import Entry, FactDefinition, Protocol, Value

Side: TypeAlias = Literal["a", "b", "a_value", "b_value"]
"""What a placeholder stands for: one of the two codes, or the value of its fact."""


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """A sentence about two codes; equal only to itself, so that what is made of it is found at once."""

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
_ONLY_A: tuple[tuple[str, Side], ...] = (("with", "a"), ("without", "b"), ("value", "a_value"))
_ONLY_B: tuple[tuple[str, Side], ...] = (("with", "b"), ("without", "a"), ("value", "b_value"))


def compare(a: Entry, b: Entry) -> Comparison:
    """Compare two entries of one protocol."""
    differs: list[Finding] = []
    shares: list[Finding] = []
    statuses, facts = _tables(a.protocol)
    found = statuses.get((a.status, b.status))
    if found is not None:
        (shares if a.status == b.status else differs).append(found)
    for (is_choice, findings), one, other in zip(facts, a.values, b.values, strict=True):
        same = one == other
        found = findings.get((one, other) if is_choice else (one is None, other is None, same))
        if found is not None:
            (shares if same else differs).append(found)
    return Comparison(tuple(differs), tuple(shares))


Key: TypeAlias = "tuple[Value | None, Value | None] | tuple[bool, bool, bool]"
"""What decides what is said of a fact: two choices, or whether it is missing in ``a``, in ``b``, and the same."""


class Table(NamedTuple):
    """What can be said of a fact."""

    is_choice: bool
    findings: Mapping[Key, Finding]


@lru_cache(maxsize=256)
def _tables(protocol: Protocol) -> tuple[Mapping[tuple[str, str], Finding], Sequence[Table]]:
    """Return what can be said of two statuses, and of each fact of a protocol in its order."""
    statuses = {(name, name): Finding("status", sentence, _BOTH) for name, sentence in status.SHARED.items()}
    for names, sentence in status.CONTRASTS.items():
        for one, other in permutations(names):
            statuses[one, other] = Finding("status", sentence, ((one, "a"), (other, "b")))
    return statuses, [_table(definition) for definition in protocol.facts.values()]


def _table(definition: FactDefinition) -> Table:
    is_choice = definition.type == "choice"
    found = dict(_of_choices(definition) if is_choice else _of_values(definition))
    return Table(is_choice, found)


def _of_choices(definition: FactDefinition) -> Iterator[tuple[Key, Finding]]:
    for name, value in definition.values.items():
        if value.shared:
            yield (name, name), Finding(definition.id, value.shared, _BOTH)
    for names, sentence in definition.contrasts.items():
        for one, other in permutations(names):
            yield (one, other), Finding(definition.id, sentence, ((one, "a"), (other, "b")))


def _of_values(definition: FactDefinition) -> Iterator[tuple[Key, Finding]]:
    if definition.same:
        yield (False, False, True), Finding(definition.id, definition.same, (*_BOTH, ("value", "a_value")))
    if definition.both:
        yield (False, False, False), Finding(definition.id, definition.both, _BOTH_VALUES)
    if definition.one:
        yield (False, True, False), Finding(definition.id, definition.one, _ONLY_A)
        yield (True, False, False), Finding(definition.id, definition.one, _ONLY_B)
