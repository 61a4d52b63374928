"""What the documents for machines share: texts, and what is cited."""

from __future__ import annotations

from typing import TypeAlias

from pydantic import BaseModel, ConfigDict, Field


class Document(BaseModel):
    """Base of all parts: unknown fields are errors, docstrings become descriptions."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Fallback(Document):
    """A text that is not translated, with the language it is in."""

    text: str
    """The text."""
    lang: str
    """Its language, as BCP 47 writes it."""


Text: TypeAlias = str | Fallback
"""A text in the document's language, or one that is not translated; back-ticks mark what is as on the wire."""


class WorkPart(Document):
    """A document that is cited, or software or a vendor's document in which something was seen."""

    name: str
    """As shown; a section of it is shown as 'RFC 4028 §6'."""
    title: str
    """What it is called."""
    published: int | None = None
    """The year in which it was published."""
    url: str | None = None
    """Where it can be read."""
    seen: str | None = None
    """The day on which it was seen, if it is practice; then it settles nothing."""


class CitationPart(Document):
    """A document or a section of one."""

    document: str
    """The document, by its key in 'documents'."""
    section: str | None = None
    """The number or anchor of the section; none for the whole document."""
    title: str | None = None
    """What the section is called, in the document's language."""
    url: str | None = None
    """Where it can be read."""


class Named(Document):
    """What every document says of itself."""

    schema_: str = Field(alias="$schema")
    """The address of this document's JSON Schema."""
    version: str
    """The version of the format."""


class Citing(Named):
    """What documents say that cite others."""

    documents: dict[str, WorkPart]
    """What is cited, by the name that the content gives it."""
    citations: dict[str, CitationPart]
    """Sections and whole documents, by what cites them, such as 'RFC4028#6'."""
