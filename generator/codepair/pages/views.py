"""The pages that are no comparisons: what a page is about in, its content out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from markupsafe import Markup

from codepair.language.translator import Text
from codepair.language.wording import Passage, Wording
from codepair.library.model import Entry, Library, Pair, Protocol, ResponseClass
from codepair.library.plan import entry_path
from codepair.library.shapes.entry import PROSE_FIELDS
from codepair.pages.citations import entry_citations, text_citations
from codepair.pages.context import Content, PageContext, Written, grouped
from codepair.pages.diagrams import Diagrams, whole
from codepair.pages.facts import Cell, cells
from codepair.pages.fragments import Fragments
from codepair.pages.html import breakable
from codepair.pages.shell import marker

_NOTICE = marker("notice")

_NAMED = 4
"""Protocols that the home page's heading names, if there are many more."""

_FEATURED, _FEATURED_EACH = 9, 2
"""Comparisons on the home page, and how many of them may be of one protocol."""


class Views:
    """The pages of one locale that are no comparisons."""

    def __init__(self, context: PageContext, fragments: Fragments, diagrams: Diagrams, notice: Passage) -> None:
        self._context = context
        self._fragments = fragments
        self._diagrams = diagrams
        self._notice = notice

    def home(self, search: str, summary: str = "") -> Content:
        """Return the home page.

        ``search`` is the address of what its field fetches, ``summary`` what the site says of itself.
        """
        library = self._context.plan.library
        wording = self._context.wording()
        heading = _heading(library, wording)
        pairs = featured(library)
        html = self._render(
            "home.html",
            wording,
            search=search,
            is_answered=bool(library.recognition),
            heading=heading,
            summary=wording.text(summary) if summary else None,
            examples=_examples(pairs),
            families=_families(library, wording),
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
        html = self._render("compare.html", wording, listed=listed)
        title = wording.plain("Compare two codes")
        description = wording.plain(
            "Choose two codes of a protocol and see what each means, what to do, and how they differ."
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
        drawing = whole(entry, self._diagrams, context)
        *found, since = cells(entry, context)
        rows = [cell for cell in found if cell.answer]
        reviewed = self._fragments.reviewed(entry)
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
            link=context.code_link(entry),
            drawing=Markup(drawing.html),
            key=[(Markup(cell.label.html), Markup(cell.html.html)) for cell in rows if cell.is_key],
            rows=[(Markup(cell.label.html), Markup(cell.box)) for cell in rows if not cell.is_key],
            since=_since(entry, since),
            guided=context.guided.get(entry.address, ()),
            compared=[(group, Markup(marker(f"list_{at}"))) for at, (group, _items) in enumerate(compared)],
            count=sum(len(items) for _group, items in compared),
            sources=entry_citations(entry, *PROSE_FIELDS),
            reviewed=Markup(reviewed.html),
            parts=_parts(entry, wording, has_facts=any(not cell.is_key for cell in rows), has_pairs=bool(compared)),
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
        parts = [
            wording.passage(html),
            drawing,
            reviewed,
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


def _heading(library: Library, wording: Wording) -> Markup:
    """Return what the site is about: its protocols by name, the first of them if there are many."""
    names = [f"<bdi>{escape(each.name)}</bdi>" for each in library.protocols.values()]
    if len(names) > _NAMED + 1:
        more = wording.plural("{number} more protocol", "{number} more protocols", len(names) - _NAMED)
        names = [*names[:_NAMED], str(more)]
    return wording.words("Codes of {protocols}, explained and compared", protocols=wording.translator.list(names))


def _families(library: Library, wording: Wording) -> list[tuple[Text | None, list[tuple[Protocol, int]]]]:
    """Return the protocols, each with the number of its codes, by what they are used for; others come last."""
    found: dict[str | None, list[tuple[Protocol, int]]] = {}
    for name, protocol in library.protocols.items():
        found.setdefault(protocol.family, []).append((protocol, len(library.entries[name])))
    families = sorted(found.items(), key=lambda item: item[0] is None)
    # Each protocol's catalog has the word; the first one's is shown.
    return [(wording.of(of[0][0].id).text(name) if name else None, of) for name, of in families]


def _neighbours(library: Library, entry: Entry) -> tuple[Entry | None, Entry | None]:
    """Return the codes before and after a code of its protocol."""
    entries = list(library.entries[entry.protocol.id].values())
    at = entries.index(entry)
    return entries[at - 1] if at else None, entries[at + 1] if at + 1 < len(entries) else None


def featured(library: Library) -> list[Pair]:
    """Return the comparisons of the home page: of each protocol those whose codes are confused with most others.

    Which these are the guidance says: a code that editors have told from many others is mistaken for many others.
    """
    chosen: list[list[Pair]] = []
    for guided in (library.guided[name] for name in library.protocols):
        count = Counter(entry.code for pair in guided for entry in (pair.a, pair.b))
        found: list[Pair] = []
        for pair in sorted(guided, key=lambda pair: -(count[pair.a.code] + count[pair.b.code])):
            codes = {entry.code for each in found for entry in (each.a, each.b)}
            if len(found) < _FEATURED_EACH and not codes & {pair.a.code, pair.b.code}:
                found.append(pair)
        chosen.append(found)
    turns = [found[turn] for turn in range(_FEATURED_EACH) for found in chosen if turn < len(found)][:_FEATURED]
    return [pair for found in chosen for pair in found if pair in turns]


def _examples(pairs: Sequence[Pair]) -> list[tuple[str, str]]:
    """Return what the field of the home page understands, each with the page that it leads to."""
    found = [(f"{pair.a.code} vs {pair.b.code}", f"{pair.a.protocol.id}/{pair.slug}/") for pair in pairs[:1]]
    for pair in pairs:
        entry, name = pair.b, pair.b.protocol.name
        if pair.a.protocol is not pairs[0].a.protocol:
            found.append((f"{name} {entry.number or entry.code}", f"{entry.protocol.id}/{entry.slug}/"))
            break
    return [(pair.a.code, f"{pair.a.protocol.id}/{pair.a.slug}/") for pair in pairs[:1]] + found


def _since(entry: Entry, cell: Cell) -> Markup | None:
    """Return since when a code stands, if the section that defines it does not say so already."""
    is_known = entry.since is None or entry.since is entry.defined_in.specification
    return None if is_known else Markup(cell.html.html)


def _parts(entry: Entry, wording: Wording, *, has_facts: bool, has_pairs: bool) -> list[tuple[str, Markup]]:
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
    if has_pairs:
        parts.append(("all", wording.words("All Comparisons")))
    return [*parts, ("sources", wording.words("Sources"))]
