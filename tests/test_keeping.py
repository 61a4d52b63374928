"""A build replaces and removes what a build made, and nothing else; nothing outside the content is published."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from codepair.kit.faults import PublishError
from codepair.publishing.mark import MARK
from codepair.publishing.staging import Staging
from codepair.site.project import open_project
from tests import support


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, and every link with where it leads."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_symlink() or path.is_file()]
    name = {path: path.relative_to(folder).as_posix() for path in paths}
    return {name[path]: str(path.readlink()).encode() if path.is_symlink() else path.read_bytes() for path in paths}


def refused(root: Path, site_dir: str, message: str, **environment: str) -> None:
    """Build into a folder; the build must say that it will not, and leave every file of the project as it was."""
    file = root / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}\nsite_dir: {site_dir}\n", encoding="utf-8")
    before = snapshot(root.parent)
    done = support.run("mkdocs", "build", cwd=root, **environment)
    assert done.returncode != 0
    assert message in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert snapshot(root.parent) == before
    file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("site_dir", "message"),
    [
        ("thesis/", "holds files that no build made: it has no file '.codepair'"),
        ("locales", "is the catalogs"),
        ("locales/vi/..", "is the catalogs"),
        ("to-locales", "is the catalogs"),
        (".", "within the 'site_dir'"),  # MkDocs itself
        ("..", "within the 'site_dir'"),
        ("content", "within the 'site_dir'"),
        ("content/site", "within the 'docs_dir'"),
        ("to-content", "holds the content"),
        ("to-here", "is the folder of the configuration"),
        ("to-above", "holds the folder of the configuration"),
        ("thesis/.hidden", "holds files that no build made"),
        ("paper.txt", "is not a folder"),
        ("overrides", "is the theme's 'custom_dir'"),
        ('"~"', "has '~'"),
        ('"~/www"', "has '~'"),
        ('"$HOME"', "has '$HOME'"),
        ('"${HOME}/www"', "has '${HOME}'"),
        ('"%USERPROFILE%"', "has '%USERPROFILE%'"),
    ],
)
def test_what_is_not_replaced(site_dir: str, message: str, tmp_path: Path) -> None:
    """Whatever the folder of the site is said to be, what nobody built stays, and a sentence says why."""
    files = {
        "thesis/chapter.tex": "x",
        "thesis/.hidden/notes": "x",
        "overrides/partials/x.html": "",
        "paper.txt": "x",
        "locales/vi/LC_MESSAGES/.keep": "",
    }
    root = support.tiny(tmp_path / "all" / "project", files=files)
    (root / "to-locales").symlink_to("locales")
    (root / "to-here").symlink_to(".")
    (root / "to-above").symlink_to("..")
    (root / "to-content").symlink_to("inner")
    if site_dir == "to-content":
        (root / "inner").mkdir()
        (root / "content").rename(root / "inner" / "content")
        (root / "content").symlink_to("inner/content")
    file = root / "mkdocs.yml"
    text = file.read_text(encoding="utf-8").replace("  name: material", "  name: material\n  custom_dir: overrides")
    file.write_text(text, encoding="utf-8")
    refused(root, site_dir, message)


def test_home(tmp_path: Path) -> None:
    """A home is refused, even one that has names with a dot only, and one that bears a mark."""
    home = tmp_path / "all" / "home"
    root = support.tiny(tmp_path / "all" / "project")
    (home / "inner").mkdir(parents=True)
    (home / ".profile").touch()
    (home / MARK).touch()
    refused(root, str(home), "is your home", HOME=str(home))
    refused(root, str(home), "holds your home", HOME=str(home / "inner"))


def test_a_mark_allows_it(tmp_path: Path) -> None:
    """A folder that somebody marked is replaced, and so is one with names that begin with a dot: they stay."""
    root = support.tiny(tmp_path / "project", files={"site/old.html": "x"})
    refused(root, "site", "make an empty file '.codepair' there")
    (root / "site" / MARK).touch()
    assert support.run("mkdocs", "build", cwd=root).returncode == 0
    assert not (root / "site/old.html").exists()
    shutil.rmtree(root / "site")
    (root / "site/.git").mkdir(parents=True)
    (root / "site/.git/HEAD").write_text("ref", encoding="utf-8")
    assert support.run("mkdocs", "build", cwd=root).returncode == 0
    assert (root / "site/.git/HEAD").read_text(encoding="utf-8") == "ref"
    assert (root / "site/index.html").exists()
    assert support.run("mkdocs", "build", cwd=root).returncode == 0


def test_staging_and_recovery_touch_what_is_theirs(tmp_path: Path) -> None:
    """Folders with the names of a build's own, made by somebody else, stay as they are."""
    site = tmp_path / "site"
    for name in (".site.old", ".site.staging"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "diary").write_text("x", encoding="utf-8")
    with pytest.raises(PublishError, match=r"\.site\.staging' is where a build works, and holds what no build"):
        Staging(site).open()
    shutil.rmtree(tmp_path / ".site.staging")
    staging = Staging(site)
    staging.open()
    staging.publish()
    assert (tmp_path / ".site.old/diary").read_text(encoding="utf-8") == "x"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".site.old", "site"]


