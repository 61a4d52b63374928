"""Any language: names of locales, folders, plural forms, fallbacks, limits, and the command that begins one."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from codepair.cli.commands import main
from codepair.language.catalog import read_catalogs
from codepair.language.locale import make_locale
from codepair.language.plurals import plural_rule
from codepair.site.project import open_project
from tests import support

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"{}\n\n'


def po(*messages: tuple[str, str], plural: str = "") -> str:
    """Return a PO file."""
    header = HEADER.format(f'\n"Plural-Forms: {plural}\\n"' if plural else "")
    return header + "\n".join(f'msgid "{source}"\nmsgstr "{text}"\n' for source, text in messages)


def rules(root: Path, *locales: str) -> list[str]:
    """Return place and rule of every problem of a site but those of the tiny one itself."""
    _, problems = open_project(support.settings(root, locales))
    own = "locales/vi/LC_MESSAGES/toy.po"
    shown = [each for each in problems if each.place.path != own and each.rule != "markup"]
    return sorted(f"{each.place.path} {each.rule}" for each in shown)


@pytest.mark.parametrize(
    ("folder", "locale"),
    [
        ("pt-br", "pt_BR"),
        ("zh_TW", "zh-Hant-TW"),
        ("iw", "he"),
        ("sr@latin", "sr_Latn"),
        ("PT", "pt"),
        ("tl", "fil"),
    ],
)
def test_every_spelling_finds_its_folder(folder: str, locale: str, tmp_path: Path) -> None:
    """The site's name of a locale and that of its folder are compared by what they mean."""
    text = po(("Nobody is there", "Found"))
    root = support.tiny(tmp_path, files={f"locales/{folder}/LC_MESSAGES/toy.po": text})
    project = support.opened(root, ("en", locale))
    assert project.translators[1].of("toy").text("Nobody is there").value == "Found"
    assert rules(root, "en", locale) == []


def test_two_folders_of_one_locale(tmp_path: Path) -> None:
    """It is said; that with the locale's own name wins."""
    files = {
        "locales/pt_BR/LC_MESSAGES/toy.po": po(("Nobody is there", "Own")),
        "locales/pt-br/LC_MESSAGES/toy.po": po(("Nobody is there", "Other")),
    }
    root = support.tiny(tmp_path, files=files)
    assert rules(root, "en", "pt-BR") == ["locales/pt-br locale-folder"]
    catalogs, _ = read_catalogs(root / "locales", make_locale("pt_BR", default="en"), ["toy"], root)
    assert catalogs.contents["toy"].get("Nobody is there") == "Own"


def test_every_catalog_is_read_or_named(tmp_path: Path) -> None:
    """One in a wrong place, one of a locale that the site does not have, one of none; a locale without any."""
    text = po(("Nobody is there", "Found"))
    files = {
        "locales/pt/LC_MESSAGES/toy.po": text,
        "locales/de/LC_MESSAGES/toy.po": text,
        "locales/german/LC_MESSAGES/toy.po": text,
        "locales/pt/toy.po": text,
        "locales/toy.po": text,
    }
    assert rules(support.tiny(tmp_path, files=files), "en", "pt_BR", "fr") == [
        "locales no-catalog",
        "locales/de/LC_MESSAGES/toy.po unread-catalog",
        "locales/german/LC_MESSAGES/toy.po unread-catalog",
        "locales/pt/toy.po unread-catalog",
        "locales/toy.po unread-catalog",
    ]


@pytest.mark.parametrize(("first", "other"), [("zh_TW", "zh"), ("zh_TW", "zh_CN"), ("sr_Latn", "sr")])
def test_no_fallback_to_another_script(first: str, other: str, tmp_path: Path) -> None:
    """Between locales of one language only inside one script; the default locale's text comes next."""
    files = {f"locales/{other}/LC_MESSAGES/toy.po": po(("Nobody is there", "Other script"))}
    root = support.tiny(tmp_path, files=files)
    project = support.opened(root, ("en", first, other))
    found = project.translators[1].of("toy").text("Nobody is there")
    assert (found.value, found.locale.tag, found.is_fallback) == ("Nobody is there", "en", True)


