"""What is said when the system refuses something, or a template is wrong: what happened, where, and what to do."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest
from jinja2 import (
    DictLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplatesNotFound,
    TemplateSyntaxError,
)

from codepair.kit.faults import NO_MEMORY, UNCHANGED, not_loaded, reason, remedy
from codepair.pages.faults import TemplateFaultError, explain, shown, template_fault

TO_DO = {
    errno.ENOSPC: ("Make room on that disk", "df -h", "df -i"),
    errno.EDQUOT: ("quota", "remove something"),
    errno.EFBIG: ("larger files", "ulimit -f"),
    errno.EMFILE: ("Allow more open files", "ulimit -n"),
    errno.ENFILE: ("too many files open", "end some"),
    errno.EAGAIN: ("Allow more processes", "ulimit -u"),
    errno.EACCES: ("this user", "right"),
    errno.EPERM: ("this user", "right"),
    errno.EROFS: ("read-only", "'site_dir'"),
    errno.ENOENT: ("removed or renamed", "build again"),
    errno.ESTALE: ("removed or renamed", "build again"),
    errno.EIO: ("disk", "check it"),
    errno.EXDEV: ("cannot be renamed", "'site_dir'"),
    errno.EBUSY: ("Another program, or a mount", "end that"),
    errno.ENOMEM: ("not enough memory", "ulimit -v", "'processes: 1'"),
    errno.EINVAL: ("Mend that",),
    None: ("Mend that",),
}


@pytest.mark.parametrize(("number", "words"), TO_DO.items())
def test_what_to_do(number: int | None, words: tuple[str, ...]) -> None:
    """Of each refusal what helps against it, in whole sentences; that it must be mended of all others."""
    text = remedy(OSError(number, "x") if number is not None else OSError("x"))
    for word in words:
        assert word in text
    assert text[0].isupper()
    assert text[-1] == "."


def test_refusals_are_told_apart() -> None:
    """Only what the same thing helps against has the same remedy; what is not known has one of its own."""
    said = [remedy(OSError(number, "x")) for number in TO_DO if number not in (errno.EPERM, None)]
    assert len({*said}) == len(said)
    assert remedy(OSError(errno.EPERM, "x")) == remedy(OSError(errno.EACCES, "x"))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(2, "No such file", "a.po"), "No such file (a.po)"),
        (OSError(18, "Invalid link", "old", None, "new"), "Invalid link (new)"),
        (OSError(28, "No space left"), "No space left"),
        (OSError("in words"), "in words"),
        (OSError(), "OSError"),
        (PermissionError(), "PermissionError"),
        (shutil.Error([("from", "to", "no room"), ("b", "c", "d")]), "no room (from)"),
        (shutil.Error("in words"), "in words"),
        (shutil.Error(), "Error"),
    ],
)
def test_what_happened(error: OSError, said: str) -> None:
    """What the system said, and of which file: of two the one that was written, of many copies the first."""
    assert reason(error) == said


@pytest.mark.parametrize("number", [errno.ENOMEM, errno.EMFILE, errno.ENFILE, errno.EACCES, errno.EIO])
def test_a_library_that_the_system_does_not_load(number: int) -> None:
    """Its error has words alone: they end with what the system says of that refusal."""
    message = f"libx.so: cannot open shared object file: {os.strerror(number)}"
    assert not_loaded(message) == f"{message}. {remedy(OSError(number, ''))}"
    assert not_loaded(f"{os.strerror(number)}: libx.so") is None
    assert explain(ImportError(message)) == not_loaded(message)


def test_a_library_that_finds_no_memory() -> None:
    """It is told as every lack of memory is."""
    assert not_loaded("libx.so: failed to map segment from shared object") == NO_MEMORY
    assert explain(MemoryError()) == NO_MEMORY
    assert not_loaded("No module named 'x'") is None
    assert explain(ImportError("No module named 'x'")) is None


def test_the_old_site() -> None:
    """A build that fails says of it in a whole sentence that it is there."""
    assert UNCHANGED[0].isupper()
    assert UNCHANGED.endswith("is unchanged.")


def test_what_is_explained() -> None:
    """What happened and what to do, in sentences; of what nobody foresaw nothing, so that its traceback is seen."""
    assert explain(OSError(errno.EMFILE, "Too many", "a.po")) == (
        f"Too many (a.po). {remedy(OSError(errno.EMFILE, ''))}"
    )
    assert explain(UnicodeDecodeError("utf-8", b"ab\x0fc", 2, 3, "bad")) == (
        "A file is not UTF-8: byte 0x0f at position 2 (bad). Save it as UTF-8, then build again."
    )
    assert explain(KeyError("x")) is None
    assert explain(ValueError("x")) is None


# -- templates


def raised(environment: Environment, name: str, **values: object) -> BaseException:
    """Return what a template raises."""
    with pytest.raises(Exception) as found:
        environment.get_template(name).render(**values)
    return found.value


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """Templates of a folder below the working folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "theme").mkdir()
    files = {
        "syntax.html": "<p>\n\n{% if %}",
        "unknown.html": "<p>\n{{ nothing }}",
        "divides.html": "<p>\n\n\n{{ 1 / zero }}",
        "includes.html": "{% include 'gone.html' %}",
        "one-of.html": "{% include ['gone.html', 'lost.html'] %}",
        "calls.html": "a\n{{ call() }}",
        "macro.html": "{% macro m(x) %}\n{{ x.y.z }}{% endmacro %}",
        "imports.html": "{% import 'macro.html' as it %}\n\n{{ it.m(1) }}",
    }
    for name, text in files.items():
        (tmp_path / "theme" / name).write_text(text, encoding="utf-8")
    return Environment(loader=FileSystemLoader(tmp_path / "theme"), undefined=StrictUndefined, autoescape=True)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("syntax.html", "theme/syntax.html:3: Expected an expression, got 'end of statement block'"),
        ("unknown.html", "theme/unknown.html:2: 'nothing' is undefined"),
        ("divides.html", "theme/divides.html:4: ZeroDivisionError: division by zero"),
        ("includes.html", "theme/includes.html:1: there is no template 'gone.html'"),
        ("macro.html", None),
        ("imports.html", "theme/macro.html:2: 'int object' has no attribute 'y'"),
    ],
)
def test_where_a_template_is_wrong(name: str, said: str | None, environment: Environment) -> None:
    """Its path as seen from the working folder, its line, and what is wrong there; then what to do."""
    if said is None:
        environment.get_template(name).render()  # a macro that nobody calls
        return
    error = raised(environment, name, zero=0)
    assert str(template_fault(error)) == said
    assert explain(error) == f"{said}. Mend the template, then build again."


