"""``mkdocs serve`` shows an edit to an entry, a catalog or a template, where the page stands."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import support
from tests.served import chromium_browser

PATIENCE = 40.0
"""Seconds until an edit counts as not shown; the machine may be busy."""

expect.set_options(timeout=PATIENCE * 1000)


@contextmanager
def served(root: Path, *options: str, builder: str = "mkdocs") -> Iterator[str]:
    """Run ``mkdocs serve`` in a project, or another builder's; yield the address."""
    port = support.free_port()
    log = root / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", builder, "serve", "-f", "mkdocs.yml", "-a", f"127.0.0.1:{port}", *options],
            cwd=root,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **support.NO_NOTICE, "PYTHONUTF8": "1"},
        )
    try:
        yield f"http://127.0.0.1:{port}"
    except BaseException:
        print(log.read_text(encoding="utf-8"))
        raise
    finally:
        process.terminate()
        process.wait()


def shows(address: str, text: str, status: int = 200) -> bool:
    """Return whether a page comes to show a text, with a status, before patience ends."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
                if answer.status == status and text in answer.read().decode():
                    return True
        except urllib.error.HTTPError as error:
            if error.code == status and text in error.read().decode():
                return True
        except OSError:
            pass
        time.sleep(0.1)
    return False


CATALOG = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "The request was carried out."
msgstr "{0}"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The tiny site in a folder of its own, with a catalog and a template of its own."""
    root = support.tiny(
        tmp_path / "tiny",
        files={
            "locales/vi/LC_MESSAGES/toy.po": CATALOG.format("Xong."),
            "overrides/partials/copyright.html": "<p>Made by hand</p>",
        },
    )
    options = root / "mkdocs.yml"
    options.write_text(
        options.read_text(encoding="utf-8").replace("font: false", "font: false\n  custom_dir: overrides"),
        encoding="utf-8",
    )
    return root


def test_edits_are_shown(root: Path) -> None:
    """An entry, a catalog and a template are watched; a mistake is reported, and mending it goes on."""
    entry = root / "content/toy/200.yml"
    source = entry.read_text(encoding="utf-8")
    with served(root) as base:
        page, translated = f"{base}/docs/toy/200/", f"{base}/docs/vi/toy/200/"
        assert shows(page, "It worked")
        assert shows(translated, "Xong.")
        entry.write_text(source.replace("It worked", "It really worked"), encoding="utf-8")
        assert shows(page, "It really worked")
        catalog = root / "locales/vi/LC_MESSAGES/toy.po"
        catalog.write_text(CATALOG.format("Đã làm xong."), encoding="utf-8")
        assert shows(translated, "Đã làm xong.")
        (root / "overrides/partials/copyright.html").write_text("<p>Made with care</p>", encoding="utf-8")
        assert shows(page, "Made with care")
        entry.write_text(source.replace("phrase:", "phrse:"), encoding="utf-8")
        assert printed(root, "unknown field 'phrse'")
        entry.write_text(source.replace("It worked", "It works again"), encoding="utf-8")
        assert shows(page, "It works again")


def test_a_template_fails(root: Path) -> None:
    """Whoever asks for a page is told the template's place, and sees the page again when it is mended."""
    template = root / "overrides/partials/copyright.html"
    with served(root) as base:
        page = f"{base}/docs/toy/200/"
        assert shows(page, "Made by hand")
        template.write_text("<p>\n{{ nothing.of.it }}</p>", encoding="utf-8")
        assert shows(page, "overrides/partials/copyright.html:2: &#x27;nothing&#x27; is undefined", status=500)
        template.write_text("<p>\n{% if %}</p>", encoding="utf-8")
        assert shows(page, "overrides/partials/copyright.html:2: Expected an expression", status=500)
        template.write_text("<p>Made with care</p>", encoding="utf-8")
        assert shows(page, "Made with care")


