"""How much of a site is translated: a library and its translators in, a count for each locale out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from codepair.kit.memory import Memory
from codepair.kit.tree import Node
from codepair.language.catalog import site_words
from codepair.language.locale import SOURCE_LANGUAGE, Locale
from codepair.language.translator import Translator
from codepair.library.model import Library
from codepair.site.unused import texts_of


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of a site's texts a locale has in its own language."""

    locale: Locale
    done: int
    all: int
    """All texts of content, file by file, and the words of the site."""

    @property
    def is_source(self) -> bool:
        """Whether the texts are written in this language."""
        return SOURCE_LANGUAGE in self.locale.chain

    @property
    def share(self) -> float:
        """The share that is translated, from 0 to 1."""
        return self.done / self.all if self.all else 1.0

    @property
    def percent(self) -> int:
        """The share in percent, rounded down: 100 only if nothing is missing."""
        return 100 * self.done // self.all if self.all else 100


def completeness(library: Library, translators: Iterable[Translator], memory: Memory) -> list[Completeness]:
    """Return how much each locale has; what was counted of files that are the same is not counted again."""
    words = memory.made(site_words, (), site_words) - {""}  # a catalog says of itself what it is under no text
    found = []
    for translator in translators:
        done = sum(not translator.word(word).is_fallback for word in words)
        total = len(words)
        for name, nodes in library.nodes.items():
            of = translator.of(name)
            for node in nodes:
                of_catalogs = (node, translator.catalogs.contents.get(name), translator.catalogs.words)
                made = partial(_counted, node, of, memory)
                there, all_ = memory.made((_counted, translator.locale.tag, node.place.path), of_catalogs, made)
                done, total = done + there, total + all_
        found.append(Completeness(translator.locale, done, total))
    return found


def _counted(node: Node, translator: Translator, memory: Memory) -> tuple[int, int]:
    texts = texts_of(node, memory)
    return sum(not translator.text(text, context).is_fallback for context, text in texts), len(texts)
