"""The plugin's options in ``mkdocs.yml``: what they may be, and the settings that follow from them."""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.config import config_options as options
from mkdocs.config.base import Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from codepair.kit.characters import invisible
from codepair.language.locale import Locale, make_locale
from codepair.publishing.hosting import HOSTS
from codepair.site.extract import SITE_FIELDS
from codepair.site.project import Settings

_TEXTS = ("site_name", "site_description", "copyright")
_ADDRESSES = ("site_url", "repo_url")
_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\^{|}]+")


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
    catalogs = options.Type(str, default="locales")
    """The folder of the gettext catalogs, relative to ``mkdocs.yml``."""
    host = options.Choice(("none", *HOSTS), default="none")
    """Where the site goes: the build sets it against that host's published limits."""
    pairs = options.Choice(("all", "guided"), default="all")
    """Which comparisons have a page: every pair of current codes, or those an editor wrote guidance for."""
    processes = options.Optional(Count())
    """How many processes write pages; as many as help if it is not given."""


def settings_of(chosen: CodepairConfig, config: MkDocsConfig) -> Settings:
    """Return the plugin's options as settings; PluginError if they, or the site's texts, cannot be used."""
    file = Path(config.config_file_path or "mkdocs.yml").absolute()  # given with '-f', it is as it was typed
    try:
        locales = _locales(chosen)
        _check_texts(config)
    except ValueError as error:
        raise PluginError(f"{file.name}: {error}") from None
    return Settings(
        root=file.parent,
        content=Path(config.docs_dir),
        catalogs=file.parent / chosen.catalogs,
        locales=locales,
        pairs="guided" if chosen.pairs == "guided" else "all",
        texts=tuple(text for name in SITE_FIELDS if (text := config[name])),
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
        if config[name] and not _ADDRESS.fullmatch(config[name]):
            raise ValueError(f"'{name}' must be an address that begins with https:// or http://.")
