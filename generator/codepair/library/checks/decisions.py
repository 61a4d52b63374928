"""The questions of a pair lead to both of its codes, and never to nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from codepair.kit.problems import Problem, suggest
from codepair.library.checks.prose import check_text
from codepair.library.model import Decision, Library, Pair


def check(library: Library) -> Iterator[Problem]:
    """Yield questions that lead to unknown codes, to nowhere, or are never asked."""
    for name, pairs in library.guided.items():
        codes = library.entries[name].keys() | library.broken.get(name, frozenset())
        for pair in pairs:
            if pair.guidance is not None and pair.guidance.decision:
                yield from _check_path(pair, pair.guidance.decision, codes)


def _check_path(pair: Pair, decision: tuple[Decision, ...], codes: set[str]) -> Iterator[Problem]:
    assert pair.guidance is not None
    node = pair.guidance.node
    reached: set[str] = set()
    for position, step in enumerate(decision):
        where = ("decision", position)
        yield from check_text(node, step.ask, *where, "ask")
        if not step.ask.endswith(("?", "？")):
            message = "A decision asks questions that yes or no answers. End it with a question mark."
            yield Problem(node.at(*where, "ask"), "decision", message)
        for branch, code in (("if_yes", step.if_yes), ("if_no", step.if_no)):
            if code is None:
                continue
            reached.add(code)
            if code not in codes:
                message = f"There is no entry for code '{code}'.{suggest(code, codes)}"
                yield Problem(node.at(*where, branch), "unknown-code", message)
        is_last = position == len(decision) - 1
        ends = step.if_yes is not None and step.if_no is not None
        if is_last and not ends:
            message = "The last question leads to a code either way. Add the branch that is missing."
            yield Problem(node.at(*where), "decision", message)
        if not is_last and ends:
            message = (
                "Both answers lead to a code, so the questions after this one are never asked. Remove a branch."
            )
            yield Problem(node.at(*where), "decision", message)
        if not is_last and step.if_yes is None and step.if_no is None:
            message = "Neither answer leads to a code, so the question decides nothing. Add a branch or remove it."
            yield Problem(node.at(*where), "decision", message)
    for entry in (pair.a, pair.b):
        if entry.code not in reached:
            message = f"No answer leads to '{entry.code}'. Every decision leads to both codes of its pair."
            yield Problem(node.at("decision"), "decision", message)
