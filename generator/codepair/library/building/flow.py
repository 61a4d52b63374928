"""A flow as an entry writes it in, arrows and events between known participants out."""

from __future__ import annotations

from codepair.kit.problems import Problem, errors, one_of, suggest
from codepair.kit.tree import Node
from codepair.library.building.citations import build_citation
from codepair.library.flow import Arrow, Event, Flow
from codepair.library.model import Protocol
from codepair.library.shapes.entry import FlowShape, StepShape


def build_flow(
    node: Node, where: tuple[str | int, ...], written: FlowShape, protocol: Protocol
) -> tuple[Flow | None, list[Problem]]:
    """Return a flow whose steps name participants and are arrows or events; what they say is checked later.

    ``where`` leads to it from the file's node.
    """
    citation, problems = build_citation(written.source, node.at(*where, "source"), protocol.documents)
    for position, name in enumerate(written.participants):
        if name not in protocol.participants:
            hint = suggest(name, protocol.participants) or f" List it under 'participants' in {protocol.path}."
            message = f"{protocol.name} has no participant '{name}'.{hint}"
            problems.append(Problem(node.at(*where, "participants", position), "flow", message))
    steps: list[Arrow | Event] = []
    for position, step in enumerate(written.steps):
        made, found = _step(node, (*where, "steps", position), step, written.participants)
        problems += found
        if made is not None:
            steps.append(made)
    if citation is None or errors(problems):
        return None, problems
    return Flow(tuple(written.participants), tuple(steps), citation), problems


def _step(
    node: Node, where: tuple[str | int, ...], step: StepShape, participants: list[str]
) -> tuple[Arrow | Event | None, list[Problem]]:
    problems = []
    for key, who in (("from", step.sender), ("to", step.receiver), ("at", step.at)):
        if who is not None and who not in participants:
            hint = suggest(who, participants) or f" They are {one_of(participants)}."
            problems.append(Problem(node.at(*where, key), "flow", f"'{who}' takes no part in this flow.{hint}"))
    if step.sender and step.receiver and step.label and step.at is None and step.says is None:
        if step.sender == step.receiver:
            message = "An arrow leads from one participant to another."
            problems.append(Problem(node.at(*where), "flow", message))
        text = step.message.rstrip("\n") if step.message else None
        return Arrow(step.sender, step.receiver, step.label, text, tuple(step.marks)), problems
    if step.at and step.says and not (step.sender or step.receiver or step.label or step.message):
        return Event(step.at, step.says), problems
    message = "A step is an arrow with 'from', 'to' and 'label', or an event with 'at' and 'says'."
    return None, [*problems, Problem(node.at(*where), "flow", message)]
