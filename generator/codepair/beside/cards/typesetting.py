"""Texts set in lines: measured, wrapped where a line may end, never cut."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from math import ceil, floor, inf
from typing import Literal, NamedTuple, TypeAlias

from PIL import Image, ImageDraw, ImageFont, features

from codepair.beside.cards.typefaces import JOINERS, Fonts, coverage, needs_shaping

Weight: TypeAlias = Literal["regular", "bold"]
Direction: TypeAlias = Literal["ltr", "rtl"]

_WIDE = re.compile("[\u2e80-\u312f\u3190-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
"""Characters of scripts that write no spaces and may end a line almost anywhere; Hangul writes spaces."""

_NO_START = frozenset("、。，．：；？！）」』】〕〉》”’ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々・…%‰℃")
_NO_END = frozenset("（「『【〔〈《“‘")
_AFTER = frozenset("_-/.,:;+=|")
"""Where a name that is longer than a line is divided rather than elsewhere."""


class Face(NamedTuple):
    """A font file at a size, and how its glyphs are chosen."""

    font: ImageFont.FreeTypeFont
    size: int
    """Pixels an em."""
    direction: Direction | None
    """For a text whose letters change with their neighbours; None if one follows the other."""
    language: str | None

    @property
    def pitch(self) -> int:
        """Pixels from line to line; Vietnamese stacks two marks on a letter."""
        return round(self.size * 1.34)

    def width(self, text: str) -> float:
        """Return the advance of a text in pixels."""
        return self.font.getlength(text, direction=self.direction, language=self.language)

    def box(self, text: str) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of a text's ink around the start of its baseline, in pixels."""
        return self.font.getbbox(text, anchor="ls", direction=self.direction, language=self.language)

    def mask(self, text: str) -> tuple[Image.Image, tuple[int, int]]:
        """Return a text's ink in 256 steps, and where it begins from the start of the baseline."""
        left, top, right, bottom = self.box(text)
        x, y = floor(left), floor(top)
        image = Image.new("L", (max(1, ceil(right) - x), max(1, ceil(bottom) - y)), 0)
        pen = ImageDraw.Draw(image)
        pen.text((-x, -y), text, 255, self.font, anchor="ls", direction=self.direction, language=self.language)
        return image, (x, y)


class Typesetter:
    """Sets the texts of one card with given fonts; what it has measured once it knows, as long as the card is made.

    A layout is sought: the same texts are tried in many sizes, in several arrangements, in more and in less room.
    """

    def __init__(self, fonts: Fonts, language: str, direction: Direction) -> None:
        self._fonts = {"regular": fonts.regular, "bold": fonts.bold}
        self._language = language
        self._direction = direction
        self._files: dict[tuple[str, Weight], tuple[bytes | None, bool]] = {}
        self._widths: dict[tuple[str, Weight, int], float] = {}
        self._wrapped: dict[tuple[str, Weight, int, float, float, bool], list[str] | None] = {}

    def can_set(self, text: str, weight: Weight) -> bool:
        """Return whether some font has every character of a text, and its letters can be put into shape."""
        data, is_shaped = self._file(text, weight)
        return data is not None and (not is_shaped or has_shaping())

    def face(self, text: str, weight: Weight, size: int) -> Face:
        """Return the face of a text that can be set.

        Texts that need no shaping are set without it even where it is there, to look the same on every machine.
        """
        data, is_shaped = self._file(text, weight)
        if data is None:
            raise LookupError(f"No font has all characters of {text!r}.")
        if is_shaped:
            return Face(_font(data, size, ImageFont.Layout.RAQM), size, self._direction, self._language)
        return Face(_font(data, size, ImageFont.Layout.BASIC), size, None, None)

    def width(self, text: str, weight: Weight, size: int) -> float:
        """Return the advance of a text that can be set, in pixels."""
        key = (text, weight, size)
        if key not in self._widths:
            self._widths[key] = self.face(text, weight, size).width(text)
        return self._widths[key]

    def wrapped(
        self, text: str, weight: Weight, size: int, width: float, height: float, *, divide: bool
    ) -> list[str] | None:
        """Return the lines of a text that can be set, as ``wrap`` does."""
        key = (text, weight, size, width, height, divide)
        if key not in self._wrapped:
            face = self.face(text, weight, size)
            self._wrapped[key] = wrap(text, face, width, height=height, divide=divide)
        return self._wrapped[key]

    def _file(self, text: str, weight: Weight) -> tuple[bytes | None, bool]:
        """Return the font that has a text's characters, if one has, and whether they must be put into shape."""
        key = (text, weight)
        if key not in self._files:
            needed = {ord(char) for char in text if char not in JOINERS}
            data = next((data for data in self._fonts[weight] if needed <= coverage(data)), None)
            self._files[key] = data, needs_shaping(text)
        return self._files[key]


