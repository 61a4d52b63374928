"""A flow shows its code; arrows and messages are one source and cannot contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from codepair.kit.characters import invisible_in_name
from codepair.kit.memory import once
from codepair.kit.problems import Problem
from codepair.library.checks.prose import check_text
from codepair.library.flow import Arrow, Event, Flow
from codepair.library.model import Entry, Library, Reference
from codepair.library.shapes.base import MAX_EVENT

Where: TypeAlias = "tuple[str | int, ...]"


def check(library: Library) -> Iterator[Problem]:
    """Yield flows without their code, arrows that say something else than their message, marks on no line."""
    for entries in library.entries.values():
        for entry in entries.values():
            for meaning in entry.meanings:
                if meaning.flow is not None:
                    yield from _check_flow(library, entry, (*meaning.where, "flow", "steps"), meaning.flow)


def _check_flow(library: Library, entry: Entry, where: Where, flow: Flow) -> Iterator[Problem]:
    if not any(entry.is_carried_by(arrow) for arrow in flow.arrows):
        message = f"No arrow is labelled '{entry.title}', so the flow does not show its code. Label one."
        yield Problem(entry.node.at(*where), "flow", message)
    for position, step in enumerate(flow.steps):
        if isinstance(step, Arrow):
            yield from _check_arrow(library, entry, (*where, position), step)
        else:
            yield from _check_event(entry, (*where, position), step)


def _check_arrow(library: Library, entry: Entry, path: Where, arrow: Arrow) -> Iterator[Problem]:
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
    label = _labels(entry)[path]
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

    A code whose own file is broken may have any number. A code alone may have any phrase: products write their own.
    """
    titles = {name for entry in library.with_number(protocol, said) for name in (entry.code, entry.title)}
    if label == said or label in titles:
        return True
    reference = Reference(protocol, label)
    if said.partition(" ")[0] == label and library.find(reference) is not None:
        return True
    return said.isdecimal() and library.find(reference) is None and not library.is_missing(reference)


@once
def _labels(entry: Entry) -> Mapping[Where, str | None]:
    """Return what each of an entry's messages says of itself, by where its step is."""
    known = entry.protocol.messages
    return {
        (*meaning.where, "flow", "steps", position): known.label_of(step.message)
        for meaning in entry.meanings
        for position, step in enumerate(meaning.flow.steps if meaning.flow is not None else ())
        if known is not None and isinstance(step, Arrow) and step.message is not None
    }


def _check_event(entry: Entry, path: Where, event: Event) -> Iterator[Problem]:
    yield from check_text(entry.node, event.says, *path, "says")
    if "`" in event.says:
        message = "An event stands in a diagram, where back-ticks are shown as they stand. Remove them."
        yield Problem(entry.node.at(*path, "says"), "flow", message)
    if len(event.says) > MAX_EVENT:
        message = f"An event stands in a diagram: at most {MAX_EVENT} characters; this has {len(event.says)}."
        yield Problem(entry.node.at(*path, "says"), "flow", message)
