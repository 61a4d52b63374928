"""Sections of cited documents: read from files, and held against citations."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from codepair.kit.memory import FORGETFUL, Memory
from codepair.kit.problems import report
from codepair.kit.tree import MAX_PROBLEMS
from codepair.library.model import Entry
from codepair.library.reading import read_library
from codepair.library.sections import read_sections
from codepair.site.project import open_project
from tests import support

HEADER = "# document: RFC3261 SIP\n# text: https://toys.example/rfc3261.txt\n# read: 2026-11-25\n"
RFC3261 = f"{HEADER}21.2.1\t200 OK\n21.4.5\t404 Not Found\n21.4.24\t486 Busy Here\n"
FILE = "content/sections/RFC3261.tsv"


def entry(root: Path, code: str, memory: Memory = FORGETFUL) -> Entry:
    """Return an entry of the tiny site as it is now."""
    library, problems = read_library(root / "content", root, memory)
    assert [problem for problem in problems if problem.level == "error"] == []
    return library.entries["toy"][code]


def test_a_citation_knows_the_title(tmp_path: Path) -> None:
    """Where a file lists it; a document without one is cited as before, and nothing is said."""
    root = support.tiny(tmp_path, files={FILE: RFC3261})
    sources = entry(root, "404").meanings[0].sources
    assert [source.citation.title for source in sources] == ["404 Not Found", None]
    assert sources[0].citation.label == "RFC 3261 §21.4.5"
    _, problems = open_project(support.settings(root))
    assert "section" not in report(problems)


def test_a_numbered_paragraph_has_no_title() -> None:
    """A number alone is a section that can be cited; an editor may have cut the tab behind it."""
    sections, problems = read_sections(FILE, f"{HEADER}1\tRationale\n1.1\n1.2\t\n", "RFC3261")
    assert problems == []
    assert sections == {"1": "Rationale", "1.1": "", "1.2": ""}


def test_windows_and_blank_lines() -> None:
    """Line ends of Windows and empty lines change nothing."""
    sections, problems = read_sections(FILE, RFC3261.replace("\n", "\r\n") + "\r\n", "RFC3261")
    assert problems == []
    assert sections == {"21.2.1": "200 OK", "21.4.5": "404 Not Found", "21.4.24": "486 Busy Here"}


def test_a_broken_file_checks_nothing(tmp_path: Path) -> None:
    """Its own mistake is reported, and no citation for it."""
    root = support.tiny(tmp_path, files={FILE: f"{HEADER}21.4.5\tNot Found\n21.4.5\tTwice\n"})
    _, problems = open_project(support.settings(root))
    assert [problem.rule for problem in problems if problem.level == "error"] == ["sections"]


def test_warnings_wait_for_protocols(tmp_path: Path) -> None:
    """A protocol that cannot be read may list the document."""
    files = {"content/sections/RFC1.tsv": f"{HEADER.replace('RFC3261', 'RFC1')}1\tOne\n"}
    root = support.tiny(tmp_path, files=files)
    _, problems = read_library(root / "content", root)
    assert "unused-sections" in [problem.rule for problem in problems]
    (root / "content" / "toy" / "protocol.yml").write_text("name: [", encoding="utf-8")
    _, problems = read_library(root / "content", root)
    assert "unused-sections" not in [problem.rule for problem in problems]


def wrong(lines: str, header: str = HEADER) -> list[str]:
    """Return what is wrong with a file of sections."""
    sections, problems = read_sections(FILE, header + lines, "RFC3261")
    assert (sections is None) == bool(problems)
    return [f"{problem.place.line}: {problem.message}" for problem in problems]


def test_what_a_file_may_hold() -> None:
    """Titles up to a length, and as many mistakes as anybody reads; a number that is none is not shown whole."""
    assert wrong(f"1\t{'x' * 300}\n") == []
    no_title = "The title has a tab, a character that nobody can see, or is no title. Correct it."
    assert wrong(f"1\t{'x' * 301}\n") == wrong("1\tone\ttwo\n") == [f"4: {no_title}"]
    no_number = "is no section. A line is a number, a tab and a title, such as '6.2<tab>Syntax'."
    assert wrong(f"1\tOne\n{'§' * 61}\tTwo\n") == [f"5: '{'§' * 60}' {no_number}"]
    assert len(wrong("?\n" * (MAX_PROBLEMS + 5))) == MAX_PROBLEMS
    assert wrong("1\tOne\n", "") == [
        f"1: The file does not say what it was taken from: a comment '# {name}: ...' is missing. Add it."
        for name in ("document", "text", "read")
    ]


def test_which_files_are_sections(tmp_path: Path) -> None:
    """Hidden ones are nobody's; each is told in its order; one protocol that lists the document is enough."""
    text = RFC3261.replace("RFC3261", "{0}")
    names = [f"RFC{number}" for number in range(10, 19)]
    files = {f"content/sections/{name}.tsv": text.format(name) for name in names}
    root = support.tiny(tmp_path, files={FILE: RFC3261, "content/sections/.RFC1.tsv.swp": "x", **files})
    other = (root / "content/toy/protocol.yml").read_text(encoding="utf-8")
    support.tiny(root, files={"content/yot/protocol.yml": other.replace("RFC3261", "RFC2543")})
    (root / "content/sections/RFC1.tsv").symlink_to("gone.tsv")
    _, problems = read_library(root / "content", root)
    assert [(problem.rule, problem.place.path) for problem in problems] == [
        ("unreadable", "content/sections/RFC1.tsv"),
        *(("unused-sections", f"content/sections/{name}.tsv") for name in names),
    ]


