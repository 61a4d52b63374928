"""An expression as content writes it in, its parts out, or why RE2 and JavaScript do not share its grammar.

Letters of the alphabet that texts are read in, ``.``, classes, ``\\d \\w \\s`` and their opposites, groups, ``|``,
``* + ? {m,n}`` and their lazy forms, ``^ $`` for the ends of a line and ``\\b``; for the letters of words of other
scripts, by their kind, ``\\e \\o \\c \\a \\k \\m \\q \\y`` (``words.py``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from codepair.recognizing.alphabet import LETTERS
from codepair.recognizing.words import KINDS

_MOST = 500
"""Largest number in braces."""

_DIGITS = frozenset("0123456789")
_WORD = frozenset("0123456789_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
ALL = frozenset(LETTERS)
_SHORTHANDS = {
    "d": _DIGITS,
    "D": ALL - _DIGITS,
    "w": _WORD,
    "W": ALL - _WORD,
    "s": frozenset(" \t"),
    "S": ALL - frozenset(" \t"),
    "t": frozenset("\t"),
    **{letter: frozenset(sign) for letter, sign in KINDS.items()},
}
_REPEATING: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
"""Signs of a number of times, from few to many."""
SPECIAL = r"\^$.*+?()[]{}|/-"
_ITSELF = re.compile(r"[A-Za-z0-9 \t!\"#%&',:;<=>@_`~/-]+(?![*+?{])")
"""Characters that stand for themselves: most of an expression. What is repeated is not among them."""

Letters: TypeAlias = "frozenset[str]"


class ExpressionError(Exception):
    """The expression is not used; the message is a sentence that says why and what to write."""


@dataclass(frozen=True, slots=True)
class One:
    """One character out of some."""

    letters: Letters


@dataclass(frozen=True, slots=True)
class Place:
    """``^``, ``$`` or ``\\b``."""

    sign: str


@dataclass(frozen=True, slots=True)
class Branches:
    """Sequences of which the first that fits is taken, in a group or not; the whole expression is one."""

    sequences: tuple[tuple[Part, ...], ...]
    is_captured: bool


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part so many times; without end if ``most`` is None."""

    part: One | Branches
    least: int
    most: int | None
    is_lazy: bool


Part: TypeAlias = "One | Place | Branches | Repeat"


@cache
def _one(sign: str, ignores_case: bool) -> One:
    """Return what stands for one letter, in either case if case does not matter."""
    return One(frozenset((sign, sign.lower(), sign.upper())) if ignores_case else frozenset(sign))


class _Letters:
    """Reads what stands for one character: itself, a shorthand, a class."""

    def __init__(self, written: str, ignores_case: bool) -> None:
        self._written = written
        self._at = 0
        self._ignores_case = ignores_case

    def _next(self) -> str:
        return self._written[self._at : self._at + 1]

    def _takes(self, sign: str) -> bool:
        is_there = self._written.startswith(sign, self._at)
        self._at += len(sign) if is_there else 0
        return is_there

    def _shorthand(self, sign: str) -> Letters:
        if sign in _SHORTHANDS:
            return _SHORTHANDS[sign]
        if sign and sign in SPECIAL:
            return frozenset(sign)
        raise ExpressionError(
            f"'\\{sign}' is not in the grammar that RE2 and JavaScript share. There are \\d, \\w, \\s, \\D, \\W, "
            "\\S, \\t and \\b, for words of other scripts \\e, \\o, \\c, \\a, \\k, \\m, \\q and \\y, and the signs "
            "that have a meaning: " + " ".join(SPECIAL)
        )

    def _class(self) -> Letters:
        is_negated = self._takes("^")
        found: set[str] = set()
        while (sign := self._next()) != "]":
            self._at += 1
            first = self._of_class(sign)
            if self._next() == "-" and self._written[self._at + 1 : self._at + 2] not in ("]", ""):
                self._at += 1
                sign = self._next()
                self._at += 1
                first = _range(first, self._of_class(sign))
            found |= first
        self._at += 1
        if not found:
            raise ExpressionError("A class '[]' has no characters. Write some.")
        letters = self._folded(frozenset(found))
        return ALL - letters if is_negated else letters

    def _of_class(self, sign: str) -> Letters:
        if sign == "[":
            raise ExpressionError("A '[' stands in a class, where engines differ. Write '\\['.")
        if sign == "\\":
            sign = self._next()
            self._at += 1
            return self._shorthand(sign)
        return self._letter(sign)

    def _letter(self, sign: str) -> Letters:
        if not sign:
            raise ExpressionError("A '[' is not closed. Write '\\[' for the sign itself.")
        if sign not in ALL:
            raise ExpressionError(
                f"{sign!a} is not among the characters that texts are read in: printable ASCII. Write '.' for it."
            )
        return frozenset(sign)

    def _folded(self, letters: Letters) -> Letters:
        if not self._ignores_case:
            return letters
        return letters | {letter.lower() for letter in letters} | {letter.upper() for letter in letters}


