"""``codepair review``: each claim beside the sections that settle it, for whoever reads it the second time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from codepair.cli import review as command
from codepair.cli.commands import main
from tests import support

RFC3261 = """\
Table of Contents

   1. Introduction ......... 1
   21. Responses ........... 2
     21.4. Request Failure . 2
       21.4.5. 404 Not Found 2
       21.4.24. 486 Busy Here 3

1. Introduction

21. Responses

21.4. Request Failure

21.4.5. 404 Not Found

   The server knows that the user does not exist.\x1b[2J
   +---+
   | a |
   +---+

21.4.24. 486 Busy Here

   The callee is busy.
"""
PO = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Nobody is there"
msgstr "Không có ai ở đó"

msgid "Outcome"
msgstr "Kết quả"

msgid "Later"
msgstr "Sau"
"""
NOTE = "facts:\n  kind: {value: later, basis: reading, note: It may be there one day.}\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny site in the working folder, with the texts of one of its documents beside it."""
    monkeypatch.setattr(command, "DEBIAN", tmp_path / "debian")
    root = support.tiny(
        tmp_path / "site", files={"locales/vi/LC_MESSAGES/toy.po": PO, "../texts/rfc3261.txt": RFC3261}
    )
    entry = root / "content/toy/404.yml"
    text = entry.read_text(encoding="utf-8").replace("facts:\n  kind: {value: later, basis: reading}\n", NOTE)
    entry.write_text(text, encoding="utf-8")
    monkeypatch.chdir(root)
    return root


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return what the command prints."""
    assert main(["review", *arguments]) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return what the command says when there is nothing to review."""
    assert main(["review", *arguments]) == 2
    read = capsys.readouterr()
    assert read.out == ""
    return read.err.strip()


def blocks(text: str) -> dict[str, str]:
    """Return the lines of each claim by its name."""
    found = [block.partition(" (") for block in text.split("\n\n") if block[:1].isdigit()]
    return {name.partition(". ")[2]: rest for name, _, rest in found}


def test_claims_of_a_code(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every passage and fact with its place, its translations and what it rests on, in the file's languages."""
    out = printed(capsys, "toy/404", "--locale", "vi", "--texts", "../texts")
    assert out.startswith("TOY 404 Not Found\ncontent/toy/404.yml\n")
    claims = blocks(out)
    assert list(claims) == [
        "gloss",
        "says",
        "description",
        "when_seen",
        "fix",
        "use_when",
        "fact kind",
        "flow",
    ]
    assert claims["gloss"] == "content/toy/404.yml:3)\n  en  Nobody is there\n  vi  Không có ai ở đó"
    assert claims["fix"].endswith("  vi  (not translated)")
    assert claims["fact kind"] == (
        "content/toy/404.yml:12)\n  en  Outcome: Later\n  vi  Kết quả: Sau\n"
        "  en  It may be there one day.\n  vi  (not translated)\n  -- our reading"
    )
    assert "child to shop: ASK; shop to child: 404 Not Found" in claims["flow"]


def test_texts_of_sections(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a section is cited first, as its lines are; then by name. What is not at hand is said."""
    out = printed(capsys, "toy/404", "--texts", "../texts")
    assert out.count("The server knows that the user does not exist.") == 1
    assert "    |    The server knows that the user does not exist.[2J\n    |    +---+\n    |    | a |\n" in out
    assert "  RFC 3261 §21.4.5\n    | (see 1. gloss)\n" in out
    missing = "(its text is not at hand: read it at the address above)"
    assert f"  Toy Box §7\n  https://toys.example/box#7\n    | {missing}\n" in out
    last = f"Not at hand: Toy Box. No text of them is in ../texts or {root.parent}/debian; "
    assert out.endswith(f"\n{last}--texts names another folder.\n")


def test_what_a_text_cannot_show(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A section that it lacks, sections below one, a document as a whole, and software as it was seen."""
    protocol = root / "content/toy/protocol.yml"
    text = protocol.read_text(encoding="utf-8")
    practices = '\npractices:\n  - {id: Bear, title: Bear, url: "https://bear.example/", seen: "2026-01-02"}\n'
    protocol.write_text(text.replace("\nresponse_classes:", f"{practices}response_classes:"), encoding="utf-8")
    entry = root / "content/toy/404.yml"
    text = entry.read_text(encoding="utf-8")
    cites = ["TOYBOX, for: [fix]", "Bear, for: [fix]", "RFC3261#99, for: [fix]", "RFC3261#21.4, for: [description]"]
    old = '"RFC3261#21.4.5", for: [description, when_seen, fix]'
    text = text.replace(old, "}\n  - {cite: ".join(cites)).replace("for: [use_when]", "for: [use_when, when_seen]")
    entry.write_text(text, encoding="utf-8")
    out = printed(capsys, "toy/404", "--texts", "../texts")
    assert "    | (below it: 21.4.5 404 Not Found; 21.4.24 486 Busy Here)" in out
    assert "    | (the text at hand has no such section)" in out
    assert (
        "  Bear\n  https://bear.example/\n    | (seen in practice on 2026-01-02: look at the address above)" in out
    )
    (root.parent / "texts/TOYBOX.md").write_text("# Toys\n\n## 7\n\nBears.\n", encoding="utf-8")
    out = printed(capsys, "toy/404", "--texts", "../texts")
    assert "    | (the document as a whole: nothing to set beside it)" in out
    assert "  Toy Box §7\n  https://toys.example/box#7\n    | Bears." in out


def test_guidance_of_a_pair(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its parts and questions, each with where an answer leads."""
    out = printed(capsys, "TOY/404-vs-486/", "--texts", "../texts")
    assert out.startswith("TOY 404 Not Found vs 486 Busy Here\ncontent/toy/pairs/404-vs-486.yml\n")
    names = [line.partition(". ")[2].partition(" (")[0] for line in out.split("\n") if line[:1].isdigit()]
    assert names == ["summary", "question", "next", "mistake", "which", "decision", "decision"]
    assert "  en  Is it full?\n  en  yes: 486; no: 404\n" in out


def test_addresses_that_lead_nowhere(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is meant, or what can be done, is said."""
    assert refused(capsys, "toy/405") == "Nothing has the address 'toy/405'. Did you mean 'toy/404'?"
    assert refused(capsys, "x") == (
        "Nothing has the address 'x'. An address is that of a code, such as 'toy/200', or of a pair."
    )
    assert refused(capsys, "toy/486-vs-404") == "A pair has its smaller code first. Did you mean 'toy/404-vs-486'?"
    assert refused(capsys, "toy/200-vs-404") == (
        "Nobody has written guidance for 'toy/200-vs-404': 'codepair review toy/200' and 'codepair review toy/404' "
        "print what the two codes say."
    )
    (root / "content/toy/499.yml").write_text("code: '499'\n", encoding="utf-8")
    assert refused(capsys, "toy/499") == (
        "The file of 'toy/499' has errors: 'codepair check' says which. Correct them first."
    )


def test_locales_and_folders_that_there_are_not(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The known ones are named."""
    assert refused(capsys, "toy/404", "--locale", "fr") == "The project has no locale 'fr'; it has en, vi."
    assert refused(capsys, "toy/404", "--texts", "nowhere") == (
        "'nowhere' is no folder. Name one that has texts such as 'rfc3261.txt'."
    )
    (root.parent / "texts/rfc3261.txt.gz").write_bytes(b"")
    (root.parent / "texts/rfc3261.txt").unlink()
    (root.parent / "texts/rfc3261.txt.gz").write_bytes(b"x")
    assert main(["review", "toy/404", "--texts", "../texts"]) == 2
    assert "rfc3261.txt.gz' cannot be read: " in capsys.readouterr().err


def test_a_pipe_that_is_closed() -> None:
    """``codepair review ... | head`` ends without a traceback."""
    program = f"{sys.executable} -m codepair review sip/486 --locale vi | head -n 1"
    environment = {**os.environ, **support.NO_NOTICE, "PYTHONUTF8": "1"}
    done = subprocess.run(
        program, shell=True, cwd=support.ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout == "SIP 486 Busy Here\n"
    assert done.stderr == ""
