"""A built site served as a static host does, and a Chromium that looks at it."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import chromium
from tests.support import SUBPATH

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    """A connection is kept: a page asks for many files."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class _Host(_Handler):
    """A static host: folders have index.html, and what is missing gets the site's error page."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own error page."""
        body = (Path(self.directory) / SUBPATH.strip("/") / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@contextmanager
def hosted(folder: Path) -> Iterator[str]:
    """Serve a folder with a site below the subpath, as GitHub Pages does; give the site's address."""
    with served(folder, _Host) as address:
        yield address.removesuffix("/") + SUBPATH


@contextmanager
def served(folder: Path, handler: type[http.server.SimpleHTTPRequestHandler] = _Handler) -> Iterator[str]:
    """Serve a folder; give its address, with a slash at the end."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def chromium_browser(*, whole: bool = False) -> Iterator[Browser]:
    """Give a headless Chromium that calls nobody; ``whole`` is the one that readers have, with its windows."""
    found = chromium.find(whole=whole)
    assert found, "run 'python -m tests.chromium' first"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


def results(page: Page, query: str) -> list[tuple[str, str]]:
    """Type into the search of the codes; return address and text of each result, the best first."""
    if not page.get_by_role("dialog").is_visible():
        page.locator(".cp-search-open").click()
    box = page.get_by_role("dialog")
    expect(box).to_be_visible()
    box.get_by_role("searchbox").fill("")
    expect(box.locator("li")).to_have_count(0)
    box.get_by_role("searchbox").fill(query)
    page.wait_for_function(
        "() => document.querySelector('.cp-search li a') || "
        "document.querySelector('.cp-search > [role=status]').textContent.length > 11"
    )
    page.wait_for_timeout(100)
    found = box.locator("li a").evaluate_all("links => links.map(e => [e.getAttribute('href') || '', e.innerText])")
    return [(address, text) for address, text in found]


def search(page: Page, query: str) -> list[str]:
    """Type into the search and return the addresses of the results, the best first."""
    page.keyboard.press("/")
    box = page.get_by_role("dialog")
    expect(box).to_be_visible()
    box.get_by_role("searchbox").fill(query)
    box.locator("li a").first.wait_for()
    found = box.locator("li a").evaluate_all("links => links.map(e => e.getAttribute('href') || '')")
    return [str(address) for address in found]
