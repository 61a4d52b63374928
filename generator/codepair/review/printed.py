"""Claims and the texts of documents in, the lines of a review out: each claim beside its sections.

A section's text stands where it is cited first; after that, its name does. Lines of documents are as they are, for
their tables and diagrams; what a terminal would obey is taken out.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from codepair.documents.sections import Section
from codepair.documents.texts import Texts
from codepair.library.citations import Citation
from codepair.review.claims import Claim, Passage

_MARK = "    | "
"""Stands before each line of a section."""


class Review:
    """The lines of one review."""

    def __init__(self, texts: Texts, width: int) -> None:
        self._texts = texts
        self._width = width
        self._printed: dict[Citation, str] = {}
        """By citation: the claim beside which its text stands."""
        self.missing: list[Citation] = []
        """The cited sections whose texts are not at hand, each once."""

    def lines(self, title: str, path: str, claims: Iterable[Claim]) -> Iterator[str]:
        """Yield the lines of all claims. Raises TextsError if a text cannot be read."""
        yield title
        yield path
        for number, claim in enumerate(claims, start=1):
            name = f"{number}. {claim.name}"
            yield ""
            yield f"{name} ({claim.place.path}:{claim.place.line})"
            for passage in claim.passages:
                yield from self._passage(passage)
            if claim.basis:
                yield f"  -- {claim.basis}"
            elif not claim.citations:
                yield "  -- cites nothing of its own"
            for citation in claim.citations:
                yield from self._citation(citation, name)

    def _passage(self, passage: Passage) -> Iterator[str]:
        for said in passage:
            text = said.text if said.text is not None else "(not translated)"
            head = f"  {said.language}  "
            yield from textwrap.wrap(
                _printable(text),
                self._width,
                initial_indent=head,
                subsequent_indent=" " * len(head),
                break_long_words=False,
                break_on_hyphens=False,
            )

    def _citation(self, citation: Citation, name: str) -> Iterator[str]:
        title = f" {citation.title}" if citation.title else ""
        yield ""
        yield f"  {citation.label}{_printable(title)}"
        before = self._printed.get(citation)
        if before is not None:
            yield f"{_MARK}(see {before})"
            return
        self._printed[citation] = name
        if citation.url:
            yield f"  {citation.url}"
        yield from (f"{_MARK}{line}".rstrip() for line in self._section(citation))

    def _section(self, citation: Citation) -> Iterator[str]:
        sections = self._texts.sections(citation.specification.id)
        if citation.specification.is_practice:
            yield f"(seen in practice on {citation.specification.seen}: look at the address above)"
        elif sections is None:
            self.missing.append(citation)
            yield "(its text is not at hand: read it at the address above)"
        elif citation.section is None:
            yield "(the document as a whole: nothing to set beside it)"
        else:
            found = [at for at, section in enumerate(sections) if section.number == citation.section]
            if not found:
                self.missing.append(citation)
                yield "(the text at hand has no such section)"
            for at in found[:1]:
                yield from _printable(sections[at].text).split("\n")
                yield from textwrap.wrap(_below(sections, at), self._width - len(_MARK))


def _below(sections: tuple[Section, ...], at: int) -> str:
    """Return the names of the sections right below one: their texts are not part of it."""
    level = sections[at].level
    below = []
    for section in sections[at + 1 :]:
        if section.level <= level:
            break
        if section.level == level + 1:
            below.append(f"{section.number} {section.title}".rstrip())
    return f"(below it: {'; '.join(below)})" if below else ""


def _printable(text: str) -> str:
    """Return a text without what a terminal would obey.

    >>> _printable("a\\x1b[2Jb\\tc\\nd")
    'a[2Jb c\\nd'
    """
    return "".join(each if each == "\n" or each.isprintable() else " " if each == "\t" else "" for each in text)


def not_at_hand(missing: Iterable[Citation], folders: Iterable[Path]) -> Iterator[str]:
    """Yield what to do about texts that are not at hand, if there are any."""
    documents = dict.fromkeys(citation.specification.label for citation in missing)
    if documents:
        looked = " or ".join(str(folder) for folder in folders)
        yield ""
        yield f"Not at hand: {', '.join(documents)}. No text of them is in {looked}; --texts names another folder."
