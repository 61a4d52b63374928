"""The plugin's options in ``mkdocs.yml``: what they may be, and the settings that follow from them."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from mkdocs.config import config_options as options
from mkdocs.config.base import Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from codepair.edge.obeying import check_obeyed
from codepair.kit.characters import invisible
from codepair.language.locale import Locale, make_locale
from codepair.library.plan import DocumentsOption
from codepair.publishing.hosting import HOSTS
from codepair.site.extract import SITE_FIELDS
from codepair.site.project import Settings

_TEXTS = ("site_name", "site_description", "copyright")
_ADDRESSES = ("site_url", "repo_url")
_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\^{|}]+")
_FOLDER = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
_VARIABLE = re.compile(r"\$\{?\w+\}?|%\w+%")
_HALF_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


class Count(options.OptionallyRequired[int]):
    """A whole number, 1 or more."""

    def run_validation(self, value: object) -> int:
        """Return the number; ValidationError if it is none."""
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise ValidationError(f"Expected a whole number, 1 or more; found {value!r}.")
        return value


class LocaleName(options.OptionallyRequired[str]):
    """The name of a locale, as text."""

    def run_validation(self, value: object) -> str:
        """Return the name; ValidationError if it is none."""
        if value is False:
            raise ValidationError("YAML reads a bare no as false. Write 'no' in quotes, or 'nb'.")
        if not isinstance(value, str):
            raise ValidationError(f"Expected the name of a locale, such as 'pt_BR'; found {value!r}.")
        return value


class CodepairConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin's options in ``mkdocs.yml``."""

    locales = options.ListOfItems(LocaleName(), default=["en"])
    """The languages of the site, in the order of its language menu; gettext or BCP 47 names."""
    default_locale = options.Optional(LocaleName())
    """The language whose pages are at the root; the first of ``locales`` if it is not given."""
    content = options.Optional(options.Type(str))
    """The folder of the entries, relative to ``mkdocs.yml``; MkDocs' ``docs_dir`` if it is not given."""
    mount = options.Type(str, default="")
    """The folder of the site below which all pages of codes are, such as ``reference/``; its root if not given."""
    look = options.Choice(("codes", "all"), default="codes")
    """Which pages have the header, the colours and the search of the codes: theirs, or those of others too."""
    catalogs = options.Type(str, default="locales")
    """The folder of the gettext catalogs, relative to ``mkdocs.yml``."""
    host = options.Choice(("none", *HOSTS), default="none")
    """Where the site goes: the build sets it against that host's published limits."""
    pairs = options.Choice(("all", "guided"), default="all")
    """Which comparisons have a page: every pair of current codes, or those an editor wrote guidance for."""
    documents = options.Choice(("all", "lean", "none"), default="all")
    """Which documents codes, and comparisons with guidance, have beside their pages.

    JSON and Markdown in every language; or ``lean``, Markdown in the default language alone.
    """
    processes = options.Optional(Count())
    """How many processes write pages; as many as help if it is not given."""


def settings_of(chosen: CodepairConfig, config: MkDocsConfig) -> Settings:
    """Return the plugin's options as settings; PluginError if they, or the site's texts, cannot be used."""
    # Given with '-f' it is as it was typed; the content's path is made whole in the same way.
    file = Path(os.path.abspath(config.config_file_path or "mkdocs.yml"))  # noqa: PTH100
    try:
        locales = _locales(chosen)
        mount = _mount(chosen.mount)
        content = _content(chosen, config, file.parent)
        _check_texts(config)
        check_obeyed(chosen, config)
    except ValueError as error:
        raise PluginError(f"{file.name}: {error}") from None
    return Settings(
        root=file.parent,
        content=content,
        catalogs=file.parent / chosen.catalogs,
        locales=locales,
        pairs="guided" if chosen.pairs == "guided" else "all",
        documents=cast("DocumentsOption", chosen.documents),
        texts=tuple(text for name in SITE_FIELDS if (text := config[name])),
        overrides=Path(config.theme.custom_dir) if config.theme.custom_dir else None,
        mount=mount,
    )


