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
    return support.values(document, "//*[contains(@class, 'cp-edit')]/a/@href")


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


FORMS = [
    (
        {"repo_url": "https://github.acme.example/codes/codes"},
        "{url}/blob/HEAD/content/toy/200.yml#L",
        "{url}/issues/new",
    ),
    (
        {"repo_url": "https://gitlab.acme.example/a/b/c"},
        "{url}/-/blob/HEAD/content/toy/200.yml#L",
        "{url}/-/issues/new",
    ),
    ({"repo_url": "https://bitbucket.org/codes/codes"}, "{url}/src/HEAD/content/toy/200.yml#lines-", None),
    ({"repo_url": "https://git.sr.ht/~codes/codes"}, "{url}/tree/HEAD/item/content/toy/200.yml#L", None),
    ({"repo_url": "https://codeberg.org/codes/codes"}, None, "{url}/issues/new"),
    ({"repo_url": "https://git.example/codes/codes"}, None, None),
    ({"repo_url": "https://notgithub.example/codes/codes"}, None, None),
    ({"repo_url": "https://bitbucket.acme.example/scm/x"}, None, None),
    (
        {"repo_url": "https://codeberg.org/codes/codes", "edit_uri": "src/branch/main/content/"},
        "{url}/src/branch/main/content/toy/200.yml",
        "{url}/issues/new",
    ),
    (
        {"repo_url": REPOSITORY, "edit_uri": "edit/main/docs/content"},
        "{url}/edit/main/docs/content/toy/200.yml",
        "{url}/issues/new",
    ),
    ({"repo_url": REPOSITORY, "edit_uri": ""}, None, "{url}/issues/new"),
    ({"repo_url": "https://git.example/x", "edit_uri": "?path=content/"}, "{url}?path=content/toy/200.yml", None),
    ({"edit_uri": "https://git.example/x/edit/main/"}, "https://git.example/x/edit/main/toy/200.yml", None),
    (
        {"repo_url": "https://git.example/x", "edit_uri_template": "ed?file={path!q}&name={path_noext}"},
        "{url}/ed?file=toy%2F200.yml&name=toy/200",
        None,
    ),
    ({"edit_uri_template": "https://git.example/{path}"}, "https://git.example/toy/200.yml", None),
]


@pytest.mark.parametrize(("options", "edit", "report"), FORMS)
def test_only_forms_that_are_known(
    options: dict[str, str], edit: str | None, report: str | None, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A host has its own form or none; ``edit_uri`` and its template are obeyed; no link at all is said."""
    root = support.tiny(tmp_path)
    site = support.built(root, root / "site", **options)
    url = options.get("repo_url", "")
    found = links(site, "toy/200")
    expected = [form.format(url=url) for form in (edit, report) if form]
    assert len(found) == len(expected)
    assert all(link.startswith(form) for link, form in zip(found, expected, strict=True)), found
    is_unknown = edit is None and "edit_uri" not in options
    assert ("Set 'edit_uri' to what stands between" in caplog.text) == is_unknown


def test_catalogs_below_edit_uri(tmp_path: Path) -> None:
    """A translated page leads to its catalog if ``edit_uri`` ends with the content's folder, else to the entry."""
    catalog = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    catalog += 'msgid "The request was carried out."\nmsgstr "Xong."\n'
    root = support.tiny(tmp_path, files={"locales/vi/LC_MESSAGES/toy.po": catalog})
    for number, (edit_uri, expected) in enumerate(
        [
            ("edit/main/content/", "edit/main/locales/vi/LC_MESSAGES/toy.po"),
            ("edit/main/sub/content/", "edit/main/sub/locales/vi/LC_MESSAGES/toy.po"),
            ("edit/main/", "edit/main/toy/200.yml"),
        ]
    ):
        site = support.built(root, root / f"site{number}", repo_url=REPOSITORY, edit_uri=edit_uri)
        assert links(site, "vi/toy/200")[0] == f"{REPOSITORY}/{expected}"


def test_an_address_that_is_none(tmp_path: Path) -> None:
    """What would run in a reader's browser is refused."""
    root = support.tiny(tmp_path)
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as more:
        more.write('\nedit_uri_template: "javascript:alert(1)//{path}"\n')
    done = support.run("mkdocs", "build", cwd=root)
    assert done.returncode != 0
    assert "'edit_uri_template' makes no address" in done.stderr
