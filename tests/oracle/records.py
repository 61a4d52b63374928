"""What the content folder says, as plain records: every value is the text that stands in a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

CURRENT = ("registered", "deprecated")
"""Statuses of codes that are compared with every other one."""

Raw: TypeAlias = "dict[str, Any]"
"""A mapping of a YAML file."""


@dataclass(frozen=True)
class Specification:
    """A document that is cited."""

    id: str
    title: str
    year: str | None
    label: str
    url: str | None
    section_url: str | None


@dataclass(frozen=True)
class Section:
    """A citation: a document, or a section of it."""

    specification: Specification
    number: str

    @property
    def label(self) -> str:
        """The citation as it is shown, such as ``RFC 4028 §6``."""
        name = self.specification.label
        return f"{name} §{self.number}" if self.number else name

    @property
    def url(self) -> str | None:
        """Where it can be read."""
        specification = self.specification
        if self.number and specification.section_url:
            return specification.section_url.replace("{section}", self.number)
        if not specification.id.startswith("RFC") or not specification.id[3:].isdecimal():
            return specification.url
        page = specification.url or f"https://www.rfc-editor.org/rfc/{specification.id.lower()}"
        kind = "section" if self.number[:1].isdigit() else "appendix"
        return f"{page}#{kind}-{self.number}" if self.number else page


@dataclass(frozen=True)
class Source:
    """A citation and the fields that it supports."""

    section: Section
    supports: tuple[str, ...]


@dataclass(frozen=True)
class Definition:
    """A fact that a protocol's codes can have."""

    id: str
    type: str
    label: str
    choices: Mapping[str, str]
    """The labels of a choice's values."""


@dataclass(frozen=True)
class Fact:
    """A fact as a code or a response class states it."""

    value: str | tuple[str, ...]
    section: Section | None
    """The section that it names itself."""
    group: ResponseClass | None = None
    """The response class that states it, if no entry does."""


@dataclass(frozen=True)
class ResponseClass:
    """A group of codes."""

    id: str
    label: str
    range: str | None
    pattern: re.Pattern[str]
    section: Section | None
    facts: Raw = field(compare=False)
    """As they stand in the file."""


@dataclass(frozen=True)
class Arrow:
    """A step in which something is sent."""

    sender: str
    receiver: str
    label: str
    message: str | None
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Event:
    """A step in which something happens."""

    at: str
    says: str


@dataclass(frozen=True)
class Flow:
    """An exchange."""

    section: Section
    participants: tuple[str, ...]
    steps: tuple[Arrow | Event, ...]


@dataclass(frozen=True, eq=False)
class Code:
    """An entry."""

    slug: str
    """Its part of an address: the name of its file."""
    code: str
    number: str | None
    phrase: str | None
    gloss: str | None
    says: str
    """One sentence that names it."""
    status: str
    group: ResponseClass | None
    sources: tuple[Source, ...]
    since: Specification
    prose: Mapping[str, str]
    facts: Mapping[str, Fact]
    flow: Flow | None
    related: tuple[str, ...]

    @property
    def title(self) -> str:
        """Code and phrase."""
        return f"{self.code} {self.phrase}" if self.phrase else self.code

    @cached_property
    def order(self) -> list[tuple[int, int, str]]:
        """Where it stands among its protocol's codes: by number, then by name, digits read as numbers."""
        text = f"{self.number} {self.code}" if self.number else self.code
        return [
            (0, int(run), "") if run.isdigit() else (1, 0, run.casefold()) for run in re.findall(r"\d+|\D+", text)
        ]

    @cached_property
    def numbered(self) -> list[Section]:
        """Its citations, each once, in the order in which they are numbered."""
        return list(dict.fromkeys(source.section for source in self.sources))

    def is_sent_by(self, arrow: Arrow) -> bool:
        """Return whether an arrow is this code."""
        return arrow.label in (self.code, self.title)

    @property
    def message(self) -> Arrow | None:
        """The first arrow that is this code and shows its message."""
        steps = self.flow.steps if self.flow else ()
        arrows = [step for step in steps if isinstance(step, Arrow) and step.message and self.is_sent_by(step)]
        return arrows[0] if arrows else None


@dataclass(frozen=True, eq=False)
class Pair:
    """Two codes, the smaller first, with what an editor wrote about them, if anything."""

    a: Code
    b: Code
    prose: Mapping[str, str] = field(default_factory=dict)
    decision: tuple[Mapping[str, str], ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def is_guided(self) -> bool:
        """Whether an editor wrote about it."""
        return bool(self.prose)

    @property
    def slug(self) -> str:
        """Its part of an address."""
        return f"{self.a.slug}-vs-{self.b.slug}"


@dataclass(frozen=True, eq=False)
class Protocol:
    """A folder of the content."""

    id: str
    name: str
    title: str
    summary: str
    groups: tuple[ResponseClass, ...]
    definitions: Mapping[str, Definition]
    participants: Mapping[str, str]
    name_pattern: re.Pattern[str] | None
    """Matches the beginning of a message's line that is shown as a name."""
    codes: Mapping[str, Code]
    """In their order."""
    guided: tuple[Pair, ...]

    @cached_property
    def pairs(self) -> Mapping[str, Pair]:
        """Every pair that has a page, by its part of the address, in the order of the codes."""
        guided = {pair.slug: pair for pair in self.guided}
        codes = list(self.codes.values())
        found = {}
        for index, a in enumerate(codes):
            for b in codes[index + 1 :]:
                pair = guided.get(f"{a.slug}-vs-{b.slug}") or Pair(a, b)
                if pair.is_guided or (a.status in CURRENT and b.status in CURRENT):
                    found[pair.slug] = pair
        return found

    @cached_property
    def _pairs_of(self) -> Mapping[Code, list[tuple[Code, Pair]]]:
        found: dict[Code, list[tuple[Code, Pair]]] = {code: [] for code in self.codes.values()}
        for pair in self.pairs.values():
            found[pair.a].append((pair.b, pair))
            found[pair.b].append((pair.a, pair))
        return {code: sorted(pairs, key=lambda item: item[0].order) for code, pairs in found.items()}

    def pairs_of(self, code: Code) -> list[tuple[Code, Pair]]:
        """Return the other code and the pair of every comparison of a code, in the order of the other codes."""
        return self._pairs_of[code]

    def guided_of(self, code: Code) -> list[Pair]:
        """Return the pairs with guidance of a code, in the order of their codes."""
        return [pair for pair in self.guided if code in (pair.a, pair.b)]
