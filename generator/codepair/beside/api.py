"""The content for machines: JSON documents a locale, one a protocol and one between them, with their JSON Schemas.

The same texts as the pages. A text that is not translated carries its language.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from codepair.beside.document import (
    BetweenDocument,
    CitationPart,
    CodePart,
    DecisionPart,
    FactPart,
    FlowPart,
    LinkPart,
    LocalDocument,
    MappingPart,
    MeaningPart,
    NamespacePart,
    PairPart,
    ProtocolDocument,
    RowPart,
    StepPart,
    TextPart,
    ValuePart,
)
from codepair.language.translator import Translator
from codepair.library.citations import Citation, Source
from codepair.library.descriptions import described_schema
from codepair.library.facts import SHARED, Fact, Question
from codepair.library.flow import Arrow, Flow
from codepair.library.mappings import MAPPINGS, MappingTable, Row
from codepair.library.model import ACROSS, Entry, Meaning, Pair, Protocol, Reference
from codepair.library.plan import Plan, entry_path, mapping_path, pair_path, protocol_path

VERSION = "2"
"""Part of every address; it changes when a field goes or changes its meaning."""

FOLDER = f"api/v{VERSION}"
"""Where the documents are, from the site's root."""

SCHEMA = "schema.json"
BETWEEN_SCHEMA = "between.schema.json"

Address = Callable[[str], str]
"""Gives the address of a path below the site's root."""


def documents(
    plan: Plan, translators: Sequence[Translator], address: Address
) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the path of every document and of the schemas, with what makes its bytes."""
    yield f"{FOLDER}/{SCHEMA}", partial(_schema, ProtocolDocument, address(f"{FOLDER}/{SCHEMA}"))
    if has_between(plan):
        own = f"{FOLDER}/{BETWEEN_SCHEMA}"
        yield own, partial(_schema, BetweenDocument, address(own))
    for translator in translators:
        for protocol in plan.library.protocols.values():
            yield document_path(translator, protocol), partial(_document, plan, protocol, translator, address)
        if has_between(plan):
            yield between_path(translator), partial(_between, plan, translator, address)


def has_between(plan: Plan) -> bool:
    """Return whether anything stands between protocols."""
    return bool(plan.library.across or plan.library.mappings)


def _schema(document: type[LocalDocument], url: str) -> bytes:
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return _json({"$schema": dialect, **described_schema(document), "$id": url})


def _between(plan: Plan, translator: Translator, address: Address) -> bytes:
    return _json(between_document(plan, translator, address).model_dump(by_alias=True))


def _document(plan: Plan, protocol: Protocol, translator: Translator, address: Address) -> bytes:
    return _json(protocol_document(plan, protocol, translator, address).model_dump(by_alias=True))


def document_path(translator: Translator, protocol: Protocol) -> str:
    """Return where a protocol's document is, from the site's root."""
    return f"{FOLDER}/{translator.locale.tag}/{protocol.id}.json"


def between_path(translator: Translator) -> str:
    """Return where the document of what stands between protocols is, from the site's root; none has its name."""
    return f"{FOLDER}/{translator.locale.tag}/{ACROSS}.json"


def protocol_document(plan: Plan, protocol: Protocol, translator: Translator, address: Address) -> ProtocolDocument:
    """Return a protocol with everything that its pages say."""
    prefix, translator = translator.locale.prefix, translator.of(protocol.id)
    schema = {"$schema": address(f"{FOLDER}/{SCHEMA}")}
    return ProtocolDocument(
        **schema,
        version=VERSION,
        locale=translator.locale.tag,
        id=protocol.id,
        name=protocol.name,
        title=protocol.title,
        summary=_text(translator, protocol.summary),
        url=address(prefix + protocol_path(protocol.id)),
        codes=[
            _code(entry, translator, address(prefix + entry_path(entry)))
            for entry in plan.library.entries[protocol.id].values()
        ],
        pairs=[
            _pair(pair, translator, address(prefix + pair_path(pair))) for pair in plan.library.guided[protocol.id]
        ],
    )


def between_document(plan: Plan, translator: Translator, address: Address) -> BetweenDocument:
    """Return what stands between protocols with everything that its pages say."""
    library, prefix = plan.library, translator.locale.prefix
    schema = {"$schema": address(f"{FOLDER}/{BETWEEN_SCHEMA}")}
    pairs, tables = translator.of(ACROSS), translator.of(MAPPINGS)
    return BetweenDocument(
        **schema,
        version=VERSION,
        locale=translator.locale.tag,
        pairs=[_pair(pair, pairs, address(prefix + pair_path(pair))) for pair in library.across],
        mappings=[_mapping(table, tables, address(prefix + mapping_path(table))) for table in library.mappings],
        namespaces=[
            NamespacePart(id=name, name=each.name, source=_link(Citation(each.document)), values=dict(each.values))
            for name, each in library.namespaces.items()
        ],
    )


