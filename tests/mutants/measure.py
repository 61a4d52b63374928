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
import signal
import sys
import tempfile
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from tests.mutants import hook
from tests.mutants.child import PASSED, HangError, Suite, Tell, Work, copied, files_of, run_pytest
from tests.mutants.plugins import FIXTURE, IMPORT, Chooser, Collector, Meter

LONG = 600.0
"""Seconds that no test takes."""

_KEPT = "measured.json"


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
        return {test for tests in self.lines.get(str(file), {}).values() for test in tests} - {IMPORT}


@contextmanager
def pool(workers: int, libraries: Sequence[str] = ()) -> Iterator[ProcessPoolExecutor]:
    """Provide processes that have imported some libraries and nothing of the project, to be copied."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _begin, (list(libraries),)) as executor:
        try:
            yield executor
        finally:
            executor.shutdown(cancel_futures=True)


def measure(suite: Suite, sources: Sequence[Path], workers: int) -> Measured:
    """Run all tests and return what is known about them; raise MeasureError if one fails."""
    with pool(1) as one:
        tests, libraries = one.submit(_collect, suite).result()
    patterns = [str(path / "*" if path.is_dir() else path) for path in sources]
    result = Measured(libraries=libraries)
    lines: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    with pool(workers, libraries) as many:
        for part in many.map(partial(_trace, suite, patterns), _groups(tests)):
            result.costs.update(part.costs)
            for file, found in part.lines.items():
                for line, names in found.items():
                    lines[file][line].update(names)
        order = sorted(tests, key=result.costs.__getitem__)
        costs = many.submit(_control, suite, order).result()
    result.costs = {test: costs[test] for test in tests}
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
    """Return a hash of which tests are run, and of everything in some folders but this tool."""
    found = hashlib.blake2b(repr((suite.ignored, suite.marks, sys.version)).encode())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            is_ours = path.name in suite.ignored or Path(__file__).parent in path.parents
            if path.is_file() and path.suffix != ".pyc" and not is_ours:
                found.update(str(path).encode())
                found.update(hashlib.blake2b(path.read_bytes()).digest())
    return found.hexdigest()


def _begin(libraries: Sequence[str]) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that its copy does not stay
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in libraries:
            with suppress(Exception):
                importlib.import_module(name)
    gc.freeze()  # a copy's pages stay shared


def _collect(suite: Suite) -> tuple[list[str], list[str]]:
    """Return the names of all tests, and of the libraries that they import."""

    def work(folder: Path, tell: Tell) -> None:
        tell(("status", run_pytest(suite, folder, ["--collect-only"], [Collector(tell)], {})))

    found = _told(work)
    return found["test"], found["library"]


def _groups(tests: Iterable[str]) -> list[list[str]]:
    """Return the files of tests, each alone; but as one the modules with examples, which are many and quick."""
    files = files_of(tests)
    modules = [name for name in files if not Path(name).name.startswith("test_")]
    return [*([name] for name in files if name not in modules), *([modules] if modules else [])]


def _trace(suite: Suite, patterns: Sequence[str], files: Sequence[str]) -> Measured:
    """Run some test files and return what their tests execute and take."""
    with tempfile.TemporaryDirectory(prefix="codepair-traces-") as name:

        def work(folder: Path, tell: Tell) -> None:
            tracer = hook.Tracer(Path(name), patterns)
            tracer.start()
            environment = {hook.TRACE: json.dumps([name, list(patterns)])}
            status = run_pytest(suite, folder, files, [Meter(tell, tracer)], environment)
            tracer.save()
            tell(("status", status))

        found = _told(work)
        return Measured(_costs(found), _lines(found, Path(name)))


def _control(suite: Suite, tests: Sequence[str]) -> dict[str, float]:
    """Run tests as they will be run for mutants, in another order than theirs, and return what each takes."""

    def work(folder: Path, tell: Tell) -> None:
        plugins = [Chooser(tests, tests, tell), Meter(tell)]
        tell(("status", run_pytest(suite, folder, ["-x", *files_of(tests)], plugins, {})))

    return _costs(_told(work))


def _told(work: Work) -> defaultdict[str, list[str]]:
    """Return all that a copy of this process tells; raise MeasureError if its tests do not pass."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    try:
        for word, about in copied(work, lambda _: LONG):
            found[word].append(about)
    except HangError as error:
        raise MeasureError(f"With nothing changed, the tests hang at '{error}'.") from None
    if found["status"] != [PASSED]:
        raise MeasureError(f"With nothing changed, the tests fail:\n{''.join(found['output'])}")
    return found


def _costs(found: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Return what each test takes alone: what it shares with others is counted for all of them."""
    fixtures: defaultdict[str, float] = defaultdict(float)
    for name, took in map(json.loads, found["fixture"]):
        fixtures[name] = max(took, fixtures[name])
    costs = map(json.loads, found["cost"])
    return {test: own + sum(fixtures[name] for name in {*names} & fixtures.keys()) for test, own, names in costs}


def _lines(found: Mapping[str, Sequence[str]], traces: Path) -> dict[str, dict[str, list[str]]]:
    """Return who executes the lines: for those of a shared fixture, all tests that use it."""
    users: defaultdict[str, list[str]] = defaultdict(list)
    for test, _, names in map(json.loads, found["cost"]):
        users[test].append(test)
        for name in names:
            users[f"{FIXTURE}{name}"].append(test)
    lines: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for path in traces.iterdir():
        for context, files in json.loads(path.read_text(encoding="utf-8")).items():
            for file, numbers in files.items():
                for number in numbers:
                    lines[file][str(number)].update(users[context] or [IMPORT])
    return {file: {line: [*names] for line, names in known.items()} for file, known in lines.items()}
