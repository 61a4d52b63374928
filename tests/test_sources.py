"""``make sources``: the content against the texts of the documents it cites."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from codepair.documents.sections import Section
from codepair.documents.texts import Texts
from codepair.library.citations import Specification
from codepair.library.reading import read_library
from codepair.library.sections import read_sections
from tests import support
from tests.sources import __main__ as program
from tests.sources import names
from tests.sources.listed import differences, written
from tests.sources.names import Excepted, Forms, Tally, as_method, as_written, by_number, by_number_or_name

TEXT = """\
Table of Contents

   1. Introduction ......... 1
   21. Responses ........... 2
     21.4. Request Failure . 2
       21.4.5. 404 Not Found 2

1. Introduction

21. Responses

21.4. Request Failure

21.4.5. 404 Not Found

   Add a Retry-
   After header field to a non-ASK request; the cause is 17 (user busy).
"""
ENTRY = """\
code: "404"
says: "`404` says that nobody is there."
phrase: Not Found
sources: [{cite: "RFC3261#21.4.5", for: [description, when_seen, fix, use_when]}]
description: A.
when_seen: B.
fix: C.
use_when: D.
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny site with a text of one of its documents, whose fields are header fields."""
    monkeypatch.setattr(program, "DEBIAN", tmp_path / "debian")
    monkeypatch.setattr(program, "read_exceptions", lambda: ())
    monkeypatch.setattr(names, "QUESTIONS", {"toy": {"fields": as_written}})
    return support.tiny(tmp_path / "site", files={"../texts/rfc3261.txt": TEXT})


def run(root: Path, *arguments: str) -> int:
    """Run the program on a site."""
    content, texts = str(root / "content"), str(root.parent / "texts")
    return program.main(["--content", content, "--texts", texts, *arguments])


def with_facts(root: Path, facts: str) -> None:
    """Give an entry facts."""
    (root / "content/toy/404.yml").write_text(f"{ENTRY}facts: {{{facts}}}\n", encoding="utf-8")


def test_files_are_written_and_compared(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A text at hand asks for a file; what is written from it is read without a mistake, and is as the text."""
    for code in ("200", "486"):  # their sections are none of this text's
        (root / f"content/toy/{code}.yml").unlink()
    (root / "content/toy/pairs/404-vs-486.yml").unlink()
    assert run(root) == 1
    assert "sections/RFC3261.tsv: The text is at hand, and its sections are not listed." in capsys.readouterr().err
    assert run(root, "--write") == 0
    read = capsys.readouterr()
    assert read.out.splitlines()[0].endswith("content/sections/RFC3261.tsv: written")
    assert "2 documents; 1 texts are not at hand: TOYBOX" in read.out
    file = root / "content/sections/RFC3261.tsv"
    assert file.read_text(encoding="utf-8") == (
        "# document: RFC3261 SIP: Session Initiation Protocol\n"
        "# text: https://www.rfc-editor.org/rfc/rfc3261.txt\n"
        f"# read: {date.today().isoformat()}\n"
        "1\tIntroduction\n21\tResponses\n21.4\tRequest Failure\n21.4.5\t404 Not Found\n"
    )
    before = file.stat().st_mtime_ns
    assert run(root, "--write") == 0
    assert file.stat().st_mtime_ns == before
    file.write_text(file.read_text(encoding="utf-8").replace("404 Not Found", "404 Gone"), encoding="utf-8")
    assert run(root) == 1
    assert "section '21.4.5' is called '404 Not Found' in the text, not '404 Gone'" in capsys.readouterr().err


def test_differences_are_told() -> None:
    """Numbers that one lacks and titles that differ, not too many of them."""
    sections = [Section(str(number), f"T{number}", "", 1) for number in range(1, 10)]
    (finding,) = differences("x.tsv", {"1": "T1", "2": "Two", "99": "x"}, sections)
    missing = "; ".join(f"section '{number}' of the text is missing" for number in range(3, 7))
    assert str(finding) == (
        f"x.tsv: The file is not as the text: the text has no section '99'; {missing}; and 4 more. "
        "Write it with --write."
    )
    assert list(differences("x.tsv", {each.number: each.title for each in sections}, sections)) == []


