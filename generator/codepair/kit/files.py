"""Files of others, read within limits: a path in, bytes or text out, and what is wrong with them."""

from __future__ import annotations

import codecs
import os
import stat
import time
from functools import lru_cache
from pathlib import Path

from codepair.kit.problems import Place, Problem

MAX_BYTES = 1_000_000
"""Largest file read, in bytes. A long entry has about 5,000."""


_LEFT_BEHIND = ("~", ".tmp", ".swp", ".swo", ".bak", ".orig", ".rej", ".part", "___jb_tmp___", "___jb_old___")
_SYSTEMS = frozenset({"thumbs.db", "desktop.ini", "icon\r", "4913", "__macosx", "$recycle.bin"})


def is_left_behind(name: str) -> bool:
    """Return whether editors or systems give a file or folder such a name, and no person who writes content.

    >>> all(map(is_left_behind, (".#e22.yml", "._e21.yml", "#e21.yml#", "e21.yml~", ".trash", "Thumbs.db")))
    True
    >>> is_left_behind("e21.yml")
    False
    """
    is_own = name.startswith(".") or name.endswith(_LEFT_BEHIND) or name.casefold() in _SYSTEMS
    return is_own or (name.startswith("#") and name.endswith("#"))


LEADS_OUT = "The symbolic link leads out of its folder. Put the file itself here."
NO_FILE = "not a file. Rename or remove it."

# Without O_NONBLOCK, opening a pipe waits for somebody who writes to it. Windows has other names for most of these.
READING = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY", "O_NOINHERIT"))
"""How a file of somebody else is opened."""


def read_file(file: Path, path: str, *, inside: Path, limit: int = MAX_BYTES) -> tuple[bytes | None, list[Problem]]:
    """Return a file's bytes, or None and why it is not read; ``path`` names it in problems.

    Only regular files below the folder ``inside`` are read, up to ``limit`` bytes: a link that leads out of it
    could publish any file of the machine, a pipe or a device would never end.
    """
    try:
        if not file.resolve(strict=True).is_relative_to(inside.resolve()):
            return None, [Problem(Place(path), "link", LEADS_OUT)]
        descriptor = os.open(file, READING)
        try:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                what = "a folder" if stat.S_ISDIR(found.st_mode) else "a pipe, a socket or a device"
                message = f"This is {what}, {NO_FILE}"
                return None, [Problem(Place(path), "unreadable", message)]
            with os.fdopen(descriptor, "rb", closefd=False) as stream:
                raw = stream.read(limit + 1)
        finally:
            os.close(descriptor)  # which a stream would not do that cannot be made: of a folder
    except (OSError, RuntimeError) as error:  # a loop of links is a RuntimeError before Python 3.13
        why = (error.strerror if isinstance(error, OSError) else None) or "it is a symbolic link to itself"
        message = f"The file cannot be read: {why}. Correct that, or remove it."
        return None, [Problem(Place(path), "unreadable", message)]
    if len(raw) > limit:
        return None, [too_large(path, found.st_size, limit)]
    return raw, []


RECENT = 0.1
"""Seconds within which a file may be written twice at the same time: clocks of file systems tick slowly."""


def stamp(file: Path) -> tuple[object, ...]:
    """Return what tells whether a file has been written since; never the same twice for one just written."""
    try:
        found = file.stat()
    except OSError:
        return (object(),)
    if time.time() - max(found.st_mtime, found.st_ctime) < RECENT:
        return (object(),)
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def too_large(path: str, size: int, limit: int) -> Problem:
    message = f"The file has {size:,} bytes; more than {limit:,} are not read. Split it, or remove what is no text."
    return Problem(Place(path), "file-size", message)


def decode(path: str, raw: bytes) -> tuple[str, list[Problem]]:
    """Return the text of a file that must be UTF-8 without a byte order mark."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "", [Problem(Place(path), "encoding", "The file is UTF-16. Save it as UTF-8.")]
    problems = []
    if raw.startswith(codecs.BOM_UTF8):
        problems.append(
            Problem(
                Place(path),
                "encoding",
                "The file starts with a byte order mark. Save it as UTF-8 without one.",
            )
        )
        raw = raw[len(codecs.BOM_UTF8) :]
    try:
        return raw.decode("utf-8"), problems
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode()) + 1
        message = f"Byte 0x{raw[error.start]:02x} is not UTF-8. Save the file as UTF-8."
        return "", [*problems, Problem(Place(path, line, column), "encoding", message)]


@lru_cache(maxsize=256)
def display(path: Path, root: Path) -> str:
    """Return a path as problems show it."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.as_posix()
