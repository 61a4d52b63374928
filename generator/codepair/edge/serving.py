"""``mkdocs serve``: an edit in, open pages changed or the reason why not, in the place of MkDocs' own server."""

from __future__ import annotations

import gc
import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn
from urllib.parse import urlsplit

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException

from codepair.edge.building import Build, ContentError, open_for_build, site_of
from codepair.edge.themefiles import THEME
from codepair.edge.themepage import make_themes
from codepair.kit.files import is_left_behind
from codepair.kit.memory import Memory
from codepair.language.glossary import FILE as GLOSSARY
from codepair.library.sections import SUFFIX as SECTIONS
from codepair.pages.faults import template_fault
from codepair.pages.templates import TEMPLATES, Templates
from codepair.preview.preview import Preview

if TYPE_CHECKING:  # a build does not serve, and loads no server
    from codepair.preview.server import PreviewServer

log = logging.getLogger("mkdocs.plugins.codepair")


def end_in_order() -> None:
    """Have a signal to end stop the server as a keyboard interrupt does: nothing stays in temporary folders."""

    def stop(number: int, frame: object) -> NoReturn:
        for each in signals:
            signal.signal(each, signal.SIG_IGN)
        raise SystemExit(128 + number)

    signals = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    if threading.current_thread() is threading.main_thread():
        for each in signals:
            if signal.getsignal(each) == signal.SIG_DFL:
                signal.signal(each, stop)


Asked = Literal["nothing", "reading", "templates", "build"]
"""What an edit asks for: nothing, the project read again, its templates too, or a build by MkDocs."""

_MADE = (".pyc", ".pot", ".mo")
"""Ends of names of files that programs make of others."""


def is_serving() -> bool:
    """Return whether the command serves; with ``--clean`` MkDocs tells plugins that it builds."""
    context = click.get_current_context(silent=True)
    return context is not None and context.info_name == "serve"


def is_live() -> bool:
    """Return whether ``mkdocs serve`` reloads pages; without, it serves files as they are and tells no plugin."""
    context = click.get_current_context(silent=True)
    options = context.params if context is not None else {}
    if "no_livereload" in options:  # ProperDocs has two options, of which this one decides
        return not options["no_livereload"]
    return bool(options.get("livereload"))


def asked_by(path: Path, content: Path, *, has_markdown: bool) -> Asked:
    """Return what an edit to a file asks for; Markdown pages of the project are rendered by MkDocs."""
    content = content.resolve()
    below = path.relative_to(content).parts if path.is_relative_to(content) else (path.name,)
    if path.name.endswith(_MADE) or any(map(is_left_behind, below)):
        return "nothing"
    if path.suffix == ".po" or path.name == GLOSSARY or _is_content(path, content):
        return "reading"
    if path.suffix == ".html" or TEMPLATES in path.parents:
        return "build" if has_markdown else "templates"
    if path.suffix:
        return "build"
    # A folder, most likely: what was in it is gone, or has come.
    return "reading" if path == content or content in path.parents else "build"


def _is_content(path: Path, content: Path) -> bool:
    return path.suffix in (".yml", ".csv", SECTIONS) and content in path.parents


class Serving:
    """A preview, and what has been read for it: as long as the command runs, only what changed is read again."""

    def __init__(self) -> None:
        self.preview = Preview()
        self.memory = Memory()
        self.shells = Memory()
        self.templates = Templates()
        self.edition = 0
        """Counts the edits to templates."""
        self._build: Build | None = None

    def show(self, build: Build) -> None:
        """Show what MkDocs has built; edits go on from there."""
        self._build = build
        self.preview.show(build.site, build.staging.site, build.problems)

    def server(self, config: MkDocsConfig, build_again: Callable[[], None]) -> PreviewServer:
        """Return the server; it watches all files that pages are made from."""
        from codepair.preview.server import PreviewServer

        # What has been read stays: collections after an edit need not look at it.
        gc.collect()
        gc.freeze()

        def update(paths: frozenset[Path]) -> None:
            self.follow(paths, build_again)

        host, port = config.dev_addr
        server = PreviewServer(self.preview, (host, port), urlsplit(config.site_url or "/").path, update)
        settings = self._shown.project.settings
        content = dict.fromkeys((settings.content, Path(config.docs_dir)))
        for folder in (*content, settings.catalogs, TEMPLATES, THEME, *map(Path, config.theme.dirs)):
            if folder.is_dir():
                server.watch(folder)
        if config.config_file_path:
            server.watch(config.config_file_path)
        return server

    def follow(self, paths: frozenset[Path], build_again: Callable[[], None]) -> None:
        """Show what files are now, with as little work as the edit asks for."""
        content, has_markdown = self._shown.project.settings.content, self._shown.others.has_pages
        asked = {asked_by(path, content, has_markdown=has_markdown) for path in paths}
        with self._refusing():
            if "build" in asked:
                build_again()
            elif "templates" in asked:
                self._forget_templates()
                self._reopen()
            elif "reading" in asked:
                self._reopen()

    @property
    def _shown(self) -> Build:
        """The last build; MkDocs serves nothing before the first."""
        assert self._build is not None
        return self._build

    def _forget_templates(self) -> None:
        self.edition += 1
        self.templates.forget()
        theirs = self._shown.environment
        if theirs is not None and theirs.cache is not None:
            theirs.cache.clear()

    def _reopen(self) -> None:
        """Read what changed of the project, and show it if it has no error."""
        build = self._shown
        config, environment = build.config, build.environment
        assert environment is not None
        project, problems = open_for_build(build.project.settings, self.memory, is_strict=config.strict)
        themes = make_themes(project, environment, config, self.shells, self.edition)
        self.preview.show(
            site_of(project, themes, config, self.templates, build.others), build.staging.site, problems
        )

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        """Go on showing what was there if an edit cannot be shown, and say why, here and in the browser."""
        try:
            yield
        except Exception as error:
            fault = template_fault(error)
            if fault is None and not isinstance(error, (MkDocsException, OSError)):
                raise
            # In the place of an error that ends a build MkDocs raises another, which says no more than that.
            cause = (error.__context__ if isinstance(error, Abort) else None) or error
            message = str(fault or cause)
            log.error("%s", message)
            self.preview.refuse(message, cause.problems if isinstance(cause, ContentError) else ())
