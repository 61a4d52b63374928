"""What each test executes and how long it takes, measured once for the same sources and tests.

Every test file runs in a process of its own, so that what the first of its tests makes and keeps for all others is
seen once a file, and not once at all.
"""

from __future__ import annotations

import gc
import hashlib
import importlib
import json
import multiprocessing
import sys
import tempfile
import time
import warnings
from collections import defaultdict
from collections.abc import Generator, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.mutants import hook
from tests.mutants.child import HangError, Suite, Tell, copied, run_pytest

LONG = 600.0
"""Seconds that no test takes."""

_IMPORT = ""
"""The context in which modules are imported."""

_KEPT = "measured.json"

_FIXTURE = "fixture:"
"""What the context of a fixture begins with that is made for more than one test."""


class MeasureError(Exception):
    """The tests do not pass as they are, so they say nothing about mutants."""


@dataclass
class Measured:
    """What is known about the tests."""

    costs: dict[str, float] = field(default_factory=dict)
    """By test, in their order: the seconds it takes alone, with the fixtures that it needs."""
    lines: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """By file and line: the tests that execute it; an empty name if the import does."""
    libraries: list[str] = field(default_factory=list)
    """The modules that tests import and that are no part of the project."""

    def executing(self, file: Path, lines: Iterable[int]) -> set[str]:
        """Return the tests that execute one of some lines, with an empty name if the import does."""
        known = self.lines.get(str(file), {})
        return {test for line in lines for test in known.get(str(line), ())}

    def touching(self, file: Path) -> set[str]:
        """Return the tests that execute any line of a file."""
        return {test for tests in self.lines.get(str(file), {}).values() for test in tests} - {_IMPORT}


class Collector:
    """Tells which tests there are, and what was imported until then."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Tell what was found."""
        for item in session.items:
            self._tell(("test", item.nodeid))
        for name, module in list(sys.modules.items()):
            if (file := getattr(module, "__file__", None)) is not None and _is_library(Path(file), session.path):
                self._tell(("library", name))


class Meter:
    """Tells how long each test and fixture takes, and a tracer who executes lines."""

    def __init__(self, tell: Tell, tracer: hook.Tracer) -> None:
        self._tell = tell
        self._tracer = tracer
        self._context = _IMPORT
        self._shared = 0.0

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Measure a test, without the fixtures that it shares with others."""
        self._switch(item.nodeid)
        self._shared = 0.0
        started = time.perf_counter()
        try:
            return (yield)
        finally:
            own = time.perf_counter() - started - self._shared
            self._tell(("cost", json.dumps([item.nodeid, max(own, 0.0), getattr(item, "fixturenames", [])])))
            self._switch(_IMPORT)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
        """Measure a fixture for several tests."""
        if fixturedef.scope == "function":
            return (yield)
        before = self._context
        self._switch(f"{_FIXTURE}{fixturedef.argname}")
        started = time.perf_counter()
        try:
            return (yield)
        finally:
            took = time.perf_counter() - started
            self._shared += took
            self._tell(("fixture", json.dumps([fixturedef.argname, took])))
            self._switch(before)

    def _switch(self, context: str) -> None:
        self._context = context
        self._tracer.switch(context)


def pool(workers: int, libraries: Sequence[str] = ()) -> ProcessPoolExecutor:
    """Return processes that have imported some libraries and nothing of the project, to be copied."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, context, _import, (list(libraries),))


def measure(suite: Suite, sources: Sequence[Path], workers: int) -> Measured:
    """Run all tests and return what is known about them; raise MeasureError if one fails."""
    with pool(1) as one:
        tests, libraries = one.submit(_collect, suite).result()
    files: dict[str, None] = {}
    for test in tests:
        files.setdefault(test.partition("::")[0])
    # The modules with examples in their docstrings are many, and quick.
    modules = [name for name in files if not Path(name).name.startswith("test_")]
    groups = [[name] for name in files if name not in modules] + ([modules] if modules else [])
    patterns = [str(path / "*" if path.is_dir() else path) for path in sources]
    result = Measured(libraries=libraries)
    lines: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    with pool(workers, libraries) as many:
        for part in many.map(partial(_measure, suite, patterns), groups):
            result.costs.update(part.costs)
            for file, found in part.lines.items():
                for line, names in found.items():
                    lines[file][line].update(names)
    result.lines = {file: {line: sorted(names) for line, names in found.items()} for file, found in lines.items()}
    return result


