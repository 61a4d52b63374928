"""What the content folder says, as plain records: every value is the text that stands in a file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    seen: str | None = None
    """When it was seen, if it is a practice."""
    sections: Mapping[str, str] = field(default_factory=dict, compare=False)
    """What its sections are called, by number, if the content lists them."""

    @property
    def url_of_all(self) -> str | None:
        """Where the whole document can be read."""
        is_rfc = re.fullmatch(r"RFC\d+", self.id)
        return self.url or (f"https://www.rfc-editor.org/rfc/{self.id.lower()}" if is_rfc else None)

    @property
    def full_title(self) -> str:
        """Its title with its year."""
        return f"{self.title} ({self.year})" if self.year else self.title


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
    def title(self) -> str | None:
        """What the section is called, if that is known."""
        return self.specification.sections.get(self.number) or None

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
class Question:
    """What a protocol's codes can answer."""

    id: str
    type: str
    label: str
    choices: Mapping[str, str]
    """The labels of the values that it offers."""
    is_shared: bool
    """Whether it is one of ``questions.yml``."""
    is_key: bool
    """Whether its answer stands at the top of a code's page."""


@dataclass(frozen=True)
class Value:
    """Values of a fact with what they rest on."""

    names: tuple[str, ...]
    sections: tuple[Section, ...]
    """None for a reading."""
    note: str | None

    @property
    def basis(self) -> str:
        """What they rest on."""
        if not self.sections:
            return "reading"
        return "practice" if self.sections[0].specification.seen else "specification"


@dataclass(frozen=True)
class Fact:
    """An answer as a code or a response class gives it."""

    values: tuple[Value, ...]
    group: ResponseClass | None = None
    """The response class that gives it, if no entry does."""

    @property
    def names(self) -> frozenset[str]:
        """All values, whatever they rest on."""
        return frozenset(name for value in self.values for name in value.names)


@dataclass(frozen=True)
class ResponseClass:
    """A group of codes."""

    id: str
    label: str
    range: str | None
    pattern: re.Pattern[str]
    section: Section | None
    outcome: str | None
    """What its codes mean for the request."""
    facts: Raw = field(compare=False)
    """As they stand in the file."""
    meaning: str | None = None
    """What its codes mean, in a sentence."""


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
class Meaning:
    """What a code says in one of its meanings."""

    id: str | None
    label: str | None
    sources: tuple[Source, ...]
    prose: Mapping[str, str]
    facts: Mapping[str, Fact]
    flow: Flow | None


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
    since: Specification | None
    meanings: tuple[Meaning, ...]
    related: tuple[str, ...]
    reviewed: str | None
    """The day on which it was last read against its sources."""

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

    @property
    def defined_in(self) -> Section:
        """The section that defines it."""
        return self.meanings[0].sources[0].section

    def cited(self, *names: str) -> list[Section]:
        """All that it cites: where it is defined, for some of its texts, then for its facts."""
        sources = [source for meaning in self.meanings for source in meaning.sources]
        texts = [source.section for source in sources if any(name in source.supports for name in names)]
        facts = [fact for meaning in self.meanings for fact in meaning.facts.values()]
        rests = [section for fact in facts for value in fact.values for section in value.sections]
        return list(dict.fromkeys((self.defined_in, *texts, *rests)))

    @property
    def flows(self) -> list[tuple[Meaning, Flow]]:
        """Its exchanges."""
        return [(meaning, meaning.flow) for meaning in self.meanings if meaning.flow]

    def is_sent_by(self, arrow: Arrow) -> bool:
        """Return whether an arrow is this code."""
        return arrow.label in (self.code, self.title)

    def message(self, flow: Flow) -> Arrow | None:
        """Return the first arrow of a flow that is this code and shows its message."""
        arrows = [step for step in flow.steps if isinstance(step, Arrow) and step.message and self.is_sent_by(step)]
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
    main: Specification | None
    """The document whose sections are cited by their number alone."""
    summary: str
    groups: tuple[ResponseClass, ...]
    questions: Mapping[str, Question]
    participants: Mapping[str, str]
    name_pattern: re.Pattern[str] | None
    """Matches the beginning of a message's line that is shown as a name."""
    codes: Mapping[str, Code]
    """In their order."""
    guided: tuple[Pair, ...]
    documents: Mapping[str, Specification] = field(default_factory=dict)
    """What its files can cite."""
    group_facts: Mapping[str, Mapping[str, Fact]] = field(default_factory=dict)
    """What its response classes answer, by their ids."""
    fields: Sequence[Raw] = ()
    """Where its codes stand in texts, as ``recognizers.yml`` says it."""
    rank: str | None = None
    above: str = "../"
    """The way from a page to the protocol's pages."""

    def facts_of(self, group: ResponseClass) -> Mapping[str, Fact]:
        """Return what a response class answers for its codes."""
        return self.group_facts[group.id]

    @property
    def place(self) -> tuple[bool, int, str]:
        """Where it stands among protocols: by rank, those without one last and by their folders."""
        return self.rank is None, int(self.rank or 0), self.id

    @cached_property
    def away(self) -> Protocol:
        """The protocol as pages between protocols see it: with whole citations, and by another way."""
        return replace(self, main=None, above=f"../../{self.id}/")

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


