"""A folder in, whether a build may replace all that is in it out: only what a build made bears its mark."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from codepair.kit.faults import UNCHANGED, PublishError

MARK = ".codepair"
"""The file that every build puts at the top of its folder; it goes last when the folder is removed."""

_WORDS = b"A build of codepair made this folder, and the next one replaces all that is in it.\n"


def put_mark(folder: Path) -> None:
    """Say of a folder that a build may replace all that is in it; raises OSError."""
    if not os.path.lexists(folder / MARK):
        (folder / MARK).write_bytes(_WORDS)


def bears_mark(folder: Path) -> bool:
    """Return whether a build made a folder."""
    return (folder / MARK).is_file()


def is_free(folder: Path) -> bool:
    """Return whether a build may take a folder's place: nothing is there but names that begin with a dot.

    Those are kept: they are the user's, as MkDocs sees it.
    """
    try:
        with os.scandir(folder) as found:
            return all(entry.name.startswith(".") for entry in found)
    except FileNotFoundError:
        return True


def check_place(site: Path, kept: Iterable[tuple[str, Path]]) -> None:
    """Raise PublishError if a site's folder, or what it is below, holds what is not a build's to replace.

    ``kept`` are places that a site never takes, nor a folder above them, each with what it is.
    """
    for what, place in kept:
        above = (each for each in (place, *place.parents) if each.exists())
        if site.exists() and any(site.samefile(each) for each in above):
            is_it = place.exists() and site.samefile(place)
            message = f"'{site}' {'is' if is_it else 'holds'} {what}: a build replaces all that is in 'site_dir'."
            raise PublishError(f"{message} {UNCHANGED} Set 'site_dir' to a folder of its own.")
    check_mark(site)


def check_mark(site: Path) -> None:
    """Raise PublishError if there is something in a site's place that no build made."""
    if not is_free(site) and not bears_mark(site):
        message = (
            f"'{site}' holds files that no build made: it has no file '{MARK}'. {UNCHANGED} Set 'site_dir' to a "
            f"folder of its own. If all that is in this one may be replaced, remove it, or make an empty file "
            f"'{MARK}' there."
        )
        raise PublishError(message)
