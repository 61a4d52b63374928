"""Small things that every wing relies on: texts in parts, characters nobody sees, what is remembered, a tether."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from codepair.kit.characters import invisible, invisible_in_name, refused_in_translation
from codepair.kit.memory import Forgetful, Memory, once
from codepair.kit.text import N_, code_spans, markup, parts, placeholders, to_html, to_plain, unbalanced

# -- texts


@pytest.mark.parametrize(
    ("text", "whole", "filled"),
    [
        ("", [], []),
        ("a", [("text", "a")], [("text", "a")]),
        ("`a`", [("code", "a")], [("code", "a")]),
        ("`a``b`c", [("code", "a"), ("code", "b"), ("text", "c")], [("code", "a"), ("code", "b"), ("text", "c")]),
        ("{a} `b`", [("text", "{a} "), ("code", "b")], [("slot", "a"), ("text", " "), ("code", "b")]),
        ("`{a}`", [("code", "{a}")], [("slot", "a")]),
        ("`{a} b`", [("code", "{a} b")], [("code", "{a} b")]),
        ("{1} {a-b_2} {}", [("text", "{1} {a-b_2} {}")], [("text", "{1} "), ("slot", "a-b_2"), ("text", " {}")]),
        ("` a", [("text", "` a")], [("text", "` a")]),
    ],
)
def test_parts_of_a_text(text: str, whole: list[tuple[str, str]], filled: list[tuple[str, str]]) -> None:
    """Characters and code spans; placeholders only where they are asked for."""
    assert [*parts(text)] == whole
    assert [*parts(text, placeholders=True)] == filled


def test_texts_as_html() -> None:
    """Quotes stay in a text and are escaped in an address; only what has an address is a link."""
    assert to_html('"a" & `\'<b>\' "c"`') == '"a" &amp; <code>\'&lt;b&gt;\' "c"</code>'
    assert to_html("`a` `b`", {"a": '?"&'}.get) == '<a href="?&quot;&amp;"><code>a</code></a> <code>b</code>'
    assert to_plain("`a` {b}`c`") == "a {b}c"
    assert code_spans("`{b}` {a} `a`") == ["a", "{b}"]
    assert placeholders("`{b}` {a} {a} `{c} d`") == {"a", "b"}


@pytest.mark.parametrize(
    ("text", "is_so"),
    [("", False), ("`a`", False), ("`a` `b`", False), ("`", True), ("`a` `", True), ("``", True), ("`a``b`", True)],
)
def test_back_ticks_without_a_partner(text: str, is_so: bool) -> None:
    """An odd one, or two with nothing between them."""
    assert unbalanced(text) is is_so


@pytest.mark.parametrize(
    ("text", "found"),
    [
        *(
            ("a <b>", "<b>"),
            ("</p>", "</p>"),
            ("a<!-- b", "<!--"),
            ("**b", "**b"),
            ("a __b", "__b"),
            ("&nbsp;", "&nbsp;"),
        ),
        *(("&#10;", "&#10;"), ("&#xA0;", "&#xA0;"), ("![a](b)", "![a](b)"), ("[a](b) [c](d)", "[a](b)")),
        *(
            (text, None)
            for text in ("a < b > c", "** b", "a__b", "& b;", "[a] (b)", "`<b>`", "`a` & `<b>`", "a_b_", "&a")
        ),
        ("`<b>` <i>", "<i>"),
    ],
)
def test_what_looks_like_mark_up(text: str, found: str | None) -> None:
    """The first of it outside code spans."""
    assert markup(text) == found


def test_words_are_marked_for_extraction() -> None:
    """And stay what they are."""
    assert N_("Home") == "Home"


# -- characters

SEEN = (*" aXéệ電😀\u2010\u061b\u2070\ufdff",)
CONTROLS = (*"\x00\x08\x0b\x0c\x0e\x1f\x7f\x9f\u2028\u2029\u202a\u202e\ufff9",)
PRIVATE = (*"\uffff\ue000\uf8ff\U000e0000\U000e0fff\U000f0000\U0010ffff",)
MARKS = (*"\u061c\u180e\u200b\u200e\u200f\u2060\u2066\u2069\u206f\ufeff",)
FILLERS = (*"\u00ad\u034f\u115f\u1160\u17b4\u17b5\u200c\u200d\u2800\u3164\ufe00\ufe0f\uffa0",)
BREAKS = ("\r", "\n", "\t")


@pytest.mark.parametrize(
    ("find", "found"),
    [
        (invisible, {*CONTROLS, *PRIVATE, *MARKS}),
        (invisible_in_name, {*CONTROLS, *PRIVATE, *MARKS, *FILLERS, *BREAKS}),
        (refused_in_translation, {*CONTROLS, *PRIVATE, "\u2066", "\u2069"}),
    ],
)
def test_characters_that_nobody_sees(find: Callable[[str], str | None], found: set[str]) -> None:
    """One of them, wherever it stands; all others may be there."""
    every = {*SEEN, *CONTROLS, *PRIVATE, *MARKS, *FILLERS, *BREAKS}
    assert {character for character in every if find(f"a{character}b") is not None} == found
    assert {find(f"a{character}{character}") for character in found} == found
    assert find("") is None


def test_isolates_are_closed() -> None:
    """Each that is open, in its order; two may stand within each other."""
    assert refused_in_translation("\u2066a\u2067b\u2069c\u2069") is None
    assert refused_in_translation("\u2066a\u2067b\u2069") == "\u2066"
    assert refused_in_translation("\u2066a\u2069\u2069\u2068") == "\u2069"
    assert refused_in_translation("\u2068\x00") == "\x00"


# -- memory


def test_what_is_the_same() -> None:
    """Bytes, texts and numbers that are equal; of all else one and the same object. One name has one value."""
    memory, made = Memory(), list[int]()

    def make() -> int:
        made.append(1)
        return len(made)

    def count(*inputs: object) -> int:
        return memory.made("name", inputs, make)

    one, other = [1], [1]
    for inputs in ((b"a", "b", 3, one), (b"".join([b"a"]), "".join(["b"]), 3, one)):
        assert count(*inputs) == 1
    assert count(b"a", "b", 3, other) == 2
    assert count(b"a", "b", 4, other) == 3
    assert count(b"a", "c", 4, other) == 4
    assert count(b"b", "c", 4, other) == 5
    assert count(b"b", "c", 4) == 6
    assert count(b"b", "c", 4, other) == 7
    assert count() == 8
    assert count() == 8
    assert len(memory) == 1
    assert memory.last("name") == 8
    assert memory.last("other") is None


def test_what_a_reading_does_not_ask_for() -> None:
    """It is forgotten at its end; what was asked for before it began is not asked for in it."""
    memory = Memory()
    memory.made("a", (), lambda: 1)
    with memory.reading():
        memory.made("b", (), lambda: 2)
        assert memory.last("a") == 1
    assert (memory.last("a"), memory.last("b"), len(memory)) == (None, 2, 1)
    with memory.reading():
        assert memory.made("b", (), lambda: 3) == 2
    assert memory.made("a", (), lambda: 4) == 4


def test_a_build_remembers_nothing() -> None:
    """It makes everything once."""
    forgetful = Forgetful()
    assert forgetful.made("a", (), list) is not forgetful.made("a", (), list)
    assert (len(forgetful), forgetful.last("a")) == (0, None)


def test_once_an_object() -> None:
    """As long as it lives; another one, even an equal one, is asked again."""

    class Thing:
        """Something that is equal only to itself."""

    asked: list[Thing] = []

    @once
    def number(thing: Thing) -> int:
        """Count."""
        asked.append(thing)
        return len(asked)

    one, other = Thing(), Thing()
    assert [number(one), number(one), number(other), number(one)] == [1, 1, 2, 1]
    assert (number.__name__, number.__doc__) == ("number", "Count.")
    asked.clear()
    del one
    assert number(Thing()) == 1


# -- tether

CHILD = """
import os, sys, time
from codepair.kit.tether import tie
tie(int(sys.argv[1]) or os.getppid())
print("tied", flush=True)
time.sleep(60)
"""

PARENT = """
import os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", sys.argv[1], str(os.getpid())], stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
os.kill(os.getpid(), 9)
"""


def test_a_process_is_not_left_alone() -> None:
    """It ends with the one that started it, however that ended; at once if that has ended already."""
    orphan = subprocess.run([sys.executable, "-c", CHILD, "1"], capture_output=True, check=False, timeout=30)
    assert (orphan.returncode, orphan.stdout, orphan.stderr) == (1, b"", b"")
    if sys.platform != "linux":
        return
    # What it prints ends when nobody is left who could print.
    parent = subprocess.run([sys.executable, "-c", PARENT, CHILD], capture_output=True, check=False, timeout=30)
    assert parent.returncode == -signal.SIGKILL
    assert int(parent.stdout) > 0
