"""No two entries describe the same: a text that fits two codes explains neither.

What to do, when a code is seen and when it is right may well be the same for many: "Contact support."
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from codepair.kit.memory import once
from codepair.kit.problems import Place, Problem
from codepair.library.model import ACROSS, Entry, Guidance, Library, Pair

Texts: TypeAlias = "tuple[tuple[str, str, Place], ...]"
"""Field, text as it is compared, and place of each text."""

SHARED = frozenset({"when_seen", "fix", "use_when"})
"""What several entries may say in the same words."""


def check(library: Library) -> Iterator[Problem]:
    """Yield every text that stands in an earlier entry or pair already."""
    first: dict[str, tuple[str, Place]] = {}
    written: list[tuple[str, Texts]] = []
    for name in library.protocols:
        written += [(entry.address, _texts(entry)) for entry in library.entries[name].values()]
        written += [(f"{name}/{pair.slug}", _guidance(pair)) for pair in library.guided[name]]
    written += [(f"{ACROSS}/{pair.slug}", _guidance(pair)) for pair in library.across]
    for address, texts in written:
        for field, text, place in texts:
            known = first.setdefault(text, (address, place))
            if known[1] != place:
                message = (
                    f"Field '{field}' repeats a text of {known[0]} ({known[1].path}:{known[1].line}). "
                    "Say what is true of this one alone."
                )
                yield Problem(place, "same-text", message)


def _guidance(pair: Pair) -> Texts:
    assert pair.guidance is not None
    return _texts(pair.guidance)


@once
def _texts(of: Entry | Guidance) -> Texts:
    parts = [((), of.prose)] if isinstance(of, Guidance) else [(each.where, each.prose) for each in of.meanings]
    shared = SHARED if isinstance(of, Entry) else frozenset()
    return tuple(
        (field, " ".join(text.split()).casefold(), of.node.at(*where, field))
        for where, prose in parts
        for field, text in prose.items()
        if field not in shared
    )
