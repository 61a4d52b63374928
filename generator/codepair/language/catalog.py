"""Gettext catalogs, read through Babel and checked against their sources.

``locales/<locale>/LC_MESSAGES/*.po``: ``ui`` for the words of the site itself, one catalog a protocol for its
content. A translation keeps its source's placeholders and code spans; Babel checks neither.
"""

from __future__ import annotations

import contextlib
import gettext
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TypeAlias

import babel
from babel.messages import Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import PoFileError, read_po, unescape

from codepair.kit import characters
from codepair.kit import text as prose
from codepair.kit.files import decode, display, read_file
from codepair.kit.memory import FORGETFUL, Memory
from codepair.kit.problems import Place, Problem, errors
from codepair.kit.tree import MAX_PROBLEMS
from codepair.language.locale import Locale

_WING = Path(__file__).parent
WORDS = next((path for path in (_WING / "words", _WING.parents[2] / "locales") if path.is_dir()), _WING)
"""Where the generator's own words are translated: in the wheel, or in a checkout of its repository."""

MAX_BYTES = 10_000_000
"""Largest catalog read, in bytes. The longest of this project has 450,000."""

Key: TypeAlias = "tuple[str | None, str]"
"""A message's context and its text in the source language."""


@dataclass(frozen=True)
class Catalog:
    """The translated messages of one locale, fuzzy ones left out."""

    locale: Locale
    messages: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    """Translations by key; more than one for a message with plural forms."""
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """Path and line of the project's own messages, by their text in the source language."""

    def get(self, text: str, context: str | None = None) -> str | None:
        """Return the translation, or None."""
        found = self.messages.get((context, text))
        return found[0] if found else None

    def get_plural(self, text: str, number: int) -> str | None:
        """Return the plural form for a number, or None."""
        found = self.messages.get((None, text))
        if not found:
            return None
        return found[min(_plural_index(self.locale.cldr, number), len(found) - 1)]


@dataclass(frozen=True)
class Messages:
    """What one PO file says."""

    path: str
    """As problems show it."""
    text: str
    found: Mapping[Key, tuple[str, ...]]
    """The translations that pages can show."""
    lines: Mapping[Key, int]
    """The line of every message, from 1."""
    problems: tuple[Problem, ...]


def read_catalog(
    folder: Path, locale: Locale, root: Path, memory: Memory = FORGETFUL
) -> tuple[Catalog, list[Problem]]:
    """Read all catalogs of a locale; nearer ones win over those of the bare language.

    The generator brings the words of the site itself in the languages it knows; a project's own words win.
    """
    parts: list[Messages] = []
    problems: list[Problem] = []
    for name in reversed(locale.chain):
        own = WORDS / name / "LC_MESSAGES" / "ui.po"
        if own.is_file() and not (folder / name / "LC_MESSAGES" / "ui.po").is_file():
            parts.append(_remembered(own.name, own.read_bytes(), locale, memory))
    for name in reversed(locale.chain):
        for file in sorted((folder / name / "LC_MESSAGES").glob("*.po")):
            path = display(file, root)
            raw, found = read_file(file, path, inside=folder, limit=MAX_BYTES)
            problems.extend(found)
            if raw is not None:
                part = _remembered(path, raw, locale, memory)
                parts.append(part)
                problems.extend(part.problems)
    catalog = memory.made((Catalog, locale.tag), (locale, *parts), lambda: _catalog(locale, parts))
    return catalog, problems


def _catalog(locale: Locale, parts: Iterable[Messages]) -> Catalog:
    messages: dict[Key, tuple[str, ...]] = {}
    places: dict[str, tuple[str, int]] = {}
    for part in parts:
        messages.update(part.found)
        if "/" in part.path:  # not the generator's own words
            places.update({source: (part.path, line) for (_context, source), line in part.lines.items()})
    return Catalog(locale, messages, places)


def _remembered(path: str, raw: bytes, locale: Locale, memory: Memory) -> Messages:
    name = (Messages, locale.tag, path)
    before: Messages | None = memory.last(name)
    return memory.made(name, (raw, locale), lambda: read_again(path, raw, locale, before))


