"""A small part of ``make fuzz``, and what a folder itself can do to its reader."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from codepair.kit.files import MAX_BYTES
from codepair.kit.patterns import Pattern, PatternError
from codepair.kit.problems import Place, Problem, errors, report
from codepair.kit.tree import MAX_NODES, load
from codepair.language.catalog import MAX_BYTES as MAX_CATALOG
from codepair.library.flow import MessageFormat
from codepair.site.project import open_project
from tests import fuzz, support


def test_malformed_files() -> None:
    """Every file ends within a second, raises nothing, and what is wrong has a place and a sentence."""
    outcome = fuzz.run(300, seed=20_261_123)
    assert outcome.failures == []
    assert outcome.files == 300
    # The files are malformed in many ways, and the reader says which.
    assert len(outcome.rules) > 15
    assert len(outcome.origins) > 6


def test_the_same_seed_makes_the_same_files() -> None:
    """A failure can be made again from its seed."""
    assert list(fuzz.cases(60, 7)) == list(fuzz.cases(60, 7))
    assert list(fuzz.mutated(20, 7)) != list(fuzz.mutated(20, 8))


@pytest.mark.parametrize("how", ["raises", "hangs", "says"])
def test_failures_are_seen(how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fuzzer finds an exception, a hang and a problem without a place: it can fail."""

    def broken(settings: object) -> tuple[None, list[Problem]]:
        if how == "raises":
            raise RecursionError("deep")
        while how == "hangs":
            pass
        return None, [Problem(Place("x.yml", 0), "yaml", "A sentence that says what is wrong.")]

    monkeypatch.setattr(fuzz, "open_project", broken)
    monkeypatch.setattr(fuzz, "SECONDS", 0.05)
    reader = fuzz.Reader(tmp_path / "site")
    wrong, _, _ = fuzz.check(reader, fuzz.Case("entry", b"x: y\n", "test"), is_whole=True)
    assert wrong is not None
    assert {"raises": "RecursionError", "hangs": "hangs", "says": "without a place"}[how] in wrong


# -- what a folder can do


def problems_of(root: Path, path: str) -> list[str]:
    """Return the rules of the errors of one path, found within a second; every one has a place."""
    start = time.process_time()
    _, found = open_project(support.settings(root))
    assert time.process_time() - start < 1
    assert all(problem.place.line >= 1 and problem.message for problem in found)
    lines = report(found).splitlines()
    assert all(re.match(r"[^\n]+:\d+:\d+: (error|warning): ", line) for line in lines)
    return [problem.rule for problem in errors(found) if problem.place.path == path]


@pytest.mark.parametrize(
    "path",
    [
        "content/toy/404.yml",
        "content/toy/protocol.yml",
        "content/toy/pairs/404-vs-486.yml",
        "content/toy/registry.csv",
        "content/sections/RFC3261.tsv",
        "locales/vi/LC_MESSAGES/toy.po",
        "locales/vi/glossary.yml",
    ],
)
@pytest.mark.parametrize("kind", ["folder", "pipe", "nowhere", "itself", "outside", "device", "huge", "closed"])
def test_what_is_no_file(kind: str, path: str, tmp_path: Path) -> None:
    """A folder, a pipe, a link that leads out: a problem with its path; nothing waits, nothing is followed."""
    if kind == "closed" and os.geteuid() == 0:
        pytest.skip("root may read every file")
    root = support.tiny(tmp_path / "site")
    secret = tmp_path / "secret.yml"
    secret.write_text("password: hunter2\n", encoding="utf-8")
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    expected = "unreadable"
    if kind == "folder":
        file.mkdir()
    elif kind == "pipe":
        os.mkfifo(file)
    elif kind == "nowhere":
        file.symlink_to("nowhere.yml")
    elif kind == "itself":
        file.symlink_to(file.name)
    elif kind == "outside":
        file.symlink_to(os.path.relpath(secret, file.parent))
        expected = "link"
    elif kind == "device":
        file.symlink_to("/dev/zero")
        expected = "link"
    elif kind == "closed":
        file.write_text("code: x\n", encoding="utf-8")
        file.chmod(0)
    else:
        with file.open("wb") as stream:
            stream.truncate(1_000_000_000)
        expected = "file-size"
    assert problems_of(root, path) == [expected]
    assert "hunter2" not in report(open_project(support.settings(root))[1])


def test_a_folder_that_leads_out(tmp_path: Path) -> None:
    """A protocol's folder, or its pairs, may be no link to another place either."""
    root = support.tiny(tmp_path / "site")
    (root / "content" / "toy").rename(tmp_path / "toy")
    (root / "content" / "toy").symlink_to(tmp_path / "toy")
    assert problems_of(root, "content/toy/protocol.yml") == ["link"]
    root = support.tiny(tmp_path / "other")
    (root / "content" / "toy" / "pairs").rename(tmp_path / "pairs")
    (root / "content" / "toy" / "pairs").symlink_to(tmp_path / "pairs")
    assert problems_of(root, "content/toy/pairs/404-vs-486.yml") == ["link"]


