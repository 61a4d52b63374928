"""A code is one visible line that gives an address of its own."""

from __future__ import annotations

from collections.abc import Iterator

from codepair.kit.characters import invisible, invisible_in_name
from codepair.kit.problems import Problem, suggest
from codepair.library.model import Library, Reference
from codepair.library.naming import fits

_DEVICES = frozenset({"con", "prn", "aux", "nul"} | {f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10)})
"""What Windows takes for a device, whatever follows the first dot."""


MAX_SLUG = 120
"""Longest address of a code, in characters; a file system takes 255 bytes for the name of a pair."""

_ORDERS = {
    "number": "all of its codes are numbers",
    "hex": "all of its codes are numbers in hexadecimal digits",
    "listed": "all of its codes are listed in 'codes'",
}


def check(library: Library) -> Iterator[Problem]:
    """Yield codes and phrases that a page could not show or lead to, and codes without a place among others."""
    for name in library.protocols:
        yield from _unordered(library, name)
    for entries in library.entries.values():
        for entry in entries.values():
            if len(entry.slug) > MAX_SLUG:
                message = f"'{entry.code}' gives an address of {len(entry.slug)} characters; two of them must fit "
                message += f"into the name of a folder, and {MAX_SLUG} do. Write a shorter code."
                yield Problem(entry.node.at("code"), "code-path", message)
            if entry.slug == "index.html" or "-vs-" in entry.slug:
                whose = "a comparison" if "-vs-" in entry.slug else "the protocol itself"
                message = f"'{entry.code}' gives no address of its own: '{entry.slug}' is one of {whose}. "
                message += "Write the code in another way."
                yield Problem(entry.node.at("code"), "code-path", message)
            if entry.slug.partition(".")[0] in _DEVICES:
                message = f"Windows can have no file '{entry.slug}.yml', so nobody can check the project out there."
                yield Problem(entry.node.at("code"), "device-name", message)
            for name, text in (("code", entry.code), ("phrase", entry.phrase or "")):
                # What is wrong in every text is reported where the file is read.
                if invisible_in_name(text) and not invisible(text):
                    message = f"Field '{name}' has a character that nobody can see. Remove it."
                    yield Problem(entry.node.at(name), "invisible-character", message)


def _unordered(library: Library, name: str) -> Iterator[Problem]:
    """Yield codes of which the protocol's order does not say where they stand, and listed ones without an entry."""
    protocol = library.protocols[name]
    for entry in library.entries[name].values():
        if not fits(entry.code, entry.number, protocol.order, protocol.listed):
            message = (
                f"'{entry.code}' has no place: '{protocol.path}' says 'order: {protocol.order}', for which "
                f"{_ORDERS[protocol.order]}. Correct the code, or the order there."
            )
            yield Problem(entry.node.at("code"), "order", message)
    for position, code in enumerate(protocol.listed):
        reference = Reference(name, code)
        if library.is_missing(reference):
            near = suggest(code, library.entries[name])
            message = f"There is no entry for code '{code}'.{near} Write one, or remove it."
            yield Problem(protocol.node.at("codes", position), "unknown-code", message)
