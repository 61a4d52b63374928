"""What stands between protocols is on pages and in documents as content and catalogs say it."""

from __future__ import annotations

import pytest

from tests.oracle.edition import NAMES, Edition, between_faults, check, faults


@pytest.mark.parametrize("locale", NAMES)
def test_comparisons_across_and_tables(edition: Edition, locale: str) -> None:
    """Every comparison of codes of two protocols, every published table, and their document."""
    check(between_faults(edition, locale))


@pytest.mark.parametrize("locale", NAMES)
def test_pages_are_those_of_the_content(edition: Edition, locale: str) -> None:
    """Each comparison and each table has a page, and nothing else has."""
    for folder, names in (
        ("compare", {each.slug for each in edition.between.pairs}),
        ("mappings", {each.id for each in edition.between.tables}),
    ):
        below = edition.site / edition.path(locale, folder, "").removesuffix("//")
        assert {path.parent.name for path in below.glob("*/index.html")} == names


def test_two_protocols_with_all_that_can_stand_between_them(between: Edition) -> None:
    """In a language that has every text, in one that lacks some, and in one that is read from the right."""
    check(faults(between))
