"""A locale in, what the theme's templates see of it out: words, the menu, MkDocs' configuration as it may stand.

Those templates escape nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape, unescape
from typing import Any

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Link, Navigation

from codepair.edge.styles import theme_styles
from codepair.edge.themefiles import PAGE_STYLES, SCRIPT, STYLES, of_site
from codepair.language.locale import Locale
from codepair.language.translator import Translator
from codepair.library.model import Library

NO_INDEX = '<meta name="robots" content="noindex">'

PALETTE = {"scheme": "default", "primary": "custom", "accent": "custom"}
"""Colours come from our style sheet; the theme writes no script for its own."""


class Overlay:
    """An object whose attributes and items are another's, except for those given."""

    def __init__(self, below: Any, **values: Any) -> None:
        self._below = below
        self._values = values

    def __getattr__(self, name: str) -> Any:
        return self._values[name] if name in self._values else getattr(self._below, name)

    def __getitem__(self, name: str) -> Any:
        return self._values[name] if name in self._values else self._below[name]


class Localized:
    """What the theme's templates see of one locale."""

    def __init__(
        self,
        config: MkDocsConfig,
        translator: Translator,
        translators: Sequence[Translator],
        library: Library,
        shares: Mapping[str, str],
        mount: str = "",
    ) -> None:
        self.mount = mount
        """The folder of the codes, from the site's root: empty, or with a slash at its end."""
        self._config = config
        self._translator = translator
        self._library = library
        self._menu = [(item.locale, shares.get(item.locale.tag, "")) for item in translators]
        self._theme_words = theme_words(translator)
        self._has_styles = bool(theme_styles(config.theme))

    @property
    def locale(self) -> Locale:
        """The locale."""
        return self._translator.locale

    def beside(self, base_url: str) -> dict[str, Any]:
        """Return what gives a page of somebody else the header of the codes, where a site asks for that."""
        base = f"{base_url.rstrip('/')}/{self.mount}".rstrip("/")
        config = self._config
        return {
            "codepair": self.localized(base, "")["codepair"],
            "config": Overlay(
                config,
                # One field is enough: what the theme's own finds, that of the codes finds as well.
                plugins={name: each for name, each in config.plugins.items() if name != "material/search"},
                extra_css=[f"{self.mount}{STYLES}", *config.extra_css],
                extra_javascript=[f"{self.mount}{SCRIPT}", *config.extra_javascript],
                extra=Overlay(config.extra, alternate=True),
                theme=Overlay(config.theme, palette=PALETTE),
            ),
        }

    def localized(
        self,
        base_url: str,
        path: str,
        *,
        head: str = "",
        content: str = "",
        home: str = "",
    ) -> dict[str, Any]:
        """Return the part of a template's context that depends on the locale.

        ``base_url`` is the way to the folder of the codes, ``home`` that to the site's home, if it is another page.
        """
        locale = self._translator.locale
        own = way_to_locale(base_url, locale.prefix)
        plain = self._escaped  # the name by which extraction finds the words
        return {
            "config": self._localized_config(is_described=head != NO_INDEX),
            "codepair": {
                "tag": locale.tag,
                "name": locale.name,
                "base": base_url,  # the theme's own ends with a slash on the error page alone
                "locale": own,
                "home": home or f"{own}/",
                "path": path,
                "menu": self._menu,
                "theme_words": self._theme_words,
                "direction": locale.direction,
                "words": {
                    "search": plain("Search a code, two codes or words"),
                    "compare": plain("Compare"),
                    "language": plain("Language"),
                    "scheme": plain("Light, dark, or as the system has it"),
                    "codes": plain("{protocol} codes"),
                    "clipboard": plain("Copy to clipboard"),
                    "all": plain("All codes and comparisons"),
                },
                "has_styles": self._has_styles,
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
            copyright=_escaped(text_of(self._translator.plain(config.copyright))) if config.copyright else None,
            extra_css=[f"{self.mount}{PAGE_STYLES if self._has_styles else STYLES}", *of_site(config.extra_css)],
            extra_javascript=[f"{self.mount}{SCRIPT}", *of_site(config.extra_javascript)],
            extra=Overlay(
                config.extra,
                alternate=None,  # the language menu is ours
                homepage=locale.prefix or "./",
                # What asks other hosts, and what only the theme's script uses:
                polyfills=(),
                **dict.fromkeys(("analytics", "consent", "version")),
            ),
            theme=Overlay(config.theme, direction=locale.direction, font=False, features=(), palette=PALETTE),
        )

    def _escaped(self, source: str) -> Markup:
        return _escaped(self._translator.plain(source))

    def navigation(self, protocol: str | None) -> Navigation:
        """Return the locale's navigation: home and the protocols."""
        prefix = self.mount + self._translator.locale.prefix
        items = [Link(self._escaped("Home"), prefix or "./")]
        items[0].active = protocol is None
        for name, each in self._library.protocols.items():
            link = Link(_escaped(each.name), f"{prefix}{name}/")
            link.active = name == protocol
            items.append(link)
        return Navigation(items, [])


def way_to_locale(base_url: str, prefix: str) -> str:
    """Return the way to the folder of a page's own locale, without a slash at the end: no longer than needed.

    ``base_url`` is the way from a page in that folder to the one of the codes, or its address; ``prefix`` is
    the locale's folder in there.

    >>> way_to_locale("../../..", "vi/"), way_to_locale("..", "vi/"), way_to_locale("/docs", "vi/")
    ('../..', '.', '/docs/vi')
    >>> way_to_locale("..", ""), way_to_locale(".", "")
    ('..', '.')
    """
    up, down = base_url.split("/"), prefix.count("/")
    if up[:down] == [".."] * down:
        return "/".join(up[down:]) or ("." if down else base_url)
    return f"{base_url}/{prefix}".rstrip("/")


_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")


def text_of(html: str) -> str:
    """Return what a text of ``mkdocs.yml`` says in which sites of the theme write HTML.

    >>> text_of('Copyright &copy; 2026 <a href="/about/">Acme &amp; Co</a>, a < b')
    'Copyright © 2026 Acme & Co, a < b'
    """
    return unescape(_MARKUP.sub("", html))


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
