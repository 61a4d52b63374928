"""Small pieces of HTML that several pages show: values in, escaped HTML out."""

from __future__ import annotations

import re
from html import escape

from markupsafe import Markup

from codepair.language.locale import Locale
from codepair.language.translator import Text, Translator
from codepair.library.citations import Citation
from codepair.library.model import Entry, Fact
from codepair.pages.shell import without_indentation

_TAG = re.compile(r'<[a-z][^<>]*="[^<>]*>')
_ATTRIBUTE = re.compile(r'="([A-Za-z0-9#._:/-]*[A-Za-z0-9#._:-])"(?=[ >])')


def tight(html: str) -> str:
    """Return HTML without indentation and without quotes that HTML does not need: a tenth of a comparison.

    >>> tight('<p class="cp-lead">\\n  text</p>')
    '<p class=cp-lead>\\ntext</p>'
    """
    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(r"=\1", tag[0]), without_indentation(html).strip())


def colour_class(entry: Entry) -> str:
    """Return the CSS class that gives an entry its response class's colour."""
    return f"k{entry.response_class.order % 8}" if entry.response_class else "k8"


def cite(citation: Citation) -> Markup:
    """Return a citation as a link to its section, if that has an address."""
    label = escape(citation.label)
    return Markup(f'<a href="{escape(citation.url)}">{label}</a>' if citation.url else label)


def cited_cell(html: str, citation: Citation | None) -> str:
    """Return a table's cell whose value leads to the section that settles it."""
    if citation is None or citation.url is None:
        return f"<td>{html}</td>"
    return tight(f'<td><a href="{escape(citation.url)}">{html}</a></td>')


def protocol_text(text: str, locale: Locale) -> Markup:
    """Return protocol text, which is English whatever the page's language."""
    html = escape(text, quote=False)
    if locale.cldr.language == "en":
        return Markup(html)
    direction = ' dir="ltr"' if locale.direction == "rtl" else ""
    return Markup(f'<i lang="en"{direction}>{html}</i>')


def paragraph(text: Text, name: str) -> Markup:
    """Return a text as a paragraph of a CSS class, marked if it is a fallback."""
    return Markup(f'<p class="{name}"{text.attributes}>{text.html()}</p>')


def value_list(fact: Fact, translator: Translator) -> str:
    """Return the tokens or the number of a fact as HTML, as the locale lists and writes them."""
    if isinstance(fact.value, str):
        return escape(translator.number(fact.value))
    return str(translator.list([f"<code>{escape(token, quote=False)}</code>" for token in fact.value]))
