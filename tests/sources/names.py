"""Facts that name something against the text of their sections: a section settles a fact if it names the thing.

A header field, a method, the number of a code, an error code of HTTP/2: the fact's value must stand in the text of
one of its sections, or of a section below that. Where it does not, ``exceptions.toml`` says why the fact holds.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from codepair.documents.sections import whole_text
from codepair.documents.texts import Texts
from codepair.library.citations import Citation
from codepair.library.facts import Question, Value
from codepair.library.model import Entry, Library, Meaning
from tests.sources.listed import Finding

Forms: TypeAlias = "Callable[[str], Sequence[str]]"
"""Gives the forms under which a text may name a value: one of them is enough."""

EXCEPTIONS = Path(__file__).parent / "exceptions.toml"


def as_written(value: str) -> Sequence[str]:
    """A header field: ``Retry-After``."""
    return (value,)


def as_method(value: str) -> Sequence[str]:
    """A method, which a text may also name by all others: ``non-INVITE``."""
    return (value, f"non-{value}")


def by_number(value: str) -> Sequence[str]:
    """A number, and words that may be anybody's: ``17 User busy``."""
    return (value.partition(" ")[0],)


def by_number_or_name(value: str) -> Sequence[str]:
    """A number or a name: ``21 Not Supported``."""
    number, _, name = value.partition(" ")
    return (number, name) if name else (number,)


QUESTIONS: Mapping[str, Mapping[str, Forms]] = {
    "sip": {
        "must_carry": as_written,
        "may_carry": as_written,
        "methods": as_method,
        "isup_in": by_number,
        "isup_out": by_number,
    },
    "http": {
        "field": as_written,
        "methods": as_written,
        "must_carry": as_written,
        "should_carry": as_written,
        "may_carry": as_written,
    },
    "dns": {"ede": by_number_or_name},
    "grpc": {"http_in": by_number, "http_out": by_number, "h2": by_number_or_name},
}
"""By protocol: the questions whose values are names or numbers that a text can have, and how it may have them."""


@dataclass(frozen=True, slots=True)
class Excepted:
    """A fact that holds though its section does not name the value."""

    code: str
    """The entry's address, such as ``sip/486``."""
    question: str
    name: str
    reason: str


@dataclass(slots=True)
class Tally:
    """What a run has looked at."""

    named: int = 0
    """Values that a section names."""
    excepted: int = 0
    unread: dict[str, int] = field(default_factory=dict)
    """Values by the document that settles them and is not at hand."""


@dataclass(frozen=True, slots=True)
class _Case:
    """A value of a fact, and where it stands."""

    entry: Entry
    meaning: Meaning
    question: str
    position: int
    value: Value
    name: str

    @property
    def place(self) -> str:
        """Where the value stands, as editors understand it."""
        at = self.entry.node.at(*self.meaning.where, "facts", self.question, self.position, "value")
        return f"{at.path}:{at.line}:{at.column}"


def read_exceptions(file: Path = EXCEPTIONS) -> tuple[Excepted, ...]:
    """Return what the file lists; KeyError if one of them lacks a field, above all its reason."""
    listed = tomllib.loads(file.read_text(encoding="utf-8")).get("exception", [])
    return tuple(Excepted(each["code"], each["question"], each["name"], each["reason"]) for each in listed)


def unnamed(library: Library, texts: Texts, exceptions: Iterable[Excepted], tally: Tally) -> Iterator[Finding]:
    """Yield the values that none of their sections names, and exceptions that no value needs."""
    excepted = {(each.code, each.question, each.name): each for each in exceptions}
    needed: set[tuple[str, str, str]] = set()
    for case in _cases(library):
        forms = QUESTIONS[case.entry.protocol.id][case.question](case.name)
        read = [_text(citation, texts) for citation in case.value.citations]
        key = (case.entry.address, case.question, case.name)
        if any(text is not None and _names(text, forms) for text in read):
            tally.named += 1
        elif None in read:
            document = next(
                at.specification.id for at, text in zip(case.value.citations, read, strict=True) if text is None
            )
            tally.unread[document] = tally.unread.get(document, 0) + 1
        elif key in excepted:
            tally.excepted += 1
            needed.add(key)
        else:
            yield _unnamed(case, forms)
    for key, exception in excepted.items():
        if key not in needed and exception.code.partition("/")[0] in library.protocols:
            message = f"The exception for '{exception.name}' in {key[1]} of {key[0]} is not needed. Remove it."
            yield Finding(EXCEPTIONS.name, message)


def _unnamed(case: _Case, forms: Sequence[str]) -> Finding:
    sections = " and ".join(citation.label for citation in case.value.citations)
    what = " or ".join(f"'{form}'" for form in forms)
    message = (
        f"{case.question}: {sections} does not name {what}, so it does not settle this. Cite the section that "
        f"does, or list it in {EXCEPTIONS.name} with the reason."
    )
    return Finding(case.place, message)


def _cases(library: Library) -> Iterator[_Case]:
    for protocol, questions in QUESTIONS.items():
        for entry in library.entries.get(protocol, {}).values():
            for meaning in entry.meanings:
                for name in questions:
                    yield from _of_fact(entry, meaning, name)


def _of_fact(entry: Entry, meaning: Meaning, question: str) -> Iterator[_Case]:
    fact, asked = meaning.facts.get(question), entry.protocol.questions.get(question)
    if fact is None or asked is None or fact.is_inherited:
        return
    for position, value in enumerate(fact.values):
        if value.basis == "specification":
            for name in _tokens(value, asked):
                yield _Case(entry, meaning, question, position, value, name)


def _tokens(value: Value, asked: Question) -> Iterator[str]:
    """Yield the names of a value; ``none`` and the like are words of the question's own."""
    yield from (name for name in value.names if name not in asked.choices)


def _text(citation: Citation, texts: Texts) -> str | None:
    """Return what a cited section says, the whole document without a section; None if it is not at hand."""
    sections = texts.sections(citation.specification.id)
    if sections is None:
        return None
    if citation.section is None:
        return "\n".join(f"{section.title}\n{section.text}" for section in sections)
    return whole_text(sections, citation.section)


def _names(text: str, forms: Iterable[str]) -> bool:
    """Return whether a text has one of the forms as a word of its own, whatever its case.

    >>> _names("the cause is 17 (user busy)", ["17"]), _names("see 3.17", ["17"])
    (True, False)
    >>> _names("add a Retry-\\n   After header field", ["Retry-After"])
    True
    """
    flat = re.sub(r"\s+", " ", re.sub(r"(?<=\w)-\n\s*(?=\w)", "-", text))
    return any(re.search(rf"(?<![\w.-]){re.escape(form)}(?![\w-]|\.\d)", flat, re.IGNORECASE) for form in forms)
