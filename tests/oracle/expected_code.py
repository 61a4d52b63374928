"""What the page of a code has to say."""

from __future__ import annotations

from collections.abc import Mapping

from tests.oracle import expected
from tests.oracle.catalogs import Catalogs, Link, Voice
from tests.oracle.content import PROSE
from tests.oracle.expected import chip, named
from tests.oracle.facts import rows
from tests.oracle.notation import Value, linked
from tests.oracle.records import Arrow, Code, Flow, Protocol

STATUS_NOTES = {
    "deprecated": "This code is deprecated: new software should not send it.",
    "historic": "This code is historic: it was standard once and no longer is.",
    "unofficial": "This code is unofficial: some software sends it, no standard defines it.",
    "unused": "This code is registered as unused.",
    "reserved": "This code is reserved: it is never sent on the wire.",
}


def code_page(protocol: Protocol, code: Code, catalogs: Catalogs) -> Mapping[str, Value]:
    """Return everything that the page of a code has to say."""
    voice = Voice(catalogs, protocol.id)
    link = expected.links_to(protocol, code)
    gloss = f": {voice.plain(code.gloss)}" if code.gloss else ""
    says: dict[str, Value] = {
        "lang": voice.language.tag,
        "direction": voice.language.direction,
        "robots": None,
        "title": f"{protocol.name} {code.title}{gloss}",
        "description": voice.plain(code.says),
        "crumbs": expected.crumbs(voice, protocol),
        "heading": f"{protocol.name} *{code.code}*" + (f" {voice.name(code.phrase)}" if code.phrase else ""),
        "gloss": voice.text(code.gloss) if code.gloss else None,
        "says": voice.text(code.says, link),
        "place": expected.place(voice, code),
        "status": expected.status(voice, code),
        "status_note": voice.words(STATUS_NOTES[code.status]) if code.status in STATUS_NOTES else None,
        "texts": [expected.part(voice, code, name, link) for name in PROSE],
        "wire": [_wire(voice, protocol, code, flow) for _, flow in code.flows],
        "facts": _facts(voice, protocol, code, link),
        "guided": _guided(voice, protocol, code),
        "comparisons": _comparisons(voice, protocol, code),
        "sources": expected.sources(voice, code, code.cited, has_documents=True),
        "neighbours": _neighbours(voice, protocol, code),
        "headings": _headings(voice, protocol, code),
    }
    return expected.told(says, voice)


def _headings(voice: Voice, protocol: Protocol, code: Code) -> list[str]:
    """Return the headings of the parts below the texts, in their order."""
    has_pairs = bool(protocol.pairs_of(code))
    wires = [expected.wire_heading(voice, code, meaning) for meaning, _ in code.flows]
    parts = (
        ("Facts", True),
        ("Often Confused With", protocol.guided_of(code)),
        ("All Comparisons", has_pairs),
        ("Sources", True),
    )
    return [*wires, *(f"{chip(code)} {voice.words(name)}" for name, is_there in parts if is_there)]


def _wire(voice: Voice, protocol: Protocol, code: Code, flow: Flow) -> Mapping[str, Value]:
    lines = expected.steps(voice, protocol, code, flow)
    messages = [
        {"heading": f"{number}. {line}", **expected.message(voice, protocol, step)}
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


def _facts(voice: Voice, protocol: Protocol, code: Code, link: Link) -> list[Mapping[str, Value]]:
    found = rows(voice, protocol, code, link)
    return [{"label": row.label(), "value": row.cell()} for row in found if row.key is not None]


def _guided(voice: Voice, protocol: Protocol, code: Code) -> list[Mapping[str, Value]]:
    return [
        {"link": expected.pair_link(voice, pair), "summary": voice.text(pair.prose["summary"])}
        for pair in protocol.guided_of(code)
    ]


def _comparisons(voice: Voice, protocol: Protocol, code: Code) -> list[Mapping[str, Value]]:
    items = [
        (other, {"link": linked(f"{code.code} vs {chip(other)}", f"../{pair.slug}/"), "title": other.title})
        for other, pair in protocol.pairs_of(code)
    ]
    return [
        {
            "heading": f"{chip(code)} _vs_ "
            + (expected.badge(voice, group) if group else voice.words("Other codes")),
            "links": found,
        }
        for group, found in expected.grouped(protocol, items)
    ]


def _neighbours(voice: Voice, protocol: Protocol, code: Code) -> Mapping[str, Value]:
    codes = list(protocol.codes.values())
    at = codes.index(code)
    before, after = codes[:at][-1:], codes[at + 1 :][:1]

    def link(label: str, found: list[Code]) -> str | None:
        said = [linked(f"_{voice.words(label)}_ {named(voice, each)}", f"../{each.slug}/") for each in found]
        return said[0] if said else None

    return {
        "label": voice.label("Neighbouring codes"),
        "prev": link("Previous code", before),
        "next": link("Next code", after),
    }
