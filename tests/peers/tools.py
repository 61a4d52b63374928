"""The generators that are compared: how each is installed, given the pages, run, and read.

A peer's folder here holds what its user would write. It is copied to ``.bench/<peer>/project``, where the pages are
added and the peer is run; what is installed lies beside it or in it and is kept.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests import support
from tests.peers import content
from tests.peers.markdown import Link, Page, address_link, file_link

FOLDERS = Path(__file__).parent
BENCH = support.ROOT / ".bench"
ASIDE = BENCH / "aside"

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Of this process. What is installed keeps its compiled modules, where some machines for tests do not."""

_INSTALLED = frozenset(("node_modules", "package.json", "package-lock.json"))

FrontMatter = Callable[[Page], Mapping[str, object]]


class PeerError(Exception):
    """What a peer needs is missing, or what it made is not what was asked for."""


@dataclass(frozen=True)
class Peer:
    """Another generator with one theme and the settings of a usual user."""

    name: str
    """The name for ``--peers`` and of its folders."""
    label: str
    """The name in the report."""
    theme: str
    """Which theme, and what else its settings say."""
    command: Sequence[str]
    """What is run in the project's folder; the first word is looked up among what is installed."""
    pages: str
    """Where its Markdown goes."""
    output: str
    """Where it writes the site."""
    article: Sequence[str]
    """XPaths whose first results together are what the page says."""
    chrome: Sequence[str] = ()
    """XPaths of what stands among it and is the theme's own."""
    version: Sequence[str] = ("--version",)
    """Arguments that make the command print its version."""
    index: str = "index.md"
    """The name of the file that stands for a folder."""
    front: FrontMatter = lambda page: {}
    """What a page's file begins with."""
    heading: bool = False
    """Whether the heading stands in the text; if not, the theme takes it from the title."""
    link: Link = address_link
    install: str = ""
    """The peer whose installation it uses, if not its own."""
    binaries: Sequence[str] = ()
    """Further installations in which its command is found."""
    npm: str = "ci"
    """How npm installs what the lock file says. ``ci`` insists on the binaries of every platform, and a registry
    need not have them all; ``install`` takes those of this one, by the same versions and hashes."""
    environment: Mapping[str, str] = field(default_factory=dict)
    most: int = 10**6
    """The most comparisons that it is given; more would take too long."""
    rounds: int = 10
    """The most rounds that it takes part in."""

    @property
    def home(self) -> Path:
        """The folder of everything that is installed for it."""
        return BENCH / (self.install or self.name)

    @property
    def project(self) -> Path:
        """The folder in which it is run."""
        return BENCH / self.name / "project"


def _titled(page: Page) -> dict[str, object]:
    return {"title": page.title}


def _quiet_search(page: Page) -> dict[str, object]:
    return {"search": {"exclude": True}} if page.is_comparison else {}


PEERS = (
    Peer(
        name="material",
        label="MkDocs + Material",
        theme="Material; comparisons in neither navigation nor search",
        command=("mkdocs", "build", "--quiet"),
        pages="docs",
        output="site",
        article=("//article",),
        front=_quiet_search,
        heading=True,
        link=file_link,
    ),
    Peer(
        name="material-nav",
        label="MkDocs + Material, as it comes",
        theme="Material; every page in navigation and search",
        command=("mkdocs", "build", "--quiet"),
        pages="docs",
        output="site",
        article=("//article",),
        heading=True,
        link=file_link,
        install="material",
        most=3000,
        rounds=1,
    ),
    Peer(
        name="zensical",
        label="Zensical",
        theme="its own; comparisons in neither navigation nor search",
        command=("zensical", "build", "--clean"),
        pages="docs",
        output="site",
        article=("//article",),
        chrome=("//a[@class='headerlink']",),
        front=_quiet_search,
        heading=True,
        link=file_link,
        most=3000,
    ),
    Peer(
        name="hugo",
        label="Hugo",
        theme="what `hugo new theme` makes; no search",
        command=("hugo", "build", "--quiet"),
        version=("version",),
        pages="content",
        output="public",
        article=("//main",),
        chrome=("//time",),
        index="_index.md",
        front=lambda page: {"title": page.title, "date": "2026-01-01"},
    ),
    Peer(
        name="docsy",
        label="Hugo + Docsy",
        theme="Docsy; comparisons not in the navigation; no search",
        command=("hugo", "build", "--quiet"),
        version=("version",),
        pages="content",
        output="public",
        article=("//*[@class='td-content']",),
        chrome=("//a[contains(@class, 'td-heading-self-link')]", "//*[contains(@class, 'td-page-meta')]"),
        index="_index.md",
        front=lambda page: {
            "title": page.title,
            "type": "docs",
            **({"toc_hide": True} if page.is_comparison else {}),
        },
        binaries=("hugo",),
        npm="install",
    ),
    Peer(
        name="eleventy",
        label="Eleventy",
        theme="a base layout of our own; no search",
        command=("eleventy", "--quiet"),
        pages=".",
        output="_site",
        article=("//main",),
        front=lambda page: {"title": page.title, "layout": "page.njk"},
    ),
    Peer(
        name="starlight",
        label="Astro Starlight",
        theme="Starlight; comparisons in neither navigation nor search",
        command=("astro", "build", "--silent"),
        pages="src/content/docs",
        output="dist",
        article=("//h1[@id='_top']", "//*[contains(@class, 'sl-markdown-content')]"),
        chrome=("//*[@class='copy']", "//a[contains(@class, 'sl-anchor-link')]"),
        front=lambda page: {"title": page.title, **({"pagefind": False} if page.is_comparison else {})},
        npm="install",
        environment={"ASTRO_TELEMETRY_DISABLED": "1"},
        most=3000,
        rounds=1,
    ),
)


