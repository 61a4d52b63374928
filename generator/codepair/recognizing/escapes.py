r"""A text that a program has escaped in, the same text as it was out, and where each of its characters stands.

A log in JSON, JSON in JSON, a message in HTML, bytes as Python prints them: ``\"code\": 403`` says ``"code": 403``,
and ``SIP/2.0 486 Busy Here\r\nVia:`` has two lines. Characters that nobody sees, which pages and chats put into
texts, are left out. The browser reads all of it in the same way (``recognize.js``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate

_ENTITIES = {"quot": '"', "apos": "'", "lt": "<", "gt": ">", "amp": "&", "nbsp": " "}
_ANY = (
    r"\\{1,8}(?:([\"'/])|u([0-9a-fA-F]{4})|x([2-7][0-9a-fA-F])|((?:r\\{1,8})?n)|(t))"
    r"|&(?:(quot|apos|lt|gt|amp|nbsp)|#(3[2-9]|[4-9]\d|1[01]\d|12[0-6]|160)|#x([2-7][0-9a-fA-F]));"
    r"|[\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069]"
)
_ESCAPE = re.compile(_ANY)
_OTHER_BACKSLASH = re.compile(r"\\[^\"'/\\bfnrtux]")
"""One that escapes nothing: of a path of Windows, say, in which ``\n`` may begin a folder's name."""
_ESCAPE_AMONG_OTHERS = re.compile(_ANY.replace("n)", "n)(?![a-z])").replace("(t)", "(t)(?![a-z])"))


class Unescaped:
    r"""A text without its escapes.

    >>> one = Unescaped(r'{\"code\":404}')
    >>> one.text, one.place(8), one.place(11)
    ('{"code":404}', 10, 13)
    """

    def __init__(self, escaped: str) -> None:
        """Take a text as it was given."""
        self._ends: list[int] = []
        """Behind which of its characters some were left out."""
        left_out: list[int] = []
        self.text = escaped
        if "\\" not in escaped and "&" not in escaped and escaped.isascii():
            self._left_out = left_out
            return
        parts, end, length = list[str](), 0, 0
        escape = _ESCAPE_AMONG_OTHERS if _OTHER_BACKSLASH.search(escaped) else _ESCAPE
        for match in escape.finditer(escaped):
            read = _read(match)
            parts += (escaped[end : match.start()], read)
            length += match.start() - end + len(read)
            end = match.end()
            self._ends.append(length - 1)
            left_out.append(len(match[0]) - len(read))
        self.text = "".join((*parts, escaped[end:]))
        self._left_out = [0, *accumulate(left_out)]

    def place(self, position: int) -> int:
        """Return where a character of the text stands in the text that was given."""
        return position + self._left_out[bisect_left(self._ends, position)] if self._ends else position


def _read(match: re.Match[str]) -> str:
    """Return what an escape is read as; what nobody sees is nothing."""
    sign, unit, byte, feed, tab, entity, decimal, hexadecimal = match.groups()
    if feed:
        return "\n"
    if decimal:
        return chr(int(decimal))
    sixteenths = unit or byte or hexadecimal
    if sixteenths:
        return chr(int(sixteenths, 16))
    return sign or (tab and "\t") or _ENTITIES.get(entity, "")
