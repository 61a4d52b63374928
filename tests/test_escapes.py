"""What programs escape says what it said: a text in JSON, in HTML, or with characters that nobody sees in it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable

import pytest

from codepair.recognizing.escapes import Unescaped
from codepair.recognizing.findings import find
from codepair.recognizing.recognizers import Recognizers
from tests import lines, support


def in_json(text: str) -> str:
    """Return a text as a string of JSON has it."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


FORMS: dict[str, tuple[Callable[[str], str], Callable[[str], str]]] = {
    "json": (in_json, lambda text: json.loads(f'"{text}"')),
    "ascii": (lambda text: json.dumps(text)[1:-1], lambda text: json.loads(f'"{text}"')),
    "json in json": (
        lambda text: in_json(in_json(text)),
        lambda text: json.loads(f'"{json.loads(chr(34) + text + chr(34))}"'),
    ),
    "html": (html.escape, html.unescape),
    "unseen": (lambda text: text.replace(" ", " \u200b"), lambda text: text.replace("\u200b", "")),
}
"""How a text is escaped, and how what was escaped is read by another's code."""


@pytest.mark.parametrize("form", FORMS)
def test_an_escaped_text_says_the_same(known: list[Recognizers], form: str) -> None:
    """In some lines of the corpus the same codes are found, and each stands where its escaped letters do."""
    escape, read = FORMS[form]
    plain = [line.text for line in lines.corpus() if not re.search("[\\\\\xad]|&[a-z#]", line.text)]
    seen = 0
    for text in support.some(plain, 30):
        escaped = escape(text)
        one, other = find(text, known).findings, find(escaped, known).findings
        said = [(each.recognizer, each.address, each.possible) for each in one]
        assert [(each.recognizer, each.address, each.possible) for each in other] == said, text
        assert [read(escaped[each.start : each.end]) for each in other] == [
            text[each.start : each.end] for each in one
        ]
        seen += len(one)
    assert seen > 300


@pytest.mark.parametrize(
    ("escaped", "text"),
    [
        (r"HTTP\/1.1 404 Not Found\r\nServer: x\r\n", "HTTP/1.1 404 Not Found\nServer: x\n"),
        (r"failed\nretrying\tnow", "failed\nretrying\tnow"),
        # A backslash that escapes nothing is of a path: feeds are believed only before what begins no name.
        (r"C:\nginx\logs\error.log", r"C:\nginx\logs\error.log"),
        (r"C:\Users\nancy said\nNo", "C:\\Users\\nancy said\nNo"),
        (r"\\\"code\\\": 403", '"code": 403'),
        # As nginx writes what a log may not have.
        (r"{\x22code\x22: 404, \x0a\xd0}", r'{"code": 404, \x0a\xd0}'),
        (r"\u003c404\u003E \u0416", "<404> \u0416"),
        ("&quot;404&quot; &lt;&#39;&#x27;&gt; R&D &copy; &amp;lt;", "\"404\" <''> R&D &copy; &lt;"),
        ("4\u200b0\u20604", "404"),
        ("\\", "\\"),
        ("", ""),
    ],
)
def test_what_is_read(escaped: str, text: str) -> None:
    """Each place of what is read leads to one of what was given, in the same order."""
    one = Unescaped(escaped)
    assert one.text == text
    places = [one.place(at) for at in range(len(text) + 1)]
    assert places == sorted(set(places))
    assert all(place <= len(escaped) for place in places)


def test_a_text_of_backslashes_is_read_at_once() -> None:
    """As long as a pasted text may be; nothing is looked for twice."""
    assert Unescaped("\\" * 1_000_000).text == "\\" * 1_000_000
