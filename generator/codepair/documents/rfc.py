"""An RFC's text in, its sections out: numbers, titles and what stands in them.

Fifty years of layouts: with and without a table of contents, with pages and without, headings at the margin or
indented with their depth, ``1 - Title``, ``1.  Title``, and paragraphs that have a number and no title. A line is a
heading if its number follows the one before and, where the table of contents lists it, its title agrees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple, TypeAlias

from codepair.documents.sections import Section

Number: TypeAlias = "tuple[str, ...]"
"""A section's number by its parts."""

_FOOTER = re.compile(r"\S.*\[Page [0-9ivxlc]+\]\s*")
_HEADER = re.compile(r"RFC ?\d+\s.*\S\s+\S*\s*\d{4}\s*")
_HEADING = re.compile(
    r"(?P<indent> *)(?P<word>(?:Appendix|Annex|APPENDIX|ANNEX) )?(?P<number>(?:0|[1-9]\d?|[A-Z])(?:\.\d{1,3})*)"
    r"(?:(?P<mark>\.?(?: ?[-:])?) +|\.(?=[A-Z][a-z]))(?P<title>(?=.*[A-Za-z]{2})\S.*)"
)
_CONTENTS = re.compile(r"\W*(?:table of )?contents\W*", re.IGNORECASE)
_LEADER = re.compile(r"(?:\s*\.){2,}[\s.]*\d*\s*$|\s{2,}\d+\s*$|\s*\.\s*\d+\s*$")
"""What leads from a title to its page."""

_NEAR = 12
"""Lines after its own heading within which the table of contents begins."""

_INDENT = 3
"""Columns by which a heading may be indented for each level."""

_WRAPPED = 2
"""Most lines that a title has more than its first."""

_ALIKE = 0.75
"""How much of a title must be the same in the table of contents and in the text."""


class _Candidate(NamedTuple):
    """A line that may be a heading."""

    line: int
    indent: int
    number: Number
    title: str
    column: int
    """Where the title begins."""
    is_named: bool
    """Whether the number is no mere letter: ``Appendix`` stands in front of it, or a mark behind."""


def rfc_sections(text: str) -> tuple[Section, ...]:
    """Return the numbered sections of an RFC in the order of its text; none if it numbers none."""
    lines = _without_pages(text)
    contents, body = _split(list(_candidates(lines)), lines)
    listed = _listed(lines, contents)
    headings = list(_headings(lines, body, listed))
    ends = [*(heading.line for heading in headings), len(lines)][1:]
    found = [
        _section(lines, heading, end, listed.get(heading.number))
        for heading, end in zip(headings, ends, strict=False)
    ]
    return tuple(_with_listed(found, listed))


def _without_pages(text: str) -> list[str]:
    """Return the lines without page breaks and what stands around them, no two empty ones in a row."""
    lines: list[str] = []
    is_fresh = False
    for raw in text.replace("\r\n", "\n").split("\n"):
        line = raw.expandtabs().rstrip()
        if "\f" in line:
            is_fresh, line = True, line.replace("\f", "").rstrip()
        if _FOOTER.fullmatch(line):
            is_fresh = True
            continue
        if is_fresh and (not line or _HEADER.fullmatch(line)):
            continue
        if is_fresh:
            _mend(lines, line)
        is_fresh = False
        if line or (lines and lines[-1]):
            lines.append(line)
    return lines


def _mend(lines: list[str], line: str) -> None:
    """Part what stands before a page break from the line behind it, unless that goes on with it."""
    if lines and not lines[-1]:
        lines.pop()
    before = lines[-1] if lines else ""
    indents = {len(each) - len(each.lstrip()) for each in (before, line)}
    runs_on = len(indents) == 1 and not before.endswith((".", ":", "?", "!")) and _HEADING.fullmatch(line) is None
    if before and not runs_on:
        lines.append("")


