"""Which protocol a text speaks: what needs to be known where ``error 503`` is a code of several.

1. *Signs.* A line speaks the protocols of which it has a sign, or a finding that needs none, but for what texts of
   any protocol have, such as errors of an operating system. A line without any speaks what the nearest line speaks
   that does; of two as near, the one before it. Weak signs count only in a text that has no other. Of a number of
   three digits only protocols are asked that have such a code: ``resolver`` does not make ``502`` one of DNS.
2. *What counts.* A finding that needs a sign counts if its line speaks its protocol and none that is not covered.
   If the whole text has no sign of any that is asked, it counts as one that may be, where its recognizer says so.
3. *Who is meant.* If recognizers of several protocols that count find their value in the same place, it may be the
   code of each of them, but for a line that names codes of one of them alone for certain: then it is that one's. It
   is not said if its line names one of these for certain: ``Service Unavailable (503)``.
   It may be one, too, if its line speaks other protocols alone, and of its own the text has but weak signs.
4. *What stays.* A finding that needs a sign stays only where no other is, and only if it leads to a code that its
   line does not name without a sign, nor another protocol's by the same number. Where its recognizer says so, it
   stays only if the line names no code besides of a protocol that has such a number, or only if it names one of its
   own protocol, in ``returns 486 or 600`` the second number; or in both cases, but not beside another's alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from codepair.recognizing.candidates import Candidate, Kept, in_order
from codepair.recognizing.recognizers import Lead, Recognizers
from codepair.recognizing.threes import Threes


@dataclass(frozen=True, slots=True)
class Piece:
    """What was found in a piece of a text."""

    sure: Sequence[Candidate]
    """What needs no sign, without overlaps, in the order of the text."""
    spoken: Mapping[int, frozenset[str]]
    """What each line speaks that has a sign or a finding; by where it begins."""
    hinted: Mapping[int, frozenset[str]]
    """What each line speaks that has a weak sign."""


class Spoken:
    """What the lines of a whole text speak."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        spoken = {begin: protocols for piece in pieces for begin, protocols in piece.spoken.items()}
        hinted = {begin: protocols for piece in pieces for begin, protocols in piece.hinted.items()}
        self._kinds = (spoken, hinted)
        self._everywhere = frozenset[str]().union(*spoken.values())
        self.anywhere = self._everywhere.union(*hinted.values())
        """The protocols of which a line has a sign, weak ones too: no other's finding counts that needs one."""
        self._asked: dict[frozenset[str], tuple[dict[int, frozenset[str]], list[int]]] = {}

    def is_of_others(self, line: int, protocol: str) -> bool:
        """Return whether a line speaks others alone, in a text that has no sign of a protocol but weak ones."""
        return line in self._kinds[0] and protocol not in self._everywhere

    def at(self, line: int, asked: frozenset[str]) -> frozenset[str]:
        """Return which of the protocols that are asked a line speaks, which is given by where it begins.

        It is none only where the whole text has no sign of them.
        """
        if asked not in self._asked:
            kinds = ({begin: of & asked for begin, of in kind.items() if of & asked} for kind in self._kinds)
            by_line = next(filter(None, kinds), {})
            self._asked[asked] = by_line, sorted(by_line)
        by_line, begins = self._asked[asked]
        at = bisect_right(begins, line)
        near = begins[max(at - 1, 0) : at + 1]
        return by_line[min(near, key=lambda begin: abs(begin - line))] if near else frozenset()


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

    def piece(self, offset: int, piece: str, threes: Threes, sure: Sequence[Candidate]) -> Piece:
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
        return Piece(sure, _frozen(speaking), _frozen(hinting))

    def settled(self, piece: Piece, unsure: Sequence[Candidate], spoken: Spoken) -> list[Candidate]:
        """Return what stays of a piece of a text, and of what needs a sign in it, in the order of the text."""
        answers = [each for each in piece.sure if each.lead.address]
        # What an indirect field leads to is no answer yet: it yields to what a direct one says, which must be left.
        direct = [each for each in answers if not each.field.is_indirect]
        said: set[tuple[int, str | None]] = {(each.line, each.lead.value) for each in answers}
        said |= {(each.line, each.lead.address) for each in direct}
        able = [
            each
            for each in unsure
            if (each.line, each.lead.address) not in said
            and (each.line, each.lead.value) not in said
            and self._counts(each, spoken)
        ]
        named = _named(piece.sure)
        counting = [each for each in able if each.recognizer.beside is None]
        counting += [each for each in able if self._is_alone(each, named)]
        named |= _named(counting)
        counting += [each for each in able if each.recognizer.beside == "codes" and _key(each) in named]
        counting = in_order(counting)
        meant: dict[int, dict[str, Lead]] = {}
        for each in counting:
            meant.setdefault(each.place, {}).setdefault(each.of.id, each.lead)
        certain = {
            each.place
            for each in counting
            if len(meant[each.place]) == 1
            and spoken.at(each.line, self._asked(each))
            and not spoken.is_of_others(each.line, each.of.id)
        }
        named_for_certain = {(each.line, each.lead.address) for each in counting if each.place in certain}
        named = _named(answers) | _named(each for each in counting if each.place in certain)
        kept = Kept(piece.sure)
        for each in counting:
            own = [of for of in meant[each.place] if (each.line, of) in named]
            if each.place in certain or own == [each.of.id]:
                kept.add(each)
            if each.place in certain or len(own) == 1:
                continue
            lead = _one_of(each.lead, meant[each.place].values())
            if not any((each.line, code) in named_for_certain for code in lead.possible):
                kept.add(replace(each, lead=lead))
        return kept.candidates

    def _is_alone(self, each: Candidate, named: Collection[tuple[int, str]]) -> bool:
        if each.recognizer.beside == "own" and _key(each) in named:
            return True
        is_asked = each.recognizer.beside in ("nothing", "own")
        return is_asked and not any((each.line, of) in named for of in self._having(each))

    def _counts(self, each: Candidate, spoken: Spoken) -> bool:
        if not (each.lead.address or each.lead.possible):
            return False
        protocols = spoken.at(each.line, self._asked(each))
        if not protocols:
            return each.recognizer.without_sign == "possible"
        return each.of.id in protocols and not protocols & self.uncovered

    def _asked(self, each: Candidate) -> frozenset[str]:
        """Return whose code it may be, as far as its value tells."""
        covered = frozenset(of.id for of in self.known if of.is_covered)
        return self.uncovered | (self._having(each) if _is_number(each) else covered)

    def _having(self, each: Candidate) -> frozenset[str]:
        """Return the protocols that have a code of its number; its own if it is none of three digits."""
        if not _is_number(each):
            return frozenset((each.of.id,))
        return frozenset(of.id for of in self.known if of.is_covered and each.lead.value in of.codes)


def _frozen(lines: Mapping[int, set[str]]) -> dict[int, frozenset[str]]:
    return {begin: frozenset(protocols) for begin, protocols in lines.items()}


def _protocol(each: Candidate) -> str:
    """Return whose finding it is; of what is not covered, a field is a protocol."""
    return each.of.id if each.of.is_covered else each.field.id


def _is_number(each: Candidate) -> bool:
    return len(each.lead.value) == 3 and each.lead.value.isdecimal()


def _key(each: Candidate) -> tuple[int, str]:
    return each.line, each.of.id


def _named(candidates: Iterable[Candidate]) -> set[tuple[int, str]]:
    """Return the lines that name a code, each with the protocol."""
    return {_key(each) for each in candidates if each.lead.address or each.lead.possible}


def _one_of(lead: Lead, leads: Iterable[Lead]) -> Lead:
    """Return a value that may lead to any of the codes that some lead to."""
    codes = (code for each in leads for code in (each.address, *each.possible) if code)
    return Lead(lead.value, None, tuple(sorted(set(codes))))
