"""A built site with the content and the catalogs that it was made of, and what it says wrongly."""

from __future__ import annotations

import json
import posixpath
import random
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from lxml import etree

from tests.oracle import (
    expected_across,
    expected_alone,
    expected_api,
    expected_code,
    expected_mapped,
    expected_pair,
    found_code,
    found_pair,
)
from tests.oracle.catalogs import Catalogs, make_language, read_catalogs
from tests.oracle.content import read_between, read_content
from tests.oracle.found_pair import Diagrams
from tests.oracle.notation import Difference, Value, differences
from tests.oracle.pages import parse
from tests.oracle.records import Across, Between, Code, Pair, Protocol, Table

ROOT = Path(__file__).parent.parent.parent
NAMES = ("en", "vi")
PROTOCOLS = sorted(file.parent.name for file in (ROOT / "content").glob("*/protocol.yml"))
"""The locales and the protocols of the project's own edition."""


@dataclass(frozen=True, eq=False)
class Edition:
    """A built site and what it was made of."""

    content: Path
    locales: Path
    site: Path
    names: tuple[str, ...]
    """The site's locales, the one whose pages are at the root first."""
    address: str
    """Where the site is, with a slash at the end."""
    words: Path = ROOT / "locales"
    """Catalogs for words of the site that the project does not translate itself."""

    @cached_property
    def protocols(self) -> Mapping[str, Protocol]:
        """What the content says."""
        return read_content(self.content)

    @cached_property
    def between(self) -> Between:
        """What stands between them."""
        return read_between(self.content, self.protocols)

    @cached_property
    def catalogs(self) -> Mapping[str, Catalogs]:
        """What the catalogs say, by the locale's name."""
        languages = {name: make_language(name, is_first=name == self.names[0]) for name in self.names}
        domains = [*self.protocols, "questions", "pairs", "mappings"]
        return {
            name: read_catalogs(self.locales, self.words, language, domains) for name, language in languages.items()
        }

    @cached_property
    def _diagrams(self) -> dict[str, etree._Element]:
        return {}

    def path(self, locale: str, protocol: str, slug: str) -> str:
        """Return where a page is, from the site's root."""
        return f"{self.catalogs[locale].language.prefix}{protocol}/{slug}/"

    def page(self, path: str) -> etree._Element:
        """Return a page as a tree."""
        return parse((self.site / path / "index.html").read_bytes())

    def expected_code(self, locale: str, protocol: Protocol, code: Code) -> Mapping[str, Value]:
        """Return what the page of a code has to say."""
        return expected_code.code_page(protocol, code, self.catalogs[locale], self.between)

    def code_differences(self, locale: str, protocol: Protocol, code: Code) -> list[Difference]:
        """Return what the page of a code says wrongly."""
        page = self.page(self.path(locale, protocol.id, code.slug))
        return list(differences(self.expected_code(locale, protocol, code), found_code.code_page(page)))

    def expected_pair(self, locale: str, protocol: Protocol, pair: Pair) -> Mapping[str, Value]:
        """Return what a comparison has to say."""
        return expected_pair.comparison(protocol, pair, self.catalogs[locale], self.between)

    def pair_differences(self, locale: str, protocol: Protocol, pair: Pair) -> list[Difference]:
        """Return what a comparison says wrongly."""
        path = self.path(locale, protocol.id, pair.slug)
        found = found_pair.comparison(self.page(path), self.diagrams(path))
        return list(differences(self.expected_pair(locale, protocol, pair), found))

    def across_differences(self, locale: str, across: Across) -> list[Difference]:
        """Return what a comparison of codes of two protocols says wrongly."""
        path = self.path(locale, "compare", across.slug)
        found = found_pair.comparison(self.page(path), self.diagrams(path))
        return list(differences(expected_across.comparison(self.between, across, self.catalogs[locale]), found))

    def table_differences(self, locale: str, table: Table) -> list[Difference]:
        """Return what the page of a published table says wrongly."""
        found = found_code.table_page(self.page(self.path(locale, "mappings", table.id)))
        return list(differences(expected_mapped.table_page(self.between, table, self.catalogs[locale]), found))

    def read(self, path: str) -> Value:
        """Return a JSON document below the folder of the data."""
        document: Value = json.loads((self.site / "data/v1" / path).read_bytes())
        return document

    @cached_property
    def documents(self) -> Mapping[str, Value]:
        """What JSON documents have to say, by path: all but recognizers, schemas and what is not covered."""
        has = {"others"} if (self.content / "others.yml").is_file() else set()
        has |= {"between"} if self.between.pairs or self.between.tables else set()
        protocols, every = self.protocols.values(), [self.catalogs[name] for name in self.names]
        found = {"index.json": expected_api.index(protocols, every, self.address, has=frozenset(has))}
        found |= {f"facts/{each.id}.json": expected_api.facts(each, self.address) for each in protocols}
        for catalogs in every:
            tag = catalogs.language.tag
            for each in protocols:
                found[f"texts/{tag}/{each.id}.json"] = expected_api.texts(each, catalogs, self.address)
                found[f"answers/{tag}/{each.id}.json"] = expected_api.answers(
                    each, self.between, catalogs, self.address
                )
        if "between" in has:
            found["facts/pairs.json"] = expected_api.between_facts(self.between, self.address)
            for catalogs in every:
                path = f"texts/{catalogs.language.tag}/pairs.json"
                found[path] = expected_api.between_texts(self.between, catalogs, self.address)
        return found

    @cached_property
    def alone(self) -> Mapping[str, Value]:
        """What the JSON documents beside pages have to say, by path from the site's root."""
        found: dict[str, Value] = {}
        for catalogs in (self.catalogs[name] for name in self.names):
            documents = [
                expected_alone.code(protocol, code, self.between, catalogs, self.address)
                for protocol in self.protocols.values()
                for code in protocol.codes.values()
            ]
            for protocol in self.protocols.values():
                documents += [
                    expected_alone.pair(protocol, pair, catalogs, self.address) for pair in protocol.guided
                ]
            documents += [expected_alone.across(each, catalogs, self.address) for each in self.between.pairs]
            found |= {f"{catalogs.language.prefix}{document['address']}.json": document for document in documents}
        return found

    def document_differences(self, path: str, document: Value = None) -> list[Difference]:
        """Return what a JSON document says wrongly; one that is given is read instead of the site's."""
        expected, found = self.documents[path], self.read(path) if document is None else document
        return [*differences(expected, found), *differences(_order(expected), _order(found), "order")]

    def diagrams(self, path: str) -> Diagrams:
        """Return what gives the diagrams that a page shows."""
        return partial(self._diagram, path)

    def _diagram(self, path: str, href: str) -> tuple[str, etree._Element]:
        """Return the file that a page shows as its diagram; an empty one if there is none."""
        name = posixpath.normpath(posixpath.join(path, href.partition("#")[0]))
        if name not in self._diagrams:
            file = self.site / name
            self._diagrams[name] = etree.parse(file).getroot() if file.is_file() else etree.Element("svg")
        return name, self._diagrams[name]


