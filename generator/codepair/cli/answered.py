"""What was found in, the lines of its answer for a terminal out: what decides, then other codes, then the text."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import permutations
from typing import Any

from codepair.recognizing.found import Finding, Found
from codepair.recognizing.recognizers import Recognizers

_WIDTH = 100
_NARROWEST = 40
"""Widest and narrowest lines, in columns."""

_SHOWN = 60
"""Most signs of a finding that are shown again."""

_MOST = 20
"""Most findings of a text, and most other codes, that are listed."""

Word = Callable[[str], str]
"""Gives words around an answer in the reader's language."""


def answer_lines(
    text: str | None, found: Found, texts: Mapping[str, Any], word: Word, known: Sequence[Recognizers]
) -> list[str]:
    """Return the answer; ``text`` is what was searched, None if codes were asked for."""
    covered = {each.id for each in known if each.is_covered}
    levels = {address: level for each in known for address, level in each.levels.items()}
    return list(_lines(text, found, texts, word, covered, levels))


def _lines(
    text: str | None,
    found: Found,
    texts: Mapping[str, Any],
    word: Word,
    covered: set[str],
    levels: Mapping[str, int],
) -> Iterator[str]:
    addresses = list(dict.fromkeys(each.address for each in found.findings if each.address is not None))
    if found.decisive is not None and text is not None:
        addresses.sort(key=lambda address: address != found.decisive.address)  # type: ignore[union-attr]
    if not addresses:
        yield from _without_code(found, texts, word, covered)
    for address in addresses[: 1 if text is not None else _MOST]:
        yield from _code(address, texts, word)
    pair = _pair(_compared(addresses, levels), texts)
    if pair is not None:
        yield from _headed(word("What sets them apart"), pair["summary"])
        if pair["mistake"] is not None:
            yield from _headed(word("The mistake"), pair["mistake"])
    if text is not None:
        for address in addresses[1:_MOST]:
            yield from _wrapped(f"{_title(address, texts)}: {_plain(_of(address, texts)['says'])}", "")
        if found.findings:
            yield ""
            yield word("In your text")
            yield from _in_text(text, found, texts)


def _without_code(found: Found, texts: Mapping[str, Any], word: Word, covered: set[str]) -> Iterator[str]:
    """Yield what is said where no finding has an address."""
    others = dict.fromkeys(_label(each, texts) for each in found.findings if each.protocol not in covered)
    for name in others:
        sentence = word("This looks like {name}, which is not covered here.")
        yield from _wrapped(_filled(sentence, name=name), "")
    if not found.findings:
        yield word("No code was found in this text.")
    told: dict[str, None] = {}
    for each in found.findings:
        if each.possible:
            listed = ", ".join(_title(address, texts) for address in each.possible)
            told[_filled(word("It may be {codes}."), codes=listed)] = None
        elif each.protocol in covered and not others:
            sentence = word("{field} {value}: no code that is known here goes with it.")
            told[_filled(sentence, field=_label(each, texts), value=_visible(each.value))] = None
    for sentence in list(told)[:_MOST]:
        yield from _wrapped(sentence, "")


def _code(address: str, texts: Mapping[str, Any], word: Word) -> Iterator[str]:
    """Yield what a code says and what to do now."""
    code = _of(address, texts)
    group = code["response_class"]
    yield _title(address, texts) + (f" ({_plain(group)})" if group is not None else "")
    yield from _wrapped(_plain(code["says"]))
    yield ""
    yield word("What to do now")
    for each in code["fixes"]:
        label = f"{_plain(each['label'])}: " if each["label"] is not None else ""
        yield from _wrapped(label + _plain(each["fix"]))
    yield ""


def _compared(addresses: Sequence[str], levels: Mapping[str, int]) -> Sequence[str]:
    """Return the two codes to compare: the only ones, or the only ones as grave as the first; else none.

    ``levels`` has those of progress and success, by address; all others are as grave as each other.
    """
    if len(addresses) == 2:
        return addresses
    grave = [address for address in addresses if levels.get(address, 2) == levels.get(addresses[0], 2)]
    return grave if len(grave) == 2 else ()


def _pair(addresses: Sequence[str], texts: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return what an editor wrote about two codes, of one protocol or of two; None if nobody did."""
    for first, second in permutations(addresses, 2):
        (one, its), (other, theirs) = first.split("/", 1), second.split("/", 1)
        name = f"{first}-vs-{theirs}" if one == other else f"compare/{one}-{its}-vs-{other}-{theirs}"
        pair: Mapping[str, Any] | None = texts[one]["pairs"].get(name)
        if pair is not None:
            return pair
    return None


def _headed(heading: str, text: str) -> Iterator[str]:
    yield heading
    yield from _wrapped(_plain(text))
    yield ""


def _in_text(text: str, found: Found, texts: Mapping[str, Any]) -> Iterator[str]:
    """Yield each finding with its place, its field and where it leads."""
    shown = [each for at, each in enumerate(found.findings) if at < _MOST or each is found.decisive]
    width = max(len(_label(each, texts)) for each in shown)
    for each in shown:
        line = text.count("\n", 0, each.start) + 1
        column = each.start - (text.rfind("\n", 0, each.start) + 1) + 1
        piece = _visible(text[each.start : min(each.end, each.start + _SHOWN)])
        leads = each.address or ", ".join(f"{address}?" for address in each.possible) or "-"
        mark = "*" if each is found.decisive else " "
        yield f"{mark} {line}:{column:<4} {_label(each, texts):{width}}  {piece}  [{leads}]"
        note = texts[each.protocol]["fields"][each.field]["notes"].get(each.value)
        if note is not None and (each is found.decisive or found.decisive is None):
            yield from _wrapped(_plain(note), "    ")
    if len(found.findings) > len(shown):
        yield f"  ... {len(found.findings) - len(shown)}"


def _label(each: Finding, texts: Mapping[str, Any]) -> str:
    return _plain(texts[each.protocol]["fields"][each.field]["label"])


def _of(address: str, texts: Mapping[str, Any]) -> Mapping[str, Any]:
    code: Mapping[str, Any] = texts[address.partition("/")[0]]["codes"][address]
    return code


def _title(address: str, texts: Mapping[str, Any]) -> str:
    return f"{texts[address.partition('/')[0]]['name']} {_of(address, texts)['title']}"


def _filled(sentence: str, **values: str) -> str:
    for name, value in values.items():
        sentence = sentence.replace(f"{{{name}}}", value)
    return sentence


def _plain(text: str | Mapping[str, str]) -> str:
    """Return a text without its code marks; one that is not translated is there with its language."""
    return (text if isinstance(text, str) else text["text"]).replace("`", "")


def _visible(text: str) -> str:
    """Return a piece of somebody's text without what could move a terminal's cursor."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _wrapped(text: str, indent: str = "  ") -> list[str]:
    width = max(_NARROWEST, min(shutil.get_terminal_size((_WIDTH, 0)).columns, _WIDTH))
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
