"""Related codes exist and are other codes."""

from __future__ import annotations

from collections.abc import Iterator

from codepair.kit.problems import Problem, suggest
from codepair.library.model import Library, slug


def check(library: Library) -> Iterator[Problem]:
    """Yield related codes that have no entry, that are the entry itself, or that stand twice."""
    for entries in library.entries.values():
        for entry in entries.values():
            for position, code in enumerate(entry.related):
                place = entry.node.at("related", position)
                if code == entry.code:
                    yield Problem(place, "related", f"{code} is related to itself. Remove it.")
                elif code in entry.related[:position]:
                    yield Problem(place, "related", f"{code} stands twice. Remove one.")
                elif code not in entries and slug(code) not in library.broken.get(entry.protocol.id, ()):
                    message = (
                        f"There is no entry for code '{code}', so nothing can link to it.{suggest(code, entries)}"
                    )
                    yield Problem(place, "unknown-code", message)
