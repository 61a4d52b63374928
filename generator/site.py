"""A whole site: every page of every locale, the search index, the sitemaps."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from markupsafe import Markup

from generator import api, machines, policy
from generator import compare as comparing
from generator.cards import card_path
from generator.catalogs import message_places
from generator.locales import Locale
from generator.localize import Translator
from generator.model import Pair, Protocol
from generator.pages import COMPARE_PATH, Page, code_page, comparison_page, entry_path, protocol_path
from generator.project import Project
from generator.publish import Alternates, PageWriter, sitemaps, write_file
from generator.render import Content, EditLinks, Links, Renderer, template_environment
from generator.repository import Repository
from generator.search import Record, index_beside
from generator.shell import Shell
from generator.status import N_
from generator.themepage import ThemePages, canonical

SITE_WORDS = (
    N_("Search"),
    N_("Search for a code or a comparison"),
    N_("Code, phrase or words, such as 486, busy or 202 vs 422"),
    N_("Nothing found"),
    N_("Searching…"),
    N_("The search could not be loaded."),
    N_("Close"),
    N_("Results"),
    N_("Compare two codes"),
    N_("First code"),
    N_("Second code"),
    N_("Swap"),
    N_("Compare"),
    N_("Number, name or words"),
    N_("These two codes have no comparison."),
    N_("Choose two codes of one protocol."),
    N_("All codes"),
    N_("This site is available in English."),
    N_("No, thanks"),
)
"""What the script shows; it fetches them when the search is opened first."""


@dataclass(frozen=True)
class Site:
    """Everything a site is made from."""

    project: Project
    themes: Sequence[ThemePages]
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


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote."""

    pages: int
    bytes: int
    seconds: float
    """Time for rendering and writing the pages, search and sitemaps left out."""


class LocalePages:
    """The pages of a site in one locale."""

    def __init__(self, site: Site, theme: ThemePages, translator: Translator) -> None:
        self.locale: Locale = translator.locale
        self.renderer = Renderer(site.project.plan, translator, _links(site, translator))
        self._url = site.url
        self._site = site
        self._prefix = self.locale.prefix
        self._theme = theme
        self._shells = {
            "home": theme.shell("home"),
            "compare": theme.shell("compare"),
            **{
                f"protocol:{name}": theme.shell("protocol", protocol=name)
                for name in site.project.library.protocols
            },
            **{f"code:{name}": theme.shell("code", protocol=name) for name in site.project.library.protocols},
        }
        self._comparisons: dict[tuple[str, bool], Shell] = {}
        for name, protocol in site.project.library.protocols.items():
            content = self.renderer.comparison_shell(protocol)
            for is_indexed in (True, False):
                shell = theme.shell("comparison", protocol=name, is_indexed=is_indexed)
                self._comparisons[name, is_indexed] = shell.nest("content", content)

    def page(self, page: Page, content: Content, protocol: str | None) -> tuple[str, bytes]:
        """Return the address and bytes of a page that is not a comparison."""
        shell = self._shells[page.kind if protocol is None else f"{page.kind}:{protocol}"]
        values = (
            self._frame(page.path)
            | {
                "title": content.title.encode(),
                "description": content.description.encode(),
                "content": content.html.encode(),
            }
            | self._metadata(page, content.title, content.description)
        )
        return self._prefix + page.path, shell.fill(values)

    def comparison(self, pair: Pair, comparison: comparing.Comparison) -> tuple[str, bytes]:
        """Return the address and bytes of a comparison."""
        path = f"{pair.a.protocol.id}/{pair.slug}/"
        values = self.renderer.comparison(pair, comparison)
        values.update(self._frame(path))
        if pair.guidance is not None:
            title, description = values["title"].decode(), values["description"].decode()
            values |= self._metadata(comparison_page(pair), title, description)
        shell = self._comparisons[pair.a.protocol.id, pair.guidance is not None]
        return self._prefix + path, shell.fill(values)

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
            "canonical": canonical(self._url, self._prefix + path).encode(),
        }

    def contents(self, site: Site) -> Iterator[tuple[Page, Content, str | None]]:
        """Yield every page that is not a comparison."""
        library = site.project.library
        yield (
            Page("home", ""),
            self.renderer.home(f"{self._up}assets/codepair/words.{self.locale.tag}.json"),
            None,
        )
        yield Page("compare", COMPARE_PATH), self.renderer.compare(), None
        for name, protocol in library.protocols.items():
            yield Page("protocol", protocol_path(name)), self.renderer.protocol(protocol), name
            for entry in library.entries[name].values():
                yield code_page(entry), self.renderer.code(entry), name

    @property
    def _up(self) -> str:
        return "../" * bool(self._prefix)


