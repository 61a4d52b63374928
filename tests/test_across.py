"""Codes of two protocols side by side, and published tables between protocols: whole sites, built and previewed."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import jsonschema
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from lxml import etree
from mkdocs.commands.build import build
from PIL import Image

from codepair.edge.serving import Serving
from codepair.kit.memory import Memory
from codepair.library.mappings import ways_back
from codepair.library.texts import texts
from codepair.site.project import Project, open_project
from tests import support
from tests.test_preview import previewed

BETWEEN = support.ROOT / "tests" / "sites" / "between"
PAIR = "compare/toy-404-vs-play-404"
OTHER = "compare/toy-499-vs-play-lost"
ADDRESS = "https://toys.example/docs/"


def translate(root: Path) -> None:
    """Write catalogs in which every text of the content has a mark in front."""
    project = support.opened(root)
    folder = root / "locales" / "vi" / "LC_MESSAGES"
    for domain, nodes in project.library.nodes.items():
        catalog = Catalog(locale="vi")
        for text in dict.fromkeys(each.text for node in nodes for each in texts(node)):
            catalog.add(text, f"Ở {text}")
        with (folder / f"{domain}.po").open("wb") as stream:
            write_po(stream, catalog)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of two protocols with what stands between them."""
    folder = support.tiny(tmp_path_factory.mktemp("between"), BETWEEN)
    translate(folder)
    return folder


@pytest.fixture(scope="module")
def site(root: Path) -> Path:
    """The same, built."""
    return support.built(root, root / "site")


@pytest.fixture(scope="module")
def project(root: Path) -> Project:
    """The same, opened."""
    return support.opened(root)


def page(site: Path, path: str) -> etree._Element:
    """Return the content of a page."""
    return support.find(support.parse((site / path / "index.html").read_bytes()), "//article")[0]


def said(element: etree._Element) -> str:
    """Return what an element says, with single spaces; lines are parted by one, too."""
    return " ".join(" ".join(map(str, element.itertext())).split())


def table(element: etree._Element, name: str) -> list[list[str]]:
    """Return what the cells of all tables of a class say, row by row."""
    rows = support.find(element, f"//table[contains(concat(' ', @class, ' '), ' {name} ')]//tr")
    return [[said(cell) for cell in row if isinstance(cell.tag, str)] for row in rows]


# -- pages


def test_each_comparison_has_one_address(site: Path) -> None:
    """In every language below ``compare/``, and nowhere in another order or below a protocol."""
    found = {path.parent.relative_to(site).as_posix() for path in site.rglob("*-vs-*/index.html")}
    across = {path for path in found if "play" in path.rpartition("/")[2]}
    assert across == {f"{locale}{path}" for locale in ("", "vi/") for path in (PAIR, OTHER)}


@pytest.mark.parametrize(("locale", "word"), [("", ""), ("vi/", "Ở ")])
def test_a_comparison_names_both_protocols(site: Path, locale: str, word: str) -> None:
    """Title and heading have protocol, number, code and phrase of both; each topic says whose it is."""
    document = support.parse((site / f"{locale}{OTHER}/index.html").read_bytes())
    title = "TOY 499 Toy Lost vs PLAY 9 LOST"
    assert said(support.find(document, "//h1")[0]) == title
    assert support.values(document, "//title/text()") == [f"{title} - Toys"]
    topics = support.find(document, "//h3[@id='fix']/following-sibling::div[1]/div/b")
    assert [said(each) for each in topics] == ["TOY 499", "PLAY LOST"]
    lead = support.find(document, "//p[@class='cp-lead']")[0]
    assert said(lead).startswith(f"{word}A lost toy, and a lost game.")


