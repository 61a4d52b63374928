"""Texts of documents: an RFC's sections whatever its layout, Markdown's by their anchors, and where texts are."""

from __future__ import annotations

import gzip
from pathlib import Path
from textwrap import dedent

import pytest

from codepair.documents.markdown import markdown_sections
from codepair.documents.rfc import rfc_sections
from codepair.documents.sections import Section, whole_text
from codepair.documents.texts import DEBIAN, Texts, TextsError
from codepair.library.reading import read_library
from tests import support

PAGED = """
Toy Working Group                                             A. Bear
Request for Comments: 9                                   March 1999

                              Toys

Table of Contents

   1.  Introduction . . . . . . . . . . . . . . . . . . . . . .  1
   2.  Toys . . . . . . . . . . . . . . . . . . . . . . . . . .  2
     2.1.  Bears and other animals that have been sewn by
           hand . . . . . . . . . . . . . . . . . . . . . . . .  2
     2.2.  Cars . . . . . . . . . . . . . . . . . . . . . . . .  2
   3.  Shops  . . . . . . . . . . . . . . . . . . . . . . . . .  3
   Appendix A.  Prices  . . . . . . . . . . . . . . . . . . . .  3

Bear                        Standards Track                    [Page 1]
\f
RFC 9                            Toys                         March 1999


1.  Introduction

   This text is about toys.  It has two lists:

   1.  Introduction of bears

   2.  Cars

2.  Toys

   Most toys come from a shop, as
   everybody knows who has

Bear                        Standards Track                    [Page 2]
\f
RFC 9                            Toys                         March 1999


   been a child.

2.1.  Bears and other animals that have been sewn by hand

   Bears are sewn.

2.2.  Cars

   Cars have wheels.

2.2.1.  Wheels

   There are four of them.

3.  Shops

   Shops sell toys.

Appendix A.  Prices

   None.

A.1.  Sales

   Often.

Authors' Addresses

   A. Bear
"""


def titles(text: str) -> list[tuple[str, str]]:
    """Return numbers and titles."""
    return [(section.number, section.title) for section in rfc_sections(text)]


def test_pages_and_a_table_of_contents() -> None:
    """Items of lists are no sections; what is deeper than the table of contents is one."""
    assert titles(PAGED) == [
        ("1", "Introduction"),
        ("2", "Toys"),
        ("2.1", "Bears and other animals that have been sewn by hand"),
        ("2.2", "Cars"),
        ("2.2.1", "Wheels"),
        ("3", "Shops"),
        ("A", "Prices"),
        ("A.1", "Sales"),
    ]


def test_a_page_break_parts_nothing() -> None:
    """Neither its lines nor the empty ones around them are text; a new paragraph stays one."""
    sections = {section.number: section.text for section in rfc_sections(PAGED)}
    assert sections["2"] == ("   Most toys come from a shop, as\n   everybody knows who has\n   been a child.")
    assert "two lists:\n\n   1.  Introduction of bears\n\n   2.  Cars" in sections["1"]


def test_windows_line_ends() -> None:
    """They change nothing."""
    assert rfc_sections(PAGED.replace("\n", "\r\n")) == rfc_sections(PAGED)


def test_numbered_paragraphs_and_dashes() -> None:
    """``1 - Title`` is a heading; a paragraph that begins with a number is a section without a title."""
    text = dedent("""\
        1 - Definitions

           Words.

           1.1 - Rules

           1.1.1. Two toys are the same if their
           names are.

           1.1.3. Nothing else counts.

           1.2. They are as follows:

        2 - Bears

           3. is no section, but an item
        """)
    assert titles(text) == [
        ("1", "Definitions"),
        ("1.1", "Rules"),
        ("1.1.1", ""),
        ("1.1.3", ""),
        ("1.2", ""),
        ("2", "Bears"),
    ]
    assert rfc_sections(text)[2].text.split() == [
        "Two",
        "toys",
        "are",
        "the",
        "same",
        "if",
        "their",
        "names",
        "are.",
    ]


def test_headings_indented_with_their_depth() -> None:
    """As in the requirements for hosts; what the text adds to a title is part of it."""
    text = dedent("""\
                          Table of Contents

           1.  INTRODUCTION ..................................    5
              1.1  Toys .......................................   6
                 1.1.1  Bears .................................   7

        1.  INTRODUCTION

           1.1  Toys: as in RFC-9

              1.1.1  Bears

                 They growl:

                 1.1.2  is the number of this line.
        """)
    assert titles(text) == [("1", "INTRODUCTION"), ("1.1", "Toys: as in RFC-9"), ("1.1.1", "Bears")]


def test_a_section_before_the_table_of_contents() -> None:
    """And a table that has pages without dots."""
    text = dedent("""\
        1. STATUS OF THIS MEMO

        This memo is old.

                                   Table of Contents

          1. STATUS OF THIS MEMO                                              1
          2. TOYS                                                             3
              2.1. The contents of boxes                                      4

        2. TOYS

        There are boxes.

        2.1. The contents of boxes          Boxes
        hold toys.
        """)
    assert titles(text) == [("1", "STATUS OF THIS MEMO"), ("2", "TOYS"), ("2.1", "The contents of boxes")]
    assert rfc_sections(text)[2].text.split() == ["Boxes", "hold", "toys."]


