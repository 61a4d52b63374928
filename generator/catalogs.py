"""Gettext catalogs, read through Babel and checked against their sources.

``locales/<locale>/LC_MESSAGES/*.po``: ``ui`` for the words of the site itself, one catalog a protocol for its
content. A translation keeps its source's placeholders and code spans; Babel checks neither.
"""

from __future__ import annotations

import contextlib
import gettext
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeAlias

import babel
from babel.messages import Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import PoFileError, read_po

from generator import prose
from generator.library import display
from generator.load import decode
from generator.locales import Locale
from generator.problems import Place, Problem, errors

_PACKAGE = Path(__file__).parent
WORDS = next((path for path in (_PACKAGE / "words", _PACKAGE.parent / "locales") if path.is_dir()), _PACKAGE)
"""Where the generator's own words are translated: in the wheel, or in a checkout of its repository."""

Key: TypeAlias = "tuple[str | None, str]"
"""A message's context and its text in the source language."""


@dataclass(frozen=True)
class Catalog:
    """The translated messages of one locale, fuzzy ones left out."""

    locale: Locale
    messages: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    """Translations by key; more than one for a message with plural forms."""

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


def read_catalog(folder: Path, locale: Locale, root: Path) -> tuple[Catalog, list[Problem]]:
    """Read all catalogs of a locale; nearer ones win over those of the bare language.

    The generator brings the words of the site itself in the languages it knows; a project's own words win.
    """
    messages: dict[Key, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for name in reversed(locale.chain):
        own = WORDS / name / "LC_MESSAGES" / "ui.po"
        if own.is_file() and not (folder / name / "LC_MESSAGES" / "ui.po").is_file():
            messages.update(read_messages(own.name, own.read_bytes(), locale)[0])
    for name in reversed(locale.chain):
        for file in sorted((folder / name / "LC_MESSAGES").glob("*.po")):
            path = display(file, root)
            read, found = read_messages(path, file.read_bytes(), locale)
            messages.update(read)
            problems.extend(found)
    return Catalog(locale, messages), problems


def message_places(folder: Path, locale: Locale, root: Path) -> dict[str, tuple[str, int]]:
    """Return path and line of every message of a locale's catalogs, by its text in the source language."""
    places: dict[str, tuple[str, int]] = {}
    for name in reversed(locale.chain):
        for file in sorted((folder / name / "LC_MESSAGES").glob("*.po")):
            path = display(file, root)
            text, problems = decode(path, file.read_bytes())
            lines, _, _ = _scan(path, text) if not problems else ({}, {}, [])
            places |= {source: (path, line) for (_context, source), line in lines.items()}
    return places


def read_messages(path: str, raw: bytes, locale: Locale) -> tuple[dict[Key, tuple[str, ...]], list[Problem]]:
    """Return the translations of one PO file, and what is wrong with it."""
    text, problems = decode(path, raw)
    if problems:
        return {}, problems
    lines, forms, problems = _scan(path, text)
    if problems:
        return {}, problems
    try:
        # Babel prints what it finds wrong to the standard output and names no file; the scan has reported it.
        with contextlib.redirect_stdout(io.StringIO()):
            catalog = read_po(io.BytesIO(text.encode()), locale=locale.id)
    except (PoFileError, ValueError, UnicodeError, LookupError, TypeError, AttributeError) as error:
        message = f"The catalog cannot be read: {str(error).rstrip('.')}. Correct its header."
        return {}, [Problem(Place(path), "catalog-syntax", message)]
    messages: dict[Key, tuple[str, ...]] = {}
    for item in catalog:
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
    return messages, problems


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
    rest = list(right)
    out = []
    for span in left:
        if span in rest:
            rest.remove(span)
        else:
            out.append(f"`{span}`")
    return ", ".join(out)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."


_STRING = r'"(?:[^"\\]|\\.)*"'
_LINE = re.compile(
    rf"\s*(?:(?P<keyword>msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s+)?(?P<string>{_STRING})\s*"
)


def _scan(path: str, text: str) -> tuple[dict[Key, int], dict[Key, int], list[Problem]]:
    """Return the line of each message, the number of its translations, and every line that is no PO.

    Babel reads a string without its closing quote as if nothing were wrong, and keeps no line of a message.
    """
    lines: dict[Key, int] = {}
    forms: dict[Key, int] = {}
    problems: list[Problem] = []
    context: str | None = None
    key: Key = (None, "")
    kind, start, current = "", 0, ""

    def close() -> None:
        nonlocal context, key
        if kind == "msgctxt":
            context = current
        elif kind == "msgid":
            key = (context, current)
            lines.setdefault(key, start)
            forms[key] = 0
            context = None
        elif kind.startswith("msgstr"):
            forms[key] = forms.get(key, 0) + 1

    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            close()
            kind = ""
            continue
        match = _LINE.fullmatch(line)
        if match is None or (match["keyword"] is None and not kind):
            message = "This line is no part of a PO file. Write a keyword and one string in double quotes."
            if line.rstrip()[-1:] != '"' and '"' in line:
                message = "A string has no closing quote. Add it."
            problems.append(Problem(Place(path, number), "catalog-syntax", message))
            continue
        if match["keyword"] is None:
            current += _unquote(match["string"])
            continue
        close()
        kind, start, current = match["keyword"], number, _unquote(match["string"])
    close()
    return lines, forms, problems


_ESCAPE = re.compile(r"\\(.)")


def _unquote(text: str) -> str:
    return _ESCAPE.sub(lambda match: {"n": "\n", "t": "\t", "r": "\r"}.get(match[1], match[1]), text[1:-1])
