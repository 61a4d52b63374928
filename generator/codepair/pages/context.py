"""What the pages of one locale are made from, and the links that several of them show."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias, TypeVar

from codepair.language.locale import Locale
from codepair.language.translator import Translator
from codepair.language.wording import Wording
from codepair.library.model import Entry, Protocol, ResponseClass
from codepair.library.plan import Plan
from codepair.pages.templates import Templates
from codepair.pages.vantage import Vantage

T = TypeVar("T")


class EditLinks(NamedTuple):
    """Where a page's text can be edited, and a mistake on it reported; None where nobody knows."""

    edit: str | None
    report: str | None


class Written(NamedTuple):
    """A text of a file that a page is about."""

    domain: str
    """The catalog that has its translations."""
    path: str
    line: int
    text: str


Links: TypeAlias = "Callable[[str, Written], EditLinks | None]"
"""Gives the links of a page from its address below the locale's home and the text that it shows."""


Link: TypeAlias = "Callable[[str], str | None]"
"""Gives the way to the page of a code that a text names, if it is to be linked."""


def no_links(page: str, text: Written) -> None:
    """Give none: no repository is known."""


class Content(NamedTuple):
    """What a page shows, before it is put into the theme's page."""

    title: str
    """For ``<title>``: escaped HTML text."""
    description: str
    """For search results: escaped for an attribute."""
    html: str
    is_translated: bool
    """Whether every text that it shows is in its locale's language."""


@dataclass(frozen=True)
class PageContext:
    """What the pages of one locale are made from."""

    plan: Plan
    translator: Translator
    templates: Templates
    links: Links = no_links

    @property
    def locale(self) -> Locale:
        """The locale of the pages."""
        return self.translator.locale

    def wording(self, of: Protocol | str | None = None) -> Wording:
        """Return the wording of a new passage, about a protocol, of a catalog's domain, or about the site."""
        domain = of.id if isinstance(of, Protocol) else of
        return Wording(self.translator.of(domain) if domain is not None else self.translator)

    def code_link(self, at: Vantage, *own: Entry) -> Link:
        """Return what gives the page of a code that a text about some codes names, but for these codes' own pages.

        A code that two of their protocols have is not linked: which is meant only the text says.
        """
        return self.link_between(at, [entry.protocol.id for entry in own], {entry.code for entry in own})

    def link_between(self, at: Vantage, ends: Iterable[str], own: Collection[str] = ()) -> Link:
        """Return what gives the page of a code of some protocols, but for those of its ``own``."""
        all_entries = self.plan.library.entries
        known = [all_entries[name] for name in dict.fromkeys(ends) if name in all_entries]

        def link(code: str) -> str | None:
            found = [entries[code] for entries in known if code in entries] if code not in own else []
            return at.entry(found[0]) if len(found) == 1 else None

        return link


def grouped(protocol: Protocol, items: Sequence[tuple[Entry, T]]) -> list[tuple[ResponseClass | None, list[T]]]:
    """Group items by the response class of their entry; those without one come last."""
    groups: dict[ResponseClass | None, list[T]] = {group: [] for group in (*protocol.response_classes, None)}
    for entry, item in items:
        groups[entry.response_class].append(item)
    return [(group, found) for group, found in groups.items() if found]
