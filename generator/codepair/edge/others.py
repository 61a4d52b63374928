"""The files of a site that others made: which have the address of something of ours, and what is in their pages."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.pages import Page as MkDocsPage

from codepair.beside.api import FOLDER as DATA
from codepair.beside.search.search import Record
from codepair.edge.themefiles import ASSETS, is_entry
from codepair.kit.files import display
from codepair.kit.problems import Place, Problem
from codepair.library.plan import Page
from codepair.site.addresses import canonical
from codepair.site.project import Project

_FOLDERS = (f"{DATA}/", f"{ASSETS}/", "pagefind/")
"""What the generator writes beside its pages."""

_ERROR_PAGE = "404.html"
_SITEMAP = re.compile(r"sitemap(-\d+)?\.xml(\.gz)?")
_SHOWN = (InclusionLevel.INCLUDED, InclusionLevel.UNDEFINED, InclusionLevel.NOT_IN_NAV)
_HEADER_LINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
_HEADING = re.compile(r"<h1\b.*?</h1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def check_others(config: MkDocsConfig, project: Project) -> Iterator[Problem]:
    """Yield what is wrong with the files of others, without building anything."""
    files = get_files(config)
    set_exclusions(files, config)
    yield from collisions(files, config, project)


def collisions(files: Files, config: MkDocsConfig, project: Project) -> Iterator[Problem]:
    """Yield each file of somebody else that would have the address of something of ours."""
    settings = project.settings
    for file in others(files, config):
        if not is_entry(file, settings.content):
            path = Path(file.abs_src_path) if file.abs_src_path else Path(config.docs_dir, file.src_uri)
            yield from _collision(path, display(path, settings.root), file.dest_uri, config, project)
    if settings.overrides is not None and not settings.mount:  # below a folder the theme's own pages stay
        for name in (_ERROR_PAGE, "sitemap.xml"):
            path = settings.overrides / name
            if path.is_file():
                yield from _collision(path, display(path, settings.root), name, config, project)


def written(folder: Path, name: str, config: MkDocsConfig, project: Project) -> Iterator[Problem]:
    """Yield each file that another plugin has written where something of ours belongs.

    ``folder`` holds what is written of the site so far, ``name`` is what the site's own is called.
    """
    mount = project.settings.mount
    for where, _, names in os.walk(folder / mount):
        for each in sorted(names):
            path = Path(where, each)
            address = path.relative_to(folder).as_posix()
            if not address.startswith(f"{mount}{ASSETS}/"):
                found = _collision(path, f"{name}/{address}", address, config, project)
                yield from (problem for problem in found if problem.rule == "collision")


def _collision(file: Path, shown: str, address: str, config: MkDocsConfig, project: Project) -> Iterator[Problem]:
    """Yield what is wrong with a file of somebody else at an address of the site."""
    taken = _taken(address, project)
    if taken is None:
        yield from _replaced(file, shown, address, config, project)
        return
    message = (
        f"This file and {taken} would both be '{address}'. Rename or move this file, leave it out with "
        "'exclude_docs', or have the plugin that writes it write another."
    )
    if not project.settings.mount:
        message += " Or put the codes below a folder of the site: 'mount: reference/'."
    yield Problem(Place(shown), "collision", message)


def _replaced(file: Path, shown: str, address: str, config: MkDocsConfig, project: Project) -> Iterator[Problem]:
    """Yield a file that takes the place of one of ours, without which a site can do, if something is lost by it."""
    mount, lost = project.settings.mount, None
    if address == "_headers":
        lost = "each generated page has its policy in itself alone then. Remove this file if that matters"
    elif address == f"{mount}llms.txt":
        lost = "language models find no code by it. Rename this file, or list the codes in it"
    elif address == "robots.txt" and config.site_url:
        sitemap = canonical(config.site_url, f"{mount}sitemap.xml")
        if sitemap not in file.read_text(encoding="utf-8", errors="replace"):
            lost = f"it does not name the sitemap of the codes. Add the line 'Sitemap: {sitemap}'"
    if lost is not None:
        message = f"This file stands in the place of the generator's '{address}': {lost}."
        yield Problem(Place(shown), "replaced", message)


def others(files: Iterable[File], config: MkDocsConfig) -> list[File]:
    """Return the files that are published and neither ours nor the theme's."""
    found = (file for file in files if file.src_dir == config.docs_dir or file.generated_by is not None)
    return [file for file in found if file.inclusion is not InclusionLevel.EXCLUDED]


def addresses(files: Files, config: MkDocsConfig) -> list[str]:
    """Return the full addresses of the pages that MkDocs makes, for the sitemap; none without the site's own."""
    pages = (file for file in others(files, config) if file.is_documentation_page() and file.inclusion in _SHOWN)
    return [canonical(config.site_url, "" if file.url == "./" else file.url) for file in pages if config.site_url]


def language(config: MkDocsConfig) -> str:
    """Return the language of the pages that MkDocs makes."""
    return str(config.theme.get("language") or config.theme.get("locale") or "en").replace("_", "-")


def record(page: MkDocsPage, html: str, config: MkDocsConfig) -> Record | None:
    """Return a page of somebody else as the search sees it; None if it asks to be left out."""
    asked = page.meta.get("search")
    is_left_out = isinstance(asked, dict) and asked.get("exclude")
    if is_left_out or page.file.inclusion not in _SHOWN:
        return None
    title = escape(unescape(_TAG.sub("", str(page.title or page.file.name))))
    text = _HEADING.sub("", _HEADER_LINK.sub("", html), count=1).replace(
        "data-search-exclude", "data-pagefind-ignore"
    )
    return Record("" if page.url == "./" else page.url, language(config), title, text)


def _taken(address: str, project: Project) -> str | None:
    """Return what of ours has an address, in words; None if nothing has."""
    mount = project.settings.mount
    if not address.startswith(mount):
        return None
    address = address.removeprefix(mount)
    if address.startswith(_FOLDERS):
        return "the generator's own folder"
    if address == _ERROR_PAGE:
        return "the error page of the codes"
    if _SITEMAP.fullmatch(address):
        return "the sitemap of the codes"
    path, is_page = address.removesuffix("index.html"), address.endswith("index.html")
    if not is_page or (path and not path.endswith("/")):
        return None
    for locale in sorted((locale for locale in project.settings.locales), key=lambda locale: -len(locale.prefix)):
        if path.startswith(locale.prefix):
            page = project.plan.find(path.removeprefix(locale.prefix))
            return _named(page) if page is not None else None
    return None


def _named(page: Page) -> str:
    if page.entry is not None:
        return f"the page of {page.entry.address}"
    names = {"home": "the home page of the codes", "compare": "the page on which two codes are chosen"}
    return names.get(page.kind) or f"the page '{page.path}'"