def read_again(path: str, raw: bytes, locale: Locale, before: Messages | None) -> Messages:
    """Return what a PO file says; of a file that was read before, only the messages around an edit are read.

    They are read as a file of their own, with the same header. If that leaves anything in doubt (a line that is no
    PO, a message that stands elsewhere too) the whole file is read: what comes of it is the same.
    """
    if before is None or not before.lines:
        return _read_messages(path, raw, locale)
    text, problems = decode(path, raw)
    old, new = before.text.split(_BETWEEN), text.split(_BETWEEN)
    same = _common(old, new)
    if problems or "\r" in text or not same:
        return _read_messages(path, raw, locale)
    tail = _common(old[: same - 1 : -1], new[: same - 1 : -1])
    edited = _BETWEEN.join([new[0], *new[same : len(new) - tail]])
    part = _read_messages(path, edited.encode(), locale)
    # Lines, from 1: where the edit begins, where it ended before, and how far it moved what follows.
    start = 1 + sum(block.count("\n") + 2 for block in new[:same])
    end = start + sum(block.count("\n") + 2 for block in old[same : len(old) - tail])
    moved = sum(block.count("\n") + 2 for block in new[same : len(new) - tail]) - (end - start)
    shifted = start - new[0].count("\n") - 3

    def place(line: int) -> int:
        return line + moved if line >= end else line

    kept = {key: place(line) for key, line in before.lines.items() if not start <= line < end}
    lines = {key: line + shifted for key, line in part.lines.items() if key != _HEADER}
    is_doubtful = any(problem.rule == "catalog-syntax" for problem in (*part.problems, *before.problems))
    if is_doubtful or kept.keys() & lines.keys():
        return _read_messages(path, raw, locale)
    return Messages(
        path,
        text,
        {key: found for key, found in before.found.items() if key in kept} | dict(part.found),
        kept | lines,
        (
            *(_at(each, place(each.place.line)) for each in before.problems if not start <= each.place.line < end),
            *(_at(each, each.place.line + shifted) for each in part.problems),
        ),
    )


_BETWEEN = "\n\n"
_HEADER: Key = (None, "")


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many items two lists begin with alike."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _at(problem: Problem, line: int) -> Problem:
    return replace(problem, place=replace(problem.place, line=line))


def read_messages(path: str, raw: bytes, locale: Locale) -> tuple[Mapping[Key, tuple[str, ...]], list[Problem]]:
    """Return the translations of one PO file, and what is wrong with it."""
    read = _read_messages(path, raw, locale)
    return read.found, list(read.problems)


def _read_messages(path: str, raw: bytes, locale: Locale) -> Messages:
    text, problems = decode(path, raw)
    if problems:
        return Messages(path, text, {}, {}, tuple(problems))
    scanned = _scan(path, text)
    lines, forms, problems = scanned.lines, scanned.forms, scanned.problems
    if problems:
        return Messages(path, text, {}, lines, tuple(problems))
    try:
        # Babel prints what it finds wrong to the standard output and names no file; the scan has reported it.
        with contextlib.redirect_stdout(io.StringIO()):
            items = list(read_po(scanned.body, locale=locale.id, ignore_obsolete=True))
    except (PoFileError, ValueError, LookupError, TypeError, AttributeError, AssertionError) as error:
        message = (
            f"The catalog cannot be read: {str(error).rstrip('.')}. Correct it, or extract its messages again."
        )
        return Messages(path, text, {}, lines, (Problem(Place(path), "catalog-syntax", message),))
    messages: dict[Key, tuple[str, ...]] = {}
    for item in items:
        if not item.id:
            continue
        sources = (item.id,) if isinstance(item.id, str) else tuple(item.id)
        values = (item.string,) if isinstance(item.string, str) else tuple(item.string or ())
        if not any(values):
            continue
        key = (item.context or None, sources[0])
        place = Place(path, lines.get(key, 1))
        found = list(_message_problems(place, sources, values, forms.get(key, 1), item, locale))
        problems.extend(found)
        if not item.fuzzy and not errors(found):
            messages[key] = values
    return Messages(path, text, messages, lines, tuple(problems))


@cache
def _plural_rule(locale: babel.Locale) -> Callable[[int], int]:
    return gettext.c2py(get_plural(locale).plural_expr)


