"""Parts of patterns as a file writes them in, what each stands for out, and those that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator

from codepair.kit.problems import Problem
from codepair.kit.tree import Node
from codepair.library.shapes.recognizers import OthersShape, RecognizersShape
from codepair.recognizing.grammar import ExpressionError
from codepair.recognizing.parts import part_of, parts_in


def build_parts(node: Node, shape: RecognizersShape | OthersShape) -> tuple[dict[str, str], list[Problem]]:
    """Return what the parts of a file stand for, each with those above it."""
    made: dict[str, str] = {}
    problems = []
    used = {name for text in _texts(shape) for name in parts_in(text)}
    for name, written in shape.parts.items():
        try:
            made[name] = part_of(written, made)
        except ExpressionError as error:
            problems.append(Problem(node.at("parts", name), "expression", str(error)))
            made[name] = r"\w"  # so that nothing is said of those that use it
        if name not in used:
            message = f"No pattern has '{{{{{name}}}}}', so the part does nothing. Use it or remove it."
            problems.append(Problem(node.at("parts", name), "unused-part", message))
    return made, problems


def _texts(shape: RecognizersShape | OthersShape) -> Iterator[str]:
    """Yield all that may have parts."""
    yield from shape.parts.values()
    for each in (*shape.signs, *shape.recognizers):
        yield each.pattern
    if isinstance(shape, RecognizersShape):
        yield from (each.unless for each in shape.recognizers if each.unless is not None)
