"""Orders of codes, and what a protocol's order, its dates and its files that nobody reads are told."""

from __future__ import annotations

from itertools import pairwise, product
from pathlib import Path

import pytest

from codepair.kit.problems import report
from codepair.library.checks import check_library
from codepair.library.checks.codes import MAX_SLUG
from codepair.library.model import Entry, Pair
from codepair.library.naming import Order, fits, hex_values, natural_key, place
from codepair.library.plan import Pairs, PairsOption
from codepair.library.reading import read_library
from codepair.library.sections import read_sections
from tests import models, support

# -- orders

ORDERED: dict[Order, tuple[str, ...]] = {
    "natural": (
        *(
            "-32700",
            "-32600",
            "-5",
            "\u22125",
            "-1",
            "0",
            "1",
            "1.2",
            "1.10",
            "2",
            "2-1",
            "2.1",
            "10",
            "10a",
            "010b",
        ),
        *("A", "a", "a2", "a10", "B", "x-1", "x-2"),
    ),
    "number": ("-10", "-9.5", "\u22122", "0", "+1", "2", "2.9", "2.10", "+10", "x"),
    "text": ("-1", "0", "08006", "0A000", "10", "2", "42P01", "A", "Z", "a"),
    "hex": ("0x1", "2", "$3", "04h", "0x0A", "0b", "x0C", "#0D", "h'0e'", "0xff", "0x01.02", "10:20", "xyz", "zz"),
    "listed": ("b", "a", "10", "9"),
}


@pytest.mark.parametrize("order", ["natural", "number", "text"])
def test_codes_in_an_order(order: Order) -> None:
    """Each stands behind the one before it, whichever of two is looked at first."""
    codes = ORDERED[order]
    for one, other in pairwise(codes):
        assert place(one, None, order) < place(other, None, order), (one, other)
    assert len({place(code, None, order) for code in codes}) == len(codes)
    assert sorted({*codes}, key=lambda code: place(code, None, order)) == [*codes]


def test_codes_in_hexadecimal_digits() -> None:
    """By the numbers that they write, however they write them; what writes none stands behind, as people count."""
    codes = (
        "0x1",
        "2",
        "$3",
        "04h",
        "0x0A",
        "0b",
        "x0C",
        "#0D",
        "h'0e'",
        "0xFF",
        "0x0100",
        "xyz1",
        "xyz2",
        "xyz10",
    )
    assert sorted({*codes}, key=lambda code: place(code, None, "hex")) == [*codes]
    assert [hex_values(code) for code in codes[:10]] == [
        (1,),
        (2,),
        (3,),
        (4,),
        (10,),
        (11,),
        (12,),
        (13,),
        (14,),
        (255,),
    ]
    parts = ("0x01.02", "01:10", "01 0xff", "01-ff.0", "01/ff_1", "02")
    assert [hex_values(code) for code in parts] == [(1, 2), (1, 16), (1, 255), (1, 255, 0), (1, 255, 1), (2,)]
    assert sorted({*parts}, key=lambda code: place(code, None, "hex")) == [*parts]
    for code in ("", "0x", "g", "1g", "0x1.", "-1", "0x1 y", "1..2"):
        assert hex_values(code) == ()


def test_codes_as_they_are_listed() -> None:
    """Those that are not, behind them as people count."""
    listed = ("b", "10", "a")
    codes = ("b", "10", "a", "-1", "2", "11", "z")
    assert sorted({*codes}, key=lambda code: place(code, None, "listed", listed)) == [*codes]


def test_names_stand_where_their_numbers_do() -> None:
    """On the wire: by number first, then by name; in a text order by the name alone."""
    codes = {"ZED": "2", "ALPHA": "10", "ALSO": "10", "BETA": "0x1F"}
    by = {order: sorted(codes, key=lambda code: place(code, codes[code], order)) for order in ("natural", "text")}
    assert by == {"natural": ["BETA", "ZED", "ALPHA", "ALSO"], "text": ["ALPHA", "ALSO", "BETA", "ZED"]}
    assert sorted(codes, key=lambda code: place(code, codes[code], "hex")) == ["ZED", "ALPHA", "ALSO", "BETA"]


