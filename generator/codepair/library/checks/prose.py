"""Prose is whole sentences; text is text."""

from __future__ import annotations

from collections.abc import Iterator

from codepair.kit.memory import once
from codepair.kit.problems import Problem
from codepair.kit.text import markup, unbalanced
from codepair.kit.tree import Node
from codepair.library.model import Entry, Guidance, Library
from codepair.library.shapes.base import MAX_GLOSS

_ENDS = (".", "?", "!", "。", "？", "！")


def check(library: Library) -> Iterator[Problem]:
    """Yield texts that are cut, unreadable, or look like mark-up that will not be run."""
    for name, protocol in library.protocols.items():
        yield from check_text(protocol.node, protocol.summary, "summary")
        for at, group in enumerate(protocol.response_classes):
            if group.meaning is not None:
                yield from check_text(protocol.node, group.meaning, "response_classes", at, "meaning")
        for entry in library.entries[name].values():
            yield from _of_entry(entry)
    for pair in library.all_guided:
        assert pair.guidance is not None
        yield from _of_guidance(pair.guidance)


@once
def _of_entry(entry: Entry) -> tuple[Problem, ...]:
    found = [
        problem
        for meaning in entry.meanings
        for field, text in meaning.prose.items()
        for problem in check_text(entry.node, text, *meaning.where, field)
    ]
    return (*found, *(_check_gloss(entry.node, entry.gloss) if entry.gloss is not None else ()))


@once
def _of_guidance(guidance: Guidance) -> tuple[Problem, ...]:
    texts = guidance.prose.items()
    return tuple(problem for field, text in texts for problem in check_text(guidance.node, text, field))


def check_text(node: Node, text: str, *path: str | int) -> Iterator[Problem]:
    """Yield what is wrong with the characters and the end of a text; ``path`` leads to its field."""
    field = str(path[-1])
    yield from _check_characters(node, text, *path)
    if not text.rstrip("`)\"'”»").endswith(_ENDS):
        message = f"Field '{field}' does not end like a sentence. Complete it; pages never cut or add text."
        yield Problem(node.at(*path), "whole-sentence", message)


def _check_gloss(node: Node, gloss: str) -> Iterator[Problem]:
    yield from _check_characters(node, gloss, "gloss")
    if len(gloss) > MAX_GLOSS or gloss.endswith("."):
        message = (
            f"A gloss is a phrase of at most {MAX_GLOSS} characters without a final period; this has {len(gloss)}."
        )
        yield Problem(node.at("gloss"), "gloss", message)


def _check_characters(node: Node, text: str, *path: str | int) -> Iterator[Problem]:
    field = str(path[-1])
    if unbalanced(text):
        message = f"A back-tick in '{field}' has no partner, or a code span is empty. Add or remove one."
        yield Problem(node.at(*path), "code-spans", message)
    if (found := markup(text)) is not None:
        message = (
            f"'{found}' in '{field}' is shown as it stands: only code spans are mark-up. "
            "Put it into back-ticks if it is protocol text, or remove it."
        )
        yield Problem(node.at(*path), "markup", message)
