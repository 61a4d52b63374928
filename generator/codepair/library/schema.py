"""The library in, JSON Schemas of the content files out, for editors that complete and check while typing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from codepair.library.descriptions import described_schema
from codepair.library.facts import Question
from codepair.library.model import Library, Protocol, Reference
from codepair.library.naming import place
from codepair.library.shapes.across import PairAcrossShape
from codepair.library.shapes.base import Shape
from codepair.library.shapes.entry import EntryShape, SeveralShape
from codepair.library.shapes.mapping import MappingShape, NamespacesShape
from codepair.library.shapes.pair import PairShape
from codepair.library.shapes.protocol import ProtocolShape
from codepair.library.shapes.questions import QuestionsShape
from codepair.library.shapes.recognizers import OthersShape, PartsShape, RecognizersShape

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas(library: Library) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the path below the content folder and the contents of each schema.

    ``protocol.schema.json`` for every protocol and ``recognizers.schema.json`` for what finds its codes,
    ``questions.schema.json`` and ``parts.schema.json`` for what they share, ``others.schema.json`` for what is not
    covered, three schemas for what stands between them;
    ``<protocol>/entry.schema.json`` knows that protocol's questions, specifications and codes,
    ``<protocol>/pair.schema.json`` its codes.
    """
    yield "protocol.schema.json", _schema(ProtocolShape, "A protocol")
    yield "questions.schema.json", _schema(QuestionsShape, "Questions that several protocols share")
    yield "recognizers.schema.json", _schema(RecognizersShape, "What finds the codes of a protocol in a text")
    yield "parts.schema.json", _schema(PartsShape, "Parts of patterns that several protocols share")
    yield "others.schema.json", _schema(OthersShape, "What texts look like whose protocol is not covered")
    yield "pairs.schema.json", _across_schema(library)
    yield "mapping.schema.json", _mapping_schema(library)
    yield "namespaces.schema.json", _schema(NamespacesShape, "Namespaces that mappings lead to or from")
    for name, protocol in library.protocols.items():
        codes = _codes(library, name)
        yield f"{name}/entry.schema.json", _entry_schema(protocol, codes)
        yield f"{name}/pair.schema.json", _pair_schema(protocol, codes)


def write_schemas(content: Path, library: Library) -> list[Path]:
    """Write all schemas and return their paths."""
    written = []
    for name, schema in schemas(library):
        path = content / name
        path.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        written.append(path)
    return written


def _codes(library: Library, name: str) -> list[str]:
    """Return the codes that others may name, those whose own files are broken among them."""
    entries, protocol = library.entries[name], library.protocols[name]
    orders = {entry.code: entry.order for entry in entries.values()}
    known = {entry.address for entry in entries.values()}
    for reference in library.broken:
        if reference.protocol == name and reference.address not in known:
            known.add(reference.address)
            orders[reference.code] = place(reference.code, None, protocol.order, protocol.listed)
    return sorted(orders, key=lambda code: orders[code])


def _schema(shape: type[Shape], title: str) -> dict[str, Any]:
    return {"$schema": _DIALECT, **described_schema(shape), "title": title}


def _entry_schema(protocol: Protocol, codes: list[str]) -> dict[str, Any]:
    """Return the schema of an entry: of a code with one meaning, or with several."""
    one = described_schema(EntryShape)
    several = described_schema(SeveralShape)
    definitions = {**one.pop("$defs"), **several.pop("$defs")}
    for schema in (one, several):
        schema["properties"]["related"]["items"] = {"enum": codes}
        schema["properties"]["since"] = {
            "enum": list(protocol.specifications),
            "description": schema["properties"]["since"]["description"],
        }
    for schema in (one, definitions["MeaningShape"]):
        schema["properties"]["facts"] = {"$ref": "#/$defs/facts"}
    definitions["facts"] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _fact_schema(asked) for name, asked in protocol.questions.items()},
    }
    definitions["SourceShape"]["properties"]["cite"]["pattern"] = _citation_pattern(protocol)
    definitions["value"] = _value_schema(definitions.pop("ValueShape"), protocol)
    return {
        "$schema": _DIALECT,
        "title": f"A {protocol.name} code",
        "if": {"required": ["meanings"]},
        "then": several,
        "else": one,
        "$defs": definitions,
    }


def _pair_schema(protocol: Protocol, codes: list[str]) -> dict[str, Any]:
    schema = _schema(PairShape, f"What sets two {protocol.name} codes apart")
    schema["properties"]["codes"]["items"] = {"enum": codes}
    schema["$defs"]["GuidanceSourceShape"]["properties"]["cite"]["pattern"] = _citation_pattern(protocol)
    return schema


def _across_schema(library: Library) -> dict[str, Any]:
    """Return the schema of guidance across protocols, which knows all codes and documents."""
    schema = _schema(PairAcrossShape, "What sets codes of two protocols apart")
    codes = ((name, code) for name in library.protocols for code in _codes(library, name))
    addresses = {"enum": [Reference(name, code).written for name, code in codes]}
    schema["properties"]["codes"]["items"] = {"$ref": "#/$defs/address"}
    for branch in ("if_yes", "if_no"):
        of = schema["$defs"]["DecisionAcrossShape"]["properties"][branch]
        of["anyOf"] = [{"$ref": "#/$defs/address"}, {"type": "null"}]
    schema["$defs"]["address"] = addresses
    cited = dict.fromkeys(id_ for protocol in library.protocols.values() for id_ in protocol.specifications)
    schema["$defs"]["SourceAcrossShape"]["properties"]["cite"]["pattern"] = _pattern_of(cited)
    return schema


def _mapping_schema(library: Library) -> dict[str, Any]:
    """Return the schema of a mapping, which knows the protocols and namespaces."""
    schema = _schema(MappingShape, "A published table from one protocol to another")
    ends = {"enum": [*library.protocols, *library.namespaces]}
    for end in ("from", "to"):
        schema["properties"][end] = {**ends, "description": schema["properties"][end]["description"]}
    return schema


def _citation_pattern(protocol: Protocol) -> str:
    return _pattern_of(protocol.specifications)


def _pattern_of(documents: Iterable[str]) -> str:
    return f"^({'|'.join(documents)})(#\\S+)?$"


def _value_schema(schema: dict[str, Any], protocol: Protocol) -> dict[str, Any]:
    """Return what every value of a fact has: a basis, and at will a note."""
    source = {"type": "string", "pattern": _citation_pattern(protocol)}
    properties = {
        **schema["properties"],
        "value": {},
        "source": {"anyOf": [source, {"type": "array", "items": source, "minItems": 1}]},
        "basis": {"const": "reading"},
        "note": {"type": "string"},
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["value"],
        "oneOf": [{"required": ["source"]}, {"required": ["basis"]}],
        "description": schema["description"],
        "properties": properties,
    }


def _fact_schema(question: Question) -> dict[str, Any]:
    """Return what a question may be answered with."""
    listed = [{"const": name, "description": choice.label} for name, choice in question.choices.items()]
    value: dict[str, Any] = {"type": "string"}
    if question.type == "choice":
        value = {"oneOf": listed}
    item = {
        "allOf": [{"$ref": "#/$defs/value"}],
        "properties": {"value": {"anyOf": [value, {"type": "array", "items": value, "minItems": 1}]}},
    }
    return {"description": question.label, "anyOf": [item, {"type": "array", "items": item, "minItems": 1}]}
