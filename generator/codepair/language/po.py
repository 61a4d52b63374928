"""One PO file: bytes in, its translations with their lines and everything that is wrong with them out.

Babel reads it. What Babel lets pass is found before (a line that is no PO) or after (a translation without its
source's placeholders); of what a header claims only the plural forms count, read safely.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from babel.messages import Catalog as BabelCatalog
from babel.messages import Message
from babel.messages.pofile import PoFileError, PoFileParser

from codepair.kit.files import decode
from codepair.kit.problems import Place, Problem, errors
from codepair.kit.tree import MAX_PROBLEMS
from codepair.language.locale import Locale
from codepair.language.plurals import PluralRule, cldr_rule, is_template, plural_rule
from codepair.language.translation import message_problems, short

Key: TypeAlias = "tuple[str | None, str]"
"""A message's context and its text in the source language."""


@dataclass(frozen=True)
class PoFile:
    """What one PO file says."""

    path: str
    """As problems show it."""
    text: str
    found: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    """The translations that pages can show; more than one for a message with plural forms."""
    lines: Mapping[Key, int] = field(default_factory=dict)
    """The line of every message, from 1."""
    plural: PluralRule | None = None
    """The rule of its own header; None if it has none: then CLDR's counts."""
    problems: tuple[Problem, ...] = ()


_HEADER: Key = (None, "")


def read_po_file(path: str, raw: bytes, locale: Locale, before: PoFile | None = None) -> PoFile:
    """Return what a PO file says; of a file that was read before, only the messages around an edit are read.

    They are read as a file of their own, with the same header. If that leaves anything in doubt (a line that is no
    PO, a message that stands elsewhere too) the whole file is read: what comes of it is the same.
    """
    text, problems = decode(path, raw)
    if problems:
        return PoFile(path, text, problems=tuple(problems))
    edited = _edited(text, before) if before is not None and before.lines else None
    if edited is not None and before is not None:
        part = _read(path, edited.text, locale)
        joined = _joined(text, before, part, edited)
        if joined is not None:
            return joined
    return _read(path, text, locale)


# -- the whole file


def _read(path: str, text: str, locale: Locale) -> PoFile:
    scan = Scan()
    for number, line in enumerate(_LINE_END.split(text), start=1):
        scan.take(number, line)
    scan.end()
    if scan.problems:
        problems = (Problem(Place(path, line), _SYNTAX, words) for line, words in scan.problems)
        return PoFile(path, text, problems=tuple(problems))
    listed = _Listed(locale)
    try:
        # Babel prints what it finds wrong to the standard output and names no file; the scan has reported it.
        with contextlib.redirect_stdout(io.StringIO()):
            PoFileParser(listed).parse(scan.lines)
    except (PoFileError, ValueError, LookupError, TypeError, AttributeError, AssertionError) as error:
        message = (
            f"The catalog cannot be read: {str(error).rstrip('.')}. Correct it, or extract its messages again."
        )
        return PoFile(path, text, problems=(Problem(Place(path), _SYNTAX, message),))
    lines = {key: (message.lineno or 1) for key, message in listed.messages.items()}
    plural = listed.rule
    found = [Problem(Place(path, line), _SYNTAX, words) for line, words in listed.problems()]
    if found:
        return PoFile(path, text, lines=lines, problems=tuple(found[:MAX_PROBLEMS]))
    translations: dict[Key, tuple[str, ...]] = {}
    for key, item in listed.messages.items():
        values = _forms(item.string)
        if key == _HEADER or not any(values):
            continue
        place = Place(path, lines[key])
        wrong = list(message_problems(place, item, scan.forms.get(lines[key], 1), plural or cldr_rule(locale)))
        found.extend(wrong)
        if not item.fuzzy and not errors(wrong):
            translations[key] = values
    return PoFile(path, text, translations, lines, plural, tuple(found))


_SYNTAX = "catalog-syntax"


def _forms(string: str | Sequence[str] | None) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string or ())


