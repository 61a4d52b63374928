"""Parts of patterns as files write them in, what each stands for out, and those that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from codepair.kit.problems import Problem, errors
from codepair.kit.tree import Node
from codepair.library.fitting import parse
from codepair.library.recognition import Parts
from codepair.library.shapes.recognizers import OthersShape, PartsShape, RecognizersShape
from codepair.recognizing.grammar import ExpressionError
from codepair.recognizing.parts import part_of, parts_in


def build_shared_parts(file: Path, path: str, node: Node) -> tuple[Parts | None, list[Problem]]:
    """Return what the parts of ``parts.yml`` stand for, which all files of recognizers may use."""
    shape, problems = parse(PartsShape, node)
    if shape is None:
        return None, problems
    made, found = _parts(node, shape.parts, {})
    problems += found
    return (None if errors(problems) else Parts(made, used_in(shape), node)), problems


def build_parts(
    node: Node, shape: RecognizersShape | OthersShape, shared: Parts
) -> tuple[dict[str, str], list[Problem]]:
    """Return what the parts of a file stand for, each with those above it, and those that all files share."""
    problems = [
        Problem(
            node.at("parts", name),
            "duplicate-id",
            f"'parts.yml' has a part '{name}', which all files share. Use that one, or give this another name.",
        )
        for name in shape.parts
        if name in shared.meant
    ]
    made, found = _parts(node, shape.parts, shared.meant)
    used = used_in(shape)
    problems += found
    problems += [unused(node, name) for name in shape.parts if name not in used]
    return made, problems


def _parts(
    node: Node, written: Mapping[str, str], shared: Mapping[str, str]
) -> tuple[dict[str, str], list[Problem]]:
    made = dict(shared)
    problems = []
    for name, text in written.items():
        try:
            made[name] = part_of(text, made)
        except ExpressionError as error:
            problems.append(Problem(node.at("parts", name), "expression", str(error)))
            made[name] = r"\w"  # so that nothing is said of those that use it
    return made, problems


def unused(node: Node, name: str) -> Problem:
    """Return what is said of a part that does nothing."""
    message = f"No pattern has '{{{{{name}}}}}', so the part does nothing. Use it or remove it."
    return Problem(node.at("parts", name), "unused-part", message)


def used_in(shape: RecognizersShape | OthersShape | PartsShape) -> tuple[str, ...]:
    """Return the names of all parts that a file uses, of those that all files share too."""
    return tuple(sorted({name for text in _texts(shape) for name in parts_in(text)}))


def _texts(shape: RecognizersShape | OthersShape | PartsShape) -> Iterator[str]:
    """Yield all that may have parts."""
    yield from shape.parts.values()
    if isinstance(shape, PartsShape):
        return
    for each in (*shape.signs, *shape.recognizers):
        yield each.pattern
    if isinstance(shape, RecognizersShape):
        yield from (each.unless for each in shape.recognizers if each.unless is not None)
