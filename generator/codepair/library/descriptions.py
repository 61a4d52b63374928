"""A pydantic model in, its JSON Schema with the docstrings of its fields out.

Pydantic can collect them itself, but when a class is made: at every start of every command. They are wanted only
where a schema is written.
"""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from types import ModuleType
from typing import Any, get_args

from pydantic import BaseModel


def described_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Return a model's JSON Schema by alias, with the docstrings of its fields and of all below."""
    schema: dict[str, Any] = json.loads(_described(model))
    return schema


@cache
def _described(model: type[BaseModel]) -> str:
    """Return it as JSON: what is made once is for everybody to change."""
    schema = model.model_json_schema(by_alias=True)
    models = {each.__name__: each for each in _models(model)}
    for name, part in {model.__name__: schema, **schema.get("$defs", {})}.items():
        of = models[name]
        for field, info in of.model_fields.items():
            text = _description(of, field)
            if text is not None:
                properties = part["properties"]
                key = info.alias or field
                properties[key] = dict(sorted({**properties[key], "description": text}.items()))
    return json.dumps(schema)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the models of a type: itself, and all that its fields hold."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for info in annotation.model_fields.values():
            yield from _models(info.annotation)
    for member in get_args(annotation):
        yield from _models(member)


def _description(model: type[BaseModel], field: str) -> str | None:
    """Return the docstring of a field, which may be that of a model it is inherited from."""
    for base in model.__mro__:
        module = inspect.getmodule(base)
        if base is BaseModel or module is None:
            return None
        text = _docstrings(module).get((base.__name__, field))
        if text is not None:
            return text
    return None


@cache
def _docstrings(module: ModuleType) -> Mapping[tuple[str, str], str]:
    """Return the text after each annotated name of a module's classes."""
    classes = (each for each in ast.parse(inspect.getsource(module)).body if isinstance(each, ast.ClassDef))
    return {(each.name, field): text for each in classes for field, text in _after_fields(each.body)}


def _after_fields(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for statement, after in pairwise(body):
        match statement, after:
            case ast.AnnAssign(target=ast.Name(id=field)), ast.Expr(value=ast.Constant(value=str() as text)):
                yield field, inspect.cleandoc(text)