def _candidates(lines: Sequence[str]) -> Iterator[_Candidate]:
    for at, line in enumerate(lines):
        match = _HEADING.fullmatch(line)
        if match is not None and not (match["word"] and match["number"][0].isdigit()):
            number = tuple(match["number"].split("."))
            is_named = bool(match["word"] or match["mark"] or len(number) > 1 or number[0].isdigit())
            yield _Candidate(at, len(match["indent"]), number, match["title"], match.start("title"), is_named)


# -- the table of contents


def _split(
    candidates: Sequence[_Candidate], lines: Sequence[str]
) -> tuple[Sequence[_Candidate], Sequence[_Candidate]]:
    """Return the lines of the table of contents, and all others: it ends where something it lists comes again."""
    start = next((at for at, line in enumerate(lines) if _CONTENTS.fullmatch(line)), len(lines))
    before = [each for each in candidates if each.line < start]
    after = candidates[len(before) :]
    if not after or after[0].line > start + _NEAR:
        return (), candidates
    seen: dict[Number, str] = {}
    for at, each in enumerate(after):
        is_again = each.number in seen and _alike(each.title, seen[each.number])
        if is_again and not _LEADER.search(each.title):
            return after[:at], [*before, *after[at:]]
        seen.setdefault(each.number, each.title)
    return (), candidates


def _listed(lines: Sequence[str], contents: Sequence[_Candidate]) -> Mapping[Number, str]:
    """Return the titles of the table of contents; one may go on in the next line."""
    listed: dict[Number, str] = {}
    before: Number | None = None
    for each in contents:
        if not each.is_named and not _LEADER.search(each.title):
            continue
        if _order(each.number) <= _order(before) if before is not None else not _begins(each.number):
            continue
        title, at = each.title, each.line
        while not _LEADER.search(title) and _goes_on(lines, at + 1, each.indent + 1):
            at += 1
            title = f"{title} {lines[at].strip()}"
        listed[each.number] = _one_line(_LEADER.sub("", title))
        before = each.number
    return listed


def _with_listed(found: Sequence[Section], listed: Mapping[Number, str]) -> Iterator[Section]:
    """Yield the sections, and those that only the table of contents has where they would stand."""
    there = {section.number for section in found}
    missing = {number: title for number, title in listed.items() if ".".join(number) not in there}
    for section in found:
        number = tuple(section.number.split("."))
        for each in [each for each in missing if _order(each) < _order(number)]:
            yield Section(".".join(each), missing.pop(each), "", len(each))
        yield section
    yield from (Section(".".join(each), title, "", len(each)) for each, title in missing.items())


# -- headings


def _headings(
    lines: Sequence[str], body: Sequence[_Candidate], listed: Mapping[Number, str]
) -> Iterator[_Candidate]:
    before: Number | None = None
    parents = {number[:-1] for number in listed}
    found: set[Number] = set()
    for each in body:
        if each.number in found or not _is_apart(lines, each.line):
            continue
        title = listed.get(each.number)
        if title is not None:
            is_next = _follows(before, each.number) or before is None or _order(each.number) > _order(before)
            if not _agrees(each, title, is_next=is_next):
                continue
        elif not _is_placed(each) or not _follows(before, each.number):
            continue  # it is an item of a list
        elif each.number[:-1] in parents and not (each.indent == 0 and len(each.number) > 2):
            continue  # what stands beside it is listed and it is not; a line of the table may be damaged
        found.add(each.number)
        before = each.number if before is None else max(before, each.number, key=_order)
        yield each


def _agrees(each: _Candidate, title: str, *, is_next: bool) -> bool:
    """Return whether a line is the heading that the table of contents calls so; two may have changed places."""
    if is_next and each.is_named:
        return _alike(each.title, title) or (each.indent == 0 and _has_words(each.title, title))
    return each.indent == 0 and _letters(each.title) == _letters(title)