class Parser(_Letters):
    """Reads an expression from its beginning to its end."""

    groups = 0
    """How many groups have a number."""

    def parse(self) -> Branches:
        """Return all of it."""
        whole = self._branches(is_captured=False)
        if self._at < len(self._written):
            raise ExpressionError("A ')' closes no group. Write '\\)' for the sign itself.")
        return whole

    def _branches(self, *, is_captured: bool) -> Branches:
        sequences = [self._sequence()]
        while self._takes("|"):
            sequences.append(self._sequence())
        return Branches(tuple(sequences), is_captured)

    def _sequence(self) -> tuple[Part, ...]:
        parts: list[Part] = []
        while self._next() not in ("", "|", ")"):
            if run := _ITSELF.match(self._written, self._at):
                parts += [_one(sign, self._ignores_case) for sign in run[0]]
                self._at = run.end()
            else:
                parts.append(self._repeated(self._part()))
        return tuple(parts)

    def _part(self) -> One | Place | Branches:
        sign = self._next()
        self._at += 1
        match sign:
            case "(":
                return self._group()
            case "[":
                return One(self._class())
            case "\\":
                return self._escaped()
            case "^" | "$":
                return Place(sign)
            case ".":
                return One(ALL)
            case "*" | "+" | "?" | "{":
                raise ExpressionError(
                    f"Nothing stands before '{sign}' that could be repeated. Write '\\{sign}' for itself."
                )
            case "]" | "}":
                raise ExpressionError(f"A '{sign}' closes nothing. Write '\\{sign}' for the sign itself.")
        return _one(min(self._letter(sign)), self._ignores_case)

    def _group(self) -> Branches:
        if self._takes("?:"):
            inner = self._branches(is_captured=False)
        elif self._next() == "?":
            found = self._written[self._at - 1 : self._at + 3]
            raise ExpressionError(
                f"'{found}' is not in the grammar that RE2 and JavaScript share: there is no look-around, no named "
                "group and no flag. Groups are '(...)' and '(?:...)'; 'ignore_case' is a field."
            )
        else:
            self.groups += 1
            inner = self._branches(is_captured=True)
        if not self._takes(")"):
            raise ExpressionError("A '(' is not closed. Write '\\(' for the sign itself.")
        return inner

    def _escaped(self) -> One | Place:
        sign = self._next()
        self._at += 1
        if sign == "b":
            return Place("\\b")
        return One(self._shorthand(sign))

    def _repeated(self, part: One | Place | Branches) -> Part:
        bounds = self._bounds()
        if bounds is None:
            return part
        if isinstance(part, Place):
            raise ExpressionError(
                f"'{part.sign}' is a place, which cannot be repeated. Remove what stands behind it."
            )
        is_lazy = self._takes("?")
        if self._next() in ("*", "+", "?", "{") and self._next():
            raise ExpressionError(
                f"A second '{self._next()}' stands behind a repetition. Put the first into '(?:...)'."
            )
        return Repeat(part, *bounds, is_lazy)

    def _bounds(self) -> tuple[int, int | None] | None:
        if (sign := self._next()) in _REPEATING:
            self._at += 1
            return _REPEATING[sign]
        if not self._takes("{"):
            return None
        inside, closed, _ = self._written[self._at :].partition("}")
        least, comma, most = inside.partition(",")
        numbers = [least, most] if comma and most else [least]
        if not closed or not all(number.isascii() and number.isdecimal() and len(number) < 5 for number in numbers):
            raise ExpressionError(
                "'{' begins a number of times, as in '{3}', '{1,3}' or '{2,}'. Write '\\{' for the sign."
            )
        self._at += len(inside) + 1
        low = int(least)
        high = int(most) if most else None if comma else low
        if max(low, high or 0) > _MOST or (high is not None and high < low) or high == 0:
            raise ExpressionError(f"'{{{inside}}}' is no number of times: from few to many, at most {_MOST}.")
        return low, high


def _range(first: Letters, last: Letters) -> Letters:
    if len(first) != 1 or len(last) != 1 or min(first) > min(last):
        raise ExpressionError(
            "A '-' in a class stands between two characters, the smaller first. Write '\\-' for itself."
        )
    return frozenset(letter for letter in ALL if min(first) <= letter <= min(last))
