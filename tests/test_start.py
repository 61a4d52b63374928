"""Anyone's codes: ``codepair new`` writes a site that is right from the start."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from codepair.cli.start import FILES, StartError, write_start
from tests import support

PAGES = ("", "brew/", "brew/e21/", "brew/e22/", "brew/e21-vs-e22/")
"""The addresses of a start's pages below a locale's home."""


def files(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, and its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def text(site: Path, address: str) -> str:
    """Return what a reader sees on a page."""
    return support.text_of(support.parse((site / address / "index.html").read_bytes()))


def test_new_check_build(tmp_path: Path) -> None:
    """The two commands that ``new`` prints work as printed; nothing in the start is an error or a warning."""
    done = support.run("codepair", "new", "my codes", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    root = tmp_path / "my codes"
    listed, _, commands = done.stdout.partition("\n\nNext:\n")
    assert {line for line in listed.splitlines() if not line.endswith("/")} == {
        f"my codes/{n}" for n in files(root)
    }
    assert "my codes/locales/" in listed.splitlines()
    assert list((root / "locales").iterdir()) == []
    first, second = (shlex.split(line) for line in commands.splitlines())
    assert (first[0], second[:2]) == ("codepair", ["mkdocs", "serve"])
    checked = support.run("codepair", *first[1:], cwd=tmp_path)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.endswith(": 0 errors\n")
    built = support.run("mkdocs", "build", "--strict", *second[2:], cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    assert "WARNING" not in built.stderr
    site = root / "site"
    for address in PAGES:
        assert (site / address / "index.html").is_file(), address
    assert "E22 ends by itself as soon as the water is hot." in text(site, PAGES[-1])
    assert "E22 says that the water is not hot yet" in text(site, "brew/e22/")
    assert '{"error": "E22", "message": "Warming Up", "seconds": 40}' in text(site, "brew/e22/")


def test_here_is_the_default(tmp_path: Path) -> None:
    """Without a folder it writes where it is called; what else is there stays, and every schema named is there."""
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    done = support.run("codepair", "new", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("\n\nNext:\n  codepair check\n  mkdocs serve\n")
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"
    entries = list((tmp_path / "content").rglob("*.yml"))
    assert len(entries) == 4
    for path in entries:
        schema = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text(encoding="utf-8"))
        assert schema is not None, path
        assert (path.parent / schema[1]).is_file(), path


def test_no_protocol_of_this_project() -> None:
    """The example is made up."""
    own = {path.parent.name for path in (support.ROOT / "content").glob("*/protocol.yml")}
    examples = {path.parent.name for path in (FILES / "content").glob("*/protocol.yml")}
    assert own
    assert examples == {"brew"}
    assert not examples & own


@pytest.mark.parametrize("there", [("content/brew/e22.yml", "content/brew/entry.schema.json")])
def test_never_overwrites(there: tuple[str, ...], tmp_path: Path) -> None:
    """With one of its files there, it names exactly those, changes nothing and fails."""
    for name in there:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("mine", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    done = support.run("codepair", "new", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert [line.strip() for line in done.stderr.splitlines() if line.startswith(" ")] == sorted(there)
    assert sorted(tmp_path.rglob("*")) == before
    assert set(files(tmp_path).values()) == {b"mine"}


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("mkdocs.yml", "site_name: Mine\ntheme: {name: material}\n"),
        ("mkdocs.yaml", "site_name: Mine\ntheme: {name: material}\nplugins:\n  - search\n"),
        (
            "mkdocs.yml",
            "site_name: Mine\ntheme:\n  name: material\nplugins:\n  - search:\n      lang: de\n  - tags\n",
        ),
    ],
)
def test_a_folder_with_a_site(name: str, options: str, tmp_path: Path) -> None:
    """Nothing is written; what is said to do there works as it is printed, and the site's pages do not change."""
    root = tmp_path / "my site"
    (root / "docs").mkdir(parents=True)
    (root / name).write_text(options, encoding="utf-8")
    (root / "docs/index.md").write_text("# Mine\n", encoding="utf-8")
    assert support.run("mkdocs", "build", "-d", str(tmp_path / "before"), cwd=root).returncode == 0
    before = files(root)
    done = support.run("codepair", "new", "my site", cwd=tmp_path)
    assert (done.returncode, done.stdout, files(root)) == (1, "", before)
    assert f"'my site/{name}' is there" in done.stderr
    steps = re.split(r"^\d\. .*:\n", done.stderr, flags=re.MULTILINE)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    subprocess.run(["sh", "-ec", steps[1]], cwd=tmp_path, check=True, env={**os.environ, "PATH": path})
    lines = [line.removeprefix("     ") for line in steps[2].splitlines() if line.strip()]
    with (root / name).open("a", encoding="utf-8") as more:
        more.write("\n".join([*lines, ""]))
    checked = support.run("codepair", "-f", f"my site/{name}", "check", cwd=tmp_path)
    assert (checked.returncode, checked.stderr) == (0, "")
    built = support.run("mkdocs", "build", "--strict", "-d", str(tmp_path / "after"), cwd=root)
    assert built.returncode == 0, built.stderr
    after = tmp_path / "after"
    assert "E22 says that the water is not hot yet" in text(after, "reference/brew/e22/")
    changed = {key for key, data in files(tmp_path / "before").items() if files(after).get(key) != data}
    assert changed <= {"search/search_index.json", "sitemap.xml", "sitemap.xml.gz"}


def test_never_follows_a_dead_link(tmp_path: Path) -> None:
    """A link that leads nowhere is a file that is there, too."""
    (tmp_path / "mkdocs.yml").symlink_to("gone.yml")
    with pytest.raises(StartError, match=r"already:\n.*mkdocs\.yml"):
        write_start(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mkdocs.yml"]


@pytest.mark.parametrize("folder", ["file", "file/below"])
def test_no_folder(folder: str, tmp_path: Path) -> None:
    """A folder that cannot be made is a message with its name and the reason."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    done = support.run("codepair", "new", folder, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "'file' cannot be written: Not a directory. Nothing was changed. Name another folder.\n"
    assert files(tmp_path) == {"file": b"mine"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_folder_without_permission(tmp_path: Path) -> None:
    """A folder of somebody else's is a message, too."""
    tmp_path.chmod(0o555)
    with pytest.raises(StartError, match="cannot be written: Permission denied"):
        write_start(tmp_path / "mine")


def test_all_or_nothing(tmp_path: Path) -> None:
    """What fails half way leaves the folder as it was."""
    (tmp_path / "content/brew").mkdir(parents=True)
    (tmp_path / "content/brew/pairs").write_text("mine", encoding="utf-8")
    with pytest.raises(StartError, match="pairs' cannot be written: Not a directory"):
        write_start(tmp_path)
    assert files(tmp_path) == {"content/brew/pairs": b"mine"}
    assert [path.name for path in tmp_path.iterdir()] == ["content"]


def test_the_start_is_not_in_the_catalogs(tmp_path: Path) -> None:
    """The site's words are extracted from the same folder; the start's texts are not among them."""
    catalog = tmp_path / "ui.pot"
    arguments = ("-F", "babel.cfg", "-k", "words", "-k", "plain", "-o", str(catalog), "generator", "mkdocs.yml")
    done = support.run("babel.messages.frontend", "-q", "extract", *arguments, cwd=support.ROOT)
    assert done.returncode == 0, done.stderr
    extracted = catalog.read_text(encoding="utf-8")
    assert "Skip to content" in extracted
    assert "start/" not in extracted
    assert "tank" not in extracted
