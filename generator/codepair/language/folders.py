"""The folders of the catalogs: a folder in, which locale each in it is of, and what in it nobody reads, out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from codepair.kit.files import display
from codepair.kit.problems import Place, Problem, one_of, suggest
from codepair.language.locale import SOURCE_LANGUAGE, Locale, make_locale

MESSAGES = "LC_MESSAGES"
"""Where gettext has the catalogs of a locale, in its folder."""


def locale_folders(folder: Path) -> Mapping[str, tuple[str, ...]]:
    """Return the names of the folders of each locale, by its id, however they are spelled.

    Of several for one locale, that with the locale's own id comes last: what it says wins.
    """
    found: dict[str, list[str]] = {}
    for name in sorted(os.listdir(folder)) if folder.is_dir() else ():  # noqa: PTH208
        if (folder / name).is_dir() and (identifier := _identifier(name)) is not None:
            found.setdefault(identifier, []).append(name)
    return {id_: tuple(sorted(names, key=lambda name: (name == id_, name))) for id_, names in found.items()}


def folder_problems(folder: Path, locales: Sequence[Locale], root: Path) -> Iterator[Problem]:
    """Yield catalogs that nobody reads, locales that have none, and locales with two folders."""
    folders = locale_folders(folder)
    names = {name for locale in locales for each in locale.chain for name in folders.get(each, ())}
    for file in sorted(folder.rglob("*.po")) if folder.is_dir() else ():
        if (why := _unread(file.relative_to(folder).parts, names, locales)) is not None:
            yield Problem(Place(display(file, root)), "unread-catalog", f"Nobody reads this catalog: {why}")
    for locale in locales:
        spelled = [name for each in locale.chain for name in folders.get(each, ())]
        if SOURCE_LANGUAGE not in locale.chain and not _has_catalog(folder, spelled):
            where = f"{display(folder, root)}/{locale.id}/{MESSAGES}/"
            message = (
                f"There is no catalog in {locale.cldr.english_name}: its pages show the source, marked as such. "
                f"'codepair locale {locale.id}' writes what is to be translated to '{where}'."
            )
            yield Problem(Place(display(folder, root)), "no-catalog", message)
    for id_, several in folders.items():
        if len(several) > 1 and set(several) & names:
            message = f"{one_of(several)} are one locale, '{id_}'. Make them one folder."
            yield Problem(Place(display(folder / several[0], root)), "locale-folder", message)


def _identifier(name: str) -> str | None:
    try:
        return make_locale(name, default=name).id
    except ValueError:
        return None


def _has_catalog(folder: Path, names: Iterable[str]) -> bool:
    return any(next((folder / name / MESSAGES).glob("*.po"), None) is not None for name in names)


def _unread(parts: tuple[str, ...], read: Iterable[str], locales: Sequence[Locale]) -> str | None:
    """Return why nobody reads a file of the catalogs; None if somebody does."""
    ids = [locale.id for locale in locales]
    if len(parts) != 3 or parts[1] != MESSAGES:
        return f"it is not in '<locale>/{MESSAGES}/'. Move it there."
    if parts[0] in read:
        return None
    identifier = _identifier(parts[0])
    if identifier is None:
        hint = suggest(parts[0], ids) or " Name its folder as gettext does, such as 'pt_BR'."
        return f"CLDR knows no locale '{parts[0]}'.{hint}"
    return f"'{identifier}' is not one of 'locales' in mkdocs.yml, which are {one_of(ids)}. Add it, or remove it."
