"""Comparisons say what the two entries, the guidance and the catalogs say."""

from __future__ import annotations

import pytest

from tests.oracle.edition import NAMES, PROTOCOLS, Edition, check, pair_faults, sample

COUNT = 300
SEED = 4028
"""Chooses the comparisons without guidance."""


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("locale", NAMES)
@pytest.mark.parametrize("seed", [SEED], ids="seed-{}".format)
def test_comparisons(edition: Edition, locale: str, protocol: str, seed: int) -> None:
    """All with guidance and others drawn by chance, 300 in all."""
    chosen = sample(edition.protocols, COUNT, seed)
    assert len(chosen) == COUNT
    check(pair_faults(edition, locale, [item for item in chosen if item[0].id == protocol]))
