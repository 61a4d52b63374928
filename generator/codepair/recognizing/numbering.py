"""Where a number counts lines, in front of each by ``cat -n`` or ``grep -n``, or is the length of a listed packet.

``recognize.js`` has the same.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from codepair.recognizing.places import before

_BEGIN = re.compile(r"\A[^A-Za-z0-9\n]{0,12}\Z", re.ASCII)
"""What may stand in front of the number of a line."""

_RECORD = re.compile(
    r"\d{1,7}[:|.)>\]-]?[ \t]{0,8}(?:(?:SIP/2\.0|HTTP/\d(?:\.\d)?) \d{3}\b|[A-Z]{3,9} (?:sips?|tel|urn):"
    r"|(?:Via|Call-ID|CSeq|Max-Forwards|Content-[A-Z][a-z-]{1,20}|User-Agent|Record-Route|(?:WWW|Proxy)-Auth[a-z]{5,10}"
    r"|Cache-Control|Set-Cookie): ?\S|[A-Z]{3,9} {1,6}[^ @]{1,60}@"
    r"|(?:\?|pts/\d{1,3}|tty\w{0,6}) {1,8}[SRDZTI]"
    r"|\d{1,7} {1,8}\d{1,7} {1,4}\d{1,3} {1,3}(?:\d{1,2}:\d\d|[A-Z][a-z]{2}\d\d)"
    r"|[a-z_][\w-]{0,20} {1,8}-?\d{1,2} {1,8}-?\d{1,2} "
    r"|\d{1,6}\.\d{1,9}[ \t]{1,4}(?:\d{1,3}\.\d{1,3}\.|[0-9a-f]{1,4}:)"
    r"|[\[(<\"]?(?:\d{4}[-/]\d\d[-/]\d\d[ T]|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:|\d\d:\d\d:\d\d\b))"
    r"|\d{1,7}(?:[:|.)>\]-]|[ \t](?=[ \t])|(?=\t))[ \t]{0,8}"
    r"(?:From|To|Contact|Server|Date|Allow|Host|Supported|Require"
    r"|Route|Accept|Expires|Authorization|Location|Connection): ?\S",
    re.ASCII,
)
"""A number in front of a line that a message, a log or a list has: a status line, a field, a time, a process."""

_LINE = re.compile(r"[^A-Za-z0-9\n]{0,12}(\d{1,7})(?:([ \t]{0,8}(?:\n|\Z))|\t| {2}|:[^\s\d]|[.)])", re.ASCII)
"""A line that begins with a number as programs write it, and whether it has nothing else."""

_ENDPOINTS = re.compile(
    r"[\da-f:.]{6,39}[ \t]{1,20}(?:(?:->|[^ -~])[ \t]{1,4})?[\da-f:.]{6,39}[ \t]{1,20}"
    r"[A-Z][A-Za-z0-9./-]{1,15}[ \t]{1,9}\Z",
    re.ASCII,
)
"""What tshark and Wireshark write in front of a packet's length: who sent it to whom, and its protocol."""

_INFO = re.compile(
    r"\d{1,5}[ \t]{1,4}(?:(?:Request|Status): |HTTP/\d|[A-Z]{3,8} [/*]|Continuation|HEADERS|DATA\b|SETTINGS"
    r"|Standard query|Application Data|\[|\d{1,5} ?(?:->|[^ -~]|>))",
    re.ASCII,
)
"""A packet's length and what is written behind it."""

_FRACTION = re.compile(r":\d\d[.,]\d{3} \Z|\A ?\d{1,3}\(\Z|[\w.]\s{0,12}\[\Z|:\d\d (?:[A-Z]{3} )?\[\Z", re.ASCII)
_LEVEL = re.compile(
    r"\d{1,7}(?: (?:CRITICAL|ERROR|WARN|WARNING|INFO|DEBUG) \S"
    r"|(?:\) |\]:? {1,3})(?:ALERT|CRITICAL|DBG|DEBUG|ERROR|FATAL|INFO|LOG|NOTICE|STATEMENT|WARNING)(?::| {2}))",
    re.ASCII,
)
"""A process between the time or program of a line and its level."""

