"""The catalogs of a locale: which files there are, which of them wins, and what of them is read again."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from codepair.kit.memory import Memory
from codepair.kit.problems import Place
from codepair.language import catalog
from codepair.language.catalog import MAX_BYTES, SITE, Catalog, Catalogs, read_catalogs, site_words
from codepair.language.locale import Locale, make_locale
from codepair.language.po import Key, PoFile, read_po_file
from tests import support

VI, RU, PT, BR = (make_locale(name, default="en") for name in ("vi", "ru", "pt", "pt_BR"))

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def write(root: Path, name: str, messages: Mapping[str, str]) -> Path:
    """Write a catalog, given as ``vi/toy``, and return its path."""
    language, _, domain = name.partition("/")
    file = root / "locales" / language / "LC_MESSAGES" / f"{domain}.po"
    file.parent.mkdir(parents=True, exist_ok=True)
    listed = "\n".join(f'msgid "{source}"\nmsgstr "{text}"\n' for source, text in messages.items())
    file.write_text(HEADER + listed, encoding="utf-8")
    return file


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the generator's own words, with nothing in it; a project is beside it."""
    folder = tmp_path / "generator" / "locales"
    folder.mkdir(parents=True)
    monkeypatch.setattr(catalog, "WORDS", folder)
    return folder.parent


def read(root: Path, locale: str = "vi", *protocols: str, **options: Memory) -> tuple[Catalogs, list[str]]:
    """Return the catalogs of a project, and what is wrong with them."""
    of = make_locale(locale, default="en")
    made, problems = read_catalogs(root / "locales", of, protocols or ("toy",), root, **options)
    return made, [str(problem) for problem in problems]


def test_every_protocol_has_a_catalog(own: Path, tmp_path: Path) -> None:
    """Empty, if there is no file; the words of the site stand apart."""
    write(tmp_path, "vi/toy", {"Busy": "Bận"})
    write(tmp_path, "vi/ui", {"Yes": "Có"})
    made, problems = read(tmp_path, "vi", "toy", "other")
    assert problems == []
    assert made.locale == VI
    assert made.words.get("Yes") == "Có"
    assert made.words.get("Busy") is None
    assert list(made.contents) == ["toy", "other"]
    assert made.contents["toy"].get("Busy") == "Bận"
    assert made.contents["toy"].get("Yes") is None
    assert (made.contents["other"].messages, made.contents["other"].places) == ({}, {})
    assert made.contents["toy"].locale == made.contents["other"].locale == VI


def test_a_file_of_no_protocol(own: Path, tmp_path: Path) -> None:
    """It is told and not read; those after it are. All are told in the order of their names."""
    unknown = {"abc": "", **{f"n{number}": "" for number in range(8)}, "tay": " Did you mean 'toy'?", "zoo": ""}
    for name in reversed(unknown):
        write(tmp_path, f"vi/{name}", {"Busy": "?"})
    write(tmp_path, "vi/toy", {"Busy": "Bận"})
    (tmp_path / "locales/vi/LC_MESSAGES/notes.txt").write_text("x", encoding="utf-8")
    made, problems = read(tmp_path)
    assert made.contents["toy"].get("Busy") == "Bận"
    text = (
        "locales/vi/LC_MESSAGES/{0}.po:1:1: warning: No protocol is called '{0}', so nothing looks into this "
        "catalog. Give it the name of the protocol's folder whose texts it translates, or 'ui' for the words of "
        "the site.{1} [unknown-catalog]"
    )
    assert problems == [text.format(*item) for item in unknown.items()]


def test_what_is_wrong_with_a_file(own: Path, tmp_path: Path) -> None:
    """It is told with its path; what can be read of the others is."""
    write(tmp_path, "vi/toy", {"Busy": "`Bận`", "Yes": "Có"})
    (tmp_path / "locales/vi/LC_MESSAGES/ui.po").mkdir()
    made, problems = read(tmp_path)
    assert problems == [
        "locales/vi/LC_MESSAGES/toy.po:4:1: error: The code spans in the translation of 'Busy' differ from the "
        "source: Not in the source: `Bận`. [code-spans]",
        "locales/vi/LC_MESSAGES/ui.po:1:1: error: This is a folder, not a file. Rename or remove it. [unreadable]",
    ]
    assert made.contents["toy"].messages == {(None, "Yes"): ("Có",)}
    assert made.words.messages == {}


