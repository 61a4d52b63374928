"""The content folder in, the library out, and everything that is wrong with its files.

``content/<protocol>/protocol.yml``, one entry a file beside it, guidance in ``pairs/``, and, if the protocol has
one, ``registry.csv``; ``content/questions.yml`` for what several protocols ask, ``content/sections/`` for what the
documents that they cite have. Every file is read even if another is broken, so that one run reports all problems.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from codepair.kit.files import decode, display, is_left_behind, read_file, stamp
from codepair.kit.memory import FORGETFUL, Memory
from codepair.kit.problems import Place, Problem, suggest
from codepair.kit.tree import Node, load
from codepair.library.building.entry import build_entry, code_of
from codepair.library.building.pair import build_pair
from codepair.library.building.protocol import build_protocol
from codepair.library.building.questions import build_shared
from codepair.library.facts import SHARED, Questions
from codepair.library.fitting import entry_shape, parse
from codepair.library.model import Entry, Library, Pair, Protocol, Reference
from codepair.library.naming import slug
from codepair.library.registry import RegistryRow, read_rows
from codepair.library.sections import FOLDER as SECTIONS_FOLDER
from codepair.library.sections import SUFFIX, Sections, Shelf, read_sections
from codepair.library.shapes.base import Shape
from codepair.library.shapes.pair import PairShape
from codepair.library.shapes.protocol import ProtocolShape
from codepair.library.unread import PAIRS_FOLDER, PROTOCOL_FILE, unread

QUESTIONS_FILE = f"{SHARED}.yml"
REGISTRY_FILE = "registry.csv"

_NO_QUESTIONS = Questions()

T = TypeVar("T")


def read_library(content: Path, root: Path, memory: Memory = FORGETFUL) -> tuple[Library, list[Problem]]:
    """Read all protocols below ``content``; problems name paths relative to ``root``."""
    reading = _Reading(content, root, memory)
    folders = protocol_folders(content)
    shared = _read_questions(content / QUESTIONS_FILE, reading)
    shelf = _read_shelf(content / SECTIONS_FOLDER, reading)
    found = [read for folder in folders if (read := _read_protocol(folder, reading, shared, shelf)) is not None]
    protocols = sorted((read.of for read in found), key=lambda item: (item.rank is None, item.rank or 0))
    if not folders:
        where = display(content, root)
        message = f"No protocol found: '{where}/<protocol>/{PROTOCOL_FILE}' does not exist. Write one."
        reading.problems.append(Problem(Place(where), "no-content", message))
    library = Library(
        protocols={protocol.id: protocol for protocol in protocols},
        entries={read.of.id: read.entries for read in found},
        guided={read.of.id: read.guided for read in found},
        registries={read.of.id: read.registry for read in found if read.registry is not None},
        nodes={folder: tuple(nodes) for folder, nodes in reading.nodes.items()},
        unread=frozenset(reading.unread),
        broken=tuple(reference for read in found for reference in read.broken),
    )
    reading.problems.extend(unread(content, root))
    if len(found) == len(folders):
        reading.problems.extend(_unlisted(content / SECTIONS_FOLDER, reading, shelf, protocols))
    return library, reading.problems


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reading of the folder: what it finds wrong, and what it need not make again."""

    content: Path
    root: Path
    """Problems name paths relative to it."""
    memory: Memory
    problems: list[Problem] = field(default_factory=list)
    nodes: dict[str, list[Node]] = field(default_factory=dict)
    """By protocol's folder: what its files hold."""
    unread: set[str] = field(default_factory=set)
    """Folders with a file of which nothing can be read."""

    def path(self, file: Path) -> str:
        """Return a file's path as problems show it."""
        return f"{display(file.parent, self.root)}/{file.name}"

    def raw(self, file: Path) -> bytes | None:
        """Return a file's bytes, or None if it cannot be read."""
        path = self.path(file)
        return self._made(read_file, path, stamp(file), lambda: read_file(file, path, inside=self.content))

    def node(self, file: Path) -> Node | None:
        """Return what a YAML file holds, or None if it cannot be read; ask once a file."""
        path, raw = self.path(file), self.raw(file)
        node = self._made(load, path, (raw,), lambda: load(path, raw)) if raw is not None else None
        folder = file.relative_to(self.content).with_suffix("").parts[0]
        if node is None:
            self.unread.add(folder)
        else:
            self.nodes.setdefault(folder, []).append(node)
        return node

    def built(
        self,
        build: Callable[..., tuple[T | None, list[Problem]]],
        file: Path,
        node: Node,
        *context: object,
        inputs: tuple[object, ...] | None = None,
    ) -> T | None:
        """Return what a file's node says; of its context, it depends on ``inputs`` alone if they are given."""
        path = self.path(file)
        of = context if inputs is None else inputs
        return self._made(build, path, (node, *of), lambda: build(file, path, node, *context))

    def sections(self, file: Path) -> Sections | None:
        """Return what a file of sections lists, or None if it cannot be read."""
        path, raw = self.path(file), self.raw(file)
        if raw is None:
            return None
        return self._made(_decoded_sections, path, (raw,), lambda: _decoded_sections(path, raw, file.stem))

    def _made(
        self,
        what: Callable[..., object],
        path: str,
        inputs: tuple[object, ...],
        make: Callable[[], tuple[T | None, list[Problem]]],
    ) -> T | None:
        value, found = self.memory.made((what, path), inputs, make)
        self.problems.extend(found)
        return value


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of a protocol's folder."""

    of: Protocol
    entries: Mapping[str, Entry]
    guided: tuple[Pair, ...]
    registry: tuple[RegistryRow, ...] | None
    """None without a registry that can be read: entries are not held against it then."""
    broken: tuple[Reference, ...]


