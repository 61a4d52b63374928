"""The whole project, built once for all tests that look at its pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from codepair.site.project import Project

from tests import support

SUBPATH = "/project/"
"""Where the built site is served from in tests: never the root, as on GitHub Pages."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The project's own site, as ``mkdocs build`` makes it for a subpath of a host."""
    folder = tmp_path_factory.mktemp("host") / "project"
    yield support.built(support.ROOT, folder, site_url=f"http://127.0.0.1{SUBPATH}")


@pytest.fixture(scope="session")
def project() -> Project:
    """The project as it is, opened once: nothing changes it."""
    return support.opened(support.ROOT)


@pytest.fixture(scope="session")
def tiny_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny site, built."""
    root = support.tiny(tmp_path_factory.mktemp("tiny"))
    return support.built(root, root / "site")
