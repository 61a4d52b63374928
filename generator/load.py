"""YAML that keeps its lines and never guesses a type.

``yaml.safe_load`` turns ``4.10`` into 4.1, ``010`` into 8 and ``no`` into False, and keeps the last of two equal
keys without a word. Here every scalar is the text that stands in the file; what type a field has is the model's
business. The tree is built from libyaml's event stream, so that depth, aliases and size are bounded before
anything is expanded.
"""

from __future__ import annotations

import codecs
import os
import stat
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from generator.problems import Place, Problem

MAX_BYTES = 1_000_000
"""Largest file read, in bytes. A long entry has about 5,000."""

MAX_NODES = 20_000
"""Most fields and values read of a file. The longest protocol has about 2,000."""

MAX_PROBLEMS = 20
"""Most problems of one kind reported of a file: a file with more is no entry with mistakes but something else."""

MAX_DEPTH = 20
"""Deepest nesting read. The deepest field of the model has 6."""

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"
"""A node without its places."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_NO_KEYS: dict[str, Place] = {}


@dataclass(slots=True)
class Node:
    """A YAML node and where it stands."""

    place: Place
    value: str | list[Node] | dict[str, Node] | None
    """Text, None for an empty value, a sequence or a mapping in file order."""
    keys: dict[str, Place] = field(default_factory=lambda: _NO_KEYS)
    """Where each key of a mapping stands; one and the same empty dictionary for all that are none."""

    def plain(self) -> Plain:
        """Return the value without places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def child(self, step: str | int) -> Node | None:
        """Return a field of a mapping or an item of a sequence, if there is one."""
        if isinstance(self.value, dict) and isinstance(step, str):
            return self.value.get(step)
        if isinstance(self.value, list) and isinstance(step, int) and step < len(self.value):
            return self.value[step]
        return None

    def at(self, *path: str | int) -> Place:
        """Return the place of the nested node, or of the nearest one above it that exists."""
        node = self
        for step in path:
            child = node.child(step)
            if child is None:
                break
            node = child
        return node.place

    def key(self, *path: str | int) -> Place:
        """Return the place of the last key of the path, or of the nearest node that exists."""
        *parents, last = path
        node = self
        for step in parents:
            child = node.child(step)
            if child is None:
                return node.place
            node = child
        return node.keys.get(str(last), node.at(last))