def _is_apart(lines: Sequence[str], at: int) -> bool:
    """Return whether an empty line or another heading stands above a line."""
    return (
        at == 0 or not lines[at - 1] or (_HEADING.fullmatch(lines[at - 1]) is not None and _is_apart(lines, at - 1))
    )


def _is_placed(each: _Candidate) -> bool:
    """Return whether a line stands where a heading of its depth may."""
    return each.is_named and each.indent <= _INDENT * (len(each.number) - 1)


def _section(lines: Sequence[str], heading: _Candidate, end: int, listed: str | None) -> Section:
    """Return a heading with what stands below it up to the next one."""
    title, at = heading.title, heading.line + 1
    while at < end and at <= heading.line + _WRAPPED and _goes_on(lines, at, heading.column):
        title, at = f"{title} {lines[at].strip()}", at + 1
    below = lines[at:end]
    is_paragraph = listed is None and title.endswith((".", ":", ";", ",") if heading.indent else (":", ";", ","))
    if is_paragraph or (below and below[0]):  # the paragraph itself has the number
        rest = heading.title.removeprefix(listed) if listed is not None else heading.title
        below = [" " * heading.column + rest.strip(), *lines[heading.line + 1 : end]]
        title = listed or ""
    text = "\n".join(below).strip("\n")
    return Section(".".join(heading.number), _one_line(title), text, len(heading.number))


def _goes_on(lines: Sequence[str], at: int, column: int) -> bool:
    """Return whether a line is the rest of the title above it."""
    if at >= len(lines) or not lines[at]:
        return False
    indent = len(lines[at]) - len(lines[at].lstrip())
    return indent >= column and _HEADING.fullmatch(lines[at]) is None


# -- numbers and titles


def _begins(number: Number) -> bool:
    return number in (("0",), ("1",), ("A",))


def _follows(before: Number | None, number: Number) -> bool:
    """Return whether a number is the next after another; below a chapter one may be left out between them.

    >>> [_follows(("2", "9"), tuple(n.split("."))) for n in ("2.10", "3", "2.9.1", "2.11", "2.12", "4", "2.9", "A")]
    [True, True, True, True, False, False, False, True]
    """
    if before is None:
        return _begins(number)
    if number[0].isalpha() and before[0].isdigit():
        return number == ("A",)
    if number[:-1] == before:
        return number[-1] in ("0", "1", "2")
    stem = before[: len(number)]
    if len(stem) < len(number) or stem[:-1] != number[:-1]:
        return False
    return _step(stem[-1], number[-1]) in ((1, 2) if len(number) > 1 else (1,))


def _step(one: str, other: str) -> int:
    if one.isdigit() and other.isdigit():
        return int(other) - int(one)
    return ord(other) - ord(one) if one.isalpha() and other.isalpha() else 0


def _order(number: Number) -> tuple[tuple[bool, int, str], ...]:
    return tuple((part.isalpha(), int(part) if part.isdigit() else 0, part) for part in number)


def _alike(one: str, other: str) -> bool:
    """Return whether two titles are the same but for a few letters, or one is the beginning of the other.

    >>> _alike("Table of Header Fields", "Table Of Header  Fields ....... 3"), _alike("Syntax", "Examples")
    (True, False)
    """
    a, b = _letters(one), _letters(other)
    if not a or not b:
        return False
    return a.startswith(b) or b.startswith(a) or SequenceMatcher(None, a, b).ratio() >= _ALIKE


def _has_words(title: str, other: str) -> bool:
    """Return whether a title has all words of another.

    >>> _has_words("Suspend (SUS) and Resume (RES) Messages", "SUS and RES")
    True
    """
    one, two = (set(re.findall(r"\w+", text.lower())) for text in (title, _LEADER.sub("", other)))
    return two <= one


def _letters(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", _LEADER.sub("", title).lower())


def _one_line(text: str) -> str:
    return " ".join(text.split())
