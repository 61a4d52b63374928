"""What a comparison of codes of two protocols has to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from tests.oracle import expected, expected_pair
from tests.oracle.catalogs import Catalogs, Voice
from tests.oracle.expected import english, heading, in_full_named
from tests.oracle.expected_mapped import Tables, cited
from tests.oracle.expected_pair import MORE, RELATED, RELATED_APART, SAME, SHOWN
from tests.oracle.facts import Row, rows
from tests.oracle.notation import Value, linked
from tests.oracle.records import Across, Between, Code, Protocol, Section

Side: TypeAlias = "tuple[Voice, Protocol, Code]"
"""What says a code's texts, its protocol as pages between protocols see it, and the code."""


def comparison(between: Between, across: Across, catalogs: Catalogs) -> Mapping[str, Value]:
    """Return everything that a comparison has to say."""
    voice = Voice(catalogs, "pairs")
    sides = [(voice.of(protocol.id), protocol.away, code) for protocol, code in across.sides]
    pair, made = across.pair, Tables(voice, between)
    mapped, rests = _mapped(between, across, made)
    documents = [*(source.section for source in pair.sources), *rests]
    documents += [section for code in (pair.a, pair.b) for section in code.cited(*SHOWN)]
    titles = [" ".join((each.name, *filter(None, (code.number,)), code.title)) for _, each, code in sides]
    said = _guidance(voice, across, sides)
    links = [linked(voice.words("Home"), "../../"), linked(voice.words("Comparisons"), "../")]
    says: dict[str, Value] = {
        "lang": voice.language.tag,
        "direction": voice.language.direction,
        "robots": None,
        "title": " vs ".join(titles),
        "crumbs": {"label": voice.label("You are here"), "links": links},
        "heading": " _vs_ ".join(in_full_named(*side) for side in sides),
        "row": [_row(*side) for side in sides],
        "facts": _facts(voice, sides, [mapped] if mapped else [], said.pop("next")),
        "texts": {name: [_side(side, name) for side in sides] for name in SHOWN},
        "wire": _wire(voice, sides),
        "sources": _sources(voice, documents),
        "about": expected.both_reviewed(
            voice, [code for *_, code in sides], [said for side in sides for said in _reviewed(*side)]
        ),
        "related": _related(voice, between, across),
        "neighbours": _neighbours(voice, between, across),
        "headings": _headings(voice, between, across, sides),
        "order": expected_pair.order(pair),
        **said,
    }
    return expected.told(says, voice)


def _short(protocol: Protocol, code: Code) -> str:
    return f"{protocol.name} {code.code}"


def _row(voice: Voice, protocol: Protocol, code: Code) -> Mapping[str, Value]:
    """Return a code in the row of two; its number stands in its name already."""
    status = f"{expected.status(voice, code)} " if code.status != "registered" else ""
    place = f"{expected.badge(voice, code.group)} " if code.group else ""
    gloss = [voice.text(code.gloss)] if code.gloss else []
    name = linked(in_full_named(voice, protocol, code), f"{protocol.above}{code.slug}/")
    return {
        "dot": expected.dot(code),
        "is_warned": bool(status),
        "said": [name, *gloss, f"{place}{status}{expected.mark(protocol, code.defined_in)}"],
    }


def _side(side: Side, name: str) -> Mapping[str, Value]:
    voice, protocol, code = side
    return {"label": _short(protocol, code), "said": expected.prose(voice, protocol, code, name)}


def _reviewed(voice: Voice, protocol: Protocol, code: Code) -> list[str]:
    if code.reviewed is None:
        return []
    said = "{code} read against its sources on {date}"
    return [voice.dated(said, code.reviewed, code=_short(protocol, code))]


def _mapped(between: Between, across: Across, made: Tables) -> tuple[Mapping[str, Value] | None, Sequence[Section]]:
    """Return the row of what each becomes in the other's protocol, and what it rests on."""
    cells: list[str] = []
    rests: list[Section] = []
    ends = across.sides
    for (protocol, code), (other, _) in (ends, ends[::-1]):
        tables = [each for each in between.tables if (each.origin, each.target) == (protocol.id, other.id)]
        found = [(table, row) for table in tables if (row := table.row(code.code)) is not None]
        said = [made.becomes(table, row) for table, row in found]
        cells.append("".join(f"<p>{each}</p>" for each in said) if len(said) > 1 else "".join(said) or "–")
        rests += cited(row for _, row in found)
    if cells == ["–", "–"]:
        return None, []
    return {"label": made.words("In the other protocol"), "a": cells[0], "b": cells[1]}, rests


