"""Codes of every look have an order, addresses that follow it, and pages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from codepair.kit.problems import report
from codepair.site.project import open_project
from tests import support

MKDOCS = """
site_name: Made up
site_url: https://codes.example/
docs_dir: content
theme: {name: material, font: false}
plugins:
  - codepair: {locales: [en]}
"""

PROTOCOL = """
name: {name}
title: Codes of {name}
summary: Codes that somebody has; none of them has a class.
specifications:
  - {{id: BOOK, title: The Book of Codes}}
{more}
"""

ENTRY = """
code: "{code}"
{more}
says: "`{code}` is what a machine says."
sources:
  - {{cite: BOOK#7, for: [description, when_seen, fix, use_when]}}
description: A machine of {name} reports `{code}` and stops.
when_seen: Whenever it likes.
fix: Contact support.
use_when: Send it never.
"""


class Case(NamedTuple):
    """A protocol: what it declares, its codes in their order and the name of each in addresses."""

    order: str
    codes: Mapping[str, str]


ODD = {
    "null": "null",
    "true": "true",
    "1e3": "1e3",
    "~": "u7e",
    "C#": "c",
    "..": "u2e-u2e",
    ".hidden": "hidden",
    "😀": "u1f600",
    "٣": "u663",
    "Ⅳ": "u2173",
    "ﬁ": "ufb01",
    "ß": "udf",
    "∞": "u221e",
    "%41": "41",
    "<b>": "b",
    "a?b": "a-b",
    "index": "index",
    "pairs": "pairs",
    "vs": "vs",
    "_": "_",
}
"""Codes that YAML, HTML, addresses and file systems have other uses for."""
SAME = {name: name for name in ("08006", "0A000", "22012", "42P01", "XX000")}
CASES = {
    "sqlstate": Case("order: text", {name: name.lower() for name in SAME}),
    "hresult": Case(
        "order: hex", {name: name.lower() for name in ("0x1F", "0x80004005", "0x8007000E", "0x800A0005")}
    ),
    "ntstatus": Case("order: hex", {"9": "9", "0A": "0a", "1F": "1f", "C0000005": "c0000005"}),
    "pair-of-bytes": Case("order: hex", {"05.0A": "05.0a", "05.10": "05.10", "0B.01": "0b.01"}),
    "jsonrpc": Case(
        "order: number",
        {"-32700": "minus-32700", "-32603": "minus-32603", "-1": "minus-1", "0": "0", "1": "1", "+2": "plus-2"},
    ),
    "errno": Case("", {"-22": "minus-22", "-5": "minus-5", "5": "5"}),
    "enhanced": Case("order: number", {"2.1.5": "2.1.5", "4.2.2": "4.2.2", "4.10.1": "4.10.1", "5.1.1": "5.1.1"}),
    "rank": Case(
        'order: listed\ncodes: ["HIGH", "MEDIUM", "LOW", "1"]',
        {n: n.lower() for n in ("HIGH", "MEDIUM", "LOW", "1")},
    ),
    "scripts": Case("", {"*": "u2a", "±5": "5", "Ж12": "u436-12", "拒否": "u62d2-u5426", "错误": "u9519-u8bef"}),
    "cases": Case("order: text", {"A B": "a-b", "Z": "z", "a": "a"}),
    "hosts": Case("", {"#0": "0", "@home": "home", "E_FAIL": "e_fail", "x/y": "x-y"}),
    "odd": Case(f"order: listed\ncodes: {json.dumps(list(ODD), ensure_ascii=False)}", ODD),
    "long": Case("order: number", {"4294967295": "4294967295", "18446744073709551615": "18446744073709551615"}),
}
PHRASES = {"22012": "Division by zero.", "42P01": "Who? What!", "0x1F": "A <b>device</b> & more."}


def write(root: Path, cases: Mapping[str, Case]) -> Path:
    """Write a site of protocols."""
    files = {"mkdocs.yml": MKDOCS}
    for name, case in cases.items():
        files[f"content/{name}/protocol.yml"] = PROTOCOL.format(name=name.upper(), more=case.order)
        for code, slug in case.codes.items():
            more = f'phrase: "{PHRASES[code]}"\ngloss: In plain words' if code in PHRASES else ""
            files[f"content/{name}/{slug}.yml"] = ENTRY.format(code=code, more=more, name=name)
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of all protocols, built without a word of complaint."""
    root = write(tmp_path_factory.mktemp("any"), CASES)
    project, problems = open_project(support.settings(root, ["en"]))
    assert report(each for each in problems if each.rule != "markup") == ""
    assert {name: list(entries) for name, entries in project.library.entries.items()} == {
        name: list(case.codes) for name, case in CASES.items()
    }
    return support.built(root, root / "site")


def pairs(slugs: Iterable[str]) -> set[str]:
    """Return the addresses of all pairs of codes that stand in this order."""
    listed = list(slugs)
    return {f"{a}-vs-{b}" for index, a in enumerate(listed) for b in listed[index + 1 :]}


@pytest.mark.parametrize("name", CASES)
def test_addresses_follow_the_order(name: str, made: Path) -> None:
    """Each code and each pair has a page, the code that stands first in front; lists have the same order."""
    slugs = list(CASES[name].codes.values())
    assert {path.name for path in (made / name).iterdir() if path.is_dir()} == {*slugs, *pairs(slugs)}
    page = support.parse((made / name / "index.html").read_bytes())
    links = [link.strip("/") for link in support.values(page, "//article//a/@href")]
    assert [link for link in dict.fromkeys(links) if link in slugs] == slugs


def test_phrases_are_whole(made: Path) -> None:
    """A phrase that ends like a sentence stands as it is written, without another full stop behind it."""
    for path in (made / "sqlstate").rglob("index.html"):
        text = path.read_text(encoding="utf-8")
        assert "zero.." not in text, path
        assert "zero.:" not in text, path
    page = support.parse((made / "sqlstate/22012/index.html").read_bytes())
    assert support.text_of(support.find(page, "//h1")[0]).endswith("Division by zero.")
    assert "Division by zero: In plain words" in support.text_of(support.find(page, "//title")[0])


def test_two_codes_that_would_have_one_address(tmp_path: Path) -> None:
    """Both are named: neither file can have another name."""
    root = write(tmp_path, {"x": Case("", {"A-B": "a-b"})})
    (root / "content/x/a-b-2.yml").write_text(ENTRY.format(code="A/B", more="", name="x"), encoding="utf-8")
    found = report(open_project(support.settings(root, ["en"]))[1])
    assert "'A/B' here and 'A-B' in 'content/x/a-b.yml' both have the address 'a-b'." in found
    assert "name the file" not in found
