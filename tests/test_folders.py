"""Folders of others: what in them must not be published, and who may work on one at a time."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from codepair.kit import locks
from codepair.kit.links import unpublishable
from codepair.site.project import open_project
from tests import support

LEADS_OUT = "error: The symbolic link leads out of its folder. Put the file itself here. [link]"
NOWHERE = "error: The symbolic link leads nowhere. Correct it, or remove it. [link]"
LOOP = (
    "error: The symbolic link leads to a folder that it is in, so its files would have no end of addresses. "
    "Remove it. [link]"
)
NO_FILE = "error: This is a pipe, a socket or a device, not a file. Rename or remove it. [unreadable]"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with files and folders in it; a secret lies beside it."""
    made = tmp_path / "content"
    for name in ("a.txt", "b/c.txt", "b/d/e.txt", ".git/f.txt"):
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(name, encoding="utf-8")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key").write_text("key", encoding="utf-8")
    return made


def told(folder: Path) -> list[str]:
    """Return what is wrong, in its order, with paths as seen from the folder around it."""
    return [str(problem) for problem in unpublishable(folder, folder.parent)]


def test_what_may_be_published(folder: Path) -> None:
    """Files, folders and links to either that stay in the folder, and whatever begins with a dot."""
    (folder / "file").symlink_to("b/c.txt")
    (folder / "folder").symlink_to("b/d")
    (folder / "again").symlink_to("b/d")
    (folder / "b" / "up").symlink_to("../a.txt")
    (folder / ".hidden").symlink_to("/")
    (folder / ".git" / "out").symlink_to("/")
    assert told(folder) == []
    assert told(folder.parent / "no-folder") == []
    assert told(folder / "a.txt") == []


def test_links_that_lead_out(folder: Path) -> None:
    """To a file, to a folder, over a folder inside, and to the one around it; each at its own path."""
    (folder / "key").symlink_to("../secret/key")
    (folder / "b" / "secret").symlink_to("../../secret")
    (folder / "b" / "d" / "root").symlink_to("/")
    (folder / "z").symlink_to("..")
    assert told(folder) == [
        f"content/b/d/root:1:1: {LEADS_OUT}",
        f"content/b/secret:1:1: {LEADS_OUT}",
        f"content/key:1:1: {LEADS_OUT}",
        f"content/z:1:1: {LEADS_OUT}",
    ]


def test_a_folder_whose_name_begins_like_the_others(folder: Path) -> None:
    """It is another folder."""
    (folder.parent / "content2").mkdir()
    (folder / "other").symlink_to("../content2")
    assert told(folder) == [f"content/other:1:1: {LEADS_OUT}"]


def test_links_that_lead_nowhere(folder: Path) -> None:
    """To what is not there, and to themselves."""
    (folder / "gone").symlink_to("nothing")
    (folder / "b" / "me").symlink_to("me")
    assert told(folder) == [f"content/b/me:1:1: {NOWHERE}", f"content/gone:1:1: {NOWHERE}"]


def test_links_without_an_end(folder: Path) -> None:
    """To a folder that they are in; two that lead into each other's folders are one of them."""
    (folder / "b" / "d" / "up").symlink_to("..")
    (folder / "b" / "here").symlink_to(".")
    assert told(folder) == [f"content/b/d/up:1:1: {LOOP}", f"content/b/here:1:1: {LOOP}"]


def test_a_loop_over_two_links(folder: Path) -> None:
    """It is told at the link by which it closes, though no link leads to a folder that it stands in."""
    (folder / "one").mkdir()
    (folder / "two").mkdir()
    (folder / "one" / "to-two").symlink_to("../two")
    (folder / "two" / "to-one").symlink_to("../one")
    assert told(folder) == [f"content/two/to-one:1:1: {LOOP}"]


def test_a_loop_that_closes_in_a_folder(folder: Path) -> None:
    """What is told is the link that leads around the folder, which was reached by another link before."""
    (folder / "x" / "child").mkdir(parents=True)
    (folder / "a-child").symlink_to("x/child")
    (folder / "x" / "child" / "around").symlink_to("..")
    assert told(folder) == [f"content/x/child/around:1:1: {LOOP}"]


def test_a_linked_folder(folder: Path) -> None:
    """Its files are its own, wherever it is linked from; paths are those that its owner knows."""
    (folder.parent / "linked").symlink_to("content")
    (folder / "b" / "out").symlink_to("../../secret")
    (folder / "in").symlink_to("a.txt")
    assert told(folder.parent / "linked") == [f"linked/b/out:1:1: {LEADS_OUT}"]


def test_what_is_no_file(folder: Path) -> None:
    """A pipe in a folder would never end."""
    os.mkfifo(folder / "b" / "pipe")
    assert told(folder) == [f"content/b/pipe:1:1: {NO_FILE}"]


