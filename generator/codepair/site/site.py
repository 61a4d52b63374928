"""A site: every page of every locale, made when it is asked for.

A build asks for all of them, a preview for those that a browser asks for; what both get is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import NamedTuple
from typing import Protocol as Interface

from codepair.beside import alone
from codepair.beside.cards.cards import card_path
from codepair.beside.metadata import head
from codepair.beside.search.search import Record
from codepair.language.locale import Locale
from codepair.language.translator import Translator
from codepair.library.mappings import MAPPINGS
from codepair.library.model import Pair
from codepair.library.plan import Kind, Page, comparison_page, entry_path, mapping_path, pair_path, protocol_path
from codepair.pages.context import Content, EditLinks, Links, PageContext, Written, no_links
from codepair.pages.policy import script_hashes
from codepair.pages.renderer import Renderer
from codepair.pages.shell import Shell
from codepair.pages.templates import Templates
from codepair.site.addresses import canonical, site_path
from codepair.site.project import Project
from codepair.site.repository import Repository


class Theme(Interface):
    """The pages of a theme in one locale, without their content."""

    def shell(self, kind: Kind, *, protocol: str | None = None, is_indexed: bool = True) -> Shell:
        """Return the page of a kind with slots for what changes from page to page."""

    def error_page(self, content: str) -> bytes:
        """Return the page that a host shows for an address that does not exist."""


class Made(NamedTuple):
    """A page as it is written."""

    path: str
    """Its address below the site's root, with a slash at the end."""
    data: bytes
    is_translated: bool
    """Whether every text of its content is in its locale's language; if not, search engines are told to skip it."""


@dataclass(frozen=True)
class Others:
    """What somebody else makes for the same site."""

    has_pages: bool = False
    """Whether there is a page."""
    addresses: Sequence[str] = ()
    """The full addresses of the pages; none if the site's own is not known."""
    paths: Sequence[str] = ()
    """Where all files are that are made already, below the site's root: ``about/index.html``."""
    records: Sequence[Record] = ()
    """The pages as the search sees them, each in the language of the site's own pages."""
    index: bytes = b""
    """What the theme's search finds; empty if it has none."""
    tag: str = "en"
    """The language of the pages."""


@dataclass(frozen=True)
class Site:
    """Everything a site is made from."""

    project: Project
    themes: Sequence[Theme]
    """One a locale, in the order of the project's translators."""
    url: str
    """The site's address, or an empty string."""
    name: str = ""
    summary: str = ""
    """What it is, in a sentence."""
    repository: Repository | None = None
    """Where its content is kept."""
    templates: Templates = field(default_factory=Templates)
    others: Others = field(default_factory=Others)
    """What of the site is not made here."""

    @property
    def mount(self) -> str:
        """The folder below which everything is that is made here: empty, or with a slash at its end."""
        return self.project.settings.mount

    @property
    def path(self) -> str:
        """The path that this folder is served from, without a slash at the end."""
        return site_path(canonical(self.url, self.mount) or f"/{self.mount}")

    def address(self, path: str) -> str:
        """Return the full address of a path below the folder of the codes; the path if the site's is not known."""
        return canonical(self.url, self.mount + path) or f"/{self.mount}{path}"

    @cached_property
    def locales(self) -> Sequence[LocalePages]:
        """The pages of every locale."""
        translators = self.project.translators
        return [LocalePages(self, theme, each) for theme, each in zip(self.themes, translators, strict=True)]

    @property
    def default(self) -> LocalePages:
        """The pages of the locale at the root."""
        return next(pages for pages in self.locales if not pages.locale.path)

    @property
    def count(self) -> int:
        """The number of pages in all locales, the error page left out."""
        return self.project.plan.count * len(self.themes)

    def pages(self) -> Iterator[Made]:
        """Yield every page."""
        plan = self.project.plan
        for pages in self.locales:
            for page in plan.single:
                yield pages.page(page)
        for pair in plan.comparisons():
            for pages in self.locales:
                yield pages.comparison(pair)

    def find(self, path: str) -> Made | None:
        """Return the page at an address below the site's root, such as ``vi/sip/422/``; None if there is none."""
        if not path.startswith(self.mount):
            return None
        path = path.removeprefix(self.mount)
        first, slash, rest = path.partition("/")
        pages = next((pages for pages in self.locales if slash and pages.locale.path == first), None)
        pages, rest = (pages, rest) if pages is not None else (self.default, path)
        page = self.project.plan.find(rest)
        return pages.page(page) if page is not None else None


