"""Checks of content, one a file: the library in, problems out.

What files say together, and what their texts are like, is checked here. What keeps a file from being read or built
is reported where that is done: ``kit/files.py``, ``kit/tree.py``, ``fitting.py`` and ``building/``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from codepair.kit.problems import Problem
from codepair.library.checks import (
    also,
    codes,
    decisions,
    duplicates,
    facts,
    flows,
    mappings,
    prose,
    recognizers,
    registry,
    related,
    says,
    sources,
)
from codepair.library.model import Library

RULES: tuple[Callable[[Library], Iterator[Problem]], ...] = (
    also.check,
    codes.check,
    decisions.check,
    duplicates.check,
    facts.check,
    flows.check,
    mappings.check,
    prose.check,
    recognizers.check,
    registry.check,
    related.check,
    says.check,
    sources.check,
)
"""Every rule; a new one is a file beside this and a line here."""


def check_library(library: Library) -> Iterator[Problem]:
    """Apply every rule."""
    for rule in RULES:
        yield from rule(library)