def has_shaping() -> bool:
    """Return whether Pillow can shape scripts whose letters change with their neighbours (it has Raqm)."""
    return shaping_version() is not None


@cache
def shaping_version() -> str | None:
    """Return the version of Raqm, or None without it."""
    return features.version("raqm") if features.check("raqm") else None


@cache
def _font(data: bytes, size: int, layout: ImageFont.Layout) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BytesIO(data), size, layout_engine=layout)


def wrap(text: str, face: Face, width: float, *, height: float = inf, divide: bool = False) -> list[str] | None:
    """Return a text in as few lines as its width allows, of about the same length; width and height are in pixels.

    None if a word is too wide or the lines are too many for the height. With ``divide`` a word that is too wide is
    divided, after punctuation if possible.
    """
    measured = [(glue, piece, face.width(piece)) for glue, piece in _pieces(text)]
    most = height / face.pitch
    if sum(size for _, _, size in measured) > most * width:
        return None
    if any(size > width for _, _, size in measured):
        if not divide:
            return None
        parts: list[tuple[str, str, float]] = []
        for glue, piece, size in measured:
            divided = [piece] if size <= width else _divided(piece, width, face.width)
            if divided is None:
                return None
            parts += [(glue if not index else "", part, face.width(part)) for index, part in enumerate(divided)]
        measured = parts
    space = face.width(" ") if " " in text else 0.0
    lines = _lines(measured, width, space)
    if len(lines) > most:
        return None
    low, high = max(size for _, _, size in measured), width
    # Lines of about the same length: the narrowest width, to a few pixels, that needs no further line.
    while len(lines) > 1 and high - low > 4:
        middle = (low + high) / 2
        narrower = _lines(measured, middle, space)
        if len(narrower) > len(lines):
            low = middle
        else:
            lines, high = narrower, middle
    return lines


def _lines(measured: Sequence[tuple[str, str, float]], width: float, space: float) -> list[str]:
    lines: list[str] = []
    used = 0.0
    for glue, piece, size in measured:
        gap = space if glue else 0.0
        if lines and used + gap + size <= width:
            lines[-1] += glue + piece
            used += gap + size
        else:
            lines.append(piece)
            used = size
    return lines


def _pieces(text: str) -> list[tuple[str, str]]:
    """Divide a text where a line may end; each piece has before it what stands there within a line."""
    found: list[tuple[str, str]] = []
    for word in filter(None, text.split(" ")):
        if not _WIDE.search(word):
            found.append((" ", word))
            continue
        pieces: list[str] = []
        for char in word:
            before = pieces[-1][-1] if pieces else ""
            is_break = (
                pieces
                and (_WIDE.match(char) or _WIDE.match(before))
                and char not in _NO_START
                and before not in _NO_END
                and not unicodedata.combining(char)
            )
            if pieces and not is_break:
                pieces[-1] += char
            else:
                pieces.append(char)
        found += [("" if index else " ", piece) for index, piece in enumerate(pieces)]
    return found


def _divided(word: str, width: float, measure: Callable[[str], float]) -> list[str] | None:
    """Divide a word into parts that are no wider than a line; None if one character is."""
    parts: list[str] = []
    rest = word
    while rest:
        end = 1
        while end < len(rest) and measure(rest[: end + 1]) <= width:
            end += 1
        if end < len(rest):
            end = next((at for at in range(end, end // 2, -1) if rest[at - 1] in _AFTER), end)
            while end > 1 and (unicodedata.category(rest[end])[0] == "M" or rest[end] in JOINERS):
                end -= 1
        if measure(rest[:end]) > width:
            return None
        parts.append(rest[:end])
        rest = rest[end:]
    return parts
