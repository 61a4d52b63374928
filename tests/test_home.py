"""What pages name first, and what they say of their sources: home, a code's page, the end of a comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from codepair.language.translator import Translator
from codepair.library.citations import Citation, Source, Specification
from codepair.library.facts import Fact, Value
from codepair.library.model import Entry, Library, Pair, Protocol
from codepair.library.plan import make_plan
from codepair.pages.citations import entry_citations, guidance_citations, text_citations
from codepair.pages.context import Content, PageContext
from codepair.pages.home import featured
from codepair.pages.html import mark, marks
from codepair.pages.renderer import Renderer
from codepair.pages.sources import CitedDocument, Documents, listed
from codepair.pages.templates import Templates
from tests import models, support


def codes(of: Protocol, *names: str) -> dict[str, Entry]:
    """Return entries of a protocol."""
    return {name: models.entry(of, name) for name in names}


def site(guided: Mapping[str, Sequence[str]], **fields: object) -> Library:
    """Return a library of protocols with guided pairs, each written as ``1-2``; a protocol has five codes."""
    protocols = {name: models.protocol(name, **fields) for name in guided}
    entries = {name: codes(of, *"12345") for name, of in protocols.items()}
    pairs = [
        Pair(entries[name][pair[0]], entries[name][pair[2]], models.guidance())
        for name, listed_ in guided.items()
        for pair in listed_
    ]
    every = [entry for found in entries.values() for entry in found.values()]
    return models.library(*protocols.values(), entries=every, guided=pairs)


def context(library: Library, locale: str = "en") -> PageContext:
    """Return what the pages of a locale are made from."""
    catalogs = support.catalogs(locale, {}, toy={"Web": "Mạng"} if locale == "vi" else {})
    return PageContext(make_plan(library, "all"), Translator(catalogs), Templates())


def home(library: Library, locale: str = "en", **options: str) -> Content:
    """Return the home page."""
    return Renderer(context(library, locale)).views.home(**options)


# -- the home page


def chosen(guided: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the comparisons that the home page shows."""
    return [f"{pair.a.protocol.id} {pair.a.code}-{pair.b.code}" for pair in featured(site(guided))]


def test_comparisons_of_the_home_page() -> None:
    """Of each protocol the two whose codes editors have told from most others, no code twice; in their order."""
    assert chosen({"toy": ["1-2", "2-3", "2-4", "3-5", "4-5"]}) == ["toy 2-3", "toy 4-5"]
    assert chosen({"toy": ["1-2", "1-3", "1-4"]}) == ["toy 1-2"]
    assert chosen({"toy": ["1-2", "1-3", "3-4", "3-5"]}) == ["toy 1-3"]  # both codes count
    assert chosen({"toy": ["1-2", "3-4"], "bus": [], "car": ["1-5"]}) == ["toy 1-2", "toy 3-4", "car 1-5"]
    assert chosen({"toy": []}) == []


def test_comparisons_of_many_protocols() -> None:
    """One of each comes before a second of any; nine there are at most, protocol by protocol."""
    each = ["1-2", "3-4"]
    five = [f"{name} {pair}" for name in "abcd" for pair in each] + ["e 1-2"]
    assert chosen(dict.fromkeys("abcde", each)) == five
    assert chosen(dict.fromkeys("abcdefghijk", each)) == [f"{name} 1-2" for name in "abcdefghi"]
    assert chosen(dict.fromkeys("abcdefgh", each)) == ["a 1-2", "a 3-4", *(f"{name} 1-2" for name in "bcdefgh")]


@pytest.mark.parametrize(
    ("count", "title"),
    [
        (1, "Codes of A, explained and compared"),
        (2, "Codes of A and B, explained and compared"),
        (5, "Codes of A, B, C, D, and E, explained and compared"),
        (6, "Codes of A, B, C, D, and 2 more protocols, explained and compared"),
        (9, "Codes of A, B, C, D, and 5 more protocols, explained and compared"),
    ],
)
def test_what_the_site_is_about(count: int, title: str) -> None:
    """Its heading names the protocols, and of many the first; one more is named, for that is no longer."""
    found = home(site({name: [] for name in "abcdefghi"[:count]}))
    assert (found.title, found.description) == (title, title)


def test_what_the_site_says_of_itself() -> None:
    """It stands under the heading, and is what search results show."""
    found = home(site({"toy": []}), summary="Codes & more.")
    assert (found.title, found.description) == ("Codes of TOY, explained and compared", "Codes &amp; more.")
    assert "<p class=cp-lead>Codes &amp; more.</p>" in found.html
    assert "cp-lead" not in home(site({"toy": []})).html


