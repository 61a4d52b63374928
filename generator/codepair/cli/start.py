"""A start for other people's codes: the files that ``codepair new`` writes, and writes over nothing."""

from __future__ import annotations

import errno
import os
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from codepair.library.reading import read_library
from codepair.library.schema import schemas, write_schemas

FILES = Path(__file__).parent / "start"
"""A site of one made-up protocol, as it is written."""

CATALOGS = "locales"
"""The folder of the catalogs; a wheel cannot carry it, because it is empty."""


_ON_A_SITE = """\
'{site}' is there: this folder has a site already, and nothing was written. To put codes on it:

1. Have a start written beside the site's own files, and take its entries and its folder for catalogs:
{commands}
2. {where}
{lines}
3. Look at it; no page of the site has changed, and the codes are at 'reference/':
     codepair{option} check
     mkdocs serve{option}

Names of folders are yours to choose. README.md, "On a site you already have", says the rest.
"""
_PLUGIN = """\
       - codepair:
           content: codes
           catalogs: codes-locales
           mount: reference/
"""


def on_a_site(folder: Path, site: Path) -> str:
    """Return what to do in a folder that has a site, whose configuration is ``site``."""
    start, codes, locales = (shlex.quote(str(folder / name)) for name in ("start", "codes", "codes-locales"))
    moves = (
        f"codepair new {start}",
        f"mv {start}/content {codes}",
        f"mv {start}/locales {locales}",
        f"rm -r {start}",
    )
    has_plugins = re.search(r"^plugins:", site.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
    where = f"Add this to the list 'plugins' in '{site}':"
    lines = _PLUGIN
    if not has_plugins:
        where = f"Add this to '{site}', with the search, which was there without being listed:"
        lines = f"     plugins:\n       - search\n{_PLUGIN}"
    option = "" if folder == Path() else f" -f {shlex.quote(str(site))}"
    commands = "".join(f"     {move}\n" for move in moves)
    return _ON_A_SITE.format(site=site, commands=commands, where=where, lines=lines, option=option).rstrip()


class StartError(Exception):
    """The start was not written and the folder is as it was; the message says why."""


def write_start(folder: Path) -> list[Path]:
    """Write the start's files, the schemas that their first lines name, and a folder for catalogs.

    Returns what was written, what is nearest to the folder first. The folder is made if need be.
    Raises StartError if one of the files is there already, or something cannot be written.
    """
    sources = {folder / path.relative_to(FILES): path for path in sorted(FILES.rglob("*")) if path.is_file()}
    library, _ = read_library(FILES / "content", FILES)
    # Schemas are made, not shipped: they follow from the generator that is installed.
    content = folder / "content"
    made = [content / name for name, _ in schemas(library)]
    catalogs = folder / CATALOGS
    with _all_or_nothing(folder) as new:
        there = [path for path in (*sources, *made) if os.path.lexists(path)]
        if there:
            names = "\n".join(f"  {path}" for path in sorted(there))
            raise StartError(f"Nothing was written, because this is there already:\n{names}\nName another folder.")
        for path, source in sources.items():
            _make_folder(path.parent, new)
            with path.open("xb") as file:
                new.append(path)
                file.write(source.read_bytes())
        new += made
        write_schemas(content, library)
        _make_folder(catalogs, new)
    return sorted([*sources, *made, catalogs], key=lambda path: (len(path.parts), path))


@contextmanager
def _all_or_nothing(folder: Path) -> Iterator[list[Path]]:
    """Give a list for what is new; if the body fails, remove all of it, the last first."""
    new: list[Path] = []
    try:
        yield new
    except BaseException as error:
        for path in reversed(new):
            with suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        if isinstance(error, OSError):
            where = error.filename or folder
            message = f"'{where}' cannot be written: {error.strerror}. Nothing was changed. Name another folder."
            raise StartError(message) from error
        raise


def _make_folder(folder: Path, new: list[Path]) -> None:
    """Make a folder and those above it, and add the new ones to the list."""
    missing = [path for path in (folder, *folder.parents) if not path.is_dir()]
    for path in reversed(missing):
        if os.path.lexists(path):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
        path.mkdir()
        new.append(path)
