"""With ``repo_url`` set, pages lead to the text they show and to a report that names them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests import support

REPOSITORY = "https://github.com/codes/codes"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny site, with a repository and a catalog."""
    catalog = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    catalog += 'msgid "The request was carried out."\nmsgstr "Xong."\n'
    root = support.tiny(tmp_path_factory.mktemp("repository"), files={"locales/vi/LC_MESSAGES/toy.po": catalog})
    return support.built(root, root / "site", repo_url=f"{REPOSITORY}/")


def links(site: Path, page: str) -> list[str]:
    """Return the addresses below a page's text."""
    document = support.parse((site / page / "index.html").read_bytes())
    return support.values(document, "//p[contains(@class, 'cp-edit')]/a/@href")


def line_of(address: str) -> str:
    """Return the line that an address of a file leads to."""
    split = urlsplit(address)
    path = support.TINY / split.path.partition("/blob/HEAD/")[2]
    return path.read_text(encoding="utf-8").splitlines()[int(split.fragment[1:]) - 1]


def test_edit_links(site: Path) -> None:
    """To the line of the entry or pair; on a translated page to the message, on another to the source."""
    assert line_of(links(site, "toy/200")[0]).startswith("description: The request was carried out.")
    assert line_of(links(site, "toy/404-vs-486")[0]).startswith("summary: ")
    assert links(site, "vi/toy/200")[0] == f"{REPOSITORY}/blob/HEAD/locales/vi/LC_MESSAGES/toy.po#L4"
    assert links(site, "vi/toy/404")[0] == links(site, "toy/404")[0]


def test_report_links(site: Path) -> None:
    """They name the page and its language."""
    query = parse_qs(urlsplit(links(site, "vi/toy/404-vs-486")[1]).query)
    assert query == {
        "title": ["toy/404-vs-486 (vi)"],
        "body": ["https://toys.example/docs/vi/toy/404-vs-486/"],
    }


def test_the_theme_asks_no_repository(site: Path) -> None:
    """The theme's own link to a repository would fetch its stars from its host."""
    html = (site / "toy/200/index.html").read_text(encoding="utf-8")
    assert "md-source" not in html
