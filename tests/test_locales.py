"""Names of locales, folders of catalogs, forms that numbers take, words of glossaries: what is told of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from codepair.language.folders import folder_problems, locale_folders
from codepair.language.glossary import Glossary, known_forms, read_glossary
from codepair.language.locale import make_locale
from codepair.language.plurals import cldr_rule, is_template, plural_rule
from codepair.language.po import PoFile
from codepair.language.terms import check_catalog, unused_exceptions
from codepair.language.translator import Translator
from codepair.language.wording import Wording
from tests import support

# -- names


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        (" vi ", "vi"),
        ("VI", "vi"),
        ("pt-br", "pt_BR"),
        ("PT_br", "pt_BR"),
        ("zh-hant", "zh_Hant"),
        ("ZH_HANS_cn", "zh_Hans_CN"),
        ("zh_TW", "zh_Hant_TW"),
        ("es_419", "es_419"),
        ("es-419", "es_419"),
        ("sr@latin", "sr_Latn"),
        ("sr@Cyrillic", "sr_Cyrl"),
        ("uz@arabic", "uz_Arab"),
        ("sr_RS@latin", "sr_Latn_RS"),
        ("ks@devanagari", "ks_Deva"),
        ("sh", "sr_Latn"),
        ("iw", "he"),
        ("in", "id"),
        ("tl", "fil"),
        ("no", "no"),
        ("vi_Latn", "vi"),
        ("en_Latn_US", "en_US"),
    ],
)
def test_one_form_of_a_name(name: str, identifier: str) -> None:
    """However it is written, a locale is the same; old codes are those that replaced them."""
    locale = make_locale(name, default="en")
    assert (locale.id, locale.tag) == (identifier, identifier.replace("_", "-"))
    assert locale.path == identifier.replace("_", "-").lower()
    assert make_locale(name, default=identifier).path == ""
    assert make_locale(identifier, default=name).path == ""


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ca-valencia", "'ca-valencia' has 'valencia', of which CLDR knows nothing. Leave it out."),
        ("de_1996", "'de_1996' has '1996', of which CLDR knows nothing. Leave it out."),
        ("en_USA", "'en_USA' has 'USA', of which CLDR knows nothing. Leave it out."),
        ("es_41", "'es_41' has '41', of which CLDR knows nothing. Leave it out."),
        ("ca@valencia", "'ca@valencia' has '@valencia', of which CLDR knows nothing. Leave it out."),
        ("zh_Hant_", "'zh_Hant_' has '', of which CLDR knows nothing. Leave it out."),
        ("en_XX", "CLDR knows no locale 'en_XX'."),
        ("root", "CLDR knows no locale 'root'."),
        ("und", "CLDR knows no locale 'und'."),
        ("de.po", "CLDR knows no locale 'de.po'."),
        ("en_Abcd", "CLDR knows no locale 'en_Abcd'."),
        ("en_Cyrl", "CLDR knows no locale 'en_Cyrl'."),
        ("vi@arabic", "CLDR knows no locale 'vi@arabic'."),
        ("sr_ME_Arab", "CLDR knows no locale 'sr_ME_Arab'."),
    ],
)
def test_names_that_cannot_be_kept(name: str, said: str) -> None:
    """Nothing of a name is passed over in silence."""
    with pytest.raises(ValueError, match=r"\.$") as found:
        make_locale(name, default="en")
    assert str(found.value) == said


@pytest.mark.parametrize(
    ("name", "chain"),
    [
        ("pt_BR", ("pt_BR", "pt")),
        ("pt", ("pt",)),
        ("zh_CN", ("zh_Hans_CN", "zh_Hans", "zh")),
        ("zh_Hans", ("zh_Hans", "zh")),
        ("zh_HK", ("zh_Hant_HK", "zh_Hant")),
        ("sr_Latn_RS", ("sr_Latn_RS", "sr_Latn")),
        ("sr_Cyrl", ("sr_Cyrl", "sr")),
        ("es_419", ("es_419", "es")),
        ("tyv", ("tyv",)),
    ],
)
def test_where_a_locale_looks(name: str, chain: tuple[str, ...]) -> None:
    """In its own catalog, then in that of its script, and in the bare language's only where that is its script."""
    assert make_locale(name, default="en").chain == chain