def code_faults(edition: Edition, locale: str, protocol: Protocol) -> list[str]:
    """Return what the pages of a protocol's codes say wrongly, each with its page and field."""
    return [
        f"{edition.path(locale, protocol.id, code.slug)}: {difference}"
        for code in protocol.codes.values()
        for difference in edition.code_differences(locale, protocol, code)
    ]


def pair_faults(edition: Edition, locale: str, pairs: Iterable[tuple[Protocol, Pair]]) -> list[str]:
    """Return what comparisons say wrongly, each with its page and field."""
    return [
        f"{edition.path(locale, protocol.id, pair.slug)}: {difference}"
        for protocol, pair in pairs
        for difference in edition.pair_differences(locale, protocol, pair)
    ]


def between_faults(edition: Edition, locale: str) -> list[str]:
    """Return what pages of what stands between protocols say wrongly, each with its page."""
    between = edition.between
    found = [
        f"{edition.path(locale, 'compare', each.slug)}: {difference}"
        for each in between.pairs
        for difference in edition.across_differences(locale, each)
    ]
    found += [
        f"{edition.path(locale, 'mappings', table.id)}: {difference}"
        for table in between.tables
        for difference in edition.table_differences(locale, table)
    ]
    return found


def document_faults(edition: Edition) -> list[str]:
    """Return what the JSON documents say wrongly, each with its path and field."""
    return [
        f"{path}: {difference}" for path in edition.documents for difference in edition.document_differences(path)
    ]


def alone_faults(edition: Edition) -> list[str]:
    """Return what the JSON documents beside pages say wrongly, each with its path and field."""
    return [
        f"{path}: {difference}"
        for path, document in edition.alone.items()
        for difference in differences(document, json.loads((edition.site / path).read_bytes()))
    ]


def _order(document: Value) -> Value:
    """Return in which order a document has what stands in an order."""
    if not isinstance(document, Mapping):
        return None
    names = ("locales", "questions", "classes", "codes", "pairs", "mappings")
    return {name: list(part) for name in names if isinstance(part := document.get(name), Mapping)}


def faults(edition: Edition) -> list[str]:
    """Return everything that the pages and documents of a site say wrongly."""
    found = []
    for locale in edition.names:
        found += between_faults(edition, locale)
        found += pair_faults(edition, locale, sample(edition.protocols, sys.maxsize, 0))
        for protocol in edition.protocols.values():
            found += code_faults(edition, locale, protocol)
    return found + document_faults(edition) + alone_faults(edition)


def check(found: Sequence[str]) -> None:
    """Fail with every fault in a line of its own, if there is any."""
    assert not found, "\n".join((f"{len(found)} faults:", *found))


def sample(protocols: Mapping[str, Protocol], count: int, seed: int) -> list[tuple[Protocol, Pair]]:
    """Return every comparison with guidance, and others drawn by chance until there are so many."""
    every = [(protocol, pair) for protocol in protocols.values() for pair in protocol.pairs.values()]
    guided = [item for item in every if item[1].is_guided]
    others = [item for item in every if not item[1].is_guided]
    return guided + random.Random(seed).sample(others, min(max(count - len(guided), 0), len(others)))
