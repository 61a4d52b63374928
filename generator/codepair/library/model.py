"""What the files mean: protocols, entries, facts, pairs, with every reference resolved.

Pure values. All texts are in the source language; ``localize.py`` finds their translations by the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

from codepair.kit.patterns import Pattern, Span
from codepair.kit.tree import Node
from codepair.library.shapes import Status

PROSE_FIELDS = ("description", "when_seen", "fix", "use_when")
GUIDANCE_FIELDS = ("summary", "question", "next", "mistake", "which")
CURRENT: frozenset[Status] = frozenset({"registered", "deprecated"})
"""Statuses of codes that are compared with every other; the rest are compared only where an editor did it."""

Value: TypeAlias = "str | tuple[str, ...]"
"""A fact's value: the id of a choice, the text of a number, or a tuple of tokens."""

_NATURAL = re.compile(r"(\d+)")
_SLUG = re.compile(r"[^a-z0-9._]+")


def natural_key(code: str) -> tuple[tuple[bool, int, str], ...]:
    """Return a sort key under which digits count as numbers.

    >>> sorted(["5.1.10", "5.1.9", "421", "99", "NXDOMAIN"], key=natural_key)
    ['5.1.9', '5.1.10', '99', '421', 'NXDOMAIN']
    """
    steps = (step for step in _NATURAL.split(code) if step)
    return tuple((False, int(s), "") if s.isdecimal() else (True, 0, s.casefold()) for s in steps)


def slug(code: str) -> str:
    """Return the code as part of an address.

    >>> slug("422"), slug("5.1.1"), slug("NXDOMAIN"), slug("E-DNS-0x1F"), slug("Not Found")
    ('422', '5.1.1', 'nxdomain', 'e-dns-0x1f', 'not-found')
    """
    return _SLUG.sub("-", code.lower()).strip("-.")


@dataclass(frozen=True, slots=True)
class Specification:
    """A document that entries cite."""

    id: str
    title: str
    published: int | None = None
    name: str | None = None
    url: str | None = None
    section_url: str | None = None

    @property
    def label(self) -> str:
        """The name shown.

        >>> Specification("RFC3261", "SIP").label
        'RFC 3261'
        """
        return self.name or re.sub(r"^RFC(?=\d)", "RFC ", self.id)

    def address(self, section: str | None) -> str | None:
        """Return the address of the document or of a section of it.

        >>> Specification("RFC3261", "SIP").address("21.4.8")
        'https://www.rfc-editor.org/rfc/rfc3261#section-21.4.8'
        >>> Specification("RFC3261", "SIP").address("A")
        'https://www.rfc-editor.org/rfc/rfc3261#appendix-A'
        """
        rfc = re.fullmatch(r"RFC(\d+)", self.id)
        url = self.url or (f"https://www.rfc-editor.org/rfc/rfc{rfc[1]}" if rfc else None)
        if section is None:
            return url
        if self.section_url:
            return self.section_url.replace("{section}", section)
        if rfc:
            return f"{url}#{'section' if section[0].isdigit() else 'appendix'}-{section}"
        return url


@dataclass(frozen=True, slots=True)
class Citation:
    """A section of a specification."""

    specification: Specification
    section: str | None = None

    @property
    def label(self) -> str:
        """The citation as shown, the same in every language.

        >>> Citation(Specification("RFC4028", "Session Timers"), "6").label
        'RFC 4028 §6'
        """
        return f"{self.specification.label} §{self.section}" if self.section else self.specification.label

    @property
    def url(self) -> str | None:
        """Where the section can be read."""
        return self.specification.address(self.section)


@dataclass(frozen=True, slots=True)
class Source:
    """A citation and the fields of the entry or guidance it supports."""

    citation: Citation
    supports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A typed attribute of an entry and the section that settles it."""

    value: Value
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class FactValue:
    """A value of a choice."""

    id: str
    label: str
    shared: str | None = None


@dataclass(frozen=True, slots=True)
class FactDefinition:
    """A fact that entries of a protocol can state, with the sentences that compare two values."""

    id: str
    type: Literal["choice", "tokens", "number"]
    label: str
    values: Mapping[str, FactValue] = field(default_factory=dict)
    contrasts: Mapping[frozenset[str], str] = field(default_factory=dict)
    absent: str | None = None
    same: str | None = None
    both: str | None = None
    one: str | None = None


@dataclass(frozen=True, slots=True)
class Arrow:
    """A step of a flow in which something is sent."""

    sender: str
    receiver: str
    label: str
    message: str | None = None
    """The whole message as on the wire, with line feeds for line ends."""
    marks: tuple[str, ...] = ()
    """How the message's deciding lines begin."""


@dataclass(frozen=True, slots=True)
class Event:
    """A step of a flow in which something happens to a participant."""

    at: str
    says: str


@dataclass(frozen=True, slots=True)
class Flow:
    """An exchange in which a code is sent."""

    participants: tuple[str, ...]
    """Ids, from the side that asks."""
    steps: tuple[Arrow | Event, ...]
    citation: Citation

    @property
    def arrows(self) -> tuple[Arrow, ...]:
        """The steps in which something is sent."""
        return tuple(step for step in self.steps if isinstance(step, Arrow))


