"""The content folder in, the library out, and everything that is wrong with its files.

``content/<protocol>/protocol.yml``, one entry a file beside it, guidance in ``pairs/``, and, if the protocol has
one, ``registry.csv``; ``content/questions.yml`` for what several protocols ask, ``content/parts.yml`` for what
patterns of all of them have, ``content/others.yml`` for what is not covered, ``content/pairs/`` and
``content/mappings/`` for what is between two of them, ``content/sections/`` for what the documents that they cite
have. Every file is read even if another is broken, so that one run reports all problems.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from codepair.kit.files import decode, display, is_left_behind
from codepair.kit.memory import FORGETFUL, Memory
from codepair.kit.problems import Place, Problem, errors, suggest
from codepair.kit.tree import Node
from codepair.library.between import across_of, mappings_of
from codepair.library.building.entry import build_entry, code_of
from codepair.library.building.others import build_others
from codepair.library.building.pair import build_pair
from codepair.library.building.parts import build_shared_parts, unused
from codepair.library.building.protocol import build_protocol
from codepair.library.building.questions import build_shared
from codepair.library.building.recognizers import build_recognizers
from codepair.library.facts import SHARED, Questions
from codepair.library.fitting import entry_shape, parse
from codepair.library.folder import Reading, T, misnamed, yaml_files
from codepair.library.mappings import MAPPINGS
from codepair.library.model import ACROSS, Entry, Library, Pair, Protocol, Reference
from codepair.library.naming import slug
from codepair.library.recognition import OTHERS, PARTS, RECOGNIZERS, Parts, Recognition
from codepair.library.registry import RegistryRow, read_rows
from codepair.library.sections import FOLDER as SECTIONS_FOLDER
from codepair.library.sections import SUFFIX, Sections, Shelf
from codepair.library.shapes.base import Shape
from codepair.library.shapes.pair import PairShape
from codepair.library.shapes.protocol import ProtocolShape
from codepair.library.shapes.recognizers import OthersShape, RecognizersShape
from codepair.library.unread import PAIRS_FOLDER, PROTOCOL_FILE, unread

QUESTIONS_FILE = f"{SHARED}.yml"
REGISTRY_FILE = "registry.csv"
RECOGNIZERS_FILE = f"{RECOGNIZERS}.yml"
OTHERS_FILE = f"{OTHERS}.yml"
PARTS_FILE = f"{PARTS}.yml"
_SHAPES = ("protocol", SHARED, RECOGNIZERS, PARTS, OTHERS, ACROSS, "mapping", "namespaces")
_SITE_SCHEMAS = {f"{shape}.schema.json" for shape in _SHAPES}
"""The schemas that stand beside the protocols' folders."""

_NO_QUESTIONS = Questions()
_NO_PARTS = Parts({})


def read_library(content: Path, root: Path, memory: Memory = FORGETFUL) -> tuple[Library, list[Problem]]:
    """Read all protocols below ``content``; problems name paths relative to ``root``."""
    reading = Reading(content, root, memory)
    folders = protocol_folders(content)
    shared = _read_shared(content / QUESTIONS_FILE, reading, build_shared, _NO_QUESTIONS)
    shelf = _read_shelf(content / SECTIONS_FOLDER, reading)
    parts = _read_shared(content / PARTS_FILE, reading, build_shared_parts, _NO_PARTS)
    read = (_read_protocol(folder, reading, shared, shelf, parts) for folder in folders)
    found = [each for each in read if each is not None]
    protocols = sorted((read.of for read in found), key=lambda item: item.place)
    names = [folder.name for folder in folders]
    entries = {read.of.id: read.entries for read in found}
    broken = tuple(reference for read in found for reference in read.broken)
    across = across_of(content, reading, entries, names, broken)
    namespaces, mappings = mappings_of(content, reading, names, shelf)
    if not folders:
        where = display(content, root)
        message = f"No protocol found: '{where}/<protocol>/{PROTOCOL_FILE}' does not exist. Write one."
        reading.problems.append(Problem(Place(where), "no-content", message))
    library = Library(
        protocols={protocol.id: protocol for protocol in protocols},
        entries=entries,
        guided={read.of.id: read.guided for read in found},
        registries={read.of.id: read.registry for read in found if read.registry is not None},
        nodes={folder: tuple(nodes) for folder, nodes in reading.nodes.items()},
        unread=frozenset(reading.unread),
        recognition={read.of.id: read.recognition for read in found if read.recognition is not None},
        others=_read_others(content / OTHERS_FILE, reading, folders, parts),
        broken=broken,
        across=across,
        namespaces=namespaces,
        mappings=mappings,
    )
    if parts is not None and not errors(reading.problems):
        reading.problems.extend(_unused_parts(parts, library))
    reading.problems.extend(unread(content, root))
    if len(found) == len(folders):
        listed = [protocol.specifications for protocol in protocols]
        listed += [table.specifications for table in mappings]
        reading.problems.extend(_unlisted(content / SECTIONS_FOLDER, reading, shelf, listed))
    return library, reading.problems


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of a protocol's folder."""

    of: Protocol
    entries: Mapping[str, Entry]
    guided: tuple[Pair, ...]
    registry: tuple[RegistryRow, ...] | None
    """None without a registry that can be read: entries are not held against it then."""
    broken: tuple[Reference, ...]
    recognition: Recognition | None
    """None without recognizers that can be read."""


