"""A generated page asks for one style sheet: the theme's and ours joined, where that says the same."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from codepair.edge.styles import theme_styles
from tests import support

LINKS = "//link[@rel='stylesheet']/@href"


def theme(*folders: Path) -> Any:
    """Return what has folders, as MkDocs' themes have."""
    return SimpleNamespace(dirs=[str(folder) for folder in folders])


def sheets(folder: Path, **texts: str) -> Path:
    """Write a theme's style sheets."""
    made = folder / "assets" / "stylesheets"
    made.mkdir(parents=True)
    for name, text in texts.items():
        (made / f"{name}.0a1b2c3d.min.css").write_text(text, encoding="utf-8")
    return folder


def test_a_page_asks_for_one(tiny_site: Path) -> None:
    """It has the theme's sheets whole, in order, and ours below; every kind of page asks for it alone."""
    joined = (tiny_site / "assets/codepair/page.css").read_text(encoding="utf-8")
    parts = theme_styles(support.config(support.ROOT, Path("unused")).theme)
    assert len(parts) == 2
    assert not (tiny_site / "assets/stylesheets").exists()  # no page asks for them
    ours = (tiny_site / "assets/codepair/site.css").read_text(encoding="utf-8")
    assert joined == "\n".join((*parts, ours))
    for path in ("index.html", "toy/404/index.html", "vi/toy/index.html", "404.html"):
        (link,) = support.values(support.parse((tiny_site / path).read_bytes()), LINKS)
        assert link.endswith("assets/codepair/page.css")


@pytest.mark.parametrize(
    "text",
    ["a{mask:url(data:image/svg+xml;x)}", "a{mask:url( 'data:x' )}", "a{fill:url(#b)}", "a{color:red}"],
)
def test_what_names_no_file_may_stand_elsewhere(tmp_path: Path, text: str) -> None:
    """Data, a place in the page, and an address in full."""
    assert theme_styles(theme(sheets(tmp_path, main=text, palette="b{}"))) == [text, "b{}"]


@pytest.mark.parametrize("text", ["a{mask:url(x.svg)}", 'a{mask:url("../x.svg")}', "@import 'x.css';", ""])
def test_what_names_a_file_stays_where_it_is(tmp_path: Path, text: str) -> None:
    """None is joined then, nor where one is missing."""
    assert theme_styles(theme(sheets(tmp_path / "a", main="a{}", palette=text))) == []
    assert theme_styles(theme(sheets(tmp_path / "b", main="a{}"))) == []


def test_a_users_own_sheet_wins(tmp_path: Path) -> None:
    """A folder before the theme's has sheets of the same names."""
    own = sheets(tmp_path / "own", main="own{}")
    of_theme = sheets(tmp_path / "theme", main="a{}", palette="b{}")
    assert theme_styles(theme(own, of_theme)) == ["own{}", "b{}"]


def test_pages_of_a_theme_whose_sheets_stay(tmp_path: Path) -> None:
    """They ask for the theme's and for ours."""
    root = support.tiny(tmp_path / "root")
    folder = root / "overrides" / "assets" / "stylesheets"
    folder.mkdir(parents=True)
    (folder / "main.0a1b2c3d.min.css").write_text("a{mask:url(x.svg)}", encoding="utf-8")
    file = root / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    assert "name: material" in text
    file.write_text(text.replace("name: material", "name: material\n  custom_dir: overrides"), encoding="utf-8")
    site = support.built(root, root / "site")
    links = support.values(support.parse((site / "toy/404/index.html").read_bytes()), LINKS)
    assert [link.rpartition("/")[2].partition(".")[0] for link in links] == ["main", "palette", "site"]
    assert not (site / "assets/codepair/page.css").exists()