class _Listed(BabelCatalog):
    """Babel's catalog as a list: nothing is merged, and the header is a message like any other.

    A header could name another character set than the file has, or a billion plural forms, and Babel would obey.
    """

    def __init__(self, locale: Locale) -> None:
        super().__init__(locale=locale.id)
        self.messages: dict[Key, Message] = {}
        self._repeated: list[tuple[Key, Message]] = []
        self._of = locale
        self._rule: PluralRule | None = None

    @property
    def rule(self) -> PluralRule | None:
        """The plural forms of its own header, if it has some that can be used."""
        header = self.messages.get(_HEADER)
        if self._rule is None and header is not None:
            self._rule = plural_rule("".join(_forms(header.string)))
        return self._rule

    @property
    def num_plurals(self) -> int:
        """How many forms Babel reads of a message."""
        return (self.rule or cldr_rule(self._of)).count

    def __setitem__(self, id: object, message: Message) -> None:
        key = (message.context or None, message.id if isinstance(message.id, str) else message.id[0])
        if self.messages.setdefault(key, message) is not message:
            self._repeated.append((key, message))

    def problems(self) -> Iterator[tuple[int, str]]:
        """Yield the line of each message that stands twice or of a header that claims what is not so, and why."""
        for key, message in self._repeated:
            words = f"The message '{short(key[1])}' stands twice; the first is in line {self.messages[key].lineno}."
            yield (message.lineno or 1), f"{words} Only one would count: remove the other."
        header = self.messages.get(_HEADER)
        if header is not None:
            for words in header_problems("".join(_forms(header.string))):
                yield (header.lineno or 1) + 1, words


def header_problems(header: str) -> Iterator[str]:
    """Yield what a catalog's header says that its reader does not do: UTF-8, and plural forms that can be used."""
    fields = {
        name.strip().lower(): value for name, _, value in (line.partition(":") for line in header.split("\n"))
    }
    charset = re.search(r"charset=\s*([^\s;]*)", fields.get("content-type", ""))
    if charset and charset[1].lower() not in ("utf-8", "utf8", "us-ascii", "ascii", "charset", ""):
        yield f"The header says that the catalog is in '{charset[1]}'; it is read as UTF-8. Write 'charset=UTF-8'."
    plural = fields.get("plural-forms", "")
    if plural and not re.match(r"\s*nplurals\s*=\s*(?:[1-6]|INTEGER)\s*;", plural):
        yield "The header's Plural-Forms does not begin with 'nplurals=' and a number from 1 to 6. Correct it."
    elif plural and not is_template(plural) and plural_rule(header) is None:
        yield "The header's Plural-Forms has no expression over 'n' that gives a form for every number. Correct it."


# -- line by line

_LINE = re.compile(
    r"\s*+(?:(?P<keyword>msgctxt|msgid|msgid_plural|msgstr(?:\[\d{1,3}\])?)\s++)?+"
    r'(?P<string>"(?:[^"\\]++|\\.)*+")\s*+'
)
_ESCAPES = re.compile(r"\\(.)")
_LINE_END = re.compile(r"\r\n?|\n")
_KNOWN_ESCAPES = frozenset('\\trn"')

_BEFORE = {
    "msgid_plural": ("msgid",),
    "msgstr": ("msgid",),
    "msgstr[": ("msgid_plural", "msgstr["),
}
"""What may stand before the keywords that begin no message; ``msgstr[`` is one of several forms."""

_BROKEN = "broken"
"""A line that is no PO: what comes after it may follow anything."""


