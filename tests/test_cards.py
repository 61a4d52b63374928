"""Social cards: what they say, that nothing of it is cut, and that an old file is known by its key."""

from __future__ import annotations

import io
import re
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageFont, features

from codepair.beside import metadata
from codepair.beside.cards import cards, drawing, typefaces, typesetting
from codepair.beside.cards.cards import HEAD_SIZE, HEIGHT, WIDTH, Card, Named, card_key, read_key
from codepair.beside.cards.drawing import draw, picture
from codepair.beside.cards.layout import EDGE, MARGIN, Layout, Tone, layout
from codepair.beside.cards.typefaces import Fonts, coverage, house_fonts, needs_shaping, with_fonts
from codepair.beside.cards.typesetting import Typesetter, wrap
from codepair.language.translator import Translator
from codepair.library.plan import Page, code_page, comparison_page
from codepair.site.project import Project
from tests import support

ARABIC = "رفض الخادم الطلب"
CHINESE = "服务器拒绝了请求"
THAI = "เซิร์ฟเวอร์ปฏิเสธคำขอ"

ONE = Card(
    "SIP", (Named("486", "Busy Here", "The callee is on another call"),), "Codepair", language="en", direction="ltr"
)
TWO = Card(
    "SIP",
    (Named("607", "Unwanted", "Người được gọi không muốn nhận"), Named("608", "Rejected", "Một dịch vụ đã chặn")),
    "Codepair",
    language="vi",
    direction="ltr",
)
LONG = Card(
    "A protocol with a name that says very much about itself and still goes on " * 2,
    (
        Named("NAME_" * 40, "Phrase of many words " * 12, "What it means, at some length. " * 20),
        Named("X" * 90, None, "y" * 300),
    ),
    "A site whose name is a whole sentence, as some are, and a second one after it",
    language="en",
    direction="ltr",
)
"""Nobody should, but anybody can."""


def opened(data: bytes) -> Image.Image:
    """Return a card's file as those who show it read it."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.fixture(scope="module")
def every(project: Project) -> dict[str, Card]:
    """Every card of the project by its path."""
    return dict(cards.cards(project.plan, project.translators, "Codepair"))


def boxes(found: Layout) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Yield each line with left, top, right and bottom of its ink in pixels of the card."""
    for line in found.lines:
        left, top, right, bottom = line.face.box(line.text)
        yield line.text, (line.x + left, line.y + top, line.x + right, line.y + bottom)


def words(texts: Iterator[str]) -> list[str]:
    """Return the words of texts, sorted."""
    return sorted(word for text in texts for word in text.split())


def test_a_card_a_code_and_a_pair_in_each_locale(project: Project, every: dict[str, Card]) -> None:
    """Paths come from addresses; texts are those of the page; a pair without guidance has no card."""
    library = project.library
    count = sum(map(len, library.entries.values())) + len(library.all_guided)
    assert len(every) == count * len(project.translators)
    assert every["assets/codepair/cards/en/sip/422.png"].codes == (
        Named("422", "Session Interval Too Small", "Session timer shorter than the server allows"),
    )
    pair = every["assets/codepair/cards/vi/sip/607-vs-608.png"]
    assert [named.code for named in pair.codes] == ["607", "608"]
    assert [named.phrase for named in pair.codes] == ["Unwanted", "Rejected"]
    vi = project.translators[1].of("sip")
    assert pair.codes[0].gloss == vi.text(library.entries["sip"]["607"].gloss or "").plain
    assert pair.codes[0].gloss != library.entries["sip"]["607"].gloss
    assert "assets/codepair/cards/en/sip/100-vs-580.png" not in every
    assert all(re.fullmatch(r"assets/codepair/cards/(en|vi)/[a-z]+/[a-z0-9._-]+\.png", path) for path in every)


def test_a_gloss_that_is_not_translated_is_shown_in_english(project: Project) -> None:
    """A card has no room for a notice."""
    translator = Translator(support.catalogs("fr", {}))
    found = dict(cards.cards(project.plan, [translator], "Codepair"))
    assert (
        found["assets/codepair/cards/fr/sip/607.png"].codes[0].gloss == project.library.entries["sip"]["607"].gloss
    )


