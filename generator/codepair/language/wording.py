"""What a passage says in a locale: its texts in, HTML that knows whether all of it is translated out.

A wording is made for one passage and goes with it; nothing is set, cleared or shared between two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from html import escape
from typing import NamedTuple

from babel.dates import format_date
from babel.numbers import format_decimal
from markupsafe import Markup

from codepair.language.locale import Locale
from codepair.language.translator import Text, Translator

_SLOT = re.compile(r"\{([A-Za-z_][A-Za-z0-9_-]*)\}")


class Passage(NamedTuple):
    """HTML in a locale."""

    html: str
    is_translated: bool = True
    """Whether every text in it is in the locale's language."""

    def __html__(self) -> str:
        """Return the HTML for a template."""
        return self.html

    @property
    def bytes(self) -> bytes:
        """The HTML as it is written."""
        return self.html.encode()


def joined(passages: Iterable[Passage], between: str = "") -> Passage:
    """Return passages as one.

    >>> joined([Passage("<p>a"), Passage("<p>b", is_translated=False)])
    Passage(html='<p>a<p>b', is_translated=False)
    """
    listed = list(passages)
    return Passage(between.join(each.html for each in listed), all(each.is_translated for each in listed))


class Wording:
    """The texts of one passage, and whether all of them were found in its language."""

    def __init__(self, translator: Translator, noted: list[Text] | None = None) -> None:
        self.translator = translator
        self._fallbacks: list[Text] = [] if noted is None else noted

    @property
    def locale(self) -> Locale:
        """The locale of the passage."""
        return self.translator.locale

    @property
    def is_translated(self) -> bool:
        """Whether every text that was asked for until now is in the locale's language."""
        return not self._fallbacks

    def passage(self, html: str) -> Passage:
        """Return what was made of the texts until now, as a value."""
        return Passage(html, self.is_translated)

    def of(self, domain: str) -> Wording:
        """Return the wording of the same passage for the texts of a protocol."""
        return Wording(self.translator.of(domain), self._fallbacks)

    def text(self, source: str) -> Text:
        """Return a text of the domain's content."""
        return self._noted(self.translator.text(source))

    def words(self, source: str, **values: object) -> Markup:
        """Return words of the site with HTML put in for their placeholders.

        A value is escaped unless it is markup already; a date is written as the language of the words has it.
        """
        return _filled(self._noted(self.translator.word(source)), values)

    def plural(self, one: str, other: str, number: int, **values: object) -> Markup:
        """Return the plural form for a number, with the number put in for ``{number}``, and other values."""
        text = self._noted(self.translator.plural(one, other, number))
        return _filled(text, {"number": format_decimal(number, locale=text.locale.cldr), **values})

    def plain(self, source: str) -> str:
        """Return words of the site for an attribute, not yet escaped."""
        return self._noted(self.translator.word(source)).plain

    def value(self, source: str) -> str:
        """Return a text of the domain's content for a place that cannot mark its language, such as a diagram."""
        return self.text(source).value

    def _noted(self, text: Text) -> Text:
        if text.is_fallback:
            self._fallbacks.append(text)
        return text


def _filled(text: Text, values: Mapping[str, object]) -> Markup:
    def filled(match: re.Match[str]) -> str:
        value = values.get(match[1], match[0])
        return str(escape_html(format_date(value, "long", text.locale.cldr) if isinstance(value, date) else value))

    html = _SLOT.sub(filled, str(text.html()))
    return Markup(f"<span{text.attributes}>{html}</span>") if text.is_fallback else Markup(html)


def escape_html(value: object) -> Markup:
    """Return a value as HTML: markup as it is, all else escaped."""
    return Markup(value.__html__()) if hasattr(value, "__html__") else Markup(escape(str(value), quote=False))
