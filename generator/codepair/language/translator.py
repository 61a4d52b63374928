"""Texts in a locale. A missing translation is a value, never an absence.

A text that a catalog lacks is shown in the source language, marked with ``lang`` and ``dir``, and the page that
shows it carries a notice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup

from codepair.kit import text as prose
from codepair.language.catalog import Catalog
from codepair.language.locale import SOURCE_LANGUAGE, Locale, make_locale

SOURCE = make_locale(SOURCE_LANGUAGE, default=SOURCE_LANGUAGE)

_SLOT = re.compile(r"\{([A-Za-z_][A-Za-z0-9_-]*)\}")


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
        return Markup(prose.to_html(self.value, link))

    def element(self, tag: str, link: Callable[[str], str | None] = lambda code: None) -> Markup:
        """Return the text as an element, marked if it is a fallback."""
        return Markup(f"<{tag}{self.attributes}>{self.html(link)}</{tag}>")

    def __html__(self) -> str:
        """Return the text for a template: marked only if it is a fallback."""
        return str(self.element("span")) if self.is_fallback else str(self.html())

    @property
    def plain(self) -> str:
        """The text for an attribute, a title or a description."""
        return prose.to_plain(self.value)


class Translator:
    """Finds texts in one locale and remembers whether any was missing."""

    def __init__(self, catalog: Catalog) -> None:
        self.locale = catalog.locale
        self.catalog = catalog
        self._is_source = SOURCE_LANGUAGE in catalog.locale.chain
        self.missed = False
        """Whether a fallback was handed out since this was last set to False."""

    def text(self, source: str, context: str | None = None) -> Text:
        """Return a text of the source language in this locale."""
        found = self.catalog.get(source, context)
        if found is not None:
            return Text(found, self.locale)
        if self._is_source:
            return Text(source, self.locale)
        self.missed = True
        return Text(source, SOURCE, is_fallback=True)

    def value(self, source: str) -> str:
        """Return a text for a place that cannot mark its language, such as a diagram."""
        return self.text(source).value

    def has(self, source: str) -> bool:
        """Return whether a text of the source language is there in this locale."""
        return self._is_source or self.catalog.get(source) is not None

    def words(self, source: str, **values: object) -> Markup:
        """Return words of the site with HTML put in for their placeholders.

        A value is escaped unless it is markup already.
        """
        return self._filled(self.text(source), values)

    def plural(self, one: str, other: str, number: int) -> Markup:
        """Return the plural form for a number, with the number put in for ``{number}``."""
        found = self.catalog.get_plural(one, number)
        values = {"number": format_decimal(number, locale=self.locale.cldr)}
        if found is None and not self._is_source:
            self.missed = True
            return self._filled(Text(one if number == 1 else other, SOURCE, is_fallback=True), values)
        return self._filled(Text(found or (one if number == 1 else other), self.locale), values)

    def plain(self, source: str) -> str:
        """Return words of the site for an attribute, not yet escaped."""
        return self.text(source).plain

    def number(self, value: str) -> str:
        """Return a number as the locale writes it."""
        return format_decimal(value, locale=self.locale.cldr)

    def list(self, items: Sequence[str]) -> Markup:
        """Join HTML fragments as the locale lists things: ``A, B and C``."""
        marks = [f"\ue000{index}\ue001" for index in range(len(items))]
        joined = escape(format_list(marks, locale=self.locale.cldr), quote=False)
        for mark, item in zip(marks, items, strict=True):
            joined = joined.replace(mark, item)
        return Markup(joined)

    @staticmethod
    def _filled(text: Text, values: Mapping[str, object]) -> Markup:
        html = _SLOT.sub(
            lambda match: str(escape_html(values[match[1]])) if match[1] in values else match[0],
            str(text.html()),
        )
        return Markup(f"<span{text.attributes}>{html}</span>") if text.is_fallback else Markup(html)


def escape_html(value: object) -> Markup:
    """Return a value as HTML: markup as it is, all else escaped."""
    return Markup(value.__html__()) if hasattr(value, "__html__") else Markup(escape(str(value), quote=False))