def printed(root: Path, text: str) -> bool:
    """Return whether the server comes to print a text before patience ends."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if text in (root / "serve.log").read_text(encoding="utf-8").lower():
            return True
        time.sleep(0.1)
    return False


SCRIPT = re.compile(rb'<script src="/\.codepair/live\.js\?since=\d+"></script>')


def fetched(address: str) -> bytes:
    """Return what is at an address."""
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        data: bytes = answer.read()
    return data


def test_it_serves_what_is_built(root: Path) -> None:
    """Apart from the script of the live reload, over HTTP too; the search among it."""
    with served(root) as base:
        assert shows(f"{base}/docs/toy/200/", "It worked")
        site = support.built(root, root / "built", site_url=f"{base}/docs/")
        names = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
        assert "pagefind/pagefind.js" in names and "404.html" in names and "assets/codepair/site.css" in names
        for name in names:
            address = f"{base}/docs/{name.removesuffix('index.html')}"
            data = fetched(address)
            assert SCRIPT.sub(b"", data) == (site / name).read_bytes(), name
            assert len(SCRIPT.findall(data)) == name.endswith(".html"), name


def test_addresses(root: Path) -> None:
    """The root and a missing slash lead on, what does not exist is the site's error page with its status."""
    with served(root) as base:
        assert shows(f"{base}/", "TOY")
        assert shows(f"{base}/docs/toy/200", "It worked")
        with pytest.raises(urllib.error.HTTPError) as missing:
            fetched(f"{base}/docs/toy/999/")
        assert missing.value.code == 404
        assert b"This page does not exist" in missing.value.read()
        missing.value.close()
        request = urllib.request.Request(f"{base}/docs/assets/codepair/site.css")
        with urllib.request.urlopen(request) as answer:
            tag = answer.headers["ETag"]
        request.add_header("If-None-Match", tag)
        with pytest.raises(urllib.error.HTTPError) as unchanged:
            urllib.request.urlopen(request)
        assert unchanged.value.code == 304
        unchanged.value.close()


def test_without_live_reload(root: Path) -> None:
    """Then MkDocs serves files, and every page is written."""
    with served(root, "--no-livereload") as base:
        assert shows(f"{base}/docs/vi/toy/200/", "Xong.")
        assert b"/.codepair/" not in fetched(f"{base}/docs/vi/toy/200/")


def test_address_in_use(root: Path) -> None:
    """A second server on the same address says so, without a traceback."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = support.run("mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}", cwd=root)
    assert done.returncode == 1
    assert f"127.0.0.1:{port} cannot be served from" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def page() -> Iterator[Page]:
    """A page of a headless Chromium."""
    with chromium_browser() as browser:
        yield browser.new_page()


@pytest.mark.browser
def test_the_open_page_shows_an_edit(root: Path, page: Page) -> None:
    """Text is put in its place without loading the page; a mistake is shown until it is mended."""
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    entry, catalog = root / "content/toy/200.yml", root / "locales/vi/LC_MESSAGES/toy.po"
    source = entry.read_text(encoding="utf-8")
    with served(root) as base:
        assert shows(f"{base}/docs/", "TOY")
        page.goto(f"{base}/docs/toy/200-vs-404/")
        listening(page)
        page.evaluate("window.kept = true")
        entry.write_text(source.replace("The request was carried out.", "The request was done."), encoding="utf-8")
        expect(page.get_by_text("The request was done.").first).to_be_visible()
        assert page.evaluate("window.kept") is True
        tries = page.locator("tr", has=page.locator("th", has_text="Tries")).locator("td").first
        # A fact more is another table, and other sentences.
        entry.write_text(source.replace('value: "1200"', 'value: "7"'), encoding="utf-8")
        expect(tries).to_have_text(re.compile("7 our reading"))
        entry.write_text(source.replace("phrase:", "phrse:"), encoding="utf-8")
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("content/toy/200.yml:2:1: error: Unknown field 'phrse'.")
        expect(alert).to_contain_text("What was there is unchanged")
        expect(tries).to_have_text(re.compile("7 our reading"))
        entry.write_text(source, encoding="utf-8")
        expect(alert).to_have_count(0)
        expect(tries).to_have_text(re.compile("1,200 our reading"))
        page.goto(f"{base}/docs/vi/toy/200/")
        listening(page)
        catalog.write_text(CATALOG.format("Đã làm xong việc."), encoding="utf-8")
        expect(page.get_by_text("Đã làm xong việc.").first).to_be_visible()
        (root / "overrides/partials/copyright.html").write_text("<p>By many hands</p>", encoding="utf-8")
        expect(page.get_by_text("By many hands")).to_be_visible()
        options = root / "mkdocs.yml"
        options.write_text(
            options.read_text(encoding="utf-8").replace("site_name: Toys", "site_name: Blocks"), encoding="utf-8"
        )
        expect(page).to_have_title(re.compile("Blocks"))
        assert wrong == []


def listening(page: Page) -> None:
    """Wait until the page is told of edits."""
    page.wait_for_load_state("load")
    page.wait_for_timeout(300)