def _plural_index(locale: babel.Locale, number: int) -> int:
    """Return which of a message's plural forms a number takes.

    >>> [_plural_index(babel.Locale("ru"), number) for number in (1, 2, 5)]
    [0, 1, 2]
    """
    return _plural_rule(locale)(number)


def _form_names(count: int) -> str:
    return "msgstr[0]" if count == 1 else f"msgstr[0] to msgstr[{count - 1}]"


def _message_problems(
    place: Place,
    sources: tuple[str, ...],
    values: tuple[str, ...],
    forms: int,
    message: Message,
    locale: Locale,
) -> Iterable[Problem]:
    if message.fuzzy:
        text = (
            f"The translation of '{_short(sources[0])}' is marked fuzzy, so the page shows the source. Review it."
        )
        yield Problem(place, "fuzzy", text, "warning")
        return
    if len(sources) > 1:
        wanted = get_plural(locale.cldr).num_plurals
        if forms != wanted or not all(values):
            text = (
                f"'{_short(sources[0])}' has {forms} plural forms; "
                f"{locale.cldr.english_name} needs {wanted}. Fill in {_form_names(wanted)} and no other."
            )
            yield Problem(place, "plural-forms", text)
    named = prose.placeholders(sources[-1])
    spans = prose.code_spans(sources[-1])
    for value in values:
        if not value:
            continue
        if (character := characters.refused_in_translation(value)) is not None:
            text = (
                f"The translation of '{_short(sources[0])}' has the character U+{ord(character):04X}, which nobody "
                "can see or which reaches past its text. Remove it."
            )
            yield Problem(place, "invisible-character", text)
        if prose.unbalanced(value):
            text = f"A back-tick in the translation of '{_short(sources[0])}' has no partner. Add or remove one."
            yield Problem(place, "code-spans", text)
        elif prose.code_spans(value) != spans:
            missing = _only(spans, prose.code_spans(value))
            extra = _only(prose.code_spans(value), spans)
            text = (
                f"The code spans in the translation of '{_short(sources[0])}' differ from the source:"
                f"{f' missing {missing}.' if missing else ''}{f' Not in the source: {extra}.' if extra else ''}"
            )
            yield Problem(place, "code-spans", text)
        used = prose.placeholders(value)
        if used != named and not (len(sources) > 1 and used <= named):
            missing = ", ".join(f"{{{name}}}" for name in sorted(named - used))
            extra = ", ".join(f"{{{name}}}" for name in sorted(used - named))
            text = (
                f"The placeholders in the translation of '{_short(sources[0])}' differ from the source:"
                f"{f' missing {missing}.' if missing else ''}{f' Unknown {extra}.' if extra else ''}"
            )
            yield Problem(place, "placeholders", text)


def _only(left: list[str], right: list[str]) -> str:
    return ", ".join(f"`{span}`" for span in (Counter(left) - Counter(right)).elements())


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."


_LINE = re.compile(
    r"\s*+(?:(?P<keyword>msgctxt|msgid|msgid_plural|msgstr(?:\[\d{1,3}\])?)\s++)?+"
    r'(?P<string>"(?:[^"\\]++|\\.)*+")\s*+'
)
_ESCAPES = re.compile(r"\\(.)")
_LINE_END = re.compile(r"\r\n?|\n")
_KNOWN_ESCAPES = frozenset('\\trn"')

_BEFORE = {
    "msgctxt": ("", "msgstr"),
    "msgid": ("", "msgctxt", "msgstr"),
    "msgid_plural": ("msgid",),
    "msgstr": ("msgid",),
    "msgstr[": ("msgid_plural", "msgstr["),
}
"""What may stand before each keyword; ``msgstr[`` is one of several forms."""

_BROKEN = "broken"
"""A line that is no PO: what comes after it may follow anything."""


@dataclass(slots=True)
class _Scanned:
    """What Babel does not say of a PO file."""

    lines: dict[Key, int] = field(default_factory=dict)
    """The line of each message, from 1."""
    forms: dict[Key, int] = field(default_factory=dict)
    """The number of its translations."""
    problems: list[Problem] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    """The lines for Babel: messages and their flags, without comments and without what the header says.

    A header could name another character set than the file has, or a billion plural forms, and Babel would obey.
    """


