"""A few of each fault of ``tests/faults.py``, and the moments that no chance hits."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import TemplateSyntaxError
from mkdocs.exceptions import Abort, ConfigurationError

from codepair.beside.search import search
from codepair.beside.search.search import Record, index_beside
from codepair.kit.faults import PublishError, reason
from codepair.pages.faults import explain
from codepair.publishing import staging
from codepair.publishing.crew import Board, Crew
from codepair.publishing.mark import MARK, put_mark
from codepair.publishing.staging import Staging
from codepair.publishing.writer import SiteWriter
from tests import faults, support
from tests.faults import Ground

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc and sets limits")
commands = pytest.mark.skipif(
    any(shutil.which(name) is None for name in ("prlimit", "setpriv")), reason="needs prlimit and setpriv"
)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """The tiny site, both of its editions built."""
    made = Ground(tmp_path_factory.mktemp("faults"))
    made.prepare()
    return made


@linux
def test_killed(ground: Ground) -> None:
    """Four builds are killed, one of them as it puts the site in place; the long form kills a hundred."""
    happened = faults.kills(ground, 4, seed=3)
    assert sum(happened[victim] for victim in faults.VICTIMS) == 4


@linux
def test_full_disk(ground: Ground) -> None:
    """Room for nothing, and for about half of it."""
    copy = _copy(ground)
    with contextlib.ExitStack() as stack:
        try:
            disk = stack.enter_context(faults.small_disk(copy.root.parent / "disk"))
        except PermissionError as error:
            pytest.skip(str(error))
        assert faults.full_disk(copy, disk, 1) == 2


@linux
@commands
def test_limits(ground: Ground) -> None:
    """Files that may not be large, few that may be open, no other process: each time it says which limit."""
    happened = faults.limits(_copy(ground), {"fsize": [10_000], "nofile": [9], "nproc": [1]})
    assert happened == {"fsize: failed": 1, "nofile: failed": 1, "nproc: failed": 1}


@linux
@commands
def test_unwritable(ground: Ground) -> None:
    """Read-only, another user's, mounted, a file, a link; the long form tries more."""
    assert len(faults.unwritable(_copy(ground), few=True)) >= 4


@linux
def test_two_at_once(ground: Ground) -> None:
    """A build is started while another removes the old site."""
    assert sum(faults.two_at_once(ground, 1, ["at the exchange"]).values()) == 1


def test_edits_while_it_builds(ground: Ground) -> None:
    """Files that change, vanish and are garbage for a moment."""
    assert sum(faults.edits(_copy(ground), 1).values()) == 1


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ nothing.of.it }}", "overrides/codepair/page.html:2: 'nothing' is undefined. Mend the template"),
        ("{{ 1 // 0 }}", "overrides/codepair/page.html:2: ZeroDivisionError: "),
        ("{{ 3 | join }}", "overrides/codepair/page.html:2: TypeError: 'int' object is not iterable"),
        ("{% if %}", "overrides/codepair/page.html:2: Expected an expression"),
        ("{% include 'nothing.html' %}", "overrides/codepair/page.html:2: there is no template 'nothing.html'."),
        ("Nothing.", "overrides/codepair/page.html: 'page.content' is not shown by it. Mend the template"),
    ],
)
def test_template_fails(tmp_path: Path, source: str, message: str, processes: int) -> None:
    """What an expression of the theme's overrides raises is told with its place, whichever process met it."""
    template = f'{{% extends "base.html" %}}\n{{% block content %}}{source}{{% endblock %}}'
    root = support.tiny(tmp_path / "tiny", files={"overrides/codepair/page.html": template})
    options = root / "mkdocs.yml"
    text = options.read_text(encoding="utf-8").replace("font: false", "font: false\n  custom_dir: overrides")
    assert "locales: [en, vi]" in text
    text = text.replace("locales: [en, vi]", f"locales: [en, vi]\n      processes: {processes}")
    options.write_text(text, encoding="utf-8")
    ended = support.run("mkdocs", "build", cwd=root)
    assert ended.returncode == 1
    assert message in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (root / "site").exists()


def test_pagefind_fails(ground: Ground) -> None:
    """The search index cannot be made: that is said, and the old site stays."""
    ground.edit(0)
    ground.succeed(0)
    ground.edit(1)
    ground.fail("No such file or directory: '.*nothing'", edition=0, PAGEFIND_BINARY_PATH="/nothing")


