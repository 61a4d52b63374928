"""What the home page shows of a library: its heading, families of protocols, examples and comparisons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from markupsafe import Markup

from codepair.language.translator import Text
from codepair.language.wording import Wording
from codepair.library.model import Library, Pair, Protocol
from codepair.library.plan import entry_path, pair_path

_NAMED = 4
"""Protocols that the home page's heading names, if there are many more."""

_FEATURED, _FEATURED_EACH = 9, 2
"""Comparisons on the home page, and how many of them may be of one protocol."""


def heading_of(library: Library, wording: Wording) -> Markup:
    """Return what the site is about: its protocols by name, the first of them if there are many."""
    names = [f"<bdi>{escape(each.name)}</bdi>" for each in library.protocols.values()]
    if len(names) > _NAMED + 1:
        more = wording.plural("{number} more protocol", "{number} more protocols", len(names) - _NAMED)
        names = [*names[:_NAMED], str(more)]
    return wording.words("Codes of {protocols}, explained and compared", protocols=wording.translator.list(names))


def families(library: Library, wording: Wording) -> list[tuple[Text | None, list[tuple[Protocol, int]]]]:
    """Return the protocols, each with the number of its codes, by what they are used for; others come last."""
    found: dict[str | None, list[tuple[Protocol, int]]] = {}
    for name, protocol in library.protocols.items():
        found.setdefault(protocol.family, []).append((protocol, len(library.entries[name])))
    families = sorted(found.items(), key=lambda item: item[0] is None)
    # Each protocol's catalog has the word; the first one's is shown.
    return [(wording.of(of[0][0].id).text(name) if name else None, of) for name, of in families]


def featured(library: Library) -> list[Pair]:
    """Return the comparisons of the home page: of each protocol those confused with most others.

    Those across protocols come last.

    Which these are the guidance says: a code that editors have told from many others is mistaken for many others.
    """
    chosen: list[list[Pair]] = []
    for guided in (*(library.guided[name] for name in library.protocols), library.across):
        count = Counter(entry for pair in guided for entry in (pair.a, pair.b))
        found: list[Pair] = []
        for pair in sorted(guided, key=lambda pair: -(count[pair.a] + count[pair.b])):
            shown = {entry for each in found for entry in (each.a, each.b)}
            if len(found) < _FEATURED_EACH and not shown & {pair.a, pair.b}:
                found.append(pair)
        chosen.append(found)
    turns = [found[turn] for turn in range(_FEATURED_EACH) for found in chosen if turn < len(found)][:_FEATURED]
    return [pair for found in chosen for pair in found if pair in turns]


def examples(pairs: Sequence[Pair]) -> list[tuple[str, str]]:
    """Return what the field of the home page understands, each with the page that it leads to."""
    found = [(_asked(pair), pair_path(pair)) for pair in pairs[:1]]
    for pair in pairs:
        entry, name = pair.b, pair.b.protocol.name
        if pair.a.protocol is not pairs[0].a.protocol:
            found.append((f"{name} {entry.number or entry.code}", entry_path(entry)))
            break
    return [(pair.a.code, entry_path(pair.a)) for pair in pairs[:1]] + found


def _asked(pair: Pair) -> str:
    """Return how two codes are asked for."""
    names = [f"{each.protocol.name} {each.code}" if pair.is_across else each.code for each in (pair.a, pair.b)]
    return " vs ".join(names)
