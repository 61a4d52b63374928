"""The shapes of the YAML files, field by field, and their JSON Schemas for editors.

These models say what may stand in a file. What it means is in ``model.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Any, Literal, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from codepair.kit.characters import invisible
from codepair.kit.problems import Place, Problem, one_of, suggest
from codepair.kit.tree import MAX_PROBLEMS, Node

_NUMBER = r"^[0-9]{1,9}$"
_ADDRESS = r"^https?://[^\s<>\"'`\\^{|}]+$"
_ADDRESS_WITH_SECTION = r"^https?://(?:[^\s<>\"'`\\^{|}]|\{section\})+$"

RawText: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
Text: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5_000)]
Expression: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=5_000)]
"""A regular expression, in which a space at the end counts."""
Name: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)]
Code: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
"""Two codes are the name of a page's folder; a file system takes 255 bytes."""
Number: TypeAlias = Annotated[str, StringConstraints(pattern=_NUMBER)]
Address: TypeAlias = Annotated[str, StringConstraints(pattern=_ADDRESS, max_length=2_000)]
"""An address that a link may lead to; ``javascript:`` and ``data:`` run what they hold."""
SectionAddress: TypeAlias = Annotated[str, StringConstraints(pattern=_ADDRESS_WITH_SECTION, max_length=2_000)]
Identifier: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=60)]
Status: TypeAlias = Literal["registered", "deprecated", "historic", "unused", "reserved", "unofficial"]
ProseField: TypeAlias = Literal["description", "when_seen", "fix", "use_when"]
GuidanceField: TypeAlias = Literal["summary", "question", "next", "mistake", "which"]


Names: TypeAlias = Annotated[list[Name], Field(max_length=50)]


class Shape(BaseModel):
    """Base of all file shapes: unknown fields are problems and docstrings become the schema's descriptions."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceShape(Shape):
    """A cited specification and the fields it supports."""

    cite: Name
    """Specification and section, as 'RFC4028#6'; the specification is listed in protocol.yml."""
    supports: list[ProseField] = Field(alias="for", default_factory=list, max_length=20)
    """The prose fields that this section settles."""


class GuidanceSourceShape(Shape):
    """A cited specification and the parts of the guidance it supports."""

    cite: Name
    """Specification and section, as 'RFC4028#6'."""
    supports: list[GuidanceField] = Field(alias="for", default_factory=list, max_length=20)
    """The parts of the guidance that this section settles."""


class CitedValueShape(Shape):
    """A fact's value with the section that settles it."""

    value: Name | Names
    """The value."""
    source: Name | None = None
    """The section that settles it, if it is not the entry's first source."""


FactShape: TypeAlias = Name | Names | CitedValueShape


class StepShape(Shape):
    """A step of a flow: an arrow (from, to, label), or an event (at, says)."""

    sender: Identifier | None = Field(alias="from", default=None)
    """The participant that sends."""
    receiver: Identifier | None = Field(alias="to", default=None)
    """The participant that receives."""
    label: Name | None = None
    """What is sent, as on the wire: the method of a request, code and phrase of a response; never translated."""
    message: RawText | None = None
    """The whole message as on the wire, a literal block; its first line says what the label says."""
    marks: list[Name] = Field(default_factory=list, max_length=20)
    """The lines of the message that decide, each by its beginning."""
    at: Identifier | None = None
    """The participant to which something happens."""
    says: Text | None = None
    """What happens, in one short sentence; translated."""


class FlowShape(Shape):
    """An exchange in which the code is sent, from the top down."""

    source: Name
    """The section that shows or settles it, as 'RFC3665#3.8'."""
    participants: list[Identifier] = Field(min_length=2, max_length=4)
    """Who takes part, from the side that asks; protocol.yml lists them all."""
    steps: list[StepShape] = Field(min_length=1, max_length=16)
    """What happens, in order. An arrow whose label is the code (and phrase) is this code."""


class EntryShape(Shape):
    """What is known about one code."""

    code: Code
    """The code, always text: "404", "5.1.1", "NXDOMAIN". The file has its name."""
    number: Number | None = None
    """The number on the wire of a code that is a name, such as "14" for UNAVAILABLE; codes stand in its order."""
    phrase: Name | None = None
    """The reason phrase exactly as the registry has it; never translated."""
    gloss: Name | None = None
    """The phrase in plain words, up to 60 characters, without a final period; translated."""
    status: Status = "registered"
    """Whether the code is registered and still stands."""
    sources: list[SourceShape] = Field(min_length=1, max_length=50)
    """Where it is specified; the first one defines it."""
    since: Name | None = None
    """The specification that introduced the code, if it is not the first source."""
    description: Text
    """What the code says and who says it: one to three whole sentences."""
    when_seen: Text
    """The situations that produce it, the commonest first: one to three whole sentences."""
    fix: Text
    """What the reader does, as the client and as the operator: one to three whole sentences."""
    use_when: Text
    """For whoever implements the sender: when this code is right and which neighbour is right otherwise."""
    facts: dict[Identifier, FactShape] = Field(default_factory=dict, max_length=100)
    """The facts that protocol.yml defines; a fact that does not apply is left out."""
    flow: FlowShape | None = None
    """An exchange in which the code is sent, with its messages as on the wire."""
    related: list[Code] = Field(default_factory=list, max_length=50)
    """Codes of the same protocol that readers confuse with this one."""


