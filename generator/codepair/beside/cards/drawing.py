"""A card in, a PNG of 12 colours out; the same card gives the same bytes."""

from __future__ import annotations

import struct
from typing import cast, get_args

from PIL import Image, ImageDraw
from zlib_ng.zlib_ng import compress, crc32

from codepair.beside.cards.cards import HEIGHT, KEY_NAME, SIGNATURE, WIDTH, Card, card_key
from codepair.beside.cards.layout import Layout, Tone, layout
from codepair.beside.cards.typefaces import Fonts, house_fonts

SURFACE = (7, 61, 72)
"""The site's darkest teal; the others are its white and the two columns of its icon."""
INKS: dict[str, tuple[int, int, int]] = {
    "light": (255, 255, 255),
    "first": (143, 211, 200),
    "second": (242, 197, 124),
}
STEPS = {"light": 5, "first": 3, "second": 3}
"""Colours from the surface to an ink: 12 in all, with the surface itself. More make no edge of a letter smoother to
the eye, and files larger: by 7 % with 16."""
QUIET = 4
"""The step of the light ink that is the strongest in quiet text."""


def draw(card: Card, fonts: Fonts | None = None) -> bytes:
    """Return a card as a PNG, 1200 by 630 pixels, with its key in it; the same card gives the same bytes.

    Raises ValueError if a text is so long, some thousands of characters, that it has no room in any size.
    """
    fonts = fonts or house_fonts()
    return _png(picture(layout(card, fonts)), card_key(card, fonts))


def _png(image: Image.Image, key: str) -> bytes:
    """Return an image of at most 16 colours as a PNG, its key first.

    Not Pillow's own writer: that one tries filters, which flat areas do not need, and takes three times as long.
    Not Python's own zlib: it takes half of a card's time, zlib-ng a quarter, and what it makes is larger.
    """
    row = WIDTH // 2
    packed = image.tobytes("raw", "P;4")
    rows = b"".join(b"\0" + packed[start : start + row] for start in range(0, len(packed), row))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, 4, 3, 0, 0, 0)),
        (b"tEXt", f"{KEY_NAME}\0{key}".encode("latin-1")),
        (b"PLTE", bytes(_PALETTE)),
        (b"IDAT", compress(rows, 6)),
        (b"IEND", b""),
    )
    return SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc32(kind + body)) for kind, body in chunks
    )


def picture(layout: Layout) -> Image.Image:
    """Return a layout's pixels, with a palette of 12 colours."""
    image = Image.new("P", (WIDTH, HEIGHT), 0)
    image.putpalette(_PALETTE)
    pen = ImageDraw.Draw(image)
    is_mirrored = layout.direction == "rtl"
    for area in layout.areas:
        x = WIDTH - area.x - area.width if is_mirrored else area.x
        colour = _INDEXES[area.tone][255]
        pen.rectangle((x, area.y, x + area.width - 1, area.y + area.height - 1), fill=colour)
    for line in layout.lines:
        mask, (left, top) = line.face.mask(line.text)
        x = WIDTH - line.x - line.face.width(line.text) if is_mirrored else line.x
        indexes = mask.point(_INDEXES[line.tone])
        # Lines of a large size may overlap a little: only ink is put down.
        image.paste(indexes, (round(x) + left, round(line.y) + top), mask.point(_INK))
    return image


def _indexes(tone: Tone) -> list[int]:
    """Return a tone's place in the palette for each of 256 steps of coverage."""
    first = 1
    for name, steps in STEPS.items():
        if name == tone or (tone == "quiet" and name == "light"):
            strongest = QUIET if tone == "quiet" else steps
            levels = [round(cover * strongest / 255) for cover in range(256)]
            return [first + level - 1 if level else 0 for level in levels]
        first += steps
    raise AssertionError(tone)


def _colours() -> list[int]:
    """Return red, green and blue of each colour, from the surface through the steps of each ink."""
    colours = [SURFACE]
    for name, steps in STEPS.items():
        for step in range(1, steps + 1):
            mixed = (round(a + (b - a) * step / steps) for a, b in zip(SURFACE, INKS[name], strict=True))
            colours.append(cast(tuple[int, int, int], tuple(mixed)))
    return [part for colour in colours for part in colour]


_PALETTE = _colours()
_INDEXES = {tone: _indexes(tone) for tone in get_args(Tone)}
_INK = [0] + [255] * 255
