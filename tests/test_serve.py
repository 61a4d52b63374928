"""``mkdocs serve`` shows an edit to an entry, a catalog or a template."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import support

PATIENCE = 40.0
"""Seconds until an edit counts as not shown; the machine may be busy."""


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(root: Path) -> Iterator[str]:
    """Run ``mkdocs serve`` in a project; yield the address."""
    port = free_port()
    log = root / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
            cwd=root,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"},
        )
    try:
        yield f"http://127.0.0.1:{port}"
    except BaseException:
        print(log.read_text(encoding="utf-8"))
        raise
    finally:
        process.terminate()
        process.wait()


def shows(address: str, text: str) -> bool:
    """Return whether a page comes to show a text before patience ends."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
                if text in answer.read().decode():
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


def printed(root: Path, text: str) -> bool:
    """Return whether the server comes to print a text before patience ends."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if text in (root / "serve.log").read_text(encoding="utf-8").lower():
            return True
        time.sleep(0.1)
    return False
