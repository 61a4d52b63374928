"""The content folder, read and resolved into a library.

``content/<protocol>/protocol.yml``, one entry a file beside it, guidance in ``pairs/``, and, if the protocol has
one, ``registry.csv``. Every file is read even if another is broken, so that one run reports all problems.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from codepair.kit.files import decode, display, read_file, stamp
from codepair.kit.memory import FORGETFUL, Memory
from codepair.kit.patterns import Pattern, PatternError
from codepair.kit.problems import Place, Problem, errors, one_of, suggest
from codepair.kit.tree import Node, load
from codepair.library import shapes
from codepair.library.model import (
    GUIDANCE_FIELDS,
    PROSE_FIELDS,
    Arrow,
    Citation,
    Decision,
    Entry,
    Event,
    Fact,
    FactDefinition,
    FactValue,
    Flow,
    Guidance,
    Library,
    MessageFormat,
    Pair,
    Protocol,
    RegistryRow,
    ResponseClass,
    Source,
    Specification,
    slug,
)

RESERVED = frozenset(
    {
        "compare",
        "api",
        "assets",
        "pagefind",
        "search",
        "404.html",
        "index.html",
        "llms.txt",
        "robots.txt",
        "sitemap.xml",
    }
    | {"sitemap.xml.gz", "_headers", "_redirects", "cname"}
)
"""Folders and files of the site that are no protocols."""

PROTOCOL_FILE = "protocol.yml"
REGISTRY_FILE = "registry.csv"
PAIRS_FOLDER = "pairs"

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reading of the folder: what it finds wrong, and what it need not make again."""

    root: Path
    """Problems name paths relative to it."""
    memory: Memory
    problems: list[Problem]


def read_library(content: Path, root: Path, memory: Memory = FORGETFUL) -> tuple[Library, list[Problem]]:
    """Read all protocols below ``content``; problems name paths relative to ``root``."""
    reading = _Reading(root, memory, [])
    protocols: dict[str, Protocol] = {}
    entries: dict[str, dict[str, Entry]] = {}
    guided: dict[str, tuple[Pair, ...]] = {}
    registries: dict[str, tuple[RegistryRow, ...]] = {}
    broken: dict[str, frozenset[str]] = {}
    folders = content.iterdir() if content.is_dir() else ()
    # A link that leads nowhere does not exist for glob: a protocol would vanish without a word.
    for file in sorted(folder / PROTOCOL_FILE for folder in folders if os.path.lexists(folder / PROTOCOL_FILE)):
        folder = file.parent
        protocol = _read(_protocol, file, reading)
        if protocol is None:
            _check_shapes(folder, reading)
            continue
        protocols[protocol.id] = protocol
        reading.problems.extend(_misnamed(folder, root))
        entries[protocol.id] = _read_entries(folder, reading, protocol)
        guided[protocol.id] = _read_pairs(folder, reading, entries[protocol.id])
        read = {entry.slug for entry in entries[protocol.id].values()}
        broken[protocol.id] = frozenset(path.stem for path in _entry_files(folder)) - read
        if os.path.lexists(folder / REGISTRY_FILE):
            rows = _read_registry(folder / REGISTRY_FILE, reading)
            if rows is not None:  # without a registry that can be read, entries are not held against it
                registries[protocol.id] = rows
    ranked = sorted(protocols.values(), key=lambda item: (item.rank is None, item.rank or 0, item.id))
    protocols = {protocol.id: protocol for protocol in ranked}
    problems = reading.problems
    if not protocols and not problems:
        where = display(content, root)
        message = f"No protocol found: '{where}/<protocol>/{PROTOCOL_FILE}' does not exist. Write one."
        problems.append(Problem(Place(where), "no-content", message))
    return Library(protocols, entries, guided, registries, broken), problems


def _read_bytes(file: Path, path: str, reading: _Reading) -> bytes | None:
    # Files stand in the protocol's folder or in its folder of pairs; both are below the content.
    content = file.parents[2] if file.parent.name == PAIRS_FOLDER else file.parents[1]
    raw, found = reading.memory.made((read_file, path), stamp(file), lambda: read_file(file, path, inside=content))
    reading.problems.extend(found)
    return raw


