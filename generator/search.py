"""The search index: Pagefind over a folder of small HTML files, one index a language.

Pagefind finds Vietnamese typed without tone marks and keeps one index per ``lang``. It reads a folder a hundred
times as fast as single records, so what is searched is written out small: title, gloss and prose, no theme.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.publish import PublishError


@dataclass(frozen=True, slots=True)
class Record:
    """A page as the search sees it."""

    path: str
    """Its folder from the site's root, with a slash at the end."""
    tag: str
    """Its language."""
    title: str
    """HTML text."""
    html: str
    """What is searched."""
    gloss: str = ""
    """The few words that matter most after the title: HTML text."""


@contextmanager
def index_beside(records: Iterable[Record], output: Path) -> Iterator[None]:
    """Write the search index of all languages to a new folder while the body runs.

    Pagefind is a program of its own and takes as long as writing some thousand pages: let it have the other core.
    It works in a folder of its own beside ``output``, which it gets when it is done: whatever is killed meanwhile,
    nothing is left anywhere else.
    Raises PublishError at the end if Pagefind cannot be run or fails; its own message is in it.
    """
    with tempfile.TemporaryDirectory(prefix=".search-", dir=output.parent) as name:
        pages, made = Path(name, "pages"), Path(name, "made")
        pages.mkdir()
        _write(records, pages)
        command = [sys.executable, "-m", "pagefind", "--site", str(pages), "--output-path", str(made)]
        with subprocess.Popen(
            [*command, "--quiet"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            try:
                yield
                said, _ = process.communicate()
            except BaseException:
                process.kill()
                raise
        entry = made / "pagefind-entry.json"
        if process.returncode != 0 or not entry.is_file():
            last = said.strip().splitlines()[-1:] or [f"it ended with status {process.returncode} and no message"]
            raise PublishError(f"Pagefind could not index the site: {last[0]}. What was there is unchanged.")
        # Pagefind lists the languages in the order of a hash map: the same site would give other bytes.
        entry.write_text(json.dumps(json.loads(entry.read_bytes()), sort_keys=True), encoding="utf-8")
        made.rename(output)


def _write(records: Iterable[Record], folder: Path) -> None:
    for record in records:
        page = folder / record.path
        page.mkdir(parents=True, exist_ok=True)
        html = (
            f'<!doctype html><html lang="{record.tag}"><title>{record.title}</title>'
            f"<body data-pagefind-body><h1>{record.title}</h1>"
            f'<h2 data-pagefind-meta="gloss">{record.gloss}</h2>{record.html}'
        )
        (page / "index.html").write_text(html, encoding="utf-8")
