"""The preview among unruly browsers, editors and systems: it goes on, and gives away nothing."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from codepair.edge.serving import asked_by, end_in_order
from codepair.kit.problems import report
from codepair.preview import answers
from codepair.preview.answers import HttpServer
from codepair.preview.preview import Preview
from codepair.preview.watching import Watch
from codepair.site.project import open_project
from tests import support
from tests.test_preview import previewed
from tests.test_serve import PATIENCE, served, shows


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """The tiny site."""
    folder = tmp_path_factory.mktemp("unruly")
    preview = previewed(support.tiny(folder / "project"), folder / "theme")
    yield preview
    preview.close()


@pytest.fixture
def port(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Where the tiny site is served, to who is not silent for longer than a second."""
    monkeypatch.setattr(answers._Handler, "timeout", 1.0)
    server = HttpServer(preview, ("127.0.0.1", 0), "/docs/")
    # It looks often whether it shall end: a hundred tests wait for that.
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def ask(port: int, request: bytes, *, host: str | None = "localhost") -> tuple[int, bytes]:
    """Send the first line of a request and return status and body; the connection must end."""
    head = b"" if host is None else f"Host: {host}\r\n".encode()
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(request + b"\r\n" + head + b"Connection: close\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    first, _, rest = answer.partition(b"\r\n")
    return int(first.split()[1]), rest.partition(b"\r\n\r\n")[2]


BAD = [
    "/docs/%00",
    "/docs/a%00b/",
    "/docs/" + "a" * 5_000,
    "/docs/" + "a/" * 3_000,
    "/docs/../mkdocs.yml",
    "/docs/%2e%2e/%2e%2e/etc/passwd",
    "/docs/..%2f..%2f..%2fetc%2fpasswd",
    "/docs/....//....//etc/passwd",
    "/docs//etc/passwd",
    "/docs/%2fetc/passwd",
    "/docs/..\\..\\etc\\passwd",
    "/docs/C:/Windows/win.ini",
    "/docs/%c0%ae%c0%ae/etc/passwd",
    "/docs/%zz",
    "/docs/%",
    "/docs/%ed%a0%80/",
    "/docs/%ff%fe/",
    "/docs/pagefind/../../x",
    "/docs/pagefind/%00",
    "/docs/pagefind/" + "b" * 300,
    "/docs/toy/200/index.html/",
    "/docs/toy/200/x",
    "/docs/assets",
    "/docs/assets/",
    "/docs/toy/200-vs-200/",
    "/docs/toy/486-vs-404/",
    "/docs/toy/200;x=1/",
    "/docs/con",
    "/docs/~root/",
    "/docs/%0d%0aSet-Cookie:%20x=1/",
    "//evil.example/docs/",
    "/etc/passwd",
    "//[",
    "*",
    "docs/toy/200/",
]


@pytest.mark.parametrize("path", BAD)
def test_bad_paths(path: str, port: int, preview: Preview) -> None:
    """They are not found, whatever they are made of, and the answer names no folder of this machine."""
    status, body = ask(port, f"GET {path} HTTP/1.1".encode())
    assert status == 404, body
    for secret in (str(Path.home()), "/tmp", str(support.ROOT), "Errno", "Traceback", "root:x"):
        assert secret.encode() not in body


def test_bad_questions(port: int) -> None:
    """A generation that is no number is as if there were none."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(b"GET /.codepair/news?since=x&since=y HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b"200 OK" in connection.recv(65_536)


def test_a_fault_names_no_path(port: int, preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system says of a file is for the terminal."""

    def fails(path: str) -> bytes:
        raise PermissionError(13, "Permission denied", "/home/somebody/secret")

    monkeypatch.setattr(preview, "get", fails)
    status, body = ask(port, b"GET /docs/x HTTP/1.1")
    assert status == 500
    assert b"Permission denied" in body
    assert b"somebody" not in body


FOREIGN = """
evil.example evil.example:8000 localhost.evil.example 127.0.0.1.evil.example localhost@evil.example localhost:x
xn--localhost-.example evil.example#localhost 127.0.0.1:99999 a,b .. localhost/x
"""


@pytest.mark.parametrize("host", FOREIGN.split())
def test_foreign_hosts(host: str, port: int) -> None:
    """A name that others have led here is refused, and the answer says who is answered."""
    for path in ("/docs/toy/200/", "/.codepair/news", "/.codepair/live.js", "/docs/nope"):
        status, body = ask(port, f"GET {path} HTTP/1.1".encode(), host=host)
        assert status == 403
        assert b"'dev_addr'" in body
        assert b"TOY" not in body


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:8000", "192.0.2.7:80", "a.localhost", "localhost.", None],
)
def test_own_hosts(host: str | None, port: int) -> None:
    """Names and addresses of this machine are answered, and programs that name nobody."""
    assert ask(port, b"GET /docs/toy/200/ HTTP/1.1", host=host)[0] == 200
    assert ask(port, b"GET /docs/toy/200/ HTTP/1.0", host=host)[0] == 200