@pytest.mark.parametrize(
    ("name", "territory"),
    [
        ("vi", "vi_VN"),
        ("en", "en_US"),
        ("en_GB", "en_GB"),
        ("zh", "zh_CN"),
        ("zh_Hant", "zh_TW"),
        ("zh_HK", "zh_HK"),
        ("sr_Latn", "sr_RS"),
        ("pa_Arab", "pa_PK"),
        ("es_419", "es_419"),
        ("ar", "ar_EG"),
    ],
)
def test_where_a_language_is_spoken(name: str, territory: str) -> None:
    """A bare one has the territory where most speak it."""
    assert make_locale(name, default="en").with_territory == territory


# -- folders


def files(root: Path, *names: str) -> Path:
    """Write empty files below a project's catalogs and return their folder."""
    for name in names:
        (root / "locales" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "locales" / name).touch()
    return root / "locales"


def folder_report(folder: Path, *names: str) -> list[str]:
    """Return what is wrong with the folders of some locales, each without the project's folder."""
    locales = [make_locale(name, default=names[0]) for name in names]
    return [str(problem) for problem in folder_problems(folder, locales, folder.parent)]


def test_folders_by_locale(tmp_path: Path) -> None:
    """However they are spelled; that with the locale's own name comes last, for what it says wins."""
    folder = files(tmp_path, "pt_BR/x", "pt-br/x", "PT_BR/x", "zh_TW/x", "notes/x", "vi")
    assert locale_folders(folder) == {"pt_BR": ("PT_BR", "pt-br", "pt_BR"), "zh_Hant_TW": ("zh_TW",)}
    assert locale_folders(folder / "nowhere") == {}
    assert folder_report(folder / "nowhere", "en") == []


def test_catalogs_that_nobody_reads(tmp_path: Path) -> None:
    """Each with the reason: where it lies, what its folder is called, or that the site has no such locale."""
    lost = ("toy.po", "vi/toy.po", "vi/LC_MESSAGE/toy.po", "vi/LC_MESSAGES/deep/toy.po")
    folder = files(
        tmp_path,
        *(*lost, "vi/LC_MESSAGES/toy.po", "viet/LC_MESSAGES/toy.po", "german/LC_MESSAGES/ui.po"),
        *("de/LC_MESSAGES/toy.po", "vi/LC_MESSAGES/notes.txt"),
    )
    moved = "it is not in '<locale>/LC_MESSAGES/'. Move it there."
    why = {
        "de/LC_MESSAGES/toy.po": (
            "'de' is not one of 'locales' in mkdocs.yml, which are 'en', 'vi'. Add it, or remove it."
        ),
        "german/LC_MESSAGES/ui.po": (
            "CLDR knows no locale 'german'. Name its folder as gettext does, such as 'pt_BR'."
        ),
        "viet/LC_MESSAGES/toy.po": "CLDR knows no locale 'viet'. Did you mean 'vi'?",
        **dict.fromkeys(lost, moved),
    }
    assert folder_report(folder, "en", "vi") == [
        f"locales/{path}:1:1: warning: Nobody reads this catalog: {why[path]} [unread-catalog]"
        for path in sorted(why)
    ]


def test_locales_without_a_catalog(tmp_path: Path) -> None:
    """A folder alone is none; that of the bare language is one, and the source needs none."""
    folder = files(tmp_path, "pt/LC_MESSAGES/toy.po", "de/glossary.yml", "fr/LC_MESSAGES/notes.txt")
    text = (
        "locales:1:1: warning: There is no catalog in {}: its pages show the source, marked as such. 'codepair "
        "locale {}' writes what is to be translated to 'locales/{}/LC_MESSAGES/'. [no-catalog]"
    )
    assert folder_report(folder, "en", "en_GB", "pt_BR", "de", "fr", "zh_TW") == [
        text.format("German", "de", "de"),
        text.format("French", "fr", "fr"),
        text.format("Chinese (Traditional, Taiwan)", "zh_Hant_TW", "zh_Hant_TW"),
    ]


