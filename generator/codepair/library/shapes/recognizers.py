"""The shapes of recognizers: what finds the codes of a protocol in a text, and what is found and not covered."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from codepair.library.shapes.base import (
    Address,
    Code,
    Expression,
    Identifier,
    Name,
    NameOrNames,
    RawText,
    Shape,
    TranslatedName,
    TranslatedText,
)

Group: TypeAlias = Annotated[int, Field(ge=1, le=20)]
Parts: TypeAlias = Annotated[dict[Identifier, Expression], Field(default_factory=dict, max_length=50)]
Examples: TypeAlias = Annotated[list[RawText], Field(min_length=1, max_length=50)]


class SignShape(Shape):
    """A pattern of what only texts of the protocol have: a method, a product, its name."""

    pattern: Expression
    """A regular expression of the grammar that RE2 and JavaScript share, matched within a line."""
    ignore_case: bool = False
    """Whether capital and small letters are the same."""
    weak: bool = False
    """Whether it is a word that others say too: it counts only in a text without any other sign."""
    found: Examples
    """Texts that have it."""
    not_found: list[RawText] = Field(default_factory=list, max_length=50)
    """Texts that must not have it."""


class OtherSignShape(SignShape):
    """A pattern of what only texts of a protocol have that is not covered."""

    other: Identifier
    """The protocol."""


class PrinterShape(Shape):
    """What prints a text, and where that was seen."""

    name: Name
    """The software with its version, or the specification; never translated."""
    url: Address
    """Where it was seen: a specification, a line of its source, a thread."""


class FoundShape(Shape):
    """A text, and the codes that are found in it."""

    text: RawText
    """The text as somebody pastes it."""
    codes: list[Code] = Field(default_factory=list, max_length=50)
    """The codes in the order of the text; none if a value leads to none."""


class LeadShape(Shape):
    """A value of a field that is no code of the protocol, and where it leads."""

    called = "{above}, value"

    value: Name
    """The value as its specification writes it, such as 17."""
    names: list[Name] = Field(default_factory=list, max_length=20)
    """What else stands for it, in any notation: 'User busy', USER_BUSY."""
    codes: NameOrNames | None = None
    """The code that it goes with, or a list of those that it may be; by itself those whose facts have it."""
    note: TranslatedText | None = None
    """What the reader has to know about that, in one sentence; translated."""


class FieldShape(Shape):
    """Where a code stands in a text, such as a status line or a header field."""

    called = "field {id}"

    id: Identifier
    """The name as recognizers write it."""
    label: TranslatedName
    """What the reader calls it; translated."""
    weight: Annotated[int, Field(ge=1, le=9)] = 5
    """Which of several fields in a text decides: the one with the greatest."""
    indirect: bool = False
    """Whether it speaks of another message or system, and leads to a code only where the text names none itself."""
    possible: bool = False
    """Whether a code in it is one that may be meant: what a test expected is said beside what it got."""
    fact: Identifier | None = None
    """The question whose answers are its values: '17 User busy' says that cause 17 leads to the code."""
    values: list[LeadShape] = Field(default_factory=list, max_length=300)
    """Its own values, which go before the protocol's codes; an indirect field that has some has no others."""


class NotationShape(Shape):
    """What else is written for a code."""

    code: Code
    names: list[Name] = Field(min_length=1, max_length=20)
    """Names besides code, phrase and number; capitals and signs such as '_' make no difference."""


class RecognizerShape(Shape):
    """A pattern that finds the value of a field in a text."""

    id: Identifier
    """A name that does not change."""
    field: Identifier
    """The field whose value it finds."""
    pattern: Expression
    """A regular expression of the grammar that RE2 and JavaScript share, matched within a line."""
    ignore_case: bool = False
    """Whether capital and small letters are the same."""
    group: Group | list[Group] | None = None
    """The number of the group that holds the value; the first that takes part, if several are listed."""
    means: Name | None = None
    """The value that the whole match stands for, if no group holds one."""
    without_sign: Literal["nothing", "possible"] | None = None
    """Other protocols print the same: what it is in a text without a sign of any; with one, the sign decides."""
    beside: Literal["nothing", "codes", "own"] | None = None
    """Where it counts: in lines that name no code besides, only in those that name one of its own, or in both."""
    unless: Expression | None = None
    """A regular expression of what must not follow a match, such as a unit behind a number."""
    value_only: bool = False
    """Whether the finding is the value alone: what the match needs beside it may be another finding."""
    agree: bool = False
    """Whether all groups that take part must lead to the same code: a number and its own name, in any notation."""
    printed_by: list[PrinterShape] = Field(min_length=1, max_length=20)
    """What prints such a text, and where that was seen."""
    found: list[FoundShape] = Field(min_length=1, max_length=50)
    """Texts in which it must find something."""
    not_found: list[RawText] = Field(default_factory=list, max_length=50)
    """Texts in which it must find nothing."""


class PartsShape(Shape):
    """Parts of patterns that all files of recognizers have: what people write around a code of any protocol."""

    called = "parts"

    parts: dict[Identifier, Expression] = Field(min_length=1, max_length=50)
    """Parts of patterns by name, each written into a pattern as {{name}}; one may have those above it."""


class RecognizersShape(Shape):
    """What finds the codes of a protocol in a text."""

    called = "recognizers"

    fields: list[FieldShape] = Field(min_length=1, max_length=50)
    """Where its codes stand."""
    passing: list[Code] = Field(default_factory=list, max_length=100)
    """Codes that decide only where no other does, besides those whose class reports progress or success."""
    notations: list[NotationShape] = Field(default_factory=list, max_length=200)
    """What else is written for codes."""
    parts: Parts
    """Parts of patterns by name, each written into a pattern as {{name}}; one may have those above it."""
    signs: list[SignShape] = Field(default_factory=list, max_length=50)
    """What shows that a text speaks the protocol, for the recognizers of what others print too."""
    recognizers: list[RecognizerShape] = Field(min_length=1, max_length=300)
    """The patterns; of two that find the same, the first counts."""


class OtherShape(Shape):
    """A protocol that is not covered; as soon as there is a folder of its name, it is."""

    id: Identifier
    """Its name in lower case, as its folder would have."""
    name: Name
    """Its name; never translated."""
    beside: bool = False
    """Whether texts of any protocol have it, as errors of an operating system: it shows no protocol."""


class OtherRecognizerShape(Shape):
    """A pattern that tells a text of a protocol that is not covered."""

    id: Identifier
    """A name that does not change."""
    other: Identifier
    """The protocol."""
    pattern: Expression
    """A regular expression of the grammar that RE2 and JavaScript share, matched within a line."""
    ignore_case: bool = False
    """Whether capital and small letters are the same."""
    printed_by: list[PrinterShape] = Field(min_length=1, max_length=20)
    """What prints such a text, and where that was seen."""
    found: Examples
    """Texts in which it must find something."""
    not_found: list[RawText] = Field(default_factory=list, max_length=50)
    """Texts in which it must find nothing."""


class OthersShape(Shape):
    """What texts look like whose protocol is not covered: they are never answered with another one's page."""

    called = "others"

    others: list[OtherShape] = Field(min_length=1, max_length=100)
    """The protocols."""
    parts: Parts
    """Parts of patterns by name, each written into a pattern as {{name}}; one may have those above it."""
    signs: list[OtherSignShape] = Field(default_factory=list, max_length=100)
    """What shows that a text speaks one of them: its numbers are no codes of a covered protocol."""
    recognizers: list[OtherRecognizerShape] = Field(min_length=1, max_length=300)
    """The patterns; each finding decides before those of covered protocols that it overlaps."""
