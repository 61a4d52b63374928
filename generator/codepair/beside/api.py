"""The content for machines: one JSON document a protocol and locale, with its JSON Schema.

The same texts as the pages. A text that is not translated carries its language.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from codepair.beside.document import (
    CitationPart,
    CodePart,
    DecisionPart,
    FactPart,
    FlowPart,
    LinkPart,
    MeaningPart,
    PairPart,
    ProtocolDocument,
    StepPart,
    TextPart,
    ValuePart,
)
from codepair.language.translator import Translator
from codepair.library.citations import Citation, Source
from codepair.library.descriptions import described_schema
from codepair.library.facts import SHARED, Fact, Question
from codepair.library.flow import Arrow, Flow
from codepair.library.model import Entry, Meaning, Pair, Protocol
from codepair.library.plan import Plan, comparison_page, entry_path, protocol_path

VERSION = "2"
"""Part of every address; it changes when a field goes or changes its meaning."""

FOLDER = f"api/v{VERSION}"
"""Where the documents are, from the site's root."""

SCHEMA = "schema.json"

Address = Callable[[str], str]
"""Gives the address of a path below the site's root."""


def documents(
    plan: Plan, translators: Sequence[Translator], address: Address
) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the path of every document and of the schema, with what makes its bytes."""
    yield f"{FOLDER}/{SCHEMA}", partial(_schema, address)
    for translator in translators:
        for protocol in plan.library.protocols.values():
            yield document_path(translator, protocol), partial(_document, plan, protocol, translator, address)


def _schema(address: Address) -> bytes:
    return _json(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **described_schema(ProtocolDocument),
            "$id": address(f"{FOLDER}/{SCHEMA}"),
        }
    )


def _document(plan: Plan, protocol: Protocol, translator: Translator, address: Address) -> bytes:
    return _json(protocol_document(plan, protocol, translator, address).model_dump(by_alias=True))


def document_path(translator: Translator, protocol: Protocol) -> str:
    """Return where a protocol's document is, from the site's root."""
    return f"{FOLDER}/{translator.locale.tag}/{protocol.id}.json"


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
            _pair(pair, translator, address(prefix + comparison_page(pair).path))
            for pair in plan.library.guided[protocol.id]
        ],
    )


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
        codes=[pair.a.code, pair.b.code],
        url=url,
        guidance={name: _text(translator, text) for name, text in pair.guidance.prose.items()},
        decision=[
            DecisionPart(
                ask=_text(translator, step.ask),
                if_yes=step.if_yes.code if step.if_yes else None,
                if_no=step.if_no.code if step.if_no else None,
            )
            for step in pair.guidance.decision
        ],
        sources=_sources(pair.guidance.sources),
    )


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