def test_put_there_while_the_site_was_built(tmp_path: Path) -> None:
    """What somebody puts in the site's place during a build is not replaced."""
    staging = Staging(tmp_path / "site")
    staging.open()
    (tmp_path / "site").mkdir()
    (tmp_path / "site/diary").write_text("x", encoding="utf-8")
    with pytest.raises(PublishError, match="holds files that no build made"):
        staging.publish()
    staging.discard()
    assert [path.name for path in tmp_path.rglob("*")] == ["site", "diary"]


OUTSIDE = [
    ("passwd.txt", "/etc/passwd", "leads out of its folder"),
    ("ssl", "/etc/ssl", "leads out of its folder"),
    ("toy/notes.md", "../../../secret/key.md", "leads out of its folder"),
    ("toy/up", "../..", "leads out of its folder"),
    ("images/deep/logo.png", "/etc/hostname", "leads out of its folder"),
    ("twice.txt", "toy/again.txt", "leads out of its folder"),
    ("sections", "../../secret", "leads out of its folder"),
    ("toy/pairs", "../../../secret", "leads out of its folder"),
    ("dangling.md", "nowhere.md", "leads nowhere"),
    ("self.txt", "self.txt", "leads nowhere"),
    ("toy/loop", ".", "leads to a folder that it is in"),
    ("around", "../content", "leads to a folder that it is in"),
    ("beside.txt", "../content-private/x", "leads out of its folder"),
]


@pytest.mark.parametrize(("name", "target", "message"), OUTSIDE)
def test_links_out_of_the_content(name: str, target: str, message: str, tmp_path: Path) -> None:
    """A link that leads out is an error with its path, in ``check`` and in a build, and nothing is published."""
    files = {"../secret/key.md": "key", "content-private/x": "x"}
    root = support.tiny(tmp_path / "project", files=files)
    link = root / "content" / name
    if link.is_dir():
        shutil.rmtree(link)
    link.parent.mkdir(parents=True, exist_ok=True)
    if name == "twice.txt":
        (root / "content/toy/again.txt").symlink_to("/etc/passwd")
    link.symlink_to(target)
    problems = [problem for problem in open_project(support.settings(root))[1] if problem.level == "error"]
    at = [problem for problem in problems if problem.place.path == f"content/{name}"]
    assert [(problem.rule, message in problem.message) for problem in at] == [("link", True)]
    done = support.run("mkdocs", "build", cwd=root)
    assert done.returncode != 0
    assert f"content/{name}:1:1: error: " in done.stderr
    assert "Traceback" not in done.stderr
    assert not (root / "site").exists()


def test_links_that_stay_inside(tmp_path: Path) -> None:
    """They are published as ever; hidden ones are not looked at."""
    root = support.tiny(tmp_path / "project", files={"content/images/a.txt": "a"})
    (root / "content/b.txt").symlink_to("images/a.txt")
    (root / "content/pictures").symlink_to("images")
    (root / "content/.hidden").symlink_to("/etc")
    (root / "content/toy/.#404.yml").symlink_to("somebody@host.4711:1")
    site = support.built(root, root / "site")
    assert [(site / name).read_text(encoding="utf-8") for name in ("b.txt", "pictures/a.txt")] == ["a", "a"]


