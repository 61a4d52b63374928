"""A reference leads to an entry, or to one whose own problems are reported already."""

from __future__ import annotations

from collections.abc import Iterator

from codepair.kit.problems import Place, Problem, suggest
from codepair.library.model import Library, Reference


def check_reference(
    library: Library, reference: Reference, place: Place, so: str = "", *, is_across: bool = False
) -> Iterator[Problem]:
    """Yield that a reference leads nowhere; ``so`` says what follows, such as ``, so nothing can link to it``.

    Where codes of several protocols may stand (``is_across``) it is written with its protocol.
    """
    name, entries = reference.protocol, library.entries
    if name not in entries and name not in library.nodes and name not in library.unread:
        yield Problem(place, "unknown-code", f"There is no protocol '{name}'.{suggest(name, entries)}")
    elif name in entries and library.is_missing(reference):
        before = f"{name}/" if is_across else ""
        hint = suggest(reference.code, entries[name], before)
        yield Problem(place, "unknown-code", f"There is no entry for code '{before}{reference.code}'{so}.{hint}")