def test_what_has_no_counterpart_comes_after_the_rows(site: Path) -> None:
    """With a heading of its own, in the page's language."""
    for locale, heading in (
        ("", "What Has No Counterpart"),
        ("vi/", "Những gì không có phần tương ứng ở bên kia"),
    ):
        article = page(site, f"{locale}{PAIR}")
        ids = support.values(article, "//h2/@id")
        assert ids[:5] == ["which", "mistake", "differences", "unmatched", "received"]
        assert said(support.find(article, "//h2[@id='unmatched']")[0]) == heading
    text = support.find(page(site, PAIR), "//h2[@id='unmatched']/following-sibling::p[1]")[0]
    assert said(text) == "A game that is over has no address. PLAYPEN §3"


def test_what_both_answer_stands_side_by_side(site: Path) -> None:
    """A shared question has both answers; what one protocol asks alone is below, under the code's name."""
    rows = table(page(site, PAIR), "cp-facts")
    assert rows[:5] == [
        ["What differs", "TOY 404 Not Found", "PLAY 404 Game Over"],
        ["What happens next", rows[1][1]],
        ["In the other protocol", "PLAY 503 Nap Time PLAYPEN §4 Only in the park.", "TOY 404 Not Found PLAYPEN §6"],
        ["Trying again", "Never Toy Box §7", "Later PLAYPEN §2 After a nap."],
        ["Since", "RFC 3261 (2002)", "PLAYPEN (2021)"],
    ]
    assert rows[5:] == [
        ["", "TOY 404", "PLAY 404"],
        ["Recorded for TOY 404 only"],
        ["Outcome", "Later our reading"],
        ["Recorded for PLAY 404 only"],
        ["Score", "7 our reading"],
    ]


def test_codes_in_texts_lead_to_the_protocol_that_has_them(site: Path) -> None:
    """A code that only one of the two has is linked; one that both have is not: nobody but the text knows which."""
    links = support.find(page(site, PAIR), "//p[@class='cp-lead']//a[code]")
    assert [(said(link), link.get("href")) for link in links] == [
        ("486", "../../toy/486/"),
        ("503", "../../play/503/"),
    ]
    answers = support.find(page(site, PAIR), "//ol[@class='cp-decide']//a")
    assert [link.get("href") for link in answers] == ["../../play/404/", "../../toy/404/", "../../play/503/"]


def test_ids_stand_once_where_both_codes_are_the_same(site: Path) -> None:
    """Both messages of a code with one number have headings of their own."""
    article = page(site, PAIR)
    ids = support.values(article, "//@id")
    assert len(ids) == len(set(ids))
    assert {"wtoy-404", "wplay-404"} <= set(ids)
    headings = [said(each) for each in support.find(article, "//h2|//h3")]
    assert len(headings) == len(set(headings))


def test_sections_are_cited_with_their_documents(site: Path) -> None:
    """Two protocols have two main documents: a number alone would be of neither."""
    toy = page(site, "toy/404-vs-486")
    assert any(said(link).startswith("§") for link in support.find(toy, "//a"))
    across = page(site, PAIR)
    assert not any(said(link).startswith("§") for link in support.find(across, "//a"))
    assert "§ without" not in said(across)


def test_comparisons_lead_to_each_other(site: Path) -> None:
    """Those across stand among related ones, in lists of codes, protocols and all, and have neighbours."""

    def links(path: str, where: str, link: str = "/a") -> list[str]:
        found = support.values(page(site, path), f"{where}/{link}/@href")
        return [urljoin(f"/{path}/", href).strip("/") for href in found]

    related = "//h2[@id='related']/following-sibling::ul[1]"
    assert links("toy/404-vs-486", related) == ["toy/200-vs-404", PAIR]
    assert links("play/404-vs-503", related) == [PAIR]
    assert links(PAIR, related) == ["toy/404-vs-486"]
    assert links("toy/404", "//ul[@class='cp-pairs']/li", "a")[-1] == PAIR
    assert links("play/404", "//ul[@class='cp-pairs']/li", "a")[0] == PAIR
    for name in ("toy", "play"):
        assert links(name, "//h2[@id='across-protocols']/following-sibling::ul[1]") == [PAIR, OTHER]
    assert links("compare", "//h2[@id='pairs']/following-sibling::ul[1]") == [PAIR, OTHER]
    assert PAIR in links("", "//h2[@id='confused']/following-sibling::ul[1]")
    assert links(PAIR, "//p[@class='cp-steps']") == [OTHER]
    assert links(OTHER, "//p[@class='cp-steps']") == [PAIR]
    assert links(PAIR, "//nav[@class='cp-crumbs']") == ["", "compare"]


