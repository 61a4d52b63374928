"""The shape of guidance: what an editor wrote about one pair of codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from pydantic import Field

from codepair.library.shapes.base import Code, GuidanceText, Name, Shape, TranslatedText
from codepair.library.translated import fields_of


class DecisionShape(Shape):
    """A question on the way to the right code; a branch that is not given goes on to the next question."""

    called = "decision"

    ask: TranslatedText
    """A question that yes or no answers."""
    if_yes: Code | None = None
    """The code that is right if the answer is yes."""
    if_no: Code | None = None
    """The code that is right if the answer is no."""


class GuidanceShape(Shape):
    """What an editor wrote about two codes."""

    called = "guidance"

    summary: GuidanceText
    """What sets the two apart, in one or two whole sentences."""
    question: GuidanceText | None = None
    """The one question that decides between them."""
    next: GuidanceText | None = None
    """What each does to the caller or client next."""
    mistake: GuidanceText | None = None
    """The mistake people make with these two."""
    which: GuidanceText
    """When to use which."""


GUIDANCE_FIELDS = fields_of(GuidanceShape, "guidance")

if TYPE_CHECKING:
    GuidanceField: TypeAlias = str
else:
    GuidanceField = Literal[GUIDANCE_FIELDS]


class GuidanceSourceShape(Shape):
    """A cited specification and the parts of the guidance it supports."""

    cite: Name
    """Specification and section, as 'RFC4028#6'."""
    supports: list[GuidanceField] = Field(alias="for", default_factory=list, max_length=20)
    """The parts of the guidance that this section settles."""


class CodesShape(Shape):
    """Which two codes it is about."""

    codes: list[Code] = Field(min_length=2, max_length=2)
    """The two codes, the smaller first; the file has their names."""


class PairShape(GuidanceShape, CodesShape):
    """What an editor wrote about one pair of codes."""

    decision: list[DecisionShape] = Field(default_factory=list, max_length=5)
    """Questions that lead to the right code, the most telling first."""
    sources: list[GuidanceSourceShape] = Field(min_length=1, max_length=50)
    """Where it is specified."""
