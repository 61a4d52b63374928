"""A made-up site in which every field has a value: what is read of it, and what its pages show, as files.

``GOLDEN=write python -m pytest tests/test_every.py`` writes them again; read the difference before you commit it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from codepair.beside.words import codes
from codepair.kit.patterns import Pattern
from codepair.kit.tree import Node, load
from codepair.language.wording import Passage
from codepair.library.citations import Citation
from codepair.library.fitting import entry_shape
from codepair.library.model import Entry, Protocol, Reference
from codepair.library.schema import schemas, write_schemas
from codepair.library.shapes.across import PairAcrossShape
from codepair.library.shapes.base import Shape
from codepair.library.shapes.entry import EntryShape, SeveralShape, StepShape
from codepair.library.shapes.facts import ValueShape
from codepair.library.shapes.mapping import MappingShape, NamespacesShape
from codepair.library.shapes.pair import DecisionShape, PairShape
from codepair.library.shapes.protocol import PracticeShape, ProtocolShape
from codepair.library.shapes.questions import ChoiceShape, QuestionsShape
from codepair.library.shapes.recognizers import OthersShape, PartsShape, RecognizersShape
from codepair.pages.context import Content, EditLinks, PageContext, Written
from codepair.pages.facts import Cells, FactTable
from codepair.pages.ladder import Drawing, draw
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


SHAPES: Mapping[str, type[Shape]] = {
    "protocol.yml": ProtocolShape,
    "questions.yml": QuestionsShape,
    "recognizers.yml": RecognizersShape,
    "parts.yml": PartsShape,
    "others.yml": OthersShape,
    "namespaces.yml": NamespacesShape,
    "pairs": PairShape,
    "content/pairs": PairAcrossShape,
    "mappings": MappingShape,
}


def shapes_in(annotation: Any) -> Iterator[type[Shape]]:
    """Yield the shapes that a field may hold."""
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        yield annotation
    for part in get_args(annotation):
        yield from shapes_in(part)


def names(shape: type[Shape]) -> set[str]:
    """Return the fields of a shape as files write them."""
    return {info.alias or name for name, info in shape.model_fields.items()}


def held_in(node: Node, held: Sequence[type[Shape]]) -> Iterator[tuple[type[Shape], Node]]:
    """Yield the mappings that are one of some shapes, in lists and in mappings by name as well."""
    if isinstance(node.value, dict):
        of = next((shape for shape in held if set(node.value) <= names(shape)), None)
        if of is not None:
            yield of, node
            return
    if isinstance(node.value, dict | list):
        for each in [*node.value.values()] if isinstance(node.value, dict) else node.value:
            yield from held_in(each, held)


def used(shape: type[Shape], node: Node) -> Iterator[tuple[type[Shape], str]]:
    """Yield the fields that a mapping of a file, and those in it, write."""
    infos = {info.alias or name: info for name, info in shape.model_fields.items()}
    assert isinstance(node.value, dict)
    for key, child in node.value.items():
        yield shape, key
        for of, each in held_in(child, [*shapes_in(infos[key].annotation)]):
            yield from used(of, each)


def test_every_field_has_a_value() -> None:
    """Of every shape: a field that the made-up site does not write is one that no golden file shows."""
    found: set[tuple[type[Shape], str]] = set()
    for file in sorted((EVERY / "content").rglob("*.yml")):
        node, problems = load(file.name, file.read_bytes())
        assert node is not None
        assert problems == []
        folder = file.parent.relative_to(EVERY)
        places = (file.name, folder.as_posix(), folder.name)
        found |= {*used(next((SHAPES[each] for each in places if each in SHAPES), entry_shape(node)), node)}
    shapes = {shape for shape, _ in found}
    assert shapes >= {EntryShape, SeveralShape, StepShape, ValueShape, PracticeShape, DecisionShape, ChoiceShape}
    every = {(shape, name) for shape in shapes for name in names(shape)}
    assert {f"{shape.__name__}.{name}" for shape, name in every - found} == set()


def test_schemas_are_written(tmp_path: Path) -> None:
    """Each where its files look for it, as text that people read; the folders are there."""
    for name in project().library.protocols:
        (tmp_path / name).mkdir()
    written = write_schemas(tmp_path, project().library)
    expected = dict(schemas(project().library))
    assert written == [tmp_path / name for name in expected]
    assert list(expected) == [
        "protocol.schema.json",
        "questions.schema.json",
        "recognizers.schema.json",
        "parts.schema.json",
        "others.schema.json",
        *(f"{name}.schema.json" for name in ("pairs", "mapping", "namespaces")),
        *(f"{name}/{kind}.schema.json" for name in ("brew", "mood") for kind in ("entry", "pair")),
    ]
    for path, schema in zip(written, expected.values(), strict=True):
        text = path.read_text(encoding="utf-8")
        assert json.loads(text) == schema
        assert text.startswith('{\n  "')
        assert text.endswith("\n}\n")
        assert ("—" in text) is ("Hot — or so" in str(schema))


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
        shell = made.comparisons.shell(None if page.pair.is_across else page.pair.a.protocol).shell
        title, description = (filled.slots[name].decode() for name in ("title", "description"))
        return Content(title, description, shell.fill(filled.slots).decode(), filled.is_translated)
    if page.entry is not None:
        return made.codes.code(page.entry)
    if page.table is not None:
        return made.views.mapping(page.table)
    if page.kind == "protocol":
        return made.views.protocol(project().library.protocols[path.rstrip("/")])
    return made.views.compare() if page.kind == "compare" else made.views.home()


PAGES = {
    "en": (
        *(
            "",
            "compare/",
            "brew/",
            "brew/200/",
            "brew/418/",
            "brew/504/",
            "brew/999/",
            "mood/",
            "mood/glad/",
            "mood/sad/",
        ),
        *(
            "mood/worn/",
            "brew/200-vs-418/",
            "brew/418-vs-503/",
            "brew/418-vs-504/",
            "brew/503-vs-504/",
            "brew/200-vs-504/",
            "brew/200-vs-999/",
            "mood/worn-vs-sad/",
        ),
        *("compare/brew-418-vs-mood-glad/", "compare/brew-503-vs-mood-sad/", "mappings/brew-to-mood/"),
        *("mappings/mood-to-shelf/", "mappings/shelf-to-mood/"),
    ),
    "vi": (
        "",
        "brew/",
        "brew/418/",
        "brew/503/",
        "brew/418-vs-503/",
        "brew/418-vs-504/",
        "brew/200-vs-503/",
        "mood/worn-vs-sad/",
        "compare/brew-503-vs-mood-sad/",
        "mappings/brew-to-mood/",
        "mappings/mood-to-brew/",
    ),
    "ar": ("", "brew/", "brew/418/", "brew/503/", "brew/200-vs-503/", "compare/brew-418-vs-mood-glad/"),
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


def test_search_words() -> None:
    """In the page's language, then in the source's, each once; the source's alone where they are not translated."""
    for locale, expected in (
        ("en", {"503": "empty pot, no coffee left", "504": "slow waiter"}),
        ("vi", {"503": "hết cà phê, bình cạn, no coffee left, empty pot", "504": "slow waiter"}),
    ):
        protocol = project().library.protocols["brew"]
        made = json.loads(codes(project().plan, renderer(locale).context.translator, protocol, is_all=True))
        assert {row[0]: row[6] for row in made["codes"] if row[6]} == expected


