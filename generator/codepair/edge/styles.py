"""The theme's style sheets and ours in, one out: a generated page asks for one file in the place of three."""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.theme import Theme

_NAMES = ("main", "palette")
"""What the theme's own style sheets are called, before the hash of what is in them; in the order of its page."""

_OTHER_FILE = re.compile(r"@import\b|url\((?!\s*[\"']?(?:data:|#|/|https?:))")
"""A file that a style sheet names by the way from itself."""


def is_theme_style(path: str) -> bool:
    """Return whether a file of the theme is one of its style sheets.

    >>> is_theme_style("assets/stylesheets/main.0a1b2c3d.min.css"), is_theme_style("assets/stylesheets/own.css")
    (True, False)
    """
    folder, _, name = path.rpartition("/")
    return folder == "assets/stylesheets" and name.partition(".")[0] in _NAMES


def theme_styles(theme: Theme) -> list[str]:
    """Return the theme's style sheets, in their order, if they may stand in a file of another folder.

    None of them may if one is missing, or names another file by the way from itself: then each stays where it is.
    """
    found = []
    for name in _NAMES:
        sheet = _found(theme, name)
        text = sheet.read_text(encoding="utf-8") if sheet is not None else ""
        if not text or _OTHER_FILE.search(text):
            return []
        found.append(text)
    return found


def _found(theme: Theme, name: str) -> Path | None:
    folders = (Path(folder, "assets", "stylesheets") for folder in theme.dirs)
    return next((sheet for folder in folders for sheet in sorted(folder.glob(f"{name}.*.min.css"))), None)
