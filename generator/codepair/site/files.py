"""What a site has beside its pages, each file made when it is asked for: words, diagrams, documents, sitemaps."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import partial

from codepair.beside import answers, api
from codepair.beside.cards.cards import Card, cards
from codepair.beside.metadata import llms, opensearch, robots
from codepair.beside.sitemaps import Alternates, sitemap_names, sitemaps
from codepair.beside.words import words
from codepair.language.wording import Wording
from codepair.library.model import Entry, Meaning
from codepair.library.plan import Page
from codepair.pages.diagrams import Diagrams
from codepair.pages.policy import headers, script_hashes
from codepair.site.addresses import canonical, site_path
from codepair.site.site import LocalePages, Site

Maker = Callable[[], bytes]
"""Makes the bytes of a file."""

IsTranslated = Callable[[LocalePages, Page], bool]
"""Tells whether every text of a page's content is in its locale's language."""


def files(site: Site) -> dict[str, Maker]:
    """Return the files by address, but for sitemaps and social cards; none is made yet."""
    project = site.project
    found: dict[str, Maker] = {
        "404.html": partial(_error_page, site),
        "_headers": partial(_headers, site),
        "llms.txt": partial(_llms, site),
        **dict(api.documents(project.plan, list(project.translators), site.address)),
        **dict(answers.documents(project.library, project.translators, site.address)),
    }
    for pages in site.locales:
        folder, tag = "assets/codepair", pages.locale.tag
        found[f"{folder}/words.{tag}.json"] = partial(_words, site, pages)
        found[f"{folder}/search.{tag}.xml"] = partial(_opensearch, site, pages)
        for entries in project.library.entries.values():
            for entry in entries.values():
                for meaning in entry.flows:
                    diagrams = pages.renderer.diagrams
                    found[diagrams.path(entry, meaning)] = partial(_drawing, diagrams, entry, meaning)
    if site.url:
        found["robots.txt"] = lambda: robots(site.address).encode()
    return found


def site_maps(site: Site, is_translated: IsTranslated = LocalePages.is_translated) -> dict[str, Maker]:
    """Return the sitemaps by their address; none without the site's address.

    Which pages they list is known when all pages are made: a page that is not translated is in none.
    """
    if not site.url:
        return {}
    names = sitemap_names(len(site.project.plan.pages) * len(site.locales) + len(site.others))
    made: dict[str, bytes] = {}

    def make(name: str) -> bytes:
        if not made:
            made.update(sitemaps(indexed_urls(site, is_translated), site.url, names))
        return made[name]

    return {name: partial(make, name) for name in names}


def pictures(site: Site) -> dict[str, Maker]:
    """Return the social cards by their address."""
    return {path: partial(_card, card) for path, card in site_cards(site)}


def site_cards(site: Site) -> Iterator[tuple[str, Card]]:
    """Yield the address and content of every social card; none if no page could name one, without the site's."""
    if site.url:
        yield from cards(site.project.plan, site.project.translators, site.name)


def _card(card: Card) -> bytes:
    from codepair.beside.cards.drawing import draw  # loads Pillow, which few previews need

    return draw(card)


def _drawing(diagrams: Diagrams, entry: Entry, meaning: Meaning) -> bytes:
    found = diagrams.of(entry, meaning)
    assert found is not None
    return found.drawing.file().encode()


def _opensearch(site: Site, pages: LocalePages) -> bytes:
    return opensearch(site.name, pages.translator, site.address).encode()


def _llms(site: Site) -> bytes:
    project, translator = site.project, site.default.translator
    text = llms(project.plan, site.name, site.summary, translator, list(project.translators), site.address)
    return text.encode()


def _words(site: Site, pages: LocalePages) -> bytes:
    return words(site.project.plan, pages.translator, is_all=site.project.settings.pairs == "all")


def _headers(site: Site) -> bytes:
    pages = [_error_page(site)]
    for locale in site.locales:
        pages += [locale.page(page).data for page in samples(site)]
    return headers((_policy(page.decode()) for page in pages), is_for_all=not site.others).encode()


def samples(site: Site) -> Iterator[Page]:
    """Yield a page of each kind: all pages of a kind have the same scripts at the same depth."""
    seen = set()
    for page in site.project.plan.pages:
        if page.kind not in seen:
            seen.add(page.kind)
            yield page


def _policy(html: str) -> str:
    # Browsers run no data; a host's header has little room.
    return " ".join(script_hashes(re.sub(r'<script[^>]* type="?application/[^>]*>.*?</script>', "", html)))


def indexed_urls(site: Site, is_translated: IsTranslated) -> Iterator[tuple[str, Alternates]]:
    """Yield the address of every indexed page with the addresses of its translations."""
    for page in site.project.plan.pages:
        translated = [pages for pages in site.locales if is_translated(pages, page)]
        alternates = [(pages.locale.tag, canonical(site.url, pages.path(page))) for pages in translated]
        if site.default in translated:
            alternates.append(("x-default", canonical(site.url, page.path)))
        for pages in translated:
            yield canonical(site.url, pages.path(page)), alternates
    for address in site.others:
        yield address, []


def _error_page(site: Site) -> bytes:
    return site.themes[0].error_page(not_found(site))


def not_found(site: Site) -> str:
    """Return the error page's content: a part for each locale, and what a script needs to lead on from there."""
    project = site.project
    is_all = project.settings.pairs == "all"
    paths = {}
    for name, protocol in project.library.protocols.items():
        entries = project.library.entries[name].values()
        pairs = project.plan.pairs[name]
        numbers: dict[str, list[str]] = {}
        for entry in entries:
            if entry.number:
                numbers.setdefault(entry.number, []).append(entry.slug)
        paths[name] = {
            "name": protocol.name,
            "codes": [entry.slug for entry in entries],
            "labels": [entry.code for entry in entries],
            "apart": [entry.slug for entry in entries if not entry.is_current],
            "numbers": numbers,
            "all": is_all,
            "pairs": [pair.slug for pair in (pairs.beyond if is_all else pairs)],
        }
    # The default locale is what a reader without JavaScript sees.
    translators = sorted(project.translators, key=lambda item: bool(item.locale.path))
    return site.templates.page(
        "404.html",
        parts=[{"locale": item.locale, "_": Wording(item)} for item in translators],
        protocols=list(project.library.protocols.values()),
        paths=json.dumps(paths, separators=(",", ":")),
        base_url=site_path(site.url),
    )
