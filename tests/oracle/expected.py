"""What both kinds of pages have to say of a code: its texts, facts, flow and sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from tests.oracle.catalogs import Link, Voice
from tests.oracle.notation import Value, linked
from tests.oracle.records import Arrow, Code, Event, Pair, Protocol, ResponseClass, Section

T = TypeVar("T")

NOTICE = "Part of this page has not been translated yet and is shown in English."

LABELS = {
    "description": "Description",
    "when_seen": "When You See It",
    "fix": "How to Fix",
    "use_when": "When to Use It",
}
STATUSES = {
    "registered": "Registered",
    "deprecated": "Deprecated",
    "historic": "Historic",
    "unofficial": "Unofficial",
    "unused": "Registered as unused",
    "reserved": "Reserved",
}


def told(says: Mapping[str, Value], voice: Voice) -> Mapping[str, Value]:
    """Return a page whose texts have all been said: if one was missing, with the notice, and not to be indexed."""
    if not voice.missed:
        return {**says, "notice": None}
    return {**says, "robots": "noindex", "description": None, "notice": voice.words(NOTICE)}


def crumbs(voice: Voice, protocol: Protocol) -> Mapping[str, Value]:
    """Return the way from the home page to a page of a protocol."""
    links = [linked(voice.words("Home"), "../../"), linked(protocol.name, "../")]
    return {"label": voice.label("You are here"), "links": links}


def chip(code: Code) -> str:
    """Return the sign of a code."""
    return f"`{code.code}`"


def named(voice: Voice, code: Code) -> str:
    """Return a code's sign with its phrase."""
    return f"{chip(code)} {voice.name(code.phrase)}" if code.phrase else chip(code)


def pair_link(voice: Voice, pair: Pair) -> str:
    """Return the link to a comparison from another page of its protocol."""
    return linked(f"{named(voice, pair.a)} _vs_ {named(voice, pair.b)}", f"../{pair.slug}/")


def links_to(protocol: Protocol, *own: Code) -> Link:
    """Return what gives the address of the page about a code span; pages do not link to their own codes."""

    def link(text: str) -> str | None:
        code = protocol.codes.get(text)
        return f"../{code.slug}/" if code is not None and code not in own else None

    return link


def badge(voice: Voice, group: ResponseClass | None) -> str:
    """Return the name of a response class."""
    if group is None:
        return ""
    label = voice.text(group.label)
    return f"{group.range} {label}" if group.range else label


def status(voice: Voice, code: Code) -> str | None:
    """Return the badge of a code's status; a registered code has none."""
    return None if code.status == "registered" else voice.words(STATUSES[code.status])


def part(voice: Voice, code: Code, name: str, link: Link) -> Mapping[str, Value]:
    """Return a text of a code under its heading, with its references."""
    sections = dict.fromkeys(source.section for source in code.sources if name in source.supports)
    refs = [f"[{code.numbered.index(section) + 1}] {section.label}" for section in sections]
    heading = f"{chip(code)} {voice.words(LABELS[name])}"
    return {"heading": heading, "text": voice.text(code.prose[name], link), "refs": refs}


def sources(voice: Voice, code: Code, cite: Callable[[Section], str]) -> Mapping[str, Value]:
    """Return the list of a code's sources."""
    heading = voice.words("Sources for {code}", code=chip(code))
    return {"heading": heading, "list": [cite(section) for section in code.numbered]}


def cited(section: Section) -> str:
    """Return a citation as a link."""
    return linked(section.label, section.url)


def cited_in_full(voice: Voice, section: Section) -> str:
    """Return a citation with the document's title and year."""
    document = section.specification
    year = f" ({document.year})" if document.year else ""
    return f"{cited(section)} {voice.name(document.title)}{year}"


def steps(voice: Voice, protocol: Protocol, code: Code) -> list[str]:
    """Return a flow as a list."""
    assert code.flow is not None
    return [step_line(voice, protocol, code, step) for step in code.flow.steps]


def step_line(voice: Voice, protocol: Protocol, code: Code, step: Arrow | Event) -> str:
    """Return a step of a flow as a line; the code's own label is bold."""
    if isinstance(step, Event):
        return f"{voice.text(protocol.participants[step.at])}: {voice.text(step.says)}"
    sender, receiver = (voice.text(protocol.participants[name]) for name in (step.sender, step.receiver))
    label = f"*{step.label}*" if code.is_sent_by(step) else step.label
    return voice.words("{sender} to {receiver}: {label}", sender=sender, receiver=receiver, label=label)


def message(voice: Voice, protocol: Protocol, arrow: Arrow) -> Mapping[str, Value]:
    """Return a message as it is shown: verbatim, with the lines that decide and the names set off."""
    assert arrow.message is not None
    lines = arrow.message.split("\n")
    pattern = protocol.name_pattern
    found = [pattern.match(line) for line in lines] if pattern is not None else []
    return {
        "text": arrow.message,
        "marks": [line for line in lines if line.startswith(arrow.marks)],
        "names": [name for match in found if match is not None and (name := match[match.re.groups and 1])],
        "lang": "en",
        "dir": "ltr" if voice.language.direction == "rtl" else None,
    }


def drawn(voice: Voice, protocol: Protocol, code: Code) -> str:
    """Return the words of a flow's diagram in the order of the alphabet; it cannot mark what it says in English."""
    assert code.flow is not None
    texts = [voice.plain(protocol.participants[name]) for name in code.flow.participants]
    for step in code.flow.steps:
        texts.append(step.label if isinstance(step, Arrow) else voice.plain(step.says))
    return " ".join(sorted(" ".join(texts).split()))


def grouped(protocol: Protocol, items: Sequence[tuple[Code, T]]) -> Iterable[tuple[ResponseClass | None, list[T]]]:
    """Yield items by the response class of their code; those without one come last."""
    for group in (*protocol.groups, None):
        found = [item for code, item in items if code.group is group]
        if found:
            yield group, found
