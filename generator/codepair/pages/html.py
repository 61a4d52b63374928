"""Small pieces of HTML that several pages show: values in, escaped HTML out."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from markupsafe import Markup

from codepair.kit.text import code_html, with_breaks
from codepair.language.locale import Locale
from codepair.language.translator import Text
from codepair.language.wording import Wording, escape_html
from codepair.library.citations import Citation, Specification
from codepair.library.facts import Question, Value
from codepair.library.model import Entry
from codepair.library.outcomes import OUTCOMES
from codepair.pages.shell import without_end_tags, without_indentation, without_quotes


def tight(html: str) -> str:
    """Return HTML without the indentation, quotes and end tags that it does not need: a tenth of a comparison.

    >>> tight('<p class="cp-lead">\\n  text</p>')
    '<p class=cp-lead>text</p>'
    """
    return without_end_tags(without_quotes(without_indentation(html).strip()))


def colour_class(entry: Entry) -> str:
    """Return the CSS class that gives an entry the colour of what its response class means for the request."""
    outcome = entry.response_class.outcome if entry.response_class else None
    return f"k{OUTCOMES.index(outcome)}" if outcome is not None else "k8"


def cite(citation: Citation, *, has_document: bool = False) -> Markup:
    """Return a citation in full as a link to its section, if that has an address.

    With ``has_document`` its tooltip names the document, unless the page shows that name anyway.
    """
    title = citation.specification.full_title if has_document and citation.title else None
    return _linked(citation.label, citation.url, title)


def mark(citation: Citation, main: Specification | None) -> Markup:
    """Return a citation as the short mark behind a statement: of the protocol's main document its section alone.

    What the section is called stands under the page's sources, where those read it who have no mouse. A document
    without an address has a mark, too.
    """
    is_main = citation.section is not None and citation.specification is main
    label = f"§{citation.section}" if is_main else citation.label
    if not citation.url:
        return Markup(f'<span class="cp-mark">{escape(label)}</span>')
    return _linked(label, citation.url, None)


def marks(citations: Iterable[Citation], main: Specification | None, wording: Wording) -> Markup:
    """Return what settles a statement: sections, then, after a word that says so, practice."""
    cited = sorted(citations, key=lambda citation: citation.specification.is_practice)
    found: list[str] = []
    for citation in cited:
        if citation.specification.is_practice and not any(part.startswith("<em>") for part in found):
            practice = wording.words("practice")
            found.append(f"<em>{practice}</em>")
        found.append(mark(citation, main))
    return Markup(" ".join(found))


def _linked(label: str, url: str | None, title: str | None) -> Markup:
    tooltip = f' title="{escape(title)}"' if title else ""
    if not url:
        return Markup(f"<span{tooltip}>{escape(label)}</span>" if title else escape(label))
    return Markup(f'<a href="{escape(url)}"{tooltip}>{escape(label)}</a>')


def breakable(code: str) -> Markup:
    """Return a code as text that a narrow page breaks between the words of a name, and nowhere else.

    >>> breakable("NOT_FOUND")
    Markup('NOT_<wbr>FOUND')
    """
    return Markup(with_breaks(escape(code, quote=False)))


def in_english(locale: Locale) -> Markup:
    """Return what an element with English text has on pages of a locale: nothing where all is English."""
    direction = ' dir="ltr"' if locale.direction == "rtl" else ""
    return Markup("" if locale.cldr.language == "en" else f' lang="en"{direction}')


def protocol_text(text: str, locale: Locale) -> Markup:
    """Return protocol text, which is English whatever the page's language."""
    html = escape(text, quote=False)
    attributes = in_english(locale)
    return Markup(f"<i{attributes}>{html}</i>" if attributes else html)


def paragraph(text: Text, name: str) -> Markup:
    """Return a text as a paragraph of a CSS class, marked if it is a fallback."""
    return Markup(f'<p class="{name}"{text.attributes}>{text.html()}</p>')


def value_names(value: Value, asked: Question, wording: Wording) -> Markup:
    """Return what a value says: choices line by line, tokens as the locale lists them, a number as it writes it."""
    if asked.type == "number":
        return Markup(escape(wording.translator.number(value.names[0])))
    labels = [wording.text(asked.choices[name].label) for name in value.names if name in asked.choices]
    tokens = [code_html(name) for name in value.names if name not in asked.choices]
    lines = [str(escape_html(label)) for label in labels]
    if tokens:
        lines.append(str(wording.translator.list(tokens)))
    return Markup("<br>".join(lines))
