"""A file's node in, its shape out, or every field that does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from codepair.kit.characters import invisible
from codepair.kit.problems import Place, Problem, one_of, suggest
from codepair.kit.tree import MAX_PROBLEMS, Node
from codepair.library.shapes.across import PairAcrossShape
from codepair.library.shapes.base import (
    ADDRESS,
    ADDRESS_WITH_SECTION,
    DATE,
    ENTRY_ADDRESS,
    NUMBER,
    WIRE_NUMBER,
    Shape,
)
from codepair.library.shapes.entry import EntryShape, SeveralShape
from codepair.library.shapes.facts import FactShape, FactShapes
from codepair.library.shapes.mapping import MappingShape, NamespacesShape
from codepair.library.shapes.pair import PairShape
from codepair.library.shapes.protocol import ProtocolShape
from codepair.library.shapes.questions import QuestionsShape
from codepair.library.shapes.recognizers import OthersShape, PartsShape, RecognizersShape

S = TypeVar("S", bound=Shape)


_LENGTHS = ("too_short", "too_long")


def parse(shape: type[S], node: Node) -> tuple[S | None, list[Problem]]:
    """Return the file as its shape, or every field that does not fit."""
    problems = [
        Problem(place, "empty-field", f"Field '{name}' is empty. Fill it in or remove it.")
        for name, place in islice(_empty(node), MAX_PROBLEMS)
    ]
    problems += islice(_characters(node), MAX_PROBLEMS)
    places = {problem.place for problem in problems}
    try:
        parsed = shape.model_validate(node.plain(), strict=False)
    except ValidationError as error:
        details = error.errors(include_url=False)
        told = [(detail["type"], _problem(shape, node, dict(detail))) for detail in details[:MAX_PROBLEMS]]
        # Of a value that may be of several types, each type has its say: one that only misses the length is meant.
        meant = {problem.place for kind, problem in told if kind in _LENGTHS}
        found = [problem for kind, problem in told if kind in _LENGTHS or problem.place not in meant]
        if len(details) > MAX_PROBLEMS:
            message = f"The file has {len(details):,} fields that do not fit; the first {MAX_PROBLEMS} are listed."
            found.append(Problem(node.place, "many-problems", f"{message} Is it what it should be?"))
        return None, problems + [problem for problem in found if problem.place not in places]
    return (None if problems else parsed), problems


_TELLING: Mapping[str, type[Shape] | None] = {
    "rows": MappingShape,
    "lost": MappingShape,
    "others": OthersShape,
    "recognizers": RecognizersShape,
    "parts": PartsShape,
    "namespaces": NamespacesShape,
    "unmatched": PairAcrossShape,
    "code": None,  # an entry, of which there are two kinds
    "specifications": ProtocolShape,
    "name": ProtocolShape,
    "codes": PairShape,
    "questions": QuestionsShape,
}
"""Fields that tell what a file is: the first that it has."""


def entry_shape(node: Node) -> type[EntryShape] | type[SeveralShape]:
    """Return which shape an entry has: of a code with one meaning, or with several."""
    return EntryShape if node.child("meanings") is None else SeveralShape


def file_shape(node: Node) -> type[Shape]:
    """Return which shape a content file has, by the field that only its kind has."""
    for field, shape in _TELLING.items():
        if node.child(field) is not None:
            return shape or entry_shape(node)
    return ProtocolShape


def _characters(node: Node, name: str = "") -> Iterator[Problem]:
    """Yield every character of a text or a field's name that nobody can see, or that reaches past its text."""
    if isinstance(node.value, dict):
        for key, child in node.value.items():
            if (character := invisible(key)) is not None:
                message = f"The name of a field has the character U+{ord(character):04X}, which nobody can see."
                yield Problem(node.keys[key], "invisible-character", f"{message} Remove it.")
            yield from _characters(child, key)
    elif isinstance(node.value, list):
        for child in node.value:
            yield from _characters(child, name)
    elif node.value is not None and (character := invisible(node.value)) is not None:
        message = f"Field '{name}' has the character U+{ord(character):04X}, which nobody can see. Remove it."
        yield Problem(node.place, "invisible-character", message)


def _empty(node: Node, name: str = "") -> Iterator[tuple[str, Place]]:
    """Yield the name and place of every field without a value."""
    if isinstance(node.value, dict):
        for key, child in node.value.items():
            yield from _empty(child, key)
    elif isinstance(node.value, list):
        for child in node.value:
            yield from _empty(child, name)
    elif node.value is None:
        yield name, node.place


_FACTS: TypeAdapter[dict[str, FactShape]] = TypeAdapter(FactShapes)


def parse_facts(node: Node) -> dict[str, FactShape] | None:
    """Return the facts of an entry whose other fields do not fit, or None if they do not either."""
    try:
        return _FACTS.validate_python(node.plain())
    except ValidationError:
        return None


