"""What a site has beside its pages, each file made when it is asked for: words, diagrams, documents, sitemaps."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain

from codepair.beside import alone, api, llms_full
from codepair.beside.cards.cards import Card, cards
from codepair.beside.metadata import llms, opensearch, robots
from codepair.beside.search.theirs import with_codes
from codepair.beside.sitemaps import INDEX, Alternates, sitemap_names, sitemaps
from codepair.beside.words import codes, words
from codepair.language.wording import Wording
from codepair.library.model import Entry, Meaning, Protocol
from codepair.library.plan import Page
from codepair.pages.diagrams import Diagrams
from codepair.pages.policy import headers, script_hashes
from codepair.site.addresses import canonical
from codepair.site.redirects import redirects
from codepair.site.site import LocalePages, Site

Maker = Callable[[], bytes]
"""Makes the bytes of a file."""

THEIR_INDEX = "search/search_index.json"
"""What the theme's own search reads."""

IsTranslated = Callable[[LocalePages, Page], bool]
"""Tells whether every text of a page's content is in its locale's language."""


def files(site: Site) -> dict[str, Maker]:
    """Return the files by address below the site's root, but for sitemaps and social cards; none is made yet."""
    found = {f"{site.mount}{name}": make for name, make in _own_files(site).items()}
    # These hold for a host as a whole: nobody looks for them in a folder.
    found["_headers"] = partial(_headers, site)
    found["_redirects"] = partial(_redirects, site)
    if site.url:
        found["robots.txt"] = partial(_robots, site)
    if site.others.index:
        found[THEIR_INDEX] = partial(_their_index, site)
    return found


def _own_files(site: Site) -> dict[str, Maker]:
    project = site.project
    found: dict[str, Maker] = {
        "404.html": partial(_error_page, site),
        "llms.txt": partial(_llms, site),
        **dict(llms_full.documents(project.plan, site.name, site.default.translator, site.address)),
        **dict(api.documents(project.library, project.translators, site.address)),
        **dict(alone.documents(project.plan, project.settings.documents, project.translators, site.address)),
    }
    for pages in site.locales:
        folder, tag = "assets/codepair", pages.locale.tag
        found[f"{folder}/words.{tag}.json"] = partial(words, project.plan, pages.translator, mount=site.mount)
        for name, protocol in project.library.protocols.items():
            found[f"{folder}/codes/{tag}/{name}.json"] = partial(_codes, site, pages, protocol)
        found[f"{folder}/search.{tag}.xml"] = partial(_opensearch, site, pages)
        for entries in project.library.entries.values():
            for entry in entries.values():
                for meaning in entry.flows:
                    diagrams = pages.renderer.diagrams
                    found[diagrams.path(entry, meaning)] = partial(_drawing, diagrams, entry, meaning)
    return found


def _robots(site: Site) -> bytes:
    """Return which sitemaps there are: that of the codes, and the one of the site that they are mounted in."""
    maps = [site.address(INDEX)]
    if site.mount:
        maps.insert(0, canonical(site.url, INDEX))
    return robots(maps).encode()


def site_maps(site: Site, is_translated: IsTranslated = LocalePages.is_translated) -> dict[str, Maker]:
    """Return the sitemaps by their address; none without the site's address.

    Which pages they list is known when all pages are made: a page that is not translated is in none.
    """
    if not site.url:
        return {}
    listed = () if site.mount else site.others.addresses  # a site with a sitemap of its own keeps it
    names = sitemap_names(len(site.project.plan.pages) * len(site.locales) + len(listed))
    made: dict[str, bytes] = {}

    def make(name: str) -> bytes:
        if not made:
            base = canonical(site.url, site.mount)
            urls = chain(indexed_urls(site, is_translated), ((address, ()) for address in listed))
            made.update(sitemaps(urls, base, names))
        return made[name]

    return {f"{site.mount}{name}": partial(make, name) for name in names}


def pictures(site: Site) -> dict[str, Maker]:
    """Return the social cards by their address."""
    return {path: partial(_card, card) for path, card in site_cards(site)}


def site_cards(site: Site) -> Iterator[tuple[str, Card]]:
    """Yield the address and content of every social card; none if no page could name one, without the site's."""
    if site.url:
        for path, card in cards(site.project.plan, site.project.translators, site.name):
            yield site.mount + path, card


def _card(card: Card) -> bytes:
    from codepair.beside.cards.drawing import draw  # loads Pillow, which few previews need

    return draw(card)


def _drawing(diagrams: Diagrams, entry: Entry, meaning: Meaning) -> bytes:
    found = diagrams.of(entry, meaning)
    assert found is not None
    return found.drawing.file().encode()


def _their_index(site: Site) -> bytes:
    """Return what the theme's search finds, with the codes in the language of the site's own pages."""
    language = site.others.tag.partition("-")[0]
    of = (pages for pages in site.locales if pages.locale.tag.partition("-")[0] == language)
    return with_codes(site.others.index, next(of, site.default).code_records())


def _opensearch(site: Site, pages: LocalePages) -> bytes:
    return opensearch(site.name, pages.translator, site.address).encode()


def _llms(site: Site) -> bytes:
    project, translator = site.project, site.default.translator
    whole = llms_full.paths(project.plan)
    text = llms(project.plan, site.name, site.summary, translator, site.address, whole)
    return text.encode()


def _codes(site: Site, pages: LocalePages, protocol: Protocol) -> bytes:
    project = site.project
    return codes(project.plan, pages.translator, protocol, is_all=project.settings.pairs == "all")


def _headers(site: Site) -> bytes:
    pages = [_error_page(site)]
    for locale in site.locales:
        pages += [locale.page(page).data for page in samples(site)]
    policies = (_policy(page.decode()) for page in pages)
    folder = f"{site.path}/" if site.mount else ""
    return headers(policies, folder=folder, is_for_all=not site.others.has_pages).encode()


def _redirects(site: Site) -> bytes:
    return redirects(site).encode()


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
            alternates.append(("x-default", canonical(site.url, site.default.path(page))))
        for pages in translated:
            yield canonical(site.url, pages.path(page)), alternates


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
        paths[name] = {
            "name": protocol.name,
            "codes": [entry.slug for entry in entries],
            "labels": [entry.code for entry in entries],
            "apart": [entry.slug for entry in entries if not entry.is_current],
            "numbers": [entry.number or "" for entry in entries],
            "phrases": [entry.phrase or "" for entry in entries],
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
        across=json.dumps([pair.slug for pair in project.library.across], separators=(",", ":")),
        base_url=site.path,
        is_answered=bool(project.library.recognition),
    )
