"""A content folder in, what its files hold: each read once, and made again only if it has changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from codepair.kit.files import decode, display, is_left_behind, read_file, stamp
from codepair.kit.memory import Memory
from codepair.kit.problems import Place, Problem
from codepair.kit.tree import Node, load
from codepair.library.sections import Sections, read_sections

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the folder: what it finds wrong, and what it need not make again."""

    content: Path
    root: Path
    """Problems name paths relative to it."""
    memory: Memory
    problems: list[Problem] = field(default_factory=list)
    nodes: dict[str, list[Node]] = field(default_factory=dict)
    """By the folder below the content, or the file in it: what its files hold."""
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


def _decoded_sections(path: str, raw: bytes, document: str) -> tuple[Sections | None, list[Problem]]:
    text, problems = decode(path, raw)
    return (None, problems) if problems else read_sections(path, text, document)


def names_in(folder: Path) -> list[str]:
    """Return what is in a folder that a person may have written; nothing if there is none."""
    names = os.listdir(folder) if folder.is_dir() else ()  # noqa: PTH208
    return sorted(name for name in names if not is_left_behind(name))


def yaml_files(folder: Path) -> list[Path]:
    """Return the YAML files of a folder that are read, by name."""
    return [folder / name for name in names_in(folder) if name.endswith(".yml")]


def misnamed(folder: Path, reading: Reading) -> Iterator[Problem]:
    """Yield files of a folder that look like content and would not be read."""
    for name in names_in(folder):
        stem, suffix = os.path.splitext(name)  # noqa: PTH122
        if suffix.lower() in (".yml", ".yaml") and suffix != ".yml":
            message = f"'{name}' is not read: name it '{stem.lower()}.yml', or remove it."
            yield Problem(Place(reading.path(folder / name)), "code-path", message)
