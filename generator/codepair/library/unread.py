"""The content folder in, what looks like an entry, a pair or a protocol and is not read out: problems."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from codepair.kit.files import display, is_left_behind
from codepair.kit.problems import Place, Problem
from codepair.library.mappings import MAPPINGS

PROTOCOL_FILE = "protocol.yml"
PAIRS_FOLDER = "pairs"
"""Of a protocol; the content itself has one of the same name, for pairs of codes of two protocols."""

_ENTRY = ("code", "says", "description", "meanings", "sources")
_PAIR = ("codes", "summary")
_MAPPING = ("from", "to", "rows")
_PROTOCOL = ("specifications", "name")
_FIELD = re.compile(r"^([a-z_]+):", re.MULTILINE)
_LOOKED_AT = 65_536
"""How many bytes of a file tell what it is."""


def unread(content: Path, root: Path) -> Iterator[Problem]:
    """Yield files that somebody wrote for the site and that no page would show; other files are nobody's business.

    What is wrong beside a ``protocol.yml``, in its ``pairs`` and between protocols is reported where that is read.
    """
    for where, folders, names in os.walk(content):
        folders[:] = sorted(name for name in folders if not is_left_behind(name))
        folder = Path(where)
        for name in sorted(names):
            stem, suffix = os.path.splitext(name)  # noqa: PTH122
            if suffix.lower() in (".yml", ".yaml") and not is_left_behind(name) and not _is_read(folder, content):
                yield from _look_at(folder / name, stem, content, root)


def _is_read(folder: Path, content: Path) -> bool:
    """Return whether all YAML files of a folder are read, or reported."""
    if folder in (content / PAIRS_FOLDER, content / MAPPINGS):
        return True
    depth = len(folder.relative_to(content).parts)
    of = folder.parent if depth == 2 and folder.name == PAIRS_FOLDER else folder
    return depth in (1, 2) and of.parent == content and os.path.lexists(of / PROTOCOL_FILE)


def _look_at(file: Path, stem: str, content: Path, root: Path) -> Iterator[Problem]:
    parts = file.relative_to(content).parts
    try:
        with file.open("rb") as stream:
            fields = set(_FIELD.findall(stream.read(_LOOKED_AT).decode("utf-8", "replace")))
    except OSError:
        return
    here = display(content, root)
    above = f"{here}/{parts[0]}" if len(parts) > 1 else f"{here}/<protocol>"
    is_protocol = len(parts) > 1 and os.path.lexists(content / parts[0] / PROTOCOL_FILE)
    if fields.issuperset(_PROTOCOL):
        message = f"This protocol is not read: it is a '{PROTOCOL_FILE}' in a folder of '{here}'. "
        message += f"Name it '{above}/{PROTOCOL_FILE}', or put its folder there."
    elif "code" in fields and len(fields.intersection(_ENTRY)) > 1:
        message = (
            f"This entry is not read: '{above}' has no '{PROTOCOL_FILE}'. Write one, or put the entry elsewhere."
        )
        if len(parts) == 1:
            message = f"This entry is not read: '{here}' is no protocol's folder. Put it into one of its folders, "
            message += f"beside a '{PROTOCOL_FILE}'."
        elif is_protocol:
            message = f"This entry is not read: entries stand beside '{PROTOCOL_FILE}'. Put it into '{above}'."
    elif fields.issuperset((*_PAIR, "unmatched")):
        folder = f"{here}/{PAIRS_FOLDER}"
        message = f"This pair is not read: pairs of codes of two protocols stand in '{folder}'. Put it there."
    elif fields.issuperset(_MAPPING):
        message = f"This mapping is not read: mappings stand in '{here}/{MAPPINGS}'. Put it there."
    elif fields.issuperset(_PAIR):
        message = f"This pair is not read: pairs stand in '{above}/{PAIRS_FOLDER}'. Put it there."
    else:
        return
    yield Problem(Place(display(file, root)), "unread", message)
