"""PO files: what pages can show of each, where each message stands, what is wrong; and again after an edit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from babel.messages.pofile import PoFileParser

from codepair.kit.tree import MAX_PROBLEMS
from codepair.language import po
from codepair.language.locale import Locale, make_locale
from codepair.language.po import PoFile, read_po_file
from tests import support

VI, RU = (make_locale(name, default="en") for name in ("vi", "ru"))

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'

FILES = {
    "nothing": "",
    "only a header": HEADER,
    "a message": HEADER + 'msgid "Yes"\nmsgstr "Có"\n',
    "one without a header": 'msgid "Yes"\nmsgstr "Có"\n',
    "one that is not translated": HEADER + 'msgid "Yes"\nmsgstr ""\n\nmsgid "No"\nmsgstr "Không"\n',
    "lines of Windows": HEADER.replace("\n", "\r\n")
    + 'msgid "Yes"\r\nmsgstr "Có"\r\n\r\nmsgid "No"\rmsgstr "Không"',
    "texts over several lines": HEADER + 'msgid ""\n"Yes, "\n"please"\nmsgstr ""\n  "Có"\n\t"."\n',
    "no line between messages": HEADER + 'msgid "Yes"\nmsgstr "Có"\nmsgid "No"\nmsgstr "Không"\n',
    "tabs": HEADER + 'msgid\t"A\tB"\nmsgstr\t"C\tD"\n\nmsgid "E\tF"\nmsgstr "G\tH"\n',
    "escapes": HEADER + r'msgid "a\\b\"c\nd\te\rf"' + "\n" + r'msgstr "g\\h\"i\nj\tk\rl"' + "\n",
    "a context": HEADER + 'msgctxt "menu"\nmsgid "Yes"\nmsgstr "Có"\n\nmsgid "Yes"\nmsgstr "Vâng"\n',
    "comments": "# note\n"
    + HEADER
    + '#: a.yml:1\n#. Field: gloss\n#| msgid "Ja"\nmsgid "Yes"\nmsgstr "Có"\n#~ msgid "x"\n',
    "flags": HEADER
    + '#, python-format, fuzzy\nmsgid "Yes"\nmsgstr "Có"\n\n  #, fuzzy\nmsgid "No"\nmsgstr "Không"\n',
    "obsolete messages": HEADER + '#~ msgid "Yes"\n#~ msgstr "Có"\n\nmsgid "Yes"\nmsgstr "Vâng"\n',
    "forms": HEADER + 'msgid "{number} code"\nmsgid_plural "{number} codes"\nmsgstr[0] "{number} mã"\n',
    "too many forms": HEADER + 'msgid "code"\nmsgid_plural "codes"\nmsgstr[0] "mã"\nmsgstr[1] "các mã"\n',
    "an empty form": HEADER + 'msgid "code"\nmsgid_plural "codes"\nmsgstr[0] ""\n\nmsgid "a"\nmsgstr "b"\n',
    "a message twice": HEADER
    + 'msgid "Yes"\nmsgstr "Có"\n\nmsgid "Yes"\nmsgstr "Vâng"\n\nmsgid "No"\nmsgstr "Không"\n',
    "a string that begins a file": '"Yes"\n',
    "a string after a blank line": HEADER + 'msgid "Yes"\n\n"please"\nmsgstr "Có"\n',
    "a string after a comment": HEADER + 'msgid "Yes"\n# note\n"please"\n',
    "no opening quote": HEADER + 'msgid Yes"\nmsgstr "Có"\n',
    "no closing quote": HEADER + 'msgid "Yes\nmsgstr "Có\n\nmsgid "No"\nmsgstr "Không  \n',
    "a quote within": HEADER + 'msgid "Y"es"\nmsgstr "Có"\n',
    "no string": HEADER + "msgid\nmsgstr\n",
    "no keyword": HEADER + 'msgstring "Yes"\nmsgstr[x] "Có"\nmsgstr[1000] "Có"\n',
    "unknown escapes": HEADER + r'msgid "a\qb\n\e"' + "\n" + r'msgstr "\%"' + "\n",
    "no message": 'msgstr "Có"\n',
    "a translation after forms": HEADER + 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr "d"\n',
    "obsolete messages with mistakes": HEADER + '#~ msgid "Yes\n#~ nonsense\n\nmsgid "Yes"\nmsgstr "Vâng"\n',
    "no text": HEADER + 'msgstr "Có"\n\nmsgid "Yes"\nmsgstr "Có"\nmsgstr "Có"\n',
    "no translation": HEADER + 'msgid "Yes"\n\nmsgid "No"\nmsgctxt "menu"\n',
    "no text of a plural": HEADER + 'msgid_plural "codes"\nmsgstr[0] "mã"\n',
    "a context after the text": HEADER + 'msgid "Yes"\nmsgctxt "menu"\nmsgstr "Có"\n',
    "a form without a plural": HEADER + 'msgid "code"\nmsgstr[0] "mã"\n',
    "a plural without forms": HEADER + 'msgid "code"\nmsgid_plural "codes"\nmsgstr "mã"\n',
    "what follows what is no PO": HEADER + '?\nmsgid_plural "codes"\nmsgstr[0] "mã"\n',
    "no placeholder": HEADER + 'msgid "From {a} to {b}"\nmsgstr "Từ {a}"\n\nmsgid "No"\nmsgstr "Không"\n',
    "another character set": HEADER.replace("UTF-8", "koi8-r") + 'msgid "Yes"\nmsgstr "Có"\n',
    "no character set": HEADER.replace("UTF-8", "") + 'msgid "Yes"\nmsgstr "Có"\n',
    "no header field": 'msgid ""\nmsgstr "charset=koi8-r"\n\nmsgid "Yes"\nmsgstr "Có"\n',
    "half a character": 'msgid "Yes"\nmsgstr "C\udcff"\n',
    "UTF-16": "\ufeffUTF-16",
}
"""What translators and their tools may leave behind; every other file of a language of one plural form."""


def bytes_of(text: str) -> bytes:
    """Return a file's bytes; some are no UTF-8."""
    return text.encode("utf-16") if "UTF-16" in text else text.encode("utf-8", "surrogateescape")