def test_what_is_made_once() -> None:
    """Drawings, fragments, guidance and shells are the same objects for every page that shows them."""
    made = renderer("vi")
    one, other = (project().library.entries["brew"][code] for code in ("418", "503"))
    fragments, guided = made.comparisons._fragments, made.comparisons._guidance
    pair = project().library.guided["brew"][1]
    assert made.comparisons.shell(one.protocol) is made.comparisons.shell(one.protocol)
    assert fragments.of(one) is fragments.of(one)
    assert fragments.of(one) is not fragments.of(other)
    assert fragments.title(one) is fragments.title(one)
    assert guided.of(pair) is guided.of(pair)
    assert guided.of(pair) is not None
    assert made.diagrams.of(one, one.meanings[0]) is made.diagrams.of(one, one.meanings[0])
    first = project().library.entries["brew"]["200"]
    assert [name for name, _ in fragments.of(first).related] == ["200-vs-999", "200-vs-418", "200-vs-503"]


def test_a_drawing_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """For its page, its file and all comparisons; one for each meaning of a code; none without a flow."""
    drawn: list[str] = []

    def counted(entry: Entry, *rest: Any) -> Drawing:
        drawn.append(entry.code)
        return draw(entry, *rest)

    monkeypatch.setattr("codepair.pages.diagrams.draw", counted)
    made = Renderer(PageContext(project().plan, project().translators[1], Templates()))
    for path in ("brew/504/", "brew/418-vs-504/", "brew/200-vs-504/", "brew/418/", "brew/418-vs-503/"):
        content(made, path)
    assert sorted(drawn) == ["418", "503", "504", "504"]
    several = project().library.entries["brew"]["504"]
    assert [made.diagrams.path(several, meaning) for meaning in several.meanings] == [
        "assets/codepair/flows/brew/504.waiter.vi.svg",
        "assets/codepair/flows/brew/504.pot.vi.svg",
    ]
    alone = project().library.entries["brew"]["200"]
    assert made.diagrams.of(alone, alone.meanings[0]) is None


def test_a_page_without_a_repository_has_no_links() -> None:
    """Nothing is left in their place."""
    made = Renderer(PageContext(project().plan, project().translators[0], Templates()))
    for path in ("brew/418/", "brew/418-vs-503/"):
        assert "Edit this text" in content(renderer("en"), path).html
        assert "cp-edit" not in content(made, path).html


def cells(answers: str, fallbacks: str, html: str = "a") -> Cells:
    """Return the cells of a code: an answer, or none for a blank, and whether it is translated, row by row."""
    rows = [f"<td>{html}{answer}</td>".encode() for answer in answers]
    return Cells(
        answers=tuple(None if answer == " " else (answer,) for answer in answers),
        notes=((),) * len(answers),
        html=tuple(rows),
        wide=tuple(rows),
        head=b"<th>code",
        only=Passage("<only>"),
        fallbacks=frozenset(row for row, mark in enumerate(fallbacks) if mark == "!"),
    )


@pytest.mark.parametrize(
    ("a", "b", "is_translated"),
    [
        (cells("xyz", "..."), cells("xyw", "..."), True),
        (cells(" yz", "!.."), cells(" yz", "!.."), True),  # a row that neither has
        (cells("xyz", "!.."), cells(" yz", "..."), False),
        (cells(" yz", "..."), cells("xyz", "!.."), False),
        (cells("xyz", "..."), cells("xyz", "!..", "b"), False),  # two cells of one row
        (cells("xyz", "..."), cells("xyz", "!.."), True),  # one cell for both, and it is that of the first
        (cells("xyz", "!.."), cells("xyz", "!.."), False),
        (cells(" yz", "!.."), cells("xyz", "..."), True),
        (cells("xyz", ".!."), cells("x z", "..."), False),
    ],
)
def test_which_rows_of_a_table_are_not_translated(a: Cells, b: Cells, is_translated: bool) -> None:
    """Those that it shows, with a cell that it shows."""
    made = renderer("en").context
    mood = project().library.protocols["mood"]
    assert FactTable(made).of(mood, a, mood, b).is_translated is is_translated
