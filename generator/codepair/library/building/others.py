"""The file of what is not covered in, what tells texts of such protocols out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from codepair.kit.problems import Problem, errors, suggest
from codepair.kit.tree import Node
from codepair.library.building.parts import build_parts, used_in
from codepair.library.building.questions import check_ids
from codepair.library.building.recognizers import build_expression, build_signs, sign_examples
from codepair.library.fitting import parse
from codepair.library.recognition import OTHERS, Example, Parts, Recognition
from codepair.library.shapes.recognizers import OtherRecognizerShape, OthersShape
from codepair.recognizing.recognizers import Field, Lead, Recognizer, Recognizers, notation

_WEIGHT = 9
"""What is certainly of another protocol decides what else may stand there."""

_WEIGHT_BESIDE = 1
"""What texts of any protocol have leaves its place to all else."""


def build_others(
    file: Path, path: str, node: Node, covered: frozenset[str], shared: Parts
) -> tuple[Recognition | None, list[Problem]]:
    """Return what tells texts of protocols that are not covered; of those that are, nothing."""
    shape, problems = parse(OthersShape, node)
    if shape is None:
        return None, problems
    problems += check_ids(node, "others", [each.id for each in shape.others])
    problems += check_ids(node, "recognizers", [each.id for each in shape.recognizers])
    parts, unread = build_parts(node, shape, shared)
    problems += unread
    labels = {each.id: each.name for each in shape.others if each.id not in covered}
    made: list[Recognizer] = []
    examples: dict[str, tuple[Example, ...]] = {}
    problems += _unlisted(node, shape)
    for position, each in enumerate(shape.recognizers):
        expression, found = build_expression(each.pattern, each, node, ("recognizers", position, "pattern"), parts)
        problems += found
        if expression is not None and each.other in labels:
            made.append(
                Recognizer(
                    each.id,
                    each.other,
                    expression.text,
                    means=each.other,
                    needs=expression.needs,
                    ignores_case=each.ignore_case,
                )
            )
            examples[each.id] = tuple(_examples(position, each))
    signs, found = build_signs(node, [(each.other, each) for each in shape.signs], parts)
    problems += found
    if errors(problems):
        return None, problems
    of_signs = [pair for pair in zip(signs, sign_examples(shape.signs), strict=True) if pair[0].of in labels]
    beside = {each.id: each.beside for each in shape.others}
    fields = {name: _field(name, is_beside=beside[name]) for name in labels}
    recognizers = Recognizers(OTHERS, False, fields, {}, {}, tuple(made), tuple(sign for sign, _ in of_signs))
    texts = tuple(each for _, each in of_signs)
    return Recognition(recognizers, labels, {}, examples, texts, used_in(shape), path, node), problems


def _field(name: str, *, is_beside: bool) -> Field:
    return Field(name, _WEIGHT_BESIDE if is_beside else _WEIGHT, is_beside, {notation(name): Lead(name)})


def _unlisted(node: Node, shape: OthersShape) -> Iterator[Problem]:
    """Yield where a protocol is written that the file does not list."""
    known = [each.id for each in shape.others]
    written = (
        ("recognizers", [each.other for each in shape.recognizers]),
        ("signs", [each.other for each in shape.signs]),
    )
    for part, others in written:
        for position, other in enumerate(others):
            if other not in known:
                message = f"'others' lists no '{other}'.{suggest(other, known) or ' List it there.'}"
                yield Problem(node.at(part, position, "other"), "recognizer", message)


def _examples(position: int, written: OtherRecognizerShape) -> Iterator[Example]:
    for at, text in enumerate(written.found):
        yield Example(text, (), ("recognizers", position, "found", at))
    for at, text in enumerate(written.not_found):
        yield Example(text, None, ("recognizers", position, "not_found", at))
