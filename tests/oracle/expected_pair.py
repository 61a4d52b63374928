"""What a comparison has to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tests.oracle import expected
from tests.oracle.catalogs import Catalogs, Link, Voice
from tests.oracle.expected import heading, named
from tests.oracle.facts import Row, rows
from tests.oracle.notation import Value, linked
from tests.oracle.records import Arrow, Between, Code, Event, Flow, Meaning, Pair, Protocol, Section

SHOWN = ("description", "when_seen", "fix")
"""The texts of a code that stand beside those of the other one."""
OPEN, FEW, ROOM = 4, 2, 34
"""How many rows stand open at most, how many in any case, and how many lines those between may have."""
SAME = ("The same in both: {number} fact", "The same in both: {number} facts")
MORE = ("{number} more fact", "{number} more facts")
RELATED = 2
"""Related comparisons shown for each of the two codes."""
RELATED_APART = 1
"""Those of the other kind, which are of one protocol or of two."""


def comparison(protocol: Protocol, pair: Pair, catalogs: Catalogs, between: Between) -> Mapping[str, Value]:
    """Return everything that a comparison has to say."""
    voice = Voice(catalogs, protocol.id)
    codes = (pair.a, pair.b)
    title = " vs ".join(code.title for code in codes)
    cited = [
        section for code in codes for section in code.cited(*SHOWN, *(() if pair.is_guided else ("use_when",)))
    ]
    says: dict[str, Value] = {
        "lang": voice.language.tag,
        "direction": voice.language.direction,
        "robots": None if pair.is_guided else "noindex",
        "title": f"{protocol.name} {title}",
        "crumbs": expected.crumbs(voice, protocol),
        "heading": f"{protocol.name} " + " _vs_ ".join(named(voice, code) for code in codes),
        "row": [_row(voice, protocol, code, has_gloss=pair.is_guided) for code in codes],
        "facts": _facts(voice, protocol, pair),
        "texts": {name: [_side(voice, protocol, code, name) for code in codes] for name in SHOWN},
        "wire": _wire(voice, protocol, pair),
        "sources": _sources(voice, protocol, [*(source.section for source in pair.sources), *cited]),
        "about": expected.both_reviewed(
            voice, codes, [said for code in codes for said in expected.reviewed(voice, code)]
        ),
        "unmatched": None,
        "related": _related(voice, protocol, pair, between),
        "neighbours": _neighbours(voice, protocol, pair),
        "headings": _headings(voice, protocol, pair, between),
        "order": order(pair),
        **(_guidance(voice, protocol, pair) if pair.is_guided else _said(voice, protocol, pair)),
    }
    return expected.told(says, voice)


def _sources(voice: Voice, protocol: Protocol, cited: Sequence[Section]) -> dict[str, Value]:
    """Return the list of sources, which says how many documents it has and is folded."""
    count = len({section.specification for section in cited})
    words = voice.plural("{number} document and its sections", "{number} documents and their sections", count)
    return {**expected.sources(voice, protocol, expected.documents(cited)), "summary": words}


def _headings(voice: Voice, protocol: Protocol, pair: Pair, between: Between) -> list[str]:
    flows = [
        (f"w{code.slug}-{meaning.id}" if meaning.id else f"w{code.slug}", _wire_heading(voice, code, meaning), 3)
        for code in (pair.a, pair.b)
        for meaning, _ in code.flows
    ]
    received = voice.words("You Received {a} or {b}", a=pair.a.code, b=pair.b.code)
    has_related = bool(_related(voice, protocol, pair, between))
    return [
        heading("which", voice.words("When to Use Which")),
        *([heading("mistake", voice.words("Common Mistake"))] if "mistake" in pair.prose else []),
        heading("differences", voice.words("Key Differences")),
        heading("received", received),
        heading("description", voice.words("Description"), 3),
        heading("seen", voice.words("When You See It"), 3),
        heading("fix", voice.words("How to Fix"), 3),
        *([heading("wire", voice.words("On the Wire"))] if flows else []),
        *(heading(*flow) for flow in flows),
        *([heading("related", voice.words("Related Comparisons"))] if has_related else []),
        heading("sources", voice.words("Sources")),
    ]


def _wire_heading(voice: Voice, code: Code, meaning: Meaning) -> str:
    label = f": {voice.text(meaning.label)}" if meaning.label else ""
    return f"{named(voice, code)}{label}"


def order(pair: Pair) -> Mapping[str, Value]:
    """Return what the lead and the decision consist of, in order."""
    if not pair.is_guided:
        return {"top": ["p.cp-lead", "p.cp-lead", "div.cp-two"], "which": ["div.cp-two"]}
    which = [*(["p.cp-question"] if "question" in pair.prose else []), "div.cp-which"]
    return {"top": ["p.cp-lead", "div.cp-two"], "which": which}


def _row(voice: Voice, protocol: Protocol, code: Code, *, has_gloss: bool) -> Mapping[str, Value]:
    """Return a code in the row of two: its status only where it is not registered."""
    status = f"{expected.status(voice, code)} " if code.status != "registered" else ""
    place = expected.place(voice, code)
    gloss = [voice.text(code.gloss)] if has_gloss and code.gloss else []
    mark = expected.mark(protocol, code.defined_in)
    return {
        "dot": expected.dot(code),
        "is_warned": bool(status),
        "said": [
            linked(named(voice, code), f"../{code.slug}/"),
            *gloss,
            f"{place} {status}{mark}" if place else f"{status}{mark}",
        ],
    }


def _side(voice: Voice, protocol: Protocol, code: Code, name: str) -> Mapping[str, Value]:
    return {"label": code.code, "said": expected.prose(voice, protocol, code, name)}


def _both(voice: Voice, protocol: Protocol, pair: Pair) -> list[tuple[Row, Row]]:
    """Return the rows of the two codes; in a note, each links to every code but its own."""
    a, b = (rows(voice, protocol, code, expected.links_to(protocol, code)) for code in (pair.a, pair.b))
    return list(zip(a, b, strict=True))


def _facts(voice: Voice, protocol: Protocol, pair: Pair) -> Mapping[str, Value]:
    """Return the table of what differs, and the folded ones of the rest and of what is the same.

    First the answers that differ, then the same answers with other notes, then since when the two stand.
    """
    both = _both(voice, protocol, pair)
    recorded = [(one, other) for one, other in both if one.key is not None and other.key is not None]
    differ = [(one, other) for one, other in recorded if one.key != other.key and (one, other) != both[-1]]
    equal = [(one, other) for one, other in recorded if one.key == other.key]
    noted = [(one, other) for one, other in equal if one.notes != other.notes]
    same = [(one, other) for one, other in equal if one.notes == other.notes]
    since = [(one, other) for one, other in recorded if one.key != other.key and (one, other) == both[-1]]
    only_a = [one for one, other in both if one.key is not None and other.key is None]
    only_b = [other for one, other in both if other.key is not None and one.key is None]
    said = [{"label": one.label(), "a": one.cell(), "b": other.cell()} for one, other in (*differ, *noted, *since)]
    only = [
        {"side": side, **only_one(voice, code.code, found)}
        for side, code, found in (("cp-a", pair.a, only_a), ("cp-b", pair.b, only_b))
        if found
    ]
    count = open_rows(said)
    head = [voice.words("What differs"), named(voice, pair.a), named(voice, pair.b)]
    # Where nothing differs, what only one code has stands open.
    is_folded = bool(said[count:] or only) and bool(said)
    more = len(said) - count + len(only_a) + len(only_b)
    return {
        "head": head,
        "next": _next(voice, protocol, pair),
        "rows": said[:count],
        "only": [] if is_folded else only,
        "more": {
            "count": voice.plural(*MORE, more),
            "head": [f"*{code.code}*" for code in (pair.a, pair.b)],
            "rows": said[count:],
            "only": only,
        }
        if is_folded
        else None,
        "same": {"count": voice.plural(*SAME, len(same)), "rows": all_shared(same)} if same else None,
    }


def open_rows(rows: Sequence[Mapping[str, Value]]) -> int:
    """Return how many rows stand open: fewer of long ones."""
    lines = 0
    for count, row in enumerate(rows[:OPEN]):
        said = f"{row['a']}{row['b']}"
        lines += 2 + said.count("<br>") + said.count("<p>")
        if count >= FEW and lines > ROOM:
            return count
    return min(len(rows), OPEN)


def _next(voice: Voice, protocol: Protocol, pair: Pair) -> Mapping[str, Value] | None:
    if "next" not in pair.prose:
        return None
    return wide(voice, _part(voice, protocol, pair, "next"))


def wide(voice: Voice, said: str | None) -> Mapping[str, Value] | None:
    """Return the row of what happens next, which is as wide as both codes."""
    if said is None:
        return None
    lang, bar, rest = said.partition("|")
    text = f"{{{lang[1:]}|<p>{rest[:-1]}</p>}}" if bar and lang.startswith("{") else f"<p>{said}</p>"
    return {"label": voice.words("What happens next"), "a": text, "width": "2"}


def shared(one: Row, other: Row) -> Mapping[str, Value]:
    """Return a row of what is the same: one wide cell, or two where it rests on different sections."""
    if one.rests == other.rests:
        return {"label": one.label(), "a": one.cell(), "width": "2"}
    return {"label": one.label(), "a": one.cell(), "b": other.cell()}


def all_shared(same: Iterable[tuple[Row, Row]]) -> list[Mapping[str, Value]]:
    """Return the rows of what is the same: where each has one cell, none is wide, for there is no other column."""
    found = [shared(one, other) for one, other in same]
    if any("b" in row for row in found):
        return found
    return [{name: said for name, said in row.items() if name != "width"} for row in found]


def only_one(voice: Voice, code: str, found: Sequence[Row]) -> Mapping[str, Value]:
    """Return the rows that are recorded for one of the two codes only; their values are as wide as two."""
    heading = voice.words("Recorded for {code} only", code=f"*{code}*")
    items = [{"label": row.label(), "a": row.cell(), "width": "2"} for row in found]
    return {"heading": heading, "width": "3", "rows": items}


def _wire(voice: Voice, protocol: Protocol, pair: Pair) -> Mapping[str, Value] | None:
    """Return all flows; if there is one of each code, each with the step before which it is marked."""
    shown = [(code, meaning, flow) for code in (pair.a, pair.b) for meaning, flow in code.flows]
    if not shown:
        return None
    is_marked = len(pair.a.flows) == len(pair.b.flows) == 1
    mark = parting(*(flow.steps for _, _, flow in shown)) if is_marked else None
    note = voice.words("The line with ◆ marks where the two exchanges part.") if is_marked else None
    return {
        "summary": voice.words("Messages and diagrams"),
        "note": note,
        "flows": [
            {"side": "cp-a" if code is pair.a else "cp-b", **flow_shown(voice, protocol, code, meaning, flow, mark)}
            for code, meaning, flow in shown
        ],
    }


def parting(a: Sequence[Arrow | Event], b: Sequence[Arrow | Event]) -> int:
    """Return the first step in which two flows differ, from 0: in who sends what, or what happens where."""
    shared = 0
    while a[shared:] and b[shared:] and _key(a[shared]) == _key(b[shared]):
        shared += 1
    return shared


def _key(step: Arrow | Event) -> tuple[str, ...]:
    return (step.sender, step.receiver, step.label) if isinstance(step, Arrow) else (step.at, step.says)


def flow_shown(
    voice: Voice, protocol: Protocol, code: Code, meaning: Meaning, flow: Flow, mark: int | None
) -> Mapping[str, Value]:
    own = code.message(flow)
    name = f"{code.slug}.{meaning.id}" if meaning.id else code.slug
    return {
        "diagram": f"assets/codepair/flows/{protocol.id}/{name}.{voice.language.tag}.svg",
        "drawing": expected.drawn(voice, protocol, flow),
        "mark": mark,
        "summary": voice.words("As a list"),
        "steps": expected.steps(voice, protocol, code, flow),
        "message": expected.message(voice, protocol, own) if own else None,
    }


def _said(voice: Voice, protocol: Protocol, pair: Pair) -> Mapping[str, Value]:
    """Return what stands where an editor wrote nothing: what each of the two codes says, and when to send it."""
    codes = (pair.a, pair.b)
    return {
        "description": None,
        "lead": [voice.text(code.says, expected.links_to(protocol, code)) for code in codes],
        "question": None,
        "decision": None,
        "which": None,
        "uses": [_side(voice, protocol, code, "use_when") for code in codes],
        "mistake": None,
    }


def _part(voice: Voice, protocol: Protocol, pair: Pair, name: str) -> str:
    """Return a part of the guidance with what settles it."""
    # The row of the two codes has the sections that define them, just below.
    known = {pair.a.defined_in, pair.b.defined_in} if name in ("summary", "question") else set()
    cited = [source.section for source in pair.sources if name in source.supports]
    sections = [section for section in cited if section not in known]
    link = expected.links_to(protocol, pair.a, pair.b)
    return voice.text(pair.prose[name], link, expected.settled(voice, protocol, sections))


def _guidance(voice: Voice, protocol: Protocol, pair: Pair) -> Mapping[str, Value]:
    """Return what an editor wrote about a pair."""
    link = expected.links_to(protocol, pair.a, pair.b)

    def part(name: str) -> str | None:
        return _part(voice, protocol, pair, name) if name in pair.prose else None

    steps = [
        _decision(voice, protocol, pair, step, link, number) for number, step in enumerate(pair.decision, start=2)
    ]
    return {
        "description": voice.plain(pair.prose["summary"]),
        "lead": [part("summary")],
        "question": part("question"),
        "decision": steps or None,
        "which": part("which"),
        "uses": [],
        "mistake": part("mistake"),
    }


def _decision(
    voice: Voice, protocol: Protocol, pair: Pair, step: Mapping[str, str], link: Link, number: int
) -> Mapping[str, Value]:
    """Return a question and its two answers, each a code with its side, or the next question."""

    def branch(answer: str, code: str | None) -> Mapping[str, Value]:
        if code is None:
            said = voice.words("question {number}", number=str(number))
            return {"side": None, "said": f"{voice.words(answer)} {said}"}
        found = protocol.codes[code]
        side = {pair.a: "cp-a", pair.b: "cp-b"}.get(found)
        return {"side": side, "said": f"{voice.words(answer)} {linked(named(voice, found), f'../{found.slug}/')}"}

    answers = [branch("Yes", step.get("if_yes")), branch("No", step.get("if_no"))]
    return {"ask": voice.text(step["ask"], link), "answers": answers}


def _neighbours(voice: Voice, protocol: Protocol, pair: Pair) -> Mapping[str, Value] | None:
    """Return the ways to the comparisons before and after: of a guided one those with guidance, else all."""
    pairs = list(protocol.guided) if pair.is_guided else list(protocol.pairs.values())
    slugs = [each.slug for each in pairs]
    at = slugs.index(pair.slug)

    def link(words: str, found: Sequence[Pair]) -> str | None:
        said = [f"_{voice.words(words)}_{each.a.code} vs {each.b.code}" for each in found]
        return linked(said[0], f"../{found[0].slug}/") if found else None

    links = {
        "prev": link("Previous comparison", pairs[:at][-1:]),
        "next": link("Next comparison", pairs[at + 1 :][:1]),
    }
    if not any(links.values()):
        return None
    return {"label": voice.label("Neighbouring comparisons"), **links}


def _related(voice: Voice, protocol: Protocol, pair: Pair, between: Between) -> list[str]:
    """Return of each code the first others, with guidance before related codes, then the first across.

    Two others of each code where an editor wrote about the pair, else one.
    """
    found = []
    count = RELATED if pair.is_guided else 1
    for code in (pair.a, pair.b):
        own = [each for each in offers(protocol, code) if each is not pair][:count]
        found += [expected.pair_link(voice, each) for each in own]
        found += [expected.across_link(voice, each) for each in between.pairs_of(code)[:RELATED_APART]]
    return found


def offers(protocol: Protocol, code: Code) -> Iterable[Pair]:
    with_page = {other.code: pair for other, pair in protocol.pairs_of(code)}
    related = [with_page[name] for name in code.related if name in with_page]
    return dict.fromkeys((*protocol.guided_of(code), *related))
