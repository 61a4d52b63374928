"""What is found in a text: apart from how it is found, which takes a program long to load."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """A value that stands in a text."""

    start: int
    """Where it begins in the text, in characters."""
    end: int
    protocol: str
    """The id of the protocol; of what is not covered, of the recognizers that know it."""
    field: str
    value: str
    """As its specification writes it, or as it stands in the text if it is not known."""
    address: str | None
    """The code that it is or leads to."""
    possible: tuple[str, ...]
    """Codes that it may be, where it does not say which."""
    recognizer: str


@dataclass(frozen=True, slots=True)
class Found:
    """All that stands in a text."""

    findings: tuple[Finding, ...]
    """In the order of the text."""
    decisive: Finding | None
    """The one that decides; None if no finding has an address."""
