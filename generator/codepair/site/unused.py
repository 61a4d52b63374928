"""Messages that no text has: the library and the catalogs in, a warning for each of them out.

A message belongs to its catalog. One whose text is gone, was changed, or stands in another protocol is never shown,
and whoever translated it would not know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from codepair.kit.memory import Memory
from codepair.kit.problems import Problem
from codepair.kit.tree import Node
from codepair.language.catalog import Catalog, Catalogs, site_words
from codepair.language.po import Key
from codepair.language.translation import short
from codepair.library.model import Library
from codepair.library.texts import texts

_NO_WORDS = "it is none of the site's own words. Translate it in the catalog of its protocol, or remove it."
_NO_TEXT = (
    "no text of '{0}' says so. Extract the messages of '{0}' again, and move the translation to the text that took "
    "its place, or remove it."
)


def unused_messages(
    library: Library, found: Sequence[Catalogs], site_texts: Iterable[str], memory: Memory
) -> Iterator[Problem]:
    """Yield the project's messages that no page can show; ``site_texts`` are those of its configuration."""
    words = [catalogs.words for catalogs in found if catalogs.words.places]
    if words:
        own = memory.made(site_words, (), site_words) | frozenset(site_texts)
        known: frozenset[Key] = frozenset((None, word) for word in own)
        for catalog in words:
            yield from _unused(catalog, known, _NO_WORDS)
    # Nobody knows which texts a file has that is no YAML, or what a field was meant to be that is none.
    doubtful = {*library.unread, *(reference.protocol for reference in library.broken)}
    for name in dict.fromkeys((*library.nodes, *(name for catalogs in found for name in catalogs.contents))):
        if name in doubtful:
            continue
        nodes = library.nodes.get(name, ())
        contents = [catalogs.contents[name] for catalogs in found if name in catalogs.contents]
        translated = [catalog for catalog in contents if catalog.places]
        if translated:
            known = frozenset[Key]().union(*(texts_of(node, memory) for node in nodes))
            for catalog in translated:
                yield from _unused(catalog, known, _NO_TEXT.format(name))


def texts_of(node: Node, memory: Memory) -> frozenset[Key]:
    """Return the texts of a file that are translated, each once, with their contexts."""
    return memory.made((texts_of, node.place.path), (node,), partial(_listed, node))


def _listed(node: Node) -> frozenset[Key]:
    return frozenset(each.key for each in texts(node))


def _unused(catalog: Catalog, known: frozenset[Key], why: str) -> Iterator[Problem]:
    for key, place in catalog.places.items():
        text = key[1]
        if text and key not in known:
            yield Problem(place, "unused-message", f"'{short(text)}' stands here, but {why}")
