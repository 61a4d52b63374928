"""Sites with missing translations and with protocols that share texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.oracle import made
from tests.oracle.edition import Edition, check, faults


def test_a_site_without_translations(tiny: Edition) -> None:
    """Every text of the content is English, marked as English, and every Vietnamese page says so."""
    check(faults(tiny))


def test_a_site_with_some_translations(partial: Edition) -> None:
    """What is missing or fuzzy is English, marked as English, and a page that shows it says so; no other does."""
    check(faults(partial))


@pytest.mark.parametrize("make", [made.twins, made.settled, made.gaps, made.repeated])
def test_catalogs_classes_gaps_and_repetitions(make: Callable[[Path], Edition], tmp_path: Path) -> None:
    """Catalogs stay apart, a class settles its facts, notices and references stand where they belong."""
    check(faults(make(tmp_path)))
