"""A page in, the documents beside it out: all of a code, or of a pair with guidance, as JSON and as Markdown.

They stand where the page stands: ``sip/486.json`` and ``sip/486.md`` beside ``sip/486/``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from codepair.beside.api import FOLDER, Address, Made, named, schema, schema_name, to_data, to_json
from codepair.beside.facts import Cited, pair_address
from codepair.beside.markdown import code_page, pair_page
from codepair.beside.shapes.alone import AskedPart, CodeDocument, FactPart, PairDocument, SaidPart, WholeMeaning
from codepair.beside.texts import asked_in, text
from codepair.language.translator import Translator
from codepair.library.facts import Fact, Question
from codepair.library.model import Entry, Meaning, Pair
from codepair.library.plan import DocumentsOption, Page, Plan

JSON, MARKDOWN = ".json", ".md"
"""What their names end with."""

MEDIA_TYPES = {JSON: "application/json", MARKDOWN: "text/markdown"}


def names(plan: Plan, page: Page, option: DocumentsOption, *, is_default: bool) -> dict[str, str]:
    """Return where the documents beside a page are, below the locale's home, by their endings.

    ``is_default`` says that the locale is the default one: a ``lean`` site has Markdown in that alone, as
    ``llms-full.txt`` is. A page keeps its address: where another has that of a document, the document is not there.
    """
    ends = MEDIA_TYPES if is_default or option == "all" else (JSON,)
    has = page.entry is not None or (page.pair is not None and page.pair.guidance is not None)
    has = has and option != "none"
    stem = page.path.removesuffix("/")
    return {end: stem + end for end in ends if has and plan.find(f"{stem}{end}/") is None}


def documents(
    plan: Plan, option: DocumentsOption, translators: Sequence[Translator], address: Address
) -> Iterator[Made]:
    """Yield every document beside a page, and the schemas of those that are JSON."""
    kinds: dict[str, None] = {}
    for page in plan.pages:
        for translator in translators:
            prefix = translator.locale.prefix
            for end, name in names(plan, page, option, is_default=not prefix).items():
                make = _markdown if end == MARKDOWN else _json
                yield prefix + name, partial(make, plan, page, translator, address)
                kinds[_kind(page)] = None
    for kind in kinds:
        yield f"{FOLDER}/{schema_name(kind)}", partial(schema, kind, address)


def _kind(page: Page) -> str:
    return "code" if page.entry is not None else "pair"


def _json(plan: Plan, page: Page, translator: Translator, address: Address) -> bytes:
    url, said = address(translator.locale.prefix + page.path), named(_kind(page), address)
    if page.entry is not None:
        return to_json(
            to_data(code_document(page.entry, plan.guided.get(page.entry.address, ()), translator, url, **said))
        )
    assert page.pair is not None
    return to_json(to_data(pair_document(page.pair, translator, url, **said)))


def _markdown(plan: Plan, page: Page, translator: Translator, address: Address) -> bytes:
    if page.entry is not None:
        return code_page(page.entry, plan.guided.get(page.entry.address, ()), translator)
    assert page.pair is not None
    return pair_page(page.pair, translator)


def code_document(
    entry: Entry, guided: Sequence[Pair], translator: Translator, url: str, **named: Any
) -> CodeDocument:
    """Return all that is said of a code; ``guided`` are the pairs that it is in."""
    own, cited = translator.of(entry.protocol.id), Cited()
    cited.cite(entry.defined_in)
    group = entry.response_class
    return CodeDocument(
        locale=translator.locale.tag,
        url=url,
        address=entry.address,
        title=entry.full_title,
        code=entry.code,
        number=entry.number,
        phrase=entry.phrase,
        gloss=text(own, entry.gloss) if entry.gloss else None,
        says=text(own, entry.says),
        status=entry.status,
        response_class=text(own, group.label) if group is not None else None,
        since=entry.since.label if entry.since is not None else None,
        reviewed=entry.reviewed,
        meanings=[_meaning(entry, meaning, own, cited) for meaning in entry.meanings],
        related=[reference.address for reference in entry.related],
        pairs=[pair_address(pair) for pair in guided],
        citations=cited.addresses(),
        **named,
    )


def pair_document(pair: Pair, translator: Translator, url: str, **named: Any) -> PairDocument:
    """Return what an editor wrote about two codes."""
    assert pair.guidance is not None
    own, cited = translator.of(pair.domain), Cited()
    cited.citations(source.citation for source in pair.guidance.sources)
    return PairDocument(
        locale=translator.locale.tag,
        url=url,
        address=pair_address(pair),
        title=pair.title,
        codes=[pair.a.address, pair.b.address],
        guidance={name: text(own, said) for name, said in pair.guidance.prose.items()},
        decision=[
            AskedPart(
                ask=text(own, step.ask),
                if_yes=step.if_yes.address if step.if_yes is not None else None,
                if_no=step.if_no.address if step.if_no is not None else None,
            )
            for step in pair.guidance.decision
        ],
        citations=cited.addresses(),
        **named,
    )


def _meaning(entry: Entry, meaning: Meaning, translator: Translator, cited: Cited) -> WholeMeaning:
    cited.citations(source.citation for source in meaning.sources)
    return WholeMeaning(
        id=meaning.id,
        label=text(translator, meaning.label) if meaning.label else None,
        **{name: text(translator, said) for name, said in meaning.prose.items()},
        facts={
            question.id: _fact(question, meaning.facts[question.id], translator, cited)
            for question in entry.protocol.questions.values()
            if question.id in meaning.facts
        },
    )


def _fact(question: Question, fact: Fact, translator: Translator, cited: Cited) -> FactPart:
    asked = asked_in(question, translator)
    return FactPart(
        label=text(asked, question.label),
        is_inherited=fact.is_inherited,
        values=[
            SaidPart(
                values={
                    name: text(asked, question.choices[name].label) if name in question.choices else name
                    for name in value.names
                },
                basis=value.basis,
                sources=cited.citations(value.citations),
                note=text(translator, value.note) if value.note else None,
            )
            for value in fact.values
        ],
    )