def headings(html: str) -> list[tuple[str, list[str]]]:
    """Return the families of the home page, each with its protocols."""
    page = support.parse(f"<main>{html}</main>")
    return [
        (
            support.text_of(support.find(section, "h3")[0]) if support.find(section, "h3") else "",
            [support.text_of(each) for each in support.find(section, ".//b")],
        )
        for section in support.find(page, "//div[contains(@class, 'cp-families')]/section")
    ]


def test_protocols_by_family() -> None:
    """In the order of their first ones; those of none come last, without a heading if no protocol has a family."""
    protocols = [
        models.protocol(name, family=family)
        for name, family in (("bus", None), ("toy", "Web"), ("car", "Mail"), ("web", "Web"), ("van", None))
    ]
    found = home(models.library(*protocols, entries=[models.entry(protocols[1], "1")]))
    assert headings(found.html) == [("Web", ["TOY", "WEB"]), ("Mail", ["CAR"]), ("Others", ["BUS", "VAN"])]
    assert "<small>1 code</small>" in found.html
    assert "<small>0 codes</small>" in found.html
    assert headings(home(site({"toy": [], "bus": []})).html) == [("", ["TOY", "BUS"])]
    translated = headings(home(models.library(*protocols), "vi").html)
    assert [name for name, _ in translated][:2] == ["Mạng", "Mail"]


@pytest.mark.parametrize(("count", "is_many"), [(4, False), (5, True)])
def test_many_families(count: int, is_many: bool) -> None:
    """They stand closer."""
    protocols = [models.protocol(name, family=name) for name in "abcde"[:count]]
    assert ("cp-many" in home(models.library(*protocols)).html) is is_many


def examples(library: Library) -> list[tuple[str, str]]:
    """Return the examples of what the field understands, with their addresses."""
    page = support.parse(f"<main>{home(library).html}</main>")
    links = support.find(page, "//p[@class='cp-for']//a")
    return [(support.text_of(link), str(link.get("href"))) for link in links]


def test_examples_of_what_the_field_understands() -> None:
    """A code, two codes, and a code with the name of another protocol; none without guidance."""
    assert examples(site({"toy": ["1-2"]})) == [("1", "toy/1/"), ("1 vs 2", "toy/1-vs-2/")]
    both = site({"toy": ["1-2", "3-4"], "bus": ["2-5"], "car": ["1-2"]})
    assert examples(both) == [("1", "toy/1/"), ("1 vs 2", "toy/1-vs-2/"), ("BUS 5", "bus/5/")]
    assert examples(site({"toy": []})) == []


def test_an_example_by_its_number() -> None:
    """A code that is a name is called by what the wire carries."""
    toy, bus = models.protocol("toy"), models.protocol("bus")
    one, two = codes(toy, "1", "2").values()
    pairs = [
        Pair(one, two, models.guidance()),
        Pair(models.entry(bus, "OK", number="0"), models.entry(bus, "Gone", number="5"), models.guidance()),
    ]
    entries = [entry for pair in pairs for entry in (pair.a, pair.b)]
    assert examples(models.library(toy, bus, entries=entries, guided=pairs))[-1] == ("BUS 5", "bus/gone/")


# -- a code's page

OTHER = Specification("OTHER", "The Other Book", published=1999)


def code_page(entry: Entry, *others: Entry) -> Content:
    """Return the page of a code."""
    library = models.library(entry.protocol, entries=[entry, *others])
    return Renderer(context(library)).codes.code(entry)


def steps(html: str) -> dict[str, str]:
    """Return the neighbours of a page, by which they are."""
    page = support.parse(f"<main>{html}</main>")
    return {str(link.get("rel")): str(link.get("href")) for link in support.find(page, "//p[@class='cp-steps']/a")}


def test_codes_beside_a_code() -> None:
    """The one before and the one after it."""
    toy = models.protocol()
    one, two, three = codes(toy, "1", "2", "3").values()
    assert steps(code_page(one, two, three).html) == {"next": "../2/"}
    assert steps(code_page(two, one, three).html) == {"prev": "../1/", "next": "../3/"}
    assert steps(code_page(three, one, two).html) == {"prev": "../2/"}
    assert steps(code_page(one).html) == {}


def test_since_when_a_code_stands() -> None:
    """It is said where the section that defines it does not say so already."""
    toy = models.protocol()
    assert "Since" not in code_page(models.entry(toy, "1")).html
    assert "Since" not in code_page(models.entry(toy, "1", since=None)).html
    assert "<i>Since OTHER (1999)</i>" in code_page(models.entry(toy, "1", since=OTHER)).html