# -- mappings


def test_a_code_says_what_it_becomes_and_what_becomes_it(site: Path) -> None:
    """Rows of all tables, with their notes and sources; where the way back leads somewhere else, that one too."""
    rows = table(page(site, "toy/404"), "cp-map")
    assert rows == [
        ["From", "Becomes"],
        ["Toys to causes"],
        ["TOY 404 Not Found", "Toy cause 1 Unallocated PLAYPEN §7"],
        ["Toys to games"],
        ["TOY 404 Not Found", "PLAY 503 Nap Time PLAYPEN §4 Only in the park."],
        ["The way back leads somewhere else"],
        ["PLAY 503 Nap Time", "TOY 486 Busy Here TOY 499 Toy Lost PLAYPEN §6"],
        ["Games to toys"],
        ["PLAY 404 Game Over", "TOY 404 Not Found PLAYPEN §6 TOY 404 vs PLAY 404"],
    ]
    lost = table(page(site, "toy/499"), "cp-map")
    assert ["The way back leads somewhere else"] not in lost
    assert ["TOY 499 Toy Lost", "PLAY 9 LOST PLAYPEN §4 TOY 499 vs PLAY LOST"] in lost
    sources = [said(item) for item in support.find(page(site, "toy/404"), "//ul[@class='cp-sources']/li")]
    assert sources[-3:] == [f"PLAYPEN §{number} The Playpen (2021)" for number in (7, 4, 6)]


def test_all_others_have_a_row(site: Path) -> None:
    """A code without a row of its own becomes what the table says of all others; that is said."""
    rows = table(page(site, "toy/200"), "cp-map")
    assert rows[2:] == [
        ["TOY 200 OK no row of its own", "PLAY 404 Game Over PLAYPEN §5"],
        ["The way back leads somewhere else"],
        ["PLAY 404 Game Over", "TOY 404 Not Found PLAYPEN §6 TOY 404 vs PLAY 404"],
    ]
    assert ["TOY: every other value", "PLAY 404 Game Over PLAYPEN §5"] in table(page(site, "play/404"), "cp-map")


def test_a_code_without_a_table_has_no_section(site: Path, tmp_path: Path) -> None:
    """Nor a place in the list of the page's parts."""
    root = support.tiny(tmp_path, BETWEEN)
    shutil.rmtree(root / "content" / "mappings")
    shutil.rmtree(root / "content" / "pairs")
    alone = support.built(root, root / "site")
    assert not support.find(page(alone, "toy/404"), "//*[@id='mapped']")
    assert "#mapped" not in support.values(page(alone, "toy/404"), "//a/@href")
    assert not (alone / "mappings").exists()
    assert [path.name for path in (alone / "compare").iterdir()] == ["index.html"]
    assert not list((alone / "data").rglob("pairs.json"))
    assert "#mapped" in support.values(page(site, "toy/404"), "//a/@href")


def test_a_mapping_has_a_page(site: Path) -> None:
    """Its whole table, what is lost, its documents, and the way back."""
    article = page(site, "mappings/toy-to-play")
    assert said(support.find(article, "//h1")[0]) == "Toys to games"
    assert (
        said(support.find(article, "//h2[@id='lost']/following-sibling::p[1]")[0]) == "Of toy the reason is lost."
    )
    assert table(article, "cp-map") == [
        ["From", "Becomes"],
        ["TOY 404 Not Found", "PLAY 503 Nap Time PLAYPEN §4 Only in the park."],
        ["TOY 499 Toy Lost", "PLAY 9 LOST PLAYPEN §4 TOY 499 vs PLAY LOST"],
        ["TOY: every other value", "PLAY 404 Game Over PLAYPEN §5"],
    ]
    assert "../../mappings/play-to-toy/" in support.values(article, "//a/@href")
    causes = page(site, "mappings/toy-to-cause")
    assert [said(item) for item in support.find(causes, "//ul[@class='cp-sources']/li")] == [
        "PLAYPEN : The Playpen (2021)",
        "Causes : The causes of toys",
    ]
    assert said(support.find(page(site, "vi/mappings/toy-to-play"), "//h1")[0]) == "Ở Toys to games"


