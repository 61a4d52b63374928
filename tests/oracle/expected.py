"""What both kinds of pages have to say of a code: its texts, facts, flow and sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from tests.oracle.catalogs import Link, Voice
from tests.oracle.notation import Value, linked
from tests.oracle.records import Arrow, Code, Event, Flow, Meaning, Pair, Protocol, ResponseClass, Section

T = TypeVar("T")

NOTICE = "Part of this page has not been translated yet and is shown in another language."

LABELS = {
    "description": "Description",
    "when_seen": "When You See It",
    "fix": "How to Fix",
    "use_when": "When to Use It",
}
STATUSES = {
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
    heading = f"{chip(code)} {voice.words(LABELS[name])}"
    said = []
    for meaning in code.meanings:
        sections = dict.fromkeys(source.section for source in meaning.sources if name in source.supports)
        refs = [f"[{code.numbered.index(section) + 1}] {section.label}" for section in sections]
        label = {"meaning": voice.text(meaning.label)} if meaning.label else {}
        said.append({**label, "text": voice.text(meaning.prose[name], link), "refs": refs})
    return {"heading": heading, **(said[0] if len(said) == 1 else {"meanings": said})}


def place(voice: Voice, code: Code) -> str:
    """Return where a code belongs: its response class or number, and the section that defines it."""
    return " ".join(filter(None, (badge(voice, code.group), code.number, f"_{cited(code.defined_in)}_")))


def sources(voice: Voice, code: Code, found: list[Section], *, has_documents: bool) -> Mapping[str, Value]:
    """Return a list of a code's sources; tooltips name documents, where sections have titles of their own."""
    documents = [
        [document_title(section) if has_documents and section.title else None] if section.url else []
        for section in found
    ]
    heading = voice.words("Sources for {code}", code=chip(code))
    return {"heading": heading, "list": [cited_in_full(voice, each) for each in found], "documents": documents}


def cited(section: Section) -> str:
    """Return a citation as a link."""
    return linked(section.label, section.url)


def cited_in_full(voice: Voice, section: Section) -> str:
    """Return a citation with the section's title or, if it has none, the document's."""
    return f"{cited(section)} {voice.name(section.title or document_title(section))}"


def document_title(section: Section) -> str:
    """Return the title of a section's document with its year."""
    document = section.specification
    return f"{document.title} ({document.year})" if document.year else document.title


def steps(voice: Voice, protocol: Protocol, code: Code, flow: Flow) -> list[str]:
    """Return a flow as a list."""
    return [step_line(voice, protocol, code, step) for step in flow.steps]


def wire_heading(voice: Voice, code: Code, meaning: Meaning) -> str:
    """Return the heading of a flow; of a code with several meanings, with the one that it shows."""
    label = f": {voice.text(meaning.label)}" if meaning.label else ""
    return f"{chip(code)} {voice.words('On the Wire')}{label}"


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


def drawn(voice: Voice, protocol: Protocol, flow: Flow) -> str:
    """Return the words of a flow's diagram in the order of the alphabet; it cannot mark what it says in English."""
    texts = [voice.plain(protocol.participants[name]) for name in flow.participants]
    for step in flow.steps:
        texts.append(step.label if isinstance(step, Arrow) else voice.plain(step.says))
    return " ".join(sorted(" ".join(texts).split()))


def grouped(protocol: Protocol, items: Sequence[tuple[Code, T]]) -> Iterable[tuple[ResponseClass | None, list[T]]]:
    """Yield items by the response class of their code; those without one come last."""
    for group in (*protocol.groups, None):
        found = [item for code, item in items if code.group is group]
        if found:
            yield group, found
