"""The parts of an expression in, what a text must have for it to match out: most texts have none of it."""

from __future__ import annotations

from functools import lru_cache

from codepair.recognizing.grammar import Branches, Letters, One, Part, Place, Repeat

SHORTEST = 3
"""Shortest piece that is worth to look for, in characters."""

LONGEST = 8
"""How much of a piece is looked for, in characters: its beginning tells nearly as much."""

MOST = 60
"""Most pieces of which one must be there."""


def needed(whole: Branches) -> tuple[str, ...]:
    """Return pieces in small letters of which every match has one; none if no such pieces are known."""
    found = _of_branches(whole)
    if found is not None:
        found = frozenset(piece[:LONGEST] for piece in found)
    return tuple(sorted(found)) if found is not None and len(found) <= MOST else ()


def _of_branches(part: Branches) -> frozenset[str] | None:
    each = [_of_sequence(sequence) for sequence in part.sequences]
    known = [pieces for pieces in each if pieces is not None]
    return frozenset[str]().union(*known) if len(known) == len(each) else None


def _of_sequence(sequence: tuple[Part, ...]) -> frozenset[str] | None:
    """Return the pieces of the part that tells most: the longest that is always there."""
    candidates: list[frozenset[str]] = []
    run = ""
    for part in (*sequence, None):
        letter = _letter(part)
        if letter is not None:
            run += letter
        elif not isinstance(part, Place):
            candidates.append(frozenset((run,)))
            run = ""
        inner = part.part if isinstance(part, Repeat) and part.least > 0 else part
        pieces = _of_branches(inner) if isinstance(inner, Branches) else None
        if pieces is not None:
            candidates.append(pieces)
    best = max(candidates, key=lambda pieces: (min(map(len, pieces)), -len(pieces)))
    return best if min(map(len, best)) >= SHORTEST else None


def _letter(part: Part | None) -> str | None:
    """Return the small letter that a part stands for, if it is one and no other."""
    return _small(part.letters) if isinstance(part, One) else None


@lru_cache(4096)
def _small(letters: Letters) -> str | None:
    small = {letter.lower() for letter in letters}
    return small.pop() if len(small) == 1 else None