# -- beside the pages


def test_every_link_leads_somewhere(site: Path) -> None:
    """Of all pages: folders, files and fragments."""
    pages = {path.parent.relative_to(site).as_posix(): path for path in site.rglob("index.html")}
    ids = {name: set(re.findall(r'\bid="?([^\s">]+)', path.read_text("utf-8"))) for name, path in pages.items()}
    lost = []
    for name, path in pages.items():
        base = "/" if name == "." else f"/{name}/"
        for quoted, bare in re.findall(r'\b(?:href|src)=(?:"([^"]*)"|([^\s">]+))', path.read_text("utf-8")):
            href = quoted or bare
            if href.startswith(("http", "data:")):
                continue
            target, _, fragment = urljoin(base, href).partition("#")
            key = target.strip("/") or "."
            if target.endswith("/"):
                is_there = key in pages and (not fragment or fragment in ids[key])
            else:
                is_there = (site / key).is_file()
            if not is_there:
                lost.append((name, href))
    assert lost == []


def test_search_engines_see_them(site: Path) -> None:
    """Comparisons across and mappings are indexed in each language in which they are whole."""
    listed = (site / "sitemap.xml").read_text(encoding="utf-8")
    for path in (PAIR, OTHER, "mappings/toy-to-play", "mappings/toy-to-cause"):
        for locale in ("", "vi/"):
            html = (site / f"{locale}{path}/index.html").read_text(encoding="utf-8")
            assert f"<loc>{ADDRESS}{locale}{path}/</loc>" in listed
            assert "noindex" not in html
            assert f'hreflang="vi" href="{ADDRESS}vi/{path}/"' in listed
    head = (site / f"{PAIR}/index.html").read_text(encoding="utf-8")
    data = json.loads(re.findall(r"<script type=\"?application/ld\+json\"?>(.*?)</script>", head)[0])
    about, trail = data["@graph"]
    assert [each["inDefinedTermSet"] for each in about["about"]] == [f"{ADDRESS}toy/", f"{ADDRESS}play/"]
    assert [each.get("item") for each in trail["itemListElement"]] == [ADDRESS, f"{ADDRESS}compare/", None]


