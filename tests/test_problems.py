"""What a problem looks like in a terminal: its line, names that are nearest, lists that are not too long."""

from __future__ import annotations

import pytest

from codepair.kit.problems import MAX_MESSAGE, MAX_NAME, MAX_NAMES, Place, Problem, errors, one_of, report, suggest


def line(message: str, path: str = "a.yml") -> str:
    """Return a problem as it is printed."""
    return str(Problem(Place(path, 3, 4), "yaml", message))


def test_a_long_message_loses_its_middle() -> None:
    """Its beginning says what is wrong, its end what to do; one that just fits is whole."""
    fitting = "a" * 300 + "b" * 300
    assert len(fitting) == MAX_MESSAGE
    assert line(fitting) == f"a.yml:3:4: error: {fitting} [yaml]"
    long = "a" * 300 + "b" * 101 + "c" * 200
    assert line(long) == f"a.yml:3:4: error: {'a' * 300}{'b' * 99}…{'c' * 200} [yaml]"
    assert len(line(long)) == len(line(fitting))


@pytest.mark.parametrize(
    "character",
    [
        *("\x00", "\x07", "\n", "\r", "\x1b", "\x1f", "\x7f", "\x85", "\x9b", "\x9f", "\u061c", "\u200b", "\u200e"),
        *("\u200f", "\u2028", "\u202a", "\u202e", "\u2060", "\u2066", "\u206f", "\ufeff", "\ud800", "\udfff"),
        *("\ue000", "\uf8ff", "\ufff9", "\uffff"),
    ],
)
def test_nothing_moves_the_cursor(character: str) -> None:
    """What would end the line, move its cursor or hide is written out, in messages and in paths."""
    shown = character.encode("unicode_escape").decode()
    assert line(f"a{character}b", f"{character}.yml") == f"{shown}.yml:3:4: error: a{shown}b [yaml]"


@pytest.mark.parametrize("character", [" ", "~", "\xa0", "X", "é", "ệ", "\u061b", "\u2010", "\u2070", "電", "😀"])
def test_what_can_be_seen_is_printed(character: str) -> None:
    """Texts of all languages stand as they are."""
    assert line(character) == f"a.yml:3:4: error: {character} [yaml]"


def test_a_report_has_each_once_in_order() -> None:
    """By path, line and column; as numbers."""
    places = [Place("b.yml"), Place("a.yml", 10), Place("a.yml", 2, 11), Place("a.yml", 2, 3), Place("b.yml")]
    found = [Problem(place, "yaml", "Wrong.") for place in places]
    assert report(found) == (
        "a.yml:2:3: error: Wrong. [yaml]\n"
        "a.yml:2:11: error: Wrong. [yaml]\n"
        "a.yml:10:1: error: Wrong. [yaml]\n"
        "b.yml:1:1: error: Wrong. [yaml]"
    )
    assert report([]) == ""


def test_errors_stop_a_build_and_warnings_do_not() -> None:
    """In their order."""
    wrong, doubtful = Problem(Place("a.yml"), "yaml", "Wrong."), Problem(Place("a.yml"), "markup", "Doubtful.")
    assert errors([doubtful, wrong, doubtful, wrong]) == [wrong, wrong]
    assert str(doubtful) == "a.yml:1:1: warning: Doubtful. [markup]"


def test_the_nearest_name() -> None:
    """One that is near enough, and the nearest of those; names that are too long are not compared."""
    assert suggest("glos", ["gloss", "glosses", "phrase"]) == " Did you mean 'gloss'?"
    assert suggest("says", ["glossary", "title"]) == ""
    assert suggest("abcde", ["abcxy"]) == " Did you mean 'abcxy'?"
    assert suggest("abcde", ["abxyz"]) == ""
    assert suggest("x", []) == ""
    fitting = "a" * MAX_NAME
    assert suggest(fitting[1:], [fitting]) == f" Did you mean '{fitting}'?"
    assert suggest(fitting[1:], [f"{fitting}a"]) == ""
    assert suggest(fitting, [fitting[1:]]) == f" Did you mean '{fitting[1:]}'?"
    assert suggest(f"{fitting}a", [fitting]) == ""


def test_names_in_a_message() -> None:
    """As many as are listed, and that there are more only if there are."""
    names = [f"n{number}" for number in range(MAX_NAMES + 1)]
    listed = ", ".join(f"'{name}'" for name in names[:-1])
    assert one_of(names[:-1]) == listed
    assert one_of(names) == f"{listed} and more"
    assert one_of([]) == ""
