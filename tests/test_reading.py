"""A content folder as a library: which files are read, in which order, and what of them is read again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from codepair.kit.memory import Memory
from codepair.kit.problems import Problem, report
from codepair.library.building.entry import build_entry
from codepair.library.building.pair import build_pair
from codepair.library.model import Library, Reference
from codepair.library.reading import read_library
from codepair.library.registry import RegistryRow
from tests import support

PROTOCOL = """
name: {name}
title: The {name} protocol
summary: What {name} does.
specifications:
  - {{id: BOOK, title: The Book, url: "https://codes.example/book"}}
"""

ENTRY = """
code: "{code}"
sources:
  - {{cite: BOOK#1, for: [description, when_seen, fix, use_when]}}
description: What {code} of {name} describes.
when_seen: When {code} of {name} is seen.
fix: How {code} of {name} is mended.
use_when: When {code} of {name} is right.
says: "`{code}` says it."
"""

PAIR = """
codes: ["{a}", "{b}"]
summary: What sets {a} and {b} apart.
which: Which of {a} and {b} is right.
sources:
  - {{cite: BOOK#2, for: [summary, which]}}
"""


def protocol(name: str, *codes: str, pairs: tuple[str, ...] = (), more: str = "") -> dict[str, str]:
    """Return the files of a protocol's folder, by path; a pair is given as ``1-vs-2``."""
    made = {"protocol.yml": PROTOCOL.format(name=name) + more}
    made.update({f"{code}.yml": ENTRY.format(code=code, name=name) for code in codes})
    for pair in pairs:
        a, _, b = pair.partition("-vs-")
        made[f"pairs/{pair}.yml"] = PAIR.format(a=a, b=b)
    return {f"content/{name}/{path}": text for path, text in made.items()}


def write(root: Path, files: Mapping[str, str]) -> None:
    """Write files, given by their paths."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def read(root: Path, memory: Memory | None = None) -> tuple[Library, list[Problem]]:
    """Read the library of a folder."""
    return read_library(root / "content", root, *([] if memory is None else [memory]))


def clean(root: Path, memory: Memory | None = None) -> Library:
    """Read a library in which nothing is wrong."""
    library, problems = read(root, memory)
    assert report(problems) == ""
    return library


def test_protocols_stand_in_the_order_of_their_ranks(tmp_path: Path) -> None:
    """The smallest first, then those without a rank by their names; what is in a folder by itself is none."""
    names = [f"p{number}" for number in range(9)]
    ranks = {"z": "rank: '10'", "b": "", "y": "rank: '9'", "x": "rank: '10'", "a": "", **dict.fromkeys(names, "")}
    ranks |= {"v": "rank: '1'", "w": "rank: '0'"}
    for name, more in ranks.items():
        write(tmp_path, protocol(name, "1", more=more))
    write(tmp_path, {"content/notes/1.yml": "x", "content/1.yml": "x", "content/protocol.yml": "x"})
    library = clean(tmp_path)
    assert list(library.protocols) == ["w", "v", "y", "x", "z", "a", "b", *names]
    assert {name: list(entries) for name, entries in library.entries.items()} == {
        name: ["1"] for name in library.protocols
    }
    assert library.guided == dict.fromkeys(library.protocols, ())
    assert library.registries == {}
    assert library.protocols["x"].path == "content/x/protocol.yml"
    assert (library.protocols["x"].registry_name, library.protocols["x"].registry_url) == (None, None)
    assert (library.protocols["x"].rank, library.protocols["a"].rank) == (10, None)


def test_codes_and_pairs_stand_in_their_order(tmp_path: Path) -> None:
    """As numbers, wherever their files stand in a folder's list."""
    pairs = ("2-vs-9", "2-vs-10", "9-vs-10", "9-vs-1000", "10-vs-1000")
    write(tmp_path, protocol("toy", "1000", "10", "9", "2", pairs=pairs))
    library = clean(tmp_path)
    assert list(library.entries["toy"]) == ["2", "9", "10", "1000"]
    assert [pair.slug for pair in library.guided["toy"]] == list(pairs)
    paths = [node.place.path for node in library.nodes["toy"]]
    assert paths == [
        "content/toy/protocol.yml",
        *(f"content/toy/{name}.yml" for name in ("10", "1000", "2", "9")),
        *(f"content/toy/pairs/{name}.yml" for name in sorted(pairs)),
    ]
    assert library.entries["toy"]["9"].path == "content/toy/9.yml"


@pytest.mark.parametrize(
    ("files", "unread"),
    [
        ({}, []),
        (
            {"content/toy/1.yml": ENTRY.format(code="1", name="toy")},
            [
                "content/toy/1.yml:1:1: error: This entry is not read: 'content/toy' has no 'protocol.yml'. "
                "Write one, or put the entry elsewhere. [unread]"
            ],
        ),
    ],
)
def test_nothing_to_read(files: Mapping[str, str], unread: list[str], tmp_path: Path) -> None:
    """A folder without a protocol, whose entry is named, and none at all."""
    write(tmp_path, files)
    library, problems = read(tmp_path)
    assert report(problems).splitlines() == [
        "content:1:1: error: No protocol found: 'content/<protocol>/protocol.yml' does not exist. Write one. "
        "[no-content]",
        *unread,
    ]
    assert (library.protocols, library.entries, library.nodes, library.unread) == ({}, {}, {}, frozenset())


def test_a_protocol_whose_file_leads_nowhere(tmp_path: Path) -> None:
    """It does not vanish without a word."""
    write(tmp_path, protocol("toy", "1"))
    (tmp_path / "content/toy/protocol.yml").unlink()
    (tmp_path / "content/toy/protocol.yml").symlink_to("gone.yml")
    library, problems = read(tmp_path)
    assert [problem.rule for problem in problems] == ["unreadable"]
    assert library.unread == {"toy"}
    assert library.protocols == {}


def test_files_that_are_almost_read(tmp_path: Path) -> None:
    """Endings that a system may take for the same, beside entries and pairs; other files are nobody's business."""
    write(tmp_path, protocol("toy", "1", "2", pairs=("1-vs-2",)))
    for name in ("A.YML", "b.yaml", "c.Yaml", "d.yml.bak", "e.txt", "yml", "pairs/1-vs-3.YAML"):
        write(tmp_path, {f"content/toy/{name}": "x"})
    library, problems = read(tmp_path)
    assert [str(problem) for problem in problems] == [
        f"content/toy/{path}:1:1: error: '{path.rpartition('/')[2]}' is not read: name it '{name}.yml', "
        "or remove it. [code-path]"
        for path, name in (("A.YML", "a"), ("b.yaml", "b"), ("c.Yaml", "c"), ("pairs/1-vs-3.YAML", "1-vs-3"))
    ]
    assert list(library.entries["toy"]) == ["1", "2"]


def test_what_is_broken_is_remembered_by_its_names(tmp_path: Path) -> None:
    """What the file says its code is, and what it is called; all the same, the others are read."""
    write(tmp_path, protocol("toy", "1", "2", "3", "4", pairs=("1-vs-2",)))
    write(
        tmp_path,
        {
            "content/toy/2.yml": "code: ' Two '\nx: y",
            "content/toy/3.yml": "code: '3'\nx: y",
            "content/toy/4.yml": "code: [4",
            "content/toy/5.yml": "code: [5]",
            "content/toy/6.yml": "x: y",
            "content/toy/7.yml": "code: ''\nx: y",
        },
    )
    library, problems = read(tmp_path)
    assert list(library.entries["toy"]) == ["1"]
    assert library.broken == tuple(Reference("toy", code) for code in ("Two", "2", "3", "4", "5", "6", "7"))
    assert library.guided == {"toy": ()}
    assert library.unread == {"toy"}
    assert {problem.place.path for problem in problems} == {f"content/toy/{number}.yml" for number in range(2, 8)}


TAKEN = (
    *("compare", "api", "assets", "pagefind", "search", "404.html", "index.html", "llms.txt"),
    *("llms-full.txt", "llms-full"),
    *("robots.txt", "sitemap.xml", "sitemap.xml.gz", "_headers", "_redirects", "cname"),
)
OWN = {
    "questions": "the questions that protocols share",
    "pairs": "what sets codes of two protocols apart",
    "mappings": "the tables that lead from one protocol to another",
    "data": "what is read beside protocols",
}


def test_folders_that_are_taken(tmp_path: Path) -> None:
    """Names of the site's own files and of what hosts look for; and those that no address can be made of."""
    for name in (*TAKEN, *OWN, "A b", "toy.1"):
        write(tmp_path, protocol(name, "1"))
    library, problems = read(tmp_path)
    assert list(library.protocols) == ["toy.1"]
    assert {problem.place.path: problem.message for problem in problems} == {
        "content/A b/protocol.yml": "The folder 'A b' is part of addresses: name it 'a-b'.",
        **{
            f"content/{name}/protocol.yml": (
                f"The site has a folder '{name}' of its own. Give the protocol's folder another name."
            )
            for name in TAKEN
        },
        **{
            f"content/{name}/protocol.yml": (
                f"'{name}' below the content is for {what}. Give the protocol's folder another name."
            )
            for name, what in OWN.items()
        },
    }
    assert {problem.rule for problem in problems} == {"code-path"}


def test_a_pair_that_cannot_be_read(tmp_path: Path) -> None:
    """The others are."""
    write(tmp_path, protocol("toy", "1", "2", "3", pairs=("1-vs-2", "2-vs-3")))
    write(tmp_path, {"content/toy/pairs/1-vs-3.yml": "codes: ["})
    library, problems = read(tmp_path)
    assert [problem.place.path for problem in problems] == ["content/toy/pairs/1-vs-3.yml"]
    assert [pair.slug for pair in library.guided["toy"]] == ["1-vs-2", "2-vs-3"]
    assert library.unread == {"toy"}


def test_without_their_protocol_files_say_what_is_wrong_with_themselves(tmp_path: Path) -> None:
    """Fields that none of their kind has; what only the protocol knows is not asked."""
    write(tmp_path, protocol("toy", "1", "2", pairs=("1-vs-2",)))
    write(
        tmp_path,
        {
            "content/toy/protocol.yml": "nam: TOY",
            "content/toy/1.yml": ENTRY.format(code="1", name="toy") + "x: y",
            "content/toy/2.yml": ENTRY.format(code="2", name="toy").replace("BOOK", "NOBODY'S"),
            "content/toy/3.yml": "code: [3",
            "content/toy/pairs/1-vs-2.yml": PAIR.format(a="1", b="2") + "y: z",
            "content/toy/pairs/1-vs-3.yml": "codes: [",
        },
    )
    library, problems = read(tmp_path)
    assert library.protocols == {}
    assert [line for line in report(problems).splitlines() if "protocol.yml" not in line] == [
        "content/toy/1.yml:10:1: error: Unknown field 'x'. Known are 'code', 'number', 'phrase', 'gloss', 'says', "
        "'also', 'status', 'since', 'reviewed', 'related', 'sources', 'description', 'when_seen', 'fix', "
        "'use_when', 'facts', 'flow'. [unknown-field]",
        "content/toy/3.yml:2:1: error: This is not valid YAML: did not find expected ',' or ']'. Quote the text or "
        "correct the indentation. [yaml]",
        "content/toy/pairs/1-vs-2.yml:7:1: error: Unknown field 'y'. Known are 'codes', 'summary', 'question', "
        "'next', 'mistake', 'which', 'decision', 'sources'. [unknown-field]",
        "content/toy/pairs/1-vs-3.yml:2:1: error: This is not valid YAML: did not find expected node content. "
        "Quote the text or correct the indentation. [yaml]",
    ]
    assert len(problems) == len(set(problems))
    assert {problem.rule for problem in problems if "protocol.yml" in problem.place.path} == {
        *("unknown-field", "missing-field"),
    }
    assert {node.place.path.rpartition("/")[2] for node in library.nodes["toy"]} == {
        *("protocol.yml", "1.yml", "2.yml", "1-vs-2.yml"),
    }


SHARED = """
questions:
  - {id: again, type: choice, label: Again, values: [{id: "yes1", label: "Yes"}, {id: "no1", label: "No"}]}
"""


def test_questions_of_several_protocols(tmp_path: Path) -> None:
    """They are read once for all; their texts belong to no protocol."""
    write(tmp_path, {"content/questions.yml": SHARED, **protocol("toy", "1", more="questions: [again]")})
    library = clean(tmp_path)
    assert library.protocols["toy"].questions["again"].is_shared
    assert [node.place.path for node in library.nodes["questions"]] == ["content/questions.yml"]
    for text, rule in (("questions: [", "yaml"), ("questions: []", "wrong-type")):
        write(tmp_path, {"content/questions.yml": text, "content/toy/1.yml": "code: '1'\nx: y"})
        library, problems = read(tmp_path)
        assert library.protocols == {}
        assert [problem.rule for problem in problems if problem.place.path == "content/questions.yml"] == [rule]
        assert "unknown-question" not in {problem.rule for problem in problems}
        assert "unknown-field" in {problem.rule for problem in problems}
    write(tmp_path, {"content/toy/protocol.yml": "nam: TOY"})
    assert "unknown-field" in {p.rule for p in read(tmp_path)[1] if p.place.path == "content/toy/protocol.yml"}


def test_a_copy_of_the_registry(tmp_path: Path) -> None:
    """Its rows, without blanks around their values; None without a file, or if it is none."""
    write(tmp_path, protocol("toy", "1"))
    file = "content/toy/registry.csv"
    text = "status,code,name,reference,note\nregistered, 1 ,One,BOOK#1,x\n\nunused,2,Two\n"
    write(tmp_path, {file: text})
    assert clean(tmp_path).registries == {
        "toy": (
            RegistryRow("1", "One", "BOOK#1", "registered", "", 2),
            RegistryRow("2", "Two", "", "unused", "", 4),
        )
    }
    write(tmp_path, {file: "code,name,reference,status,number\nA,One,BOOK,registered, 7\n"})
    assert clean(tmp_path).registries == {"toy": (RegistryRow("A", "One", "BOOK", "registered", "7", 2),)}
    for wrong, said in (
        ("code,name,status\n", "The registry needs the columns 'code', 'name', 'reference', 'status'. [registry]"),
        ("", "The registry needs the columns 'code', 'name', 'reference', 'status'. [registry]"),
        (
            "\ufeffcode,name,reference,status\n",
            "The file starts with a byte order mark. Save it as UTF-8 without one. [encoding]",
        ),
    ):
        write(tmp_path, {file: wrong})
        library, problems = read(tmp_path)
        assert report(problems) == f"{file}:1:1: error: {said}"
        assert library.registries == {}
    quoted = 'code,name,reference,status\n"1","One\n",a,b\n2,"' + "x" * 200_000
    write(tmp_path, {file: quoted})
    library, problems = read(tmp_path)
    assert report(problems) == (
        f"{file}:4:1: error: This line is no row of a CSV file: field larger than field limit (131072). Correct "
        "its quotes, commas and line ends. [registry]"
    )
    (tmp_path / file).unlink()
    (tmp_path / file).symlink_to("gone")
    assert [problem.rule for problem in read(tmp_path)[1]] == ["unreadable"]


# -- what is remembered


def test_only_what_an_edit_reaches_is_made_again(tmp_path: Path) -> None:
    """A pair depends on its two entries; if one is missing, on all of them: each could be it."""
    write(tmp_path, protocol("toy", "1", "2", "3", pairs=("1-vs-2", "2-vs-3")))
    write(tmp_path, {"content/toy/pairs/1-vs-4.yml": PAIR.format(a="1", b="4")})
    memory = Memory()

    def made(name: str) -> object:
        value = memory.last((build_pair, f"content/toy/pairs/{name}.yml"))
        assert value is not None
        return value

    first, _ = read(tmp_path, memory)
    before = {name: made(name) for name in ("1-vs-2", "2-vs-3", "1-vs-4")}
    assert [pair.slug for pair in first.guided["toy"]] == ["1-vs-2", "2-vs-3"]
    write(tmp_path, {"content/toy/3.yml": ENTRY.format(code="3", name="edited")})
    second, _ = read(tmp_path, memory)
    assert {name: made(name) is value for name, value in before.items()} == {
        "1-vs-2": True,
        "2-vs-3": False,
        "1-vs-4": False,
    }
    assert second.entries["toy"]["1"] is first.entries["toy"]["1"]
    assert second.guided["toy"][0] is first.guided["toy"][0]
    assert second.guided["toy"][1].b is second.entries["toy"]["3"]
    write(tmp_path, {"content/toy/4.yml": ENTRY.format(code="4", name="toy")})
    assert [pair.slug for pair in clean(tmp_path, memory).guided["toy"]] == ["1-vs-2", "1-vs-4", "2-vs-3"]


@pytest.mark.parametrize("codes", ["[1]", "'1'", "[[1], 2]", "", "{a: b}"])
def test_a_pair_of_anything_is_made_again(codes: str, tmp_path: Path) -> None:
    """What its codes are nobody can say, so every entry could change what is wrong with it."""
    write(tmp_path, protocol("toy", "1", "2"))
    text = PAIR.format(a="1", b="2").replace('["1", "2"]', codes)
    write(tmp_path, {"content/toy/pairs/1-vs-2.yml": text})
    memory = Memory()
    for number in range(2):
        write(tmp_path, {"content/toy/2.yml": ENTRY.format(code="2", name=f"edit {number}")})
        again, problems = read(tmp_path, memory)
        fresh, wrong = read(tmp_path)
        assert sorted(problems) == sorted(wrong)
        assert [*again.guided["toy"]] == [*fresh.guided["toy"]] == []


def test_an_entry_depends_on_its_file_and_its_protocol(tmp_path: Path) -> None:
    """And a file that was not written since is not even opened."""
    write(tmp_path, protocol("toy", "1", "2"))
    memory = Memory()
    clean(tmp_path, memory)
    before = {code: memory.last((build_entry, f"content/toy/{code}.yml")) for code in ("1", "2")}
    write(tmp_path, {"content/toy/1.yml": ENTRY.format(code="1", name="toy")})
    clean(tmp_path, memory)
    assert all(memory.last((build_entry, f"content/toy/{code}.yml")) is value for code, value in before.items())
    write(tmp_path, {"content/toy/protocol.yml": PROTOCOL.format(name="toy") + "rank: '1'"})
    clean(tmp_path, memory)
    assert not any(memory.last((build_entry, f"content/toy/{code}.yml")) is value for code, value in before.items())


def test_the_tiny_site_has_every_part() -> None:
    """Nothing is wrong with what other tests begin with but one warning that is meant."""
    library, problems = read_library(support.TINY / "content", support.TINY)
    assert problems == []
    assert list(library.entries["toy"]) == ["200", "404", "486", "499"]
