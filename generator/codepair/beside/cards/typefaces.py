"""Font files: which characters they have, and which texts cannot be set one character after the other."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b
from importlib.resources import files

_IGNORED = dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF))
"""Characters that nobody sees and that change no other: soft hyphen, zero-width space, word joiners."""

JOINERS = "\u200c\u200d"
"""They change the shape of the letters beside them and have none of their own."""


@dataclass(frozen=True)
class Fonts:
    """Font files by weight. The first one that has every character of a text draws it."""

    regular: tuple[bytes, ...]
    bold: tuple[bytes, ...]

    @cached_property
    def digest(self) -> str:
        """A hash of all files and their order."""
        found = blake2b(digest_size=16)
        for weight in (self.regular, self.bold):
            found.update(len(weight).to_bytes(4))
            for data in weight:
                found.update(blake2b(data).digest())
        return found.hexdigest()


@cache
def house_fonts() -> Fonts:
    """Return the fonts that come with the generator: Latin with Vietnamese, Greek and Cyrillic."""
    folder = files("codepair.beside.cards") / "fonts"
    names = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")
    regular, bold = ((folder / name).read_bytes() for name in names)
    return Fonts((regular,), (bold,))


def with_fonts(regular: bytes, bold: bytes | None = None) -> Fonts:
    """Return a project's own font before those of the generator; without a bold file, the regular one is both.

    Raises ValueError if a file is no font.
    """
    house = house_fonts()
    for data in filter(None, (regular, bold)):
        coverage(data)
    return Fonts((regular, *house.regular), (bold or regular, *house.bold))


def composed(text: str) -> str:
    """Return a text as it is set: letters and their marks as one character where there is one, spaces collapsed.

    >>> composed("e\\u0301  \\u200bx\\n")
    'é x'
    >>> composed("a \\n b")
    'a b'
    """
    plain = unicodedata.normalize("NFC", text.translate(_IGNORED))
    # Not split(): a no-break space stays.
    return " ".join(word for line in plain.splitlines() for word in line.replace("\t", " ").split(" ") if word)


def needs_shaping(text: str) -> bool:
    """Return whether a text's letters change or move with their neighbours, or run from right to left.

    >>> [needs_shaping(text) for text in ("Từ chối", "Отказ", "拒绝", "رفض", "ปฏิเสธ", "अस्वीकृत")]
    [False, False, False, True, True, True]
    """
    return any(
        char in JOINERS
        or unicodedata.category(char)[0] == "M"
        or unicodedata.bidirectional(char) in ("R", "AL", "RLE", "RLO", "RLI")
        or "\u1800" <= char <= "\u18af"
        for char in text
        if char > "\u02ff"
    )


@cache
def coverage(font: bytes) -> frozenset[int]:
    """Return the characters of a font, as its ``cmap`` table says; of a collection, those of its first font.

    Source: OpenType specification, "cmap", formats 4 and 12. Raises ValueError if the file is no such font.
    """
    try:
        table = _table(font, b"cmap")
        (count,) = struct.unpack_from(">H", font, table + 2)
        found: set[int] = set()
        for index in range(count):
            platform, encoding, offset = struct.unpack_from(">HHI", font, table + 4 + 8 * index)
            if platform == 0 or (platform == 3 and encoding in (1, 10)):
                found.update(_characters(font, table + offset))
    except (struct.error, LookupError) as error:
        raise ValueError(f"This is no TrueType or OpenType font: {error}.") from None
    return frozenset(found)


def _table(font: bytes, name: bytes) -> int:
    """Return where a table begins."""
    start = struct.unpack_from(">I", font, 12)[0] if font[:4] == b"ttcf" else 0
    if font[start : start + 4] not in (b"\0\1\0\0", b"OTTO", b"true"):
        raise LookupError("it does not begin like one")
    (count,) = struct.unpack_from(">H", font, start + 4)
    for index in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, start + 12 + 16 * index)
        if tag == name:
            return int(offset)
    raise LookupError(f"it has no table '{name.decode()}'")


def _characters(font: bytes, start: int) -> Iterator[int]:
    (format_,) = struct.unpack_from(">H", font, start)
    if format_ == 12:
        (count,) = struct.unpack_from(">I", font, start + 12)
        for index in range(count):
            first, last, glyph = struct.unpack_from(">III", font, start + 16 + 12 * index)
            yield from range(first + (glyph == 0), last + 1)
    elif format_ == 4:
        yield from _characters_by_segments(font, start)


def _characters_by_segments(font: bytes, start: int) -> Iterator[int]:
    size = struct.unpack_from(">H", font, start + 6)[0]
    columns = [start + 14 + (size + 2 if column else 0) + size * max(0, column - 1) for column in range(4)]
    for segment in range(0, size, 2):
        last, first, delta, offset = (struct.unpack_from(">H", font, at + segment)[0] for at in columns)
        for char in range(first, min(last, 0xFFFE) + 1):
            glyph = char
            if offset:
                place = columns[3] + segment + offset + 2 * (char - first)
                glyph = struct.unpack_from(">H", font, place)[0]
            if glyph and (glyph + delta) % 0x10000:
                yield char