@pytest.mark.parametrize("card", [ONE, TWO, LONG], ids=["one", "two", "long"])
def test_a_card_is_a_png_with_its_key(card: Card) -> None:
    """1200 by 630 pixels, at most 16 colours, the key in the first bytes, and the same bytes every time."""
    data = draw(card)
    image = opened(data)
    assert (image.format, image.size, image.mode) == ("PNG", (1200, 630), "P")
    assert struct.unpack_from(">B", data, 24) == (4,)
    assert len(image.getcolors() or ()) > 8
    assert draw(card) == data
    assert read_key(data[:HEAD_SIZE]) == card_key(card)
    # What is written is what was drawn: the file is made without Pillow's writer.
    assert image.convert("RGB").tobytes() == picture(layout(card)).convert("RGB").tobytes()


def test_every_part_of_a_card_changes_its_key_and_its_pixels() -> None:
    """Another text, font or drawing module is another key."""
    named = ONE.codes[0]
    others = [
        replace(ONE, protocol="HTTP"),
        replace(ONE, site="Another"),
        replace(ONE, direction="rtl"),
        replace(ONE, codes=(replace(named, code="487"),)),
        replace(ONE, codes=(replace(named, phrase="Busy Everywhere"),)),
        replace(ONE, codes=(replace(named, gloss="The callee is on another cell"),)),
        replace(ONE, codes=(replace(named, gloss=None),)),
        replace(ONE, codes=(named, replace(named, code="600"))),
    ]
    assert len({card_key(card) for card in (ONE, *others)}) == len(others) + 1
    assert len({picture(layout(card)).tobytes() for card in (ONE, *others)}) == len(others) + 1
    house = house_fonts()
    assert card_key(ONE, Fonts(house.bold, house.regular)) != card_key(ONE)
    assert card_key(ONE, house) == card_key(ONE)


