"""Fragments, made once an entry and locale, and the pages that they are put together into.

A comparison is a shell and some twenty fragments: everything that depends on one entry alone is rendered by a
template once, everything that depends on the pair is filled into compiled sentences.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any, NamedTuple, TypeAlias, TypeVar

from markupsafe import Markup

from codepair.kit import text as prose
from codepair.language.translator import Text, Translator, escape_html
from codepair.library.compare import Comparison, Finding
from codepair.library.model import Citation, Entry, Pair, Protocol, ResponseClass, Value, make_pair
from codepair.library.plan import Plan, comparison_page, entry_path
from codepair.pages.ladder import Drawing, StepKey, draw, parting, step_keys
from codepair.pages.shell import Shell, compile_shell, marker, without_indentation
from codepair.pages.templates import plain_list, template_environment, value_list

T = TypeVar("T")

RELATED = 2
"""Related comparisons shown for each of a comparison's two codes."""


class EditLinks(NamedTuple):
    """Where a page's text can be edited, and a mistake on it reported."""

    edit: str
    report: str


Links: TypeAlias = "Callable[[str, str, int, str], EditLinks | None]"
"""Gives the links of a page: its address below the locale's home, the file and line of its text, and that text."""


class Content(NamedTuple):
    """What a page shows, before it is put into the theme's page."""

    title: str
    """For ``<title>``: escaped HTML text."""
    description: str
    """For search results: escaped for an attribute."""
    html: str


class CompiledSentence(NamedTuple):
    """A finding's sentence in a locale, as formats: ``%(a)b`` stands for a side."""

    html: bytes
    plain: bytes
    has_values: bool
    """Whether the values of the two codes stand in it, and not only the codes."""
    is_fallback: bool


class Wire(NamedTuple):
    """An entry's flow and message, open where a comparison marks the diagram."""

    steps: tuple[StepKey, ...]
    opened: bytes
    marks: tuple[bytes, ...]
    """The mark at each step, and at the end."""
    closed: bytes


class Row(NamedTuple):
    """A row of the table of facts."""

    name: str
    """The fact, or ``#`` and a word for what every entry has."""
    label: Markup


@dataclass(frozen=True, slots=True)
class EntryFragments:
    """Everything a comparison shows of one entry, in one locale."""

    heading: bytes
    title: bytes
    chip: bytes
    card: bytes
    panel: bytes
    which: bytes
    sources: bytes
    wire: Wire | None
    """None without a flow."""
    cells: tuple[tuple[Value | None, bytes], ...]
    """For each row: the value that decides whether two codes differ, and the table cell."""
    values: Mapping[str, bytes]
    """By fact: its tokens as a list of the locale."""
    plain_values: Mapping[str, bytes]
    related: tuple[tuple[str, bytes], ...]
    """Slug and link of the comparisons to offer, the best first."""
    is_translated: bool


@dataclass(frozen=True, slots=True)
class GuidanceFragments:
    """What an editor wrote about one pair, in one locale."""

    lead: bytes
    description: bytes
    next: bytes
    mistake: bytes
    which: bytes
    sources: bytes
    is_translated: bool


_PANELS = b"<div class=cp-panels>"


