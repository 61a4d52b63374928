"""What a code says is one sentence that names it: two of them stand under the heading of a comparison."""

from __future__ import annotations

from collections.abc import Iterator

from codepair.kit.memory import once
from codepair.kit.problems import Problem
from codepair.kit.text import code_spans
from codepair.library.checks.prose import check_text
from codepair.library.model import Entry, Library
from codepair.library.shapes.base import MAX_SAYS


def check(library: Library) -> Iterator[Problem]:
    """Yield sentences that are too long or do not name their code."""
    for entries in library.entries.values():
        for entry in entries.values():
            yield from _of_entry(entry)


@once
def _of_entry(entry: Entry) -> tuple[Problem, ...]:
    place = entry.node.at("says")
    found = list(check_text(entry.node, entry.says, "says"))
    if len(entry.says) > MAX_SAYS:
        message = f"'says' has {len(entry.says)} characters; search results show {MAX_SAYS} at most. Shorten it."
        found.append(Problem(place, "says", message))
    if "`" not in entry.code and entry.code not in code_spans(entry.says):  # which no code span could hold
        message = f"'says' stands beside another code's: name this one in it, as `{entry.code}`."
        found.append(Problem(place, "says", message))
    return tuple(found)
