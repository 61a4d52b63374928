"""An expression as content writes it in, one that RE2 and JavaScript read alike out, or why it is refused.

The grammar is small, and nothing in it depends on the engine. What is compiled is written anew: every class is
spelled out, without line feeds, so that no match leaves its line and no flag is needed. JavaScript goes back in a
text and tries again where RE2 reads it once; so what could make it try in too many ways is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import re2

from codepair.recognizing.alphabet import LONGEST_LINE
from codepair.recognizing.grammar import (
    ALL,
    SPECIAL,
    Branches,
    ExpressionError,
    Letters,
    One,
    Parser,
    Part,
    Place,
    Repeat,
)
from codepair.recognizing.needs import needed
from codepair.recognizing.parts import with_parts

MAX_EXPRESSION = 500
"""Longest expression, in characters."""

MAX_WITH_PARTS = 5_000
"""Longest expression with what its parts stand for, in characters."""

MAX_STEPS = 4_000
"""Most steps of an expression compiled by RE2."""

_CAPITALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")

MAX_WAYS = 10_000
"""In how many ways an expression may try to match at one place before it gives up."""


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that both engines read alike."""

    text: str
    """For both of them; ``^`` and ``$`` stand for the ends of lines, and case matters or not: flags in either."""
    groups: int
    needs: tuple[str, ...] = ()
    """In small letters: a text without any of them has no match, so nobody need look for one."""


def parse_expression(
    written: str, *, ignores_case: bool = False, parts: Mapping[str, str] = MappingProxyType({})
) -> Expression:
    """Return an expression for both engines; raise ExpressionError.

    >>> parse_expression(r"SIP/2\\.0\\s+(\\d{3})").text
    'SIP\\\\/2\\\\.0[\\\\t ]+([0-9]{3})'
    >>> parse_expression("[^x]y", ignores_case=True).text
    '[\\\\t\\\\x12-\\\\x1a -WY-wy-~]y'
    """
    if len(written) > MAX_EXPRESSION:
        raise ExpressionError(
            f"The expression has {len(written)} characters; more than {MAX_EXPRESSION} are not read. Shorten it."
        )
    made = with_parts(written, parts)
    if len(made) > MAX_WITH_PARTS:
        raise ExpressionError(
            f"With its parts the expression has {len(made):,} characters; more than {MAX_WITH_PARTS:,} are not "
            "read. Make two of it."
        )
    parser = Parser(made, ignores_case)
    whole = parser.parse()
    if _may_be_empty(whole):
        raise ExpressionError(
            "The expression matches nothing at all, which is everywhere. Write what must stand there."
        )
    _refuse_loops(whole)
    ways = _ways_of_any(whole.sequences, frozenset())
    if ways > MAX_WAYS:
        raise ExpressionError(
            f"The expression can try in {ways:,} ways to match at one place; more than {MAX_WAYS:,} are not tried. "
            "Let what is repeated exclude what follows it: '[^;]*;' instead of '.*;', or write numbers in braces."
        )
    expression = Expression(_written(whole, ignores_case), parser.groups, needed(whole))
    try:
        steps = compiled(expression.text, ignores_case=ignores_case).programsize
    except re2.error:  # numbers in braces within others, whose product is too great for it
        steps = MAX_STEPS + 1
    if steps > MAX_STEPS:
        raise ExpressionError("The expression repeats or branches too much. Write smaller numbers in braces.")
    return expression


# It is asked for twice: when an expression is read, and when a text is.
@lru_cache(4096)
def compiled(text: str, *, ignores_case: bool = False) -> Any:
    """Return what ``parse_expression`` wrote, compiled by RE2 for texts of ASCII."""
    options = re2.Options()
    options.log_errors = False
    options.encoding = re2.Options.Encoding.LATIN1  # a byte a character: a tenth of the steps
    options.case_sensitive = not ignores_case
    return re2.compile(f"(?m){text}".encode("ascii"), options)


def _may_be_empty(part: Part) -> bool:
    match part:
        case One():
            return False
        case Place():
            return True
        case Branches():
            return any(all(map(_may_be_empty, sequence)) for sequence in part.sequences)
        case Repeat():
            return part.least == 0 or _may_be_empty(part.part)


def _begins(part: Part) -> Letters:
    """Return with what a part may begin."""
    match part:
        case One():
            return part.letters
        case Place():
            return frozenset()
        case Branches():
            return frozenset().union(*(_begins_all(sequence) for sequence in part.sequences))
        case Repeat():
            return _begins(part.part)


def _begins_all(sequence: tuple[Part, ...], then: Letters = frozenset()) -> Letters:
    """Return with what a sequence may begin, or with what follows it if it may be empty."""
    found: Letters = frozenset()
    for part in sequence:
        found |= _begins(part)
        if not _may_be_empty(part):
            return found
    return found | then


