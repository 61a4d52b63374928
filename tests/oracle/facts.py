"""The table of facts: a row a question, said only where a page shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.oracle.catalogs import Link, Voice
from tests.oracle.expected import bold, settled
from tests.oracle.notation import collapsed
from tests.oracle.records import Code, Fact, Protocol, Question, Value


@dataclass(frozen=True)
class Row:
    """A row of the table of facts of one code."""

    key: object
    """What two codes have to share to answer the same; None if nothing is recorded."""
    notes: tuple[str, ...]
    rests: object
    """What has to be the same, too, for the row to be shown once for both."""
    label: Callable[[], str]
    """Says its name."""
    text: Callable[[], str]
    """Says the answer."""
    is_key: bool = False
    """Whether it stands at the top of the code's page."""

    def cell(self) -> str:
        """Say the answer."""
        return collapsed(self.text())


def rows(voice: Voice, protocol: Protocol, code: Code, link: Link) -> list[Row]:
    """Return the rows of a code, recorded or not: one a question, then since when it stands."""
    found = [_row(voice, protocol, code, question, link) for question in protocol.questions.values()]
    if code.since is None:
        return [*found, Row(None, (), None, partial(voice.words, "Since"), str)]
    since = f"{code.since.label} ({code.since.year})" if code.since.year else code.since.label
    return [*found, Row(code.since.id, (), since, partial(voice.words, "Since"), partial(str, since))]


def _row(voice: Voice, protocol: Protocol, code: Code, question: Question, link: Link) -> Row:
    asked = voice.of("questions") if question.is_shared else voice
    answered = [(each, each.facts[question.id]) for each in code.meanings if question.id in each.facts]
    label = partial(asked.text, question.label)
    if not answered:
        return Row(None, (), None, label, str, question.is_key)
    key = tuple((meaning.id, fact.names) for meaning, fact in answered)
    notes = tuple(value.note for _, fact in answered for value in fact.values if value.note)
    rests = [(meaning.id, fact.values, fact.group) for meaning, fact in answered]

    def text() -> str:
        said = ""
        for meaning, fact in answered:
            label = voice.text(meaning.label) if meaning.label else ""
            # A label that is not translated is marked on its element.
            said += f"<p>{bold(label)}</p>" if label else ""
            is_alone = len(fact.values) == 1 and not label
            for value in fact.values:
                answer = f"{_names(voice, asked, question, value)} {_basis(voice, protocol, code, fact, value)}"
                note = f"<br></br>{voice.text(value.note, link)}" if value.note else ""
                said += answer + note if is_alone else f"<p>{answer}{note}</p>"
        return said

    return Row(key, notes, rests, label, text, question.is_key)


def _names(voice: Voice, asked: Voice, question: Question, value: Value) -> str:
    if question.type == "number":
        return voice.number(value.names[0])
    labels = [asked.text(question.choices[name]) for name in value.names if name in question.choices]
    tokens = [f"`{name}`" for name in value.names if name not in question.choices]
    return "<br></br>".join([*labels, *([voice.listed(tokens)] if tokens else [])])


def _basis(voice: Voice, protocol: Protocol, code: Code, fact: Fact, value: Value) -> str:
    """Return what a value rests on: sections, practice where it was seen, or our reading; of a class, whose."""
    said = []
    if fact.group is not None:
        name = fact.group.range or voice.text(fact.group.label)
        said.append(f"<em>{name}</em>")
    if value.basis == "reading":
        said.append(f"<em>{voice.words('our reading')}</em>")
    else:
        said.append(settled(voice, protocol, value.sections))
    return " ".join(said)
