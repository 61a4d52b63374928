"""Files are read within limits, and a file that has changed is known by its stamp."""

from __future__ import annotations

import codecs
import os
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from codepair.kit.files import MAX_BYTES, RECENT, decode, display, read_file, stamp
from codepair.kit.problems import Place, Problem


def problem(rule: str, message: str, line: int = 1, column: int = 1) -> list[Problem]:
    """Return one problem of the file that is called ``a.yml``."""
    return [Problem(Place("a.yml", line, column), rule, message)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file in it."""
    made = tmp_path / "content"
    made.mkdir()
    (made / "a.yml").write_bytes(b"12345")
    return made


def test_a_file_is_read_up_to_its_limit(folder: Path) -> None:
    """All of it, or nothing: a file of just as many bytes as are allowed is read."""
    file = folder / "a.yml"
    assert read_file(file, "a.yml", inside=folder) == (b"12345", [])
    assert read_file(file, "a.yml", inside=folder, limit=5) == (b"12345", [])
    message = "The file has 5 bytes; more than 4 are not read. Split it, or remove what is no text."
    assert read_file(file, "a.yml", inside=folder, limit=4) == (None, problem("file-size", message))
    os.truncate(file, MAX_BYTES)
    assert read_file(file, "a.yml", inside=folder) == (b"12345".ljust(MAX_BYTES, b"\0"), [])
    os.truncate(file, MAX_BYTES + 1)
    message = "The file has 1,000,001 bytes; more than 1,000,000 are not read. Split it, or remove what is no text."
    assert read_file(file, "a.yml", inside=folder) == (None, problem("file-size", message))


def test_a_link_stays_in_its_folder(folder: Path, tmp_path: Path) -> None:
    """One to a file beside is read; one that leads out is not, wherever its folder itself is linked from."""
    (folder / "same.yml").symlink_to("a.yml")
    assert read_file(folder / "same.yml", "a.yml", inside=folder) == (b"12345", [])
    (tmp_path / "linked").symlink_to("content")
    assert read_file(tmp_path / "linked" / "a.yml", "a.yml", inside=tmp_path / "linked") == (b"12345", [])
    (tmp_path / "secret").write_bytes(b"secret")
    (folder / "out.yml").symlink_to(tmp_path / "secret")
    message = "The symbolic link leads out of its folder. Put the file itself here."
    assert read_file(folder / "out.yml", "a.yml", inside=folder) == (None, problem("link", message))


def test_what_is_no_file(folder: Path) -> None:
    """What it is instead, or what the system says of it, and what to do."""
    os.mkfifo(folder / "pipe")
    (folder / "loop").symlink_to("loop")
    said = {
        ".": "This is a folder, not a file. Rename or remove it.",
        "pipe": "This is a pipe, a socket or a device, not a file. Rename or remove it.",
        "gone": "The file cannot be read: No such file or directory. Correct that, or remove it.",
    }
    for name, message in said.items():
        assert read_file(folder / name, "a.yml", inside=folder) == (None, problem("unreadable", message))
    raw, (found,) = read_file(folder / "loop", "a.yml", inside=folder)
    assert raw is None
    assert found.rule == "unreadable"
    loops = ("it is a symbolic link to itself", "Too many levels of symbolic links")
    assert found.message in [f"The file cannot be read: {why}. Correct that, or remove it." for why in loops]


def test_what_was_opened_is_closed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it is: ten thousand files, and as many folders, take no more descriptors than one."""
    opened: list[int] = []
    plain = os.open

    def open_(*arguments: Any) -> int:
        opened.append(plain(*arguments))
        return opened[-1]

    monkeypatch.setattr(os, "open", open_)
    for name in ("a.yml", "."):
        read_file(folder / name, "a.yml", inside=folder)
        read_file(folder / name, "a.yml", inside=folder, limit=1)
    assert len(opened) == 4
    for descriptor in opened:
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(descriptor)


def test_a_stamp_tells_versions_apart(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same file has one stamp, and another one after each edit; none is like another of one just written."""
    file = folder / "a.yml"
    now = file.stat().st_ctime + 60
    monkeypatch.setattr(time, "time", lambda: now)
    one = stamp(file)
    assert stamp(file) == one
    os.utime(file, (1, 1))
    assert stamp(file) != one
    assert stamp(file) == stamp(file)
    os.utime(file, (now + 1, now + 1))
    assert stamp(file) != stamp(file)
    assert stamp(folder / "gone") != stamp(folder / "gone")


@pytest.mark.parametrize("change", ["dev", "ino", "size", "mtime_ns", "ctime_ns"])
def test_what_a_stamp_is_made_of(change: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file of the same size written within a tick of the clock may still be another one."""
    told = {"dev": 1, "ino": 2, "size": 3, "mtime": 0.0, "ctime": 0.0, "mtime_ns": 0, "ctime_ns": 0}

    def stamped(now: float, **values: float) -> tuple[object, ...]:
        found = {f"st_{name}": value for name, value in {**told, **values}.items()}
        monkeypatch.setattr(Path, "stat", lambda _: SimpleNamespace(**found))
        monkeypatch.setattr(time, "time", lambda: now)
        return stamp(tmp_path)

    assert stamped(RECENT) == stamped(RECENT)
    assert stamped(RECENT) != stamped(RECENT, **{change: 5})
    assert stamped(RECENT / 2) != stamped(RECENT / 2)
    for later in ("mtime", "ctime"):
        assert stamped(RECENT, **{later: 0.01}) != stamped(RECENT, **{later: 0.01})


def test_the_text_of_a_file() -> None:
    """UTF-8 without a mark; where it is none, the place is counted in characters."""
    assert decode("a.yml", "Có lẽ\n".encode()) == ("Có lẽ\n", [])
    assert decode("a.yml", b"") == ("", [])
    for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        wrong = problem("encoding", "The file is UTF-16. Save it as UTF-8.")
        assert decode("a.yml", mark + b"a\0") == ("", wrong)
    marked = problem("encoding", "The file starts with a byte order mark. Save it as UTF-8 without one.")
    assert decode("a.yml", codecs.BOM_UTF8 + b"a: b") == ("a: b", marked)
    assert decode("a.yml", b"a: b" + codecs.BOM_UTF8) == ("a: b\ufeff", [])
    latin = problem("encoding", "Byte 0xfc is not UTF-8. Save the file as UTF-8.", 3, 4)
    assert decode("a.yml", "a\nb\nCó ".encode() + b"\xfc\n\xff") == ("", latin)
    first = problem("encoding", "Byte 0x0f is not UTF-8. Save the file as UTF-8.".replace("0f", "ff"))
    assert decode("a.yml", b"\xff") == ("", first)
    assert decode("a.yml", codecs.BOM_UTF8 + b"\xff") == ("", [*marked, *first])


def test_paths_as_problems_show_them(tmp_path: Path) -> None:
    """Below the project from its folder, elsewhere as they are."""
    assert display(tmp_path / "content" / "a.yml", tmp_path) == "content/a.yml"
    assert display(tmp_path / "a.yml", tmp_path / "project") == (tmp_path / "a.yml").as_posix()
