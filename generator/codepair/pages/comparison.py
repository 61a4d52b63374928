"""Comparisons: a pair in, the value of every slot of its page out.

A comparison is a shell and some twenty fragments: everything that depends on one entry alone is rendered by a
template once; what depends on the pair is which rows of facts stand where, and what an editor wrote.
"""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from markupsafe import Markup

from codepair.language.wording import Passage
from codepair.library.model import Pair, Protocol
from codepair.pages.context import PageContext
from codepair.pages.diagrams import Diagrams
from codepair.pages.facts import FactTable
from codepair.pages.fragments import RELATED, EntryFragments, Fragments
from codepair.pages.guidance import GuidanceFragments, GuidanceTexts
from codepair.pages.shell import Shell, compile_shell, marker


class ComparisonShell(NamedTuple):
    """A comparison's content with slots for everything that a pair changes."""

    shell: Shell
    is_translated: bool


class ComparisonContent(NamedTuple):
    """What fills the slots of a comparison's content, and of its title and description."""

    slots: dict[str, bytes]
    is_translated: bool
    """Whether every text of the page is in its locale's language, those of the shell included."""


class Comparisons:
    """The comparisons of one locale."""

    def __init__(self, context: PageContext, fragments: Fragments, diagrams: Diagrams, notice: Passage) -> None:
        self._context = context
        self._fragments = fragments
        self._diagrams = diagrams
        self._guidance = GuidanceTexts(context)
        self._table = FactTable(context)
        self._shells: dict[str, ComparisonShell] = {}
        self._notice = notice.bytes
        wording = context.wording()
        related = wording.words("Related Comparisons")
        self._related = wording.passage(f"<h2 id=related>{related}</h2>")

    def shell(self, protocol: Protocol) -> ComparisonShell:
        """Return the comparison's content, rendered once for all pairs of a protocol."""
        found = self._shells.get(protocol.id)
        if found is None:
            wording = self._context.wording(protocol)
            rendered = self._context.templates.render(
                "comparison.html", _=wording, protocol=protocol, slot=lambda name: Markup(marker(name))
            )
            found = self._shells[protocol.id] = ComparisonShell(compile_shell(rendered), wording.is_translated)
        return found

    def content(self, pair: Pair) -> ComparisonContent:
        """Return what the page of a pair shows."""
        protocol = pair.a.protocol
        a, b = self._fragments.of(pair.a), self._fragments.of(pair.b)
        written = self._guidance.of(pair)
        table = self._table.of(protocol, a.cells, b.cells)
        wire, is_wire_translated = self._diagrams.side_by_side(a.wires, b.wires)
        slots = _entry_slots(escape(protocol.name).encode(), a, b)
        slots.update(rows=table.rows, same=table.same, wire=wire)
        slots.update(_guidance_slots(written) if written else _said_slots(a, b))
        related = _related(pair, a, b)
        slots["related"] = b"%s<ul class=cp-links>%s</ul>" % (self._related.bytes, related) if related else b""
        is_translated = (
            self.shell(protocol).is_translated
            and a.is_translated
            and b.is_translated
            and table.is_translated
            and is_wire_translated
            and (written.is_translated if written else a.is_said_translated and b.is_said_translated)
            and (self._related.is_translated or not related)
        )
        slots["notice"] = b"" if is_translated else self._notice
        return ComparisonContent(slots, is_translated)


def _said_slots(a: EntryFragments, b: EntryFragments) -> dict[str, bytes]:
    """Return what each of two codes says: the answer where no editor wrote one."""
    return {
        "lead": a.says + b.says,
        "description": b"%s %s" % (a.said, b.said),
        "next": b"",
        "mistake": b"",
        "which": b"",
        "sources_pair": b"",
    }


def _guidance_slots(written: GuidanceFragments) -> dict[str, bytes]:
    return {
        "lead": written.lead,
        "description": written.description,
        "next": written.next,
        "mistake": written.mistake,
        "which": written.which,
        "sources_pair": written.sources,
    }


def _entry_slots(protocol: bytes, a: EntryFragments, b: EntryFragments) -> dict[str, bytes]:
    return {
        "title": b"%s %s vs %s" % (protocol, a.title, b.title),
        "heading": b"%s %s <small>vs</small> %s" % (protocol, a.heading, b.heading),
        "card_a": a.card,
        "card_b": b.card,
        "chip_a": a.chip,
        "chip_b": b.chip,
        "panel_a": a.panel,
        "panel_b": b.panel,
        "which_a": a.which,
        "which_b": b.which,
        "sources_a": a.sources,
        "sources_b": b.sources,
    }


def _related(pair: Pair, a: EntryFragments, b: EntryFragments) -> bytes:
    own = pair.slug
    links: list[bytes] = []
    for fragments in (a, b):
        links += [link for name, link in fragments.related if name != own][:RELATED]
    return b"".join(links)
