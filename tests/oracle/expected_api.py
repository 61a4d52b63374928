"""What the JSON document of a protocol has to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tests.oracle.catalogs import Catalogs, Voice
from tests.oracle.content import PROSE
from tests.oracle.notation import Value
from tests.oracle.records import Arrow, Code, Definition, Event, Fact, Pair, Protocol, Section, Source

VERSION = "1"


class Machine:
    """Says the texts of a protocol to a machine: each with its language, back-ticks left as they are."""

    def __init__(self, protocol: Protocol, catalogs: Catalogs, address: str) -> None:
        self.protocol = protocol
        self.language = catalogs.language
        self._voice = Voice(catalogs, protocol.id)
        self._address = address

    def text(self, text: str) -> Mapping[str, Value]:
        """Return a text with the language it is in."""
        found = self._voice.translation(text)
        return {"text": text if found is None else found, "lang": "en" if found is None else self.language.tag}

    def page(self, slug: str) -> str:
        """Return the address of a page of the protocol, or of the protocol itself."""
        return f"{self._address}{self.language.prefix}{self.protocol.id}/{slug}"


def document(protocol: Protocol, catalogs: Catalogs, address: str) -> Mapping[str, Value]:
    """Return everything that the document of a protocol has to say."""
    machine = Machine(protocol, catalogs, address)
    return {
        "$schema": f"{address}api/v{VERSION}/schema.json",
        "version": VERSION,
        "locale": catalogs.language.tag,
        "id": protocol.id,
        "name": protocol.name,
        "title": protocol.title,
        "summary": machine.text(protocol.summary),
        "url": machine.page(""),
        "codes": [_code(machine, code) for code in protocol.codes.values()],
        "pairs": [_pair(machine, pair) for pair in protocol.guided],
    }


def _code(machine: Machine, code: Code) -> Mapping[str, Value]:
    definitions = machine.protocol.definitions
    return {
        "code": code.code,
        "number": code.number,
        "phrase": code.phrase,
        "gloss": machine.text(code.gloss) if code.gloss else None,
        "says": machine.text(code.says),
        "status": code.status,
        "response_class": code.group.id if code.group else None,
        "url": machine.page(f"{code.slug}/"),
        **{name: machine.text(code.prose[name]) for name in PROSE},
        "facts": {name: _fact(machine, code, definitions[name], fact) for name, fact in code.facts.items()},
        "flow": [_step(machine, step) for step in code.flow.steps] if code.flow else [],
        "sources": _sources(code.sources),
        "related": code.related,
    }


def _fact(machine: Machine, code: Code, definition: Definition, fact: Fact) -> Mapping[str, Value]:
    says: dict[str, Value] = dict.fromkeys(("value", "id", "tokens", "number"))
    if isinstance(fact.value, tuple):
        says["tokens"] = fact.value
    elif definition.type == "choice":
        says |= {"value": machine.text(definition.choices[fact.value]), "id": fact.value}
    else:
        says["number"] = fact.value
    return {"label": machine.text(definition.label), **says, "source": settled_by(code, fact).label}


def settled_by(code: Code, fact: Fact) -> Section:
    """Return the section that settles a fact.

    It is the one that the fact names itself; else, for what a response class says of all its codes, the section
    that defines the class; else the first source of the code.
    """
    inherited = fact.group.section if fact.group else None
    return fact.section or inherited or code.sources[0].section


def _step(machine: Machine, step: Arrow | Event) -> Mapping[str, Value]:
    says: dict[str, Value] = dict.fromkeys(("from", "to", "label", "message", "at", "says"))
    if isinstance(step, Event):
        return {**says, "at": step.at, "says": machine.text(step.says)}
    return {**says, "from": step.sender, "to": step.receiver, "label": step.label, "message": step.message}


def _pair(machine: Machine, pair: Pair) -> Mapping[str, Value]:
    return {
        "codes": [pair.a.code, pair.b.code],
        "url": machine.page(f"{pair.slug}/"),
        "guidance": {name: machine.text(text) for name, text in pair.prose.items()},
        "sources": _sources(pair.sources),
    }


def _sources(sources: Iterable[Source]) -> list[Mapping[str, Value]]:
    return [
        {"label": source.section.label, "url": source.section.url, "supports": source.supports}
        for source in sources
    ]
