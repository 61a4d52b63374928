"""Comparisons: a pair in, the value of every slot of its page out.

A comparison is a shell and some twenty fragments: everything that depends on one entry alone is rendered by a
template once; what depends on the pair is which rows of facts stand where, and what an editor wrote.
"""

from __future__ import annotations

from datetime import date
from html import escape
from typing import NamedTuple

from markupsafe import Markup

from codepair.kit.text import N_
from codepair.language.wording import Passage, joined
from codepair.library.model import Pair, Protocol
from codepair.pages.context import PageContext
from codepair.pages.diagrams import Diagrams
from codepair.pages.facts import FactTable
from codepair.pages.fragments import RELATED, RELATED_APART, RELATED_OF_OTHERS, EntryFragments, Fragments
from codepair.pages.guidance import GuidanceFragments, GuidanceTexts
from codepair.pages.html import in_english
from codepair.pages.mapped import Mapped
from codepair.pages.shell import Shell, compile_shell, marker
from codepair.pages.sources import CitedDocument, listed

STEPS = (N_("Previous comparison"), N_("Next comparison"))
TWO = b"<div class=cp-two><div class=cp-a>%s</div><div class=cp-b>%s</div></div>"


class ComparisonShell(NamedTuple):
    """A comparison's content with slots for everything that a pair changes."""

    shell: Shell
    is_translated: bool


class ComparisonContent(NamedTuple):
    """What fills the slots of a comparison's content, and of its title and description."""

    slots: dict[str, bytes]
    is_translated: bool
    """Whether every text of the page is in its locale's language, those of the shell included."""


class MappedRow(NamedTuple):
    """What published tables say of two codes of different protocols."""

    html: bytes
    documents: tuple[CitedDocument, ...]
    is_translated: bool


_NO_ROW = MappedRow(b"", (), is_translated=True)


class Comparisons:
    """The comparisons of one locale."""

    def __init__(
        self, context: PageContext, fragments: Fragments, diagrams: Diagrams, mapped: Mapped, notice: Passage
    ) -> None:
        self._context = context
        self._fragments = fragments
        self._diagrams = diagrams
        self._mapped = mapped
        self._guidance = GuidanceTexts(context, fragments)
        self._table = FactTable(context)
        self._shells: dict[str | None, ComparisonShell] = {}
        self._notice = notice.bytes
        self._related = self._made("<h2 id=related>{}</h2>", N_("Related Comparisons"))
        self._becomes = self._made("<tr><th>{}", N_("In the other protocol"))
        self._steps = tuple(self._made("<small>{}</small>", words) for words in STEPS)
        wording = context.wording()
        self._folds: dict[int, Passage] = {}
        self._days: dict[str, Passage] = {}
        # Titles of documents and sections are not translated: the list says in which language they are.
        english = in_english(context.locale).replace('"', "")
        self._list = wording.passage(f"<ul class=cp-sources{english}>")
        self._links = f"<ul class=cp-links{english.partition(' dir=')[0]}>".encode()

    def _made(self, html: str, words: str) -> Passage:
        wording = self._context.wording()
        return wording.passage(html.format(wording.words(words)))

    def _made_fold(self, count: int) -> Passage:
        wording = self._context.wording()
        words = wording.plural("{number} document and its sections", "{number} documents and their sections", count)
        made = self._folds[count] = wording.passage(f"<details><summary>{words}</summary>")
        return made

    def shell(self, protocol: Protocol | None) -> ComparisonShell:
        """Return the comparison's content, rendered once for all pairs of a protocol, or across (None)."""
        name = protocol.id if protocol is not None else None
        found = self._shells.get(name)
        if found is None:
            wording = self._context.wording(protocol)
            rendered = self._context.templates.render(
                "comparison.html", _=wording, protocol=protocol, slot=lambda name: Markup(marker(name))
            )
            found = self._shells[name] = ComparisonShell(compile_shell(rendered), wording.is_translated)
        return found

    def content(self, pair: Pair) -> ComparisonContent:
        """Return what the page of a pair shows."""
        of = self._fragments.between if pair.is_across else self._fragments.of
        a, b = of(pair.a), of(pair.b)
        written = self._guidance.of(pair)
        table = self._table.of(pair.a.protocol, a.cells, pair.b.protocol, b.cells)
        shell = self.shell(None if pair.is_across else pair.a.protocol)
        wire, is_wire_translated = self._diagrams.side_by_side(a.wires, b.wires)
        steps, is_steps_translated = self._neighbours(pair)
        slots = _entry_slots(b"" if pair.is_across else b"%s " % escape(pair.a.protocol.name).encode(), a, b)
        slots.update(rows=table.rows, folded=table.folded, wire=wire, steps=steps)
        mapped = self._mapped_row(pair) if pair.is_across else _NO_ROW
        slots.update(_guidance_slots(written, a, b, mapped) if written else _said_slots(a, b))
        reviewed = self._reviewed(pair, a, b)
        said = reviewed.bytes + (written.links if written else b"")
        slots["about"] = b"<p class=cp-about>%s</p>" % said if said else b""
        cited = (
            listed(written.documents, mapped.documents, a.documents, b.documents)
            if written
            else listed(a.use_documents, b.use_documents)
        )
        fold = self._folds.get(cited.documents) or self._made_fold(cited.documents)
        slots["sources"] = b"".join((fold.bytes, self._list.bytes, cited.html, b"</ul></details>"))
        related = _related(pair, a, b)
        slots["related"] = b"%s%s%s</ul>" % (self._related.bytes, self._links, related) if related else b""
        is_translated = (
            shell.is_translated
            and a.is_translated
            and b.is_translated
            and reviewed.is_translated
            and table.is_translated
            and fold.is_translated
            and is_wire_translated
            and is_steps_translated
            and mapped.is_translated
            and (_is_guidance_translated(written, a, b) if written else _is_said_translated(a, b))
            and (self._related.is_translated or not related)
        )
        slots["notice"] = b"" if is_translated else self._notice
        return ComparisonContent(slots, is_translated)

    def _mapped_row(self, pair: Pair) -> MappedRow:
        """Return the row that says what each of two codes becomes in the other's protocol, if a table says so."""
        cells = (self._mapped.cell(pair.a, pair.b.protocol.id), self._mapped.cell(pair.b, pair.a.protocol.id))
        if not any(cell.has_rows for cell in cells):
            return _NO_ROW
        html = b"".join((self._becomes.bytes, *(b"<td>%s" % cell.html.bytes for cell in cells)))
        documents = self._fragments.documents(each for cell in cells for each in cell.citations)
        is_translated = self._becomes.is_translated and all(cell.html.is_translated for cell in cells)
        return MappedRow(html, documents, is_translated)

    def _reviewed(self, pair: Pair, a: EntryFragments, b: EntryFragments) -> Passage:
        """Return when the two were last read against their sources: of one day it is said once."""
        day = pair.a.reviewed
        if day is None or day != pair.b.reviewed:
            return joined((a.reviewed, b.reviewed))
        found = self._days.get(day)
        if found is None:
            wording = self._context.wording()
            said = wording.words("Both read against their sources on {date}", date=date.fromisoformat(day))
            found = self._days[day] = wording.passage(f"<span>{said}</span>")
        return found

    def _neighbours(self, pair: Pair) -> tuple[bytes, bool]:
        """Return the ways to the comparisons before and after this one, and whether their words are translated."""
        found = self._context.plan.beside(pair)
        links = []
        is_translated = True
        for name, words, other in zip((b"prev", b"next"), self._steps, found, strict=True):
            if other is not None:
                codes = [self._fragments.code(each, is_between=pair.is_across) for each in (other.a, other.b)]
                links.append(
                    b"<a rel=%s href=../%s/>%s%s vs %s</a>" % (name, other.slug.encode(), words.bytes, *codes)
                )
                is_translated = is_translated and words.is_translated
        if not links:
            return b"", True
        # A heading follows, and ends the paragraph.
        return b"<p class=cp-steps>%s" % b"".join(links), is_translated


