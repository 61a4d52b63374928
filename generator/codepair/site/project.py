"""A project as settings describe it: content, catalogs and everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from codepair.kit.collecting import rarely_collected
from codepair.kit.links import unpublishable
from codepair.kit.memory import FORGETFUL, Memory
from codepair.kit.problems import Place, Problem
from codepair.language.catalog import Catalogs, read_catalogs
from codepair.language.folders import folder_problems
from codepair.language.locale import Locale
from codepair.language.translator import Translator
from codepair.library.checks import check_library
from codepair.library.facts import SHARED
from codepair.library.mappings import MAPPINGS
from codepair.library.model import ACROSS, Library
from codepair.library.plan import DocumentsOption, PairsOption, Plan, make_plan
from codepair.library.reading import protocol_folders, read_library
from codepair.site.completeness import Completeness, completeness
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
    documents: DocumentsOption = "all"
    texts: tuple[str, ...] = ()
    """What ``mkdocs.yml`` says on pages, in the source language."""
    overrides: Path | None = None
    """The project's own part of the theme, whose files are published as well."""
    mount: str = ""
    """The folder of the site that all pages of codes are in, with a slash at its end; empty for the site's root."""


@dataclass(frozen=True)
class Project:
    """What a build works on."""

    settings: Settings
    library: Library
    plan: Plan
    translators: Sequence[Translator]
    """One a locale, in the order of the settings."""
    completeness: Sequence[Completeness] = ()
    """How much of all texts each locale has in its language, in the order of the settings."""


@rarely_collected()
def open_project(settings: Settings, memory: Memory = FORGETFUL) -> tuple[Project, list[Problem]]:
    """Read and check content and catalogs. With an error among the problems the project must not be built.

    What is in ``memory`` and made of files that are the same is not made again; what is in it of files that are
    gone is forgotten.
    """
    domains = [*(folder.name for folder in protocol_folders(settings.content)), SHARED, ACROSS, MAPPINGS]
    with memory.reading():
        library, problems = read_library(settings.content, settings.root, memory)
        read = []
        for locale in settings.locales:
            catalogs, found = read_catalogs(settings.catalogs, locale, domains, settings.root, memory)
            read.append(catalogs)
            problems += found
        translators = _translators(read, memory)
        problems += folder_problems(settings.catalogs, settings.locales, settings.root)
        problems += unused_messages(library, read, settings.texts, memory)
        problems += long_translations(library, read, memory)
        counted = completeness(library, translators, memory)
    problems += check_library(library)
    problems += _unpublishable(settings, problems)
    problems += _misplaced(library, settings.locales)
    plan = make_plan(library, settings.pairs)
    return Project(settings, library, plan, translators, counted), problems


def _translators(read: Sequence[Catalogs], memory: Memory) -> list[Translator]:
    """Return a translator for each locale; what one cannot say, that of the default locale says."""

    def made(catalogs: Catalogs, default: Translator | None) -> Translator:
        name = (Translator, catalogs.locale.tag)
        return memory.made(name, (catalogs, default), partial(Translator, catalogs, None, default))

    first = {catalogs.locale.id: made(catalogs, None) for catalogs in read if not catalogs.locale.path}
    default = next(iter(first.values()), None)
    return [first.get(catalogs.locale.id) or made(catalogs, default) for catalogs in read]


def _unpublishable(settings: Settings, known: Sequence[Problem]) -> list[Problem]:
    """Return what no site may publish, but for what has been reported where it was read."""
    folders = filter(None, (settings.content, settings.overrides))
    found = [problem for folder in folders for problem in unpublishable(folder, settings.root)]
    places = {problem.place.path for problem in known if problem.rule in ("link", "unreadable")}
    return [problem for problem in found if problem.place.path not in places]


def _misplaced(library: Library, locales: Sequence[Locale]) -> Iterator[Problem]:
    """Yield protocols whose pages would stand in the folder of a locale."""
    paths = {locale.path: locale for locale in locales if locale.path}
    for name, protocol in library.protocols.items():
        if name in paths:
            message = (
                f"The pages in {paths[name].cldr.english_name} are in '{name}/'. Give the protocol another folder."
            )
            yield Problem(Place(protocol.path), "code-path", message)
