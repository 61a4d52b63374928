"""Facts as files write them in, values that fit their definitions out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from codepair.kit.problems import Place, Problem, one_of, suggest
from codepair.kit.tree import Node
from codepair.library.building.citations import build_citation
from codepair.library.model import Fact, FactDefinition, Protocol, Value
from codepair.library.shapes import CitedValueShape, FactShape

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")


def build_facts(
    node: Node, where: tuple[str | int, ...], written: Mapping[str, FactShape], protocol: Protocol
) -> tuple[dict[str, Fact], list[Problem]]:
    """Return the facts of an entry or a response class; ``where`` leads to them from the file's node."""
    facts: dict[str, Fact] = {}
    problems: list[Problem] = []
    for name, item in written.items():
        fact, found = _fact(node, (*where, name), name, item, protocol)
        problems += found
        if fact is not None:
            facts[name] = fact
    return facts, problems


def _fact(
    node: Node, where: tuple[str | int, ...], name: str, item: FactShape, protocol: Protocol
) -> tuple[Fact | None, list[Problem]]:
    definition = protocol.facts.get(name)
    if definition is None:
        hint = suggest(name, protocol.facts) or f" Known are {one_of(protocol.facts)}."
        message = f"{protocol.name} has no fact '{name}'.{hint}"
        return None, [Problem(node.key(*where), "unknown-fact", message)]
    if not isinstance(item, CitedValueShape):
        value, problems = _value(definition, item, node.at(*where))
        return (None if value is None else Fact(value)), problems
    citation, problems = None, []
    if item.source is not None:
        citation, problems = build_citation(item.source, node.at(*where, "source"), protocol)
    value, found = _value(definition, item.value, node.at(*where, "value"))
    return (None if value is None else Fact(value, citation)), problems + found


def _value(
    definition: FactDefinition, written: str | list[str], place: Place
) -> tuple[Value | None, list[Problem]]:
    """Return a value of the type that its definition has."""
    name = definition.id
    if definition.type == "tokens":
        if isinstance(written, str):
            message = f"Fact '{name}' is a list of names; write it as '[{written}]'."
            return None, [Problem(place, "wrong-type", message)]
        return tuple(written), []
    if not isinstance(written, str):
        return None, [Problem(place, "wrong-type", f"Fact '{name}' has one value, not a list.")]
    if definition.type == "choice" and written not in definition.values:
        message = f"'{written}' is not a value of '{name}'; it must be one of {one_of(definition.values)}."
        return None, [Problem(place, "wrong-value", message + suggest(written, definition.values))]
    if definition.type == "number" and not _NUMBER.fullmatch(written):
        return None, [Problem(place, "wrong-type", f"Fact '{name}' is a number; '{written}' is none.")]
    return written, []