def test_the_last_fallback_is_the_default_locale(tmp_path: Path) -> None:
    """What a locale lacks the default locale says, marked as its language; what that lacks, the source."""
    files = {
        "locales/vi/LC_MESSAGES/toy.po": po(("Nobody is there", "Không có ai")),
        "locales/fr/LC_MESSAGES/toy.po": po(("It worked", "Fait")),
    }
    project = support.opened(support.tiny(tmp_path, files=files), ("vi", "fr", "en"))
    french = project.translators[1].of("toy")
    said = [french.text(source) for source in ("It worked", "Nobody is there", "Child")]
    assert [(each.value, each.locale.tag, each.is_fallback) for each in said] == [
        ("Fait", "fr", False),
        ("Không có ai", "vi", True),
        ("Child", "en", True),
    ]
    english = project.translators[2].of("toy").text("Nobody is there")
    assert (english.value, english.is_fallback) == ("Nobody is there", False)


LATVIAN = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);"
TURKISH = "nplurals=2; plural=(n > 1);"
SLOVENIAN = "nplurals=4; plural=(n%100==1 ? 1 : n%100==2 ? 2 : n%100==3 || n%100==4 ? 3 : 0);"


@pytest.mark.parametrize(
    ("locale", "rule", "forms"),
    [
        ("lv", LATVIAN, {0: 2, 1: 0, 2: 1, 11: 1, 21: 0}),
        ("tr", TURKISH, {0: 0, 1: 0, 2: 1}),
        ("sl", SLOVENIAN, {1: 1, 2: 2, 3: 3, 5: 0, 101: 1}),
        ("fr", "nplurals=2; plural=(n > 1);", {0: 0, 1: 0, 2: 1}),
    ],
)
def test_a_catalogs_own_plural_forms(locale: str, rule: str, forms: dict[int, int], tmp_path: Path) -> None:
    """Which form a number takes, and how many there are, its header says; CLDR has another order or number."""
    count = int(rule[len("nplurals=")])
    listed = "".join(f'msgstr[{at}] "form {at}"\n' for at in range(count))
    text = po(plural=rule) + f'msgid "{{number}} code"\nmsgid_plural "{{number}} codes"\n{listed}'
    root = support.tiny(tmp_path, files={f"locales/{locale}/LC_MESSAGES/ui.po": text})
    words = support.opened(root, ("en", locale)).translators[1].catalogs.words
    assert {number: words.get_plural("{number} code", number) for number in forms} == {
        number: f"form {form}" for number, form in forms.items()
    }


@pytest.mark.parametrize(
    "forms",
    [
        "nplurals=2; plural=n;",
        "nplurals=2; plural=__import__('os');",
        "nplurals=2; plural=n**n**n;",
        "nplurals=1; plural=n/0;",
        "nplurals=9; plural=0;",
        "nplurals=2; plural=" + "(" * 400 + "n" + ")" * 400 + ";",
    ],
)
def test_forms_that_cannot_be_used(forms: str) -> None:
    """An expression that gives no form for some number, or is none, is refused; nothing of it is run."""
    assert plural_rule(f"Plural-Forms: {forms}") is None


def test_a_translation_has_its_sources_limits(tmp_path: Path) -> None:
    """A gloss that is too long for where it stands, a line break, mark-up: each where the message stands."""
    text = po(
        ("Nobody is there", "x" * 61),
        ("It worked", "y" * 60),
        ("Child", "One\\nTwo"),
        ("Toy shop", "<b>Shop</b>"),
    )
    root = support.tiny(tmp_path, files={"locales/vi/LC_MESSAGES/toy.po": text})
    _, problems = open_project(support.settings(root))
    found = [(each.place.line, each.rule) for each in problems if each.place.path.endswith("toy.po")]
    assert found == [(10, "line-break"), (13, "markup"), (4, "long-translation")]