def _fields(shape: type[BaseModel], location: tuple[str | int, ...]) -> list[str]:
    """Return the names that are known at a location, as they are written in files."""
    model: Any = shape
    for step in location:
        if isinstance(step, int):
            continue
        info = next((f for name, f in model.model_fields.items() if (f.alias or name) == step), None)
        nested = _nested_model(info.annotation if info else None)
        if nested is None:
            break
        model = nested
    return [field.alias or name for name, field in model.model_fields.items()]


def _nested_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if (nested := _nested_model(argument)) is not None:
            return nested
    return None


def _problem(shape: type[BaseModel], node: Node, detail: dict[str, Any]) -> Problem:
    """Turn a validator's finding into a problem at its place in the file."""
    steps: tuple[str | int, ...] = detail["loc"]
    # A union reports its members as extra steps ("str", "list[...]", a model's name): they are no places in a file.
    location = tuple(step for step in steps if isinstance(step, int) or _is_written(node, steps, step))
    if detail["type"] == "missing":
        message = f"Field '{steps[-1]}' is missing. Add it; the page has nothing to show in its place."
        return Problem(node.at(*location), "missing-field", message)
    if detail["type"] == "extra_forbidden":
        field, known = str(steps[-1]), _fields(shape, steps[:-1])
        message = f"Unknown field '{field}'.{suggest(field, known) or f' Known are {one_of(known)}.'}"
        return Problem(node.key(*location), "unknown-field", message)
    name = ".".join(str(step) for step in location) or "file"
    rule, message = _unfit(name, detail)
    return Problem(node.at(*location), rule, message)


def _unfit(name: str, detail: dict[str, Any]) -> tuple[str, str]:
    """Return the rule that a field's value breaks, and what is wrong with it."""
    kind, given, context = detail["type"], detail.get("input"), detail.get("ctx", {})
    match kind:
        case "string_too_short":
            return "empty-field", f"Field '{name}' is empty. Fill it in or remove it."
        case "string_too_long":
            message = f"Field '{name}' has {len(str(given)):,} characters; it must have at most "
            return "wrong-value", f"{message}{context['max_length']:,}. Shorten it."
        case "too_short" | "too_long":
            bound = (
                f"at least {context['min_length']}" if kind == "too_short" else f"at most {context['max_length']}"
            )
            return "wrong-type", f"Field '{name}' has {context['actual_length']} values; it must have {bound}."
        case "literal_error" | "enum":
            expected = context["expected"].replace("'", "").replace(" or ", ", ").split(", ")
            message = f"'{given}' is not a value of '{name}'; it must be one of {one_of(expected)}."
            return "wrong-value", message + suggest(str(given), expected)
        case "greater_than_equal" | "less_than_equal":
            bound = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
            return "wrong-type", f"Field '{name}' is '{given}'; it must be a number, {bound}."
        case "string_pattern_mismatch":
            return _mismatch(name, str(given), context["pattern"])
    if kind.startswith("model") and name.startswith("facts.") and isinstance(given, str):
        message = f"Field '{name}' says what, but not what it rests on: write '{{value: {given}, source: ...}}'."
        return "wrong-type", message
    got = "a mapping" if isinstance(given, dict) else "a list" if isinstance(given, list) else "text"
    return "wrong-type", f"Field '{name}' is {got}; it must be {_wanted(kind)}."


def _mismatch(name: str, given: str, pattern: str) -> tuple[str, str]:
    """Return the rule that a text breaks by its characters, and what is wrong with it."""
    if pattern in (NUMBER, WIRE_NUMBER):
        return "wrong-type", f"Field '{name}' is '{given}'; it must be a number."
    if pattern in (ADDRESS, ADDRESS_WITH_SECTION):
        message = f"Field '{name}' is '{given}'; it must be an address that begins with https:// or http://."
        return "wrong-value", message
    if pattern == ENTRY_ADDRESS:
        message = f"Field '{name}' is '{given}'; it must be a code behind its protocol's folder and a slash."
        return "wrong-value", message
    if pattern == DATE:
        return "wrong-value", f"Field '{name}' is '{given}'; it must be a date such as 2026-11-25."
    return "wrong-value", f"'{given}' is no name: use letters, digits, '-' and '_', a letter first."


def _is_written(node: Node, location: tuple[str | int, ...], step: str) -> bool:
    """Return whether a step of a validator's location stands in the file."""
    current: Node | None = node
    for part in location:
        child = current.child(part) if current is not None else None
        if part == step:
            return child is not None
        current = child or current
    return False


def _wanted(kind: str) -> str:
    if kind.startswith("list"):
        return "a list"
    if kind.startswith(("dict", "model")):
        return "a mapping of fields"
    if kind.startswith("bool"):
        return "true or false"
    if kind.startswith("int"):
        return "a number"
    return "text"
