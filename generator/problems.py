"""Findings about content and catalogs: one record, several printers.

A problem names the place, says what is wrong and what to do. Every stage returns problems instead of raising
at the first one, so that one run reports all of them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A position in a file that a person edits."""

    path: str
    """Path relative to the project, with forward slashes."""
    line: int = 1
    """Line, counted from 1."""
    column: int = 1
    """Column, counted from 1, in characters."""


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """A finding, printed as ``path:line:column: level: text [rule]``."""

    place: Place
    rule: str
    """The rule's short name; the file of the same name in ``generator/checks`` explains it, if there is one."""
    message: str
    """What is wrong, what follows from it and what to do, in whole sentences."""
    level: Level = "error"

    def __str__(self) -> str:
        """Return the line that editors and continuous integration understand.

        >>> print(Problem(Place("content/sip/422.yml", 3, 1), "unknown-field", "Unknown field 'sumary'."))
        content/sip/422.yml:3:1: error: Unknown field 'sumary'. [unknown-field]
        """
        place = self.place
        return f"{place.path}:{place.line}:{place.column}: {self.level}: {self.message} [{self.rule}]"


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that stop a build."""
    return [problem for problem in problems if problem.level == "error"]


def report(problems: Iterable[Problem]) -> str:
    """Return all problems, each once, sorted by path, line and column, a line each."""
    return "\n".join(str(problem) for problem in sorted(set(problems)))


def suggest(name: str, known: Iterable[str]) -> str:
    """Return a sentence that offers the nearest known name, or an empty string.

    >>> suggest("sumary", ["summary", "phrase"])
    " Did you mean 'summary'?"
    >>> suggest("xyz", ["summary"])
    ''
    """
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f" Did you mean '{near[0]}'?" if near else ""


def one_of(names: Iterable[str]) -> str:
    """Return known names for a message.

    >>> one_of(["a", "b"])
    "'a', 'b'"
    """
    return ", ".join(f"'{name}'" for name in names)