def test_templates_that_are_nowhere(environment: Environment) -> None:
    """The one that was asked for, or that none of several is there."""
    alone = raised(environment, "nowhere.html")
    assert str(template_fault(alone)) == "A template cannot be used: there is no template 'nowhere.html'"
    several = raised(environment, "one-of.html")
    assert isinstance(several, TemplatesNotFound)
    assert str(template_fault(several)) == (
        "theme/one-of.html:1: none of the templates given were found: gone.html, lost.html"
    )
    assert explain(TemplateNotFound("x.html")) == (
        "A template cannot be used: there is no template 'x.html'. Mend the template, then build again."
    )


def broken() -> None:
    """Be what the generator is when it has a fault of its own."""
    raise ValueError("a fault of the program")


def full() -> None:
    """Find no room."""
    raise OSError(errno.ENOSPC, "No space left")


def test_what_is_no_fault_of_a_template(environment: Environment) -> None:
    """What the generator raises when a template calls it, and what the system refuses while one is rendered."""
    own = raised(environment, "calls.html", call=broken)
    assert template_fault(own) is None
    assert explain(own) is None
    refused = raised(environment, "calls.html", call=full)
    assert template_fault(refused) is None
    assert explain(refused) == f"No space left. {remedy(OSError(errno.ENOSPC, ''))}"
    assert template_fault(MemoryError()) is None
    assert template_fault(UnicodeDecodeError("utf-8", b"\xff", 0, 1, "x")) is None


def test_a_fault_is_told_once(environment: Environment) -> None:
    """In another process its place is in its words; they stay as they are."""
    fault = TemplateFaultError("page.html:2: wrong")
    assert template_fault(fault) is fault
    assert explain(fault) == "page.html:2: wrong. Mend the template, then build again."
    nameless = TemplateSyntaxError("wrong", 7)
    assert str(template_fault(nameless)) == "?:7: wrong"
    named = TemplateSyntaxError("wrong", 7, "a.html")
    assert str(template_fault(named)) == "a.html:7: wrong"
    inline = Environment(loader=DictLoader({"a.html": "{{ x.y }}"}), undefined=StrictUndefined, autoescape=True)
    assert str(template_fault(raised(inline, "a.html"))).endswith(":1: 'x' is undefined")


def test_paths_as_faults_show_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below the working folder from there; elsewhere, and without a folder, as they are."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert shown(str(folder / "theme" / "a.html")) == os.path.join("theme", "a.html")  # noqa: PTH118
    assert shown(str(tmp_path / "a.html")) == str(tmp_path / "a.html")
    assert shown("<template>") == "<template>"
