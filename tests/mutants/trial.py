"""One mutant against the tests that could see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.mutants import hook
from tests.mutants.child import PASSED, Event, HangError, Suite, Tell, copied, files_of, run_pytest
from tests.mutants.draw import Mutant
from tests.mutants.measure import Measured
from tests.mutants.plugins import Chooser

Outcome = Literal["killed", "timed out", "survived", "not run"]

FACTOR = 10.0
SLACK = 10.0
"""A test may take so many times as long as without a mutant, and so many seconds more."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a mutant."""

    outcome: Outcome
    ran: tuple[str, ...]
    """The tests that began, in their order, of those that were given first."""


def chosen(mutant: Mutant, measured: Measured, broad: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the tests that execute a mutant, and others that could see it; the quickest first.

    The others of their files may use what those have made and kept. What the import executes could be seen by any
    test that uses the module, and by the tests of the whole, whose files or folders are named.
    """
    tests = measured.executing(mutant.file, mutant.lines)
    others: set[str] = set()
    if tests and (not mutant.is_inside or tests == {""}):
        tests = measured.touching(mutant.file)
        others = {test for test in measured.costs if {*Path(test.partition("::")[0]).parts} & {*broad}}
    elif tests:
        files = files_of(tests)
        others = {test for test in measured.costs if test.partition("::")[0] in files}
    cost = measured.costs.__getitem__
    return sorted(tests - {""}, key=cost), sorted(others - tests, key=cost)


def run(
    suite: Suite,
    data: bytes,
    tests: Sequence[str],
    others: Sequence[str],
    costs: Mapping[str, float],
    slack: float = SLACK,
) -> Trial:
    """Run tests and then others with a mutant, until one fails."""
    order = [*tests, *others]
    if not order:
        return Trial("not run", ())
    found: defaultdict[str, list[str]] = defaultdict(list)

    def work(folder: Path, tell: Tell) -> None:
        hook.install(data)
        mutant = folder / "mutant"
        mutant.write_bytes(data)
        chooser = Chooser(order, costs.keys(), tell)
        status = run_pytest(suite, folder, ["-x", *files_of(order)], [chooser], {hook.MUTANT: str(mutant)})
        tell(("status", status))

    def patience(event: Event | None) -> float:
        return slack + FACTOR * (costs.get(event[1], 0.0) if event else 1.0)

    outcome: Outcome = "timed out"
    with suppress(HangError):
        for word, about in copied(work, patience):
            found[word].append(about)
        outcome = "survived" if found["status"] == [PASSED] else "killed"
    return Trial(outcome, tuple(test for test in found["test"] if test in tests))
