"""A translation against its source: a message in, everything that the one lost or added out.

A translation keeps its source's placeholders and code spans, and fills all plural forms; Babel checks none of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from babel.messages import Message

from codepair.kit.characters import refused_in_translation
from codepair.kit.problems import Place, Problem
from codepair.kit.text import code_spans, markup, placeholders, unbalanced
from codepair.language.plurals import PluralRule


def message_problems(place: Place, message: Message, forms: int, rule: PluralRule) -> Iterator[Problem]:
    """Yield what is wrong with a translated message; ``forms`` is how many translations the file gives it."""
    sources = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    strings = message.string
    values = (strings,) if isinstance(strings, str) else tuple(strings or ())
    name = short(sources[0])
    if message.fuzzy:
        text = f"The translation of '{name}' is marked fuzzy, so the page shows the source. Review it."
        yield Problem(place, "fuzzy", text)
        return
    if len(sources) > 1 and (forms != rule.count or not all(values)):
        text = (
            f"'{name}' has {forms} plural forms; "
            f"{rule.of} has {rule.count}. Fill in {_form_names(rule.count)} and no other."
        )
        yield Problem(place, "plural-forms", text)
    for value in filter(None, values):
        for broken, text in _value_problems(name, sources[-1], value, is_plural=len(sources) > 1):
            yield Problem(place, broken, text)


def _value_problems(name: str, source: str, value: str, *, is_plural: bool) -> Iterator[tuple[str, str]]:
    if (character := refused_in_translation(value)) is not None:
        text = (
            f"The translation of '{name}' has the character U+{ord(character):04X}, which nobody "
            "can see or which reaches past its text. Remove it."
        )
        yield "invisible-character", text
    if "\n" in value.strip() and "\n" not in source:
        yield "line-break", f"The translation of '{name}' has a line break, and its source none. Remove it."
    if (found := markup(value)) is not None and markup(source) is None:
        text = f"'{found}' in the translation of '{name}' is shown as it stands. Remove it."
        yield "markup", text
    spans, written = code_spans(source), code_spans(value)
    if unbalanced(value):
        yield "code-spans", f"A back-tick in the translation of '{name}' has no partner. Add or remove one."
    elif written != spans:
        missing, extra = _only(spans, written), _only(written, spans)
        text = (
            f"The code spans in the translation of '{name}' differ from the source:"
            f"{f' missing {missing}.' if missing else ''}{f' Not in the source: {extra}.' if extra else ''}"
        )
        yield "code-spans", text
    named, used = placeholders(source), placeholders(value)
    if used != named and not (is_plural and used <= named):
        missing, extra = _listed(named - used), _listed(used - named)
        text = (
            f"The placeholders in the translation of '{name}' differ from the source:"
            f"{f' missing {missing}.' if missing else ''}{f' Unknown {extra}.' if extra else ''}"
        )
        yield "placeholders", text


def short(text: str) -> str:
    """Return a text as problems name it.

    >>> short("x" * 70) == "x" * 57 + "..."
    True
    """
    return text if len(text) <= 60 else f"{text[:57]}..."


def _form_names(count: int) -> str:
    return "msgstr[0]" if count == 1 else f"msgstr[0] to msgstr[{count - 1}]"


def _only(left: list[str], right: list[str]) -> str:
    return ", ".join(f"`{span}`" for span in (Counter(left) - Counter(right)).elements())


def _listed(names: set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))
