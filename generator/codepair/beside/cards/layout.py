"""A card in, out where each of its texts stands, and in which size.

A text that does not fit is wrapped, then all texts are set smaller by whole steps; nothing is cut. A text that
cannot be set, for want of a font or of shaping, is left out rather than drawn as boxes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, TypeAlias, cast

from codepair.beside.cards.cards import HEIGHT, WIDTH, Card, Named
from codepair.beside.cards.typefaces import Fonts, house_fonts
from codepair.beside.cards.typesetting import Direction, Face, Typesetter, Weight

Tone: TypeAlias = Literal["light", "quiet", "first", "second"]
Arrangement: TypeAlias = Literal["single", "columns", "rows"]

MARGIN = 72
"""Pixels at the sides that stay free."""
EDGE = 56
"""Pixels above and below that stay free."""

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

ANSWER, ANSWER_LEAST = 38, 26
"""Pixels an em of the sentence below the codes, at most, and of what stands on a card with one, at least."""
ANSWER_HEIGHTS = (170, 200, 150, 130, 110)
"""The room that it may take, what looks best first."""

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


def layout(card: Card, fonts: Fonts | None = None) -> Layout:
    """Return where everything on a card stands."""
    direction = cast(Direction, card.direction)
    setter = Typesetter(fonts or house_fonts(), card.language, direction)
    lines: list[Line] = []
    areas: list[Area] = []
    top, bottom = float(EDGE), float(HEIGHT - EDGE)
    if card.protocol and setter.can_set(card.protocol, "bold"):
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
    # Each thing once: the sentence says more of what the codes mean.
    bare = tuple(replace(named, gloss=None) for named in codes)
    for answer in _answers(card.answer, setter):
        above = bottom - AIR - answer.height
        with suppress(ValueError):
            body_lines, body_areas = _body(bare, setter, top + AIR, above - AIR)
            body_lines += answer.at(MARGIN, above)
            if min(line.face.size for line in body_lines) >= ANSWER_LEAST:
                return Layout((*lines, *body_lines), (*areas, *body_areas), direction)
    body_lines, body_areas = _body(codes, setter, top + AIR, bottom - AIR)
    return Layout((*lines, *body_lines), (*areas, *body_areas), direction)


def _answers(text: str, setter: Typesetter) -> Iterator[Block]:
    """Yield the sentence that a page's heading is followed by, in less and less room; none if it cannot be set."""
    if not text or not setter.can_set(text, "regular"):
        return
    for height in ANSWER_HEIGHTS:
        with suppress(ValueError):
            yield _paragraph(setter, text, "regular", "light", ANSWER, WIDTH - 2 * MARGIN, height)


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
            wrapped = setter.wrapped(text, weight, face.size, width, height, divide=divide)
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
                smallest = sizes.gloss if any(named.gloss for named in codes) else sizes.phrase
                if smallest < LEGIBLE and not divide:
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
        if setter.width(code, "bold", tried) <= width:
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
        wrapped = setter.wrapped(text, weight, size, width, HEIGHT, divide=divide or is_code)
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
            # One bar for the first code, two for the second, as on the page: they differ without colour, too.
            bars = ((0, BAR),) if index == 0 else ((0, 4), (7, 4))
            areas += (Area(x + at, round(y), width, round(height), tone) for at, width in bars)
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
