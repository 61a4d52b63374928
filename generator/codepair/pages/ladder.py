"""Flows drawn as ladder diagrams: lanes for the participants, an arrow for what is sent, from the top down.

A drawing has no colours of its own: it takes ``currentColor`` and the page's custom properties, so that it fits
light and dark, on the page itself as well as through ``<use>`` from a file that all pages share.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeAlias
from unicodedata import east_asian_width

from codepair.library.flow import Arrow, Flow
from codepair.library.model import Entry

GAPS = {2: 258, 3: 129, 4: 86}
"""Distance of two lanes, in px, by the number of participants: all fit the width of a phone unscaled."""

MARGIN = 49
LINE = 15
"""Height of a line of text, in px; the text itself has 12."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A ladder diagram."""

    width: int
    height: int
    tops: tuple[int, ...]
    """Where each step begins, in px from the top; one more for the end."""
    body: str
    """The SVG elements, without the ``<svg>`` around them."""

    @property
    def view_box(self) -> str:
        """The drawing's ``viewBox``."""
        return f"0 0 {self.width} {self.height}"

    def file(self) -> str:
        """Return the drawing as a file whose element ``f`` pages show with ``<use>``."""
        size = f'width="{self.width}" height="{self.height}" viewBox="{self.view_box}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><g id="f">{self.body}</g></svg>\n'


@dataclass(slots=True)
class _Layers:
    """What is drawn, by what it looks like: one group each keeps a drawing small."""

    lanes: list[str]
    boxes: list[str]
    arrows: list[str]
    own_arrows: list[str]
    splits: list[str]
    """Along the middle of the code's own arrows: a page that asks for it sees them as two lines."""
    texts: list[str]
    own_texts: list[str]


def draw(
    entry: Entry,
    flow: Flow,
    translate: Callable[[str], str],
    direction: str,
) -> Drawing:
    """Draw an entry's flow; the first participant stands where the locale begins to read."""
    count = len(flow.participants)
    gap = GAPS[count]
    width = 2 * MARGIN + gap * (count - 1)
    mirrored = direction == "rtl"
    lanes = {
        name: width - (MARGIN + gap * index) if mirrored else MARGIN + gap * index
        for index, name in enumerate(flow.participants)
    }
    layers = _Layers([], [], [], [], [], [], [])
    labels = {name: wrap(translate(entry.protocol.participants[name]), gap - 18) for name in lanes}
    head = 7 + LINE * max(len(lines) for lines in labels.values())
    tops = []
    y = head + 8
    for step in flow.steps:
        tops.append(y)
        if isinstance(step, Arrow):
            is_own = entry.is_carried_by(step)
            y = _draw_arrow(layers, step, lanes, y, is_own=is_own, is_mirrored=mirrored)
        else:
            y = _draw_event(layers, translate(step.says), lanes[step.at], width, y)
    height = y + 10
    for name, x in lanes.items():
        layers.lanes.append(f"M{x} {head + 2}V{height}")
        half = round(max(measure(line) for line in labels[name]) / 2) + 7
        middle = min(max(x, half + 1), width - half - 1)
        layers.boxes.append(f'<rect x="{middle - half}" y="2" width="{2 * half}" height="{head}" rx="4"/>')
        first = 17 + (head - 7 - LINE * len(labels[name])) // 2
        for number, line in enumerate(labels[name]):
            layers.texts.append(_text(middle, first + LINE * number, line))
    return Drawing(width, height, (*tops, y), _body(layers))


