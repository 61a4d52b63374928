"""The shape of guidance across protocols: what an editor wrote about a code of one protocol and one of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from pydantic import Field

from codepair.library.shapes.base import EntryAddress, GuidanceText, Name, Shape, TranslatedText
from codepair.library.shapes.pair import GuidanceShape
from codepair.library.translated import fields_of


class DecisionAcrossShape(Shape):
    """A question on the way to the right code; a branch that is not given goes on to the next question."""

    called = "decision"

    ask: TranslatedText
    """A question that yes or no answers."""
    if_yes: EntryAddress | None = None
    """The code that is right if the answer is yes, with its protocol, as 'grpc/UNAVAILABLE'."""
    if_no: EntryAddress | None = None
    """The code that is right if the answer is no, with its protocol."""


class GuidanceAcrossShape(GuidanceShape):
    """What an editor wrote about two codes of different protocols."""

    unmatched: GuidanceText
    """What one of the two says that has no counterpart on the other side; where the way back leads elsewhere."""


ACROSS_FIELDS = fields_of(GuidanceAcrossShape, "guidance")

if TYPE_CHECKING:
    AcrossField: TypeAlias = str
else:
    AcrossField = Literal[ACROSS_FIELDS]


class SourceAcrossShape(Shape):
    """A cited specification of one of the two protocols and the parts of the guidance it supports."""

    cite: Name
    """Specification and section, as 'RFC9110#15.6.4'; one of the two protocols lists the specification."""
    supports: list[AcrossField] = Field(alias="for", default_factory=list, max_length=20)
    """The parts of the guidance that this section settles."""


class CodesAcrossShape(Shape):
    """Which two codes it is about."""

    codes: list[EntryAddress] = Field(min_length=2, max_length=2)
    """The two codes with their protocols, as 'http/503', in the protocols' order; the file has their names."""


class PairAcrossShape(GuidanceAcrossShape, CodesAcrossShape):
    """What an editor wrote about a code of one protocol and one of another."""

    decision: list[DecisionAcrossShape] = Field(default_factory=list, max_length=5)
    """Questions that lead to the right code, the most telling first."""
    sources: list[SourceAcrossShape] = Field(min_length=1, max_length=50)
    """Where it is specified."""
