"""The whole built site: every link, every address, what search engines and browsers are told."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from codepair.library.model import Pair
from codepair.site.project import Project
from tests import support
from tests.support import SUBPATH

HOST = "http://127.0.0.1"
XML = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}

_TAG = re.compile(r"""<[A-Za-z](?:[^>"']|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE = re.compile(r"""\s(href|src|id|action|srcset|poster)=(?:"([^"]*)"|([^\s">]+))""")
_SCRIPT = re.compile(r"<(script|style)\b[^>]*>[\s\S]*?</\1>")


def folder_of(pair: Pair) -> str:
    """Where a comparison stands."""
    return f"{'compare' if pair.is_across else pair.a.protocol.id}/{pair.slug}"


def pages(site: Path) -> Iterator[tuple[str, str]]:
    """Every page's address below the host, and its HTML."""
    for path in sorted(site.rglob("*.html")):
        relative = path.relative_to(site).as_posix()
        yield SUBPATH + relative.removesuffix("index.html"), path.read_text(encoding="utf-8")


def test_every_link_leads_somewhere(site: Path) -> None:
    """Pages, files and fragments; no id stands twice on a page; nothing is loaded from another host.

    Of comparisons without guidance, which are alike, a quarter is read.
    """
    unguided = itertools.count()
    ids: dict[str, set[str]] = {}
    # Each once, with the first page that has it: most stand on hundreds of pages.
    links: dict[str, str] = {}
    for address, html in pages(site):
        if "/pagefind/" in address:
            continue
        if not support.WHOLE and "-vs-" in address and support.NO_INDEX in html and next(unguided) % 4:
            continue
        own: list[str] = []
        bare = _SCRIPT.sub(lambda match: match[0][: match[0].index(">") + 1], html)
        # In tags alone: a message may show HTML, as text.
        for name, quoted, unquoted in _ATTRIBUTE.findall("".join(_TAG.findall(bare))):
            value = (quoted or unquoted).replace("&amp;", "&")
            if name == "id":
                own.append(value)
                continue
            split = urlsplit(value)
            if split.scheme in ("http", "https") and not value.startswith(HOST):
                assert name == "href", (address, value)
                continue
            if split.scheme in ("", "http") and value:
                links.setdefault(urljoin(HOST + address, value), address)
        assert len(own) == len(set(own)), (address, [one for one in own if own.count(one) > 1])
        ids[address] = set(own)
    assert len(ids) > (9_500 if support.WHOLE else 3_000)
    missing = []
    for link, where in links.items():
        split = urlsplit(link)
        path = unquote(split.path)
        assert path.startswith(SUBPATH), (where, link)
        target = site / path.removeprefix(SUBPATH)
        if path.endswith("/"):
            target = target / "index.html"
        fragments = ids.get(path)
        is_lost = split.fragment and fragments is not None and unquote(split.fragment) not in fragments
        if is_lost or not target.is_file():
            missing.append((where, link))
    assert missing[:10] == []


def test_no_style_or_stylesheet_asks_another_host(site: Path) -> None:
    """Fonts included."""
    for path in [*site.rglob("*.css"), *site.rglob("*.svg")]:
        for address in re.findall(r"url\(([^)]*)\)|@import\s+([^;]+)", path.read_text(encoding="utf-8")):
            found = "".join(address).strip("\"' ")
            assert not found.startswith(("http:", "https:", "//")), (path, found)


def test_one_address_a_pair(site: Path, project: Project) -> None:
    """Every pair of current codes, the smaller first, and no other."""
    for prefix in ("", "vi/"):
        for name in project.library.protocols:
            found = {
                path.name for path in (site / prefix / name).iterdir() if "-vs-" in path.name and path.is_dir()
            }
            assert found == {pair.slug for pair in project.plan.pairs[name]}
    assert len(project.plan.pairs["sip"]) >= 2_775


def test_what_search_engines_may_show(site: Path, project: Project) -> None:
    """Pages without guidance say ``noindex`` and stay out of the sitemap; the others are there in all languages."""
    tree = etree.parse(site / "sitemap.xml")
    listed = {}
    for url in tree.findall("s:url", XML):
        location = url.findtext("s:loc", namespaces=XML)
        assert location is not None
        links = url.findall("x:link", XML)
        listed[location] = {link.get("hreflang"): link.get("href") for link in links}
    guided = {folder_of(pair) for pair in project.library.all_guided}
    expected = set()
    for address, html in pages(site):
        if "/pagefind/" in address or address.endswith(".html"):
            continue
        name = "/".join(address.rstrip("/").split("/")[-2:])
        is_indexed = "-vs-" not in name or name in guided
        head = html[: html.index("<body")]
        assert ("noindex" in head) != is_indexed, address
        named = re.findall(r'<link rel="?canonical"? href="?([^">]*)"?>', head)
        assert named == ([HOST + address] if is_indexed else []), address
        if is_indexed:
            expected.add(HOST + address)
    assert set(listed) == expected
    for location, alternates in listed.items():
        assert set(alternates) == {"en", "vi", "x-default"}, location
        assert location in alternates.values()
        assert alternates["x-default"] == alternates["en"]
        for other in alternates.values():
            assert other is not None
            assert listed[other] == alternates


def test_each_page_is_in_one_language(site: Path) -> None:
    """The page says its language; a Vietnamese page has no notice and no passage in English but protocol text."""
    sample = [*sorted((site / "vi").rglob("index.html"))][::7]
    assert len(sample) > 400
    for path in sample:
        html = path.read_text(encoding="utf-8")
        assert re.search(r'<html lang="?vi"?', html), path
        assert "cp-note" not in html or re.search(r"<p class=\"?cp-note\"?>[^<]*[Mm]ã", html), path
        assert not re.search(r"<(?:p|span|li|td|h\d)\b[^>]*\slang=", html), path


def test_titles_and_headings(site: Path, project: Project) -> None:
    """One title a page; headings on a comparison name their code, so that an outline tells them apart."""
    titles: dict[str, str] = {}
    for address, html in pages(site):
        if "/pagefind/" in address or address.endswith("404.html"):
            continue
        match = re.search(r"<title>([^<]*)</title>", html)
        assert match is not None
        locale = "vi" if address.startswith(f"{SUBPATH}vi/") else "en"
        assert titles.setdefault(f"{locale} {match[1]}", address) == address
        description = re.search(r'<meta name="?description"? content="([^"]+)"', html)
        assert (description is None) == ("noindex" in html[: html.index("<body")]), address
    for pair in support.some(list(project.plan.comparisons()), 120):
        for prefix in ("", "vi/"):
            document = support.parse((site / prefix / folder_of(pair) / "index.html").read_bytes())
            headings = [support.text_of(item) for item in support.find(document, "//article//h2|//article//h3")]
            assert len(headings) == len(set(headings)), pair.slug
            assert support.text_of(support.find(document, "//h1")[0]) == pair.title


def test_key_differences_are_not_the_descriptions_again(site: Path, project: Project) -> None:
    """Nor does When to Use Which repeat the fixes."""
    for pair in support.some(list(project.plan.comparisons()), 75):
        document = support.parse((site / folder_of(pair) / "index.html").read_bytes())
        body = support.text_of(support.find(document, "//article")[0])
        for entry in (pair.a, pair.b):
            for text in (entry.meanings[0].prose["description"], entry.meanings[0].prose["fix"]):
                first = text.replace("`", "").split(". ")[0]
                assert body.count(first) == 1, (pair.slug, first)
