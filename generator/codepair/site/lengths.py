"""Translations longer than their texts may be: the library and the catalogs in, a problem for each of them out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from codepair.kit.memory import Memory
from codepair.kit.problems import Problem
from codepair.kit.text import to_plain
from codepair.kit.tree import Node
from codepair.language.catalog import Catalog, Catalogs
from codepair.language.po import Key
from codepair.language.translation import short
from codepair.library.model import Library
from codepair.library.texts import texts


def long_translations(library: Library, found: Sequence[Catalogs], memory: Memory) -> Iterator[Problem]:
    """Yield the project's translations that do not fit where their text stands."""
    for name, nodes in library.nodes.items():
        catalogs = [each.contents[name] for each in found if name in each.contents and each.contents[name].places]
        limits: dict[Key, int] = {}
        for node in nodes if catalogs else ():
            limits.update(memory.made((_limits, node.place.path), (node,), partial(_limits, node)))
        for catalog in catalogs:
            yield from _too_long(catalog, limits)


def _limits(node: Node) -> Mapping[Key, int]:
    return {each.key: each.limit for each in texts(node) if each.limit is not None}


def _too_long(catalog: Catalog, limits: Mapping[Key, int]) -> Iterator[Problem]:
    for (context, text), place in catalog.places.items():
        limit = limits.get((context, text))
        translation = catalog.get(text, context) if limit is not None else None
        if translation is not None and limit is not None and len(to_plain(translation)) > limit:
            message = (
                f"The translation of '{short(text)}' has {len(to_plain(translation))} characters; where it stands "
                f"there is room for {limit}. Shorten it."
            )
            yield Problem(place, "long-translation", message)