@dataclass(frozen=True, slots=True)
class MessageFormat:
    """How a protocol's messages are read."""

    label: Pattern
    """Matches a message's beginning; its first group that matches is the label of the arrow."""
    name: Pattern | None
    """Matches a line's beginning; its first group that matches, or all of it without groups, is shown as a name."""

    def label_of(self, message: str) -> str | None:
        """Return what the message's arrow is labelled, or None if it does not begin like a message.

        >>> MessageFormat(Pattern(r"SIP/2.0 (.+)|([A-Z]+) .+ SIP/2.0"), None).label_of("SIP/2.0 200 OK")
        '200 OK'
        """
        match = self.label.match(message)
        return next((group for group in match.groups if group is not None), None) if match else None

    def name_in(self, line: str) -> Span:
        """Return where the name of a line begins and ends; (0, 0) if it has none.

        >>> MessageFormat(Pattern("x"), Pattern("([A-Z][a-z]+): ")).name_in("Via: SIP/2.0")
        (0, 3)
        """
        match = self.name.match(line) if self.name is not None else None
        return (match.wanted if match else None) or (0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class ResponseClass:
    """A group of codes; equal only to itself."""

    id: str
    label: str
    order: int
    """Position among the protocol's classes, from 0; it chooses the class's colour and mark."""
    codes: Pattern
    """Matches a whole code of the class."""
    range: str | None = None
    meaning: str | None = None
    citation: Citation | None = None
    """The section that defines the class."""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    """Facts that hold for every code of the class unless the entry says otherwise."""


@dataclass(frozen=True, eq=False)
class Protocol:
    """A protocol and what its entries can say; equal only to itself."""

    id: str
    name: str
    title: str
    summary: str
    specifications: Mapping[str, Specification]
    response_classes: tuple[ResponseClass, ...]
    facts: Mapping[str, FactDefinition]
    """In the order that matters to a reader."""
    participants: Mapping[str, str]
    """Their names by id."""
    messages: MessageFormat | None
    rank: int | None
    """Where it stands among other protocols, the smallest first."""
    registry_name: str | None
    registry_url: str | None
    path: str
    node: Node = field(repr=False)


@dataclass(frozen=True, eq=False)
class Entry:
    """What is known about one code; two entries are equal only if they are one."""

    protocol: Protocol
    code: str
    number: str | None
    """The number on the wire, where the code is a name."""
    phrase: str | None
    gloss: str | None
    status: Status
    response_class: ResponseClass | None
    sources: tuple[Source, ...]
    since: Specification
    prose: Mapping[str, str]
    """The prose fields by name."""
    facts: Mapping[str, Fact]
    flow: Flow | None
    related: tuple[str, ...]
    """Codes, in the editor's order."""
    path: str
    node: Node = field(repr=False)

    @cached_property
    def slug(self) -> str:
        """The code in addresses."""
        return slug(self.code)

    @cached_property
    def address(self) -> str:
        """The entry's name across protocols, such as ``sip/422``."""
        return f"{self.protocol.id}/{self.slug}"

    @cached_property
    def values(self) -> tuple[Value | None, ...]:
        """The values of its facts in the protocol's order; None where the entry says nothing."""
        return tuple(fact.value if (fact := self.facts.get(name)) else None for name in self.protocol.facts)

    @cached_property
    def order(self) -> tuple[tuple[bool, int, str], ...]:
        """Where the code stands among its protocol's codes: by its number, then by its name."""
        return natural_key(f"{self.number} {self.code}" if self.number else self.code)

    @property
    def title(self) -> str:
        """Code and phrase, the same in every language.

        A protocol whose codes are names has no phrases.
        """
        return f"{self.code} {self.phrase}" if self.phrase else self.code

    def is_carried_by(self, arrow: Arrow) -> bool:
        """Return whether an arrow of a flow is this code."""
        return arrow.label in (self.title, self.code)

    @property
    def message(self) -> Arrow | None:
        """The arrow of the entry's flow that shows this code's message, if one does."""
        arrows = self.flow.arrows if self.flow else ()
        return next((arrow for arrow in arrows if arrow.message and self.is_carried_by(arrow)), None)

    @property
    def is_current(self) -> bool:
        """Whether the code is compared with every other current one."""
        return self.status in CURRENT


@dataclass(frozen=True, slots=True)
class Decision:
    """A question on the way to the right code; a branch without a code goes on to the next question."""

    ask: str
    if_yes: str | None
    if_no: str | None


@dataclass(frozen=True, eq=False)
class Guidance:
    """What an editor wrote about one pair; equal only to itself."""

    prose: Mapping[str, str]
    """The parts that were written, by name."""
    decision: tuple[Decision, ...]
    sources: tuple[Source, ...]
    path: str
    node: Node = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries of one protocol, the smaller first, and what an editor wrote about them."""

    a: Entry
    b: Entry
    guidance: Guidance | None = None

    @property
    def slug(self) -> str:
        """The pair in addresses, such as ``202-vs-422``."""
        return f"{self.a.slug}-vs-{self.b.slug}"

    @property
    def title(self) -> str:
        """The comparison's title, the same in every language."""
        return f"{self.a.protocol.name} {self.a.title} vs {self.b.title}"


def make_pair(one: Entry, other: Entry) -> Pair:
    """Return the pair of two entries, the smaller first."""
    return Pair(one, other) if one.order <= other.order else Pair(other, one)


@dataclass(frozen=True)
class Library:
    """All protocols with their entries and guidance."""

    protocols: Mapping[str, Protocol]
    entries: Mapping[str, Mapping[str, Entry]]
    """By protocol, then by code; codes in their natural order."""
    guided: Mapping[str, tuple[Pair, ...]]
    """By protocol: the pairs that have guidance, in their natural order."""
    registries: Mapping[str, tuple[RegistryRow, ...]]
    """By protocol: the rows of its ``registry.csv``, where there is one."""
    broken: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By protocol: the slugs of entries whose files have errors of their own, reported already."""


@dataclass(frozen=True, slots=True)
class RegistryRow:
    """What a registry says about a code."""

    code: str
    name: str
    reference: str
    status: str
    number: str
    """The code's number, if it is a name; empty if the registry's file has none."""
    line: int
    """Line in the registry's file, from 1."""
