"""A YAML file as a tree of texts that knows its places, read within limits."""

from __future__ import annotations

import pytest

from codepair.kit.files import MAX_BYTES
from codepair.kit.problems import Place
from codepair.kit.tree import MAX_DEPTH, MAX_NODES, MAX_PROBLEMS, Node, Plain, load
from tests import models, support

ENTRY = """\
code: 404
names: [a, "", ~, null, 'null', no, 010]
empty:
deep:
  list:
    - one: 1
      two: "x\\n"
    - text
"""


def plain(text: str) -> Plain:
    """Return what a text says, without places."""
    return models.node(text).plain()


def told(raw: bytes) -> str:
    """Return what is wrong with a file from which nothing can be used."""
    node, problems = load("a.yml", raw)
    assert node is None
    (problem,) = problems
    return str(problem)


def test_every_value_is_text() -> None:
    """Nothing is guessed: numbers and words stay as written; what is left empty is None, but not a key."""
    assert plain(ENTRY) == {
        "code": "404",
        "names": ["a", "", None, None, "null", "no", "010"],
        "empty": None,
        "deep": {"list": [{"one": "1", "two": "x\n"}, "text"]},
    }
    assert plain("a: ''\nb: |\n  null\nnull: c\n'': d\n~: e") == {
        "a": "",
        "b": "null\n",
        "null": "c",
        "": "d",
        "~": "e",
    }
    assert plain("! tagged: ! text") == {"tagged": "text"}


def test_where_everything_stands() -> None:
    """Lines and columns of values and of fields; of what is not there, those of the nearest thing around it."""
    node = models.node(ENTRY, "a.yml")

    def place(line: int, column: int) -> Place:
        return Place("a.yml", line, column)

    assert node.at() == place(1, 1)
    assert node.at("names", 6) == place(2, 37)
    assert node.at("names", 7) == node.at("names", 9, "x") == node.at("names") == place(2, 8)
    assert node.at("deep", "list", 0, "two") == place(7, 12)
    assert node.at("deep", "list", 1, "two") == node.at("deep", "list", 1) == place(8, 7)
    assert node.at("names", "x") == place(2, 8)
    assert node.at("deep", 0) == place(5, 3)
    assert node.key("deep", "list", 0, "two") == place(7, 7)
    assert node.key("deep", "list", 0, "three") == place(6, 7)
    assert node.key("deep", "list", 1) == place(8, 7)
    assert node.key("deep", "other", "x") == place(5, 3)
    assert node.at("deep", "other", "list") == place(5, 3)
    assert node.key("deep") == place(4, 1)


def test_what_stands_in_a_node() -> None:
    """A field by its name, an item by its number; nothing else."""
    node = models.node(ENTRY)
    deep = node.child("deep")
    assert isinstance(deep, Node)
    listed = deep.child("list")
    assert listed is not None
    assert listed.child(1) is not None
    assert listed.child(2) is None
    assert listed.child("1") is None
    assert node.child(0) is None
    code = node.child("code")
    assert code is not None
    assert (code.child("x"), code.child(0), code.keys) == (None, None, {})


def test_only_mappings_have_keys_of_their_own() -> None:
    """What has none shares an empty dictionary, which stays empty."""
    node = models.node("a: {b: c}\nd: []")
    assert [*node.keys] == ["a", "d"]
    assert node.keys["d"] == Place("content/toy/x.yml", 2, 1)
    first, second = node.child("a"), node.child("d")
    assert first is not None
    assert second is not None
    assert [*first.keys] == ["b"]
    assert second.keys == Node(node.place, None).keys == {}
    assert second.keys is Node(node.place, None).keys


# -- limits


def test_a_file_of_just_as_many_bytes() -> None:
    """It is read; one byte more is not."""
    text = b"a: b #"
    assert load("a.yml", text.ljust(MAX_BYTES, b"x"))[1] == []
    assert told(text.ljust(MAX_BYTES + 1, b"x")) == (
        "a.yml:1:1: error: The file has 1,000,001 bytes; more than 1,000,000 are not read. Split it, or remove "
        "what is no text. [file-size]"
    )