def _read(
    build: Callable[Concatenate[Path, str, Node, P], tuple[T | None, list[Problem]]],
    file: Path,
    reading: _Reading,
    *context: P.args,
    **options: P.kwargs,
) -> T | None:
    """Load a file and build what it says; add what is wrong to the reading's problems."""
    path = f"{display(file.parent, reading.root)}/{file.name}"
    raw = _read_bytes(file, path, reading)
    if raw is None:
        return None
    node, found = reading.memory.made((load, path), (raw,), lambda: load(path, raw))
    reading.problems.extend(found)
    if node is None:
        return None
    # A pair is made of two entries, not of all that it was found among.
    inputs = _entries_of(node, *context) if build is _pair else context
    value, found = reading.memory.made(
        (build, path), (node, *inputs), lambda: build(file, path, node, *context, **options)
    )
    reading.problems.extend(found)
    return value


def _entries_of(node: Node, *context: object) -> tuple[object, ...]:
    """Return what the pair in a file depends on: its entries, or all if one of them is missing."""
    (entries,) = context
    assert isinstance(entries, Mapping)
    codes = node.child("codes")
    listed = codes.value if codes is not None and isinstance(codes.value, list) else []
    found = [entries.get(code.value) if isinstance(code.value, str) else None for code in listed]
    return context if None in found else tuple(found)


def _entry_files(folder: Path) -> list[Path]:
    names = (name for name in os.listdir(folder) if name.endswith(".yml") and name != PROTOCOL_FILE)  # noqa: PTH208
    return [folder / name for name in sorted(names)]


def _misnamed(folder: Path, root: Path) -> Iterator[Problem]:
    """Yield files that look like entries or pairs and would not be read."""
    for where in (folder, folder / PAIRS_FOLDER):
        for name in sorted(os.listdir(where)) if where.is_dir() else ():  # noqa: PTH208
            stem, suffix = os.path.splitext(name)  # noqa: PTH122
            if suffix.lower() in (".yml", ".yaml") and suffix != ".yml":
                message = f"'{name}' is not read: name it '{stem.lower()}.yml', or remove it."
                yield Problem(Place(display(where / name, root)), "code-path", message)


def _check_shapes(folder: Path, reading: _Reading) -> None:
    """Report what is wrong with files whose protocol cannot be used, as far as they say it themselves."""

    def check(file: Path, path: str, node: Node, shape: type[shapes.Shape]) -> tuple[None, list[Problem]]:
        return None, shapes.parse(shape, node)[1]

    for file in _entry_files(folder):
        _read(check, file, reading, shapes.EntryShape)
    for file in sorted((folder / PAIRS_FOLDER).glob("*.yml")):
        _read(check, file, reading, shapes.PairShape)


def _read_entries(folder: Path, reading: _Reading, protocol: Protocol) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for file in _entry_files(folder):
        entry: Entry | None = _read(_entry, file, reading, protocol)
        if entry is not None:
            found[entry.code] = entry
    return dict(sorted(found.items(), key=lambda item: item[1].order))


def _read_pairs(folder: Path, reading: _Reading, entries: Mapping[str, Entry]) -> tuple[Pair, ...]:
    pairs = []
    for file in sorted((folder / PAIRS_FOLDER).glob("*.yml")):
        pair: Pair | None = _read(_pair, file, reading, entries)
        if pair is not None:
            pairs.append(pair)
    return tuple(sorted(pairs, key=lambda pair: (pair.a.order, pair.b.order)))


def _read_registry(file: Path, reading: _Reading) -> tuple[RegistryRow, ...] | None:
    path, problems = display(file, reading.root), reading.problems
    raw = _read_bytes(file, path, reading)
    if raw is None:
        return None
    text, found = decode(path, raw)
    problems.extend(found)
    if found:
        return None
    rows = []
    reader = csv.DictReader(io.StringIO(text))
    wanted = {"code", "name", "reference", "status"}
    try:
        if not wanted <= set(reader.fieldnames or ()):
            message = f"The registry needs the columns {one_of(sorted(wanted))}."
            problems.append(Problem(Place(path), "registry", message))
            return None
        for row in reader:
            values = {key: (row.get(key) or "").strip() for key in (*wanted, "number")}
            rows.append(RegistryRow(line=reader.line_num, **values))
    except csv.Error as error:
        what = str(error).partition(" - ")[0]
        message = f"This line is no row of a CSV file: {what}. Correct its quotes, commas and line ends."
        problems.append(Problem(Place(path, reader.line_num + 1), "registry", message))
        return None
    return tuple(rows)


