"""Facts do not contradict each other, and their notes are sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from codepair.kit.memory import once
from codepair.kit.problems import Problem
from codepair.kit.tree import Node
from codepair.library.checks.prose import check_text
from codepair.library.facts import Fact
from codepair.library.model import Entry, Library
from codepair.library.shapes.base import MAX_NOTE


def check(library: Library) -> Iterator[Problem]:
    """Yield answers of a code that exclude each other, and notes that are no short sentences."""
    for name, protocol in library.protocols.items():
        for at, group in enumerate(protocol.response_classes):
            for question, fact in group.facts.items():
                yield from _notes(protocol.node, ("response_classes", at, "facts", question), fact)
        for entry in library.entries[name].values():
            yield from _of_entry(entry)


@once
def _of_entry(entry: Entry) -> tuple[Problem, ...]:
    found: list[Problem] = []
    for meaning in entry.meanings:
        where = (*meaning.where, "facts")
        found += _excluded(entry, where, meaning.facts)
        for name, fact in meaning.facts.items():
            if not fact.is_inherited:
                found += _notes(entry.node, (*where, name), fact)
    return tuple(found)


def _excluded(entry: Entry, where: tuple[str | int, ...], facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """Yield pairs of answers that the protocol says no code can give."""
    for (one, value), (other, excluded) in entry.protocol.excludes:
        if one in facts and other in facts and value in facts[one].names and excluded in facts[other].names:
            message = f"'{one}: {value}' and '{other}: {excluded}' exclude each other. Correct one of them."
            yield Problem(entry.node.key(*where, other), "excluded", message)


def _notes(node: Node, where: tuple[str | int, ...], fact: Fact) -> Iterator[Problem]:
    is_list = node.at(*where, 0) != node.at(*where)
    for position, value in enumerate(fact.values):
        if value.note is None:
            continue
        at = (*where, position, "note") if is_list else (*where, "note")
        yield from check_text(node, value.note, *at)
        if len(value.note) > MAX_NOTE:
            message = f"A note has at most {MAX_NOTE} characters; this has {len(value.note)}. Shorten it."
            yield Problem(node.at(*at), "note", message)
