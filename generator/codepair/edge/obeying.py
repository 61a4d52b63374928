"""Settings of a site that others made in, those that generated pages cannot keep to out: a sentence each."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from mkdocs.config.defaults import MkDocsConfig

if TYPE_CHECKING:
    from codepair.edge.config import CodepairConfig

log = logging.getLogger("mkdocs.plugins.codepair")

_MOUNT = "put the codes below a folder of the site ('mount: reference/')"


def check_obeyed(chosen: CodepairConfig, config: MkDocsConfig) -> None:
    """Raise ValueError for a setting of somebody else that could not be kept to.

    Below a folder of its own what concerns the site's other pages alone is nobody's trouble.
    """
    if sum(type(getattr(plugin, "config", None)) is type(chosen) for plugin in config.plugins.values()) > 1:
        raise ValueError(
            "plugin 'codepair' stands twice in 'plugins': one build makes one site of codes. Put all protocols "
            "into one folder of entries, or build the others apart, with a 'mkdocs.yml' of their own."
        )
    plugins = {name.rpartition("/")[2]: plugin for name, plugin in config.plugins.items()}
    if config.theme.name != "material":
        raise ValueError(f"'theme' is '{config.theme.name}': generated pages need Material. Set 'name: material'.")
    if "offline" in plugins and plugins["offline"].config.get("enabled", True):
        raise ValueError(
            "plugin 'offline': generated pages need a server. Remove it, or set 'enabled: false' there."
        )
    if "i18n" in plugins:
        raise ValueError(
            "plugin 'i18n' builds the site again for each language, while it is built; the codes come in all of "
            "'locales' in one build. Build those pages apart, with a 'mkdocs.yml' of their own."
        )
    if not chosen.mount.strip("/"):
        _check_root(config)
    if chosen.look == "all":
        _check_look(config)


def _check_root(config: MkDocsConfig) -> None:
    """Raise ValueError for what would hold for all pages of a site whose root is the codes' own."""
    if not config.use_directory_urls:
        raise ValueError(f"'use_directory_urls' is false: generated pages are folders. Remove it, or {_MOUNT}.")
    instant = _instant(config)
    if instant:
        why = "the sitemap of all pages would be loaded with each"
        raise ValueError(f"theme feature '{instant}': {why}. Remove it, or {_MOUNT}.")


def _check_look(config: MkDocsConfig) -> None:
    """Raise ValueError for what stands where the header of the codes would on pages of others."""
    instant = _instant(config)
    if instant:
        why = "with 'look: all' a page fetched by a script would have no search"
        raise ValueError(f"theme feature '{instant}': {why}. Remove one of the two.")
    if config.extra.get("alternate"):
        raise ValueError(
            "'extra.alternate' and the plugin option 'look: all' both make the language menu of pages that are not "
            "generated. Remove one of them."
        )


def _instant(config: MkDocsConfig) -> str | None:
    features = config.theme.get("features") or ()
    return next((name for name in features if name.startswith("navigation.instant")), None)