class SpecificationShape(Shape):
    """A document that entries cite."""

    id: Name
    """The name in citations, such as RFC3261."""
    title: Name
    """The document's title; never translated."""
    published: Annotated[int, Field(ge=1900, le=2999)] | None = None
    """Year of publication."""
    name: Name | None = None
    """The name shown; RFC3261 is shown as RFC 3261 by itself."""
    url: Address | None = None
    """Its address; an RFC has one by itself."""
    section_url: SectionAddress | None = None
    """The address of a section, with {section} where its number goes; an RFC has one by itself."""


class ResponseClassShape(Shape):
    """A group of codes, such as 4xx."""

    id: Identifier
    """A name that does not change."""
    range: Name | None = None
    """How the group is written, such as 4xx; never translated."""
    codes: Expression
    """A regular expression that matches the whole code."""
    label: Name
    """The group's name."""
    meaning: Text | None = None
    """What all codes of the group say, in one sentence."""
    source: Name | None = None
    """The section that defines the group."""
    facts: dict[Identifier, FactShape] = Field(default_factory=dict, max_length=100)
    """Facts that hold for every code of the group unless the entry says otherwise."""


class ValueShape(Shape):
    """A value of a choice."""

    id: Identifier
    """The value as entries write it."""
    label: Name
    """The value in a table."""
    shared: Text | None = None
    """A whole sentence about two codes, {a} and {b}, that both have this value."""


class ContrastShape(Shape):
    """What it means that two codes have these two values."""

    between: list[Identifier] = Field(min_length=2, max_length=2)
    """The two values."""
    says: Text
    """A whole sentence in which {value} stands for the code that has that value."""


class FactDefinitionShape(Shape):
    """A fact that entries of the protocol can state."""

    id: Identifier
    """The fact as entries write it."""
    type: Literal["choice", "tokens", "number"]
    """choice: one of the values below; tokens: a list of names that are never translated; number: a number."""
    label: Name
    """The fact's name in a table."""
    values: list[ValueShape] = Field(default_factory=list, max_length=100)
    """The values of a choice."""
    contrasts: list[ContrastShape] = Field(default_factory=list, max_length=5_000)
    """A sentence for each pair of values that differ."""
    absent: Name | None = None
    """What a table shows for an entry without this fact, if that says something."""
    same: Text | None = None
    """A whole sentence for two codes, {a} and {b}, with the same {value}."""
    both: Text | None = None
    """A whole sentence for two codes, {a} and {b}, with {a_value} and {b_value}."""
    one: Text | None = None
    """A whole sentence for a code {with} a {value} and a code {without} one."""


class RegistryShape(Shape):
    """The registry that lists the protocol's codes."""

    name: Name
    """Its name; never translated."""
    url: Address | None = None
    """Its address."""


class ParticipantShape(Shape):
    """Somebody or something that takes part in flows."""

    id: Identifier
    """The name as entries write it."""
    label: Name
    """The name in a diagram: one or two words; translated."""


class MessagesShape(Shape):
    """How the protocol's messages are read."""

    label: Expression
    """A regular expression for a message's beginning; its first group that matches is the label of the arrow."""
    name: Expression | None = None
    """A regular expression for a line's beginning; its first group that matches, or all, is shown as a name."""


class ProtocolShape(Shape):
    """A protocol: its specifications, response classes and the facts its codes have."""

    name: Name
    """The short name, shown in front of codes; never translated."""
    title: Name
    """The long name; never translated."""
    summary: Text
    """What the protocol does and what its codes are, in one to three whole sentences."""
    rank: Number | None = None
    """Where the protocol stands among others: the smallest first, those without a rank after them by name."""
    registry: RegistryShape | None = None
    """The registry that lists the codes."""
    specifications: list[SpecificationShape] = Field(min_length=1, max_length=2_000)
    """The documents that entries cite."""
    response_classes: list[ResponseClassShape] = Field(default_factory=list, max_length=100)
    """Groups of codes, in reading order."""
    facts: list[FactDefinitionShape] = Field(default_factory=list, max_length=100)
    """The facts of its codes, in the order that matters to a reader."""
    participants: list[ParticipantShape] = Field(default_factory=list, max_length=100)
    """Who takes part in the flows of its entries."""
    messages: MessagesShape | None = None
    """How its messages are read, if entries have any."""


