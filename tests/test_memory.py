"""What is read again after an edit equals what is read afresh."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from babel.messages import Message

from codepair.beside import api
from codepair.kit.memory import Memory
from codepair.kit.problems import Place, Problem
from codepair.language.locale import make_locale
from codepair.language.po import read_po_file
from codepair.language.translation import message_problems
from codepair.library.reading import _check_shape
from codepair.site.project import Project, open_project
from tests import support

VI = make_locale("vi", default="en")
PO = (support.ROOT / "locales/vi/LC_MESSAGES/dns.po").read_text(encoding="utf-8")


def edits(text: str, chance: random.Random) -> str:
    """Return a PO file edited as people and slips of people do."""
    blocks = text.split("\n\n")
    at = chance.randrange(1, len(blocks))
    kind = chance.randrange(9)
    if kind == 0:
        blocks[at] = re.sub(r'msgstr "', 'msgstr "Mới ', blocks[at], count=1)
    elif kind == 1:
        del blocks[at]
    elif kind == 2:
        blocks.insert(chance.randrange(1, len(blocks)), blocks[at])  # stands twice
    elif kind == 3:
        blocks[at] = "#, fuzzy\n" + blocks[at]
    elif kind == 4:
        blocks[at] = blocks[at].replace('"', "", 1)
    elif kind == 5:
        other = chance.randrange(1, len(blocks))
        blocks[at], blocks[other] = blocks[other], blocks[at]
    elif kind == 6:
        blocks[at] = blocks[at].replace("\nmsgstr", "\n\nmsgstr", 1)
    elif kind == 7:
        blocks.insert(at, 'msgid "Only here"\nmsgstr "`Chỉ` ở đây"')
    else:
        lines = blocks[at].split("\n")
        lines.insert(chance.randrange(len(lines)), chance.choice(["", "# A note", "msgid", '"more"']))
        blocks[at] = "\n".join(lines)
    return "\n\n".join(blocks)


@pytest.mark.parametrize("seed", support.some(range(12), 3))
def test_a_catalog_read_po_file(seed: int) -> None:
    """Only what is around an edit is read; messages, their lines and problems are those of the whole file."""
    chance = random.Random(seed)
    text, before = PO, read_po_file("vi.po", PO.encode(), VI, None)
    for _ in range(12):
        text = edits(text if chance.random() < 0.6 else PO, chance)
        again = read_po_file("vi.po", text.encode(), VI, before)
        fresh = read_po_file("vi.po", text.encode(), VI, None)
        assert dict(again.found) == dict(fresh.found)
        if not any(problem.rule == "catalog-syntax" for problem in fresh.problems):
            assert dict(again.lines) == dict(fresh.lines)
        assert sorted(again.problems) == sorted(fresh.problems)
        before = again


BLOCKS = (
    'msgid ""\nmsgstr "Language: vi\\n"',
    *(f'# A note\nmsgid "Text {number}"\nmsgstr "Bản {number}"' for number in range(40)),
)


@pytest.mark.parametrize(
    ("change", "count"),
    [
        (lambda blocks: blocks, 0),
        (lambda blocks: [*blocks[:9], blocks[9].replace("Bản", "Câu"), *blocks[10:]], 1),
        (lambda blocks: [blocks[0], blocks[1].replace("Bản", "Câu"), *blocks[2:]], 1),
        (lambda blocks: [*blocks[:-1], blocks[-1].replace("Bản", "Câu")], 1),
        (lambda blocks: [*blocks, 'msgid "New"\nmsgstr "Mới"'], 1),
        (lambda blocks: [*blocks[:9], *blocks[10:]], 0),
        (lambda blocks: [*blocks[:9], "# More\n" + blocks[9], *blocks[10:]], 1),
        (lambda blocks: [*blocks[:9], *(each.replace("Bản", "Câu") for each in blocks[9:14]), *blocks[14:]], 5),
        (lambda blocks: [*blocks[:9], blocks[10], blocks[9], *blocks[11:]], 2),
        (lambda blocks: [blocks[0].replace("vi", "VI"), *blocks[1:]], 40),
        (
            lambda blocks: [*blocks[:9], blocks[9].replace("8", "10"), *blocks[10:]],
            1,
        ),  # which stands twice: no file is read
    ],
)
def test_messages_around_an_edit(
    change: Callable[[Sequence[str]], Sequence[str]], count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only those are looked at again; all of them if the header is another one."""
    looked_at: list[str] = []

    def counted(place: Place, message: Message, *rest: Any) -> Iterator[Problem]:
        looked_at.append(str(message.id))
        return message_problems(place, message, *rest)

    before = read_po_file("vi.po", "\n\n".join(BLOCKS).encode(), VI)
    text = "\n\n".join(change(BLOCKS)).encode()
    fresh = read_po_file("vi.po", text, VI)
    monkeypatch.setattr("codepair.language.po.message_problems", counted)
    again = read_po_file("vi.po", text, VI, before)
    assert len(looked_at) == count
    assert (again.text, dict(again.found), dict(again.lines), again.problems) == (
        *(fresh.text, dict(fresh.found), dict(fresh.lines), fresh.problems),
    )


