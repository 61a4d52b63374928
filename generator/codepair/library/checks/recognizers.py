"""A recognizer finds what its examples say, and nothing where they say so; a sign stands where its examples say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from codepair.kit.memory import once
from codepair.kit.problems import Problem
from codepair.library.model import Library
from codepair.library.recognition import Example, Recognition
from codepair.recognizing.alphabet import Reading
from codepair.recognizing.findings import find
from codepair.recognizing.recognizers import Recognizer, Recognizers


def check(library: Library) -> Iterator[Problem]:
    """Yield examples in which something else is found than they say, or something where nothing must be.

    While an entry has errors of its own nobody knows to which codes of its protocol a text leads.
    """
    broken = {reference.protocol for reference in library.broken}
    known = [*library.recognition.values(), *filter(None, (library.others,))]
    for recognition in known:
        yield from _of_signs(recognition)
        for example, problem in _problems(recognition):
            if example.addresses is None or recognition.recognizers.id not in broken:
                yield problem


@once
def _problems(recognition: Recognition) -> tuple[tuple[Example, Problem], ...]:
    return tuple(_check(recognition))


@once
def _of_signs(recognition: Recognition) -> tuple[Problem, ...]:
    return tuple(_check_signs(recognition))


def _check_signs(recognition: Recognition) -> Iterator[Problem]:
    """Yield texts that lack a sign, or have one that they must not have."""
    for sign, examples in zip(recognition.recognizers.signs, recognition.sign_examples, strict=True):
        for example in examples:
            plain = Reading(example.text).plain
            if bool(sign.starts(plain.encode("ascii"))) != example.has_it:
                message = (
                    "The sign does not stand in this text. Correct the pattern or the text."
                    if example.has_it
                    else "The sign stands in this text, which must not have it. Narrow the pattern."
                )
                yield Problem(recognition.node.at(*example.where), "example", message)


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
    of_all = find(example.text, [recognizers]).findings
    has_found = any(each.recognizer == recognizer.id for each in of_all)
    if not has_found and recognizer.beside != "codes":  # another of the protocol may say the same
        has_found = bool(find(example.text, [alone]).findings)
    if not has_found:
        hint = " It counts only beside a sign of the protocol." if recognizer.without_sign == "nothing" else ""
        hint += " It counts only in a line that names another code." if recognizer.beside == "codes" else ""
        return f"'{recognizer.id}' finds nothing here. Correct the pattern or the example.{hint}"
    found = tuple(each.address for each in of_all if each.address is not None)
    if found == example.addresses:
        return None
    wanted = ", ".join(example.addresses or ()) or "no code"
    given = ", ".join(found) or "no code"
    return f"The text leads to {given}, and the example says {wanted}. Correct the pattern or the example."
