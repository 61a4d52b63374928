"""A flow shows its code; arrows and messages are one source and cannot contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from codepair.kit.characters import invisible_in_name
from codepair.kit.memory import once
from codepair.kit.problems import Problem
from codepair.library.checks.prose import check_text
from codepair.library.flow import Arrow, Event
from codepair.library.model import Entry, Library, Reference

MAX_EVENT = 100
"""Longest text of an event, in characters: it stands in a diagram."""


def check(library: Library) -> Iterator[Problem]:
    """Yield flows without their code, arrows that say something else than their message, marks on no line."""
    for entries in library.entries.values():
        for entry in entries.values():
            if entry.flow is None:
                continue
            if not any(entry.is_carried_by(arrow) for arrow in entry.flow.arrows):
                message = f"No arrow is labelled '{entry.title}', so the flow does not show its code. Label one."
                yield Problem(entry.node.at("flow", "steps"), "flow", message)
            for position, step in enumerate(entry.flow.steps):
                if isinstance(step, Arrow):
                    yield from _check_arrow(library, entry, position, step)
                else:
                    yield from _check_event(entry, position, step)


def _check_arrow(library: Library, entry: Entry, position: int, arrow: Arrow) -> Iterator[Problem]:
    path = ("flow", "steps", position)
    if invisible_in_name(arrow.label):
        message = "The label has a character that nobody can see. Remove it."
        yield Problem(entry.node.at(*path, "label"), "invisible-character", message)
    if arrow.message is None:
        for number in range(len(arrow.marks)):
            message = "There is no message whose line could be marked. Add the message or remove the mark."
            yield Problem(entry.node.at(*path, "marks", number), "flow-message", message)
        return
    known = entry.protocol.messages
    if known is None:
        message = f"{entry.protocol.path} does not say how messages are read. Add 'messages' with a 'label' there."
        yield Problem(entry.node.at(*path, "message"), "flow-message", message)
        return
    first = arrow.message.partition("\n")[0]
    label = _labels(entry)[position]
    if label is None:
        message = f"The message begins with '{first}', which is no first line of {entry.protocol.name}. Correct it."
        yield Problem(entry.node.at(*path, "message"), "flow-message", message)
    elif not _may_be_labelled(library, entry.protocol.id, label, arrow.label):
        message = f"The arrow says '{arrow.label}' and its message '{label}'. Correct one of them."
        yield Problem(entry.node.at(*path, "label"), "flow-message", message)
    lines = arrow.message.split("\n")
    for number, mark in enumerate(arrow.marks):
        if not any(line.startswith(mark) for line in lines):
            message = f"No line of the message begins with '{mark}'. Correct the mark or the message."
            yield Problem(entry.node.at(*path, "marks", number), "flow-message", message)


def _may_be_labelled(library: Library, protocol: str, said: str, label: str) -> bool:
    """Return whether an arrow's label fits what its message says: the same, or a code that has this number.

    A code whose own file is broken may have any number.
    """
    titles = {name for entry in library.with_number(protocol, said) for name in (entry.code, entry.title)}
    if label == said or label in titles:
        return True
    reference = Reference(protocol, label)
    return said.isdecimal() and library.find(reference) is None and not library.is_missing(reference)


@once
def _labels(entry: Entry) -> Mapping[int, str | None]:
    """Return what each of an entry's messages says of itself, by the position of its step."""
    known = entry.protocol.messages
    steps = enumerate(entry.flow.steps if entry.flow is not None and known is not None else ())
    return {
        position: known.label_of(step.message)
        for position, step in steps
        if known is not None and isinstance(step, Arrow) and step.message is not None
    }


def _check_event(entry: Entry, position: int, event: Event) -> Iterator[Problem]:
    yield from check_text(entry.node, event.says, "flow", "steps", position, "says")
    if len(event.says) > MAX_EVENT:
        message = f"An event stands in a diagram: at most {MAX_EVENT} characters; this has {len(event.says)}."
        yield Problem(entry.node.at("flow", "steps", position, "says"), "flow", message)