def test_lines_of_another_system_are_read_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """What has carriage returns, or could not be read before, is read again with all that is in it."""
    good = "\n\n".join(BLOCKS)
    for text, earlier in ((good.replace("\n", "\r\n"), good), (good, "msgid\n"), (good, "\udcff")):
        before = read_po_file("vi.po", earlier.encode("utf-8", "surrogateescape"), VI)
        again = read_po_file("vi.po", text.encode(), VI, before)
        assert len(again.found) == 40
        assert again.problems == ()


def shown(project: Project) -> dict[str, bytes]:
    """Return what pages and documents are made of, without a theme."""
    found = api.documents(project.library, project.translators, "https://toys.example/{}".format)
    made = {name: make() for name, make in found}
    assert any(name.endswith("facts/toy.json") for name in made)
    made["pages"] = "\n".join(page.path for page in project.plan.pages).encode()
    return made


EDITS = (
    ("content/toy/200.yml", "It worked", "It really worked"),
    ("content/toy/200.yml", 'code: "200"', 'code: "201"'),
    ("content/toy/404.yml", "related:", "realted:"),
    ("content/toy/protocol.yml", "label: Outcome", "label: What came of it"),
    ("content/toy/protocol.yml", "name: TOY", "name: TOY/2"),
    ("content/toy/pairs/404-vs-486.yml", "summary: ", "summary: In short, "),
    ("content/toy/486.yml", "phrase: ", "phrase: Very "),
    ("mkdocs.yml", "site_name", "site_name"),
)


def test_a_project_read_again(tmp_path: Path) -> None:
    """After each edit, and after it is taken back, the project is the one that a fresh reading gives."""
    root = support.tiny(tmp_path / "project")
    memory = Memory()
    for name, old, new in (*EDITS, *EDITS[::-1]):
        path = root / name
        text = path.read_text(encoding="utf-8")
        assert old in text, (name, old)
        for version in (text.replace(old, new, 1), text):
            path.write_text(version, encoding="utf-8")
            again, problems = open_project(support.settings(root), memory)
            fresh, wrong = open_project(support.settings(root))
            assert sorted(problems) == sorted(wrong)
            assert shown(again) == shown(fresh)


def test_only_what_changed_is_made(tmp_path: Path) -> None:
    """Entries of other files stay the same objects, and so do the locales' translators."""
    root = support.tiny(tmp_path / "project")
    memory = Memory()
    before, _ = open_project(support.settings(root), memory)
    path = root / "content/toy/200.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("It worked", "Done"), encoding="utf-8")
    after, _ = open_project(support.settings(root), memory)
    kept = {
        code for code, entry in after.library.entries["toy"].items() if entry is before.library.entries["toy"][code]
    }
    assert kept == set(after.library.entries["toy"]) - {"200"}
    assert list(after.translators) == list(before.translators)


