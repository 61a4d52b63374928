"""The library in, JSON Schemas of the content files out, for editors that complete and check while typing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from codepair.library.descriptions import described_schema
from codepair.library.model import FactDefinition, Library, Protocol, natural_key
from codepair.library.shapes import EntryShape, PairShape, ProtocolShape, Shape

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas(library: Library) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the path below the content folder and the contents of each schema.

    ``protocol.schema.json`` for every protocol; ``<protocol>/entry.schema.json`` knows that protocol's facts,
    specifications and codes, ``<protocol>/pair.schema.json`` its codes.
    """
    yield "protocol.schema.json", _schema(ProtocolShape, "A protocol")
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
    entries = library.entries[name]
    orders = {entry.code: entry.order for entry in entries.values()}
    known = {entry.address for entry in entries.values()}
    for reference in library.broken:
        if reference.protocol == name and reference.address not in known:
            known.add(reference.address)
            orders[reference.code] = natural_key(reference.code)
    return sorted(orders, key=lambda code: orders[code])


def _schema(shape: type[Shape], title: str) -> dict[str, Any]:
    return {"$schema": _DIALECT, **described_schema(shape), "title": title}


def _entry_schema(protocol: Protocol, codes: list[str]) -> dict[str, Any]:
    schema = _schema(EntryShape, f"A {protocol.name} code")
    schema["properties"]["facts"] = {
        "type": "object",
        "additionalProperties": False,
        "description": schema["properties"]["facts"]["description"],
        "properties": {name: _fact_schema(definition) for name, definition in protocol.facts.items()},
    }
    schema["properties"]["related"]["items"] = {"enum": codes}
    schema["properties"]["since"] = {
        "enum": list(protocol.specifications),
        "description": schema["properties"]["since"]["description"],
    }
    schema["$defs"]["SourceShape"]["properties"]["cite"]["pattern"] = _citation_pattern(protocol)
    return schema


def _pair_schema(protocol: Protocol, codes: list[str]) -> dict[str, Any]:
    schema = _schema(PairShape, f"What sets two {protocol.name} codes apart")
    schema["properties"]["codes"]["items"] = {"enum": codes}
    schema["$defs"]["GuidanceSourceShape"]["properties"]["cite"]["pattern"] = _citation_pattern(protocol)
    return schema


def _citation_pattern(protocol: Protocol) -> str:
    return f"^({'|'.join(protocol.specifications)})(#\\S+)?$"


def _fact_schema(definition: FactDefinition) -> dict[str, Any]:
    value: dict[str, Any] = {"type": "string"}
    if definition.type == "choice":
        value = {
            "oneOf": [{"const": name, "description": choice.label} for name, choice in definition.values.items()]
        }
    elif definition.type == "tokens":
        value = {"type": "array", "items": {"type": "string"}, "minItems": 1}
    cited: Mapping[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "required": ["value"],
        "properties": {"value": value, "source": {"type": "string"}},
    }
    return {"description": definition.label, "anyOf": [value, cited]}
