"""The exchange in which a code is sent: an entry in, its drawing and what a comparison shows of it out.

A flow is drawn once an entry and locale. The code's own page holds the drawing; comparisons show it with ``<use>``
from a file that all pages share, and add only the mark where the two flows part.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from codepair.language.wording import Passage
from codepair.library.model import Entry, Meaning
from codepair.pages.context import PageContext
from codepair.pages.ladder import Drawing, StepKey, draw, parting, step_keys
from codepair.pages.vantage import Vantage

_BEFORE, _BETWEEN, _AFTER = (
    b"<div class=cp-two><div class=cp-a>",
    b"</div><div class=cp-b>",
    b"</div></div></details>",
)


class Diagram(NamedTuple):
    """The drawing of a flow in a locale."""

    drawing: Drawing
    is_translated: bool
    """Whether every text in it is in the locale's language."""


class Wire(NamedTuple):
    """An entry's flow and message, open where a comparison marks the diagram."""

    steps: tuple[StepKey, ...]
    opened: bytes
    marks: tuple[bytes, ...]
    """The mark at each step, and at the end."""
    closed: bytes
    is_translated: bool


class Diagrams:
    """The drawings of a locale, each made once."""

    def __init__(self, context: PageContext) -> None:
        self._context = context
        self._made: dict[str, Diagram | None] = {}
        wording = context.wording()
        heading, summary = wording.words("On the Wire"), wording.words("Messages and diagrams")
        fold = f"<details class=cp-pair><summary>{summary}</summary>"
        self._heading = wording.passage(f"<h2 id=wire>{heading}</h2>{fold}")
        note = wording.words("◆ marks where the two exchanges part.")
        self._note = wording.passage(f"<p class=cp-counts>{note}</p>")

    def of(self, entry: Entry, meaning: Meaning) -> Diagram | None:
        """Return the drawing of the flow of a code's meaning, if it has one."""
        key = self.path(entry, meaning)
        if key not in self._made:
            self._made[key] = self._drawn(entry, meaning)
        return self._made[key]

    def path(self, entry: Entry, meaning: Meaning) -> str:
        """Return where the drawing's file is, from the site's root."""
        name = ".".join(filter(None, (entry.slug, meaning.id, self._context.locale.tag)))
        return f"assets/codepair/flows/{entry.protocol.id}/{name}.svg"

    def _drawn(self, entry: Entry, meaning: Meaning) -> Diagram | None:
        if meaning.flow is None:
            return None
        wording = self._context.wording(entry.protocol)
        drawing = draw(entry, meaning.flow, wording.value, self._context.locale.direction)
        return Diagram(drawing, wording.is_translated)

    def wires(self, entry: Entry, at: Vantage) -> tuple[Wire, ...]:
        """Return what all comparisons show of an entry's flows, meaning by meaning."""
        return tuple(wire for each in entry.meanings if (wire := self._wire(entry, at, each)) is not None)

    def _wire(self, entry: Entry, at: Vantage, meaning: Meaning) -> Wire | None:
        found = self.of(entry, meaning)
        if found is None:
            return None
        assert meaning.flow is not None
        address = f"{'../' * (2 + bool(self._context.locale.path))}{self.path(entry, meaning)}"
        width = found.drawing.width
        wording = self._context.wording(entry.protocol)
        macro = self._context.templates.macro
        return Wire(
            steps=step_keys(meaning.flow),
            opened=macro("wire.html", "shared_open", wording, entry, at, meaning, found.drawing, address).encode(),
            marks=tuple(
                b'<path d="M0 %dH%d"/><path d="M0 %dl6-6 6 6-6 6z"/>' % (top, width, top)
                for top in found.drawing.tops
            ),
            closed=macro("wire.html", "shared_close", wording, entry, meaning).encode(),
            is_translated=found.is_translated and wording.is_translated,
        )

    def side_by_side(self, a: Sequence[Wire], b: Sequence[Wire]) -> tuple[bytes, bool]:
        """Return all flows beside each other, and whether all of it is translated.

        Where each code has one, the place is marked at which the two part.
        """
        shown = (*a, *b)
        if not shown:
            return b"", True
        is_translated = all(wire.is_translated for wire in shown)
        if len(a) == len(b) == 1:
            parts = parting(a[0].steps, b[0].steps)
            sides = [b"".join((wire.opened, wire.marks[parts], wire.closed)) for wire in shown]
            html = b"".join((self._heading.bytes, self._note.bytes, _BEFORE, sides[0], _BETWEEN, sides[1], _AFTER))
            return html, is_translated and self._heading.is_translated and self._note.is_translated
        one, other = (b"".join(part for wire in wires for part in (wire.opened, wire.closed)) for wires in (a, b))
        html = b"".join((self._heading.bytes, _BEFORE, one, _BETWEEN, other, _AFTER))
        return html, is_translated and self._heading.is_translated


def whole(entry: Entry, diagrams: Diagrams, context: PageContext) -> Passage:
    """Return the section of a code's own page: each diagram, the same as a list, and its messages."""
    found = [(meaning, made) for meaning in entry.meanings if (made := diagrams.of(entry, meaning)) is not None]
    if not found:
        return Passage("")
    wording = context.wording(entry.protocol)
    drawn = [(meaning, made.drawing) for meaning, made in found]
    html = context.templates.macro("wire.html", "whole", wording, entry, drawn)
    return Passage(html, wording.is_translated and all(made.is_translated for _, made in found))
