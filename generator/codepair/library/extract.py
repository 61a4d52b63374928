"""Babel's extractor for content, registered by entry point: a file in, its messages out.

``pybabel extract`` and ``pybabel update`` work as translators know them; ``make messages`` runs them for every
catalog. Each message says where it comes from and which field it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO, TypeAlias

from codepair.kit.text import ABOUT_SEARCH_WORDS
from codepair.kit.tree import load
from codepair.library.texts import texts

Extracted: TypeAlias = "tuple[int, str, str | tuple[str, ...], list[str]]"
"""Line, function name, message or its forms, comments for the translator."""


def extract_content(
    fileobj: BinaryIO, keywords: object, comment_tags: object, options: Mapping[str, str]
) -> Iterator[Extracted]:
    """Yield every text of an entry, a pair or a protocol that is translated.

    A file that cannot be read yields nothing: ``make check`` reports it.
    """
    node, problems = load("content", fileobj.read())
    if node is not None and not problems:
        for each in texts(node):
            limit = [f"At most {each.limit} characters."] if each.limit else []
            about = [f"Field: {each.field}", *limit]
            if each.context is None:
                yield each.place.line, "gettext", each.text, about
            else:
                yield each.place.line, "pgettext", (each.context, each.text), [*about, ABOUT_SEARCH_WORDS]
