"""The exchange in which a code is sent: an entry in, its drawing and what a comparison shows of it out.

A flow is drawn once an entry and locale. The code's own page holds the drawing; comparisons show it with ``<use>``
from a file that all pages share, and add only the mark where the two flows part.
"""

from __future__ import annotations

from typing import NamedTuple

from codepair.language.wording import Passage
from codepair.library.model import Entry
from codepair.pages.context import PageContext
from codepair.pages.ladder import Drawing, StepKey, draw, parting, step_keys

PANELS = b"<div class=cp-panels>"


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
        heading = wording.words("On the Wire, Side by Side")
        self._heading = wording.passage(f"<h2 id=wire>{heading}</h2>")
        note = wording.words("The line with ◆ marks where the two exchanges part.")
        self._note = wording.passage(f"<p class=cp-counts>{note}</p>")

    def of(self, entry: Entry) -> Diagram | None:
        """Return the drawing of an entry's flow, if it has one."""
        if entry.address not in self._made:
            self._made[entry.address] = self._drawn(entry)
        return self._made[entry.address]

    def path(self, entry: Entry) -> str:
        """Return where the drawing's file is, from the site's root."""
        return f"assets/codepair/flows/{entry.protocol.id}/{entry.slug}.{self._context.locale.tag}.svg"

    def _drawn(self, entry: Entry) -> Diagram | None:
        if entry.flow is None:
            return None
        wording = self._context.wording(entry.protocol)
        drawing = draw(entry, entry.flow, wording.value, self._context.locale.direction)
        return Diagram(drawing, wording.is_translated)

    def wire(self, entry: Entry) -> Wire | None:
        """Return what all comparisons show of an entry's flow."""
        found = self.of(entry)
        if entry.flow is None or found is None:
            return None
        address = f"{'../' * (2 + bool(self._context.locale.path))}{self.path(entry)}"
        width = found.drawing.width
        wording = self._context.wording(entry.protocol)
        macro = self._context.templates.macro
        return Wire(
            steps=step_keys(entry.flow),
            opened=macro("wire.html", "shared_open", wording, entry, found.drawing, address).encode(),
            marks=tuple(
                b'<path d="M0 %dH%d"/><path d="M0 %dl6-6 6 6-6 6z"/>' % (top, width, top)
                for top in found.drawing.tops
            ),
            closed=macro("wire.html", "shared_close", wording, entry).encode(),
            is_translated=found.is_translated and wording.is_translated,
        )

    def side_by_side(self, a: Wire | None, b: Wire | None) -> tuple[bytes, bool]:
        """Return both flows beside each other, marked where they part, and whether all of it is translated."""
        if a is not None and b is not None:
            parts = parting(a.steps, b.steps)
            flows = PANELS, a.opened, a.marks[parts], a.closed, b.opened, b.marks[parts], b.closed
            html = b"".join((self._heading.bytes, self._note.bytes, *flows, b"</div>"))
            return html, self._note.is_translated and a.is_translated and b.is_translated
        if (only := a or b) is not None:
            html = b"".join((self._heading.bytes, PANELS, only.opened, only.closed, b"</div>"))
            return html, self._heading.is_translated and only.is_translated
        return b"", True


def whole(entry: Entry, diagrams: Diagrams, context: PageContext) -> Passage:
    """Return the section of a code's own page: the diagram, the same as a list, and its messages."""
    found = diagrams.of(entry)
    if found is None:
        return Passage("")
    wording = context.wording(entry.protocol)
    html = context.templates.macro("wire.html", "whole", wording, entry, found.drawing)
    return Passage(html, found.is_translated and wording.is_translated)
