"""Every rule is in one table, used, tried by a case, and listed by a command."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from codepair.kit.problems import Place, Problem
from codepair.kit.rules import RULES
from tests import support

TRIED_ELSEWHERE = {
    "link": "test_fuzz.py",  # git and archives carry no pipes, no devices and no links out of a folder
    "unreadable": "test_fuzz.py",
    "file-size": "test_fuzz.py",
    "no-content": "test_fuzz.py",  # a case adds files to the tiny site, and removes none
    "device-name": "test_fuzz.py",  # Windows could not check such a case out
    "collision": "test_existing.py",  # MkDocs says which files it publishes
    "replaced": "test_existing.py",
    "no-catalog": "test_languages.py",  # the tiny site has a catalog, and a case removes none
}
"""Rules that no case in ``tests/sites/invalid`` can try, and the tests that do."""


def named() -> Iterator[str]:
    """Yield the rules that the generator's code names: where it makes a problem, or returns what makes one."""
    for path in (support.ROOT / "generator").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="Problem" | "_RefusedError"), args=[_, name, *_]):
                    yield from _texts(name)
                case (
                    ast.Return(value=ast.Tuple(elts=[name, _]))
                    | ast.Yield(value=ast.Tuple(elts=[name, _]))
                    | ast.Assign(value=name)
                ):
                    yield from (text for text in _texts(name) if text in RULES)


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def test_every_rule_is_used() -> None:
    """A rule that nothing names would be a promise that nothing keeps; a name that is no rule would raise."""
    assert set(named()) == set(RULES)


def test_every_rule_is_tried() -> None:
    """Each is in the messages of a case, or in the test that is named."""
    printed = "".join(path.read_text(encoding="utf-8") for path in support.INVALID.glob("*/expected.txt"))
    tried = set(re.findall(r" \[([a-z-]+)\]$", printed, re.MULTILINE))
    assert tried <= set(RULES)
    assert set(RULES) - tried == set(TRIED_ELSEWHERE)
    for rule, name in TRIED_ELSEWHERE.items():
        assert f'"{rule}"' in (support.ROOT / "tests" / name).read_text(encoding="utf-8")


def test_a_rule_has_one_level_and_one_line() -> None:
    """Cases print each rule with its own level; what it asks for is a sentence that fits a line."""
    for path in support.INVALID.glob("*/expected.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            found = re.search(r": (error|warning): .* \[([a-z-]+)\]$", line)
            assert found is not None, line
            assert RULES[found[2]].level == found[1], line
    for name, rule in RULES.items():
        assert name == rule.name
        assert re.fullmatch(r"[A-Z].{10,98}\.", rule.says), rule.says


def test_no_problem_without_its_rule() -> None:
    """A name that is in no table is a mistake of the generator."""
    with pytest.raises(LookupError, match=r"^'unknown-rule' is not in codepair\.kit\.rules$"):
        Problem(Place("x.yml"), "unknown-rule", "Something is wrong.")


def test_the_command_lists_them() -> None:
    """``codepair rules`` prints a line for each, anywhere: its name, its level and what it asks for, in columns."""
    done = support.run("codepair", "rules", cwd=support.INVALID)
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == list(RULES)
    support.assert_golden("rules.txt", done.stdout)
