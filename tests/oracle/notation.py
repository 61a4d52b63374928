"""Plain values that both sides come to, how texts are written in them, and where two of them differ.

A text is written as content writes it: back-ticks around code. What content cannot write has signs of its own:
``[text](address)`` is a link, ``*text*`` bold, ``_text_`` small, ``{en ltr|text}`` text marked with its language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple, TypeAlias

Value: TypeAlias = "str | int | Sequence[Value] | Mapping[str, Value] | None"
"""What a page or document says, or a part of it."""

NOTHING = "(nothing)"
"""Stands for a field or an item that one side does not have at all."""

_SPACES = re.compile(r"[ \t\n\r\f]+")


class Difference(NamedTuple):
    """A field that does not say what it has to."""

    field: str
    """Where it is, such as ``facts[2].link``."""
    expected: Value
    found: Value

    def __str__(self) -> str:
        """The difference in one line."""
        return f"{self.field}: expected {self.expected!r}, found {self.found!r}"


def collapsed(text: str) -> str:
    """Return a text as a browser shows it: without line breaks and repeated spaces.

    >>> collapsed(" Send\\n  it ")
    'Send it'
    """
    return _SPACES.sub(" ", text).strip(" ")


def linked(text: str, address: str | None, title: str | None = None) -> str:
    """Return a text as a link, with its tooltip if it has one; without an address, as it is.

    >>> linked("`422`", "../422/"), linked("Registered", None), linked("§6", "/6", "422 Response")
    ('[`422`](../422/)', 'Registered', '[§6](/6 "422 Response")')
    """
    tooltip = f' "{title}"' if title is not None else ""
    return f"[{text}]({address}{tooltip})" if address is not None else text


def marked(text: str, language: str | None, direction: str | None = None) -> str:
    """Return a text marked with its language and, if given, its direction.

    >>> marked("Busy Here", "en"), marked("Retry", "en", "ltr"), marked("Bận", None)
    ('{en|Busy Here}', '{en ltr|Retry}', 'Bận')
    """
    names = " ".join(name for name in (language, direction) if name)
    return f"{{{names}|{text}}}" if names else text


def differences(expected: Value, found: Value, field: str = "") -> Iterator[Difference]:
    """Yield every field in which two values differ.

    >>> [str(each) for each in differences({"since": ["2005", "2006"]}, {"since": ["2005"]})]
    ["since[1]: expected '2006', found '(nothing)'"]
    """
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        for name in dict.fromkeys((*expected, *found)):
            one, other = expected.get(name, NOTHING), found.get(name, NOTHING)
            yield from differences(one, other, f"{field}.{name}" if field else name)
    elif isinstance(expected, list | tuple) and isinstance(found, list | tuple):
        for index, (one, other) in enumerate(zip_longest(expected, found, fillvalue=NOTHING)):
            yield from differences(one, other, f"{field}[{index}]")
    elif expected != found:
        yield Difference(field, expected, found)
