"""What a code answers to its protocol's questions: questions, values with their basis, facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from codepair.library.citations import Citation

Basis: TypeAlias = Literal["specification", "practice", "reading"]
"""What a value rests on: a section that settles it, software as it was seen, or our own judgement."""


@dataclass(frozen=True, slots=True)
class Value:
    """One or several values of a fact that rest on the same."""

    names: tuple[str, ...]
    """Ids of the question's choices, tokens as on the wire, or a number."""
    citations: tuple[Citation, ...] = ()
    """What it rests on: of one kind; none if it is our reading."""
    note: str | None = None
    """One sentence about this code, settled like the value."""

    @property
    def basis(self) -> Basis:
        """What it rests on."""
        if not self.citations:
            return "reading"
        return "practice" if self.citations[0].specification.is_practice else "specification"


@dataclass(frozen=True, slots=True)
class Fact:
    """A code's answer to a question: one or several values, each with its basis."""

    values: tuple[Value, ...]
    is_inherited: bool = False
    """Whether the response class answers for all its codes."""

    @property
    def names(self) -> tuple[str, ...]:
        """All its values, whatever they rest on."""
        return tuple(name for value in self.values for name in value.names)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a question offers."""

    id: str
    label: str
    is_alone: bool = False
    """Whether it excludes every other value of the question."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that codes answer."""

    id: str
    type: Literal["choice", "tokens", "number"]
    label: str
    choices: Mapping[str, Choice] = field(default_factory=dict)
    """By id: all values of a choice; of tokens, the words that are no names."""
    is_shared: bool = False
    """Whether it is declared for several protocols."""
    is_key: bool = False
    """Whether its answer stands at the top of a code's page."""


Exclusion: TypeAlias = "tuple[tuple[str, str], tuple[str, str]]"
"""Two questions with a value each that no code can have both."""

SHARED = "questions"
"""The catalog domain of shared questions, and the name of their file."""


@dataclass(frozen=True)
class Questions:
    """The questions that several protocols share."""

    by_id: Mapping[str, Question] = field(default_factory=dict)
    excludes: tuple[Exclusion, ...] = ()