def test_folders_of_one_locale(tmp_path: Path) -> None:
    """They are told if the site reads them, at the first of them."""
    folder = files(
        tmp_path,
        *("pt_BR/LC_MESSAGES/toy.po", "pt-br/LC_MESSAGES/toy.po", "de/LC_MESSAGES/x.po", "DE/LC_MESSAGES/x.po"),
    )
    assert folder_report(folder, "en", "pt-BR")[-1:] == [
        "locales/pt-br:1:1: error: 'pt-br', 'pt_BR' are one locale, 'pt_BR'. Make them one folder. [locale-folder]"
    ]
    assert not any("[locale-folder]" in line for line in folder_report(folder, "en", "vi"))


# -- forms of numbers


def test_the_rule_of_a_header() -> None:
    """However the field is written, the first that there is; whose rule it is can be told."""
    rule = plural_rule(
        "Language: ru\nPLURAL-FORMS:  nplurals = 2 ; plural = n != 1 ; \nplural-forms: nplurals=1; plural=0;"
    )
    assert rule is not None
    assert (rule.count, rule.expression, rule.of) == (2, "n != 1", "the catalog's header")
    assert [rule.index(number) for number in (0, 1, 2)] == [1, 0, 1]
    assert plural_rule("X-Plural-Forms: nplurals=1; plural=0;") is None
    assert plural_rule("") is None
    assert plural_rule("Plural-Forms: nplurals=1; plural=0; x") is None
    assert plural_rule("Plural-Forms: nplurals=1; plural=0") is not None


@pytest.mark.parametrize("number", [0, 1, 2, 11, 199, 1000, 10_000, 1_000_000])
def test_every_number_has_a_form(number: int) -> None:
    """A rule that has none for a number that a site may show is not used."""
    assert plural_rule(f"Plural-Forms: nplurals=2; plural=n=={number} ? 2 : 1;") is None
    assert plural_rule(f"Plural-Forms: nplurals=2; plural=n=={number} ? 1 : 0;") is not None
    assert plural_rule(f"Plural-Forms: nplurals=2; plural=n=={number} ? n/(n-{number}) : 0;") is None


@pytest.mark.parametrize("count", range(1, 7))
def test_as_many_forms_as_languages_have(count: int) -> None:
    """Arabic has six."""
    rule = plural_rule(f"Plural-Forms: nplurals={count}; plural=n%{count};")
    assert rule is not None
    assert rule.count == count
    assert plural_rule(f"Plural-Forms: nplurals={count}; plural=n%{count + 1};") is None


def test_a_long_expression() -> None:
    """Half a thousand characters are enough for every language."""
    fitting = "0" + "+0" * 249
    assert plural_rule(f"Plural-Forms: nplurals=1; plural={fitting};") is not None
    assert plural_rule(f"Plural-Forms: nplurals=1; plural={fitting}+0;") is None


def test_forms_of_a_template() -> None:
    """Whoever begins a catalog fills them in; one of the two left is enough to tell."""
    assert is_template("nplurals=INTEGER; plural=EXPRESSION;")
    assert is_template("nplurals=2; plural=EXPRESSION;")
    assert is_template("nplurals=INTEGER; plural=n;")
    assert not is_template("nplurals=1; plural=0;")


def test_the_rule_of_a_language() -> None:
    """CLDR's, by its English name."""
    rules = {name: cldr_rule(make_locale(name, default="en")) for name in ("vi", "ru", "ar", "en")}
    assert {name: (rule.count, rule.of) for name, rule in rules.items()} == {
        "vi": (1, "Vietnamese"),
        "ru": (3, "Russian"),
        "ar": (6, "Arabic"),
        "en": (2, "English"),
    }
    assert [rules["ar"].index(number) for number in (0, 1, 2, 3, 10, 103)] == [0, 1, 2, 3, 3, 3]


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0.0, "0%"), (0.29, "29%"), (0.57, "57%"), (0.999, "99%"), (0.999999, "99%"), (1.0, "100%"), (0.005, "0%")],
)
def test_shares(share: float, shown: str) -> None:
    """Whole percent, rounded down: less than all is never all."""
    assert Translator(support.catalogs("en", {})).percent(share) == shown


