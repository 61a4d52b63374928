"""What pytest is told by, and tells, in the processes that run tests."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Collection, Generator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.mutants.child import Tell
from tests.mutants.hook import Tracer

IMPORT = ""
"""The context in which modules are imported."""

FIXTURE = "fixture:"
"""What the context of a fixture begins with that is made for more than one test."""


class Collector:
    """Tells which tests there are, and what was imported until then."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Tell what was found."""
        for item in session.items:
            self._tell(("test", item.nodeid))
        root = session.config.rootpath
        for name, module in list(sys.modules.items()):
            file = getattr(module, "__file__", None)
            if file is not None and _is_library(Path(file), root):
                self._tell(("library", name))


class Meter:
    """Tells how long each test and fixture takes, and a tracer, if there is one, who executes lines."""

    def __init__(self, tell: Tell, tracer: Tracer | None = None) -> None:
        self._tell = tell
        self._tracer = tracer
        self._context = IMPORT
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
            self._switch(IMPORT)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
        """Measure a fixture for several tests."""
        if fixturedef.scope == "function":
            return (yield)
        before = self._context
        self._switch(f"{FIXTURE}{fixturedef.argname}")
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
        if self._tracer is not None:
            self._tracer.switch(context)


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


def _is_library(file: Path, root: Path) -> bool:
    return "site-packages" in file.parts or not file.is_relative_to(root)