def shown(read: PoFile) -> Iterator[str]:
    """Yield what a file says, a line each: line, context, text and translations; then its problems."""
    for key, line in read.lines.items():
        yield f"  {line}: {key!r} -> {read.found.get(key, 'nothing')!r}"
    assert set(read.found) <= set(read.lines)
    for problem in read.problems:
        yield f"  {problem}"


def test_files_of_all_kinds() -> None:
    """What is read of each, line by line."""
    lines = []
    for name, text in FILES.items():
        read = read_po_file("vi.po", bytes_of(text), VI)
        assert read.path == "vi.po"
        assert read.text == ("" if name in ("half a character", "UTF-16") else text)
        lines += [f"{name}:", *shown(read)]
    support.assert_golden("catalogs.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("charset", ["UTF-8", "utf-8", "UTF8", "us-ascii", "ASCII", "CHARSET", ""])
def test_character_sets_that_are_utf_8(charset: str) -> None:
    """Templates leave it open, and ASCII is part of UTF-8."""
    assert [*po.header_problems(f"Content-Type: text/plain; charset= {charset}; format=flowed")] == []


def test_a_character_set_that_is_not() -> None:
    """It is named as it is written."""
    for field in ("Content-Type", "content-type ", " CONTENT-TYPE"):
        assert [*po.header_problems(f"Language: vi\n{field}: text/plain; charset=KOI8-R\nX: y")] == [
            "The header says that the catalog is in 'KOI8-R'; it is read as UTF-8. Write 'charset=UTF-8'."
        ]


@pytest.mark.parametrize(
    "plural", ["nplurals=1; plural=0;", " nplurals = 6 ; plural = n % 6 ;", "nplurals=INTEGER; plural=EXPRESSION;"]
)
def test_plural_forms_of_a_header(plural: str) -> None:
    """As gettext writes them."""
    assert [*po.header_problems(f"Plural-Forms:{plural}")] == []


@pytest.mark.parametrize(
    "plural", ["nplurals=6;", "nplurals=2; plural=;", "nplurals=2; plural=2;", "nplurals=2; plural=n%3;"]
)
def test_plural_forms_that_choose_none(plural: str) -> None:
    """Every number needs one of the forms that there are."""
    assert [*po.header_problems(f"Plural-Forms: {plural}")] == [
        "The header's Plural-Forms has no expression over 'n' that gives a form for every number. Correct it."
    ]


@pytest.mark.parametrize("plural", ["nplurals=0;", "nplurals=7;", "nplurals=10;", "plural=0;", "", "x nplurals=1;"])
def test_plural_forms_that_no_language_has(plural: str) -> None:
    """They are not obeyed, and not passed over."""
    assert [*po.header_problems(f"Plural-Forms: {plural}")] == [
        "The header's Plural-Forms does not begin with 'nplurals=' and a number from 1 to 6. Correct it."
    ]


def test_a_file_with_very_many_mistakes() -> None:
    """As many are told as anybody reads, whoever finds them."""
    lines = read_po_file("vi.po", b"?\n" * (MAX_PROBLEMS + 5), VI).problems
    assert [problem.place.line for problem in lines] == [*range(1, MAX_PROBLEMS + 1)]
    twice = read_po_file("vi.po", 'msgid "Yes"\nmsgstr "Có"\n'.encode() * (MAX_PROBLEMS + 5), VI)
    assert [problem.place.line for problem in twice.problems] == [*range(3, 2 * MAX_PROBLEMS + 3, 2)]
    assert twice.found == {}
    assert twice.lines == {(None, "Yes"): 1}


@pytest.mark.parametrize("locale", [VI, RU])
def test_what_is_shown_of_a_message_with_forms(locale: Locale) -> None:
    """All of them, if there are as many as the language has."""

    def read(*forms: str) -> PoFile:
        listed = "".join(f'msgstr[{number}] "{form}"\n' for number, form in enumerate(forms))
        return read_po_file("x.po", f'{HEADER}msgid "code"\nmsgid_plural "codes"\n{listed}'.encode(), locale)

    forms = ("mã", "mã nữa", "các mã")
    assert read(*forms).found == ({(None, "code"): forms} if locale is RU else {})
    assert [problem.rule for problem in read(*forms).problems] == ([] if locale is RU else ["plural-forms"])
    assert read("mã", "", "mã").found == {}
    assert [problem.rule for problem in read("mã", "", "mã").problems] == ["plural-forms"]
    assert [problem.rule for problem in read("", "", "").problems] == []


def test_what_babel_cannot_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it stumbles over: the file is named, and nothing of it is used."""

    def stumble(*_: object) -> None:
        raise AssertionError("no forms.")

    monkeypatch.setattr(PoFileParser, "parse", stumble)
    read = read_po_file("vi.po", HEADER.encode(), VI)
    assert (read.path, read.text, read.lines, read.found) == ("vi.po", HEADER, {}, {})
    assert [*shown(read)] == [
        "  vi.po:1:1: error: The catalog cannot be read: no forms. Correct it, or extract its messages again. "
        "[catalog-syntax]"
    ]


# -- again, after an edit

BLOCKS = [
    HEADER.strip() + '\n"Language: vi\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"',
    'msgid "One"\nmsgstr "Một"',
    '# a note\n\n\nmsgid "Two"\nmsgstr "Hai {x}"',
    'msgid "Three"\nmsgstr "Ba"',
    '#, fuzzy\nmsgid "Four"\nmsgstr "Bốn"',
    'msgid "Five"\nmsgstr "Năm"\n',
]


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are read from now on, each as a whole."""
    read: list[str] = []
    plain = po._read

    def recorded(path: str, text: str, locale: Locale) -> PoFile:
        read.append(text)
        return plain(path, text, locale)

    monkeypatch.setattr(po, "_read", recorded)
    return read


def again(blocks: list[str], edited: list[str]) -> PoFile:
    """Read a file, edit it, read it again, and return that; it must be what a fresh reading gives."""
    before = read_po_file("vi.po", "\n\n".join(blocks).encode(), VI)
    raw = "\n\n".join(edited).encode()
    after = read_po_file("vi.po", raw, VI, before)
    fresh = read_po_file("vi.po", raw, VI)
    assert (after.path, after.text, dict(after.found), dict(after.lines)) == (
        *(fresh.path, fresh.text, dict(fresh.found), dict(fresh.lines)),
    )
    assert sorted(after.problems) == sorted(fresh.problems)
    return after


def replaced(at: int, *blocks: str, count: int = 1) -> list[str]:
    """Return the blocks with others in place of some."""
    return [*BLOCKS[:at], *blocks, *BLOCKS[at + count :]]


NEW = 'msgid "New"\nmsgstr "Mới"'

EDITS: dict[str, tuple[list[str], list[str]]] = {
    "changed": (replaced(1, BLOCKS[1].replace("Một", "Một\\n")), [BLOCKS[1].replace("Một", "Một\\n")]),
    "longer": (replaced(4, 'msgid ""\n"Fo"\n"ur"\nmsgstr "Bốn"'), ['msgid ""\n"Fo"\n"ur"\nmsgstr "Bốn"']),
    "shorter": (replaced(2, 'msgid "Two"\nmsgstr "Hai"', count=2), ['msgid "Two"\nmsgstr "Hai"']),
    "added": (replaced(4, NEW, count=0), [NEW]),
    "added first": (replaced(1, NEW, count=0), [NEW]),
    "added last": (replaced(6, NEW, count=0), [BLOCKS[5].strip() + "\n", NEW]),
    "removed": (replaced(4), []),
    "removed first": (replaced(1), []),
    "made fuzzy": (replaced(3, f"#, fuzzy\n{BLOCKS[3]}"), [f"#, fuzzy\n{BLOCKS[3]}"]),
    "nothing": (BLOCKS, []),
    "two": (replaced(1, NEW, BLOCKS[2], BLOCKS[3], "# last\n" + NEW.replace("New", "Newer"), count=4), []),
}


@pytest.mark.parametrize("name", [name for name in EDITS if name != "two"])
def test_only_what_changed_is_read_again(name: str, parts: list[str]) -> None:
    """The header and the messages around the edit, as a file of their own."""
    edited, blocks = EDITS[name]
    again(BLOCKS, edited)
    assert len(parts) == 3
    assert parts[1].strip() == "\n\n".join([BLOCKS[0], *blocks]).strip()


def test_two_edits_at_once(parts: list[str]) -> None:
    """Everything from the first to the last is read."""
    edited, _ = EDITS["two"]
    again(BLOCKS, edited)
    assert parts[1] == "\n\n".join([BLOCKS[0], *edited[1:-1]])


@pytest.mark.parametrize(
    "edited",
    [
        replaced(1, BLOCKS[3], count=0),  # stands twice, also where nothing changed
        replaced(3, "?"),
        replaced(0, BLOCKS[0].replace("text/plain", "text/html")),
        ["", *BLOCKS],
        replaced(3, BLOCKS[3].replace("\n", "\r\n")),
    ],
)
def test_a_doubtful_edit_reads_the_whole_file(edited: list[str], parts: list[str]) -> None:
    """What stands elsewhere too, is no PO, or changes what all messages are read by."""
    again(BLOCKS, edited)
    assert parts[-2:] == ["\n\n".join(edited)] * 2


def test_the_last_message_stands_twice() -> None:
    """What is the same before and after an edit is so once."""
    again(BLOCKS[:5], [*BLOCKS[:5], BLOCKS[4]])
    again([*BLOCKS[:5], BLOCKS[4]], BLOCKS[:5])
    again([*BLOCKS[:2], BLOCKS[1]], [*BLOCKS[:2], BLOCKS[1], BLOCKS[1]])


def test_a_file_that_could_not_be_read_is_read_as_a_whole(parts: list[str]) -> None:
    """Nothing is known about what did not change."""
    again(replaced(3, "?"), BLOCKS)
    assert parts[1:] == ["\n\n".join(BLOCKS)] * 2
    parts.clear()
    again(replaced(1, BLOCKS[3], count=0), BLOCKS)
    assert parts[-2:] == ["\n\n".join(BLOCKS)] * 2
    parts.clear()
    read_po_file("vi.po", HEADER.encode(), VI, PoFile("vi.po", HEADER))
    assert parts == [HEADER]
