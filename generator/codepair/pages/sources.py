"""The sources under a comparison: the citations of its parts in, a list item a document with its sections out.

Each mark on the page leads to its section; what the sections are called stands here, once for all marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple, TypeAlias

from codepair.language.wording import Wording
from codepair.library.citations import Citation, Specification
from codepair.library.naming import natural_key
from codepair.pages.templates import Templates

SectionKey: TypeAlias = "tuple[tuple[bool, int, str], ...]"
"""What sections of a document are sorted by."""


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document and those of its sections that a part of a page cites."""

    html: bytes
    """Its name, as a list item that is not closed."""
    title: bytes
    """Its title, which stands where none of its sections is cited."""
    sections: Mapping[bytes, SectionKey] = field(default_factory=dict)
    """Number and title of each section, with what sorts them."""


class Documents:
    """The documents that a locale's pages cite; nothing in them is translated."""

    def __init__(self, templates: Templates, wording: Wording) -> None:
        self._templates = templates
        self._wording = wording
        self._made: dict[Specification, bytes] = {}

    def of(self, citations: Iterable[Citation]) -> tuple[CitedDocument, ...]:
        """Return the documents of citations in their order, each once, with the sections cited."""
        cited: dict[Specification, dict[bytes, SectionKey]] = {}
        for citation in citations:
            sections = cited.setdefault(citation.specification, {})
            if citation.section is not None:
                sections[_section(citation)] = natural_key(citation.section)
        return tuple(
            CitedDocument(self._document(document), escape(document.full_title, quote=False).encode(), sections)
            for document, sections in cited.items()
        )

    def _document(self, specification: Specification) -> bytes:
        found = self._made.get(specification)
        if found is None:
            html = self._templates.macro("entry.html", "document", self._wording, specification)
            found = self._made[specification] = html.encode()
        return found


class Sources(NamedTuple):
    """The documents that a page cites."""

    html: bytes
    """List items, each with its sections in their order."""
    documents: int
    """How many documents those are."""


def listed(*parts: Iterable[CitedDocument]) -> Sources:
    """Return the documents of a page's parts, each once."""
    titles: dict[bytes, bytes] = {}
    found: dict[bytes, dict[bytes, SectionKey]] = {}
    for documents in parts:
        for document in documents:
            titles[document.html] = document.title
            found.setdefault(document.html, {}).update(document.sections)
    items: list[bytes] = []
    for html, sections in found.items():
        in_order = [section for _, section in sorted((key, section) for section, key in sections.items())]
        items += (html, b": ", b"; ".join(in_order) or titles[html])
    return Sources(b"".join(items), len(found))


def _section(citation: Citation) -> bytes:
    title = f" {escape(citation.title, quote=False)}" if citation.title else ""
    return f"\N{SECTION SIGN}{citation.section}{title}".encode()
