"""The shape of the API's documents: field by field what machines read; ``schema.json`` is made of it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from codepair.library.facts import Basis


class Document(BaseModel):
    """Base of all parts: unknown fields are errors, and docstrings become descriptions."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class TextPart(Document):
    """A text in which back-ticks mark what is as on the wire."""

    text: str
    """The text."""
    lang: str
    """Its language; another than the document's if it is not translated yet."""


class LinkPart(Document):
    """A section of a specification, or where a practice was seen."""

    label: str
    """As shown, such as 'RFC 4028 §6'."""
    title: str | None
    """What the section is called, in the document's language; null if that is not known."""
    url: str | None
    """Where it can be read."""


class CitationPart(LinkPart):
    """A source of texts."""

    supports: list[str]
    """The fields that it supports."""


class ValuePart(Document):
    """Values of a fact that rest on the same."""

    ids: list[str]
    """Values as the content writes them; the same in every language."""
    labels: list[TextPart]
    """Those that are no tokens or numbers, in words."""
    basis: Basis
    """What they rest on: sections that settle them, software as it was seen, or the editors' reading."""
    sources: list[LinkPart]
    """The sections, or where it was seen; none for a reading."""
    note: TextPart | None
    """One sentence about this code."""


class FactPart(Document):
    """What a code answers to a question."""

    label: TextPart
    """The question."""
    type: Literal["choice", "tokens", "number"]
    """What the ids are: of choices, tokens as on the wire, a number."""
    is_inherited: bool
    """Whether the response class answers for all its codes."""
    values: list[ValuePart]
    """The answer."""


class StepPart(Document):
    """A step of a flow."""

    sender: str | None = Field(alias="from", default=None)
    """The participant that sends."""
    receiver: str | None = Field(alias="to", default=None)
    """The participant that receives."""
    label: str | None = None
    """What is sent, as on the wire."""
    message: str | None = None
    """The whole message, with line feeds for line ends."""
    marks: list[str] = Field(default_factory=list)
    """The lines of the message that decide, each by its beginning."""
    at: str | None = None
    """The participant to which something happens."""
    says: TextPart | None = None
    """What happens."""


class FlowPart(Document):
    """An exchange in which a code is sent."""

    source: LinkPart
    """The section that shows or settles it."""
    steps: list[StepPart]
    """What happens, in order."""


class MeaningPart(Document):
    """What a code says in one of its meanings."""

    id: str | None
    """Its name; null if it is the only one."""
    label: TextPart | None
    """What tells it from the code's other meanings."""
    description: TextPart
    """What it says and who says it."""
    when_seen: TextPart
    """The situations that produce it."""
    fix: TextPart
    """What to do."""
    use_when: TextPart
    """When to send it."""
    facts: dict[str, FactPart]
    """What it answers, by question."""
    flow: FlowPart | None
    """An exchange in which it is sent."""
    sources: list[CitationPart]
    """Where it is specified; the first one of the first meaning defines the code."""


class CodePart(Document):
    """A code."""

    code: str
    """The code."""
    number: str | None
    """The number on the wire of a code that is a name."""
    phrase: str | None
    """The reason phrase; never translated."""
    gloss: TextPart | None
    """The phrase in plain words."""
    says: TextPart
    """One sentence that names the code and tells it from its neighbours."""
    status: str
    """Its registry status."""
    response_class: str | None
    """The group it belongs to."""
    url: str
    """Its page."""
    meanings: list[MeaningPart]
    """What it means, the commonest first; most codes have one."""
    since: str | None
    """The document that introduced it, if one has."""
    reviewed: str | None
    """The date on which it was last read against its sources; null if nobody said."""
    related: list[str]
    """Codes that are confused with it."""


class DecisionPart(Document):
    """A question on the way to the right code; without a code the next question decides."""

    ask: TextPart
    """A question that yes or no answers."""
    if_yes: str | None
    """The code that is right if the answer is yes; with its folder where codes of two protocols are compared."""
    if_no: str | None
    """The code that is right if the answer is no."""


class PairPart(Document):
    """What an editor wrote about two codes."""

    codes: list[str]
    """The two codes, the smaller first; of two protocols with their folders, such as 'sip/486'."""
    url: str
    """Its page."""
    guidance: dict[str, TextPart]
    """By part: summary, question, next, mistake, which; of two protocols also unmatched."""
    decision: list[DecisionPart]
    """Questions that lead to the right code, from the first on."""
    sources: list[CitationPart]
    """Where it is specified."""


class RowPart(Document):
    """What a mapping says of one value, or of all that have no row of their own."""

    origin: str | None = Field(alias="from")
    """The value; null for all others."""
    to: list[str]
    """What it becomes; empty if the table says that it is nothing."""
    sources: list[LinkPart]
    """The sections that say so, or where it was seen."""
    note: TextPart | None
    """One sentence: under which condition, or what is lost."""


class MappingPart(Document):
    """A published table from one protocol or namespace to another."""

    id: str
    """Its name."""
    title: TextPart
    """What is mapped to what."""
    origin: str = Field(alias="from")
    """The folder of a protocol, or the id of a namespace."""
    to: str
    """The folder of a protocol, or the id of a namespace."""
    url: str
    """Its page."""
    lost: TextPart
    """What is lost on the way."""
    rows: list[RowPart]
    """The table."""


class NamespacePart(Document):
    """Values without pages of their own that mappings lead to or from."""

    id: str
    """Its name in mappings."""
    name: str
    """What one of its values is called."""
    source: LinkPart
    """Where its values are defined."""
    values: dict[str, str]
    """Names by value."""


class LocalDocument(Document):
    """What every document says of itself."""

    schema_: str = Field(alias="$schema")
    """The address of this document's JSON Schema."""
    version: str
    """The version of the format."""
    locale: str
    """The language, as BCP 47 writes it."""


class BetweenDocument(LocalDocument):
    """What stands between protocols, in one language."""

    pairs: list[PairPart]
    """The comparisons of codes of two protocols."""
    mappings: list[MappingPart]
    """The published tables."""
    namespaces: list[NamespacePart]
    """What they lead to or from besides protocols."""


class ProtocolDocument(LocalDocument):
    """A protocol in one language."""

    id: str
    """The protocol's folder."""
    name: str
    """Its short name."""
    title: str
    """Its long name."""
    summary: TextPart
    """What it does."""
    url: str
    """Its page."""
    codes: list[CodePart]
    """All codes in their natural order."""
    pairs: list[PairPart]
    """The pairs with guidance."""
