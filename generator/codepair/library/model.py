"""What the files mean: protocols, entries, pairs and the library of them all.

Pure values. All texts are in the source language; a translator finds their translations by the text itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from codepair.kit.patterns import Pattern
from codepair.kit.tree import Node
from codepair.library.citations import Citation, Documents, Source, Specification
from codepair.library.facts import Exclusion, Fact, Question
from codepair.library.flow import Arrow, Flow, MessageFormat
from codepair.library.mappings import MappingTable, Namespace
from codepair.library.naming import Key, Order, place, slug
from codepair.library.recognition import Recognition
from codepair.library.registry import RegistryRow
from codepair.library.shapes.base import Status

CURRENT: frozenset[Status] = frozenset({"registered", "deprecated"})
"""Statuses of codes that are compared with every other; the rest are compared only where an editor did it."""

ACROSS = "pairs"
"""The folder of the content, and the catalog domain, of what editors wrote about codes of two protocols."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A code as one text names it to another: a related code, an answer of a decision, a row of a registry.

    There may be no entry for it: ``Library.find`` resolves it.
    """

    protocol: str
    code: str

    @property
    def address(self) -> str:
        """The name of the entry across protocols.

        >>> Reference("mail", "Not Found").address
        'mail/not-found'
        """
        return f"{self.protocol}/{slug(self.code)}"

    @property
    def written(self) -> str:
        """How files that know several protocols write it, such as ``grpc/NOT_FOUND``."""
        return f"{self.protocol}/{self.code}"


@dataclass(frozen=True, slots=True, eq=False)
class ResponseClass:
    """A group of codes; equal only to itself."""

    id: str
    label: str
    order: int
    """Position among the protocol's classes, from 0."""
    codes: Pattern
    """Matches a whole code of the class."""
    range: str | None = None
    meaning: str | None = None
    citation: Citation | None = None
    """The section that defines the class."""
    outcome: str | None = None
    """What its codes mean for the request; it chooses the class's colour."""
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
    questions: Mapping[str, Question]
    """What its codes answer, the most telling first."""
    excludes: tuple[Exclusion, ...]
    """What no code can answer to two of them at once."""
    participants: Mapping[str, str]
    """Their names by id."""
    messages: MessageFormat | None
    main: Specification | None
    """The document whose sections are cited by their number alone."""
    family: str | None
    """What it is used for: on the home page protocols of one family stand together."""
    rank: int | None
    """Where it stands among other protocols, the smallest first."""
    order: Order
    """How its codes are ordered."""
    listed: tuple[str, ...]
    """Its codes in the order in which they stand, if that is listed."""
    registry_name: str | None
    registry_url: str | None
    path: str
    node: Node = field(repr=False)

    @cached_property
    def documents(self) -> Documents:
        """What its files can cite."""
        return Documents(self.specifications, (self.path,))

    @property
    def place(self) -> tuple[bool, int, str]:
        """Where it stands among other protocols: by its rank, those without one last and by their names."""
        return self.rank is None, self.rank or 0, self.id


@dataclass(frozen=True, eq=False)
class Meaning:
    """What a code says in one of its meanings; most codes have one. Equal only to itself."""

    sources: tuple[Source, ...]
    prose: Mapping[str, str]
    """The prose fields by name."""
    facts: Mapping[str, Fact]
    """By question."""
    flow: Flow | None
    where: tuple[str | int, ...] = ()
    """Where it stands in the entry's node."""
    id: str | None = None
    label: str | None = None
    """What tells it from the code's other meanings; None if it is the only one."""


@dataclass(frozen=True, eq=False)
class Entry:
    """What is known about one code; two entries are equal only if they are one."""

    protocol: Protocol
    code: str
    number: str | None
    """The number on the wire, where the code is a name."""
    phrase: str | None
    gloss: str | None
    says: str
    """One sentence that names the code and tells it from its neighbours."""
    also: tuple[str, ...]
    """What people type who look for it, in other words than phrase and gloss."""
    status: Status
    response_class: ResponseClass | None
    since: Specification | None
    """The document that introduced it; none has introduced what is only seen in practice."""
    meanings: tuple[Meaning, ...]
    """At least one, the commonest first."""
    related: tuple[Reference, ...]
    """In the editor's order."""
    reviewed: str | None
    """When it was last read against its sources, as 2026-11-25."""
    path: str
    node: Node = field(repr=False)

    @cached_property
    def slug(self) -> str:
        """The code in addresses."""
        return slug(self.code)

    @cached_property
    def reference(self) -> Reference:
        """What leads to this entry."""
        return Reference(self.protocol.id, self.code)

    @cached_property
    def address(self) -> str:
        """The entry's name across protocols, such as ``sip/422``."""
        return self.reference.address

    @cached_property
    def order(self) -> Key:
        """Where the code stands among its protocol's codes; by itself by its number, then by its name."""
        return place(self.code, self.number, self.protocol.order, self.protocol.listed)

    @property
    def title(self) -> str:
        """Code and phrase, the same in every language.

        A protocol whose codes are names has no phrases.
        """
        return f"{self.code} {self.phrase}" if self.phrase else self.code

    @property
    def full_title(self) -> str:
        """Protocol, number of a code that is a name, code and phrase: what tells it from other protocols' codes."""
        number = f" {self.number}" if self.number else ""
        return f"{self.protocol.name}{number} {self.title}"

    @property
    def defined_in(self) -> Citation:
        """The section that defines the code."""
        return self.meanings[0].sources[0].citation

    @property
    def flows(self) -> tuple[Meaning, ...]:
        """The meanings whose exchange is known."""
        return tuple(meaning for meaning in self.meanings if meaning.flow is not None)

    def is_carried_by(self, arrow: Arrow) -> bool:
        """Return whether an arrow of a flow is this code."""
        return arrow.label in (self.title, self.code)

    def message(self, flow: Flow) -> Arrow | None:
        """Return the arrow of a flow that shows this code's message, if one does."""
        return next((arrow for arrow in flow.arrows if arrow.message and self.is_carried_by(arrow)), None)

    @property
    def is_current(self) -> bool:
        """Whether the code is compared with every other current one."""
        return self.status in CURRENT


