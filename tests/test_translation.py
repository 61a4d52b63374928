"""Translations against their sources, values that know their language, and the locales they are in."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages import Message
from markupsafe import Markup, escape

from codepair.kit.problems import Place
from codepair.language.catalog import Catalog, Catalogs
from codepair.language.locale import SOURCE, make_locale
from codepair.language.plurals import cldr_rule
from codepair.language.translation import message_problems, short
from codepair.language.translator import Text, Translator
from codepair.language.wording import Passage, Wording, escape_html, joined
from tests import support

VI, RU, AR = (make_locale(name, default="en") for name in ("vi", "ru", "ar"))
PLACE = Place("vi.po", 4)


def wrong(source: str, translation: str) -> list[str]:
    """Return what is wrong with a translation."""
    found = list(message_problems(PLACE, Message(source, translation), 1, cldr_rule(VI)))
    assert {problem.place for problem in found} <= {PLACE}
    return [f"{problem.message} [{problem.rule}]" for problem in found]


def wrong_forms(*forms: str, count: int | None = None) -> list[str]:
    """Return what is wrong with the forms of a Russian message."""
    message = Message(("{number} code of `{name}`", "{number} codes of `{name}`"), forms)
    return [problem.message for problem in message_problems(PLACE, message, count or len(forms), cldr_rule(RU))]


def test_what_a_translation_keeps() -> None:
    """Code spans as often as they stand, and placeholders, in any order."""
    assert wrong("`a` and `b` of {x} and {y}", "{y}, {x}: `b`, `a`") == []
    assert wrong("Yes", "Có") == []
    assert wrong("Yes", "") == []
    assert wrong("`a`, `b` and `b`", "`b`") == [
        "The code spans in the translation of '`a`, `b` and `b`' differ from the source: missing `a`, `b`. "
        "[code-spans]"
    ]
    assert wrong("Yes", "`a` hay `b`") == [
        "The code spans in the translation of 'Yes' differ from the source: Not in the source: `a`, `b`. "
        "[code-spans]"
    ]
    assert wrong("`a`", "`b`") == [
        "The code spans in the translation of '`a`' differ from the source: missing `a`. Not in the source: `b`. "
        "[code-spans]"
    ]
    assert wrong("`a`", "`a") == [
        "A back-tick in the translation of '`a`' has no partner. Add or remove one. [code-spans]"
    ]
    assert wrong("{b} {a}", "x") == [
        "The placeholders in the translation of '{b} {a}' differ from the source: missing {a}, {b}. [placeholders]"
    ]
    assert wrong("x", "{b} {f} {a} {e} {c} {d}") == [
        "The placeholders in the translation of 'x' differ from the source: Unknown {a}, {b}, {c}, {d}, {e}, {f}. "
        "[placeholders]"
    ]
    assert wrong("{a}", "{b} \ue000") == [
        "The translation of '{a}' has the character U+E000, which nobody can see or which reaches past its text. "
        "Remove it. [invisible-character]",
        "The placeholders in the translation of '{a}' differ from the source: missing {a}. Unknown {b}. "
        "[placeholders]",
    ]


def test_plural_forms() -> None:
    """As many as the language has, none empty; a form may leave a placeholder out, but has none of its own."""
    needs = "Russian has 3. Fill in msgstr[0] to msgstr[2] and no other."
    name = "'{number} code of `{name}`'"
    good = "{number} mã `{name}`"
    assert wrong_forms(good, good, good) == []
    assert wrong_forms("mã `{name}`", good, "`{name}`") == []
    assert wrong_forms(good, good) == [f"{name} has 2 plural forms; {needs}"]
    assert wrong_forms(good, good, good, count=4) == [f"{name} has 4 plural forms; {needs}"]
    assert wrong_forms(good, "", good) == [f"{name} has 3 plural forms; {needs}"]
    assert wrong_forms(good, "{count} mã `{name}`", good) == [
        f"The placeholders in the translation of {name} differ from the source: "
        "missing {number}. Unknown {count}."
    ]


def test_a_fuzzy_translation_is_told_once() -> None:
    """Whatever else is wrong with it: nobody sees it."""
    found = message_problems(PLACE, Message("Yes", "`Có", flags=("fuzzy",)), 1, cldr_rule(VI))
    assert [(problem.rule, problem.message) for problem in found] == [
        ("fuzzy", "The translation of 'Yes' is marked fuzzy, so the page shows the source. Review it.")
    ]


def test_texts_as_problems_name_them() -> None:
    """Sixty characters at most."""
    assert short("x" * 60) == "x" * 60
    assert short("x" * 61) == "x" * 57 + "..."


# -- values


def test_a_text_knows_its_language() -> None:
    """A fallback is marked wherever it stands; what is translated is not."""
    here, there = Text('A `b` & "c"', VI), Text('A `b` & "c"', SOURCE, is_fallback=True)
    html = 'A <code>b</code> &amp; "c"'
    assert (here.attributes, there.attributes) == ("", ' lang="en" dir="ltr"')
    assert (here.html(), there.html()) == (html, html)
    assert here.element("p") == f"<p>{html}</p>"
    assert there.element("p") == f'<p lang="en" dir="ltr">{html}</p>'
    assert here.__html__() == html
    assert there.__html__() == f'<span lang="en" dir="ltr">{html}</span>'
    assert there.element("p", {"b": "../b/"}.get) == (
        '<p lang="en" dir="ltr">A <a href="../b/"><code>b</code></a> &amp; "c"</p>'
    )
    assert (here.plain, there.plain) == ('A b & "c"', 'A b & "c"')
    assert Text("x", AR, is_fallback=True).attributes == ' lang="ar" dir="rtl"'
    assert isinstance(here.html(), Markup)
    assert isinstance(here.element("p"), Markup)


def test_a_list_is_the_locales_and_its_items_are_not_escaped() -> None:
    """What stands between them is text."""
    english = Translator(support.catalogs("en", {}))
    assert english.list(["<b>a</b>"]) == "<b>a</b>"
    assert english.list([f"<i>{number}</i>" for number in range(12)]) == (
        ", ".join(f"<i>{number}</i>" for number in range(11)) + ", and <i>11</i>"
    )
    assert Translator(support.catalogs("fr", {})).list(["a", "b"]) == "a et b"
    assert Translator(support.catalogs("ar", {})).list(["a", "b"]) == "a وb"
    assert isinstance(english.list(["a"]), Markup)


def test_where_a_text_is_translated(tmp_path: Path) -> None:
    """The place in the project's own catalog; the site's words and unknown protocols have none."""
    made = Catalog(VI, {(None, "Busy"): ("Bận",)}, {(None, "Busy"): PLACE})
    translator = Translator(Catalogs(VI, Catalog(VI, {(None, "Yes"): ("Có",)}), {"toy": made}))
    assert translator.of("toy").place("Busy") == PLACE
    assert translator.of("toy").place("Yes") is None
    assert translator.of("other").place("Busy") is None
    assert translator.place("Busy") is None
    assert translator.of("toy") is translator.of("toy")
    assert translator.of("toy").of("toy").text("Busy").value == "Bận"
    assert translator.of("toy").text("Yes") == Text("Có", VI)


def test_the_source_is_its_own_translation() -> None:
    """In English and its regions; in a place without a language every text is just a text."""
    british = make_locale("en_GB", default="en")
    assert Translator(support.catalogs("en_GB", {})).text("Busy") == Text("Busy", british)
    translator = Translator(support.catalogs("vi", {"Yes `x`": "Có `x`"}, toy={"Busy `x`": "Bận `x`"}))
    assert translator.text("Busy `x`") == Text("Busy `x`", SOURCE, is_fallback=True)
    assert translator.of("toy").value("Busy `x`") == "Bận `x`"
    assert translator.of("toy").value("Gone `x`") == "Gone `x`"
    assert (translator.plain("Yes `x`"), translator.plain("No `x`")) == ("Có x", "No x")
    assert translator.number(1234) == "1.234"


def test_words_of_a_passage() -> None:
    """Their placeholders are filled in, and only theirs; as an attribute they are not escaped yet."""
    wording = Wording(Translator(support.catalogs("vi", {"From {a} to {b}": "Từ {a} đến {b}", "Yes": "Có & `x`"})))
    assert wording.words("From {a} to {b}", a=Markup("<i>"), b="{a}&'") == "Từ <i> đến {a}&amp;'"
    assert wording.words("From {a} to {b}", a=1) == "Từ 1 đến {b}"
    assert wording.plain("Yes") == "Có & x"
    assert wording.is_translated
    assert wording.words("{a} `{b}`", a="<") == '<span lang="en" dir="ltr">&lt; <code>{b}</code></span>'
    assert not wording.is_translated


@pytest.mark.parametrize("ask", ["words", "plain", "value", "text"])
def test_whatever_is_asked_for_is_noted(ask: str) -> None:
    """A passage with one text that is not translated is none that is."""
    wording = Wording(Translator(support.catalogs("vi", {"Yes": "Có"})))
    assert wording.of("toy").locale is wording.locale is wording.translator.locale
    assert wording.locale == VI
    getattr(wording, ask)("Yes")
    assert wording.passage("x") == Passage("x", is_translated=True)
    getattr(wording.of("toy"), ask)("No")
    assert wording.passage("x") == Passage("x", is_translated=False)


def test_passages_are_joined() -> None:
    """With what is between them; one of them decides for all."""
    yes, no = Passage("<a>"), Passage("ö", is_translated=False)
    assert joined([yes, yes], ", ") == Passage("<a>, <a>", is_translated=True)
    assert joined(iter([no, yes])) == Passage("ö<a>", is_translated=False)
    assert joined([]) == Passage("", is_translated=True)
    assert no.bytes == b"\xc3\xb6"
    assert escape(yes) == "<a>"


def test_a_value_as_html() -> None:
    """Markup stays, all else is escaped as text."""
    assert escape_html(Markup("<b>")) == "<b>"
    assert escape_html("<b> \"'&") == "&lt;b&gt; \"'&amp;"
    assert escape_html(7) == "7"
    assert isinstance(escape_html("a"), Markup)


# -- locales


def test_how_a_locale_is_named() -> None:
    """As gettext, BCP 47 and addresses write it; the default locale has no folder, however it is written."""
    named = make_locale("zh-Hant-TW", default="en")
    assert (named.id, named.tag, named.path, named.prefix) == (
        *("zh_Hant_TW", "zh-Hant-TW", "zh-hant-tw", "zh-hant-tw/"),
    )
    assert named.chain == ("zh_Hant_TW", "zh_Hant")  # never in another script
    assert make_locale("zh-Hans-SG", default="en").chain == ("zh_Hans_SG", "zh_Hans", "zh")
    assert (VI.chain, VI.prefix, AR.direction, VI.direction) == (("vi",), "vi/", "rtl", "ltr")
    assert (VI.name, make_locale("pt_BR", default="en").name) == ("Tiếng Việt", "português (Brasil)")
    for default in ("pt-BR", "pt_BR", "pt-br"):
        assert make_locale("pt_BR", default=default).path == ""
        assert make_locale("pt-BR", default=default).prefix == ""
    assert make_locale("zh-TW", default="zh_TW").path == make_locale("zh-TW", default="zh-Hant-TW").path == ""
    assert make_locale("pt", default="pt_BR").path == "pt"
    assert make_locale("vi", default="en") == VI
    assert make_locale("vi", default="vi") != VI
    assert make_locale("tyv", default="en").name == "tyv"  # which CLDR has no name for
    assert repr(VI) == "Locale(id='vi', tag='vi', path='vi', direction='ltr', name='Tiếng Việt')"


@pytest.mark.parametrize("name", ["xx", "", "en_XX", "a b", "../en"])
def test_a_locale_that_nobody_knows(name: str) -> None:
    """It is named in a whole sentence."""
    for names in ({"name": name, "default": "en"}, {"name": "en", "default": name}):
        with pytest.raises(ValueError, match=f"^CLDR knows no locale '{name}'\\.$"):
            make_locale(**names)
