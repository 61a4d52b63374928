"""Gettext catalogs, read through Babel and checked against their sources.

``locales/<locale>/LC_MESSAGES/*.po``: ``ui`` for the words of the site itself, one catalog a protocol for its
content. A translation keeps its source's placeholders and code spans; Babel checks neither.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from babel.messages import Catalog as BabelCatalog
from babel.messages import Message
from babel.messages.pofile import PoFileError, read_po
from babel.messages.plurals import get_plural

from generator import prose
from generator.library import display
from generator.load import decode
from generator.locales import Locale
from generator.problems import Place, Problem

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
        index = int(get_plural(self.locale.cldr).plural_func(number)) if len(found) > 1 else 0
        return found[min(index, len(found) - 1)]


def read_catalog(folder: Path, locale: Locale, root: Path) -> tuple[Catalog, list[Problem]]:
    """Read all catalogs of a locale; nearer ones win over those of the bare language."""
    messages: dict[Key, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for name in reversed(locale.chain):
        for file in sorted((folder / name / "LC_MESSAGES").glob("*.po")):
            path = display(file, root)
            read, found = read_messages(path, file.read_bytes(), locale)
            messages.update(read)
            problems.extend(found)
    return Catalog(locale, messages), problems


def read_messages(
    path: str, raw: bytes, locale: Locale
) -> tuple[dict[Key, tuple[str, ...]], list[Problem]]:
    """Return the translations of one PO file, and what is wrong with it."""
    text, problems = decode(path, raw)
    if problems:
        return {}, problems
    try:
        catalog = read_po(io.BytesIO(text.encode()), locale=locale.id, abort_invalid=True)
    except PoFileError as error:
        # Babel counts lines from 0 and names no file.
        message = f"This is not a PO file: {_reason(error)}. Correct the line; a missing quote is the usual cause."
        return {}, [Problem(Place(path, error.lineno + 1), "catalog-syntax", message)]
    except (ValueError, UnicodeError, LookupError, TypeError, AttributeError, IndexError) as error:
        message = f"The catalog cannot be read: {str(error).rstrip('.')}. Correct its header or the broken message."
        return {}, [Problem(Place(path), "catalog-syntax", message)]
    lines = _message_lines(text)
    messages: dict[Key, tuple[str, ...]] = {}
    for message in catalog:
        if not message.id:
            continue
        sources = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        values = (message.string,) if isinstance(message.string, str) else tuple(message.string)
        if not any(values):
            continue
        place = Place(path, lines.get((message.context, sources[0]), 1))
        found = list(_message_problems(place, sources, values, catalog, message, locale))
        problems.extend(found)
        if not message.fuzzy and not any(problem.level == "error" for problem in found):
            messages[(message.context, sources[0])] = values
    return messages, problems


def _reason(error: PoFileError) -> str:
    reason = str(error.args[0] if error.args else error)
    return reason.split(" on ")[0].strip().rstrip(".") or "it is malformed"


def _message_problems(
    place: Place,
    sources: tuple[str, ...],
    values: tuple[str, ...],
    catalog: BabelCatalog,
    message: Message,
    locale: Locale,
) -> Iterable[Problem]:
    if message.fuzzy:
        text = f"The translation of '{_short(sources[0])}' is marked fuzzy, so the page shows the source. Review it."
        yield Problem(place, "fuzzy", text, "warning")
        return
    if len(sources) > 1:
        wanted = get_plural(locale.cldr).num_plurals
        if len(values) != wanted or not all(values):
            text = (
                f"'{_short(sources[0])}' has {sum(map(bool, values))} plural forms; "
                f"{locale.cldr.english_name} needs {wanted}. Fill in msgstr[0] to msgstr[{wanted - 1}]."
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


def _message_lines(text: str) -> dict[Key, int]:
    """Return the line of each message's ``msgid``; Babel keeps only that of the source reference."""
    lines: dict[Key, int] = {}
    context: str | None = None
    current: list[str] | None = None
    kind = ""
    start = 0

    def close() -> None:
        nonlocal context
        if current is None:
            return
        value = "".join(current)
        if kind == "msgctxt":
            context = value
        elif kind == "msgid":
            lines.setdefault((context, value), start)
            context = None

    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if stripped.startswith('"') and current is not None:
            current.append(_unquote(stripped))
            continue
        close()
        current = None
        keyword, _, rest = stripped.partition(" ")
        if keyword in ("msgctxt", "msgid"):
            kind, start, current = keyword, number, [_unquote(rest.strip())]
    close()
    return lines


def _unquote(text: str) -> str:
    inner = text[1:-1] if len(text) >= 2 and text[0] == text[-1] == '"' else ""
    return (
        inner.replace("\\\\", "\0").replace('\\"', '"').replace("\\n", "\n").replace("\\t", "\t").replace("\0", "\\")
    )
