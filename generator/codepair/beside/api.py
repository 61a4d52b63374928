"""The content for machines: which documents there are, where, and what makes them.

Facts are a document a protocol, the same in every language; texts, and what a pasted text is answered with, are a
document a locale and protocol. An index leads to all of them. Each shape has a JSON Schema.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from pydantic import BaseModel

from codepair.beside.answers import answers_document, recognitions, recognizers_document
from codepair.beside.facts import between_document, facts_document
from codepair.beside.shapes.answers import AnswersDocument, RecognizersDocument
from codepair.beside.shapes.facts import BetweenDocument, FactsDocument
from codepair.beside.shapes.index import BetweenPlace, IndexDocument, LocalePart, PlacePart
from codepair.beside.shapes.texts import BetweenTextsDocument, TextsDocument
from codepair.beside.texts import between_texts_document, texts_document
from codepair.language.translator import Translator
from codepair.library.descriptions import described_schema
from codepair.library.model import ACROSS, Library

VERSION = "1"
"""Part of every address; it changes when a field goes or changes its meaning."""

FOLDER = f"data/v{VERSION}"
"""Where the documents are, from the site's root."""

INDEX = f"{FOLDER}/index.json"
"""What leads to all of them."""

SCHEMAS: Mapping[str, type[BaseModel]] = {
    "index": IndexDocument,
    "facts": FactsDocument,
    "between": BetweenDocument,
    "texts": TextsDocument,
    "between-texts": BetweenTextsDocument,
    "answers": AnswersDocument,
    "recognizers": RecognizersDocument,
}
"""The shapes, by what their schemas are called."""

Address = Callable[[str], str]
"""Gives the address of a path below the site's root."""

Made = tuple[str, Callable[[], bytes]]
"""The path of a document from the site's root, with what makes its bytes."""


def documents(library: Library, translators: Sequence[Translator], address: Address) -> Iterator[Made]:
    """Yield every document and every schema that one of them names."""

    def made(path: str, kind: str, make: Callable[..., BaseModel], *of: Any) -> Made:
        kinds[kind] = None
        return f"{FOLDER}/{path}", partial(_document, kind, address, make, *of)

    kinds: dict[str, None] = {}
    yield made("index.json", "index", index_document, library, translators, address)
    for name, protocol in library.protocols.items():
        yield made(f"facts/{name}.json", "facts", facts_document, library, protocol)
        for each in translators:
            yield made(f"texts/{each.locale.tag}/{name}.json", "texts", texts_document, library, protocol, each)
    for name in _answered(library):
        for each in translators:
            yield made(f"answers/{each.locale.tag}/{name}.json", "answers", answers_document, library, name, each)
    for known in recognitions(library):
        yield made(f"recognizers/{known.recognizers.id}.json", "recognizers", recognizers_document, known)
    if has_between(library):
        yield made(f"facts/{ACROSS}.json", "between", between_document, library)
        for each in translators:
            path = f"texts/{each.locale.tag}/{ACROSS}.json"
            yield made(path, "between-texts", between_texts_document, library, each)
    for kind in kinds:
        yield f"{FOLDER}/{_schema_name(kind)}", partial(_schema, kind, address)


def index_document(
    library: Library, translators: Sequence[Translator], address: Address, **named: Any
) -> IndexDocument:
    """Return where every document is; ``named`` is what the index says of itself."""
    tags = [each.locale.tag for each in translators]
    finding = {each.recognizers.id for each in recognitions(library)}

    def local(kind: str, name: str) -> dict[str, str]:
        return {tag: f"{kind}/{tag}/{name}.json" for tag in tags}

    places = []
    for name in _answered(library):
        protocol = library.protocols.get(name)
        places.append(
            PlacePart(
                id=name,
                name=protocol.name if protocol is not None else None,
                facts=f"facts/{name}.json" if protocol is not None else None,
                texts=local("texts", name) if protocol is not None else None,
                answers=local("answers", name),
                recognizers=f"recognizers/{name}.json" if name in finding else None,
            )
        )
    between = BetweenPlace(facts=f"facts/{ACROSS}.json", texts=local("texts", ACROSS))
    return IndexDocument(
        locales={
            each.locale.tag: LocalePart(name=each.locale.name, url=address(each.locale.prefix))
            for each in sorted(translators, key=lambda each: bool(each.locale.path))
        },
        protocols=places,
        between=between if has_between(library) else None,
        **named,
    )


def has_between(library: Library) -> bool:
    """Return whether anything stands between protocols."""
    return bool(library.across or library.mappings)


def named(kind: str, address: Address) -> dict[str, str]:
    """Return what a document of a kind says of itself."""
    return {"$schema": address(f"{FOLDER}/{_schema_name(kind)}"), "version": VERSION}


def to_data(document: BaseModel) -> dict[str, Any]:
    """Return a document as it is written: what says nothing is left out."""
    return document.model_dump(by_alias=True, exclude_defaults=True)


def to_json(data: Mapping[str, Any]) -> bytes:
    """Return data as a line of JSON."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _answered(library: Library) -> list[str]:
    """Return the protocols, and what is not covered if that is known."""
    return [*library.protocols, *(each.recognizers.id for each in (library.others,) if each is not None)]


def _document(kind: str, address: Address, make: Callable[..., BaseModel], *of: Any) -> bytes:
    return to_json(to_data(make(*of, **named(kind, address))))


def _schema(kind: str, address: Address) -> bytes:
    return to_json(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **described_schema(SCHEMAS[kind]),
            "$id": address(f"{FOLDER}/{_schema_name(kind)}"),
        }
    )


def _schema_name(kind: str) -> str:
    return f"{kind}.schema.json"
