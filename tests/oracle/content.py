"""The content folder, read with PyYAML into records."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.oracle.records import (
    Across,
    Arrow,
    Between,
    Code,
    Event,
    Fact,
    Flow,
    Meaning,
    Namespace,
    Pair,
    Protocol,
    Question,
    Raw,
    ResponseClass,
    Section,
    Source,
    Specification,
    Table,
    TableRow,
    Value,
)

PROSE = ("description", "when_seen", "fix", "use_when")
GUIDANCE = ("summary", "question", "next", "mistake", "which")

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read_content(folder: Path) -> dict[str, Protocol]:
    """Return every protocol of a content folder by its id."""
    file = folder / "questions.yml"
    listed = load(file)["questions"] if file.is_file() else []
    shared = {item["id"]: _question(item, is_shared=True) for item in listed}
    files = sorted(folder.glob("*/protocol.yml"))
    return {file.parent.name: _protocol(file.parent, load(file), shared) for file in files}


def read_between(folder: Path, protocols: Mapping[str, Protocol]) -> Between:
    """Return what stands between the protocols of a content folder."""
    file = folder / "mappings" / "namespaces.yml"
    namespaces = {item["id"]: _namespace(item) for item in (load(file)["namespaces"] if file.is_file() else ())}
    tables = [_table(each, load(each)) for each in sorted(folder.glob("mappings/*.yml")) if each != file]
    pairs = [_across(load(each), protocols) for each in folder.glob("pairs/*.yml")]
    return Between(protocols, tuple(sorted(pairs, key=lambda each: each.order)), tuple(tables), namespaces)


def _namespace(raw: Raw) -> Namespace:
    document = raw["document"]
    defined = Specification(raw["id"], document["title"], None, document["name"], document["url"], None)
    return Namespace(raw["id"], raw["name"], defined, raw["values"])


def _table(file: Path, raw: Raw) -> Table:
    listed = (*raw.get("specifications", ()), *raw.get("practices", ()))
    documents = {item["id"]: _specification(item, file.parent.parent) for item in listed}
    others = raw.get("others")
    return Table(
        id=file.stem,
        title=raw["title"],
        origin=raw["from"],
        target=raw["to"],
        documents=documents,
        lost=raw["lost"],
        rows=tuple(_table_row(item, documents) for item in raw["rows"]),
        others=_table_row(others, documents) if others else None,
        others_codes=re.compile((others or {}).get("codes", ".*"), re.DOTALL),
    )


def _table_row(raw: Raw, documents: Mapping[str, Specification]) -> TableRow:
    sections = [_section(cite, documents) for cite in _listed(raw["source"])]
    cited = tuple(section for section in sections if section)
    return TableRow(raw.get("from"), tuple(_listed(raw["to"])), cited, raw.get("note"))


def _across(raw: Raw, protocols: Mapping[str, Protocol]) -> Across:
    names = [address.partition("/")[::2] for address in raw["codes"]]
    one, other = (protocols[name] for name, _ in names)
    a, b = (protocols[name].codes[code] for name, code in names)
    specifications = {**other.documents, **one.documents}
    prose = {name: raw[name] for name in (*GUIDANCE, "unmatched") if name in raw}
    sources = _sources(raw, specifications)
    return Across((one, other), Pair(a, b, prose, tuple(raw.get("decision", ())), sources))


def load(file: Path) -> Raw:
    """Return what a YAML file says."""
    raw: Raw = yaml.load(file.read_bytes(), _LOADER)
    return raw


def _protocol(folder: Path, raw: Raw, shared: Mapping[str, Question]) -> Protocol:
    cited = (*raw["specifications"], *raw.get("practices", ()))
    specifications = {item["id"]: _specification(item, folder.parent) for item in cited}
    groups = tuple(_group(item, specifications) for item in raw.get("response_classes", ()))
    asked = [shared[item] if isinstance(item, str) else _question(item) for item in raw.get("questions", ())]
    files = [file for file in folder.glob("*.yml") if file.name not in ("protocol.yml", "recognizers.yml")]
    codes = [_code(file.stem, load(file), specifications, groups) for file in files]
    by_code = {code.code: code for code in sorted(codes, key=lambda code: code.order)}
    pairs = [_pair(load(file), by_code, specifications) for file in folder.glob("pairs/*.yml")]
    name, known = raw.get("messages", {}).get("name"), folder / "recognizers.yml"
    return Protocol(
        id=folder.name,
        name=raw["name"],
        title=raw["title"],
        main=specifications[raw["main"]] if "main" in raw else None,
        summary=raw["summary"],
        groups=groups,
        questions={question.id: question for question in asked},
        participants={item["id"]: item["label"] for item in raw.get("participants", ())},
        name_pattern=re.compile(name) if name else None,
        codes=by_code,
        guided=tuple(sorted(pairs, key=lambda pair: (pair.a.order, pair.b.order))),
        documents=specifications,
        group_facts={
            group.id: {name: _fact(item, specifications, group) for name, item in group.facts.items()}
            for group in groups
        },
        fields=tuple(load(known)["fields"]) if known.is_file() else (),
        rank=raw.get("rank"),
    )


def _specification(raw: Raw, content: Path) -> Specification:
    label = raw.get("name") or re.sub(r"^RFC(?=\d)", "RFC ", raw["id"])
    return Specification(
        raw["id"],
        raw["title"],
        raw.get("published"),
        label,
        raw.get("url"),
        raw.get("section_url"),
        raw.get("seen"),
        _sections(content / "sections" / f"{raw['id']}.tsv"),
    )


def _sections(file: Path) -> dict[str, str]:
    """Return what a file of sections lists: a number, a tab and a title a line."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {row[0]: row[1] for row in rows if len(row) == 2}


