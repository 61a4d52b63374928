"""A Markdown document's text in, its sections out: each under the anchor that its site gives to the heading.

The anchor is the title in lower case, without punctuation, with hyphens for spaces, as GitHub, Hugo and many others
make it. A second heading of the same words gets ``-1``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from codepair.documents.sections import Section

_FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})")
_HASHES = re.compile(r" {0,3}(?P<hashes>#{1,6}) +(?P<title>\S.*?)(?: +#+)? *")
_UNDERLINE = re.compile(r" {0,3}(?P<mark>=+|-+) *")
_ANCHOR = re.compile(r" *\{#(?P<anchor>[A-Za-z0-9._-]+)\} *$")
_LINK = re.compile(r"\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")
_MARKS = re.compile(r"`+|\*+|</?[A-Za-z][^<>]*>|\\(?=[^\w\s])")
_FRONT_MATTER = re.compile(r"---\n.*?\n---\n", re.DOTALL)


class _Heading(NamedTuple):
    line: int
    """Its first line, from 0."""
    below: int
    """The line after it."""
    level: int
    title: str


def markdown_sections(text: str) -> tuple[Section, ...]:
    """Return the sections of a Markdown document in the order of its text, its title left out.

    >>> text = "# Title\\n\\n## GOAWAY Frame\\n\\nSent by servers.\\n\\n## What's new?\\n"
    >>> [(section.number, section.title, section.text) for section in markdown_sections(text)]
    [('goaway-frame', 'GOAWAY Frame', 'Sent by servers.'), ('whats-new', "What's new?", '')]
    """
    lines = _FRONT_MATTER.sub("", text.replace("\r\n", "\n"), count=1).split("\n")
    headings = list(_headings(lines))
    ends = [*(heading.line for heading in headings), len(lines)][1:]
    used: dict[str, int] = {}
    found = []
    for heading, end in zip(headings, ends, strict=False):
        match = _ANCHOR.search(heading.title)
        title = _plain(heading.title[: match.start()] if match else heading.title)
        anchor = match["anchor"] if match else _unused(_anchor(title), used)
        body = "\n".join(lines[heading.below : end]).strip("\n")
        found.append(Section(anchor, title, body, heading.level))
    has_title = found and found[0].level < min((section.level for section in found[1:]), default=0)
    return tuple(section for section in found[1 if has_title else 0 :] if section.number)


def _headings(lines: list[str]) -> Iterator[_Heading]:
    fence = ""
    for at, line in enumerate(lines):
        if (match := _FENCE.match(line)) is not None:
            if not fence:
                fence = match["mark"]
            elif match["mark"].startswith(fence) and not line.strip(" `~"):
                fence = ""
        elif fence:
            continue
        elif (match := _HASHES.fullmatch(line)) is not None:
            yield _Heading(at, at + 1, len(match["hashes"]), match["title"])
        elif at and (match := _UNDERLINE.fullmatch(line)) is not None and _is_alone(lines, at - 1):
            yield _Heading(at - 1, at + 1, 1 if match["mark"][0] == "=" else 2, lines[at - 1].strip())


def _is_alone(lines: list[str], at: int) -> bool:
    """Return whether a line is a paragraph of its own, so that a line of dashes below makes it a heading."""
    return bool(re.match(r" {0,3}[^\s|>*+#-]", lines[at])) and (at == 0 or not lines[at - 1].strip())


def _plain(title: str) -> str:
    return " ".join(_MARKS.sub("", _LINK.sub(r"\1", title)).split())


def _anchor(title: str) -> str:
    return re.sub(r"[^\w -]", "", title.lower()).strip().replace(" ", "-")


def _unused(anchor: str, used: dict[str, int]) -> str:
    count = used.get(anchor, 0)
    used[anchor] = count + 1
    return f"{anchor}-{count}" if count else anchor