class LocalePages:
    """The pages of a site in one locale."""

    def __init__(self, site: Site, theme: Theme, translator: Translator) -> None:
        self.locale: Locale = translator.locale
        self.translator = translator
        self.renderer = Renderer(
            PageContext(site.project.plan, translator, site.templates, _links(site, translator))
        )
        # An address of ours is never more than the site's with a path after it.
        self._home = site.mount + translator.locale.prefix
        self._root = canonical(site.url, self._home)
        self._site = site
        self._theme = theme
        self._shells: dict[tuple[Kind, str | None, bool], Shell] = {}

    def path(self, page: Page) -> str:
        """Return a page's address below the site's root."""
        return self._home + page.path

    def _shell(self, kind: Kind, protocol: str | None, is_indexed: bool) -> Shell:
        """Return the shell of a page, made once; a comparison's holds its content's."""
        key = (kind, protocol, is_indexed)
        found = self._shells.get(key)
        if found is None:
            found = self._theme.shell(kind, protocol=protocol, is_indexed=is_indexed)
            if kind == "comparison":
                of = self._site.project.library.protocols[protocol] if protocol is not None else None
                found = found.nest("content", self.renderer.comparisons.shell(of).shell)
            self._shells[key] = found
        return found

    def page(self, page: Page) -> Made:
        """Return a page."""
        if page.pair is not None:
            return self.comparison(page.pair)
        content = self.content(page)
        values = self._frame(page.path)
        values.update(
            title=content.title.encode(), description=content.description.encode(), content=content.html.encode()
        )
        if content.is_translated:
            values.update(self._metadata(page, content.title, content.description))
        shell = self._shell(page.kind, page.protocol, content.is_translated)
        return Made(self.path(page), shell.fill(values), content.is_translated)

    def comparison(self, pair: Pair) -> Made:
        """Return a comparison."""
        path = pair_path(pair)
        values, is_translated = self.renderer.comparisons.content(pair)
        values.update(self._frame(path))
        is_indexed = pair.guidance is not None and is_translated
        if is_indexed:
            title, description = values["title"].decode(), values["description"].decode()
            values.update(self._metadata(comparison_page(pair), title, description))
        shell = self._shell("comparison", None if pair.is_across else pair.a.protocol.id, is_indexed)
        return Made(self._home + path, shell.fill(values), is_translated)

    def content(self, page: Page) -> Content:
        """Return what a page that is not a comparison shows."""
        views = self.renderer.views
        if page.entry is not None:
            return self.renderer.codes.code(page.entry)
        if page.protocol is not None:
            return views.protocol(self._site.project.library.protocols[page.protocol])
        if page.table is not None:
            return views.mapping(page.table)
        if page.kind == "compare":
            return views.compare()
        # Below a folder of a site that is about something else it says nothing of the codes.
        summary = "" if self._site.mount else self._site.summary
        return views.home(summary)

    def is_translated(self, page: Page) -> bool:
        """Return whether every text of a page's content is in the locale's language."""
        if page.pair is None:
            return self.content(page).is_translated
        return self.renderer.comparisons.content(page.pair).is_translated

    def _metadata(self, page: Page, title: str, description: str) -> dict[str, bytes]:
        found = self.head(page, title, description)
        return {"head": found.encode(), "head_hash": script_hashes(found)[0].encode()}

    def head(self, page: Page, title: str, description: str) -> str:
        """Return what an indexed page says to machines in its head."""
        card, project = card_path(page, self.translator), self._site.project
        found = alone.names(project.plan, page, project.settings.documents, is_default=not self.locale.path)
        beside = {alone.MEDIA_TYPES[end]: f"../{name.rpartition('/')[2]}" for end, name in found.items()}
        return head(page, title, description, self._site.name, self.translator, self._site.address, card, beside)

    def _frame(self, path: str) -> dict[str, bytes]:
        return {
            "path": path.encode(),
            "canonical": f"{self._root}{path}".encode() if self._root else b"",
        }

    def search_records(self) -> Iterator[Record]:
        """Yield all that is searched: the codes, and the pages of others in whatever language they are."""
        for record in self._site.others.records:
            yield record._replace(tag=self.locale.tag, lang=record.tag if record.tag != self.locale.tag else "")
        yield from self.code_records()

    def code_records(self) -> Iterator[Record]:
        """Yield what is searched of the codes: their pages, the hubs, and comparisons with guidance."""
        library = self._site.project.library
        prefix, tag = self._home, self.locale.tag
        for name, protocol in library.protocols.items():
            text = self.translator.of(name).text
            summary = str(text(protocol.summary).element("p"))
            yield Record(prefix + protocol_path(name), tag, escape(f"{protocol.name}: {protocol.title}"), summary)
            for entry in library.entries[name].values():
                number = f" ({entry.number})" if entry.number else ""
                title = escape(f"{protocol.name} {entry.title}{number}")
                gloss = text(entry.gloss).html() if entry.gloss else ""
                html = self.renderer.search_text(entry)
                yield Record(prefix + entry_path(entry), tag, title, html, gloss=gloss)
        text = self.translator.of(MAPPINGS).text
        for table in library.mappings:
            notes = (text(row.note).element("p") for row in table.rows if row.note)
            html = "".join(map(str, (text(table.lost).element("p"), *notes)))
            yield Record(prefix + mapping_path(table), tag, text(table.title).html(), html)
        for pair in library.all_guided:
            values = self.renderer.comparisons.content(pair).slots
            names = ("lead", "next", "mistake", "which", "unmatched")
            html = b"".join(values[name] for name in names).decode()
            yield Record(prefix + pair_path(pair), tag, values["title"].decode(), html)


def _links(site: Site, translator: Translator) -> Links:
    """Return what gives a page its links for editing and reporting, if the site names its repository.

    A page in the source language leads to the entry, a translated one to its message in the catalog.
    """
    repository = site.repository
    if repository is None:
        return no_links
    locale = translator.locale

    def links(page: str, written: Written) -> EditLinks | None:
        name = f"{page.rstrip('/')} ({locale.tag})"
        of = translator.of(written.domain)
        source = repository.file(written.path, written.line)
        where = of.place(written.text)
        edit = (repository.file(where.path, where.line) or source) if where is not None else source
        report = repository.report(name, site.address(locale.prefix + page))
        return EditLinks(edit, report) if edit or report else None

    return links
