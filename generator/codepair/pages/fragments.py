"""Fragments: everything that a page shows of one entry, made once an entry and locale."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import islice

from codepair.language.wording import Passage, Wording
from codepair.library.citations import Citation
from codepair.library.model import Entry, Pair, make_pair
from codepair.pages.citations import entry_citations, text_citations
from codepair.pages.context import PageContext
from codepair.pages.diagrams import Diagrams, Wire
from codepair.pages.facts import Cells, compared_cells
from codepair.pages.html import breakable, tight
from codepair.pages.sources import CitedDocument, Documents
from codepair.pages.vantage import BETWEEN, Vantage, among

SHOWN = ("description", "when_seen", "fix")
"""The texts of a code that stand on every comparison."""

RELATED = 2
"""Related comparisons shown for each of a comparison's two codes, on pages with guidance."""
RELATED_OF_OTHERS = 1
"""On the others, which are ten times as many."""
RELATED_APART = 1
"""Those of the other kind: across protocols, where the comparison is of one, and of one, where it is across."""


@dataclass(frozen=True, slots=True)
class EntryFragments:
    """Everything a comparison shows of one entry, in one locale."""

    code: bytes
    heading: bytes
    title: bytes
    says: Passage
    """What the code says, as a paragraph."""
    said: bytes
    """The same as text: escaped for an attribute."""
    name: bytes
    place: bytes
    gloss: Passage
    """Name, class and plain words: the code in the row of two."""
    description: bytes
    when_seen: bytes
    fix: bytes
    use_when: Passage
    documents: tuple[CitedDocument, ...]
    use_documents: tuple[CitedDocument, ...]
    """The same with those of ``use_when``."""
    reviewed: Passage
    wires: tuple[Wire, ...]
    """One a flow."""
    cells: Cells
    related: tuple[tuple[str, bytes], ...]
    """Slug and link of the comparisons of its own protocol to offer, the best first."""
    across: tuple[tuple[str, bytes], ...]
    """The same of those with codes of other protocols."""
    is_translated: bool
    """Whether all is, but for what says so itself."""


class Fragments:
    """The fragments of a locale's entries, each made once."""

    def __init__(self, context: PageContext, diagrams: Diagrams) -> None:
        self._context = context
        self._diagrams = diagrams
        self._made: dict[str, EntryFragments] = {}
        self._between: dict[str, EntryFragments] = {}
        self._codes: dict[tuple[str, bool], bytes] = {}
        self._titles: dict[str, str] = {}
        self._documents = Documents(context.templates, context.wording())

    def of(self, entry: Entry) -> EntryFragments:
        """Return an entry's fragments for pages of its protocol."""
        found = self._made.get(entry.address)
        if found is None:
            found = self._made[entry.address] = self._make(entry, among(entry.protocol))
        return found

    def between(self, entry: Entry) -> EntryFragments:
        """Return an entry's fragments for comparisons with codes of other protocols."""
        found = self._between.get(entry.address)
        if found is None:
            found = self._between[entry.address] = self._make(entry, BETWEEN)
        return found

    def code(self, entry: Entry, *, is_between: bool = False) -> bytes:
        """Return the shortest text that tells a code from others, without making the other fragments."""
        found = self._codes.get((entry.address, is_between))
        if found is None:
            code = breakable(entry.code).encode()
            found = b"%s %s" % (escape(entry.protocol.name).encode(), code) if is_between else code
            self._codes[entry.address, is_between] = found
        return found

    def title(self, entry: Entry) -> str:
        """Return the attribute that names a code in full."""
        found = self._titles.get(entry.address)
        if found is None:
            found = self._titles[entry.address] = tight(f'<a title="{escape(entry.title)}">')[3:-1]
        return found

    def documents(self, citations: Iterable[Citation]) -> tuple[CitedDocument, ...]:
        """Return the documents of sections, each once, for the list under a comparison."""
        return self._documents.of(citations)

    def reviewed(self, entry: Entry, at: Vantage) -> Passage:
        """Return when an entry was last read against its sources; nothing if nobody said so."""
        wording = self._context.wording()
        day = date.fromisoformat(entry.reviewed) if entry.reviewed else None
        return wording.passage(self._context.templates.macro("entry.html", "reviewed", wording, entry, at, day))

    def _make(self, entry: Entry, at: Vantage) -> EntryFragments:
        wording = self._context.wording(entry.protocol)
        link = self._context.code_link(at, entry)
        macro = self._context.templates.macro
        cited = [text_citations(meaning) for meaning in entry.meanings]
        guided = self._context.plan.guided.get(entry.address, ())

        def part(name: str, *arguments: object) -> bytes:
            return macro("entry.html", name, wording, entry, *arguments).encode()

        def side(of: Wording, field: str) -> str:
            # A side's block ends behind it, and with it its last paragraph.
            return macro("entry.html", "side", of, entry, at, cited, link, field).removesuffix("</p>")

        says = wording.translator.text(entry.says)
        # Not every comparison shows these two: whether they are translated is theirs to say.
        of_gloss, of_use = (self._context.wording(entry.protocol) for _ in range(2))
        code, heading = self.code(entry, is_between=at.is_between), part("named", at.is_between)
        return EntryFragments(
            code=code,
            heading=heading,
            title=escape(entry.full_title if at.is_between else entry.title).encode(),
            # A block follows, another lead or the two codes, and ends the paragraph.
            says=Passage(tight(f'<p class="cp-lead"{says.attributes}>{says.html(link)}'), not says.is_fallback),
            said=escape(says.plain).encode(),
            name=part("row_name", at),
            place=part("row_place", at),
            gloss=of_gloss.passage(macro("entry.html", "gloss", of_gloss, entry)),
            description=side(wording, "description").encode(),
            when_seen=side(wording, "when_seen").encode(),
            fix=side(wording, "fix").encode(),
            use_when=of_use.passage(side(of_use, "use_when")),
            documents=self.documents(entry_citations(entry, *SHOWN)),
            use_documents=self.documents(entry_citations(entry, *SHOWN, "use_when")),
            reviewed=self.reviewed(entry, at),
            wires=self._diagrams.wires(entry, at),
            cells=compared_cells(entry, f"<b>{code.decode()}</b>", self._context, at),
            related=self._links(entry, self._related(entry, guided), at),
            across=self._links(entry, [pair for pair in guided if pair.is_across], at),
            is_translated=wording.is_translated,
        )

    def _related(self, entry: Entry, guided: Iterable[Pair]) -> Iterable[Pair]:
        """Return an entry's comparisons in its own protocol: those with guidance first, then with related codes."""
        plan = self._context.plan
        with_pages: dict[str, Pair] = {pair.slug: pair for pair in guided if not pair.is_across}
        for reference in entry.related:
            other = plan.library.find(reference)
            pair = make_pair(entry, other) if other is not None else None
            if pair is not None and plan.has_pair(pair):
                with_pages.setdefault(pair.slug, pair)
        return with_pages.values()

    def _links(self, entry: Entry, pairs: Iterable[Pair], at: Vantage) -> tuple[tuple[str, bytes], ...]:
        """Return the first links to comparisons; one may be the page's own."""
        # Codes and phrases only: nothing in a link is translated.
        wording = self._context.wording(entry.protocol)
        macro = self._context.templates.macro
        links = []
        for pair in islice(pairs, RELATED + 1):
            link = macro("entry.html", "pair_link", wording, pair, at)
            # The list says in which language they are.
            links.append((pair.slug, tight(f"<li>{link}</li>").replace("<i lang=en", "<i").encode()))
        return tuple(links)
