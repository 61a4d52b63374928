"""Mutants: which there could be, and those that are drawn."""

from __future__ import annotations

import ast
import marshal
import random
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import CodeType

from tests.mutants.operators import OPERATORS
from tests.mutants.walk import Site, sites

AROUND = 24
"""Characters shown on both sides of a difference."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one small change."""

    file: Path
    module: str
    line: int
    column: int
    text: str
    """The line as it is in the file, without indentation."""
    change: str
    """What the change is called, and what is there before and after."""
    lines: range
    """The lines of which one is executed if the changed code is."""
    is_inside: bool
    """Whether the change is in a function, and not in what the import executes."""
    data: bytes
    """What ``hook.install`` takes."""


def modules(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the modules that are or are below the given paths, each once."""
    found = {file.resolve() for path in paths for file in (path.rglob("*.py") if path.is_dir() else [path])}
    yield from sorted(found)


def package_of(path: Path) -> Path:
    """Return the outermost package that a path is in, or the path if it is in none."""
    packages = [folder for folder in (path, *path.parents) if (folder / "__init__.py").is_file()]
    return packages[-1] if packages else path


def module_name(file: Path) -> str:
    """Return the name by which a file is imported: the packages around it are the folders with ``__init__.py``."""
    parts = [] if file.name == "__init__.py" else [file.stem]
    folder = file.parent
    while (folder / "__init__.py").is_file():
        parts.insert(0, folder.name)
        folder = folder.parent
    return ".".join(parts)


def candidates(source: str) -> Iterator[tuple[ast.Module, Site, str, ast.AST]]:
    """Yield every changed tree of a source, with the place, the operator's name and what is there now.

    The tree is one object, changed for as long as the caller looks at it.
    """
    tree = ast.parse(source)
    for site in list(sites(tree)):
        for operator in OPERATORS:
            for made in operator(site):
                site.put(ast.fix_missing_locations(ast.copy_location(made, site.node)))
                yield tree, site, operator.__name__, made
                site.put(site.node)


def draw(files: Sequence[Path], count: int, seed: str) -> list[Mutant]:
    """Return so many mutants, in the order of files and lines; the same for the same sources and seed.

    What Python makes the same of as of the source, or of another mutant, is no mutant.
    """
    sources = {file: file.read_text(encoding="utf-8") for file in files}
    known = {file: {marshal.dumps(_compiled(ast.parse(source), file))} for file, source in sources.items()}
    every = [(file, number) for file, source in sources.items() for number, _ in enumerate(candidates(source))]
    random.Random(seed).shuffle(every)
    drawn: list[tuple[Path, int, Mutant]] = []
    for file, number in every:
        if len(drawn) == count:
            break
        mutant = _mutant(file, sources[file], number)
        if mutant.data not in known[file]:
            known[file].add(mutant.data)
            drawn.append((file, number, mutant))
    return [mutant for _, _, mutant in sorted(drawn, key=lambda item: item[:2])]


def difference(before: str, after: str) -> str:
    """Return both texts, shortened to where they differ.

    >>> difference("a == b", "a != b")
    'a == b -> a != b'
    >>> difference("f(" + "1, " * 20 + "x)", "f(" + "1, " * 20 + "y)")
    '…1, 1, 1, 1, 1, 1, 1, 1, x) -> …1, 1, 1, 1, 1, 1, 1, 1, y)'
    """
    shortest = min(len(before), len(after))
    first = next((at for at in range(shortest) if before[at] != after[at]), shortest)
    rest = range(1, shortest - first + 1)
    last = next((at - 1 for at in rest if before[-at] != after[-at]), len(rest))
    start = first - AROUND if first > AROUND + 1 else 0
    stop = last - AROUND if last > AROUND + 1 else 0
    cut = [text[start : len(text) - stop] for text in (before, after)]
    shown = [f"{'…' if start else ''}{_middle(text)}{'…' if stop else ''}" for text in cut]
    return " -> ".join(shown)


def _middle(text: str) -> str:
    return text if len(text) <= 5 * AROUND else f"{text[: 2 * AROUND]} … {text[-2 * AROUND :]}"


def _text(node: ast.AST) -> str:
    """Return a node as a line of source; text in a format stands for itself."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return " ".join([*(f"@{ast.unparse(each)}" for each in node.decorator_list), node.name])
    return " ".join(ast.unparse(node).split("\n"))


def _mutant(file: Path, source: str, number: int) -> Mutant:
    tree, site, operator, made = next(islice(candidates(source), number, None))
    change = f"{operator}: {difference(_text(site.node), _text(made))}"
    data = marshal.dumps(_compiled(tree, file))
    text = source.splitlines()[site.line - 1].strip()
    return Mutant(file, module_name(file), site.line, site.column, text, change, site.lines, site.is_inside, data)


def _compiled(tree: ast.Module, file: Path) -> tuple[str, str, CodeType]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a changed comparison may be one that Python warns of
        return module_name(file), str(file), compile(tree, str(file), "exec")
