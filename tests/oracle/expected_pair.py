"""What a comparison has to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tests.oracle import expected
from tests.oracle.catalogs import Catalogs, Link, Voice
from tests.oracle.expected import chip, named
from tests.oracle.facts import Row, rows
from tests.oracle.notation import Value, linked
from tests.oracle.records import Arrow, Code, Event, Flow, Meaning, Pair, Protocol, Section

SHOWN = ("description", "when_seen", "fix")
"""The texts of a code that stand beside those of the other one."""
SAME = ("The same in both: {number} fact", "The same in both: {number} facts")
RELATED = 2
"""Related comparisons shown for each of the two codes."""


def comparison(protocol: Protocol, pair: Pair, catalogs: Catalogs) -> Mapping[str, Value]:
    """Return everything that a comparison has to say."""
    voice = Voice(catalogs, protocol.id)
    codes = (pair.a, pair.b)
    title = " vs ".join(code.title for code in codes)
    says: dict[str, Value] = {
        "lang": voice.language.tag,
        "direction": voice.language.direction,
        "robots": None if pair.is_guided else "noindex",
        "title": f"{protocol.name} {title}",
        "crumbs": expected.crumbs(voice, protocol),
        "heading": f"{protocol.name} " + " _vs_ ".join(_headed(voice, code) for code in codes),
        "cards": [_card(voice, code) for code in codes],
        "versus": "vs",
        "facts": _facts(voice, protocol, pair),
        "texts": [_panel(voice, protocol, code) for code in codes],
        "wire": _wire(voice, protocol, pair),
        "uses": [_use(voice, protocol, code) for code in codes],
        "sources": [expected.sources(voice, code, code.numbered, has_documents=False) for code in codes],
        "related": _related(voice, protocol, pair),
        "headings": _headings(voice, pair, has_related=bool(_offered(protocol, pair))),
        "differences": _differences(voice, protocol, pair),
        **(_guidance(voice, protocol, pair) if pair.is_guided else _said(voice, protocol, pair)),
    }
    return expected.told(says, voice)


def _headings(voice: Voice, pair: Pair, *, has_related: bool) -> list[str]:
    parts = (
        ("Key Differences", True),
        ("On the Wire, Side by Side", pair.a.flows or pair.b.flows),
        ("When to Use Which", True),
        ("Sources", True),
        ("Related Comparisons", has_related),
    )
    return [voice.words(name) for name, is_there in parts if is_there]


def _differences(voice: Voice, protocol: Protocol, pair: Pair) -> list[str]:
    """Return what stands below the first heading, in this order."""
    has_same = any(
        one.key is not None and one.key == other.key and one.notes == other.notes
        for one, other in _both(voice, protocol, pair)
    )
    parts = (
        ("table.cp-facts", True),
        ("details.cp-same", has_same),
        ("p", "next" in pair.prose),
        ("div.cp-callout", "mistake" in pair.prose),
        ("div.cp-panels", True),
    )
    return [sign for sign, is_there in parts if is_there]


def _headed(voice: Voice, code: Code) -> str:
    return f"*{code.code}* {voice.name(code.phrase)}" if code.phrase else f"*{code.code}*"


def _card(voice: Voice, code: Code) -> Mapping[str, Value]:
    return {
        "title": f"{linked(code.code, f'../{code.slug}/')} {expected.place(voice, code)}",
        "gloss": voice.text(code.gloss) if code.gloss else None,
        "status": expected.status(voice, code),
    }


def _both(voice: Voice, protocol: Protocol, pair: Pair) -> list[tuple[Row, Row]]:
    """Return the rows of the two codes; in a note, each links to every code but its own."""
    a, b = (rows(voice, protocol, code, expected.links_to(protocol, code)) for code in (pair.a, pair.b))
    return list(zip(a, b, strict=True))


def _facts(voice: Voice, protocol: Protocol, pair: Pair) -> Mapping[str, Value]:
    """Return the table of what differs and of what only one code has, and the folded one of what is the same.

    First the answers that differ, then the same answers with other notes.
    """
    both = _both(voice, protocol, pair)
    recorded = [(one, other) for one, other in both if one.key is not None and other.key is not None]
    differ = [(one, other) for one, other in recorded if one.key != other.key]
    equal = [(one, other) for one, other in recorded if one.key == other.key]
    noted = [(one, other) for one, other in equal if one.notes != other.notes]
    same = [(one, other) for one, other in equal if one.notes == other.notes]
    only_a = [one for one, other in both if one.key is not None and other.key is None]
    only_b = [other for one, other in both if other.key is not None and one.key is None]
    return {
        "head": [voice.words("What differs"), chip(pair.a), chip(pair.b)],
        "differ": [{"label": one.label(), "a": one.cell(), "b": other.cell()} for one, other in (*differ, *noted)],
        "only": [_only(voice, code, found) for code, found in ((pair.a, only_a), (pair.b, only_b)) if found],
        "same": [_shared(one, other) for one, other in same],
        "count": voice.plural(*SAME, len(same)) if same else None,
    }


def _shared(one: Row, other: Row) -> Mapping[str, Value]:
    """Return a row of what is the same: one wide cell, or two where it rests on different sections."""
    if one.rests == other.rests:
        return {"label": one.label(), "a": one.cell(), "width": "2"}
    return {"label": one.label(), "a": one.cell(), "b": other.cell()}


def _only(voice: Voice, code: Code, found: Sequence[Row]) -> Mapping[str, Value]:
    """Return the rows that are recorded for one of the two codes only; their values are as wide as two."""
    heading = voice.words("Recorded for {code} only", code=chip(code))
    items = [{"label": row.label(), "a": row.cell(), "width": "2"} for row in found]
    return {"heading": heading, "width": "3", "rows": items}


def _panel(voice: Voice, protocol: Protocol, code: Code) -> Mapping[str, Value]:
    link = expected.links_to(protocol, code)
    other = f"{chip(code)} {voice.text(code.gloss)}" if code.gloss and not code.phrase else named(voice, code)
    return {"heading": other, "texts": [expected.part(voice, code, name, link) for name in SHOWN]}


def _use(voice: Voice, protocol: Protocol, code: Code) -> Mapping[str, Value]:
    return expected.part(voice, code, "use_when", expected.links_to(protocol, code))


def _wire(voice: Voice, protocol: Protocol, pair: Pair) -> Mapping[str, Value] | None:
    """Return all flows; if there is one of each code, each with the step before which it is marked."""
    shown = [(code, meaning, flow) for code in (pair.a, pair.b) for meaning, flow in code.flows]
    if not shown:
        return None
    is_marked = len(pair.a.flows) == len(pair.b.flows) == 1
    mark = _parting(*(flow.steps for _, _, flow in shown)) if is_marked else None
    note = voice.words("The line with ◆ marks where the two exchanges part.") if is_marked else None
    return {"note": note, "flows": [_side(voice, protocol, *each, mark) for each in shown]}


def _parting(a: Sequence[Arrow | Event], b: Sequence[Arrow | Event]) -> int:
    """Return the first step in which two flows differ, from 0: in who sends what, or what happens where."""
    shared = 0
    while a[shared:] and b[shared:] and _key(a[shared]) == _key(b[shared]):
        shared += 1
    return shared


def _key(step: Arrow | Event) -> tuple[str, ...]:
    return (step.sender, step.receiver, step.label) if isinstance(step, Arrow) else (step.at, step.says)


def _side(
    voice: Voice, protocol: Protocol, code: Code, meaning: Meaning, flow: Flow, mark: int | None
) -> Mapping[str, Value]:
    own = code.message(flow)
    name = f"{code.slug}.{meaning.id}" if meaning.id else code.slug
    return {
        "heading": expected.wire_heading(voice, code, meaning),
        "diagram": f"assets/codepair/flows/{protocol.id}/{name}.{voice.language.tag}.svg",
        "drawing": expected.drawn(voice, protocol, flow),
        "mark": mark,
        "summary": voice.words("As a list"),
        "steps": expected.steps(voice, protocol, code, flow),
        "message": expected.message(voice, protocol, own) if own else None,
    }


NO_GUIDANCE: Mapping[str, Value] = dict.fromkeys(
    ("description", "next", "mistake", "question", "decision", "which", "own_sources")
)
"""What the page of a pair without guidance leaves out."""


def _said(voice: Voice, protocol: Protocol, pair: Pair) -> Mapping[str, Value]:
    """Return what stands where an editor wrote nothing: what each of the two codes says."""
    codes = (pair.a, pair.b)
    lead = [{"text": voice.text(code.says, expected.links_to(protocol, code)), "refs": []} for code in codes]
    return {**NO_GUIDANCE, "lead": lead}


def _guidance(voice: Voice, protocol: Protocol, pair: Pair) -> Mapping[str, Value]:
    """Return what an editor wrote about a pair."""
    link = expected.links_to(protocol, pair.a, pair.b)

    def part(name: str, label: str | None = None) -> Mapping[str, Value] | None:
        if name not in pair.prose:
            return None
        said = {"text": voice.text(pair.prose[name], link), "refs": _refs(pair, name)}
        return {"label": voice.words(label), **said} if label else said

    own = _own_sources(pair)
    heading = voice.words("Sources for this comparison") if own else None
    listed = [expected.cited_in_full(voice, each) for each in own]
    return {
        "description": voice.plain(pair.prose["summary"]),
        "lead": [part("summary")],
        "next": part("next"),
        "mistake": part("mistake", "Common mistake"),
        "question": part("question", "The question that decides"),
        "decision": [_decision(voice, protocol, step, link) for step in pair.decision] or None,
        "which": part("which"),
        "own_sources": {"heading": heading, "list": listed} if own else None,
    }


def _refs(pair: Pair, name: str) -> list[str]:
    """Return the references of a part of the guidance: into the list of a code if it is there, else its own."""
    own = _own_sources(pair)

    def ref(section: Section) -> str:
        for code in (pair.a, pair.b):
            if section in code.numbered:
                return f"[{code.code}: {code.numbered.index(section) + 1}] {section.label}"
        return f"[{own.index(section) + 1}] {section.label}"

    sections = dict.fromkeys(source.section for source in pair.sources if name in source.supports)
    return [ref(section) for section in sections]


def _own_sources(pair: Pair) -> list[Section]:
    listed = (*pair.a.numbered, *pair.b.numbered)
    return list(dict.fromkeys(source.section for source in pair.sources if source.section not in listed))


def _decision(voice: Voice, protocol: Protocol, step: Mapping[str, str], link: Link) -> Mapping[str, Value]:
    """Return a question and its two answers: a code, or the next question."""

    def branch(answer: str, code: str | None) -> str:
        if code is None:
            return f"*{voice.words(answer)}* _{voice.words('next question')}_"
        found = protocol.codes[code]
        return f"*{voice.words(answer)}* {linked(named(voice, found), f'../{found.slug}/')}"

    answers = [branch("Yes", step.get("if_yes")), branch("No", step.get("if_no"))]
    return {"ask": voice.text(step["ask"], link), "answers": answers}


def _related(voice: Voice, protocol: Protocol, pair: Pair) -> list[str]:
    return [expected.pair_link(voice, each) for each in _offered(protocol, pair)]


def _offered(protocol: Protocol, pair: Pair) -> list[Pair]:
    """Return the related comparisons: of each code the first two others, with guidance before related codes."""
    return [
        each
        for code in (pair.a, pair.b)
        for each in [found for found in _offers(protocol, code) if found is not pair][:RELATED]
    ]


def _offers(protocol: Protocol, code: Code) -> Iterable[Pair]:
    with_page = {other.code: pair for other, pair in protocol.pairs_of(code)}
    related = [with_page[name] for name in code.related if name in with_page]
    return dict.fromkeys((*protocol.guided_of(code), *related))
