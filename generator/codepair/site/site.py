"""A site: every page of every locale, made when it is asked for.

``build.py`` asks for all of them, ``preview.py`` for those that a browser asks for; what both get is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Protocol as Interface

from codepair.beside import metadata as machines
from codepair.beside.cards.cards import card_path
from codepair.beside.search.search import Record
from codepair.language.locale import Locale
from codepair.language.translator import Translator
from codepair.library import compare as comparing
from codepair.library.model import Pair
from codepair.library.plan import Kind, Page, comparison_page, entry_path, protocol_path
from codepair.pages import policy
from codepair.pages.render import Content, EditLinks, Links, Renderer
from codepair.pages.shell import Shell
from codepair.site.addresses import canonical
from codepair.site.project import Project
from codepair.site.repository import Repository


class Theme(Interface):
    """The pages of a theme in one locale, without their content."""

    def shell(self, kind: Kind, *, protocol: str | None = None, is_indexed: bool = True) -> Shell:
        """Return the page of a kind with slots for what changes from page to page."""

    def error_page(self, content: str) -> bytes:
        """Return the page that a host shows for an address that does not exist."""


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

    def address(self, path: str) -> str:
        """Return the full address of a path below the root; only the path if the site's address is not known."""
        return canonical(self.url, path) or f"/{path}"

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

    def pages(self) -> Iterator[tuple[str, bytes]]:
        """Yield the address and bytes of every page; a comparison is computed once for all locales."""
        plan = self.project.plan
        for pages in self.locales:
            for page in plan.single:
                yield pages.page(page)
        for pair in plan.comparisons():
            comparison = comparing.compare(pair.a, pair.b)
            for pages in self.locales:
                yield pages.comparison(pair, comparison)

    def find(self, path: str) -> bytes | None:
        """Return the page at an address below the site's root, such as ``vi/sip/422/``; None if there is none."""
        first, slash, rest = path.partition("/")
        pages = next((pages for pages in self.locales if slash and pages.locale.path == first), None)
        pages, rest = (pages, rest) if pages is not None else (self.default, path)
        page = self.project.plan.find(rest)
        return pages.page(page)[1] if page is not None else None


class LocalePages:
    """The pages of a site in one locale."""

    def __init__(self, site: Site, theme: Theme, translator: Translator) -> None:
        self.locale: Locale = translator.locale
        self.renderer = Renderer(site.project.plan, translator, _links(site, translator))
        # An address of ours is never more than the site's with a path after it.
        self._root = canonical(site.url, translator.locale.prefix)
        self._site = site
        self._prefix = self.locale.prefix
        self._theme = theme
        self._shells: dict[tuple[Kind, str | None, bool], Shell] = {}

    def _shell(self, kind: Kind, protocol: str | None, is_indexed: bool = True) -> Shell:
        """Return the shell of a page, made once; a comparison's holds its content's."""
        key = (kind, protocol, is_indexed)
        found = self._shells.get(key)
        if found is None:
            found = self._theme.shell(kind, protocol=protocol, is_indexed=is_indexed)
            if kind == "comparison":
                assert protocol is not None
                of = self._site.project.library.protocols[protocol]
                found = found.nest("content", self.renderer.comparison_shell(of))
            self._shells[key] = found
        return found

    def page(self, page: Page) -> tuple[str, bytes]:
        """Return the address and bytes of a page."""
        if page.pair is not None:
            return self.comparison(page.pair, comparing.compare(page.pair.a, page.pair.b))
        content = self.content(page)
        values = (
            self._frame(page.path)
            | {
                "title": content.title.encode(),
                "description": content.description.encode(),
                "content": content.html.encode(),
            }
            | self._metadata(page, content.title, content.description)
        )
        return self._prefix + page.path, self._shell(page.kind, page.protocol).fill(values)

    def comparison(self, pair: Pair, comparison: comparing.Comparison) -> tuple[str, bytes]:
        """Return the address and bytes of a comparison."""
        path = f"{pair.a.protocol.id}/{pair.slug}/"
        values = self.renderer.comparison(pair, comparison)
        values.update(self._frame(path))
        if pair.guidance is not None:
            title, description = values["title"].decode(), values["description"].decode()
            values |= self._metadata(comparison_page(pair), title, description)
        shell = self._shell("comparison", pair.a.protocol.id, pair.guidance is not None)
        return self._prefix + path, shell.fill(values)

    def content(self, page: Page) -> Content:
        """Return what a page that is not a comparison shows."""
        if page.entry is not None:
            return self.renderer.code(page.entry)
        if page.protocol is not None:
            return self.renderer.protocol(self._site.project.library.protocols[page.protocol])
        if page.kind == "compare":
            return self.renderer.compare()
        up = "../" * bool(self._prefix)
        return self.renderer.home(f"{up}assets/codepair/words.{self.locale.tag}.json")

    def _metadata(self, page: Page, title: str, description: str) -> dict[str, bytes]:
        head = self.head(page, title, description)
        return {"head": head.encode(), "head_hash": policy.script_hashes(head)[0].encode()}

    def head(self, page: Page, title: str, description: str) -> str:
        """Return what an indexed page says to machines in its head."""
        translator = self.renderer.translator
        card = card_path(page, translator)
        return machines.head(page, title, description, self._site.name, translator, self._site.address, card)

    def _frame(self, path: str) -> dict[str, bytes]:
        return {
            "path": path.encode(),
            "canonical": f"{self._root}{path}".encode() if self._root else b"",
        }

    def search_records(self) -> Iterator[Record]:
        """Yield what is searched: code and hub pages, and comparisons with guidance."""
        library, renderer = self._site.project.library, self.renderer
        prefix, tag = self._prefix, self.locale.tag
        for name, protocol in library.protocols.items():
            summary = str(renderer.translator.text(protocol.summary).element("p"))
            yield Record(prefix + protocol_path(name), tag, escape(f"{protocol.name}: {protocol.title}"), summary)
            for entry in library.entries[name].values():
                number = f" ({entry.number})" if entry.number else ""
                title = escape(f"{protocol.name} {entry.title}{number}")
                gloss = renderer.translator.text(entry.gloss).html() if entry.gloss else ""
                html = renderer.search_text(entry)
                yield Record(prefix + entry_path(entry), tag, title, html, gloss=gloss)
        for pairs in library.guided.values():
            for pair in pairs:
                values = renderer.comparison(pair, comparing.compare(pair.a, pair.b))
                names = ("lead", "next", "differences", "mistake", "which")
                html = b"".join(values[name] for name in names).decode()
                yield Record(prefix + comparison_page(pair).path, tag, values["title"].decode(), html)


def _links(site: Site, translator: Translator) -> Links | None:
    """Return what gives a page its links for editing and reporting, if the site names its repository.

    A page in the source language leads to the entry, a translated one to its message in the catalog.
    """
    repository = site.repository
    if repository is None:
        return None
    places, locale = translator.catalog.places, translator.locale

    def links(page: str, path: str, line: int, text: str) -> EditLinks:
        name = f"{page.rstrip('/')} ({locale.tag})"
        where = places.get(text, (path, line))
        return EditLinks(repository.file(*where), repository.report(name, site.address(locale.prefix + page)))

    return links
