"""The page of a code: an entry in, the page's content out."""

from __future__ import annotations

from html import escape

from markupsafe import Markup

from codepair.language.wording import Passage, Wording
from codepair.library.model import Entry, Library, ResponseClass
from codepair.library.plan import entry_path
from codepair.library.shapes.entry import PROSE_FIELDS
from codepair.pages.citations import entry_citations, text_citations
from codepair.pages.context import Content, PageContext, Written, grouped
from codepair.pages.diagrams import Diagrams, whole
from codepair.pages.facts import Cell, cells
from codepair.pages.fragments import Fragments
from codepair.pages.html import breakable
from codepair.pages.mapped import Mapped
from codepair.pages.shell import marker
from codepair.pages.vantage import among
from codepair.pages.viewing import Viewing


class CodeViews(Viewing):
    """The pages of one locale's codes."""

    def __init__(
        self, context: PageContext, fragments: Fragments, diagrams: Diagrams, mapped: Mapped, notice: Passage
    ) -> None:
        super().__init__(context, notice)
        self._fragments = fragments
        self._diagrams = diagrams
        self._mapped = mapped

    def code(self, entry: Entry) -> Content:
        """Return the page of a code."""
        context = self._context
        wording = context.wording(entry.protocol)
        drawing = whole(entry, self._diagrams, context)
        at = among(entry.protocol)
        link = context.code_link(at, entry)
        *found, since = cells(entry, context, at)
        rows = [cell for cell in found if cell.answer]
        reviewed = self._fragments.reviewed(entry, at)
        mapped = self._mapped.of(entry)
        compared = self._compared(entry)
        before, after = _neighbours(context.plan.library, entry)
        first = entry.meanings[0]
        place = entry.node.key(*first.where, "description").line
        written = Written(entry.protocol.id, entry.path, place, first.prose["description"])
        html = self.render(
            "code.html",
            wording,
            entry=entry,
            cited=[text_citations(meaning) for meaning in entry.meanings],
            at=at,
            link=link,
            mapped=Markup(mapped.html),
            drawing=Markup(drawing.html),
            key=[(Markup(cell.label.html), Markup(cell.html.html)) for cell in rows if cell.is_key],
            rows=[(Markup(cell.label.html), Markup(cell.box)) for cell in rows if not cell.is_key],
            since=_since(entry, since),
            guided=[
                (pair, context.code_link(at, pair.a, pair.b) if pair.is_across else link)
                for pair in context.guided.get(entry.address, ())
            ],
            compared=[(group, Markup(marker(f"list_{at}"))) for at, (group, _items) in enumerate(compared)],
            count=sum(len(items) for _group, items in compared),
            sources=dict.fromkeys((*entry_citations(entry, *PROSE_FIELDS), *self._mapped.citations(entry))),
            reviewed=Markup(reviewed.html),
            parts=_parts(
                entry,
                wording,
                has_facts=any(not cell.is_key for cell in rows),
                is_mapped=bool(mapped.html),
                has_pairs=bool(compared),
            ),
            steps=(before, after),
            links=context.links(entry_path(entry), written),
        )
        # A list may have as many links as there are codes: they come without what the page is rid of.
        for number, (_group, items) in enumerate(compared):
            html = html.replace(marker(f"list_{number}"), "".join(items))
        title, gloss = entry.title, ""
        if entry.gloss:  # a phrase that ends like a sentence has no colon behind its full stop
            title, gloss = title.removesuffix("."), f": {wording.text(entry.gloss).plain}"
        says = wording.text(entry.says).plain
        parts = [
            wording.passage(html),
            drawing,
            reviewed,
            mapped,
            *(part for cell in rows for part in (cell.label, cell.html)),
        ]
        return self.content(
            f"{entry.protocol.name} {title}{gloss}",
            says,
            Passage(html, all(part.is_translated for part in parts)),
        )

    def _compared(self, entry: Entry) -> list[tuple[ResponseClass | None, list[str]]]:
        """Return links to the comparisons of a code, as list items by the response class of the other code."""
        hidden = f"<span class=cp-hidden>{escape(entry.code)} vs </span>"
        title = self._fragments.title
        items = [
            (other, f"<li><a href=../{pair.slug}/ {title(other)}>{hidden}{breakable(other.code)}</a></li>")
            for other, pair in self._context.plan.pairs[entry.protocol.id].of(entry)
        ]
        return grouped(entry.protocol, items)


def _neighbours(library: Library, entry: Entry) -> tuple[Entry | None, Entry | None]:
    """Return the codes before and after a code of its protocol."""
    entries = list(library.entries[entry.protocol.id].values())
    at = entries.index(entry)
    return entries[at - 1] if at else None, entries[at + 1] if at + 1 < len(entries) else None


def _since(entry: Entry, cell: Cell) -> Markup | None:
    """Return since when a code stands, if the section that defines it does not say so already."""
    is_known = entry.since is None or entry.since is entry.defined_in.specification
    return None if is_known else Markup(cell.html.html)


def _parts(
    entry: Entry, wording: Wording, *, has_facts: bool, is_mapped: bool, has_pairs: bool
) -> list[tuple[str, Markup]]:
    """Return the headings of a code's page, in their order."""
    wires = [
        f"wire-{meaning.id}" if meaning.id else "wire" for meaning in entry.meanings if meaning.flow is not None
    ]
    parts = [
        ("fix", wording.words("How to Fix")),
        ("seen", wording.words("When You See It")),
        ("confused", wording.words("Often Confused With")),
        ("use", wording.words("When to Send It")),
    ]
    if wires:
        parts.append((wires[0], wording.words("On the Wire")))
    if has_facts:
        parts.append(("facts", wording.words("All Facts")))
    if is_mapped:
        parts.append(("mapped", wording.words("In Other Protocols")))
    if has_pairs:
        parts.append(("all", wording.words("All Comparisons")))
    return [*parts, ("sources", wording.words("Sources"))]
