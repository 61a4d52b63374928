"""The theme's files: what is added to them, how they are listed, and which of them a site has no use for."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.theme import Theme

from codepair.edge.styles import is_theme_style, theme_styles
from codepair.library.reading import is_read
from codepair.pages.compiled import CompiledTemplates

log = logging.getLogger("mkdocs.plugins.codepair")

T = TypeVar("T")

THEME = Path(__file__).parent / "theme"
"""The project's part of the theme, for generated pages."""

EVERYWHERE = Path(__file__).parent / "everywhere"
"""What pages of others include where a site asks for one header on all of its pages."""

ICONS = Path(__file__).parent / "icons"
"""Icons that ``theme.icon`` may name; they are found last."""

ASSETS = "assets/codepair"
"""The folder of the files that pages ask for, below that of the codes."""

STYLES = f"{ASSETS}/site.css"
"""Ours, for pages of others that have the theme's own."""
PAGE_STYLES = f"{ASSETS}/page.css"
"""The theme's and ours."""
SCRIPT = f"{ASSETS}/site.js"
_JOINED = ("site.css", "pages.css")


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


def their_environment(theme: Theme, *, is_for_all: bool = False) -> Environment:
    """Return what MkDocs makes for a theme, with its files listed faster: pages of others are as without us.

    ``is_for_all`` says that they have the header of the codes: then the theme finds what it includes for it.
    """
    environment = Theme.get_env(theme)
    folders = [*theme.dirs]
    folders[_custom(theme) : _custom(theme)] = [str(EVERYWHERE), str(THEME)] if is_for_all else []
    environment.loader = ThemeFiles([*folders, str(ICONS)])
    return environment


def theme_environment(environment: Environment, theme: Theme) -> Environment:
    """Return the environment of generated pages: the theme's own, with the project's part of the theme above it.

    A user's ``custom_dir``, which MkDocs puts first, still wins. The templates are read without the lines that
    their tags leave behind.
    """
    at = _custom(theme)
    return environment.overlay(
        loader=ThemeFiles([*theme.dirs[:at], str(THEME), *theme.dirs[at:], str(ICONS)]),
        bytecode_cache=CompiledTemplates(),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _custom(theme: Theme) -> int:
    """Return how many of a theme's folders are the project's own."""
    return 1 if theme.custom_dir else 0


def add_to_theme(config: MkDocsConfig, *, mount: str, look: str) -> None:
    """Have the theme find what pages of others need if they are to look like the codes; else leave them alone."""
    get_environment = partial(their_environment, config.theme, is_for_all=look == "all")
    config.theme.get_env = get_environment  # type: ignore[method-assign]
    if not mount:
        config.theme.static_templates -= {"sitemap.xml", "404.html"}


def of_site(paths: Iterable[T]) -> list[T]:
    """Return the style sheets or scripts of a site that generated pages may load: its own files."""
    return [path for path in paths if not urlsplit(str(path)).netloc]


def say_left_out(config: MkDocsConfig) -> None:
    """Say what of a site's settings generated pages, which ask no other host, do without."""
    foreign = [str(path) for path in (*config.extra_css, *config.extra_javascript) if urlsplit(str(path)).netloc]
    names = [f"'{path}'" for path in foreign]
    names += [f"'extra.{name}'" for name in ("analytics", "consent", "polyfills") if config.extra.get(name)]
    if names:
        log.info("Generated pages ask no other host and do without %s; other pages keep that.", ", ".join(names))


def remove_unused(files: Files, config: MkDocsConfig, content: Path) -> None:
    """Take out the files that the generator reads itself, and what of the theme no page asks for.

    All else is somebody's: Markdown, pictures and data beside the entries stay.
    """
    has_search = any(name.rpartition("/")[2] == "search" for name in config.plugins)
    has_pages = any(file.is_documentation_page() for file in files)
    has_styles = bool(theme_styles(config.theme))
    for file in list(files):
        theirs = file.src_dir == config.docs_dir or file.generated_by is not None
        # Copied as it stands, not rendered, where the sitemap is not the theme's any more:
        is_sitemap = file.src_uri == "sitemap.xml" and file.src_uri not in config.theme.static_templates
        is_unused = is_sitemap or (not has_pages and _is_unused(file, has_search=has_search, has_styles=has_styles))
        if is_entry(file, content) if theirs else is_unused:
            files.remove(file)


def is_entry(file: File, content: Path) -> bool:
    """Return whether a file is one that the generator reads, or a schema made of one."""
    path = Path(file.src_dir, file.src_uri) if file.src_dir else None
    if path is None or not path.is_relative_to(content):
        return False
    return is_read(path.relative_to(content).as_posix(), content)


def add_assets(files: Files, config: MkDocsConfig, mount: str) -> None:
    """Add the style sheet, the scripts and the picture that pages ask for; files of that name in the theme win.

    The project's style sheets are put into one, and once more with the theme's: a generated page asks for that.
    """
    there = {file.dest_uri for file in files}
    for path in sorted((THEME / ASSETS).iterdir()):
        name = f"{mount}{ASSETS}/{path.name}"
        if name not in there and path.name not in _JOINED:
            files.append(_file(config, name, path.read_text(encoding="utf-8")))
    if f"{mount}{STYLES}" not in there:
        text = "\n".join((THEME / ASSETS / name).read_text(encoding="utf-8") for name in _JOINED)
        files.append(_file(config, f"{mount}{STYLES}", text))
    ours = next(file for file in files if file.dest_uri == f"{mount}{STYLES}").content_string
    if f"{mount}{PAGE_STYLES}" not in there and (theirs := theme_styles(config.theme)):
        files.append(_file(config, f"{mount}{PAGE_STYLES}", "\n".join((*theirs, ours))))


def _file(config: MkDocsConfig, name: str, text: str) -> File:
    file = File.generated(config, name, content=text, inclusion=InclusionLevel.INCLUDED)
    file.generated_by = None  # it is a file of the theme's, not somebody's
    return file


def _is_unused(file: File, *, has_search: bool, has_styles: bool) -> bool:
    if "/javascripts/lunr/" in file.src_uri:  # what Material's search needs in other languages than English
        return not has_search
    if is_theme_style(file.src_uri):
        return has_styles
    return file.src_uri.endswith(".map")
