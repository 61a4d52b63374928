"""What the shapes of all files share: the types of their texts, names and addresses."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from codepair.library.translated import Translated

NUMBER = r"^[0-9]{1,9}$"
WIRE_NUMBER = r"^-?[0-9]{1,20}$"
DATE = r"^[12][0-9]{3}-[01][0-9]-[0-3][0-9]$"
ADDRESS = r"^https?://[^\s<>\"'`\\^{|}]+$"
ADDRESS_WITH_SECTION = r"^https?://(?:[^\s<>\"'`\\^{|}]|\{section\})+$"
ENTRY_ADDRESS = r"^[^/\s]+/.*\S$"

RawText: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
Text: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5_000)]
Expression: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=5_000)]
"""A regular expression, in which a space at the end counts."""
Name: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)]
Code: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
"""Two codes are the name of a page's folder; a file system takes 255 bytes."""
Number: TypeAlias = Annotated[str, StringConstraints(pattern=NUMBER)]
WireNumber: TypeAlias = Annotated[str, StringConstraints(pattern=WIRE_NUMBER)]
Address: TypeAlias = Annotated[str, StringConstraints(pattern=ADDRESS, max_length=2_000)]
"""An address that a link may lead to; ``javascript:`` and ``data:`` run what they hold."""
SectionAddress: TypeAlias = Annotated[str, StringConstraints(pattern=ADDRESS_WITH_SECTION, max_length=2_000)]
Date: TypeAlias = Annotated[str, StringConstraints(pattern=DATE)]
EntryAddress: TypeAlias = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=ENTRY_ADDRESS, max_length=120)
]
"""A code with the folder of its protocol, as 'http/503' and 'grpc/UNAVAILABLE'."""
Identifier: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=60)]
Status: TypeAlias = Literal["registered", "deprecated", "historic", "unused", "reserved", "unofficial"]
TranslatedName: TypeAlias = Annotated[Name, Translated()]
TranslatedText: TypeAlias = Annotated[Text, Translated()]
ProseText: TypeAlias = Annotated[Text, Translated("prose")]
"""A text of an entry that a source supports."""
GuidanceText: TypeAlias = Annotated[Text, Translated("guidance")]
"""A part of a pair's guidance that a source supports."""
MAX_GLOSS = 60
"""Longest gloss, in characters: it stands in lists and on cards."""
MAX_SAYS = 160
"""Longest sentence, in characters: search results show no more of a description."""
MAX_NOTE = 160
"""Longest note, in characters: it stands in a cell of a table, beside another one on a phone."""
MAX_ALSO = 300
"""Most characters of an entry's search words together: they are sent to whoever searches."""
MAX_EVENT = 100
"""Longest text of an event, in characters: it stands in a diagram."""

SearchWords: TypeAlias = Annotated[
    list[Name], Field(min_length=1, max_length=30), Translated(limit=MAX_ALSO, is_searched=True)
]
"""What people type who look for an entry, in the words that it does not have."""
Names: TypeAlias = Annotated[list[Name], Field(min_length=1, max_length=50)]
NameOrNames: TypeAlias = Name | Names


class Shape(BaseModel):
    """Base of all file shapes: unknown fields are problems and docstrings become the schema's descriptions."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    called: ClassVar[str] = ""
    """What its texts belong to, for translators; ``{id}`` is its own, ``{above}`` that of what it stands in."""
