"""Templates as compiled are kept for other builds, and never stand in for what they are not."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
import pytest
from jinja2 import DictLoader, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import FileSystemBytecodeCache
from jinja2.sandbox import SandboxedEnvironment

import codepair
from codepair.pages import compiled as compiled_templates
from codepair.pages.compiled import CompiledTemplates, configuration

SOURCE = "  {% if true %}\n  {{ 'x' | shown }}\n  {% endif %}\n"


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, with nothing in it."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def once(text: str) -> str:
    """A filter."""
    return text


def twice(text: str) -> str:
    """Another filter."""
    return text * 2


def environment(folder: Path, shown: Callable[[str], str] = once, **options: Any) -> Environment:
    """Return an environment of the templates in a folder, as a new process makes it."""
    made = Environment(loader=FileSystemLoader(folder), bytecode_cache=CompiledTemplates(), **options)
    made.filters["shown"] = shown
    return made


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """A folder with one template."""
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "page.html").write_text(SOURCE, encoding="utf-8")
    return folder


def rendered(made: Environment) -> str:
    """Return what the template gives."""
    return made.get_template("page.html").render()


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that are compiled from now on, by name."""
    names: list[str] = []
    plain = Environment.compile

    def compile_(self: Environment, source: Any, name: str, *rest: Any) -> Any:
        names.append(name)
        return plain(self, source, name, *rest)

    monkeypatch.setattr(Environment, "compile", compile_)
    return names


def test_another_process_compiles_nothing(temporary: Path, templates: Path, compiled: list[str]) -> None:
    """It finds the code on disk, in a folder that is nobody else's."""
    first = rendered(environment(templates))
    assert rendered(environment(templates)) == first
    assert compiled == ["page.html"]
    (folder,) = temporary.iterdir()
    assert folder.stat().st_mode & 0o077 == 0
    assert len(list(folder.iterdir())) == 1


def test_a_changed_template_is_never_stale(temporary: Path, templates: Path) -> None:
    """Neither in this process nor in another, also if its file is as long and as old as before."""
    page = templates / "page.html"
    made = environment(templates, auto_reload=False)
    assert "x" in rendered(made)
    page.write_text(SOURCE.replace("'x'", "'y'"), encoding="utf-8")
    assert "y" in rendered(environment(templates))
    assert made.cache is not None
    made.cache.clear()
    assert "y" in rendered(made)
    page.write_text(SOURCE, encoding="utf-8")
    assert "x" in rendered(environment(templates))


def test_environments_share_nothing(temporary: Path, templates: Path) -> None:
    """What else makes other code of the same source: each gives its own text, whoever was there before."""
    makers: list[Callable[[], Environment]] = [
        lambda: environment(templates),
        lambda: environment(templates, trim_blocks=True),
        lambda: environment(templates, trim_blocks=True, lstrip_blocks=True),
        lambda: environment(templates, keep_trailing_newline=True),
        lambda: environment(templates, twice),
        lambda: environment(templates, twice, trim_blocks=True),
    ]
    fresh = []
    for make in makers:
        alone = make()
        alone.bytecode_cache = None
        fresh.append(rendered(alone))
    assert len(set(fresh)) == len(makers)
    for _ in range(2):
        assert [rendered(make()) for make in makers] == fresh
    assert len({configuration(make()) for make in makers}) == len(makers)


@pytest.mark.parametrize("autoescape", [True, False])
def test_what_is_escaped(autoescape: bool, temporary: Path, tmp_path: Path) -> None:
    """A template that escapes is not the same as one that does not."""
    for each in (autoescape, not autoescape):
        made = Environment(
            loader=DictLoader({"page.html": "{{ '<' }}"}), autoescape=each, bytecode_cache=CompiledTemplates()
        )
        assert rendered(made) == ("&lt;" if each else "<")


def test_the_name_of_a_configuration_lasts() -> None:
    """It is the same in every process: nothing of it depends on where something is in memory."""
    assert configuration(Environment()) == configuration(Environment())
    assert configuration(Environment(finalize=once)) != configuration(Environment())
    assert configuration(Environment(extensions=["jinja2.ext.do"])) != configuration(Environment())


OPTIONS: dict[str, Any] = {
    "block_start_string": "<%",
    "block_end_string": "%>",
    "variable_start_string": "<<",
    "variable_end_string": ">>",
    "comment_start_string": "<#",
    "comment_end_string": "#>",
    "line_statement_prefix": "%",
    "line_comment_prefix": "#",
    "trim_blocks": True,
    "lstrip_blocks": True,
    "newline_sequence": "\r\n",
    "keep_trailing_newline": True,
    "autoescape": True,
    "optimized": False,
    "enable_async": True,
    "finalize": once,
    "undefined": StrictUndefined,
    "extensions": ["jinja2.ext.do"],
}
"""What makes other code of the same source."""