def test_without_translations_they_are_not_indexed(tmp_path: Path) -> None:
    """A page says what it lacks; its texts are in catalogs of their own."""
    root = support.tiny(tmp_path, BETWEEN)
    site = support.built(root, root / "site")
    for path in (PAIR, "mappings/toy-to-play"):
        html = (site / f"vi/{path}/index.html").read_text(encoding="utf-8")
        assert "noindex" in html
        assert 'class="cp-note"' in html or "class=cp-note" in html
    assert f"{ADDRESS}vi/{PAIR}/" not in (site / "sitemap.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize("tag", ["en", "vi"])
def test_documents_for_machines(site: Path, tag: str) -> None:
    """Everything between protocols is in one document of facts and one of texts, which their schemas describe."""
    folder = site / "data/v1"

    def read(path: str, schema: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((folder / path).read_text(encoding="utf-8"))
        jsonschema.validate(found, json.loads((folder / f"{schema}.schema.json").read_text(encoding="utf-8")))
        return found

    facts, texts = read("facts/pairs.json", "between"), read(f"texts/{tag}/pairs.json", "between-texts")
    pair = facts["pairs"][PAIR]
    assert pair["codes"] == ["toy/404", "play/404"]
    said = texts["pairs"][PAIR]
    assert set(said["parts"]) == {"next", "which", "unmatched"}
    # What answers have of a pair stands there alone.
    told = read(f"answers/{tag}/toy.json", "answers")["pairs"][PAIR]
    assert {"summary", "question", "mistake"} <= set(told)
    assert [step["if_yes"] for step in pair["decision"]] == ["play/404", "toy/404"]
    assert len(said["asks"]) == 2
    assert all(isinstance(text, str) for text in said["parts"].values())
    assert list(facts["mappings"]) == list(texts["mappings"]) == ["play-to-toy", "toy-to-cause", "toy-to-play"]
    rows = facts["mappings"]["toy-to-play"]["rows"]
    assert [(row["from"], row["to"]) for row in rows] == [("404", ["503"]), ("499", ["LOST"]), (None, ["404"])]
    assert [each["values"] for each in facts["namespaces"].values()] == [{"17": "User busy", "1": "Unallocated"}]
    own = read("facts/toy.json", "facts")
    assert list(own["pairs"]) == ["toy/404-vs-486"]


def test_language_models_are_told(site: Path) -> None:
    """The list for them has the documents, the comparisons and the tables."""
    text = (site / "llms.txt").read_text(encoding="utf-8")
    assert f"- [TOY 404 Not Found vs PLAY 404 Game Over]({ADDRESS}{PAIR}/): 404 of a toy" in text
    assert f"- [Toys to games]({ADDRESS}mappings/toy-to-play/): Of toy the reason is lost." in text
    assert f"({ADDRESS}data/v1/index.json)" in text


def test_cards_are_drawn(site: Path) -> None:
    """Each comparison has one in each language, and its page names it."""
    for tag, locale in (("en", ""), ("vi", "vi/")):
        name = f"assets/codepair/cards/{tag}/{PAIR}.png"
        with Image.open(site / name) as picture:
            assert picture.size == (1200, 630)
        assert f"{ADDRESS}{name}" in (site / f"{locale}{PAIR}/index.html").read_text(encoding="utf-8")


def test_the_script_fetches_a_file_a_protocol(site: Path) -> None:
    """Words and the comparisons across in one file a language; the codes of each protocol in one of its own."""
    for tag in ("en", "vi"):
        folder = site / "assets/codepair"
        words = json.loads((folder / f"words.{tag}.json").read_text(encoding="utf-8"))
        assert words["across"] == [["toy", "404", "play", "404"], ["toy", "499", "play", "lost"]]
        assert [each["id"] for each in words["protocols"]] == ["toy", "play"]
        for each in words["protocols"]:
            found = json.loads((folder / each["codes"]).read_text(encoding="utf-8"))
            assert set(found) == {"classes", "codes", "current", "all", "pairs"}
    missing = support.parse((site / "404.html").read_bytes())
    known = json.loads(support.values(missing, "//*[@data-across]/@data-across")[0])
    assert known == [path.removeprefix("compare/") for path in (PAIR, OTHER)]


# -- preview and memory


def test_a_preview_has_the_same_bytes(root: Path, site: Path, tmp_path: Path) -> None:
    """Every page and file between protocols."""
    shown = previewed(root, tmp_path / "theme")
    for path in (*(f"{locale}{PAIR}/" for locale in ("", "vi/")), "mappings/toy-to-play/", "vi/toy/404/"):
        assert shown.get(path) == (site / path / "index.html").read_bytes()
    for name in (
        "data/v1/facts/pairs.json",
        "data/v1/texts/vi/pairs.json",
        "assets/codepair/codes/vi/play.json",
        f"assets/codepair/cards/en/{PAIR}.png",
    ):
        assert shown.get(name) == (site / name).read_bytes()
    for path in (
        "compare/play-404-vs-toy-404/",
        "compare/toy-404-vs-play-503/",
        "mappings/x/",
        "mappings/",
        "toy/x/",
    ):
        assert shown.get(path) is None
    shown.close()


EDITS: Mapping[str, tuple[str, str, str, str]] = {
    "a pair's text": ("content/pairs/toy-404-vs-play-404.yml", "has no address", "has no place", PAIR),
    "a table's row": ("content/mappings/toy-to-play.yml", "Only in the park", "Only in the garden", "toy/404"),
    "a table's row on its page": (
        "content/mappings/toy-to-play.yml",
        "in the park",
        "at home",
        "mappings/toy-to-play",
    ),
    "a namespace": ("content/mappings/namespaces.yml", "Unallocated", "Unknown", "toy/404"),
    "a code of a pair": ("content/play/404.yml", "fix: Play on.", "fix: Play again.", PAIR),
    "a translation of a pair": (
        "locales/vi/LC_MESSAGES/pairs.po",
        "Ở A game that",
        "Mới A game that",
        f"vi/{PAIR}",
    ),
    "a translation of a table": (
        "locales/vi/LC_MESSAGES/mappings.po",
        "Ở Only in the park",
        "Mới Only in the park",
        "vi/toy/404",
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_followed(edit: str, tmp_path: Path) -> None:
    """``mkdocs serve`` shows it, and what it has read again is what a fresh reading has."""
    name, old, new, path = EDITS[edit]
    root = support.tiny(tmp_path / "site", BETWEEN)
    translate(root)
    config = support.config(root, tmp_path / "theme")
    plugin = support.plugin(config)
    serving = plugin.serving = Serving()
    build(config)
    before = serving.preview.get(f"{path}/")
    assert before is not None
    file = root / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    serving.follow(frozenset({file}), lambda: pytest.fail("an edit of a text needs no build"))
    after = serving.preview.get(f"{path}/")
    assert after is not None
    assert after != before
    assert new.split()[-1].encode() in after
    serving.preview.close()
    plugin.serving = None


def test_only_what_changed_is_made_again(tmp_path: Path) -> None:
    """A pair is another object if one of its two entries is; tables stay as long as their files do."""
    root = support.tiny(tmp_path, BETWEEN)
    memory = Memory()

    def library() -> Any:
        project, problems = open_project(support.settings(root), memory)
        assert [str(each) for each in problems if each.level == "error"] == []
        return project.library

    first = library()
    again = library()
    assert again.across == first.across
    assert all(one is other for one, other in zip(first.mappings, again.mappings, strict=True))
    file = root / "content" / "play" / "lost.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("Play on.", "Go home."), encoding="utf-8")
    edited = library()
    assert edited.across[0] is again.across[0]
    assert edited.across[1] is not again.across[1]
    assert edited.across[1].b.meanings[0].prose["fix"] == "Go home."
    assert all(one is other for one, other in zip(first.mappings, edited.mappings, strict=True))
    (root / "content" / "pairs" / "toy-499-vs-play-lost.yml").unlink()
    assert [pair.slug for pair in library().across] == ["toy-404-vs-play-404"]


# -- the order of protocols


def test_the_order_is_that_of_the_ranks(tmp_path: Path) -> None:
    """Without ranks protocols stand by their folders; the pair then has another address."""
    root = support.tiny(tmp_path, BETWEEN)
    for name in ("toy", "play"):
        file = root / "content" / name / "protocol.yml"
        file.write_text(re.sub(r"(?m)^rank: .*\n", "", file.read_text(encoding="utf-8")), encoding="utf-8")
    _, problems = open_project(support.settings(root))
    assert [problem.message for problem in problems if problem.rule == "pair"] == [
        "A pair is stored once, in the order of the protocols, which their 'rank' says: write "
        f'["play/{b}", "toy/{a}"].'
        for a, b in (("404", "404"), ("499", "LOST"))
    ]


def test_of_several_ways_back_that_of_the_same_document_is_taken(project: Project) -> None:
    """As RFC 3398 and RFC 4497 both lead from SIP to causes and back."""
    tables = {table.id: table for table in project.library.mappings}
    there, back = tables["toy-to-play"], tables["play-to-toy"]
    others = replace(back, id="other", specifications={})
    assert ways_back(there, [there, back, others]) == [back]
    assert ways_back(there, [others, there]) == [others]
    assert ways_back(there, [there]) == []