def recall(suite: Suite, key: str) -> Measured | None:
    """Return what was kept under a key, if that is what was kept last."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        known = json.loads((suite.state / _KEPT).read_text(encoding="utf-8"))
        if known["key"] == key:
            return Measured(**known["measured"])
    return None


def keep(suite: Suite, key: str, found: Measured) -> None:
    """Keep what is known about the tests."""
    suite.state.mkdir(parents=True, exist_ok=True)
    (suite.state / _KEPT).write_text(json.dumps({"key": key, "measured": asdict(found)}), encoding="utf-8")


def digest(suite: Suite, folders: Iterable[Path]) -> str:
    """Return a hash of which tests are run, and of everything in some folders."""
    found = hashlib.blake2b(repr((suite.ignored, suite.marks, sys.version)).encode())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                found.update(str(path).encode())
                found.update(hashlib.blake2b(path.read_bytes()).digest())
    return found.hexdigest()


def _import(libraries: Sequence[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in libraries:
            with suppress(Exception):
                importlib.import_module(name)
    gc.freeze()  # a copy's pages stay shared


def _is_library(file: Path, root: Path) -> bool:
    return "site-packages" in file.parts or not file.is_relative_to(root)


def _collect(suite: Suite) -> tuple[list[str], list[str]]:
    """Return the names of all tests, and of the libraries that they import."""
    found: defaultdict[str, list[str]] = defaultdict(list)

    def work(folder: Path, tell: Tell) -> None:
        tell(("status", str(run_pytest(suite, folder, ["--collect-only"], Collector(tell), {}))))

    for word, about in copied(work, lambda _: LONG):
        found[word].append(about)
    if found["status"] != ["0"]:
        raise MeasureError(f"The tests cannot be collected:\n{''.join(found['output'])}")
    return found["test"], found["library"]


def _measure(suite: Suite, patterns: Sequence[str], files: Sequence[str]) -> Measured:
    """Run some test files and return what their tests execute and take."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="codepair-traces-") as name:
        traces = Path(name)

        def work(folder: Path, tell: Tell) -> None:
            tracer = hook.Tracer(traces, patterns)
            tracer.start()
            status = run_pytest(
                suite, folder, files, Meter(tell, tracer), {hook.TRACE: json.dumps([name, list(patterns)])}
            )
            tracer.save()
            tell(("status", str(status)))
    
        try:
            for word, about in copied(work, lambda _: LONG):
                found[word].append(about)
        except HangError as error:
            raise MeasureError(f"This test hangs as it is: {error}") from None
        if found["status"] != ["0"]:
            raise MeasureError(f"Tests fail as they are:\n{''.join(found['output'])}")
        return _part(found, traces)


def _part(found: Mapping[str, Sequence[str]], traces: Path) -> Measured:
    fixtures: dict[str, float] = dict(json.loads(each) for each in found.get("fixture", ()))
    result = Measured()
    users: defaultdict[str, list[str]] = defaultdict(list)
    for test, own, names in map(json.loads, found.get("cost", ())):
        result.costs[test] = own + sum(fixtures.get(name, 0.0) for name in names)
        for name in names:
            users[f"{_FIXTURE}{name}"].append(test)
    for path in traces.iterdir():
        for context, files in json.loads(path.read_text(encoding="utf-8")).items():
            tests = users[context] if context.startswith(_FIXTURE) else [context]
            for file, lines in files.items():
                for line in lines:
                    known = result.lines.setdefault(file, {}).setdefault(str(line), [])
                    known.extend(test for test in tests if test not in known)
    return result