def _both(sides: Sequence[Side]) -> list[tuple[Row | None, Row | None]]:
    """Return the rows of both codes: what both protocols ask side by side, all else alone."""
    asked = [list(protocol.questions.values()) for _, protocol, _ in sides]
    a, b = (rows(*side, expected.links_to(side[1], side[2])) for side in sides)
    both: list[tuple[Row | None, Row | None]] = []
    for row, question in zip(a[:-1], asked[0], strict=True):
        at = asked[1].index(question) if question.is_shared and question in asked[1] else None
        both.append((row, b[at] if at is not None else None))
    shared = [question for question in asked[0] if question.is_shared]
    both += [(None, row) for row, question in zip(b[:-1], asked[1], strict=True) if question not in shared]
    return [*both, (a[-1], b[-1])]


def _facts(
    voice: Voice, sides: Sequence[Side], first: list[Mapping[str, Value]], following: Value
) -> Mapping[str, Value]:
    """Return the table: what both protocols ask side by side, and below it what one of them asks."""
    both = _both(sides)
    since = both[-1][0]
    known = [(one, other) for one, other in both if one and other and None not in (one.key, other.key)]
    differ = [(one, other) for one, other in known if one.key != other.key and one is not since]
    noted = [(one, other) for one, other in known if one.key == other.key and one.notes != other.notes]
    came = [(one, other) for one, other in known if one.key != other.key and one is since]
    same = [(one, other) for one, other in known if one.key == other.key and one.notes == other.notes]
    alone = [
        [row for row, other in found if row and row.key is not None and (other is None or other.key is None)]
        for found in (both, [(other, one) for one, other in both])
    ]
    said = [{"label": one.label(), "a": one.cell(), "b": other.cell()} for one, other in (*differ, *noted, *came)]
    only: list[Value] = [
        {"side": side, **expected_pair.only_one(voice, _short(protocol, code), found)}
        for side, (_, protocol, code), found in zip(("cp-a", "cp-b"), sides, alone, strict=True)
        if found
    ]
    count = expected_pair.open_rows(said)
    head = [voice.words("What differs"), *(in_full_named(*side) for side in sides)]
    is_folded = bool(said[count:] or only) and bool(said)
    more = len(said) - count + sum(map(len, alone))
    folded: dict[str, Value] = {
        "count": voice.plural(*MORE, more),
        "head": [f"*{_short(protocol, code)}*" for _, protocol, code in sides],
        "rows": said[count:],
        "only": only,
    }
    shared: list[Value] = [*expected_pair.all_shared(same)]
    return {
        "head": head,
        "next": following,
        "rows": [*first, *said[:count]],
        "only": [] if is_folded else only,
        "more": folded if is_folded else None,
        "same": {"count": voice.plural(*SAME, len(same)), "rows": shared} if same else None,
    }


def _wire(voice: Voice, sides: Sequence[Side]) -> Mapping[str, Value] | None:
    """Return all flows; if there is one of each code, each with the step before which it is marked."""
    shown = [(at, meaning, flow) for at, (_, _, code) in enumerate(sides) for meaning, flow in code.flows]
    if not shown:
        return None
    is_marked = [at for at, _, _ in shown] == [0, 1]
    mark = expected_pair.parting(*(flow.steps for _, _, flow in shown)) if is_marked else None
    flows: list[Value] = [
        {"side": ("cp-a", "cp-b")[at], **expected_pair.flow_shown(*sides[at], meaning, flow, mark)}
        for at, meaning, flow in shown
    ]
    return {
        "summary": voice.words("Messages and diagrams"),
        "note": voice.words("The line with ◆ marks where the two exchanges part.") if is_marked else None,
        "flows": flows,
    }


def _sources(voice: Voice, sections: Sequence[Section]) -> Mapping[str, Value]:
    count = len({section.specification for section in sections})
    words = voice.plural("{number} document and its sections", "{number} documents and their sections", count)
    return {
        "note": None,
        "lang": [english(voice)],
        "dir": ["ltr" if voice.language.direction == "rtl" else None],
        "list": expected.documents(sections),
        "summary": words,
    }


