"""The library and the translators in, how much of all texts each locale has in its language out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from codepair.kit.memory import Memory
from codepair.kit.tree import Node
from codepair.language.catalog import site_words
from codepair.language.translator import Translator
from codepair.library.model import Library
from codepair.site.unused import texts_of


def translated_shares(library: Library, translators: Iterable[Translator], memory: Memory) -> dict[str, float]:
    """Return the share of each locale by its tag, from 0 to 1: texts of the content and words of the site."""
    words = memory.made(site_words, (), site_words) - {""}  # a catalog says of itself what it is under no text
    shares = {}
    for translator in translators:
        there = sum(not translator.word(word).is_fallback for word in words)
        total = len(words)
        for name, nodes in library.nodes.items():
            of = translator.of(name)
            for node in nodes:
                of_catalogs = (node, translator.catalogs.contents.get(name), translator.catalogs.words)
                made = partial(_counted, node, of, memory)
                found, all_ = memory.made((_counted, translator.locale.tag, node.place.path), of_catalogs, made)
                there, total = there + found, total + all_
        shares[translator.locale.tag] = there / total
    return shares


def _counted(node: Node, translator: Translator, memory: Memory) -> tuple[int, int]:
    texts = texts_of(node, memory)
    return sum(not translator.text(text).is_fallback for text in texts), len(texts)
