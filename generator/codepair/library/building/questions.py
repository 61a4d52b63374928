"""Questions as files write them in, questions that facts answer out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from codepair.kit.problems import Problem, errors, one_of, suggest
from codepair.kit.tree import Node
from codepair.library.facts import Choice, Exclusion, Question, Questions
from codepair.library.fitting import parse
from codepair.library.shapes.questions import Exclusion as ExclusionShape
from codepair.library.shapes.questions import QuestionShape, QuestionsShape


def build_shared(file: Path, path: str, node: Node) -> tuple[Questions | None, list[Problem]]:
    """Return the questions of ``questions.yml``, which several protocols share."""
    shape, problems = parse(QuestionsShape, node)
    if shape is None:
        return None, problems
    asked = {item.id: build_question(item, is_shared=True) for item in shape.questions}
    problems += check_ids(node, "questions", [item.id for item in shape.questions])
    problems += _check_values(node, enumerate(shape.questions))
    excludes, found = build_exclusions(node, shape.excludes, asked)
    problems += found
    return (None if errors(problems) else Questions(asked, excludes)), problems


def build_asked(
    node: Node, written: Sequence[str | QuestionShape], shared: Questions
) -> tuple[dict[str, Question], list[Problem]]:
    """Return what the codes of a protocol are asked: questions of its own, and shared ones by their ids."""
    asked: dict[str, Question] = {}
    problems: list[Problem] = []
    for position, item in enumerate(written):
        if isinstance(item, QuestionShape):
            asked.setdefault(item.id, build_question(item))
        elif item in shared.by_id:
            asked.setdefault(item, shared.by_id[item])
        else:
            hint = suggest(item, shared.by_id) or " Declare it there, or write it here with type, label and values."
            message = f"'questions.yml' declares no question '{item}'.{hint}"
            problems.append(Problem(node.at("questions", position), "unknown-question", message))
    names = [item.id if isinstance(item, QuestionShape) else item for item in written]
    problems += check_ids(node, "questions", names)
    own = ((position, item) for position, item in enumerate(written) if isinstance(item, QuestionShape))
    problems += _check_values(node, own)
    return asked, problems


def build_question(item: QuestionShape, *, is_shared: bool = False) -> Question:
    """Return a question."""
    choices = {each.id: Choice(each.id, each.label, each.alone) for each in item.values}
    return Question(item.id, item.type, item.label, choices, is_shared, item.key)


def build_exclusions(
    node: Node, written: Iterable[ExclusionShape], asked: Mapping[str, Question]
) -> tuple[tuple[Exclusion, ...], list[Problem]]:
    """Return what no code can answer to two questions at once."""
    exclusions: list[Exclusion] = []
    problems: list[Problem] = []
    for position, item in enumerate(written):
        found = [each for name, value in item.items() for each in _side(node, (position, name), asked, value)]
        problems += found
        if not found:
            one, other = item.items()
            exclusions.append((one, other))
    return tuple(exclusions), problems


def _side(node: Node, where: tuple[int, str], asked: Mapping[str, Question], value: str) -> Iterator[Problem]:
    """Yield what is wrong with one side of an exclusion."""
    name = where[1]
    question = asked.get(name)
    if question is None:
        message = f"There is no question '{name}' here.{suggest(name, asked)}"
        yield Problem(node.key("excludes", *where), "unknown-question", message)
    elif question.type == "choice" and value not in question.choices:
        message = f"'{value}' is not a value of '{name}'; it must be one of {one_of(question.choices)}."
        yield Problem(node.at("excludes", *where), "wrong-value", message + suggest(value, question.choices))


def check_ids(node: Node, name: str, ids: Sequence[str], *, field: str | None = "id") -> Iterator[Problem]:
    """Yield ids that stand twice in a list, each in a field of an item, or as the item itself."""
    first: dict[str, int] = {}
    for position, id_ in enumerate(ids):
        if first.setdefault(id_, position) != position:
            message = f"'{id_}' stands twice in '{name}'. Remove one."
            where = (name, position) if field is None else (name, position, field)
            yield Problem(node.at(*where), "duplicate-id", message)


def _check_values(node: Node, questions: Iterable[tuple[int, QuestionShape]]) -> Iterator[Problem]:
    """Yield questions whose values do not fit their type."""
    for position, item in questions:
        place = node.at("questions", position)
        if item.type == "choice" and not item.values:
            yield Problem(place, "question", f"'{item.id}' is a choice: list its 'values'.")
        if item.type == "number" and item.values:
            yield Problem(place, "question", f"'{item.id}' is answered with a number: remove its 'values'.")
        ids = [each.id for each in item.values]
        for at, id_ in enumerate(ids):
            if id_ in ids[:at]:
                message = f"'{id_}' stands twice among the values of '{item.id}'. Remove one."
                yield Problem(node.at("questions", position, "values", at, "id"), "duplicate-id", message)
