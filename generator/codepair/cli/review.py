"""``codepair review``: the address of a code or a pair in, its claims beside the sections that settle them out."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from codepair.documents.texts import DEBIAN, Texts, TextsError
from codepair.kit.problems import suggest
from codepair.language.translator import Translator
from codepair.library.model import Entry, Library
from codepair.library.plan import mapping_path, pair_path
from codepair.review.claims import Claim, entry_claims, mapping_claims, pair_claims
from codepair.review.printed import Review, not_at_hand
from codepair.site.project import Project

_WIDTH = 100
_NARROWEST = 40
"""Widest and narrowest lines of our own, in columns."""


class ReviewError(Exception):
    """There is nothing to review; the message says why and what to do."""


def review(project: Project, address: str, locales: Sequence[str], folders: Sequence[Path]) -> int:
    """Print the review of a code or of a pair's guidance and return the command's exit status."""
    try:
        translators = [_translator(project, name) for name in locales]
        for folder in folders:
            if not folder.is_dir():
                raise ReviewError(f"'{folder}' is no folder. Name one that has texts such as 'rfc3261.txt'.")
        searched = [*folders, DEBIAN]
        width = max(_NARROWEST, min(shutil.get_terminal_size((_WIDTH, 0)).columns, _WIDTH))
        made = Review(Texts(searched), width)
        for line in made.lines(*_found(project.library, address, translators)):
            print(line)
        for line in not_at_hand(made.missing, searched):
            print(line)
    except (ReviewError, TextsError) as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _translator(project: Project, name: str) -> Translator:
    for translator in project.translators:
        if name.replace("_", "-").lower() in (translator.locale.tag.lower(), translator.locale.id.lower()):
            return translator
    known = ", ".join(translator.locale.id for translator in project.translators)
    raise ReviewError(f"The project has no locale '{name}'; it has {known}.")


def _found(library: Library, address: str, translators: Sequence[Translator]) -> tuple[str, str, Iterator[Claim]]:
    """Return the title, the path and the claims of what has an address."""
    asked = address.strip("/").lower()
    for entries in library.entries.values():
        for entry in entries.values():
            if asked in (entry.address, f"{entry.protocol.id}/{entry.code}".lower()):
                return _title(entry), entry.path, entry_claims(entry, translators)
    for pair in library.all_guided:
        if asked == pair_path(pair).rstrip("/") and pair.guidance is not None:
            return pair.title, pair.guidance.path, pair_claims(pair, pair.guidance, translators)
    for table in library.mappings:
        if asked == mapping_path(table).rstrip("/"):
            return table.title, table.path, mapping_claims(table, translators)
    raise ReviewError(_unknown(library, asked))


def _title(entry: Entry) -> str:
    return f"{entry.protocol.name} {entry.title}"


def _unknown(library: Library, asked: str) -> str:
    """Return why nothing has an address, and what is meant or can be done."""
    protocol, _, rest = asked.partition("/")
    slugs = {entry.slug for entry in library.entries.get(protocol, {}).values()}
    codes = rest.split("-vs-")
    if len(codes) == 2 and codes[0] != codes[1] and set(codes) <= slugs:
        turned = f"{protocol}/{codes[1]}-vs-{codes[0]}"
        if turned in _addresses(library):
            return f"A pair has its smaller code first. Did you mean '{turned}'?"
        each = " and ".join(f"'codepair review {protocol}/{code}'" for code in codes)
        return f"Nobody has written guidance for '{asked}': {each} print what the two codes say."
    if any(reference.address == asked for reference in library.broken):
        return f"The file of '{asked}' has errors: 'codepair check' says which. Correct them first."
    hint = suggest(asked, _addresses(library))
    if not hint:
        first = next(iter(_addresses(library)), "protocol/code")
        hint = f" An address is that of a code, such as '{first}', or of a pair."
    return f"Nothing has the address '{asked}'.{hint}"


def _addresses(library: Library) -> list[str]:
    entries = [entry.address for entries in library.entries.values() for entry in entries.values()]
    paths = [*map(pair_path, library.all_guided), *map(mapping_path, library.mappings)]
    return entries + [path.rstrip("/") for path in paths]