@dataclass(frozen=True, eq=False)
class Across:
    """Two codes of different protocols, with what an editor wrote about them."""

    protocols: tuple[Protocol, Protocol]
    pair: Pair

    @property
    def sides(self) -> tuple[tuple[Protocol, Code], tuple[Protocol, Code]]:
        """Both codes, each with its protocol."""
        return (self.protocols[0], self.pair.a), (self.protocols[1], self.pair.b)

    @property
    def slug(self) -> str:
        """Its part of an address."""
        return "-vs-".join(f"{protocol.id}-{code.slug}" for protocol, code in self.sides)

    @property
    def order(self) -> list[object]:
        """Where it stands among the others."""
        return [part for protocol, code in self.sides for part in (protocol.place, code.order)]


@dataclass(frozen=True, eq=False)
class TableRow:
    """What a published table says of a value; of all that have no row of their own, if it names none."""

    origin: str | None
    targets: tuple[str, ...]
    sections: tuple[Section, ...]
    note: str | None


@dataclass(frozen=True, eq=False)
class Table:
    """A published table from one protocol or namespace to another."""

    id: str
    title: str
    origin: str
    target: str
    documents: Mapping[str, Specification]
    lost: str
    rows: tuple[TableRow, ...]
    others: TableRow | None
    others_codes: re.Pattern[str]
    """Of which values without a row the last one speaks."""

    def row(self, code: str) -> TableRow | None:
        """Return what it says of a value."""
        own = [row for row in self.rows if row.origin == code]
        is_other = self.others is not None and self.others_codes.fullmatch(code) is not None
        return own[0] if own else self.others if is_other else None

    def rows_to(self, code: str) -> list[TableRow]:
        """Return what becomes a value."""
        every = (*self.rows, *((self.others,) if self.others else ()))
        return [row for row in every if code in row.targets]


@dataclass(frozen=True)
class Namespace:
    """Values without pages."""

    id: str
    name: str
    document: Specification
    values: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Between:
    """What stands between protocols."""

    protocols: Mapping[str, Protocol]
    pairs: tuple[Across, ...] = ()
    tables: tuple[Table, ...] = ()
    namespaces: Mapping[str, Namespace] = field(default_factory=dict)

    def pairs_of(self, code: Code) -> list[Across]:
        """Return the comparisons of a code with codes of other protocols."""
        return [each for each in self.pairs if code in (each.pair.a, each.pair.b)]

    def back(self, table: Table) -> list[Table]:
        """Return the tables that lead the other way; if some list one of its documents, those."""
        found = [each for each in self.tables if (each.origin, each.target) == (table.target, table.origin)]
        own = [each for each in found if not set(each.documents).isdisjoint(table.documents)]
        return own or found
