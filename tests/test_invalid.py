"""Bad input: every case is a folder of files laid over the tiny site, with the exact messages it must give."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from codepair.kit.problems import errors, report
from codepair.site.project import open_project
from tests import support

CASES = sorted(path.name for path in support.INVALID.iterdir())


@pytest.mark.parametrize("case", CASES)
def test_messages(case: str, tmp_path: Path) -> None:
    """The report is exactly the expected one; set UPDATE_GOLDEN to write it, then read it."""
    overlay = support.INVALID / case
    root = support.tiny(tmp_path / "site", overlay)
    _, problems = open_project(support.settings(root))
    known = "content/toy/404.yml:8:12: warning: '<the>'"
    lines = [line for line in report(problems).splitlines() if not line.startswith(known)]
    expected = overlay / "expected.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        expected.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == expected.read_text(encoding="utf-8").splitlines()
    assert lines


@pytest.mark.parametrize("case", ["alias-bomb", "po-syntax", "unknown-field"])
def test_build_stops_and_keeps_the_old_site(case: str, tmp_path: Path) -> None:
    """``mkdocs build`` prints the messages, fails, shows no traceback and leaves what was there."""
    root = support.tiny(tmp_path / "site", support.INVALID / case)
    old = root / "site" / "index.html"
    old.parent.mkdir()
    old.write_text("old", encoding="utf-8")
    before = sorted(path.name for path in root.iterdir())
    done = support.run("mkdocs", "build", cwd=root)
    assert done.returncode != 0
    assert "Traceback" not in done.stdout + done.stderr
    for line in (support.INVALID / case / "expected.txt").read_text(encoding="utf-8").splitlines():
        assert line in done.stderr
    assert "What was there is unchanged" in done.stderr
    assert old.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in root.iterdir()) == before


def test_check_command(tmp_path: Path) -> None:
    """``python -m codepair check`` reports without building, and fails."""
    root = support.tiny(tmp_path, support.INVALID / "unknown-field")
    done = support.run("codepair", "check", cwd=root)
    assert done.returncode == 1
    assert "[unknown-field]" in done.stderr
    assert not (root / "site").exists()


def test_all_problems_in_one_run(tmp_path: Path) -> None:
    """Problems of several files and kinds are reported together, sorted by place."""
    root = support.tiny(tmp_path, support.INVALID / "unknown-field")
    for case in ("po-syntax", "registry"):
        shutil.copytree(support.INVALID / case, root, dirs_exist_ok=True)
    _, problems = open_project(support.settings(root))
    found = errors(problems)
    assert len({problem.rule for problem in found}) >= 3
    lines = report(found).splitlines()
    places = [(line.split(":")[0], int(line.split(":")[1])) for line in lines]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("locales: [en, xx]", "CLDR knows no locale 'xx'."),
        ("default_locale: fr", "'default_locale' is 'fr', which is not one of 'locales'."),
        ("pairs: some", "Expected one of: ('all', 'guided')"),
        ("paris: all", "Unrecognised configuration name: paris"),
    ],
)
def test_options(options: str, message: str, tmp_path: Path) -> None:
    """A wrong option says what is wrong, without a traceback."""
    root = support.tiny(tmp_path)
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    text = text.replace("      locales: [en, vi]", f"      {options}")
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    done = support.run("mkdocs", "build", "--strict", cwd=root)
    assert message in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    assert done.returncode != 0
