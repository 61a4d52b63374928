"""Sections of a document: pure values, whatever the document's form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a document."""

    number: str
    """As citations write it: ``21.4.5``, ``A.1``; in a document without numbers its anchor."""
    title: str
    """Empty where the document numbers a paragraph."""
    text: str
    """What stands below the heading, without the sections below it; lines as in the document."""
    level: int
    """How deep it stands, from 1."""


def whole_text(sections: Sequence[Section], number: str) -> str | None:
    """Return what a section and those below it say, their titles too; None if there is no such section.

    >>> whole_text([Section("1", "A", "a", 1), Section("1.1", "B", "b", 2), Section("2", "C", "c", 1)], "1")
    'A\\n\\na\\n\\nB\\n\\nb'
    """
    found: list[str] = []
    level = 0
    for section in sections:
        if found and section.level <= level:
            break
        if found or section.number == number:
            level = level or section.level
            found += [section.title, section.text]
    return "\n\n".join(part for part in found if part) if found else None