def test_no_file(tmp_path: Path) -> None:
    """A pipe among the content's files is an error: to copy it would wait for ever."""
    root = support.tiny(tmp_path / "project")
    os.mkfifo(root / "content/toy/pipe.txt")
    found = [str(problem) for problem in open_project(support.settings(root))[1] if problem.level == "error"]
    assert found == [
        "content/toy/pipe.txt:1:1: error: This is a pipe, a socket or a device, not a file. Rename or remove it. "
        "[unreadable]"
    ]


def test_links_of_the_theme(tmp_path: Path) -> None:
    """What the theme's folder of a project links is published like content, and held to the same."""
    root = support.tiny(tmp_path / "project", files={"overrides/assets/x.txt": "x"})
    (root / "overrides/assets/passwd").symlink_to("/etc/passwd")
    file = root / "mkdocs.yml"
    text = file.read_text(encoding="utf-8").replace("  name: material", "  name: material\n  custom_dir: overrides")
    file.write_text(text, encoding="utf-8")
    for command in (("codepair", "check"), ("mkdocs", "build")):
        done = support.run(*command, cwd=root)
        assert done.returncode != 0
        assert "overrides/assets/passwd:1:1: error: The symbolic link leads out of its folder." in done.stderr
    assert not (root / "site").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("site_url", "https://codes.example/?x=1"),
        ("site_url", "https://codes.example/x/?y"),
        ("site_url", "https://codes.example/#top"),
        ("site_url", "https://user@codes.example/"),
        ("site_url", "https://user:secret@codes.example/"),
        ("site_url", "https://codes.example:99999/"),
        ("site_url", "https:///codes/"),
        ("site_url", "https://codes.example/a/../b/"),
        ("site_url", "https://codes.example/%zz/"),
        ("site_url", "https://codes.example//evil.example/"),
        ("site_url", "ftp://codes.example/"),
        ("repo_url", "https://oauth2:token@git.example/codes"),
        ("repo_url", "https://github.com/codes/codes?tab=x"),
        ("repo_url", "https://github.com/codes/codes#readme"),
        ("repo_url", "https://token@github.com/codes/codes"),
    ],
)
def test_addresses(name: str, value: str, tmp_path: Path) -> None:
    """An address that others would be joined to wrongly, or that holds a secret, is refused by its name."""
    root = support.tiny(tmp_path)
    file = root / "mkdocs.yml"
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith(f"{name}:")]
    file.write_text("\n".join([*lines, f'{name}: "{value}"', ""]), encoding="utf-8")
    for command in (("codepair", "check"), ("mkdocs", "build")):
        done = support.run(*command, cwd=root)
        assert done.returncode != 0
        assert f"'{name}'" in done.stderr
        assert "Traceback" not in done.stderr
        assert "secret" not in done.stderr
    assert not (root / "site").exists()


def test_no_local_path_is_published(tmp_path: Path) -> None:
    """Whatever way the configuration is named, and wherever the content is, no page has a path of this machine."""
    root = support.tiny(tmp_path / "project")
    outside = support.tiny(tmp_path / "outside")
    (tmp_path / "linked").symlink_to("project")
    file = outside / "mkdocs.yml"
    shutil.move(outside / "content", tmp_path / "elsewhere")
    text = file.read_text(encoding="utf-8").replace("docs_dir: content", "docs_dir: ../elsewhere")
    file.write_text(text, encoding="utf-8")
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as more:
        more.write("\nrepo_url: https://github.com/codes/codes\n")
    with file.open("a", encoding="utf-8") as more:
        more.write("\nrepo_url: https://github.com/codes/codes\n")
    ways = [
        (root, "mkdocs.yml"),
        (root, "./mkdocs.yml"),
        (tmp_path, "project/mkdocs.yml"),
        (tmp_path, "linked/mkdocs.yml"),
        (root / "content", "../mkdocs.yml"),
        (root, str(root / "mkdocs.yml")),
        (outside, "mkdocs.yml"),
    ]
    for number, (cwd, config) in enumerate(ways):
        site = tmp_path / "sites" / str(number)
        done = support.run("mkdocs", "build", "-f", config, "-d", str(site), cwd=cwd)
        assert done.returncode == 0, done.stderr
        files = [path for path in site.rglob("*") if path.is_file()]
        assert [path for path in files if str(tmp_path).encode() in path.read_bytes()] == [], config
        page = (site / "toy/200/index.html").read_text(encoding="utf-8")
        assert ("blob/HEAD/content/toy/200.yml#L" in page) == (cwd != outside), config