class _RefusedError(Exception):
    def __init__(self, place: Place, rule: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(place, rule, message)


def read_file(file: Path, path: str, *, inside: Path, limit: int = MAX_BYTES) -> tuple[bytes | None, list[Problem]]:
    """Return a file's bytes, or None and why it is not read; ``path`` names it in problems.

    Only regular files below the folder ``inside`` are read, up to ``limit`` bytes: a link that leads out of it
    could publish any file of the machine, a pipe or a device would never end.
    """
    try:
        if not file.resolve(strict=True).is_relative_to(inside.resolve()):
            message = "The symbolic link leads out of its folder. Put the file itself here."
            return None, [Problem(Place(path), "link", message)]
        # Without the flag, opening a pipe waits for somebody who writes to it.
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as stream:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                what = "a folder" if stat.S_ISDIR(found.st_mode) else "a pipe, a socket or a device"
                message = f"This is {what}, not a file. Rename or remove it."
                return None, [Problem(Place(path), "unreadable", message)]
            raw = stream.read(limit + 1)
    except (OSError, RuntimeError) as error:  # a loop of links is a RuntimeError before Python 3.13
        why = (error.strerror if isinstance(error, OSError) else None) or "it is a symbolic link to itself"
        message = f"The file cannot be read: {why}. Correct that, or remove it."
        return None, [Problem(Place(path), "unreadable", message)]
    if len(raw) > limit:
        return None, [_too_large(path, found.st_size, limit)]
    return raw, []


RECENT = 0.1
"""Seconds within which a file may be written twice at the same time: clocks of file systems tick slowly."""


def stamp(file: Path) -> tuple[object, ...]:
    """Return what tells whether a file has been written since; never the same twice for one just written."""
    try:
        found = file.stat()
    except OSError:
        return (object(),)
    if time.time() - max(found.st_mtime, found.st_ctime) < RECENT:
        return (object(),)
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _too_large(path: str, size: int, limit: int) -> Problem:
    message = f"The file has {size:,} bytes; more than {limit:,} are not read. Split it, or remove what is no text."
    return Problem(Place(path), "file-size", message)


def decode(path: str, raw: bytes) -> tuple[str, list[Problem]]:
    """Return the text of a file that must be UTF-8 without a byte order mark."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "", [Problem(Place(path), "encoding", "The file is UTF-16. Save it as UTF-8.")]
    problems = []
    if raw.startswith(codecs.BOM_UTF8):
        problems.append(
            Problem(
                Place(path),
                "encoding",
                "The file starts with a byte order mark. Save it as UTF-8 without one.",
            )
        )
        raw = raw[len(codecs.BOM_UTF8) :]
    try:
        return raw.decode("utf-8"), problems
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        message = f"Byte 0x{raw[error.start]:02x} is not UTF-8. Save the file as UTF-8."
        return "", [*problems, Problem(Place(path, line, column), "encoding", message)]


def load(path: str, raw: bytes) -> tuple[Node | None, list[Problem]]:
    """Return the mapping that a YAML file holds, and what is wrong with the file.

    The node is None if nothing usable could be read; then there is at least one problem.
    """
    if len(raw) > MAX_BYTES:
        return None, [_too_large(path, len(raw), MAX_BYTES)]
    text, problems = decode(path, raw)
    if problems:
        return None, problems
    try:
        node, problems = _build(path, text)
    except _RefusedError as refused:
        return None, [refused.problem]
    except yaml.YAMLError as error:
        return None, [_syntax_problem(path, text, error)]
    if node is None:
        return None, [Problem(Place(path), "empty-file", "The file is empty. Give it the fields of an entry.")]
    if not isinstance(node.value, dict):
        message = "The file must be a mapping of fields, such as 'phrase: Not Found'."
        return None, [*problems, Problem(node.place, "yaml", message)]
    return node, problems


def _syntax_problem(path: str, text: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        position = getattr(error, "position", None)
        before = text[:position] if isinstance(position, int) else ""
        place = Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
        return Problem(place, "yaml", "A control character stands here that YAML does not allow. Remove it.")
    place = Place(path, mark.line + 1, mark.column + 1)
    line = text.splitlines()[mark.line] if mark.line < len(text.splitlines()) else ""
    if "\t" in line[: len(line) - len(line.lstrip())] or line[mark.column : mark.column + 1] == "\t":
        return Problem(place, "tab", "A tab stands here. Indent with spaces; YAML does not allow tabs.")
    what = getattr(error, "problem", None) or "cannot be read"
    return Problem(place, "yaml", f"This is not valid YAML: {what}. Quote the text or correct the indentation.")


def _build(path: str, text: str) -> tuple[Node | None, list[Problem]]:
    """Build the tree of the first document from the event stream."""
    problems: list[Problem] = []
    root: Node | None = None
    open_nodes: list[tuple[Node, list[Node | str]]] = []  # a container and, for a mapping, its pending key
    documents = nodes = 0

    def place(event: yaml.Event) -> Place:
        mark = event.start_mark
        assert mark is not None
        return Place(path, mark.line + 1, mark.column + 1)

    def attach(node: Node) -> None:
        nonlocal root
        if not open_nodes:
            root = node
            return
        parent, pending = open_nodes[-1]
        if isinstance(parent.value, list):
            parent.value.append(node)
            return
        assert isinstance(parent.value, dict)
        if not pending:
            if not isinstance(node.value, str):
                raise _RefusedError(node.place, "yaml", "A field name must be text.")
            if node.value in parent.value:
                first = parent.keys[node.value]
                message = (
                    f"Field '{node.value}' stands twice; the first is in line {first.line}. "
                    "Only one would count: remove the other."
                )
                if len(problems) < MAX_PROBLEMS:
                    problems.append(Problem(node.place, "duplicate-field", message))
            parent.keys.setdefault(node.value, node.place)
            pending.append(node.value)
            return
        key = pending.pop()
        assert isinstance(key, str)
        parent.value.setdefault(key, node)

    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _RefusedError(place(event), "yaml", "A second document starts here. Write one entry a file.")
        elif isinstance(event, yaml.AliasEvent):
            message = f"The alias '*{event.anchor}' is not read. Write the value out."
            raise _RefusedError(place(event), "alias", message)
        elif isinstance(event, yaml.NodeEvent):
            nodes += 1
            if nodes > MAX_NODES:
                message = f"More than {MAX_NODES:,} fields and values are not read. Split the file."
                raise _RefusedError(place(event), "file-size", message)
            if event.anchor is not None:
                raise _RefusedError(place(event), "alias", f"The anchor '&{event.anchor}' is not read. Remove it.")
            tag = getattr(event, "tag", None)
            if tag is not None and tag != "!":
                message = f"The tag '{tag}' is not read; every value is text. Remove it."
                raise _RefusedError(place(event), "tag", message)
            if isinstance(event, yaml.ScalarEvent):
                empty = not event.style and event.value in ("", "~", "null")
                attach(Node(place(event), None if empty and not _is_key(open_nodes) else event.value))
                continue
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            node = Node(place(event), {}, {}) if is_mapping else Node(place(event), [])
            attach(node)
            open_nodes.append((node, []))
            if len(open_nodes) > MAX_DEPTH:
                raise _RefusedError(node.place, "yaml", f"More than {MAX_DEPTH} levels of nesting are not read.")
        elif isinstance(event, yaml.CollectionEndEvent):
            open_nodes.pop()
    if root is not None and root.value is None:
        root = None
    return root, problems


def _is_key(open_nodes: list[tuple[Node, list[Node | str]]]) -> bool:
    return bool(open_nodes) and isinstance(open_nodes[-1][0].value, dict) and not open_nodes[-1][1]
