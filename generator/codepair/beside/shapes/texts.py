"""The shape of texts: what is said in a language, a document a locale and protocol and one between protocols.

What a text is answered with stands apart (``answers.py``), as browsers load it, and is not repeated here.
"""

from __future__ import annotations

from pydantic import Field

from codepair.beside.shapes.parts import Document, Named, Text

Notes = dict[str, dict[str, Text]]
"""By question, then by the first id of the values that it is about: a sentence about this code."""


class ClassTexts(Document):
    """A group of codes."""

    label: Text
    """What it is called."""
    meaning: Text | None = None
    """What its codes mean."""
    notes: Notes = Field(default_factory=dict)
    """By question, then by the first of the values that rest on the same."""


class QuestionTexts(Document):
    """What codes answer."""

    label: Text
    """The question."""
    values: dict[str, Text] = Field(default_factory=dict)
    """Its values in words, by id."""


class MeaningTexts(Document):
    """A code in one of its meanings."""

    id: str | None = None
    """Its name; none if it is the only one."""
    description: Text
    """What it says and who says it."""
    when_seen: Text
    """The situations that produce it."""
    use_when: Text
    """When to send it."""
    notes: Notes = Field(default_factory=dict)
    """About its own facts: by question, then by the first of the values that rest on the same."""
    events: dict[str, Text] = Field(default_factory=dict)
    """What happens in its flow where nothing is sent, by the number of the step, from 0."""


class GuidanceTexts(Document):
    """What an editor wrote about two codes, beside what answers have."""

    parts: dict[str, Text]
    """By part: next, which, and between protocols unmatched."""
    asks: list[Text] = Field(default_factory=list)
    """The questions of its decision, in order."""


class TableTexts(Document):
    """A published table."""

    title: Text
    """What is mapped to what."""
    lost: Text
    """What is lost on the way."""
    notes: dict[str, Text] = Field(default_factory=dict)
    """By value: under which condition, or what is lost."""
    others: Text | None = None
    """The same of all values without a row of their own."""


class LocalDocument(Named):
    """What every document in a language says of itself."""

    locale: str
    """The language, as BCP 47 writes it."""


class TextsDocument(LocalDocument):
    """What is said of a protocol in one language; what its codes say, and what to do, is in its answers."""

    id: str
    """The protocol's folder."""
    summary: Text
    """What it does."""
    classes: dict[str, ClassTexts]
    """Groups of codes."""
    questions: dict[str, QuestionTexts]
    """What codes answer."""
    participants: dict[str, Text]
    """Who takes part in flows."""
    codes: dict[str, list[MeaningTexts]]
    """By address: each meaning of the code."""
    pairs: dict[str, GuidanceTexts]
    """By address: those that an editor wrote about."""


class BetweenTextsDocument(LocalDocument):
    """What is said between protocols in one language."""

    pairs: dict[str, GuidanceTexts]
    """The comparisons of codes of two protocols, by address."""
    mappings: dict[str, TableTexts]
    """The published tables."""
    namespaces: dict[str, Text]
    """What tables lead to or from besides protocols: what one of its values is called."""
