"""A protocol is content: one folder and one catalog a locale, whatever its codes look like."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import support

MKDOCS = """
site_name: Made up
site_url: https://codes.example/
docs_dir: content
theme: {name: material, font: false, palette: {scheme: default, primary: custom, accent: custom}}
plugins:
  - codepair: {locales: [en, vi]}
"""

PROTOCOL = """
name: MIX
title: Mixed Codes
summary: Codes that look like nothing else; none of them has a class.
specifications:
  - {id: BOOK, title: The Book of Codes, published: 2001, name: Book, url: "https://codes.example/book"}
questions:
  - id: blame
    type: choice
    label: Who is to blame
    values:
      - {id: user, label: The user}
      - {id: disk, label: The disk}
  - {id: minutes, type: number, label: Minutes lost}
  - id: lamps
    type: tokens
    label: Lamps that light
participants:
  - {id: desk, label: Desk}
  - {id: machine, label: Machine}
messages: {label: '(?:\\? (.+)|! (.+))$'}
"""

CODES = {
    "4.7.1": (
        "471",
        "blame: {value: user, source: BOOK#2}, minutes: {value: '2.5', basis: reading}, "
        "lamps: {value: RED, source: BOOK#3}",
    ),
    "E-DNS-0x1F": ("e-dns-0x1f", "blame: {value: disk, source: BOOK#2}, minutes: {value: '1200', basis: reading}"),
    "ORA-00942": (
        "ora-00942",
        "blame: {value: user, basis: reading}, lamps: {value: [RED, GREEN], source: BOOK#3}",
    ),
    "Paper Jam": ("paper-jam", "blame: {value: disk, source: BOOK#2}"),
    "Paper Jam 2": ("paper-jam-2", "blame: {value: disk, basis: reading}, minutes: {value: '3', basis: reading}"),
}

ENTRY = """
code: "{code}"
gloss: What {word} is about
says: "`{code}` says that {word} came about."
sources:
  - {{cite: BOOK#7, for: [description, when_seen, fix, use_when]}}
description: The machine reports {word} and stops.
when_seen: Whenever somebody presses the button of {word}.
fix: Press the other button of {word}.
use_when: Send it from a machine that knows {word}.
facts: {{{facts}}}
flow:
  source: BOOK#8
  participants: [desk, machine]
  steps:
    - {{from: desk, to: machine, label: PRESS, message: "? PRESS"}}
    - {{from: machine, to: desk, label: "{code}", message: "! {code}"}}
"""

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Codes that look like nothing else; none of them has a class."
msgstr "Những mã không giống mã nào khác; không mã nào thuộc lớp nào."

msgid "`4.7.1` says that 471 came about."
msgstr "`4.7.1` nói rằng đã có 471."
"""


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of the made-up protocol, built."""
    root = tmp_path_factory.mktemp("made_up")
    files = {"mkdocs.yml": MKDOCS, "content/mix/protocol.yml": PROTOCOL, "locales/vi/LC_MESSAGES/mix.po": PO}
    for code, (word, facts) in CODES.items():
        name = {"4.7.1": "4.7.1"}.get(code, word)
        files[f"content/mix/{name}.yml"] = ENTRY.format(code=code, word=word, facts=facts)
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    support.opened(root)
    return support.built(root, root / "site")


def test_every_page_is_there(made_up: Path) -> None:
    """Home, protocol, each code and each pair, in both locales; the smaller code first, as people count."""
    order = ["4.7.1", "e-dns-0x1f", "ora-00942", "paper-jam", "paper-jam-2"]
    expected = set(order) | {f"{a}-vs-{b}" for index, a in enumerate(order) for b in order[index + 1 :]}
    for prefix in ("", "vi/"):
        assert {path.name for path in (made_up / prefix / "mix").iterdir() if path.is_dir()} == expected
        assert "MIX" in (made_up / prefix / "index.html").read_text(encoding="utf-8")


def test_a_comparison_says_what_the_facts_say(made_up: Path) -> None:
    """What each code says, the protocol's own facts, its numbers and names, diagram and message, in the locale."""
    page = support.parse((made_up / "mix/4.7.1-vs-ora-00942/index.html").read_bytes())
    text = support.text_of(support.find(page, "//article")[0])
    assert "MIX 4.7.1 vs ORA-00942" in text
    said = [support.text_of(each) for each in support.find(page, "//p[@class='cp-lead']")]
    assert said == ["4.7.1 says that 471 came about.", "ORA-00942 says that ora-00942 came about."]
    found = support.find(page, "//table[@class='cp-facts']/tbody/tr")
    rows = [[support.text_of(cell) for cell in support.find(row, "th|td")] for row in found]
    assert rows.index(["Lamps that light", "RED Book §3", "RED and GREEN Book §3"]) < rows.index(
        ["Recorded for 4.7.1 only"]
    )
    assert rows[rows.index(["Recorded for 4.7.1 only"]) + 1] == ["Minutes lost", "2.5 our reading"]
    assert "! ORA-00942" in text
    assert "Book §7" in text
    numbers = support.parse((made_up / "vi/mix/4.7.1-vs-e-dns-0x1f/index.html").read_bytes())
    article = support.text_of(support.find(numbers, "//article")[0])
    assert "2,5" in article
    assert "1.200" in article
    shared = support.parse((made_up / "vi/mix/4.7.1-vs-ora-00942/index.html").read_bytes())
    assert "4.7.1 nói rằng đã có 471." in support.text_of(shared)


def test_reversed_pairs_and_search_know_it(made_up: Path) -> None:
    """The error page knows the codes in order; the search index is there for both languages."""
    page = support.parse((made_up / "404.html").read_bytes())
    paths = json.loads(support.values(page, "//*[@data-paths]/@data-paths")[0])
    assert paths["mix"]["codes"] == ["4.7.1", "e-dns-0x1f", "ora-00942", "paper-jam", "paper-jam-2"]
    index = json.loads((made_up / "pagefind/pagefind-entry.json").read_text(encoding="utf-8"))
    assert {name: language["page_count"] for name, language in index["languages"].items()} == {"en": 6, "vi": 6}
