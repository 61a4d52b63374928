"""The theme's files: what is added to them, how they are listed, and which of them a site has no use for."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.theme import Theme

from codepair.library.reading import is_read

THEME = Path(__file__).parent / "theme"
"""The project's part of the theme."""

_STYLES = "assets/codepair/site.css"
_PAGES = "assets/codepair/pages.css"
_SCRIPT = "assets/codepair/site.js"


class ThemeFiles(FileSystemLoader):
    """A theme's files, without listing hidden folders.

    MkDocs copies nothing from those, but matches each file in them against a dozen patterns: Material has fourteen
    thousand icons there, which took longer than reading a protocol.
    """

    def list_templates(self) -> list[str]:
        """Return the path of every file that is not in a hidden folder, in order."""
        found: set[str] = set()
        for root in self.searchpath:
            for folder, folders, names in os.walk(root, followlinks=self.followlinks):
                folders[:] = [name for name in folders if not name.startswith(".")]
                below = os.path.relpath(folder, root).replace(os.sep, "/").removeprefix(".")
                found.update(f"{below}/{name}".lstrip("/") for name in names)
        return sorted(found)


def theme_environment(theme: Theme) -> Environment:
    """Return what MkDocs makes for a theme, with its files listed faster.

    The templates are read without the lines that their tags leave behind.
    """
    environment = Theme.get_env(theme)
    environment.loader = ThemeFiles(theme.dirs)
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    return environment


def add_to_theme(config: MkDocsConfig) -> None:
    """Add the project's part of the theme, and the files that pages ask for."""
    if str(THEME) not in config.theme.dirs:
        # A user's own custom_dir, which MkDocs puts first, still wins.
        custom = 1 if config.theme.custom_dir else 0
        config.theme.dirs.insert(custom, str(THEME))
    config.theme.get_env = partial(theme_environment, config.theme)  # type: ignore[method-assign]
    if _STYLES not in config.extra_css:
        config.extra_css.insert(0, _STYLES)
    if _SCRIPT not in config.extra_javascript:
        config.extra_javascript.insert(0, _SCRIPT)
    config.theme.static_templates -= {"sitemap.xml", "404.html"}


def remove_unused(files: Files, config: MkDocsConfig) -> None:
    """Take out the files that the generator reads itself, and what of the theme no page asks for.

    All else is somebody's: Markdown, pictures and data beside the entries stay.
    """
    has_search = any(name.rpartition("/")[2] == "search" for name in config.plugins)
    for file in list(files):
        theirs = file.src_dir == config.docs_dir or file.generated_by is not None
        if is_read(file.src_uri, Path(config.docs_dir)) if theirs else _is_unused(file, has_search=has_search):
            files.remove(file)


def join_styles(files: Files, config: MkDocsConfig) -> None:
    """Put the project's style sheets into one, so that a page asks for one."""
    styles, pages = files.get_file_from_path(_STYLES), files.get_file_from_path(_PAGES)
    if styles is None or pages is None:  # somebody's own theme has taken them out
        return
    for file in (styles, pages):
        files.remove(file)
    text = f"{styles.content_string}\n{pages.content_string}"
    files.append(File.generated(config, _STYLES, content=text))


def _is_unused(file: File, *, has_search: bool) -> bool:
    if "/javascripts/lunr/" in file.src_uri:  # what Material's search needs in other languages than English
        return not has_search
    return file.src_uri == "sitemap.xml" or file.src_uri.endswith(".map")  # copied as it stands, not rendered