class Scan:
    """A PO file line by line: Babel reads a string without its closing quote as if nothing were wrong."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        """The lines for Babel, as many as there are: without comments, but for flags."""
        self.forms: dict[int, int] = {}
        """By the line of a message's ``msgid``: how many translations it has."""
        self.problems: list[tuple[int, str]] = []
        """Line, from 1, and what is wrong with it."""
        self._last = ""
        self._is_open = False  # whether a string may go on in the next line
        self._message = 0
        self._number = 0

    def take(self, number: int, line: str) -> None:
        """Take the next line."""
        self._number = number
        kept = ""
        if not line.strip():
            self._is_open = False
        elif line.lstrip().startswith("#"):
            self._finish()
            self._is_open, self._last = False, ""
            kept = line if line.lstrip().startswith("#,") else ""
        elif (match := _LINE.fullmatch(line)) is None or (match["keyword"] is None and not self._is_open):
            self._refuse(line)
        else:
            kept = self._string(line, match)
        self.lines.append(kept)

    def end(self) -> None:
        """Take the end of the file."""
        self._finish()

    def _string(self, line: str, match: re.Match[str]) -> str:
        unknown = next((each for each in _ESCAPES.findall(match["string"]) if each not in _KNOWN_ESCAPES), None)
        if unknown is not None:
            self._report(f"'\\{unknown}' is no escape of a PO file. Write '\\\\' for a backslash.")
        keyword = match["keyword"]
        if keyword is None:
            return line
        self._is_open = True
        name = "msgstr[" if keyword.startswith("msgstr[") else keyword
        if name == "msgctxt" or (name == "msgid" and self._last != "msgctxt"):
            self._finish()
        elif name != "msgid" and self._last not in (*_BEFORE[name], _BROKEN):
            before = f"'{self._last.rstrip('[')}'" if self._last else "no message"
            self._report(f"'{keyword}' stands after {before}. Correct the order.")
        self._last = name
        if name == "msgid":
            self._message = self._number
        elif name.startswith("msgstr"):
            self.forms[self._message] = self.forms.get(self._message, 0) + 1
        return line.strip().replace("\t", " ", 1) if f"{keyword}\t" in line else line

    def _refuse(self, line: str) -> None:
        message = "This line is no part of a PO file. Write a keyword and one string in double quotes."
        if line.rstrip()[-1:] != '"' and '"' in line:
            message = "A string has no closing quote. Add it."
        self._report(message)
        self._last = _BROKEN

    def _finish(self) -> None:
        if self._last not in ("", "msgstr", "msgstr[", _BROKEN):
            self._report("A message has no translation, not even an empty one. Add 'msgstr \"\"' below it.")

    def _report(self, message: str) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append((self._number, message))


# -- only what an edit has changed

_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class _Edit:
    """Where two versions of a file differ: lines, from 1, of the older one."""

    text: str
    """The header, and the messages around the edit."""
    start: int
    """Where the edit begins, in both."""
    end: int
    """Where what follows it begins in the older one."""
    moved: int
    """By how many lines what follows has moved."""
    shifted: int
    """By how many lines the messages of ``text`` stand further down in the file."""

    def place(self, line: int) -> int:
        """Return where a line of the older one is now."""
        return line + self.moved if line >= self.end else line

    def is_kept(self, line: int) -> bool:
        """Return whether a line of the older one is not part of the edit."""
        return not self.start <= line < self.end


def _edited(text: str, before: PoFile) -> _Edit | None:
    """Return the edit; None if not even the header is the same."""
    old, new = before.text.split(_BETWEEN), text.split(_BETWEEN)
    same = _common(old, new)
    if "\r" in text or not same:
        return None
    tail = _common(old[: same - 1 : -1], new[: same - 1 : -1])
    old_part, new_part = old[same : len(old) - tail], new[same : len(new) - tail]
    start = 1 + _lines(new[:same])
    return _Edit(
        text=_BETWEEN.join([new[0], *new_part]),
        start=start,
        end=start + _lines(old_part),
        moved=_lines(new_part) - _lines(old_part),
        shifted=start - new[0].count("\n") - 3,
    )


def _joined(text: str, before: PoFile, part: PoFile, edit: _Edit) -> PoFile | None:
    """Return what a file says of which only a part was read again; None if that leaves anything in doubt."""
    kept = {key: edit.place(line) for key, line in before.lines.items() if edit.is_kept(line)}
    lines = {key: line + edit.shifted for key, line in part.lines.items() if key != _HEADER}
    is_doubtful = any(problem.rule == _SYNTAX for problem in (*part.problems, *before.problems))
    if is_doubtful or kept.keys() & lines.keys():
        return None
    problems = [
        *(_at(each, edit.place(each.place.line)) for each in before.problems if edit.is_kept(each.place.line)),
        *(_at(each, each.place.line + edit.shifted) for each in part.problems),
    ]
    found = {key: values for key, values in before.found.items() if key in kept}
    return PoFile(before.path, text, found | dict(part.found), kept | lines, part.plural, tuple(problems))


def _lines(blocks: Iterable[str]) -> int:
    return sum(block.count("\n") + 2 for block in blocks)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many items two lists begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _at(problem: Problem, line: int) -> Problem:
    return replace(problem, place=replace(problem.place, line=line))