def test_same_bytes_elsewhere(ground: Ground) -> None:
    """Another time zone, locale, hash seed, umask and number of processes, at once; the long form tries each."""
    ground.edit(0)
    ground.succeed(0)
    configuration = ground.root / "mkdocs.yml"
    whole = configuration.read_text(encoding="utf-8")
    configuration.write_text(whole.replace("processes: 2", "processes: 3"), encoding="utf-8")
    shutil.rmtree(ground.site)
    environment = {"TZ": "Asia/Ho_Chi_Minh", "PYTHONHASHSEED": "7", "PYTHONUTF8": "0", "SOURCE_DATE_EPOCH": "1"}
    strange = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    ended = ground.build(prefix=faults.masked("077"), **environment, **strange)
    configuration.write_text(whole, encoding="utf-8")
    assert ended.status == 0, ended.said
    ground.check_site(ground.fresh[0], what="the same")
    faults.sane_modes(ground.site, 0o077)


def _copy(ground: Ground) -> Ground:
    """Return a ground of its own for what changes more than content: there are as many as tests that do."""
    count = len(list(ground.root.parent.iterdir()))
    made = Ground(ground.root.parent / f"another-{count}")
    shutil.copytree(ground.site, made.site, symlinks=True)
    made.fresh, made.seconds = ground.fresh, ground.seconds
    return made


# -- between two steps


@pytest.fixture
def staged(tmp_path: Path) -> Iterator[Staging]:
    """A finished build in its staging folder, and an old site."""
    SiteWriter(tmp_path / "site").page("old/", b"old")
    put_mark(tmp_path / "site")
    staging = Staging(tmp_path / "site")
    staging.open()
    SiteWriter(staging.path).page("new/", b"new")
    yield staging
    staging.discard()


class _Killed(BaseException):
    """What stands for SIGKILL: nothing handles it."""


def _kill(*_: object) -> None:
    raise _Killed


def _abandon(staging: Staging) -> None:
    """Let go of a lock as the system does for a process that is gone."""
    if staging._lock >= 0:
        os.close(staging._lock)
        staging._lock, staging._is_open = -1, False


def _next_build(site: Path) -> None:
    staging = Staging(site)
    staging.open()
    SiteWriter(staging.path).page("next/", b"next")
    staging.publish()
    assert [path.name for path in site.parent.iterdir()] == ["site"]
    assert sorted(path.name for path in site.iterdir()) == [MARK, "next"]


