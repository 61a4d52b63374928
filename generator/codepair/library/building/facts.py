"""Facts as files write them in, answers to the protocol's questions out, each value with its basis."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from codepair.kit.problems import Place, Problem, one_of, suggest
from codepair.kit.tree import Node
from codepair.library.building.citations import build_citations
from codepair.library.citations import Citation
from codepair.library.facts import Fact, Question, Value
from codepair.library.model import Protocol
from codepair.library.shapes.facts import FactShape, ValueShape

Where = tuple[str | int, ...]

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")


def build_facts(
    node: Node, where: Where, written: Mapping[str, FactShape], protocol: Protocol
) -> tuple[dict[str, Fact], list[Problem]]:
    """Return the facts of an entry or a response class; ``where`` leads to them from the file's node."""
    facts: dict[str, Fact] = {}
    problems: list[Problem] = []
    for name, answer in written.items():
        question = protocol.questions.get(name)
        if question is None:
            problems.append(_unknown(node.key(*where, name), name, protocol))
            continue
        values, found = _values(node, (*where, name), question, answer, protocol)
        problems += found
        if not found:
            facts[name] = Fact(values)
    return facts, problems


def _unknown(place: Place, name: str, protocol: Protocol) -> Problem:
    hint = suggest(name, protocol.questions)
    if not hint:
        hint = f" Known are {one_of(protocol.questions)}." if protocol.questions else ""
        hint += f" List it under 'questions' in {protocol.path}." if not protocol.questions else ""
    return Problem(place, "unknown-question", f"{protocol.name} has no question '{name}'.{hint}")


def _values(
    node: Node, where: Where, question: Question, answer: FactShape, protocol: Protocol
) -> tuple[tuple[Value, ...], list[Problem]]:
    if isinstance(answer, ValueShape):
        items = [(where, answer)]
    else:
        items = [((*where, position), item) for position, item in enumerate(answer)]
    values: list[Value] = []
    problems: list[Problem] = []
    for at, item in items:
        names = (item.value,) if isinstance(item.value, str) else tuple(item.value)
        problems += _check_names(node.at(*at, "value"), question, names)
        citations, found = _citations(node, at, item, protocol)
        problems += found
        values.append(Value(names, citations, item.note))
    problems += _check_together(node.key(*where), question, values)
    return tuple(values), problems


def _check_names(place: Place, question: Question, names: tuple[str, ...]) -> Iterator[Problem]:
    """Yield values that the question does not offer."""
    for name in names:
        if question.type == "choice" and name not in question.choices:
            message = f"'{name}' is not a value of '{question.id}'; it must be one of {one_of(question.choices)}."
            yield Problem(place, "wrong-value", message + suggest(name, question.choices))
        if question.type == "number" and not _NUMBER.fullmatch(name):
            yield Problem(place, "wrong-type", f"'{question.id}' is answered with a number; '{name}' is none.")


def _check_together(place: Place, question: Question, values: list[Value]) -> Iterator[Problem]:
    """Yield values that stand twice, and values that stand beside others though they exclude them."""
    names = [name for value in values for name in value.names]
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            message = f"'{question.id}' has the value '{name}' twice. Write it once, with all its sources."
            yield Problem(place, "fact", message)
        if len(set(names)) > 1 and name in question.choices and question.choices[name].is_alone:
            message = f"'{name}' excludes every other value of '{question.id}'. Keep one of them."
            yield Problem(place, "excluded", message)
    if question.type == "number" and len(names) > 1:
        yield Problem(place, "wrong-type", f"'{question.id}' is answered with one number, not with {len(names)}.")


def _citations(
    node: Node, where: Where, item: ValueShape, protocol: Protocol
) -> tuple[tuple[Citation, ...], list[Problem]]:
    """Return what a value rests on: sections or practices, not both; nothing if it is our reading."""
    if item.source is None:
        if item.basis is None:
            message = (
                "Nothing says what this rests on. Name the section that settles it as 'source', or write "
                "'basis: reading' if it is our own judgement."
            )
            return (), [Problem(node.at(*where), "no-basis", message)]
        return (), []
    if item.basis is not None:
        message = "A value that a source settles is not our reading. Remove 'basis' or 'source'."
        return (), [Problem(node.at(*where, "basis"), "no-basis", message)]
    citations, problems = build_citations(node, (*where, "source"), item.source, protocol.documents)
    if len({citation.specification.is_practice for citation in citations}) > 1:
        message = (
            "A section settles it, or it was seen in practice. Keep the section, and say in the note what was seen."
        )
        problems.append(Problem(node.at(*where, "source"), "no-basis", message))
    return citations, problems
