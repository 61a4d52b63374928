"""A recognizer finds what its examples say, and nothing where they say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from codepair.kit.memory import once
from codepair.kit.problems import Problem
from codepair.library.model import Library
from codepair.library.recognition import Example, Recognition
from codepair.recognizing.findings import find
from codepair.recognizing.recognizers import Recognizer, Recognizers


def check(library: Library) -> Iterator[Problem]:
    """Yield examples in which something else is found than they say, or something where nothing must be.

    While an entry has errors of its own nobody knows to which codes of its protocol a text leads.
    """
    broken = {reference.protocol for reference in library.broken}
    known = [*library.recognition.values(), *filter(None, (library.others,))]
    for recognition in known:
        for example, problem in _problems(recognition):
            if example.addresses is None or recognition.recognizers.id not in broken:
                yield problem


@once
def _problems(recognition: Recognition) -> tuple[tuple[Example, Problem], ...]:
    return tuple(_check(recognition))


def _check(recognition: Recognition) -> Iterator[tuple[Example, Problem]]:
    recognizers = recognition.recognizers
    for recognizer in recognizers.recognizers:
        alone = replace(recognizers, recognizers=(recognizer,))
        for example in recognition.examples[recognizer.id]:
            message = (
                _is_found(alone, example)
                if example.addresses is None
                else _differs(recognizers, recognizer, alone, example)
            )
            if message is not None:
                yield example, Problem(recognition.node.at(*example.where), "example", message)


def _is_found(alone: Recognizers, example: Example) -> str | None:
    """Return what a recognizer finds where it must find nothing."""
    found = find(example.text, [alone]).findings
    if not found:
        return None
    return (
        f"'{example.text[found[0].start : found[0].end]}' is found here, where nothing must be. Narrow the pattern."
    )


def _differs(recognizers: Recognizers, recognizer: Recognizer, alone: Recognizers, example: Example) -> str | None:
    """Return how what is found differs from what the example says."""
    if not find(example.text, [alone]).findings:
        return f"'{recognizer.id}' finds nothing here. Correct the pattern or the example."
    found = tuple(each.address for each in find(example.text, [recognizers]).findings if each.address is not None)
    if found == example.addresses:
        return None
    wanted = ", ".join(example.addresses or ()) or "no code"
    given = ", ".join(found) or "no code"
    return f"The text leads to {given}, and the example says {wanted}. Correct the pattern or the example."
