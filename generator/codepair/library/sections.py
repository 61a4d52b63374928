"""The sections of a cited document: the text of ``sections/<document>.tsv`` in, their titles by number out.

A line is a number, a tab and a title, as citations and the document write them; a numbered paragraph has no title.
Above them, comments say what the list was taken from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from codepair.kit.characters import invisible_in_name
from codepair.kit.problems import Place, Problem
from codepair.kit.tree import MAX_PROBLEMS

FOLDER = "sections"
"""The folder of the content that holds a file for each document."""

SUFFIX = ".tsv"

SECTION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
"""How a citation writes a section: its number, or its anchor."""

HEADER = ("document", "text", "read")
"""What the comments say: the document's id, where its text was had, and on which day."""

Sections: TypeAlias = Mapping[str, str]
"""Titles by number; empty where a paragraph has a number and no title."""

Shelf: TypeAlias = Mapping[str, Sections]
"""The sections of documents, by the document's id."""

_COMMENT = re.compile(r"# ?(?P<name>[a-z]+): +(?P<value>\S.*)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MAX_TITLE = 300


def read_sections(path: str, text: str, document: str) -> tuple[Sections | None, list[Problem]]:
    """Return the sections that the file of a document lists; None if one of its lines cannot be read."""
    found: dict[str, int] = {}
    sections: dict[str, str] = {}
    header: dict[str, str] = {}
    problems: list[Problem] = []
    for at, line in enumerate(text.split("\n"), start=1):
        if line.startswith("#"):
            if (match := _COMMENT.fullmatch(line.rstrip())) is not None:
                header.setdefault(match["name"], match["value"])
        elif line.strip():
            number, _, title = line.rstrip().partition("\t")
            problems += _check_line(Place(path, at), number, title, found)
            found.setdefault(number, at)
            sections.setdefault(number, title)
    problems += _check_header(Place(path), header, document)
    if not sections:
        message = "The file lists no section. Write a number, a tab and a title a line, or remove the file."
        problems.append(Problem(Place(path), "sections", message))
    return (None if problems else sections), problems[:MAX_PROBLEMS]


def _check_line(place: Place, number: str, title: str, found: Mapping[str, int]) -> Iterator[Problem]:
    if not SECTION.fullmatch(number):
        message = f"'{number[:60]}' is no section. A line is a number, a tab and a title, such as '6.2<tab>Syntax'."
        yield Problem(place, "sections", message)
    elif number in found:
        message = f"Section '{number}' stands twice; the first is in line {found[number]}. Remove one."
        yield Problem(place, "sections", message)
    if invisible_in_name(title) or len(title) > _MAX_TITLE:
        message = "The title has a tab, a character that nobody can see, or is no title. Correct it."
        yield Problem(place, "sections", message)


def _check_header(place: Place, header: Mapping[str, str], document: str) -> Iterator[Problem]:
    for name in HEADER:
        if name not in header:
            message = f"The file does not say what it was taken from: a comment '# {name}: ...' is missing. Add it."
            yield Problem(place, "sections", message)
    if header.get("document", document).split()[0] != document:
        message = f"The file says that it is about '{header['document']}' and is called after '{document}'."
        yield Problem(place, "sections", f"{message} Correct one of them.")
    if not _DAY.fullmatch(header.get("read", "2000-01-01")):
        message = f"'{header['read']}' is no day. Write it as '# read: 2026-11-25'."
        yield Problem(place, "sections", message)