def test_two_hosts(port: int) -> None:
    """Of two names one could be for whoever looks, the other for whoever answers."""
    assert ask(port, b"GET /docs/ HTTP/1.1\r\nHost: localhost", host="evil.example")[0] == 403


def test_half_open_connections_end(port: int) -> None:
    """One that says nothing, half a line, half a head, or nothing more after an answer, is ended."""
    before = threading.active_count()
    beginnings = [
        b"",
        b"GET /do",
        b"GET /docs/ HTTP/1.1\r\nHost: loc",
        b"GET /docs/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ]
    connections = [socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) for _ in beginnings * 10]
    for connection, said in zip(connections, beginnings * 10, strict=True):
        connection.sendall(said)
    for connection in connections:
        while connection.recv(65_536):
            pass
        connection.close()
    end = time.monotonic() + PATIENCE
    while threading.active_count() > before and time.monotonic() < end:
        time.sleep(0.05)
    assert threading.active_count() <= before


def test_many_clients(port: int, preview: Preview) -> None:
    """Three hundred pages that are open listen for news, and three hundred more are answered beside them."""
    listening = [socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) for _ in range(300)]
    for connection in listening:
        connection.sendall(b"GET /.codepair/news?since=0 HTTP/1.1\r\nHost: localhost\r\n\r\n")
    with ThreadPoolExecutor(300) as pool:
        found = list(pool.map(lambda _: ask(port, b"GET /docs/toy/200/ HTTP/1.1")[0], range(300)))
    assert found == [200] * 300
    preview.refuse("something is wrong")
    for connection in listening:
        said = b""
        while b"something is wrong" not in said:
            said += connection.recv(65_536)
        connection.close()


LITTER = """
.#404.yml ._404.yml .404.yml.swp .trash/404.yml 404.yml~ #404.yml# .DS_Store Thumbs.db 4913 404.yml.bak desktop.ini
404.yml___jb_tmp___ .git/index.yml pairs/._404-vs-486.yml __MACOSX/404.yml .~lock.404.yml#
"""


@pytest.mark.parametrize("name", LITTER.split())
def test_what_editors_and_systems_leave(name: str, tmp_path: Path) -> None:
    """It is no content, neither for who reads it nor for who watches it; in the content's own folder neither."""
    for folder in ("content/toy", "content"):
        if name.startswith("pairs/") and folder == "content":
            continue
        root = support.tiny(tmp_path / folder, files={f"{folder}/{name}": "code: [\0"})
        expected = report(open_project(support.settings(support.tiny(tmp_path / "clean")))[1])
        assert report(open_project(support.settings(root))[1]) == expected
        assert asked_by(root / folder / name, root / "content", has_markdown=True) == "nothing"


def test_a_protocol_in_the_bin(tmp_path: Path) -> None:
    """A folder that a system keeps for what was removed is no protocol, and nor is its catalog asked for."""
    root = support.tiny(tmp_path)
    shutil.copytree(root / "content/toy", root / "content/.Trash-1000/files/toy")
    shutil.copytree(root / "content/toy", root / "content/.toy")
    assert list(support.opened(root).library.protocols) == ["toy"]