def test_a_folder_that_cannot_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named with what the system says; the others are read."""
    (folder / "z").symlink_to("nothing")
    plain = os.scandir

    def scandir(path: str) -> Any:
        if path.endswith("/b"):
            raise PermissionError(13, "Permission denied", path)
        return plain(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert told(folder) == [
        "content/b:1:1: error: The folder cannot be read: Permission denied. Correct that, or remove it. "
        "[unreadable]",
        f"content/z:1:1: {NOWHERE}",
    ]


# -- locks

HOLDER = """
import os, sys
from codepair.kit import locks
descriptor = os.open(sys.argv[1], os.O_RDWR if sys.argv[2] == "process" else os.O_RDONLY)
if sys.argv[2] == "process":
    import fcntl
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        sys.exit(1)
else:
    try:
        locks.hold(descriptor, wait=False)
    except BlockingIOError:
        sys.exit(1)
"""


def is_free(path: Path, kind: str) -> bool:
    """Return whether another process could lock it now."""
    return subprocess.run([sys.executable, "-c", HOLDER, str(path), kind], check=False, timeout=30).returncode == 0


def test_a_folder_is_held(tmp_path: Path) -> None:
    """By one at a time, until its descriptor is closed; who does not wait is told."""
    one, other = (os.open(tmp_path, os.O_RDONLY) for _ in range(2))
    locks.hold(one)
    locks.hold(one, wait=False)  # by the same
    with pytest.raises(BlockingIOError):
        locks.hold(other, wait=False)
    assert not is_free(tmp_path, "any")
    os.close(one)
    locks.hold(other, wait=False)
    os.close(other)
    assert is_free(tmp_path, "any")


def test_a_file_is_held_for_a_process(tmp_path: Path) -> None:
    """Until it lets go; its own descriptors do not matter."""
    file = tmp_path / "lock"
    file.touch()
    descriptor = os.open(file, os.O_RDWR)
    locks.hold_for_process(descriptor)
    assert not is_free(file, "process")
    locks.release_for_process(descriptor)
    assert is_free(file, "process")
    locks.hold_for_process(descriptor)
    assert not is_free(file, "process")
    os.close(descriptor)
    assert is_free(file, "process")


@pytest.mark.parametrize(
    "call",
    [
        locks.hold,
        lambda descriptor: locks.hold(descriptor, wait=False),
        locks.hold_for_process,
        locks.release_for_process,
    ],
)
def test_a_system_without_locks(call: Callable[[int], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody may go on."""
    monkeypatch.setattr(locks, "fcntl", None)
    call(-1)


# -- whatever a system lists first


def write(root: Path, files: Mapping[str, str]) -> None:
    """Write files below a project."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


class Listed:
    """What ``os.scandir`` gives, in another order."""

    def __init__(self, entries: list[os.DirEntry[str]]) -> None:
        self._entries = iter(entries)

    def __enter__(self) -> Listed:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[os.DirEntry[str]]:
        return self._entries

    def __next__(self) -> os.DirEntry[str]:
        return next(self._entries)

    def close(self) -> None:
        """Do nothing."""


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_a_folder_does_not_matter(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Systems list files in any order; problems, codes, pairs and translations are the same, and in their order."""
    root = support.tiny(tmp_path / "project")
    po = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Nobody is there"\nmsgstr "{}"\n'
    write(
        root,
        {
            "content/toy/600.yml": "code: '600'\nx: y",
            "content/toy/pairs/200-vs-404.yml": "codes: [",
            "content/toy/a.yaml": "",
            "content/toy/b.YML": "",
            "content/deep/600.yml": "code: '600'\nsays: x",
            "content/bad/protocol.yml": "nam: BAD",
            "content/bad/1.yml": "code: [",
            "content/sections/X.tsv": "",
            "content/sections/Y.tsv": "",
            "locales/vi/LC_MESSAGES/abc.po": po.format("a"),
            "locales/vi/LC_MESSAGES/xyz.po": po.format("b"),
            "locales/VI/LC_MESSAGES/toy.po": po.format("far"),
            "locales/vi/LC_MESSAGES/toy.po": po.format("near"),
            "locales/de/LC_MESSAGES/toy.po": po.format("c"),
            "locales/lost.po": "",
        },
    )
    expected, told = open_project(support.settings(root))
    chance = random.Random(seed)
    listdir, scandir = os.listdir, os.scandir

    def listed(path: Any = ".") -> list[str]:
        return chance.sample(names := listdir(path), len(names))

    def scanned(path: Any = ".") -> Listed:
        with scandir(path) as found:
            entries = list(found)
        return Listed(chance.sample(entries, len(entries)))

    monkeypatch.setattr(os, "listdir", listed)
    monkeypatch.setattr(os, "scandir", scanned)
    project, problems = open_project(support.settings(root))
    assert [str(each) for each in problems] == [str(each) for each in told]
    assert len({problem.rule for problem in problems}) > 8
    assert [page.path for page in project.plan.pages] == [page.path for page in expected.plan.pages]
    assert list(project.library.nodes) == list(expected.library.nodes)
    assert project.library.broken == expected.library.broken
    texts = [each.translators[1].of("toy").text("Nobody is there").value for each in (project, expected)]
    assert texts == ["near", "near"]