def test_what_is_written_can_be_read() -> None:
    """Numbered paragraphs without titles and documents without numbers, too."""
    guide = Specification("GUIDE", "The Guide", url="https://toys.example/guide")
    text = written(
        guide, [Section("retry-policy", "Retry Policy", "", 2), Section("1.1", "", "", 2)], date(2026, 1, 2)
    )
    assert text.startswith("# document: GUIDE The Guide\n# text: https://toys.example/guide\n# read: 2026-01-02\n")
    assert read_sections("x", text, "GUIDE") == ({"retry-policy": "Retry Policy", "1.1": ""}, [])


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ('fields: {value: [Retry-After], source: "RFC3261#21.4.5"}', None),
        ('fields: {value: [Retry-After], source: "RFC3261#21"}', None),
        ('fields: {value: [Retry-After], source: ["RFC3261#1", "RFC3261#21.4.5"]}', None),
        ("fields: {value: [Retry-After], source: RFC3261}", None),
        ("fields: {value: [Contact], source: TOYBOX#7}", None),
        ("fields: {value: [Contact], basis: reading}", None),
        ('fields: {value: [After], source: "RFC3261#21.4.5"}', "'After'"),
        ('fields: [{value: [Retry-After], source: "RFC3261#1"}]', "'Retry-After'"),
    ],
)
def test_a_section_names_what_it_settles(
    facts: str, message: str | None, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also over two lines and in a section below; a text that is not at hand is counted."""
    with_facts(root, facts)
    library, _ = read_library(root / "content", root)
    tally = Tally()
    found = list(names.unnamed(library, Texts([root.parent / "texts"]), (), tally))
    if message is None:
        assert found == []
        assert tally.named + sum(tally.unread.values()) == ("basis" not in facts)
        return
    (finding,) = found
    assert f"does not name {message}, so it does not settle this." in finding.message
    assert finding.place.startswith("content/toy/404.yml:9:")


def test_exceptions_have_reasons_and_are_needed(root: Path, tmp_path: Path) -> None:
    """One that excepts nothing is reported."""
    with_facts(root, 'fields: {value: [Contact], source: "RFC3261#1"}')
    library, _ = read_library(root / "content", root)
    texts = Texts([root.parent / "texts"])
    needed = Excepted("toy/404", "fields", "Contact", "It is the one that is meant.")
    tally = Tally()
    assert list(names.unnamed(library, texts, [needed], tally)) == []
    assert tally.excepted == 1
    idle = Excepted("toy/404", "fields", "Via", "Nobody knows.")
    (finding,) = names.unnamed(library, texts, [needed, idle], Tally())
    assert finding.message == "The exception for 'Via' in fields of toy/404 is not needed. Remove it."
    file = tmp_path / "exceptions.toml"
    file.write_text('[[exception]]\ncode = "a"\nquestion = "b"\nname = "c"\n', encoding="utf-8")
    with pytest.raises(KeyError, match="reason"):
        names.read_exceptions(file)
    assert names.read_exceptions() == ()


@pytest.mark.parametrize(
    ("forms", "value", "expected"),
    [
        (as_written, "Retry-After", ("Retry-After",)),
        (as_method, "INVITE", ("INVITE", "non-INVITE")),
        (by_number, "17 User busy", ("17",)),
        (by_number_or_name, "21 Not Supported", ("21", "Not Supported")),
        (by_number_or_name, "CANCEL", ("CANCEL",)),
    ],
)
def test_forms_of_values(forms: Forms, value: str, expected: tuple[str, ...]) -> None:
    """A text names a value in one of them."""
    assert tuple(forms(value)) == expected


def test_this_edition_is_as_its_texts(capsys: pytest.CaptureFixture[str]) -> None:
    """Where the texts of RFCs are at hand; elsewhere nothing is looked at, and that is said."""
    assert program.main([]) == 0, capsys.readouterr().err
