"""What pages and the site say to machines: JSON-LD, Open Graph, OpenSearch, robots.txt, llms.txt."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape, unescape
from types import MappingProxyType
from typing import Any

from codepair.beside.api import INDEX, Address
from codepair.beside.cards.cards import HEIGHT, MEDIA_TYPE, WIDTH
from codepair.beside.markdown import line
from codepair.language.translator import Translator
from codepair.library.mappings import MAPPINGS
from codepair.library.model import ACROSS, Entry, Pair, Protocol
from codepair.library.plan import COMPARE_PATH, Page, Plan, entry_path, mapping_path, pair_path, protocol_path


def head(
    page: Page,
    title: str,
    description: str,
    site: str,
    translator: Translator,
    address: Address,
    card: str | None = None,
    documents: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return the metadata of an indexed page: Open Graph and JSON-LD; title and description are escaped HTML.

    ``documents`` are the documents beside it, by their media types.
    ``card`` is the path of the page's social card from the site's root. A card and the search are fetched by their
    full addresses: where the site's own is not known, neither is named.

    Source: https://ogp.me and https://schema.org (TechArticle, DefinedTerm, BreadcrumbList).
    """
    prefix = translator.locale.prefix
    url = address(prefix + page.path)
    kind = "article" if page.pair or page.entry else "website"
    is_known = "://" in url
    values: tuple[tuple[str, str], ...] = (
        ("og:type", kind),
        ("og:title", title),
        ("og:description", description),
        ("og:site_name", escape(site)),
        ("og:locale", translator.locale.with_territory),
    )
    if is_known:
        values += (("og:url", escape(url)),)
    image = address(card) if card and is_known else ""
    if image:
        values += (
            ("og:image", escape(image)),
            ("og:image:type", MEDIA_TYPE),
            ("og:image:width", str(WIDTH)),
            ("og:image:height", str(HEIGHT)),
            ("og:image:alt", title),
        )
    links = _links(documents, address(f"assets/codepair/search.{translator.locale.tag}.xml") if is_known else "")
    graph = [_about(page, title, description, url, translator, address), _trail(page, translator, address)]
    return links + "".join(
        [f'<meta property="{name}" content="{value}">' for name, value in values]
        + ['<meta name="twitter:card" content="summary_large_image">'] * bool(image)
        + [_data({"@context": "https://schema.org", "@graph": [item for item in graph if item]})]
    )


def _links(documents: Mapping[str, str], search: str) -> str:
    """Return the links to what describes a page or its site: documents by media type, and the search, if known."""
    kind = "application/opensearchdescription+xml"
    found = f'<link rel="search" type="{kind}" href="{escape(search)}">' if search else ""
    alternates = (f'<link rel="alternate" type="{each}" href="{escape(way)}">' for each, way in documents.items())
    return found + "".join(alternates)


def _about(
    page: Page, title: str, description: str, url: str, translator: Translator, address: Address
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "WebPage",
        "name": unescape(title),
        "description": unescape(description),
        "url": url,
        "inLanguage": translator.locale.tag,
    }
    prefix = translator.locale.prefix
    entries = (page.pair.a, page.pair.b) if page.pair else (page.entry,) if page.entry else ()
    if entries:
        found["@type"] = "TechArticle"
        found["headline"] = found.pop("name")
        found["about"] = [_term(entry, address(prefix + entry_path(entry)), address, prefix) for entry in entries]
    return found


def _term(entry: Entry, url: str, address: Address, prefix: str) -> dict[str, Any]:
    return {
        "@type": "DefinedTerm",
        "termCode": entry.code,
        "name": entry.title,
        "url": url,
        "inDefinedTermSet": address(prefix + protocol_path(entry.protocol.id)),
    }


def _trail(page: Page, translator: Translator, address: Address) -> dict[str, Any] | None:
    prefix = translator.locale.prefix
    entry = page.pair.a if page.pair else page.entry
    if entry is None:
        return None
    above = (entry.protocol.name, address(prefix + protocol_path(entry.protocol.id)))
    if page.pair is not None and page.pair.is_across:
        above = (translator.plain("Comparisons"), address(prefix + COMPARE_PATH))
    # The last step is the page itself, whose address need not stand in its own trail.
    steps = [
        {"name": translator.plain("Home"), "item": address(prefix)},
        {"name": above[0], "item": above[1]},
        {"name": page.pair.title if page.pair else entry.title},
    ]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, **step} for position, step in enumerate(steps, start=1)
        ],
    }