def test_a_catalog_has_its_own_limit(own: Path, tmp_path: Path) -> None:
    """It is longer than an entry may be."""
    file = write(tmp_path, "vi/toy", {"Busy": "Bận"})
    size = file.stat().st_size
    with file.open("a", encoding="utf-8") as stream:
        stream.write("#".ljust(MAX_BYTES - size, "x"))
    made, problems = read(tmp_path)
    assert (made.contents["toy"].get("Busy"), problems) == ("Bận", [])
    os.truncate(file, MAX_BYTES + 1)
    assert [line.rpartition(" ")[2] for line in read(tmp_path)[1]] == ["[file-size]"]


def test_a_link_out_of_the_catalogs(own: Path, tmp_path: Path) -> None:
    """It is not followed."""
    file = write(tmp_path, "vi/toy", {"Busy": "Bận"})
    file.rename(tmp_path / "toy.po")
    file.symlink_to(tmp_path / "toy.po")
    made, problems = read(tmp_path)
    assert made.contents["toy"].messages == {}
    assert [line.rpartition(" ")[2] for line in problems] == ["[link]"]


def test_regions_have_what_they_lack_from_their_language(own: Path, tmp_path: Path) -> None:
    """The nearer catalog wins, message by message; an edit link leads to the file that is shown."""
    bare = write(tmp_path, "pt/toy", {"Busy": "Ocupado", "Bus": "Autocarro"})
    near = write(tmp_path, "pt_BR/toy", {"Bus": "Ônibus", "Gone": ""})
    toy = read(tmp_path, "pt-BR")[0].contents["toy"]
    assert [toy.get(text) for text in ("Busy", "Bus", "Gone")] == ["Ocupado", "Ônibus", None]
    near_path, bare_path = (file.relative_to(tmp_path).as_posix() for file in (near, bare))
    assert toy.places == {
        (None, ""): Place(near_path, 1),
        (None, "Busy"): Place(bare_path, 4),
        (None, "Bus"): Place(near_path, 4),
        (None, "Gone"): Place(near_path, 7),
    }
    assert read(tmp_path, "pt")[0].contents["toy"].get("Bus") == "Autocarro"


def test_the_generator_brings_its_own_words(own: Path, tmp_path: Path) -> None:
    """In the language and its region; a project's win. They are nowhere that the project could edit."""
    write(own, "pt/ui", {"Yes": "Sim", "No": "Não", "Bus": "Autocarro"})
    write(own, "pt_BR/ui", {"Bus": "Ônibus"})
    write(own, "pt/toy", {"Busy": "nobody's"})
    write(tmp_path, "pt/ui", {"No": "Nunca"})
    made, problems = read(tmp_path, "pt_BR")
    assert problems == []
    assert [made.words.get(text) for text in ("Yes", "No", "Bus")] == ["Sim", "Nunca", "Ônibus"]
    assert made.words.places == {
        (None, ""): Place("locales/pt/LC_MESSAGES/ui.po", 1),
        (None, "No"): Place("locales/pt/LC_MESSAGES/ui.po", 4),
    }
    assert made.contents["toy"].get("Busy") is None
    assert read(tmp_path, "vi")[0].words.messages == {}


def test_its_own_project_reads_them_once(own: Path) -> None:
    """Where the two folders are one, by whatever path, what is wrong with a message is told once."""
    write(own, "vi/ui", {"Yes": "Có"})
    (own / "linked").symlink_to("locales")
    for folder in (own / "locales", own / "linked"):
        made, _ = read_catalogs(folder, VI, (), own)
        assert made.words.get("Yes") == "Có"
        assert set(made.words.places) == {(None, ""), (None, "Yes")}


