"""Which texts are translated is said once, on the fields: extraction, prose and guidance follow from it."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from babel.messages.pofile import read_po

from codepair.kit.tree import load
from codepair.library.shapes.entry import PROSE_FIELDS, EntryShape, MeaningShape, SourceShape
from codepair.library.shapes.pair import GUIDANCE_FIELDS, GuidanceSourceShape, PairShape
from codepair.library.texts import texts, translated_texts
from codepair.site.project import Project, open_project
from tests import support

PROTOCOL = """
questions:
  - {id: kind, label: Kind, values: [{id: a, label: A}]}
  - {id: other, label: " Other "}
  - {id: third, label: [no, text]}
participants: [{id: x, label: X}, no mapping]
response_classes: [{label: Class, meaning: What it means., id: c}]
messages: {label: never}
summary: A summary.
title: never
name: never
"""


def test_fields_in_the_order_of_catalogs() -> None:
    """A file's own texts come first, then those of its lists; places are those of the texts."""
    node, _ = load("x.yml", PROTOCOL.encode())
    assert node is not None
    found = list(texts(node))
    assert [(field, text) for field, text, *_ in found] == [
        ("protocol summary", "A summary."),
        ("participant label", "X"),
        ("response class label", "Class"),
        ("response class meaning", "What it means."),
        ("question kind label", "Kind"),
        ("question kind, value label", "A"),
        ("question other label", "Other"),
    ]
    assert [place.line for _, _, place, *_ in found] == [9, 6, 7, 7, 3, 3, 4]


def test_entries_and_pairs() -> None:
    """What a flow says, and what a decision asks, comes after the prose."""
    entry, _ = load("x.yml", b"code: '1'\nflow: {steps: [{at: a, says: It rings.}]}\nfix: Mend it.\ngloss: G\n")
    pair, _ = load("x.yml", b"codes: ['1', '2']\ndecision: [{ask: Is it?}]\nwhich: That.\nnext: This.\n")
    assert entry is not None
    assert pair is not None
    assert [field for field, *_ in texts(entry)] == ["fix", "gloss", "flow says"]
    assert [field for field, *_ in texts(pair)] == ["guidance which", "guidance next", "decision ask"]


def test_notes_and_meanings() -> None:
    """A note is a text of the fact that it belongs to; a meaning has all that an entry has."""
    facts = b"facts: {again: {value: x, note: One.}, acts: [{value: y}, {value: z, note: Two.}]}\n"
    one, _ = load("x.yml", b"code: '1'\n" + facts)
    several, _ = load(
        "x.yml", b"code: '1'\nmeanings: [{id: a, label: First, fix: Mend it., " + facts[:-1] + b"}]\n"
    )
    shared, _ = load("questions.yml", b"questions: [{id: again, label: Again, values: [{id: no, label: No}]}]\n")
    assert one is not None
    assert several is not None
    assert shared is not None
    assert [(field, text) for field, text, *_ in texts(one)] == [
        ("fact again note", "One."),
        ("fact acts note", "Two."),
    ]
    assert [field for field, *_ in texts(several)] == [
        "meaning a label",
        "meaning a fix",
        "meaning a fact again note",
        "meaning a fact acts note",
    ]
    assert [field for field, *_ in texts(shared)] == ["question again label", "question again, value label"]


def test_names_are_those_of_the_fields() -> None:
    """What sources may support are the marked fields; editors are offered the same names."""
    assert PROSE_FIELDS == ("description", "when_seen", "fix", "use_when")
    assert GUIDANCE_FIELDS == ("summary", "question", "next", "mistake", "which")
    for shape, source, names in (
        (EntryShape, SourceShape, PROSE_FIELDS),
        (MeaningShape, SourceShape, PROSE_FIELDS),
        (PairShape, GuidanceSourceShape, GUIDANCE_FIELDS),
    ):
        assert set(names) <= set(shape.model_fields)
        (written,) = get_args(source.model_fields["supports"].annotation)
        assert get_args(written) == names


def test_catalogs_hold_these_texts(project: Project) -> None:
    """Each message of a protocol's catalog is one of its texts, and each text a message."""
    for name in project.library.protocols:
        with (support.ROOT / f"locales/vi/LC_MESSAGES/{name}.po").open("rb") as file:
            messages = {message.id for message in read_po(file) if message.id}
        found = translated_texts(project.library, name)
        assert found is not None
        assert {text for _, text, *_ in found} == messages


def test_texts_of_files_with_errors(tmp_path: Path) -> None:
    """They are there as far as the file can be read; where it cannot, nobody knows, and none are made up."""
    root = support.tiny(tmp_path)
    before = translated_texts(support.opened(root).library, "toy")
    assert before is not None
    file = root / "content/toy/404.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("related:", "realted:"), encoding="utf-8")
    protocol = root / "content/toy/protocol.yml"
    protocol.write_text(protocol.read_text(encoding="utf-8").replace("title:", "titel:"), encoding="utf-8")
    library = open_project(support.settings(root))[0].library
    assert library.protocols == {}
    assert translated_texts(library, "toy") == before
    file.write_text(text + "\t- x", encoding="utf-8")
    assert translated_texts(open_project(support.settings(root))[0].library, "toy") is None
    assert translated_texts(library, "nothing") == ()