def _scan(path: str, text: str) -> _Scanned:
    """Read a PO file line by line and report every line that is no PO.

    Babel reads a string without its closing quote as if nothing were wrong, and keeps no line of a message.
    """
    scanned = _Scanned()
    problems = scanned.problems
    context: str | None = None
    key: Key = (None, "")
    kind, last, start = "", "", 0
    pieces: list[str] = []
    header: list[str] = []
    header_line = 1
    is_header = False

    def close() -> None:
        """Take what the lines since the last keyword say."""
        nonlocal context, key
        current = "".join(pieces)
        if kind == "msgctxt":
            context = current or None
        elif kind == "msgid":
            key = (context, current)
            if key in scanned.lines:
                message = (
                    f"The message '{_short(current)}' stands twice; the first is in line {scanned.lines[key]}."
                )
                report(start, f"{message} Only one would count: remove the other.")
            scanned.lines.setdefault(key, start)
            scanned.forms[key] = 0
            context = None
        elif kind.startswith("msgstr"):
            scanned.forms[key] = scanned.forms.get(key, 0) + 1
        pieces.clear()

    def report(line: int, message: str) -> None:
        if len(problems) < MAX_PROBLEMS:
            problems.append(Problem(Place(path, line), "catalog-syntax", message))

    def finish(line: int) -> None:
        if last not in ("", "msgstr", "msgstr[", _BROKEN):
            report(line, "A message has no translation, not even an empty one. Add 'msgstr \"\"' below it.")

    number = 0
    for number, line in enumerate(_LINE_END.split(text), start=1):
        if not line.strip():
            close()
            kind = ""
            continue
        if line.lstrip().startswith("#"):
            close()
            finish(number)
            kind = last = ""
            if line.lstrip().startswith("#,"):
                scanned.body.append(line)
            continue
        match = _LINE.fullmatch(line)
        if match is None or (match["keyword"] is None and not kind):
            message = "This line is no part of a PO file. Write a keyword and one string in double quotes."
            if line.rstrip()[-1:] != '"' and '"' in line:
                message = "A string has no closing quote. Add it."
            report(number, message)
            last = _BROKEN
            continue
        unknown = next((each for each in _ESCAPES.findall(match["string"]) if each not in _KNOWN_ESCAPES), None)
        if unknown is not None:
            report(number, f"'\\{unknown}' is no escape of a PO file. Write '\\\\' for a backslash.")
        if match["keyword"] is None:
            pieces.append(unescape(match["string"]))
            if is_header:
                header.append(pieces[-1])
            else:
                scanned.body.append(line)
            continue
        close()
        kind, start = match["keyword"], number
        name = "msgstr[" if kind.startswith("msgstr[") else kind
        if last not in _BEFORE[name] and last != _BROKEN:
            if name in ("msgid", "msgctxt"):
                finish(number)
            else:
                before = f"'{last.rstrip('[')}'" if last else "no message"
                report(number, f"'{kind}' stands after {before}. Correct the order.")
        last = name
        pieces.append(unescape(match["string"]))
        is_header = kind == "msgstr" and key == (None, "")
        if is_header:
            header_line = number
            header.append(pieces[-1])
            scanned.body.append('msgstr ""')
        else:
            scanned.body.append(line.strip().replace("\t", " ", 1) if kind + "\t" in line else line)
    close()
    finish(number)
    for message in _header_problems("".join(header)):
        report(header_line, message)
    return scanned


def _header_problems(header: str) -> Iterable[str]:
    """Yield what a catalog's header says that its reader does not do: UTF-8, and plural forms as CLDR has them."""
    fields = {
        name.strip().lower(): value for name, _, value in (line.partition(":") for line in header.split("\n"))
    }
    charset = re.search(r"charset=\s*([^\s;]*)", fields.get("content-type", ""))
    if charset and charset[1].lower() not in ("utf-8", "utf8", "us-ascii", "ascii", "charset", ""):
        yield f"The header says that the catalog is in '{charset[1]}'; it is read as UTF-8. Write 'charset=UTF-8'."
    plural = fields.get("plural-forms")
    if plural is not None and not re.match(r"\s*nplurals\s*=\s*(?:[1-6]|INTEGER)\s*;", plural):
        yield "The header's Plural-Forms does not begin with 'nplurals=' and a number from 1 to 6. Correct it."