def test_signs_and_words_of_a_natural_order() -> None:
    """A sign counts at the beginning only, before digits; letters count whatever their case."""
    assert natural_key("-5") == natural_key("\u22125") == ((False, -5, ""),)
    assert natural_key("a-5") == ((True, 0, "a-"), (False, 5, ""))
    assert natural_key("-a") == natural_key("-A") == ((True, 0, "-a"),)
    assert natural_key("5.1") == ((False, 5, ""), (True, 0, "."), (False, 1, ""))


@pytest.mark.parametrize(
    ("order", "code", "number", "is_so"),
    [
        *(
            ("number", code, None, True)
            for code in ("0", "-1", "\u22121", "+1", "4.2.1", "5:1", "5/1", "5_1", "5 1", "5-1")
        ),
        *(("number", code, None, False) for code in ("", "a", "1a", "4.", "--1", "4..1", "1e5")),
        ("number", "NAME", "7", True),
        ("number", "7", "x", False),
        ("hex", "0x1F", None, True),
        ("hex", "NAME", None, False),
        ("hex", "NAME", "1F", True),
        ("natural", "anything", None, True),
        ("text", "", None, True),
        ("listed", "a", None, True),
        ("listed", "b", None, False),
        ("listed", "b", "1", False),
    ],
)
def test_codes_that_an_order_places(order: Order, code: str, number: str | None, is_so: bool) -> None:
    """Of a name it is its number that counts; all others stand behind, and that is told."""
    assert fits(code, number, order, ("a",)) is is_so


# -- neighbours

TOY = models.protocol()


def entry(code: str, status: str = "registered") -> Entry:
    """Return a code."""
    return models.entry(TOY, code, status=status)


ENTRIES = (entry("1"), entry("2"), entry("3", "historic"), entry("4", "historic"), entry("5"), entry("6"))
GUIDED = tuple(Pair(ENTRIES[a], ENTRIES[b], models.guidance()) for a, b in ((0, 2), (0, 4), (2, 3), (4, 5)))


@pytest.mark.parametrize("option", ["all", "guided"])
def test_comparisons_beside_one(option: PairsOption) -> None:
    """Before and after it: of one with guidance those with guidance, of any other the nearest of all."""
    made = Pairs(ENTRIES, GUIDED, option)
    every = [*made]
    for rows in (every, [pair for pair in every if pair.guidance]):
        for before, pair, after in zip([None, *rows], rows, [*rows[1:], None], strict=False):
            if (pair.guidance is None) is (rows is every):
                found = made.beside(pair)
                assert [each and each.slug for each in found] == [each and each.slug for each in (before, after)]
    assert len(every) == {"all": 8, "guided": 4}[option]


# -- what is told


def told(root: Path, files: dict[str, str]) -> list[str]:
    """Return what is wrong with the tiny site and more files, but for the one warning that is meant."""
    support.tiny(root)
    for name, text in files.items():
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    library, problems = read_library(root / "content", root)
    lines = report([*problems, *check_library(library)]).splitlines()
    return [line for line in lines if "[missing-entry]" not in line and "[markup]" not in line]


def protocol(change: str, to: str) -> str:
    """Return the tiny site's protocol with one thing written differently."""
    text = (support.TINY / "content/toy/protocol.yml").read_text(encoding="utf-8")
    assert change in text
    return text.replace(change, to, 1)


CODE = (support.TINY / "content/toy/499.yml").read_text(encoding="utf-8").replace("phrase: Toy Lost\n", "")


def code(name: str, more: str = "") -> str:
    """Return an entry of a code, none of whose texts another one has."""
    return CODE.replace("499", name).replace("The toy", f"The {name} toy") + more


@pytest.mark.parametrize(
    ("order", "asked"),
    [("number", "numbers"), ("hex", "numbers in hexadecimal digits")],
)
def test_a_code_without_a_place(order: str, asked: str, tmp_path: Path) -> None:
    """It is told at the code, with what the protocol says of all."""
    files = {"toy/protocol.yml": protocol("main:", f"order: {order}\nmain:"), "toy/zed.yml": code("zed")}
    assert told(tmp_path, files) == [
        f"content/toy/zed.yml:1:7: error: 'zed' has no place: 'content/toy/protocol.yml' says 'order: {order}', "
        f"for which all of its codes are {asked}. Correct the code, or the order there. [order]"
    ]


