"""A locale and a kind of page in, the theme's page out, as MkDocs and Material render it: a shell with slots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from html import escape
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Link, Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from codepair.edge.lean import written
from codepair.kit.memory import FORGETFUL, Memory
from codepair.language.translator import Translator
from codepair.library.model import Library
from codepair.library.plan import DEPTH, Kind
from codepair.pages.faults import TemplateFaultError, shown
from codepair.pages.shell import Shell, compile_shell, marker
from codepair.site.addresses import site_path
from codepair.site.project import Project

NO_INDEX = '<meta name="robots" content="noindex">'


class Overlay:
    """An object whose attributes and items are another's, except for those given."""

    def __init__(self, below: Any, **values: Any) -> None:
        self._below = below
        self._values = values

    def __getattr__(self, name: str) -> Any:
        return self._values[name] if name in self._values else getattr(self._below, name)

    def __getitem__(self, name: str) -> Any:
        return self._values[name] if name in self._values else self._below[name]


class ThemePages:
    """The theme's pages in one locale."""

    def __init__(
        self,
        environment: Environment,
        config: MkDocsConfig,
        translator: Translator,
        translators: Sequence[Translator],
        library: Library,
        shares: Mapping[str, str],
    ) -> None:
        self._environment = environment
        self._config = config
        self._translator = translator
        self._library = library
        self._menu = [(item.locale, shares.get(item.locale.tag, "")) for item in translators]
        self._theme_words = theme_words(translator)
        self._shells: dict[tuple[Kind, str | None, bool], Shell] = {}

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
            self._translator.locale.prefix + path,
            title=marker("title"),
            # A page that search engines do not show has nobody who would read its description.
            description=marker("description") if is_indexed else "",
            # The theme looks for a heading in the content and adds one if there is none.
            html=marker("content", "<h1"),
            canonical=marker("canonical"),
        )
        head = marker("head") if is_indexed else NO_INDEX
        context = self.context(page, path=marker("path"), protocol=protocol, head=head)
        template = self._environment.get_template("main.html")
        made = compile_shell(written(template.render(context)))
        if "content" not in made.names:
            # Empty, most likely: an editor may be about to write it.
            raise TemplateFaultError(
                f"{shown(template.filename or 'main.html')}: 'page.content' is not shown by it"
            )
        return made

    def error_page(self, content: str) -> bytes:
        """Return the page that a host shows for an address that does not exist; its links begin at the root."""
        base = site_path(self._config.site_url)
        # As MkDocs has it for a page of the theme that belongs to no address.
        context: dict[str, Any] = dict(
            get_context(self.navigation(""), Files([]), self._config, base_url=base or "/")
        )
        context |= self.localized(base, "", head=NO_INDEX, content=content)
        return written(self._environment.get_template("404.html").render(context)).encode()

    def context(self, page: MkDocsPage, *, path: str, protocol: str | None, head: str) -> dict[str, Any]:
        """Return what the theme's template sees for a page."""
        context: dict[str, Any] = dict(get_context(self.navigation(protocol), Files([]), self._config, page))
        return context | self.localized(context["base_url"], path, head=head)

    def localized(
        self,
        base_url: str,
        path: str,
        *,
        head: str = "",
        is_generated: bool = True,
        content: str = "",
    ) -> dict[str, Any]:
        """Return the part of a template's context that depends on the locale."""
        locale = self._translator.locale
        plain = self._escaped  # the name by which extraction finds the words
        return {
            "config": self._localized_config(is_described=head != NO_INDEX),
            "codepair": {
                "tag": locale.tag,
                "name": locale.name,
                "base": base_url,  # the theme's own ends with a slash on the error page alone
                "prefix": locale.prefix,
                "path": path,
                "search": f"{base_url}/assets/codepair/words.{locale.tag}.json",
                "menu": self._menu,
                "theme_words": self._theme_words,
                "direction": locale.direction,
                "generated": is_generated,
                "words": {
                    "search": plain("Search a code, two codes or words"),
                    "compare": plain("Compare"),
                    "language": plain("Language"),
                    "scheme": plain("Light, dark, or as the system has it"),
                    "codes": plain("{protocol} codes"),
                    "clipboard": plain("Copy to clipboard"),
                    "all": plain("All codes and comparisons"),
                },
                "head": head,
                "content": content,
            },
        }

    def _localized_config(self, *, is_described: bool) -> Overlay:
        """Return MkDocs' configuration as the theme's templates, which escape nothing, may print it."""
        config, locale = self._config, self._translator.locale
        summary = config.site_description
        return Overlay(
            config,
            site_name=_escaped(config.site_name),
            site_description=self._escaped(summary) if summary and is_described else None,
            # The theme would ask the repository's host for its stars, on every page.
            repo_url=None,
            repo_name=None,
            copyright=self._escaped(config.copyright) if config.copyright else None,
            extra=Overlay(
                config.extra,
                alternate=True,  # shows partials/alternate.html without links in the head
                homepage=locale.prefix or "./",
            ),
            theme=Overlay(config.theme, direction=locale.direction),
        )

    def _escaped(self, source: str) -> Markup:
        return _escaped(self._translator.plain(source))

    def navigation(self, protocol: str | None) -> Navigation:
        """Return the locale's navigation: home and the protocols."""
        prefix = self._translator.locale.prefix
        items = [Link(self._escaped("Home"), prefix or "./")]
        items[0].active = protocol is None
        for name, each in self._library.protocols.items():
            link = Link(_escaped(each.name), f"{prefix}{name}/")
            link.active = name == protocol
            items.append(link)
        return Navigation(items, [])


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
        make = partial(ThemePages, environment, config, translator, project.translators, project.library, shares)
        return memory.made(("theme", translator.locale.tag), inputs, make)

    with memory.reading():
        return [theme(translator) for translator in project.translators]


def page_of_html(
    config: MkDocsConfig, url: str, *, title: str, description: str, html: str, canonical: str
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


def _escaped(text: str) -> Markup:
    """Return a text for a template that escapes nothing, and for one that does: it is escaped once."""
    return Markup(escape(text))


def theme_words(translator: Translator) -> dict[str, str]:
    """Return the words that the theme's own markup shows on generated pages, by the theme's key: escaped.

    Material has them in many languages, with gaps; here they come from the site's catalogs, like all else.
    """

    def plain(source: str) -> Markup:
        return _escaped(translator.plain(source))

    return {
        "language": translator.locale.tag,
        "direction": translator.locale.direction,
        "action.skip": plain("Skip to content"),
        "header": plain("Header"),
        "footer": plain("Footer"),
        "nav": plain("Navigation"),
        "tabs": plain("Protocols"),
        "toc": plain("Contents"),
        "top": plain("Back to top"),
        "clipboard.copy": plain("Copy to clipboard"),
        "clipboard.copied": plain("Copied to clipboard"),
    }