@pytest.mark.parametrize(
    ("phrase", "gloss", "title"),
    [
        (None, None, "TOY 1"),
        ("Gone", None, "TOY 1 Gone"),
        ("Gone.", None, "TOY 1 Gone."),
        ("Gone.", "Away & lost", "TOY 1 Gone: Away &amp; lost"),
        ("Gone", "Away `x`", "TOY 1 Gone: Away x"),
    ],
)
def test_titles(phrase: str | None, gloss: str | None, title: str) -> None:
    """Code, phrase and plain words; a phrase that ends like a sentence has no colon behind its full stop."""
    found = code_page(models.entry(models.protocol(), "1", phrase=phrase, gloss=gloss, says="`1` says <it>."))
    assert (found.title, found.description) == (title, "1 says &lt;it&gt;.")


# -- sections

LISTED = replace(models.BOOK, sections={"1": "", "2": "A & <b>", "10": ""})
"""A document whose sections are listed."""
A1, A2, A10, B = Citation(LISTED, "1"), Citation(LISTED, "2"), Citation(LISTED, "10"), Citation(OTHER)


def said(*parts: Sequence[CitedDocument]) -> list[str]:
    """Return what a list of documents says, an item each; as many as it says there are."""
    found = listed(*parts)
    items = support.find(support.parse(f"<ul>{found.html.decode()}</ul>"), "//li")
    assert found.documents == len(items)
    return [support.text_of(item) for item in items]


def test_documents_under_a_comparison() -> None:
    """Each once, with its sections in their order; with its title where none of them is cited."""
    made = Documents(Templates(), context(site({"toy": []})).wording())
    assert [[*document.sections] for document in made.of([A10, A2, A1, A2])] == [
        ["§10".encode(), "§2 A &amp; &lt;b&gt;".encode(), "§1".encode()]
    ]
    assert said(made.of([A10, B]), made.of([A2, A1])) == [
        "BOOK: §1; §2 A & <b>; §10",
        "OTHER: The Other Book (1999)",
    ]
    assert said(made.of([B]), made.of([Citation(OTHER, "3")])) == ["OTHER: §3"]
    assert said() == said(()) == []
    assert made.of([]) == ()
    (alone,) = made.of([B])
    assert alone == CitedDocument(alone.html, b"The Other Book (1999)", {})


def test_what_settles_a_text() -> None:
    """The sections that say so, each once; of guidance, but for those that stand beside it anyway."""
    meaning = models.meaning(
        sources=(Source(A1, ("fix", "description")), Source(A2, ("fix", "gone")), Source(A1, ("fix",))),
    )
    assert text_citations(meaning) == {"description": (A1,), "when_seen": (), "fix": (A1, A2), "use_when": ()}
    guidance = replace(
        models.guidance(which="Send it."), sources=(Source(A1, ("summary", "which")), Source(A2, ("summary",)))
    )
    assert guidance_citations(guidance, {}) == {"summary": (A1, A2), "which": (A1,)}
    assert guidance_citations(guidance, {"summary": {A1}}) == {"summary": (A2,), "which": (A1,)}


def test_what_an_entry_cites() -> None:
    """What defines it, then the sections of the texts asked for, then those of its facts; each once."""
    facts = {"kind": Fact((Value(("a",), citations=(B, A1)), Value(("b",))))}
    first = models.meaning(sources=(Source(A10, ()), Source(A1, ("fix",)), Source(A2, ("use_when",))), facts=facts)
    second = models.meaning(sources=(Source(A2, ("fix",)), Source(A10, ("fix",))))
    entry = models.entry(models.protocol(), "1", meanings=(first, second))
    assert entry_citations(entry, "fix") == (A10, A1, A2, B)
    assert entry_citations(entry, "use_when") == (A10, A2, B, A1)
    assert entry_citations(entry) == (A10, B, A1)


def test_marks_behind_a_statement() -> None:
    """Short, of the main document by number alone; practice stands last, after the word that says so, once."""
    maker, other = (
        Specification(name, "Manual", url=f"https://{name}.example/", seen="2026-11-25") for name in ("m", "n")
    )
    wording = context(site({"toy": []})).wording()
    assert mark(A1, LISTED) == '<a href="https://codes.example/book">§1</a>'
    assert mark(A1, None) == '<a href="https://codes.example/book">BOOK §1</a>'
    assert mark(A1, OTHER) == mark(A1, None)
    assert mark(Citation(LISTED), LISTED) == '<a href="https://codes.example/book">BOOK</a>'
    cited = [Citation(maker), A1, Citation(other), B]
    assert marks(cited, LISTED, wording) == (
        '<a href="https://codes.example/book">§1</a> <span class="cp-mark">OTHER</span> <em>practice</em> '
        '<a href="https://m.example/">m</a> <a href="https://n.example/">n</a>'
    )
    assert marks([], None, wording) == ""
