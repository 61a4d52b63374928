"""Matches in, those that stay out: of two that overlap, one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

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
    close: int
    """Where that ends."""
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
        """Keep a candidate, or what is left of it beside those that are kept.

        It is not kept if its value stands in one of them or one's value in it, or if it says the same.
        """
        kept, at = self.candidates, bisect_right(self._starts, each.start)
        start, end = each.start, each.end
        at -= at > 0 and kept[at - 1].end > start
        while at < len(kept) and kept[at].start < end:
            if _meant(kept[at]) == _meant(each):
                return
            if kept[at].end <= each.place:
                start, at = each.place, at + 1
            elif kept[at].start >= each.close:
                end = each.close
            else:
                return
        kept.insert(at, each if (start, end) == (each.start, each.end) else replace(each, start=start, end=end))
        self._starts.insert(at, start)


def in_order(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return candidates in the order in which they stay: the weightiest, the longest, the first."""
    return sorted(candidates, key=lambda each: (-each.field.weight, each.start - each.end, each.start, each.rank))


def without_overlaps(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return those that stay, in the order of the text."""
    kept = Kept()
    for each in in_order(candidates):
        kept.add(each)
    return kept.candidates


def _meant(each: Candidate) -> str:
    """Return the code that it leads to, else its value."""
    return each.lead.address or each.lead.value