def test_a_file_of_just_as_many_values() -> None:
    """The mapping, its field and its list count, and every item."""
    items = MAX_NODES - 3
    assert len(models.node(f"a: [{'x,' * items}]").plain()["a"]) == items  # type: ignore[index, call-overload, arg-type]
    assert told(f"a: [{'x,' * items}\n y]".encode()) == (
        "a.yml:2:2: error: More than 20,000 fields and values are not read. Split the file. [file-size]"
    )


def test_nesting_that_is_just_as_deep() -> None:
    """The mapping itself is the first level."""
    lists = MAX_DEPTH - 1
    assert models.node(f"a: {'[' * lists}{']' * lists}").child("a") is not None
    assert told(f"a: {'[' * lists}[{']' * lists}]".encode()) == (
        "a.yml:1:23: error: More than 20 levels of nesting are not read. [yaml]"
    )


def test_fields_that_stand_twice() -> None:
    """The first one counts; each other is a problem, but not more of them than anybody reads."""
    node, problems = load("a.yml", b"a: 1\nb: 2\na: 3\n")
    assert [str(problem) for problem in problems] == [
        "a.yml:3:1: error: Field 'a' stands twice; the first is in line 1. Only one would count: remove the other. "
        "[duplicate-field]"
    ]
    assert node is not None
    assert node.plain() == {"a": "1", "b": "2"}
    assert node.keys["a"] == Place("a.yml", 1, 1)
    node, problems = load("a.yml", b"a: 1\n" * (MAX_PROBLEMS + 5))
    assert [problem.place.line for problem in problems] == list(range(2, MAX_PROBLEMS + 2))
    assert node is not None


REFUSED = {
    "nothing": b"",
    "a comment": b"# a: b\n",
    "a null": b"~\n",
    "a text": b"just text\n",
    "a list": b"\n- a\n",
    "two documents": b"a: b\n---\nc: d\n",
    "an alias": b"a: b\nc: *d\n",
    "an anchor": b"a: &b c\n",
    "an anchored list": b"a:\n  - &b [c]\n",
    "a tag": b"a: !!int 7\n",
    "a tagged list": b"a: !own [b]\n",
    "a list as a field": b"a: b\n? [c]\n: d\n",
    "a tab": b"a:\n\tb: c\n",
    "a tab that is not the first": b"a:\n  \tb: c\n",
    "a tab after a colon": b"a: b:\tc\n",
    "a tab after a hyphen": b"-\ta\n",
    "a tab before a mistake": b"a: b\n \tc: d\n",
    "a tab where no mistake is": b"a: b: c\td\n",
    "no end of a list": b"a: [b\n",
    "no end of a text": b'a: "b\n',
    "a control character": "a: b\nc: đ\x07\n".encode(),
    "a control character of two bytes": "a: đ\nc: Có\x80 \x80\n".encode(),
    "a control character at once": b"\x07",
    "UTF-16": "a: b".encode("utf-16"),
    "no UTF-8": b"a: \xff",
}


def test_what_is_not_read() -> None:
    """Each has its place and a sentence; nothing of the file is used."""
    told_ = [f"{name}: {told(raw)}" for name, raw in REFUSED.items()]
    support.assert_golden("yaml.txt", "\n".join(told_) + "\n")


@pytest.mark.parametrize("text", ["a: b\n...\n", "---\na: b\n", "%YAML 1.1\n---\na: b\n", "# c\n\na: b # d\n"])
def test_what_stands_around_a_document(text: str) -> None:
    """Its marks and comments say nothing."""
    assert plain(text) == {"a": "b"}


def test_a_list_that_has_a_field_twice() -> None:
    """A file that is no mapping and wrong elsewhere, too: both are told."""
    node, problems = load("a.yml", b"- a: b\n  a: c\n")
    assert node is None
    assert [problem.rule for problem in problems] == ["duplicate-field", "yaml"]
    assert problems[1].place == Place("a.yml", 1, 1)