def _protocol(file: Path, path: str, node: Node) -> tuple[Protocol | None, list[Problem]]:
    shape, problems = shapes.parse(shapes.ProtocolShape, node)
    if shape is None:
        return None, problems
    protocol_id = file.parent.name
    if slug(protocol_id) != protocol_id:
        message = f"The folder '{protocol_id}' is part of addresses: name it '{slug(protocol_id)}'."
        problems.append(Problem(Place(path), "code-path", message))
    if protocol_id in RESERVED:
        message = f"The site has a folder '{protocol_id}' of its own. Give the protocol's folder another name."
        problems.append(Problem(Place(path), "code-path", message))
    specifications = {
        item.id: Specification(item.id, item.title, item.published, item.name, item.url, item.section_url)
        for item in shape.specifications
    }
    problems += _repeated(node, "specifications", [item.id for item in shape.specifications])
    problems += _repeated(node, "response_classes", [item.id for item in shape.response_classes])
    problems += _repeated(node, "facts", [item.id for item in shape.facts])
    problems += _repeated(node, "participants", [item.id for item in shape.participants])
    facts = {}
    for position, definition in enumerate(shape.facts):
        facts[definition.id] = FactDefinition(
            id=definition.id,
            type=definition.type,
            label=definition.label,
            values={value.id: FactValue(value.id, value.label, value.shared) for value in definition.values},
            contrasts={frozenset(item.between): item.says for item in definition.contrasts},
            absent=definition.absent,
            same=definition.same,
            both=definition.both,
            one=definition.one,
        )
        where = node.at("facts", position)
        if (definition.type == "choice") != bool(definition.values):
            message = f"Fact '{definition.id}': a choice has 'values', and only a choice has them."
            problems.append(Problem(where, "fact", message))
    if errors(problems):
        return None, problems
    messages = None
    if shape.messages is not None:
        label = _pattern(shape.messages.label, node.at("messages", "label"), problems)
        name = _pattern(shape.messages.name, node.at("messages", "name"), problems)
        messages = MessageFormat(label, name) if label is not None else None
    if errors(problems):
        return None, problems
    protocol = Protocol(
        id=protocol_id,
        name=shape.name,
        title=shape.title,
        summary=shape.summary,
        specifications=specifications,
        response_classes=(),
        facts=facts,
        participants={item.id: item.label for item in shape.participants},
        messages=messages,
        rank=int(shape.rank) if shape.rank else None,
        registry_name=shape.registry.name if shape.registry else None,
        registry_url=shape.registry.url if shape.registry else None,
        path=path,
        node=node,
    )
    classes = []
    for order, item in enumerate(shape.response_classes):
        inherited, found = _facts(node, ("response_classes", order, "facts"), item.facts, protocol)
        problems += found
        codes = _pattern(item.codes, node.at("response_classes", order, "codes"), problems)
        citation = None
        if item.source is not None:
            citation, found = _citation(item.source, node.at("response_classes", order, "source"), protocol)
            problems += found
        if codes is not None:
            made = ResponseClass(item.id, item.label, order, codes, item.range, item.meaning, citation, inherited)
            classes.append(made)
    if errors(problems):
        return None, problems
    return replace(protocol, response_classes=tuple(classes)), problems


def _pattern(text: str | None, place: Place, problems: list[Problem]) -> Pattern | None:
    if text is None:
        return None
    try:
        return Pattern(text)
    except PatternError as error:
        problems.append(Problem(place, "wrong-value", str(error)))
        return None


def _repeated(node: Node, name: str, ids: list[str]) -> list[Problem]:
    first: dict[str, int] = {}
    return [
        Problem(node.at(name, position, "id"), "duplicate-id", f"'{id_}' stands twice in '{name}'. Remove one.")
        for position, id_ in enumerate(ids)
        if first.setdefault(id_, position) != position
    ]


