"""Matches in, those that stay out: of two that overlap, one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from codepair.recognizing.recognizers import Field, Lead, Recognizer, Recognizers


@dataclass(frozen=True, slots=True)
class Candidate:
    """A match, with what decides whether it stays."""

    start: int
    """Where it begins, in code units of what is read."""
    end: int
    line: int
    """Where its line begins."""
    place: int
    """Where its value stands first in the match."""
    rank: int
    """Where its recognizer stands among all."""
    of: Recognizers
    field: Field
    recognizer: Recognizer
    lead: Lead


class Kept:
    """Candidates of which no two overlap, in the order of the text."""

    def __init__(self, candidates: Iterable[Candidate] = ()) -> None:
        self.candidates = list(candidates)
        self._starts = [each.start for each in self.candidates]

    def add(self, each: Candidate) -> None:
        """Keep a candidate unless it overlaps one that is kept."""
        kept, at = self.candidates, bisect_right(self._starts, each.start)
        if (at == 0 or kept[at - 1].end <= each.start) and (at == len(kept) or each.end <= kept[at].start):
            kept.insert(at, each)
            self._starts.insert(at, each.start)


def in_order(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return candidates in the order in which they stay: the weightiest, the longest, the first."""
    return sorted(candidates, key=lambda each: (-each.field.weight, each.start - each.end, each.start, each.rank))


def without_overlaps(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return those that stay, in the order of the text."""
    kept = Kept()
    for each in in_order(candidates):
        kept.add(each)
    return kept.candidates
