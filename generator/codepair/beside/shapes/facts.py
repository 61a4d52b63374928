"""The shape of facts: what is the same in every language, a document a protocol and one between them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from codepair.beside.shapes.parts import Citing, Document
from codepair.library.facts import Basis
from codepair.library.shapes.base import Status


class SourcePart(Document):
    """A source of texts."""

    cite: str
    """The section, by its key in 'citations'."""
    supports: list[str]
    """The fields that it supports."""


class ValuePart(Document):
    """Values of a fact that rest on the same."""

    ids: list[str]
    """Values as the content writes them: ids of the question's values, tokens as on the wire, or a number."""
    basis: Basis
    """What they rest on: sections that settle them, software as it was seen, or the editors' reading."""
    sources: list[str] = Field(default_factory=list)
    """The sections, or where it was seen, by their keys in 'citations'; none for a reading."""


class QuestionPart(Document):
    """What codes answer."""

    type: Literal["choice", "tokens", "number"]
    """What the values are: of those that are listed, tokens as on the wire, a number."""
    values: list[str] = Field(default_factory=list)
    """The values that have a name in words."""
    is_shared: bool = False
    """Whether several protocols ask it."""
    is_key: bool = False
    """Whether its answer stands at the top of a code's page."""


class ClassPart(Document):
    """A group of codes."""

    range: str | None = None
    """Its codes, as people write them."""
    outcome: str | None = None
    """What its codes mean for the request."""
    source: str | None = None
    """The section that defines it, by its key in 'citations'."""
    facts: dict[str, list[ValuePart]] = Field(default_factory=dict)
    """By question: what holds for each meaning of each of its codes that does not answer itself."""


class StepPart(Document):
    """A step of a flow: something is sent, or happens to a participant, which texts tell by the step's number."""

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


class FlowPart(Document):
    """An exchange in which a code is sent."""

    source: str
    """The section that shows or settles it, by its key in 'citations'."""
    participants: list[str]
    """Who takes part, from the side that asks."""
    steps: list[StepPart]
    """What happens, in order."""


class MeaningPart(Document):
    """A code in one of its meanings."""

    id: str | None = None
    """Its name; none if it is the only one."""
    facts: dict[str, list[ValuePart]] = Field(default_factory=dict)
    """What it answers itself, by question; its response class answers others."""
    flow: FlowPart | None = None
    """An exchange in which it is sent."""
    sources: list[SourcePart]
    """Where it is specified; the first one of the first meaning defines the code."""


class CodePart(Document):
    """A code."""

    code: str
    """The code."""
    number: str | None = None
    """The number on the wire of a code that is a name."""
    phrase: str | None = None
    """The reason phrase; never translated."""
    status: Status
    """Its registry status."""
    response_class: str | None = None
    """The group it belongs to, by its key in 'classes'."""
    meanings: list[MeaningPart]
    """What it means, the commonest first; most codes have one."""
    since: str | None = None
    """The document that introduced it, by its key in 'documents'."""
    reviewed: str | None = None
    """The day on which it was last read against its sources."""
    related: list[str] = Field(default_factory=list)
    """Codes that are confused with it, by their addresses."""


class DecisionPart(Document):
    """The answers of a question on the way to the right code; without one the next decides."""

    if_yes: str | None = None
    """The address of the code that is right if the answer is yes."""
    if_no: str | None = None
    """The address of the code that is right if the answer is no."""


class PairPart(Document):
    """Two codes about which an editor wrote."""

    codes: list[str]
    """Their addresses, the smaller first, or in the order of their protocols."""
    decision: list[DecisionPart] = Field(default_factory=list)
    """Questions that lead to the right code, from the first on."""
    sources: list[SourcePart]
    """Where it is specified."""


class RowPart(Document):
    """What a mapping says of one value, or of all that have no row of their own."""

    origin: str | None = Field(alias="from")
    """The value; null for all others."""
    codes: str | None = None
    """Of which others it says that: a regular expression; of all of them if there is none."""
    to: list[str]
    """What it becomes; empty if the table says that it is nothing."""
    sources: list[str]
    """The sections that say so, or where it was seen, by their keys in 'citations'."""


class MappingPart(Document):
    """A published table from one protocol or namespace to another."""

    origin: str = Field(alias="from")
    """The folder of a protocol, or the id of a namespace."""
    to: str
    """The folder of a protocol, or the id of a namespace."""
    rows: list[RowPart]
    """The table."""


class NamespacePart(Document):
    """Values without pages of their own that mappings lead to or from."""

    source: str
    """Where its values are defined, by its key in 'citations'."""
    values: dict[str, str]
    """Names by value."""


class FactsDocument(Citing):
    """What is known of a protocol, the same in every language.

    Addresses such as 'sip/486' are keys; the page of one is at that path below a locale's root (see the index).
    """

    id: str
    """The protocol's folder."""
    name: str
    """Its short name."""
    title: str
    """Its long name."""
    classes: dict[str, ClassPart]
    """Groups of codes."""
    questions: dict[str, QuestionPart]
    """What codes answer, the most telling first."""
    codes: dict[str, CodePart]
    """All codes in their natural order, by address."""
    pairs: dict[str, PairPart]
    """The pairs with guidance, by address, such as 'sip/486-vs-603'."""


class BetweenDocument(Citing):
    """What stands between protocols, the same in every language."""

    pairs: dict[str, PairPart]
    """The comparisons of codes of two protocols, by address."""
    mappings: dict[str, MappingPart]
    """The published tables; the page of one is at 'mappings/' and its name."""
    namespaces: dict[str, NamespacePart]
    """What they lead to or from besides protocols."""
