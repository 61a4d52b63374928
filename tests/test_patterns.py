"""Expressions of others, run by RE2 within limits; what it does not have is refused with what to write instead."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import re2

from codepair.kit.patterns import MAX_PATTERN, MAX_STEPS, Match, Pattern, PatternError
from tests import support

REFUSED = (
    *("a(?=b)", "a(?!b)", "(?<=a)b", "(?<!a)b", r"(a)\1", r"(a)\9", "(?P<n>a)(?P=n)", r"(a)\k<n>", r"(a)\g<n>"),
    *("(?>a)", "a++", "a*+", "a?+", "(", ")", "*a", "a**", "[b-a]", r"\q", "(?P<n", "(?P<n>a)(?P<n>b)", "a{1001}"),
    *("\ud800", "[[:alpha:", "(?i", "a{2,1}", "x" * (MAX_PATTERN + 1), "(.{300}){3}x", r"\pN{400}", "(?m)("),
    *(r"\pL{60}", "[(?P=]a++", "(?Px)", r"\é"),
)
"""Expressions of other engines, mistakes, and what would take too long or too much room."""


def refusal(text: str) -> str:
    """Return why an expression is not used; an empty text if it is."""
    try:
        Pattern(text)
    except PatternError as error:
        return str(error)
    return ""


def test_what_is_refused_and_why(capfd: pytest.CaptureFixture[str]) -> None:
    """Each in a sentence that names it and says what to do; RE2 itself prints nothing."""
    said = "".join(f"{refusal(text) or f'{text!a} is used.'}\n" for text in REFUSED)
    support.assert_golden("expressions.txt", said)
    assert capfd.readouterr() == ("", "")


def test_an_expression_that_just_fits() -> None:
    """As long, or as many steps, as is allowed."""
    assert Pattern("x" * MAX_PATTERN).match("x" * MAX_PATTERN) is not None
    for steps, is_refused in ((MAX_STEPS, False), (MAX_STEPS + 1, True)):
        text = next(text for text in sized() if re2.compile(f"(?m){text}").programsize == steps)
        assert (f"{steps:,} steps" in refusal(text)) is is_refused


def sized() -> Iterator[str]:
    """Yield expressions of around as many steps as are allowed."""
    per_dot = re2.compile("(?m).{20}").programsize - re2.compile("(?m).{19}").programsize
    for count in range(MAX_STEPS // per_dot - 2, MAX_STEPS // per_dot + 1):
        for rest in range(3 * per_dot):
            yield f".{{{count}}}{'x' * rest}"


def test_a_match() -> None:
    """The whole text, where the match and each group stand, and what a group found; None for one without a part."""
    found = Pattern("(a+)|(b+)(c)?").match("bbc d")
    assert found == Match("bbc d", ((0, 3), None, (0, 2), (2, 3)))
    assert found is not None
    assert found.groups == (None, "bb", "c")
    assert found.wanted == (0, 2)
    empty = Pattern("(x?)y").match("yz")
    assert empty is not None
    assert (empty.groups, empty.wanted) == (("",), (0, 0))


def test_what_is_wanted() -> None:
    """The first group that found something; all of it if there are no groups; nothing if none found any."""

    def wanted(text: str, searched: str) -> tuple[int, int] | None:
        found = Pattern(text).match(searched)
        assert found is not None
        return found.wanted

    assert wanted("[a-z]+:", "via: x") == (0, 4)
    assert wanted("([a-z]+):", "via: x") == (0, 3)
    assert wanted("(x)?(y)?z", "z") is None
    assert wanted("(x)?(y)?z", "yz") == (0, 1)


def test_ends_of_lines() -> None:
    """``^`` and ``$`` stand for the ends of lines; a match begins where the text does, or takes all of it."""
    assert Pattern("a$").match("a\nb") is not None
    assert Pattern("a\n^b$").fullmatch("a\nb") is not None
    assert Pattern("b").match("ab") is None
    assert Pattern("a").fullmatch("ab") is None
    assert Pattern("a").fullmatch("a") == Match("a", ((0, 1),))


def test_what_an_expression_looks_like() -> None:
    """In a debugger, and in what a test prints."""
    assert repr(Pattern(r"\d'")) == r"""Pattern("\\d'")"""
    assert Pattern("a").text == "a"
