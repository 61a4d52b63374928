"""A filled page is, byte for byte, what MkDocs and Material give for that page rendered alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.commands.build import build
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.theme import Theme

from codepair.edge.lean import written
from codepair.edge.localized import NO_INDEX
from codepair.edge.plugin import CodepairPlugin
from codepair.edge.themefiles import their_environment, theme_environment
from codepair.edge.themepage import PAGE, make_themes
from codepair.library.plan import comparison_page
from codepair.pages.shell import marker
from codepair.site.site import LocalePages, Site
from tests import support

SAMPLE = 240


@dataclass(frozen=True)
class Alone:
    """A page to be rendered alone."""

    locale: int
    path: str
    title: str
    description: str
    html: str
    protocol: str | None
    head: str


class NoOptions(Config):  # type: ignore[no-untyped-call]
    """The reference has no options."""


class Reference(BasePlugin[NoOptions]):  # type: ignore[no-untyped-call]
    """Gives MkDocs the same pages as if they were its own, and keeps what it makes of them."""

    def __init__(self, plugin: CodepairPlugin) -> None:
        self.plugin = plugin
        self.pages: dict[str, Alone] = {}
        self.outputs: dict[str, bytes] = {}

    @event_priority(-50)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        project = self.plugin.build.project
        themes = make_themes(project, theme_environment(config.theme.get_env(), config.theme), config)
        site = Site(project, themes, config.site_url or "", config.site_name, config.site_description or "")
        for alone in _sample(site):
            prefix = project.translators[alone.locale].locale.prefix
            source = f"{prefix}{alone.path}index.md"
            # Out of the navigation: a page alone has no neighbours that the theme could link to.
            files.append(File.generated(config, source, content="", inclusion=InclusionLevel.NOT_IN_NAV))
            self.pages[source] = alone
        return files

    @event_priority(-50)
    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        alone = self.pages[page.file.src_uri]
        page.meta = {"title": alone.title, "description": alone.description, "template": PAGE}
        page.toc = TableOfContents([AnchorLink("", "content", 1)])
        if alone.head == NO_INDEX:
            page.canonical_url = None
        return alone.html

    @event_priority(-50)
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        return theme_environment(env, config.theme)

    @event_priority(-50)
    def on_page_context(self, context: Any, *, page: MkDocsPage, config: MkDocsConfig, nav: Any) -> Any:
        alone = self.pages[page.file.src_uri]
        theme = self.plugin.build.themes[alone.locale]
        context.update(theme.said.localized(context["base_url"], alone.path, head=alone.head))
        context["nav"] = theme.said.navigation(alone.protocol)
        return context

    @event_priority(-150)
    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        # A page of somebody else is written as it is; ours is finished, as a shell is.
        self.outputs[page.file.url.removesuffix("./")] = written(output).encode()
        return ""  # and nothing is written where a page of ours belongs


def _sample(site: Site) -> Iterator[Alone]:
    """Yield pages of every kind, locale and depth: every hub, and codes and comparisons by chance."""
    chance = random.Random(4028)
    plan = site.project.plan
    for number, locale in enumerate(site.locales):
        hubs = [page for page in plan.single if page.kind != "code"]
        codes = [page for page in plan.single if page.kind == "code"]
        for page in hubs + chance.sample(codes, min(30, len(codes))):
            content = locale.content(page)
            head = locale.head(page, content.title, content.description)
            yield Alone(number, page.path, *content[:3], page.protocol, head)
        pairs = list(plan.comparisons())
        guided = [pair for pair in pairs if pair.guidance]
        for pair in chance.sample(guided, min(20, len(guided))) + chance.sample(pairs, 75):
            values = locale.renderer.comparisons.content(pair).slots
            of = None if pair.is_across else pair.a.protocol.id
            html = _content(locale, of, values)
            title, description = values["title"].decode(), values["description"].decode()
            page = comparison_page(pair)
            head = locale.head(page, title, description) if pair.guidance else NO_INDEX
            seen = description if pair.guidance else ""
            yield Alone(number, page.path, title, seen, html, of, head)


def _content(locale: LocalePages, protocol: str | None, values: dict[str, bytes]) -> str:
    library = locale.renderer.context.plan.library
    content = locale.renderer.comparisons.shell(library.protocols[protocol] if protocol else None)
    return content.shell.fill(values).decode()


def test_filled_pages_equal_pages_rendered_alone(site: Path, tmp_path: Path) -> None:
    """MkDocs renders a sample of all pages with the theme, one by one; the build's bytes are the same."""
    config = support.config(support.ROOT, tmp_path / "site", site_url="http://127.0.0.1/project/")
    reference = Reference(support.plugin(config))
    config.plugins["reference"] = reference
    # All that is compared has been made by then, and what is written at the end is there: the built site.
    config.plugins.events["post_build"].clear()
    build(config)
    assert len(reference.outputs) >= 200
    kinds = {(alone.locale, alone.path.count("/"), alone.head == NO_INDEX) for alone in reference.pages.values()}
    assert len(kinds) >= 2 * 4
    different = [
        path for path, output in reference.outputs.items() if (site / path / "index.html").read_bytes() != output
    ]
    assert different == []
    assert not any(marker("x")[0].encode() in output for output in reference.outputs.values())


def test_no_theme_markup_is_copied() -> None:
    """The project's own templates hold no element of Material's page: it is rendered, never rewritten."""
    theirs = ("md-main", "md-content", "md-container", "md-sidebar", "md-footer", "<!doctype")
    for path in sorted((support.ROOT / "generator").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        assert [name for name in theirs if name in text] == [], path


def test_the_same_files_are_copied_from_the_theme() -> None:
    """Only files in hidden folders, of which MkDocs copies none, are not listed."""
    theme: Theme = support.config(support.ROOT, Path("unused")).theme
    listed = their_environment(theme).list_templates()
    of_mkdocs = Theme.get_env(theme).list_templates()
    hidden = {name for name in of_mkdocs if "/." in f"/{name.rpartition('/')[0]}"}
    assert hidden
    assert listed == [name for name in of_mkdocs if name not in hidden]
