"""A text and recognizers in, what stands in it out: each finding with its field, and which one decides.

``recognize.js`` does the same in the browser; a test holds that both find the same in every text that tests have.

1. *What is read.* What programs escape is read as what it was (``escapes.py``), all of it in a small alphabet, sign
   for sign, in lines; no finding leaves its line, and a line of more than 2,000 signs is read in parts
   (``alphabet.py``). An expression says whether case matters.
2. *What is found.* Each recognizer finds what its expression matches, from left to right, without overlaps of its
   own, unless behind it stands what must not. A finding is the match without white space around it, or the value
   alone (``value_only``). The first of
   the recognizer's groups that takes part holds a value, or the match stands for one (``means``). In any notation
   it leads to one of the field's own values, else to a code of the protocol, unless the field is indirect and has
   values. A number that leads nowhere is a finding without an address; a word is none. The number of a line, a
   column, a port or an issue is none, nor one in an address or of what is counted (``places.py``).
3. *What stays.* Of findings that overlap, the one stays whose field has the greater weight, then the longer one,
   then the one that begins first, then that of the protocol and recognizer that come first. Another's value beside
   it stays too, without the part that they share, if it says something else: in ``error 401/407`` both numbers.
4. *Which protocol is spoken.* ``503`` behind the word ``error`` is a code of several protocols: a recognizer of
   such texts counts where signs show which one it is (``signs.py``), and only where nothing else was found.
5. *What another field says.* The value of an indirect field leads to a code only if the text has no finding with
   an address in a direct field of that protocol.
6. *What decides.* Among findings with an address: those of the highest level (not progress, not success), of them
   those whose field has the greatest weight, of them those in the last line that has one, of them the first. In a
   trace that is the last word; in one line that wraps another's error it is the outermost.
7. *Order.* Findings stand in the order of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

from codepair.recognizing import lists
from codepair.recognizing.alphabet import Reading
from codepair.recognizing.candidates import Candidate, without_overlaps
from codepair.recognizing.found import Finding, Found
from codepair.recognizing.lists import Span
from codepair.recognizing.numbering import is_counting, is_of_record, is_of_row, rows
from codepair.recognizing.places import is_place
from codepair.recognizing.recognizers import Field, Lead, Recognizer, Recognizers
from codepair.recognizing.signs import Signs, Spoken
from codepair.recognizing.threes import Threes
from codepair.recognizing.words import SIGNS

_NAMED = re.compile(f"[A-Za-z{''.join(SIGNS)}]")
"""A word of any script beside a number, in what an expression matches."""


def find(text: str, known: Sequence[Recognizers]) -> Found:
    """Return what stands in a text."""
    reading = Reading(text)
    signs = Signs.of(known)
    searches = [_Search(start, piece, known) for start, piece in reading.pieces()]
    pieces = [signs.piece(each.offset, each.piece, each.threes, each.sure()) for each in searches]
    spoken = Spoken(pieces)
    candidates = [
        each
        for search, piece in zip(searches, pieces, strict=True)
        for each in signs.settled(piece, search.unsure(spoken), spoken)
    ]
    direct = {each.of.id for each in candidates if each.lead.address and not each.field.is_indirect}
    candidates = [_held_back(each) if each.of.id in direct else each for each in candidates]
    made = [_finding(each, reading) for each in candidates]
    decisive = max(
        (position for position, each in enumerate(candidates) if each.lead.address),
        key=lambda position: _says(candidates[position]),
        default=None,
    )
    return Found(tuple(made), None if decisive is None else made[decisive])


class _Search:
    """A piece of a text, and the recognizers that can match it."""

    def __init__(self, offset: int, piece: str, known: Sequence[Recognizers]) -> None:
        self.offset = offset
        self.piece = piece
        self.threes = Threes(piece.lower())
        self._able = list(_able(self.threes, known))
        self._raw = piece.encode("ascii")
        spans = cache(lambda: rows(piece))
        self._is_number = cache(
            lambda at: not (is_place(piece, at) or is_of_record(piece, at) or is_of_row(piece, at, spans()))
        )

    def sure(self) -> list[Candidate]:
        """Return what needs no sign, without overlaps, in the order of the text."""
        return without_overlaps(self._candidates(lambda of, recognizer: recognizer.without_sign is None))

    def unsure(self, spoken: Spoken) -> list[Candidate]:
        """Return what needs a sign, of protocols of which the text has one, or may be said without."""
        return list(
            self._candidates(
                lambda of, recognizer: (
                    recognizer.without_sign == "possible"
                    or (recognizer.without_sign == "nothing" and of.id in spoken.anywhere)
                )
            )
        )

    def _candidates(self, is_wanted: Callable[[Recognizers, Recognizer], bool]) -> Iterator[Candidate]:
        offset, piece, raw = self.offset, self.piece, self._raw
        listed: set[tuple[str, str, str | None, int]] = set()
        for rank, of, recognizer in self._able:
            if not is_wanted(of, recognizer):
                continue
            field = of.fields[recognizer.field]
            for match in recognizer.compiled.finditer(raw):
                for start, end, at, close, lead in _values(
                    piece, raw, match, of, recognizer, self._is_number, listed
                ):
                    line = offset + piece.rfind("\n", 0, start) + 1
                    start, end, at, close = (offset + each for each in (start, end, at, close))
                    yield Candidate(start, end, line, at, close, rank, of, field, recognizer, lead)


def _able(threes: Threes, known: Sequence[Recognizers]) -> Iterator[tuple[int, Recognizers, Recognizer]]:
    """Yield the recognizers that can match a text, each with where it stands among all."""
    before = 0
    for of in known:
        yield from ((before + at, of, of.recognizers[at]) for at in of.needs.able(threes))
        before += len(of.recognizers)


def _values(
    piece: str,
    raw: bytes,
    match: Any,
    of: Recognizers,
    recognizer: Recognizer,
    is_number: Callable[[int], bool],
    listed: set[tuple[str, str, str | None, int]],
) -> Iterator[tuple[int, int, int, int, Lead]]:
    """Yield what a match says, and all others of a list that its number stands in.

    Each is where the finding begins and ends, where its value does, and where it leads. A list of lines is read
    once: ``listed`` has where its numbers stand, with what found them.
    """
    field = of.fields[recognizer.field]
    spans = [match.span(number) for number in recognizer.groups if match[number] is not None]
    groups = [piece[begin:close] for begin, close in spans]
    held = groups[0] if groups else ""
    lead = of.lead(field, held or recognizer.means or "")
    whole = match.group().decode("ascii")
    # By the group: the same number may stand before it in the match.
    at = spans[0][0] if spans else match.start()
    if lead is None or (held.isdecimal() and not is_number(at)):
        return
    if held.isdecimal() and not _NAMED.search(whole) and is_counting(piece, at):
        return
    if recognizer.agrees and any(_code(of, field, each) != lead.address for each in groups):
        return
    before, behind = list[Span](), list[Span]()
    is_code = partial(_is_code, of, field)
    if lead.address and held.isdecimal() and len(held) == 3:
        before = lists.before(piece, at, is_code)
        behind = lists.behind(piece, at + 3, is_code)
    elif lead.address and held.isdecimal() and len(held) < 3 and recognizer.without_sign is None:
        behind = lists.small_behind(piece, at + len(held), is_code)
    if recognizer.is_followed(raw, max(match.end(), behind[-1][1] if behind else 0)):
        if not behind or recognizer.is_followed(raw, match.end()):
            return
        behind = []
    start, end = _without_space(match.start(), whole)
    close = at + len(held) if held else end
    yield *((at, close) if recognizer.is_value_only else (start, end)), at, close, lead
    key = (of.id, field.id, recognizer.without_sign)
    if lead.address and held.isdecimal() and len(held) == 3 and (*key, at) not in listed:
        behind += lists.lines_beside(piece, at, is_code)
        listed.update((*key, begin) for begin, _ in behind)
    for begin, close in before + behind:
        other = of.lead(field, piece[begin:close])
        if other is not None and is_number(begin):
            yield begin, close, begin, close, other


def _without_space(start: int, whole: str) -> Span:
    start += len(whole) - len(whole.lstrip(" \t"))
    return start, start + len(whole.strip(" \t"))


def _is_code(of: Recognizers, field: Field, number: str) -> bool:
    return _code(of, field, number) is not None


def _code(of: Recognizers, field: Field, written: str) -> str | None:
    lead = of.lead(field, written)
    return lead.address if lead is not None else None


def _held_back(candidate: Candidate) -> Candidate:
    """Return what an indirect field says beside a direct one: its value, and no code."""
    if not candidate.field.is_indirect:
        return candidate
    return replace(candidate, lead=Lead(candidate.lead.value))


def _says(candidate: Candidate) -> tuple[int, int, int, int]:
    """Return how much a finding decides."""
    level = candidate.of.levels.get(candidate.lead.address or "", 2)
    return level, candidate.field.weight, candidate.line, -candidate.start


def _finding(candidate: Candidate, reading: Reading) -> Finding:
    return Finding(
        start=reading.place(candidate.start),
        end=reading.place(candidate.end),
        protocol=candidate.of.id,
        field=candidate.field.id,
        value=candidate.lead.value,
        address=candidate.lead.address,
        possible=candidate.lead.possible,
        recognizer=candidate.recognizer.id,
    )
