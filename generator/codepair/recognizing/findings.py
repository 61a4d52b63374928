"""A text and recognizers in, what stands in it out: each finding with its field, and which one decides.

``recognize.js`` does the same in the browser; a test holds that both find the same in every text that tests have.

1. *What is read.* The text is read in a small alphabet, sign for sign, in lines; no finding leaves its line, and a
   line of more than 2,000 signs is read in parts (``alphabet.py``). An expression says whether case matters.
2. *What is found.* Each recognizer finds what its expression matches, from left to right, without overlaps of its
   own. A finding is the match without white space around it. The first of the recognizer's groups that takes part
   holds a value, or the match stands for one (``means``). In any notation it leads to one of the field's own
   values, else to a code of the protocol, unless the field is indirect and has values. A number that leads nowhere
   is a finding without an address; a word is none.
3. *What stays.* Of findings that overlap, the one stays whose field has the greater weight, then the longer one,
   then the one that begins first, then that of the protocol and recognizer that come first.
4. *What another field says.* The value of an indirect field leads to a code only if the text has no finding with
   an address in a direct field of that protocol.
5. *What decides.* Among findings with an address: those of the highest level (not progress, not success), of them
   those whose field has the greatest weight, of them those in the last line that has one, of them the first. In a
   trace that is the last word; in one line that wraps another's error it is the outermost.
6. *Order.* Findings stand in the order of the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from codepair.recognizing.alphabet import Reading
from codepair.recognizing.recognizers import Field, Lead, Recognizer, Recognizers


@dataclass(frozen=True, slots=True)
class Finding:
    """A value that stands in a text."""

    start: int
    """Where it begins in the text, in characters."""
    end: int
    protocol: str
    """The id of the protocol; of what is not covered, of the recognizers that know it."""
    field: str
    value: str
    """As its specification writes it, or as it stands in the text if it is not known."""
    address: str | None
    """The code that it is or leads to."""
    possible: tuple[str, ...]
    """Codes that it may be, where it does not say which."""
    recognizer: str


@dataclass(frozen=True, slots=True)
class Found:
    """All that stands in a text."""

    findings: tuple[Finding, ...]
    """In the order of the text."""
    decisive: Finding | None
    """The one that decides; None if no finding has an address."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A match, with what decides whether it stays."""

    start: int
    end: int
    line: int
    """Where its line begins."""
    rank: int
    """Where its recognizer stands among all."""
    of: Recognizers
    field: Field
    recognizer: Recognizer
    lead: Lead


def find(text: str, known: Sequence[Recognizers]) -> Found:
    """Return what stands in a text."""
    reading = Reading(text)
    ranked = [(of, each) for of in known for each in of.recognizers]
    candidates: list[_Candidate] = []
    for start, piece in reading.pieces():
        candidates += _without_overlaps(_candidates(start, piece, ranked))
    direct = {each.of.id for each in candidates if each.lead.address and not each.field.is_indirect}
    candidates = [_held_back(each) if each.of.id in direct else each for each in candidates]
    made = [_finding(each, reading) for each in candidates]
    decisive = max(
        (position for position, each in enumerate(candidates) if each.lead.address),
        key=lambda position: _says(candidates[position]),
        default=None,
    )
    return Found(tuple(made), None if decisive is None else made[decisive])


def _candidates(offset: int, piece: str, ranked: Sequence[tuple[Recognizers, Recognizer]]) -> Iterator[_Candidate]:
    raw, small = piece.encode("ascii"), piece.lower()
    for rank, (of, recognizer) in enumerate(ranked):
        if not recognizer.may_match(small):
            continue
        field = of.fields[recognizer.field]
        for match in recognizer.compiled.finditer(raw):
            groups = (match.group(number) for number in recognizer.groups)
            held = next((group.decode("ascii") for group in groups if group is not None), None)
            lead = of.lead(field, held if held is not None else recognizer.means or "")
            if lead is None:
                continue
            whole = match.group().decode("ascii")
            start = match.start() + len(whole) - len(whole.lstrip(" \t"))
            end = start + len(whole.strip(" \t"))
            line = offset + piece.rfind("\n", 0, start) + 1
            yield _Candidate(offset + start, offset + end, line, rank, of, field, recognizer, lead)


def _without_overlaps(candidates: Iterator[_Candidate]) -> list[_Candidate]:
    """Return those that stay, in the order of the text."""
    kept: list[_Candidate] = []
    starts: list[int] = []
    for each in sorted(
        candidates, key=lambda each: (-each.field.weight, each.start - each.end, each.start, each.rank)
    ):
        at = bisect_right(starts, each.start)
        is_free = (at == 0 or kept[at - 1].end <= each.start) and (at == len(kept) or each.end <= kept[at].start)
        if is_free:
            kept.insert(at, each)
            starts.insert(at, each.start)
    return kept


def _goes_first(candidate: _Candidate) -> tuple[int, int, int, int]:
    length = candidate.end - candidate.start
    return -candidate.field.weight, -length, candidate.start, candidate.rank


def _held_back(candidate: _Candidate) -> _Candidate:
    """Return what an indirect field says beside a direct one: its value, and no code."""
    if not candidate.field.is_indirect:
        return candidate
    return replace(candidate, lead=Lead(candidate.lead.value))


def _says(candidate: _Candidate) -> tuple[int, int, int, int]:
    """Return how much a finding decides."""
    level = candidate.of.levels.get(candidate.lead.address or "", 2)
    return level, candidate.field.weight, candidate.line, -candidate.start


def _finding(candidate: _Candidate, reading: Reading) -> Finding:
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
