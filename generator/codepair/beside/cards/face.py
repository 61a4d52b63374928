"""How a social card looks: its texts laid out, and drawn as a PNG of 16 colours.

A text that does not fit is wrapped, then all texts are set smaller by whole steps; nothing is cut. A text that
cannot be set, for want of a font or of shaping, is left out rather than drawn as boxes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple, TypeAlias, cast

from PIL import Image, ImageDraw

from codepair.beside.cards.cards import HEIGHT, KEY_NAME, SIGNATURE, WIDTH, Card, Named, card_key
from codepair.beside.cards.typefaces import Fonts, house_fonts
from codepair.beside.cards.typesetting import Direction, Face, Typesetter, Weight, wrap

Tone: TypeAlias = Literal["light", "quiet", "first", "second"]
Arrangement: TypeAlias = Literal["single", "columns", "rows"]

MARGIN = 72
"""Pixels at the sides that stay free."""
EDGE = 56
"""Pixels above and below that stay free."""

SURFACE = (7, 61, 72)
"""The site's darkest teal; the others are its white and the two columns of its icon."""
INKS: dict[str, tuple[int, int, int]] = {
    "light": (255, 255, 255),
    "first": (143, 211, 200),
    "second": (242, 197, 124),
}
STEPS = {"light": 7, "first": 4, "second": 4}
"""Colours from the surface to an ink: 16 in all, with the surface itself."""
QUIET = 6
"""The step of the light ink that is the strongest in quiet text."""

SCALES = tuple(0.95**step for step in range(60))
LEGIBLE = 24
"""Pixels an em: below it words are divided rather than set smaller still."""
COLUMN_CODE = 72
"""Pixels an em that codes side by side must reach; smaller ones stand one below the other."""
NARROWEST_CODE = 52
"""Pixels an em below which a code takes a second line."""

CODE_SLACK = 0.24
"""Parts of an em above and below a code that its block does not count: the eye takes that room, which capitals and
digits leave free, for a gap."""

BAR, BAR_GAP = 10, 30
"""Pixels: the bar beside a code in its colour, and from there to its text."""
BETWEEN_COLUMNS = 112
AIR = 34
"""Pixels that stay free above and below the codes."""


class Sizes(NamedTuple):
    """The largest sizes of an arrangement, in pixels an em."""

    code: int
    phrase: int
    gloss: int


