"""The pieces that hundreds of expressions need in, out which of these can match a text: those that most rule out.

To look for every piece one by one takes longer than all else. A piece stands in a text only where its first three
letters do, and which letters in a row a text has is known after reading it once.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

_THREE = 3
"""Length of the pieces by which others are ruled out; a shorter one rules nothing out."""


class Threes:
    """A text in small letters, and which three of them in a row it has."""

    def __init__(self, small: str) -> None:
        self.small = small
        self.found = {small[at : at + _THREE] for at in range(len(small) - _THREE + 1)}


class Needs:
    """What each of many expressions needs to match.

    >>> needs = Needs([("busy", "decline"), (), ("invite",)])
    >>> [needs.able(Threes(small)) for small in ("busy", "she declined", "486")]
    [[0, 1], [0, 1], [1]]
    >>> Needs([("ok",)]).able(Threes("404"))
    [0]
    """

    def __init__(self, needs: Sequence[Collection[str]]) -> None:
        """Take the pieces that each needs one of, in small letters; of none of them every text may match."""
        self._always = [at for at, pieces in enumerate(needs) if min(map(len, pieces), default=0) < _THREE]
        self._by_three: dict[str, list[tuple[str, int]]] = {}
        for at, pieces in enumerate(needs):
            for piece in pieces:
                self._by_three.setdefault(piece[:_THREE], []).append((piece, at))
        self._threes = frozenset(self._by_three)

    def able(self, text: Threes) -> list[int]:
        """Return which of them can match a text, in their order."""
        found = set(self._always)
        for three in self._threes & text.found:
            found.update(at for piece, at in self._by_three[three] if at not in found and piece in text.small)
        return sorted(found)