def _decoded_sections(path: str, raw: bytes, document: str) -> tuple[Sections | None, list[Problem]]:
    text, problems = decode(path, raw)
    return (None, problems) if problems else read_sections(path, text, document)


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
        return name in (QUESTIONS_FILE, f"{SHARED}.schema.json", "protocol.schema.json")
    if first == SECTIONS_FOLDER:
        return name.endswith(SUFFIX)
    if not os.path.lexists(content / first / PROTOCOL_FILE):
        return False
    is_beside = "/" not in stem.removeprefix(f"{PAIRS_FOLDER}/")
    if is_beside and (suffix == "yml" or is_left_behind(rest.rpartition("/")[2])):
        return True
    return rest in (REGISTRY_FILE, "entry.schema.json", "pair.schema.json")


def _read_questions(file: Path, reading: _Reading) -> Questions | None:
    """Read the questions that protocols share: none without a file, None if it cannot be used."""
    if not os.path.lexists(file):
        return _NO_QUESTIONS
    node = reading.node(file)
    return reading.built(build_shared, file, node) if node is not None else None


def _read_shelf(folder: Path, reading: _Reading) -> Shelf:
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


def _files_in(folder: Path, reading: _Reading) -> list[Path]:
    try:
        found = folder.iterdir() if os.path.lexists(folder) else ()
        return sorted(file for file in found if not is_left_behind(file.name))
    except OSError as error:
        message = f"The folder cannot be read: {error.strerror}. Correct that, or remove it."
        reading.problems.append(Problem(Place(reading.path(folder)), "unreadable", message))
        return []


def _unlisted(folder: Path, reading: _Reading, shelf: Shelf, protocols: Collection[Protocol]) -> Iterator[Problem]:
    """Yield files of sections that belong to no document of any protocol."""
    for name in shelf:
        if not any(name in protocol.specifications for protocol in protocols):
            known = (name for protocol in protocols for name in protocol.specifications)
            message = f"No protocol lists '{name}' under 'specifications', so nothing looks into this file."
            message += suggest(name, known) or " Remove it, or list the document."
            yield Problem(Place(reading.path(folder / f"{name}{SUFFIX}")), "unused-sections", message)


def _read_protocol(folder: Path, reading: _Reading, shared: Questions | None, shelf: Shelf) -> _Read | None:
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
    reading.problems.extend(_misnamed(folder, reading))
    entries, broken = _read_entries(folder, reading, protocol)
    guided = _read_pairs(folder, reading, entries, broken)
    return _Read(protocol, entries, guided, _read_registry(folder, reading), broken)


def _names(folder: Path) -> list[str]:
    """Return what is in a folder that a person may have written; nothing if there is none."""
    names = os.listdir(folder) if folder.is_dir() else ()  # noqa: PTH208
    return sorted(name for name in names if not is_left_behind(name))


def _entry_files(folder: Path) -> list[Path]:
    return [folder / name for name in _names(folder) if name.endswith(".yml") and name != PROTOCOL_FILE]


def _pair_files(folder: Path) -> list[Path]:
    return [folder / PAIRS_FOLDER / name for name in _names(folder / PAIRS_FOLDER) if name.endswith(".yml")]


def _misnamed(folder: Path, reading: _Reading) -> Iterator[Problem]:
    """Yield files that look like entries or pairs and would not be read."""
    for where in (folder, folder / PAIRS_FOLDER):
        for name in _names(where):
            stem, suffix = os.path.splitext(name)  # noqa: PTH122
            if suffix.lower() in (".yml", ".yaml") and suffix != ".yml":
                message = f"'{name}' is not read: name it '{stem.lower()}.yml', or remove it."
                yield Problem(Place(reading.path(where / name)), "code-path", message)


def _check_shapes(folder: Path, reading: _Reading) -> None:
    """Report what is wrong with files whose protocol cannot be used, as far as they say it themselves."""
    for file in _entry_files(folder):
        if (node := reading.node(file)) is not None:
            reading.built(_check_shape, file, node, entry_shape(node))
    for file in _pair_files(folder):
        if (node := reading.node(file)) is not None:
            reading.built(_check_shape, file, node, PairShape)


def _check_shape(file: Path, path: str, node: Node, shape: type[Shape]) -> tuple[None, list[Problem]]:
    return None, parse(shape, node)[1]


def _read_entries(
    folder: Path, reading: _Reading, protocol: Protocol
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
    folder: Path, reading: _Reading, entries: Mapping[str, Entry], broken: Collection[Reference]
) -> tuple[Pair, ...]:
    pairs = []
    for file in _pair_files(folder):
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


def _read_registry(folder: Path, reading: _Reading) -> tuple[RegistryRow, ...] | None:
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