def test_every_option_makes_another_configuration() -> None:
    """Two environments that differ in one of them share no file, nor do two versions of anybody's program."""
    names = {configuration(Environment(**{name: value})) for name, value in OPTIONS.items()}
    names |= {configuration(Environment()), configuration(SandboxedEnvironment())}
    assert len(names) == len(OPTIONS) + 2


@pytest.mark.parametrize(
    ("of", "name"), [(codepair, "__version__"), (jinja2, "__version__"), (sys.implementation, "cache_tag")]
)
def test_another_version_makes_another_configuration(
    of: object, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of this program, of Jinja and of Python."""
    before = configuration(Environment())
    monkeypatch.setattr(of, name, "another")
    assert configuration(Environment()) != before


class Shown:
    """A filter that is no function."""

    def __call__(self, text: str) -> str:
        """Return the text."""
        return text


def local(module: str) -> Callable[[str], str]:
    """Return a filter that is made anew each time, as if it stood in a module."""

    def shown(text: str) -> str:
        return text

    shown.__module__ = module
    return shown


@pytest.mark.parametrize("kind", ["filters", "tests"])
def test_functions_are_known_by_their_names(kind: str) -> None:
    """By that in the template, by their own and by their module's; never by where they are in memory."""

    def named(**functions: Any) -> str:
        made = Environment()
        getattr(made, kind).update(functions)
        return configuration(made)

    assert named(a=local("one")) == named(a=local("one"))
    assert named(a=Shown()) == named(a=Shown())
    assert named(a=once, b=twice) == named(b=twice, a=once)
    different: list[dict[str, Any]] = [
        *({}, {"a": local("one")}, {"a": local("two")}, {"b": local("one")}, {"a": Shown()}, {"a": Shown}),
        *({"a": once}, {"a": twice}, {"a": once, "b": twice}, {"a": twice, "b": once}, {"a": str.upper}),
    ]
    assert len({named(**functions) for functions in different}) == len(different) - 1  # a class, or one of its kind
    extensions = ["jinja2.ext.do", "jinja2.ext.loopcontrols"]
    orders = (Environment(extensions=names) for names in (extensions, extensions[::-1]))
    assert len({configuration(made) for made in orders}) == 1


def test_files_are_looked_for_once(
    temporary: Path, templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An environment has its folder, or has none, from its first template on; the files say whose they are."""
    asked: list[str] = []

    class Counted(FileSystemBytecodeCache):
        def __init__(self, *, pattern: str) -> None:
            asked.append(pattern)
            super().__init__(pattern=pattern)

    monkeypatch.setattr(compiled_templates, "FileSystemBytecodeCache", Counted)
    (templates / "other.html").write_text("{{ 1 }}", encoding="utf-8")
    made = environment(templates)
    for name in ("page.html", "other.html"):
        made.get_template(name)
    assert asked == [f"codepair-{configuration(made)}-%s.cache"]
    (folder,) = temporary.iterdir()
    assert {file.name.startswith(f"codepair-{configuration(made)}-") for file in folder.iterdir()} == {True}
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    made = environment(templates)
    for name in ("page.html", "other.html"):
        made.get_template(name)
    assert len(asked) == 2


@pytest.mark.parametrize("left", [b"", b"j2", b"half", b"\0" * 400])
def test_a_broken_file(left: bytes, temporary: Path, templates: Path) -> None:
    """What is no file of Jinja's, or the beginning of one, is made again."""
    first = rendered(environment(templates))
    (folder,) = temporary.iterdir()
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    for broken in (left, whole[: len(whole) // 2], whole[:30], whole[:-1]):
        file.write_bytes(broken)
        assert rendered(environment(templates)) == first
        assert file.read_bytes() == whole


@pytest.mark.parametrize("what", ["nothing", "a file", "a folder of no use", "a link"])
def test_no_folder(what: str, temporary: Path, templates: Path, tmp_path: Path, compiled: list[str]) -> None:
    """Without a folder of its own every process compiles, says nothing, and trusts no other's files."""
    rendered(environment(templates))
    (folder,) = temporary.iterdir()
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    if what == "nothing":
        temporary.rmdir()
    elif what == "a file":
        folder.write_bytes(b"")
    elif what == "a link":
        (tmp_path / "elsewhere").mkdir()
        folder.symlink_to(tmp_path / "elsewhere")
    else:
        folder.mkdir()
        made = environment(templates)
        rendered(made)
        (file,) = folder.iterdir()
        file.unlink()
        file.mkdir()
    compiled.clear()
    made = environment(templates)
    for _ in range(2):
        assert "x" in rendered(made)
        assert made.cache is not None
        made.cache.clear()
    assert compiled == ["page.html"]
    assert not (tmp_path / "elsewhere").is_dir() or list((tmp_path / "elsewhere").iterdir()) == []
