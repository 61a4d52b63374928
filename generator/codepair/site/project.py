"""A project as settings describe it: content, catalogs and everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from codepair.kit.memory import FORGETFUL, Memory
from codepair.kit.problems import Place, Problem
from codepair.language.catalog import read_catalogs
from codepair.language.locale import Locale
from codepair.language.translator import Translator
from codepair.library.checks import check_library
from codepair.library.facts import SHARED
from codepair.library.model import Library
from codepair.library.plan import PairsOption, Plan, make_plan
from codepair.library.reading import PROTOCOL_FILE, read_library
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
    translators: list[Translator] = []
    with memory.reading():
        library, problems = read_library(settings.content, settings.root, memory)
        for locale in settings.locales:
            catalogs, found = read_catalogs(settings.catalogs, locale, folders, settings.root, memory)
            translators.append(memory.made((Translator, locale.tag), (catalogs,), partial(Translator, catalogs)))
            problems += found
        problems += unused_messages(library, [each.catalogs for each in translators], settings.texts, memory)
    problems += check_library(library)
    problems += _misplaced(library, settings.locales)
    plan = make_plan(library, settings.pairs)
    return Project(settings, library, plan, translators), problems


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
