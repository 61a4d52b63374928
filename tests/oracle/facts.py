"""The table of facts: a row a fact, said only where a page shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from tests.oracle.catalogs import Voice
from tests.oracle.expected import STATUSES, badge
from tests.oracle.notation import Value, collapsed
from tests.oracle.records import Code, Definition, Fact, Protocol, Section


@dataclass(frozen=True)
class Row:
    """A row of the table of facts of one code."""

    key: str | tuple[str, ...] | None
    """What two codes have to share for the row to be the same; None or empty if nothing is recorded."""
    label: Callable[[], str]
    """Says its name."""
    text: Callable[[], str]
    """Says the value."""
    section: Section | None = None
    """Where the value leads to."""

    def cell(self) -> Mapping[str, Value]:
        """Say the value with its link."""
        return {"value": collapsed(self.text()), "link": self.section.url if self.section else None}


def rows(voice: Voice, protocol: Protocol, code: Code) -> list[Row]:
    """Return the rows of a code, recorded or not: those of the protocol, then those that every code has."""

    def row(
        key: str | None, label: str, text: Callable[[], str] | str | None, section: Section | None = None
    ) -> Row:
        say = text if callable(text) else partial(str, text)
        return Row(key, partial(voice.words, label), say, section)

    group, first, since = code.group, code.sources[0].section, code.since
    found = [_fact(voice, code, definition) for definition in protocol.definitions.values()]
    if protocol.groups:
        group_section = group.section if group else None
        say = partial(badge, voice, group)
        found.append(row(group.id if group else None, "Response class", say, group_section))
    found.append(row(code.number, "Number", code.number))
    found.append(row(code.status, "Status", partial(voice.words, STATUSES[code.status])))
    found.append(row(first.label, "Defined in", first.label, first))
    found.append(row(since.id, "Since", f"{since.label} ({since.year})" if since.year else since.label))
    return found


def _fact(voice: Voice, code: Code, definition: Definition) -> Row:
    fact, label = code.facts.get(definition.id), partial(voice.text, definition.label)
    if fact is None:
        return Row(None, label, str)
    # A fact that names no section of its own is settled by the code's first source.
    section = fact.section or code.sources[0].section
    return Row(fact.value, label, partial(_value, voice, definition, fact), section)


def _value(voice: Voice, definition: Definition, fact: Fact) -> str:
    if isinstance(fact.value, tuple):
        return voice.listed([f"`{token}`" for token in fact.value])
    if definition.type == "choice":
        return voice.text(definition.choices[fact.value])
    return voice.number(fact.value)
