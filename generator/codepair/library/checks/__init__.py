"""Rules about content, one a file. Each takes the library and yields problems.

What a single file cannot say about itself is checked here; what makes a file unreadable is reported by
``load.py``, ``shapes.py`` and ``library.py``, and what is wrong with a translation by ``catalogs.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from codepair.kit.problems import Problem
from codepair.library.checks import codes, decisions, duplicates, facts, flows, prose, registry, related, sources
from codepair.library.model import Library

RULES: tuple[Callable[[Library], Iterator[Problem]], ...] = (
    codes.check,
    decisions.check,
    duplicates.check,
    facts.check,
    flows.check,
    prose.check,
    registry.check,
    related.check,
    sources.check,
)
"""Every rule; a new one is a file beside this and a line here."""


def check_library(library: Library) -> Iterator[Problem]:
    """Apply every rule."""
    for rule in RULES:
        yield from rule(library)
