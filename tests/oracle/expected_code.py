"""What the page of a code has to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.oracle import expected, expected_mapped
from tests.oracle.catalogs import Catalogs, Link, Voice
from tests.oracle.content import PROSE
from tests.oracle.expected import heading, named
from tests.oracle.facts import Row, rows
from tests.oracle.notation import Value, linked
from tests.oracle.records import Across, Arrow, Between, Code, Flow, Protocol

STATUS_NOTES = {
    "deprecated": "This code is deprecated: new software should normally not send it.",
    "historic": "This code is historic: no current standard defines it.",
    "unofficial": "This code is unofficial: some software uses it, no standard defines it.",
    "unused": "This code is registered as unused.",
    "reserved": "This code is reserved: no message should carry it.",
}


def code_page(protocol: Protocol, code: Code, catalogs: Catalogs, between: Between) -> Mapping[str, Value]:
    """Return everything that the page of a code has to say."""
    voice = Voice(catalogs, protocol.id)
    link = expected.links_to(protocol, code)
    gloss = f": {voice.plain(code.gloss)}" if code.gloss else ""
    *found, since = rows(voice, protocol, code, link)
    recorded = [row for row in found if row.key is not None]
    facts = [row for row in recorded if not row.is_key]
    mapped = expected_mapped.of_code(voice, between, protocol, code)
    cited = dict.fromkeys(
        (*code.cited(*PROSE), *expected_mapped.cited(expected_mapped.rows_of(between, protocol, code)))
    )
    confused = _confused(voice, protocol, code, link, between)
    shown = {"facts": bool(facts), "mapped": bool(mapped), "guided": bool(confused["guided"])}
    parts = _parts(voice, protocol, code, shown)
    place = [expected.place(voice, code), expected.status(voice, code), code.gloss and voice.text(code.gloss)]
    says: dict[str, Value] = {
        "lang": voice.language.tag,
        "direction": voice.language.direction,
        "robots": None,
        "title": f"{protocol.name} {code.title}{gloss}",
        "description": voice.plain(code.says),
        "crumbs": expected.crumbs(voice, protocol),
        "heading": f"{protocol.name} {named(voice, code)}",
        "place": [each for each in place if each],
        "dot": expected.dot(code),
        "is_warned": code.status != "registered",
        "status_note": voice.words(STATUS_NOTES[code.status]) if code.status in STATUS_NOTES else None,
        "description_text": expected.prose(voice, protocol, code, "description"),
        "key": _key(voice, code, [row for row in recorded if row.is_key], since),
        "fix": expected.prose(voice, protocol, code, "fix"),
        "seen": expected.prose(voice, protocol, code, "when_seen"),
        "confused": confused,
        "use": expected.prose(voice, protocol, code, "use_when"),
        "wire": [_wire(voice, protocol, code, flow) for _, flow in code.flows],
        "facts": [{"label": row.label(), "value": row.cell()} for row in facts],
        "mapped": mapped,
        "comparisons": _comparisons(voice, protocol, code),
        "sources": expected.sources(voice, protocol, [expected.in_full(each) for each in cited]),
        "about": expected.reviewed(voice, code),
        "neighbours": _neighbours(voice, protocol, code),
        "headings": [heading(*part) for part in parts],
        "contents": _contents(voice, parts),
    }
    return expected.told(says, voice)


def _parts(voice: Voice, protocol: Protocol, code: Code, shown: Mapping[str, bool]) -> list[tuple[str, str]]:
    """Return the ids and names of a page's parts."""
    wires = []
    for meaning, _ in code.flows:
        label = f": {voice.text(meaning.label)}" if meaning.label else ""
        name = f"wire-{meaning.id}" if meaning.id else "wire"
        wires.append((name, voice.words("On the Wire") + label))
    return [
        ("fix", voice.words("How to Fix")),
        ("seen", voice.words("When You See It")),
        ("confused", voice.words("Often Confused With" if shown["guided"] else "In One Sentence")),
        ("use", voice.words("When to Send It")),
        *wires,
        *([("facts", voice.words("All Facts"))] if shown["facts"] else []),
        *([("mapped", voice.words("In Other Protocols"))] if shown["mapped"] else []),
        *([("all", voice.words("All Comparisons"))] if protocol.pairs_of(code) else []),
        ("sources", voice.words("Sources")),
    ]


