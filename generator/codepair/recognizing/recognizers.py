"""What recognizes a protocol's codes, as a browser or a terminal needs it: plain data in, values out, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Literal, TypeAlias

from codepair.recognizing.expressions import compiled
from codepair.recognizing.threes import Needs

WithoutSign: TypeAlias = Literal["nothing", "possible"]
Beside: TypeAlias = Literal["nothing", "codes", "own"]

LONGEST_FOLLOWING = 100
"""How many letters behind a match are read for what must not follow it."""

_MARKS = re.compile(r"[^a-z0-9]+")
_ZEROS = re.compile(r"^0+(?=[0-9])")


# A trace writes the same few values again and again.
@lru_cache(4096)
def notation(written: str) -> str:
    """Return what every notation of a name or a number has in common.

    >>> [notation(written) for written in ("DEADLINE_EXCEEDED", "DeadlineExceeded", "Busy Here", "016")]
    ['deadlineexceeded', 'deadlineexceeded', 'busyhere', '16']
    """
    return _ZEROS.sub("", _MARKS.sub("", written.lower()))


@dataclass(frozen=True, slots=True)
class Lead:
    """Where the value of a field leads."""

    value: str
    """The value as its specification writes it, such as ``17``."""
    address: str | None = None
    """The code that it goes with, such as ``sip/486``."""
    possible: tuple[str, ...] = ()
    """Codes that it may be, where it does not say which."""


@dataclass(frozen=True, slots=True)
class Field:
    """Where a code stands in a text: a status line, a header field, a column of a log."""

    id: str
    weight: int = 5
    """Which of several fields decides: the one with the greatest."""
    is_indirect: bool = False
    """Whether it speaks of another message or system, and leads to a code only if no direct field names one.

    Of what is not covered: whether texts of any protocol have it, so that it shows none.
    """
    values: Mapping[str, Lead] = field(default_factory=dict)
    """By notation: its own values, which go before the protocol's codes."""

    @property
    def leads_to_codes(self) -> bool:
        """Whether the protocol's own codes stand in it, not only its values."""
        return not self.is_indirect or not self.values


@dataclass(frozen=True)
class Recognizer:
    """A pattern that finds the value of a field in a text."""

    id: str
    field: str
    expression: str
    """As ``parse_expression`` writes it."""
    groups: tuple[int, ...] = ()
    """The first of them that takes part in a match holds the value."""
    means: str | None = None
    """The value, where the text that is found stands for it and no group holds it."""
    needs: tuple[str, ...] = ()
    """In small letters: a text without any of them has no match."""
    without_sign: WithoutSign | None = None
    """What a match is where the text does not show which protocol it speaks; None if the match itself does."""
    beside: Beside | None = None
    """What the line of a match that needs a sign must name besides: no code, one of its own, or either."""
    unless: str | None = None
    """An expression of what must not follow a match: a unit behind a number."""
    is_value_only: bool = False
    """Whether the finding is the value alone: what the match needs beside it may be another finding."""
    agrees: bool = False
    """Whether all groups that take part must lead to the same code: a number and its own name."""
    ignores_case: bool = False
    """Whether capital and small letters are the same in both expressions."""

    @cached_property
    def compiled(self) -> Any:
        """The expression, compiled by RE2."""
        return compiled(self.expression, ignores_case=self.ignores_case)

    @cached_property
    def _unless(self) -> Any:
        return compiled(self.unless or "", ignores_case=self.ignores_case)

    def is_followed(self, raw: bytes, end: int) -> bool:
        """Return whether behind a match, or a list that begins with it, stands what must not."""
        return self.unless is not None and bool(self._unless.match(raw[end : end + LONGEST_FOLLOWING]))


@dataclass(frozen=True)
class Sign:
    """A pattern of what only texts of one protocol have: a method, a product, the protocol's name."""

    of: str
    """The protocol."""
    expression: str
    """As ``parse_expression`` writes it."""
    needs: tuple[str, ...] = ()
    """In small letters: a text without any of them has no match."""
    is_weak: bool = False
    """Whether it speaks only in a text that has no other sign."""
    ignores_case: bool = False
    """Whether capital and small letters are the same."""

    @cached_property
    def compiled(self) -> Any:
        """The expression, compiled by RE2."""
        return compiled(self.expression, ignores_case=self.ignores_case)

    def starts(self, raw: bytes) -> list[int]:
        """Return where it stands in a text, which is given in the letters of ``alphabet.py``."""
        return [match.start() for match in self.compiled.finditer(raw)]


