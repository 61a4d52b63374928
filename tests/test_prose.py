"""Text is text: shown as it stands, never run."""

from __future__ import annotations

from codepair.kit import text as prose
from codepair.language.catalog import Catalog, Key
from codepair.language.locale import make_locale
from codepair.language.translator import SOURCE, Text, Translator
from hypothesis import given
from hypothesis import strategies as st

from tests import support

_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co")), max_size=80)
_NASTY = st.lists(
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "`",
            "**",
            "&lt;",
            "&",
            '"',
            "'",
            "{{ x }}",
            "{a}",
            "](",
            "<img src=x onerror=y>",
            " a ",
        ]
    ),
    max_size=8,
).map("".join)


@given(_TEXT | _NASTY)
def test_html_shows_the_text(text: str) -> None:
    """A browser reads back the characters; the only elements are code spans."""
    body = support.find(support.parse(f"<div id=x>{prose.to_html(text)}</div>"), "//*[@id='x']")[0]
    assert {element.tag for element in body.iter()} <= {"div", "code"}
    shown = "".join(str(part) for part in body.itertext())
    spans = prose.code_spans(text)
    assert shown.replace("\r", "\n") == _without_span_ticks(text).replace("\r", "\n")
    assert sorted("".join(str(p) for p in element.itertext()) for element in body.iter("code")) == spans


def _without_span_ticks(text: str) -> str:
    return "".join(part.value for part in prose.parts(text))


@given(_TEXT | _NASTY)
def test_parts_lose_nothing(text: str) -> None:
    """The parts of a text are the text."""
    joined = "".join(f"`{part.value}`" if part.kind == "code" else part.value for part in prose.parts(text))
    assert joined == text


@given(_TEXT | _NASTY)
def test_attributes_of_a_fallback(text: str) -> None:
    """A fallback is an element with its language, whatever the text."""
    html = str(Text(text, SOURCE, is_fallback=True).element("p"))
    element = support.find(support.parse(f"<main>{html}</main>"), "//main/*[1]")[0]
    assert element.tag == "p"
    assert element.get("lang") == "en"
    assert element.get("dir") == "ltr"


def test_words_escape_their_values() -> None:
    """What is put into a sentence is escaped unless it is markup."""
    translator = Translator(support.catalog("vi", {"From {name}": "Từ {name}"}))
    assert translator.words("From {name}", name="<b>") == "Từ &lt;b&gt;"


def test_plural_forms_and_lists_are_the_locales() -> None:
    """Plurals by the locale's rule, lists by its pattern, numbers by its marks."""
    forms: dict[Key, tuple[str, ...]] = {
        (None, "{number} code"): ("{number} код", "{number} кода", "{number} кодов")
    }
    russian = Translator(Catalog(make_locale("ru", default="en"), forms))
    counted = [str(russian.plural("{number} code", "{number} codes", number)) for number in (1, 2, 5, 1234)]
    assert counted == ["1 код", "2 кода", "5 кодов", "1\u00a0234 кода"]
    vietnamese = Translator(support.catalog("vi", {}))
    assert vietnamese.list(["A", "B", "C"]) == "A, B và C"
    assert vietnamese.missed is False


def test_fallback_is_recorded() -> None:
    """A missing translation is the source, marked, and the translator remembers."""
    translator = Translator(support.catalog("vi", {}))
    text = translator.text("Busy")
    assert (text.value, text.is_fallback, translator.missed) == ("Busy", True, True)
    english = Translator(support.catalog("en", {}))
    assert english.text("Busy").is_fallback is False
    region = Translator(support.catalog("en_GB", {}))
    assert region.text("Busy").is_fallback is False
