"""A YAML file's bytes in, a tree that keeps its places out, in which no type is guessed.

``yaml.safe_load`` turns ``4.10`` into 4.1, ``010`` into 8 and ``no`` into False, and keeps the last of two equal
keys without a word. Here every scalar is the text that stands in the file; what type a field has is the model's
business. The tree is built from libyaml's event stream, so that depth, aliases and size are bounded before
anything is expanded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml
from yaml.reader import ReaderError

from codepair.kit.files import MAX_BYTES, decode, too_large
from codepair.kit.problems import Place, Problem

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
        self.problem = Problem(place, rule, message)


def load(path: str, raw: bytes) -> tuple[Node | None, list[Problem]]:
    """Return the mapping that a YAML file holds, and what is wrong with the file.

    The node is None if nothing usable could be read; then there is at least one problem.
    """
    if len(raw) > MAX_BYTES:
        return None, [too_large(path, len(raw), MAX_BYTES)]
    text, problems = decode(path, raw)
    if problems:
        return None, problems
    try:
        node, problems = _build(path, text)
    except _RefusedError as refused:
        return None, [refused.problem]
    except ReaderError as error:
        return None, [_control_character(path, text, error)]
    except yaml.MarkedYAMLError as error:
        return None, [_syntax_problem(path, text, error)]
    if node is None:
        return None, [Problem(Place(path), "empty-file", "The file is empty. Give it the fields of an entry.")]
    if not isinstance(node.value, dict):
        message = "The file must be a mapping of fields, such as 'phrase: Not Found'."
        return None, [*problems, Problem(node.place, "yaml", message)]
    return node, problems


def _control_character(path: str, text: str, error: ReaderError) -> Problem:
    # The position that it knows is one of bytes, or of characters without libyaml.
    before = text.partition(chr(error.character))[0]
    place = Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
    return Problem(place, "yaml", "A control character stands here that YAML does not allow. Remove it.")


def _syntax_problem(path: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark
    assert mark is not None
    place = Place(path, mark.line + 1, mark.column + 1)
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())] or line[mark.column : mark.column + 1] == "\t":
        return Problem(place, "tab", "A tab stands here. Indent with spaces; YAML does not allow tabs.")
    message = f"This is not valid YAML: {error.problem}. Quote the text or correct the indentation."
    return Problem(place, "yaml", message)


def _build(path: str, text: str) -> tuple[Node | None, list[Problem]]:
    """Build the tree of the only document from the event stream."""
    tree = _Tree(path)
    documents = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                message = "A second document starts here. Write one entry a file."
                raise _RefusedError(_place(path, event), "yaml", message)
        elif isinstance(event, yaml.NodeEvent):
            tree.add(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            tree.close()
    root = tree.root
    return (root if root is not None and root.value is not None else None), tree.problems


def _place(path: str, event: yaml.Event) -> Place:
    mark = event.start_mark
    assert mark is not None
    return Place(path, mark.line + 1, mark.column + 1)


@dataclass(slots=True)
class _Open:
    """A sequence or mapping whose end has not come."""

    node: Node
    key: str | None = None
    """The key of a mapping whose value comes next."""

    @property
    def wants_key(self) -> bool:
        return isinstance(self.node.value, dict) and self.key is None


class _Tree:
    """Nodes put into each other as events come, within limits."""

    def __init__(self, path: str) -> None:
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._path = path
        self._open: list[_Open] = []
        self._count = 0

    def add(self, event: yaml.NodeEvent) -> None:
        """Add a scalar, or open a sequence or a mapping."""
        place = _place(self._path, event)
        self._refuse(event, place)
        if isinstance(event, yaml.ScalarEvent):
            is_key = bool(self._open) and self._open[-1].wants_key
            is_empty = not is_key and not event.style and event.value in ("", "~", "null")
            self._attach(Node(place, None if is_empty else event.value))
            return
        node = Node(place, {}, {}) if isinstance(event, yaml.MappingStartEvent) else Node(place, [])
        self._attach(node)
        self._open.append(_Open(node))
        if len(self._open) > MAX_DEPTH:
            raise _RefusedError(place, "yaml", f"More than {MAX_DEPTH} levels of nesting are not read.")

    def close(self) -> None:
        """End the innermost sequence or mapping."""
        self._open.pop()

    def _refuse(self, event: yaml.NodeEvent, place: Place) -> None:
        """Raise for what is never read: aliases, anchors, tags, and more nodes than a file has."""
        if isinstance(event, yaml.AliasEvent):
            message = f"The alias '*{event.anchor}' is not read. Write the value out."
            raise _RefusedError(place, "alias", message)
        self._count += 1
        if self._count > MAX_NODES:
            message = f"More than {MAX_NODES:,} fields and values are not read. Split the file."
            raise _RefusedError(place, "file-size", message)
        if event.anchor is not None:
            raise _RefusedError(place, "alias", f"The anchor '&{event.anchor}' is not read. Remove it.")
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":
            message = f"The tag '{tag}' is not read; every value is text. Remove it."
            raise _RefusedError(place, "tag", message)

    def _attach(self, node: Node) -> None:
        """Put a node where it stands: a field's name or value, an item, or the root."""
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent.node.value, list):
            parent.node.value.append(node)
            return
        assert isinstance(parent.node.value, dict)
        if parent.key is None:
            parent.key = self._key(parent.node, node)
        else:
            parent.node.value.setdefault(parent.key, node)
            parent.key = None

    def _key(self, mapping: Node, node: Node) -> str:
        """Return a field's name and note where it stands."""
        if not isinstance(node.value, str):
            raise _RefusedError(node.place, "yaml", "A field name must be text.")
        first = mapping.keys.setdefault(node.value, node.place)
        if first is not node.place and len(self.problems) < MAX_PROBLEMS:
            message = (
                f"Field '{node.value}' stands twice; the first is in line {first.line}. "
                "Only one would count: remove the other."
            )
            self.problems.append(Problem(node.place, "duplicate-field", message))
        return node.value
