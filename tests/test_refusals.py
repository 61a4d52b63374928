"""What the system refuses, in words: what it said, of which file, and what to do about it."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateNotFound, TemplatesNotFound
from jinja2.exceptions import TemplateRuntimeError, TemplateSyntaxError, UndefinedError

from codepair.kit.faults import NO_MEMORY, not_loaded, reason, remedy
from codepair.pages.faults import TemplateFaultError, explain, shown, template_fault
from codepair.pages.templates import Templates
from tests import support

NUMBERS = (
    *("ENOSPC", "EDQUOT", "EFBIG", "EMFILE", "ENFILE", "EAGAIN", "EACCES", "EPERM", "EROFS", "ENOENT", "ESTALE"),
    *("EIO", "EXDEV", "EBUSY", "ENOMEM", "ENOTDIR", "ELOOP"),
)
"""What a disk, a user's limits and other programs bring a build to, and what nobody has thought of."""


def test_everything_refused_has_its_remedy() -> None:
    """A build that fails for a reason of the system's says one sentence that names it, and one that helps."""
    told = [f"{name}: {explain(OSError(getattr(errno, name), 'It said no', 'site/a.html'))}" for name in NUMBERS]
    told += [
        f"without a number: {explain(OSError('It said no'))}",
        f"of memory: {explain(MemoryError())}",
        f"of a library: {explain(ImportError('libz.so.1: failed to map segment from shared object'))}",
        f"of its file: {explain(ImportError(f'libz.so.1: cannot open: {os.strerror(errno.EMFILE)}'))}",
        f"of a byte: {explain(UnicodeDecodeError('utf-8', bytes([97, 255, 98, 99]), 1, 3, 'invalid start byte'))}",
    ]
    support.assert_golden("refusals.txt", "\n".join(told) + "\n")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.EIO, "Input/output error"), "Input/output error"),
        (OSError(errno.EIO, "Input/output error", "a"), "Input/output error (a)"),
        (OSError(errno.EXDEV, "Invalid cross-device link", "a", None, "b"), "Invalid cross-device link (b)"),
        (OSError("no number"), "no number"),
        (TimeoutError(), "TimeoutError"),
        (shutil.Error([("a", "b", "File exists"), ("c", "d", "No space")]), "File exists (a)"),
        (shutil.Error("one text"), "one text"),
        (shutil.Error(), "Error"),
    ],
)
def test_what_the_system_said(error: OSError, said: str) -> None:
    """Its own words, and the file: of two, the one that was written; of many, the first."""
    assert reason(error) == said


@pytest.mark.parametrize("number", [errno.ENOMEM, errno.EMFILE, errno.ENFILE, errno.EACCES, errno.EIO])
def test_a_library_that_is_not_loaded(number: int) -> None:
    """The loader's error has no number; its words tell which it would be."""
    message = f"libre2.so.9: cannot open shared object file: {os.strerror(number)}"
    assert not_loaded(message) == f"{message}. {remedy(OSError(number, ''))}"
    assert not_loaded(f"{message}!") is None


def test_memory_is_one_remedy() -> None:
    """Whoever says that there is no more memory: what helps is the same."""
    no_memory = OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))
    assert explain(MemoryError()) == remedy(no_memory) == NO_MEMORY
    assert explain(ImportError("x.so: failed to map segment")) == NO_MEMORY


# -- templates


def fault_of(templates: dict[str, str], **values: object) -> tuple[BaseException, str]:
    """Render the template ``page.html`` and return what it raises, and that in words."""
    environment = Environment(loader=DictLoader(templates), undefined=StrictUndefined)
    with pytest.raises(Exception) as raised:
        environment.get_template("page.html").render(**values)
    return raised.value, str(template_fault(raised.value))


def broken() -> None:
    """Do what a mistake of the generator does."""
    raise KeyError("a mistake of ours")


def test_where_a_template_is_wrong() -> None:
    """Place and words of a mistake that shows when the template is read, or when a page is made of it."""
    _, syntax = fault_of({"page.html": "<p>\n<p>\n{% if %}"})
    assert syntax == "page.html:3: Expected an expression, got 'end of statement block'"
    assert str(template_fault(TemplateSyntaxError("it ends", 4))) == "?:4: it ends"
    _, unknown = fault_of({"page.html": "<p>\n{{ tittle }}"})
    assert unknown == "<template>:2: 'tittle' is undefined"
    _, divided = fault_of({"page.html": "<p>\n\n{{ 1 // count }}"}, count=0)
    assert divided == "<template>:3: ZeroDivisionError: integer division or modulo by zero"
    missing, named = fault_of({"page.html": "<p>\n{% include 'cards.html' %}"})
    assert isinstance(missing, TemplateNotFound)
    assert named == "<template>:2: there is no template 'cards.html'"
    _, several = fault_of({"page.html": "{% include ['a.html', 'b.html'] %}"})
    assert several == "<template>:1: none of the templates given were found: a.html, b.html"


def test_whose_mistake_it_is() -> None:
    """What the generator raises when a template calls it is no template's fault; what an expression raises is."""
    ours, words = fault_of({"page.html": "{{ broken() }}"}, broken=broken)
    assert isinstance(ours, KeyError)
    assert words == "None"
    assert explain(ours) is None
    theirs, words = fault_of({"page.html": "<p>\n{{ '%d' | safe | format('x') }}"})
    assert words == "<template>:2: ValueError: invalid literal for int() with base 10: 'x'"
    assert explain(theirs) == f"{words}. Mend the template, then build again."
    assert template_fault(MemoryError()) is None
    assert template_fault(UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")) is None


def test_a_fault_without_a_place() -> None:
    """Its place may be lost on the way from another process; it is told all the same, and told once."""
    assert str(template_fault(TemplateRuntimeError("no loop"))) == "A template cannot be used: no loop"
    assert str(template_fault(TemplateRuntimeError())) == "A template cannot be used: TemplateRuntimeError"
    assert str(template_fault(TemplateNotFound("a.html"))) == (
        "A template cannot be used: there is no template 'a.html'"
    )
    assert "a.html, b.html" in str(template_fault(TemplatesNotFound(["a.html", "b.html"])))
    told = TemplateFaultError("page.html:1: told already")
    assert template_fault(told) is told
    assert explain(told) == "page.html:1: told already. Mend the template, then build again."


def test_a_mistake_in_one_of_our_own_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its place is the file's, as seen from the working folder; of a macro that Python calls, too."""
    monkeypatch.chdir(support.ROOT)
    where = "generator/codepair/pages/templates/macros.html"
    text = (support.ROOT / where).read_text(encoding="utf-8").splitlines()
    line = next(number for number, each in enumerate(text, start=1) if "{% macro status_note(" in each) + 1
    with pytest.raises(UndefinedError) as raised:
        Templates().macro("macros.html", "status_note", None, None)
    assert explain(raised.value) == (
        f"{where}:{line}: 'None' has no attribute 'status'. Mend the template, then build again."
    )


def test_paths_as_seen_from_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path below it is shown from there, another one as it is."""
    monkeypatch.chdir(tmp_path)
    assert shown(str(tmp_path / "theme" / "main.html")) == str(Path("theme", "main.html"))
    assert shown("main.html") == "main.html"
    assert shown(str(tmp_path.parent / "main.html")) == str(tmp_path.parent / "main.html")
