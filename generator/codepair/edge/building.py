"""One build of MkDocs: settings in, a project without errors, and in the end a whole site in its place."""

from __future__ import annotations

import atexit
import logging
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import mkdocs
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.utils import CountHandler

from codepair.edge.origin import repository_of, say_unknown
from codepair.edge.themepage import ThemePages
from codepair.kit.faults import UNCHANGED, PublishError
from codepair.kit.memory import FORGETFUL, Memory
from codepair.kit.problems import Problem, errors, report
from codepair.library.plan import make_plan
from codepair.pages.templates import Templates
from codepair.publishing.build import Built, build_site
from codepair.publishing.crew import can_share
from codepair.publishing.hosting import HOSTS, fits, measure, table
from codepair.publishing.progress import Progress
from codepair.publishing.staging import Staging
from codepair.site.files import THEIR_INDEX
from codepair.site.project import Project, Settings, open_project
from codepair.site.site import Others, Site

log = logging.getLogger("mkdocs.plugins.codepair")


class ContentError(PluginError):
    """Problems in content and catalogs that stop a build; they are printed already."""

    def __init__(self, problems: Sequence[Problem], stopping: int) -> None:
        what = "1 problem" if stopping == 1 else f"{stopping} problems"
        super().__init__(f"{what} in content and catalogs. The site was not built. {UNCHANGED}")
        self.problems = problems


def open_for_build(
    settings: Settings, memory: Memory = FORGETFUL, *, is_strict: bool = False
) -> tuple[Project, list[Problem]]:
    """Read and check a project and print every problem; ContentError if one of them stops the build."""
    project, problems = open_project(settings, memory)
    refuse(problems, is_strict=is_strict)
    return project, problems


def refuse(problems: Sequence[Problem], *, is_strict: bool = False) -> None:
    """Print problems; ContentError if one of them stops the build."""
    if problems:
        print(report(problems), file=sys.stderr)
    stopping = len(set(problems if is_strict else errors(problems)))
    if stopping:
        raise ContentError(problems, stopping)


def site_of(
    project: Project,
    themes: Sequence[ThemePages],
    config: MkDocsConfig,
    templates: Templates | None = None,
    others: Others | None = None,
) -> Site:
    """Return the site of a project; ``templates`` are those that are read already, ``others`` what MkDocs makes."""
    return Site(
        project,
        themes,
        config.site_url or "",
        config.site_name,
        config.site_description or "",
        repository_of(config, project.settings),
        templates or Templates(),
        others or Others(),
    )


_begun: list[Build] = []
"""The builds of this process that are neither published nor given up."""

NESTED = (
    "Another plugin builds the site again while it is built, as 'i18n' does for each language. The codes come in "
    f"all of 'locales' in one build. {UNCHANGED} Build those pages apart, with a 'mkdocs.yml' of their own."
)


