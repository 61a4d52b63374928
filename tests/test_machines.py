"""What the site says to machines: the JSON documents, the metadata of pages, and the files they look for."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from lxml import etree

from codepair.beside.api import protocol_document
from codepair.pages.policy import script_hashes
from codepair.site.project import Project
from tests import support

HOST = "http://127.0.0.1/project/"


def documents(site: Path) -> dict[str, dict[str, object]]:
    """Every JSON document of the site by its path."""
    return {
        path.relative_to(site / "api/v1").as_posix(): json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((site / "api/v1").glob("*/*.json"))
    }


def test_documents_fit_their_schema(site: Path, project: Project) -> None:
    """One a protocol and locale; the schema is where they say it is."""
    schema = json.loads((site / "api/v1/schema.json").read_text(encoding="utf-8"))
    assert schema["$id"] == f"{HOST}api/v1/schema.json"
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    found = documents(site)
    names = {f"{locale}/{name}.json" for locale in ("en", "vi") for name in project.library.protocols}
    assert set(found) == names
    for name, document in found.items():
        assert [error.message for error in validator.iter_errors(document)] == [], name
        assert document["$schema"] == schema["$id"]


def test_documents_say_what_pages_say(site: Path, project: Project) -> None:
    """Every prose field of a code stands on its page, in the page's language, and every address is a page."""
    for name, document in documents(site).items():
        locale = name.partition("/")[0]
        codes = document["codes"]
        assert isinstance(codes, list)
        assert len(codes) == len(project.library.entries[str(document["id"])])
        for code in codes:
            assert code["url"].startswith(HOST)
            page = site / code["url"].removeprefix(HOST) / "index.html"
            assert page.is_file(), code["url"]
            assert code["description"]["lang"] == locale
        for code in codes[::9]:
            page = site / code["url"].removeprefix(HOST) / "index.html"
            text = support.text_of(support.find(support.parse(page.read_bytes()), "//article")[0])
            for field in ("description", "when_seen", "fix", "use_when"):
                first = code[field]["text"].replace("`", "").split(". ")[0]
                assert first in text, (code["code"], field)


def test_metadata(site: Path, project: Project) -> None:
    """JSON-LD and Open Graph on indexed pages: an article about two defined terms, in the page's language."""
    page = support.parse((site / "vi/sip/202-vs-422/index.html").read_bytes())
    data = json.loads(support.values(page, "//script[@type='application/ld+json']/text()")[0])
    article, trail = data["@graph"]
    assert article["@type"] == "TechArticle"
    assert article["inLanguage"] == "vi"
    assert [term["termCode"] for term in article["about"]] == ["202", "422"]
    assert all(term["@type"] == "DefinedTerm" for term in article["about"])
    assert trail["@type"] == "BreadcrumbList"
    assert [step["position"] for step in trail["itemListElement"]] == [1, 2, 3]
    assert trail["itemListElement"][-1]["item"] == f"{HOST}vi/sip/202-vs-422/"
    assert support.values(page, "//meta[@property='og:title']/@content") == [article["headline"]]
    quiet = (site / "sip/100-vs-580/index.html").read_text(encoding="utf-8")
    assert "ld+json" not in quiet
    for pair in project.library.guided["sip"]:
        html = (site / "sip" / pair.slug / "index.html").read_text(encoding="utf-8")
        assert re.search(r'<meta property="og:type" content="article">', html)


def test_files_that_machines_look_for(site: Path) -> None:
    """robots.txt names the sitemap; llms.txt links every document; OpenSearch leads to the search of its locale."""
    assert f"Sitemap: {HOST}sitemap.xml" in (site / "robots.txt").read_text(encoding="utf-8")
    text = (site / "llms.txt").read_text(encoding="utf-8")
    assert text.startswith("# Codepair\n")
    for address in re.findall(r"\]\((http[^)]+)\)", text):
        path = site / address.removeprefix(HOST)
        assert path.is_file() or (path / "index.html").is_file(), address
    for locale, prefix in (("en", ""), ("vi", "vi/")):
        tree = etree.parse(site / f"assets/codepair/search.{locale}.xml")
        url = tree.find("{http://a9.com/-/spec/opensearch/1.1/}Url")
        assert url is not None
        assert url.get("template") == f"{HOST}{prefix}?q={{searchTerms}}"
    policy = (site / "_headers").read_text(encoding="utf-8")
    assert "unsafe-inline" not in policy
    for page in (
        "index.html",
        "vi/sip/422/index.html",
        "sip/100-vs-580/index.html",
        "404.html",
        "vi/compare/index.html",
    ):
        own = re.search(r'Content-Security-Policy" content="([^"]+)"', (site / page).read_text(encoding="utf-8"))
        assert own is not None
        html = re.sub(
            r'<script[^>]* type="application/[^>]*>.*?</script>', "", (site / page).read_text(encoding="utf-8")
        )
        scripts = script_hashes(html)
        assert len(scripts) >= 3
        assert set(scripts) <= set(re.findall(r"'sha256-[^']+'", own[1])), page
        assert set(scripts) <= set(re.findall(r"'sha256-[^']+'", policy)), page


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("source: TOYBOX#2, facts: {kind: {value: done, source: TOYBOX#3}}", "Toy Box §3"),
        ("source: TOYBOX#2, facts: {kind: done}", "Toy Box §2"),
        ("facts: {kind: done}", "RFC 3261 §21.2.1"),
    ],
)
def test_a_class_settles_what_it_says_of_its_codes(written: str, source: str, tmp_path: Path) -> None:
    """A fact that a class states is settled by its own section, else the class's, else the code's first."""
    text = (support.TINY / "content/toy/protocol.yml").read_text(encoding="utf-8")
    assert "facts: {kind: done}}" in text
    files = {"content/toy/protocol.yml": text.replace("facts: {kind: done}}", f"{written}}}")}
    project = support.opened(support.tiny(tmp_path, files=files))
    protocol = project.library.protocols["toy"]
    document = protocol_document(project.plan, protocol, project.translators[0], str)
    codes = {code.code: code.facts for code in document.codes}
    assert codes["200"]["kind"].source == source
    assert codes["200"]["tries"].source == "RFC 3261 §21.2.1"
    assert codes["486"]["kind"].source == "Toy Box §9"