def _refuse_loops(part: Part) -> None:
    """Raise for repetitions that the two engines run differently, or that one runs for ever."""
    match part:
        case Branches():
            for sequence in part.sequences:
                for each in sequence:
                    _refuse_loops(each)
        case Repeat(part=Branches() as inner, most=most):
            if most is None:
                raise ExpressionError(
                    "A group is repeated without end. Only single characters and classes are; write a number of "
                    "times, as in '(?:...){0,8}'."
                )
            if _may_be_empty(inner):
                raise ExpressionError(
                    "What is repeated may be empty. Write what must stand there, and '?' behind all of it."
                )
            if most > 1 and _has_groups(inner):
                raise ExpressionError(
                    "A group with a number stands in what is repeated, where engines differ in what it holds. "
                    "Write '(?:...)'."
                )
            _refuse_loops(inner)


def _has_groups(part: Part) -> bool:
    match part:
        case Branches():
            return part.is_captured or any(_has_groups(each) for sequence in part.sequences for each in sequence)
        case Repeat():
            return _has_groups(part.part)
    return False


def _ways(part: Branches | Repeat, then: Letters) -> int:
    """Return in how many ways at most a part is tried at one place; ``then`` is with what the text goes on."""
    if isinstance(part, Branches):
        return _ways_of_any(part.sequences, then)
    begins = _begins(part.part)
    again = then | begins if part.most != 1 else then
    inner = _ways(part.part, again) if isinstance(part.part, Branches) else 1
    most = part.most if part.most is not None else LONGEST_LINE
    choices = most - part.least + 1 if begins & then else 1
    return int(min(inner ** min(most, 64) * choices, 10**12))


def _ways_of_any(sequences: tuple[tuple[Part, ...], ...], then: Letters) -> int:
    """Return in how many ways branches are tried: all those that may begin with the same character."""
    tried = [(_begins_all(sequence, then), _ways_of_all(sequence, then)) for sequence in sequences]
    letters = frozenset[str]().union(*(begins for begins, _ in tried))
    return max((sum(ways for begins, ways in tried if letter in begins) for letter in letters), default=1)


def _ways_of_all(sequence: tuple[Part, ...], then: Letters) -> int:
    ways = 1
    for position, part in enumerate(sequence):
        if isinstance(part, Branches | Repeat):
            ways *= _ways(part, _begins_all(sequence[position + 1 :], then))
    return min(ways, 10**12)


def _written(part: Part, ignores_case: bool) -> str:
    """Return a part as both engines read it."""
    match part:
        case One():
            return _written_letters(part.letters, ignores_case)
        case Place():
            return part.sign
        case Branches():
            inner = "|".join("".join(_written(each, ignores_case) for each in all_) for all_ in part.sequences)
            return f"({inner})" if part.is_captured else inner if len(part.sequences) == 1 else f"(?:{inner})"
        case Repeat():
            inner = _written(part.part, ignores_case)
            if isinstance(part.part, Branches) and not part.part.is_captured and len(part.part.sequences) == 1:
                inner = f"(?:{inner})"
            return inner + _written_bounds(part.least, part.most) + ("?" if part.is_lazy else "")


def _written_bounds(least: int, most: int | None) -> str:
    known = {(0, None): "*", (1, None): "+", (0, 1): "?", (1, 1): ""}
    if (least, most) in known:
        return known[least, most]
    return f"{{{least}}}" if least == most else f"{{{least},{'' if most is None else most}}}"


@lru_cache(4096)
def _written_letters(letters: Letters, ignores_case: bool) -> str:
    """Return a class; where case does not matter without capitals, if that is shorter."""
    if len(letters) == 1:
        return _sign(min(letters))
    if ignores_case and len(letters) == 2 and len(one := letters - _CAPITALS) == 1:
        return _sign(min(one))
    whole = _written_class(letters)
    small = _written_class(letters - _CAPITALS) if ignores_case and not letters <= _CAPITALS else whole
    return min(whole, small, key=len)


def _written_class(letters: Letters) -> str:
    if len(letters) == 1:
        return _sign(min(letters))
    if len(letters) == len(ALL):
        return "."
    codes = sorted(map(ord, letters))
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    pieces = []
    for low, high in ranges:
        first, last = _sign(chr(low)), _sign(chr(high))
        pieces.append(first if low == high else f"{first}{last}" if high == low + 1 else f"{first}-{last}")
    return f"[{''.join(pieces)}]"


def _sign(letter: str) -> str:
    if letter in SPECIAL:
        return f"\\{letter}"
    return "\\t" if letter == "\t" else letter if letter >= " " else f"\\x{ord(letter):02x}"
