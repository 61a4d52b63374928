"""The files of a site that others made: where one would have the address of a page of ours, and all their pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from codepair.kit.files import display
from codepair.kit.problems import Place, Problem
from codepair.library.plan import Page
from codepair.site.addresses import canonical
from codepair.site.project import Project

_FOLDERS = ("api/v2/", "assets/codepair/", "pagefind/")
"""What the generator writes beside its pages; single files, such as robots.txt, may be a project's own."""


def collisions(files: Files, config: MkDocsConfig, project: Project) -> Iterator[Problem]:
    """Yield each file of somebody else that would have the address of a page, or stand among the files, of ours."""
    for file in others(files, config):
        what = _taken(file.dest_uri, project)
        if what is not None:
            root = project.settings.root
            path = Path(file.abs_src_path) if file.abs_src_path else Path(config.docs_dir, file.src_uri)
            message = (
                f"This file and {what} would both be '{file.dest_uri}'. Rename or move this file, or leave it out "
                "with 'exclude_docs'."
            )
            yield Problem(Place(display(path, root)), "collision", message)


def others(files: Files, config: MkDocsConfig) -> list[File]:
    """Return the files that are published and neither ours nor the theme's."""
    found = (file for file in files if file.src_dir == config.docs_dir or file.generated_by is not None)
    return [file for file in found if file.inclusion is not InclusionLevel.EXCLUDED]


def addresses(files: Files, config: MkDocsConfig) -> list[str]:
    """Return the full addresses of the pages that MkDocs makes, for the sitemap; none without the site's own."""
    shown = (InclusionLevel.INCLUDED, InclusionLevel.UNDEFINED, InclusionLevel.NOT_IN_NAV)
    pages = (file for file in others(files, config) if file.is_documentation_page() and file.inclusion in shown)
    return [canonical(config.site_url, "" if file.url == "./" else file.url) for file in pages if config.site_url]


def _taken(address: str, project: Project) -> str | None:
    """Return what of ours has an address, in words; None if nothing has."""
    if address.startswith(_FOLDERS):
        return "the generator's own folder"
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