def install(peer: Peer) -> None:
    """Install a peer into its folder, as its lock file says, unless that is done already.

    :raises PeerError: if a program is missing, or an installation fails
    """
    source = FOLDERS / peer.name
    peer.project.mkdir(parents=True, exist_ok=True)
    requirements, packages = source / "requirements.lock", source / "project" / "package-lock.json"
    for lock, commands, place in (
        (requirements, _pip(peer, requirements), peer.home),
        (packages, _npm(peer), peer.project),
    ):
        if not lock.exists():
            continue
        stamp = place / ".installed"
        if stamp.exists() and stamp.read_bytes() == lock.read_bytes():
            continue
        place.mkdir(parents=True, exist_ok=True)
        if lock is packages:
            for name in ("package.json", "package-lock.json"):
                shutil.copyfile(source / "project" / name, place / name)
        for command in commands:
            if shutil.which(command[0]) is None:
                raise PeerError(
                    f"{peer.label} needs {command[0]}, which is not installed. Install it, or name the other peers "
                    "with --peers."
                )
            if subprocess.run(command, cwd=place, check=False, env=environment_of(peer)).returncode:
                raise PeerError(f"'{' '.join(command)}' failed in {place}.")
        shutil.copyfile(lock, stamp)


def _pip(peer: Peer, lock: Path) -> list[list[str]]:
    """Return the commands that make an environment and install into it."""
    python = peer.home / "venv" / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    return [[sys.executable, "-m", "venv", "--clear", "venv"], [*pip, "--require-hashes", "-r", str(lock)]]


def _npm(peer: Peer) -> list[list[str]]:
    """Return the command that installs what a package's lock file says; nothing in the packages is run."""
    return [["npm", peer.npm, "--ignore-scripts", "--no-audit", "--no-fund"]]


