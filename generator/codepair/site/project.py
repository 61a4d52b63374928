"""A project as settings describe it: content, catalogs and everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from codepair.kit.memory import FORGETFUL, Memory
from codepair.kit.problems import Place, Problem
from codepair.language.catalog import Catalogs, read_catalogs
from codepair.language.folders import folder_problems
from codepair.language.locale import Locale
from codepair.language.translator import Translator
from codepair.library.checks import check_library
from codepair.library.facts import SHARED
from codepair.library.model import Library
from codepair.library.plan import PairsOption, Plan, make_plan
from codepair.library.reading import PROTOCOL_FILE, read_library
from codepair.site.lengths import long_translations
from codepair.site.unused import unused_messages


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a project's files are and what is built from them."""

    root: Path
    """Problems name paths relative to it."""
    content: Path
    catalogs: Path
    locales: tuple[Locale, ...]
    """In the order of the language menu."""
    pairs: PairsOption = "all"
    texts: tuple[str, ...] = ()
    """What ``mkdocs.yml`` says on pages, in the source language."""


@dataclass(frozen=True)
class Project:
    """What a build works on."""

    settings: Settings
    library: Library
    plan: Plan
    translators: Sequence[Translator]
    """One a locale, in the order of the settings."""


def open_project(settings: Settings, memory: Memory = FORGETFUL) -> tuple[Project, list[Problem]]:
    """Read and check content and catalogs. With an error among the problems the project must not be built.

    What is in ``memory`` and made of files that are the same is not made again; what is in it of files that are
    gone is forgotten.
    """
    folders = [*protocol_folders(settings.content), SHARED]
    with memory.reading():
        library, problems = read_library(settings.content, settings.root, memory)
        read = []
        for locale in settings.locales:
            catalogs, found = read_catalogs(settings.catalogs, locale, folders, settings.root, memory)
            read.append(catalogs)
            problems += found
        translators = _translators(read, memory)
        problems += folder_problems(settings.catalogs, settings.locales, settings.root)
        problems += unused_messages(library, read, settings.texts, memory)
        problems += long_translations(library, read, memory)
    problems += check_library(library)
    problems += _misplaced(library, settings.locales)
    plan = make_plan(library, settings.pairs)
    return Project(settings, library, plan, translators), problems


def _translators(read: Sequence[Catalogs], memory: Memory) -> list[Translator]:
    """Return a translator for each locale; what one cannot say, that of the default locale says."""

    def made(catalogs: Catalogs, default: Translator | None) -> Translator:
        name = (Translator, catalogs.locale.tag)
        return memory.made(name, (catalogs, default), partial(Translator, catalogs, None, default))

    first = {catalogs.locale.id: made(catalogs, None) for catalogs in read if not catalogs.locale.path}
    default = next(iter(first.values()), None)
    return [first.get(catalogs.locale.id) or made(catalogs, default) for catalogs in read]


def protocol_folders(content: Path) -> list[str]:
    """Return the folders of all protocols, of those too that cannot be used."""
    return sorted(file.parent.name for file in content.glob(f"*/{PROTOCOL_FILE}"))


def _misplaced(library: Library, locales: Sequence[Locale]) -> Iterator[Problem]:
    """Yield protocols whose pages would stand in the folder of a locale."""
    paths = {locale.path: locale for locale in locales if locale.path}
    for name, protocol in library.protocols.items():
        if name in paths:
            message = (
                f"The pages in {paths[name].cldr.english_name} are in '{name}/'. Give the protocol another folder."
            )
            yield Problem(Place(protocol.path), "code-path", message)
