"""The text of a regular expression in a file in, the compiled expression out, or why it is none."""

from __future__ import annotations

from codepair.kit.patterns import Pattern, PatternError
from codepair.kit.problems import Place, Problem


def build_pattern(text: str, place: Place) -> tuple[Pattern | None, list[Problem]]:
    """Return an expression compiled; None if it is none, or needs more than RE2 has."""
    try:
        return Pattern(text), []
    except PatternError as error:
        return None, [Problem(place, "wrong-value", str(error))]
