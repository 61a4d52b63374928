"""A site's figures beside the limits of hosts, and the option that brings it under them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from codepair.library.plan import make_plan
from codepair.publishing.hosting import HOSTS, LIMITS, Figures, Host, fits, guided, measure, table, with_locales
from tests import support

MB = 1_000_000

SMALL = Figures(
    files=110,
    folders=105,
    bytes=2 * MB,
    largest_file=100_000,
    fullest_folder=50,
    redirects=0,
    pages=100,
    page_bytes=MB,
)
"""A site that fits everywhere."""

LARGE = replace(SMALL, files=40_060, folders=40_010, bytes=801 * MB, pages=40_000, page_bytes=800 * MB)
"""A site with too many files for the free plan of Cloudflare, and for no other host."""


def write(folder: Path, files: dict[str, bytes]) -> Path:
    """Write files below a folder and return it."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def rows(text: str, host: Host) -> dict[str, str]:
    """Return what a table says of a host: verdicts by what is measured."""
    found = {}
    for line in text.splitlines()[1:]:
        cells = [cell.strip() for cell in line.split("  ") if cell.strip()]
        if cells[0] == host:
            found[cells[1]] = cells[4]
    return found


def last(figures: Figures, host: Host, **options: int) -> str:
    """Return the last line of a table."""
    return table(figures, host, **options).splitlines()[-1]


def test_measure(tmp_path: Path) -> None:
    """Files, folders, bytes, the largest, the fullest; a repository in the site is not part of it."""
    site = write(
        tmp_path / "site",
        {
            "index.html": b"12345",
            "404.html": b"1",
            ".nojekyll": b"",
            "toy/200/index.html": b"123",
            "toy/404/index.html": b"12",
            "toy/486/index.html": b"",
            "toy/499/index.html": b"",
            "toy/index.html": b"",
            "assets/large.bin": b"x" * 1000,
            ".git/objects/ab/cd": b"x" * 5000,
        },
    )
    (site / "assets" / "loop").symlink_to(site)
    link = (site / "assets" / "loop").lstat().st_size
    figures = measure(site)
    assert (figures.files, figures.folders, figures.entries) == (10, 6, 16)
    assert (figures.bytes, figures.largest_file) == (1011 + link, 1000)
    assert (figures.pages, figures.page_bytes) == (6, 10)
    assert (figures.fullest_folder, figures.redirects) == (5, 0)


def test_measure_redirects(tmp_path: Path) -> None:
    """Rules are counted, comments and empty lines are not."""
    site = write(
        tmp_path, {"_redirects": b"# old names\n\n/a /b 301\n  # x\n/c /d\r\n", "toy/_redirects": b"/x /y\n"}
    )
    assert measure(site).redirects == 2


def test_measure_empty_and_missing(tmp_path: Path) -> None:
    """An empty folder measures nothing; a folder that is not there is an error."""
    assert measure(tmp_path) == Figures(0, 0, 0, 0, 0, 0, 0, 0)
    assert "too big" not in table(measure(tmp_path), "netlify", guided_files=0, locales=0)
    with pytest.raises(FileNotFoundError):
        measure(tmp_path / "none")


def test_every_host_has_limits_with_a_source() -> None:
    """A host without a limit would always fit; a limit without a source cannot be checked."""
    assert {limit.host for limit in LIMITS} == set(HOSTS)
    assert all(limit.source.startswith("https://") and limit.most > 0 for limit in LIMITS)


def test_table_of_a_small_site() -> None:
    """Every limit has a row, and all fit; without a host there is no last line."""
    text = table(SMALL)
    assert len(text.splitlines()) == 1 + len(LIMITS)
    assert "too big" not in text
    assert text.splitlines()[2] == (
        "cloudflare-pages       files                  110      20,000  fits  "
        "https://developers.cloudflare.com/pages/platform/limits/"
    )
    assert table(SMALL, "netlify").splitlines() == [*text.splitlines(), "The site fits netlify."]


@pytest.mark.parametrize(
    ("change", "host", "what"),
    [
        ({"bytes": 1_000_000_001}, "github-pages", "size of the site"),
        ({"files": 20_001}, "cloudflare-pages", "files"),
        ({"largest_file": 25 * 1024 * 1024 + 1}, "cloudflare-pages", "largest file"),
        ({"redirects": 2_001}, "cloudflare-pages", "redirects"),
        ({"files": 100_001}, "cloudflare-pages-paid", "files"),
        ({"largest_file": 25 * 1024 * 1024 + 1}, "cloudflare-pages-paid", "largest file"),
        ({"redirects": 2_001}, "cloudflare-pages-paid", "redirects"),
        ({"fullest_folder": 54_001}, "netlify", "most in one folder"),
        ({"files": 100_000, "folders": 100_001}, "gitlab-pages", "files and folders"),
        ({"bytes": 1_000_000_001}, "gitlab-pages", "size of the site"),
        ({"redirects": 1_001}, "gitlab-pages", "redirects"),
    ],
)
def test_one_more_than_a_limit(change: dict[str, int], host: Host, what: str) -> None:
    """One more is too big, in its row and no other of the host; one less fits."""
    figures = replace(SMALL, **change)
    verdicts = rows(table(figures), host)
    assert verdicts.pop(what) == "too big"
    assert set(verdicts.values()) <= {"fits"}
    assert not fits(figures, host)
    assert fits(replace(SMALL, **{name: value - 1 for name, value in change.items()}), host)


