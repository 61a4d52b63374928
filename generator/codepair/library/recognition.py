"""What content says about recognizing codes in a text: compiled recognizers, names, examples. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from codepair.kit.tree import Node
from codepair.recognizing.recognizers import Recognizers

RECOGNIZERS = "recognizers"
"""The name of a protocol's file of recognizers."""

OTHERS = "others"
"""The name of the file that tells what is not covered; its recognizers have this for a protocol."""

PARTS = "parts"
"""The name of the file of parts that all patterns may have."""


@dataclass(frozen=True, eq=False)
class Parts:
    """What parts stand for that all files of recognizers may use; equal only to itself."""

    meant: Mapping[str, str]
    """By name: the expression, with what the parts in it stand for."""
    used: tuple[str, ...] = ()
    """Those that others of them have."""
    node: Node | None = field(default=None, repr=False)
    """None without a file."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text, and what its recognizer finds in it."""

    text: str
    addresses: tuple[str, ...] | None
    """The codes that are found, in the order of the text; None if the recognizer must find nothing."""
    where: tuple[str | int, ...]
    """Where it stands in the file's node."""


@dataclass(frozen=True, slots=True)
class SignExample:
    """A text that has a sign, or must not have it."""

    text: str
    has_it: bool
    where: tuple[str | int, ...]
    """Where it stands in the file's node."""


@dataclass(frozen=True, eq=False)
class Recognition:
    """What a file of recognizers says; equal only to itself."""

    recognizers: Recognizers
    labels: Mapping[str, str]
    """What readers call each field, by id; of a protocol that is not covered, its name."""
    notes: Mapping[str, Mapping[str, str]]
    """By field and value: what the reader has to know about where it leads."""
    examples: Mapping[str, tuple[Example, ...]]
    """By recognizer."""
    sign_examples: tuple[tuple[SignExample, ...], ...]
    """Of each sign, in the order of the signs."""
    used: tuple[str, ...]
    """The parts that its patterns have."""
    path: str
    node: Node = field(repr=False)
