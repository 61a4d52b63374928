"""One code names another by a reference; a number on the wire may belong to several codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from codepair.kit.problems import Problem
from codepair.library.model import Library, Reference
from codepair.library.schema import schemas
from codepair.site.project import open_project
from tests import support

PROTOCOL = """
name: NUM
title: Numbers for Names
summary: Names with numbers; one number has several names.
specifications:
  - {id: BOOK, title: The Book of Numbers, url: "https://codes.example/book"}
participants:
  - {id: one, label: One}
  - {id: other, label: Other}
messages: {label: '= (\\S+)|\\? (.+)$'}
"""

ENTRY = """
code: {code}
number: "{number}"
{phrase}
sources:
  - {{cite: BOOK#7, for: [description, when_seen, fix, use_when]}}
description: The machine reports {code} and stops.
when_seen: Whenever somebody presses the button of {code}.
fix: Press the other button of {code}.
use_when: Send it from a machine that knows {code}.
says: "`{code}` is what this machine knows."
flow:
  source: BOOK#8
  participants: [one, other]
  steps:
    - {{from: one, to: other, label: ASK, message: "? ASK"}}
    - {{from: other, to: one, label: {code}}}
    - {{from: other, to: one, label: {label}, message: "= {said}"}}
"""

CODES = {"BADSIG": "16", "BADVERS": "16", "BADSOUP": "16", "NOERROR": "0", "BADKEY": "17"}


def opened(root: Path, **shown: str) -> tuple[Library, list[Problem]]:
    """Return a library of the codes, of which one shows a message with a label, and its problems."""
    folder = root / "content" / "num"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "protocol.yml").write_text(PROTOCOL, encoding="utf-8")
    for code, number in CODES.items():
        values = {"phrase": "", "label": code, "said": number, **(shown if code == "BADSIG" else {})}
        text = ENTRY.format(code=code, number=number, **values)
        (folder / f"{code.lower()}.yml").write_text(text, encoding="utf-8")
    project, problems = open_project(support.settings(root, locales=["en"]))
    return project.library, problems


@pytest.mark.parametrize("label", ["BADSIG", "BADVERS", "BADSOUP", '"16"'])
def test_a_number_leads_to_all_its_codes(label: str, tmp_path: Path) -> None:
    """A message that carries a number may be labelled with the number and with every code that has it."""
    library, problems = opened(tmp_path, label=label)
    assert problems == []
    assert {entry.code for entry in library.with_number("num", "16")} == {"BADSIG", "BADVERS", "BADSOUP"}
    assert library.with_number("num", "99") == ()


def test_a_number_with_code_and_phrase(tmp_path: Path) -> None:
    """A label may be the code with its phrase, as in every other flow."""
    for label in ("BADSIG Bad Signature", "BADSIG"):
        assert opened(tmp_path, phrase="phrase: Bad Signature", label=label)[1] == []


@pytest.mark.parametrize(
    ("label", "said"),
    [("NOERROR", "16"), ("BADKEY", "16"), ("BADSIG", "17"), ("BADSIG", "BADVERS"), ("OTHER", "16")],
)
def test_contradictions(label: str, said: str, tmp_path: Path) -> None:
    """A label of another number, or of no code, contradicts its message."""
    _, problems = opened(tmp_path, label=label, said=said)
    assert [problem.message for problem in problems] == [
        f"The arrow says '{label}' and its message '{said}'. Correct one of them."
    ]


def test_a_broken_entry_may_have_any_number(tmp_path: Path) -> None:
    """What is wrong with one entry is no contradiction in another."""
    opened(tmp_path, label="BADVERS")
    file = tmp_path / "content" / "num" / "badvers.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("fix:", "fixx:"), encoding="utf-8")
    project, problems = open_project(support.settings(tmp_path, locales=["en"]))
    assert {problem.rule for problem in problems} == {"unknown-field", "missing-field"}
    assert project.library.broken == (Reference("num", "BADVERS"), Reference("num", "badvers"))


def test_schemas_know_codes_whose_files_are_broken(tmp_path: Path) -> None:
    """An editor must not call a reference wrong because the other file has a mistake."""
    root = support.tiny(tmp_path, support.INVALID / "broken-entry")
    library = open_project(support.settings(root))[0].library
    found = dict(schemas(library))["toy/pair.schema.json"]["properties"]["codes"]["items"]["enum"]
    assert found == ["200", "404", "486", "499", "gone", "LOST-ONE"]


def test_references_are_values() -> None:
    """Two references to one code are equal, whether there is an entry or not."""
    assert Reference("toy", "404") == Reference("toy", "404")
    assert {Reference("toy", "404")} & {Reference("other", "404")} == set()
    library = Library({}, {"toy": {}}, {}, {}, broken=(Reference("toy", "nxdomain"),))
    assert library.find(Reference("toy", "NXDOMAIN")) is None
    assert not library.is_missing(Reference("toy", "NXDOMAIN"))
    assert library.is_missing(Reference("other", "NXDOMAIN"))
