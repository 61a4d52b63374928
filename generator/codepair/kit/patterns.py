"""Regular expressions of others, compiled by RE2: the text of one in, what it finds in other texts out.

RE2 reads a text once, whatever the expression: the time grows with the length of the text and no expression can
be written for which that takes years. It has no operator that would need more.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import re2

MAX_PATTERN = 500
"""Longest expression, in characters."""

MAX_STEPS = 2_500
"""Most steps of a compiled expression; for each character of a text, as many may have to be tried."""

_MAX_MEMORY = 1 << 20
"""Most memory that RE2 takes for an expression and what it finds out about it, in bytes."""

_MULTILINE = "(?m)"

_LOOK_AROUND = (
    "RE2 has no look-ahead and no look-behind ('{operator}'). Match what stands there too, and put what is wanted "
    "into a group: '([A-Za-z-]+): ' instead of '[A-Za-z-]+(?=: )'."
)
_BACK_REFERENCE = (
    "RE2 has no reference back to a group ('{operator}'). Write out what may stand there: "
    "'(\"[^\"]*\"|#[^#]*#)' instead of '([\"#]).*?\\1'."
)
_GREED = (
    "RE2 never goes back in a text, so it has nothing that forbids it ('{operator}'). Write the part without: it "
    "takes no longer."
)
_REMEDIES = {
    **dict.fromkeys(("(?=", "(?!", "(?<=", "(?<!"), _LOOK_AROUND),
    **dict.fromkeys(("(?P=", *(f"\\{digit}" for digit in "123456789"), "\\k", "\\g"), _BACK_REFERENCE),
    **dict.fromkeys(("(?>", "++", "*+", "?+"), _GREED),
}
"""By an operator that RE2 does not have: what it is, and what to write instead."""

Span: TypeAlias = "tuple[int, int]"
"""Where a part of a text begins and ends."""


class PatternError(Exception):
    """The expression is not used; the message is a sentence that says why."""


class Match(NamedTuple):
    """What an expression found in a text."""

    text: str
    """The whole text that was searched."""
    spans: tuple[Span | None, ...]
    """Where the whole match stands, then where each group does; None for a group that has no part in it."""

    @property
    def groups(self) -> tuple[str | None, ...]:
        """What each group found."""
        return tuple(None if span is None else self.text[slice(*span)] for span in self.spans[1:])

    @property
    def wanted(self) -> Span | None:
        """Where the first group that found something stands; the whole match if the expression has no groups."""
        groups = self.spans[1:]
        return next((span for span in groups if span is not None), None) if groups else self.spans[0]


class Pattern:
    """A regular expression in which ``^`` and ``$`` stand for the ends of lines."""

    __slots__ = ("_compiled", "text")

    def __init__(self, text: str) -> None:
        """Compile an expression; raise PatternError if it is none, or needs more than RE2 has."""
        self.text = text
        self._compiled = _compile(text)

    def match(self, text: str) -> Match | None:
        """Return what the expression finds at the beginning of a text.

        >>> Pattern("([A-Z][a-z]+): ").match("Via: SIP").groups
        ('Via',)
        """
        return _found(text, self._compiled.match(text))

    def fullmatch(self, text: str) -> Match | None:
        """Return what the expression finds if it takes the whole text.

        >>> Pattern("4[0-9][0-9]").fullmatch("4222") is None
        True
        """
        return _found(text, self._compiled.fullmatch(text))

    def __repr__(self) -> str:
        return f"Pattern({self.text!r})"


def _found(text: str, match: Any) -> Match | None:
    if match is None:
        return None
    spans = (match.span(group) for group in range(match.re.groups + 1))
    return Match(text, tuple(None if span == (-1, -1) else span for span in spans))


def _compile(text: str) -> Any:
    """Return an expression compiled within limits."""
    if len(text) > MAX_PATTERN:
        raise PatternError(
            f"The regular expression has {len(text)} characters; more than {MAX_PATTERN} are not read. Shorten it."
        )
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MAX_MEMORY
    try:
        compiled = re2.compile(_MULTILINE + text, options)
    except (re2.error, UnicodeEncodeError) as error:
        raise PatternError(_refusal(text, error)) from None
    if compiled.programsize > MAX_STEPS:
        raise PatternError(
            f"'{text}' repeats or branches so much that it becomes {compiled.programsize:,} steps; more than "
            f"{MAX_STEPS:,} are not run. Write smaller numbers in braces, or '*' and '+'."
        )
    return compiled


def _refusal(text: str, error: Exception) -> str:
    """Return a sentence for what RE2 says of an expression, with the remedy if it is one of another engine.

    >>> _refusal("a++", re2.error(b"bad repetition operator: ++"))[:41]
    "'a++': RE2 never goes back in a text, so "
    >>> _refusal("(", re2.error(b"missing ): (?m)("))
    "'(' is no regular expression of RE2: missing ). Correct it."
    """
    said = error.args[0]
    if not isinstance(said, bytes):
        return f"{text!a} is no regular expression of RE2: it has half a character. Remove it."
    reason, _, operator = said.decode("utf-8", "replace").partition(": ")
    # RE2 says as much of a name as it has read: '(?P' of '(?P=name)'.
    if operator == "(?P" and "(?P=" in text:
        operator = "(?P="
    if operator in _REMEDIES:
        return f"'{text}': {_REMEDIES[operator].format(operator=operator)}"
    where = "" if not operator or operator.startswith(_MULTILINE) else f" ('{operator}')"
    if reason == "pattern too large - compile failed":
        reason = "it is too large for the memory that it may take"
    return f"'{text}' is no regular expression of RE2: {reason}{where}. Correct it."
