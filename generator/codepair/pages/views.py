"""The pages that are no comparisons: what a page is about in, its content out."""

from __future__ import annotations

from html import escape

from markupsafe import Markup

from codepair.language.wording import Passage, Wording, joined
from codepair.library.mappings import MAPPINGS, MappingTable
from codepair.library.model import Entry, Library, Protocol, ResponseClass
from codepair.library.plan import entry_path, mapping_path
from codepair.library.shapes.entry import PROSE_FIELDS
from codepair.pages.citations import entry_citations, text_citations
from codepair.pages.context import Content, PageContext, Written, grouped
from codepair.pages.diagrams import Diagrams, whole
from codepair.pages.facts import Cell, cells
from codepair.pages.fragments import Fragments
from codepair.pages.home import examples, families, featured, heading_of
from codepair.pages.html import breakable
from codepair.pages.mapped import Mapped
from codepair.pages.shell import marker
from codepair.pages.vantage import among

_NOTICE = marker("notice")


class Views:
    """The pages of one locale that are no comparisons."""

    def __init__(
        self, context: PageContext, fragments: Fragments, diagrams: Diagrams, mapped: Mapped, notice: Passage
    ) -> None:
        self._context = context
        self._fragments = fragments
        self._diagrams = diagrams
        self._mapped = mapped
        self._notice = notice

    def home(self, search: str, summary: str = "") -> Content:
        """Return the home page.

        ``search`` is the address of what its field fetches, ``summary`` what the site says of itself.
        """
        library = self._context.plan.library
        wording = self._context.wording()
        heading = heading_of(library, wording)
        pairs = featured(library)
        html = self._render(
            "home.html",
            wording,
            search=search,
            heading=heading,
            summary=wording.text(summary) if summary else None,
            examples=examples(pairs),
            families=families(library, wording),
            has_families=any(protocol.family for protocol in library.protocols.values()),
            pairs=pairs,
        )
        title = heading.striptags()
        description = wording.text(summary).plain if summary else title
        return self._content(title, description, wording.passage(html))

    def compare(self) -> Content:
        """Return the page on which two codes are chosen, with all codes and the comparisons that have guidance."""
        library = self._context.plan.library
        wording = self._context.wording()
        listed = [
            (protocol, list(library.entries[name].values()), library.guided[name])
            for name, protocol in library.protocols.items()
        ]
        tables = self._context.wording(MAPPINGS)
        html = self._render(
            "compare.html", wording, listed=listed, across=library.across, mappings=library.mappings, tables=tables
        )
        title = wording.plain("Compare two codes")
        description = wording.plain("Choose two codes and see what each means, what to do, and how they differ.")
        return self._content(title, description, joined((wording.passage(html), tables.passage(""))))

    def mapping(self, table: MappingTable) -> Content:
        """Return the page of a mapping: its rows, what settles them, and what is lost."""
        wording = self._context.wording(MAPPINGS)
        mapped = self._mapped
        written = Written(MAPPINGS, table.path, table.node.key("lost").line, table.lost)
        html = self._render(
            "table.html",
            wording,
            table=table,
            origin=mapped.name(table.origin),
            target=mapped.name(table.target),
            steps=mapped.whole(table),
            back=mapped.back(table),
            documents=mapped.documents(table),
            links=self._context.links(mapping_path(table), written),
        )
        title, lost = wording.text(table.title).plain, wording.text(table.lost).plain
        return self._content(title, lost, wording.passage(html))

    def protocol(self, protocol: Protocol) -> Content:
        """Return the page of a protocol: all its codes by response class."""
        plan = self._context.plan
        entries = list(plan.library.entries[protocol.id].values())
        wording = self._context.wording(protocol)
        html = self._render(
            "protocol.html",
            wording,
            protocol=protocol,
            codes=len(entries),
            comparisons=len(plan.pairs[protocol.id]),
            guided=plan.library.guided[protocol.id],
            across=[pair for pair in plan.library.across if protocol in (pair.a.protocol, pair.b.protocol)],
            groups=grouped(protocol, [(entry, entry) for entry in entries]),
        )
        description = wording.text(protocol.summary).plain
        return self._content(f"{protocol.name}: {protocol.title}", description, wording.passage(html))

    def code(self, entry: Entry) -> Content:
        """Return the page of a code."""
        context = self._context
        wording = context.wording(entry.protocol)
        drawing = whole(entry, self._diagrams, context)
        at = among(entry.protocol)
        *found, since = cells(entry, context, at)
        rows = [cell for cell in found if cell.answer]
        reviewed = self._fragments.reviewed(entry, at)
        mapped = self._mapped.of(entry)
        compared = self._compared(entry)
        before, after = _neighbours(context.plan.library, entry)
        first = entry.meanings[0]
        place = entry.node.key(*first.where, "description").line
        written = Written(entry.protocol.id, entry.path, place, first.prose["description"])
        html = self._render(
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
            guided=context.guided.get(entry.address, ()),
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
        return self._content(
            f"{entry.protocol.name} {title}{gloss}",
            says,
            Passage(html, all(part.is_translated for part in parts)),
        )

    def _render(self, template: str, wording: Wording, **values: object) -> str:
        return self._context.templates.render(template, _=wording, notice=Markup(_NOTICE), **values)

    def _content(self, title: str, description: str, page: Passage) -> Content:
        """Return a page that says so if not all of it is translated; title and description are not escaped yet."""
        marked, notice = (f"{_NOTICE}\n", "") if page.is_translated else (_NOTICE, self._notice.html)
        return Content(escape(title), escape(description), page.html.replace(marked, notice), page.is_translated)

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
