"""A code is one visible line that gives an address of its own."""

from __future__ import annotations

from collections.abc import Iterator

from codepair.kit.characters import invisible, invisible_in_name
from codepair.kit.problems import Problem
from codepair.library.model import Library

_DEVICES = frozenset({"con", "prn", "aux", "nul"} | {f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10)})
"""What Windows takes for a device, whatever follows the first dot."""


def check(library: Library) -> Iterator[Problem]:
    """Yield codes and phrases that a page could not show or lead to."""
    for entries in library.entries.values():
        for entry in entries.values():
            if not entry.slug or entry.slug == "index.html" or "-vs-" in entry.slug:
                message = f"'{entry.code}' gives no address: it needs a letter or digit, "
                message += "no '-vs-', and is not 'index.html'."
                yield Problem(entry.node.at("code"), "code-path", message)
            if entry.slug.partition(".")[0] in _DEVICES:
                message = f"Windows can have no file '{entry.slug}.yml', so nobody can check the project out there."
                yield Problem(entry.node.at("code"), "device-name", message)
            for name, text in (("code", entry.code), ("phrase", entry.phrase or "")):
                # What is wrong in every text is reported where the file is read.
                if invisible_in_name(text) and not invisible(text):
                    message = f"Field '{name}' has a character that nobody can see. Remove it."
                    yield Problem(entry.node.at(name), "invisible-character", message)