def _mapping(table: MappingTable, translator: Translator, url: str) -> MappingPart:
    rows = (*table.rows, table.others) if table.others is not None else table.rows
    fields: dict[str, Any] = {
        "from": table.origin,
        "rows": [_row(row, translator) for row in rows],
    }
    return MappingPart(
        id=table.id,
        title=_text(translator, table.title),
        to=table.target,
        url=url,
        lost=_text(translator, table.lost),
        **fields,
    )


def _row(row: Row, translator: Translator) -> RowPart:
    origin: dict[str, Any] = {"from": row.origin}
    note = _text(translator, row.note) if row.note else None
    return RowPart(to=list(row.targets), sources=[_link(each) for each in row.citations], note=note, **origin)


def _code(entry: Entry, translator: Translator, url: str) -> CodePart:
    return CodePart(
        code=entry.code,
        number=entry.number,
        phrase=entry.phrase,
        gloss=_text(translator, entry.gloss) if entry.gloss else None,
        says=_text(translator, entry.says),
        status=entry.status,
        response_class=entry.response_class.id if entry.response_class else None,
        url=url,
        meanings=[_meaning(entry, meaning, translator) for meaning in entry.meanings],
        since=entry.since.label if entry.since else None,
        reviewed=entry.reviewed,
        related=[reference.code for reference in entry.related],
    )


def _meaning(entry: Entry, meaning: Meaning, translator: Translator) -> MeaningPart:
    prose = {name: _text(translator, text) for name, text in meaning.prose.items()}
    return MeaningPart(
        id=meaning.id,
        label=_text(translator, meaning.label) if meaning.label else None,
        description=prose["description"],
        when_seen=prose["when_seen"],
        fix=prose["fix"],
        use_when=prose["use_when"],
        facts={
            name: _fact(entry.protocol.questions[name], fact, translator) for name, fact in meaning.facts.items()
        },
        flow=_flow(meaning.flow, translator) if meaning.flow else None,
        sources=_sources(meaning.sources),
    )


def _pair(pair: Pair, translator: Translator, url: str) -> PairPart:
    assert pair.guidance is not None
    return PairPart(
        codes=[_named(entry.reference, pair) for entry in (pair.a, pair.b)],
        url=url,
        guidance={name: _text(translator, text) for name, text in pair.guidance.prose.items()},
        decision=[
            DecisionPart(
                ask=_text(translator, step.ask),
                if_yes=_named(step.if_yes, pair) if step.if_yes else None,
                if_no=_named(step.if_no, pair) if step.if_no else None,
            )
            for step in pair.guidance.decision
        ],
        sources=_sources(pair.guidance.sources),
    )


def _named(reference: Reference, pair: Pair) -> str:
    return reference.written if pair.is_across else reference.code


def _fact(question: Question, fact: Fact, translator: Translator) -> FactPart:
    asked = translator.of(SHARED) if question.is_shared else translator
    return FactPart(
        label=_text(asked, question.label),
        type=question.type,
        is_inherited=fact.is_inherited,
        values=[
            ValuePart(
                ids=list(value.names),
                labels=[
                    _text(asked, question.choices[name].label) for name in value.names if name in question.choices
                ],
                basis=value.basis,
                sources=[_link(citation) for citation in value.citations],
                note=_text(translator, value.note) if value.note else None,
            )
            for value in fact.values
        ],
    )


def _flow(flow: Flow, translator: Translator) -> FlowPart:
    steps: list[dict[str, Any]] = [
        {
            "from": step.sender,
            "to": step.receiver,
            "label": step.label,
            "message": step.message,
            "marks": list(step.marks),
        }
        if isinstance(step, Arrow)
        else {"at": step.at, "says": _text(translator, step.says)}
        for step in flow.steps
    ]
    return FlowPart(source=_link(flow.citation), steps=[StepPart.model_validate(step) for step in steps])


def _sources(sources: tuple[Source, ...]) -> list[CitationPart]:
    return [
        CitationPart(**_link(source.citation).model_dump(), supports=list(source.supports)) for source in sources
    ]


def _link(citation: Citation) -> LinkPart:
    return LinkPart(label=citation.label, title=citation.title, url=citation.url)


def _text(translator: Translator, source: str) -> TextPart:
    text = translator.text(source)
    return TextPart(text=text.value, lang=text.locale.tag)


def _json(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
