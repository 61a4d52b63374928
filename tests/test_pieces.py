"""Small pieces of pages, each by itself: links without an address, escaping, messages, errors in words."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment, TemplateSyntaxError

from codepair.kit.patterns import Pattern
from codepair.language.translator import Translator
from codepair.language.wording import Wording
from codepair.library.citations import Citation, Specification
from codepair.library.facts import Choice, Question, Value
from codepair.library.flow import Arrow, MessageFormat
from codepair.pages.faults import explain, template_fault
from codepair.pages.html import cite, value_names
from codepair.pages.wire import message_html
from tests import support

BOOK = Specification("BOOK", "The Book & Codes", name="Book & Co")
"""A document without an address."""
ONLINE = Specification("RFC4028", "Session Timers")


def test_a_citation_without_an_address_is_no_link() -> None:
    """Its label alone is shown, escaped; one with an address leads to its section."""
    assert cite(Citation(BOOK, "7")) == "Book &amp; Co §7"
    assert (
        cite(Citation(ONLINE, "6")) == '<a href="https://www.rfc-editor.org/rfc/rfc4028#section-6">RFC 4028 §6</a>'
    )


def test_values_are_listed_and_escaped_as_text() -> None:
    """Quotes stay in a text; a number is written as the locale writes it."""
    english, vietnamese = (Wording(Translator(support.catalogs(name, {}))) for name in ("en", "vi"))
    tokens = Question("fields", "tokens", "Fields", {"none": Choice("none", "None & <no>", is_alone=True)})
    value = Value(('"a" <b>', "it's", "&"))
    shown = '<code>"a" &lt;b&gt;</code>, <code>it\'s</code>, and <code>&amp;</code>'
    assert value_names(value, tokens, english) == shown
    assert value_names(Value(("none",)), tokens, english) == "None &amp; &lt;no&gt;"
    assert value_names(Value(("1234.5",)), Question("tries", "number", "Tries"), vietnamese) == "1.234,5"
    choice = Question("kind", "choice", "Kind", {"a": Choice("a", "One"), "b": Choice("b", "Two")})
    assert value_names(Value(("b", "a")), choice, english) == "Two<br>One"


def test_a_message_shows_names_and_marks() -> None:
    """A name is set off where its line begins like one; without a format every line is shown as it stands."""
    arrow = Arrow("a", "b", "ASK", 'ASK <now>\nX-One: 1\n  indented: 2\nX-Two: "2"', ("X-One",))
    known = MessageFormat(Pattern("(ASK)"), Pattern("([A-Z][A-Za-z-]+): "))
    assert message_html(arrow, known) == (
        'ASK &lt;now&gt;\n<mark><b>X-One</b>: 1\n</mark>  indented: 2\n<b>X-Two</b>: "2"'
    )
    plain = 'ASK &lt;now&gt;\n<mark>X-One: 1\n</mark>  indented: 2\nX-Two: "2"'
    assert message_html(arrow, None) == message_html(arrow, MessageFormat(Pattern("(ASK)"), None)) == plain


def test_errors_of_templates_in_words() -> None:
    """Where a template is wrong and what is; what to do about it; what is no template's fault is not called one."""
    environment = Environment(loader=DictLoader({"page.html": "<p>\n{{ broken"}))
    with pytest.raises(TemplateSyntaxError) as raised:
        environment.get_template("page.html")
    fault = template_fault(raised.value)
    assert str(fault).startswith("page.html:2: unexpected end of template")
    assert explain(raised.value) == f"{fault}. Mend the template, then build again."
    assert template_fault(OSError(28, "No space left on device")) is None
    byte = UnicodeDecodeError("utf-8", b"ab\xffcd", 2, 3, "invalid start byte")
    assert str(explain(byte)).startswith("A file is not UTF-8: byte 0xff at position 2 (invalid start byte).")