def test_codes_that_are_listed(tmp_path: Path) -> None:
    """Each entry is, and each listed code has an entry; one whose file is broken is missed by nobody."""
    listed = '["200", "404", "487", "600", "500"]'
    files = {
        "toy/protocol.yml": protocol("main:", f"order: listed\ncodes: {listed}\nmain:"),
        "toy/500.yml": "code: '500'\nx: y",
    }
    found = [line for line in told(tmp_path, files) if "500.yml" not in line]
    no_place = "has no place: 'content/toy/protocol.yml' says 'order: listed', for which all of its codes are"
    assert found == [
        *(
            f"content/toy/{name}.yml:1:7: error: '{name}' {no_place} listed in 'codes'. "
            "Correct the code, or the order there. [order]"
            for name in ("486", "499")
        ),
        *(
            f"content/toy/protocol.yml:8:{column}: error: There is no entry for code '{name}'.{near} Write one, or "
            "remove it. [unknown-code]"
            for column, name, near in ((23, "487", " Did you mean '486'?"), (30, "600", " Did you mean '200'?"))
        ),
    ]


def test_addresses_as_long_as_a_folders_name(tmp_path: Path) -> None:
    """Two of them fit into one, with what stands between them."""
    fits_just, is_long = "é" * 24, "é" * 25  # each is written as its number, with a hyphen between two
    names = {each: "-".join(["ue9"] * len(each)) for each in (fits_just, is_long)}
    assert (len(names[fits_just]), len(names[is_long])) == (95, 99)
    longest = "é" * 30 + "a"
    slug = "-".join(["ue9"] * 30) + "-a"
    assert len(slug) == MAX_SLUG + 1
    files = {f"toy/{name}.yml": code(text) for text, name in names.items()}
    files[f"toy/{slug}.yml"] = code(longest)
    files[f"toy/{slug[:-2]}aa.yml".replace("ue9aa", "ue9")] = code("é" * 30)
    found = [line for line in told(tmp_path, files) if "[code-path]" in line]
    assert found == [
        f"content/toy/{slug}.yml:1:7: error: '{longest}' gives an address of 121 characters; two of them must fit "
        "into the name of a folder, and 120 do. Write a shorter code. [code-path]"
    ]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-02-28", ""),
        ("2024-02-29", ""),
        ("2026-02-29", "There is no day '2026-02-29'. Write the date as 2026-11-25. [wrong-value]"),
        ("2026-13-01", "There is no day '2026-13-01'. Write the date as 2026-11-25. [wrong-value]"),
    ],
)
def test_the_day_on_which_an_entry_was_read(day: str, said: str, tmp_path: Path) -> None:
    """It is one that there is."""
    found = told(tmp_path, {"toy/600.yml": code("600", f'reviewed: "{day}"\n')})
    assert found == ([f"content/toy/600.yml:10:11: error: {said}"] if said else [])


# -- files that nobody reads


def test_files_that_look_like_content(tmp_path: Path) -> None:
    """Entries, pairs and protocols in folders where nobody looks for them are named, with where they belong."""
    entry_text, pair = code("600"), (support.TINY / "content/toy/pairs/404-vs-486.yml").read_text(encoding="utf-8")
    whole = (support.TINY / "content/toy/protocol.yml").read_text(encoding="utf-8")
    files = {
        "600.yml": entry_text,
        "404-vs-486.yml": pair,
        "protocol.yml": whole,
        "toy/deep/600.yml": entry_text,
        "toy/deep/404-vs-486.yml": pair,
        "toy/deep/protocol.yml": whole,
        "toy/pairs/deep/600.yml": entry_text,
        "new/600.YML": entry_text,
        "new/pairs/404-vs-486.yaml": pair,
        "new/notes.yml": "title: Notes\ncode: x\n",
        "new/short.yml": "code: x\nsays: It says so.\n",
        "new/says.yml": "says: It says so.\ndescription: Of something.\n",
        "new/notes.txt": entry_text,
        "new/.hidden.yml": entry_text,
        ".trash/600.yml": entry_text,
        "new/binary.yml": "\ufeff",
    }
    not_read = "This entry is not read: "
    beside = f"{not_read}entries stand beside 'protocol.yml'. Put it into 'content/toy'."
    alone = f"{not_read}'content/new' has no 'protocol.yml'. Write one, or put the entry elsewhere."
    misplaced = "This protocol is not read: it is a 'protocol.yml' in a folder of 'content'. "
    misplaced += "Name it 'content/{}/protocol.yml', or put its folder there."
    expected = {
        "404-vs-486.yml": "This pair is not read: pairs stand in 'content/<protocol>/pairs'. Put it there.",
        "600.yml": (
            f"{not_read}'content' is no protocol's folder. Put it into one of its folders, beside a 'protocol.yml'."
        ),
        "new/600.YML": alone,
        "new/pairs/404-vs-486.yaml": "This pair is not read: pairs stand in 'content/new/pairs'. Put it there.",
        "new/short.yml": alone,
        "protocol.yml": misplaced.format("<protocol>"),
        "toy/deep/404-vs-486.yml": "This pair is not read: pairs stand in 'content/toy/pairs'. Put it there.",
        "toy/deep/600.yml": beside,
        "toy/deep/protocol.yml": misplaced.format("toy"),
        "toy/pairs/deep/600.yml": beside,
    }
    assert told(tmp_path, files) == [
        f"content/{name}:1:1: error: {text} [unread]" for name, text in expected.items()
    ]


