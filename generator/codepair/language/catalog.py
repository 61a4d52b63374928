"""The catalogs of a locale: its PO files in, translations by domain and everything that is wrong with them out.

``locales/<locale>/LC_MESSAGES/*.po``: ``ui`` for the words of the site itself, one file a protocol for its content.
A text belongs to its catalog: two protocols never speak for each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from codepair.kit.files import display, read_file
from codepair.kit.memory import FORGETFUL, Memory
from codepair.kit.problems import Place, Problem, suggest
from codepair.language.folders import MESSAGES, locale_folders
from codepair.language.glossaries import glossary_problems
from codepair.language.locale import SOURCE, Locale
from codepair.language.plurals import PluralRule, cldr_rule
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
    plurals: Mapping[Key, PluralRule] = field(default_factory=dict)
    """Of messages with plural forms: the rule of the file that has them, if it has one of its own."""

    def get(self, text: str, context: str | None = None) -> str | None:
        """Return the translation, or None."""
        found = self.messages.get((context, text))
        return found[0] if found else None

    def get_plural(self, text: str, number: int) -> str | None:
        """Return the plural form for a number, or None."""
        found = self.messages.get((None, text))
        if not found:
            return None
        rule = self.plurals.get((None, text)) or cldr_rule(self.locale)
        return found[min(rule.index(number), len(found) - 1)]


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
    for name, file in _catalog_files(folder, locale):
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
        (words, *contents.values()),
        lambda: Catalogs(locale, words, contents),
    )
    return made, problems


def site_words() -> frozenset[str]:
    """Return the generator's own words in the source language; those with plural forms by the first."""
    return frozenset(text for _, text in read_po_file(TEMPLATE.name, TEMPLATE.read_bytes(), SOURCE).lines)


def _catalog_files(folder: Path, locale: Locale) -> Iterator[tuple[str, Path]]:
    """Yield the catalogs of a locale with the name that its chain has for their folder, the nearest last."""
    spelled = locale_folders(folder)
    for name in reversed(locale.chain):
        for each in spelled.get(name, ()):
            for file in sorted((folder / each / MESSAGES).glob("*.po")):
                yield name, file


def _own_words(folder: Path, locale: Locale, memory: Memory) -> list[PoFile]:
    """Return the generator's own words in a locale, the bare language's first."""
    found = []
    for name in reversed(locale.chain):
        file = Path(name, MESSAGES, f"{SITE}.po")
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
    plurals: dict[Key, PluralRule] = {}
    for file in (*own, *read):
        messages.update(file.found)
        forms = [key for key, values in file.found.items() if len(values) > 1]
        plurals.update(dict.fromkeys(forms, file.plural or cldr_rule(locale)))
    for file in read:
        places.update({key: Place(file.path, line) for key, line in file.lines.items()})
    return Catalog(locale, messages, places, plurals)


def _remembered(path: str, raw: bytes, locale: Locale, memory: Memory) -> PoFile:
    name = (PoFile, locale.tag, path)
    before: PoFile | None = memory.last(name)
    return memory.made(name, (raw, locale), lambda: read_po_file(path, raw, locale, before))