SIZES: dict[Arrangement, Sizes] = {
    "single": Sizes(176, 72, 44),
    "columns": Sizes(132, 48, 36),
    "rows": Sizes(88, 48, 36),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text where it stands on the card."""

    text: str
    face: Face
    tone: Tone
    x: float
    """Where it begins, in pixels from the side at which reading begins."""
    y: float
    """Its baseline, in pixels from above."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of one tone, in the measure of ``Line``."""

    x: float
    y: float
    width: float
    height: float
    tone: Tone


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything that is drawn."""

    lines: tuple[Line, ...]
    areas: tuple[Area, ...]
    direction: Direction


class Block(NamedTuple):
    """Lines around an origin of their own."""

    lines: tuple[Line, ...]
    height: float

    def at(self, x: float, y: float) -> Iterator[Line]:
        """Yield the lines, moved."""
        return (Line(line.text, line.face, line.tone, line.x + x, line.y + y) for line in self.lines)


def draw(card: Card, fonts: Fonts | None = None) -> bytes:
    """Return a card as a PNG, 1200 by 630 pixels, with its key in it; the same card gives the same bytes.

    Raises ValueError if a text is so long, some thousands of characters, that it has no room in any size.
    """
    fonts = fonts or house_fonts()
    return _png(picture(layout(card, fonts)), card_key(card, fonts))


def _png(image: Image.Image, key: str) -> bytes:
    """Return an image of 16 colours as a PNG, its key first.

    Not Pillow's own writer: that one tries filters, which flat areas do not need, and takes three times as long.
    """
    row = WIDTH // 2
    packed = image.tobytes("raw", "P;4")
    rows = b"".join(b"\0" + packed[start : start + row] for start in range(0, len(packed), row))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, 4, 3, 0, 0, 0)),
        (b"tEXt", f"{KEY_NAME}\0{key}".encode("latin-1")),
        (b"PLTE", bytes(_palette())),
        (b"IDAT", zlib.compress(rows, 3)),
        (b"IEND", b""),
    )
    return SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def layout(card: Card, fonts: Fonts | None = None) -> Layout:
    """Return where everything on a card stands."""
    direction = cast(Direction, card.direction)
    setter = Typesetter(fonts or house_fonts(), card.language, direction)
    lines: list[Line] = []
    areas: list[Area] = []
    top, bottom = float(EDGE), float(HEIGHT - EDGE)
    if setter.can_set(card.protocol, "bold"):
        head = _paragraph(setter, card.protocol, "bold", "quiet", 40, WIDTH - 2 * MARGIN, 110)
        lines += head.at(MARGIN, top)
        top += head.height
    mark = _site_mark(HEIGHT - EDGE)
    areas += mark
    if setter.can_set(card.site, "bold"):
        indent = BAR_GAP + mark[-1].x + mark[-1].width - BAR - MARGIN
        foot = _paragraph(setter, card.site, "bold", "light", 32, WIDTH - 2 * MARGIN - indent, 90)
        lines += foot.at(MARGIN + indent, bottom - foot.height)
        bottom -= foot.height
    bottom = min(bottom, mark[0].y)
    codes = tuple(_settable(named, setter) for named in card.codes)
    body_lines, body_areas = _body(codes, setter, top + AIR, bottom - AIR)
    return Layout((*lines, *body_lines), (*areas, *body_areas), direction)


def _settable(named: Named, setter: Typesetter) -> Named:
    """Return a code without the texts that cannot be set."""
    code = named.code if setter.can_set(named.code, "bold") else ""
    phrase = named.phrase if named.phrase and setter.can_set(named.phrase, "bold") else None
    gloss = named.gloss if named.gloss and setter.can_set(named.gloss, "regular") else None
    return Named(code, phrase, gloss)


def _site_mark(bottom: float) -> list[Area]:
    """Return the two columns of the site's icon."""
    tones: tuple[Tone, Tone] = ("first", "second")
    return [Area(MARGIN + index * 20, bottom - 34, 15, 29, tone) for index, tone in enumerate(tones)]


def _paragraph(
    setter: Typesetter, text: str, weight: Weight, tone: Tone, size: int, width: float, height: float
) -> Block:
    """Return a text in the largest size, from the one given downwards, in which it fits."""
    for divide in (False, True):
        for scale in SCALES:
            face = setter.face(text, weight, max(1, round(size * scale)))
            if face.size < LEGIBLE and not divide:
                break
            wrapped = wrap(text, face, width, height=height, divide=divide)
            if wrapped is not None:
                return _stack(wrapped, face, tone)
    raise ValueError(f"A text of {len(text)} characters has no room on a card: {text[:60]!r} …")


def _stack(texts: Sequence[str], face: Face, tone: Tone) -> Block:
    pitch = face.pitch
    baseline = round(face.size * 1.02)
    return Block(
        tuple(Line(text, face, tone, 0, index * pitch + baseline) for index, text in enumerate(texts)),
        len(texts) * pitch,
    )


def _body(codes: Sequence[Named], setter: Typesetter, top: float, bottom: float) -> tuple[list[Line], list[Area]]:
    """Return the codes with their texts between two heights, centred."""
    arrangements: tuple[Arrangement, ...] = ("single",) if len(codes) == 1 else ("columns", "rows")
    for divide in (False, True):
        for scale in SCALES:
            for arrangement in arrangements:
                sizes = Sizes(*(max(1, round(size * scale)) for size in SIZES[arrangement]))
                if sizes.gloss < LEGIBLE and not divide:
                    continue
                blocks = _blocks(codes, setter, arrangement, sizes, divide)
                if blocks is not None:
                    height = _height(blocks, arrangement, sizes)
                    if height <= bottom - top:
                        return _placed(blocks, setter, arrangement, sizes, (top + bottom - height) / 2)
    raise ValueError(f"The texts of {' and '.join(named.code for named in codes)} have no room on a card.")


def _text_width(arrangement: Arrangement) -> float:
    whole = WIDTH - 2 * MARGIN
    return (whole - BETWEEN_COLUMNS) / 2 - BAR - BAR_GAP if arrangement == "columns" else whole - BAR - BAR_GAP


def _blocks(
    codes: Sequence[Named], setter: Typesetter, arrangement: Arrangement, sizes: Sizes, divide: bool
) -> list[Block] | None:
    """Return a block a code, all in the same sizes; None if a word is too wide."""
    width = _text_width(arrangement)
    size = min(_code_size(named.code, setter, sizes.code, width) for named in codes)
    if arrangement == "columns" and size < min(COLUMN_CODE, sizes.code):
        return None
    tones: tuple[Tone, Tone] = ("first", "second")
    slack = CODE_SLACK if all(named.code.isascii() for named in codes) else 0
    blocks = [
        _block(named, setter, sizes._replace(code=size), slack, width, tone, divide)
        for named, tone in zip(codes, tones, strict=False)
    ]
    found = [block for block in blocks if block is not None]
    return found if len(found) == len(blocks) else None


def _code_size(code: str, setter: Typesetter, size: int, width: float) -> int:
    """Return the largest size, from the one given downwards, in which a code takes one line."""
    for scale in SCALES if code else ():
        tried = round(size * scale)
        if tried <= NARROWEST_CODE:
            return min(size, NARROWEST_CODE)
        if setter.face(code, "bold", tried).width(code) <= width:
            return tried
    return size


def _block(
    named: Named, setter: Typesetter, sizes: Sizes, code_slack: float, width: float, tone: Tone, divide: bool
) -> Block | None:
    """Return a code with its texts below it; None if a word is too wide."""
    lines: list[Line] = []
    y = 0.0
    # Where a code is all there is, what it means takes more of the room.
    gloss = sizes.gloss if named.phrase else round((sizes.phrase + sizes.gloss) / 2)
    parts: tuple[tuple[str | None, Weight, Tone, int, float], ...] = (
        (named.code, "bold", tone, sizes.code, 0),
        (named.phrase, "bold", "light", sizes.phrase, 0.4),
        (named.gloss, "regular", "quiet", gloss, 0.15 if named.phrase else 0.4),
    )
    for index, (text, weight, each, size, gap) in enumerate(parts):
        if not text:
            continue
        is_code = index == 0
        face = setter.face(text, weight, size)
        wrapped = wrap(text, face, width, height=HEIGHT, divide=divide or is_code)
        if wrapped is None:
            return None
        block = _stack(wrapped, face, each)
        slack = round(size * code_slack) if is_code else 0
        y += round(sizes.gloss * gap) if lines else -slack
        lines += block.at(0, y)
        y += block.height - slack
    return Block(tuple(lines), y)


def _height(blocks: Sequence[Block], arrangement: Arrangement, sizes: Sizes) -> float:
    heights = [block.height for block in blocks]
    return sum(heights) + _row_gap(sizes) if arrangement == "rows" else max(heights)


def _row_gap(sizes: Sizes) -> int:
    return round(sizes.gloss * 2.2)


def _placed(
    blocks: Sequence[Block], setter: Typesetter, arrangement: Arrangement, sizes: Sizes, top: float
) -> tuple[list[Line], list[Area]]:
    """Return the blocks' lines, the bars beside them, and the word between them."""
    tones: tuple[Tone, Tone] = ("first", "second")
    step = (WIDTH - 2 * MARGIN + BETWEEN_COLUMNS) / 2
    tallest = max(block.height for block in blocks)
    lines: list[Line] = []
    areas: list[Area] = []
    y = top
    for index, (block, tone) in enumerate(zip(blocks, tones, strict=False)):
        x = MARGIN + (index * step if arrangement == "columns" else 0)
        height = tallest if arrangement == "columns" else block.height
        if block.height:
            areas.append(Area(x, round(y), BAR, round(height), tone))
        lines += block.at(x + BAR + BAR_GAP, round(y))
        if arrangement == "rows":
            y += block.height + _row_gap(sizes)
    if len(blocks) == 2 and setter.can_set("vs", "regular"):
        face = setter.face("vs", "regular", sizes.gloss)
        width, rise = face.width("vs"), sizes.gloss * 0.27
        if arrangement == "columns":
            x, y = MARGIN + step - BETWEEN_COLUMNS / 2 - width / 2, top + tallest / 2
        else:
            x, y = MARGIN + BAR + BAR_GAP, top + blocks[0].height + _row_gap(sizes) / 2
        lines.append(Line("vs", face, "quiet", round(x), round(y + rise)))
    return lines, areas


def picture(layout: Layout) -> Image.Image:
    """Return a layout's pixels, with a palette of 16 colours."""
    image = Image.new("P", (WIDTH, HEIGHT), 0)
    image.putpalette(_palette())
    pen = ImageDraw.Draw(image)
    is_mirrored = layout.direction == "rtl"
    for area in layout.areas:
        x = WIDTH - area.x - area.width if is_mirrored else area.x
        colour = _indexes(area.tone)[255]
        pen.rectangle((x, area.y, x + area.width - 1, area.y + area.height - 1), fill=colour)
    for line in layout.lines:
        mask, (left, top) = line.face.mask(line.text)
        x = WIDTH - line.x - line.face.width(line.text) if is_mirrored else line.x
        indexes = mask.point(_indexes(line.tone))
        # Lines of a large size may overlap a little: only ink is put down.
        image.paste(indexes, (round(x) + left, round(line.y) + top), mask.point(_INK))
    return image


_INK = [0] + [255] * 255


@cache
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


@cache
def _palette() -> list[int]:
    """Return red, green and blue of each colour, from the surface through the steps of each ink."""
    colours = [SURFACE]
    for name, steps in STEPS.items():
        for step in range(1, steps + 1):
            mixed = (round(a + (b - a) * step / steps) for a, b in zip(SURFACE, INKS[name], strict=True))
            colours.append(cast(tuple[int, int, int], tuple(mixed)))
    return [part for colour in colours for part in colour]
