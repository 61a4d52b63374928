"""The shape of the index: which documents there are, and where."""

from __future__ import annotations

from codepair.beside.shapes.parts import Document, Named


class LocalePart(Document):
    """A language."""

    name: str
    """What its speakers call it."""
    url: str
    """Its root; the page of an address such as 'sip/486' is at that path below it, with a slash at the end."""


class PlacePart(Document):
    """Where the documents of a protocol are: paths from the index."""

    id: str
    """The protocol's folder; 'others' for what is not covered."""
    name: str | None = None
    """Its short name; none for what is not covered."""
    facts: str | None = None
    """What is known of its codes."""
    texts: dict[str, str] | None = None
    """What is said of them, by locale."""
    answers: dict[str, str]
    """What a text with its codes is answered with, by locale."""
    recognizers: str | None = None
    """What finds its codes in a text."""


class BetweenPlace(Document):
    """Where the documents are of what stands between protocols: paths from the index."""

    facts: str
    """Pairs, mappings and namespaces."""
    texts: dict[str, str]
    """What is said of them, by locale."""


class IndexDocument(Named):
    """Which documents there are; each names its schema."""

    locales: dict[str, LocalePart]
    """The languages as BCP 47 writes them, the default one first."""
    protocols: list[PlacePart]
    """In the order in which findings count, what is not covered last."""
    between: BetweenPlace | None = None
    """Between protocols."""