def _data(value: dict[str, Any]) -> str:
    """Return data for a page; nothing in it can end its element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


def opensearch(site: str, translator: Translator, address: Address) -> str:
    """Return the description that lets a browser search the site (OpenSearch 1.1)."""
    home = escape(address(translator.locale.prefix))
    text = escape(translator.plain("Search a code, two codes or words"))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{escape(site[:16])}</ShortName>\n<Description>{text}</Description>\n"
        f"<Language>{translator.locale.tag}</Language>\n<InputEncoding>UTF-8</InputEncoding>\n"
        f'<Url type="text/html" template="{home}?q={{searchTerms}}"/>\n</OpenSearchDescription>\n'
    )


def robots(maps: Iterable[str]) -> str:
    """Return ``robots.txt`` with the addresses of sitemaps.

    Everything may be read; pages that should not be indexed say so themselves.
    """
    return "User-agent: *\nAllow: /\n\n" + "".join(f"Sitemap: {each}\n" for each in maps)


def llms(
    plan: Plan,
    site: str,
    summary: str,
    translator: Translator,
    address: Address,
    whole: Sequence[str],
) -> str:
    """Return ``llms.txt``: what the site is and where its content is, for language models (llmstxt.org).

    ``whole`` are the paths of the texts that have all of it (``llms_full.py``).
    """
    lines = [f"# {line(site)}", "", f"> {line(summary)}", ""]
    lines += [f"All that is linked below, in whole sentences. {FORM}", ""]
    lines += [_listed(path, address(path)) for path in whole]
    lines.append("")
    lines.append("Every claim names its specification and section. The same content as the pages is in JSON:")
    lines.append("")
    lines.append(_listed("Facts, the same in every language, texts by language, their schemas", address(INDEX)))
    prefix = translator.locale.prefix
    for protocol in plan.library.protocols.values():
        lines += ["", f"## {line(protocol.name)}", ""]
        lines += _codes(plan, protocol, translator.of(protocol.id), address, prefix)
        pairs = plan.library.guided[protocol.id]
        if pairs:
            lines += ["", f"## {line(protocol.name)}: comparisons", ""]
            lines += [_comparison(pair, translator.of(protocol.id), address, prefix) for pair in pairs]
    lines += _between(plan, translator, address, prefix)
    lines += ["", "## Optional", "", f"- [All comparisons]({address(prefix + COMPARE_PATH)})"]
    return "\n".join(lines) + "\n"


def _between(plan: Plan, translator: Translator, address: Address, prefix: str) -> list[str]:
    lines: list[str] = []
    if plan.library.across:
        lines += ["", "## Across protocols: comparisons", ""]
        lines += [_comparison(pair, translator.of(ACROSS), address, prefix) for pair in plan.library.across]
    if plan.library.mappings:
        text = translator.of(MAPPINGS).text
        lines += ["", "## From one protocol to another", ""]
        for table in plan.library.mappings:
            url = address(prefix + mapping_path(table))
            lines.append(_listed(text(table.title).plain, url, text(table.lost).plain))
    return lines


def _codes(plan: Plan, protocol: Protocol, translator: Translator, address: Address, prefix: str) -> list[str]:
    return [
        _listed(entry.title, address(prefix + entry_path(entry)), translator.text(entry.says).plain)
        for entry in plan.library.entries[protocol.id].values()
    ]


def _comparison(pair: Pair, translator: Translator, address: Address, prefix: str) -> str:
    assert pair.guidance is not None
    summary = translator.text(pair.guidance.prose["summary"]).plain
    return _listed(pair.title, address(prefix + pair_path(pair)), summary)


def _listed(name: str, url: str, text: str = "") -> str:
    """Return an entry of a list: one line, whatever its texts hold."""
    url = url.replace("(", "%28").replace(")", "%29")
    return f"- [{line(name)}]({url})" + (f": {line(text)}" if text else "")


FORM = (
    "Each code, comparison and table has a heading, its address, and a line a field: a name, a colon and whole "
    "sentences. Lines that begin with a hyphen are facts (a question, its answer, and in brackets what that rests "
    "on: sections, what was seen in practice, or our reading), questions that lead to the right code, or rows of a "
    "table."
)
"""How the texts that have everything are to be read."""
