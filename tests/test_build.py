"""A build on several cores, and a build after an edit, give exactly the site that a fresh build gives."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from codepair.kit.faults import PublishError
from codepair.library.plan import Page
from codepair.pages.faults import TemplateFaultError
from codepair.publishing import build
from codepair.publishing.build import Work, build_site, shares, work_of
from codepair.publishing.crew import Board, Crew
from codepair.publishing.writer import SiteWriter
from codepair.site.files import site_cards
from codepair.site.site import Site
from tests import support


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def times_of(folder: Path) -> dict[str, int]:
    """Return when every file below a folder was written, in nanoseconds."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Two of the project's protocols, all pairs, ready to be built: rows of many lengths."""
    root = support.part(tmp_path_factory.mktemp("part"))
    return support.site(support.config(root, root / "unused"))


@dataclass(frozen=True)
class Alone:
    """The site as one process builds it."""

    built: build.Built
    files: dict[str, bytes]


@pytest.fixture(scope="module")
def alone(opened: Site, tmp_path_factory: pytest.TempPathFactory) -> Alone:
    """Built by one process, once for all that is compared with it."""
    folder = tmp_path_factory.mktemp("alone")
    built = build_site(opened, folder, processes=1)
    assert built.pages == opened.project.plan.count * len(opened.themes)
    return Alone(built, files_of(folder))


@pytest.mark.parametrize("processes", [2, 5])
def test_processes_give_the_same_bytes(opened: Site, alone: Alone, tmp_path: Path, processes: int) -> None:
    """One process or several: the same pages and files, each once."""
    assert build_site(opened, tmp_path, processes=processes) == alone.built
    assert files_of(tmp_path) == alone.files


def test_a_large_site_is_indexed_first(
    opened: Site, alone: Alone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With many pages Pagefind has ended before another process begins; the bytes are the same."""
    large = tmp_path / "large"
    large.mkdir()
    monkeypatch.setattr(build, "MANY", 0)
    seen = []
    start = Crew.start

    def watched(crew: Crew[build.Built], part: Callable[[], build.Built]) -> bool:
        seen.append((large / "pagefind/pagefind-entry.json").exists())
        return start(crew, part)

    monkeypatch.setattr(Crew, "start", watched)
    build_site(opened, large, processes=2)
    # The first process draws cards and ends soon.
    assert seen == [False, True]
    assert files_of(large) == alone.files


def test_only_what_an_edit_changes_is_written(tmp_path: Path) -> None:
    """After an edit every other file keeps its bytes and its time, and the site is that of a fresh build."""
    root = support.tiny(tmp_path / "project")
    site = support.built(root, root / "site")
    before, then = files_of(site), times_of(site)
    entry = root / "content/toy/200.yml"
    entry.write_text(entry.read_text(encoding="utf-8").replace("works.", "works well."), encoding="utf-8")
    support.built(root, site)
    after, now = files_of(site), times_of(site)
    changed = {name for name in after if after[name] != before.get(name)}
    pages = {name for name in changed if name.endswith(".html")}
    shows = {
        path.relative_to(site).as_posix()
        for path in site.rglob("*.html")
        if b"works well." in path.read_bytes() or "200" in path.parent.name
    }
    assert pages and pages <= shows
    assert {name for name in after if now[name] != then.get(name)} == changed
    assert after == files_of(support.built(root, tmp_path / "fresh"))
    # The old site's files were linked; now each stands alone again.
    assert {path.stat().st_nlink for path in site.rglob("*") if path.is_file()} == {1}


def test_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system without links what is unchanged is written again, with its time."""
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
    SiteWriter(old).page("sip/422/", b"page")
    os.utime(old / "sip/422/index.html", ns=(1, 2_000_000_000))

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    writer = SiteWriter(new, old)
    writer.page("sip/422/", b"page")
    page = new / "sip/422/index.html"
    assert (page.read_bytes(), page.stat().st_mtime_ns, writer.kept) == (b"page", 2_000_000_000, 1)


def test_a_linked_file_is_never_written_to(tmp_path: Path) -> None:
    """A page that is written twice leaves the old site's file alone."""
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
    SiteWriter(old).page("sip/422/", b"page")
    writer = SiteWriter(new, old)
    writer.page("sip/422/", b"page")
    writer.page("sip/422/", b"another")
    assert (old / "sip/422/index.html").read_bytes() == b"page"
    assert (new / "sip/422/index.html").read_bytes() == b"another"


def test_all_work_is_in_one_share() -> None:
    """Shares are neighbours, and heavy about equally."""
    work = [Work(0, Page("home", ""), weight=weight) for weight in (8, 1, 1, 1, 5, 9, 2, 30, 1)]
    for count in range(1, 6):
        found = shares(work, count)
        assert [position for share in found for position in share] == list(range(len(work)))
        assert len(found) == count


def test_every_page_is_work_once(opened: Site) -> None:
    """The work is all pages; a row's weight is the number of its comparisons. Every code and pair has a card."""
    work = work_of(opened)
    rows = [item for item in work if item.page is None]
    plan = opened.project.plan
    for item in rows:
        assert item.weight == len(list(plan.pairs[item.protocol].row(item.row)))
    assert sum(item.weight for item in rows) == len(opened.themes) * sum(map(len, plan.pairs.values()))
    others = len(plan.single) + len(plan.library.across)
    assert len(work) - len(rows) == len(opened.themes) * others
    cards = list(site_cards(opened))
    assert len(cards) == len(opened.themes) * len([page for page in plan.pages if page.entry or page.pair])


def _collect(board: Board, own: int) -> list[int]:
    return list(board.take(own))


def test_work_is_shared_and_stolen() -> None:
    """Everything is taken once, whoever is free."""
    board = Board([range(1), range(1, 400), range(400, 500)])
    with Crew[list[int]]([board]) as crew:
        assert all(crew.start(partial(_collect, board, number)) for number in (1, 2))
        taken = _collect(board, 0)
        for other in crew.results():
            taken += other
    assert sorted(taken) == list(range(500))


def test_a_template_fails_in_another_process(tmp_path: Path) -> None:
    """Its place is in the words: the traceback stays behind."""
    (tmp_path / "a.html").write_text("\n{{ nothing.of.it }}", encoding="utf-8")
    template = Environment(loader=FileSystemLoader(tmp_path)).get_template("a.html")
    board = Board([range(1)], tmp_path)
    with pytest.raises(TemplateFaultError) as raised, Crew[str]([board]) as crew:
        crew.start(template.render)
        list(crew.results())
    assert str(raised.value) == f"{tmp_path}/a.html:2: 'nothing' is undefined"


def _fail() -> None:
    raise OSError(28, "No space left on device", "/somewhere/page")


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def board() -> Iterator[Board]:
    """Work for two."""
    yield Board([range(100), range(100, 200)])


def test_another_process_fails(board: Board) -> None:
    """What it raised is raised here, and no more work is begun."""
    with pytest.raises(OSError, match="No space left") as raised, Crew[None]([board]) as crew:
        crew.start(_fail)
        list(crew.results())
    assert raised.value.filename == "/somewhere/page"


def test_another_process_is_killed(board: Board) -> None:
    """A process that vanishes is told of, not waited for."""
    with pytest.raises(PublishError, match=r"\(signal 9\)"), Crew[None]([board]) as crew:
        crew.start(_die)
        list(crew.results())