_BRANCH = re.compile(r"[^ -~\n]{2}\Z", re.ASCII)
_PROGRAM = re.compile(r"\d{1,7} /\w", re.ASCII)
"""A process of a service, behind the branch of a tree that ``systemctl status`` draws."""

_RECORDS = ((_BEGIN, _RECORD), (_ENDPOINTS, _INFO), (_FRACTION, _LEVEL), (_BRANCH, _PROGRAM))
"""What stands in front of such a number in its line, and from it on."""

_HEADING = re.compile(
    r"(?:\A|\n)[^A-Za-z0-9\n]{0,4}(?:id|#|no\.?|nr\.?|ext(?:ension)?s?|pid|uid|line|row|seq|frame|index|count|port|handles)"
    r"\"?(?: {0,20}[|,;]|\t| {2})[^\n]*\n(?=[^\n])",
    re.ASCII | re.IGNORECASE,
)
"""The heading of a table whose first column numbers its rows, or has names of things that are numbers."""


def rows(text: str) -> tuple[tuple[int, int], ...]:
    """Return where a text has rows that begin with a number of their own: from below a heading to an empty line.

    >>> rows("| Id | HTTP |\\n| 404 | 200 |\\n\\nHTTP 404")
    ((14, 28),)
    """
    found = []
    heading = _HEADING.search(text)
    while heading is not None:
        end = text.find("\n\n", heading.end()) + 1 or len(text)
        found.append((heading.end(), end))
        heading = _HEADING.search(text, end)
    return tuple(found)


def is_of_row(text: str, at: int, spans: tuple[tuple[int, int], ...]) -> bool:
    """Return whether a number at a position begins one of the rows of a text.

    >>> text = "| Id | HTTP |\\n| 404 | 200 |\\n\\nHTTP 404"
    >>> [is_of_row(text, text.index(number), rows(text)) for number in ("404", "200")]
    [True, False]
    """
    found = bisect_right(spans, (at, len(text)))
    return found > 0 and at < spans[found - 1][1] and _BEGIN.match(before(text, at)) is not None


def is_of_record(text: str, at: int) -> bool:
    """Return whether a number at a position of a text stands in front of a line of a log, or is a packet's length.

    >>> texts = "404:SIP/2.0 486 Busy Here", "404 12.501 192.0.2.1 SIP", "404: not found"
    >>> [is_of_record(text, 0) for text in texts]
    [True, True, False]
    >>> text = "192.0.2.1 192.0.2.2 HTTP 503 GET / HTTP/1.1"
    >>> is_of_record(text, text.index("503"))
    True
    """
    line = before(text, at)
    return any(behind.match(text, at) and front.search(line) for front, behind in _RECORDS)


def is_counting(text: str, at: int) -> bool:
    """Return whether three lines are numbered one after the other, one of them by the number at a position.

    Of lines that have nothing else two are enough.

    >>> text = "404\\tINVITE\\n405\\tVia\\n406\\tFrom\\n408\\tTo"
    >>> [is_counting(text, text.index(number)) for number in ("404", "405", "406", "408")]
    [True, True, True, False]
    >>> is_counting("486\\n487", 0), is_counting("486 busy\\n487 hung up\\n488 media", 0)
    (True, False)
    """
    begin = text.rfind("\n", 0, at) + 1
    own = _LINE.match(text, begin)
    if own is None or own.start(1) != at:
        return False
    return _counted(text, begin, int(own[1]), -1) + _counted(text, begin, int(own[1]), 1) >= (1 if own[2] else 2)


def _counted(text: str, begin: int, number: int, step: int) -> int:
    """Return how many of the two lines above (-1) or below (1) count on from the one that begins at a position."""
    for count in range(2):
        if (begin if step < 0 else text.find("\n", begin) + 1) == 0:
            return count
        begin = (text.rfind("\n", 0, begin - 1) if step < 0 else text.find("\n", begin)) + 1
        line = _LINE.match(text, begin)
        if line is None or int(line[1]) != number + step * (count + 1):
            return count
    return 2
