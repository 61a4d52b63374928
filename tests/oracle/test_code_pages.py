"""The page of every code says what its entry and the catalogs say."""

from __future__ import annotations

import pytest

from tests.oracle.edition import NAMES, PROTOCOLS, Edition, check, code_faults


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("locale", NAMES)
def test_code_pages(edition: Edition, locale: str, protocol: str) -> None:
    """Heading, texts, facts, flow, sources, comparisons and neighbours of every code."""
    check(code_faults(edition, locale, edition.protocols[protocol]))


@pytest.mark.parametrize("locale", NAMES)
def test_everything_is_translated(edition: Edition, locale: str) -> None:
    """No page of the edition has to say a word in another language than its own."""
    for protocol in edition.protocols.values():
        for code in protocol.codes.values():
            assert edition.expected_code(locale, protocol, code)["notice"] is None, code.slug


@pytest.mark.parametrize("locale", NAMES)
def test_pages_are_those_of_the_content(edition: Edition, locale: str) -> None:
    """Each code and each pair has a page, and nothing else has."""
    for protocol in edition.protocols.values():
        folder = edition.site / edition.path(locale, protocol.id, "")
        found = {path.parent.name for path in folder.glob("*/index.html")}
        assert found == {code.slug for code in protocol.codes.values()} | set(protocol.pairs), protocol.id
