"""JSON Schemas in, types of the same shapes out: typed dictionaries for Python, interfaces for TypeScript.

What a schema gives a default is left out of documents where it says nothing: it may be missing, and is never null.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

Schema = Mapping[str, Any]


def python_types(schemas: Iterable[Schema]) -> str:
    """Return a module with a ``TypedDict`` for each object of the schemas."""
    lines = [
        '"""The shapes of the documents, made from their JSON Schemas."""',
        "",
        "from __future__ import annotations",
        "",
        "from typing import Any, Literal, NotRequired, TypedDict",
    ]
    for name, part in sorted(_objects(schemas).items()):
        fields = [f"    {json.dumps(key)}: {json.dumps(_python_field(part, key))}," for key in part["properties"]]
        lines += ["", f"{name} = TypedDict({json.dumps(name)}, {{", *fields, "})", json.dumps(part["description"])]
    return "\n".join(lines) + "\n"


def typescript_types(schemas: Iterable[Schema]) -> str:
    """Return an exported interface for each object of the schemas."""
    lines: list[str] = []
    for name, part in sorted(_objects(schemas).items()):
        lines += ["", f"/** {_comment(part['description'])} */", f"export interface {name} {{"]
        for key, field in part["properties"].items():
            mark = "" if key in part.get("required", ()) else "?"
            lines.append(f"  /** {_comment(field.get('description', ''))} */")
            lines.append(f"  {json.dumps(key)}{mark}: {_typescript(_without_null(field))};")
        lines.append("}")
    return "\n".join(lines) + "\n"


def _objects(schemas: Iterable[Schema]) -> dict[str, Schema]:
    """Return every object of the schemas by its name."""
    found: dict[str, Schema] = {}
    for schema in schemas:
        found |= {schema["title"]: schema, **schema.get("$defs", {})}
    return found


def _python_field(part: Schema, key: str) -> str:
    written = _python(_without_null(part["properties"][key]))
    return written if key in part.get("required", ()) else f"NotRequired[{written}]"


def _without_null(field: Schema) -> Schema:
    """Return a field without the null that stands for what is left out."""
    if field.get("default", 0) is not None or "anyOf" not in field:
        return field
    return {"anyOf": [each for each in field["anyOf"] if each.get("type") != "null"]}


def _python(schema: Schema) -> str:
    if "anyOf" in schema:
        return " | ".join(map(_python, schema["anyOf"]))
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "enum" in schema:
        return f"Literal[{', '.join(map(repr, schema['enum']))}]"
    if schema["type"] == "array":
        return f"list[{_python(schema['items'])}]"
    if schema["type"] == "object":
        return f"dict[str, {_python(schema['additionalProperties'])}]"
    return {"string": "str", "integer": "int", "boolean": "bool", "null": "None"}[schema["type"]]


def _typescript(schema: Schema) -> str:
    if "anyOf" in schema:
        return " | ".join(map(_typescript, schema["anyOf"]))
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "enum" in schema:
        return " | ".join(map(json.dumps, schema["enum"]))
    if schema["type"] == "array":
        return f"Array<{_typescript(schema['items'])}>"
    if schema["type"] == "object":
        return f"Record<string, {_typescript(schema['additionalProperties'])}>"
    return {"string": "string", "integer": "number", "boolean": "boolean", "null": "null"}[schema["type"]]


def _comment(text: str) -> str:
    return " ".join(text.replace("*/", "*\\/").split())
