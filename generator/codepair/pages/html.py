"""Small pieces of HTML that several pages show: values in, escaped HTML out."""

from __future__ import annotations

import re
from html import escape

from markupsafe import Markup

from codepair.language.locale import Locale
from codepair.language.translator import Text
from codepair.language.wording import Wording, escape_html
from codepair.library.citations import Citation
from codepair.library.facts import Question, Value
from codepair.library.model import Entry
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


def cite(citation: Citation, *, has_document: bool = False) -> Markup:
    """Return a citation as a link to its section, if that has an address.

    With ``has_document`` its tooltip names the document, unless the page shows that name anyway.
    """
    label = escape(citation.label)
    if not citation.url:
        return Markup(label)
    document = f' title="{escape(citation.specification.full_title)}"' if has_document and citation.title else ""
    return Markup(f'<a href="{escape(citation.url)}"{document}>{label}</a>')


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


def value_names(value: Value, asked: Question, wording: Wording) -> Markup:
    """Return what a value says: choices line by line, tokens as the locale lists them, a number as it writes it."""
    if asked.type == "number":
        return Markup(escape(wording.translator.number(value.names[0])))
    labels = [wording.text(asked.choices[name].label) for name in value.names if name in asked.choices]
    tokens = [f"<code>{escape(name, quote=False)}</code>" for name in value.names if name not in asked.choices]
    lines = [str(escape_html(label)) for label in labels]
    if tokens:
        lines.append(str(wording.translator.list(tokens)))
    return Markup("<br>".join(lines))
