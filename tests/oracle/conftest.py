"""The sites that the oracle reads, each with what it was made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.oracle import made
from tests.oracle.edition import NAMES, ROOT, Edition


@pytest.fixture(scope="session")
def edition(site: Path) -> Edition:
    """The project's own edition, built for a subpath."""
    return Edition(ROOT / "content", ROOT / "locales", site, NAMES, "http://127.0.0.1/project/")


@pytest.fixture(scope="session")
def tiny(tiny_site: Path) -> Edition:
    """The tiny site, whose content no catalog translates."""
    root = tiny_site.parent
    return Edition(root / "content", root / "locales", tiny_site, NAMES, made.ADDRESS)


@pytest.fixture(scope="session")
def between(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """A site of two protocols with comparisons across and tables, in three locales."""
    return made.between(tmp_path_factory.mktemp("between"))


@pytest.fixture(scope="session")
def partial(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """A site with complete, missing and fuzzy translations, in four locales."""
    return made.partial(tmp_path_factory.mktemp("partial"))
