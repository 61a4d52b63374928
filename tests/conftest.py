"""The whole project, built once for all tests that look at its pages; which tests keep together side by side."""

from __future__ import annotations

import gc
import os
from importlib import metadata
from pathlib import Path

import pytest
from hypothesis import settings
from packaging.utils import canonicalize_name

from codepair.kit.collecting import THRESHOLDS
from codepair.recognizing.recognizers import Recognizers
from codepair.site.project import Project
from tests import lines, supply, support
from tests.support import SUBPATH

pytest_plugins = ["tests.browsing"]

# A run of tests keeps what it has read: looking through it for garbage took a ninth of its time.
gc.set_threshold(*THRESHOLDS)

# How long an example takes says how busy the machine is; time that grows with a text has tests of its own.
settings.register_profile("ours", deadline=None)
settings.load_profile("ours")

FIRST = ("package", "shell", "browser", "faults", "injection", "existing", "queries", "answers", "search", "unruly")
"""The modules of tests that take longest: begun first, none of them is what a run waits for in the end."""


def pytest_xdist_auto_num_workers() -> int:
    """Return how many processes run tests: one more than there are processors, since many wait for a browser."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Side by side, begin with the modules that take longest."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: rank(item.path))


def rank(path: Path) -> int:
    """Return when a module begins: those that take long in their order, then all others.

    >>> rank(Path("tests/test_package.py")) < rank(Path("tests/test_shell.py")) < rank(Path("tests/test_load.py"))
    True
    """
    name = path.stem.removeprefix("test_")
    return FIRST.index(name) if name in FIRST else len(FIRST)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own site, as ``mkdocs build`` makes it for a subpath of a host."""

    def build(folder: Path) -> None:
        support.built(support.ROOT, folder / "project", site_url=f"http://127.0.0.1{SUBPATH}")

    return support.once(tmp_path_factory, "host", build) / "project"


@pytest.fixture(scope="session")
def project() -> Project:
    """The project as it is, opened once: nothing changes it."""
    return support.opened(support.ROOT)


@pytest.fixture(scope="session")
def known(project: Project) -> list[Recognizers]:
    """All recognizers of the edition."""
    return lines.known(project.library)


@pytest.fixture
def locked() -> None:
    """Leave out a test where another lock is installed (``make test-oldest``)."""
    versions = {(pin.name, pin.version) for pin in supply.read_pins(supply.ALL)}
    there = {(str(canonicalize_name(one.metadata["Name"])), one.version) for one in metadata.distributions()}
    names = {name for name, _ in there}
    if {name for name, _ in versions} & names - {name for name, _ in versions & there}:
        pytest.skip(f"another lock than {supply.ALL} is installed")


@pytest.fixture(scope="session")
def tiny_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny site, built."""

    def build(folder: Path) -> None:
        support.built(support.tiny(folder), folder / "site")

    return support.once(tmp_path_factory, "tiny-built", build) / "site"
