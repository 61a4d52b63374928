"""Fixtures of tests that look at the project's own site in a real Chromium; a module may serve another ``base``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.served import chromium_browser, hosted


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium that calls nobody."""
    with chromium_browser() as made:
        yield made


@pytest.fixture(scope="module")
def base(site: Path) -> Iterator[str]:
    """The address of the served site."""
    with hosted(site.parent) as address:
        yield address


@pytest.fixture
def context(browser: Browser, base: str) -> Iterator[BrowserContext]:
    """A context in which every complaint and every foreign request fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    wrong: list[str] = []

    def watch(page: Page) -> None:
        page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))

    def foreign(url: str) -> bool:
        host = base.split("/project/")[0]
        return not url.startswith((host, "data:", "blob:"))

    context.on("page", watch)
    context.on("request", lambda request: wrong.append(request.url) if foreign(request.url) else None)
    yield context
    context.close()
    # The browser itself reports that the error page came with status 404.
    assert [text for text in wrong if "the server responded with a status of 404" not in text] == []
