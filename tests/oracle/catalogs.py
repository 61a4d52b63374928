"""What the catalogs say, read with Babel, and how a page of a language says a text.

A text of a protocol is looked up in the protocol's catalog, then in ``ui``; words of the site in ``ui`` alone; each
first in the locale itself, then in its bare language. What is missing or fuzzy is English, marked as English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from gettext import c2py
from pathlib import Path
from typing import TypeAlias

import babel
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from tests.oracle.notation import collapsed, linked, marked

Link: TypeAlias = Callable[[str], "str | None"]
"""Gives the address of the page about a code span, if there is one."""

_SPAN = re.compile(r"`([^`]+)`")
_SLOT = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True)
class Language:
    """A locale of a site."""

    tag: str
    """As ``lang`` has it, ``pt-BR``."""
    prefix: str
    """What its pages' addresses begin with, ``pt-br/``; empty for the site's first locale."""
    chain: tuple[str, ...]
    """The folders of its catalogs, the nearest first."""
    direction: str
    cldr: babel.Locale = field(repr=False, compare=False)

    @property
    def is_english(self) -> bool:
        """Whether content is written in it."""
        return self.cldr.language == "en"


def make_language(name: str, *, is_first: bool) -> Language:
    """Return a locale by its gettext name.

    >>> make_language("pt_BR", is_first=False).prefix, make_language("pt_BR", is_first=False).chain
    ('pt-br/', ('pt_BR', 'pt'))
    """
    cldr = babel.Locale.parse(name)
    tag = str(cldr).replace("_", "-")
    prefix = "" if is_first else f"{tag.lower()}/"
    return Language(tag, prefix, tuple(dict.fromkeys((str(cldr), cldr.language))), cldr.text_direction, cldr)


Messages: TypeAlias = "Mapping[str, tuple[str, ...]]"
"""The translations of a PO file by their English text, with all plural forms; fuzzy and empty ones left out."""


def read_messages(file: Path) -> Messages:
    """Return what a PO file says."""
    with file.open("rb") as stream:
        catalog = read_po(stream, locale=file.parent.parent.name)
    found = {}
    for message in catalog:
        source = message.id if isinstance(message.id, str) else message.id[0]
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if source and forms and all(forms) and not message.fuzzy and not message.context:
            found[source] = forms
    return found


@dataclass(frozen=True)
class Catalogs:
    """The catalogs of one locale."""

    language: Language
    ui: Sequence[Messages]
    """The words of the site, the nearest first."""
    protocols: Mapping[str, Sequence[Messages]]
    """The texts of each protocol, the nearest first."""


def read_catalogs(folder: Path, words: Path, language: Language, protocols: Iterable[str]) -> Catalogs:
    """Return the catalogs of a locale; ``words`` has those for the words of the site that the project lacks."""

    def read(name: str, *roots: Path) -> list[Messages]:
        return [
            next((read_messages(file) for root in roots if (file := _file(root, locale, name)).is_file()), {})
            for locale in language.chain
        ]

    return Catalogs(language, read("ui", folder, words), {name: read(name, folder) for name in protocols})


def _file(root: Path, locale: str, name: str) -> Path:
    return root / locale / "LC_MESSAGES" / f"{name}.po"


class Voice:
    """Says texts as a page of a locale does, and remembers whether one was missing."""

    def __init__(self, catalogs: Catalogs, protocol: str, missed: list[str] | None = None) -> None:
        self.language = catalogs.language
        self._catalogs = catalogs
        self._words = catalogs.ui
        self._texts = (*catalogs.protocols[protocol], *catalogs.ui)
        self.missed: list[str] = [] if missed is None else missed
        """The texts that had to be said in English, in the order in which they were asked for."""

    def of(self, domain: str) -> Voice:
        """Return what says the texts of another catalog on the same page."""
        return Voice(self._catalogs, domain, self.missed)

    def translation(self, text: str) -> str | None:
        """Return a protocol's text in the locale, or None."""
        return self._found(self._texts, text)

    def text(self, text: str, link: Link = lambda code: None, after: str = "") -> str:
        """Return a protocol's text, marked if it is English, with links on its code spans, and what follows it."""
        return self._said(text, self.translation(text), link, after=after)

    def plain(self, text: str) -> str:
        """Return a protocol's text for an attribute or a title."""
        found = self.translation(text)
        if found is None:
            self.missed.append(text)
        return (found or text).replace("`", "")

    def words(self, text: str, **values: str) -> str:
        """Return words of the site, with values for their placeholders."""
        return self._said(text, self._found(self._words, text), lambda code: None, values)

    def label(self, text: str) -> str:
        """Return words of the site for an attribute, which cannot be marked."""
        found = self._found(self._words, text)
        if found is None:
            self.missed.append(text)
        return found or text

    def plural(self, one: str, other: str, number: int, **values: str) -> str:
        """Return words of the site that depend on a number, with the number for ``{number}``."""
        forms = next((messages[one] for messages in self._words if one in messages), None)
        index = c2py(get_plural(self.language.cldr).plural_expr)(number)
        english = one if number == 1 else other
        found = forms[index] if forms else english if self.language.is_english else None
        written = format_decimal(str(number), locale="en" if found is None else self.language.cldr)
        return self._said(english, found, lambda code: None, {"number": written, **values})

    def dated(self, text: str, day: str, **values: str) -> str:
        """Return words of the site with a day for ``{date}``, as the language that they are found in writes it."""
        language = "en" if self._found(self._words, text) is None else self.language.cldr
        return self.words(text, date=format_date(date.fromisoformat(day), "long", locale=language), **values)

    def name(self, text: str) -> str:
        """Return a text that is English in every language, such as a phrase."""
        if self.language.is_english:
            return collapsed(text)
        return marked(collapsed(text), "en", "ltr" if self.language.direction == "rtl" else None)

    def number(self, value: str) -> str:
        """Return a number as the locale writes it."""
        return format_decimal(value, locale=self.language.cldr)

    def listed(self, items: Sequence[str]) -> str:
        """Return several things as the locale lists them."""
        return format_list(items, locale=self.language.cldr)

    def _found(self, catalogs: Iterable[Messages], text: str) -> str | None:
        found = next((messages[text][0] for messages in catalogs if text in messages), None)
        return text if found is None and self.language.is_english else found

    def _said(
        self, text: str, found: str | None, link: Link, values: Mapping[str, str] | None = None, after: str = ""
    ) -> str:
        said = _SPAN.sub(lambda span: linked(span[0], link(span[1])), collapsed(found or text))
        if values:
            said = _SLOT.sub(lambda slot: values[slot[1]], said)
        said = f"{said} {after}" if after else said
        if found is None:
            self.missed.append(text)
            return marked(said, "en", "ltr")
        return said
