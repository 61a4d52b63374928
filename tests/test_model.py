"""Values of the model: how codes are named and ordered, what they answer, what is cited, which texts there are."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from codepair.kit.patterns import Pattern
from codepair.library.citations import Citation, Source, Specification
from codepair.library.extract import extract_content
from codepair.library.facts import Choice, Fact, Question, Questions, Value
from codepair.library.flow import Arrow, Event, MessageFormat
from codepair.library.model import Reference, make_pair
from codepair.library.naming import natural_key, slug
from codepair.library.shapes.entry import EntryShape, StepShape
from codepair.library.shapes.pair import PairShape
from codepair.library.texts import texts, translated_texts
from codepair.library.translated import Translated, fields_of, translated_fields
from tests import models

TOY = models.protocol("toy")


def test_codes_in_natural_order() -> None:
    """Digits count as numbers and come before letters, whose case does not count."""
    codes = ["b", "10.10", "2", "é", "A10", "10", "B1", "a2", "10.2"]
    assert sorted(codes, key=natural_key) == ["2", "10", "10.2", "10.10", "a2", "A10", "b", "B1", "é"]
    assert natural_key("5.1") == ((False, 5, ""), (True, 0, "."), (False, 1, ""))
    assert natural_key("") == ()
    assert natural_key("٣") == ((False, 3, ""),)
    assert natural_key("²") == ((True, 0, "²"),)


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("A b", "a-b"),
        ("-a-", "a"),
        (".a.", "a"),
        ("a..b", "a..b"),
        ("a_b", "a_b"),
        ("é", "ue9"),
        ("É", "ue9"),
        ("áb", "ue1-b"),
        ("a//b", "a-b"),
        ("!", "u21"),
        ("! ?", "u21-u3f"),
        ("-1", "minus-1"),
        ("−1", "minus-1"),
        ("+1", "plus-1"),
        ("-a1", "a1"),
    ],
)
def test_codes_in_addresses(code: str, part: str) -> None:
    """Small letters of ASCII, digits, points and underscores; other letters, and a code without one, by number.

    A sign before a number is a word, since two codes may differ in nothing else; a hyphen stands for all else, and
    none at the ends.
    """
    assert slug(code) == part
    assert Reference("toy", code).address == f"toy/{part}"


def test_an_entry_is_called_and_ordered() -> None:
    """By its number if it has one, then by its name."""
    named = models.entry(TOY, "Two", number="2", phrase="The Second")
    ten = models.entry(TOY, "Ten", number="10")
    assert (named.title, ten.title) == ("Two The Second", "Ten")
    assert (named.slug, named.address, named.reference) == ("two", "toy/two", Reference("toy", "Two"))
    assert named.order < ten.order
    assert named.order == (natural_key("2 Two"), "Two")
    assert models.entry(TOY, "2").order == (natural_key("2"), "2")
    assert named.is_current
    assert {
        status: models.entry(TOY, "1", status=status).is_current
        for status in ("registered", "deprecated", "historic", "unused", "reserved", "unofficial")
    } == {
        "registered": True,
        "deprecated": True,
        "historic": False,
        "unused": False,
        "reserved": False,
        "unofficial": False,
    }


def test_a_pair_has_the_smaller_first() -> None:
    """Whoever names it."""
    one, ten = models.entry(TOY, "1", phrase="One"), models.entry(TOY, "10")
    for pair in (make_pair(one, ten), make_pair(ten, one)):
        assert (pair.a, pair.b, pair.guidance) == (one, ten, None)
    assert make_pair(one, ten).slug == "1-vs-10"
    assert make_pair(one, ten).title == "TOY 1 One vs 10"
    same = models.entry(TOY, "1")
    assert make_pair(one, same).a is one


def test_arrows_that_are_the_code() -> None:
    """Labelled with the code alone or with its phrase; the message is that of the first that has one."""
    entry = models.entry(TOY, "486", phrase="Busy Here")
    bare, whole = Arrow("b", "a", "486"), Arrow("b", "a", "486 Busy Here", "486 Busy Here\n\n")
    other = Arrow("a", "b", "4860", "x")
    assert [entry.is_carried_by(arrow) for arrow in (bare, whole, other)] == [True, True, False]
    flow = models.flow(other, Event("a", "486"), bare, whole, Arrow("b", "a", "486", "late"))
    assert entry.message(flow) is whole
    assert entry.message(models.flow(other, bare)) is None
    assert [arrow.label for arrow in flow.arrows] == ["4860", "486", "486 Busy Here", "486"]


def test_meanings_with_an_exchange() -> None:
    """Those whose flow is known, in their order; the first source of the first meaning defines the code."""
    flow = models.flow(Arrow("a", "b", "1"))
    sources = (Source(Citation(models.BOOK, "2"), ("fix",)),)
    known, unknown = models.meaning(flow=flow, sources=sources), models.meaning()
    entry = models.entry(TOY, "1", meanings=(unknown, known, unknown))
    assert entry.flows == (known,)
    assert entry.defined_in == models.CITATION


def test_references_to_codes() -> None:
    """They lead to an entry, or to one whose own file is broken, whatever it calls itself, or nowhere."""
    one, two = models.entry(TOY, "One", number="1"), models.entry(TOY, "Uno", number="1")
    none = models.entry(TOY, "None")
    library = models.library(TOY, entries=[one, two, none], broken=[Reference("toy", "three")])
    assert library.find(Reference("toy", "One")) is one
    assert library.find(Reference("toy", "one")) is None
    assert library.find(Reference("other", "One")) is None
    missing = {code: library.is_missing(Reference("toy", code)) for code in ("One", "Three", "THREE", "Four")}
    assert missing == {"One": False, "Three": False, "THREE": False, "Four": True}
    assert library.is_missing(Reference("other", "three"))
    assert library.with_number("toy", "1") == (one, two)
    assert library.with_number("toy", "2") == library.with_number("other", "1") == ()


# -- what is cited

RFC = Specification("RFC3261", "SIP")
TEXT = Specification("TEXT", "A Text", url="https://x.example/text")
BOOK = Specification(
    "BOOK", "A Book", name="The Book", url="https://x.example/", section_url="https://x.example/#{section}"
)
MANUAL = Specification("manual-7", "A Manual")


@pytest.mark.parametrize(
    ("specification", "section", "label", "url"),
    [
        (RFC, None, "RFC 3261", "https://www.rfc-editor.org/rfc/rfc3261"),
        (RFC, "7.1", "RFC 3261 §7.1", "https://www.rfc-editor.org/rfc/rfc3261#section-7.1"),
        (RFC, "B.2", "RFC 3261 §B.2", "https://www.rfc-editor.org/rfc/rfc3261#appendix-B.2"),
        (TEXT, "7", "TEXT §7", "https://x.example/text"),
        (TEXT, None, "TEXT", "https://x.example/text"),
        (BOOK, "7", "The Book §7", "https://x.example/#7"),
        (BOOK, None, "The Book", "https://x.example/"),
        (MANUAL, "7", "manual-7 §7", None),
        (MANUAL, None, "manual-7", None),
        (Specification("RFC12bis", "x"), None, "RFC 12bis", None),
        (Specification("XRFC1", "x"), "1", "XRFC1 §1", None),
        (
            Specification("RFC1", "x", name="One", url="https://y.example"),
            "2",
            "One §2",
            "https://y.example#section-2",
        ),
    ],
)
def test_citations(specification: Specification, section: str | None, label: str, url: str | None) -> None:
    """What is shown of them, and where they lead."""
    citation = Citation(specification, section)
    assert (citation.label, citation.url) == (label, url)
    assert (citation.section, specification.is_practice) == (section, False)


def test_titles_of_what_is_cited() -> None:
    """That of the section, if it is listed and has one; that of the document, with its year."""
    listed = Specification("RFC1", "One", 1969, sections={"1": "Intro", "2": ""})
    assert [Citation(listed, section).title for section in ("1", "2", "3", None)] == ["Intro", None, None, None]
    assert Citation(RFC, "1").title is None
    assert (listed.full_title, RFC.full_title) == ("One (1969)", "SIP")
    assert listed == Specification("RFC1", "One", 1969)
    assert "Intro" not in repr(listed)


def test_what_is_printed_of_a_value_is_no_whole_file() -> None:
    """A failing test, or a debugger, shows what the value is, and not the tree that it was read from."""
    pair = make_pair(models.entry(TOY, "1"), models.entry(TOY, "2"))
    assert "Node(" not in repr((TOY, pair, models.guidance()))


def test_what_a_value_rests_on() -> None:
    """Sections, practice, or nothing but our own reading; a fact has all values, whatever each rests on."""
    seen = Citation(Specification("glibc", "glibc", seen="2026-11-25"))
    settled, practised, read = Value(("a", "b"), (Citation(RFC),)), Value(("c",), (seen,)), Value(("d",))
    assert [value.basis for value in (settled, practised, read)] == ["specification", "practice", "reading"]
    fact = Fact((settled, practised, read))
    assert (fact.names, fact.is_inherited) == (("a", "b", "c", "d"), False)
    assert (read.citations, read.note) == ((), None)


def test_what_is_left_open_is_nothing() -> None:
    """Values that a test, or a file, says nothing about."""
    question = Question("q", "tokens", "Q")
    assert (question.choices, question.is_shared, Choice("a", "A").is_alone) == ({}, False, False)
    assert (Questions().by_id, Questions().excludes) == ({}, ())
    arrow = Arrow("a", "b", "ASK")
    assert (arrow.message, arrow.marks) == (None, ())
    assert Specification("A", "B") == Specification("A", "B", None, None, None, None, None)
    meaning = models.meaning()
    assert (meaning.where, meaning.id, meaning.label) == ((), None, None)


def test_how_messages_are_read() -> None:
    """The first group that matches is the label; where a line's name stands, if it has one."""
    known = MessageFormat(Pattern("(?:A (.+)|B ([a-z]+)|C)$"), Pattern("([A-Z]+):|x"))
    assert [known.label_of(text) for text in ("A one two\nB x", "B one", "C", "D")] == [
        "one two",
        "one",
        None,
        None,
    ]
    assert [known.name_in(line) for line in ("AB: c", "x: c", "-", "")] == [(0, 2), (0, 0), (0, 0), (0, 0)]
    assert MessageFormat(Pattern("C"), None).label_of("C") is None
    assert MessageFormat(Pattern("C"), None).name_in("AB: c") == (0, 0)
    assert MessageFormat(Pattern("C"), Pattern("[A-Z]+:")).name_in("AB: c") == (0, 3)


