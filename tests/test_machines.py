"""What the site says to machines: the JSON documents, the metadata of pages, and the files they look for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree
from markdown_it import MarkdownIt

from codepair.beside.alone import names
from codepair.beside.api import named
from codepair.beside.facts import Cited, facts_document
from codepair.beside.shapes.facts import ValuePart
from codepair.library.citations import Citation, Specification
from codepair.library.plan import DocumentsOption
from codepair.pages.policy import script_hashes
from codepair.site.project import Project
from tests import support

HOST = "http://127.0.0.1/project/"


def test_documents_fit_their_schemas(site: Path, project: Project) -> None:
    """The index leads to every document; each names a schema, which is where it says it is, and fits it."""
    folder = site / "data/v1"
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    assert [each["id"] for each in index["protocols"]] == [*project.library.protocols, "others"]
    assert list(index["locales"]) == ["en", "vi"]
    assert index["locales"]["vi"]["url"] == f"{HOST}vi/"
    led = {"index.json"}
    for place in (*index["protocols"], index["between"]):
        for part in (place.get(kind) for kind in ("facts", "recognizers", "texts", "answers")):
            led |= set(part.values()) if isinstance(part, dict) else {part} if part else set()
    schemas: dict[str, Any] = {}
    for path in sorted(led):
        document = json.loads((folder / path).read_text(encoding="utf-8"))
        name = document["$schema"].removeprefix(f"{HOST}data/v1/")
        schema = schemas.setdefault(name, json.loads((folder / name).read_text(encoding="utf-8")))
        validator = jsonschema.Draft202012Validator(schema)
        validator.check_schema(schema)
        assert [error.message for error in validator.iter_errors(document)] == [], path
        assert document["$schema"] == schema["$id"]
        assert document["version"] == "1"
    written = {path.relative_to(folder).as_posix() for path in folder.rglob("*.json")}
    assert written == led | set(schemas) | {"code.schema.json", "pair.schema.json"}


def test_keys_lead_somewhere(site: Path) -> None:
    """Every key of a citation, a document, a class, a question, a code in facts is there; none is for nothing."""
    for file in sorted((site / "data/v1/facts").glob("*.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        codes = document.get("codes", {})
        cited: set[str] = set()
        for value in _objects(document):
            cited |= {value["cite"]} if "cite" in value else set()
            sources = value.get("sources", value.get("source", []))
            cited |= {
                each for each in ([sources] if isinstance(sources, str) else sources) if isinstance(each, str)
            }
            assert value.get("document") in (None, *document["documents"])
        assert cited == set(document["citations"]), file.name
        for address, code in codes.items():
            assert code.get("response_class") in (None, *document["classes"])
            assert code.get("since") in (None, *document["documents"])
            assert set(code.get("related", ())) <= set(codes) - {address}
            for meaning in code["meanings"]:
                assert set(meaning.get("facts", ())) <= set(document["questions"])
            assert (site / address / "index.html").is_file()


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a document, itself too."""
    if isinstance(value, dict):
        yield value
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects(child)


def test_documents_say_what_pages_say(site: Path) -> None:
    """What texts and answers say of a code stands on its page, in the page's language."""
    for tag, prefix in (("en", ""), ("vi", "vi/")):
        for file in sorted((site / f"data/v1/answers/{tag}").glob("*.json")):
            answers = json.loads(file.read_text(encoding="utf-8"))["codes"]
            if not answers:
                continue
            texts = json.loads((site / f"data/v1/texts/{tag}" / file.name).read_text(encoding="utf-8"))["codes"]
            assert list(answers) == list(texts)
            for address in list(answers)[::9]:
                assert answers[address]["path"] == f"{prefix}{address}/"
                page = site / answers[address]["path"] / "index.html"
                shown = support.text_of(support.find(support.parse(page.read_bytes()), "//article")[0])
                said = [each["fix"] for each in answers[address]["fixes"]]
                for meaning in texts[address]:
                    said += [meaning[field] for field in ("description", "when_seen", "use_when")]
                    said += [note for notes in meaning.get("notes", {}).values() for note in notes.values()]
                for each in said:
                    first = each.replace("`", "").split(". ")[0]
                    assert first in shown, (address, first)


def test_documents_beside_pages(tiny_site: Path) -> None:
    """Each code and each comparison with guidance has one as JSON, which its schema describes, and one to read."""
    schemas = {
        kind: json.loads((tiny_site / f"data/v1/{kind}.schema.json").read_text(encoding="utf-8"))
        for kind in ("code", "pair")
    }
    found = sorted(
        path.relative_to(tiny_site).with_suffix("").as_posix()
        for path in tiny_site.glob("**/toy/*.json")
        if "assets" not in path.parts
    )
    codes = ["200", "404", "404-vs-486", "486", "499"]
    assert found == [f"{prefix}toy/{code}" for prefix in ("", "vi/") for code in codes]
    for path in found:
        document = json.loads((tiny_site / f"{path}.json").read_text(encoding="utf-8"))
        validator = jsonschema.Draft202012Validator(schemas["pair" if "-vs-" in path else "code"])
        assert [error.message for error in validator.iter_errors(document)] == [], path
        head = support.parse((tiny_site / path / "index.html").read_bytes())
        links = support.values(head, "//link[@rel='alternate']/@href")
        is_indexed = "noindex" not in support.values(head, "//meta[@name='robots']/@content")
        name = path.rpartition("/")[2]
        assert links == ([f"../{name}.json", f"../{name}.md"] if is_indexed else [])
        assert (tiny_site / f"{path}.md").is_file()