def _locales(chosen: CodepairConfig) -> tuple[Locale, ...]:
    """Return the locales in the order of the option; ValueError if one is unknown or none is the default."""
    names = chosen.locales or ["en"]
    default = chosen.default_locale or names[0]
    try:
        locales = tuple(make_locale(name, default=default) for name in names)
    except ValueError as error:
        raise ValueError(f"plugin option 'locales': {error}") from None
    for at, locale in enumerate(locales):
        if locale in locales[:at]:
            other = names[locales.index(locale)]
            raise ValueError(f"'{other}' and '{names[at]}' in 'locales' are one, '{locale.id}'. Name it once.")
    if all(locale.path for locale in locales):
        raise ValueError(f"'default_locale' is '{default}', which is not one of 'locales'.")
    return locales


def _check_texts(config: MkDocsConfig) -> None:
    """Raise ValueError for a text or an address of ``mkdocs.yml`` that could not stand on every page as it is."""
    for name in _TEXTS:
        character = invisible(config[name] or "")
        if character is not None:
            code = f"U+{ord(character):04X}"
            raise ValueError(f"'{name}' has the character {code}, which nobody can see. Remove it.")
    for name in _ADDRESSES:
        if config[name] and (why := _refused(config[name])):
            raise ValueError(f"'{name}' {why}")
    # MkDocs takes it as the name of a folder: whoever removes that one day may lose a home.
    path = Path(config.site_dir)
    below = path.relative_to(Path.cwd()).parts if path.is_relative_to(Path.cwd()) else ()
    for part in below:
        if part == "~" or _VARIABLE.fullmatch(part):
            raise ValueError(
                f"'site_dir' has '{part}', which stands for nothing here but a folder '{path}'. Write it out."
            )


def _content(chosen: CodepairConfig, config: MkDocsConfig, root: Path) -> Path:
    """Return the folder of the entries; ValueError if it is none of its own."""
    if not chosen.content:
        return Path(config.docs_dir)
    content = Path(os.path.normpath(root / chosen.content))
    if not content.is_dir():
        raise ValueError(
            f"plugin option 'content': there is no folder '{chosen.content}'. Make it, or name another."
        )
    if root.is_relative_to(content):
        raise ValueError(f"plugin option 'content': '{chosen.content}' holds more than entries. Name one below it.")
    return content


def _mount(name: str) -> str:
    """Return the folder of the codes with a slash at its end; ValueError if no address is made so.

    >>> _mount("/reference/codes"), _mount("/")
    ('reference/codes/', '')
    """
    parts = [part for part in name.split("/") if part]
    for part in parts:
        if not _FOLDER.fullmatch(part):
            raise ValueError(
                f"plugin option 'mount': '{part}' is no folder of an address. Write letters, digits, '-', '_' and "
                "'.' alone, such as 'reference/codes/'."
            )
    return "".join(f"{part}/" for part in parts)


def _refused(address: str) -> str | None:
    """Return why an address cannot have a path put after it on every page; None if it can.

    >>> _refused("https://codes.example/docs/")
    >>> _refused("https://codes.example/?page=1")
    "has a '?' or '#': no page could stand below it. Leave out what begins there."
    """
    if not _ADDRESS.fullmatch(address):
        return "must be an address that begins with https:// or http://."
    if "?" in address or "#" in address:
        return "has a '?' or '#': no page could stand below it. Leave out what begins there."
    try:
        split = urlsplit(address)
        host, _ = split.hostname, split.port
    except ValueError as error:
        return f"is no address: {error}. Correct it."
    if "@" in split.netloc:
        return "has a user or a password, which every page would show. Leave out what stands before the '@'."
    if not host:
        return "has no host. Write the whole address, such as https://example.org/codes/."
    if {".", "..", ""} & set(split.path.strip("/").split("/")) - ({""} if not split.path.strip("/") else set()):
        return "has '.', '..' or nothing between two slashes of its path. Write the path that browsers show."
    if split.path.startswith("//") or _HALF_ESCAPE.search(address):
        return "has '//' or a '%' that is not followed by two digits in its path. Correct it."
    return None
