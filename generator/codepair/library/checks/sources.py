"""Every claim has its specification: each prose field and each part of the guidance is supported by a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from codepair.kit.problems import Problem
from codepair.kit.tree import Node
from codepair.library.citations import Source
from codepair.library.model import Library


def check(library: Library) -> Iterator[Problem]:
    """Yield every text that no source supports."""
    for name in library.protocols:
        for entry in library.entries[name].values():
            for meaning in entry.meanings:
                yield from _check(entry.node, meaning.where, meaning.prose, meaning.sources)
    for pair in library.all_guided:
        assert pair.guidance is not None
        yield from _check(pair.guidance.node, (), pair.guidance.prose, pair.guidance.sources)


def _check(
    node: Node, where: tuple[str | int, ...], prose: Mapping[str, str], sources: Iterable[Source]
) -> Iterator[Problem]:
    supported = {field for source in sources for field in source.supports}
    for field in prose:
        if field not in supported:
            message = f"No source supports '{field}'. Add it to the 'for' of the section that settles it."
            yield Problem(node.key(*where, field), "no-source", message)
