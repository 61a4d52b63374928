"""The JSON documents say what content and catalogs say."""

from __future__ import annotations

import pytest

from tests.oracle.edition import NAMES, PROTOCOLS, Edition, check, document_faults


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("locale", NAMES)
def test_documents(edition: Edition, locale: str, protocol: str) -> None:
    """Every field of the protocol, of its codes and of the pairs with guidance."""
    check(document_faults(edition, locale, edition.protocols[protocol]))


def test_documents_are_those_of_the_content(edition: Edition) -> None:
    """Each protocol has a document in each locale, and so has what stands between them; nothing else has."""
    found = {path.relative_to(edition.site).as_posix() for path in edition.site.glob("api/v2/*/*")}
    protocols = edition.protocols.values()
    own = {edition.document_path(locale, protocol) for locale in NAMES for protocol in protocols}
    assert found == own | {f"api/v2/{locale}/pairs.json" for locale in NAMES}
