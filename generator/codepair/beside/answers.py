"""What a text is answered with: recognizers a protocol, answers a locale and protocol.

A browser fetches them when somebody pastes a text; the terminal keeps them for the next time (``cli/compiled.py``).
"""

from __future__ import annotations

from typing import Any

from codepair.beside.facts import pair_address
from codepair.beside.shapes.answers import (
    AnswersDocument,
    CodeAnswer,
    FieldAnswer,
    FixPart,
    PairAnswer,
    RecognizersDocument,
)
from codepair.beside.texts import text
from codepair.kit.text import N_
from codepair.language.translator import Translator
from codepair.library.model import Entry, Library, Pair
from codepair.library.plan import entry_path, pair_path
from codepair.library.recognition import Recognition
from codepair.recognizing.recognizers import to_json

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
    N_("The file could not be read."),
    N_("Only the first {number} characters were searched."),
    N_("Only the first {number} findings are shown."),
)
"""What is said around an answer."""


def recognitions(library: Library) -> list[Recognition]:
    """Return what is known of texts, in the order in which findings count: protocols, then what is not covered."""
    found = [library.recognition[name] for name in library.protocols if name in library.recognition]
    return [*found, *filter(None, (library.others,))]


def recognizers_document(recognition: Recognition, **named: Any) -> RecognizersDocument:
    """Return what finds the codes of a protocol in a text; ``named`` is what the document says of itself."""
    return RecognizersDocument.model_validate({**named, **to_json(recognition.recognizers)})


def answers_document(library: Library, name: str, translator: Translator, **named: Any) -> AnswersDocument:
    """Return what a text with codes of a protocol is answered with in a locale.

    ``name`` is the protocol's folder, or 'others'; ``named`` is what the document says of itself.
    """
    protocol, own, prefix = library.protocols.get(name), translator.of(name), translator.locale.prefix
    across = (pair for pair in library.across if pair.a.protocol.id == name)
    others = (library.others,) if library.others is not None else ()
    recognition = next((each for each in others if each.recognizers.id == name), library.recognition.get(name))
    return AnswersDocument(
        locale=translator.locale.tag,
        id=name,
        name=protocol.name if protocol is not None else None,
        codes={entry.address: _code(entry, own, prefix) for entry in library.entries.get(name, {}).values()},
        fields=_fields(recognition, own) if recognition is not None else {},
        pairs={pair_address(pair): _pair(pair, translator) for pair in (*library.guided.get(name, ()), *across)},
        **named,
    )


def _fields(recognition: Recognition, translator: Translator) -> dict[str, FieldAnswer]:
    return {
        field: FieldAnswer(
            label=text(translator, label),
            notes={value: text(translator, note) for value, note in recognition.notes.get(field, {}).items()},
        )
        for field, label in recognition.labels.items()
    }


def _code(entry: Entry, translator: Translator, prefix: str) -> CodeAnswer:
    group = entry.response_class
    return CodeAnswer(
        title=entry.title,
        number=entry.number,
        response_class=text(translator, group.label) if group is not None else None,
        gloss=text(translator, entry.gloss) if entry.gloss else None,
        says=text(translator, entry.says),
        fixes=[
            FixPart(
                id=meaning.id,
                label=text(translator, meaning.label) if meaning.label else None,
                fix=text(translator, meaning.prose["fix"]),
            )
            for meaning in entry.meanings
        ],
        path=prefix + entry_path(entry),
    )


def _pair(pair: Pair, translator: Translator) -> PairAnswer:
    assert pair.guidance is not None
    own = translator.of(pair.domain)
    prose = {name: text(own, said) for name, said in pair.guidance.prose.items()}
    return PairAnswer(
        summary=prose["summary"],
        question=prose.get("question"),
        mistake=prose.get("mistake"),
        path=translator.locale.prefix + pair_path(pair),
    )
