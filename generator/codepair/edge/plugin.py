"""The MkDocs plugin: events in, finished pages out.

MkDocs sees a site without these pages: it copies the theme's files into the staging folder and builds the Markdown
pages there are; the plugin checks the content before, and adds its pages after.
"""

from __future__ import annotations

import atexit
import gc
import logging
import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import click
from jinja2 import Environment
from mkdocs.config import config_options as options
from mkdocs.config.base import Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import CountHandler
from mkdocs.utils.templates import TemplateContext

from codepair.edge.themepage import ThemePages, theme_environment
from codepair.kit.characters import invisible
from codepair.kit.faults import UNCHANGED, PublishError
from codepair.kit.memory import FORGETFUL, Memory
from codepair.kit.problems import Problem, errors, report
from codepair.language.locale import make_locale
from codepair.language.translator import Translator
from codepair.library.plan import make_plan
from codepair.pages.faults import explain, template_fault
from codepair.pages.policy import finished
from codepair.pages.templates import TEMPLATES, Compiled, Templates
from codepair.preview.preview import Preview
from codepair.publishing.build import Built, build_site
from codepair.publishing.hosting import HOSTS, fits, measure, table
from codepair.publishing.progress import Progress
from codepair.publishing.staging import Staging
from codepair.site.project import Project, Settings, open_project
from codepair.site.repository import Repository
from codepair.site.site import Site

if TYPE_CHECKING:  # a build does not serve, and loads no server
    from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.plugins.codepair")

THEME = Path(__file__).parent / "theme"


class Count(options.OptionallyRequired[int]):
    """A whole number, 1 or more."""

    def run_validation(self, value: object) -> int:
        """Return the number; ValidationError if it is none."""
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise ValidationError(f"Expected a whole number, 1 or more; found {value!r}.")
        return value


class CodepairConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin's options in ``mkdocs.yml``."""

    locales = options.ListOfItems(options.Type(str), default=["en"])
    """The languages of the site, in the order of its language menu; gettext or BCP 47 names."""
    default_locale = options.Optional(options.Type(str))
    """The language whose pages are at the root; the first of ``locales`` if it is not given."""
    catalogs = options.Type(str, default="locales")
    """The folder of the gettext catalogs, relative to ``mkdocs.yml``."""
    host = options.Choice(("none", *HOSTS), default="none")
    """Where the site goes: the build sets it against that host's published limits."""
    pairs = options.Choice(("all", "guided"), default="all")
    """Which comparisons have a page: every pair of current codes, or those an editor wrote guidance for."""
    processes = options.Optional(Count())
    """How many processes write pages; as many as help if it is not given."""


def _check_texts(config: MkDocsConfig) -> None:
    """Raise PluginError for a text or an address of ``mkdocs.yml`` that could not stand on every page as it is."""
    for name in ("site_name", "site_description", "copyright"):
        character = invisible(config[name] or "")
        if character is not None:
            message = f"'{name}' has the character U+{ord(character):04X}, which nobody can see. Remove it."
            raise PluginError(f"mkdocs.yml: {message}")
    for name in ("site_url", "repo_url"):
        if config[name] and not re.fullmatch(r"https?://[^\s<>\"'`\\^{|}]+", config[name]):
            raise PluginError(f"mkdocs.yml: '{name}' must be an address that begins with https:// or http://.")


