"""What the JSON documents of a protocol, and those of what stands between protocols, have to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tests.oracle.catalogs import Catalogs, Voice
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
    Section,
    Source,
    Specification,
    Table,
    TableRow,
)

VERSION = "1"

ANSWERED = ("summary", "question", "mistake")
"""Parts of guidance that the answers have."""


def known(**fields: Value) -> dict[str, Value]:
    """Return the fields that say something."""
    return {name: value for name, value in fields.items() if value not in (None, [], {}, (), False)}


def head(address: str, kind: str) -> dict[str, Value]:
    """Return what a document of a kind says of itself."""
    return {"$schema": f"{address}data/v{VERSION}/{kind}.schema.json", "version": VERSION}


class Cited:
    """Remembers what a document cites."""

    def __init__(self) -> None:
        self._documents: dict[str, Value] = {}
        self._alike: dict[str, list[Specification]] = {}
        self._sections: dict[str, Value] = {}

    def document(self, document: Specification) -> str:
        """Return the name of a document; of several that are called alike each but the first has a number."""
        alike = self._alike.setdefault(document.id, [])
        if document not in alike:
            alike.append(document)
        number = alike.index(document) + 1
        name = document.id if number == 1 else f"{document.id} ({number})"
        self._documents[name] = known(
            name=document.label,
            title=document.title,
            published=int(document.year) if document.year else None,
            url=document.url_of_all,
            seen=document.seen,
        )
        return name

    def cite(self, section: Section) -> str:
        """Return a citation as the content writes it."""
        name = self.document(section.specification)
        cite = f"{name}#{section.number}" if section.number else name
        self._sections[cite] = known(
            document=name, section=section.number or None, title=section.title, url=section.url
        )
        return cite

    def sources(self, sources: Iterable[Source]) -> list[Value]:
        """Return sources with what they support."""
        return [{"cite": self.cite(each.section), "supports": each.supports} for each in sources]

    def fields(self) -> dict[str, Value]:
        """Return everything that was cited."""
        return {"documents": self._documents, "citations": self._sections}


def facts(protocol: Protocol, address: str) -> Mapping[str, Value]:
    """Return everything that the facts of a protocol have to say."""
    cited, names = Cited(), {code.code: f"{protocol.id}/{code.slug}" for code in protocol.codes.values()}
    return {
        **head(address, "facts"),
        "id": protocol.id,
        "name": protocol.name,
        "title": protocol.title,
        "classes": {
            group.id: known(
                range=group.range,
                outcome=group.outcome,
                source=cited.cite(group.section) if group.section else None,
                facts={name: _fact(fact, cited) for name, fact in protocol.facts_of(group).items()},
            )
            for group in protocol.groups
        },
        "questions": {
            each.id: known(type=each.type, values=list(each.choices), is_shared=each.is_shared, is_key=each.is_key)
            for each in protocol.questions.values()
        },
        "codes": {names[code.code]: _code(code, names, cited) for code in protocol.codes.values()},
        "pairs": {
            f"{protocol.id}/{pair.slug}": _pair(pair, [names[pair.a.code], names[pair.b.code]], names, cited)
            for pair in protocol.guided
        },
        **cited.fields(),
    }


def _code(code: Code, names: Mapping[str, str], cited: Cited) -> Mapping[str, Value]:
    return known(
        code=code.code,
        number=code.number,
        phrase=code.phrase,
        status=code.status,
        response_class=code.group.id if code.group else None,
        meanings=[_meaning(meaning, cited) for meaning in code.meanings],
        since=cited.document(code.since) if code.since else None,
        reviewed=code.reviewed,
        related=[names[other] for other in code.related],
    )


def _own(meaning: Meaning) -> Mapping[str, Fact]:
    return {name: fact for name, fact in meaning.facts.items() if fact.group is None}


def _meaning(meaning: Meaning, cited: Cited) -> Mapping[str, Value]:
    return known(
        id=meaning.id,
        facts={name: _fact(fact, cited) for name, fact in _own(meaning).items()},
        flow=_flow(meaning.flow, cited) if meaning.flow else None,
        sources=cited.sources(meaning.sources),
    )


def _fact(fact: Fact, cited: Cited) -> list[Value]:
    return [
        known(ids=value.names, basis=value.basis, sources=[cited.cite(section) for section in value.sections])
        for value in fact.values
    ]


def _flow(flow: Flow, cited: Cited) -> Mapping[str, Value]:
    return {
        "source": cited.cite(flow.section),
        "participants": flow.participants,
        "steps": [_step(step) for step in flow.steps],
    }


def _step(step: Arrow | Event) -> Mapping[str, Value]:
    if isinstance(step, Event):
        return {"at": step.at}
    sent = {"from": step.sender, "to": step.receiver, "label": step.label}
    return {**sent, **known(message=step.message, marks=list(step.marks))}


def _pair(pair: Pair, codes: list[str], names: Mapping[str, str], cited: Cited) -> Mapping[str, Value]:
    """Return what a pair is; ``names`` has the addresses of the codes that its decision names."""
    steps = [
        known(**{branch: names[step[branch]] for branch in ("if_yes", "if_no") if branch in step})
        for step in pair.decision
    ]
    return {"codes": codes, **known(decision=steps), "sources": cited.sources(pair.sources)}


def between_facts(between: Between, address: str) -> Mapping[str, Value]:
    """Return everything that the facts between protocols have to say."""
    cited = Cited()
    return {
        **head(address, "between"),
        "pairs": {f"compare/{each.slug}": _across(each, cited) for each in between.pairs},
        "mappings": {table.id: _table(table, cited) for table in between.tables},
        "namespaces": {
            each.id: {"source": cited.cite(Section(each.document, "")), "values": each.values}
            for each in between.namespaces.values()
        },
        **cited.fields(),
    }


def _across(each: Across, cited: Cited) -> Mapping[str, Value]:
    every = ((protocol, code) for protocol in each.protocols for code in protocol.codes.values())
    names = {f"{protocol.id}/{code.code}": f"{protocol.id}/{code.slug}" for protocol, code in every}
    return _pair(each.pair, [f"{protocol.id}/{code.slug}" for protocol, code in each.sides], names, cited)


def _table(table: Table, cited: Cited) -> Mapping[str, Value]:
    rows = (*table.rows, *((table.others,) if table.others else ()))
    return {
        "from": table.origin,
        "to": table.target,
        "rows": [_row(row, table, cited) for row in rows],
    }


def _row(row: TableRow, table: Table, cited: Cited) -> Mapping[str, Value]:
    limits = table.others_codes.pattern if row is table.others else None
    return {
        "from": row.origin,
        "to": row.targets,
        "sources": [cited.cite(section) for section in row.sections],
        **known(codes=limits if limits != ".*" else None),
    }


class Machine:
    """Says the texts of a catalog to a machine, back-ticks left; with the language, if that is another."""

    def __init__(self, catalogs: Catalogs, domain: str, address: str) -> None:
        self.language = catalogs.language
        self._voice = Voice(catalogs, domain)
        self._address = address

    def text(self, text: str, domain: str | None = None) -> Value:
        """Return a text; of another catalog, if one is given."""
        found = (self._voice.of(domain) if domain else self._voice).translation(text)
        if found is not None or self.language.is_english:
            return found or text
        return {"text": text, "lang": "en"}

    def maybe(self, text: str | None) -> Value:
        """Return a text, if there is one."""
        return self.text(text) if text is not None else None

    def head(self, kind: str) -> dict[str, Value]:
        """Return what a document of a kind in the locale says of itself."""
        return {**head(self._address, kind), "locale": self.language.tag}

    def notes(self, facts: Mapping[str, Fact]) -> dict[str, Value]:
        """Return what is said of values: by question, then by the first of those that rest on the same."""
        said = {
            name: {value.names[0]: self.text(value.note) for value in fact.values if value.note}
            for name, fact in facts.items()
        }
        return known(**said)


def texts(protocol: Protocol, catalogs: Catalogs, address: str) -> Mapping[str, Value]:
    """Return everything that the texts of a protocol have to say in a locale."""
    machine = Machine(catalogs, protocol.id, address)
    return {
        **machine.head("texts"),
        "id": protocol.id,
        "summary": machine.text(protocol.summary),
        "classes": {
            group.id: known(
                label=machine.text(group.label),
                meaning=machine.maybe(group.meaning),
                notes=machine.notes(protocol.facts_of(group)),
            )
            for group in protocol.groups
        },
        "questions": {
            each.id: known(
                label=machine.text(each.label, "questions" if each.is_shared else None),
                values={
                    name: machine.text(label, "questions" if each.is_shared else None)
                    for name, label in each.choices.items()
                },
            )
            for each in protocol.questions.values()
        },
        "participants": {name: machine.text(label) for name, label in protocol.participants.items()},
        "codes": {
            f"{protocol.id}/{code.slug}": [_said(machine, meaning) for meaning in code.meanings]
            for code in protocol.codes.values()
        },
        "pairs": {f"{protocol.id}/{pair.slug}": _guidance(machine, pair, ANSWERED) for pair in protocol.guided},
    }


def _said(machine: Machine, meaning: Meaning) -> Mapping[str, Value]:
    steps = meaning.flow.steps if meaning.flow else ()
    happens = {str(at): machine.text(step.says) for at, step in enumerate(steps) if isinstance(step, Event)}
    prose = {name: machine.text(meaning.prose[name]) for name in ("description", "when_seen", "use_when")}
    return {**prose, **known(id=meaning.id, notes=machine.notes(_own(meaning)), events=happens)}


def _guidance(machine: Machine, pair: Pair, without: tuple[str, ...] = ()) -> Mapping[str, Value]:
    return {
        "parts": {name: machine.text(text) for name, text in pair.prose.items() if name not in without},
        **known(asks=[machine.text(step["ask"]) for step in pair.decision]),
    }


def between_texts(between: Between, catalogs: Catalogs, address: str) -> Mapping[str, Value]:
    """Return everything that is said between protocols in a locale."""
    pairs, tables = (Machine(catalogs, name, address) for name in ("pairs", "mappings"))
    return {
        **pairs.head("between-texts"),
        "pairs": {f"compare/{each.slug}": _guidance(pairs, each.pair, ANSWERED) for each in between.pairs},
        "mappings": {
            table.id: known(
                title=tables.text(table.title),
                lost=tables.text(table.lost),
                notes={str(row.origin): tables.text(row.note) for row in table.rows if row.note},
                others=tables.maybe(table.others.note) if table.others else None,
            )
            for table in between.tables
        },
        "namespaces": {each.id: tables.text(each.name) for each in between.namespaces.values()},
    }


def answers(protocol: Protocol, between: Between, catalogs: Catalogs, address: str) -> Mapping[str, Value]:
    """Return everything that a text with codes of a protocol is answered with in a locale."""
    machine = Machine(catalogs, protocol.id, address)
    across = Machine(catalogs, "pairs", address)
    pairs = {f"{protocol.id}/{pair.slug}": _answered(machine, pair) for pair in protocol.guided}
    first = [each for each in between.pairs if each.pair.a in protocol.codes.values()]
    pairs |= {f"compare/{each.slug}": _answered(across, each.pair) for each in first}
    prefix = f"{catalogs.language.prefix}{protocol.id}/"
    return {
        **machine.head("answers"),
        "id": protocol.id,
        "name": protocol.name,
        "codes": {
            f"{protocol.id}/{code.slug}": {
                "title": code.title,
                "number": code.number,
                "response_class": machine.text(code.group.label) if code.group else None,
                "gloss": machine.maybe(code.gloss),
                "says": machine.text(code.says),
                "fixes": [
                    {"id": each.id, "label": machine.maybe(each.label), "fix": machine.text(each.prose["fix"])}
                    for each in code.meanings
                ],
                "path": f"{prefix}{code.slug}/",
            }
            for code in protocol.codes.values()
        },
        "fields": {
            each["id"]: {"label": machine.text(each["label"]), "notes": _notes(machine, each)}
            for each in protocol.fields
        },
        "pairs": {name: {**said, "path": f"{catalogs.language.prefix}{name}/"} for name, said in pairs.items()},
    }


def _answered(machine: Machine, pair: Pair) -> Mapping[str, Value]:
    return {name: machine.maybe(pair.prose.get(name)) for name in ANSWERED}


def _notes(machine: Machine, field: Mapping[str, Any]) -> Mapping[str, Value]:
    return {each["value"]: machine.text(each["note"]) for each in field.get("values", ()) if "note" in each}


def index(protocols: Iterable[Protocol], every: Iterable[Catalogs], address: str, *, has: frozenset[str]) -> Value:
    """Return where all documents are; ``has`` are those of 'between', 'others' that there are."""
    languages = [each.language for each in every]

    def local(kind: str, name: str) -> Value:
        return {language.tag: f"{kind}/{language.tag}/{name}.json" for language in languages}

    places: list[Value] = [
        {
            "id": each.id,
            "name": each.name,
            "facts": f"facts/{each.id}.json",
            "texts": local("texts", each.id),
            "answers": local("answers", each.id),
            **known(recognizers=f"recognizers/{each.id}.json" if each.fields else None),
        }
        for each in sorted(protocols, key=lambda each: each.place)
    ]
    if "others" in has:
        others = {"answers": local("answers", "others"), "recognizers": "recognizers/others.json"}
        places.append({"id": "others", **others})
    between = {"facts": "facts/pairs.json", "texts": local("texts", "pairs")} if "between" in has else None
    return {
        **head(address, "index"),
        "locales": {
            each.tag: {"name": each.cldr.get_display_name(each.cldr), "url": f"{address}{each.prefix}"}
            for each in languages
        },
        "protocols": places,
        **known(between=between),
    }
