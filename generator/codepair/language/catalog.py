"""The catalogs of a locale: its PO files in, translations by domain and everything that is wrong with them out.

``locales/<locale>/LC_MESSAGES/*.po``: ``ui`` for the words of the site itself, one file a protocol for its content.
A text belongs to its catalog: two protocols never speak for each other.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import babel
from babel.messages.plurals import get_plural

from codepair.kit.files import display, read_file
from codepair.kit.memory import FORGETFUL, Memory
from codepair.kit.problems import Place, Problem, suggest
from codepair.language.glossaries import glossary_problems
from codepair.language.locale import SOURCE, Locale
from codepair.language.po import Key, PoFile, read_po_file

_WING = Path(__file__).parent
WORDS = next((path for path in (_WING / "words", _WING.parents[2] / "locales") if path.is_dir()), _WING)
"""Where the generator's own words are translated: in the wheel, or in a checkout of its repository."""

TEMPLATE = _WING / "ui.pot"
"""The generator's own words, without those of any project; ``make messages`` writes it."""

SITE = "ui"
"""The domain of the words of the site itself."""

MAX_BYTES = 10_000_000
"""Largest catalog read, in bytes. The longest of this project has 450,000."""


@dataclass(frozen=True)
class Catalog:
    """The translated messages of one domain in one locale, fuzzy ones left out."""

    locale: Locale
    messages: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    """Translations by key; more than one for a message with plural forms."""
    places: Mapping[Key, Place] = field(default_factory=dict)
    """Where each of the project's own messages stands."""

    def get(self, text: str) -> str | None:
        """Return the translation, or None."""
        found = self.messages.get((None, text))
        return found[0] if found else None

    def get_plural(self, text: str, number: int) -> str | None:
        """Return the plural form for a number, or None."""
        found = self.messages.get((None, text))
        if not found:
            return None
        return found[min(_plural_index(self.locale.cldr, number), len(found) - 1)]


@dataclass(frozen=True)
class Catalogs:
    """All catalogs of one locale."""

    locale: Locale
    words: Catalog
    """The words of the site itself."""
    contents: Mapping[str, Catalog] = field(default_factory=dict)
    """By protocol."""


def read_catalogs(
    folder: Path, locale: Locale, protocols: Iterable[str], root: Path, memory: Memory = FORGETFUL
) -> tuple[Catalogs, list[Problem]]:
    """Read all catalogs of a locale; what a nearer one lacks is in those of the bare language.

    The generator brings the words of the site itself in the languages it knows; a project's own words win.
    """
    files: dict[str, list[PoFile]] = {name: [] for name in (SITE, *protocols)}
    folders: dict[str, list[tuple[str, PoFile]]] = {name: [] for name in locale.chain}
    own = _own_words(folder, locale, memory)
    problems: list[Problem] = []
    for name in reversed(locale.chain):
        for file in sorted((folder / name / "LC_MESSAGES").glob("*.po")):
            path = display(file, root)
            if file.stem not in files:
                problems.append(_unknown(file.stem, path, files))
                continue
            raw, found = read_file(file, path, inside=folder, limit=MAX_BYTES)
            problems.extend(found)
            if raw is not None:
                read = _remembered(path, raw, locale, memory)
                files[file.stem].append(read)
                folders[name].append((file.stem, read))
                problems.extend(read.problems)
    problems += glossary_problems(folder, locale, folders, files, root, memory)

    def catalog(domain: str, before: list[PoFile]) -> Catalog:
        read = files[domain]
        return memory.made(
            (Catalog, locale.tag, domain), (locale, *before, *read), lambda: _catalog(locale, before, read)
        )

    words = catalog(SITE, own)
    contents = {name: catalog(name, []) for name in files if name != SITE}
    made = memory.made(
        (Catalogs, locale.tag),
        (" ".join(contents), words, *contents.values()),
        lambda: Catalogs(locale, words, contents),
    )
    return made, problems


def site_words() -> frozenset[str]:
    """Return the generator's own words in the source language; those with plural forms by the first."""
    return frozenset(text for _, text in read_po_file(TEMPLATE.name, TEMPLATE.read_bytes(), SOURCE).lines)


def _own_words(folder: Path, locale: Locale, memory: Memory) -> list[PoFile]:
    """Return the generator's own words in a locale, the bare language's first."""
    found = []
    for name in reversed(locale.chain):
        file = Path(name, "LC_MESSAGES", f"{SITE}.po")
        if (WORDS / file).is_file() and folder.resolve() != WORDS.resolve():
            found.append(_remembered(file.as_posix(), (WORDS / file).read_bytes(), locale, memory))
    return found


def _unknown(domain: str, path: str, known: Iterable[str]) -> Problem:
    message = (
        f"No protocol is called '{domain}', so nothing looks into this catalog. Give it the name of the protocol's "
        f"folder whose texts it translates, or '{SITE}' for the words of the site.{suggest(domain, known)}"
    )
    return Problem(Place(path), "unknown-catalog", message)


def _catalog(locale: Locale, own: Iterable[PoFile], read: Iterable[PoFile]) -> Catalog:
    messages: dict[Key, tuple[str, ...]] = {}
    places: dict[Key, Place] = {}
    for file in own:
        messages.update(file.found)
    for file in read:
        messages.update(file.found)
        places.update({key: Place(file.path, line) for key, line in file.lines.items()})
    return Catalog(locale, messages, places)


def _remembered(path: str, raw: bytes, locale: Locale, memory: Memory) -> PoFile:
    name = (PoFile, locale.tag, path)
    before: PoFile | None = memory.last(name)
    return memory.made(name, (raw, locale), lambda: read_po_file(path, raw, locale, before))


@cache
def _plural_rule(locale: babel.Locale) -> Callable[[int], int]:
    return gettext.c2py(get_plural(locale).plural_expr)


def _plural_index(locale: babel.Locale, number: int) -> int:
    """Return which of a message's plural forms a number takes.

    >>> [_plural_index(babel.Locale("ru"), number) for number in (1, 2, 5)]
    [0, 1, 2]
    """
    return _plural_rule(locale)(number)