# -- sections of documents

NO_TITLE = "The title has a tab, a character that nobody can see, or is no title. Correct it."

HEADER = "# document: BOOK second edition\n# text: https://book.example/\n# read: 2026-11-25\n"


def sections(text: str) -> tuple[object, list[str]]:
    """Return what a file of sections lists, and what is wrong with it."""
    found, problems = read_sections("BOOK.tsv", text, "BOOK")
    return found, [str(problem) for problem in problems]


def test_sections_as_they_are_listed() -> None:
    """A number, a tab and a title; comments, blank lines and blanks at ends count for nothing."""
    text = f"{HEADER}#\n# read: never\n\n1\tOne \n1.2\tOne\u00a0two\r\nA.b-c_d\n"
    assert sections(text) == ({"1": "One", "1.2": "One\u00a0two", "A.b-c_d": ""}, [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            f"{HEADER}1 One\n",
            ["4:1: error: '1 One' is no section. A line is a number, a tab and a title, such as '6.2<tab>Syntax'."],
        ),
        (
            f"{HEADER}1\tOne\n2\tTwo\n1\tAgain\n",
            ["6:1: error: Section '1' stands twice; the first is in line 4. Remove one."],
        ),
        (
            f"{HEADER}1\tOne\ttwo\n",
            [f"4:1: error: {NO_TITLE}"],
        ),
        (f"{HEADER}1\t{'x' * 300}\n", []),
        (
            f"{HEADER}1\t{'x' * 301}\n",
            [f"4:1: error: {NO_TITLE}"],
        ),
        (
            HEADER,
            [
                "1:1: error: The file lists no section. Write a number, a tab and a title a line, or remove "
                "the file."
            ],
        ),
        (
            "1\tOne\n",
            [
                "1:1: error: The file does not say what it was taken from: "
                f"a comment '# {name}: ...' is missing. Add it."
                for name in ("document", "text", "read")
            ],
        ),
        (
            f"{HEADER}1\tOne\n".replace("BOOK", "BOOKS"),
            [
                "1:1: error: The file says that it is about 'BOOKS second edition' and is called after 'BOOK'. "
                "Correct one of them."
            ],
        ),
        (
            f"{HEADER}1\tOne\n".replace("2026-11-25", "25.11.2026"),
            ["1:1: error: '25.11.2026' is no day. Write it as '# read: 2026-11-25'."],
        ),
    ],
)
def test_mistakes_in_a_list_of_sections(text: str, said: list[str]) -> None:
    """Each with its line; nothing of such a file is used."""
    found, problems = sections(text)
    assert problems == [f"BOOK.tsv:{line} [sections]" for line in said]
    assert (found is None) is bool(said)


def test_many_mistakes_in_a_list_of_sections() -> None:
    """The first of them are told."""
    found, problems = sections(HEADER + "".join(f"? {number}\n" for number in range(1000)))
    assert found is None
    assert 10 < len(problems) < 1000


@pytest.mark.parametrize("order", ["natural", "number", "text", "hex", "listed"])
def test_every_code_has_a_place_of_its_own(order: Order) -> None:
    """Neither of two different codes stands where the other one does."""
    codes = ("5", "05", "+5", "5 ", "-5", "\u22125", "a5", "A5", "a05", "0x5", "#5")
    for one, other in product(codes, repeat=2):
        assert (place(one, None, order) == place(other, None, order)) is (one == other)
