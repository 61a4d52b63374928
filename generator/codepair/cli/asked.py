"""Words of a command line in, the codes that they name out: a code, a number or a name, of a protocol or of any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from codepair.recognizing.found import Finding
from codepair.recognizing.recognizers import Recognizers, notation

FIELD = "code"
"""The field of a finding that was asked for by name."""


def asked_for(words: Sequence[str], known: Iterable[Recognizers], texts: Mapping[str, Any]) -> list[Finding]:
    """Return the codes that words name; none if one of them names nothing.

    The first word, or what stands before a slash, may be a protocol; without one every protocol is looked into.
    Positions are those in the words, joined by spaces.
    """
    covered = [each for each in known if each.is_covered]
    joined = " ".join(words)
    of = _protocol(words[0], covered, texts)
    start = 0
    if of is not None and len(words) > 1:
        covered, start, words = [of], len(words[0]) + 1, words[1:]
    whole = _named(" ".join(words), start, covered, texts)
    if whole:
        return whole
    found: list[Finding] = []
    for word in words:
        named = _named(word, start, covered, texts)
        if not named:
            return []
        found += named
        start = joined.index(word, start) + len(word) + 1
    return found


def _protocol(word: str, covered: Iterable[Recognizers], texts: Mapping[str, Any]) -> Recognizers | None:
    wanted = word.casefold()
    return next((each for each in covered if wanted in (each.id, texts[each.id]["name"].casefold())), None)


def _named(written: str, start: int, covered: Iterable[Recognizers], texts: Mapping[str, Any]) -> list[Finding]:
    """Return each code that something written is: by its address, or by code, name, phrase or number."""
    name, slash, rest = written.partition("/")
    found = []
    for of in covered:
        if slash and name.casefold() != of.id:
            continue
        for address in _addresses(rest if slash else written, of, texts[of.id]["codes"]):
            end = start + len(written)
            found.append(Finding(start, end, of.id, FIELD, written, address, (), FIELD))
    return found


def _addresses(written: str, of: Recognizers, codes: Mapping[str, Any]) -> list[str]:
    """Return the codes of a protocol that something written may be; a number may belong to several."""
    address = of.codes.get(notation(written))
    if address is not None:
        return [address]
    return [address for address, code in codes.items() if code["number"] == written]
