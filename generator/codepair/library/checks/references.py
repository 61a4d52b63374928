"""A reference leads to an entry, or to one whose own problems are reported already."""

from __future__ import annotations

from collections.abc import Iterator

from codepair.kit.problems import Place, Problem, suggest
from codepair.library.model import Library, Reference


def check_reference(library: Library, reference: Reference, place: Place, so: str = "") -> Iterator[Problem]:
    """Yield that a reference leads nowhere; ``so`` says what follows, such as ``, so nothing can link to it``."""
    if library.is_missing(reference):
        hint = suggest(reference.code, library.entries[reference.protocol])
        yield Problem(place, "unknown-code", f"There is no entry for code '{reference.code}'{so}.{hint}")
