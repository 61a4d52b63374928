"""ProperDocs, which goes on with MkDocs 1.x, builds, checks, refuses and previews the same sites."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from codepair.cli.start import write_start
from tests import supply, support
from tests.test_serve import fetched, served, shows


def files(folder: Path) -> Mapping[str, bytes]:
    """Return every file below a folder."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def differing(one: Path, other: Path) -> list[str]:
    """Return the files that two folders do not both have with the same bytes."""
    first, second = files(one), files(other)
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))


def test_the_edition_is_the_same(tmp_path: Path) -> None:
    """Every file of one of the project's own protocols has the same bytes: none names its builder."""
    root = support.part(tmp_path / "part", ["dns"])
    for builder in ("mkdocs", "properdocs"):
        done = support.run(builder, "build", "-f", "mkdocs.yml", "-d", str(tmp_path / builder), cwd=root)
        assert done.returncode == 0, done.stderr
        assert "WARNING" not in done.stderr
    assert len(files(tmp_path / "mkdocs")) > 500
    assert differing(tmp_path / "mkdocs", tmp_path / "properdocs") == []


@pytest.mark.parametrize("builder", ["mkdocs", "properdocs"])
def test_a_warning_keeps_the_old_site(builder: str, tmp_path: Path) -> None:
    """With ``--strict`` neither puts a site in place that it refuses."""
    write_start(tmp_path)
    (tmp_path / "content" / "about.md").write_text("# About\n\n[gone](gone.md)\n", encoding="utf-8")
    done = support.run(builder, "build", "--strict", "-f", "mkdocs.yml", cwd=tmp_path)
    assert done.returncode == 1
    assert "in strict mode" in done.stdout
    assert not (tmp_path / "site").exists()


def test_a_check_finds_its_file(tmp_path: Path) -> None:
    """It may have the name that ProperDocs looks for first, and a mistake in it is told under that name."""
    write_start(tmp_path)
    options = (tmp_path / "mkdocs.yml").rename(tmp_path / "properdocs.yml")
    done = support.run("codepair", "check", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    text = options.read_text(encoding="utf-8")
    options.write_text(text.replace('!ENV [SITE_URL, ""]', "ftp://codes.example/"), encoding="utf-8")
    done = support.run("codepair", "check", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == "properdocs.yml: 'site_url' must be an address that begins with https:// or http://.\n"


def test_pages_are_served_as_they_are_asked_for(tmp_path: Path) -> None:
    """And an edit is put into open ones; no page is written."""
    root = support.tiny(tmp_path / "tiny")
    entry = root / "content/toy/200.yml"
    with served(root, builder="properdocs") as base:
        assert shows(f"{base}/docs/toy/200/", "It worked")
        assert b"/.codepair/live.js" in fetched(f"{base}/docs/toy/200/")
        entry.write_text(entry.read_text(encoding="utf-8").replace("It worked", "It really did"), encoding="utf-8")
        assert shows(f"{base}/docs/toy/200/", "It really did")
    said = (root / "serve.log").read_text(encoding="utf-8")
    assert "pages in" not in said
    # Places are seen from the project, also if its file is given as it is seen from the working folder.
    assert "\ncontent/toy/404.yml:8:12: warning" in said


def test_without_live_reload_all_is_written(tmp_path: Path) -> None:
    """The builder's own server shows what is on disk."""
    root = support.tiny(tmp_path / "tiny")
    with served(root, "--no-livereload", builder="properdocs") as base:
        assert shows(f"{base}/docs/toy/200/", "It worked")
        assert b"/.codepair/" not in fetched(f"{base}/docs/toy/200/")
    assert "pages in" in (root / "serve.log").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with ProperDocs and the locked packages, in which there is no MkDocs.

    Material's metadata ask for MkDocs: nobody gets this environment from pip without ``--no-deps``.
    """
    folder = tmp_path_factory.mktemp("alone")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    wanted = {name: pin for name, pin in locked(supply.RUN).items() if name not in ("mkdocs", "mkdocs-get-deps")}
    wanted["properdocs"] = locked(supply.ALL)["properdocs"]
    (folder / "requirements.txt").write_text("".join(wanted.values()), encoding="utf-8")
    python = folder / "venv" / "bin" / "python"
    call(*pip, "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, support.ROOT, cwd=folder)
    call(sys.executable, "-m", "venv", "--without-pip", folder / "venv", cwd=folder)
    install = (*pip, "--python", python, "install", "-q", "--no-deps")
    call(*install, "--require-hashes", "-r", folder / "requirements.txt", cwd=folder)
    call(*install, *folder.glob("codepair-*.whl"), cwd=folder)
    return python


def locked(name: str) -> Mapping[str, str]:
    """Return the lines of a lock file by the package that they pin."""
    text = (support.ROOT / name).read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)
    return {block.partition("==")[0].partition("[")[0]: block for block in blocks if block}


def call(*command: str | Path, cwd: Path) -> str:
    """Run a command without the variables that lead Python to other modules; return what it printed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, env={**kept, "PYTHONUTF8": "1"}, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.registry
def test_without_mkdocs(alone: Path, tiny_site: Path, tmp_path: Path) -> None:
    """Checking and building need no MkDocs, and give the same site; nothing speaks of another builder."""
    root = support.tiny(tmp_path / "tiny")
    look = "import importlib.util as u; print(u.find_spec('mkdocs'), u.find_spec('properdocs') is not None)"
    assert call(alone, "-c", look, cwd=root) == "None True\n"
    assert ": 0 errors" in call(alone.with_name("codepair"), "check", cwd=root)
    said = call(alone.with_name("properdocs"), "build", "-f", "mkdocs.yml", cwd=root)
    assert "WARNING" not in said
    assert "Zensical" not in said
    assert differing(tiny_site, root / "site") == []
    # The name that ProperDocs looks for first.
    shutil.move(root / "mkdocs.yml", root / "properdocs.yml")
    said = call(alone.with_name("properdocs"), "build", cwd=root)
    assert "renamed" not in said
    assert differing(tiny_site, root / "site") == []
