"""What the site says to machines: the JSON documents, the metadata of pages, and the files they look for."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
from lxml import etree

from codepair.beside.api import protocol_document
from codepair.library.model import ACROSS
from codepair.pages.policy import script_hashes
from codepair.site.project import Project
from tests import support

HOST = "http://127.0.0.1/project/"


def documents(site: Path) -> dict[str, dict[str, object]]:
    """Every JSON document of the site by its path."""
    return {
        path.relative_to(site / "api/v2").as_posix(): json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((site / "api/v2").glob("*/*.json"))
        if path.stem != ACROSS  # what stands between protocols has a form of its own
    }


def test_documents_fit_their_schema(site: Path, project: Project) -> None:
    """One a protocol and locale; the schema is where they say it is."""
    schema = json.loads((site / "api/v2/schema.json").read_text(encoding="utf-8"))
    assert schema["$id"] == f"{HOST}api/v2/schema.json"
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    found = documents(site)
    names = {f"{locale}/{name}.json" for locale in ("en", "vi") for name in project.library.protocols}
    assert set(found) == names
    for name, document in found.items():
        assert [error.message for error in validator.iter_errors(document)] == [], name
        assert document["$schema"] == schema["$id"]


def test_answers_fit_their_schemas(site: Path, project: Project) -> None:
    """The index leads to recognizers and texts of every protocol and of what is not covered, in every locale."""
    folder = site / "data/v1"
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    assert [each["id"] for each in index["protocols"]] == [
        *(name for name in project.library.protocols if name in project.library.recognition),
        "others",
    ]
    seen = {"index.json", "recognizers.schema.json", "texts.schema.json"}
    for each in index["protocols"]:
        assert set(each["texts"]) == {"en", "vi"}
        for kind, paths in (("recognizers", [each["recognizers"]]), ("texts", each["texts"].values())):
            schema = json.loads((folder / f"{kind}.schema.json").read_text(encoding="utf-8"))
            assert schema["$id"] == f"{HOST}data/v1/{kind}.schema.json"
            validator = jsonschema.Draft202012Validator(schema)
            validator.check_schema(schema)
            for path in paths:
                document = json.loads((folder / path).read_text(encoding="utf-8"))
                assert [error.message for error in validator.iter_errors(document)] == [], path
                assert (document["$schema"], document["id"]) == (schema["$id"], each["id"])
                seen.add(path)
                for code in document["codes"].values() if kind == "texts" else ():
                    assert (site / code["path"] / "index.html").is_file()
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*.json")} == seen


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
            assert code["meanings"][0]["description"]["lang"] == locale
        for code in codes[::9]:
            page = site / code["url"].removeprefix(HOST) / "index.html"
            text = support.text_of(support.find(support.parse(page.read_bytes()), "//article")[0])
            said = [
                meaning[field]["text"]
                for meaning in code["meanings"]
                for field in ("description", "when_seen", "fix", "use_when")
            ]
            notes = [
                value["note"]["text"]
                for meaning in code["meanings"]
                for fact in meaning["facts"].values()
                for value in fact["values"]
                if value["note"]
            ]
            for each in (*said, *notes):
                first = each.replace("`", "").split(". ")[0]
                assert first in text, (code["code"], first)


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
        assert scripts == [], "generated pages have no script of their own, so no hash"
        assert "'sha256-" not in policy


def test_what_values_rest_on(tmp_path: Path) -> None:
    """Sections, practice with where it was seen, or a reading; a class answers for codes that do not themselves."""
    text = (support.TINY / "content/toy/protocol.yml").read_text(encoding="utf-8")
    practices = 'practices:\n  - {id: Bear, title: Bear, url: "https://bear.example/", seen: "2026-01-02"}\n'
    files = {
        "content/toy/protocol.yml": text.replace(
            "{value: done, basis: reading}", '{value: done, source: "TOYBOX#3"}'
        ).replace("response_classes:", practices + "response_classes:"),
        "content/toy/404.yml": (support.TINY / "content/toy/404.yml")
        .read_text(encoding="utf-8")
        .replace("{value: later, basis: reading}", "{value: later, source: Bear}"),
    }
    project = support.opened(support.tiny(tmp_path, files=files))
    protocol = project.library.protocols["toy"]
    document = protocol_document(project.plan, protocol, project.translators[0], str)
    facts = {code.code: code.meanings[0].facts for code in document.codes}

    def rests(code: str, name: str) -> list[tuple[list[str], str, list[tuple[str, str | None]], bool]]:
        fact = facts[code][name]
        return [
            (value.ids, value.basis, [(source.label, source.url) for source in value.sources], fact.is_inherited)
            for value in fact.values
        ]

    toybox = "https://toys.example/box#"
    assert rests("200", "kind") == [(["done"], "specification", [("Toy Box §3", f"{toybox}3")], True)]
    assert rests("200", "tries") == [(["1200"], "reading", [], False)]
    assert rests("404", "kind") == [(["later"], "practice", [("Bear", "https://bear.example/")], False)]
    assert rests("486", "kind") == [(["later"], "specification", [("Toy Box §9", f"{toybox}9")], False)]
