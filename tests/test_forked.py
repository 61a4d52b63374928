"""A copy of a process that has imported all is the program: what it prints, how it ends, what it leaves."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import forked, support

pytestmark = pytest.mark.skipif(not forked.ABLE, reason="this system copies no process")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("codepair", "--version"), 0),
        (("codepair", "check"), 0),
        (("codepair", "no-such-command"), 2),
        (("mkdocs", "build", "-q"), 0),
        (("mkdocs", "build", "-f", "missing.yml"), 2),
    ],
)
def test_it_equals_the_program(tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    """Begun in either way, in the same folder: equal exit status, output and messages."""
    root = support.tiny(tmp_path / "root")
    environment = {**os.environ, **support.NO_NOTICE, "PYTHONUTF8": "1"}
    plain = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=root, capture_output=True, text=True, env=environment, check=False
    )
    copied = forked.run(arguments, root, environment)
    assert copied.returncode == plain.returncode == code
    assert (copied.stdout, copied.stderr) == (plain.stdout, plain.stderr)
