"""How much of a site is translated: a project in, a count for each locale out."""

from __future__ import annotations

from typing import NamedTuple

from codepair.language.catalog import Catalog, site_words
from codepair.language.locale import SOURCE_LANGUAGE, Locale
from codepair.library.texts import texts
from codepair.site.project import Project


class Completeness(NamedTuple):
    """How much of a site's texts a locale has."""

    locale: Locale
    done: int
    all: int
    """All texts of content, and the words of the site."""

    @property
    def percent(self) -> int:
        """The share, rounded down: 100 only if nothing is missing."""
        return 100 * self.done // self.all if self.all else 100


def completeness(project: Project) -> list[Completeness]:
    """Return how much of the texts each locale has, but for the language that they are written in."""
    library, words = project.library, site_words() - {""}
    contents = {
        name: {each.text for node in nodes for each in texts(node)} for name, nodes in library.nodes.items()
    }
    count = len(words) + sum(map(len, contents.values()))
    found = []
    for translator in project.translators:
        catalogs = translator.catalogs
        if SOURCE_LANGUAGE in catalogs.locale.chain:
            continue
        done = sum(catalogs.words.get(text) is not None for text in words)
        for name, listed in contents.items():
            content = catalogs.contents.get(name, Catalog(catalogs.locale))
            done += sum((content.get(text) or catalogs.words.get(text)) is not None for text in listed)
        found.append(Completeness(catalogs.locale, done, count))
    return found
