"""The loader never guesses, never raises and always says where."""

from __future__ import annotations

import string

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from codepair.kit.files import MAX_BYTES
from codepair.kit.tree import Node, load

_WORDS = st.text(string.ascii_letters + string.digits + " .:#'-ạộễ", min_size=1, max_size=20)
_TREES = st.recursive(
    _WORDS,
    lambda children: (
        st.lists(children, min_size=1, max_size=3)
        | st.dictionaries(_WORDS.filter(str.strip), children, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


def test_scalars_are_the_text_in_the_file() -> None:
    """What YAML 1.1 would turn into numbers, dates and booleans stays as it is written."""
    node, problems = load("x.yml", b"a: 4.10\nb: 010\nc: no\nd: 2026-11-23\ne: 0x1F\nf: ~\ng:\nh: 'null'\n")
    assert problems == []
    assert node is not None
    assert node.plain() == {
        "a": "4.10",
        "b": "010",
        "c": "no",
        "d": "2026-11-23",
        "e": "0x1F",
        "f": None,
        "g": None,
        "h": "null",
    }


def test_places_count_from_one_and_in_characters() -> None:
    """Editors count so."""
    node, _ = load("x.yml", "ế: {b: [c, d]}\n".encode())
    assert node is not None
    place = node.at("ế", "b", 1)
    assert (place.line, place.column) == (1, 12)
    assert node.key("ế", "b").column == 5


def test_large_files_are_not_read() -> None:
    """A file of a megabyte is a mistake."""
    node, problems = load("x.yml", b"a" * (MAX_BYTES + 1))
    assert node is None
    assert [problem.rule for problem in problems] == ["file-size"]


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes(raw: bytes) -> None:
    """Whatever stands in a file: a node or a problem, with path, line and column, never an exception."""
    node, problems = load("content/toy/x.yml", raw)
    assert node is not None or problems
    for problem in problems:
        assert problem.place.path == "content/toy/x.yml"
        assert problem.place.line >= 1
        assert problem.place.column >= 1


@given(st.text("{}[]:,-#&*!|>'\"%@`\t\n ab", max_size=60))
def test_yaml_like_text(text: str) -> None:
    """Near-YAML is where parsers stumble."""
    node, problems = load("x.yml", text.encode())
    assert node is not None or problems


@settings(deadline=None)  # how long one example takes is the machine's affair
@given(st.dictionaries(_WORDS.filter(str.strip), _TREES, min_size=1, max_size=4))
def test_round_trip(tree: dict[str, object]) -> None:
    """A tree of text, written by PyYAML with every scalar quoted, is read back exactly."""
    text = yaml.safe_dump(tree, allow_unicode=True, default_style='"', width=10_000)
    node, problems = load("x.yml", text.encode())
    assert problems == []
    assert isinstance(node, Node)
    assert node.plain() == tree
