"""Locales: the languages a site is written in, and how each is named in catalogs, HTML and addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import babel
from babel.core import UnknownLocaleError

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
    def chain(self) -> tuple[str, ...]:
        """The catalogs to look in, the nearest first.

        >>> make_locale("pt_BR", default="en").chain
        ('pt_BR', 'pt')
        """
        return (self.id,) if self.id == self.cldr.language else (self.id, self.cldr.language)


@cache
def make_locale(name: str, *, default: str) -> Locale:
    """Return the locale of a gettext or BCP 47 name.

    Raises ValueError with a whole sentence if CLDR does not know it.

    >>> locale = make_locale("pt-BR", default="en")
    >>> locale.id, locale.tag, locale.path, locale.direction, locale.name
    ('pt_BR', 'pt-BR', 'pt-br', 'ltr', 'português (Brasil)')
    >>> make_locale("vi", default="vi").path
    ''
    >>> make_locale("ar", default="en").direction
    'rtl'
    >>> make_locale("xx", default="en")
    Traceback (most recent call last):
        ...
    ValueError: CLDR knows no locale 'xx'.
    """
    try:
        cldr = babel.Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        raise ValueError(f"CLDR knows no locale '{name}'.") from None
    identifier = str(cldr)
    tag = identifier.replace("_", "-")
    path = "" if identifier == default.replace("-", "_") else tag.lower()
    return Locale(identifier, tag, path, cldr.text_direction, cldr.get_display_name() or tag, cldr)


SOURCE = make_locale(SOURCE_LANGUAGE, default=SOURCE_LANGUAGE)
"""The locale that content is written in."""
