"""Babel's extractor for the project's own templates: a file in, messages out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from jinja2 import Environment, nodes

from codepair.library.extract import Extracted

_FUNCTIONS = {"words": 1, "plain": 1, "plural": 2}


def extract_template(
    fileobj: BinaryIO, keywords: object, comment_tags: object, options: Mapping[str, str]
) -> Iterator[Extracted]:
    """Yield the words of the project's own templates: the texts given to the translator's methods."""
    tree = Environment().parse(fileobj.read().decode("utf-8"))
    for call in tree.find_all(nodes.Call):
        function = call.node
        if not isinstance(function, nodes.Getattr) or function.attr not in _FUNCTIONS:
            continue
        count = _FUNCTIONS[function.attr]
        texts = [node.value for node in call.args[:count] if isinstance(node, nodes.Const)]
        if len(texts) == count and all(isinstance(text, str) for text in texts):
            kind = "ngettext" if count == 2 else "gettext"
            yield call.lineno, kind, tuple(texts) if count == 2 else texts[0], []