def _citation(text: str, place: Place, protocol: Protocol) -> tuple[Citation | None, list[Problem]]:
    name, _, section = text.partition("#")
    specification = protocol.specifications.get(name)
    if specification is None:
        hint = suggest(name, protocol.specifications) or f" List it under 'specifications' in {protocol.path}."
        return None, [Problem(place, "unknown-specification", f"Unknown specification '{name}'.{hint}")]
    if "#" in text and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", section):
        message = f"'{section}' is no section. Write the citation as '{name}#6.2'."
        return None, [Problem(place, "citation", message)]
    return Citation(specification, section or None), []


def _facts(
    node: Node, where: tuple[str | int, ...], written: Mapping[str, shapes.FactShape], protocol: Protocol
) -> tuple[dict[str, Fact], list[Problem]]:
    facts: dict[str, Fact] = {}
    problems: list[Problem] = []
    for name, item in written.items():
        definition = protocol.facts.get(name)
        if definition is None:
            hint = suggest(name, protocol.facts) or f" Known are {one_of(protocol.facts)}."
            place = node.key(*where, name)
            problems.append(Problem(place, "unknown-fact", f"{protocol.name} has no fact '{name}'.{hint}"))
            continue
        cited = isinstance(item, shapes.CitedValueShape)
        place = node.at(*where, name, "value") if cited else node.at(*where, name)
        value = item.value if isinstance(item, shapes.CitedValueShape) else item
        citation = None
        if isinstance(item, shapes.CitedValueShape) and item.source is not None:
            citation, found = _citation(item.source, node.at(*where, name, "source"), protocol)
            problems += found
        if definition.type == "tokens":
            if isinstance(value, str):
                message = f"Fact '{name}' is a list of names; write it as '[{value}]'."
                problems.append(Problem(place, "wrong-type", message))
                continue
            facts[name] = Fact(tuple(value), citation)
            continue
        if not isinstance(value, str):
            problems.append(Problem(place, "wrong-type", f"Fact '{name}' has one value, not a list."))
            continue
        if definition.type == "choice" and value not in definition.values:
            message = f"'{value}' is not a value of '{name}'; it must be one of {one_of(definition.values)}."
            message += suggest(value, definition.values)
            problems.append(Problem(place, "wrong-value", message))
            continue
        if definition.type == "number" and not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", value):
            problems.append(Problem(place, "wrong-type", f"Fact '{name}' is a number; '{value}' is none."))
            continue
        facts[name] = Fact(value, citation)
    return facts, problems


def _sources(
    node: Node,
    written: Iterable[shapes.SourceShape | shapes.GuidanceSourceShape],
    protocol: Protocol,
) -> tuple[tuple[Source, ...], list[Problem]]:
    sources = []
    problems: list[Problem] = []
    for position, item in enumerate(written):
        citation, found = _citation(item.cite, node.at("sources", position, "cite"), protocol)
        problems += found
        if citation is not None:
            sources.append(Source(citation, tuple(item.supports)))
    return tuple(sources), problems


def _flow(node: Node, written: shapes.FlowShape | None, protocol: Protocol) -> tuple[Flow | None, list[Problem]]:
    """Return a flow whose steps name participants and are arrows or events; what they say is checked later."""
    if written is None:
        return None, []
    citation, problems = _citation(written.source, node.at("flow", "source"), protocol)
    for position, name in enumerate(written.participants):
        if name not in protocol.participants:
            hint = suggest(name, protocol.participants) or f" List it under 'participants' in {protocol.path}."
            message = f"{protocol.name} has no participant '{name}'.{hint}"
            problems.append(Problem(node.at("flow", "participants", position), "flow", message))
    steps: list[Arrow | Event] = []
    for position, step in enumerate(written.steps):
        place = node.at("flow", "steps", position)
        for key, who in (("from", step.sender), ("to", step.receiver), ("at", step.at)):
            if who is not None and who not in written.participants:
                hint = suggest(who, written.participants) or f" They are {one_of(written.participants)}."
                message = f"'{who}' takes no part in this flow.{hint}"
                problems.append(Problem(node.at("flow", "steps", position, key), "flow", message))
        if step.sender and step.receiver and step.label and step.at is None and step.says is None:
            if step.sender == step.receiver:
                problems.append(Problem(place, "flow", "An arrow leads from one participant to another."))
            message_text = step.message.rstrip("\n") if step.message else None
            steps.append(Arrow(step.sender, step.receiver, step.label, message_text, tuple(step.marks)))
        elif step.at and step.says and not (step.sender or step.receiver or step.label or step.message):
            steps.append(Event(step.at, step.says))
        else:
            message = "A step is an arrow with 'from', 'to' and 'label', or an event with 'at' and 'says'."
            problems.append(Problem(place, "flow", message))
    if citation is None or errors(problems):
        return None, problems
    return Flow(tuple(written.participants), tuple(steps), citation), problems