def test_days() -> None:
    """As the language of the words around them writes them: in an English fallback in English."""
    translated = support.catalogs("vi", {"Read on {day}": "Đọc ngày {day}"})
    vietnamese, english, without = (
        Wording(Translator(each)) for each in (translated, support.catalogs("en", {}), support.catalogs("ar", {}))
    )
    day = date(2026, 11, 5)
    assert english.words("Read on {day}", day=day) == "Read on November 5, 2026"
    assert vietnamese.words("Read on {day}", day=day) == "Đọc ngày 5 tháng 11, 2026"
    assert without.words("Read on {day}", day=day) == ('<span lang="en" dir="ltr">Read on November 5, 2026</span>')
    assert without.plural("{number} code", "{number} codes", 1200) == (
        '<span lang="en" dir="ltr">1,200 codes</span>'
    )
    assert [each.is_translated for each in (vietnamese, english, without)] == [True, True, False]


# -- glossaries


@pytest.mark.parametrize(
    ("term", "forms"),
    [
        ("bus", ("bus", "buses")),
        ("box", ("box", "boxes")),
        ("quiz", ("quiz", "quizes")),
        ("dish", ("dish", "dishes")),
        ("DNS", ("DNS", "DNSs")),
        ("BOX", ("BOX", "BOXs")),
        ("day", ("day", "days")),
        ("key", ("key", "keys")),
        ("boy", ("boy", "boys")),
        ("guy", ("guy", "guys")),
        ("y", ("y", "ys")),
        ("header field", ("header field", "header fields")),
        ("total", ("total", "totals")),
        ("to reply", ("reply", "replies", "replied", "replying")),
        ("to fix", ("fix", "fixes", "fixed", "fixing")),
        ("to play", ("play", "plays", "played", "playing")),
        ("to cache out", ("cache out", "caches out", "cached out", "caching out")),
        ("to see", ("see", "sees", "seed", "seeing")),
    ],
)
def test_regular_forms(term: str, forms: tuple[str, ...]) -> None:
    """By the last letters, as English writes them; names in capitals only get an s."""
    assert known_forms(term) == forms


MISTAKES = {
    "no file": "a: [\n",
    "a list": "- a\n",
    "a text": "a\n",
    "nothing": "",
    "no value": "a:\nb: ''\nc: []\nd: {use: []}\ne: {use: [x, '']}\n",
    "no translation": "a: {in: toy}\nb: {}\n",
    "no text": "a: {use: {x: y}}\nb: [[x]]\nc: {use: x, in: {toy: y}, forms: [[x]]}\n",
    "long": f"a: {'x' * 200}\nb: {'x' * 201}\nc: {{use: x, forms: {'x' * 201}}}\n",
    "fields": "a: {use: x, form: y, zzzzzz: y}\n",
    "reasons": "a: {use: x, unchecked: [y], note: {z: w}}\nb: {use: x, unchecked: [], note: ok}\n",
    "exceptions": (
        "a: {use: x, except: y}\nb: {use: x, except: [y]}\nc: {use: x, except: {y: , z: ' ', w: why, v: [a]}}\n"
    ),
    "a sense alone": "(sense): x\n",
    "a term of blanks": "' ': x\n",
}
"""Glossaries, each with a mistake; what is right in them is read."""


def test_mistakes_in_a_glossary() -> None:
    """Each has its place and says what to do; the terms beside it are read."""
    lines = []
    for name, text in MISTAKES.items():
        read, problems = read_glossary("glossary.yml", text.encode())
        terms = "unreadable" if read is None else ", ".join(read.terms) or "none"
        lines += [f"{name} (terms: {terms}):", *(f"  {problem}" for problem in problems)]
    support.assert_golden("glossary.txt", "\n".join(lines) + "\n")


def made(text: str) -> Glossary:
    """Return a glossary without mistakes."""
    read, problems = read_glossary("glossary.yml", text.encode())
    assert problems == []
    assert read is not None
    return read


def checked(text: str, messages: Mapping[str, str], domain: str = "toy") -> tuple[list[str], frozenset[str]]:
    """Return what is told of a catalog, and the exceptions that it needs."""
    keys: dict[tuple[str | None, str], int] = {
        (None, source): line for line, source in enumerate(messages, start=5)
    }
    found: dict[tuple[str | None, str], tuple[str, ...]] = {
        (None, source): (translation,) for source, translation in messages.items() if translation
    }
    done = check_catalog(made(text), domain, PoFile("toy.po", "", found, keys))
    return [str(problem) for problem in done.problems], done.excepted


