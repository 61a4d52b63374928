"""The shape of questions: what codes answer with their facts, of one protocol or of several."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag

from codepair.library.shapes.base import Identifier, Name, Shape, TranslatedName


class ChoiceShape(Shape):
    """A value that a question offers."""

    called = "{above}, value"

    id: Identifier
    """The value as entries write it."""
    label: TranslatedName
    """The value in a table."""
    alone: bool = False
    """Whether it excludes every other value of the question, as 'none' and 'never' do."""


class QuestionShape(Shape):
    """A question that codes answer with their facts."""

    called = "question {id}"

    id: Identifier
    """The question as entries write it."""
    type: Literal["choice", "tokens", "number"]
    """choice: values of the list below; tokens: names that stay as they are, or values of the list; number."""
    label: TranslatedName
    """The question in a table, in a few words."""
    key: bool = False
    """Whether its answer is one of the few that stand at the top of a code's page."""
    values: list[ChoiceShape] = Field(default_factory=list, max_length=100)
    """The values of a choice; of tokens, the words such as 'none' and 'any' that are no names."""


def _is_own(written: object) -> str:
    return "own" if isinstance(written, dict | QuestionShape) else "shared"


AskedShape: TypeAlias = Annotated[
    Annotated[Identifier, Tag("shared")] | Annotated[QuestionShape, Tag("own")], Discriminator(_is_own)
]
"""A question of the protocol's own, or the id of one that ``questions.yml`` declares."""
Exclusion: TypeAlias = Annotated[dict[Identifier, Name], Field(min_length=2, max_length=2)]
Exclusions: TypeAlias = Annotated[list[Exclusion], Field(max_length=500)]


class QuestionsShape(Shape):
    """Questions that codes of several protocols answer."""

    called = "shared questions"

    questions: list[QuestionShape] = Field(min_length=1, max_length=100)
    """The questions; a protocol names those that it uses."""
    excludes: Exclusions = Field(default_factory=list)
    """Two questions with a value each that no code can have both, such as {acts: nobody, again: changed}."""
