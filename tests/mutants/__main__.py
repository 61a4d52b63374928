"""Changes the code in one place at a time and runs the tests that could see it: ``python -m tests.mutants``.

The mutants are drawn with the commit's hash as the seed. They exist in memory only: no file of the project is
written. Each is run by the tests that execute its line, the quickest first, until one fails. What no test sees is
printed; the exit status is 1 if less than ``--least`` of a hundred are seen.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from tests.mutants import measure, trial
from tests.mutants.child import Suite
from tests.mutants.draw import draw, modules, package_of
from tests.mutants.measure import Measured, MeasureError
from tests.mutants.report import SURVIVED, Result, accepted

SOURCES = ("kit", "library", "language", "pages")
"""The wings whose code is changed."""

PACKAGE = Path("generator/codepair")

BROAD = ("test_content.py", "test_golden.py", "test_invalid.py", "oracle", "test_site.py")
"""Test files, and folders of them, that see the whole: run for what only the import of a module executes."""

LEFT_OUT = (
    "test_audit.py",
    "test_browser.py",
    "test_build.py",
    "test_deploy.py",
    "test_faults.py",
    "test_injection.py",
    "test_mutants.py",
    "test_peers.py",
    "test_publish.py",
    "test_supply.py",
    "test_unruly.py",
    "tests/test_fuzz.py::test_malformed_files",
    "tests/test_fuzz.py::test_time_grows_with_the_length",
    "tests/test_fuzz.py::test_time_of_expressions",
)
"""Test files and tests that take long, look at the clock, open hundreds of connections, or compare builds."""

MARKS = "not browser and not registry"


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw mutants, try them and print what came of it."""
    options = _options(arguments)
    root = Path.cwd()
    sources = [(root / path).resolve() for path in options.package or [PACKAGE / wing for wing in SOURCES]]
    files = list(modules(sources))
    if options.only:
        files = [file for file in files if file.is_relative_to((root / options.only).resolve())]
    seed = options.seed or _commit(root)
    drawn = draw(files, options.count, seed)
    if not drawn:
        print("There is nothing to change there.", file=sys.stderr)
        return 2
    left_out = tuple(name for name in LEFT_OUT if name not in options.include)
    suite = Suite(root, root / ".mutants", left_out, options.marks)
    started = time.monotonic()
    try:
        measured = _measured(suite, sources, options.tests, options.workers)
    except MeasureError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{len(drawn)} mutants with seed {seed}, {len(measured.costs)} tests", flush=True)
    result = Result(root, accepted(Path(__file__).with_name("accepted.toml")))
    tests, others = zip(*(trial.chosen(mutant, measured, BROAD) for mutant in drawn), strict=True)
    run = partial(trial.run, suite, costs=measured.costs, slack=options.slack)
    with measure.pool(options.workers, measured.libraries) as pool:
        trials = pool.map(run, [mutant.data for mutant in drawn], tests, others)
        for mutant, found in zip(drawn, trials, strict=True):
            result.trials.append((mutant, found))
            if found.outcome in SURVIVED:
                print(result.line(mutant, found), flush=True)
    print(f"{result.summary()}, in {time.monotonic() - started:.0f} s")
    if options.report:
        options.report.write_text(result.markdown(seed), encoding="utf-8")
    return 1 if result.share < options.least else 0


def _measured(suite: Suite, sources: Sequence[Path], tests: Sequence[Path], workers: int) -> Measured:
    """Return what is known about the tests; it is measured again if something changed since the last time."""
    folders = {package_of(path) for path in sources} | {suite.root / path for path in tests}
    key = measure.digest(suite, sorted(folders))
    known = measure.recall(suite, key)
    if known is not None:
        return known
    print("Measuring which lines each test executes", flush=True)
    found = measure.measure(suite, sources, workers)
    measure.keep(suite, key, found)
    return found


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    add = parser.add_argument
    add("--count", type=int, default=300, help="how many mutants")
    add("--seed", help="the same seed and sources make the same mutants; the commit's hash if not given")
    add("--package", type=Path, action="append", help="a folder or module whose code is changed, in place of ours")
    add("--only", type=Path, help="draw from this folder or module of them only")
    add("--tests", type=Path, action="append", help="a folder of tests: what was measured is for what is in it")
    add("--include", action="append", default=[], help="a test file, or a test, that is left out otherwise")
    add("--marks", default=MARKS, help="which marked tests are run, as pytest's -m takes it")
    add("--least", type=float, default=85.0, help="how many of a hundred must be killed")
    add("--report", type=Path, help="a file for the figures and the survivors")
    add("--slack", type=float, default=trial.SLACK, help="seconds that each test may take longer, not to be a hang")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    add("--workers", type=int, default=cores, help="how many mutants are tried at a time")
    options = parser.parse_args(arguments)
    options.tests = options.tests or [Path("tests")]
    return options


def _commit(root: Path) -> str:
    command = ["git", "rev-parse", "HEAD"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