def test_mistakes_of_tables_of_contents() -> None:
    """Sections that have changed places, that only the table has, or whose title there is another's short form."""
    text = dedent("""\
        Table of Contents

           1.   Introduction ............................  1
           2.   SUS and RES .............................  2
           3.   Authors' Addresses ......................  3
           4.   Normative References ....................  4
             4.1.  Informative References ...............  4
           5.   Full Copyright Statement ................  5

        1. Introduction

           Text.

        2. Suspend (SUS) and Resume (RES) Messages

           Text.

        4. Normative References

           Text.

        3. Authors' Addresses

           Text.

        5.Full Copyright Statement

           Text.
        """)
    assert titles(text) == [
        ("1", "Introduction"),
        ("2", "Suspend (SUS) and Resume (RES) Messages"),
        ("4", "Normative References"),
        ("3", "Authors' Addresses"),
        ("4.1", "Informative References"),
        ("5", "Full Copyright Statement"),
    ]


def test_a_text_without_numbers() -> None:
    """It has no sections that a citation could name."""
    assert (
        titles("TABLE OF CONTENTS\n\n   INTRODUCTION....3\n   TOYS....4\n\nINTRODUCTION\n\n   A bear growls.\n")
        == []
    )
    assert titles("") == []


@pytest.mark.skipif(not DEBIAN.is_dir(), reason="Debian's doc-rfc packages are not installed")
def test_every_cited_rfc_that_is_at_hand() -> None:
    """All sections that the repository lists are there, in this order, and most have a text."""
    library, _ = read_library(support.ROOT / "content", support.ROOT)
    texts, seen = Texts([DEBIAN]), 0
    for protocol in library.protocols.values():
        for specification in protocol.specifications.values():
            sections = texts.sections(specification.id)
            if sections and specification.sections is not None:
                seen += 1
                assert {each.number: each.title for each in sections} == specification.sections, specification.id
                assert [each.number for each in sections] == list(specification.sections)
                assert sum(bool(each.text.strip()) for each in sections) >= len(sections) * 0.6, specification.id
    assert seen >= 70


# -- Markdown


def test_anchors_of_markdown() -> None:
    """Both kinds of headings, none in code; links, marks and punctuation go; what is there twice is counted."""
    text = dedent("""\
        ---
        title: Toys
        ---

        Toys
        ====

        ## [Retry `Policy`](x) ##

        Text.

        ```
        ## not a heading
        ```

        ### What's *new*, C++?

        Retry Policy
        ------------

        - a list
        ---
        #no heading
        ## Named {#its-name}
        """)
    found = [(section.number, section.title, section.level) for section in markdown_sections(text)]
    assert found == [
        ("retry-policy", "Retry Policy", 2),
        ("whats-new-c", "What's new, C++?", 3),
        ("retry-policy-1", "Retry Policy", 2),
        ("its-name", "Named", 2),
    ]


def test_a_document_without_a_title() -> None:
    """Where all headings are alike, none is the title."""
    assert [each.number for each in markdown_sections("### A\n\n### B\n")] == ["a", "b"]


# -- where texts are


def test_texts_are_found_and_read_once(tmp_path: Path) -> None:
    """By the document's id, in small letters too, compressed or not; the first folder that has one wins."""
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    (first / "rfc9.txt.gz").write_bytes(gzip.compress(PAGED.encode()))
    (second / "RFC9.txt").write_text("1. Other\n\n   Text.\n", encoding="utf-8")
    (second / "TOY-GUIDE.md").write_text("# Guide\n\n## Bears\n\nThey growl.\n", encoding="utf-8")
    texts = Texts([tmp_path / "missing", first, second])
    sections = texts.sections("RFC9")
    assert sections is not None
    assert sections[0] == Section("1", "Introduction", sections[0].text, 1)
    assert texts.sections("RFC9") is sections
    assert texts.sections("TOY-GUIDE") == (Section("bears", "Bears", "They growl.", 2),)
    assert texts.sections("RFC10") is None
    assert texts.file("RFC9") == first / "rfc9.txt.gz"


def test_texts_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said which one and what to do; a text that unpacks to more than is read is no text."""
    (tmp_path / "rfc9.txt.gz").write_bytes(b"no gzip")
    with pytest.raises(TextsError, match=r"rfc9\.txt\.gz' cannot be read: Not a gzipped file"):
        Texts([tmp_path]).sections("RFC9")
    (tmp_path / "rfc9.txt.gz").write_bytes(gzip.compress(PAGED.encode())[:-20])
    with pytest.raises(TextsError, match="cannot be read: "):
        Texts([tmp_path]).sections("RFC9")
    (tmp_path / "rfc9.txt.gz").write_bytes(gzip.compress(b"x" * 2_000))
    monkeypatch.setattr("codepair.documents.texts.MAX_BYTES", 1_000)
    with pytest.raises(TextsError, match="more than 1,000 bytes"):
        Texts([tmp_path]).sections("RFC9")


def test_a_section_with_those_below_it() -> None:
    """Up to the next one that is not below."""
    sections = rfc_sections(PAGED)
    text = whole_text(sections, "2.2")
    assert text is not None
    assert text.startswith("Cars\n\n")
    assert text.endswith("There are four of them.")
    assert whole_text(sections, "7") is None
