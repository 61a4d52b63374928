"""What the registry status of two codes says about them, in the site's own words.

The status is the only fact that every protocol has, so its sentences are here and not in a protocol's file.
"""

from __future__ import annotations


def N_(message: str) -> str:  # noqa: N802 - gettext's name for "extract, but translate later"
    """Mark a message for extraction."""
    return message


SHARED = {
    "deprecated": N_("`{a}` and `{b}` are both deprecated, so new software should send neither."),
    "historic": N_("`{a}` and `{b}` are both historic: each was standard once and no longer is."),
    "unofficial": N_(
        "`{a}` and `{b}` are both unofficial: some software sends them, and no standard defines them."
    ),
    "reserved": N_("`{a}` and `{b}` are both reserved, so neither is ever sent on the wire."),
    "unused": N_("`{a}` and `{b}` are both registered as unused."),
}
"""By status: what two codes of that status share. Two registered codes share nothing worth a sentence."""

CONTRASTS: dict[frozenset[str], str] = {}
"""By pair of statuses: what it means that two codes differ in it; each status is the placeholder of its code."""
