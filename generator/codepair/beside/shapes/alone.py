"""The shape of the documents beside pages: all that is said of one code, or of one pair, in a language."""

from __future__ import annotations

from pydantic import Field

from codepair.beside.shapes.parts import Document, Text
from codepair.beside.shapes.texts import LocalDocument
from codepair.library.facts import Basis
from codepair.library.shapes.base import Status


class SaidPart(Document):
    """Values of a fact that rest on the same."""

    values: dict[str, Text]
    """Ids, tokens or a number, each as it is said in the language."""
    basis: Basis
    """What they rest on: sections that settle them, software as it was seen, or the editors' reading."""
    sources: list[str] = Field(default_factory=list)
    """The sections, or where it was seen, by their keys in 'citations'; none for a reading."""
    note: Text | None = None
    """One sentence about this code."""


class FactPart(Document):
    """What a code answers to a question."""

    label: Text
    """The question."""
    is_inherited: bool = False
    """Whether the response class answers for all its codes."""
    values: list[SaidPart]
    """The answer."""


class WholeMeaning(Document):
    """A code in one of its meanings."""

    id: str | None = None
    """Its name; none if it is the only one."""
    label: Text | None = None
    """What tells it from the code's other meanings."""
    description: Text
    """What it says and who says it."""
    fix: Text
    """What to do."""
    when_seen: Text
    """The situations that produce it."""
    use_when: Text
    """When to send it."""
    facts: dict[str, FactPart] = Field(default_factory=dict)
    """What it answers, by question."""


class CodeDocument(LocalDocument):
    """A code in one language; its flows are in the protocol's facts."""

    url: str
    """Its page."""
    address: str
    """Its name, such as 'sip/486', in all documents."""
    title: str
    """Protocol, number of a code that is a name, code and phrase."""
    code: str
    """The code."""
    number: str | None = None
    """The number on the wire of a code that is a name."""
    phrase: str | None = None
    """The reason phrase; never translated."""
    gloss: Text | None = None
    """The phrase in plain words."""
    says: Text
    """One sentence that names the code and tells it from its neighbours."""
    status: Status
    """Its registry status."""
    response_class: Text | None = None
    """The group it belongs to."""
    since: str | None = None
    """The document that introduced it."""
    reviewed: str | None = None
    """The day on which it was last read against its sources."""
    meanings: list[WholeMeaning]
    """What it means, the commonest first; most codes have one."""
    related: list[str] = Field(default_factory=list)
    """Codes that are confused with it, by their addresses."""
    pairs: list[str] = Field(default_factory=list)
    """Pairs with guidance that it is in, by their addresses."""
    citations: dict[str, str | None]
    """Where each document and section that it rests on can be read; '#section-6' is in the document's address."""


class AskedPart(Document):
    """A question on the way to the right code; a branch that is not there goes on to the next one."""

    ask: Text
    """A question that yes or no answers."""
    if_yes: str | None = None
    """The address of the code that is right if the answer is yes."""
    if_no: str | None = None
    """The address of the code that is right if the answer is no."""


class PairDocument(LocalDocument):
    """What an editor wrote about two codes, in one language."""

    url: str
    """Its page."""
    address: str
    """Its name, such as 'sip/486-vs-603', in all documents."""
    title: str
    """The two codes."""
    codes: list[str]
    """Their addresses."""
    guidance: dict[str, Text]
    """By part: summary, question, next, mistake, which; between protocols also unmatched."""
    decision: list[AskedPart] = Field(default_factory=list)
    """Questions that lead to the right code, from the first on."""
    citations: dict[str, str | None]
    """Where each document and section that it rests on can be read; '#section-6' is in the document's address."""
