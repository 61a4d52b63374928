"""What is the same in every language: a document a protocol, and one of what stands between protocols."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from codepair.beside.shapes.facts import (
    BetweenDocument,
    ClassPart,
    CodePart,
    DecisionPart,
    FactsDocument,
    FlowPart,
    MappingPart,
    MeaningPart,
    NamespacePart,
    PairPart,
    QuestionPart,
    RowPart,
    SourcePart,
    StepPart,
    ValuePart,
)
from codepair.beside.shapes.parts import CitationPart, WorkPart
from codepair.library.citations import Citation, Source, Specification
from codepair.library.facts import Fact, Question
from codepair.library.flow import Arrow, Event, Flow
from codepair.library.mappings import MappingTable, Row
from codepair.library.model import Entry, Library, Meaning, Pair, Protocol, Reference, ResponseClass
from codepair.library.plan import pair_path


class Cited:
    """What a document cites: each section and each document once, under a key."""

    def __init__(self) -> None:
        self._documents: dict[str, Specification] = {}
        self._citations: dict[str, Citation] = {}

    def document(self, specification: Specification) -> str:
        """Return the key of a document: the name that the content gives it, numbered if two have the same one."""
        key, count = specification.id, 1
        while self._documents.setdefault(key, specification) != specification:
            count += 1
            key = f"{specification.id} ({count})"
        return key

    def cite(self, citation: Citation) -> str:
        """Return the key of a citation, as the content writes it: ``RFC4028#6``, or ``RFC4028`` for all of it."""
        document = self.document(citation.specification)
        key = f"{document}#{citation.section}" if citation.section else document
        self._citations.setdefault(key, citation)
        return key

    def citations(self, citations: Iterable[Citation]) -> list[str]:
        """Return the keys of several citations."""
        return [self.cite(each) for each in citations]

    def sources(self, sources: Iterable[Source]) -> list[SourcePart]:
        """Return sources with what they support."""
        return [SourcePart(cite=self.cite(each.citation), supports=list(each.supports)) for each in sources]

    def addresses(self) -> dict[str, str | None]:
        """Return where all that has been cited can be read, and its documents; a section of one by its fragment."""
        found = {key: each.address(None) for key, each in self._documents.items()}
        for key, each in self._citations.items():
            url, whole = each.url, each.specification.address(None)
            is_below = url is not None and whole is not None and url.startswith(f"{whole}#")
            found[key] = url.removeprefix(whole) if is_below and url and whole else url
        return found

    def parts(self) -> dict[str, Any]:
        """Return the fields ``documents`` and ``citations`` of what has been cited."""
        return {
            "documents": {
                key: WorkPart(
                    name=each.label,
                    title=each.title,
                    published=each.published,
                    url=each.address(None),
                    seen=each.seen,
                )
                for key, each in self._documents.items()
            },
            "citations": {
                key: CitationPart(
                    document=self.document(each.specification), section=each.section, title=each.title, url=each.url
                )
                for key, each in self._citations.items()
            },
        }


def facts_document(library: Library, protocol: Protocol, **named: Any) -> FactsDocument:
    """Return what is known of a protocol; ``named`` is what the document says of itself."""
    cited = Cited()
    return FactsDocument(
        id=protocol.id,
        name=protocol.name,
        title=protocol.title,
        classes={each.id: _class(each, cited) for each in protocol.response_classes},
        questions={name: _question(each) for name, each in protocol.questions.items()},
        codes={entry.address: code_part(entry, cited) for entry in library.entries[protocol.id].values()},
        pairs={pair_address(pair): pair_part(pair, cited) for pair in library.guided[protocol.id]},
        **cited.parts(),
        **named,
    )


