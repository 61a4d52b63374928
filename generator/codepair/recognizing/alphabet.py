"""A text of anybody in, what it says in the few characters that recognizers know out, sign for sign.

The browser reads a text in the same way (``recognize.js``), so both find the same: an expression sees printable
ASCII, tab, line feed, signs of the kinds of words of other scripts (``words.py``), and one sign that stands for
everything else. What programs escape is read as what it was (``escapes.py``). A position in what is read is one of
UTF-16 code units, as in JavaScript; ``Reading.place`` leads back to one of the text's own characters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from codepair.recognizing.escapes import Unescaped
from codepair.recognizing.words import EXPRESSION, SIGNS

OTHER = "\x1a"
"""What every character stands for that has no place below, once for each of its UTF-16 code units."""

LONGEST_LINE = 2_000
"""Longest line that is read as one, in code units; a longer one is cut at the last space before, or there."""

PIECE = 16_384
"""About how many code units are searched at a time, in whole lines."""

LETTERS = "".join((*map(chr, range(0x20, 0x7F)), "\t", OTHER, *SIGNS))
"""What a line is made of when it is read."""

_ENDS = "\r\v\f\x85\u2028\u2029"
_SPACES = "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\ufeff"
_SINGLE = "\u2018\u2019\u02bc"
_DOUBLE = "\u201c\u201d\u201e"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_PLAIN = {
    **dict.fromkeys(map(ord, _ENDS), "\n"),
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, _SINGLE), "'"),
    **dict.fromkeys(map(ord, _DOUBLE), '"'),
    **dict.fromkeys(map(ord, _DASHES), "-"),
}
_COLOURS = re.compile(r"\x1b\[[0-9;]{0,40}[A-Za-z]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Reading:
    """A text as recognizers see it."""

    text: str
    """As it was given."""

    @cached_property
    def _unescaped(self) -> Unescaped:
        return Unescaped(self.text)

    @cached_property
    def plain(self) -> str:
        """The text in the letters that recognizers know; a position in it is one of UTF-16 code units.

        >>> Reading("caf\u00e9\u00a0\u201c486\u201d\\r\\n").plain
        'caf\\x1a "486"\\n\\n'
        >>> Reading("\u041e\u0448\u0438\u0431\u043a\u0430 502").plain
        '\\x16\\x16\\x16\\x16\\x16\\x1a 502'
        """
        blanked = _COLOURS.sub(lambda match: " " * len(match[0]), self._unescaped.text)
        # Each word is of another script: a text in ASCII is not searched for them, which took a tenth of the time.
        return blanked.translate(_CONTROLS) if blanked.isascii() else EXPRESSION.sub(_read, blanked)

    @cached_property
    def _beyond(self) -> list[int]:
        """Where the second half of each character stands that has two code units."""
        return [match.start() + before + 1 for before, match in enumerate(_ASTRAL.finditer(self._unescaped.text))]

    def place(self, unit: int) -> int:
        """Return which of the text's characters stands at a position of what is read.

        >>> [Reading("\U0001f4de 486").place(unit) for unit in (0, 2, 3, 6)]
        [0, 1, 2, 5]
        """
        return self._unescaped.place(unit - bisect_right(self._beyond, unit - 1))

    def pieces(self) -> Iterator[tuple[int, str]]:
        """Yield what is searched at a time, whole lines as they are read, with the position at which it begins.

        >>> [(start, len(piece)) for start, piece in Reading("a" * 1999 + " b" + "c" * 2000 + "\\nd").pieces()]
        [(0, 2000), (2000, 2000), (4000, 3)]
        """
        plain, begin = self.plain, 0
        for start, stop in _lines(plain):
            is_long = stop - start > LONGEST_LINE
            if begin < start and (is_long or stop - begin > PIECE):
                yield begin, plain[begin:start]
                begin = start
            while is_long and stop - begin > LONGEST_LINE:
                space = plain.rfind(" ", begin + 1, begin + LONGEST_LINE)
                cut = begin + LONGEST_LINE if space < 0 else space + 1
                yield begin, plain[begin:cut]
                begin = cut
        if begin < len(plain):
            yield begin, plain[begin:]


def _read(match: re.Match[str]) -> str:
    """Return what a word or a character is read as."""
    found, kind = match[0], match.lastindex
    return SIGNS[kind - 1] * len(found) if kind else _letter(found)


def _letter(character: str) -> str:
    """Return what a character is read as."""
    return _PLAIN.get(ord(character)) or (OTHER if character <= "\uffff" else OTHER + OTHER)


_CONTROLS = {code: _letter(chr(code)) for code in (*range(0x20), 0x7F) if chr(code) not in "\t\n"}
"""What the characters of ASCII that are not read as themselves are read as, by their code."""


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each line begins and ends, its line feed included."""
    start = 0
    while start < len(text):
        feed = text.find("\n", start)
        stop = len(text) if feed < 0 else feed + 1
        yield start, stop
        start = stop
