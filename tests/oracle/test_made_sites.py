"""Sites with missing translations and with protocols that share texts."""

from __future__ import annotations

from tests.oracle.edition import Edition, faults


def test_a_site_without_translations(tiny: Edition) -> None:
    """Every text of the content is English, marked as English, and every Vietnamese page says so."""
    assert faults(tiny) == []


def test_a_site_with_some_translations(partial: Edition) -> None:
    """What is missing or fuzzy is English, marked as English, and a page that shows it says so; no other does."""
    assert faults(partial) == []


def test_what_the_generator_has_to_mend(twins: Edition) -> None:
    """Protocols with catalogs of their own, a class that settles its facts, and notices where they belong."""
    assert faults(twins) == []
