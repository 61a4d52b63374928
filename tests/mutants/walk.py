"""The places of a module that may be changed: all of its code that does something, and that tests can see.

Left out are docstrings, annotations, what only a type checker reads, imports, assertions (the project has them to
narrow types), log texts, and decorators' arguments (the size of a cache, how a dataclass is stored).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

Function = ast.FunctionDef | ast.AsyncFunctionDef

UNSEEN_KEYWORDS = {
    "encoding": "tests run where UTF-8 is the default, as PYTHONUTF8 says",
    "maxsize": "the size of a cache",
    "stacklevel": "where a warning says that it comes from",
    "strict": "of zip: tells only of a mistake in the code itself",
}
"""Keyword arguments that are left alone, and why no test can see them."""

_TYPES = {"NewType", "ParamSpec", "TypeVar", "TypeVarTuple", "namedtuple"}
_LOGS = {"log", "logger", "logging"}
_NAMES_FOR_TOOLS = {"__all__", "__slots__"}


@dataclass(frozen=True, slots=True)
class Site:
    """A node in its tree."""

    node: ast.AST
    parent: ast.AST
    field: str
    index: int | None
    """Its position, if the parent's field is a list."""
    statement: ast.stmt
    """The statement it is part of."""
    lines: range
    """The lines of which one is executed if it is: those of a simple statement, or of a compound one's head."""
    is_inside: bool
    """Whether it is executed when a function is called, and not when the module is imported."""

    def put(self, node: ast.AST) -> None:
        """Put a node here."""
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node

    @property
    def line(self) -> int:
        """The line where it begins."""
        return int(getattr(self.node, "lineno", self.statement.lineno))

    @property
    def column(self) -> int:
        """The column where it begins, counted from 1."""
        return int(getattr(self.node, "col_offset", self.statement.col_offset)) + 1


def sites(tree: ast.Module) -> Iterator[Site]:
    """Yield all nodes that may be changed, in the order of the text."""
    yield from _body(tree, "body", is_inside=False)


def name_of(node: ast.AST) -> str:
    """Return the last part of a dotted name, or of the name of what is called; empty if there is none."""
    if isinstance(node, ast.Call):
        return name_of(node.func)
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _body(parent: ast.AST, field: str, *, is_inside: bool) -> Iterator[Site]:
    statements: list[ast.stmt] = getattr(parent, field)
    for index, statement in enumerate(statements):
        if _is_silent(statement) or (not is_inside and _is_for_types(statement)):
            continue
        if isinstance(statement, Function):
            yield from _function(statement, parent, field, index)
            continue
        yield Site(statement, parent, field, index, statement, _range(statement), is_inside)
        if isinstance(statement, ast.ClassDef):
            yield from _body(statement, "body", is_inside=is_inside)
        else:
            yield from _parts(statement, statement, is_inside=is_inside)


def _function(function: Function, parent: ast.AST, name: str, position: int) -> Iterator[Site]:
    """Yield a function and what it consists of. Its decorators and defaults are seen by who calls it."""
    lines = range(function.body[0].lineno, (function.end_lineno or function.lineno) + 1)
    yield Site(function, parent, name, position, function, lines, True)
    for field in ("defaults", "kw_defaults"):
        for number, default in enumerate(getattr(function.args, field)):
            if default is not None:
                yield from _expression(Site(default, function.args, field, number, function, lines, True))
    yield from _body(function, "body", is_inside=True)


def _parts(node: ast.AST, statement: ast.stmt, *, is_inside: bool) -> Iterator[Site]:
    """Yield what a statement, one of its handlers or one of its cases consists of."""
    is_compound = hasattr(statement, "body") or isinstance(statement, ast.Match)
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "type") or _is_checked_only(node, field):
            continue
        if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
            yield from _body(node, field, is_inside=is_inside)
            continue
        for index, part in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(part, ast.ExceptHandler | ast.match_case):
                yield from _parts(part, statement, is_inside=is_inside)
            elif isinstance(part, ast.AST):
                lines = _range(part if is_compound and hasattr(part, "lineno") else statement)
                yield from _expression(Site(part, node, field, index, statement, lines, is_inside))


def _expression(site: Site) -> Iterator[Site]:
    """Yield an expression, a pattern or a part of one, and what it consists of."""
    node = site.node
    yield site
    for field, value in ast.iter_fields(node):
        for index, part in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(part, ast.AST) or _is_unseen(node, field, index, part):
                continue
            inner = Site(part, node, field, index, site.statement, site.lines, site.is_inside)
            yield from _expression(inner)


def _is_unseen(node: ast.AST, field: str, index: int | None, part: ast.AST) -> bool:
    """Whether a part of an expression is for type checkers or tells of nothing."""
    if isinstance(part, ast.expr_context | ast.arguments):
        return True
    if isinstance(part, ast.keyword):
        return part.arg in UNSEEN_KEYWORDS
    if isinstance(node, ast.FormattedValue):
        return field == "format_spec"
    return isinstance(node, ast.Call) and name_of(node) == "cast" and (field, index) == ("args", 0)


def _is_silent(statement: ast.stmt) -> bool:
    """Whether a statement does nothing that a test could see."""
    if isinstance(statement, ast.Import | ast.ImportFrom | ast.Assert | ast.Pass | ast.Global | ast.Nonlocal):
        return True
    if not isinstance(statement, ast.Expr):
        return isinstance(statement, ast.AnnAssign) and statement.value is None
    value = statement.value
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        return name_of(value.func.value) in _LOGS
    return isinstance(value, ast.Constant)


def _is_for_types(statement: ast.stmt) -> bool:
    """Whether a statement of a module or class makes a type, a name for one, or a list for tools."""
    if isinstance(statement, ast.AnnAssign):
        return name_of(statement.annotation) == "TypeAlias" or name_of(statement.target) in _NAMES_FOR_TOOLS
    if not isinstance(statement, ast.Assign):
        return False
    value = statement.value
    is_union = isinstance(value, ast.BinOp) and isinstance(value.op, ast.BitOr)
    is_generic = isinstance(value, ast.Subscript) and not isinstance(value.slice, ast.Slice)
    is_type = is_generic or (isinstance(value, ast.Call) and name_of(value) in _TYPES)
    is_list = any(name_of(target) in _NAMES_FOR_TOOLS for target in statement.targets)
    return is_list or is_type or (is_union and not _has_literal(value))


def _has_literal(node: ast.AST) -> bool:
    return any(isinstance(part, ast.Set | ast.Dict | ast.Call | ast.SetComp) for part in ast.walk(node))


def _is_checked_only(node: ast.AST, field: str) -> bool:
    return isinstance(node, ast.If) and name_of(node.test) == "TYPE_CHECKING" and field in ("test", "body")


def _range(node: ast.AST) -> range:
    first = int(getattr(node, "lineno", 1))
    body = getattr(node, "body", None)
    if isinstance(node, ast.stmt) and body:
        return range(first, max(first, body[0].lineno - 1) + 1)
    return range(first, int(getattr(node, "end_lineno", None) or first) + 1)