def _entry(file: Path, path: str, node: Node, protocol: Protocol) -> tuple[Entry | None, list[Problem]]:
    shape, problems = shapes.parse(shapes.EntryShape, node)
    if shape is None:
        # The fields that do fit are checked all the same, so that one run reports everything.
        facts_node = node.child("facts")
        facts_shape = shapes.parse_facts(facts_node) if facts_node is not None else None
        if facts_shape is not None:
            problems += _facts(node, ("facts",), facts_shape, protocol)[1]
        return None, problems
    if slug(shape.code) != file.stem:
        message = f"Code '{shape.code}' stands in '{file.name}'. "
        message += f"The path is the identity: name the file '{slug(shape.code)}.yml' or correct the code."
        problems.append(Problem(node.at("code"), "code-path", message))
    sources, found = _sources(node, shape.sources, protocol)
    problems += found
    since = None
    if shape.since is not None:
        citation, found = _citation(shape.since, node.at("since"), protocol)
        problems += found
        since = citation.specification if citation else None
    facts, found = _facts(node, ("facts",), shape.facts, protocol)
    problems += found
    flow, found = _flow(node, shape.flow, protocol)
    problems += found
    matching = (group for group in protocol.response_classes if group.codes.fullmatch(shape.code))
    response_class = next(matching, None)
    inherited = response_class.facts if response_class else {}
    if errors(problems):
        return None, problems
    entry = Entry(
        protocol=protocol,
        code=shape.code,
        number=shape.number,
        phrase=shape.phrase,
        gloss=shape.gloss,
        status=shape.status,
        response_class=response_class,
        sources=sources,
        since=since or sources[0].citation.specification,
        prose={name: getattr(shape, name) for name in PROSE_FIELDS},
        facts={**inherited, **facts},
        flow=flow,
        related=tuple(shape.related),
        path=path,
        node=node,
    )
    return entry, problems


def _pair(file: Path, path: str, node: Node, entries: Mapping[str, Entry]) -> tuple[Pair | None, list[Problem]]:
    shape, problems = shapes.parse(shapes.PairShape, node)
    if shape is None:
        return None, problems
    known = []
    for position, code in enumerate(shape.codes):
        entry = entries.get(code)
        if entry is None and (file.parent.parent / f"{slug(code)}.yml").is_file():
            continue  # its own problems are reported already
        if entry is None:
            message = f"There is no entry for code '{code}', so the pair has no page.{suggest(code, entries)}"
            problems.append(Problem(node.at("codes", position), "unknown-code", message))
        else:
            known.append(entry)
    if len(known) < 2:
        return None, problems
    a, b = known
    if a.code == b.code:
        message = f"A pair has two different codes; both are '{a.code}'."
        problems.append(Problem(node.at("codes"), "pair", message))
        return None, problems
    if b.order < a.order:
        message = f'A pair is stored once, the smaller code first: write ["{b.code}", "{a.code}"].'
        problems.append(Problem(node.at("codes"), "pair", message))
        return None, problems
    sources, found = _sources(node, shape.sources, a.protocol)
    problems += found
    prose = {name: text for name in GUIDANCE_FIELDS if (text := getattr(shape, name)) is not None}
    decision = tuple(Decision(item.ask, item.if_yes, item.if_no) for item in shape.decision)
    pair = Pair(a, b, Guidance(prose, decision, sources, path, node))
    if pair.slug != file.stem:
        message = f"The pair {a.code} and {b.code} stands in '{file.name}'. Name the file '{pair.slug}.yml'."
        problems.append(Problem(node.at("codes"), "code-path", message))
    return (None if errors(problems) else pair), problems
