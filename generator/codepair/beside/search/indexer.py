"""Has Pagefind index pages one by one and writes what it makes: a program of its own, run by ``search.py``.

Pagefind can read a folder itself, but it takes its files in the order that the file system happens to list them in,
so that another disk gives another index, and leaves out without a word what it cannot open. Asked one by one it
answers for every page.

``python -m codepair.beside.search.indexer <parent> <requests> <folder>``: the process to end with, a file with a
request a line, and the folder to make. What goes wrong is printed, and the status is 1.
"""

from __future__ import annotations

import base64
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from codepair.kit.tether import tie

_OWN_LOOKS = re.compile(r"pagefind-(ui|modular-ui|component-ui|highlight)\.")
"""Pagefind's own fields and lists, 0.4 MB that no page of a site loads: ``site.js`` shows what is found."""


class IndexerError(Exception):
    """The index cannot be made; the message says why."""


def request(number: int, **payload: object) -> bytes:
    """Return a request of Pagefind's service as a line; its answer bears the number."""
    return base64.b64encode(json.dumps({"message_id": number, "payload": payload}).encode()) + b",\n"


def requests(pages: Iterable[tuple[str, str, str]]) -> Iterator[bytes]:
    """Yield what to ask for an index of pages: names, which differ, addresses, which may not, and HTML."""
    yield request(0, type="NewIndex", config=None)
    number = 0
    for number, (name, url, html) in enumerate(pages, 1):
        yield request(number, type="AddFile", index_id=0, file_path=name, url=url, file_contents=html)
    yield request(number + 1, type="GetFiles", index_id=0)


def index(lines: Iterable[bytes], folder: Path) -> None:
    """Ask Pagefind and write the files of the last answer to a new folder.

    Raises IndexerError if it cannot be run, ends, or refuses something, and OSError.
    """
    command = [_program(), "--service"]
    # Only where processes are copies can anything be done in one before its program begins.
    tied = partial(tie, os.getpid()) if hasattr(os, "fork") else None
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, preexec_fn=tied) as process:
        assert process.stdin is not None and process.stdout is not None
        try:
            answer: dict[str, Any] = {}
            for line in lines:
                answer = _ask(process.stdin.fileno(), process.stdout.fileno(), line.rstrip(b"\n"))
            for file in answer["files"]:
                if _OWN_LOOKS.match(file["path"]):
                    continue
                path = folder / file["path"]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(base64.b64decode(file["content"]))
        except EOFError as error:
            words = f"{error}. " if str(error) else ""
            raise IndexerError(f"{words}It ended with {ending(process.wait())}") from None
        finally:
            process.kill()  # it has nothing of its own to write


def ending(status: int) -> str:
    """Return how a process ended, in words.

    >>> ending(3), ending(-9)
    ('status 3', 'signal SIGKILL')
    """
    return f"status {status}" if status >= 0 else f"signal {signal.Signals(-status).name}"


def _program() -> str:
    """Return the path of Pagefind's program; IndexerError if it is not installed.

    Pagefind's own module for Python would load asyncio first, to find the same file.
    """
    named = os.environ.get("PAGEFIND_BINARY_PATH")
    if named:
        return named
    with suppress(ImportError, FileNotFoundError):
        # Who has installed this one wants it: it knows the words of languages that put no spaces between them.
        return str(import_module("pagefind_bin_extended").get_executable())
    try:
        from pagefind_bin import get_executable

        return str(get_executable())
    except (ImportError, FileNotFoundError) as error:
        raise IndexerError(str(error)) from None


def _ask(requests: int, answers: int, line: bytes) -> dict[str, Any]:
    """Send a request and return the answer.

    Raises IndexerError if it is an error, EOFError if there is none, with what was said in its place.
    """
    left = memoryview(line)
    with suppress(BrokenPipeError):  # it may have said why it ended
        while left:
            left = left[os.write(requests, left) :]
    received = bytearray()
    while not received.endswith(b","):
        chunk = os.read(answers, 1 << 20)
        if not chunk:
            raise EOFError(received.decode(errors="replace").strip().rstrip("."))
        received += chunk
    payload: dict[str, Any] = json.loads(base64.b64decode(received[:-1]))["payload"]
    if payload["type"] == "Error":
        raise IndexerError(str(payload.get("message")))
    return payload


def main(arguments: Sequence[str]) -> int:
    """Make the index and return the exit status."""
    parent, lines, folder = arguments
    tie(int(parent))
    try:
        with Path(lines).open("rb") as file:
            index(file, Path(folder))
    except (IndexerError, OSError, MemoryError, ValueError, subprocess.SubprocessError) as error:
        print(str(error) or type(error).__name__)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