# -- texts that are translated

ENTRY = """\
code: "1"
says: "`1` says it."
gloss: " Busy "
phrase: Busy
fix: ""
description: [no text]
facts:
  kind: {value: a, basis: reading, note: A note.}
  tries:
    - {value: "1", basis: reading}
    - {value: "2", basis: reading, note: Another note.}
  odd: text
flow:
  steps:
    - {at: one, says: It rings.}
    - {from: one, to: other, label: ASK}
    - text
"""

MEANINGS = """\
code: "1"
meanings:
  - id: here
    label: Here
    facts: {kind: {value: a, note: A note.}}
    flow: {steps: [{at: one, says: It rings.}]}
  - {label: There, fix: Mend it.}
"""

PROTOCOL = """\
name: TOY
summary: What it does.
response_classes: [{id: good, label: Good, meaning: All is well., facts: {kind: {value: a, note: Always.}}}]
questions: [again, {id: kind, label: Kind, values: [{id: a, label: First}]}]
participants: [{id: one, label: One}]
"""


def listed(text: str) -> list[tuple[str, str, int]]:
    """Return field, text and line of each text of a file that is translated."""
    return [(each.field, each.text, each.place.line) for each in texts(models.node(text))]


def test_texts_and_what_they_are() -> None:
    """In the order of the file, then what stands in its fields; blanks around them are no part of them."""
    assert listed(ENTRY) == [
        ("says", "`1` says it.", 2),
        ("gloss", "Busy", 3),
        ("fact kind note", "A note.", 8),
        ("fact tries note", "Another note.", 11),
        ("flow says", "It rings.", 15),
    ]
    assert listed(MEANINGS) == [
        ("meaning here label", "Here", 4),
        ("meaning here fact kind note", "A note.", 5),
        ("flow says", "It rings.", 6),
        ("meaning  label", "There", 7),
        ("meaning  fix", "Mend it.", 7),
    ]
    assert listed(PROTOCOL) == [
        ("protocol summary", "What it does.", 2),
        ("participant label", "One", 5),
        ("response class label", "Good", 3),
        ("response class meaning", "All is well.", 3),
        ("response class fact kind note", "Always.", 3),
        ("question kind label", "Kind", 4),
        ("question kind, value label", "First", 4),
    ]
    assert listed("codes: [a, b]\nsummary: S.\ndecision: [{ask: Is it?, if_yes: a}]") == [
        ("guidance summary", "S.", 2),
        ("decision ask", "Is it?", 3),
    ]
    assert listed("questions: [{id: again, label: Again}]") == [("question again label", "Again", 1)]
    assert listed('code: "1"\nfacts: none\nflow: {steps: [{says: It rings.}]}') == [("flow says", "It rings.", 3)]
    assert listed('code: "1"\nflow: {steps: [{says: It rings.}]}') == [("flow says", "It rings.", 2)]
    assert [*texts(models.node("a: b").child("a") or models.empty_node())] == []


