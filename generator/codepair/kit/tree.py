"""YAML that keeps its lines and never guesses a type.

``yaml.safe_load`` turns ``4.10`` into 4.1, ``010`` into 8 and ``no`` into False, and keeps the last of two equal
keys without a word. Here every scalar is the text that stands in the file; what type a field has is the model's
business. The tree is built from libyaml's event stream, so that depth, aliases and size are bounded before
anything is expanded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

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
        super().__init__(message)
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
