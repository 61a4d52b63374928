"""What both kinds of pages have to say of a code: its texts, facts, flow and sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from tests.oracle.catalogs import Link, Voice
from tests.oracle.notation import Value, linked
from tests.oracle.records import (
    Across,
    Arrow,
    Code,
    Event,
    Flow,
    Pair,
    Protocol,
    ResponseClass,
    Section,
    Specification,
)

T = TypeVar("T")

NOTICE = "Part of this page has not been translated yet and is shown in another language."

OUTCOMES = ("progress", "success", "redirect", "client", "server", "global")
"""In the order of their colours."""

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


def named(voice: Voice, code: Code) -> str:
    """Return a code with its phrase."""
    return f"*{code.code}* {voice.name(code.phrase)}" if code.phrase else f"*{code.code}*"


def pair_link(voice: Voice, pair: Pair) -> str:
    """Return the link to a comparison from another page of its protocol."""
    return linked(f"{named(voice, pair.a)} _vs_ {named(voice, pair.b)}", f"../{pair.slug}/")


def links_to(protocol: Protocol, *own: Code) -> Link:
    """Return what gives the address of the page about a code span; pages do not link to their own codes."""

    def link(text: str) -> str | None:
        code = protocol.codes.get(text)
        return f"{protocol.above}{code.slug}/" if code is not None and code not in own else None

    return link


def links_between(protocols: Iterable[Protocol], *own: Code) -> Link:
    """Return the same for a text about several protocols: a code that two of them have is not linked."""
    known = list(protocols)

    def link(text: str) -> str | None:
        if any(code.code == text for code in own):
            return None
        found = [f"{each.above}{each.codes[text].slug}/" for each in known if text in each.codes]
        return found[0] if len(found) == 1 else None

    return link


def in_full_named(voice: Voice, protocol: Protocol, code: Code) -> str:
    """Return a code with its protocol and, if it is a name, its number."""
    number = f"{code.number} " if code.number else ""
    return f"{protocol.name} {number}{named(voice, code)}"


def across_link(voice: Voice, across: Across, way: str = "../../compare/") -> str:
    """Return the link to a comparison across, from a page of a protocol if no other way is given."""
    names = (in_full_named(voice, protocol, code) for protocol, code in across.sides)
    return linked(" _vs_ ".join(names), f"{way}{across.slug}/")


def badge(voice: Voice, group: ResponseClass | None) -> str:
    """Return the name of a response class."""
    if group is None:
        return ""
    label = voice.text(group.label)
    return f"{group.range} {label}" if group.range else label


def status(voice: Voice, code: Code) -> str:
    """Return what a code's status is called."""
    return voice.words(STATUSES[code.status])


def prose(voice: Voice, protocol: Protocol, code: Code, name: str) -> list[str]:
    """Return a text of a code in each of its meanings, with what settles it; several meanings are named."""
    link, found = links_to(protocol, code), []
    for meaning in code.meanings:
        sections = [source.section for source in meaning.sources if name in source.supports]
        if meaning.label:
            found.append(bold(voice.text(meaning.label)))
        found.append(voice.text(meaning.prose[name], link, settled(voice, protocol, sections)))
    return found


def bold(text: str) -> str:
    """Return a text in bold: where it is marked with its language, so is the bold element."""
    head, bar, rest = text.partition("|")
    return f"{head}|*{rest[:-1]}*}}" if bar and head.startswith("{") else f"*{text}*"


def settled(voice: Voice, protocol: Protocol, sections: Iterable[Section]) -> str:
    """Return what settles a statement: marks, and a word before those that are practice."""
    listed = dict.fromkeys(sections)
    practice = [each for each in listed if each.specification.seen]
    found = [mark(protocol, each) for each in listed if not each.specification.seen]
    if practice:
        found.append(f"<em>{voice.words('practice')}</em>")
    return " ".join((*found, *(mark(protocol, each) for each in practice)))


def mark(protocol: Protocol, section: Section) -> str:
    """Return the short mark of a section: of the main document its number alone."""
    is_main = section.number and section.specification is protocol.main
    label = f"§{section.number}" if is_main else section.label
    return linked(label, section.url)


def place(voice: Voice, code: Code) -> str | None:
    """Return where a code belongs: its response class, or its number."""
    return badge(voice, code.group) if code.group else code.number


def dot(code: Code) -> str | None:
    """Return the class of the dot in the colour of what its response class means."""
    if code.group is None:
        return None
    return f"cp-dot k{OUTCOMES.index(code.group.outcome)}" if code.group.outcome else "cp-dot k8"


def english(voice: Voice) -> str | None:
    """Return the language of what is English on every page; a page in English has said so."""
    return None if voice.language.tag.partition("-")[0] == "en" else "en"


def sources(voice: Voice, protocol: Protocol, found: Iterable[str]) -> Mapping[str, Value]:
    """Return a list of sources, with what the marks without a document's name mean."""
    main = protocol.main
    said = "§ without a document's name is a section of {document}."
    return {
        "note": voice.words(said, document=f"{main.label}, {main.full_title}") if main else None,
        "lang": [english(voice)],
        "dir": ["ltr" if voice.language.direction == "rtl" else None],
        "list": list(found),
    }


def in_full(section: Section) -> str:
    """Return a section of a list of sources; its tooltip names the document, where the section has a title."""
    document = section.specification.full_title
    return f"{linked(section.label, section.url, document if section.title else None)} {section.title or document}"


def documents(sections: Iterable[Section]) -> list[str]:
    """Return the documents of sections, each once, with what their sections are called."""
    found: dict[Specification, set[tuple[str, str | None]]] = {}
    for section in sections:
        numbers = found.setdefault(section.specification, set())
        if section.number:
            numbers.add((section.number, section.title))
    return [f"{linked(each.label, each.url_of_all)}: {_sections(each, found[each])}" for each in found]


def _sections(document: Specification, sections: set[tuple[str, str | None]]) -> str:
    """Return the sections in the order of their numbers; the document's own title if none is cited."""

    def order(each: tuple[str, str | None]) -> list[str]:
        return [part.zfill(9) if part.isdecimal() else part for part in re.split(r"(\d+)", each[0].casefold())]

    said = [f"\N{SECTION SIGN}{number} {title or ''}".rstrip() for number, title in sorted(sections, key=order)]
    return "; ".join(said) or document.full_title


def reviewed(voice: Voice, code: Code) -> list[str]:
    """Return when a code was last read against its sources, if somebody said so."""
    if code.reviewed is None:
        return []
    return [voice.dated("{code} read against its sources on {date}", code.reviewed, code=code.code)]


def both_reviewed(voice: Voice, codes: Sequence[Code], said: list[str]) -> list[str]:
    """Return when two codes were last read against their sources: one sentence if it was on the same day."""
    days = {code.reviewed for code in codes}
    day = days.pop()
    if days or day is None:
        return said
    return [voice.dated("Both read against their sources on {date}", day)]


def heading(id: str, words: str, level: int = 2) -> str:
    """Return a heading; the script makes it a link to itself."""
    return f"h{level} {id} {words}"


def cited(section: Section) -> str:
    """Return a citation as a link."""
    return linked(section.label, section.url)


def steps(voice: Voice, protocol: Protocol, code: Code, flow: Flow) -> list[str]:
    """Return a flow as a list."""
    return [step_line(voice, protocol, code, step) for step in flow.steps]


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
        "lang": english(voice),
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