def edits(watch: Watch) -> Iterator[Callable[[Path], bool]]:
    """Follow edits in another thread; yield what waits until one of a path is told."""
    told: list[Path] = []
    more = threading.Event()

    def follow() -> None:
        while (paths := watch.next_edit()) is not None:
            told.extend(paths)
            more.set()

    def is_told(path: Path) -> bool:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if path in told:
                told.clear()
                return True
            more.wait(0.2)
            more.clear()
        return False

    thread = threading.Thread(target=follow)
    watch.start()
    thread.start()
    yield is_told
    watch.stop()
    thread.join()


def removed(folder: Path, copy: Path) -> None:
    """Remove a folder and put its copy in its place."""
    shutil.copytree(folder, copy)
    shutil.rmtree(folder)
    time.sleep(1.2)
    shutil.copytree(copy, folder)


def quickly(folder: Path, copy: Path) -> None:
    """Put a copy in a folder's place at once, as version control does."""
    shutil.copytree(folder, copy)
    shutil.rmtree(folder)
    copy.rename(folder)


def moved(folder: Path, copy: Path) -> None:
    """Move a folder away and back."""
    folder.rename(copy)
    time.sleep(1.2)
    copy.rename(folder)


@pytest.mark.parametrize("way", [removed, quickly, moved])
@pytest.mark.parametrize("which", ["content", "content/toy", "content/toy/pairs"])
def test_a_watched_folder_comes_again(which: str, way: Callable[[Path, Path], None], tmp_path: Path) -> None:
    """After it was removed or moved and restored, an edit in it is told as before."""
    root = support.tiny(tmp_path / "project")
    watch = Watch()
    watch.add(root / "content", recursive=True)
    for is_told in edits(watch):
        file = root / "content/toy/pairs/404-vs-486.yml"
        file.write_text("x", encoding="utf-8")
        assert is_told(file)
        way(root / which, tmp_path / "copy")
        time.sleep(1.2)
        file.write_text("y", encoding="utf-8")
        assert is_told(file)


def test_the_preview_follows_a_folder_that_comes_again(tmp_path: Path) -> None:
    """Without its content a preview shows what was there; with it again, and edited, it shows that."""
    root = support.tiny(tmp_path / "project")
    with served(root) as host:
        page = f"{host}/docs/toy/200/"
        assert shows(page, "The request was carried out.")
        (root / "content").rename(tmp_path / "away")
        time.sleep(1.5)
        assert shows(page, "The request was carried out.")
        entry = tmp_path / "away/toy/200.yml"
        entry.write_text(entry.read_text(encoding="utf-8").replace("was carried out", "was done"), encoding="utf-8")
        (tmp_path / "away").rename(root / "content")
        assert shows(page, "The request was done.")
        entry = root / "content/toy/200.yml"
        entry.write_text(entry.read_text(encoding="utf-8").replace("was done", "was honoured"), encoding="utf-8")
        assert shows(page, "The request was honoured.")


SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
OPTIONS = ((), ("--clean",), ("--no-livereload",))


# Each signal and each option, by turns.
@pytest.mark.parametrize(("number", "options"), support.some(list(itertools.product(SIGNALS, OPTIONS)), 4))
def test_nothing_is_left(number: signal.Signals, options: tuple[str, ...], tmp_path: Path) -> None:
    """After a signal to end, the folder for temporary files is as it was; a search was made meanwhile."""
    root = support.tiny(tmp_path / "project")
    folder = tmp_path / "temporary"
    folder.mkdir()
    port = support.free_port()
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}", *options],
            cwd=root,
            env={**os.environ, **support.NO_NOTICE, "TMPDIR": str(folder)},
            stdout=log,
            stderr=log,
        )
        assert shows(f"http://127.0.0.1:{port}/docs/toy/200/", "The request was carried out.")
        shows(f"http://127.0.0.1:{port}/docs/pagefind/pagefind-entry.json", "languages")
        process.send_signal(number)
        process.wait(PATIENCE)
    # Jinja's folder holds compiled templates for the builds to come.
    assert [path.name for path in folder.iterdir() if not path.name.startswith("_jinja2-cache")] == []
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")


def test_serving_is_left_alone_by_others(tmp_path: Path) -> None:
    """A handler that somebody has set for a signal stays theirs."""
    old = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        end_in_order()
        assert signal.getsignal(signal.SIGTERM) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGTERM, old)
