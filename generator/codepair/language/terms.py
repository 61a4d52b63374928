"""Translations against a glossary: messages in, those that do not use its words out.

Words of the source are compared as whole words, outside code spans and placeholders, the longest term first; a
phrase that the glossary excepts is like a term that asks for nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from codepair.kit.problems import Place, Problem
from codepair.kit.text import SEARCH_WORDS, parts
from codepair.language.glossary import Glossary, bare
from codepair.language.po import PoFile
from codepair.language.translation import short

_WORDS = re.compile(r"[^\W_]+|[.,;:!?()\[\]/–—…\x00]")
"""A word, or a mark over which no term reaches; hyphens and apostrophes are like spaces."""

_GAP = "\x00"
"""Stands for a code span or a placeholder."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What holding a catalog against a glossary gave."""

    problems: tuple[Problem, ...]
    excepted: frozenset[str]
    """The excepted phrases that stand in its messages."""


def check_catalog(glossary: Glossary, domain: str, file: PoFile) -> Checked:
    """Return the messages of a catalog whose translations do not use the glossary's words."""
    index = _Index(glossary, domain)
    problems: list[Problem] = []
    excepted: set[str] = set()
    for key, line in file.lines.items():
        # What people type are their own words.
        if key[0] == SEARCH_WORDS:
            continue
        wanted, phrases = index.found_in(key[1])
        excepted |= phrases
        shown = [_plain(value) for value in file.found.get(key, ()) if value]
        for words in wanted:
            allowed = index.allowed[words]
            if not all(any(pattern.search(text) for pattern in allowed.values()) for text in shown):
                problems.append(_problem(Place(file.path, line), key[1], words, [*allowed], glossary))
    return Checked(tuple(problems), frozenset(excepted))


def unused_exceptions(glossary: Glossary, excepted: frozenset[str]) -> Iterator[Problem]:
    """Yield the exceptions of a glossary that no message needs; ``excepted`` are those that some do."""
    for term in glossary.terms.values():
        for phrase, place in term.exceptions.items():
            if phrase not in excepted:
                message = f"No message says '{phrase}', so the exception to '{term.name}' excepts nothing."
                yield Problem(place, "glossary", f"{message} Remove it.")


def _problem(place: Place, source: str, words: str, allowed: list[str], glossary: Glossary) -> Problem:
    listed = " or ".join(f"'{each}'" for each in allowed)
    message = (
        f"The glossary has {listed} for '{words}', and the translation of '{short(source)}' does not say so. "
        f"Say it, or let {glossary.path} allow what is right here."
    )
    return Problem(place, "glossary", message)


class _Form(NamedTuple):
    """A form of a term, or a phrase that is none."""

    words: tuple[str, ...]
    term: str | None
    """The term's words; None for an exception."""
    phrase: str
    """The exception as the glossary writes it."""


class _Index:
    """The terms that hold for one domain, by their first words."""

    def __init__(self, glossary: Glossary, domain: str) -> None:
        self.allowed: dict[str, dict[str, re.Pattern[str]]] = {}
        """By a term's words: its translations; none if nobody is held to them."""
        self._forms: dict[str, list[_Form]] = {}
        unchecked = set()
        for term in glossary.terms.values():
            if term.catalogs and domain not in term.catalogs:
                continue
            words = bare(term.name)
            self.allowed.setdefault(words, {}).update({each: _pattern(each) for each in term.translations})
            if not term.is_checked:
                unchecked.add(words)
            for form in term.forms:
                self._add(_Form(_split(form), words, ""))
            for phrase in term.exceptions:
                self._add(_Form(_split(_without_code(phrase)), None, phrase))
        for words in unchecked:
            self.allowed[words] = {}
        for forms in self._forms.values():
            forms.sort(key=lambda form: (len(form.words), form.term is None), reverse=True)

    def _add(self, form: _Form) -> None:
        if form.words:
            self._forms.setdefault(form.words[0], []).append(form)

    def found_in(self, text: str) -> tuple[list[str], set[str]]:
        """Return the terms of a text that are checked, each once, and the excepted phrases."""
        words = _split(_without_code(text))
        terms: dict[str, None] = {}
        phrases: set[str] = set()
        at = 0
        while at < len(words):
            for form in self._forms.get(words[at], ()):
                if words[at : at + len(form.words)] == form.words:
                    if form.term is None:
                        phrases.add(form.phrase)
                    elif self.allowed[form.term]:
                        terms[form.term] = None
                    at += len(form.words) - 1
                    break
            at += 1
        return list(terms), phrases


def _split(text: str) -> tuple[str, ...]:
    """Return the words of a text and the marks that part them.

    >>> _split("A client-side timer, then: the server's")
    ('a', 'client', 'side', 'timer', ',', 'then', ':', 'the', 'server', 's')
    """
    return tuple(_WORDS.findall(text.casefold()))


def _without_code(text: str) -> str:
    return "".join(part.value if part.kind == "text" else _GAP for part in parts(text, placeholders=True))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", _without_code(text)).casefold()


def _pattern(translation: str) -> re.Pattern[str]:
    """Return what finds a translation in a text: as whole words where the script has capital letters.

    Other scripts write words without spaces between them, or put articles and prepositions in front of them.

    >>> [bool(_pattern(word).search("các máy chủ")) for word in ("máy chủ", "chủ", "áy chủ", "má*")]
    [True, True, False, True]
    >>> bool(_pattern("応答").search("最終応答は"))
    True
    """
    text = unicodedata.normalize("NFC", translation).casefold()
    stem = text.removesuffix("*")
    before = r"(?<!\w)" if _has_case(stem[:1]) else ""
    after = r"(?!\w)" if stem == text and _has_case(stem[-1:]) else ""
    return re.compile(before + r"\s+".join(map(re.escape, stem.split())) + after)


def _has_case(character: str) -> bool:
    return character.lower() != character.upper()
