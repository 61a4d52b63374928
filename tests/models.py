"""Values of the model made in tests: what a test says nothing about has a value that nothing depends on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from codepair.kit.problems import Place
from codepair.kit.tree import Node, load
from codepair.library.citations import Citation, Source, Specification
from codepair.library.flow import Arrow, Event, Flow
from codepair.library.model import Entry, Guidance, Library, Meaning, Pair, Protocol, Reference

BOOK = Specification("BOOK", "The Book", url="https://codes.example/book")
CITATION = Citation(BOOK, "1")
PROSE = ("description", "when_seen", "fix", "use_when")


def node(text: str, path: str = "content/toy/x.yml") -> Node:
    """Return what a YAML text says."""
    found, problems = load(path, text.encode())
    assert problems == []
    assert found is not None
    return found


def empty_node() -> Node:
    """Return a file that says nothing."""
    return Node(Place("content/toy/x.yml"), {})


def protocol(id_: str = "toy", **fields: Any) -> Protocol:
    """Return a protocol of no questions, classes or participants but those that are given."""
    values: dict[str, Any] = {
        "name": id_.upper(),
        "title": f"The {id_} protocol",
        "summary": f"What {id_} does.",
        "specifications": {BOOK.id: BOOK},
        "response_classes": (),
        "questions": {},
        "excludes": (),
        "participants": {},
        "messages": None,
        "main": None,
        "family": None,
        "rank": None,
        "order": "natural",
        "listed": (),
        "registry_name": None,
        "registry_url": None,
        "path": f"content/{id_}/protocol.yml",
        "node": empty_node(),
    }
    return Protocol(id_, **{**values, **fields})


def meaning(**fields: Any) -> Meaning:
    """Return a meaning whose texts rest on one section."""
    values: dict[str, Any] = {
        "sources": (Source(CITATION, PROSE),),
        "prose": {name: f"The {name} of it." for name in PROSE},
        "facts": {},
        "flow": None,
    }
    return Meaning(**{**values, **fields})


def entry(of: Protocol, code: str, **fields: Any) -> Entry:
    """Return the entry of a code with one meaning."""
    values: dict[str, Any] = {
        "number": None,
        "phrase": None,
        "gloss": None,
        "says": f"`{code}` says it.",
        "also": (),
        "status": "registered",
        "response_class": None,
        "since": BOOK,
        "meanings": (meaning(),),
        "related": (),
        "reviewed": None,
        "path": f"content/{of.id}/{code}.yml",
        "node": empty_node(),
    }
    return Entry(of, code, **{**values, **fields})


def flow(*steps: Arrow | Event, participants: Sequence[str] = ("one", "other")) -> Flow:
    """Return an exchange."""
    return Flow(tuple(participants), steps, CITATION)


def guidance(**prose: str) -> Guidance:
    """Return what an editor wrote about a pair."""
    return Guidance(
        {"summary": "They differ.", **prose}, (), (Source(CITATION, ("summary",)),), "p.yml", empty_node()
    )


def library(
    *protocols: Protocol,
    entries: Sequence[Entry] = (),
    guided: Sequence[Pair] = (),
    broken: Sequence[Reference] = (),
    **fields: Any,
) -> Library:
    """Return a library of some protocols and entries, these in the order of their codes."""
    ordered = sorted(entries, key=lambda each: each.order)
    by_protocol: Mapping[str, Mapping[str, Entry]] = {
        of.id: {each.code: each for each in ordered if each.protocol is of} for of in protocols
    }
    return Library(
        {of.id: of for of in protocols},
        by_protocol,
        {of.id: tuple(pair for pair in guided if pair.a.protocol is of) for of in protocols},
        fields.pop("registries", {}),
        broken=tuple(broken),
        **fields,
    )
