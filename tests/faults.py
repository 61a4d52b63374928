"""Builds that are killed, starved, raced and disturbed: ``site/`` is the old one or the new one, and whole.

``make faults`` runs the long form of all of it (minutes); ``tests/test_faults.py`` runs a few of each. Builds are
run as users run them, as processes of their own, of a project whose two editions differ.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import random
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from tests import support

Tree = Mapping[str, str]
"""What a folder holds: by relative path what kind of thing it is and a digest of what is in it."""

Victim = Literal["main", "group", "worker", "pagefind"]
VICTIMS: Sequence[Victim] = ("main", "group", "worker", "pagefind")

NOBODY = 54_321
"""A user that owns no process: what it starts is all that counts against its limit."""

ENDING = 5.0
"""Seconds within which processes that belong to a killed build must have ended."""

LONG = 300.0
"""Seconds that no build of a test takes."""


class FaultError(AssertionError):
    """A build left something behind, or did not say what happened."""


def tree(folder: Path, *, modes: bool = False) -> Tree:
    """Return what is in a folder; links are not followed. With ``modes`` rights count too."""
    found: dict[str, str] = {}
    for where, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            path = Path(where, name)
            status = path.lstat()
            if stat.S_ISLNK(status.st_mode):
                what = f"link {path.readlink()}"
            elif stat.S_ISREG(status.st_mode):
                what = f"file {hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()}"
            else:
                what = f"{stat.S_IFMT(status.st_mode):o}"
            rights = f" {stat.S_IMODE(status.st_mode):o}" if modes else ""
            found[path.relative_to(folder).as_posix()] = what + rights
    return found


def times(folder: Path) -> Mapping[str, int]:
    """Return when each file of a folder was written, in nanoseconds."""
    return {str(path): path.lstat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


@dataclass(frozen=True)
class Ended:
    """How a build ended."""

    status: int
    said: str


@dataclass
class Running:
    """A build that runs in a session of its own."""

    process: subprocess.Popen[bytes]
    started: float = field(default_factory=time.monotonic)
    _said: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        # Not a file: it would have a limit that the build is under.
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            while chunk := os.read(stream.fileno(), 65_536):
                self._said += chunk

    @property
    def session(self) -> int:
        """The session of all its processes."""
        return self.process.pid

    def wait(self) -> Ended:
        """Wait for its end; FaultError if it hangs."""
        try:
            status = self.process.wait(LONG)
        except subprocess.TimeoutExpired:
            os.killpg(self.session, signal.SIGKILL)
            raise FaultError(f"The build hangs:\n{self.said()}") from None
        self._reader.join(ENDING)
        return Ended(status, self.said())

    def said(self) -> str:
        """Return what it has printed so far."""
        return self._said.decode(errors="replace")

    def kill(self, victim: Victim) -> bool:
        """Kill one of its processes, or all; return whether there was one."""
        if self.process.poll() is not None:
            return False
        if victim == "main":
            self.process.kill()
        elif victim == "group":
            os.killpg(self.session, signal.SIGKILL)
        else:
            others = [(number, text) for number, text in processes(self.session) if number != self.session]
            chosen = [number for number, text in others if _is_pagefind(text) == (victim == "pagefind")]
            if not chosen:
                return False
            with contextlib.suppress(ProcessLookupError):
                os.kill(random.choice(chosen), signal.SIGKILL)
        return True


def _is_pagefind(command: str) -> bool:
    return "pagefind" in command or "codepair.beside.search.indexer" in command


def processes(session: int) -> list[tuple[int, str]]:
    """Return the processes of a session that have not ended, with their command lines."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        with contextlib.suppress(OSError):
            fields = (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if int(fields[3]) == session and fields[0] not in "ZX":
                found.append((int(folder.name), (folder / "cmdline").read_bytes().decode(errors="replace")))
    return found


def _entry(code: str) -> str:
    """Return an entry, unlike every other."""
    text = (support.TINY / "content/toy/200.yml").read_text(encoding="utf-8")
    text = text.replace('code: "200"', f'code: "{code}"').replace("phrase: OK", f"phrase: OK {code}")
    text = text.replace("`200` says", f"`{code}` says")
    return re.sub(r"(?m)^(description|when_seen|fix|use_when): (.*)\.$", rf"\1: \2, as {code} has it.", text)


class Ground:
    """A project, its two editions, and the folders that its builds may leave nothing in."""

    def __init__(self, folder: Path, *, codes: int = 0, processes: int = 2) -> None:
        """Copy the tiny site; ``codes`` is how many more codes it gets."""
        self.root = folder / "project"
        self.temporary = folder / "temporary"
        self.aside = folder / "aside"
        for each in (self.temporary, self.aside):
            each.mkdir(parents=True)
        self.temporary.chmod(0o1777)
        support.tiny(self.root)
        self.set_options(f"processes: {processes}")
        for number in range(codes):
            code = str(210 + number) if number < 80 else str(410 + number)
            (self.root / f"content/toy/{code}.yml").write_text(_entry(code), encoding="utf-8")
        self.site = self.root / "site"
        self._own = {path.name for path in self.root.iterdir()} | {"site"}
        self.fresh: dict[int, Tree] = {}
        self.seconds = 0.0
        """How long a build takes."""

    def set_options(self, *lines: str) -> None:
        """Add options of the plugin to ``mkdocs.yml``."""
        path = self.root / "mkdocs.yml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text + "".join(f"      {line}\n" for line in lines), encoding="utf-8")

    def edit(self, edition: int) -> None:
        """Make the content that of an edition: they differ in one code's pages, and in which codes there are."""
        entry = self.root / "content/toy/486.yml"
        original = (support.TINY / "content/toy/486.yml").read_text(encoding="utf-8")
        entry.write_text(re.sub(r"(?m)^description: ", f"description: Edition {edition}. ", original), "utf-8")
        other = self.root / "content/toy/299.yml"
        if edition % 2:
            other.write_text(_entry("299"), encoding="utf-8")
        else:
            other.unlink(missing_ok=True)

    def prepare(self) -> None:
        """Build both editions from nothing, to compare with, and leave the first in place."""
        for edition in (1, 0):
            shutil.rmtree(self.site, ignore_errors=True)
            self.edit(edition)
            start = time.monotonic()
            self.succeed()
            self.seconds = time.monotonic() - start
            self.fresh[edition] = tree(self.site)
        assert self.fresh[0] != self.fresh[1]

    def start(
        self, *arguments: str, prefix: Sequence[str] = (), python: str = sys.executable, **environment: str
    ) -> Running:
        """Start ``mkdocs build``; ``prefix`` is a command that runs it."""
        process = subprocess.Popen(
            [*prefix, python, "-m", "mkdocs", "build", *arguments],
            cwd=self.root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={
                **os.environ,
                **support.NO_NOTICE,
                "PYTHONPATH": str(support.ROOT),
                "PYTHONDONTWRITEBYTECODE": "1",
                "TMPDIR": str(self.temporary),
                **environment,
            },
        )
        return Running(process)

    def build(self, *arguments: str, prefix: Sequence[str] = (), **environment: str) -> Ended:
        """Build, and return how that ended, with nothing left behind."""
        running = self.start(*arguments, prefix=prefix, **environment)
        ended = running.wait()
        self.check_quiet(running)
        return ended

    def succeed(self, edition: int | None = None, *, prefix: Sequence[str] = (), **environment: str) -> None:
        """Build; FaultError if that fails, leaves litter, or gives another site than a fresh build."""
        ended = self.build(prefix=prefix, **environment)
        if ended.status != 0:
            raise FaultError(f"The build failed:\n{ended.said}")
        self.check_litter()
        if edition is not None:
            self.check_site(self.fresh[edition], what="the site of a fresh build")

    def fail(
        self,
        pattern: str,
        *,
        edition: int | None,
        prefix: Sequence[str] = (),
        litter: bool = False,
        **environment: str,
    ) -> Ended:
        """Build; FaultError if that does not fail, does not say why and what to do, or touches the site.

        ``pattern`` is what it must say; ``edition`` is the one in place, None if there is none; with ``litter`` the
        build cannot remove what it leaves.
        """
        ended = self.build(prefix=prefix, **environment)
        check_failure(ended, pattern)
        if edition is not None:
            self.check_site(self.fresh[edition], what="the old site")
        if not litter:
            self.check_litter()
        return ended

    def check_site(self, *expected: Tree, what: str = "the old site or the new one") -> int:
        """Return which of the trees the site is; FaultError if it is none."""
        found = tree(self.site)
        for number, each in enumerate(expected):
            if found == each:
                return number
        differing = {name for name in found.keys() | expected[0].keys() if found.get(name) != expected[0].get(name)}
        raise FaultError(f"'site' is not {what}: {len(found)} entries, other are {sorted(differing)[:8]}")

    def check_litter(self) -> None:
        """Raise FaultError if there is anything that no build should leave."""
        found = {path.name for path in (*self.root.iterdir(), *self.temporary.iterdir())}
        left = {name for name in found - self._own if not name.startswith("_jinja2-cache-")}  # compiled templates
        if left:
            raise FaultError(f"The build left {sorted(left)}")

    def check_quiet(self, running: Running) -> None:
        """Raise FaultError if processes of a build that has ended go on."""
        end = time.monotonic() + ENDING
        while left := processes(running.session):
            if time.monotonic() > end:
                os.killpg(running.session, signal.SIGKILL)
                raise FaultError(f"Processes go on after the build: {left}")
            time.sleep(0.01)


def check_failure(ended: Ended, pattern: str) -> None:
    """Raise FaultError if a build did not fail as it should: with a status, with words, without a traceback."""
    if ended.status == 0:
        raise FaultError(f"The build should have failed:\n{ended.said}")
    if "Traceback" in ended.said or not re.search(pattern, ended.said):
        raise FaultError(f"Status {ended.status}, and it does not say {pattern!r}:\n{ended.said}")
    if not re.search(r"What was there is unchanged|The new site is in place|Another build is writing", ended.said):
        raise FaultError(f"It does not say what became of the site:\n{ended.said}")


# -- killed


def kills(
    ground: Ground, count: int, seed: int = 0, say: Callable[[str], None] = lambda text: None
) -> Counter[str]:
    """Kill builds at random moments, half of them near the end; return what was killed and what it left."""
    chance = random.Random(seed)
    happened: Counter[str] = Counter()
    edition = 0
    ground.edit(edition)
    ground.succeed(edition)
    while sum(happened[victim] for victim in VICTIMS) < count:
        victim = VICTIMS[sum(happened[each] for each in VICTIMS) % len(VICTIMS)]
        old, new = edition, 1 - edition
        ground.edit(new)
        is_late = victim in ("main", "group") and chance.random() < 0.6
        moment = "random"
        if is_late:
            moment = chance.choice(("exchange", "late"))
        running = ground.start()
        if moment == "exchange":
            _wait_for_exchange(ground, running)
            time.sleep(chance.random() * 0.004)
        else:
            first = 0.75 if is_late else 0.1
            _sleep_until(running, ground.seconds * chance.uniform(first, 1.0))
        if victim in ("worker", "pagefind"):
            _wait_for(running, victim)
        was_alive = running.kill(victim)
        ended = running.wait()
        if not was_alive:
            happened["ended before"] += 1
        else:
            happened[victim] += 1
            happened[f"{victim} {moment}"] += 1
            if victim in ("worker", "pagefind") and ended.status != 0:
                check_failure(ended, r"A process that wrote pages ended|Pagefind could not index")
        left = ground.check_site(ground.fresh[old], ground.fresh[new])
        happened["left the old site" if left == 0 else "left the new site"] += 1
        start = time.monotonic()
        ground.succeed(new)  # at once: processes of the killed build may still be ending
        ground.seconds += (time.monotonic() - start - ground.seconds) / 4
        ground.check_quiet(running)
        edition = new
    return happened


def _sleep_until(running: Running, seconds: float) -> None:
    while running.process.poll() is None and time.monotonic() - running.started < seconds:
        time.sleep(0.002)


def _wait_for_exchange(ground: Ground, running: Running) -> None:
    before = ground.site.stat().st_ino
    while running.process.poll() is None:
        with contextlib.suppress(FileNotFoundError):
            if ground.site.stat().st_ino != before:
                return
        time.sleep(0.0002)


def _wait_for(running: Running, victim: Victim) -> None:
    while running.process.poll() is None:
        for number, text in processes(running.session):
            if number != running.session and _is_pagefind(text) == (victim == "pagefind"):
                return
        time.sleep(0.002)


# -- starved


@contextlib.contextmanager
def small_disk(folder: Path, size: str = "64m") -> Iterator[Path]:
    """Mount a disk of a test's own on a new folder; PermissionError where that is not allowed."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "codepair-test", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        folder.rmdir()
        raise PermissionError("no file system may be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)
        folder.rmdir()


def full_disk(ground: Ground, disk: Path, steps: int) -> int:
    """Build onto a disk with room for nothing, and for more and more; return how many builds failed."""
    ground.edit(0)
    site = disk / "site"
    shutil.copytree(ground.site, site, symlinks=True)
    shutil.rmtree(ground.site)
    ground.site.symlink_to(site)
    start = shutil.disk_usage(disk).used
    need = 2 * start  # of bytes: the new site is of the old one's size, the search index is made beside it
    inodes = os.statvfs(disk).f_files - os.statvfs(disk).f_ffree
    failed = 0
    try:
        ground.succeed(0)
        for what in ("bytes", "files"):
            for step in range(steps):
                ground.edit(1)
                if what == "bytes":
                    left = need * step // steps
                    ballast = shutil.disk_usage(disk).free - left
                    with (disk / "ballast").open("wb") as file:
                        os.posix_fallocate(file.fileno(), 0, max(ballast, 1))
                else:
                    limit = inodes + 1 + 2 * inodes * step // steps
                    subprocess.run(["mount", "-o", f"remount,nr_inodes={limit}", disk], check=True)
                ended = ground.build()
                if ended.status:
                    failed += 1
                    check_failure(ended, r"No space left on device")
                    ground.check_site(ground.fresh[0], what="the old site")
                else:
                    ground.check_site(ground.fresh[1], what="the new site")
                ground.check_litter()
                (disk / "ballast").unlink(missing_ok=True)
                subprocess.run(["mount", "-o", "remount,nr_inodes=1000000", disk], check=True)
                if left_over := {path.name for path in disk.iterdir()} - {"site"}:
                    raise FaultError(f"The build left {sorted(left_over)} (step {step} of {what})")
                if not ended.status:
                    ground.edit(0)
                    ground.succeed(0)
        ground.edit(1)
        ground.succeed(1)
    finally:
        ground.site.unlink()
    return failed


def limited(option: str, value: int | str) -> list[str]:
    """Return the command that runs another with a limit of the system, such as ``--nofile``."""
    return ["prlimit", f"--{option}={value}"]


def unprivileged() -> list[str]:
    """Return the command that runs another as a user whose rights count: it may read everything, as tests' folders
    and the environment may be root's, and write what is its own. Empty if this user is one already."""
    if os.geteuid() != 0:
        return []
    capabilities = "-all,+dac_read_search"
    return [
        "setpriv",
        f"--reuid={NOBODY}",
        f"--regid={NOBODY}",
        "--clear-groups",
        f"--inh-caps={capabilities}",
        f"--ambient-caps={capabilities}",
        f"--bounding-set={capabilities}",
    ]


def give(folder: Path) -> None:
    """Give a folder and all in it to the user of ``unprivileged``."""
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", "-h", f"{NOBODY}:{NOBODY}", folder], check=True)


def limits(ground: Ground, values: Mapping[str, Sequence[int]]) -> Counter[str]:
    """Build under limits that may be too small; return how often builds failed and went through, by limit."""
    happened: Counter[str] = Counter()
    ground.edit(0)
    ground.succeed(0)
    for option, several in values.items():
        for value in several:
            ground.edit(1)
            give(ground.root)
            ended = ground.build(prefix=[*unprivileged(), *limited(option, value)])
            if ended.status:
                check_failure(ended, r"ulimit|'processes: 1'|Pagefind could not index")
                ground.check_site(ground.fresh[0], what="the old site")
            else:
                ground.check_site(ground.fresh[1], what="the new site")
            happened[f"{option}: {'failed' if ended.status else 'built'}"] += 1
            if option != "nofile":  # nothing can be removed without an open file
                ground.check_litter()
            if not ended.status:
                ground.edit(0)
                give(ground.root)
                ground.succeed(0, prefix=unprivileged())
    ground.edit(1)
    give(ground.root)
    ground.succeed(1, prefix=unprivileged())
    return happened


def unwritable(ground: Ground, *, few: bool = False) -> list[str]:
    """Build where the user may not write, or something stands in the way; return what was tried."""
    tried = []
    user = unprivileged()

    def case(name: str) -> None:
        tried.append(name)

    ground.edit(0)
    ground.succeed(0)
    give(ground.root)
    ground.edit(1)

    case("a read-only parent")
    ground.root.chmod(0o555)
    ground.fail(r"cannot be made: Permission denied .*Give this user the right", edition=0, prefix=user)
    ground.root.chmod(0o755)

    case("a read-only folder in the old site")
    (ground.site / "toy").chmod(0o555)
    ground.succeed(1, prefix=user)

    case("a folder in an entry's place")
    entry = ground.root / "content/toy/404.yml"
    entry.rename(ground.aside / entry.name)
    entry.mkdir()
    ended = ground.build(prefix=user)
    check_failure(ended, r"content/toy/404\.yml.*This is a folder")
    ground.check_site(ground.fresh[1], what="the old site")
    entry.rmdir()
    (ground.aside / entry.name).rename(entry)

    if os.geteuid() == 0:
        case("another user's site")
        ground.edit(0)
        give(ground.root)
        subprocess.run(["chown", "-R", "0:0", ground.site], check=True)
        ended = ground.build(prefix=user)
        check_failure(ended, r"The new site is in place, but the old one cannot be removed .*Remove that folder")
        ground.check_site(ground.fresh[0], what="the new site")
        again = ground.build(prefix=user)
        check_failure(again, r"What an earlier build left in .* cannot be removed: .*remove that folder yourself")
        ground.check_site(ground.fresh[0])
        shutil.rmtree(ground.root / ".site.staging")
        ground.succeed(0, prefix=user)

        file = ground.site / "toy/200/index.html"
        if not few and subprocess.run(["chattr", "+i", file], capture_output=True, check=False).returncode == 0:
            case("an immutable file in the old site")
            ground.edit(1)
            try:
                check_failure(ground.build(), r"The new site is in place, but .*Operation not permitted")
                ground.check_site(ground.fresh[1], what="the new site")
            finally:
                subprocess.run(["chattr", "-i", ground.root / ".site.staging/toy/200/index.html"], check=False)
            ground.succeed(1)

        case("a mount point")
        shutil.rmtree(ground.site)
        with contextlib.suppress(PermissionError), small_disk(ground.site):
            (ground.site / "page").write_text("old", encoding="utf-8")
            ground.fail(r"is a mount point.*Set 'site_dir' to a folder below it", edition=None)
            assert (ground.site / "page").read_text(encoding="utf-8") == "old"

    shutil.rmtree(ground.site, ignore_errors=True)
    case("a file")
    ground.site.write_text("mine", encoding="utf-8")
    ground.fail(r"site' is not a folder.*Remove it, or set another 'site_dir'", edition=None)
    assert ground.site.read_text(encoding="utf-8") == "mine"
    ground.site.unlink()

    case("a link that leads to itself")
    ground.site.symlink_to("site")
    ground.fail(r"site' is not a folder", edition=None)
    ground.site.unlink()

    if not few:
        case("a link to a folder")
        elsewhere = ground.root.parent / "elsewhere"
        elsewhere.mkdir()
        ground.site.symlink_to(elsewhere)
        ground.edit(0)
        ground.succeed(0)
        assert ground.site.is_symlink() and {path.name for path in elsewhere.parent.glob(".*")} == set()
        ground.site.unlink()
        shutil.rmtree(elsewhere)

    case("a link in the staging folder's place")
    other = ground.root.parent / "precious"
    other.mkdir()
    (other / "file").write_text("precious", encoding="utf-8")
    (ground.root / ".site.staging").symlink_to(other)
    ground.fail(r"\.site\.staging' cannot be made", edition=None, litter=True)
    assert (other / "file").read_text(encoding="utf-8") == "precious"
    (ground.root / ".site.staging").unlink()
    return tried


# -- raced and disturbed


def two_at_once(
    ground: Ground, rounds: int, moments: Sequence[str] = ("together", "at the exchange")
) -> Counter[str]:
    """Start two builds together, and one while the other removes the old site."""
    happened: Counter[str] = Counter()
    for number in range(rounds):
        for moment in moments:
            edition = number % 2
            ground.edit(1 - edition)
            ground.succeed(1 - edition)
            ground.edit(edition)
            first = ground.start()
            if moment == "at the exchange":
                _wait_for_exchange(ground, first)
            second = ground.start()
            ends = [first.wait(), second.wait()]
            for ended in ends:
                if ended.status:
                    check_failure(ended, r"Another build is writing 'site'. Wait until it is done")
            if all(ended.status for ended in ends):
                raise FaultError("Neither of two builds was done.")
            ground.check_site(ground.fresh[edition], what="the new site")
            ground.check_litter()
            both = not any(ended.status for ended in ends)
            happened[f"{moment}: {'both were done' if both else 'one was told to wait'}"] += 1
    return happened


def edits(ground: Ground, rounds: int, seed: int = 0) -> Counter[str]:
    """Change, remove and spoil files while builds run; return how builds ended."""
    chance = random.Random(seed)
    happened: Counter[str] = Counter()
    override = ground.root / "overrides" / "main.html"
    override.parent.mkdir(exist_ok=True)
    override.write_text('{% extends "base.html" %}\n', encoding="utf-8")
    catalog = ground.root / "locales/vi/LC_MESSAGES/toy.po"
    catalog.parent.mkdir(parents=True, exist_ok=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    catalog.write_text(header + 'msgid "It worked"\nmsgstr "Ổn"\n', encoding="utf-8")
    page = ground.root / "content/picture.svg"
    page.write_text("<svg/>", encoding="utf-8")
    configuration = ground.root / "mkdocs.yml"
    whole = configuration.read_text(encoding="utf-8")
    configuration.write_text(whole.replace("name: material", "name: material\n  custom_dir: overrides"), "utf-8")
    ground._own |= {"overrides", "locales"}
    entries = [ground.root / f"content/toy/{code}.yml" for code in ("200", "404", "486")]
    files = [*entries, ground.root / "content/toy/protocol.yml", override, catalog, page]
    saved = {file: file.read_bytes() for file in files}
    ground.succeed()
    old = tree(ground.site)
    garbage = (
        b"",
        b"\xff\xfe\x00garbage",
        b"code: [",
        b"{% if %}",
        b"msgid",
        b"a: &a [*a]\n",
        b"{{ nothing.of.it }}",
    )
    stop = threading.Event()

    def disturb() -> None:
        while not stop.is_set():
            file = chance.choice(files)
            action = chance.randrange(3)
            with contextlib.suppress(FileNotFoundError):
                if action == 0:
                    file.unlink()
                elif action == 1:
                    file.write_bytes(chance.choice(garbage))
                else:
                    file.write_bytes(saved[file].replace(b"worked", b"did work"))
            # Most of the time everything is in order, so that some builds come far.
            time.sleep(chance.uniform(0, 0.002))
            file.write_bytes(saved[file])
            time.sleep(chance.uniform(0, 0.03))

    try:
        for _ in range(rounds):
            stop.clear()
            thread = threading.Thread(target=disturb)
            thread.start()
            try:
                ended = ground.build()
            finally:
                stop.set()
                thread.join()
            if ended.status:
                check_failure(ended, r"(?m)^\S+:\d+:\d+: error: |The build stopped\. .*, then build again\.")
                ground.check_site(old, what="the old site")
            else:
                old = tree(ground.site)
                if broken := [name for name, what in old.items() if what == EMPTY and name.endswith(".html")]:
                    raise FaultError(f"Empty pages: {broken}")
            ground.check_litter()
            happened["failed" if ended.status else "built"] += 1
        ground.succeed()
        after = tree(ground.site)
        shutil.rmtree(ground.site)
        ground.succeed()
        ground.check_site(after, what="the site of a fresh build")
    finally:
        configuration.write_text(whole, encoding="utf-8")
        for file in (override, catalog, page):
            file.unlink(missing_ok=True)
    return happened


EMPTY = f"file {hashlib.blake2b(b'', digest_size=16).hexdigest()}"


def pagefind(ground: Ground) -> list[str]:
    """Build with a Pagefind that is missing, fails, or makes nothing; return what was tried."""
    stubs = {
        "missing": (None, r"Pagefind could not index the site: .*No such file or directory: '.*pagefind-missing'"),
        "failing": (
            "#!/bin/sh\necho 'It cannot be done.'\nexit 3\n",
            r"cannot be done\. It ended with status 3",
        ),
        "silent": ("#!/bin/sh\nexit 0\n", r"It ended with status 0"),
        "killed": ("#!/bin/sh\nkill -9 $$\n", r"It ended with signal SIGKILL"),
        "not a program": ("no program", r"Pagefind could not index the site: .*Exec format error"),
    }
    ground.edit(0)
    ground.succeed(0)
    ground.edit(1)
    for name, (text, pattern) in stubs.items():
        stub = ground.aside / f"pagefind-{name.split()[0]}"
        if text is not None:
            stub.write_text(text, encoding="utf-8")
            stub.chmod(0o755)
        ground.fail(pattern, edition=0, PAGEFIND_BINARY_PATH=str(stub))
    ground.succeed(1)
    return list(stubs)


# -- the same bytes


def circumstances(ground: Ground) -> Mapping[str, Mapping[str, str]]:
    """Return what a build's environment may be, by name."""
    installed = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout.split()
    found: dict[str, Mapping[str, str]] = {
        "UTC": {"TZ": "UTC"},
        "a time zone": {"TZ": "Asia/Ho_Chi_Minh"},
        "hash seed 0": {"PYTHONHASHSEED": "0"},
        "hash seed 1": {"PYTHONHASHSEED": "1"},
        "any hash seed": {"PYTHONHASHSEED": "random"},
        "an epoch": {"SOURCE_DATE_EPOCH": "86400"},
        "no UTF-8": {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"},
        "ASCII output": {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
    }
    for name in ("C", "C.utf8", "tr_TR.utf8", "vi_VN.utf8", "ja_JP.eucjp"):
        if name in installed:
            found[f"locale {name}"] = {"LC_ALL": name, "LANG": name, "PYTHONUTF8": "0"}
    return found


def masked(mask: str) -> list[str]:
    """Return the command that runs another with a umask."""
    return ["sh", "-c", f'umask {mask} && exec "$@"', "sh"]


def sane_modes(site: Path, mask: int) -> None:
    """Raise FaultError if a file or folder has other rights than the umask leaves it."""
    for path in [site, *site.rglob("*")]:
        expected = (0o777 if path.is_dir() else 0o666) & ~mask
        if stat.S_IMODE(path.stat().st_mode) != expected:
            raise FaultError(f"{path} has the rights {stat.S_IMODE(path.stat().st_mode):o}, not {expected:o}")


def same_bytes(ground: Ground, pythons: Sequence[str] = ()) -> list[str]:
    """Build the same content in other circumstances, each from nothing; return the names of them."""
    tried = []
    expected = ground.fresh[0]

    def built(name: str, **options: object) -> None:
        shutil.rmtree(ground.site, ignore_errors=True)
        ended = ground.start(**options).wait()  # type: ignore[arg-type]
        if ended.status:
            raise FaultError(f"{name}: {ended.said}")
        ground.check_site(expected, what=f"the same with {name}")
        tried.append(name)

    ground.edit(0)
    for name, environment in circumstances(ground).items():
        built(name, **environment)
    for mask in ("022", "077", "000"):
        built(f"umask {mask}", prefix=masked(mask))
        sane_modes(ground.site, int(mask, 8))
    for python in pythons:
        built(python, python=python)
    configuration = ground.root / "mkdocs.yml"
    whole = configuration.read_text(encoding="utf-8")
    for count in (1, 2, 3):
        configuration.write_text(re.sub(r"processes: \d+", f"processes: {count}", whole), encoding="utf-8")
        built(f"{count} processes")
    configuration.write_text(whole, encoding="utf-8")
    # Another folder, whose files were made in another order, from a third one.
    other = ground.root.parent / "another place with spaces" / "deeper"
    for path in sorted(ground.root.rglob("*"), reverse=True):
        if path.is_file() and "site" not in path.relative_to(ground.root).parts[:1]:
            target = other / path.relative_to(ground.root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
    ended = support.run("mkdocs", "build", "-q", "-f", str(other / "mkdocs.yml"), cwd=Path("/"))
    if ended.returncode or tree(other / "site") != expected:
        raise FaultError(f"Another folder gives another site: {ended.stderr}")
    shutil.rmtree(other.parent)
    tried.append("another folder, order of files and working folder")
    return tried


def other_pythons(folder: Path) -> Iterator[str]:
    """Make an environment for every other Python there is, and yield its interpreter; the locked versions."""
    own = f"{sys.version_info[0]}.{sys.version_info[1]}"
    for version in ("3.11", "3.12", "3.13", "3.14"):
        versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
        places = [shutil.which(f"python{version}"), *map(str, versions.glob(f"{version}.*/bin/python"))]
        base = next((place for place in places if place and _answers(place)), None)
        if version == own or base is None:
            continue
        made = folder / version
        python = made / "bin" / "python"
        if not (made / "ready").exists():
            subprocess.run([base, "-m", "venv", made], check=True)
            pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            subprocess.run([*pip, "--require-hashes", "-r", str(support.ROOT / "requirements.lock")], check=True)
            subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", str(support.ROOT)], check=True)
            (made / "ready").touch()
        yield str(python)


def _answers(python: str) -> bool:
    return subprocess.run([python, "-c", "import venv"], capture_output=True, check=False).returncode == 0


def main() -> int:
    """Run all of it and print what was done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--codes", type=int, default=30, help="how many codes the project gets")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="repeats the moments of a run")
    parser.add_argument("--only", default="", help="words in the names of what is run")
    options = parser.parse_args()
    print(f"seed {options.seed}")
    random.seed(options.seed)
    bad = 0
    for name, task in _tasks(options.kills, options.seed).items():
        if options.only not in name:
            continue
        start = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="codepair-faults-") as folder:
            Path(folder).chmod(0o755)
            ground = Ground(Path(folder), codes=options.codes)
            ground.prepare()
            try:
                result = task(ground)
                say = dict(result) if isinstance(result, Counter) else result
            except PermissionError as error:
                say = f"left out: {error}"
            except FaultError as error:
                bad += 1
                say = f"FAULT: {error}"
        print(f"{name} ({time.monotonic() - start:.0f} s): {say}", flush=True)
    return 1 if bad else 0


def _tasks(count: int, seed: int) -> Mapping[str, Callable[[Ground], object]]:
    def disk(ground: Ground) -> str:
        with small_disk(ground.root.parent / "disk") as folder:
            return f"{full_disk(ground, folder, 12)} of 24 failed"

    narrow = {
        "nofile": (7, 8, 9, 10, 11, 12, 14, 16),
        "fsize": (0, 1_000, 10_000, 50_000, 100_000, 200_000),
        "nproc": (1, 2, 3, 4, 6, 10, 40),
        "as": (70_000_000, 80_000_000, 100_000_000, 150_000_000, 250_000_000),
    }
    return {
        "killed": lambda ground: kills(ground, count, seed),
        "full disk": disk,
        "limits": lambda ground: limits(ground, narrow),
        "unwritable": unwritable,
        "two at once": lambda ground: two_at_once(ground, 5),
        "edits": lambda ground: edits(ground, 30, seed),
        "pagefind": pagefind,
        "same bytes": lambda ground: same_bytes(ground, list(other_pythons(support.ROOT / ".faults"))),
    }


if __name__ == "__main__":
    sys.exit(main())