def test_a_page_to_read(site: Path) -> None:
    """The Markdown of a code says what its JSON says, and every citation is a link to its section."""
    for path in ("sip/486", "sip/200", "grpc/cancelled", "dns/nxdomain", "http/421"):
        document = json.loads((site / f"{path}.json").read_text(encoding="utf-8"))
        source = (site / f"{path}.md").read_text(encoding="utf-8")
        html = support.parse(f"<main>{MarkdownIt().render(source)}</main>")
        shown = support.text_of(html)
        said = [document["title"], document["says"]]
        for meaning in document["meanings"]:
            said += [meaning[name] for name in ("description", "fix", "when_seen", "use_when")]
            for fact in meaning["facts"].values():
                said.append(fact["label"])
                for value in fact["values"]:
                    said += [*value["values"].values(), *([value["note"]] if "note" in value else [])]
        for text in said:
            assert " ".join(text.replace("`", "").split()) in shown, (path, text)
        links = support.values(html, "//a/@href")
        cited = {
            (document["citations"][key.partition("#")[0]] if url.startswith("#") else "") + url
            for key, url in document["citations"].items()
        }
        shown_links = {each for each in links if each.startswith("http")}
        assert shown_links <= cited, path
        assert cited - shown_links <= {
            document["citations"][key.partition("#")[0]] for key in document["citations"]
        }
        assert len(support.find(html, "//h1")) == 1
        for way in (each for each in links if not each.startswith("http")):
            assert (site / path).parent.joinpath(way, "index.html").resolve().is_file(), way
        assert "[" not in shown, "a citation without an address"


@pytest.mark.parametrize(
    ("option", "ends", "elsewhere"),
    [("all", (".json", ".md"), (".json", ".md")), ("lean", (".json", ".md"), (".json",)), ("none", (), ())],
)
def test_which_documents_there_are(
    option: DocumentsOption, ends: tuple[str, ...], elsewhere: tuple[str, ...], tmp_path: Path
) -> None:
    """As the option says, in the default language and in others; a page keeps the address of a document."""
    plan = support.opened(support.tiny(tmp_path)).plan
    for is_default, has in ((True, ends), (False, elsewhere)):
        found = {page.path: names(plan, page, option, is_default=is_default) for page in plan.pages}
        for stem in ("toy/404", "toy/404-vs-486"):
            assert found[f"{stem}/"] == {end: f"{stem}{end}" for end in has}
        assert not any(found[path] for path in ("", "compare/", "toy/"))
        assert names(plan, plan.find("toy/200-vs-404/") or plan.pages[0], option, is_default=is_default) == {}


def test_a_page_keeps_its_address(tmp_path: Path) -> None:
    """A code may be called like a document."""
    text = (support.TINY / "content/toy/499.yml").read_text(encoding="utf-8")
    for old, new in (
        ("499", "404.md"),
        (": The", ": This"),
        ("When a", "If some"),
        (": L", ": Go and l"),
        ("Never", "Do not"),
    ):
        text = text.replace(old, new)
    plan = support.opened(support.tiny(tmp_path, files={"content/toy/404.md.yml": text})).plan
    page = plan.find("toy/404/")
    assert page is not None
    assert plan.find("toy/404.md/") is not None
    assert names(plan, page, "all", is_default=True) == {".json": "toy/404.json"}


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
    assert trail["itemListElement"][1]["item"] == f"{HOST}vi/sip/"
    assert "item" not in trail["itemListElement"][-1]  # the page itself
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
        own = re.search(r'Content-Security-Policy"? content="([^"]+)"', (site / page).read_text(encoding="utf-8"))
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
    library = support.opened(support.tiny(tmp_path, files=files)).library
    document = facts_document(library, library.protocols["toy"], **named("facts", str))

    def rests(
        facts: dict[str, list[ValuePart]], name: str
    ) -> list[tuple[list[str], str, list[tuple[str, str | None]]]]:
        cited = document.citations
        return [
            (value.ids, value.basis, [(cited[each].document, cited[each].url) for each in value.sources])
            for value in facts[name]
        ]

    def own(code: str) -> dict[str, list[ValuePart]]:
        return document.codes[f"toy/{code}"].meanings[0].facts

    toybox = "https://toys.example/box#"
    assert "kind" not in own("200")
    group = document.codes["toy/200"].response_class
    assert group is not None
    assert rests(document.classes[group].facts, "kind") == [(["done"], "specification", [("TOYBOX", f"{toybox}3")])]
    assert rests(own("200"), "tries") == [(["1200"], "reading", [])]
    assert rests(own("404"), "kind") == [(["later"], "practice", [("Bear", "https://bear.example/")])]
    assert rests(own("486"), "kind") == [(["later"], "specification", [("TOYBOX", f"{toybox}9")])]
    assert document.documents["Bear"].seen == "2026-01-02"


def test_two_documents_of_one_name() -> None:
    """Tables list their documents themselves: two that are called alike are told apart."""
    cited = Cited()
    one, other = (Specification("Bear", title) for title in ("A bear", "Another bear"))
    keys = [cited.cite(Citation(each, section)) for each in (one, other) for section in (None, "1")]
    assert keys == ["Bear", "Bear#1", "Bear (2)", "Bear (2)#1"]
    parts = cited.parts()
    assert [each.title for each in parts["documents"].values()] == ["A bear", "Another bear"]
    assert parts["citations"]["Bear (2)#1"].document == "Bear (2)"