class CodepairPlugin(BasePlugin[CodepairConfig]):  # type: ignore[no-untyped-call]
    """Adds a localized page for every code and every pair of codes."""

    def __init__(self) -> None:
        self._command: Literal["build", "gh-deploy", "serve"] = "build"
        self._staging: Staging | None = None
        self._opened: Project | None = None
        self._problems: list[Problem] = []
        self._memory: Memory = FORGETFUL
        self._preview: Preview | None = None
        self._environment: Environment | None = None
        self._has_markdown = False
        self._own_templates = Templates()
        self._templates = 0
        """Counts the edits to templates."""
        self.themes: Sequence[ThemePages] = ()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember the command; a plugin with this event lives through all builds of ``mkdocs serve``."""
        self._command = command
        # All that is read lives as long as the process: at its end the collector need not look for what is free.
        atexit.unregister(gc.freeze)
        atexit.register(gc.freeze)
        # Without live reload MkDocs serves files as they are, and tells the plugin nothing: then all are written.
        context = click.get_current_context(silent=True)
        if command == "serve" and context is not None and context.params.get("livereload"):
            self.preview()
        else:
            self._preview, self._memory = None, FORGETFUL

    def preview(self) -> Preview:
        """Make builds fill a preview from now on instead of a folder, and return it."""
        self._memory = Memory()
        self._preview = Preview()
        return self._preview

    @property
    def project(self) -> Project:
        """What this build works on; there is one from ``on_pre_build`` on."""
        assert self._opened is not None
        return self._opened

    def make_themes(self, env: Environment, config: MkDocsConfig) -> list[ThemePages]:
        """Return the theme's pages, one a locale.

        The theme's templates are read without the lines that their tags leave behind.
        """
        env.trim_blocks = True
        env.lstrip_blocks = True
        project = self.project
        navigation = " ".join(f"{name}={each.name!r}" for name, each in project.library.protocols.items())

        def theme(translator: Translator) -> ThemePages:
            inputs = (env, config, translator, navigation, self._templates)
            make = partial(ThemePages, env, config, translator, project.translators, project.library)
            return self._memory.made(("theme", translator.locale.tag), inputs, make)

        return [theme(translator) for translator in project.translators]

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add the project's part of the theme, and the files that pages ask for."""
        if str(THEME) not in config.theme.dirs:
            # A user's own custom_dir, which MkDocs puts first, still wins.
            custom = 1 if config.theme.custom_dir else 0
            config.theme.dirs.insert(custom, str(THEME))
        config.theme.get_env = partial(theme_environment, config.theme)  # type: ignore[method-assign]
        for asset in ("assets/codepair/site.css",):
            if asset not in config.extra_css:
                config.extra_css.insert(0, asset)
        for script in ("assets/codepair/site.js",):
            if script not in config.extra_javascript:
                config.extra_javascript.insert(0, script)
        config.theme.static_templates -= {"sitemap.xml", "404.html"}
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Read and check everything; stop before anything is touched if there is an error."""
        self.open(config)
        staging = Staging(Path(config.site_dir))
        try:
            staging.open()
        except PublishError as error:
            raise PluginError(str(error)) from error
        self._staging = staging
        atexit.register(staging.discard)  # after a keyboard interrupt, of which MkDocs tells no one
        config.site_dir = str(staging.path)

    def open(self, config: MkDocsConfig) -> None:
        """Open the project; print every problem, and raise PluginError if one of them stops the build."""
        self._opened, self._problems = open_project(self.settings(config), self._memory)
        if self._problems:
            print(report(self._problems), file=sys.stderr)
        stopping = errors(self._problems) or (self._problems if config.strict else [])
        if stopping:
            count = len(set(stopping))
            what = "1 problem" if count == 1 else f"{count} problems"
            message = f"{what} in content and catalogs. The site was not built. {UNCHANGED}"
            raise PluginError(message)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take out the content's own files, and what of the theme no page asks for."""
        self._has_markdown = any(file.is_documentation_page() for file in files)
        folders = tuple(f"{name}/" for name in self.project.library.protocols)
        for file in list(files):
            is_content = file.src_uri.startswith(folders) or file.src_uri.endswith(".schema.json")
            is_unused = file.src_uri.endswith(".map") or "/javascripts/lunr/" in file.src_uri
            # Not rendered, the theme's sitemap would be copied as it stands.
            is_template = file.src_uri == "sitemap.xml" and file.src_dir != config.docs_dir
            if is_content or is_unused or is_template:
                files.remove(file)
        return files

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Keep the theme's templates."""
        self._environment = env
        env.bytecode_cache = Compiled()
        self.themes = self.make_themes(env, config)
        return env

    def on_page_context(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext | None:
        """Give a Markdown page of the site the same header as every other page."""
        if self.themes:
            context.update(self.themes[0].localized(context["base_url"], "", is_generated=False))  # type: ignore[typeddict-item]
        return context

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Finish a page that the theme has rendered."""
        if not template_name.endswith(".html"):
            return output_content
        return finished(output_content)

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Finish a page that the theme has rendered."""
        return finished(output)

    def site(self, config: MkDocsConfig) -> Site:
        """Return the site of the project that is open."""
        return Site(
            self.project,
            self.themes,
            config.site_url or "",
            config.site_name,
            config.site_description or "",
            Repository(config.repo_url.rstrip("/")) if config.repo_url else None,
            self._own_templates,
        )

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the pages, the search index and the sitemaps, and put the site in place.

        What is previewed is not written: only the theme's files are. With ``--strict`` a warning is an error:
        MkDocs says so after this event, and nothing is put in place.
        """
        staging = self._staging
        assert staging is not None
        try:
            if self._preview is None:
                self._build(config, staging)
                self._say_size(staging.path)
            if config.strict and _has_warned():
                return
            staging.publish()
        except PublishError as error:
            raise PluginError(str(error)) from error
        finally:
            config.site_dir = str(staging.site)
        self._close()
        if self._preview is not None:
            self._preview.show(self.site(config), staging.site, self._problems)

    def _close(self) -> None:
        """Let go of the staging folder; if it has not become the site, it is removed."""
        staging, self._staging = self._staging, None
        if staging is not None:
            staging.discard()
            atexit.unregister(staging.discard)

    def _build(self, config: MkDocsConfig, staging: Staging) -> None:
        project = self.project
        start = time.perf_counter()
        count = project.plan.count * len(project.translators)
        with Progress(count, log.info) as progress:
            old = staging.site if self._command != "serve" else None
            result: Built = build_site(
                self.site(config),
                staging.path,
                old=old,
                processes=self.config.processes,
                progress=progress.reach,
            )
        seconds = time.perf_counter() - start
        kept = f"; {result.kept:,} files are as they were" if result.kept else ""
        log.info(
            "%s pages in %d languages, %.1f MB, in %.1f s%s",
            f"{result.pages:,}",
            len(project.translators),
            result.bytes / 1e6,
            seconds,
            kept,
        )

    def _say_size(self, site: Path) -> None:
        """Print what was written, set against the limits of hosts; warn if it does not fit the one it goes to."""
        if self._command == "serve":
            return
        figures, project = measure(site), self.project
        fewer = project.plan.count - make_plan(project.library, "guided").count
        guided_files = figures.files - fewer * len(project.translators) if fewer else None
        host = next((name for name in HOSTS if name == self.config.host), None)
        say = log.info if host is None or fits(figures, host) else log.warning
        say("\n%s", table(figures, host, guided_files=guided_files, locales=len(project.translators)))

    @event_priority(-100)
    def on_build_error(self, *, error: Exception) -> None:
        """Leave the old site as it was, and say what happened, in the place of MkDocs' traceback.

        Raises Abort if it is known what happened; of all else MkDocs shows where in the program it did.
        """
        is_unchanged = self._staging is None or not self._staging.is_published
        self._close()
        message = explain(error)
        if message is not None:
            log.error(
                "The build stopped. %s %s", UNCHANGED if is_unchanged else "The new site is in place.", message
            )
            raise Abort("Aborted: the site was not built.") from error
        if isinstance(error, Abort) and is_unchanged:
            log.error("%s", UNCHANGED)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> Any:
        """Serve pages as they are asked for, in the place of MkDocs' server, which shows what is on disk."""
        from codepair.preview.serve import PreviewServer

        preview = self._preview
        if preview is None:
            return server
        server.server_close()
        # What has been read stays: collections after an edit need not look at it.
        gc.collect()
        gc.freeze()

        def update(paths: frozenset[Path]) -> None:
            kinds = {self._kind_of(path, config) for path in paths}
            if "other" in kinds:
                with self._refusing(preview):
                    builder()
            elif kinds != {"none"}:
                self._reopen(preview, config, is_template="template" in kinds)

        host, port = config.dev_addr
        made = PreviewServer(preview, (host, port), urlsplit(config.site_url or "/").path, update)
        settings = self.settings(config)
        folders = [settings.content, settings.catalogs, TEMPLATES, *map(Path, config.theme.dirs)]
        for folder in folders:
            if folder.is_dir():
                made.watch(folder)
        if config.config_file_path:
            made.watch(config.config_file_path)
        return made

    def _kind_of(self, path: Path, config: MkDocsConfig) -> Literal["content", "template", "other", "none"]:
        """Return what an edit to a file asks for: reading the project again, its templates too, or a build."""
        if path.name.startswith(".") or path.name.endswith(("~", ".tmp", ".swp", ".pyc", ".pot", ".mo")):
            return "none"
        is_content = Path(config.docs_dir).resolve() in path.parents
        if path.suffix == ".po" or (path.suffix in (".yml", ".csv") and is_content):
            return "content"
        if path.suffix == ".html" or TEMPLATES in path.parents:
            # A Markdown page of the project is rendered by MkDocs.
            return "other" if self._has_markdown else "template"
        return "other" if path.suffix else "none"

    def _reopen(self, preview: Preview, config: MkDocsConfig, *, is_template: bool) -> None:
        """Read what changed of the project, and show it if it has no error."""
        assert self._environment is not None
        with self._refusing(preview):
            if is_template:
                self._templates += 1
                self._own_templates.forget()
                if self._environment.cache is not None:
                    self._environment.cache.clear()
            self.open(config)
            self.themes = self.make_themes(self._environment, config)
            preview.show(self.site(config), Path(config.site_dir), self._problems)

    @contextmanager
    def _refusing(self, preview: Preview) -> Iterator[None]:
        """Go on showing what was there if an edit cannot be shown, and say why, here and in the browser."""
        self._problems = []
        try:
            yield
        except Exception as error:
            fault = template_fault(error)
            if fault is None and not isinstance(error, (MkDocsException, OSError)):
                raise
            message = str(fault or error)
            log.error("%s", message)
            preview.refuse(message, self._problems)

    def settings(self, config: MkDocsConfig) -> Settings:
        """Return the plugin's options as settings; PluginError if they cannot be used."""
        root = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
        names = self.config.locales or ["en"]
        default = self.config.default_locale or names[0]
        try:
            locales = tuple(make_locale(name, default=default) for name in names)
        except ValueError as error:
            raise PluginError(f"mkdocs.yml: plugin option 'locales': {error}") from None
        if not any(not locale.path for locale in locales):
            raise PluginError(f"mkdocs.yml: 'default_locale' is '{default}', which is not one of 'locales'.")
        _check_texts(config)
        return Settings(
            root=root,
            content=Path(config.docs_dir),
            catalogs=root / self.config.catalogs,
            locales=locales,
            pairs="guided" if self.config.pairs == "guided" else "all",
        )


def _has_warned() -> bool:
    """Return whether MkDocs, which counts warnings with ``--strict``, will refuse the site."""
    handlers = logging.getLogger("mkdocs").handlers
    return any(isinstance(handler, CountHandler) and handler.get_counts() for handler in handlers)