def environment_of(peer: Peer) -> dict[str, str]:
    """Return the environment in which a peer is run: this project's modules are none of its own."""
    environment = {name: value for name, value in ENVIRONMENT.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    # Material would print a notice of its end. Hugo would keep what it made in the user's own cache.
    # It looks for Sass among the commands, and npm would have put the packages' own there.
    added = {
        "NO_MKDOCS_2_WARNING": "1",
        "HUGO_CACHEDIR": str(peer.project / ".cache"),
        "PATH": f"{peer.project / 'node_modules' / '.bin'}{os.pathsep}{environment.get('PATH', os.defpath)}",
    }
    return {**environment, **added, **peer.environment}


def command(peer: Peer) -> list[str]:
    """Return what is run to build, with the path of the installed program.

    :raises PeerError: if it is not there
    """
    program = peer.command[0]
    for home in (peer.home, *(BENCH / name for name in peer.binaries)):
        # Hugo's package starts the program from Python; its users have the program itself.
        found = sorted(home.glob(f"venv/lib/python*/site-packages/{program}/binaries/{program}-*"))
        found += sorted(home.glob(f"venv/lib/python*/site-packages/{program}/binaries/{program}"))
        for path in (*found, home / "venv" / "bin" / program, home / "project" / "node_modules" / ".bin" / program):
            if path.exists():
                return [str(path), *peer.command[1:]]
    raise PeerError(f"{peer.label} is not installed in {peer.home}; the target installs it with the others.")


def version(peer: Peer) -> str:
    """Return the version that the installed program and its theme name."""
    done = subprocess.run(
        [command(peer)[0], *peer.version],
        capture_output=True,
        text=True,
        check=False,
        cwd=peer.project,
        env=environment_of(peer),
    )
    number = re.search(r"\d+\.\d+(\.\d+)?", done.stdout)
    if number is None:
        raise PeerError(f"{peer.label} does not say its version: {(done.stdout + done.stderr).strip()}")
    extra = ", extended" if "+extended" in done.stdout else ""
    return number[0] + extra + "".join(f"; {name} {value}" for name, value in _theme(peer))


def _theme(peer: Peer) -> list[tuple[str, str]]:
    """Return name and version of a theme that is a package of its own."""
    lock = FOLDERS / (peer.install or peer.name) / "requirements.lock"
    material = re.search(r"^mkdocs-material==(\S+)", lock.read_text() if lock.exists() else "", re.MULTILINE)
    if material:
        return [("Material", material[1])]
    packages = FOLDERS / peer.name / "project" / "package.json"
    wanted = json.loads(packages.read_text())["dependencies"] if packages.exists() else {}
    labels = {"@docsy/theme": "Docsy", "@astrojs/starlight": "Starlight"}
    return [(labels[name], value) for name, value in wanted.items() if name in labels]


def put_aside(path: Path) -> None:
    """Take a file or folder of an earlier round away, without removing it: see ``remove_what_was_put_aside``."""
    ASIDE.mkdir(parents=True, exist_ok=True)
    if os.path.lexists(path):
        path.rename(ASIDE / str(sum(1 for _ in ASIDE.iterdir())))


def remove_what_was_put_aside() -> None:
    """Remove it when everything is measured.

    Where ext4 has no journal, a file made within five minutes after many were removed is looked for a place among
    the removed ones, one by one: each round of a benchmark that removed the last one's files would be slower than
    that (from 3.1 to 5.8 seconds in five rounds of the same 2,775 pages).
    """
    shutil.rmtree(ASIDE, ignore_errors=True)


def prepare(peer: Peer, pages: Sequence[Page]) -> None:
    """Write a peer's project with its settings and all pages; of an earlier run, only its packages are left."""
    project = peer.project
    project.mkdir(parents=True, exist_ok=True)
    for entry in project.iterdir():
        if entry.name in _INSTALLED or entry.name == ".installed":
            continue
        put_aside(entry)
    # What tools keep between runs beside their packages.
    for entry in (project / "node_modules").glob(".*"):
        if entry.is_dir() and entry.name != ".bin":
            put_aside(entry)
    shutil.copytree(FOLDERS / peer.name / "project", project, dirs_exist_ok=True)
    if peer.name == "hugo":
        new = [command(peer)[0], "new", "theme", "plain", "--themesDir", str(project / "themes")]
        subprocess.run(new, cwd=peer.home, check=True, capture_output=True, env=environment_of(peer))
        # The content that it brings is an example.
        shutil.rmtree(project / "themes" / "plain" / "content")
    write_pages(peer, project, pages)


def write_pages(peer: Peer, project: Path, pages: Sequence[Page]) -> None:
    """Write all pages as Markdown to where a peer looks for them in its project."""
    written = set()
    for page in pages:
        name = f"{page.path}{peer.index}" if page.path in ("", f"{content.FOLDER}/") else f"{page.path[:-1]}.md"
        path = project / peer.pages / name
        if path.parent not in written:
            path.parent.mkdir(parents=True, exist_ok=True)
            written.add(path.parent)
        path.write_text(text(peer, page), encoding="utf-8")


def text(peer: Peer, page: Page) -> str:
    """Return the Markdown file of a page for a peer."""
    front = "".join(
        f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in peer.front(page).items()
    )
    head = f"---\n{front}---\n\n" if front else ""
    return head + (f"# {page.title}\n\n" if peer.heading else "") + page.body


def by_name(names: Sequence[str]) -> list[Peer]:
    """Return the peers of these names, in the order of the report; all of them without a name.

    :raises PeerError: if a name is none of them
    """
    known = {peer.name: peer for peer in PEERS}
    for name in names:
        if name not in known:
            raise PeerError(f"'{name}' is no peer. These are: {', '.join(known)}.")
    return [peer for peer in PEERS if not names or peer.name in names]