class Build:
    """What one build works on, from the reading of the project to the site in its place."""

    def __init__(
        self, config: MkDocsConfig, project: Project, problems: Sequence[Problem], templates: Templates
    ) -> None:
        self.config = config
        self.project = project
        self.problems = problems
        self.templates = templates
        self.staging = Staging(Path(config.site_dir), kept_places(config, project.settings))
        # Known when MkDocs has found its files and the theme's templates:
        self.others = Others()
        self.environment: Environment | None = None
        self.themes: Sequence[ThemePages] = ()

    @property
    def site(self) -> Site:
        """The site that is built."""
        return site_of(self.project, self.themes, self.config, self.templates, self.others)

    def begin(self) -> None:
        """Have MkDocs write into the staging folder; PluginError if there can be none."""
        for other in _begun:
            # Its lock would be waited for by the one that holds it.
            if Path(self.config.site_dir) == other.staging.path:
                raise PluginError(NESTED)
        say_unknown(repository_of(self.config, self.project.settings))
        with _told():
            self.staging.open()
        _begun.append(self)
        atexit.register(self.staging.discard)  # after a keyboard interrupt, of which MkDocs tells no one
        self.config.site_dir = str(self.staging.path)

    def see_others(self) -> None:
        """Note where everything is that MkDocs and other plugins have written: no short address takes its place."""
        self.others = replace(self.others, paths=tuple(_files(self.staging.path)))

    def take_index(self) -> None:
        """Take what the theme's search finds out of the staging folder: it is written with the codes in it."""
        path = self.staging.path / THEIR_INDEX
        if self.others.has_pages and path.is_file():
            self.others = replace(self.others, index=path.read_bytes())
            path.unlink()

    def write(self, processes: int | None) -> None:
        """Write pages and all files into the staging folder and say how many; PluginError if that fails."""
        start = time.perf_counter()
        locales = len(self.project.translators)
        if processes is not None and processes > 1 and not can_share():
            log.info("'processes: %d': here processes cannot share the work; this one writes all pages.", processes)
        with Progress(self.project.plan.count * locales, log.info) as progress, _told():
            built: Built = build_site(
                self.site,
                self.staging.path,
                old=self.staging.site,
                processes=processes,
                progress=progress.reach,
            )
        seconds = time.perf_counter() - start
        kept = f"; {built.kept:,} files are as they were" if built.kept else ""
        figures = f"{built.pages:,} pages in {locales} languages, {built.bytes / 1e6:.1f} MB, in {seconds:.1f} s"
        log.info("%s%s", figures, kept)

    def say_size(self, host: str) -> None:
        """Print what was written, set against the limits of hosts; warn if it does not fit the one it goes to."""
        figures, locales = measure(self.staging.path), len(self.project.translators)
        fewer = self.project.plan.count - make_plan(self.project.library, "guided").count
        guided_files = figures.files - fewer * locales if fewer else None
        known = next((name for name in HOSTS if name == host), None)
        say = log.info if known is None or fits(figures, known) else log.warning
        say("\n%s", table(figures, known, guided_files=guided_files, locales=locales))

    def publish(self) -> None:
        """Put what is in the staging folder in the old site's place; PluginError if that fails.

        With ``--strict`` a warning is an error: MkDocs says so after this, and nothing is put in place.
        """
        if self.config.strict and _has_warned():
            return
        with _told():
            self.staging.publish()
        self.end()

    def end(self) -> None:
        """Let go of the staging folder; if it has not become the site, it is removed."""
        self.config.site_dir = str(self.staging.site)
        self.staging.discard()
        atexit.unregister(self.staging.discard)
        if self in _begun:
            _begun.remove(self)


def _files(folder: Path) -> Iterator[str]:
    """Yield the paths of files below a folder; what is hidden, such as a repository, is left out."""
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            yield Path(where, name).relative_to(folder).as_posix()


def kept_places(config: MkDocsConfig, settings: Settings) -> list[tuple[str, Path]]:
    """Return the places that no site takes, nor a folder above them, each with what it is."""
    places = [
        ("the folder of the configuration", settings.root),
        ("the content", settings.content),
        ("the catalogs", settings.catalogs),
    ]
    if config.theme.custom_dir:
        places.append(("the theme's 'custom_dir'", Path(config.theme.custom_dir)))
    with suppress(RuntimeError):  # of whom no system knows where that is
        places.append(("your home", Path.home()))
    return places


@contextmanager
def _told() -> Iterator[None]:
    """Have MkDocs say why a site cannot be published."""
    try:
        yield
    except PublishError as error:
        raise PluginError(str(error)) from error


def _has_warned() -> bool:
    """Return whether MkDocs, which counts warnings with ``--strict``, will refuse the site."""
    handlers = logging.getLogger(mkdocs.__name__).handlers  # the counting logger bears the name of who builds
    return any(isinstance(handler, CountHandler) and handler.get_counts() for handler in handlers)
