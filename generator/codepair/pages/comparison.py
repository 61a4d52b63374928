"""Comparisons: a pair and what its facts say in, the value of every slot of its page out.

A comparison is a shell and some twenty fragments: everything that depends on one entry alone is rendered by a
template once, everything that depends on the pair is filled into compiled sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

from markupsafe import Markup

from codepair.language.wording import Passage, Wording
from codepair.library.compare import Comparison, Finding
from codepair.library.model import Pair, Protocol
from codepair.pages.context import PageContext
from codepair.pages.diagrams import Diagrams
from codepair.pages.facts import FactTable
from codepair.pages.fragments import RELATED, EntryFragments, Fragments
from codepair.pages.guidance import GuidanceFragments, GuidanceTexts
from codepair.pages.sentences import Sentences, filled
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


class Said(NamedTuple):
    """Findings about two codes as HTML."""

    sentences: list[bytes]
    is_translated: bool


class Comparisons:
    """The comparisons of one locale."""

    def __init__(self, context: PageContext, fragments: Fragments, diagrams: Diagrams, notice: Passage) -> None:
        self._context = context
        self._fragments = fragments
        self._diagrams = diagrams
        self._guidance = GuidanceTexts(context)
        self._table = FactTable(context)
        self._sentences = Sentences(context)
        self._shells: dict[str, ComparisonShell] = {}
        self._notice = notice.bytes
        self._shares = self._passage("<h3>{}</h3>", lambda _: _.words("What Both Share"))
        self._related = self._passage("<h2 id=related>{}</h2>", lambda _: _.words("Related Comparisons"))
        self._nothing = self._passage(
            "{}",
            lambda _: _.words(
                "The recorded facts of these two codes are the same; the texts below say what sets them apart."
            ),
        )

    def _passage(self, html: str, words: Callable[[Wording], Markup]) -> Passage:
        wording = self._context.wording()
        return wording.passage(html.format(words(wording)))

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

    def content(self, pair: Pair, comparison: Comparison) -> ComparisonContent:
        """Return what the page of a pair shows."""
        protocol = pair.a.protocol
        a, b = self._fragments.of(pair.a), self._fragments.of(pair.b)
        written = self._guidance.of(pair)
        table = self._table.of(protocol, a.cells, b.cells)
        wire, is_wire_translated = self._diagrams.side_by_side(a.wire, b.wire)
        slots = _entry_slots(escape(protocol.name).encode(), a, b)
        slots.update(rows=table.rows, same=table.same, wire=wire)
        slots.update(_guidance_slots(written) if written else self._lead_slots(comparison, protocol, a, b))
        lead = None if written else _lead(comparison)
        differs = comparison.differs
        if lead is not None and len(differs) > 1:
            differs = tuple(finding for finding in differs if finding is not lead)
        found, shared = self._said(differs, protocol, a, b), self._said(comparison.shares, protocol, a, b)
        slots["differences"] = _list(found.sentences) if found.sentences else b""
        slots["shares"] = self._shares.bytes + _list(shared.sentences) if shared.sentences else b""
        related = _related(pair, a, b)
        slots["related"] = b"%s<ul class=cp-links>%s</ul>" % (self._related.bytes, related) if related else b""
        is_translated = (
            self.shell(protocol).is_translated
            and a.is_translated
            and b.is_translated
            and table.is_translated
            and is_wire_translated
            and (written.is_translated if written else self._is_lead_translated(lead, protocol))
            and found.is_translated
            and shared.is_translated
            and (self._shares.is_translated or not shared.sentences)
            and (self._related.is_translated or not related)
        )
        slots["notice"] = b"" if is_translated else self._notice
        return ComparisonContent(slots, is_translated)

    def _lead_slots(
        self, comparison: Comparison, protocol: Protocol, a: EntryFragments, b: EntryFragments
    ) -> dict[str, bytes]:
        """Return what a comparison without guidance says first, and empty slots for guidance."""
        finding = _lead(comparison)
        lead = description = self._nothing.bytes
        if finding is not None:
            (lead,) = self._said((finding,), protocol, a, b).sentences
            description = self._sentences.of(finding, protocol).plain % {
                b"a": a.title,
                b"b": b.title,
                b"a_value": a.plain_values.get(finding.fact),
                b"b_value": b.plain_values.get(finding.fact),
            }
        return {"lead": lead, "description": description, **_NO_GUIDANCE}

    def _is_lead_translated(self, finding: Finding | None, protocol: Protocol) -> bool:
        if finding is None:
            return self._nothing.is_translated
        return not self._sentences.of(finding, protocol).is_fallback

    def _said(self, findings: Sequence[Finding], protocol: Protocol, a: EntryFragments, b: EntryFragments) -> Said:
        sides = {b"a": a.chip, b"b": b.chip}
        said = []
        is_translated = True
        for finding in findings:
            sentence = self._sentences.of(finding, protocol)
            said.append(filled(sentence, sides, a.values.get(finding.fact), b.values.get(finding.fact)))
            is_translated = is_translated and not sentence.is_fallback
        return Said(said, is_translated)


_NO_GUIDANCE = {"next": b"", "mistake": b"", "which": b"", "sources_pair": b""}


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


def _lead(comparison: Comparison) -> Finding | None:
    """Return what is said first: the first fact that differs, but the status only if nothing else does."""
    first = next((finding for finding in comparison.differs if finding.fact != "status"), None)
    return first or next(iter(comparison.differs or comparison.shares), None)


def _related(pair: Pair, a: EntryFragments, b: EntryFragments) -> bytes:
    own = pair.slug
    links: list[bytes] = []
    for fragments in (a, b):
        links += [link for name, link in fragments.related if name != own][:RELATED]
    return b"".join(links)


def _list(items: Sequence[bytes]) -> bytes:
    return b"<ul><li>%s</li></ul>" % b"</li><li>".join(items)
