"""What several tests need: projects copied, opened and built."""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import html5lib
import pytest
from lxml import etree
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from codepair.beside.cards import drawing
from codepair.edge.building import open_for_build, site_of
from codepair.edge.config import settings_of
from codepair.edge.plugin import CodepairPlugin
from codepair.edge.themefiles import theme_environment
from codepair.edge.themepage import make_themes
from codepair.language.catalog import Catalog, Catalogs
from codepair.language.locale import make_locale
from codepair.library.flow import Flow
from codepair.library.model import Entry
from codepair.site.project import Project, Settings, open_project
from codepair.site.site import Site
from tests import forked

NO_NOTICE = {"NO_MKDOCS_2_WARNING": "1"}
"""Hides Material's notice of its end: tests read what a build prints. ARCHITECTURE.md says what that end means."""

ROOT = Path(__file__).parent.parent
TINY = ROOT / "tests" / "sites" / "tiny"
INVALID = ROOT / "tests" / "sites" / "invalid"
WHOLE = os.environ.get("CODEPAIR_WHOLE") == "1"
"""Whether tests look at all of many pages, texts and strings (``make test-whole``), not at a part of them."""

T = TypeVar("T")

NO_INDEX = "<meta name=robots content=noindex>"
"""In the pages of a built site that search engines are not to show, such as comparisons without guidance."""

SUBPATH = "/project/"
"""Where the built site is served from in tests: never the root, as on GitHub Pages."""


