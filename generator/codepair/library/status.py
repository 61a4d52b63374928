"""Two registry statuses in, what they say about their codes out, in the site's own words.

The status is the only fact that every protocol has, so its sentences are here and not in a protocol's file.
"""

from __future__ import annotations

from codepair.kit.text import N_

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

CONTRASTS: dict[frozenset[str], str] = {
    frozenset(("registered", "deprecated")): N_(
        "`{registered}` is in full use; `{deprecated}` is deprecated, so new software should not "
        "send it but must still understand it."
    ),
    frozenset(("registered", "historic")): N_(
        "`{registered}` is current; `{historic}` was standard once and is sent only by very old software."
    ),
    frozenset(("registered", "unofficial")): N_(
        "`{registered}` means the same everywhere; `{unofficial}` is defined by no standard, so its"
        " meaning depends on the software that sent it."
    ),
    frozenset(("deprecated", "historic")): N_(
        "`{deprecated}` is still registered but should no longer be sent; `{historic}` is no longer"
        " registered at all."
    ),
    frozenset(("deprecated", "unofficial")): N_(
        "`{deprecated}` has a standard meaning that is being retired; `{unofficial}` never had one."
    ),
    frozenset(("historic", "unofficial")): N_(
        "`{historic}` had a standard meaning once; `{unofficial}` never had one."
    ),
}
"""By pair of statuses: what it means that two codes differ in it; each status stands for its code."""
