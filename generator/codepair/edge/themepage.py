"""A locale and a kind of page in, the theme's page out, as MkDocs and Material render it: a shell with slots."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from codepair.edge.lean import written
from codepair.edge.localized import NO_INDEX, Localized
from codepair.kit.memory import FORGETFUL, Memory
from codepair.language.locale import Locale
from codepair.language.translator import Translator
from codepair.library.plan import DEPTH, Kind
from codepair.pages.faults import TemplateFaultError, shown
from codepair.pages.shell import Shell, compile_shell, marker
from codepair.site.addresses import above, site_path
from codepair.site.project import Project

PAGE, ERROR_PAGE = "codepair/page.html", "codepair/404.html"
"""The templates of generated pages."""


class ThemePages:
    """The theme's pages in one locale."""

    def __init__(self, environment: Environment, config: MkDocsConfig, said: Localized) -> None:
        self._environment = environment
        self._config = config
        self.said = said
        """What the theme's templates see of the locale."""
        self._shells: dict[tuple[Kind, str | None, bool], Shell] = {}

    @property
    def locale(self) -> Locale:
        """The locale of the pages."""
        return self.said.locale

    def shell(self, kind: Kind, *, protocol: str | None = None, is_indexed: bool = True) -> Shell:
        """Return the theme's page of a kind, rendered once, with slots for what changes from page to page."""
        key = (kind, protocol, is_indexed)
        if key not in self._shells:
            self._shells[key] = self._make_shell(kind, protocol, is_indexed)
        return self._shells[key]

    def _make_shell(self, kind: Kind, protocol: str | None, is_indexed: bool) -> Shell:
        path = "x/" * DEPTH[kind]
        page = page_of_html(
            self._config,
            self.said.mount + self.locale.prefix + path,
            title=marker("title"),
            # A page that search engines do not show has nobody who would read its description and address.
            description=marker("description") if is_indexed else "",
            canonical=marker("canonical") if is_indexed else None,
            # The theme looks for a heading in the content and adds one if there is none.
            html=marker("content", "<h1"),
        )
        head = marker("head") if is_indexed else NO_INDEX
        context = self.context(page, path=marker("path"), protocol=protocol, head=head)
        template = self._environment.get_template(PAGE)
        made = compile_shell(written(template.render(context)))
        if "content" not in made.names:
            # Empty, most likely: an editor may be about to write it.
            raise TemplateFaultError(f"{shown(template.filename or PAGE)}: 'page.content' is not shown by it")
        return made

    def error_page(self, content: str) -> bytes:
        """Return the page that a host shows for an address that does not exist; its links begin at the root."""
        root = site_path(self._config.site_url)
        # As MkDocs has it for a page of the theme that belongs to no address.
        context: dict[str, Any] = dict(
            get_context(self.said.navigation(""), Files([]), self._config, base_url=root or "/")
        )
        base = f"{root}/{self.said.mount}".rstrip("/")
        context |= self.said.localized(
            base, "", head=NO_INDEX, content=content, home=f"{root}/" if self.said.mount else ""
        )
        return written(self._environment.get_template(ERROR_PAGE).render(context)).encode()

    def context(self, page: MkDocsPage, *, path: str, protocol: str | None, head: str) -> dict[str, Any]:
        """Return what the theme's template sees for a page."""
        context: dict[str, Any] = dict(get_context(self.said.navigation(protocol), Files([]), self._config, page))
        # The way up to the folder of the codes is shorter than the one to the site's root.
        root, up = context["base_url"], above(self.said.mount).rstrip("/")
        base = "." if up and root == up else root.removesuffix(f"/{up}") if up else root
        return context | self.said.localized(base, path, head=head, home=f"{root}/" if self.said.mount else "")


def make_themes(
    project: Project, environment: Environment, config: MkDocsConfig, memory: Memory = FORGETFUL, edition: int = 0
) -> list[ThemePages]:
    """Return the theme's pages, one a locale; ``edition`` is another after each edit to a template.

    Those in ``memory``, which holds nothing else, are made again if anything that stands on every page has changed.
    """
    navigation = " ".join(f"{name}={each.name!r}" for name, each in project.library.protocols.items())

    def theme(translator: Translator) -> ThemePages:
        # The share of each language as this one writes it; where all is translated nothing is said.
        shares = {
            each.locale.tag: translator.percent(each.share) for each in project.completeness if each.done < each.all
        }
        inputs = (environment, config, translator, navigation, " ".join(sorted(shares.values())), edition)
        of = (project.translators, project.library, shares, project.settings.mount)

        def make() -> ThemePages:
            return ThemePages(environment, config, Localized(config, translator, *of))

        return memory.made(("theme", translator.locale.tag), inputs, make)

    with memory.reading():
        return [theme(translator) for translator in project.translators]


def page_of_html(
    config: MkDocsConfig, url: str, *, title: str, description: str, html: str, canonical: str | None
) -> MkDocsPage:
    """Return a page as MkDocs has it after Markdown: title and content are HTML already."""
    file = File.generated(config, f"{url}index.md", content="")
    page = MkDocsPage(None, file, config)
    page.meta = {"title": title, "description": description}
    page.content = html
    page.canonical_url = canonical
    page.edit_url = None
    # The theme's link past its header leads to the first entry of the table of contents.
    page.toc = TableOfContents([AnchorLink("", "content", 1)])
    return page
