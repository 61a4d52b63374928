"""What stands beside a number in a list: in ``401/407`` and ``502, 503 and 504`` each is of the same field.

No expression of a protocol tells of lists: what says whose number one of them is says it of all. A list has nothing
but signs and a word for *and* or *or* between its numbers, which are codes of three digits. Of smaller ones, as in
``RCODE 2, 5 or 9``, it needs such a word before the last. Lines that begin alike, each with a code, are a list too.
``recognize.js`` has the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

Span: TypeAlias = "tuple[int, int]"
"""Where a number begins and ends in a text."""

_AND_OR = r"and|or|und|oder|et|ou|y|o|e|hay|v\x1a|ho\x1a{1,2}c"
_BETWEEN = rf"[\"'`*]{{0,2}}(?: ?[/|&;] ?|(?:, ?| )(?:{_AND_OR}|\x1a)(?:/or)? |, ?|\x1a)[\"'`*]{{0,2}}"
"""Between two numbers of a list."""

LONGEST = 16
"""How many letters before a number are read: more than the longest that may stand there."""

_NEXT = re.compile(_BETWEEN + r"(\d{3})(?![\w%])", re.ASCII | re.IGNORECASE)
_COUNTED = re.compile(
    r"[.:,/-]\d|, \d| ?(?:[mun]?s|secs?|[kmg]i?b|[kmg]bps|bits?|x|px|hz)\b"
    r"| (?!(?:errors|codes|responses|replies|answers|status(?:es)?|messages|exceptions|failures|challenges"
    r"|redirects|returns|means|happens|occurs|appears|comes|shows|gives|gets|always|sometimes|versus|plus|this|does"
    r"|was|has)\b)"
    r"[a-z]{3,20}s\b",
    re.ASCII | re.IGNORECASE,
)
"""What stands behind numbers that are no codes: one more number, a unit, things that are counted."""
_SMALL = re.compile(
    r"(?: ?[,/] ?[\"'`]?\d{1,2}[\"'`]?){0,8}(?:, ?| )"
    rf"(?:{_AND_OR})(?:/or)? [\"'`]?"
    r"\d{1,2}(?![\w%]|[.:,/-]\d|, ?\d| ?(?:[mun]?s|min|secs?|[kmg]i?b|bits?|x|px|hz)\b"
    r"| \w{0,20} ?(?:seconds|minutes|hours|days|times|tries|retries|answers|records|queries|servers|lines|entries"
    r"|packets|attempts|calls|pods|nodes|replicas|clients|users|files|rows|items|jobs|more)\b"
    r"| (?:and|or|to|of) \d)",
    re.ASCII | re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+", re.ASCII)
_LAST = re.compile(r"(?:^|[^\w.:/$#%-])(\d{3})" + _BETWEEN + r"\Z", re.ASCII | re.IGNORECASE)


_LINE = re.compile(r"(?:^|\n)([^A-Za-z0-9\n]{0,12})(\d{3})([^\w%\n]|\Z)", re.ASCII)
"""A line that begins with a number: what stands before it, the number, and what follows it."""

MOST_LINES = 40
"""How many lines above and below a number are read."""


def lines_beside(text: str, start: int, is_code: Callable[[str], bool]) -> list[Span]:
    """Return where codes stand in the lines above and below one that begins its line at a position of a text.

    They are a list if each begins as its line does, and if what follows the number is the same sign.

    >>> lines_beside("- 404 x\\n- 486 y\\n- 603 z\\n6 w", 10, lambda number: True)
    [(2, 5), (18, 21)]
    >>> lines_beside("486 x\\n- 404 y", 0, lambda number: True)
    []
    """
    begin = text.rfind("\n", 0, start) + 1
    own = _LINE.match(text, begin) if begin == 0 else _LINE.match(text, begin - 1)
    if own is None or own.start(2) != start:
        return []
    around = (own[1], own[3])
    above: list[Span] = []
    while begin and len(above) < MOST_LINES:
        begin = text.rfind("\n", 0, begin - 1) + 1
        line = _LINE.match(text, begin - 1 if begin else 0)
        if line is None or (line[1], line[3]) != around or not is_code(line[2]):
            break
        above.insert(0, line.span(2))
    below: list[Span] = []
    end = text.find("\n", start)
    while end >= 0 and len(below) < MOST_LINES:
        line = _LINE.match(text, end)
        if line is None or (line[1], line[3]) != around or not is_code(line[2]):
            break
        below.append(line.span(2))
        end = text.find("\n", line.end(2))
    return above + below


def behind(text: str, end: int, is_code: Callable[[str], bool]) -> list[Span]:
    """Return where the numbers of a list stand behind one that ends at a position of a text.

    >>> [behind(text, 3, lambda number: True) for text in ("401/407", "502, 503 and 504", "200, 512 bytes")]
    [[(4, 7)], [(5, 8), (13, 16)], []]
    """
    found = []
    while (match := _NEXT.match(text, end)) is not None and is_code(match[1]):
        found.append(match.span(1))
        end = match.end(1)
    return [] if _COUNTED.match(text, end) else found


def small_behind(text: str, end: int, is_code: Callable[[str], bool]) -> list[Span]:
    """Return where numbers of one or two digits begin and end that follow one which ends at a position of a text.

    >>> [small_behind(text, 7, lambda _: True) for text in ("RCODE 2, 5 or 9", "RCODE 2, 5", "RCODE 2 or 5 ms")]
    [[(9, 10), (14, 15)], [], []]
    """
    match = _SMALL.match(text, end)
    if match is None:
        return []
    found = [each.span() for each in _NUMBER.finditer(text, end, match.end())]
    return found if all(is_code(text[start:stop]) for start, stop in found) else []


def before(text: str, start: int, is_code: Callable[[str], bool]) -> list[Span]:
    """Return where the numbers of a list stand before one that begins at a position of a text.

    >>> before("180 and 183 responses", 8, lambda number: True)
    [(0, 3)]
    """
    found: list[Span] = []
    while True:
        begin = max(start - LONGEST, 0)
        match = _LAST.search(text[begin:start])
        if match is None or not is_code(match[1]):
            return found
        start = begin + match.start(1)
        found.append((start, begin + match.end(1)))
