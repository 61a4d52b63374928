"""The questions of a pair lead to both of its codes, and never to nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from codepair.kit.problems import Problem
from codepair.kit.tree import Node
from codepair.library.checks.prose import check_text
from codepair.library.checks.references import check_reference
from codepair.library.model import Decision, Library


def check(library: Library) -> Iterator[Problem]:
    """Yield questions that lead to unknown codes, to nowhere, or are never asked."""
    for pair in library.all_guided:
        assert pair.guidance is not None
        if not pair.guidance.decision:
            continue
        node, steps = pair.guidance.node, pair.guidance.decision
        for position, step in enumerate(steps):
            yield from _check_question(library, node, position, step, is_across=pair.is_across)
            yield from _check_branches(node, position, step, is_last=position == len(steps) - 1)
        reached = {answer for step in steps for answer in (step.if_yes, step.if_no)}
        for entry in (pair.a, pair.b):
            if entry.reference not in reached:
                name = entry.reference.written if pair.is_across else entry.code
                message = f"No answer leads to '{name}'. Every decision leads to both codes of its pair."
                yield Problem(node.at("decision"), "decision", message)


def _check_question(
    library: Library, node: Node, position: int, step: Decision, *, is_across: bool
) -> Iterator[Problem]:
    where = ("decision", position)
    yield from check_text(node, step.ask, *where, "ask")
    if not step.ask.endswith(("?", "？")):
        message = "A decision asks questions that yes or no answers. End it with a question mark."
        yield Problem(node.at(*where, "ask"), "decision", message)
    for branch, reference in (("if_yes", step.if_yes), ("if_no", step.if_no)):
        if reference is not None:
            yield from check_reference(library, reference, node.at(*where, branch), is_across=is_across)


def _check_branches(node: Node, position: int, step: Decision, *, is_last: bool) -> Iterator[Problem]:
    """Yield a question after which the next one is asked for nothing, or there is none to ask."""
    ends = step.if_yes is not None and step.if_no is not None
    if is_last and not ends:
        message = "The last question leads to a code either way. Add the branch that is missing."
    elif not is_last and ends:
        message = "Both answers lead to a code, so the questions after this one are never asked. Remove a branch."
    elif not is_last and step.if_yes is None and step.if_no is None:
        message = "Neither answer leads to a code, so the question decides nothing. Add a branch or remove it."
    else:
        return
    yield Problem(node.at("decision", position), "decision", message)