def protocol_folders(content: Path) -> list[Path]:
    """Return the folders of all protocols, of those too that cannot be used."""
    # A link that leads nowhere does not exist for glob: a protocol would vanish without a word.
    folders = content.iterdir() if content.is_dir() else ()
    return sorted(
        folder for folder in folders if os.path.lexists(folder / PROTOCOL_FILE) and not is_left_behind(folder.name)
    )


def is_read(name: str, content: Path) -> bool:
    """Return whether a file is the content's own: read, or a schema made of it, or left behind beside what is read.

    ``name`` is its path below ``content``, with slashes.
    """
    first, slash, rest = name.partition("/")
    stem, _, suffix = rest.rpartition(".")
    if not slash:
        return name in (QUESTIONS_FILE, PARTS_FILE, OTHERS_FILE) or name in _SITE_SCHEMAS
    if first == SECTIONS_FOLDER:
        return name.endswith(SUFFIX)
    if not os.path.lexists(content / first / PROTOCOL_FILE):
        is_own = first in (ACROSS, MAPPINGS) and "/" not in rest
        return is_own and (suffix == "yml" or is_left_behind(rest))
    is_beside = "/" not in stem.removeprefix(f"{PAIRS_FOLDER}/")
    if is_beside and (suffix == "yml" or is_left_behind(rest.rpartition("/")[2])):
        return True
    return rest in (REGISTRY_FILE, "entry.schema.json", "pair.schema.json")


def _read_shared(
    file: Path, reading: Reading, build: Callable[..., tuple[T | None, list[Problem]]], without: T
) -> T | None:
    """Read what protocols share, as ``build`` makes it: what there is without a file, None if it cannot be used."""
    if not os.path.lexists(file):
        return without
    node = reading.node(file)
    return reading.built(build, file, node) if node is not None else None


def _unused_parts(parts: Parts, library: Library) -> Iterator[Problem]:
    """Yield parts that no file uses; what a file uses that cannot be read would not be known."""
    readers = (*library.recognition.values(), library.others)
    used = {*parts.used, *(name for each in readers if each is not None for name in each.used)}
    if parts.node is not None:
        yield from (unused(parts.node, name) for name in parts.meant if name not in used)


def _read_shelf(folder: Path, reading: Reading) -> Shelf:
    """Read the sections of all documents that have a file; one that cannot be read is as if there were none."""
    read: dict[str, Sections] = {}
    for file in _files_in(folder, reading):
        if file.suffix == SUFFIX:
            sections = reading.sections(file)
            if sections is not None:
                read[file.stem] = sections
        else:
            message = (
                f"'{file.name}' is not read: a file here lists the sections of a document and is called after it, "
                f"such as 'RFC4028{SUFFIX}'. Rename it, or put it elsewhere."
            )
            reading.problems.append(Problem(Place(reading.path(file)), "sections", message))
    name = (Shelf, reading.path(folder))
    return reading.memory.made(name, tuple(read.values()), lambda: read)


def _files_in(folder: Path, reading: Reading) -> list[Path]:
    try:
        found = folder.iterdir() if os.path.lexists(folder) else ()
        return sorted(file for file in found if not is_left_behind(file.name))
    except OSError as error:
        message = f"The folder cannot be read: {error.strerror}. Correct that, or remove it."
        reading.problems.append(Problem(Place(reading.path(folder)), "unreadable", message))
        return []


def _unlisted(
    folder: Path, reading: Reading, shelf: Shelf, listed: Collection[Mapping[str, object]]
) -> Iterator[Problem]:
    """Yield files of sections that belong to no document of any protocol or mapping."""
    for name in shelf:
        if not any(name in documents for documents in listed):
            known = (each for documents in listed for each in documents)
            message = f"No protocol lists '{name}' under 'specifications', so nothing looks into this file."
            message += suggest(name, known) or " Remove it, or list the document."
            yield Problem(Place(reading.path(folder / f"{name}{SUFFIX}")), "unused-sections", message)