@dataclass(frozen=True, slots=True)
class Decision:
    """A question on the way to the right code; a branch without a code goes on to the next question."""

    ask: str
    if_yes: Reference | None
    if_no: Reference | None


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
    """Two entries and what an editor wrote about them: of one protocol, the smaller first, or of two."""

    a: Entry
    b: Entry
    guidance: Guidance | None = None

    @property
    def slug(self) -> str:
        """The pair in addresses, such as ``202-vs-422`` or ``http-503-vs-grpc-unavailable``."""
        if self.is_across:
            return f"{self.a.protocol.id}-{self.a.slug}-vs-{self.b.protocol.id}-{self.b.slug}"
        return f"{self.a.slug}-vs-{self.b.slug}"

    @property
    def is_across(self) -> bool:
        """Whether the two are of different protocols."""
        return self.a.protocol is not self.b.protocol

    @property
    def domain(self) -> str:
        """The catalog of what an editor wrote about them."""
        return ACROSS if self.is_across else self.a.protocol.id

    @property
    def title(self) -> str:
        """The comparison's title, the same in every language."""
        if self.is_across:
            return f"{self.a.full_title} vs {self.b.full_title}"
        return f"{self.a.protocol.name} {self.a.title} vs {self.b.title}"


def make_pair(one: Entry, other: Entry) -> Pair:
    """Return the pair of two entries of one protocol, the smaller first."""
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
    across: tuple[Pair, ...] = ()
    """The pairs of codes of two protocols: in the order of the protocols, then of their codes."""
    namespaces: Mapping[str, Namespace] = field(default_factory=dict)
    """What mappings lead to or from and is no protocol, by id."""
    mappings: tuple[MappingTable, ...] = ()
    """By their ids."""
    nodes: Mapping[str, tuple[Node, ...]] = field(default_factory=dict)
    """By catalog domain, which is the folder's name: what all its files say that are YAML, wrong ones too."""
    unread: frozenset[str] = frozenset()
    """The domains with a file that is no YAML or cannot be read: what it says nobody knows."""
    recognition: Mapping[str, Recognition] = field(default_factory=dict)
    """By protocol: what finds its codes in a text, where that is known."""
    others: Recognition | None = None
    """What tells texts of protocols that are not covered."""
    broken: tuple[Reference, ...] = ()
    """Codes whose files have errors of their own, reported already: what the file says, then what it is called."""

    @cached_property
    def all_guided(self) -> tuple[Pair, ...]:
        """Every pair with guidance: protocol by protocol, then those across."""
        own = tuple(pair for name in self.protocols for pair in self.guided[name])
        return own + self.across

    def find(self, reference: Reference) -> Entry | None:
        """Return the entry that a reference leads to, if there is one."""
        return self.entries.get(reference.protocol, {}).get(reference.code)

    def is_missing(self, reference: Reference) -> bool:
        """Return whether a reference leads nowhere: to no entry, not even to one with errors of its own."""
        return self.find(reference) is None and reference.address not in self._broken

    def with_number(self, protocol: str, number: str) -> tuple[Entry, ...]:
        """Return every code that a number on the wire may mean, in the order of the codes."""
        return self._numbers.get((protocol, number), ())

    @cached_property
    def _broken(self) -> frozenset[str]:
        return frozenset(reference.address for reference in self.broken)

    @cached_property
    def _numbers(self) -> Mapping[tuple[str, str], tuple[Entry, ...]]:
        found: dict[tuple[str, str], tuple[Entry, ...]] = {}
        for name, entries in self.entries.items():
            for entry in entries.values():
                if entry.number is not None:
                    key = (name, entry.number)
                    found[key] = (*found.get(key, ()), entry)
        return found
