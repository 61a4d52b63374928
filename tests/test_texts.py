"""Text is text: shown as it stands, never run."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from codepair.kit import text as texts
from codepair.language.locale import SOURCE
from codepair.language.translator import Text, Translator
from codepair.language.wording import Passage, Wording, joined
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
    body = support.find(support.parse(f"<div id=x>{texts.to_html(text)}</div>"), "//*[@id='x']")[0]
    assert {element.tag for element in body.iter()} <= {"div", "code"}
    shown = "".join(str(part) for part in body.itertext())
    spans = texts.code_spans(text)
    assert shown.replace("\r", "\n") == _without_span_ticks(text).replace("\r", "\n")
    assert sorted("".join(str(p) for p in element.itertext()) for element in body.iter("code")) == spans


def _without_span_ticks(text: str) -> str:
    return "".join(part.value for part in texts.parts(text))


@given(_TEXT | _NASTY)
def test_parts_lose_nothing(text: str) -> None:
    """The parts of a text are the text."""
    joined = "".join(f"`{part.value}`" if part.kind == "code" else part.value for part in texts.parts(text))
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
    wording = Wording(Translator(support.catalogs("vi", {"From {name}": "Từ {name}"})))
    assert wording.words("From {name}", name="<b>") == "Từ &lt;b&gt;"


def test_plural_forms_and_lists_are_the_locales() -> None:
    """Plurals by the locale's rule, lists by its pattern, numbers by its marks."""
    forms = {"{number} code": ("{number} код", "{number} кода", "{number} кодов")}
    russian = Wording(Translator(support.catalogs("ru", forms)))
    counted = [str(russian.plural("{number} code", "{number} codes", number)) for number in (1, 2, 5, 1234)]
    assert counted == ["1 код", "2 кода", "5 кодов", "1\u00a0234 кода"]
    assert russian.is_translated
    vietnamese = Translator(support.catalogs("vi", {}))
    assert vietnamese.list(["A", "B", "C"]) == "A, B và C"


def test_plural_forms_without_the_number() -> None:
    """A form may leave the number out; one that is missing falls back to the source's form, and is noted."""
    words = {"{number} code": ("một mã",)}
    wording = Wording(Translator(support.catalogs("vi", words)))
    assert wording.plural("{number} code", "{number} codes", 3) == "một mã"
    assert wording.is_translated
    assert wording.plural("{number} pair", "{number} pairs", 1) == '<span lang="en" dir="ltr">1 pair</span>'
    assert wording.plural("{number} pair", "{number} pairs", 2) == '<span lang="en" dir="ltr">2 pairs</span>'
    assert not wording.is_translated


def test_a_fallback_is_part_of_the_passage() -> None:
    """A missing translation is the source, marked; what is made with it says so, and nothing else does."""
    translator = Translator(support.catalogs("vi", {"Yes": "Có"}, toy={"Busy": "Bận"}))
    whole, part = Wording(translator), Wording(translator)
    assert whole.words("Yes") == "Có"
    assert (translator.word("No").value, translator.word("No").is_fallback) == ("No", True)
    assert part.words("No") == '<span lang="en" dir="ltr">No</span>'
    assert (whole.passage("x").is_translated, part.passage("x").is_translated) == (True, False)
    assert joined([whole.passage("x"), part.passage("y")]) == Passage("xy", is_translated=False)
    # The texts of a protocol belong to the same passage.
    assert whole.of("toy").text("Busy").value == "Bận"
    assert whole.is_translated
    assert whole.of("toy").text("Gone").is_fallback
    assert not whole.is_translated


def test_a_text_belongs_to_its_catalog() -> None:
    """A protocol's text is looked up in its own catalog, then among the site's words; never in another's."""
    translator = Translator(
        support.catalogs("vi", {"Status": "Trạng thái"}, dns={"Name": "Tên"}, sip={"Busy": "Bận"})
    )
    assert translator.of("dns").text("Name").value == "Tên"
    assert translator.of("sip").text("Name").is_fallback
    assert translator.of("dns").text("Status").value == "Trạng thái"
    assert translator.of("dns").word("Name").is_fallback
    assert translator.text("Name").is_fallback
    assert translator.of("unknown").text("Busy").is_fallback


def test_the_source_language_needs_no_catalog() -> None:
    """In English and its regions every text is there."""
    english = Translator(support.catalogs("en", {}))
    assert english.text("Busy").is_fallback is False
    region = Translator(support.catalogs("en_GB", {}))
    assert region.text("Busy").is_fallback is False
