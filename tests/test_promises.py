"""What the site promises and no page shows: whose file wins, what no address leads to, which catalog is nearer."""

from __future__ import annotations

from pathlib import Path

import pytest

from codepair.language.catalog import read_catalogs
from codepair.language.locale import make_locale
from codepair.language.translator import Translator
from codepair.preview.preview import Preview
from codepair.site.project import open_project
from codepair.site.site import Site
from tests import support
from tests.test_fallbacks import BareTheme


@pytest.fixture
def shown(tmp_path: Path) -> Preview:
    """A preview whose files of the theme are in a folder, with a secret beside it."""
    root = support.tiny(tmp_path / "project")
    static = tmp_path / "theme"
    (static / "assets").mkdir(parents=True)
    (static / "assets" / "own.css").write_bytes(b"own")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    (tmp_path / "theme-secret").mkdir()
    (tmp_path / "theme-secret" / "key").write_bytes(b"secret")
    (static / "linked.txt").symlink_to(tmp_path / "secret.txt")
    preview = Preview()
    preview.show(Site(support.opened(root), [BareTheme(), BareTheme()], "https://toys.example/"), static)
    return preview


def test_the_preview_shows_its_own_files(shown: Preview) -> None:
    """What follows would prove nothing if no file were found."""
    assert shown.get("assets/own.css") == b"own"


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt",
        "assets/../../secret.txt",
        "../theme-secret/key",
        "assets/../../theme-secret/key",
        "linked.txt",
        "/etc/hostname",
        "//etc/hostname",
    ],
)
def test_the_preview_shows_no_file_outside(shown: Preview, path: str) -> None:
    """The files exist; neither dots nor links lead to them."""
    assert shown.get(path) is None


def test_headers_forbid_frames_on_every_page(tiny_site: Path) -> None:
    """``frame-ancestors`` counts in a header only, and this file is where hosts read one."""
    lines = (tiny_site / "_headers").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "/*"
    (policy,) = (line for line in lines if "Content-Security-Policy:" in line)
    assert policy.endswith(";frame-ancestors 'none'")


@pytest.mark.parametrize("name", ["robots.txt", "llms.txt", "_headers", "_redirects"])
def test_a_file_of_the_project_wins(tmp_path: Path, name: str) -> None:
    """A project that has such a file of its own keeps it."""
    root = support.tiny(tmp_path, files={f"content/{name}": "mine\n"})
    site = support.built(root, root / "site")
    assert (site / name).read_text(encoding="utf-8") == "mine\n"
    assert (site / "sitemap.xml").is_file()


def test_the_nearer_catalog_wins(tmp_path: Path) -> None:
    """What a region's catalog lacks is in that of the language; what both have is the region's."""
    for name, domain, texts in (
        ("pt", "toy", {"Busy": "ocupado", "Free": "livre"}),
        ("pt_BR", "toy", {"Busy": "ocupado (BR)"}),
        ("pt", "ui", {"Yes": "Sim", "Free": "never"}),
        ("pt_BR", "ui", {"Yes": "Sim (BR)", "Gone": "site's"}),
    ):
        path = tmp_path / name / "LC_MESSAGES" / f"{domain}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
        path.write_text(
            header + "".join(f'\nmsgid "{source}"\nmsgstr "{text}"\n' for source, text in texts.items()),
            encoding="utf-8",
        )
    found, problems = read_catalogs(tmp_path, make_locale("pt_BR", default="en"), ["toy"], tmp_path)
    assert problems == []
    toy = Translator(found).of("toy")
    assert [toy.text(source).value for source in ("Busy", "Free", "Yes", "Gone")] == [
        "ocupado (BR)",
        "livre",
        "Sim (BR)",
        "site's",
    ]
    place = toy.place("Busy")
    assert place is not None
    assert (place.path, place.line) == ("pt_BR/LC_MESSAGES/toy.po", 4)
    assert toy.place("Yes") is None
    assert Translator(found).place("Busy") is None


def test_protocols_by_rank_then_by_name(tmp_path: Path) -> None:
    """The smallest rank first, as a number; those without one after them, by name."""
    text = (support.TINY / "content/toy/protocol.yml").read_text(encoding="utf-8")
    ranks = {"zeta": "2", "alpha": "10", "mid": None, "beta": None}
    files: dict[str, str | bytes] = {}
    for name, rank in ranks.items():
        line = f'rank: "{rank}"\n' if rank else ""
        files[f"content/{name}/protocol.yml"] = line + text
    root = support.tiny(tmp_path, files=files)
    project, _ = open_project(support.settings(root))
    assert list(project.library.protocols) == ["zeta", "alpha", "beta", "mid", "toy"]