def test_no_protocol_is_called_sections(tmp_path: Path) -> None:
    """The folder is taken."""
    root = support.tiny(tmp_path)
    (root / "content" / "toy").rename(root / "content" / "sections")
    _, problems = open_project(support.settings(root))
    assert "Give the protocol's folder another name." in report(problems)


@pytest.mark.skipif(os.geteuid() == 0, reason="the system refuses root nothing")
def test_a_folder_that_cannot_be_read(tmp_path: Path) -> None:
    """It is said, not raised."""
    root = support.tiny(tmp_path, files={FILE: RFC3261})
    folder = (root / FILE).parent
    folder.chmod(0)
    try:
        _, problems = open_project(support.settings(root))
    finally:
        folder.chmod(0o755)
    assert "content/sections:1:1: error: The folder cannot be read: Permission denied." in report(problems)


def test_a_file_in_the_folders_place(tmp_path: Path) -> None:
    """It is said, not raised."""
    root = support.tiny(tmp_path, files={"content/sections": "7\tTalk\n"})
    _, problems = open_project(support.settings(root))
    assert "content/sections:1:1: error: The folder cannot be read: Not a directory." in report(problems)


def test_an_edit_to_a_title_is_read(tmp_path: Path) -> None:
    """Of what is remembered, all that cites the document is made again, and nothing else is."""
    root = support.tiny(tmp_path, files={FILE: RFC3261})
    memory = Memory()
    with memory.reading():
        before = entry(root, "404", memory)
    with memory.reading():
        assert entry(root, "404", memory) is before
    (root / FILE).write_text(RFC3261.replace("404 Not Found", "404 Gone Away"), encoding="utf-8")
    with memory.reading():
        after = entry(root, "404", memory)
    assert after.meanings[0].sources[0].citation.title == "404 Gone Away"


def test_pages_and_api_say_what_a_section_is_called(tmp_path: Path) -> None:
    """Beside the citation on a code's page, in the document's language, and behind the document on a comparison."""
    root = support.tiny(tmp_path / "tiny", files={FILE: RFC3261})
    site = support.built(root, tmp_path / "site")
    code = support.parse((site / "vi/toy/404/index.html").read_bytes())
    listed = support.find(code, "//*[@class='cp-sources']//li")
    assert [support.text_of(item) for item in listed] == [
        "RFC 3261 §21.4.5 404 Not Found",
        "Toy Box §7 The Toy Box (2020)",
    ]
    assert support.values(code, "//ul[@class='cp-sources']/@lang") == ["en"]
    assert support.values(code, "//*[@class='cp-sources']//li/a/@title") == [
        "SIP: Session Initiation Protocol (2002)"
    ]
    pair = support.parse((site / "toy/404-vs-486/index.html").read_bytes())
    said = [support.text_of(item) for item in support.find(pair, "//*[@class='cp-sources']//li")]
    assert any("§21.4.24 486 Busy Here" in each for each in said)
    assert any(each.startswith("Toy Box: §") and "§12" in each for each in said)
    cited = json.loads((site / "data/v1/facts/toy.json").read_text(encoding="utf-8"))["citations"]
    assert cited["RFC3261#21.4.5"] == {
        "document": "RFC3261",
        "section": "21.4.5",
        "title": "404 Not Found",
        "url": "https://www.rfc-editor.org/rfc/rfc3261#section-21.4.5",
    }
    assert "title" not in next(each for each in cited.values() if each["document"] != "RFC3261")
    assert not (site / "sections").exists()