@pytest.mark.parametrize("library", ["PIL", "zlib_ng"])
def test_the_key_follows_the_libraries(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new Pillow draws again, a new compressor writes again."""
    before = card_key(ONE)
    monkeypatch.setattr(f"{library}.__version__", "0.0")
    assert card_key(ONE) != before


@pytest.fixture
def wing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of all that makes cards, of which keys are made now."""
    copy = tmp_path / "cards"
    shutil.copytree(Path(cards.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(cards, "files", {cards.__package__: copy}.__getitem__)
    yield copy
    cards._program_digest.cache_clear()


def key_now() -> str:
    """Return the key of a card as a new process makes it."""
    cards._program_digest.cache_clear()
    return card_key(ONE)


def test_the_key_follows_every_module(wing: Path) -> None:
    """Whatever is changed, added, renamed or removed of the modules that make cards, all are drawn again."""
    modules = sorted(wing.rglob("*.py"))
    assert {module.stem for module in modules} >= {"cards", "drawing", "layout", "typefaces", "typesetting"}
    assert {module.parent for module in modules} == {wing}
    keys = [key_now()]
    for module in modules:
        source = module.read_bytes()
        module.write_bytes(source + b"\n")
        keys.append(key_now())
        module.unlink()
        keys.append(key_now())
        module.with_name("another.py").write_bytes(source)
        keys.append(key_now())
        module.with_name("another.py").rename(module)
        assert key_now() == keys[0]
    (wing / "shadows.py").write_bytes(b"")
    keys.append(key_now())
    assert len(set(keys)) == len(keys) == 3 * len(modules) + 2
    (wing / "shadows.py").rename(wing / "shadows.txt")
    assert key_now() == keys[0]


def test_keys_load_no_drawing() -> None:
    """A build whose cards are all there does not load what it does not use."""
    modules = "codepair.beside.metadata, codepair.beside.cards.cards"
    code = f"import sys, {modules}; print('PIL.Image' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=support.ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


def test_no_key_in_other_files() -> None:
    """Another PNG, a damaged head, a short file."""
    data = draw(ONE)
    plain = io.BytesIO()
    opened(data).save(plain, "PNG")
    assert read_key(plain.getvalue()[:HEAD_SIZE]) is None
    assert read_key(b"") is None
    assert read_key(b"GIF89a" + bytes(200)) is None
    at = data.index(b"codepair-key") + 15
    damaged = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 : HEAD_SIZE]
    assert read_key(damaged) is None
    assert all(read_key(data[:size]) is None for size in range(80))


def texts_of(card: Card) -> tuple[str, ...]:
    """Return what stands on a card: a sentence that says more takes the place of what the codes mean."""
    shown = "".join(line.text for line in layout(card).lines).replace(" ", "")
    if not card.answer or card.answer.replace(" ", "") not in shown:
        return replace(card, answer="").texts
    return replace(card, codes=tuple(replace(named, gloss=None) for named in card.codes)).texts


def check_whole(card: Card) -> None:
    """Assert that every word of a card stands on it, inside the margins, and no line on another."""
    found = layout(card)
    between = ["vs"] * (len(card.codes) - 1)
    shown = "".join(line.text for line in found.lines).replace(" ", "")
    for text in texts_of(card):
        assert text.replace(" ", "") in shown, text
    assert sorted(shown) == sorted("".join((*texts_of(card), *between)).replace(" ", ""))
    placed = list(boxes(found))
    for text, (left, top, right, bottom) in placed:
        assert left >= MARGIN - 2, text
        assert right <= WIDTH - MARGIN + 2, text
        assert top >= EDGE - 2, text
        assert bottom <= HEIGHT - EDGE + 2, text
    for index, (one, (left, top, right, bottom)) in enumerate(placed):
        for other, (x, y, end, foot) in placed[index + 1 :]:
            apart = right <= x or end <= left or bottom <= y + 1 or foot <= top + 1
            assert apart, (one, other)


def test_a_sentence_without_room_gives_way() -> None:
    """A card that cannot hold it says what the codes mean, as it did without one."""
    without = layout(TWO)
    assert layout(replace(TWO, answer="word " * 400)) == without
    assert layout(replace(TWO, answer="拒绝")) == without
    check_whole(replace(TWO, answer="607 is the person, 608 is a service on the way."))


def test_no_text_is_cut(every: dict[str, Card]) -> None:
    """A third of all cards of the project, in both languages, with legible texts and whole words."""
    assert sum(card.answer in texts_of(card) for card in every.values()) > 0.97 * len(every)
    for card in support.some(list(every.values()), 3):
        check_whole(card)
        found = layout(card)
        assert min(line.face.size for line in found.lines) >= 26, card
        assert words(line.text for line in found.lines) == words(
            iter((*texts_of(card), *["vs"] * (len(card.codes) - 1)))
        )


def test_ink_stays_inside(every: dict[str, Card]) -> None:
    """Measured in pixels, on the cards with the longest texts."""
    longest = sorted(every.values(), key=lambda card: sum(map(len, card.texts)))[-6:]
    for card in (*longest, LONG, replace(LONG, direction="rtl")):
        # The surface is colour 0.
        ink = Image.frombytes("L", (WIDTH, HEIGHT), picture(layout(card)).tobytes()).getbbox()
        assert ink is not None
        assert ink[0] >= MARGIN - 2
        assert ink[1] >= EDGE - 2
        assert ink[2] <= WIDTH - MARGIN + 2
        assert ink[3] <= HEIGHT - EDGE + 2


def test_texts_of_any_length_fit() -> None:
    """Long names are divided, then all is set smaller; every character is there."""
    check_whole(LONG)
    check_whole(replace(LONG, codes=LONG.codes[:1]))
    check_whole(replace(ONE, codes=(Named("Không được ỂỄ", "ỄỂ " * 5, "Ậ" * 60),)))
    # A phrase that is the code once more is set as a phrase.
    same = layout(replace(ONE, codes=(Named("OK", "OK", None),)))
    assert [line.tone for line in same.lines if line.text == "OK"] == ["first", "light"]
    with pytest.raises(ValueError, match="no room"):
        layout(replace(ONE, codes=(Named("1", None, "word " * 20_000),)))


def test_wrapping() -> None:
    """Lines of about the same length; ideographs need no spaces; punctuation begins no line."""
    setter = Typesetter(house_fonts(), "en", "ltr")
    face = setter.face("x", "regular", 40)
    lines = wrap("one two three four five six seven", face, 500)
    assert lines is not None
    assert len(lines) == 2
    assert max(map(face.width, lines)) < 1.5 * min(map(face.width, lines))
    assert wrap("Internationalization", face, 100) is None
    divided = wrap("RESOURCE_EXHAUSTED", face, 300, divide=True)
    assert divided == ["RESOURCE_", "EXHAUSTED"]
    assert wrap("no\u00a0break here", face, 150) is None
    assert wrap("one two three four five six seven", face, 500, height=2 * face.pitch) == lines
    assert wrap("one two three four five six seven", face, 500, height=2 * face.pitch - 1) is None
    pieces = [piece for _, piece in typesetting._pieces("服务器（拒绝）了，请求 INVITE")]
    assert pieces == ["服", "务", "器", "（拒", "绝）", "了，", "请", "求", "INVITE"]


def test_columns_and_rows(every: dict[str, Card]) -> None:
    """Short codes stand side by side on one baseline, long names one below the other, all in the same sizes."""
    folder = "assets/codepair/cards/en"
    a, b = (
        next(line for line in layout(every[f"{folder}/sip/607-vs-608.png"]).lines if line.text == code)
        for code in ("607", "608")
    )
    assert (a.y, a.face.size) == (b.y, b.face.size)
    assert b.x > a.x + 400
    names = ("RESOURCE_EXHAUSTED", "FAILED_PRECONDITION")
    found = layout(every[f"{folder}/grpc/resource_exhausted-vs-failed_precondition.png"])
    a, b = (next(line for line in found.lines if line.text == name) for name in names)
    assert (a.x, a.face.size) == (b.x, b.face.size)
    assert b.y > a.y + 100
    assert a.face.size >= 60


def test_right_to_left_is_mirrored() -> None:
    """The first code of a pair stands at the right, and lines end where they would begin."""
    card = replace(TWO, direction="rtl")
    plain, mirrored = picture(layout(TWO)), picture(layout(card))
    index = drawing._INDEXES["first"][255]
    bar = (MARGIN + 2, 315)
    assert plain.getpixel(bar) == index
    assert mirrored.getpixel((WIDTH - 1 - bar[0], bar[1])) == index
    ends = {line.text: WIDTH - line.x - line.face.width(line.text) for line in layout(card).lines}
    assert ends["607"] > WIDTH / 2 > ends["608"]


def test_the_fonts_have_every_character_of_the_project(project: Project, every: dict[str, Card]) -> None:
    """Every character that any text of a card has, so all of the Vietnamese catalog's glosses; and the alphabet."""
    setter = Typesetter(house_fonts(), "vi", "ltr")
    for card in every.values():
        for text in card.texts:
            assert setter.can_set(text, "bold"), text
            assert setter.can_set(text, "regular"), text
    vowels = "aăâeêioôơuưy"
    marks = "\u0300\u0301\u0303\u0309\u0323"
    alphabet = "".join(typefaces.composed(vowel + mark) for vowel in vowels for mark in marks) + "đ" + vowels
    assert len(alphabet) == 12 * 5 + 13
    for text in (alphabet, alphabet.upper(), "Größe, où, ¿año?, şığ, źdźbło, Ελληνικά, Русский, Українська, ₫ €"):
        assert setter.can_set(text, "bold"), text


def test_coverage_is_what_fonttools_reads() -> None:
    """The reader of ``cmap`` against another one; what is no font is said to be none."""
    for data in (*house_fonts().regular, *house_fonts().bold):
        best = TTFont(io.BytesIO(data)).getBestCmap()
        assert best is not None
        assert coverage(data) == frozenset(best)
    for data in (b"", b"wOF2" + bytes(60), b"\0\1\0\0" + bytes(40), b"\0\1\0\0\0\x01" + bytes(8)):
        with pytest.raises(ValueError, match="no TrueType or OpenType font"):
            coverage(data)
    with pytest.raises(ValueError, match="no TrueType or OpenType font"):
        with_fonts(b"something else")


def test_coverage_of_large_fonts() -> None:
    """A font with characters beyond the first plane has a table of format 12."""
    font = TTFont(io.BytesIO(house_fonts().regular[0]))
    table = font["cmap"].tables[0]
    wide = table.newSubtable(12)
    wide.platformID, wide.platEncID, wide.format, wide.reserved, wide.length, wide.language = 3, 10, 12, 0, 0, 0
    wide.cmap = {**table.cmap, 0x20000: "A", 0x20001: "B"}
    font["cmap"].tables.append(wide)
    out = io.BytesIO()
    font.save(out)
    assert coverage(out.getvalue()) == coverage(house_fonts().regular[0]) | {0x20000, 0x20001}


@pytest.mark.parametrize("text", [ARABIC, CHINESE, THAI, "Refused 拒绝"])
def test_what_no_font_has_leaves_no_boxes(text: str) -> None:
    """The card shows code and phrase, pixel for pixel as if there were no gloss."""
    named = ONE.codes[0]
    without = picture(layout(replace(ONE, codes=(replace(named, gloss=None),)))).tobytes()
    assert picture(layout(replace(ONE, codes=(replace(named, gloss=text),)))).tobytes() == without
    assert opened(draw(replace(ONE, protocol=text, codes=(Named(text, None, None),), site=text))).size == (
        1200,
        630,
    )


def test_shaping_only_where_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that needs shaping is drawn with Raqm and left out without it, and the key knows which."""
    text = "joined\u200dletters"
    assert needs_shaping(text)
    card = replace(ONE, codes=(Named("1", None, text),))
    with monkeypatch.context() as patch:
        patch.setattr(typesetting, "shaping_version", lambda: None)
        without = card_key(card)
        plain = card_key(ONE)
        assert [line.text for line in layout(card).lines] == ["SIP", "Codepair", "1"]
    with monkeypatch.context() as patch:
        patch.setattr(typesetting, "shaping_version", lambda: "0.10")
        assert card_key(card) != without
        assert card_key(ONE) == plain
    if features.check("raqm"):
        line = next(line for line in layout(card).lines if line.text == text)
        assert line.face.font.layout_engine == ImageFont.Layout.RAQM
        assert opened(draw(card)).size == (1200, 630)


def test_a_font_of_the_project_is_used_first() -> None:
    """It draws what it has; the fonts of the generator draw the rest."""
    house = house_fonts()
    swapped = with_fonts(house.bold[0])
    setter = Typesetter(swapped, "en", "ltr")
    assert setter.face("abc", "regular", 40).width("abc") == Typesetter(house, "en", "ltr").face(
        "abc", "bold", 40
    ).width("abc")
    font = TTFont(io.BytesIO(house.regular[0]))
    for table in font["cmap"].tables:
        table.cmap = {0x62D2: "A", 0x7EDD: "B"}
    out = io.BytesIO()
    font.save(out)
    fonts = with_fonts(out.getvalue())
    lines = [line.text for line in layout(replace(ONE, codes=(Named("603", "Decline", "拒绝"),)), fonts).lines]
    assert lines == ["SIP", "Codepair", "603", "Decline", "拒绝"]


def test_inks_can_be_read() -> None:
    """Contrast against the surface, as WCAG 2 reckons: 7 to 1 for texts, 4.5 to 1 for codes, which are large."""

    def luminance(colour: tuple[int, ...]) -> float:
        parts = [part / 255 for part in colour]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    palette = drawing._PALETTE
    assert len(palette) == 12 * 3
    dark = luminance(drawing.SURFACE)
    least: dict[Tone, float] = {"light": 7, "quiet": 7, "first": 4.5, "second": 4.5}
    for tone, ratio in least.items():
        index = drawing._INDEXES[tone][255]
        colour = tuple(palette[3 * index : 3 * index + 3])
        assert (luminance(colour) + 0.05) / (dark + 0.05) >= ratio, tone


def test_colours_are_those_of_the_site() -> None:
    """The surface is the style sheet's dark teal, the columns are the icon's."""

    def hexadecimal(colour: tuple[int, int, int]) -> str:
        return "#" + bytes(colour).hex()

    assets = support.ROOT / "generator/codepair/edge/theme/assets/codepair"
    icon = (assets / "icon.svg").read_text(encoding="utf-8")
    assert f"--md-primary-fg-color--dark: {hexadecimal(drawing.SURFACE)};" in (assets / "site.css").read_text()
    assert hexadecimal(drawing.INKS["first"]) in icon
    assert hexadecimal(drawing.INKS["second"]) in icon


def test_head_names_the_card(project: Project) -> None:
    """By its full address, with size and description; without an address of the site, not at all."""
    translator = project.translators[0]
    pair = next(pair for pair in project.library.guided["sip"] if pair.slug == "607-vs-608")
    pages = (comparison_page(pair), code_page(pair.a))

    def head(page: Page, root: str) -> str:
        card = cards.card_path(page, translator)
        return metadata.head(page, "A &amp; B", "Text", "Site", translator, lambda path: root + path, card)

    for page, name in zip(pages, ("607-vs-608", "607"), strict=True):
        tree = support.parse(f"<!doctype html><head>{head(page, 'https://example.org/codes/')}</head>")
        said = {
            name: support.values(tree, f"//meta[@property='og:image{name}']/@content")
            for name in ("", ":type", ":width", ":height", ":alt")
        }
        assert said == {
            "": [f"https://example.org/codes/assets/codepair/cards/en/sip/{name}.png"],
            ":type": ["image/png"],
            ":width": ["1200"],
            ":height": ["630"],
            ":alt": ["A & B"],
        }
        assert support.values(tree, "//meta[@name='twitter:card']/@content") == ["summary_large_image"]
        assert "image" not in head(page, "/")
    home = Page("home", "")
    assert cards.card_path(home, translator) is None
    assert "image" not in head(home, "https://example.org/")
    with pytest.raises(ValueError, match="'home' has no card"):
        cards.page_card(home, translator, "Site")