def _read_protocol(
    folder: Path, reading: Reading, shared: Questions | None, shelf: Shelf, parts: Parts | None
) -> _Read | None:
    """Read a protocol's folder; None if its ``protocol.yml``, or what it is asked, cannot be used."""
    file = folder / PROTOCOL_FILE
    node = reading.node(file)
    if node is not None and shared is None:
        reading.built(_check_shape, file, node, ProtocolShape)
    protocol = (
        reading.built(build_protocol, file, node, shared, shelf)
        if node is not None and shared is not None
        else None
    )
    if protocol is None:
        _check_shapes(folder, reading)
        return None
    for where in (folder, folder / PAIRS_FOLDER):
        reading.problems.extend(misnamed(where, reading))
    entries, broken = _read_entries(folder, reading, protocol)
    guided = _read_pairs(folder, reading, entries, broken)
    recognition = _read_recognizers(folder / RECOGNIZERS_FILE, reading, protocol, entries, broken, parts)
    return _Read(protocol, entries, guided, _read_registry(folder, reading), broken, recognition)


def _entry_files(folder: Path) -> list[Path]:
    others = (PROTOCOL_FILE, RECOGNIZERS_FILE)
    return [file for file in yaml_files(folder) if file.name not in others]


def _check_shapes(folder: Path, reading: Reading) -> None:
    """Report what is wrong with files whose protocol cannot be used, as far as they say it themselves."""
    for file in _entry_files(folder):
        if (node := reading.node(file)) is not None:
            reading.built(_check_shape, file, node, entry_shape(node))
    for file in yaml_files(folder / PAIRS_FOLDER):
        if (node := reading.node(file)) is not None:
            reading.built(_check_shape, file, node, PairShape)


def _check_shape(file: Path, path: str, node: Node, shape: type[Shape]) -> tuple[None, list[Problem]]:
    return None, parse(shape, node)[1]


def _read_entries(
    folder: Path, reading: Reading, protocol: Protocol
) -> tuple[dict[str, Entry], tuple[Reference, ...]]:
    """Return the entries by code, and the codes of those that are not read."""
    found: dict[str, Entry] = {}
    broken: list[Reference] = []
    files = [(file, reading.node(file)) for file in _entry_files(folder)]
    nodes = {file.stem: node for file, node in files}
    for file, node in files:
        code = code_of(node) if node is not None else ""
        name = slug(code) if code else file.stem
        twin = nodes.get(name) if name != file.stem else None
        entry = reading.built(build_entry, file, node, protocol, twin) if node is not None else None
        if entry is not None:
            found[entry.code] = entry
            continue
        names = (code, file.stem)
        broken += [Reference(protocol.id, name) for name in dict.fromkeys(names) if name]
    return dict(sorted(found.items(), key=lambda item: item[1].order)), tuple(broken)


def _read_pairs(
    folder: Path, reading: Reading, entries: Mapping[str, Entry], broken: Collection[Reference]
) -> tuple[Pair, ...]:
    pairs = []
    for file in yaml_files(folder / PAIRS_FOLDER):
        node = reading.node(file)
        if node is None:
            continue
        pair = reading.built(build_pair, file, node, entries, broken, inputs=_entries_of(node, entries))
        if pair is not None:
            pairs.append(pair)
    return tuple(sorted(pairs, key=lambda pair: (pair.a.order, pair.b.order)))


def _entries_of(node: Node, entries: Mapping[str, Entry]) -> tuple[object, ...]:
    """Return what the pair in a file depends on: its two entries, or all of them if one is missing."""
    codes = node.child("codes")
    listed = codes.value if codes is not None and isinstance(codes.value, list) else []
    found = [entries.get(code.value) if isinstance(code.value, str) else None for code in listed]
    return (entries,) if None in found else tuple(found)


def _read_recognizers(
    file: Path,
    reading: Reading,
    protocol: Protocol,
    entries: Mapping[str, Entry],
    broken: Collection[Reference],
    parts: Parts | None,
) -> Recognition | None:
    node = reading.node(file) if os.path.lexists(file) else None
    if node is None:
        return None
    if parts is None:
        return reading.built(_check_shape, file, node, RecognizersShape)
    inputs = (protocol, parts, *entries.values())
    return reading.built(build_recognizers, file, node, protocol, entries, broken, parts, inputs=inputs)


def _read_others(
    file: Path, reading: Reading, folders: Collection[Path], parts: Parts | None
) -> Recognition | None:
    """Read what is not covered; a protocol with a folder is."""
    node = reading.node(file) if os.path.lexists(file) else None
    if node is None:
        return None
    if parts is None:
        return reading.built(_check_shape, file, node, OthersShape)
    covered = " ".join(sorted(folder.name for folder in folders))
    names = frozenset(covered.split())
    return reading.built(build_others, file, node, names, parts, inputs=(covered, parts))


def _read_registry(folder: Path, reading: Reading) -> tuple[RegistryRow, ...] | None:
    file = folder / REGISTRY_FILE
    raw = reading.raw(file) if os.path.lexists(file) else None
    if raw is None:
        return None
    path = reading.path(file)
    text, problems = decode(path, raw)
    rows = None
    if not problems:
        rows, problems = read_rows(path, text)
    reading.problems.extend(problems)
    return rows
