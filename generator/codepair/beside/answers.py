"""What answers a text: recognizers a protocol, texts a locale and protocol, and an index of them, as JSON.

A browser fetches them when somebody pastes a text; the terminal keeps them for the next time (``cli/compiled.py``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from pydantic import BaseModel

from codepair.beside.answer_document import (
    CodeAnswer,
    FieldAnswer,
    FixPart,
    IndexDocument,
    PairAnswer,
    PlacePart,
    RecognizersDocument,
    TextsDocument,
)
from codepair.beside.document import TextPart
from codepair.kit.text import N_
from codepair.language.translator import Translator
from codepair.library.descriptions import described_schema
from codepair.library.model import Entry, Library, Pair
from codepair.library.plan import entry_path, pair_path
from codepair.library.recognition import Recognition
from codepair.recognizing.recognizers import to_json

VERSION = "1"
"""Part of every address; it changes when a field goes or changes its meaning."""

FOLDER = f"data/v{VERSION}"
"""Where the documents are, from the site's root."""

WORDS = (
    N_("A code, two codes, words or a whole message"),
    N_("What to do now"),
    N_("In your text"),
    N_("No code was found in this text."),
    # TRANSLATORS: {name} is a protocol such as SMTP.
    N_("This looks like {name}, which is not covered here."),
    # TRANSLATORS: {field} is such as Status line, {value} what stands in it.
    N_("{field} {value}: no code that is known here goes with it."),
    # TRANSLATORS: {codes} is a list of codes of which the text does not say which one it was.
    N_("It may be {codes}."),
    N_("What sets them apart"),
    N_("The mistake"),
    N_("What you pasted"),
    # TRANSLATORS: heading of a list: the codes of a pasted text, one after the other as they stand in it.
    N_("In the order of the text"),
    # TRANSLATORS: words after which a number that people type is a code, as in "error: 486"; commas between them.
    N_("code, error, response, status"),
    N_("Only the first {number} characters were searched."),
    N_("Only the first {number} findings are shown."),
)
"""What is said around an answer."""

_SCHEMAS: Mapping[str, type[BaseModel]] = {"recognizers": RecognizersDocument, "texts": TextsDocument}

Address = Callable[[str], str]
"""Gives the address of a path below the site's root."""


def documents(
    library: Library, translators: Sequence[Translator], address: Address
) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the path of every document with what makes its bytes; nothing if no recognizer is known."""
    known = recognitions(library)
    if not known:
        return
    for name, shape in _SCHEMAS.items():
        yield f"{FOLDER}/{name}.schema.json", partial(_schema, name, shape, address)
    yield f"{FOLDER}/index.json", partial(_index, library, translators)
    for each in known:
        name = each.recognizers.id
        yield f"{FOLDER}/recognizers/{name}.json", partial(_recognizers, each, address)
        for translator in translators:
            path = f"{FOLDER}/texts/{translator.locale.tag}/{name}.json"
            yield path, partial(_texts, library, each, translator, address)


def recognitions(library: Library) -> list[Recognition]:
    """Return what is known of texts, in the order in which findings count: protocols, then what is not covered."""
    found = [library.recognition[name] for name in library.protocols if name in library.recognition]
    return [*found, *filter(None, (library.others,))]


def recognizers_document(recognition: Recognition, address: Address) -> RecognizersDocument:
    """Return what finds the codes of a protocol in a text."""
    schema = {"$schema": address(f"{FOLDER}/recognizers.schema.json")}
    return RecognizersDocument.model_validate({**schema, "version": VERSION, **to_json(recognition.recognizers)})


def texts_document(
    library: Library, recognition: Recognition, translator: Translator, address: Address
) -> TextsDocument:
    """Return what is said about the codes of a protocol in a locale."""
    name, prefix = recognition.recognizers.id, translator.locale.prefix
    protocol, own = library.protocols.get(name), translator.of(name)
    entries = library.entries.get(name, {}).values()
    schema = {"$schema": address(f"{FOLDER}/texts.schema.json")}
    return TextsDocument(
        **schema,
        version=VERSION,
        locale=translator.locale.tag,
        id=name,
        name=protocol.name if protocol is not None else None,
        codes={entry.address: _code(entry, own, prefix) for entry in entries},
        fields={
            field: FieldAnswer(
                label=_text(own, label),
                notes={value: _text(own, note) for value, note in recognition.notes.get(field, {}).items()},
            )
            for field, label in recognition.labels.items()
        },
        pairs=dict(_pairs(library, name, translator)),
    )


def _pairs(library: Library, name: str, translator: Translator) -> Iterator[tuple[str, PairAnswer]]:
    """Yield what an editor wrote about pairs: those of a protocol, then those across whose first code is of it."""
    across = (pair for pair in library.across if pair.a.protocol.id == name)
    for pair in (*library.guided.get(name, ()), *across):
        found = _pair(pair, translator.of(pair.domain), translator.locale.prefix)
        if found is not None:
            yield pair_path(pair).rstrip("/"), found


def _code(entry: Entry, translator: Translator, prefix: str) -> CodeAnswer:
    group = entry.response_class
    return CodeAnswer(
        title=entry.title,
        number=entry.number,
        response_class=_text(translator, group.label) if group is not None else None,
        gloss=_text(translator, entry.gloss) if entry.gloss else None,
        says=_text(translator, entry.says),
        fixes=[
            FixPart(
                label=_text(translator, meaning.label) if meaning.label else None,
                fix=_text(translator, meaning.prose["fix"]),
            )
            for meaning in entry.meanings
        ],
        path=prefix + entry_path(entry),
    )


def _pair(pair: Pair, translator: Translator, prefix: str) -> PairAnswer | None:
    if pair.guidance is None:
        return None
    prose = {name: _text(translator, text) for name, text in pair.guidance.prose.items()}
    return PairAnswer(
        summary=prose["summary"],
        question=prose.get("question"),
        mistake=prose.get("mistake"),
        path=prefix + pair_path(pair),
    )


def _text(translator: Translator, source: str) -> TextPart:
    text = translator.text(source)
    return TextPart(text=text.value, lang=text.locale.tag)


def _index(library: Library, translators: Sequence[Translator]) -> bytes:
    places = []
    for each in recognitions(library):
        name = each.recognizers.id
        protocol = library.protocols.get(name)
        texts = {item.locale.tag: f"texts/{item.locale.tag}/{name}.json" for item in translators}
        where = f"recognizers/{name}.json"
        places.append(PlacePart(id=name, name=protocol.name if protocol else None, recognizers=where, texts=texts))
    return _json(IndexDocument(version=VERSION, protocols=places))


def _recognizers(recognition: Recognition, address: Address) -> bytes:
    return _json(recognizers_document(recognition, address))


def _texts(library: Library, recognition: Recognition, translator: Translator, address: Address) -> bytes:
    return _json(texts_document(library, recognition, translator, address))


def _schema(name: str, shape: type[BaseModel], address: Address) -> bytes:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **described_schema(shape),
        "$id": address(f"{FOLDER}/{name}.schema.json"),
    }
    return _compact(schema)


def _json(document: BaseModel) -> bytes:
    return _compact(document.model_dump(by_alias=True))


def _compact(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
