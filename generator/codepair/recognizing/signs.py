"""Which protocol a text speaks: what needs to be known where ``error 503`` is a code of several.

1. *Signs.* A line speaks the protocols of which it has a sign, or a finding that needs none, but for what texts of
   any protocol have, such as errors of an operating system. A line without any speaks what the nearest line speaks
   that does; of two as near, the one before it. Weak signs count only in a text that has no other.
2. *What counts.* A finding that needs a sign counts if its line speaks its protocol and none that is not covered.
   If the whole text speaks none, it counts as one that may be, where its recognizer says so.
3. *Who is meant.* If recognizers of several protocols that count find their value in the same place, it may be the
   code of each of them; it is not said if its line names one of these for certain: ``Service Unavailable (503)``.
4. *What stays.* A finding that needs a sign stays only where no other is, and only if it leads to a code that its
   line does not name without a sign, nor another protocol's by the same number. Where its recognizer says so, it
   stays only if the line names no code of the protocol besides, or only if it names one: in ``returns 486 or 600``
   the second number.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from codepair.recognizing.candidates import Candidate, Kept, in_order
from codepair.recognizing.recognizers import Lead, Recognizers
from codepair.recognizing.threes import Threes


@dataclass(frozen=True, slots=True)
class Piece:
    """What was found in a piece of a text."""

    sure: Sequence[Candidate]
    """What needs no sign, without overlaps, in the order of the text."""
    unsure: Sequence[Candidate]
    """What needs one."""
    spoken: Mapping[int, frozenset[str]]
    """What each line speaks that has a sign or a finding; by where it begins."""
    hinted: Mapping[int, frozenset[str]]
    """What each line speaks that has a weak sign."""


class Spoken:
    """What the lines of a whole text speak."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        spoken = {begin: protocols for piece in pieces for begin, protocols in piece.spoken.items()}
        hinted = {begin: protocols for piece in pieces for begin, protocols in piece.hinted.items()}
        self._by_line = spoken or hinted
        self._begins = sorted(self._by_line)

    def at(self, line: int) -> frozenset[str]:
        """Return what a line speaks, which is given by where it begins; nothing if no line speaks any."""
        at = bisect_right(self._begins, line)
        near = self._begins[max(at - 1, 0) : at + 1]
        return self._by_line[min(near, key=lambda begin: abs(begin - line))] if near else frozenset()


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of all protocols."""

    known: Sequence[Recognizers]
    """Whose they are."""
    uncovered: frozenset[str]
    """The protocols that are not covered."""

    @classmethod
    def of(cls, known: Sequence[Recognizers]) -> Signs:
        """Return the signs of what is known."""
        uncovered = frozenset(name for of in known if not of.is_covered for name in of.fields)
        return cls(known, uncovered)

    def piece(
        self, offset: int, piece: str, threes: Threes, sure: Sequence[Candidate], unsure: Sequence[Candidate]
    ) -> Piece:
        """Return what a piece of a text says, which begins at an offset."""
        speaking: dict[int, set[str]] = {}
        hinting: dict[int, set[str]] = {}
        for each in sure:
            if each.of.is_covered or not each.field.is_indirect:
                speaking.setdefault(each.line, set()).add(_protocol(each))
        raw = piece.encode("ascii")
        for sign in (of.signs[at] for of in self.known for at in of.needs_of_signs.able(threes)):
            lines = hinting if sign.is_weak else speaking
            for start in sign.starts(raw):
                lines.setdefault(offset + piece.rfind("\n", 0, start) + 1, set()).add(sign.of)
        return Piece(sure, unsure, _frozen(speaking), _frozen(hinting))

    def settled(self, piece: Piece, spoken: Spoken) -> list[Candidate]:
        """Return what stays of a piece of a text, in the order of the text."""
        answers = [each for each in piece.sure if each.lead.address]
        said = {(each.line, of) for each in answers for of in (each.lead.address, each.lead.value)}
        able = [
            each
            for each in piece.unsure
            if (each.line, each.lead.address) not in said
            and (each.line, each.lead.value) not in said
            and self._counts(each, spoken.at(each.line))
        ]
        named = _named(piece.sure)
        counting = [each for each in able if each.recognizer.beside is None]
        counting += [each for each in able if each.recognizer.beside == "nothing" and _key(each) not in named]
        named |= _named(counting)
        counting += [each for each in able if each.recognizer.beside == "codes" and _key(each) in named]
        counting = in_order(counting)
        meant: dict[int, dict[str, Lead]] = {}
        for each in counting:
            meant.setdefault(each.place, {}).setdefault(each.of.id, each.lead)
        certain = {each.place for each in counting if len(meant[each.place]) == 1 and spoken.at(each.line)}
        named_for_certain = {(each.line, each.lead.address) for each in counting if each.place in certain}
        kept = Kept(piece.sure)
        for each in counting:
            if each.place in certain:
                kept.add(each)
                continue
            lead = _one_of(each.lead, meant[each.place].values())
            if not any((each.line, code) in named_for_certain for code in lead.possible):
                kept.add(replace(each, lead=lead))
        return kept.candidates

    def _counts(self, each: Candidate, spoken: frozenset[str]) -> bool:
        if not (each.lead.address or each.lead.possible):
            return False
        if not spoken:
            return each.recognizer.without_sign == "possible"
        return each.of.id in spoken and not spoken & self.uncovered


def _frozen(lines: Mapping[int, set[str]]) -> dict[int, frozenset[str]]:
    return {begin: frozenset(protocols) for begin, protocols in lines.items()}


def _protocol(each: Candidate) -> str:
    """Return whose finding it is; of what is not covered, a field is a protocol."""
    return each.of.id if each.of.is_covered else each.field.id


def _key(each: Candidate) -> tuple[int, str]:
    return each.line, each.of.id


def _named(candidates: Iterable[Candidate]) -> set[tuple[int, str]]:
    """Return the lines that name a code, each with the protocol."""
    return {_key(each) for each in candidates if each.lead.address or each.lead.possible}


def _one_of(lead: Lead, leads: Iterable[Lead]) -> Lead:
    """Return a value that may lead to any of the codes that some lead to."""
    codes = (code for each in leads for code in (each.address, *each.possible) if code)
    return Lead(lead.value, None, tuple(sorted(set(codes))))