def test_texts_of_a_protocol() -> None:
    """Of all its files; nobody knows them if one cannot be read."""
    nodes = {"toy": (models.node(ENTRY), models.node(MEANINGS))}
    library = models.library(TOY, nodes=nodes)
    found = translated_texts(library, "toy")
    assert found is not None
    assert len(found) == 10
    assert translated_texts(library, "other") == ()
    assert translated_texts(models.library(TOY, nodes=nodes, unread=frozenset({"toy"})), "toy") is None


def test_texts_for_translators() -> None:
    """Each with its line and what it is; a file with a mistake has none."""

    def extracted(text: str) -> list[Any]:
        return [*extract_content(BytesIO(text.encode()), (), (), {})]

    assert extracted('code: "1"\ngloss: Busy\nfix: Mend it.\n') == [
        (2, "gettext", "Busy", ["Field: gloss", "At most 60 characters."]),
        (3, "gettext", "Mend it.", ["Field: fix"]),
    ]
    assert extracted('code: "1"\nalso: [line busy, " engaged "]\n') == [
        (
            2,
            "pgettext",
            ("search words", "line busy, engaged"),
            ["Field: also", "At most 300 characters.", "What people type, with commas between; not word by word."],
        )
    ]
    assert extracted('code: "1"\nalso: busy\n') == extracted('code: "1"\nalso: [[busy]]\n') == []
    assert extracted('code: "1"\ngloss: Busy\ngloss: Busy\n') == extracted("a: [") == []


def test_marks_on_fields() -> None:
    """Which are translated, as a part of what, and how long; those of a union are its own."""
    assert translated_fields(StepShape) == {"says": Translated(limit=100)}
    assert dict(translated_fields(EntryShape)) == {
        **dict.fromkeys(("description", "when_seen", "fix", "use_when"), Translated("prose")),
        "gloss": Translated(limit=60),
        "also": Translated(limit=300, is_searched=True),
        "says": Translated(limit=160),
    }
    assert fields_of(EntryShape, "prose") == ("description", "when_seen", "fix", "use_when")
    assert fields_of(PairShape, "guidance") == ("summary", "question", "next", "mistake", "which")
    assert fields_of(PairShape, "prose") == ()
