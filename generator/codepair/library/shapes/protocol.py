"""The shape of a protocol: what its entries can cite, say and show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import Field

from codepair.library.naming import Order
from codepair.library.outcomes import OUTCOMES
from codepair.library.shapes.base import (
    Address,
    Code,
    Date,
    Expression,
    Identifier,
    Name,
    Number,
    SectionAddress,
    Shape,
    TranslatedName,
    TranslatedText,
)
from codepair.library.shapes.facts import FactShapes
from codepair.library.shapes.questions import AskedShape, Exclusions

if TYPE_CHECKING:
    Outcome: TypeAlias = str
else:
    Outcome = Literal[OUTCOMES]


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


class PracticeShape(Shape):
    """Software, a vendor or a service whose behaviour was seen: what it does is practice, no specification."""

    id: Name
    """The name in citations, such as glibc-2.41."""
    title: Name
    """What was looked at: a file of its source, a page of its manual; never translated."""
    name: Name | None = None
    """The name shown, with the version, such as 'glibc 2.41'; the id if there is none."""
    url: Address
    """Where it was seen."""
    seen: Date
    """When it was seen, as 2026-11-25; shown where the name has no version."""


class ResponseClassShape(Shape):
    """A group of codes, such as 4xx."""

    called = "response class"

    id: Identifier
    """A name that does not change."""
    range: Name | None = None
    """How the group is written, such as 4xx; never translated."""
    codes: Expression
    """A regular expression that matches the whole code."""
    label: TranslatedName
    """The group's name."""
    meaning: TranslatedText | None = None
    """What all codes of the group say, in one sentence."""
    outcome: Outcome | None = None
    """What its codes mean for the request; codes of all protocols with the same one have the same colour."""
    source: Name | None = None
    """The section that defines the group."""
    facts: FactShapes = Field(default_factory=dict)
    """Facts that hold for every code of the group unless the entry says otherwise."""


class RegistryShape(Shape):
    """The registry that lists the protocol's codes."""

    name: Name
    """Its name; never translated."""
    url: Address | None = None
    """Its address."""


class ParticipantShape(Shape):
    """Somebody or something that takes part in flows."""

    called = "participant"

    id: Identifier
    """The name as entries write it."""
    label: TranslatedName
    """The name in a diagram: one or two words; translated."""


class MessagesShape(Shape):
    """How the protocol's messages are read."""

    label: Expression
    """A regular expression for a message's beginning; its first group that matches is the label of the arrow."""
    name: Expression | None = None
    """A regular expression for a line's beginning; its first group that matches, or all, is shown as a name."""


class ProtocolShape(Shape):
    """A protocol: its specifications, response classes and the questions its codes answer."""

    called = "protocol"

    name: Name
    """The short name, shown in front of codes; never translated."""
    title: Name
    """The long name; never translated."""
    summary: TranslatedText
    """What the protocol does and what its codes are, in one to three whole sentences."""
    family: TranslatedName | None = None
    """What it is used for, in one or two words such as Telephony; protocols of one family stand together."""
    rank: Number | None = None
    """Where the protocol stands among others: the smallest first, those without a rank after them by name."""
    order: Order = "natural"
    """How codes stand: as people count (natural), all as numbers (number), by their characters (text), as numbers
    in hexadecimal digits (hex), or as 'codes' lists them (listed). Addresses of pairs follow it."""
    codes: list[Code] = Field(default_factory=list, max_length=10_000)
    """All codes in their order, for 'order: listed' alone."""
    registry: RegistryShape | None = None
    """The registry that lists the codes."""
    specifications: list[SpecificationShape] = Field(min_length=1, max_length=2_000)
    """The documents that entries cite."""
    main: Name | None = None
    """The specification whose sections pages cite by their number alone: §21.4.24 in place of RFC 3261 §21.4.24."""
    practices: list[PracticeShape] = Field(default_factory=list, max_length=2_000)
    """What was seen in the field and is cited: software with its version, vendors' documents."""
    response_classes: list[ResponseClassShape] = Field(default_factory=list, max_length=100)
    """Groups of codes, in reading order."""
    questions: list[AskedShape] = Field(default_factory=list, max_length=100)
    """What its codes answer with their facts, the most telling first."""
    excludes: Exclusions = Field(default_factory=list)
    """Two questions with a value each that no code can have both; besides those of content/questions.yml."""
    participants: list[ParticipantShape] = Field(default_factory=list, max_length=100)
    """Who takes part in the flows of its entries."""
    messages: MessagesShape | None = None
    """How its messages are read, if entries have any."""