def test_a_link_inside_is_followed(tmp_path: Path) -> None:
    """A link to another file of the content is no harm, and the content itself may be one."""
    root = support.tiny(tmp_path / "site")
    file = root / "content" / "toy" / "499.yml"
    file.rename(root / "content" / "499.text")
    file.symlink_to("../499.text")
    (root / "content").rename(tmp_path / "elsewhere")
    (root / "content").symlink_to(tmp_path / "elsewhere")
    assert errors(open_project(support.settings(root))[1]) == []


@pytest.mark.parametrize(
    "name",
    [
        *("404\n.yml", "%2e%2e.yml", "ＡＢ.yml", "e\u0301.yml", "a b.yml", "-.yml"),
        *(
            "\u202e404.yml",
            "\x1b[2J.yml",
            "'.yml",
            '".yml',
            "<b>.yml",
            "$(id).yml",
            "x" * 240 + ".yml",
            "NXDOMAIN.yml",
        ),
    ],
)
def test_names_of_files(name: str, tmp_path: Path) -> None:
    """Whatever a file is called, it is a problem or it is the code's own name; a message is one line."""
    root = support.tiny(tmp_path / "site")
    raw = (root / "content" / "toy" / "499.yml").read_bytes()
    (root / "content" / "toy" / name).write_bytes(raw)
    assert problems_of(root, f"content/toy/{name}") == ["code-path"]


@pytest.mark.parametrize("name", ["..404.yml", ".yml", "...yml", "._404.yml", ".#404.yml"])
def test_what_editors_and_systems_leave(name: str, tmp_path: Path) -> None:
    """A file whose name begins with a dot is nobody's content."""
    root = support.tiny(tmp_path / "site")
    (root / "content" / "toy" / name).write_bytes((root / "content" / "toy" / "499.yml").read_bytes())
    assert problems_of(root, f"content/toy/{name}") == []


def test_a_name_that_is_no_unicode(tmp_path: Path) -> None:
    """A file name of bytes that are no UTF-8 is shown with its bytes."""
    root = support.tiny(tmp_path / "site")
    file = os.fsencode(root / "content" / "toy") + b"/\xff.yml"
    try:
        Path(os.fsdecode(file)).write_bytes(b"x: y\n")
    except OSError:
        pytest.skip("this file system has no such names")
    report(open_project(support.settings(root))[1]).encode()


@pytest.mark.parametrize("name", ["404.YML", "404.yaml", "404.Yml", "pairs/404-vs-486.YAML"])
def test_endings_that_are_not_read(name: str, tmp_path: Path) -> None:
    """A file that differs from another in case alone, or would silently be left out, is an error."""
    root = support.tiny(tmp_path / "site", files={f"content/toy/{name}": "x: y\n"})
    if len({path.name.lower() for path in (root / "content" / "toy").iterdir()}) < 5:
        pytest.skip("this file system knows no case")
    assert problems_of(root, f"content/toy/{name}") == ["code-path"]


@pytest.mark.parametrize("code", ["con", "AUX", "lpt1.x"])
def test_names_of_devices(code: str, tmp_path: Path) -> None:
    """A code that Windows cannot have as a file is a warning: the code itself may be right."""
    root = support.tiny(tmp_path / "site")
    text = (root / "content" / "toy" / "499.yml").read_text(encoding="utf-8").replace('"499"', f'"{code}"')
    text = re.sub(r": ([A-Z].*\.)$", r": Now, \1", text, flags=re.M).replace("Toy Lost", "Toy Found")
    (root / "content" / "toy" / f"{code.lower()}.yml").write_text(text, encoding="utf-8")
    found = [problem for problem in open_project(support.settings(root))[1] if "Windows" in problem.message]
    assert [(problem.rule, problem.level) for problem in found] == [("device-name", "warning")]


def test_no_protocol(tmp_path: Path) -> None:
    """Content without a protocol, or no content at all, is an error that says where one would be."""
    root = support.tiny(tmp_path / "site")
    shutil.rmtree(root / "content" / "toy")
    assert problems_of(root, "content") == ["no-content"]
    (root / "content").rmdir()
    assert problems_of(root, "content") == ["no-content"]


def test_a_protocol_in_the_place_of_a_language(tmp_path: Path) -> None:
    """The pages of a locale and of a protocol would stand in one folder."""
    root = support.tiny(tmp_path / "site")
    (root / "content" / "toy").rename(root / "content" / "vi")
    assert problems_of(root, "content/vi/protocol.yml") == ["code-path"]


# -- what grows