def test_a_removed_file_is_gone(tmp_path: Path) -> None:
    """An entry whose file is deleted is in no reading any more."""
    root = support.tiny(tmp_path / "project")
    memory = Memory()
    before, _ = open_project(support.settings(root), memory)
    code = next(code for code, entry in before.library.entries["toy"].items() if not entry.related)
    path = root / before.library.entries["toy"][code].path
    path.unlink()
    after, problems = open_project(support.settings(root), memory)
    assert code not in after.library.entries["toy"]
    assert sorted(problems) == sorted(open_project(support.settings(root))[1])


TOY = "content/toy"


def write(root: Path, name: str, text: str) -> None:
    """Write a file, and its folder if need be."""
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def renamed(root: Path, number: int) -> None:
    """Rename a file and its code."""
    for path in (root / TOY).glob("5*.yml"):
        path.unlink()
    text = (root / TOY / "499.yml").read_text(encoding="utf-8").replace("499", str(500 + number))
    write(root, f"{TOY}/{500 + number}.yml", text.replace("park", f"park {number}"))


def broken(root: Path, number: int) -> None:
    """Leave a protocol broken, in another way each time."""
    text = (support.TINY / TOY / "protocol.yml").read_text(encoding="utf-8")
    write(root, f"{TOY}/protocol.yml", text.replace("summary:", f"sumary{number}:"))


def unreadable(root: Path, number: int) -> None:
    """Leave a file that is no YAML, a catalog that is no PO and a registry that is none."""
    write(root, f"{TOY}/404.yml", f"code: [{number}")
    write(root, "locales/vi/LC_MESSAGES/toy.po", f"msgid {number}")
    write(root, f"{TOY}/registry.csv", f"{number}\n")


def moved(root: Path, number: int) -> None:
    """Give a protocol's folder another name."""
    folder = next(path.parent for path in (root / "content").glob("*/protocol.yml"))
    folder.rename(folder.parent / f"toy{number}")


def removed(root: Path, number: int) -> None:
    """Add a protocol, then take it away."""
    if number % 2:
        shutil.copytree(root / TOY, root / "content" / f"other{number}")
    else:
        shutil.rmtree(root / "content" / f"other{number - 1}", ignore_errors=True)


@pytest.mark.parametrize("edit", [renamed, broken, unreadable, moved, removed])
def test_a_memory_does_not_grow(edit: Callable[[Path, int], None], tmp_path: Path) -> None:
    """After any number of edits it holds what one reading asks for, and no more."""
    root = support.tiny(tmp_path / "project")
    memory = Memory()
    open_project(support.settings(root), memory)
    for number in range(1, 13):
        edit(root, number)
        _, problems = open_project(support.settings(root), memory)
        fresh = Memory()
        _, wrong = open_project(support.settings(root), fresh)
        assert len(memory) == len(fresh)
        assert sorted(problems) == sorted(wrong)


def test_a_broken_protocol_is_read_again_only_where_it_changed(tmp_path: Path) -> None:
    """What is wrong with the other files is remembered, whether their protocol can be used or not."""
    root = support.tiny(tmp_path / "project")
    memory = Memory()
    broken(root, 1)
    open_project(support.settings(root), memory)
    name = (_check_shape, f"{TOY}/404.yml")
    before = memory.last(name)
    broken(root, 2)
    open_project(support.settings(root), memory)
    assert before is not None
    assert memory.last(name) is before


def test_a_reading_that_fails_forgets_nothing() -> None:
    """It has not asked for everything."""
    memory = Memory()
    with memory.reading():
        memory.made("kept", (), list)
    with pytest.raises(MemoryError), memory.reading():
        raise MemoryError
    assert memory.last("kept") == []