def test_one_command_begins_a_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every text and every word of the site, with what is known; a second run keeps what was translated since."""
    root = support.tiny(tmp_path)
    monkeypatch.chdir(root)
    before = open_project(support.settings(root, ("en", "de")))[1]
    assert "no-catalog" in [each.rule for each in before]
    assert main(["locale", "de"]) == 0
    folder = root / "locales/de/LC_MESSAGES"
    assert sorted(file.name for file in folder.iterdir()) == ["toy.po", "ui.po"]
    assert "add 'de' to 'locales'" in capsys.readouterr().out
    file = folder / "toy.po"
    text = file.read_text(encoding="utf-8")
    assert "#. At most 60 characters." in text
    assert '#: content/toy/404.yml:3\nmsgid "Nobody is there"' in text
    file.write_text(text.replace('msgid "Child"\nmsgstr ""', 'msgid "Child"\nmsgstr "Kind"'), encoding="utf-8")
    project = support.opened(root, ("en", "de"))
    assert "no-catalog" not in [each.rule for each in open_project(support.settings(root, ("en", "de")))[1]]
    _, german = project.completeness
    assert (german.done, german.percent) == (1, 0)
    entry = root / "content/toy/404.yml"
    entry.write_text(
        entry.read_text(encoding="utf-8").replace("Nobody is there", "No one is there"), encoding="utf-8"
    )
    assert main(["locale", "de"]) == 0
    with file.open("rb") as stream:
        catalog = read_po(stream)
    assert catalog["Child"].string == "Kind"
    assert catalog.get("Nobody is there") is None
    assert catalog["No one is there"].string == ""
    assert main(["locale", "xx"]) == 2
    assert "CLDR knows no locale 'xx'." in capsys.readouterr().err


def test_search_words_stay_search_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are written with their context, and a second run keeps what they were translated to."""
    root = support.tiny(tmp_path)
    monkeypatch.chdir(root)
    entry = root / "content/toy/404.yml"
    entry.write_text(entry.read_text(encoding="utf-8") + "also: [dead line, wrong door]\n", encoding="utf-8")
    assert main(["locale", "de"]) == 0
    file = root / "locales/de/LC_MESSAGES/toy.po"
    text = file.read_text(encoding="utf-8")
    words = 'msgctxt "search words"\nmsgid "dead line, wrong door"\nmsgstr '
    assert words + '""' in text
    file.write_text(text.replace(words + '""', words + '"tote Leitung"'), encoding="utf-8")
    assert main(["locale", "de"]) == 0
    assert words + '"tote Leitung"' in file.read_text(encoding="utf-8")


def test_words_that_the_generator_knows_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a language that it knows a new catalog has them already."""
    root = support.tiny(tmp_path)
    monkeypatch.chdir(root)
    assert main(["locale", "vi"]) == 0
    with (root / "locales/vi/LC_MESSAGES/ui.po").open("rb") as stream:
        assert read_po(stream)["Key Differences"].string == "Sự khác biệt chính"


@pytest.mark.parametrize(
    ("locales", "said"),
    [
        ("[en, pt-BR, pt_BR]", "'pt-BR' and 'pt_BR' in 'locales' are one, 'pt_BR'. Name it once."),
        ("[en, no]", "YAML reads a bare no as false. Write 'no' in quotes, or 'nb'."),
        ("[en, ca-valencia]", "'ca-valencia' has 'valencia', of which CLDR knows nothing. Leave it out."),
        ("[en, 7]", "Expected the name of a locale, such as 'pt_BR'; found 7."),
    ],
)
def test_locales_that_cannot_be_kept(locales: str, said: str, tmp_path: Path) -> None:
    """They are refused in a sentence that says what to do."""
    root = support.tiny(tmp_path)
    file = root / "mkdocs.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("[en, vi]", locales), encoding="utf-8")
    done = support.run("codepair", "check", cwd=root)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("first", ["zh_TW", "zh_CN", "en-us", "pt_br", "iw"])
def test_any_locale_may_be_the_first(first: str, tmp_path: Path) -> None:
    """Its pages are at the root, however its name is written."""
    root = support.tiny(tmp_path)
    file = root / "mkdocs.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("[en, vi]", f"[{first}, vi]"), encoding="utf-8")
    built = support.built(root, tmp_path / "out")
    assert (built / "toy/404/index.html").is_file()
    assert (built / "vi/toy/404/index.html").is_file()
