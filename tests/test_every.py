"""A made-up site in which every field has a value: what is read of it, and what its pages show, as files.

``GOLDEN=write python -m pytest tests/test_every.py`` writes them again; read the difference before you commit it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache

import pytest

from codepair.kit.patterns import Pattern
from codepair.library.citations import Citation
from codepair.library.model import Entry, Protocol, Reference
from codepair.pages.context import Content, EditLinks, PageContext, Written
from codepair.pages.renderer import Renderer
from codepair.pages.templates import Templates
from codepair.site.project import Project
from tests import support

EVERY = support.ROOT / "tests" / "sites" / "every"
LOCALES = ("en", "vi", "ar")


@cache
def project() -> Project:
    """Return the site, in which nothing is wrong."""
    return support.opened(EVERY, LOCALES)


def lines(value: object, name: str, depth: int = 0) -> Iterator[str]:
    """Yield what a value of the model says, a line each; trees of files and what is known already left out."""
    start = f"{'  ' * depth}{name}: "
    if isinstance(value, Citation):
        yield f"{start}{value.label} | {value.title} | {value.url}"
    elif isinstance(value, Entry | Protocol) and name in ("protocol", "a", "b"):
        yield f"{start}{value.id if isinstance(value, Protocol) else value.address}"
    elif isinstance(value, Reference):
        yield f"{start}{value.address}"
    elif is_dataclass(value):
        yield f"{start}{type(value).__name__}"
        for field in fields(value):
            if field.name not in ("node", "nodes", "sections", "response_class"):
                yield from lines(getattr(value, field.name), field.name, depth + 1)
            elif field.name == "response_class" and isinstance(value, Entry):
                yield f"{'  ' * (depth + 1)}response_class: {value.response_class and value.response_class.id}"
    elif isinstance(value, Mapping) and value:
        yield start.rstrip()
        for key, item in value.items():
            yield from lines(item, str(key), depth + 1)
    elif isinstance(value, tuple) and value and not isinstance(value[0], str | int):
        yield start.rstrip()
        for item in value:
            yield from lines(item, "-", depth + 1)
    else:
        yield f"{start}{value.text if isinstance(value, Pattern) else value!r}"


def test_what_is_read() -> None:
    """Every field of every file is where the model has it."""
    library = project().library
    support.assert_golden("every/library.txt", "\n".join(lines(library, "library")) + "\n")


def linked(page: str, text: Written) -> EditLinks | None:
    """Return made-up links for the texts of one of the two protocols."""
    if text.domain == "mood":
        return None
    where = f"{text.path}:{text.line}"
    return EditLinks(f"https://edit.example/{where}", f"https://report.example/{page}?{len(text.text)}")


@cache
def renderer(locale: str) -> Renderer:
    """Return what makes the pages of a locale."""
    translator = project().translators[LOCALES.index(locale)]
    return Renderer(PageContext(project().plan, translator, Templates(), linked))


def content(made: Renderer, path: str) -> Content:
    """Return what the page at an address shows, without the theme around it."""
    page = project().plan.find(path)
    assert page is not None
    if page.pair is not None:
        filled = made.comparisons.content(page.pair)
        shell = made.comparisons.shell(page.pair.a.protocol).shell
        title, description = (filled.slots[name].decode() for name in ("title", "description"))
        return Content(title, description, shell.fill(filled.slots).decode(), filled.is_translated)
    if page.entry is not None:
        return made.views.code(page.entry)
    if page.kind == "protocol":
        return made.views.protocol(project().library.protocols[path.rstrip("/")])
    return made.views.compare() if page.kind == "compare" else made.views.home("search/address")


PAGES = {
    "en": (
        *("", "compare/", "brew/", "brew/200/", "brew/418/", "brew/999/", "mood/", "mood/glad/", "mood/sad/"),
        *("mood/worn/", "brew/200-vs-418/", "brew/418-vs-503/", "brew/200-vs-999/", "mood/sad-vs-worn/"),
    ),
    "vi": ("", "brew/", "brew/418/", "brew/503/", "brew/418-vs-503/", "brew/200-vs-503/", "mood/sad-vs-worn/"),
    "ar": ("", "brew/", "brew/418/", "brew/503/", "brew/200-vs-503/"),
}


@pytest.mark.parametrize(("locale", "path"), [(locale, path) for locale, paths in PAGES.items() for path in paths])
def test_what_a_page_shows(locale: str, path: str) -> None:
    """Title, description and every element; what is not translated is marked, and the page says so."""
    found = content(renderer(locale), path)
    head = f"<!-- {found.title}\n     {found.description}\n     translated: {found.is_translated} -->\n"
    name = path.rstrip("/").replace("/", "_") or "home"
    support.assert_golden(f"every/{locale}/{name}.html", head + found.html.replace("><", ">\n<") + "\n")


def test_what_is_searched() -> None:
    """A code's own texts, in the page's language or marked."""
    entries = project().library.entries
    for locale in LOCALES:
        texts = [
            f"{renderer(locale).search_text(entries[name][code])}\n"
            for name, code in (("brew", "503"), ("mood", "SAD"))
        ]
        support.assert_golden(f"every/{locale}/search.html", "".join(texts).replace("><", ">\n<"))
