"""A code or a pair in, its claims out: every passage and fact with its translations and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from codepair.kit.problems import Place
from codepair.kit.tree import Node
from codepair.language.locale import SOURCE_LANGUAGE
from codepair.language.translator import Translator
from codepair.library.citations import Citation, Source
from codepair.library.facts import SHARED, Fact, Question, Value
from codepair.library.flow import Event
from codepair.library.mappings import MAPPINGS, MappingTable
from codepair.library.model import Entry, Guidance, Meaning, Pair


class Said(NamedTuple):
    """A text in one language."""

    language: str
    """As BCP 47 writes it."""
    text: str | None
    """None if it is not translated."""


Passage: TypeAlias = "tuple[Said, ...]"
"""A text in the source language, then in the others that are asked for."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a code or a pair says in one place, and what settles it."""

    name: str
    """The field, or the question that a fact answers."""
    place: Place
    passages: tuple[Passage, ...]
    citations: tuple[Citation, ...]
    basis: str = ""
    """In words, where no section settles it."""


READING = "our reading"
PRACTICE = "practice"


class _Voices:
    """The languages of a review, and what finds texts in each."""

    def __init__(self, translators: Sequence[Translator], domain: str) -> None:
        self._translators = [each for each in translators if SOURCE_LANGUAGE not in each.locale.chain]
        self._domain = domain

    def passage(self, source: str, *, is_shared: bool = False) -> Passage:
        """Return a text of the content in every language."""
        return self.joined([source], "".join, is_shared=is_shared)

    def joined(
        self, sources: Sequence[str], join: Callable[[Sequence[str]], str], *, is_shared: bool = False
    ) -> Passage:
        """Return what is made of texts, in every language; not translated if one of them is not."""
        said = [Said(SOURCE_LANGUAGE, join(sources))]
        for translator in self._translators:
            texts = [translator.of(SHARED if is_shared else self._domain).text(each) for each in sources]
            whole = None if any(text.is_fallback for text in texts) else join([text.value for text in texts])
            said.append(Said(translator.locale.tag, whole))
        return tuple(said)


def entry_claims(entry: Entry, translators: Sequence[Translator]) -> Iterator[Claim]:
    """Yield the claims of a code: what it says as a whole, beside the section that defines it, then all else."""
    voices = _Voices(translators, entry.protocol.id)
    for name, text in (("gloss", entry.gloss), ("says", entry.says)):
        if text is not None:
            yield Claim(name, entry.node.at(name), (voices.passage(text),), (entry.defined_in,))
    for meaning in entry.meanings:
        yield from _meaning_claims(entry, meaning, voices)


def pair_claims(pair: Pair, guidance: Guidance, translators: Sequence[Translator]) -> Iterator[Claim]:
    """Yield the claims of a pair's guidance in the order of the file's fields."""
    voices = _Voices(translators, pair.domain)
    yield from _prose(guidance.node, (), guidance.prose.items(), guidance.sources, voices)
    which = _supporting(guidance.sources, "which")
    for position, step in enumerate(guidance.decision):
        branches = (("yes", step.if_yes), ("no", step.if_no))
        answers = "; ".join(f"{w}: {to.written if pair.is_across else to.code}" for w, to in branches if to)
        passages = (voices.passage(step.ask), (Said(SOURCE_LANGUAGE, answers or "the next question"),))
        yield Claim("decision", guidance.node.at("decision", position, "ask"), passages, which)


def mapping_claims(table: MappingTable, translators: Sequence[Translator]) -> Iterator[Claim]:
    """Yield the claims of a mapping: its title, what is lost, and its rows."""
    voices = _Voices(translators, MAPPINGS)
    for name, text in (("title", table.title), ("lost", table.lost)):
        yield Claim(name, table.node.at(name), (voices.passage(text),), ())
    places = [*(table.node.at("rows", at) for at in range(len(table.rows))), table.node.at("others")]
    for row, place in zip((*table.rows, *((table.others,) if table.others else ())), places, strict=False):
        becomes = f"{row.origin or 'all others'}: {', '.join(row.targets) or 'nothing'}"
        passages = [(Said(SOURCE_LANGUAGE, becomes),), *([voices.passage(row.note)] if row.note else [])]
        yield Claim("row", place, tuple(passages), row.citations)


def _meaning_claims(entry: Entry, meaning: Meaning, voices: _Voices) -> Iterator[Claim]:
    if meaning.label is not None:
        place = entry.node.at(*meaning.where, "label")
        yield Claim(f"meaning {meaning.id}", place, (voices.passage(meaning.label),), ())
    yield from _prose(entry.node, meaning.where, meaning.prose.items(), meaning.sources, voices)
    for name, fact in meaning.facts.items():
        yield from _fact_claims(entry, meaning, entry.protocol.questions[name], fact, voices)
    if meaning.flow is not None:
        where = (*meaning.where, "flow")
        events = [step.says for step in meaning.flow.steps if isinstance(step, Event)]
        arrows = "; ".join(f"{arrow.sender} to {arrow.receiver}: {arrow.label}" for arrow in meaning.flow.arrows)
        passages = ((Said(SOURCE_LANGUAGE, arrows),), *(voices.passage(event) for event in events))
        yield Claim("flow", entry.node.key(*where), passages, (meaning.flow.citation,))


def _prose(
    node: Node,
    where: tuple[str | int, ...],
    prose: Iterable[tuple[str, str]],
    sources: Sequence[Source],
    voices: _Voices,
) -> Iterator[Claim]:
    for name, text in prose:
        yield Claim(name, node.at(*where, name), (voices.passage(text),), _supporting(sources, name))


def _supporting(sources: Iterable[Source], field: str) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(source.citation for source in sources if field in source.supports))


def _fact_claims(
    entry: Entry, meaning: Meaning, question: Question, fact: Fact, voices: _Voices
) -> Iterator[Claim]:
    """Yield a claim for each value of a fact: each has its own basis."""
    for position, value in enumerate(fact.values):
        if fact.is_inherited and entry.response_class is not None:
            place = entry.protocol.node.at("response_classes", entry.response_class.order, "facts", question.id)
        else:
            place = entry.node.at(*meaning.where, "facts", question.id, position, "value")
        passages = [_answer(question, value, voices)]
        if value.note is not None:
            passages.append(voices.passage(value.note))
        basis = {"reading": READING, "practice": PRACTICE}.get(value.basis, "")
        yield Claim(f"fact {question.id}", place, tuple(passages), value.citations, basis)


def _answer(question: Question, value: Value, voices: _Voices) -> Passage:
    """Return a question with its answer; what is no choice is as on the wire."""
    labels = [question.choices[name].label for name in value.names if name in question.choices]
    tokens = [name for name in value.names if name not in question.choices]

    def answer(texts: Sequence[str]) -> str:
        return f"{texts[0]}: {'; '.join([*texts[1:], *([', '.join(tokens)] if tokens else [])])}"

    return voices.joined([question.label, *labels], answer, is_shared=question.is_shared)
