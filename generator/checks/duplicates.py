"""No two entries say the same: a text that fits two codes explains neither."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import Library
from generator.problems import Place, Problem


def check(library: Library) -> Iterator[Problem]:
    """Yield every text that stands in an earlier entry or pair already."""
    first: dict[str, tuple[str, Place]] = {}
    for name in library.protocols:
        written = [(entry.address, entry.node, entry.prose) for entry in library.entries[name].values()]
        for pair in library.guided[name]:
            if pair.guidance is not None:
                written.append((f"{name}/{pair.slug}", pair.guidance.node, pair.guidance.prose))
        for address, node, texts in written:
            for field, text in texts.items():
                known = first.setdefault(" ".join(text.split()).casefold(), (address, node.at(field)))
                if known[1] != node.at(field):
                    message = (
                        f"Field '{field}' repeats a text of {known[0]} ({known[1].path}:{known[1].line}). "
                        "Say what is true of this one alone."
                    )
                    yield Problem(node.at(field), "same-text", message)
