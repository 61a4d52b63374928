"""A code is one visible line that gives an address of its own."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import Library
from generator.problems import Problem
from generator.prose import invisible


def check(library: Library) -> Iterator[Problem]:
    """Yield codes and phrases that a page could not show or lead to."""
    for entries in library.entries.values():
        for entry in entries.values():
            if not entry.slug or "-vs-" in entry.slug:
                message = f"'{entry.code}' gives no address: it needs a letter or digit, and no '-vs-'."
                yield Problem(entry.node.at("code"), "code-path", message)
            for name, text in (("code", entry.code), ("phrase", entry.phrase or "")):
                if invisible(text) or "\n" in text:
                    message = f"Field '{name}' has a character that nobody can see. Remove it."
                    yield Problem(entry.node.at(name), "invisible-character", message)