def _links(site: Site, translator: Translator) -> Links | None:
    """Return what gives a page its links for editing and reporting, if the site names its repository.

    A page in the source language leads to the entry, a translated one to its message in the catalog.
    """
    repository = site.repository
    if repository is None:
        return None
    settings, locale = site.project.settings, translator.locale
    places = message_places(settings.catalogs, locale, settings.root)

    def links(page: str, path: str, line: int, text: str) -> EditLinks:
        name = f"{page.rstrip('/')} ({locale.tag})"
        where = places.get(text, (path, line))
        return EditLinks(repository.file(*where), repository.report(name, site.address(locale.prefix + page)))

    return links


def locale_pages(site: Site) -> list[LocalePages]:
    """Return the pages of every locale."""
    translators = site.project.translators
    return [LocalePages(site, theme, each) for theme, each in zip(site.themes, translators, strict=True)]


def all_pages(site: Site, locales: Sequence[LocalePages]) -> Iterator[tuple[str, bytes]]:
    """Yield the address and bytes of every page; a comparison is computed once for all locales."""
    for pages in locales:
        for page, content, protocol in pages.contents(site):
            yield pages.page(page, content, protocol)
    for pair in site.project.plan.comparisons():
        comparison = comparing.compare(pair.a, pair.b)
        for pages in locales:
            yield pages.comparison(pair, comparison)


def build_site(site: Site, folder: Path) -> Built:
    """Write all pages, the search index and the sitemaps to a folder.

    Raises OSError if something cannot be written and PublishError if the search index cannot be made.
    """
    locales = locale_pages(site)
    with index_beside(search_records(site, locales), folder / "pagefind"):
        start = time.perf_counter()
        writer = PageWriter(folder)
        for path, data in all_pages(site, locales):
            writer.write(path, data)
        seconds = time.perf_counter() - start
        write_words(site, folder)
        write_flows(site, locales, folder)
        write_machines(site, folder)
        if site.url:
            for name, data in sitemaps(indexed_urls(site), site.url):
                write_file(str(folder / name), data)
    return Built(writer.pages, writer.bytes, seconds)


def write_words(site: Site, folder: Path) -> None:
    """Write what the script shows, a file a locale."""
    target = folder / "assets" / "codepair"
    target.mkdir(parents=True, exist_ok=True)
    for translator in site.project.translators:
        words = {
            "base": f"../../{translator.locale.prefix}",
            "index": "../../pagefind/pagefind.js",
            "protocols": [
                _picked(site, translator, protocol) for protocol in site.project.library.protocols.values()
            ],
            "words": {source: translator.plain(source) for source in SITE_WORDS},
        }
        data = json.dumps(words, ensure_ascii=False, indent=0).encode()
        write_file(str(target / f"words.{translator.locale.tag}.json"), data)


def _picked(site: Site, translator: Translator, protocol: Protocol) -> dict[str, object]:
    """Return what the script needs to find a protocol's codes and the pages of their pairs."""
    entries = site.project.library.entries[protocol.id].values()
    groups = protocol.response_classes
    pairs = site.project.plan.pairs[protocol.id]
    is_all = site.project.settings.pairs == "all"
    return {
        "id": protocol.id,
        "name": protocol.name,
        "title": protocol.title,
        "classes": [" ".join(filter(None, (group.range, translator.value(group.label)))) for group in groups],
        "codes": [
            [
                entry.code,
                entry.phrase or "",
                translator.value(entry.gloss) if entry.gloss else "",
                entry.number or "",
                entry.response_class.order if entry.response_class else -1,
                entry.slug,
            ]
            for entry in entries
        ],
        # A page for every two current codes and some others, or for those listed only.
        "current": [entry.is_current for entry in entries] if is_all else None,
        "pairs": [pair.slug for pair in pairs if not is_all or not (pair.a.is_current and pair.b.is_current)],
    }


def write_flows(site: Site, locales: Sequence[LocalePages], folder: Path) -> None:
    """Write the diagrams that comparisons show, a file an entry and locale."""
    for pages in locales:
        for entries in site.project.library.entries.values():
            for entry in entries.values():
                drawing = pages.renderer.drawing(entry)
                if drawing is not None:
                    target = folder / pages.renderer.drawing_path(entry)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    write_file(str(target), drawing.file().encode())