def _is_guidance_translated(written: GuidanceFragments, a: EntryFragments, b: EntryFragments) -> bool:
    return written.is_translated and a.gloss.is_translated and b.gloss.is_translated


def _is_said_translated(a: EntryFragments, b: EntryFragments) -> bool:
    return all(each.is_translated for each in (a.says, b.says, a.use_when, b.use_when))


def _said_slots(a: EntryFragments, b: EntryFragments) -> dict[str, bytes]:
    """Return what each of two codes says of itself: the answer where no editor wrote one."""
    return {
        "lead": a.says.bytes + b.says.bytes,
        "description": b"%s %s" % (a.said, b.said),
        "row_a": a.name + a.place,
        "row_b": b.name + b.place,
        "which": TWO % (a.use_when.bytes, b.use_when.bytes),
        "mistake": b"",
        "unmatched": b"",
        "next": b"",
    }


def _guidance_slots(
    written: GuidanceFragments, a: EntryFragments, b: EntryFragments, mapped: MappedRow
) -> dict[str, bytes]:
    return {
        "lead": written.lead,
        "description": written.description,
        "row_a": a.name + a.gloss.bytes + a.place,
        "row_b": b.name + b.gloss.bytes + b.place,
        "which": written.which,
        "mistake": written.mistake,
        "unmatched": written.unmatched,
        "next": written.next + mapped.html,
    }


def _entry_slots(protocol: bytes, a: EntryFragments, b: EntryFragments) -> dict[str, bytes]:
    return {
        "title": b"%s%s vs %s" % (protocol, a.title, b.title),
        "heading": b"%s%s <small>vs</small> %s" % (protocol, a.heading, b.heading),
        "code_a": a.code,
        "code_b": b.code,
        "name_a": a.heading,
        "name_b": b.heading,
        "description_a": a.description,
        "description_b": b.description,
        "when_seen_a": a.when_seen,
        "when_seen_b": b.when_seen,
        "fix_a": a.fix,
        "fix_b": b.fix,
    }


def _related(pair: Pair, a: EntryFragments, b: EntryFragments) -> bytes:
    """Return links to other comparisons of two codes: first of the kind that this one is."""
    own = pair.slug
    links: list[bytes] = []
    for fragments in (a, b):
        count = RELATED if pair.guidance else RELATED_OF_OTHERS
        kinds = ((fragments.related, count), (fragments.across, RELATED_APART))
        if pair.is_across:
            kinds = ((fragments.across, RELATED), (fragments.related, RELATED_APART))
        for found, count in kinds:
            links += [link for name, link in found if name != own][:count]
    return b"".join(links)
