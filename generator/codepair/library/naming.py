"""A code in, its part of an address and its place among its protocol's codes out."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, TypeAlias

Key: TypeAlias = tuple[tuple[tuple[bool, int, str], ...], str]
"""Where a code stands; two codes never stand at the same place."""

Order: TypeAlias = Literal["natural", "number", "text", "hex", "listed"]
"""How a protocol's codes are ordered."""

_NATURAL = re.compile(r"((?:^[-\u2212](?=\d))?\d+)")
_NUMBER = re.compile(r"([-\u2212+]?\d+)((?:[.:/_ -]?\d+)*)")
_HEX = re.compile(r"(?:(?:0x|x|\$|#|h')?[0-9a-f]+h?'?)(?:[.:/_ -](?:0x)?[0-9a-f]+)*", re.IGNORECASE)
_HEX_PART = re.compile(r"(?:0x)?([0-9a-f]+)", re.IGNORECASE)
_SLUG = re.compile(r"[^a-z0-9._]+")
_SIGNS = {"-": "minus-", "\u2212": "minus-", "+": "plus-"}


def natural_key(code: str) -> tuple[tuple[bool, int, str], ...]:
    """Return a sort key under which digits count as numbers, with a sign at the beginning.

    >>> sorted(["5.1.10", "5.1.9", "421", "99", "NXDOMAIN", "-32700", "-32600"], key=natural_key)
    ['-32700', '-32600', '5.1.9', '5.1.10', '99', '421', 'NXDOMAIN']
    """
    steps = (step for step in _NATURAL.split(code) if step)
    return tuple(
        (False, int(s.replace("\u2212", "-")), "") if s.lstrip("-\u2212").isdecimal() else (True, 0, s.casefold())
        for s in steps
    )


def place(code: str, number: str | None, order: Order, listed: tuple[str, ...] = ()) -> Key:
    """Return where a code stands in an order; what does not fit it stands behind all that do, as people count.

    >>> sorted(["42P01", "08006", "0A000"], key=lambda code: place(code, None, "text"))
    ['08006', '0A000', '42P01']
    >>> sorted(["0x8007000E", "0x80004005", "0x1F"], key=lambda code: place(code, None, "hex"))
    ['0x1F', '0x80004005', '0x8007000E']
    >>> sorted(["b", "a", "c"], key=lambda code: place(code, None, "listed", ("c", "b")))
    ['c', 'b', 'a']
    """
    natural = natural_key(f"{number} {code}" if number else code.lstrip("+"))
    if order == "text":
        return ((True, 0, code),), code
    if order == "listed":
        return ((False, listed.index(code), ""),) if code in listed else ((True, 0, ""), *natural), code
    if order == "hex":
        values = hex_values(number or code)
        return tuple((False, value, "") for value in values) if values else ((True, 0, ""), *natural), code
    return natural, code


def fits(code: str, number: str | None, order: Order, listed: tuple[str, ...]) -> bool:
    """Return whether an order says where a code stands.

    >>> [fits(code, None, "number", ()) for code in ("404", "-32700", "5.1.1", "42P01", "")]
    [True, True, True, False, False]
    """
    if order == "listed":
        return code in listed
    if order == "hex":
        return bool(hex_values(number or code))
    return order != "number" or _NUMBER.fullmatch(number or code) is not None


def hex_values(code: str) -> tuple[int, ...]:
    """Return the numbers that a code in hexadecimal digits writes, none if it is no such code.

    >>> hex_values("0x1F"), hex_values("1f"), hex_values("31.0A"), hex_values("1Fh"), hex_values("wrong")
    ((31,), (31,), (49, 10), (31,), ())
    """
    if _HEX.fullmatch(code) is None:
        return ()
    text = code.strip("x$#'").removesuffix("h").removeprefix("h'")
    return tuple(int(found, 16) for found in _HEX_PART.findall(text))


def slug(code: str) -> str:
    """Return the code as part of an address: ASCII alone, which every host and file system takes as it is.

    Letters and digits of other scripts are written as their numbers, and so is a code that has no letter or digit.

    >>> slug("422"), slug("5.1.1"), slug("NXDOMAIN"), slug("E-DNS-0x1F"), slug("Not Found")
    ('422', '5.1.1', 'nxdomain', 'e-dns-0x1f', 'not-found')
    >>> slug("-32700"), slug("+5"), slug("*"), slug("Ж12"), slug("拒否")
    ('minus-32700', 'plus-5', 'u2a', 'u436-12', 'u62d2-u5426')
    """
    text = unicodedata.normalize("NFC", code.strip()).lower()
    if text[:1] in _SIGNS and text[1:2].isdecimal():
        text = _SIGNS[text[0]] + text[1:]
    written = "".join(f"-{_numbered(each)}-" if not each.isascii() and each.isalnum() else each for each in text)
    found = _SLUG.sub("-", written).strip("-.")
    return found or "-".join(_numbered(each) for each in text if not each.isspace())


def _numbered(character: str) -> str:
    return f"u{ord(character):x}"