def test_guided_is_enough() -> None:
    """The last line names the option, with what the site would measure then."""
    assert last(LARGE, "cloudflare-pages", guided_files=1_060, locales=1) == (
        "The site is too big for cloudflare-pages. "
        "To fit, set 'pairs: guided' in mkdocs.yml (about 1,060 files, 21.0 MB)."
    )


def test_guided_or_fewer_locales() -> None:
    """Where either helps, both are said."""
    line = last(LARGE, "cloudflare-pages", guided_files=1_060, locales=15)
    assert line.endswith(
        "set 'pairs: guided' in mkdocs.yml (about 1,060 files, 21.0 MB), or at most 7 of 15 'locales'."
    )
    assert fits(with_locales(LARGE, 7, 15), "cloudflare-pages")
    assert not fits(with_locales(LARGE, 8, 15), "cloudflare-pages")


def test_guided_already() -> None:
    """A site that has guided pairs only is offered fewer locales."""
    expected = "To fit, set at most 7 of 15 'locales' in mkdocs.yml (about 18,727 files, 374.3 MB)."
    assert last(LARGE, "cloudflare-pages", locales=15).endswith(expected)
    assert last(LARGE, "cloudflare-pages", guided_files=LARGE.files, locales=15).endswith(expected)


def test_guided_with_fewer_locales() -> None:
    """Where neither is enough alone, both together may be."""
    figures = replace(LARGE, files=400_060, folders=400_010, pages=400_000)
    line = last(figures, "cloudflare-pages", guided_files=30_060, locales=2)
    assert "set 'pairs: guided' and at most 1 of 2 'locales' (about 15,060 files" in line
    smaller = guided(figures, 30_060)
    assert (smaller.files, smaller.pages) == (30_060, 30_000)
    assert not fits(smaller, "cloudflare-pages")


def test_no_option_is_enough() -> None:
    """What options do not change is not promised; other hosts are named, if there are any."""
    redirects = replace(SMALL, redirects=3_000)
    assert last(redirects, "cloudflare-pages", guided_files=50, locales=2).endswith(
        "Neither 'pairs: guided' nor fewer 'locales' is enough. It fits github-pages and netlify."
    )
    everything = replace(SMALL, bytes=10**10, largest_file=10**9, fullest_folder=10**6)
    assert last(everything, "netlify", locales=1).endswith("It fits no host in this table.")


def test_a_full_folder_is_not_emptied_by_locales() -> None:
    """Fewer locales leave as many pairs in a folder; fewer pairs do not."""
    figures = replace(LARGE, fullest_folder=60_000, files=60_060, pages=60_000)
    assert "'pairs: guided' in mkdocs.yml" in last(figures, "netlify", guided_files=1_060, locales=15)
    assert "or at most" not in last(figures, "netlify", guided_files=1_060, locales=15)
    assert "Neither" in last(figures, "netlify", locales=15)


def test_what_options_bring_is_what_a_build_brings(tmp_path: Path) -> None:
    """A site built with guided pairs, and with one locale, has the pages that were computed for it."""
    root = support.tiny(tmp_path / "tiny")
    options = root / "mkdocs.yml"
    source = options.read_text(encoding="utf-8")
    every = measure(support.built(root, root / "site"))
    project = support.opened(root)
    less = project.plan.count - make_plan(project.library, "guided").count
    assert less > 0
    computed = guided(every, every.files - less * len(project.translators))

    options.write_text(
        source.replace("locales: [en, vi]", "locales: [en, vi]\n      pairs: guided"), encoding="utf-8"
    )
    real = measure(support.built(root, root / "site"))
    assert (real.files, real.pages, real.folders) == (computed.files, computed.pages, computed.folders)
    assert real.fullest_folder <= computed.fullest_folder
    assert abs(real.bytes - computed.bytes) < every.bytes / 10

    options.write_text(source.replace("[en, vi]", "[en]"), encoding="utf-8")
    real, computed = measure(support.built(root, root / "site")), with_locales(every, 1, 2)
    assert real.pages == computed.pages
    assert real.files <= computed.files
