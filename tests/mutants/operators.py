"""The kinds of mutants: each takes a place in a tree and says what else could stand there."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tests.mutants.walk import UNSEEN_KEYWORDS, Function, Site, name_of

Operator = Callable[[Site], Iterator[ast.AST]]
"""Yields what to put at a place."""

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.BitXor: ast.BitAnd,
}
_FUNCTIONS = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"}
_EMPTY = {
    "bool": "False",
    "bytes": "b''",
    "dict": "{}",
    "frozenset": "frozenset()",
    "int": "0",
    "len": "0",
    "list": "[]",
    "set": "set()",
    "sorted": "[]",
    "str": "''",
    "tuple": "()",
}
_UNORDERED = {"cast", "isinstance", "issubclass", "max", "min"}
"""Functions whose arguments mean the same in another order, or nothing."""

_UNSEEN_DECORATORS = {
    "abstractmethod": "asks for a method that is there",
    "cache": "saves time",
    "cached_property": "saves time",
    "final": "is for type checkers",
    "lru_cache": "saves time",
    "once": "saves time",
    "overload": "is for type checkers",
    "override": "is for type checkers",
    "runtime_checkable": "is for type checkers",
    "wraps": "is for who reads the function's name",
}
"""Decorators that are left alone: what they do cannot be seen, and why."""

_TEXT = "XX"


def _parsed(code: str) -> ast.expr:
    return ast.parse(code, mode="eval").body


def _changed(node: ast.AST, **fields: Any) -> Any:
    made = copy.copy(node)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def _without(items: Sequence[Any], index: int) -> list[Any]:
    return [*items[:index], *items[index + 1 :]]


def comparison(site: Site) -> Iterator[ast.AST]:
    """Yield a comparison with another operator: the opposite, or with or without the equal."""
    node = site.node
    if isinstance(node, ast.Compare):
        for index, operator in enumerate(node.ops):
            ops: list[ast.cmpop] = [*node.ops]
            ops[index] = _COMPARISONS[type(operator)]()
            yield _changed(node, ops=ops)


def logic(site: Site) -> Iterator[ast.AST]:
    """Yield ``or`` for ``and``, and the other way round; a term without its ``not``, or with one."""
    node = site.node
    if isinstance(node, ast.BoolOp):
        yield _changed(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(site.parent, ast.BoolOp) and isinstance(node, ast.Name | ast.Attribute | ast.Call):
        yield ast.UnaryOp(ast.Not(), node)


def condition(site: Site) -> Iterator[ast.AST]:
    """Yield True and False for a condition; a loop only never runs."""
    is_condition = site.field == "test" and isinstance(site.parent, ast.If | ast.IfExp | ast.While)
    is_filter = site.field == "ifs" and isinstance(site.parent, ast.comprehension)
    if (is_condition or is_filter) and not isinstance(site.node, ast.Constant):
        if not isinstance(site.parent, ast.While):
            yield ast.Constant(True)
        yield ast.Constant(False)


def constant(site: Site) -> Iterator[ast.AST]:
    """Yield another number, text or truth value; a text for nothing."""
    if not isinstance(site.node, ast.Constant):
        return
    value = site.node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        yield ast.Constant(value + 1)
    elif isinstance(value, str):
        yield ast.Constant(f"{_TEXT}{value}{_TEXT}" if value else _TEXT)
    elif isinstance(value, bytes):
        yield ast.Constant(b"%b%b%b" % (_TEXT.encode(), value, _TEXT.encode()) if value else _TEXT.encode())
    elif value is None and not isinstance(site.parent, ast.Compare):
        yield ast.Constant(_TEXT)


def arithmetic(site: Site) -> Iterator[ast.AST]:
    """Yield another operator, or a number without its minus; ``+=`` may also just assign."""
    node = site.node
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _ARITHMETIC:
        yield _changed(node, op=_ARITHMETIC[type(node.op)]())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield node.operand
    if isinstance(node, ast.AugAssign):
        yield ast.Assign([node.target], node.value)


def statement(site: Site) -> Iterator[ast.AST]:
    """Yield nothing for a statement that changes something or raises."""
    node = site.node
    targets: Sequence[ast.AST] = ()
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign):
        targets = [node.target]
    is_call = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    is_kept = any(isinstance(target, ast.Attribute | ast.Subscript) for target in targets)
    if is_call or is_kept or isinstance(node, ast.AugAssign | ast.Delete | ast.Raise):
        yield ast.Pass()


def result(site: Site) -> Iterator[ast.AST]:
    """Yield the return of an empty value of what the function says it returns, or of None."""
    node = site.node
    if not isinstance(node, ast.Return) or node.value is None:
        return
    empty = _parsed(_EMPTY.get(_kind(node.value), "None"))
    if ast.dump(empty) != ast.dump(node.value):
        yield _changed(node, value=empty)


def _kind(node: ast.expr) -> str:
    """Return the name of the type of what an expression is written as; empty if that does not show."""
    kinds: dict[type[ast.expr], str] = {
        ast.Compare: "bool",
        ast.Dict: "dict",
        ast.DictComp: "dict",
        ast.JoinedStr: "str",
        ast.List: "list",
        ast.ListComp: "list",
        ast.Set: "set",
        ast.SetComp: "set",
    }
    if isinstance(node, ast.Call):
        return "str" if name_of(node) in ("join", "format", "strip", "lower", "replace") else name_of(node)
    if isinstance(node, ast.Constant):
        return type(node.value).__name__
    return kinds.get(type(node), "")


def arguments(site: Site) -> Iterator[ast.AST]:
    """Yield a call with its first two arguments swapped, or without one of those that are named."""
    node = site.node
    if not isinstance(node, ast.Call):
        return
    first, second = (*node.args[:2], None, None)[:2]
    if first is not None and second is not None and name_of(node) not in _UNORDERED:
        is_plain = not isinstance(first, ast.Starred) and not isinstance(second, ast.Starred)
        if is_plain and ast.dump(first) != ast.dump(second):
            yield _changed(node, args=[second, first, *node.args[2:]])
    for index, keyword in enumerate(node.keywords):
        if keyword.arg not in UNSEEN_KEYWORDS:
            yield _changed(node, keywords=_without(node.keywords, index))


def function(site: Site) -> Iterator[ast.AST]:
    """Yield the call of a function that is its opposite; a sequence that is not sorted, or backwards."""
    node = site.node
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in _FUNCTIONS:
        return
    other = _changed(node, func=ast.Name(_FUNCTIONS[node.func.id], ast.Load()))
    if node.func.id != "sorted":
        yield other
        return
    yield _changed(other, keywords=[])
    if all(keyword.arg != "reverse" for keyword in node.keywords):
        yield _changed(node, keywords=[*node.keywords, ast.keyword("reverse", ast.Constant(True))])


def bounds(site: Site) -> Iterator[ast.AST]:
    """Yield a slice without one of its bounds."""
    if isinstance(site.node, ast.Slice):
        for field in ("lower", "upper", "step"):
            if getattr(site.node, field) is not None:
                yield _changed(site.node, **{field: None})


def loop(site: Site) -> Iterator[ast.AST]:
    """Yield ``continue`` for ``break``, and the other way round."""
    if isinstance(site.node, ast.Break | ast.Continue):
        yield ast.Continue() if isinstance(site.node, ast.Break) else ast.Break()


def element(site: Site) -> Iterator[ast.AST]:
    """Yield a literal without one of its elements; not a tuple whose place takes a certain number of them."""
    node = site.node
    if isinstance(node, ast.Dict):
        for index in range(len(node.keys)):
            yield _changed(node, keys=_without(node.keys, index), values=_without(node.values, index))
        return
    if not isinstance(node, ast.Tuple | ast.List | ast.Set) or isinstance(getattr(node, "ctx", None), ast.Store):
        return
    is_counted = isinstance(site.parent, ast.Return | ast.Yield | ast.Subscript | ast.Assign | ast.List | ast.Dict)
    if isinstance(node, ast.Tuple) and is_counted:
        return
    for index in range(len(node.elts)):
        elements = _without(node.elts, index)
        is_set = isinstance(node, ast.Set)
        yield _changed(node, elts=elements) if elements or not is_set else _parsed("set()")


def branches(site: Site) -> Iterator[ast.AST]:
    """Yield a conditional expression with its branches swapped."""
    node = site.node
    if isinstance(node, ast.IfExp) and ast.dump(node.body) != ast.dump(node.orelse):
        yield _changed(node, body=node.orelse, orelse=node.body)


def decorator(site: Site) -> Iterator[ast.AST]:
    """Yield a function or class without one of its decorators."""
    node = site.node
    if isinstance(node, Function | ast.ClassDef):
        for index, each in enumerate(node.decorator_list):
            if name_of(each) not in _UNSEEN_DECORATORS:
                yield _changed(node, decorator_list=_without(node.decorator_list, index))


OPERATORS: Sequence[Operator] = (
    comparison,
    logic,
    condition,
    constant,
    arithmetic,
    statement,
    result,
    arguments,
    function,
    bounds,
    loop,
    element,
    branches,
    decorator,
)