@dataclass(frozen=True)
class Recognizers:
    """All that finds the codes of one protocol; or what texts of those look like that are not covered."""

    id: str
    is_covered: bool
    fields: Mapping[str, Field]
    """By id; of what is not covered, a field is a protocol."""
    codes: Mapping[str, str] = field(default_factory=dict)
    """By notation: the addresses of codes, for codes, phrases and numbers that belong to one code alone."""
    levels: Mapping[str, int] = field(default_factory=dict)
    """By address: 0 for codes that report progress, 1 for success; all others have 2, and decide before them."""
    recognizers: tuple[Recognizer, ...] = ()
    signs: tuple[Sign, ...] = ()

    @cached_property
    def needs(self) -> Needs:
        """Which of the recognizers can match a text, by where they stand."""
        return Needs([each.needs for each in self.recognizers])

    @cached_property
    def needs_of_signs(self) -> Needs:
        """Which of the signs can stand in a text, by where they stand."""
        return Needs([each.needs for each in self.signs])

    def lead(self, of: Field, written: str) -> Lead | None:
        """Return where a value leads as it is written in a text; None for what is neither known nor a number."""
        name = notation(written)
        found = of.values.get(name)
        if found is not None:
            return found
        address = self.codes.get(name) if of.leads_to_codes else None
        if address is not None or name.isdecimal():
            return Lead(written, address)
        return None


def to_json(made: Recognizers) -> dict[str, Any]:
    """Return recognizers as plain data, without what has its usual value."""
    return {
        "id": made.id,
        "covered": made.is_covered,
        "fields": [_field_json(each) for each in made.fields.values()],
        "codes": dict(made.codes),
        "levels": dict(made.levels),
        "recognizers": [
            {
                "id": each.id,
                "field": each.field,
                "expression": each.expression,
                **({"groups": list(each.groups)} if each.groups else {}),
                **({"means": each.means} if each.means is not None else {}),
                **({"needs": list(each.needs)} if each.needs else {}),
                **({"without_sign": each.without_sign} if each.without_sign is not None else {}),
                **({"beside": each.beside} if each.beside is not None else {}),
                **({"unless": each.unless} if each.unless is not None else {}),
                **({"value_only": True} if each.is_value_only else {}),
                **({"agree": True} if each.agrees else {}),
                **({"ignore_case": True} if each.ignores_case else {}),
            }
            for each in made.recognizers
        ],
        "signs": [
            {
                "of": each.of,
                "expression": each.expression,
                **({"needs": list(each.needs)} if each.needs else {}),
                **({"weak": True} if each.is_weak else {}),
                **({"ignore_case": True} if each.ignores_case else {}),
            }
            for each in made.signs
        ],
    }


def _field_json(each: Field) -> dict[str, Any]:
    values = {
        name: {
            "value": lead.value,
            **({"address": lead.address} if lead.address else {}),
            **({"possible": list(lead.possible)} if lead.possible else {}),
        }
        for name, lead in each.values.items()
    }
    return {"id": each.id, "weight": each.weight, "indirect": each.is_indirect, "values": values}


def from_json(data: Mapping[str, Any]) -> Recognizers:
    """Return recognizers that ``to_json`` wrote."""
    fields = [
        Field(
            each["id"],
            each["weight"],
            each["indirect"],
            {name: _lead(lead) for name, lead in each["values"].items()},
        )
        for each in data["fields"]
    ]
    recognizers = (
        Recognizer(
            id=each["id"],
            field=each["field"],
            expression=each["expression"],
            groups=tuple(each.get("groups", ())),
            means=each.get("means"),
            needs=tuple(each.get("needs", ())),
            without_sign=each.get("without_sign"),
            beside=each.get("beside"),
            unless=each.get("unless"),
            is_value_only=each.get("value_only", False),
            agrees=each.get("agree", False),
            ignores_case=each.get("ignore_case", False),
        )
        for each in data["recognizers"]
    )
    signs = (
        Sign(
            each["of"],
            each["expression"],
            tuple(each.get("needs", ())),
            each.get("weak", False),
            each.get("ignore_case", False),
        )
        for each in data["signs"]
    )
    return Recognizers(
        id=data["id"],
        is_covered=data["covered"],
        fields={each.id: each for each in fields},
        codes=data["codes"],
        levels=data["levels"],
        recognizers=tuple(recognizers),
        signs=tuple(signs),
    )


def _field(data: Mapping[str, Any]) -> Field:
    values = {name: _lead(lead) for name, lead in data["values"].items()}
    return Field(data["id"], data["weight"], data["indirect"], values)


def _lead(data: Mapping[str, Any]) -> Lead:
    return Lead(data["value"], data.get("address"), tuple(data.get("possible", ())))
