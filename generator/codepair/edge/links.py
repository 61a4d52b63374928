"""A site's navigation in, its links to generated pages out: MkDocs does not know them and would warn of each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Link, Navigation

from codepair.site.project import Project

_MARK = "codepair:"
"""What MkDocs takes for the address of another host, about which it says nothing."""

Links: TypeAlias = "list[Callable[[], None]]"
"""What puts the navigation of the configuration back as it was."""


def mark_links(config: MkDocsConfig, project: Project) -> Links:
    """Mark the links of the navigation that lead to generated pages; ``lead`` makes them links of the site."""
    undo: Links = []

    def walk(items: Any) -> None:
        keys = range(len(items)) if isinstance(items, list) else list(items) if isinstance(items, dict) else ()
        for key in keys:
            value = items[key]
            if isinstance(value, str) and is_generated(value, project):
                items[key] = _MARK + value
                undo.append(partial(items.__setitem__, key, value))
            else:
                walk(value)

    walk(config.nav)
    return undo


def lead(nav: Navigation, config: MkDocsConfig, links: Links) -> None:
    """Have the marked links lead where they were written to lead."""
    for undo in links:
        undo()
    links.clear()

    def walk(items: Any) -> None:
        for item in items or ():
            if isinstance(item, Link) and item.url.startswith(_MARK):
                item.url = item.url.removeprefix(_MARK)
            walk(item.children)

    walk(nav.items)


def is_generated(address: str, project: Project) -> bool:
    """Return whether a page is generated at an address below the site's root, such as ``reference/vi/sip/404/``."""
    mount = project.settings.mount
    path = address.partition("#")[0].partition("?")[0]
    if not path.startswith(mount) or not path.endswith("/"):
        return False
    path = path.removeprefix(mount)
    prefixes = sorted((locale.prefix for locale in project.settings.locales), key=len, reverse=True)
    prefix = next(prefix for prefix in prefixes if path.startswith(prefix))
    return project.plan.find(path.removeprefix(prefix)) is not None
