"""Locales: the languages a site is written in, and how each is named in catalogs, HTML and addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import babel
from babel.core import UnknownLocaleError, get_global

SOURCE_LANGUAGE = "en"
"""The language that content is written in; its texts are the catalogs' message ids."""


@dataclass(frozen=True)
class Locale:
    """A language, perhaps of a region, that pages are written in."""

    id: str
    """As gettext writes it, ``pt_BR``: the catalog's folder."""
    tag: str
    """As BCP 47 writes it, ``pt-BR``: ``lang`` and ``hreflang``."""
    path: str
    """Where its pages are, ``pt-br``; empty for the default locale, whose pages are at the root."""
    direction: str
    """``ltr`` or ``rtl``."""
    name: str
    """Its own name for itself, from CLDR."""
    cldr: babel.Locale = field(repr=False, compare=False)
    """Its plural forms, list patterns and numbers."""

    @property
    def prefix(self) -> str:
        """The path with its slash, to put in front of a page's path.

        >>> make_locale("vi", default="en").prefix, make_locale("en", default="en").prefix
        ('vi/', '')
        """
        return f"{self.path}/" if self.path else ""

    @property
    def with_territory(self) -> str:
        """Language and territory, as Open Graph wants them; the likeliest territory of a language in its script.

        >>> make_locale("vi", default="en").with_territory, make_locale("pt_BR", default="en").with_territory
        ('vi_VN', 'pt_BR')
        >>> make_locale("zh_TW", default="en").with_territory
        'zh_TW'
        """
        language, script = self.cldr.language, self.cldr.script
        likely = str(_LIKELY.get(f"{language}_{script}") or _LIKELY.get(language, ""))
        return f"{language}_{self.cldr.territory or likely.rpartition('_')[2]}"

    @property
    def chain(self) -> tuple[str, ...]:
        """The catalogs to look in, the nearest first; never one in another script.

        >>> make_locale("pt_BR", default="en").chain
        ('pt_BR', 'pt')
        >>> make_locale("zh_TW", default="en").chain
        ('zh_Hant_TW', 'zh_Hant')
        >>> make_locale("sr@latin", default="en").chain
        ('sr_Latn',)
        """
        language, script = self.cldr.language, self.cldr.script
        names = [self.id, f"{language}_{script}" if script else language]
        if script == _likely_script(language):
            names.append(language)
        return tuple(dict.fromkeys(names))


@cache
def make_locale(name: str, *, default: str) -> Locale:
    """Return the locale of a gettext or BCP 47 name, however it is written.

    Raises ValueError with a whole sentence if CLDR does not know it, or knows nothing of a part of its name.

    >>> locale = make_locale("pt-br", default="en")
    >>> locale.id, locale.tag, locale.path, locale.direction, locale.name
    ('pt_BR', 'pt-BR', 'pt-br', 'ltr', 'português (Brasil)')
    >>> [make_locale(name, default="zh_TW").id for name in ("zh_TW", "iw", "sr@latin", "en-us")]
    ['zh_Hant_TW', 'he', 'sr_Latn', 'en_US']
    >>> make_locale("zh-TW", default="zh_TW").path
    ''
    >>> make_locale("ar", default="en").direction
    'rtl'
    >>> make_locale("xx", default="en")
    Traceback (most recent call last):
        ...
    ValueError: CLDR knows no locale 'xx'.
    """
    cldr = _parsed(name)
    identifier = str(cldr)
    tag = identifier.replace("_", "-")
    path = "" if identifier == str(_parsed(default)) else tag.lower()
    return Locale(identifier, tag, path, cldr.text_direction, cldr.get_display_name() or tag, cldr)


_SCRIPTS = {"latin": "Latn", "cyrillic": "Cyrl", "arabic": "Arab", "devanagari": "Deva"}
"""Scripts as gettext's names have them, after an ``@``."""


def _parsed(name: str) -> babel.Locale:
    """Return what CLDR knows of a locale; ValueError if that is nothing, or not all that the name says."""
    text, _, modifier = name.strip().replace("-", "_").partition("@")
    language, *rest = text.split("_")
    if not language.isalpha() or language.lower() in ("root", "und"):  # with a charset, or no language
        raise ValueError(f"CLDR knows no locale '{name}'.")
    alias, _, script = str(_ALIASES.get(language.lower(), language.lower())).partition("_")
    territory = ""
    if modifier and modifier.lower() not in _SCRIPTS:
        raise ValueError(f"'{name}' has '@{modifier}', of which CLDR knows nothing. Leave it out.")
    script = _SCRIPTS.get(modifier.lower(), script)
    for part in rest:
        if len(part) == 4 and part.isalpha():
            script = part.title()
        elif (len(part) == 2 and part.isalpha()) or (len(part) == 3 and part.isdigit()):
            territory = part.upper()
        else:
            raise ValueError(f"'{name}' has '{part}', of which CLDR knows nothing. Leave it out.")
    try:
        found = babel.Locale.parse("_".join(filter(None, (alias, script, territory))))
    except (UnknownLocaleError, ValueError):
        raise ValueError(f"CLDR knows no locale '{name}'.") from None
    # Babel leaves out a script in which nobody writes the language, as it does the one in which all do.
    if script and script not in (found.script, _likely_script(found.language)):
        raise ValueError(f"CLDR knows no locale '{name}'.")
    return found


def _likely_script(language: str) -> str | None:
    """Return the script that a language is written in where nothing else is said; None if CLDR names none."""
    likely = str(_LIKELY.get(language, "")).split("_")
    return likely[1] if len(likely) > 1 else None


_ALIASES: Mapping[str, str] = get_global("language_aliases")
_LIKELY: Mapping[str, str] = get_global("likely_subtags")

SOURCE = make_locale(SOURCE_LANGUAGE, default=SOURCE_LANGUAGE)
"""The locale that content is written in."""