class DecisionShape(Shape):
    """A question on the way to the right code; a branch that is not given goes on to the next question."""

    ask: Text
    """A question that yes or no answers."""
    if_yes: Code | None = None
    """The code that is right if the answer is yes."""
    if_no: Code | None = None
    """The code that is right if the answer is no."""


class PairShape(Shape):
    """What an editor wrote about one pair of codes."""

    codes: list[Code] = Field(min_length=2, max_length=2)
    """The two codes, the smaller first; the file has their names."""
    summary: Text
    """What sets the two apart, in one or two whole sentences."""
    question: Text | None = None
    """The one question that decides between them."""
    next: Text | None = None
    """What each does to the caller or client next."""
    mistake: Text | None = None
    """The mistake people make with these two."""
    which: Text
    """When to use which."""
    decision: list[DecisionShape] = Field(default_factory=list, max_length=5)
    """Questions that lead to the right code, the most telling first."""
    sources: list[GuidanceSourceShape] = Field(min_length=1, max_length=50)
    """Where it is specified."""


S = TypeVar("S", bound=Shape)


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
        found = [_problem(shape, node, dict(detail)) for detail in details[:MAX_PROBLEMS]]
        if len(details) > MAX_PROBLEMS:
            message = f"The file has {len(details):,} fields that do not fit; the first {MAX_PROBLEMS} are listed."
            found.append(Problem(node.place, "many-problems", f"{message} Is it what it should be?"))
        return None, problems + [problem for problem in found if problem.place not in places]
    return (None if problems else parsed), problems


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


_FACTS: TypeAdapter[dict[str, FactShape]] = TypeAdapter(dict[Identifier, FactShape])


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
    kind: str = detail["type"]
    # A union reports its members as extra steps ("str", "list[...]", a model's name): they are no places in a file.
    location = tuple(
        step for step in detail["loc"] if isinstance(step, int) or _is_written(node, detail["loc"], step)
    )
    name = ".".join(str(step) for step in location) or "file"
    if kind == "missing":
        field = str(detail["loc"][-1])
        message = f"Field '{field}' is missing. Add it; the page has nothing to show in its place."
        return Problem(node.at(*location), "missing-field", message)
    if kind == "extra_forbidden":
        field = str(detail["loc"][-1])
        known = _fields(shape, tuple(detail["loc"][:-1]))
        message = f"Unknown field '{field}'.{suggest(field, known) or f' Known are {one_of(known)}.'}"
        return Problem(node.key(*location), "unknown-field", message)
    place = node.at(*location)
    if kind == "string_too_short":
        return Problem(place, "empty-field", f"Field '{name}' is empty. Fill it in or remove it.")
    if kind == "string_too_long":
        message = f"Field '{name}' has {len(detail['input']):,} characters; it must have at most "
        return Problem(place, "wrong-value", f"{message}{detail['ctx']['max_length']:,}. Shorten it.")
    if kind in ("too_short", "too_long"):
        context = detail["ctx"]
        bound = f"at least {context['min_length']}" if kind == "too_short" else f"at most {context['max_length']}"
        message = f"Field '{name}' has {context['actual_length']} values; it must have {bound}."
        return Problem(place, "wrong-type", message)
    if kind in ("literal_error", "enum"):
        value = str(detail["input"])
        expected = detail["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        message = f"'{value}' is not a value of '{name}'; it must be one of {one_of(expected)}."
        return Problem(place, "wrong-value", message + suggest(value, expected))
    if kind == "string_pattern_mismatch" and detail["ctx"]["pattern"] == _NUMBER:
        return Problem(place, "wrong-type", f"Field '{name}' is '{detail['input']}'; it must be a number.")
    if kind == "string_pattern_mismatch" and detail["ctx"]["pattern"] in (_ADDRESS, _ADDRESS_WITH_SECTION):
        message = (
            f"Field '{name}' is '{detail['input']}'; it must be an address that begins with https:// or http://."
        )
        return Problem(place, "wrong-value", message)
    if kind == "string_pattern_mismatch":
        message = f"'{detail['input']}' is no name: use letters, digits, '-' and '_', a letter first."
        return Problem(place, "wrong-value", message)
    wanted = _wanted(kind)
    given = detail.get("input")
    got = "a mapping" if isinstance(given, dict) else "a list" if isinstance(given, list) else "text"
    return Problem(place, "wrong-type", f"Field '{name}' is {got}; it must be {wanted}.")


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
    if kind.startswith(("int", "greater", "less")):
        return "a year such as 2002"
    return "text"
