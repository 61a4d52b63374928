"""What a site has beside its pages, each file made when it is asked for: words, diagrams, documents, sitemaps."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import partial

from markupsafe import Markup

from codepair.beside import api
from codepair.beside import metadata as machines
from codepair.beside.cards.cards import Card, cards
from codepair.beside.sitemaps import Alternates, sitemaps
from codepair.beside.words import SITE_WORDS
from codepair.language.translator import Translator
from codepair.library.model import Entry, Protocol
from codepair.library.plan import Page
from codepair.pages import policy
from codepair.pages.ladder import Drawing
from codepair.pages.templates import template_environment
from codepair.site.addresses import canonical, site_path
from codepair.site.project import Project
from codepair.site.site import Site

Maker = Callable[[], bytes]
"""Makes the bytes of a file."""


def files(site: Site) -> dict[str, Maker]:
    """Return the files by their address below the site's root; none is made yet but the sitemaps."""
    project = site.project
    translators = list(project.translators)
    found: dict[str, Maker] = {
        "404.html": partial(_error_page, site),
        "_headers": partial(_headers, site),
        "llms.txt": partial(_llms, site),
        **dict(api.documents(project.plan, translators, site.address)),
    }
    for pages in site.locales:
        translator = pages.renderer.translator
        folder, tag = "assets/codepair", translator.locale.tag
        found[f"{folder}/words.{tag}.json"] = partial(_words, site, translator)
        found[f"{folder}/search.{tag}.xml"] = partial(_opensearch, site, translator)
        for entries in project.library.entries.values():
            for entry in entries.values():
                if entry.flow is not None:
                    found[pages.renderer.drawing_path(entry)] = partial(_drawing, pages.renderer.drawing, entry)
    if site.url:
        found["robots.txt"] = lambda: machines.robots(site.address).encode()
        found |= {name: partial(bytes, data) for name, data in sitemaps(indexed_urls(site), site.url)}
    return found


def pictures(site: Site) -> dict[str, Maker]:
    """Return the social cards by their address."""
    return {path: partial(_card, card) for path, card in site_cards(site)}


def site_cards(site: Site) -> Iterator[tuple[str, Card]]:
    """Yield the address and content of every social card; none if no page could name one, without the site's."""
    if site.url:
        yield from cards(site.project.plan, site.project.translators, site.name)


def _card(card: Card) -> bytes:
    from codepair.beside.cards.face import draw  # loads Pillow, which few previews need

    return draw(card)


def _error_page(site: Site) -> bytes:
    return site.themes[0].error_page(not_found(site.project, site_path(site.url)))


def _drawing(draw: Callable[[Entry], Drawing | None], entry: Entry) -> bytes:
    drawing = draw(entry)
    assert drawing is not None
    return drawing.file().encode()


def _opensearch(site: Site, translator: Translator) -> bytes:
    return machines.opensearch(site.name, translator, site.address).encode()


def _llms(site: Site) -> bytes:
    project, translator = site.project, site.default.renderer.translator
    text = machines.llms(project.plan, site.name, site.summary, translator, list(project.translators), site.address)
    return text.encode()


def _headers(site: Site) -> bytes:
    pages = [_error_page(site)]
    for locale in site.locales:
        pages += [locale.page(page)[1] for page in samples(site)]
    return policy.headers(_policy(page.decode()) for page in pages).encode()


def _words(site: Site, translator: Translator) -> bytes:
    """Return what the script shows in a locale."""
    words = {
        "base": f"../../{translator.locale.prefix}",
        "index": "../../pagefind/pagefind.js",
        "protocols": [_picked(site, translator, protocol) for protocol in site.project.library.protocols.values()],
        "words": {source: translator.plain(source) for source in SITE_WORDS},
    }
    return json.dumps(words, ensure_ascii=False, indent=0).encode()


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
        "pairs": [pair.slug for pair in pairs.beyond],
    }


def samples(site: Site) -> Iterator[Page]:
    """Yield a page of each kind: all pages of a kind have the same scripts at the same depth."""
    seen = set()
    for page in site.project.plan.pages:
        if page.kind not in seen:
            seen.add(page.kind)
            yield page


def _policy(html: str) -> str:
    # Browsers run no data; a host's header has little room.
    return " ".join(policy.script_hashes(re.sub(r'<script[^>]* type="?application/[^>]*>.*?</script>', "", html)))


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
