"""The glossaries of a locale and its catalogs in, the messages that do not keep to them out.

A catalog is held against the glossary of its own folder, and what that does not say against the bare language's.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias

from codepair.kit.files import display, read_file
from codepair.kit.memory import Memory
from codepair.kit.problems import Problem, errors, one_of, suggest
from codepair.language.folders import locale_folders
from codepair.language.glossary import FILE, Glossary, read_glossary
from codepair.language.locale import Locale
from codepair.language.po import PoFile
from codepair.language.terms import Checked, check_catalog, unused_exceptions

Read: TypeAlias = "Mapping[str, Sequence[tuple[str, PoFile]]]"
"""By folder of a locale: the catalogs in it, each with its domain."""


def glossary_problems(
    folder: Path, locale: Locale, read: Read, domains: Iterable[str], root: Path, memory: Memory
) -> list[Problem]:
    """Return what is wrong with a locale's glossaries, and which messages do not use their words.

    ``domains`` are those that a catalog can have; a glossary names no other.
    """
    problems: list[Problem] = []
    nearer: Glossary | None = None
    spelled = locale_folders(folder)
    for name in reversed(locale.chain):
        own, found = _glossary(folder, spelled.get(name, (name,))[-1], root, memory)
        problems += found
        if own is not None:
            problems += _unknown_catalogs(own, domains)
        nearer = _joined(own, nearer, memory)
        if nearer is None:
            continue
        files = read.get(name, ())
        checked = [_checked(nearer, domain, file, memory) for domain, file in files]
        problems += [problem for each in checked for problem in each.problems]
        # What a broken catalog says nobody knows.
        if own is not None and files and not any(errors(file.problems) for _, file in files):
            problems += unused_exceptions(own, frozenset().union(*(each.excepted for each in checked)))
    return problems


def _glossary(folder: Path, name: str, root: Path, memory: Memory) -> tuple[Glossary | None, list[Problem]]:
    file = folder / name / FILE
    if not os.path.lexists(file):
        return None, []
    path = display(file, root)
    raw, problems = read_file(file, path, inside=folder)
    if raw is None:
        return None, problems
    return memory.made((Glossary, path), (raw,), partial(read_glossary, path, raw))


def _unknown_catalogs(glossary: Glossary, domains: Iterable[str]) -> Iterator[Problem]:
    """Yield catalogs that a term is said to hold for and that there are not: nothing would be held to it."""
    for term in glossary.terms.values():
        for name, place in term.catalogs.items():
            if name not in domains:
                hint = suggest(name, domains) or f" A catalog is one of {one_of(domains)}."
                message = f"No catalog is called '{name}', so '{term.name}' does not hold there.{hint}"
                yield Problem(place, "unknown-catalog", message)


def _joined(own: Glossary | None, other: Glossary | None, memory: Memory) -> Glossary | None:
    if own is None or other is None:
        return own or other
    return memory.made((_joined, own.path), (own, other), partial(own.over, other))


def _checked(glossary: Glossary, domain: str, file: PoFile, memory: Memory) -> Checked:
    return memory.made((Checked, file.path), (glossary, file), partial(check_catalog, glossary, domain, file))
