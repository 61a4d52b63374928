"""Programs of the environment, begun from a process that has imported what they need.

Python imports MkDocs, Material and this package for longer than a small site is built. The tests build some three
hundred, each in a process of its own, as users do: these are copies of one that has imported all of it and done
nothing else. The 115 tests of ``test_existing`` and ``test_keeping`` take 19 seconds so, and 89 without.
"""

from __future__ import annotations

import atexit
import io
import multiprocessing
import os
import runpy
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from subprocess import CompletedProcess

IMPORTED = ["tests.imported"]
ABLE = "forkserver" in multiprocessing.get_all_start_methods()
"""Whether the system can copy a process."""


def run(arguments: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> CompletedProcess[str]:
    """Run ``python -m`` with arguments, in a folder and with an environment; return what it printed.

    What an environment says to Python before it begins, such as the seed of hashes, has no effect.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(IMPORTED)
    with tempfile.TemporaryDirectory() as folder:
        printed = [Path(folder, name) for name in ("out", "err")]
        process = context.Process(target=_begin, args=(list(arguments), str(cwd), dict(environment), *printed))
        process.start()
        process.join()
        code = process.exitcode
        process.close()
        texts = [each.read_text(encoding="utf-8") if each.exists() else "" for each in printed]
    assert code is not None
    return CompletedProcess([sys.executable, "-m", *arguments], code, *texts)


def _begin(arguments: list[str], cwd: str, environment: dict[str, str], out: Path, err: Path) -> None:
    """Become the program: its streams, folder, environment and arguments."""
    for number, path in ((1, out), (2, err)):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(file, number)
        os.close(file)
    for stream in (sys.stdout, sys.stderr):
        assert isinstance(stream, io.TextIOWrapper)
        stream.reconfigure(encoding="utf-8")
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    sys.path[0] = cwd
    sys.argv = list(arguments)
    try:
        runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
    finally:
        # A copy ends without what a program does at its end.
        atexit._run_exitfuncs()
