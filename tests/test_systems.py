"""Where a system has no ``fcntl``, ``fork`` or SIGALRM a site is checked, built and served, by one process.

No such system is at hand: what Windows lacks is taken away from Python, and what it does in another way put into
its place, in every process that a command starts. What only Windows itself can show, this does not.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import support
from tests.test_keeping import snapshot
from tests.test_serve import shows

LACKING = """
import builtins, os, shutil, signal, sys, tempfile

for name in ("fcntl", "pwd", "grp", "termios", "resource", "pty", "tty", "syslog", "readline"):
    sys.modules[name] = None
for name in ("fork", "forkpty", "register_at_fork", "sched_getaffinity", "getuid", "geteuid", "getgid", "setsid",
             "mkfifo", "statvfs", "fchmod", "chown", "O_CLOEXEC", "O_NOFOLLOW", "O_DIRECTORY", "O_NONBLOCK",
             "O_SYNC", "nice", "posix_fallocate", "getloadavg", "uname", "sync", "killpg", "getpgid", "tcgetpgrp"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGALRM", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGCHLD", "SIGPIPE", "alarm", "setitimer",
             "pause", "sigwait"):
    if hasattr(signal, name):
        delattr(signal, name)
shutil._use_fd_functions = False
tempfile._O_TMPFILE_WORKS = False
os.O_BINARY, os.O_NOINHERIT = 1 << 28, 1 << 29
_open, _link, _rename = os.open, os.link, os.rename
_ours = os.sep + "codepair" + os.sep

def opened(path, flags, *more, **options):
    if isinstance(path, (str, bytes, os.PathLike)) and os.path.isdir(path):
        raise PermissionError(13, "Permission denied", path)
    caller = sys._getframe(1).f_code.co_filename
    if _ours in caller and not flags & os.O_BINARY and path != os.devnull:
        raise AssertionError(f"{caller} opens {path} as a text")
    return _open(path, flags & ~(os.O_BINARY | os.O_NOINHERIT), *more, **options)

def linked(old, new, *, follow_symlinks=True, **options):
    if not follow_symlinks:
        raise NotImplementedError("link: follow_symlinks unavailable on this platform")
    return _link(old, new)

def renamed(old, new, **options):
    if os.path.lexists(new):
        raise FileExistsError(17, "File exists", old, None, new)
    return _rename(old, new)

os.open, os.link, os.rename = opened, linked, renamed

import ctypes
class _Libraries(ctypes.CDLL):
    def __init__(self, name=None, *more, **options):
        if name is None and _ours in sys._getframe(1).f_code.co_filename:  # watchdog asks for inotify
            raise TypeError("bad argument type for built-in operation")
        super().__init__(name, *more, **options)
ctypes.CDLL = _Libraries

import subprocess
_started = subprocess.Popen.__init__
def started(self, *arguments, **options):
    if options.get("preexec_fn") is not None:
        raise ValueError("preexec_fn is not supported on Windows platforms")
    _started(self, *arguments, **options)
subprocess.Popen.__init__ = started
"""
"""What a process begins with. The platform's name stays: all of Python would look for what is not there."""

PLATFORM = '''
import sys

class _There:
    """``sys`` as the generator sees it where it asks which system this is."""
    platform = "win32"
    def __getattr__(self, name):
        return getattr(sys, name)

class _Finder:
    def find_spec(self, name, path=None, target=None):
        if not name.startswith("codepair."):
            return None
        import importlib.machinery, importlib.util
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is None or spec.loader is None or not hasattr(spec.loader, "exec_module"):
            return spec
        execute = spec.loader.exec_module
        def run(module):
            execute(module)
            if getattr(module, "sys", None) is sys:
                module.sys = _There()
        spec.loader.exec_module = run
        return spec

sys.meta_path.insert(0, _Finder())
'''


