"""Texts in a locale: a text of the source language in, a value that knows its own language out.

A text that a catalog lacks is shown in the site's default locale, else in the source language, marked with ``lang``
and ``dir``. That it is not translated is part of the value; ``wording.py`` carries it on to what is made of texts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import floor

from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from markupsafe import Markup

from codepair.kit.problems import Place
from codepair.kit.text import to_html, to_plain
from codepair.language.catalog import Catalogs
from codepair.language.locale import SOURCE, SOURCE_LANGUAGE, Locale


@dataclass(frozen=True, slots=True)
class Text:
    """A text as a page of some locale shows it."""

    value: str
    locale: Locale
    """The locale the text is in."""
    is_fallback: bool = False
    """Whether it is in another language than the page."""

    @property
    def attributes(self) -> str:
        """``lang`` and ``dir`` for an element that holds a fallback, with a leading space."""
        if not self.is_fallback:
            return ""
        return f' lang="{self.locale.tag}" dir="{self.locale.direction}"'

    def html(self, link: Callable[[str], str | None] = lambda code: None) -> Markup:
        """Return the text's HTML without an element around it."""
        return Markup(to_html(self.value, link))

    def element(self, tag: str, link: Callable[[str], str | None] = lambda code: None) -> Markup:
        """Return the text as an element, marked if it is a fallback."""
        return Markup(f"<{tag}{self.attributes}>{self.html(link)}</{tag}>")

    def __html__(self) -> str:
        """Return the text for a template: marked only if it is a fallback."""
        return str(self.element("span")) if self.is_fallback else str(self.html())

    @property
    def plain(self) -> str:
        """The text for an attribute, a title or a description."""
        return to_plain(self.value)


class Translator:
    """Finds texts in one locale: those of a domain in its catalog, then among the words of the site."""

    def __init__(self, catalogs: Catalogs, domain: str | None = None, default: Translator | None = None) -> None:
        self.locale = catalogs.locale
        self.catalogs = catalogs
        self._default = default
        self._content = catalogs.contents.get(domain) if domain is not None else None
        self._words = catalogs.words
        self._is_source = SOURCE_LANGUAGE in catalogs.locale.chain
        self._of: dict[str, Translator] = {}

    def of(self, domain: str) -> Translator:
        """Return what finds the texts of a protocol."""
        found = self._of.get(domain)
        if found is None:
            default = self._default.of(domain) if self._default is not None else None
            found = self._of[domain] = Translator(self.catalogs, domain, default)
        return found

    def text(self, source: str, context: str | None = None) -> Text:
        """Return a text of the domain's content in this locale."""
        default = self._default.text(source, context) if self._default else None
        return self._text(source, self._found(source, context), default)

    def word(self, source: str) -> Text:
        """Return words of the site in this locale."""
        return self._text(source, self._words.get(source), self._default.word(source) if self._default else None)

    def plural(self, one: str, other: str, number: int) -> Text:
        """Return words of the site in the plural form for a number, its placeholder not filled in."""
        source = one if number == 1 else other
        default = self._default.plural(one, other, number) if self._default else None
        return self._text(source, self._words.get_plural(one, number), default)

    def place(self, source: str) -> Place | None:
        """Return where the project translates a text of the domain's content; None if it does not list it."""
        return self._content.places.get((None, source)) if self._content is not None else None

    def value(self, source: str) -> str:
        """Return a text for a place that cannot mark its language, such as a diagram."""
        return self.text(source).value

    def plain(self, source: str) -> str:
        """Return words of the site for an attribute, not yet escaped."""
        return self.word(source).plain

    def number(self, value: str | int) -> str:
        """Return a number as the locale writes it."""
        return format_decimal(value, locale=self.locale.cldr)

    def percent(self, share: float) -> str:
        """Return a share as whole percent, rounded down: less than all is never shown as all."""
        percent = floor(share * 100 + 1e-9)  # 0.29 * 100 is a little less than 29
        return format_percent(percent / 100, locale=self.locale.cldr)

    def list(self, items: Sequence[str]) -> Markup:
        """Join HTML fragments as the locale lists things: ``A, B and C``."""
        marks = [f"\ue000{index}\ue001" for index in range(len(items))]
        joined = escape(format_list(marks, locale=self.locale.cldr), quote=False)
        for mark, item in zip(marks, items, strict=True):
            joined = joined.replace(mark, item)
        return Markup(joined)

    def _found(self, source: str, context: str | None) -> str | None:
        found = self._content.get(source, context) if self._content is not None else None
        return found or self._words.get(source, context)

    def _text(self, source: str, found: str | None, default: Text | None) -> Text:
        """Return what was found; else the text in the default locale, else the source's."""
        if found is not None:
            return Text(found, self.locale)
        if self._is_source:
            return Text(source, self.locale)
        if default is not None:
            return Text(default.value, default.locale, is_fallback=True)
        return Text(source, SOURCE, is_fallback=True)
