"""What the JSON document of a protocol has to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tests.oracle.catalogs import Catalogs, Voice
from tests.oracle.content import PROSE
from tests.oracle.notation import Value
from tests.oracle.records import (
    Across,
    Arrow,
    Between,
    Code,
    Event,
    Fact,
    Flow,
    Meaning,
    Pair,
    Protocol,
    Question,
    Section,
    Source,
)

VERSION = "2"


class Machine:
    """Says the texts of a protocol to a machine: each with its language, back-ticks left as they are."""

    def __init__(self, protocol: Protocol, catalogs: Catalogs, address: str) -> None:
        self.protocol = protocol
        self.language = catalogs.language
        self._voice = Voice(catalogs, protocol.id)
        self._address = address

    def text(self, text: str, domain: str | None = None) -> Mapping[str, Value]:
        """Return a text with the language it is in; of another catalog than the protocol's, if one is given."""
        found = (self._voice.of(domain) if domain else self._voice).translation(text)
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


def between_document(between: Between, catalogs: Catalogs, address: str) -> Mapping[str, Value]:
    """Return everything that the document of what stands between protocols has to say."""
    first = next(iter(between.protocols.values()))
    pairs, tables = (Machine(replace(first, id=name), catalogs, address) for name in ("pairs", "mappings"))
    prefix = catalogs.language.prefix

    def codes(across: Across) -> list[str]:
        return [f"{protocol.id}/{code.code}" for protocol, code in across.sides]

    return {
        "$schema": f"{address}api/v{VERSION}/between.schema.json",
        "version": VERSION,
        "locale": catalogs.language.tag,
        "pairs": [
            {
                **_pair(pairs, each.pair),
                "codes": codes(each),
                "url": f"{address}{prefix}compare/{each.slug}/",
            }
            for each in between.pairs
        ],
        "mappings": [
            {
                "id": table.id,
                "title": tables.text(table.title),
                "from": table.origin,
                "to": table.target,
                "url": f"{address}{prefix}mappings/{table.id}/",
                "lost": tables.text(table.lost),
                "rows": [
                    {
                        "from": row.origin,
                        "to": row.targets,
                        "sources": [_link(section) for section in row.sections],
                        "note": tables.text(row.note) if row.note else None,
                    }
                    for row in (*table.rows, *((table.others,) if table.others else ()))
                ],
            }
            for table in between.tables
        ],
        "namespaces": [
            {"id": each.id, "name": each.name, "source": _link(Section(each.document, "")), "values": each.values}
            for each in between.namespaces.values()
        ],
    }


def _code(machine: Machine, code: Code) -> Mapping[str, Value]:
    return {
        "code": code.code,
        "number": code.number,
        "phrase": code.phrase,
        "gloss": machine.text(code.gloss) if code.gloss else None,
        "says": machine.text(code.says),
        "status": code.status,
        "response_class": code.group.id if code.group else None,
        "url": machine.page(f"{code.slug}/"),
        "meanings": [_meaning(machine, meaning) for meaning in code.meanings],
        "since": code.since.label if code.since else None,
        "reviewed": code.reviewed,
        "related": code.related,
    }


def _meaning(machine: Machine, meaning: Meaning) -> Mapping[str, Value]:
    asked = machine.protocol.questions
    return {
        "id": meaning.id,
        "label": machine.text(meaning.label) if meaning.label else None,
        **{name: machine.text(meaning.prose[name]) for name in PROSE},
        "facts": {name: _fact(machine, asked[name], fact) for name, fact in meaning.facts.items()},
        "flow": _flow(machine, meaning.flow) if meaning.flow else None,
        "sources": _sources(meaning.sources),
    }


def _fact(machine: Machine, question: Question, fact: Fact) -> Mapping[str, Value]:
    domain = "questions" if question.is_shared else None
    return {
        "label": machine.text(question.label, domain),
        "type": question.type,
        "is_inherited": fact.group is not None,
        "values": [
            {
                "ids": value.names,
                "labels": [
                    machine.text(question.choices[name], domain) for name in value.names if name in question.choices
                ],
                "basis": value.basis,
                "sources": [_link(section) for section in value.sections],
                "note": machine.text(value.note) if value.note else None,
            }
            for value in fact.values
        ],
    }


def _link(section: Section) -> Mapping[str, Value]:
    return {"label": section.label, "title": section.title, "url": section.url}


def _flow(machine: Machine, flow: Flow) -> Mapping[str, Value]:
    return {"source": _link(flow.section), "steps": [_step(machine, step) for step in flow.steps]}


def _step(machine: Machine, step: Arrow | Event) -> Mapping[str, Value]:
    says: dict[str, Value] = dict.fromkeys(("from", "to", "label", "message", "at", "says"))
    if isinstance(step, Event):
        return {**says, "at": step.at, "says": machine.text(step.says), "marks": []}
    sent = {"from": step.sender, "to": step.receiver, "label": step.label, "message": step.message}
    return {**says, **sent, "marks": step.marks}


def _pair(machine: Machine, pair: Pair) -> Mapping[str, Value]:
    return {
        "codes": [pair.a.code, pair.b.code],
        "url": machine.page(f"{pair.slug}/"),
        "guidance": {name: machine.text(text) for name, text in pair.prose.items()},
        "decision": [
            {"ask": machine.text(step["ask"]), "if_yes": step.get("if_yes"), "if_no": step.get("if_no")}
            for step in pair.decision
        ],
        "sources": _sources(pair.sources),
    }


def _sources(sources: Iterable[Source]) -> list[Mapping[str, Value]]:
    return [{**_link(source.section), "supports": source.supports} for source in sources]
