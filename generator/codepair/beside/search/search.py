"""The search index: Pagefind over small HTML pages, one index a language.

Pagefind finds words typed without their marks and keeps one index per ``lang``. What is searched is written out
small: title, gloss and prose, no theme, and what ``folding.py`` adds. ``indexer.py`` hands it over, in a process of
its own.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html import escape, unescape
from pathlib import Path
from typing import NamedTuple

import codepair
from codepair.beside.search import indexer
from codepair.beside.search.folding import hidden_words
from codepair.kit.faults import UNCHANGED, PublishError

LIMIT = 600.0
"""Seconds that Pagefind is waited for; for ten thousand records it takes a few."""


class Record(NamedTuple):
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
    lang: str = ""
    """The language of the texts, if it is another than that of the index they are in."""


class Indexing:
    """Pagefind at work in a folder of its own beside the one it makes."""

    def __init__(self, process: subprocess.Popen[str], made: Path, output: Path) -> None:
        self._process = process
        self._made = made
        self._output = output
        self._is_finished = False

    def finish(self) -> None:
        """Wait until the index is made and put it in its place.

        Raises PublishError if Pagefind fails or does not end; its own message is in it.
        """
        if self._is_finished:
            return
        try:
            said, _ = self._process.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            raise PublishError(
                f"Pagefind was stopped: it had not ended when it had been waited for {LIMIT:.0f} seconds. "
                f"{UNCHANGED} Build again; if it hangs again, see whether 'python -m pagefind --version' answers."
            ) from None
        entry = self._made / "pagefind-entry.json"
        status = self._process.returncode
        if status != 0 or not entry.is_file():
            raise PublishError(
                f"Pagefind could not index the site: {_last_words(said, status)}. {UNCHANGED} If it "
                "does not say what to mend, see whether 'python -m pagefind --version' answers; "
                "\"pip install --force-reinstall 'pagefind[bin]'\" installs it anew."
            )
        # Pagefind lists the languages in the order of a hash map: the same site would give other bytes.
        entry.write_text(json.dumps(json.loads(entry.read_bytes()), sort_keys=True), encoding="utf-8")
        self._made.rename(self._output)
        self._is_finished = True


@contextmanager
def index_beside(records: Iterable[Record], output: Path) -> Iterator[Indexing]:
    """Write the search index of all languages to a new folder while the body runs.

    Pagefind is a program of its own and takes as long as writing some thousand pages: let it have the other core.
    It works in a folder of its own beside ``output``, which it gets when it is done, and ends with this process:
    whatever is killed meanwhile, nothing is left anywhere else.
    Raises PublishError at the end if Pagefind cannot be run, fails or does not end.
    Raises OSError if what it is to read cannot be written, or no process can be started.
    """
    work = output.with_name(f".{output.name}.work")
    requests, made = work / "requests", work / "made"
    try:
        work.mkdir(parents=True)
        with requests.open("wb") as file:
            file.writelines(indexer.requests(map(_page, records)))
        with _started(requests, made) as process:
            try:
                indexing = Indexing(process, made, output)
                yield indexing
                indexing.finish()
            finally:
                process.kill()
        shutil.rmtree(work)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise


def _started(requests: Path, made: Path) -> subprocess.Popen[str]:
    # It is imported from where this module is, whatever the working folder holds.
    path = os.pathsep.join(filter(None, (str(Path(codepair.__file__).parent.parent), os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "codepair.beside.search.indexer", str(os.getpid()), str(requests), str(made)],
        env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )


def _last_words(said: str, status: int) -> str:
    """Return what a program said before it ended, its notes to programmers left out."""
    noise = ("note: ", "stack backtrace:")
    lines = [line.strip() for line in said.splitlines() if line.strip() and not line.startswith(noise)]
    return " ".join(lines[-3:]).rstrip(".") or f"It ended with {indexer.ending(status)} and no message"


_TAG = re.compile(r"<[^>]*>")


def _page(record: Record) -> tuple[str, str, str]:
    hidden = hidden_words(unescape(_TAG.sub(" ", f"{record.title} {record.gloss} {record.html}")))
    lang = f'<i data-pagefind-meta="lang:{escape(record.lang)}"></i>' if record.lang else ""
    html = (
        f'<!doctype html><html lang="{record.tag}"><title>{record.title}</title>'
        f"<body data-pagefind-body><h1>{record.title}</h1>"
        f'<h2 data-pagefind-meta="gloss">{record.gloss}</h2>{record.html}{lang}'
        # What is metadata is searched and is no part of what a result shows.
        f'<i data-pagefind-meta="folded[data-folded]" data-folded="{escape(hidden)}"></i>'
    )
    # A page of somebody else is in the index of each language; Pagefind takes one page at an address.
    part = f"#{record.tag}" if record.lang else ""
    return f"{record.tag}/{record.path}index.html", f"/{record.path}{part}", html