def test_what_a_term_is_made_of() -> None:
    """All that a glossary says of it, blanks at its ends left out; a sense is part of its name alone."""
    term = made(
        "call (SIP): {use: [' cuộc gọi ', gọi], in: [sip], forms: called, except: {call id: a name}, note: x}\n"
    ).terms["call (SIP)"]
    assert term.forms == ("call", "calls", "called")
    assert term.translations == ("cuộc gọi", "gọi")
    assert list(term.catalogs) == ["sip"]
    assert list(term.exceptions) == ["call id"]
    assert term.is_checked
    plain = made("call: gọi\n").terms["call"]
    assert (plain.forms, plain.translations, plain.catalogs, plain.exceptions) == (
        ("call", "calls"),
        ("gọi",),
        {},
        {},
    )
    assert not made("call: {use: gọi, unchecked: mostly a verb}\n").terms["call"].is_checked


def test_glossaries_over_each_other() -> None:
    """The nearer one's terms win, and its path is the one that problems name."""
    near, far = made("a: x\nb: y\n"), made("b: z\nc: w\n")
    both = near.over(far)
    assert {name: term.translations for name, term in both.terms.items()} == {"a": ("x",), "b": ("y",), "c": ("w",)}
    assert both.path == "glossary.yml"


def test_what_a_translation_does_not_say() -> None:
    """Its place, what the glossary has for which words, and whose glossary; each term once a message."""
    told, _ = checked("request: [yêu cầu, lời hỏi]\n", {"A request, two requests": "x", "Requests": "yêu cầu"})
    assert told == [
        "toy.po:5:1: warning: The glossary has 'yêu cầu' or 'lời hỏi' for 'request', and the translation of "
        "'A request, two requests' does not say so. Say it, or let glossary.yml allow what is right here. "
        "[glossary]"
    ]
    assert checked("request: yêu cầu\n", {"A request": ""}) == ([], frozenset())


def test_exceptions_that_are_needed() -> None:
    """A phrase counts where it stands before the term that it excepts; one that nobody says is told."""
    text = "call: {use: gọi, except: {call id: a name, to call it a day: an idiom}}\n"
    told, excepted = checked(text, {"The call id": "x", "A call": "gọi"})
    assert (told, excepted) == ([], frozenset({"call id"}))
    (left,) = unused_exceptions(made(text), excepted)
    assert str(left) == (
        "glossary.yml:1:44: warning: No message says 'to call it a day', so the exception to 'call' excepts "
        "nothing. Remove it. [glossary]"
    )
    assert [*unused_exceptions(made(text), frozenset({"call id", "to call it a day"}))] == []


@pytest.mark.parametrize(
    ("text", "source", "translation", "is_right"),
    [
        ("a b: x\na: y\n", "a b", "x", True),  # the longest term alone
        ("a b: x\na: y\n", "a b", "y", False),
        ("a b: x\na: y\n", "a c", "y", True),
        ("a b: x\na: y\n", "a b a", "x", False),
        ("a b: x\na: y\n", "a b a", "x y", True),
        ("b: y\na: {use: x, except: {a b: z}}\n", "a b", "w", True),  # an exception takes all of its words
        ("a b: x\nc: {use: y, except: {a b: z}}\n", "a b", "w", True),  # and is nearer than a term as long
        ("a: x\n", "the-a's", "x", True),
        ("a: x\n", "a", "w-x", True),
        ("a: x*\n", "a", "xyz", True),
        ("a: x y*\n", "a", "x  yz", True),
        ("a: '*'\n", "a", "w", True),
        ("a: x.\n", "a", "xy", False),  # a point is a point
        ("a: x応\n", "a", "x応答", True),  # what counts at an end is the letter there
        ("a: 応x\n", "a", "終応x", True),
        ("a: 応x\n", "a", "応xy", False),
        ("a: x\n", "a `b`", "`b`x`b`", True),  # code is no letter
        ("a: x\n", "`b`a`b`", "y", False),
        ("a: 'x{1}'\n", "a", "x", False),
    ],
)
def test_whose_words_count(text: str, source: str, translation: str, is_right: bool) -> None:
    """Of terms within each other the longest, from left to right."""
    assert (checked(text, {source: translation})[0] == []) is is_right
