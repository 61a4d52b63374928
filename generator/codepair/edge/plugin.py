"""The MkDocs plugin: MkDocs' events in, calls of the modules beside this one out.

MkDocs sees a site without these pages: it copies the theme's files into the staging folder and builds the Markdown
pages there are; the plugin checks the content before, and adds its pages after.
"""

from __future__ import annotations

import atexit
import gc
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from codepair.edge.building import Build, open_for_build, refuse
from codepair.edge.config import CodepairConfig, settings_of
from codepair.edge.links import Links, lead, mark_links
from codepair.edge.others import addresses, collisions, language, record, written
from codepair.edge.serving import Serving, end_in_order, is_live, is_serving
from codepair.edge.themefiles import add_assets, add_to_theme, remove_unused, say_left_out, theme_environment
from codepair.edge.themepage import make_themes
from codepair.kit.faults import UNCHANGED
from codepair.kit.memory import FORGETFUL
from codepair.pages.faults import explain
from codepair.pages.templates import Templates
from codepair.site.site import Others

if TYPE_CHECKING:  # a build does not serve, and loads no server
    from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.plugins.codepair")


class CodepairPlugin(BasePlugin[CodepairConfig]):  # type: ignore[no-untyped-call]
    """Adds a localized page for every code and every pair of codes."""

    def __init__(self) -> None:
        self.serving: Serving | None = None
        """There is one if pages are served as they are asked for, and then it lives through all builds."""
        self._build: Build | None = None
        self._links: Links = []
        self._is_served = False

    @property
    def build(self) -> Build:
        """The build that runs; there is one from ``on_pre_build`` on."""
        assert self._build is not None
        return self._build

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember the command; a plugin with this event lives through all builds of ``mkdocs serve``."""
        # All that is read lives as long as the process: at its end the collector need not look for what is free.
        atexit.unregister(gc.freeze)
        atexit.register(gc.freeze)
        self._is_served = command == "serve"
        self.serving = Serving() if self._is_served and is_live() else None
        if is_serving():
            end_in_order()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add the project's part of the theme."""
        self._build = None
        add_to_theme(config, mount=self.config.mount.strip("/"), look=self.config.look)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Read and check everything; stop before anything is touched if there is an error."""
        serving, settings = self.serving, settings_of(self.config, config)
        memory, templates = (serving.memory, serving.templates) if serving is not None else (FORGETFUL, Templates())
        build = Build(config, *open_for_build(settings, memory, is_strict=config.strict), templates)
        build.begin()
        say_left_out(config)
        self._build = build

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take out the content's own files, and what of the theme no page asks for."""
        build = self.build
        settings = build.project.settings
        remove_unused(files, config, settings.content)
        refuse(list(collisions(files, config, build.project)), is_strict=config.strict)
        build.others = Others(
            has_pages=any(file.is_documentation_page() for file in files),
            addresses=addresses(files, config),
            tag=language(config),
        )
        add_assets(files, config, settings.mount)
        self._links = mark_links(config, build.project)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Have links of the navigation to generated pages lead there."""
        lead(nav, config, self._links)
        return nav

    @event_priority(-100)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Have the search find a page of somebody else."""
        found = record(page, html, config)
        if found is not None:
            others = self.build.others
            self.build.others = replace(others, records=(*others.records, found))

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Keep the theme's templates."""
        build, serving = self.build, self.serving
        build.environment = theme_environment(env, config.theme)
        memory, edition = (serving.shells, serving.edition) if serving is not None else (FORGETFUL, 0)
        build.themes = make_themes(build.project, build.environment, config, memory, edition)
        return env

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give a page of somebody else the header of the codes, if the site asks for that."""
        if self.config.look == "all":
            default = next(theme for theme in self.build.themes if not theme.locale.path)
            context.update(default.said.beside(context["base_url"]))  # type: ignore[typeddict-item]
        return context

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the pages, the search index and the sitemaps, and put the site in place.

        What is previewed is not written: only the theme's files are.
        """
        build, serving = self.build, self.serving
        refuse(
            list(written(build.staging.path, build.staging.site.name, config, build.project)),
            is_strict=config.strict,
        )
        build.see_others()
        build.take_index()
        if serving is None:
            build.write(self.config.processes)
        if not self._is_served:
            build.say_size(self.config.host)
        build.publish()
        if serving is not None and build.staging.is_published:
            serving.show(build)

    @event_priority(-100)
    def on_build_error(self, *, error: Exception) -> None:
        """Leave the old site as it was, and say what happened, in the place of MkDocs' traceback.

        Raises Abort if it is known what happened; of all else MkDocs shows where in the program it did.
        """
        is_unchanged = True
        if self._build is not None:
            is_unchanged = not self._build.staging.is_published
            self._build.end()
        message = explain(error)
        if message is not None:
            log.error(
                "The build stopped. %s %s", UNCHANGED if is_unchanged else "The new site is in place.", message
            )
            raise Abort("Aborted: the site was not built.") from error
        if isinstance(error, Abort) and is_unchanged:
            log.error("%s", UNCHANGED)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]) -> Any:
        """Serve pages as they are asked for, in the place of MkDocs' server, which shows what is on disk."""
        if self.serving is None:
            return server
        server.server_close()
        return self.serving.server(config, builder)
