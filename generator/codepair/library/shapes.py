"""The shapes of the YAML files, field by field: what may stand in them, and which of it is translated.

What it means is in ``model.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from codepair.library.translated import Translated, fields_of

NUMBER = r"^[0-9]{1,9}$"
ADDRESS = r"^https?://[^\s<>\"'`\\^{|}]+$"
ADDRESS_WITH_SECTION = r"^https?://(?:[^\s<>\"'`\\^{|}]|\{section\})+$"

RawText: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
Text: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5_000)]
Expression: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=5_000)]
"""A regular expression, in which a space at the end counts."""
Name: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)]
Code: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
"""Two codes are the name of a page's folder; a file system takes 255 bytes."""
Number: TypeAlias = Annotated[str, StringConstraints(pattern=NUMBER)]
Address: TypeAlias = Annotated[str, StringConstraints(pattern=ADDRESS, max_length=2_000)]
"""An address that a link may lead to; ``javascript:`` and ``data:`` run what they hold."""
SectionAddress: TypeAlias = Annotated[str, StringConstraints(pattern=ADDRESS_WITH_SECTION, max_length=2_000)]
Identifier: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=60)]
Status: TypeAlias = Literal["registered", "deprecated", "historic", "unused", "reserved", "unofficial"]
TranslatedName: TypeAlias = Annotated[Name, Translated()]
TranslatedText: TypeAlias = Annotated[Text, Translated()]
ProseText: TypeAlias = Annotated[Text, Translated("prose")]
"""A text of an entry that a source supports."""
GuidanceText: TypeAlias = Annotated[Text, Translated("guidance")]
"""A part of a pair's guidance that a source supports."""
Names: TypeAlias = Annotated[list[Name], Field(min_length=1, max_length=50)]


class Shape(BaseModel):
    """Base of all file shapes: unknown fields are problems and docstrings become the schema's descriptions."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    called: ClassVar[str] = ""
    """What its texts belong to, for translators; ``{id}`` is its own, ``{above}`` that of what it stands in."""


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

    called = "flow"

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
    says: TranslatedText | None = None
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
    gloss: TranslatedName | None = None
    """The phrase in plain words, up to 60 characters, without a final period; translated."""
    says: TranslatedText
    """One sentence of up to 160 characters that names its code and tells it from its neighbours; translated."""
    status: Status = "registered"
    """Whether the code is registered and still stands."""
    sources: list[SourceShape] = Field(min_length=1, max_length=50)
    """Where it is specified; the first one defines it."""
    since: Name | None = None
    """The specification that introduced the code, if it is not the first source."""
    description: ProseText
    """What the code says and who says it: one to three whole sentences."""
    when_seen: ProseText
    """The situations that produce it, the commonest first: one to three whole sentences."""
    fix: ProseText
    """What the reader does, as the client and as the operator: one to three whole sentences."""
    use_when: ProseText
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
    source: Name | None = None
    """The section that defines the group."""
    facts: dict[Identifier, FactShape] = Field(default_factory=dict, max_length=100)
    """Facts that hold for every code of the group unless the entry says otherwise."""


class ValueShape(Shape):
    """A value of a choice."""

    called = "{above}, value"

    id: Identifier
    """The value as entries write it."""
    label: TranslatedName
    """The value in a table."""


class FactDefinitionShape(Shape):
    """A fact that entries of the protocol can state."""

    called = "fact {id}"

    id: Identifier
    """The fact as entries write it."""
    type: Literal["choice", "tokens", "number"]
    """choice: one of the values below; tokens: a list of names that are never translated; number: a number."""
    label: TranslatedName
    """The fact's name in a table."""
    values: list[ValueShape] = Field(default_factory=list, max_length=100)
    """The values of a choice."""


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
    """A protocol: its specifications, response classes and the facts its codes have."""

    called = "protocol"

    name: Name
    """The short name, shown in front of codes; never translated."""
    title: Name
    """The long name; never translated."""
    summary: TranslatedText
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

    called = "decision"

    ask: TranslatedText
    """A question that yes or no answers."""
    if_yes: Code | None = None
    """The code that is right if the answer is yes."""
    if_no: Code | None = None
    """The code that is right if the answer is no."""


class PairShape(Shape):
    """What an editor wrote about one pair of codes."""

    called = "guidance"

    codes: list[Code] = Field(min_length=2, max_length=2)
    """The two codes, the smaller first; the file has their names."""
    summary: GuidanceText
    """What sets the two apart, in one or two whole sentences."""
    question: GuidanceText | None = None
    """The one question that decides between them."""
    next: GuidanceText | None = None
    """What each does to the caller or client next."""
    mistake: GuidanceText | None = None
    """The mistake people make with these two."""
    which: GuidanceText
    """When to use which."""
    decision: list[DecisionShape] = Field(default_factory=list, max_length=5)
    """Questions that lead to the right code, the most telling first."""
    sources: list[GuidanceSourceShape] = Field(min_length=1, max_length=50)
    """Where it is specified."""


PROSE_FIELDS = fields_of(EntryShape, "prose")
GUIDANCE_FIELDS = fields_of(PairShape, "guidance")

if TYPE_CHECKING:
    ProseField: TypeAlias = str
    GuidanceField: TypeAlias = str
else:
    ProseField = Literal[PROSE_FIELDS]
    GuidanceField = Literal[GUIDANCE_FIELDS]

# What sources support are fields of the shapes that list them, so these wait for their own fields.
for _shape in (SourceShape, EntryShape, GuidanceSourceShape, PairShape):
    _shape.model_rebuild()