class Renderer:
    """Renders every page of a plan in one locale."""

    def __init__(self, plan: Plan, translator: Translator, links: Links | None = None) -> None:
        self.plan = plan
        self.translator = translator
        self._links = links or (lambda page, path, line, text: None)
        self.locale = translator.locale
        self._templates = template_environment()
        self._entry: Any = self._templates.get_template("entry.html").module
        self._guidance: Any = self._templates.get_template("guidance.html").module
        self._guided_by_code = _guided_by_code(plan)
        self._fragments: dict[str, EntryFragments] = {}
        self._chips: dict[str, str] = {}
        self._titles: dict[str, str] = {}
        self._written: dict[str, GuidanceFragments] = {}
        self._sentences: dict[Finding, CompiledSentence] = {}
        self._heads: dict[str, list[bytes]] = {}
        self.words_missing = self._probe_words()
        self._fell_back = self.words_missing
        words = translator.words
        notice = words("Part of this page has not been translated yet and is shown in English.")
        self._notice = f'<p class="cp-note">{notice}</p>'.encode()
        shared, related = words("What Both Share"), words("Related Comparisons")
        self._shared_heading = f"<h3>{shared}</h3>".encode()
        self._related_heading = f"<h2 id=related>{related}</h2>".encode()
        wire = words("On the Wire, Side by Side")
        parts = words("The line with ◆ marks where the two exchanges part.")
        self._wire_heading = f"<h2 id=wire>{wire}</h2>".encode()
        self._wire_note = f"<p class=cp-counts>{parts}</p>".encode()
        self._drawings: dict[str, Drawing | None] = {}
        self._same: dict[int, bytes] = {}
        self._nothing = words(
            "The recorded facts of these two codes are the same; the texts below say what sets them apart."
        ).encode()

    # -- pages other than comparisons

    def home(self, search: str) -> Content:
        """Return the home page."""
        library = self.plan.library
        html, missed = self._page(
            "home.html",
            search=search,
            protocols=[
                (protocol, len(library.entries[name]), len(self.plan.pairs[name]))
                for name, protocol in library.protocols.items()
            ],
            asked=[
                (protocol, library.guided[name])
                for name, protocol in library.protocols.items()
                if library.guided[name]
            ],
        )
        del missed
        title = self.translator.plain("Two response codes, side by side")
        description = self.translator.plain(
            "What each code means, why it appeared in your trace, what to do now, and how it differs from the one "
            "you expected. Every claim names the section of the specification that settles it."
        )
        return Content(escape(title), escape(description), html)

    def compare(self) -> Content:
        """Return the page on which two codes are chosen, with the comparisons that have guidance."""
        library = self.plan.library
        html, _ = self._page(
            "compare.html",
            asked=[
                (protocol, library.guided[name])
                for name, protocol in library.protocols.items()
                if library.guided[name]
            ],
        )
        title = self.translator.plain("Compare two codes")
        description = self.translator.plain(
            "Choose two response codes of a protocol and see what each means, what to do, and how they differ."
        )
        return Content(escape(title), escape(description), html)

    def protocol(self, protocol: Protocol) -> Content:
        """Return the page of a protocol: all its codes by response class."""
        entries = list(self.plan.library.entries[protocol.id].values())
        html, _ = self._page(
            "protocol.html",
            protocol=protocol,
            codes=len(entries),
            comparisons=len(self.plan.pairs[protocol.id]),
            guided=self.plan.library.guided[protocol.id],
            groups=_grouped(protocol, [(entry, entry) for entry in entries]),
        )
        description = self.translator.text(protocol.summary).plain
        return Content(escape(f"{protocol.name}: {protocol.title}"), escape(description), html)

    def code(self, entry: Entry) -> Content:
        """Return the page of a code."""
        refs, numbered = _numbered(entry)
        compared = self._compared(entry)
        html, _ = self._page(
            "code.html",
            entry=entry,
            refs=refs,
            link=self._link(entry),
            drawing=self.drawing(entry),
            rows=[(row.label, Markup(cell)) for row, value, cell in self._rows(entry) if value],
            guided=self._guided_by_code.get(entry.address, ()),
            compared=[(group, Markup(marker(f"list_{at}"))) for at, (group, _items) in enumerate(compared)],
            sources=Markup(self._macro("sources", entry, numbered, True)),
            steps=self._neighbours(entry),
            links=self._links(
                entry_path(entry),
                entry.path,
                entry.node.key("description").line,
                entry.prose["description"],
            ),
        )
        # A list may have as many links as there are codes: they come without what the page is rid of.
        for at, (_group, items) in enumerate(compared):
            html = html.replace(marker(f"list_{at}"), "".join(items))
        gloss = f": {self.translator.text(entry.gloss).plain}" if entry.gloss else ""
        title = f"{entry.protocol.name} {entry.title}{gloss}"
        return Content(escape(title), escape(self.translator.text(entry.prose["description"]).plain), html)

    def _neighbours(self, entry: Entry) -> tuple[Entry | None, Entry | None]:
        """Return the codes before and after a code of its protocol."""
        entries = list(self.plan.library.entries[entry.protocol.id].values())
        at = entries.index(entry)
        return entries[at - 1] if at else None, entries[at + 1] if at + 1 < len(entries) else None

    def search_text(self, entry: Entry) -> str:
        """Return what is searched of a code: its texts, without the links to every other code."""
        return "".join(str(self.translator.text(text).element("p")) for text in entry.prose.values())

    def _compared(self, entry: Entry) -> list[tuple[ResponseClass | None, list[str]]]:
        """Return links to the comparisons of a code, as list items by the response class of the other code."""
        hidden = f"<span class=cp-hidden>{escape(entry.code)} vs </span>"
        pairs = self.plan.pairs[entry.protocol.id].of(entry)
        items = [
            (other, f"<li><a href=../{pair.slug}/ {self._title(other)}>{hidden}{self._chip(other)}</a></li>")
            for other, pair in pairs
        ]
        return _grouped(entry.protocol, items)

    def is_translated(self, *texts: str) -> bool:
        """Return whether the locale has every one of these texts."""
        before, self.translator.missed = self.translator.missed, False
        for text in texts:
            self.translator.text(text)
        found = not self.translator.missed
        self.translator.missed = before
        return found

    # -- comparisons

    def comparison_shell(self, protocol: Protocol) -> Shell:
        """Return the comparison's content, rendered once for all pairs of a protocol."""
        slots: Callable[[str], Markup] = lambda name: Markup(marker(name))  # noqa: E731 - a template function
        template = self._templates.get_template("comparison.html")
        return compile_shell(_tight(template.render(_=self.translator, protocol=protocol, slot=slots)))

    def comparison(self, pair: Pair, comparison: Comparison) -> dict[str, bytes]:
        """Return the value of every slot of the comparison's content, and its title and description."""
        self._fell_back = self.words_missing
        a, b = self.fragments(pair.a), self.fragments(pair.b)
        written = self._guidance_fragments(pair) if pair.guidance else None
        sides: dict[bytes, bytes] = {b"a": a.chip, b"b": b.chip}
        differs = comparison.differs
        if written:
            lead, description = written.lead, written.description
        else:
            first = next((finding for finding in differs if finding.fact != "status"), None)
            first = first or next(iter(differs or comparison.shares), None)
            if first is None:
                lead = description = self._nothing
            else:
                lead = self._sentence(first, a, b, sides)
                description = self._plain_sentence(first, a, b)
                if len(differs) > 1:
                    differs = tuple(finding for finding in differs if finding is not first)
        findings = [self._sentence(finding, a, b, sides) for finding in differs]
        shares = [self._sentence(finding, a, b, sides) for finding in comparison.shares]
        label = escape(pair.a.protocol.name).encode()
        rows, same = self._table(pair.a.protocol, a, b)
        related = self._related(pair, a, b)
        translated = a.is_translated and b.is_translated and not self._fell_back
        if written:
            translated = translated and written.is_translated
        return {
            "title": b"%s %s vs %s" % (label, a.title, b.title),
            "description": description,
            "heading": b"%s %s <small>vs</small> %s" % (label, a.heading, b.heading),
            "notice": b"" if translated else self._notice,
            "lead": lead,
            "card_a": a.card,
            "card_b": b.card,
            "chip_a": a.chip,
            "chip_b": b.chip,
            "rows": rows,
            "same": same,
            "wire": self._wire(a.wire, b.wire),
            "panel_a": a.panel,
            "panel_b": b.panel,
            "next": written.next if written else b"",
            "differences": _list(findings) if findings else b"",
            "mistake": written.mistake if written else b"",
            "shares": self._shared_heading + _list(shares) if shares else b"",
            "which": written.which if written else b"",
            "which_a": a.which,
            "which_b": b.which,
            "sources_a": a.sources,
            "sources_b": b.sources,
            "sources_pair": written.sources if written else b"",
            "related": b"%s<ul class=cp-links>%s</ul>" % (self._related_heading, related) if related else b"",
        }

    def fragments(self, entry: Entry) -> EntryFragments:
        """Return the entry's fragments; they are made once."""
        found = self._fragments.get(entry.address)
        if found is None:
            found = self._fragments[entry.address] = self._make_fragments(entry)
        return found

    def _chip(self, entry: Entry) -> str:
        """Return the mark that stands for a code in sentences and lists; made once, without the other fragments."""
        found = self._chips.get(entry.address)
        if found is None:
            found = self._chips[entry.address] = self._macro_from("macros.html", "chip", entry, words=False)
        return found

    def _title(self, entry: Entry) -> str:
        """Return the attribute that names a code in full; made once."""
        found = self._titles.get(entry.address)
        if found is None:
            found = self._titles[entry.address] = _tight(f'<a title="{escape(entry.title)}">')[3:-1]
        return found

    def _make_fragments(self, entry: Entry) -> EntryFragments:
        refs, numbered = _numbered(entry)
        self.translator.missed = False
        link = self._link(entry)
        phrase = f" {self._macro_from('macros.html', 'phrase', entry)}" if entry.phrase else ""
        values, plain_values = {}, {}
        for name, fact in entry.facts.items():
            definition = entry.protocol.facts[name]
            if definition.type != "choice":
                values[name] = value_list(fact, self.translator).encode()
                plain_values[name] = escape(plain_list(fact, self.translator)).encode()
        return EntryFragments(
            heading=f"<b>{escape(entry.code)}</b>{phrase}".encode(),
            title=escape(entry.title).encode(),
            chip=self._chip(entry).encode(),
            card=self._macro("card", entry).encode(),
            panel=self._macro("panel", entry, refs, link, 3).encode(),
            which=self._macro("which", entry, refs, link).encode(),
            sources=self._macro("sources", entry, numbered, False).encode(),
            wire=self._make_wire(entry),
            cells=tuple((value, cell.encode()) for _row, value, cell in self._rows(entry)),
            values=values,
            plain_values=plain_values,
            related=self._related_to(entry),
            is_translated=not self.translator.missed,
        )

    def _guidance_fragments(self, pair: Pair) -> GuidanceFragments:
        name = f"{pair.a.protocol.id}/{pair.slug}"
        found = self._written.get(name)
        if found is not None:
            return found
        assert pair.guidance is not None
        self.translator.missed = False
        link = self._link(pair.a, pair.b)

        refs, numbered = _guidance_numbered(pair)
        known = self.plan.library.entries[pair.a.protocol.id]
        entries: dict[str | None, Entry | None] = {None: None}
        entries.update(known.items())

        def part(macro: str, *context: object) -> bytes:
            made = getattr(self._guidance, macro)(self.translator, pair, link, refs, *context)
            return _tight(str(made)).encode()

        description = escape(self.translator.text(pair.guidance.prose["summary"]).plain).encode()
        links = self._links(
            comparison_page(pair).path,
            pair.guidance.path,
            pair.guidance.node.key("summary").line,
            pair.guidance.prose["summary"],
        )
        found = GuidanceFragments(
            lead=part("lead"),
            description=description,
            next=part("next"),
            mistake=part("mistake"),
            which=part("which", entries),
            sources=_tight(str(self._guidance.sources(self.translator, pair, numbered, links))).encode(),
            is_translated=not self.translator.missed,
        )
        self._written[name] = found
        return found

    # -- on the wire

    def drawing(self, entry: Entry) -> Drawing | None:
        """Return the diagram of the entry's flow; it is drawn once."""
        if entry.address not in self._drawings:
            flow = entry.flow
            value = self.translator.value
            made = draw(entry, flow, value, self.locale.direction) if flow is not None else None
            self._drawings[entry.address] = made
        return self._drawings[entry.address]

    def drawing_path(self, entry: Entry) -> str:
        """Return where the diagram's file is, from the site's root."""
        return f"assets/codepair/flows/{entry.protocol.id}/{entry.slug}.{self.locale.tag}.svg"

    def _make_wire(self, entry: Entry) -> Wire | None:
        drawing = self.drawing(entry)
        if entry.flow is None or drawing is None:
            return None
        address = f"{'../' * (2 + bool(self.locale.path))}{self.drawing_path(entry)}"
        width = drawing.width
        return Wire(
            steps=step_keys(entry.flow),
            opened=self._macro_from("wire.html", "shared_open", entry, drawing, address).encode(),
            marks=tuple(
                b'<path d="M0 %dH%d"/><path d="M0 %dl6-6 6 6-6 6z"/>' % (top, width, top) for top in drawing.tops
            ),
            closed=self._macro_from("wire.html", "shared_close", entry).encode(),
        )

    def _wire(self, a: Wire | None, b: Wire | None) -> bytes:
        """Return both flows beside each other, marked where they part."""
        if a is not None and b is not None:
            parts = parting(a.steps, b.steps)
            flows = self._wire_note, _PANELS, a.opened, a.marks[parts], a.closed, b.opened, b.marks[parts], b.closed
            return b"".join((self._wire_heading, *flows, b"</div>"))
        if (only := a or b) is not None:
            return b"".join((self._wire_heading, _PANELS, only.opened, only.closed, b"</div>"))
        return b""

    # -- facts

    def _table(self, protocol: Protocol, a: EntryFragments, b: EntryFragments) -> tuple[bytes, bytes]:
        """Return the rows in which two codes differ, and a folded table of those in which they do not."""
        heads = self._heads.get(protocol.id)
        if heads is None:
            rows = self._row_names(protocol)
            heads = self._heads[protocol.id] = [f"<tr><th>{row.label}</th>".encode() for row in rows]
        out: list[bytes] = []
        equal: list[bytes] = []
        for head, (one, cell_a), (other, cell_b) in zip(heads, a.cells, b.cells, strict=True):
            if one != other:
                out += (head, cell_a, cell_b)
            elif one:
                equal += (head, cell_a)
        if equal:
            equal = [self._same_heading(len(equal) // 2), *equal, b"</tbody></table></details>"]
        return b"".join(out), b"".join(equal)

    def _same_heading(self, count: int) -> bytes:
        found = self._same.get(count)
        if found is None:
            words = self.translator.plural(
                "The same in both: {number} fact", "The same in both: {number} facts", count
            )
            html = f"<details class=cp-same><summary>{words}</summary><table class=cp-facts><tbody>"
            found = self._same[count] = html.encode()
        return found

    def _row_names(self, protocol: Protocol) -> list[Row]:
        text, words = self.translator.text, self.translator.words
        rows = [Row(name, escape_html(text(fact.label))) for name, fact in protocol.facts.items()]
        if protocol.response_classes:
            rows.append(Row("#class", words("Response class")))
        rows.append(Row("#number", words("Number")))
        rows.append(Row("#status", words("Status")))
        rows.append(Row("#defined", words("Defined in")))
        rows.append(Row("#since", words("Since")))
        return rows

    def _rows(self, entry: Entry) -> list[tuple[Row, Value | None, str]]:
        """Return the table's rows with the value and the cell of each."""
        cells: dict[str, tuple[Value | None, str]] = {}
        group = entry.response_class
        badge = self._macro_from("macros.html", "class_badge", group)
        cells["#class"] = (group.id if group else None, _linked(badge, group.citation if group else None))
        cells["#number"] = (entry.number, f"<td>{entry.number or '–'}</td>")
        status = self._macro_from("macros.html", "status_label", entry.status)
        cells["#status"] = (entry.status, f"<td>{status}</td>")
        for name, definition in entry.protocol.facts.items():
            fact = entry.facts.get(name)
            value: Value | None = fact.value if fact else (() if definition.absent else None)
            citation = (fact.citation or entry.sources[0].citation) if fact else None
            cells[name] = (value, self._macro("cell", definition, fact, citation.url if citation else None))
        defined = entry.sources[0].citation
        cells["#defined"] = (defined.label, _linked(escape(defined.label), defined))
        since = entry.since
        year = f" ({since.published})" if since.published else ""
        cells["#since"] = (since.id, f"<td>{escape(since.label)}{year}</td>")
        return [(row, *cells[row.name]) for row in self._row_names(entry.protocol)]

    def _sentence(
        self, finding: Finding, a: EntryFragments, b: EntryFragments, sides: Mapping[bytes, bytes]
    ) -> bytes:
        """Return a finding's sentence as HTML; ``sides`` are the marks of the two codes."""
        compiled = self._sentences.get(finding) or self._compiled(finding)
        if compiled.is_fallback:
            self._fell_back = True
        if not compiled.has_values:
            return compiled.html % sides
        name = finding.fact
        return compiled.html % {**sides, b"a_value": a.values.get(name), b"b_value": b.values.get(name)}

    def _plain_sentence(self, finding: Finding, a: EntryFragments, b: EntryFragments) -> bytes:
        """Return a finding's sentence as text for an attribute."""
        name = finding.fact
        return (self._sentences.get(finding) or self._compiled(finding)).plain % {
            b"a": a.title,
            b"b": b.title,
            b"a_value": a.plain_values.get(name),
            b"b_value": b.plain_values.get(name),
        }

    def _compiled(self, finding: Finding) -> CompiledSentence:
        compiled = self._sentences[finding] = _compile(finding, self.translator.text(finding.sentence))
        return compiled

    def _related(self, pair: Pair, a: EntryFragments, b: EntryFragments) -> bytes:
        own = pair.slug
        links: list[bytes] = []
        for fragments in (a, b):
            taken = 0
            for name, link in fragments.related:
                if name != own and taken < RELATED:
                    links.append(link)
                    taken += 1
        return b"".join(links)

    def _related_to(self, entry: Entry) -> tuple[tuple[str, bytes], ...]:
        """Return links to an entry's comparisons: those with guidance first, then with related codes."""
        entries = self.plan.library.entries[entry.protocol.id]
        with_pages = {pair.slug: pair for pair in self._guided_by_code.get(entry.address, ())}
        for code in entry.related:
            other = entries.get(code)
            if other is None:
                continue
            pair = make_pair(entry, other)
            if self.plan.has_pair(pair):
                with_pages.setdefault(pair.slug, pair)
        macros: Any = self._templates.get_template("macros.html").module
        links = []
        for pair in list(with_pages.values())[: RELATED + 1]:
            link = macros.pair_link(self.translator, pair, f"../{pair.slug}/")
            links.append((pair.slug, _tight(f"<li>{link}</li>").encode()))
        return tuple(links)

    # -- helpers of the templates

    def _link(self, *own: Entry) -> Callable[[str], str | None]:
        """Return a function that gives the page of a code, seen from a page of the same protocol."""
        codes = {entry.code for entry in own}
        entries = self.plan.library.entries[own[0].protocol.id]

        def link(code: str) -> str | None:
            return f"../{entries[code].slug}/" if code in entries and code not in codes else None

        return link

    def _page(self, template: str, **values: object) -> tuple[str, bool]:
        """Render a page; one that misses a translation is rendered again, with the notice."""
        notice = Markup(self._notice.decode())
        self.translator.missed = False
        render = partial(self._templates.get_template(template).render, _=self.translator, **values)
        html = render(notice="")
        missed = self.translator.missed
        if missed:
            html = render(notice=notice)
        return _tight(html), missed

    def _macro(self, name: str, *arguments: object) -> str:
        return _tight(str(getattr(self._entry, name)(self.translator, *arguments)))

    def _macro_from(self, template: str, name: str, *arguments: object, words: bool = True) -> str:
        module: Any = self._templates.get_template(template).module
        before = (self.translator,) if words else ()
        return _tight(str(getattr(module, name)(*before, *arguments)))

    def _probe_words(self) -> bool:
        """Return whether the site's own words miss a translation: then every page does."""
        return not self.is_translated("Key Differences", "When to Use Which", "Description", "How to Fix")


def _linked(html: str, citation: Citation | None) -> str:
    """Return a table's cell whose value leads to the section that settles it."""
    if citation is None or citation.url is None:
        return f"<td>{html}</td>"
    return _tight(f'<td><a href="{escape(citation.url)}">{html}</a></td>')


def _numbered(entry: Entry) -> tuple[dict[str, list[int]], list[Citation]]:
    """Number the citations of an entry's prose; return the numbers of each field, and the citations."""
    numbered: list[Citation] = []
    refs: dict[str, list[int]] = {name: [] for name in entry.prose}

    def number(citation: Citation) -> int:
        if citation not in numbered:
            numbered.append(citation)
        return numbered.index(citation) + 1

    for source in entry.sources:
        found = number(source.citation)
        for name in source.supports:
            refs[name].append(found)
    return refs, numbered


def _guidance_numbered(pair: Pair) -> tuple[dict[str, list[tuple[str, str]]], list[Citation]]:
    """Give each part of the guidance its references: into an entry's sources where it is listed, else its own."""
    assert pair.guidance is not None
    own: list[Citation] = []
    refs: dict[str, list[tuple[str, str]]] = {name: [] for name in pair.guidance.prose}
    listed = [(entry, _numbered(entry)[1]) for entry in (pair.a, pair.b)]
    for source in pair.guidance.sources:
        for entry, citations in listed:
            if source.citation in citations:
                number = citations.index(source.citation) + 1
                ref = (f"{entry.code}: {number}", f"{entry.slug}-{number}")
                break
        else:
            own.append(source.citation)
            ref = (str(len(own)), f"p-{len(own)}")
        for name in source.supports:
            if name in refs:
                refs[name].append(ref)
    return refs, own


def _compile(finding: Finding, text: Text) -> CompiledSentence:
    """Return a finding's sentence as formats."""
    slots = dict(finding.slots)
    html: list[str] = []
    plain: list[str] = []
    for part in prose.parts(text.value, placeholders=True):
        if part.kind == "slot" and part.value in slots:
            html.append(f"%({slots[part.value]})b")
            plain.append(f"%({slots[part.value]})b")
            continue
        shown = escape(part.value, quote=False).replace("%", "%%")
        html.append(f"<code>{shown}</code>" if part.kind == "code" else shown)
        plain.append(escape(part.value).replace("%", "%%"))
    whole = "".join(html)
    if text.is_fallback:
        whole = f"<span{text.attributes}>{whole}</span>"
    has_values = any(side in ("a_value", "b_value") for side in slots.values())
    return CompiledSentence(whole.encode(), "".join(plain).encode(), has_values, text.is_fallback)


def _list(items: Sequence[bytes]) -> bytes:
    return b"<ul><li>%s</li></ul>" % b"</li><li>".join(items)


def _guided_by_code(plan: Plan) -> dict[str, list[Pair]]:
    found: dict[str, list[Pair]] = {}
    for pairs in plan.library.guided.values():
        for pair in pairs:
            found.setdefault(pair.a.address, []).append(pair)
            found.setdefault(pair.b.address, []).append(pair)
    return found


def _grouped(protocol: Protocol, items: Sequence[tuple[Entry, T]]) -> list[tuple[ResponseClass | None, list[T]]]:
    """Group items by the response class of their entry; those without one come last."""
    groups: dict[ResponseClass | None, list[T]] = {group: [] for group in (*protocol.response_classes, None)}
    for entry, item in items:
        groups[entry.response_class].append(item)
    return [(group, found) for group, found in groups.items() if found]


_TAG = re.compile(r'<[a-z][^<>]*="[^<>]*>')
_ATTRIBUTE = re.compile(r'="([A-Za-z0-9#._:/-]*[A-Za-z0-9#._:-])"(?=[ >])')


def _tight(html: str) -> str:
    """Return HTML without indentation and without quotes that HTML does not need: a tenth of a comparison."""
    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(r"=\1", tag[0]), without_indentation(html).strip())
