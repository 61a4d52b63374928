"""A plan in, all that ``llms.txt`` links as one text out: codes, comparisons with guidance, tables, in sentences.

The same values as the pages, in the default locale. A text that would be too large is one a protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain

from codepair.beside.api import Address, has_between
from codepair.beside.markdown import STATUS_NOTES, line
from codepair.beside.metadata import FORM
from codepair.kit.text import N_
from codepair.language.translator import Translator
from codepair.library.citations import Citation
from codepair.library.facts import SHARED, Fact, Question, Value
from codepair.library.mappings import MAPPINGS, MappingTable, Row
from codepair.library.model import ACROSS, Entry, Guidance, Library, Meaning, Pair, Protocol
from codepair.library.plan import Plan, entry_path, mapping_path, pair_path, protocol_path

PATH = "llms-full.txt"
FOLDER = "llms-full/"
"""Where the text of each protocol is, if there is not one of all."""

LARGEST = 2_000_000
"""Bytes of the source's texts from which on there is a text a protocol: what is read at once has a limit."""

_PROSE: Mapping[str, str] = {
    "description": N_("Description"),
    "when_seen": N_("When You See It"),
    "fix": N_("How to Fix"),
    "use_when": N_("When to Send It"),
}

_GUIDANCE: Mapping[str, str] = {
    "summary": N_("What sets them apart"),
    "next": N_("What happens next"),
    "unmatched": N_("What Has No Counterpart"),
    "mistake": N_("Common Mistake"),
    "which": N_("When to Use Which"),
}


def documents(
    plan: Plan, site: str, translator: Translator, address: Address
) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the path of each text, from the site's root, with what makes its bytes."""
    for path, parts in _parts(plan).items():
        yield path, partial(_document, plan, parts, f"# {line(site)}", translator, address)


def paths(plan: Plan) -> list[str]:
    """Return where the texts are, from the site's root: one of all, or one a protocol and one between them."""
    return list(_parts(plan))


def size(library: Library) -> int:
    """Return about how many bytes all texts of a library have, without putting one together."""
    entries = chain.from_iterable(own.values() for own in library.entries.values())
    coded = sum(400 + len(entry.says) + sum(map(_size, entry.meanings)) for entry in entries)
    guided = filter(None, (pair.guidance for pair in library.all_guided))
    paired = sum(300 + sum(map(len, guidance.prose.values())) for guidance in guided)
    return coded + paired + sum(80 * len(table.rows) for table in library.mappings)


def _size(meaning: Meaning) -> int:
    notes = (len(value.note or "") + 90 for fact in meaning.facts.values() for value in fact.values)
    return sum(map(len, meaning.prose.values())) + sum(notes)


def _parts(plan: Plan) -> dict[str, list[Protocol | None]]:
    """Return what is in each text: protocols, and None for what stands between them."""
    parts: list[Protocol | None] = [
        *plan.library.protocols.values(),
        *([None] if has_between(plan.library) else []),
    ]
    if size(plan.library) <= LARGEST:
        return {PATH: parts}
    return {f"{FOLDER}{part.id if part is not None else ACROSS}.txt": [part] for part in parts}


def _document(
    plan: Plan, parts: Iterable[Protocol | None], title: str, translator: Translator, address: Address
) -> bytes:
    lines = [title, "", FORM]
    for part in parts:
        lines += _between(plan, translator, address) if part is None else _protocol(plan, part, translator, address)
    return ("\n".join(lines) + "\n").encode()


def _protocol(plan: Plan, protocol: Protocol, translator: Translator, address: Address) -> Iterator[str]:
    own, prefix = translator.of(protocol.id), translator.locale.prefix
    yield from ("", f"## {line(protocol.name)}: {line(protocol.title)}", "")
    yield address(prefix + protocol_path(protocol.id))
    yield _said(own, protocol.summary)
    for entry in plan.library.entries[protocol.id].values():
        gloss = f": {_said(own, entry.gloss)}" if entry.gloss else ""
        yield from ("", f"### {line(entry.full_title)}{gloss}", "", address(prefix + entry_path(entry)))
        yield from _code(entry, own)
    for pair in plan.library.guided[protocol.id]:
        yield from _pair(plan, pair, own, address)