def test_the_words_that_there_are() -> None:
    """Those of the template, and Vietnamese has all of them."""
    words = site_words()
    assert {"Key Differences", "{number} code", "As a list", ""} <= words
    assert "{number} codes" not in words
    made, problems = read_catalogs(support.ROOT / "no" / "locales", VI, (), support.ROOT)
    assert problems == []
    assert {text for _, text in made.words.messages} >= words - {""}


@pytest.mark.parametrize(("number", "form"), [(1, "код"), (2, "кода"), (5, "кодов"), (21, "код"), (0, "кодов")])
def test_the_form_for_a_number(number: int, form: str) -> None:
    """By the locale's rule; a message with fewer forms has its last one for all others."""
    messages: dict[Key, tuple[str, ...]] = {
        (None, "code"): ("код", "кода", "кодов"),
        (None, "pair"): ("пара",),
        (None, "none"): (),
    }
    russian = Catalog(RU, messages)
    assert russian.get_plural("code", number) == form
    assert russian.get_plural("pair", number) == "пара"
    assert russian.get_plural("none", 1) is None
    assert russian.get_plural("gone", 1) is None
    assert (russian.get("code"), russian.get("none"), russian.get("gone")) == ("код", None, None)


# -- what is remembered


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the PO files that are read from now on, and whether it is known what they said before."""
    paths: list[str] = []

    def recorded(path: str, raw: bytes, locale: Locale, before: PoFile | None = None) -> PoFile:
        paths.append(f"{path}{' again' if before else ''}")
        return read_po_file(path, raw, locale, before)

    monkeypatch.setattr(catalog, "read_po_file", recorded)
    return paths


def test_only_the_edited_file_is_read_again(own: Path, tmp_path: Path, asked: list[str]) -> None:
    """All other catalogs are the same objects, and without an edit all of them are."""
    write(own, "vi/ui", {"Yes": "Có"})
    for name in ("ui", "toy", "other"):
        write(tmp_path, f"vi/{name}", {"Busy": f"Bận {name}"})
    memory = Memory()
    first, _ = read(tmp_path, "vi", "toy", "other", memory=memory)
    assert len(asked) == 4
    assert read(tmp_path, "vi", "toy", "other", memory=memory)[0] is first
    write(tmp_path, "vi/toy", {"Busy": "Rất bận"})
    second, _ = read(tmp_path, "vi", "toy", "other", memory=memory)
    assert asked[4:] == ["locales/vi/LC_MESSAGES/toy.po again"]
    assert second.words is first.words
    assert second.contents["other"] is first.contents["other"]
    assert second.contents["toy"].get("Busy") == "Rất bận"
    write(own, "vi/ui", {"Yes": "Vâng"})
    third, _ = read(tmp_path, "vi", "toy", "other", memory=memory)
    assert asked[5:] == ["vi/LC_MESSAGES/ui.po again"]
    assert third.words.get("Yes") == "Vâng"
    assert third.contents["toy"] is second.contents["toy"]


def test_what_a_catalog_depends_on(own: Path, tmp_path: Path) -> None:
    """Another locale has its own; a protocol that is renamed or gone is not remembered under its old name."""
    write(tmp_path, "pt/toy", {"Bus": "Autocarro"})
    memory = Memory()
    first = read(tmp_path, "pt", memory=memory)[0]
    assert read(tmp_path, "pt_BR", memory=memory)[0].locale == BR
    assert read(tmp_path, "pt", memory=memory)[0] is first
    renamed = read(tmp_path, "pt", "other", memory=memory)[0]
    assert list(renamed.contents) == ["other"]
    assert renamed.contents["other"].messages == {}
    # A default locale has another path: what is made with it is not the same.
    default = make_locale("pt", default="pt")
    again = read_catalogs(tmp_path / "locales", default, ("toy",), tmp_path, memory)[0]
    assert (again.locale, again.contents["toy"].locale, first.locale) == (default, default, PT)
    assert again.words.locale == default
    assert again.contents["toy"].get("Bus") == "Autocarro"


def test_words_are_found_where_the_package_is() -> None:
    """In a checkout they are the project's, and the template is beside the code."""
    assert catalog.WORDS.resolve() == support.ROOT / "locales"
    assert catalog.TEMPLATE.read_text(encoding="utf-8").startswith("#")
    assert SITE == "ui"