def tiny(folder: Path, overlay: Path | None = None, files: Mapping[str, str | bytes] | None = None) -> Path:
    """Copy the tiny site to a folder, with other files over it, and return the folder."""
    shutil.copytree(TINY, folder, dirs_exist_ok=True)
    if overlay is not None:
        shutil.copytree(overlay, folder, dirs_exist_ok=True)
    for name, data in (files or {}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return folder


def part(folder: Path, protocols: Iterable[str] = ("dns", "grpc")) -> Path:
    """Copy some protocols of the project and what all of them share to a folder, and return the folder.

    What stands between protocols stays away; what is translated of others is there and unused. For what a site of a
    thousand pages proves as well as one of ten thousand.
    """
    content = folder / "content"
    for name in (*protocols, "sections"):
        shutil.copytree(ROOT / "content" / name, content / name)
    for name in ("questions.yml", "parts.yml", "others.yml"):
        shutil.copy(ROOT / "content" / name, content)
    shutil.copytree(ROOT / "locales", folder / "locales")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


def some(items: Sequence[T], step: int) -> Sequence[T]:
    """Return every so-manieth of many that are alike; all of them where the whole is asked for.

    >>> some(range(10), 4) if not WHOLE else range(0, 10, 4)
    range(0, 10, 4)
    """
    return items if WHOLE else items[::step]


def assert_golden(name: str, text: str) -> None:
    """Assert that a text is what a file below ``tests/golden`` holds; ``GOLDEN=write`` writes it, to be read."""
    file = ROOT / "tests" / "golden" / name
    if os.environ.get("GOLDEN") == "write":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def settings(root: Path, locales: Iterable[str] = ("en", "vi"), **options: Any) -> Settings:
    """Return the settings of a project whose folders have their usual names."""
    names = list(locales)
    made = tuple(make_locale(name, default=names[0]) for name in names)
    return Settings(root, root / "content", root / "locales", made, **options)


def opened(root: Path, locales: Iterable[str] = ("en", "vi"), **options: Any) -> Project:
    """Return a project that has no errors."""
    project, problems = open_project(settings(root, locales, **options))
    assert [str(problem) for problem in problems if problem.level == "error"] == []
    return project


def config(root: Path, site: Path, **options: Any) -> MkDocsConfig:
    """Return the MkDocs configuration of a project, to be built into a folder."""
    os.environ.update(NO_NOTICE)
    return load_config(str(root / "mkdocs.yml"), site_dir=str(site), **options)


def plugin(config: MkDocsConfig) -> CodepairPlugin:
    """Return the plugin of a configuration."""
    return next(item for item in config.plugins.values() if isinstance(item, CodepairPlugin))


def site(config: MkDocsConfig) -> Site:
    """Return the site of a project that has no errors, ready to be built."""
    config.plugins.on_config(config)
    project, _ = open_for_build(settings_of(plugin(config).config, config))
    return site_of(
        project, make_themes(project, theme_environment(config.theme.get_env(), config.theme), config), config
    )


def built(root: Path, site: Path, **options: Any) -> Path:
    """Build a project into a folder with ``mkdocs build`` in this process, and return the folder."""
    build(config(root, site, **options))
    return site


@contextmanager
def undrawn() -> Iterator[None]:
    """Build without drawing social cards, each of which is the same small file: where nobody looks at them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "draw", lambda _: b"(a picture)")
        yield


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Make a folder once in a run of tests, whichever of the processes that run them asks first, and return it.

    The others wait. Nobody may change what is in it.
    """
    base = factory.getbasetemp()
    # Each process has a folder of its own in that of the run.
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = base / name, base / f"{name}.done"
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            done.touch()
    return folder


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a module of the environment as users do, and return what it printed."""
    known = {**os.environ, **NO_NOTICE, "PYTHONUTF8": "1", **environment}
    # What is said to Python itself, such as where modules are, it reads when it begins.
    is_told = any(key.startswith("PYTHON") for key in environment)
    if forked.ABLE and arguments[0] in ("codepair", "mkdocs") and not is_told:
        return forked.run(arguments, cwd, known)
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=cwd, capture_output=True, text=True, env=known, check=False
    )


def free_port() -> int:
    """Return a port that nobody uses now, and that the system gives to nobody who asks for any.

    Between this and its use other tests ask for many.
    """
    while True:
        port = secrets.choice(range(20_000, 32_000))
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def parse(html: str | bytes) -> etree._Element:
    """Return a page as a browser reads it."""
    text = html.decode() if isinstance(html, bytes) else html
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("lxml"), namespaceHTMLElements=False)
    document = parser.parse(text)
    root: etree._Element = document.getroot()
    return root


def find(root: etree._Element, path: str) -> list[etree._Element]:
    """Return the elements that an XPath finds."""
    found = root.xpath(path)
    assert isinstance(found, list)
    return [item for item in found if isinstance(item, etree._Element)]


def values(root: etree._Element, path: str) -> list[str]:
    """Return the attributes or texts that an XPath finds."""
    found = root.xpath(path)
    assert isinstance(found, list)
    return [str(item) for item in found]


def text_of(element: etree._Element) -> str:
    """Return an element's text with white space collapsed."""
    return re.sub(r"\s+", " ", "".join(str(part) for part in element.itertext())).strip()


def flows(entry: Entry) -> list[Flow]:
    """Return the exchanges of a code, meaning by meaning."""
    return [meaning.flow for meaning in entry.meanings if meaning.flow is not None]


def prose(entry: Entry) -> list[tuple[str, str]]:
    """Return the texts of a code by field, meaning by meaning."""
    return [item for meaning in entry.meanings for item in meaning.prose.items()]


def answer(entry: Entry, question: str) -> tuple[str, ...]:
    """Return all values with which a code answers a question; none if nothing is recorded."""
    facts = [meaning.facts[question] for meaning in entry.meanings if question in meaning.facts]
    return tuple(name for fact in facts for value in fact.values for name in value.names)


def catalogs(
    locale: str, words: Mapping[str, str | tuple[str, ...]], default: str = "en", **contents: Mapping[str, str]
) -> Catalogs:
    """Return catalogs made up in a test: the words of the site, and texts by protocol."""
    made = make_locale(locale, default=default)

    def catalog(messages: Mapping[str, str | tuple[str, ...]]) -> Catalog:
        forms = ((source, (text,) if isinstance(text, str) else text) for source, text in messages.items())
        return Catalog(made, {(None, source): found for source, found in forms})

    return Catalogs(made, catalog(words), {name: catalog(messages) for name, messages in contents.items()})