@pytest.fixture(scope="module")
def lacking(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder whose module makes every process that looks into it one of a system that lacks much."""
    folder = tmp_path_factory.mktemp("lacking")
    (folder / "sitecustomize.py").write_text(LACKING + PLATFORM, encoding="utf-8")
    return str(folder)


def test_the_simulation(lacking: str) -> None:
    """It takes away what it says, in this process' children and theirs."""
    program = "import os, signal, subprocess, sys\n"
    program += "assert not hasattr(os, 'fork') and not hasattr(signal, 'SIGALRM')\n"
    program += "from codepair.publishing import exchange\nassert exchange.sys.platform == 'win32'\n"
    program += "try: import fcntl\nexcept ModuleNotFoundError: print('lacking')\n"
    nested = f"import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-P', '-c', {program!r}]))"
    done = support.run("timeit", "-n1", "-r1", nested, cwd=Path.cwd(), PYTHONPATH=lacking)
    assert "lacking" in done.stdout, done.stdout + done.stderr


def test_check(lacking: str, tmp_path: Path) -> None:
    """``codepair check`` says what it says elsewhere."""
    root = support.tiny(tmp_path, support.INVALID / "unknown-field")
    here, there = (support.run("codepair", "check", cwd=root, PYTHONPATH=path) for path in ("", lacking))
    assert there.stderr == here.stderr
    assert "[unknown-field]" in there.stderr
    assert (there.returncode, there.stdout) == (here.returncode, here.stdout)


@pytest.mark.parametrize("processes", [None, 3])
def test_build(processes: int | None, lacking: str, tmp_path: Path) -> None:
    """``mkdocs build`` makes the same bytes, again over what is there, and a mistake leaves what was there."""
    root = support.tiny(tmp_path / "project")
    file = root / "mkdocs.yml"
    if processes is not None:
        text = file.read_text(encoding="utf-8")
        file.write_text(f"{text.rstrip()}\n      processes: {processes}\n", encoding="utf-8")
    assert support.run("mkdocs", "build", "-d", "expected", cwd=root).returncode == 0
    for _ in range(2):
        done = support.run("mkdocs", "build", cwd=root, PYTHONPATH=lacking)
        assert done.returncode == 0, done.stderr
        assert ("this one writes all pages" in done.stderr) == (processes == 3)
        assert snapshot(root / "site") == snapshot(root / "expected")
    entry = root / "content/toy/200.yml"
    text = entry.read_text(encoding="utf-8")
    entry.write_text(text.replace("was carried out", "is done"), encoding="utf-8")
    assert support.run("mkdocs", "build", cwd=root, PYTHONPATH=lacking).returncode == 0
    assert "is done" in (root / "site/toy/200/index.html").read_text(encoding="utf-8")
    before = snapshot(root / "site")
    entry.write_text("code: [", encoding="utf-8")
    done = support.run("mkdocs", "build", cwd=root, PYTHONPATH=lacking)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert snapshot(root / "site") == before
    assert sorted(path.name for path in root.iterdir() if path.name.startswith(".")) == []


def test_what_is_not_replaced(lacking: str, tmp_path: Path) -> None:
    """What no build made stays there, too; so does what a link in the staging folder's place leads to."""
    root = support.tiny(tmp_path / "project", files={"site/diary": "x", "other/diary": "x"})
    done = support.run("mkdocs", "build", cwd=root, PYTHONPATH=lacking)
    assert "holds files that no build made" in done.stderr
    (root / "site/diary").unlink()
    (root / ".site.staging").symlink_to("other")
    done = support.run("mkdocs", "build", cwd=root, PYTHONPATH=lacking)
    assert done.returncode != 0
    assert "cannot be made" in done.stderr
    assert (root / "other/diary").read_text(encoding="utf-8") == "x"


def test_serve(lacking: str, tmp_path: Path) -> None:
    """``mkdocs serve`` shows pages, the search's files, and an edit."""
    root = support.tiny(tmp_path / "project")
    port = support.free_port()
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"],
            cwd=root,
            env={**os.environ, **support.NO_NOTICE, "PYTHONPATH": lacking},
            stdout=log,
            stderr=log,
        )
    try:
        host = f"http://127.0.0.1:{port}/docs"
        assert shows(f"{host}/toy/200/", "The request was carried out."), (tmp_path / "log").read_text("utf-8")
        assert shows(f"{host}/pagefind/pagefind-entry.json", "languages")
        entry = root / "content/toy/200.yml"
        text = entry.read_text(encoding="utf-8")
        entry.write_text(text.replace("was carried out", "is done"), encoding="utf-8")
        assert shows(f"{host}/toy/200/", "The request is done.")
    finally:
        process.terminate()
        process.wait()


@pytest.mark.parametrize(
    "command", [("codepair", "rules"), ("codepair", "schema"), ("codepair", "review", "toy/404")]
)
def test_other_commands(command: tuple[str, ...], lacking: str, tmp_path: Path) -> None:
    """They say what they say elsewhere."""
    root = support.tiny(tmp_path / "project")
    here, there = (support.run(*command, cwd=root, PYTHONPATH=path) for path in ("", lacking))
    assert there.returncode == 0, there.stderr
    assert there.stdout == here.stdout


def test_new(lacking: str, tmp_path: Path) -> None:
    """A start is written, checked and built."""
    assert support.run("codepair", "new", "codes", cwd=tmp_path, PYTHONPATH=lacking).returncode == 0
    for command in (("codepair", "check"), ("mkdocs", "build")):
        done = support.run(*command, cwd=tmp_path / "codes", PYTHONPATH=lacking)
        assert done.returncode == 0, done.stderr
