"""What ``mkdocs serve`` shows is, byte for byte, what ``mkdocs build`` writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.commands.build import build

from codepair.edge.serving import Serving
from codepair.preview.preview import Preview
from tests import support
from tests.support import SUBPATH


def previewed(root: Path, site: Path, **options: str) -> Preview:
    """Return the preview of a project; the theme's files are in a folder."""
    config = support.config(root, site, **options)
    plugin = support.plugin(config)
    # MkDocs keeps a plugin from one build to the next.
    serving = plugin.serving = Serving()
    build(config)
    plugin.serving = None
    return serving.preview


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """The project's own, at the address that the built site has in tests."""
    folder = tmp_path_factory.mktemp("preview") / "theme"
    preview = previewed(support.ROOT, folder, site_url=f"http://127.0.0.1{SUBPATH}")
    yield preview
    preview.close()


def test_it_equals_the_build(preview: Preview, site: Path) -> None:
    """A file of the built site is there with the same bytes: every ninth, of comparisons and cards every 120th."""
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    many = [name for name in names if name.endswith(".png") or ("-vs-" in name and name.endswith("/index.html"))]
    assert len(many) > 6_000
    names = [*support.some(sorted({*names} - {*many}), 9), *support.some(many, 120)]
    different = [name for name in names if preview.get(name) != (site / name).read_bytes()]
    assert different == []
    pages = [name.removesuffix("index.html") for name in names if name.endswith("/index.html")]
    assert all(preview.get(path) == (site / path / "index.html").read_bytes() for path in pages[::20])


@pytest.mark.parametrize(
    "path",
    [
        "sip/422-vs-202/",
        "sip/202-vs-202/",
        "sip/999/",
        "nope/",
        "vi",
        "sip",
        "../mkdocs.yml",
        "assets/../../x",
        "sip/202-vs-422",
        "pagefind/../../x",
        "//",
        "vi//",
    ],
)
def test_nothing_else_is_there(preview: Preview, path: str) -> None:
    """Addresses without a page, and those that lead out of the site, show nothing."""
    assert preview.get(path) is None


def test_only_pages_asked_for_are_on_disk(tmp_path: Path) -> None:
    """The preview's folder holds the theme's files and no page."""
    root = support.tiny(tmp_path / "project")
    preview = previewed(root, tmp_path / "theme")
    assert preview.get("toy/200/") is not None
    assert [path.name for path in (tmp_path / "theme").rglob("*.html")] == []
