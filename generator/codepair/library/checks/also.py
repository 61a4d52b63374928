"""Search words add to what the search knows of a code anyway."""

from __future__ import annotations

from collections.abc import Iterator

from codepair.kit.memory import once
from codepair.kit.problems import Problem
from codepair.kit.text import as_listed
from codepair.library.model import Entry, Library
from codepair.library.shapes.base import MAX_ALSO


def check(library: Library) -> Iterator[Problem]:
    """Yield search words that are too many, that cannot be told apart, or that say what is searched already."""
    for entries in library.entries.values():
        for entry in entries.values():
            yield from _of_entry(entry)


@once
def _of_entry(entry: Entry) -> tuple[Problem, ...]:
    return tuple(_check(entry))


def _check(entry: Entry) -> Iterator[Problem]:
    length = len(as_listed(entry.also))
    if length > MAX_ALSO:
        message = (
            f"The search words have {length} characters together, and may have {MAX_ALSO}. Keep the commonest."
        )
        yield Problem(entry.node.at("also"), "also", message)
    named = {"code": entry.code, "phrase": entry.phrase, "gloss": entry.gloss}
    known = {_compared(text): f"is the {field}, which is searched anyway" for field, text in named.items() if text}
    for position, words in enumerate(entry.also):
        place = entry.node.at("also", position)
        if found := next((mark for mark in ",`" if mark in words), None):
            message = f"'{found}' in search words: a comma parts them, and nobody types back-ticks. Remove it."
            yield Problem(place, "also", message)
        if reason := known.get(_compared(words)):
            yield Problem(place, "also", f"'{words}' {reason}. Remove it.")
        known.setdefault(_compared(words), "stands twice")


def _compared(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").split())
