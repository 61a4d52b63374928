"""What is wrong with content and catalogs: place, rule and sentence in, a line for editors and terminals out.

A problem names the place, says what is wrong and what to do. Every stage returns problems instead of raising
at the first one, so that one run reports all of them.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from codepair.kit.rules import RULES, Level

MAX_MESSAGE = 600
"""Longest message printed, in characters; what is longer loses its middle, for its end says what to do."""

MAX_NAME = 60
"""Longest name compared with known ones, in characters."""

MAX_NAMES = 20
"""Most names listed in a message."""


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
    """The name of one of ``RULES``, which has its level and says what it asks for."""
    message: str
    """What is wrong, what follows from it and what to do, in whole sentences."""

    def __post_init__(self) -> None:
        """Refuse a rule that is in no table: nobody could look up what it asks for."""
        if self.rule not in RULES:
            raise LookupError(f"'{self.rule}' is not in codepair.kit.rules")

    @property
    def level(self) -> Level:
        """What it does to a build."""
        return RULES[self.rule].level

    def __str__(self) -> str:
        """Return the line that editors and continuous integration understand.

        >>> print(Problem(Place("content/sip/422.yml", 3, 1), "unknown-field", "Unknown field 'sumary'."))
        content/sip/422.yml:3:1: error: Unknown field 'sumary'. [unknown-field]
        """
        place = self.place
        message = self.message
        if len(message) > MAX_MESSAGE:
            message = f"{message[: MAX_MESSAGE - 201]}…{message[-200:]}"
        path, message = _visible(place.path), _visible(message)
        return f"{path}:{place.line}:{place.column}: {self.level}: {message} [{self.rule}]"


_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\uf8ff\ufff9-\uffff]"
)


def _visible(text: str) -> str:
    """Return a text for a line of a terminal: what would end the line, move its cursor or hide is written out.

    >>> _visible("a\\nb\\x1b[2J")
    'a\\\\nb\\\\x1b[2J'
    """
    return _UNPRINTABLE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that stop a build."""
    return [problem for problem in problems if problem.level == "error"]


def report(problems: Iterable[Problem]) -> str:
    """Return all problems, each once, sorted by path, line and column, a line each."""
    return "\n".join(str(problem) for problem in sorted(set(problems)))


def suggest(name: str, known: Iterable[str], before: str = "") -> str:
    """Return a sentence that offers the nearest known name, or an empty string; ``before`` is put in front of it.

    >>> suggest("sumary", ["summary", "phrase"])
    " Did you mean 'summary'?"
    >>> suggest("xyz", ["summary"])
    ''
    """
    # The comparison takes time with the product of the lengths.
    if len(name) > MAX_NAME:
        return ""
    near = difflib.get_close_matches(name, [each for each in known if len(each) <= MAX_NAME])
    return f" Did you mean '{before}{near[0]}'?" if near else ""


def one_of(names: Iterable[str]) -> str:
    """Return known names for a message, not too many of them.

    >>> one_of(["a", "b"])
    "'a', 'b'"
    >>> one_of(str(number) for number in range(22))[-19:]
    "'18', '19' and more"
    """
    rest = iter(names)
    listed = ", ".join(f"'{name}'" for name in islice(rest, MAX_NAMES))
    return f"{listed} and more" if next(rest, None) is not None else listed