def write_machines(site: Site, folder: Path) -> None:
    """Write the JSON documents and what search engines, browsers and language models look for."""
    project = site.project
    translators = list(project.translators)
    files = dict(api.documents(project.plan, translators, site.address))
    default = next(item for item in translators if not item.locale.path)
    for translator in translators:
        text = machines.opensearch(site.name, translator, site.address)
        files[f"assets/codepair/search.{translator.locale.tag}.xml"] = text.encode()
    files["llms.txt"] = machines.llms(
        project.plan, site.name, site.summary, default, translators, site.address
    ).encode()
    # The error page has scripts of its own; it is written already.
    pages = [folder / "404.html"]
    for translator in translators:
        root = folder / translator.locale.path
        pages += [root / page.path / "index.html" for page in _samples(site)]
    files["_headers"] = policy.headers(_policy(page) for page in pages if page.is_file()).encode()
    if site.url:
        files["robots.txt"] = machines.robots(site.address).encode()
    for name, data in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        write_file(str(target), data)


def _samples(site: Site) -> Iterator[Page]:
    """Yield a page of each kind: all pages of a kind have the same scripts at the same depth."""
    seen = set()
    for page in site.project.plan.pages:
        if page.kind not in seen:
            seen.add(page.kind)
            yield page


def _policy(page: Path) -> str:
    # Browsers run no data; a host's header has little room.
    html = page.read_text(encoding="utf-8")
    return " ".join(policy.script_hashes(re.sub(r'<script[^>]* type="?application/[^>]*>.*?</script>', "", html)))


def search_records(site: Site, locales: Sequence[LocalePages]) -> Iterator[Record]:
    """Yield what is searched: code and hub pages, and comparisons with guidance."""
    library = site.project.library
    for pages in locales:
        prefix, tag, renderer = pages.locale.prefix, pages.locale.tag, pages.renderer
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


def indexed_urls(site: Site) -> Iterator[tuple[str, Alternates]]:
    """Yield the address of every indexed page with the addresses of its translations."""
    default = next(t for t in site.project.translators if not t.locale.path)
    for page in site.project.plan.pages:
        translated = [
            translator for translator in site.project.translators if is_translated(site, page, translator)
        ]
        alternates = [
            (translator.locale.tag, canonical(site.url, translator.locale.prefix + page.path))
            for translator in translated
        ]
        if default in translated:
            alternates.append(("x-default", canonical(site.url, page.path)))
        for translator in translated:
            yield canonical(site.url, translator.locale.prefix + page.path), alternates


def is_translated(site: Site, page: Page, translator: Translator) -> bool:
    """Return whether the texts that make the page are in its language."""
    return all(translator.has(text) for text in page_texts(site, page))


def page_texts(site: Site, page: Page) -> list[str]:
    """Return the source texts that a page is about; labels and words of the site left out."""
    library = site.project.library
    if page.pair is not None and page.pair.guidance is not None:
        texts = list(page.pair.guidance.prose.values())
        for entry in (page.pair.a, page.pair.b):
            texts += entry.prose.values()
        return texts
    if page.entry is not None:
        return list(page.entry.prose.values())
    if page.kind == "compare":
        return ["Compare two codes"]
    if page.kind == "protocol":
        return [library.protocols[page.path.strip("/")].summary]
    return ["Two response codes, side by side"]


def not_found(project: Project, base: str) -> str:
    """Return the error page's content: a part for each locale, and a script that leads reversed pairs home."""
    environment = template_environment()
    paths = {
        name: {
            "codes": [entry.slug for entry in project.library.entries[name].values() if entry.is_current],
            "pairs": None if project.settings.pairs == "all" else [pair.slug for pair in project.plan.pairs[name]],
        }
        for name in project.library.protocols
    }
    if environment.loader is None:
        raise AssertionError
    script = environment.loader.get_source(environment, "404.js")[0]
    # The default locale is what a reader without JavaScript sees.
    translators = sorted(project.translators, key=lambda item: bool(item.locale.path))
    return environment.get_template("404.html").render(
        parts=[{"locale": item.locale, "_": item} for item in translators],
        protocols=list(project.library.protocols.values()),
        paths=json.dumps(paths, separators=(",", ":")),
        base_url=base,
        script=Markup(script),
    )
