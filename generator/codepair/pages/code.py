"""The page of a code: an entry in, the page's content out."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from markupsafe import Markup

from codepair.kit.text import N_
from codepair.language.wording import Passage, Wording
from codepair.library.model import Entry, Library, Pair, ResponseClass
from codepair.library.plan import entry_path
from codepair.library.shapes.entry import PROSE_FIELDS
from codepair.pages.citations import entry_citations, text_citations
from codepair.pages.context import Content, EditLinks, Link, PageContext, Written, grouped
from codepair.pages.diagrams import Diagrams, whole
from codepair.pages.facts import Cell, cells
from codepair.pages.fragments import Fragments
from codepair.pages.html import breakable
from codepair.pages.mapped import Mapped
from codepair.pages.shell import marker
from codepair.pages.vantage import Vantage, among
from codepair.pages.viewing import Viewing

_PARTS = (
    ("fix", N_("How to Fix")),
    ("seen", N_("When You See It")),
    ("confused", N_("Often Confused With")),
    ("use", N_("When to Send It")),
    ("wire", N_("On the Wire")),
    ("facts", N_("All Facts")),
    ("mapped", N_("In Other Protocols")),
    ("all", N_("All Comparisons")),
    ("sources", N_("Sources")),
)
"""The headings that a code's page may have, in their order."""

_ALONE = N_("In One Sentence")
"""What stands over a code that nobody has told from another."""


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
        context, at = self._context, among(entry.protocol)
        wording = context.wording(entry.protocol)
        drawing = whole(entry, self._diagrams, context)
        *found, since = cells(entry, context, at)
        rows = [cell for cell in found if cell.answer]
        reviewed, mapped = self._fragments.reviewed(entry, at), self._mapped.of(entry)
        compared = self._compared(entry)
        guided = self._guided(entry, at)
        has = {
            "guided": bool(guided),
            "facts": any(not cell.is_key for cell in rows),
            "mapped": bool(mapped.html),
            "all": bool(compared),
        }
        html = self.render(
            "code.html",
            wording,
            entry=entry,
            cited=[text_citations(meaning) for meaning in entry.meanings],
            at=at,
            link=context.code_link(at, entry),
            mapped=Markup(mapped.html),
            drawing=Markup(drawing.html),
            key=[(Markup(cell.label.html), Markup(cell.html.html)) for cell in rows if cell.is_key],
            rows=[(Markup(cell.label.html), Markup(cell.box)) for cell in rows if not cell.is_key],
            since=_since(entry, since),
            guided=guided,
            compared=[(group, Markup(marker(f"list_{at}"))) for at, (group, _items) in enumerate(compared)],
            count=sum(len(items) for _group, items in compared),
            sources=dict.fromkeys((*entry_citations(entry, *PROSE_FIELDS), *self._mapped.citations(entry))),
            reviewed=Markup(reviewed.html),
            parts=_parts(entry, wording, has),
            steps=_neighbours(context.plan.library, entry),
            links=self._links(entry),
        )
        # A list may have as many links as there are codes: they come without what the page is rid of.
        for number, (_group, items) in enumerate(compared):
            html = html.replace(marker(f"list_{number}"), "".join(items))
        title, says = _title(entry, wording), wording.text(entry.says).plain
        said = (drawing, reviewed, mapped, *(part for cell in rows for part in (cell.label, cell.html)))
        is_translated = wording.is_translated and all(part.is_translated for part in said)
        return self.content(title, says, Passage(html, is_translated))

    def _guided(self, entry: Entry, at: Vantage) -> list[tuple[Pair, Link]]:
        """Return the comparisons of a code that have guidance, each with what links the codes in its summary."""
        own = self._context.code_link(at, entry)
        return [
            (pair, self._context.code_link(at, pair.a, pair.b) if pair.is_across else own)
            for pair in self._context.plan.guided.get(entry.address, ())
        ]

    def _links(self, entry: Entry) -> EditLinks | None:
        first = entry.meanings[0]
        place = entry.node.key(*first.where, "description").line
        written = Written(entry.protocol.id, entry.path, place, first.prose["description"])
        return self._context.links(entry_path(entry), written)

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


def _title(entry: Entry, wording: Wording) -> str:
    """Return a page's title: protocol, code, phrase and what it means in plain words."""
    name = f"{entry.protocol.name} {entry.title}"
    if not entry.gloss:
        return name
    # A phrase that ends like a sentence has no colon behind its full stop.
    return f"{name.removesuffix('.')}: {wording.text(entry.gloss).plain}"


def _parts(entry: Entry, wording: Wording, has: Mapping[str, bool]) -> list[tuple[str, Markup]]:
    """Return the headings of a code's page, in their order; of several flows the first one."""
    flows = [meaning for meaning in entry.meanings if meaning.flow is not None]
    wire = f"wire-{flows[0].id}" if flows and flows[0].id else "wire"
    named = dict(_PARTS) if has["guided"] else {**dict(_PARTS), "confused": _ALONE}
    return [
        (wire if name == "wire" else name, wording.words(source))
        for name, source in named.items()
        if has.get(name, True) and (name != "wire" or flows)
    ]