def _between(plan: Plan, translator: Translator, address: Address) -> Iterator[str]:
    library = plan.library
    if library.across:
        yield from ("", f"## {line(translator.plain('Across Protocols'))}")
        for pair in library.across:
            yield from _pair(plan, pair, translator.of(ACROSS), address)
    if library.mappings:
        own = translator.of(MAPPINGS)
        yield from ("", f"## {line(translator.plain('From One Protocol to Another'))}")
        for table in library.mappings:
            yield from ("", f"### {_said(own, table.title)}", "")
            yield address(translator.locale.prefix + mapping_path(table))
            yield from _table(table, own)


def _code(entry: Entry, translator: Translator) -> Iterator[str]:
    """Yield what a code says, meaning by meaning."""
    yield _field(translator, "In One Sentence", _said(translator, entry.says))
    if entry.status in STATUS_NOTES:
        yield line(translator.plain(STATUS_NOTES[entry.status]))
    for meaning in entry.meanings:
        if meaning.label:
            yield from ("", f"#### {_said(translator, meaning.label)}", "")
        for name, label in _PROSE.items():
            yield _field(translator, label, _said(translator, meaning.prose[name]))
        for name, fact in meaning.facts.items():
            yield _fact(entry, entry.protocol.questions[name], fact, translator)
        yield _field(translator, "Sources", _labels(source.citation for source in meaning.sources))


def _fact(entry: Entry, question: Question, fact: Fact, translator: Translator) -> str:
    asked = translator.of(SHARED) if question.is_shared else translator
    answers = []
    for value in fact.values:
        names = (_name(name, question, asked) for name in value.names)
        answers.append(f"{', '.join(names)} ({_basis(entry, fact, value, translator)}).")
        if value.note:
            answers.append(_said(translator, value.note))
    return f"- {_said(asked, question.label)}: {' '.join(answers)}"


def _name(name: str, question: Question, translator: Translator) -> str:
    if name in question.choices:
        return _said(translator, question.choices[name].label)
    return line(translator.number(name) if question.type == "number" else name)


def _basis(entry: Entry, fact: Fact, value: Value, translator: Translator) -> str:
    """Return what a value rests on, in words."""
    rests = _labels(value.citations) or line(translator.plain("our reading"))
    if value.basis == "practice":
        rests = f"{line(translator.plain('practice'))}: {rests}"
    group = entry.response_class
    if fact.is_inherited and group is not None:
        codes = line(group.range) if group.range else _said(translator, group.label)
        rests = f"{codes}: {rests}"
    return rests


def _pair(plan: Plan, pair: Pair, translator: Translator, address: Address) -> Iterator[str]:
    """Yield what an editor wrote about a pair."""
    guidance = pair.guidance
    assert guidance is not None
    yield from ("", f"### {line(pair.title)}", "", address(translator.locale.prefix + pair_path(pair)))
    for name, label in _GUIDANCE.items():
        if name == "which":
            yield from _decision(plan.library, guidance, translator)
        if name in guidance.prose:
            yield _field(translator, label, _said(translator, guidance.prose[name]))
    yield _field(translator, "Sources", _labels(source.citation for source in guidance.sources))


def _decision(library: Library, guidance: Guidance, translator: Translator) -> Iterator[str]:
    if "question" in guidance.prose:
        yield _said(translator, guidance.prose["question"])
    for number, step in enumerate(guidance.decision, start=1):
        branches = []
        for answer, reference in (("Yes", step.if_yes), ("No", step.if_no)):
            entry = library.find(reference) if reference is not None else None
            next_one = translator.plain("question {number}").replace("{number}", str(number + 1))
            branches.append(_field(translator, answer, line(entry.full_title if entry is not None else next_one)))
        yield f"- {_said(translator, step.ask)} {'; '.join(branches)}."


def _table(table: MappingTable, translator: Translator) -> Iterator[str]:
    yield _said(translator, table.lost)
    yield from (_row(row, translator) for row in table.rows)
    if table.others is not None:
        yield _row(table.others, translator)


def _row(row: Row, translator: Translator) -> str:
    origin = line(row.origin if row.origin is not None else translator.plain("every other value"))
    target = ", ".join(map(line, row.targets)) or line(translator.plain("nothing"))
    note = f" {_said(translator, row.note)}" if row.note else ""
    return f"- {origin} → {target} ({_labels(row.citations)}).{note}"


def _field(translator: Translator, label: str, text: str) -> str:
    return f"{line(translator.plain(label))}: {text}"


def _said(translator: Translator, source: str) -> str:
    return line(translator.text(source).plain)


def _labels(citations: Iterable[Citation]) -> str:
    return ", ".join(dict.fromkeys(line(citation.label) for citation in citations))