def test_killed_between_exchange_and_removal(staged: Staging, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new site is in place, the old one in the staging folder; the next build removes that."""
    with monkeypatch.context() as patch, pytest.raises(_Killed):
        patch.setattr(staging, "remove_folder", _kill)
        staged.publish()
    assert (staged.site / "new/index.html").read_bytes() == b"new"
    assert (staged.path / "old/index.html").read_bytes() == b"old"
    _abandon(staged)
    _next_build(staged.site)


@pytest.mark.parametrize("step", [1, 2, 3])
def test_killed_between_two_renames(staged: Staging, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Where folders cannot be exchanged the old site has no name for a moment; the next build gives it back."""
    renames = []
    rename = Path.rename

    def counted(path: Path, target: Path) -> Path:
        renames.append(path)
        if len(renames) == step:
            raise _Killed
        return rename(path, target)

    with monkeypatch.context() as patch, pytest.raises(_Killed):
        patch.setattr("codepair.publishing.exchange.ctypes.CDLL", lambda *_, **__: None)
        patch.setattr(Path, "rename", counted)
        staged.publish()
    _abandon(staged)
    again = Staging(staged.site)
    again.open()
    expected = "new" if step == 3 else "old"
    assert sorted(path.name for path in staged.site.iterdir()) == [MARK, expected]
    again.discard()
    assert [path.name for path in staged.site.parent.iterdir()] == ["site"]
    _next_build(staged.site)


def test_the_new_site_cannot_take_the_place(staged: Staging, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the second of two renames fails, the first is taken back."""
    rename = Path.rename

    def refused(path: Path, target: Path) -> Path:
        if path == staged.path:
            raise PermissionError(errno.EACCES, "Permission denied", str(target))
        return rename(path, target)

    with monkeypatch.context() as patch, pytest.raises(PermissionError):
        patch.setattr("codepair.publishing.exchange.ctypes.CDLL", lambda *_, **__: None)
        patch.setattr(Path, "rename", refused)
        staged.publish()
    assert not staged.is_published
    assert (staged.site / "old/index.html").read_bytes() == b"old"


def test_the_old_site_is_removed_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was found the same and is gone before it is linked is written."""
    SiteWriter(tmp_path / "old").page("a/", b"page")
    (tmp_path / "new").mkdir()

    def vanished(*_: object, **__: object) -> None:
        shutil.rmtree(tmp_path / "old")
        raise FileNotFoundError(errno.ENOENT, "No such file or directory")

    monkeypatch.setattr(os, "link", vanished)
    SiteWriter(tmp_path / "new", tmp_path / "old").page("a/", b"page")
    assert (tmp_path / "new/a/index.html").read_bytes() == b"page"


def test_strict_puts_nothing_in_place(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """With --strict a warning of MkDocs, which counts them at the end, leaves the old site."""
    page = "[nowhere](nowhere.md)\n"
    content = (support.TINY / "content/toy/404.yml").read_text(encoding="utf-8").replace("<the>", "the")
    root = support.tiny(tmp_path / "project", files={"content/toy/404.yml": content})
    site = support.built(root, root / "site", strict=True)
    before = faults.tree(site)
    (root / "content/about.md").write_text(page, encoding="utf-8")
    with caplog.at_level(logging.WARNING, "mkdocs"), pytest.raises(Abort, match="strict mode"):
        support.built(root, site, strict=True)
    assert "What was there is unchanged." in caplog.text
    assert faults.tree(site) == before
    assert not (root / ".site.staging").exists()


# -- Pagefind and other processes


def _stub(folder: Path, text: str) -> str:
    stub = folder / "pagefind-stub"
    stub.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    stub.chmod(0o755)
    return str(stub)


def test_pagefind_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build does not wait for ever, and leaves no process."""
    monkeypatch.setattr(search, "LIMIT", 1.0)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", _stub(tmp_path, f"echo $$ > {tmp_path}/number\nexec sleep 1000"))
    with (
        pytest.raises(PublishError, match=r"Pagefind was stopped: it had not ended .* 1 seconds.*unchanged"),
        index_beside([Record("a/", "en", "a", "a")], tmp_path / "site" / "pagefind"),
    ):
        pass
    assert list((tmp_path / "site").iterdir()) == []
    if sys.platform == "linux":
        _ends(int((tmp_path / "number").read_text(encoding="utf-8")))


def test_the_index_is_that_of_the_pages_in_their_order(tmp_path: Path) -> None:
    """Twice the same records give the same bytes."""
    records = [
        Record(f"{number}/", "en", f"Title {number}", f"<p>Word{number} and more</p>") for number in range(40)
    ]
    for name in ("a", "b"):
        with index_beside(records, tmp_path / name / "pagefind"):
            pass
    assert faults.tree(tmp_path / "a") == faults.tree(tmp_path / "b")
    assert len(list((tmp_path / "a").rglob("*.pf_fragment"))) == len(records)


@linux
def test_other_processes_end_with_the_first(tmp_path: Path) -> None:
    """What was forked ends at once if the process that forked it is killed, in the middle of its work."""
    file = tmp_path / "number"
    first = os.fork()
    if not first:
        try:

            def part() -> None:
                file.write_text(str(os.getpid()), encoding="utf-8")
                time.sleep(1000)

            board = Board([range(1), range(1)])
            with Crew[None]([board]) as crew:
                crew.start(part)
                list(crew.results())
        finally:
            os._exit(0)
    while not (file.exists() and file.read_text(encoding="utf-8")):
        time.sleep(0.01)
    os.kill(first, signal.SIGKILL)
    os.waitpid(first, 0)
    _ends(int(file.read_text(encoding="utf-8")))


def _ends(process: int) -> None:
    """Fail if a process, which may wait for its parent to ask how it ended, goes on."""
    end = time.monotonic() + faults.ENDING
    while True:
        try:
            if Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] in "ZX":
                return
        except OSError:
            return
        assert time.monotonic() < end, f"process {process} goes on"
        time.sleep(0.01)


def test_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then one does the work of all."""

    def refuse() -> int:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refuse)
    board = Board([range(10), range(10, 20)])
    descriptors = len(os.listdir("/dev/fd"))  # noqa: PTH208
    with Crew[int]([board]) as crew:
        assert not crew.start(lambda: 1)
        assert sorted(board.take(0)) == list(range(20))
        assert list(crew.results()) == []
        assert len(os.listdir("/dev/fd")) == descriptors  # noqa: PTH208


@pytest.mark.parametrize("value", ["0", "-1", "true", "two", "1.5"])
def test_processes_is_a_number(tmp_path: Path, value: str) -> None:
    """The option is 1 or more."""
    root = support.tiny(tmp_path)
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write(f"      processes: {value}\n")
    with pytest.raises((Abort, ConfigurationError)):
        support.config(root, root / "site")


# -- words


def test_every_message_says_what_to_do() -> None:
    """Whatever the system says, its words are followed by a remedy."""
    for number in errno.errorcode:
        text = explain(OSError(number, os.strerror(number), "/a/page"))
        assert text is not None
        if number != errno.ENOMEM:
            assert text.startswith(f"{os.strerror(number)} (/a/page). ") and len(text) > 30 + len(
                os.strerror(number)
            )
    assert "memory" in (explain(MemoryError()) or "")
    assert "main.html:3" in (explain(TemplateSyntaxError("unexpected '}'", 3, filename="main.html")) or "")
    assert "0xff" in (explain(UnicodeDecodeError("utf-8", b"a\xff", 1, 2, "invalid start byte")) or "")
    assert explain(KeyError("a fault of the program")) is None
    several = shutil.Error([("a", "b", "it is full"), ("c", "d", "no")])
    assert reason(several) == "it is full (a)"
