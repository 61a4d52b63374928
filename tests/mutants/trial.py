"""One mutant against the tests that could see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from tests.mutants import hook
from tests.mutants.child import Event, HangError, Suite, Tell, copied, run_pytest
from tests.mutants.draw import Mutant
from tests.mutants.measure import Measured

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


class Chooser:
    """Lets some tests run, in a given order, and tells of each."""

    def __init__(self, tests: Sequence[str], known: Collection[str], tell: Tell) -> None:
        self._order = {test: at for at, test in enumerate(tests)}
        self._known = known
        self._tell = tell

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Choose tests; one that is there only with the mutant is run too, after the others."""
        items[:] = [item for item in items if item.nodeid in self._order or item.nodeid not in self._known]
        items.sort(key=lambda item: self._order.get(item.nodeid, len(self._order)))

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Tell of a test."""
        self._tell(("test", nodeid))


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
    """Run tests with a mutant, or with nothing changed if there is no data, until one fails."""
    if not tests:
        return Trial("not run", ())
    ran: list[str] = []
    status = ""

    def work(folder: Path, tell: Tell) -> None:
        environment = {}
        if data:
            hook.install(data)
            mutant = folder / "mutant"
            mutant.write_bytes(data)
            environment[hook.MUTANT] = str(mutant)
        files = dict.fromkeys(test.partition("::")[0] for test in tests)
        chooser = Chooser(tests, costs.keys(), tell)
        tell(("status", str(run_pytest(suite, folder, ["-x", *files], chooser, environment))))

    def patience(event: Event | None) -> float:
        return SLACK + FACTOR * (costs.get(event[1], 0.0) if event else 1.0)

    try:
        for word, about in copied(work, patience):
            if word == "test":
                ran.append(about)
            elif word == "status":
                status = about
    except HangError:
        return Trial("timed out", tuple(ran))
    return Trial("survived" if status == str(int(pytest.ExitCode.OK)) else "killed", tuple(ran))
