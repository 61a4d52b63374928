"""One mutant against the tests that could see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
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
    """The tests that began, in their order; the last is the one that saw it, if one did."""


def chosen(mutant: Mutant, measured: Measured, broad: Sequence[str]) -> list[str]:
    """Return the tests that could see a mutant, those that execute it first, and the quickest of them first.

    The other tests of their files may use what those have made and kept. What the import executes could be seen by
    any test that uses the module, and by the tests of the whole, whose files are named.
    """
    direct = measured.executing(mutant.file, mutant.lines)
    if not mutant.is_inside or direct == {""}:
        whole = {test for test in measured.costs if Path(test.partition("::")[0]).name in broad}
        direct = measured.touching(mutant.file) | whole if direct else direct
    files = {test.partition("::")[0] for test in direct}
    others = [test for test in measured.costs if test not in direct and test.partition("::")[0] in files]
    return sorted(direct - {""}, key=measured.costs.__getitem__) + sorted(others, key=measured.costs.__getitem__)


def run(suite: Suite, data: bytes, tests: Sequence[str], costs: Mapping[str, float]) -> Trial:
    """Run tests with a mutant, until one fails."""
    if not tests:
        return Trial("not run", ())
    found: defaultdict[str, list[str]] = defaultdict(list)

    def work(folder: Path, tell: Tell) -> None:
        hook.install(data)
        mutant = folder / "mutant"
        mutant.write_bytes(data)
        chooser = Chooser(tests, costs.keys(), tell)
        status = run_pytest(suite, folder, ["-x", *files_of(tests)], [chooser], {hook.MUTANT: str(mutant)})
        tell(("status", status))

    def patience(event: Event | None) -> float:
        return SLACK + FACTOR * (costs.get(event[1], 0.0) if event else 1.0)

    try:
        for word, about in copied(work, patience):
            found[word].append(about)
    except HangError:
        return Trial("timed out", tuple(found["test"]))
    return Trial("survived" if found["status"] == [PASSED] else "killed", tuple(found["test"]))