def _guidance(voice: Voice, across: Across, sides: Sequence[Side]) -> dict[str, Value]:
    """Return what an editor wrote about the two."""
    pair, known = across.pair, {each.id: each for _, each, _ in sides}
    link = expected.links_between(known.values(), pair.a, pair.b)

    def part(name: str) -> str | None:
        if name not in pair.prose:
            return None
        beside = {pair.a.defined_in, pair.b.defined_in} if name in ("summary", "question") else set()
        sections = [source.section for source in pair.sources if name in source.supports]
        marks = expected.settled(voice, sides[0][1], [each for each in sections if each not in beside])
        return voice.text(pair.prose[name], link, marks)

    def branch(answer: str, address: str | None, number: int) -> Mapping[str, Value]:
        if address is None:
            following = voice.words("question {number}", number=str(number))
            return {"side": None, "said": f"{voice.words(answer)} {following}"}
        name, _, code = address.partition("/")
        found = known[name].codes[code]
        side = {pair.a: "cp-a", pair.b: "cp-b"}.get(found)
        way = linked(in_full_named(voice, known[name], found), f"{known[name].above}{found.slug}/")
        return {"side": side, "said": f"{voice.words(answer)} {way}"}

    steps: list[Value] = [
        {
            "ask": voice.text(step["ask"], link),
            "answers": [branch("Yes", step.get("if_yes"), number), branch("No", step.get("if_no"), number)],
        }
        for number, step in enumerate(pair.decision, start=2)
    ]
    return {
        "description": voice.plain(pair.prose["summary"]),
        "lead": [part("summary")],
        "question": part("question"),
        "decision": steps or None,
        "which": part("which"),
        "uses": [],
        "mistake": part("mistake"),
        "unmatched": part("unmatched"),
        "next": expected_pair.wide(voice, part("next")),
    }


def _headings(voice: Voice, between: Between, across: Across, sides: Sequence[Side]) -> list[str]:
    flows = [
        (
            f"w{protocol.id}-{code.slug}{f'-{meaning.id}' if meaning.id else ''}",
            in_full_named(of, protocol, code) + (f": {of.text(meaning.label)}" if meaning.label else ""),
        )
        for of, protocol, code in sides
        for meaning, _ in code.flows
    ]
    names = [_short(protocol, code) for _, protocol, code in sides]
    has_related = bool(_related(voice, between, across))
    return [
        heading("which", voice.words("When to Use Which")),
        *([heading("mistake", voice.words("Common Mistake"))] if "mistake" in across.pair.prose else []),
        heading("differences", voice.words("Key Differences")),
        heading("unmatched", voice.words("What Has No Counterpart")),
        heading("received", voice.words("You Received {a} or {b}", a=names[0], b=names[1])),
        heading("description", voice.words("Description"), 3),
        heading("seen", voice.words("When You See It"), 3),
        heading("fix", voice.words("How to Fix"), 3),
        *([heading("wire", voice.words("On the Wire"))] if flows else []),
        *(heading(*flow, 3) for flow in flows),
        *([heading("related", voice.words("Related Comparisons"))] if has_related else []),
        heading("sources", voice.words("Sources")),
    ]


def _related(voice: Voice, between: Between, across: Across) -> list[str]:
    """Return of each code the first two others across, and the first of its own protocol."""
    found = []
    for protocol, code in across.sides:
        others = [each for each in between.pairs_of(code) if each is not across][:RELATED]
        found += [expected.across_link(voice, each, "../") for each in others]
        for pair in list(expected_pair.offers(protocol, code))[:RELATED_APART]:
            names = " _vs_ ".join(expected.named(voice, each) for each in (pair.a, pair.b))
            found.append(linked(f"{protocol.name} {names}", f"{protocol.away.above}{pair.slug}/"))
    return found


def _neighbours(voice: Voice, between: Between, across: Across) -> Mapping[str, Value] | None:
    at = between.pairs.index(across)

    def link(words: str, found: Iterable[Across]) -> str | None:
        said = [
            linked(
                f"_{voice.words(words)}_" + " vs ".join(_short(*side) for side in each.sides), f"../{each.slug}/"
            )
            for each in found
        ]
        return said[0] if said else None

    links = {
        "prev": link("Previous comparison", between.pairs[:at][-1:]),
        "next": link("Next comparison", between.pairs[at + 1 :][:1]),
    }
    return {"label": voice.label("Neighbouring comparisons"), **links} if any(links.values()) else None