def _section(cite: str | None, specifications: Mapping[str, Specification]) -> Section | None:
    if cite is None:
        return None
    name, _, number = cite.partition("#")
    return Section(specifications[name], number)


def _sources(raw: Raw, specifications: Mapping[str, Specification]) -> tuple[Source, ...]:
    found = []
    for item in raw["sources"]:
        section = _section(item["cite"], specifications)
        assert section is not None
        found.append(Source(section, tuple(item["for"])))
    return tuple(found)


def _group(raw: Raw, specifications: Mapping[str, Specification]) -> ResponseClass:
    section = _section(raw.get("source"), specifications)
    pattern, outcome = re.compile(raw["codes"]), raw.get("outcome")
    facts, meaning = raw.get("facts", {}), raw.get("meaning")
    return ResponseClass(raw["id"], raw["label"], raw.get("range"), pattern, section, outcome, facts, meaning)


def _question(raw: Raw, *, is_shared: bool = False) -> Question:
    choices = {item["id"]: item["label"] for item in raw.get("values", ())}
    return Question(raw["id"], raw["type"], raw["label"], choices, is_shared, raw.get("key") == "true")


def _fact(raw: Any, specifications: Mapping[str, Specification], group: ResponseClass | None = None) -> Fact:
    """Return an answer written as one mapping, or as a list of such."""
    return Fact(tuple(_value(item, specifications) for item in _listed(raw)), group)


def _value(raw: Raw, specifications: Mapping[str, Specification]) -> Value:
    sections = [_section(cite, specifications) for cite in _listed(raw.get("source", []))]
    names = tuple(_listed(raw["value"]))
    return Value(names, tuple(section for section in sections if section), raw.get("note"))


def _listed(raw: Any) -> list[Any]:
    return raw if isinstance(raw, list) else [raw]


def _code(
    slug: str, raw: Raw, specifications: Mapping[str, Specification], groups: tuple[ResponseClass, ...]
) -> Code:
    group = next((each for each in groups if each.pattern.fullmatch(raw["code"])), None)
    meanings = tuple(_meaning(item, specifications, group) for item in raw.get("meanings", [raw]))
    since = _section(raw.get("since"), specifications)
    defined = meanings[0].sources[0].section.specification
    introduced = since.specification if since else None if defined.seen or not defined.year else defined
    return Code(
        slug=slug,
        code=raw["code"],
        number=raw.get("number"),
        phrase=raw.get("phrase"),
        gloss=raw.get("gloss"),
        says=raw["says"],
        status=raw.get("status", "registered"),
        group=group,
        since=introduced,
        meanings=meanings,
        related=tuple(raw.get("related", ())),
        reviewed=raw.get("reviewed"),
    )


def _meaning(raw: Raw, specifications: Mapping[str, Specification], group: ResponseClass | None) -> Meaning:
    """Return a meaning of a code; the entry itself is the only one of most."""
    inherited = {name: _fact(item, specifications, group) for name, item in (group.facts if group else {}).items()}
    own = {name: _fact(item, specifications) for name, item in raw.get("facts", {}).items()}
    return Meaning(
        id=raw.get("id"),
        label=raw.get("label"),
        sources=_sources(raw, specifications),
        prose={name: raw[name] for name in PROSE},
        facts={**inherited, **own},
        flow=_flow(raw["flow"], specifications) if "flow" in raw else None,
    )


def _flow(raw: Raw, specifications: Mapping[str, Specification]) -> Flow:
    section = _section(raw["source"], specifications)
    assert section is not None
    return Flow(section, tuple(raw["participants"]), tuple(_step(step) for step in raw["steps"]))


def _step(raw: Raw) -> Arrow | Event:
    if "at" in raw:
        return Event(raw["at"], raw["says"])
    message = raw["message"].rstrip("\n") if "message" in raw else None
    return Arrow(raw["from"], raw["to"], raw["label"], message, tuple(raw.get("marks", ())))


def _pair(raw: Raw, codes: Mapping[str, Code], specifications: Mapping[str, Specification]) -> Pair:
    a, b = (codes[code] for code in raw["codes"])
    prose = {name: raw[name] for name in GUIDANCE if name in raw}
    return Pair(a, b, prose, tuple(raw.get("decision", ())), _sources(raw, specifications))
