"""The shapes of an entry: one code, or one code with several meanings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import Field

from codepair.library.shapes.base import (
    MAX_EVENT,
    MAX_GLOSS,
    MAX_SAYS,
    Code,
    Date,
    Identifier,
    Name,
    ProseText,
    RawText,
    SearchWords,
    Shape,
    Status,
    Text,
    TranslatedName,
    WireNumber,
)
from codepair.library.shapes.facts import FactShapes
from codepair.library.translated import Translated, fields_of


class SourceShape(Shape):
    """A cited specification and the fields it supports."""

    cite: Name
    """Specification and section, as 'RFC4028#6'; the specification is listed in protocol.yml."""
    supports: list[ProseField] = Field(alias="for", default_factory=list, max_length=20)
    """The prose fields that this section settles."""


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
    says: Annotated[Text, Translated(limit=MAX_EVENT)] | None = None
    """What happens, in one short sentence; translated."""


class FlowShape(Shape):
    """An exchange in which the code is sent, from the top down."""

    source: Name
    """The section that shows or settles it, as 'RFC3665#3.8'."""
    participants: list[Identifier] = Field(min_length=2, max_length=4)
    """Who takes part, from the side that asks; protocol.yml lists them all."""
    steps: list[StepShape] = Field(min_length=1, max_length=16)
    """What happens, in order. An arrow whose label is the code (and phrase) is this code."""


class CodeShape(Shape):
    """What an entry says of its code, whatever it means."""

    code: Code
    """The code, always text: "404", "5.1.1", "NXDOMAIN". The file has its name."""
    number: WireNumber | None = None
    """The number on the wire of a code that is a name, such as "14" for UNAVAILABLE; codes stand in its order."""
    phrase: Name | None = None
    """The reason phrase exactly as the registry has it; never translated."""
    gloss: Annotated[Name, Translated(limit=MAX_GLOSS)] | None = None
    """The phrase in plain words, up to 60 characters, without a final period; translated."""
    says: Annotated[Text, Translated(limit=MAX_SAYS)]
    """One sentence of up to 160 characters that names its code and tells it from its neighbours; translated."""
    also: SearchWords = Field(default_factory=list)
    """What people type who look for the code, in other words than phrase and gloss; never shown; translated."""
    status: Status = "registered"
    """Whether the code is registered and still stands."""
    since: Name | None = None
    """The specification that introduced the code, if it is not the first source."""
    reviewed: Date | None = None
    """When the entry was last read against its sources, as 2026-11-25."""
    related: list[Code] = Field(default_factory=list, max_length=50)
    """Codes of the same protocol that readers confuse with this one."""


class ExplainedShape(Shape):
    """What is known about a code in one of its meanings: texts, facts and the sources of both."""

    sources: list[SourceShape] = Field(min_length=1, max_length=50)
    """Where it is specified; the first one defines the code."""
    description: ProseText
    """What the code says and who says it: one to three whole sentences."""
    when_seen: ProseText
    """The situations that produce it, the commonest first: one to three whole sentences."""
    fix: ProseText
    """What the reader does, as the client and as the operator: one to three whole sentences."""
    use_when: ProseText
    """For whoever implements the sender: when this code is right and which neighbour is right otherwise."""
    facts: FactShapes = Field(default_factory=dict)
    """What the code answers to the protocol's questions; what nobody can settle is left out."""
    flow: FlowShape | None = None
    """An exchange in which the code is sent, with its messages as on the wire."""


class MeaningShape(ExplainedShape):
    """One of several meanings of a code."""

    called = "meaning {id}"

    id: Identifier
    """A name that does not change; it stands in addresses within pages."""
    label: TranslatedName
    """What tells it from the code's other meanings, in two to six words; translated."""


class EntryShape(ExplainedShape, CodeShape):
    """What is known about one code."""


class SeveralShape(CodeShape):
    """What is known about a code with several meanings."""

    meanings: list[MeaningShape] = Field(min_length=2, max_length=10)
    """What it may mean, the commonest first; each has texts, facts and sources of its own."""


PROSE_FIELDS = fields_of(ExplainedShape, "prose")

if TYPE_CHECKING:
    ProseField: TypeAlias = str
else:
    ProseField = Literal[PROSE_FIELDS]

# What sources support are fields of the shapes that list them, so these wait for their own fields.
for _shape in (SourceShape, ExplainedShape, MeaningShape, EntryShape, SeveralShape):
    _shape.model_rebuild()