EVIL = (
    "(a+)+$", "(a*)*", "(a|a)*b", "(?:a|ab)*c", "(.*)*x", "((a{1,9}){1,9}){1,9}$", "(?:a?){40}a{40}", ".*.*.*.*.*x",
    "(x+x+x+)y", "(x+x+)+y", "(?s)(.+.+.+)\\d\\d\\d\\d:(.+)x;;", "(?s).*(.{0,90}.{0,90})y", "(\\w+\\s?)*$",
    "(?s)" + "(.*)" * 120 + "y", "([A-Z]+[^:]*)*: (x+)*$", "(" * 90 + ")" * 90,
)  # fmt: skip
"""Expressions for which an engine that goes back takes years, on texts that do not match."""


@pytest.mark.parametrize("text", EVIL)
def test_time_of_expressions(text: str) -> None:
    """Whatever an expression repeats, the longest message takes a moment."""
    pattern = Pattern(text)
    for message in ("x" * 20_000, "a" * 20_000, "é" * 20_000, "a\n" * 10_000):
        start = time.process_time()
        pattern.match(message)
        pattern.fullmatch(message)
        assert time.process_time() - start < 0.5, message[:2]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a" * 501, "501 characters"),
        ("(" * 99, "missing )"),
        ("x{2000}", "invalid repetition size ('{2000}')"),
        ("((a{1,50}){1,50})x", "invalid repetition size"),
        ("(.{300}){3}y", "7,211 steps"),
        ("(\\pL{100}){10}", "too large for the memory"),
        ("[z-a]", "'z-a'"),
        ("(?=a)", "no look-ahead"),
        ("(?<!a)", "no look-behind"),
        ("(?P<x>a)(?P=x)", "no reference back to a group ('(?P=')"),
        ("(a)\\1", "no reference back to a group ('\\1')"),
        ("a++", "Write the part without"),
        ("\\", "trailing"),
        ("\ud800", "half a character"),
    ],
)
def test_refused_expressions(text: str, why: str) -> None:
    """What is too long, too large or none of RE2's is refused with a sentence, and nothing is printed."""
    with pytest.raises(PatternError) as raised:
        Pattern(text)
    assert why in str(raised.value)
    assert str(raised.value).endswith(".")


def test_nothing_is_logged() -> None:
    """RE2 writes what it refuses to the standard error itself, unless it is told not to."""
    code = "from codepair.kit.patterns import Pattern, PatternError\ntry: Pattern('(?=')\nexcept PatternError: pass"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout + done.stderr == ""


def test_what_expressions_find() -> None:
    """Lines have beginnings and ends; a dot takes them with a flag; places count characters, not bytes."""
    assert Pattern("(?s).*^b: (é+)$").match("a\nb: éé\nc").groups == ("éé",)  # type: ignore[union-attr]
    assert Pattern("a.*c").match("a\nc") is None
    assert Pattern("a|ab").fullmatch("ab") is not None
    found = Pattern("é(x)?|(y)").match("éy")
    assert found is not None
    assert found.groups == (None, None)
    assert found.wanted is None
    known = MessageFormat(Pattern("x"), Pattern("é+(y+): "))
    assert known.name_in("ééyy: 1") == (2, 4)
    assert known.name_in("no name") == (0, 0)
    assert MessageFormat(Pattern("x"), Pattern(";.*")).name_in(";; QUESTION") == (0, 11)


def test_fields_and_values_are_counted() -> None:
    """A file of a hundred thousand fields is not built before it is refused."""
    node, problems = load("x.yml", b"- x\n" * (MAX_NODES + 1))
    assert node is None
    assert [(problem.rule, problem.place.line) for problem in problems] == [("file-size", MAX_NODES)]
    assert MAX_BYTES < MAX_CATALOG


def test_messages_are_one_line_of_bounded_length() -> None:
    """What stands in a file cannot move a terminal's cursor, fake another message or flood it."""
    problem = Problem(Place("a\nb.yml"), "yaml", "'\x1b[2J\u202e\n" + "x" * 100_000 + "' is wrong. Correct it.")
    line = str(problem)
    assert len(line) < 1000
    assert line.isprintable()
    assert line.startswith("a\\nb.yml:1:1: error: '\\x1b[2J\\u202e\\n")
    assert line.endswith("is wrong. Correct it. [yaml]")


def test_time_grows_with_the_length() -> None:
    """Texts made for the patterns of ``prose`` take time in proportion to their length."""
    from codepair.kit import text as texts

    random.seed(1)
    for piece in ("[", "[a](", "`", "{a", "<a", "&a", "**", "__a", "!", "[](", "{a}", "`a` "):
        text = piece * (400_000 // len(piece))
        start = time.process_time()
        texts.markup(text)
        texts.code_spans(text)
        texts.placeholders(text)
        assert time.process_time() - start < 1, piece
