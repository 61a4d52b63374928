"""Processes that are copies of this one and run pytest: what was imported before they began costs nothing."""

from __future__ import annotations

import json
import os
import resource
import select
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.mutants import hook

MEMORY = 4 << 30
"""Bytes of addresses that a process may have: a mutant may want all there are."""

MEMORY_FOLDER = Path("/dev/shm")
"""Where files are in memory: tests write some hundred thousand, and a disk takes long to remove them."""

PASSED = str(int(pytest.ExitCode.OK))

OUTPUT = "output.txt"
"""The file in a process's folder that has what it prints."""

Event = tuple[str, str]
"""What a process says: a word, and what it is about."""

Tell = Callable[[Event], None]
Work = Callable[[Path, Tell], None]
"""What a copy does: it gets a folder that is removed after it."""


class HangError(Exception):
    """A process said nothing for too long."""


@dataclass(frozen=True, slots=True)
class Suite:
    """The tests of a project."""

    root: Path
    state: Path
    """Folder for what runs leave behind."""
    ignored: tuple[str, ...] = ()
    """Names of test files, and whole names of tests, that are left out."""
    marks: str = ""
    """Which marked tests are run, as pytest's ``-m`` takes it."""


def copied(work: Work, patience: Callable[[Event | None], float]) -> Iterator[Event]:
    """Run a function in a copy of this process and yield what it tells.

    ``patience`` says how many seconds it may take to tell the next. Raises HangError if it takes longer. In the
    end neither the process nor one that it started is left.
    """
    is_fast = MEMORY_FOLDER.is_dir() and shutil.disk_usage(MEMORY_FOLDER).free > MEMORY
    place = MEMORY_FOLDER if is_fast else None
    with tempfile.TemporaryDirectory(prefix="codepair-mutants-", dir=place, ignore_cleanup_errors=True) as folder:
        yield from _copied(Path(folder), work, patience)


def _copied(folder: Path, work: Work, patience: Callable[[Event | None], float]) -> Iterator[Event]:
    reading, writing = os.pipe()
    process = os.fork()
    if not process:
        os.close(reading)
        _work(folder, work, writing)
    os.close(writing)
    with suppress(ProcessLookupError, PermissionError):
        os.setpgid(process, process)  # both do it: neither knows which is first
    try:
        with open(reading, "rb", buffering=0) as pipe:  # noqa: PTH123 - a pipe
            yield from _heard(pipe.fileno(), patience)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process, signal.SIGKILL)
        os.waitpid(process, 0)


def run_pytest(
    suite: Suite, folder: Path, arguments: Sequence[str], plugins: Sequence[object], environment: Mapping[str, str]
) -> str:
    """Run pytest in this process, which does nothing else after, and return its status.

    What tests write goes to the folder, and what they start finds ``hook`` there and the environment given.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    os.chdir(suite.root)
    shutil.copyfile(hook.__file__, folder / "sitecustomize.py")
    (folder / "tmp").mkdir()
    path = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(folder), *([path] if path else [])])
    os.environ["TMPDIR"] = str(folder / "tmp")
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(suite.state / "hypothesis")
    os.environ.update(environment)
    tempfile.tempdir = None
    _settle_hypothesis()
    ignored = [f"--deselect={name}" if "::" in name else f"--ignore-glob=*/{name}" for name in suite.ignored]
    marks = ["-m", suite.marks] if suite.marks else []
    options = [f"--rootdir={suite.root}", f"--basetemp={folder / 'base'}", "-p", "no:cacheprovider"]
    options += ["-o", "tmp_path_retention_policy=none"]
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # of plugins that are imported already
    return str(int(pytest.main([*options, *ignored, *marks, *arguments], plugins=plugins)))


def files_of(tests: Iterable[str]) -> list[str]:
    """Return the files of tests, each once, in their order."""
    return list(dict.fromkeys(test.partition("::")[0] for test in tests))


def _settle_hypothesis() -> None:
    """Let hypothesis try the same each time, keep nothing, and not look for the smallest failure."""
    with suppress(ImportError):
        from hypothesis import Phase, settings

        phases = (Phase.explicit, Phase.generate, Phase.target)
        settings.register_profile("mutants", database=None, deadline=None, derandomize=True, phases=phases)
        settings.load_profile("mutants")


def _work(folder: Path, work: Work, pipe: int) -> None:
    """Do the work; never return."""
    leave = os._exit  # as it is now: tests and tracers may replace it
    try:
        os.setpgid(0, 0)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        output = os.open(folder / OUTPUT, os.O_WRONLY | os.O_CREAT)
        for stream in (1, 2):
            os.dup2(output, stream)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        sys.stdin, sys.stdout, sys.stderr = (open(at, mode) for at, mode in ((0, "r"), (1, "w"), (2, "w")))  # noqa: PTH123, SIM115
        work(folder, lambda event: _say(pipe, event))
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        _say(pipe, ("output", (folder / OUTPUT).read_text(encoding="utf-8", errors="replace")[-4_000:]))
        _say(pipe, ("done", ""))
        leave(0)


def _say(pipe: int, event: Event) -> None:
    data = memoryview(json.dumps(event).encode() + b"\n")
    while data:
        data = data[os.write(pipe, data) :]


def _heard(pipe: int, patience: Callable[[Event | None], float]) -> Iterator[Event]:
    last: Event | None = None
    rest = b""
    until = time.monotonic() + patience(last)
    while last is None or last[0] != "done":
        ready, _, _ = select.select([pipe], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            raise HangError(last[1] if last else "")
        chunk = os.read(pipe, 1 << 16)
        if not chunk:
            return
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            word, about = json.loads(line)
            last = (word, about)
            yield last
            until = time.monotonic() + patience(last)