def _body(layers: _Layers) -> str:
    soft = 'fill="var(--cp-soft,#fff)" stroke="currentColor" stroke-opacity=".35"'
    halo = 'stroke="var(--md-default-bg-color,#fff)" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
    own = "var(--k,currentColor)"
    double = 'stroke="var(--md-default-bg-color,#fff)" stroke-width="var(--cp-split,0)"'
    parts = [
        f'<path d="{"".join(layers.lanes)}" stroke="currentColor" stroke-opacity=".35" stroke-dasharray="4 3"/>',
        f"<g {soft}>{''.join(layers.boxes)}</g>",
        f'<path d="{"".join(layers.arrows)}" fill="none" stroke="currentColor" stroke-width="1.5"/>'
        if layers.arrows
        else "",
        f'<path d="{"".join(layers.own_arrows)}" fill="none" stroke="{own}" stroke-width="var(--cp-own,3)"/>'
        f'<path d="{"".join(layers.splits)}" fill="none" {double}/>'
        if layers.own_arrows
        else "",
        f'<g font-size="12" text-anchor="middle" fill="currentColor" {halo}>{"".join(layers.texts)}',
        f'<g fill="{own}" font-weight="700">{"".join(layers.own_texts)}</g></g>' if layers.own_texts else "</g>",
    ]
    return "".join(parts)


def _draw_arrow(
    layers: _Layers, arrow: Arrow, lanes: Mapping[str, int], y: int, *, is_own: bool, is_mirrored: bool
) -> int:
    """Add an arrow with its label above it and return where the next step begins.

    Protocol text runs from left to right in every language.
    """
    start, end = lanes[arrow.sender], lanes[arrow.receiver]
    lines = wrap(arrow.label, abs(end - start) - 8)
    texts = layers.own_texts if is_own else layers.texts
    for line in lines:
        y += LINE
        texts.append(_text((start + end) // 2, y, line, ' direction="ltr"' if is_mirrored else ""))
    y += 6
    back = -7 if end > start else 7
    head = f"m{back}-4 {-back} 4 {back} 4"
    (layers.own_arrows if is_own else layers.arrows).append(f"M{start} {y}H{end}{head}")
    if is_own:
        layers.splits.append(f"M{start} {y}H{end + back}")
    return y + 6


def _draw_event(layers: _Layers, text: str, lane: int, width: int, y: int) -> int:
    """Add what happens to a participant in a box on its lane and return where the next step begins."""
    lines = wrap(text, width - 24)
    half = round(max(measure(line) for line in lines) / 2) + 8
    middle = min(max(lane, half + 2), width - half - 2)
    height = LINE * len(lines) + 6
    y += 5
    size = f'width="{2 * half}" height="{height}" rx="{height // 2 if len(lines) == 1 else 8}"'
    layers.boxes.append(f'<rect x="{middle - half}" y="{y}" {size}/>')
    for number, line in enumerate(lines, start=1):
        layers.texts.append(_text(middle, y + LINE * number - 1, line))
    return y + height + 5


def _text(x: int, y: int, text: str, attributes: str = "") -> str:
    return f'<text x="{x}" y="{y}"{attributes}>{escape(text, quote=False)}</text>'


def measure(text: str) -> float:
    """Return about how wide a text is at 12 px, in px.

    >>> measure("INVITE") > measure("invite")
    True
    """
    return sum(
        12.0 if east_asian_width(char) in "WF" else 8.4 if char.isupper() or char.isdigit() else 6.9
        for char in text
    )


def wrap(text: str, width: float) -> list[str]:
    """Break a text between words so that each line fits a width, in px; a longer word has a line of its own.

    >>> wrap("422 Session Interval Too Small", 130)
    ['422 Session', 'Interval Too Small']
    >>> wrap("INVITE", 10)
    ['INVITE']
    """
    lines: list[str] = []
    for word in text.split():
        if lines and measure(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


StepKey: TypeAlias = "tuple[str, ...]"
"""What makes two steps of flows the same."""


def step_keys(flow: Flow) -> tuple[StepKey, ...]:
    """Return what each step of a flow is compared by: who sends what to whom, or what happens where."""
    return tuple(
        (step.sender, step.receiver, step.label) if isinstance(step, Arrow) else (step.at, step.says)
        for step in flow.steps
    )


def parting(a: Sequence[StepKey], b: Sequence[StepKey]) -> int:
    """Return the first step in which two flows differ, counted from 0.

    >>> parting([("uac", "uas", "INVITE"), ("uas", "uac", "200 OK")], [("uac", "uas", "INVITE")])
    1
    """
    for index, (one, other) in enumerate(zip(a, b, strict=False)):
        if one != other:
            return index
    return min(len(a), len(b))
