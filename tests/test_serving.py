"""What an edit asks for while ``mkdocs serve`` runs, and what is shown after it; without a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.exceptions import Abort

from codepair.edge.serving import Asked, Serving, asked_by
from codepair.pages.templates import TEMPLATES
from tests import support

HOME = "index.html"
PAGE = "toy/200/index.html"


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("content/toy/200.yml", "reading"),
        ("content/toy/codes.csv", "reading"),
        ("content/sections/RFC3261.tsv", "reading"),
        ("locales/vi/LC_MESSAGES/toy.po", "reading"),
        ("locales/vi/glossary.yml", "reading"),
        ("overrides/partials/copyright.html", "templates"),
        (str(TEMPLATES / "code.html"), "templates"),
        ("mkdocs.yml", "build"),
        ("overrides/site.css", "build"),
        ("content/about.md", "build"),
        ("locales/toy.pot", "nothing"),
        ("locales/vi/LC_MESSAGES/toy.mo", "nothing"),
        ("content/toy/.200.yml.swp", "nothing"),
        ("content/toy/200.yml~", "nothing"),
        ("content/toy/4913", "nothing"),
    ],
)
def test_what_an_edit_asks_for(path: str, asked: Asked, tmp_path: Path) -> None:
    """As little as can be: a build by MkDocs only where MkDocs makes what is shown."""
    content = tmp_path / "content"
    assert asked_by(tmp_path / path, content, has_markdown=False) == asked
    with_markdown = asked_by(tmp_path / path, content, has_markdown=True)
    assert with_markdown == ("build" if asked == "templates" else asked)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The tiny site in a folder of its own."""
    return support.tiny(tmp_path / "tiny")


@pytest.fixture
def serving(root: Path) -> Iterator[Serving]:
    """The tiny site, built by MkDocs for a preview; the plugin lives on from build to build."""
    config = support.config(root, root / "site")
    plugin = support.plugin(config)
    plugin.serving = Serving()
    build(config)
    yield plugin.serving
    plugin.serving.preview.close()
    plugin.serving = None


@pytest.fixture
def edit(root: Path, serving: Serving) -> Callable[[str, str, str], None]:
    """Replaces a text in a file, and tells the preview of it as the server does."""

    def edit(name: str, old: str, new: str) -> None:
        path = root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        serving.follow(frozenset([path]), lambda: build(support.config(root, root / "site")))

    return edit


def test_new_options_stay(serving: Serving, edit: Callable[[str, str, str], None]) -> None:
    """After an edit to ``mkdocs.yml`` an entry is read with what that says now."""
    edit("mkdocs.yml", "site_name: Toys", "site_name: Blocks")
    assert b"Blocks" in (serving.preview.get(HOME) or b"")
    edit("content/toy/200.yml", "It worked", "It really worked")
    page = serving.preview.get(PAGE) or b""
    assert b"It really worked" in page
    assert b"Blocks" in page and b"Toys" not in page


def test_a_mistake_is_told_with_its_place(serving: Serving, edit: Callable[[str, str, str], None]) -> None:
    """Whether it is found by a reading or by a build of MkDocs; what was there stays."""
    before, shown = serving.preview.get(PAGE), serving.preview.news.generation
    edit("content/toy/200.yml", "phrase:", "phrse:")
    for _ in range(2):
        news = serving.preview.news
        assert news.generation == shown
        assert "in content and catalogs. The site was not built." in news.message
        assert [problem.rule for problem in news.problems if problem.level == "error"] == ["unknown-field"]
        assert serving.preview.get(PAGE) == before
        edit("mkdocs.yml", "site_name: ", "site_name: ")
    edit("content/toy/200.yml", "phrse:", "phrase:")
    assert serving.preview.news.message == ""
    assert serving.preview.news.generation == shown + 1


def test_a_fault_of_the_program_is_not_hidden(root: Path, serving: Serving) -> None:
    """What nobody who edits can mend goes on to who can."""

    def fail() -> None:
        raise KeyError("x")

    def abort() -> None:
        raise Abort("stopped")

    with pytest.raises(KeyError):
        serving.follow(frozenset([root / "mkdocs.yml"]), fail)
    serving.follow(frozenset([root / "mkdocs.yml"]), abort)
    assert serving.preview.news.message == "stopped"
