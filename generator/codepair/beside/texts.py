"""What is said in a language: a document a locale and protocol, and one a locale of what stands between protocols.

What answers have (``answers.py``) is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codepair.beside.facts import own_facts, pair_address
from codepair.beside.shapes.parts import Fallback, Text
from codepair.beside.shapes.texts import (
    BetweenTextsDocument,
    ClassTexts,
    GuidanceTexts,
    MeaningTexts,
    Notes,
    QuestionTexts,
    TableTexts,
    TextsDocument,
)
from codepair.language.translator import Translator
from codepair.library.facts import SHARED, Fact, Question
from codepair.library.flow import Event, Flow
from codepair.library.mappings import MAPPINGS, MappingTable
from codepair.library.model import ACROSS, Library, Meaning, Pair, Protocol, ResponseClass

ANSWERED = ("summary", "question", "mistake")
"""Parts of guidance that stand in the answers of a protocol; between two, in those of the first."""


def text(translator: Translator, source: str) -> Text:
    """Return a text in a locale, with its language if that is another."""
    found = translator.text(source)
    return Fallback(text=found.value, lang=found.locale.tag) if found.is_fallback else found.value


def texts_document(library: Library, protocol: Protocol, translator: Translator, **named: Any) -> TextsDocument:
    """Return what is said of a protocol in a locale; ``named`` is what the document says of itself."""
    own = translator.of(protocol.id)
    return TextsDocument(
        locale=translator.locale.tag,
        id=protocol.id,
        summary=text(own, protocol.summary),
        classes={each.id: _class(each, own) for each in protocol.response_classes},
        questions={name: _question(each, own) for name, each in protocol.questions.items()},
        participants={name: text(own, label) for name, label in protocol.participants.items()},
        codes={
            entry.address: [_meaning(each, own) for each in entry.meanings]
            for entry in library.entries[protocol.id].values()
        },
        pairs={pair_address(pair): _guidance(pair, own, ANSWERED) for pair in library.guided[protocol.id]},
        **named,
    )


def between_texts_document(library: Library, translator: Translator, **named: Any) -> BetweenTextsDocument:
    """Return what is said between protocols in a locale; ``named`` is what the document says of itself."""
    pairs, tables = translator.of(ACROSS), translator.of(MAPPINGS)
    return BetweenTextsDocument(
        locale=translator.locale.tag,
        pairs={pair_address(pair): _guidance(pair, pairs, ANSWERED) for pair in library.across},
        mappings={table.id: _table(table, tables) for table in library.mappings},
        namespaces={name: text(tables, each.name) for name, each in library.namespaces.items()},
        **named,
    )


def notes(facts: Mapping[str, Fact], translator: Translator) -> Notes:
    """Return what is said of the values of facts: by question, then by the first of those that rest on the same."""
    found = {
        name: {each.names[0]: text(translator, each.note) for each in fact.values if each.note and each.names}
        for name, fact in facts.items()
    }
    return {name: said for name, said in found.items() if said}


def events(flow: Flow | None, translator: Translator) -> dict[str, Text]:
    """Return what happens in a flow where nothing is sent, by the number of the step."""
    steps = enumerate(flow.steps if flow is not None else ())
    return {str(number): text(translator, step.says) for number, step in steps if isinstance(step, Event)}


def asked_in(question: Question, translator: Translator) -> Translator:
    """Return what translates a question: a shared one has a catalog of its own."""
    return translator.of(SHARED) if question.is_shared else translator


def _class(group: ResponseClass, translator: Translator) -> ClassTexts:
    return ClassTexts(
        label=text(translator, group.label),
        meaning=text(translator, group.meaning) if group.meaning else None,
        notes=notes(group.facts, translator),
    )


def _question(question: Question, translator: Translator) -> QuestionTexts:
    asked = asked_in(question, translator)
    return QuestionTexts(
        label=text(asked, question.label),
        values={name: text(asked, choice.label) for name, choice in question.choices.items()},
    )


def _meaning(meaning: Meaning, translator: Translator) -> MeaningTexts:
    return MeaningTexts(
        id=meaning.id,
        description=text(translator, meaning.prose["description"]),
        when_seen=text(translator, meaning.prose["when_seen"]),
        use_when=text(translator, meaning.prose["use_when"]),
        notes=notes(own_facts(meaning.facts), translator),
        events=events(meaning.flow, translator),
    )


def _guidance(pair: Pair, translator: Translator, without: tuple[str, ...] = ()) -> GuidanceTexts:
    assert pair.guidance is not None
    prose = pair.guidance.prose
    return GuidanceTexts(
        parts={name: text(translator, said) for name, said in prose.items() if name not in without},
        asks=[text(translator, step.ask) for step in pair.guidance.decision],
    )


def _table(table: MappingTable, translator: Translator) -> TableTexts:
    note = table.others.note if table.others is not None else None
    return TableTexts(
        title=text(translator, table.title),
        lost=text(translator, table.lost),
        notes={row.origin: text(translator, row.note) for row in table.rows if row.note and row.origin is not None},
        others=text(translator, note) if note else None,
    )
