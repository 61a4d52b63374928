"""The shape of what answers a text, in a browser or a terminal: recognizers, and texts in each locale."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from codepair.beside.shapes.parts import Document, Named, Text
from codepair.beside.shapes.texts import LocalDocument


class LeadPart(Document):
    """Where a value of a field leads."""

    value: str
    """The value as its specification writes it."""
    address: str | None = None
    """The code that it goes with, such as 'sip/486'."""
    possible: list[str] = Field(default_factory=list)
    """Codes that it may be, where it does not say which."""


class FieldPart(Document):
    """Where a code stands in a text."""

    id: str
    """The name as recognizers write it."""
    weight: int
    """Which of several fields decides, and which of two findings that overlap stays: the greater."""
    indirect: bool
    """Whether it leads to a code only if no direct field does; of what is not covered, whether any text has it."""
    values: dict[str, LeadPart]
    """Its own values, by what is written for them in small letters and digits."""


class RecognizerPart(Document):
    """A pattern that finds the value of a field."""

    id: str
    """A name that does not change."""
    field: str
    """The field."""
    expression: str
    """A regular expression that RE2 and JavaScript read alike, with '^' and '$' for the ends of lines."""
    groups: list[int] = Field(default_factory=list)
    """The numbers of groups; the first that takes part in a match holds the value."""
    means: str | None = None
    """The value that the whole match stands for, where no group holds one."""
    needs: list[str] = Field(default_factory=list)
    """In small letters: a text without any of them has no match, and none need be looked for."""
    without_sign: Literal["nothing", "possible"] | None = None
    """What a match is in a text without a sign; absent if it needs none."""
    beside: Literal["nothing", "codes", "own"] | None = None
    """Where it counts: in lines that name no code besides, only in those that name one of its own, or in both."""
    unless: str | None = None
    """A regular expression of what must not follow a match."""
    value_only: bool = False
    """Whether the finding is the value alone, not the whole match."""
    agree: bool = False
    """Whether all groups that take part must lead to the same code; the first of them holds the value."""
    ignore_case: bool = False
    """Whether capital and small letters are the same in both."""


class SignPart(Document):
    """A pattern of what only texts of one protocol have."""

    of: str
    """The protocol."""
    expression: str
    """A regular expression that RE2 and JavaScript read alike, with '^' and '$' for the ends of lines."""
    needs: list[str] = Field(default_factory=list)
    """In small letters: a text without any of them has no match, and none need be looked for."""
    weak: bool = False
    """Whether it counts only in a text without any other sign."""
    ignore_case: bool = False
    """Whether capital and small letters are the same."""


class RecognizersDocument(Named):
    """What finds the codes of a protocol in a text, the same in every language."""

    id: str
    """The protocol; 'others' for what is not covered."""
    covered: bool
    """Whether there are pages of its codes; the fields of what is not covered are protocols."""
    fields: list[FieldPart]
    """Where codes stand."""
    codes: dict[str, str]
    """The addresses of codes, by what is written for them in small letters and digits."""
    levels: dict[str, int]
    """By address: 0 for codes that report progress, 1 for success and what passes; all others decide first."""
    recognizers: list[RecognizerPart]
    """The patterns, in the order in which they count."""
    signs: list[SignPart]
    """What shows that a text speaks the protocol."""


class FixPart(Document):
    """What to do about a code in one of its meanings."""

    id: str | None
    """The name of the meaning; null if it is the only one."""
    label: Text | None
    """What tells the meaning from others."""
    fix: Text
    """What the reader does now."""


class CodeAnswer(Document):
    """What a code says, and what to do now."""

    title: str
    """Code and phrase."""
    number: str | None
    """The number on the wire of a code that is a name."""
    response_class: Text | None
    """The group that it belongs to."""
    gloss: Text | None
    """The code in plain words."""
    says: Text
    """One sentence that names the code and tells it from its neighbours."""
    fixes: list[FixPart]
    """What to do, by meaning."""
    path: str
    """Its page, below the site's root."""


class PairAnswer(Document):
    """What an editor wrote about two codes."""

    summary: Text
    """What sets them apart."""
    question: Text | None
    """The one question that decides between them."""
    mistake: Text | None
    """The mistake people make with them."""
    path: str
    """Their page, below the site's root."""


class FieldAnswer(Document):
    """What readers call a field, and what its values need to be told."""

    label: Text
    """The name."""
    notes: dict[str, Text]
    """By value: where it leads, in a sentence."""


class AnswersDocument(LocalDocument):
    """What a text with codes of a protocol is answered with in a locale; the rest is in the protocol's texts."""

    id: str
    """The protocol; 'others' for what is not covered."""
    name: str | None
    """Its short name; null for what is not covered."""
    codes: dict[str, CodeAnswer]
    """By address, in the order of the codes."""
    fields: dict[str, FieldAnswer]
    """By id."""
    pairs: dict[str, PairAnswer]
    """By address, such as 'sip/486-vs-603': those that an editor wrote about; also those whose second code is of
    another protocol, such as 'compare/http-503-vs-grpc-unavailable'."""
