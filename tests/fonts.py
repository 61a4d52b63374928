"""Makes the fonts of the social cards from the whole ones: ``python -m tests.fonts FOLDER``.

FOLDER holds ``NotoSans-Regular.ttf`` and ``NotoSans-Bold.ttf`` (Debian's package fonts-noto-core). The same fonts
and the same fontTools give the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0
from fontTools.ttLib.tables.ttProgram import Program

TARGET = Path(__file__).parent.parent / "generator/codepair/beside/cards/fonts"
STYLES = ("Regular", "Bold")

CHARACTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x250),  # Latin of Europe, Africa and Vietnam
    *range(0x2B9, 0x2BD),
    *range(0x370, 0x3D0),
    *range(0x400, 0x460),
    *range(0x490, 0x500),
    *range(0x1E80, 0x1F00),
    *range(0x2010, 0x2028),
    *range(0x2030, 0x203B),
    0x2044,
    *range(0x2070, 0x208F),
    *range(0x20A0, 0x20C1),
    *(0x2116, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265),
)
"""Letters with their marks in one character, as NFC writes them: then a text needs no table of glyph positions."""

KERNED = [chr(point) for point in CHARACTERS if point < 0x7F or 0x370 <= point < 0x460 or 0x1EA0 <= point < 0x1EFA]
"""Characters between which space is corrected; the rest of the subset is rare at the size of a title."""

PAIRS = 2
"""The type of a GPOS lookup that moves the second of two glyphs."""

UNHINTED = bytes.fromhex("b801ff85b0048db00021")
"""A program that only switches dropout control on, ends with a step without effect, and moves no point.

FreeType hints a font by itself if its program has seven bytes or fewer; on a card that costs time and evenness.
"""

VISIBLE = 8
"""The smallest correction kept, in thousandths of the size."""


def main(folder: Path) -> None:
    """Write the subsets and print their sizes."""
    for style in STYLES:
        name = f"NotoSans-{style}.ttf"
        options = subset.Options(
            layout_features=[],
            hinting=False,
            notdef_outline=True,
            name_IDs=[0, 1, 2, 4, 5, 6, 14],
            drop_tables=["DSIG", "GDEF", "GPOS", "GSUB", "gasp"],
            recalc_timestamp=False,
        )
        font = subset.load_font(str(folder / name), options)
        kerning = _kerning(font)
        worker = subset.Subsetter(options)
        worker.populate(unicodes=CHARACTERS)
        worker.subset(font)
        _add_kerning(font, kerning)
        font["prep"] = prep = newTable("prep")
        prep.program = Program()
        prep.program.fromBytecode(UNHINTED)
        font.save(TARGET / name)
        size = (TARGET / name).stat().st_size
        print(f"{name}: {len(font.getBestCmap())} characters, {len(kerning)} pairs, {size:,} bytes")


def _kerning(font: TTFont) -> dict[tuple[str, str], int]:
    """Return the corrections of GPOS between two characters, in font units; without those that need a third."""
    glyphs = [name for char in KERNED if (name := font.getBestCmap().get(ord(char)))]
    gpos = font["GPOS"].table
    features = [record.Feature for record in gpos.FeatureList.FeatureRecord if record.FeatureTag == "kern"]
    lookups = sorted({index for feature in features for index in feature.LookupListIndex})
    pairs: dict[tuple[str, str], int] = {}
    for lookup in (gpos.LookupList.Lookup[index] for index in lookups):
        if lookup.LookupType == PAIRS:
            found: dict[tuple[str, str], int] = {}
            for table in lookup.SubTable:
                _add_pairs(table, glyphs, found)
            for pair, value in found.items():
                pairs[pair] = pairs.get(pair, 0) + value
    return {pair: value for pair, value in pairs.items() if abs(value) >= VISIBLE}


def _add_pairs(table: Any, glyphs: list[str], found: dict[tuple[str, str], int]) -> None:
    """Add the pairs of a subtable; the first subtable of a lookup that knows a pair decides it."""
    if table.Format == 1:
        for first, row in zip(table.Coverage.glyphs, table.PairSet, strict=True):
            for record in row.PairValueRecord:
                if first in glyphs and record.SecondGlyph in glyphs:
                    found.setdefault((first, record.SecondGlyph), _advance(record))
        return
    covered = set(table.Coverage.glyphs)
    for first in (glyph for glyph in glyphs if glyph in covered):
        row = table.Class1Record[table.ClassDef1.classDefs.get(first, 0)].Class2Record
        for second in glyphs:
            found.setdefault((first, second), _advance(row[table.ClassDef2.classDefs.get(second, 0)]))


def _advance(record: Any) -> int:
    return getattr(record.Value1, "XAdvance", 0) if record.Value1 else 0


def _add_kerning(font: TTFont, pairs: dict[tuple[str, str], int]) -> None:
    """Write the corrections as a plain list, all that Pillow's own layout reads."""
    table = KernTable_format_0()
    table.version, table.coverage, table.tupleIndex, table.apple = 0, 1, None, False
    table.kernTable = pairs
    font["kern"] = kern = newTable("kern")
    kern.version = 0
    kern.kernTables = [table]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
