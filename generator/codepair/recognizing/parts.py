"""Named parts of expressions: ``status ({{number}})`` in, the expression with what ``number`` stands for out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from codepair.kit.problems import suggest
from codepair.recognizing.grammar import ExpressionError, Parser

_PART = re.compile(r"\{\{([^{}]{0,100})\}\}")


def with_parts(written: str, parts: Mapping[str, str]) -> str:
    r"""Return an expression in which each part stands as a group without a number; raise ExpressionError.

    >>> with_parts(r"status ({{number}})", {"number": r"4\d\d|5\d\d"})
    'status ((?:4\\d\\d|5\\d\\d))'
    """

    def part(found: re.Match[str]) -> str:
        name = found[1]
        if name not in parts:
            there = suggest(name, parts) or " Write it into 'parts', above those that use it."
            raise ExpressionError(f"There is no part '{name}'.{there}")
        return f"(?:{parts[name]})"

    return _PART.sub(part, written)


def parts_in(written: str) -> list[str]:
    """Return the names of the parts that an expression has."""
    return _PART.findall(written)


def part_of(written: str, parts: Mapping[str, str]) -> str:
    """Return what a part stands for, which may have parts that stand above it; raise ExpressionError."""
    made = with_parts(written, parts)
    parser = Parser(made, False)
    parser.parse()
    if parser.groups:
        raise ExpressionError("Groups with a number belong into patterns, which name them. Write '(?:...)' here.")
    return made
