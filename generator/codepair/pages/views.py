"""The pages that are no comparisons: what a page is about in, its content out."""

from __future__ import annotations

from html import escape

from markupsafe import Markup

from codepair.language.wording import Passage, Wording
from codepair.library.model import Entry, Protocol, ResponseClass
from codepair.library.plan import entry_path
from codepair.pages.citations import numbered
from codepair.pages.context import Content, PageContext, Written, grouped
from codepair.pages.diagrams import Diagrams, whole
from codepair.pages.facts import cells
from codepair.pages.fragments import Fragments
from codepair.pages.shell import marker

_NOTICE = marker("notice")


class Views:
    """The pages of one locale that are no comparisons."""

    def __init__(self, context: PageContext, fragments: Fragments, diagrams: Diagrams, notice: Passage) -> None:
        self._context = context
        self._fragments = fragments
        self._diagrams = diagrams
        self._notice = notice

    def home(self, search: str) -> Content:
        """Return the home page; ``search`` is the address of what its search fetches."""
        library = self._context.plan.library
        wording = self._context.wording()
        html = self._render(
            "home.html",
            wording,
            search=search,
            protocols=[
                (protocol, len(library.entries[name]), len(self._context.plan.pairs[name]))
                for name, protocol in library.protocols.items()
            ],
            asked=self._asked(),
        )
        title = wording.plain("Two response codes, side by side")
        description = wording.plain(
            "What each code means, why it appeared in your trace, what to do now, and how it differs from the one "
            "you expected. Every claim names the section of the specification that settles it."
        )
        return self._content(title, description, wording.passage(html))

    def compare(self) -> Content:
        """Return the page on which two codes are chosen, with the comparisons that have guidance."""
        wording = self._context.wording()
        html = self._render("compare.html", wording, asked=self._asked())
        title = wording.plain("Compare two codes")
        description = wording.plain(
            "Choose two response codes of a protocol and see what each means, what to do, and how they differ."
        )
        return self._content(title, description, wording.passage(html))

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
            groups=grouped(protocol, [(entry, entry) for entry in entries]),
        )
        description = wording.text(protocol.summary).plain
        return self._content(f"{protocol.name}: {protocol.title}", description, wording.passage(html))

    def code(self, entry: Entry) -> Content:
        """Return the page of a code."""
        context = self._context
        wording = context.wording(entry.protocol)
        citations = numbered(entry)
        drawing = whole(entry, self._diagrams, context)
        rows = [cell for cell in cells(entry, context) if cell.answer]
        compared = self._compared(entry)
        before, after = self._neighbours(entry)
        first = entry.meanings[0]
        place = entry.node.key(*first.where, "description").line
        written = Written(entry.protocol.id, entry.path, place, first.prose["description"])
        html = self._render(
            "code.html",
            wording,
            entry=entry,
            refs=citations.references,
            link=context.code_link(entry),
            drawing=Markup(drawing.html),
            rows=[(Markup(cell.label.html), Markup(cell.html.html)) for cell in rows],
            guided=context.guided.get(entry.address, ()),
            compared=[(group, Markup(marker(f"list_{at}"))) for at, (group, _items) in enumerate(compared)],
            sources=Markup(self._fragments.sources(entry, citations, wording, is_whole=True)),
            steps=(before, after),
            links=context.links(entry_path(entry), written),
        )
        # A list may have as many links as there are codes: they come without what the page is rid of.
        for at, (_group, items) in enumerate(compared):
            html = html.replace(marker(f"list_{at}"), "".join(items))
        title, gloss = entry.title, ""
        if entry.gloss:  # a phrase that ends like a sentence has no colon behind its full stop
            title, gloss = title.removesuffix("."), f": {wording.text(entry.gloss).plain}"
        says = wording.text(entry.says).plain
        parts = [wording.passage(html), drawing, *(part for cell in rows for part in (cell.label, cell.html))]
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

    def _asked(self) -> list[tuple[Protocol, object]]:
        """Return the protocols that have comparisons with guidance, and those."""
        library = self._context.plan.library
        pairs = ((protocol, library.guided[name]) for name, protocol in library.protocols.items())
        return [(protocol, guided) for protocol, guided in pairs if guided]

    def _neighbours(self, entry: Entry) -> tuple[Entry | None, Entry | None]:
        """Return the codes before and after a code of its protocol."""
        entries = list(self._context.plan.library.entries[entry.protocol.id].values())
        at = entries.index(entry)
        return entries[at - 1] if at else None, entries[at + 1] if at + 1 < len(entries) else None

    def _compared(self, entry: Entry) -> list[tuple[ResponseClass | None, list[str]]]:
        """Return links to the comparisons of a code, as list items by the response class of the other code."""
        hidden = f"<span class=cp-hidden>{escape(entry.code)} vs </span>"
        chip, title = self._fragments.chip, self._fragments.title
        items = [
            (other, f"<li><a href=../{pair.slug}/ {title(other)}>{hidden}{chip(other)}</a></li>")
            for other, pair in self._context.plan.pairs[entry.protocol.id].of(entry)
        ]
        return grouped(entry.protocol, items)
