"""The content for machines: one JSON document a protocol and locale, with its JSON Schema.

The same texts as the pages. A text that is not translated carries its language.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from codepair.language.translator import Translator
from codepair.library.citations import Citation, Source
from codepair.library.descriptions import described_schema
from codepair.library.flow import Arrow
from codepair.library.model import Entry, Fact, Pair, Protocol
from codepair.library.plan import Plan, comparison_page, entry_path, protocol_path

VERSION = "1"
"""Part of every address; it changes when a field goes or changes its meaning."""

FOLDER = f"api/v{VERSION}"
"""Where the documents are, from the site's root."""

SCHEMA = "schema.json"

Address = Callable[[str], str]
"""Gives the address of a path below the site's root."""


class Document(BaseModel):
    """Base of all parts: unknown fields are errors, and docstrings become descriptions."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class TextPart(Document):
    """A text in which back-ticks mark what is as on the wire."""

    text: str
    """The text."""
    lang: str
    """Its language; another than the document's if it is not translated yet."""


class CitationPart(Document):
    """A section of a specification."""

    label: str
    """As shown, such as 'RFC 4028 §6'."""
    url: str | None
    """Where it can be read."""
    supports: list[str]
    """The fields that it supports."""


class FactPart(Document):
    """A fact."""

    label: TextPart
    """Its name."""
    value: TextPart | None = None
    """The value of a choice."""
    id: str | None = None
    """The value of a choice as the content writes it; the same in every language."""
    tokens: list[str] | None = None
    """Names that are never translated."""
    number: str | None = None
    """A number."""
    source: str | None = None
    """The section that settles it."""


class StepPart(Document):
    """A step of a flow."""

    sender: str | None = Field(alias="from", default=None)
    """The participant that sends."""
    receiver: str | None = Field(alias="to", default=None)
    """The participant that receives."""
    label: str | None = None
    """What is sent, as on the wire."""
    message: str | None = None
    """The whole message, with line feeds for line ends."""
    at: str | None = None
    """The participant to which something happens."""
    says: TextPart | None = None
    """What happens."""


class CodePart(Document):
    """A code."""

    code: str
    """The code."""
    number: str | None
    """The number on the wire of a code that is a name."""
    phrase: str | None
    """The reason phrase; never translated."""
    gloss: TextPart | None
    """The phrase in plain words."""
    says: TextPart
    """One sentence that names the code and tells it from its neighbours."""
    status: str
    """Its registry status."""
    response_class: str | None
    """The group it belongs to."""
    url: str
    """Its page."""
    description: TextPart
    """What it says and who says it."""
    when_seen: TextPart
    """The situations that produce it."""
    fix: TextPart
    """What to do."""
    use_when: TextPart
    """When to send it."""
    facts: dict[str, FactPart]
    """Its facts by id."""
    flow: list[StepPart]
    """An exchange in which it is sent; empty without one."""
    sources: list[CitationPart]
    """Where it is specified; the first one defines it."""
    related: list[str]
    """Codes that are confused with it."""


class PairPart(Document):
    """What an editor wrote about two codes."""

    codes: list[str]
    """The two codes, the smaller first."""
    url: str
    """Its page."""
    guidance: dict[str, TextPart]
    """By part: summary, question, next, mistake, which."""
    sources: list[CitationPart]
    """Where it is specified."""


class ProtocolDocument(Document):
    """A protocol in one language."""

    schema_: str = Field(alias="$schema")
    """The address of this document's JSON Schema."""
    version: str
    """The version of the format."""
    locale: str
    """The language, as BCP 47 writes it."""
    id: str
    """The protocol's folder."""
    name: str
    """Its short name."""
    title: str
    """Its long name."""
    summary: TextPart
    """What it does."""
    url: str
    """Its page."""
    codes: list[CodePart]
    """All codes in their natural order."""
    pairs: list[PairPart]
    """The pairs with guidance."""


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
    prose = {name: _text(translator, text) for name, text in entry.prose.items()}
    return CodePart(
        code=entry.code,
        number=entry.number,
        phrase=entry.phrase,
        gloss=_text(translator, entry.gloss) if entry.gloss else None,
        says=_text(translator, entry.says),
        status=entry.status,
        response_class=entry.response_class.id if entry.response_class else None,
        url=url,
        facts={name: _fact(entry, name, fact, translator) for name, fact in entry.facts.items()},
        flow=_flow(entry, translator),
        sources=_sources(entry.sources),
        related=[reference.code for reference in entry.related],
        description=prose["description"],
        when_seen=prose["when_seen"],
        fix=prose["fix"],
        use_when=prose["use_when"],
    )


def _pair(pair: Pair, translator: Translator, url: str) -> PairPart:
    assert pair.guidance is not None
    return PairPart(
        codes=[pair.a.code, pair.b.code],
        url=url,
        guidance={name: _text(translator, text) for name, text in pair.guidance.prose.items()},
        sources=_sources(pair.guidance.sources),
    )


def _fact(entry: Entry, name: str, fact: Fact, translator: Translator) -> FactPart:
    definition = entry.protocol.facts[name]
    label, source = _text(translator, definition.label), entry.settled_by(fact).label
    if isinstance(fact.value, tuple):
        return FactPart(label=label, tokens=list(fact.value), source=source)
    if definition.type == "number":
        return FactPart(label=label, number=fact.value, source=source)
    value = _text(translator, definition.values[fact.value].label)
    return FactPart(label=label, value=value, id=fact.value, source=source)


def _flow(entry: Entry, translator: Translator) -> list[StepPart]:
    if entry.flow is None:
        return []
    steps: list[dict[str, Any]] = [
        {"from": step.sender, "to": step.receiver, "label": step.label, "message": step.message}
        if isinstance(step, Arrow)
        else {"at": step.at, "says": _text(translator, step.says)}
        for step in entry.flow.steps
    ]
    return [StepPart.model_validate(step) for step in steps]


def _sources(sources: tuple[Source, ...]) -> list[CitationPart]:
    return [_citation(source.citation, source.supports) for source in sources]


def _citation(citation: Citation, supports: tuple[str, ...]) -> CitationPart:
    return CitationPart(label=citation.label, url=citation.url, supports=list(supports))


def _text(translator: Translator, source: str) -> TextPart:
    text = translator.text(source)
    return TextPart(text=text.value, lang=text.locale.tag)


def _json(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
