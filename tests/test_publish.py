"""The old site or the new one, never half of either."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from lxml import etree
from mkdocs.exceptions import Abort

from codepair.beside.sitemaps import MAX_SITEMAP_URLS, sitemap_names, sitemaps
from codepair.kit.faults import PublishError
from codepair.publishing.exchange import exchange
from codepair.publishing.mark import MARK
from codepair.publishing.staging import Staging
from codepair.publishing.writer import SiteWriter
from tests import support


def test_exchange(tmp_path: Path) -> None:
    """Two folders change places."""
    for name in ("new", "old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name, encoding="utf-8")
    exchange(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "old" / "file").read_text(encoding="utf-8") == "new"
    assert (tmp_path / "new" / "file").read_text(encoding="utf-8") == "old"


def test_publish_replaces_and_keeps_dot_files(tmp_path: Path) -> None:
    """Pages of the old site go; what starts with a dot is the user's."""
    site = tmp_path / "site"
    (site / "gone").mkdir(parents=True)
    (site / MARK).touch()
    (site / ".git").mkdir()
    (site / ".git" / "HEAD").write_text("ref", encoding="utf-8")
    staging = Staging(site)
    staging.open()
    SiteWriter(staging.path).page("sip/422/", b"page")
    staging.publish()
    assert (site / "sip" / "422" / "index.html").read_bytes() == b"page"
    assert (site / ".git" / "HEAD").read_text(encoding="utf-8") == "ref"
    assert not (site / "gone").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_two_builds_at_once(tmp_path: Path) -> None:
    """The second says so and touches nothing; after the first is done, it may build."""
    first, second = Staging(tmp_path / "site"), Staging(tmp_path / "site")
    first.open()
    with pytest.raises(PublishError, match="Another build is writing 'site'"):
        second.open()
    first.publish()
    second.open()
    second.discard()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_leftovers_of_a_killed_build(tmp_path: Path) -> None:
    """What a killed build left behind is not published."""
    staging = Staging(tmp_path / "site")
    (staging.path / "half").mkdir(parents=True)
    (staging.path / ".half").write_text("x", encoding="utf-8")
    (staging.path / MARK).touch()
    staging.open()
    assert [path.name for path in staging.path.iterdir()] == [MARK]
    staging.discard()
    assert not staging.path.exists()


def test_unwritable_place(tmp_path: Path) -> None:
    """A site that cannot be made is a message, not a traceback."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(PublishError, match="cannot be made"):
        Staging(tmp_path / "file" / "site").open()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build on a full disk fails with the reason and leaves the old site."""
    root = support.tiny(tmp_path / "project")
    site = support.built(root, root / "site")
    before = (site / "index.html").read_bytes()

    def full(path: str, data: bytes) -> None:
        with Path("/dev/full").open("wb", buffering=0) as device:
            device.write(data)

    entry = root / "content/toy/200.yml"
    entry.write_text(entry.read_text(encoding="utf-8").replace("It worked", "It works"), encoding="utf-8")
    monkeypatch.setattr("codepair.publishing.writer.write_file", full)
    with pytest.raises(Abort):
        support.built(root, site)
    assert (site / "index.html").read_bytes() == before
    assert not (root / ".site.staging").exists()


def test_sitemaps_split() -> None:
    """More addresses than one sitemap holds give an index."""
    urls = [(f"https://x.example/{number}/", [("en", f"https://x.example/{number}/")]) for number in range(3)]
    assert [name for name, _ in sitemaps(urls, "https://x.example/", sitemap_names(3))] == ["sitemap.xml"]
    many: list[tuple[str, list[tuple[str, str]]]] = [
        (f"https://x.example/{number}/", []) for number in range(MAX_SITEMAP_URLS + 1)
    ]
    files = dict(sitemaps(many, "https://x.example/", sitemap_names(len(many))))
    assert list(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]
    index = etree.fromstring(files["sitemap.xml"])
    assert [str(text) for text in index.itertext() if str(text).strip()] == [
        "https://x.example/sitemap-1.xml",
        "https://x.example/sitemap-2.xml",
    ]


def test_same_input_same_bytes(tmp_path: Path) -> None:
    """Two builds, in other processes with another time zone, hash seed, umask and folder, are equal."""
    root = support.tiny(tmp_path / "a")
    other = support.tiny(tmp_path / "b" / "deeper")
    first = support.run("mkdocs", "build", "-q", cwd=root, TZ="Asia/Ho_Chi_Minh", PYTHONHASHSEED="1", LC_ALL="C")
    old = os.umask(0o077)
    try:
        second = support.run("mkdocs", "build", "-q", cwd=other, TZ="UTC", PYTHONHASHSEED="2", LC_ALL="C.UTF-8")
    finally:
        os.umask(old)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert _files(root / "site") == _files(other / "site")


def _files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