def between_document(library: Library, **named: Any) -> BetweenDocument:
    """Return what stands between protocols; ``named`` is what the document says of itself."""
    cited = Cited()
    return BetweenDocument(
        pairs={pair_address(pair): pair_part(pair, cited) for pair in library.across},
        mappings={table.id: _mapping(table, cited) for table in library.mappings},
        namespaces={
            name: NamespacePart(source=cited.cite(Citation(each.document)), values=dict(each.values))
            for name, each in library.namespaces.items()
        },
        **cited.parts(),
        **named,
    )


def pair_address(pair: Pair) -> str:
    """Return the name of a pair across protocols, such as ``sip/202-vs-422``: its path without the last slash."""
    return pair_path(pair).removesuffix("/")


def code_part(entry: Entry, cited: Cited) -> CodePart:
    """Return what is known of a code."""
    return CodePart(
        code=entry.code,
        number=entry.number,
        phrase=entry.phrase,
        status=entry.status,
        response_class=entry.response_class.id if entry.response_class else None,
        meanings=[_meaning(meaning, cited) for meaning in entry.meanings],
        since=cited.document(entry.since) if entry.since else None,
        reviewed=entry.reviewed,
        related=[reference.address for reference in entry.related],
    )


def pair_part(pair: Pair, cited: Cited) -> PairPart:
    """Return what leads to the right one of two codes, and what it rests on."""
    assert pair.guidance is not None
    return PairPart(
        codes=[pair.a.address, pair.b.address],
        decision=[
            DecisionPart(if_yes=_address(step.if_yes), if_no=_address(step.if_no))
            for step in pair.guidance.decision
        ],
        sources=cited.sources(pair.guidance.sources),
    )


def values(fact: Fact, cited: Cited) -> list[ValuePart]:
    """Return the values of a fact."""
    return [
        ValuePart(ids=list(each.names), basis=each.basis, sources=cited.citations(each.citations))
        for each in fact.values
    ]


def flow_part(flow: Flow, cited: Cited) -> FlowPart:
    """Return an exchange without what is said in it."""
    return FlowPart(
        source=cited.cite(flow.citation),
        participants=list(flow.participants),
        steps=[_step(step) for step in flow.steps],
    )


def own_facts(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return those that no response class answers."""
    return {name: fact for name, fact in facts.items() if not fact.is_inherited}


def _address(reference: Reference | None) -> str | None:
    return reference.address if reference is not None else None


def _class(group: ResponseClass, cited: Cited) -> ClassPart:
    return ClassPart(
        range=group.range,
        outcome=group.outcome,
        source=cited.cite(group.citation) if group.citation is not None else None,
        facts={name: values(fact, cited) for name, fact in group.facts.items()},
    )


def _question(question: Question) -> QuestionPart:
    return QuestionPart(
        type=question.type,
        values=list(question.choices),
        is_shared=question.is_shared,
        is_key=question.is_key,
    )


def _meaning(meaning: Meaning, cited: Cited) -> MeaningPart:
    return MeaningPart(
        id=meaning.id,
        facts={name: values(fact, cited) for name, fact in own_facts(meaning.facts).items()},
        flow=flow_part(meaning.flow, cited) if meaning.flow is not None else None,
        sources=cited.sources(meaning.sources),
    )


def _step(step: Arrow | Event) -> StepPart:
    if isinstance(step, Event):
        return StepPart(at=step.at)
    sent: dict[str, Any] = {"from": step.sender, "to": step.receiver}
    return StepPart(**sent, label=step.label, message=step.message, marks=list(step.marks))


def _mapping(table: MappingTable, cited: Cited) -> MappingPart:
    rows = (*table.rows, *((table.others,) if table.others is not None else ()))
    fields: dict[str, Any] = {"from": table.origin}
    return MappingPart(to=table.target, rows=[_row(row, cited) for row in rows], **fields)


def _row(row: Row, cited: Cited) -> RowPart:
    fields: dict[str, Any] = {"from": row.origin}
    return RowPart(
        codes=row.codes.text if row.codes is not None else None,
        to=list(row.targets),
        sources=cited.citations(row.citations),
        **fields,
    )
