"""What is not translated says so: notice, ``noindex``, alternates and sitemap follow from one value.

Every message of the tiny site, and every word of the pages, is taken out of a complete catalog, one at a time.
What a browser would show decides what must follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest
from lxml import etree

from codepair.language.catalog import Catalogs
from codepair.language.locale import make_locale
from codepair.language.translator import Translator
from codepair.library.plan import Kind, Page, comparison_page
from codepair.pages.shell import Shell, compile_shell, marker
from codepair.pages.templates import Templates
from codepair.site.files import site_maps
from codepair.site.project import Project
from codepair.site.site import Made, Site
from tests import support
from tests.test_pseudo import OPEN, pseudo

NOTICE = "Part of this page has not been translated yet and is shown in another language."
NAMESPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


class BareTheme:
    """A theme without anything around the content but whether search engines may show it."""

    def shell(self, kind: Kind, *, protocol: str | None = None, is_indexed: bool = True) -> Shell:
        """Return a page whose head has what an indexed page has, or ``noindex``."""
        head = marker("head") if is_indexed else "noindex"
        about = f'<meta name="description" content="{marker("description")}">'
        content = f"<article>{marker('content')}</article>"
        return compile_shell(f"<!doctype html><head>{about}{head}</head><body>{content}</body>")

    def error_page(self, content: str) -> bytes:
        """Return the content."""
        return content.encode()


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny site's files."""
    return support.tiny(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def project(root: Path) -> Project:
    """The tiny site, read once."""
    return support.opened(root, locales=("en",))


@pytest.fixture(scope="module")
def complete(root: Path) -> Catalogs:
    """Catalogs of a made-up language that lack nothing."""
    return pseudo(root)


@pytest.fixture(scope="module")
def templates() -> Templates:
    """Compiled once."""
    return Templates()


def made_with(project: Project, catalogs: Catalogs, templates: Templates) -> Site:
    """Return the site in English and the made-up language."""
    english = Translator(support.catalogs("en", {}))
    translators = [english, Translator(catalogs)]
    locales = tuple(each.locale for each in translators)
    here = replace(project, translators=translators, settings=replace(project.settings, locales=locales))
    return Site(here, [BareTheme(), BareTheme()], "https://toys.example/", templates=templates)


def without(catalogs: Catalogs, domain: str, source: str) -> Catalogs:
    """Return catalogs that lack one message."""

    def cut(name: str) -> dict[tuple[str | None, str], tuple[str, ...]]:
        catalog = catalogs.words if name == "ui" else catalogs.contents[name]
        return {key: forms for key, forms in catalog.messages.items() if name != domain or key[1] != source}

    contents = {name: replace(catalog, messages=cut(name)) for name, catalog in catalogs.contents.items()}
    return Catalogs(catalogs.locale, replace(catalogs.words, messages=cut("ui")), contents)


def pages(site: Site) -> Iterator[tuple[Page, Made]]:
    """Yield every page in the made-up language."""
    locale = site.locales[1]
    plan = site.project.plan
    for page in plan.single:
        yield page, locale.page(page)
    for pair in plan.comparisons():
        found = comparison_page(pair)
        yield found, locale.page(found)


def shows_english(page: etree._Element) -> bool:
    """Return whether a text is in English: marked, read aloud or for search results.

    Protocol text is English everywhere; it has no direction of its own here.
    """
    marked = support.find(page, ".//*[@lang='en' and @dir='ltr']")
    unseen = support.values(page, ".//@aria-label | .//@placeholder | .//meta[@name='description']/@content")
    return bool(marked) or any(OPEN not in value for value in unseen)


def check(site: Site) -> int:
    """Check every page of a site; return how many are not translated."""
    translated: dict[str, bool] = {}
    for page, made in pages(site):
        document = lxml.html.document_fromstring(made.data.decode())
        has_english = shows_english(document)
        has_notice = bool(support.find(document, ".//p[@class='cp-note'][contains(., 'has not been translated')]"))
        is_indexed = page.is_indexed and not has_english
        where = made.path
        assert made.is_translated != has_english, where
        assert has_notice == has_english, where
        assert (b"noindex" in made.data) != is_indexed, where
        assert (b"og:title" in made.data) == is_indexed, where
        assert site.locales[1].is_translated(page) == made.is_translated, where
        if page.is_indexed:
            translated[made.path] = not has_english
    assert listed(site) == {path for path, is_there in translated.items() if is_there}
    return sum(not is_there for is_there in translated.values())


def listed(site: Site) -> set[str]:
    """Return the made-up language's pages in the sitemap, each named as an alternate exactly if it is there."""
    tree = etree.fromstring(site_maps(site)["sitemap.xml"]())
    base = "https://toys.example/"
    tags = {
        str(url.findtext("s:loc", namespaces=NAMESPACES)).removeprefix(base): {
            str(link.get("hreflang")): str(link.get("href")).removeprefix(base)
            for link in url.iterfind("x:link", NAMESPACES)
        }
        for url in tree.iterfind("s:url", NAMESPACES)
    }
    found = {address for address in tags if address.startswith("eo/")}
    for address, alternates in tags.items():
        other = f"eo/{address.removeprefix('eo/')}"
        assert alternates.get("eo") == (other if other in found else None)
        assert alternates["en"] == alternates["x-default"] == address.removeprefix("eo/")
    return found


def test_a_complete_catalog_needs_no_notice(project: Project, complete: Catalogs, templates: Templates) -> None:
    """Nothing is left in English."""
    assert check(made_with(project, complete, templates)) == 0


def test_without_any_translation_every_page_says_so(project: Project, templates: Templates) -> None:
    """And none of them is for search engines."""
    empty = Catalogs(make_locale("eo", default="en"), support.catalogs("eo", {}).words)
    site = made_with(project, empty, templates)
    english = {page.path for page in project.plan.pages}
    for page, made in pages(site):
        assert not made.is_translated, page.path
        assert b"cp-note" in made.data
    assert listed(site) == set()
    assert len(english) == len(project.plan.pages)


def test_every_text_that_is_missing_is_told(
    root: Path, project: Project, complete: Catalogs, templates: Templates
) -> None:
    """One message of the content after the other: pages that show it say so, and no other does."""
    content = complete.contents["toy"].messages
    touched = 0
    for _, source in content:
        touched += check(made_with(project, without(complete, "toy", source), templates)) > 0
    # Sentences for two values that no two codes have are on no indexed page.
    assert touched > 0.8 * len(content)


def test_every_word_that_is_missing_is_told(project: Project, complete: Catalogs, templates: Templates) -> None:
    """The same for a third of the words of the site."""
    words = support.some([source for _, source in complete.words.messages if source != NOTICE], 3)
    assert sum(check(made_with(project, without(complete, "ui", source), templates)) > 0 for source in words) > (
        40 if support.WHOLE else 13
    )


def test_the_notice_itself_may_be_missing(project: Project, complete: Catalogs, templates: Templates) -> None:
    """It is shown in English, marked, where it is needed, and nowhere else."""
    cut = without(complete, "ui", NOTICE)
    for _, made in pages(made_with(project, cut, templates)):
        assert made.is_translated
        assert NOTICE.encode() not in made.data
    site = made_with(project, without(cut, "ui", "Home"), templates)
    told = [made.data for _, made in pages(site) if not made.is_translated]
    assert told
    for data in told:
        assert support.find(support.parse(data), "//p[@class='cp-note']/span[@lang='en' and @dir='ltr']")
