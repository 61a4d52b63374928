"""What may stand in a commit, and what the code must not know."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import support


@pytest.mark.usefixtures("locked")
@pytest.mark.parametrize("command", ["ruff check", "ruff format --check", "lint-imports --no-cache", "mypy"])
def test_lint(command: str) -> None:
    """What ``make lint`` runs has nothing to say: style, form, the directions between wings, types."""
    program, *options = command.split()
    done = subprocess.run(
        [Path(sys.executable).with_name(program), *options],
        cwd=support.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_path_or_secret_of_this_machine() -> None:
    """Committed files name no absolute path of a machine, no folder outside, and no package registry."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=support.ROOT, capture_output=True, check=False)
    names = [name for name in done.stdout.decode().split("\0") if name]
    forbidden = re.compile(r"/work/|/root/|\.\./shared|pypi\.org|files\.pythonhosted|registry\.npmjs|deb\.debian")
    for name in names:
        path = support.ROOT / name
        if name == "tests/test_house.py" or not path.is_file() or path.suffix in (".png", ".woff2"):
            continue
        found = forbidden.search(path.read_bytes().decode("utf-8", "replace"))
        assert found is None, f"{name}: {found}"


def test_protocols_are_not_known_to_the_code() -> None:
    """A protocol is content: no module or template names one."""
    names = [path.parent.name for path in (support.ROOT / "content").glob("*/protocol.yml")]
    assert names
    # One of them is also how addresses begin and what the preview speaks; its codes the code does not know.
    quoted = "|".join(name for name in names if name != "http")
    pattern = re.compile(rf"[\"'](?:(?:{quoted})[\"'/]|http/[1-9]\d\d)", re.IGNORECASE)
    for path in sorted((support.ROOT / "generator").rglob("*")):
        if path.suffix in (".py", ".html", ".js"):
            text = path.read_text(encoding="utf-8")
            if path.suffix == ".py":
                text = re.sub(r'"""[\s\S]*?"""', "", text)
            assert pattern.search(text) is None, path


def test_modules_classes_and_functions_are_small() -> None:
    """A module has around 300 lines, a class at most 150, and a function at most 50: it fits on a screen."""
    for path in sorted((support.ROOT / "generator").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 340, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                most = 150 if isinstance(node, ast.ClassDef) else 50
                assert node.end_lineno is not None
                assert node.end_lineno - node.lineno < most, f"{path}:{node.lineno} {node.name}"
