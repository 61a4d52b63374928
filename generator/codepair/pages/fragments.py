"""Fragments: everything that a page shows of one entry, made once an entry and locale."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from codepair.language.wording import Wording
from codepair.library.model import Entry, Pair, make_pair
from codepair.pages.citations import Numbered, numbered
from codepair.pages.context import PageContext
from codepair.pages.diagrams import Diagrams, Wire
from codepair.pages.facts import Cells, compared_cells
from codepair.pages.html import tight

RELATED = 2
"""Related comparisons shown for each of a comparison's two codes."""


@dataclass(frozen=True, slots=True)
class EntryFragments:
    """Everything a comparison shows of one entry, in one locale."""

    heading: bytes
    title: bytes
    says: bytes
    """What the code says, as a paragraph."""
    said: bytes
    """The same as text: escaped for an attribute."""
    chip: bytes
    card: bytes
    panel: bytes
    which: bytes
    sources: bytes
    wires: tuple[Wire, ...]
    """One a flow."""
    cells: Cells
    related: tuple[tuple[str, bytes], ...]
    """Slug and link of the comparisons to offer, the best first."""
    is_said_translated: bool
    """Whether what the code says is."""
    is_translated: bool
    """Whether all else is, but for ``wires`` and ``cells``, which say so themselves."""


class Fragments:
    """The fragments of a locale's entries, each made once."""

    def __init__(self, context: PageContext, diagrams: Diagrams) -> None:
        self._context = context
        self._diagrams = diagrams
        self._made: dict[str, EntryFragments] = {}
        self._chips: dict[str, str] = {}
        self._titles: dict[str, str] = {}

    def of(self, entry: Entry) -> EntryFragments:
        """Return an entry's fragments."""
        found = self._made.get(entry.address)
        if found is None:
            found = self._made[entry.address] = self._make(entry)
        return found

    def chip(self, entry: Entry) -> str:
        """Return the mark that stands for a code in sentences and lists, without making the other fragments."""
        found = self._chips.get(entry.address)
        if found is None:
            found = self._chips[entry.address] = self._context.templates.macro("macros.html", "chip", entry)
        return found

    def title(self, entry: Entry) -> str:
        """Return the attribute that names a code in full."""
        found = self._titles.get(entry.address)
        if found is None:
            found = self._titles[entry.address] = tight(f'<a title="{escape(entry.title)}">')[3:-1]
        return found

    def sources(self, entry: Entry, citations: Numbered, wording: Wording, *, is_whole: bool) -> str:
        """Return the list of an entry's sources: all of them, with their documents, or those of its prose."""
        macro = self._context.templates.macro
        shown = (*citations.citations, *citations.beyond) if is_whole else citations.citations
        return macro("entry.html", "sources", wording, entry, shown, is_whole)

    def _make(self, entry: Entry) -> EntryFragments:
        citations = numbered(entry)
        wording = self._context.wording(entry.protocol)
        link = self._context.code_link(entry)
        macro = self._context.templates.macro

        def part(name: str, *arguments: object) -> bytes:
            return macro("entry.html", name, wording, entry, *arguments).encode()

        phrase = f" {macro('macros.html', 'phrase', wording, entry)}" if entry.phrase else ""
        says = wording.translator.text(entry.says)
        return EntryFragments(
            heading=f"<b>{escape(entry.code)}</b>{phrase}".encode(),
            title=escape(entry.title).encode(),
            says=tight(f'<p class="cp-lead"{says.attributes}>{says.html(link)}</p>').encode(),
            said=escape(says.plain).encode(),
            chip=self.chip(entry).encode(),
            card=part("card"),
            panel=part("panel", citations.references, link, 3),
            which=part("which", citations.references, link),
            sources=self.sources(entry, citations, wording, is_whole=False).encode(),
            wires=self._diagrams.wires(entry),
            cells=compared_cells(entry, self.chip(entry), self._context),
            related=self._related(entry),
            is_said_translated=not says.is_fallback,
            is_translated=wording.is_translated,
        )

    def _related(self, entry: Entry) -> tuple[tuple[str, bytes], ...]:
        """Return links to an entry's comparisons: those with guidance first, then with related codes."""
        plan = self._context.plan
        with_pages: dict[str, Pair] = {pair.slug: pair for pair in self._context.guided.get(entry.address, ())}
        for reference in entry.related:
            other = plan.library.find(reference)
            pair = make_pair(entry, other) if other is not None else None
            if pair is not None and plan.has_pair(pair):
                with_pages.setdefault(pair.slug, pair)
        # Codes and phrases only: nothing in a link is translated.
        wording = self._context.wording(entry.protocol)
        macro = self._context.templates.macro
        links = []
        for pair in list(with_pages.values())[: RELATED + 1]:
            link = macro("macros.html", "pair_link", wording, pair, f"../{pair.slug}/")
            links.append((pair.slug, tight(f"<li>{link}</li>").encode()))
        return tuple(links)