def _contents(voice: Voice, parts: Sequence[tuple[str, str]]) -> Mapping[str, Value]:
    """Return what stands on the page; of several flows the first one."""
    wires = [name for name, _ in parts if name.startswith("wire")]
    words = {name: voice.words("On the Wire") if name in wires else said for name, said in parts}
    links = [linked(said, f"#{name}") for name, said in words.items() if name not in wires[1:]]
    return {"label": voice.words("On this page"), "links": links}


def _key(voice: Voice, code: Code, key: list[Row], since: Row) -> list[Mapping[str, Value]]:
    """Return the key facts, and where the code is defined."""
    section = code.defined_in
    defined = linked(section.label, section.url, section.specification.full_title if section.title else None)
    if code.since is not None and code.since != section.specification:
        defined += f"<br></br>{voice.words('Since')} {since.cell()}"
    found = [{"label": row.label(), "value": row.cell()} for row in key]
    return [*found, {"label": voice.words("Defined in"), "value": defined}]


def _confused(voice: Voice, protocol: Protocol, code: Code, link: Link, between: Between) -> Mapping[str, Value]:
    compare = linked(voice.words("Compare {code} with ...", code=code.code), "#all")
    return {
        "says": voice.text(code.says, link),
        "guided": [
            {"link": expected.pair_link(voice, pair), "summary": voice.text(pair.prose["summary"], link)}
            for pair in protocol.guided_of(code)
        ]
        + [_across(voice, protocol, each) for each in between.pairs_of(code)],
        "compare": compare if protocol.pairs_of(code) else None,
    }


def _across(voice: Voice, protocol: Protocol, across: Across) -> Mapping[str, Value]:
    """Return a comparison with a code of another protocol; its summary links what one of the two alone has."""
    seen = [each if each is protocol else each.away for each in across.protocols]
    link = expected.links_between(seen, across.pair.a, across.pair.b)
    summary = voice.of("pairs").text(across.pair.prose["summary"], link)
    return {"link": expected.across_link(voice, across), "summary": summary}


def _wire(voice: Voice, protocol: Protocol, code: Code, flow: Flow) -> Mapping[str, Value]:
    lines = expected.steps(voice, protocol, code, flow)
    messages = [
        {
            "summary": f"{number}. {line}",
            "is_open": "yes" if code.is_sent_by(step) else "no",
            **expected.message(voice, protocol, step),
        }
        for number, (step, line) in enumerate(zip(flow.steps, lines, strict=True), start=1)
        if isinstance(step, Arrow) and step.message
    ]
    return {
        "drawing": expected.drawn(voice, protocol, flow),
        "summary": voice.words("As a list"),
        "steps": lines,
        "after": voice.words("After {section}", section=expected.cited(flow.section)),
        "messages": messages,
    }


def _comparisons(voice: Voice, protocol: Protocol, code: Code) -> Mapping[str, Value] | None:
    items = [
        (other, linked(f"{code.code} vs {other.code}", f"../{pair.slug}/", other.title))
        for other, pair in protocol.pairs_of(code)
    ]
    if not items:
        return None
    count = ("{code} and {number} other code", "{code} and each of {number} other codes")
    return {
        "summary": voice.plural(*count, len(items), code=code.code),
        "groups": [
            {
                "heading": expected.badge(voice, group) if group else voice.words("Other codes"),
                "links": found,
            }
            for group, found in expected.grouped(protocol, items)
        ],
    }


def _neighbours(voice: Voice, protocol: Protocol, code: Code) -> Mapping[str, Value]:
    codes = list(protocol.codes.values())
    at = codes.index(code)
    before, after = codes[:at][-1:], codes[at + 1 :][:1]

    def link(label: str, found: list[Code]) -> str | None:
        said = [linked(f"_{voice.words(label)}_ {named(voice, each)}", f"../{each.slug}/") for each in found]
        return said[0] if said else None

    return {"prev": link("Previous code", before), "next": link("Next code", after)}
