"""The project's own content: complete, in step with its generated files, free of the mistakes others make."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import jsonschema
import yaml
from babel.messages.pofile import read_po

from codepair.language.catalog import TEMPLATE
from codepair.library.model import Entry
from codepair.library.schema import schemas
from codepair.site.project import Project
from tests import support

LOCALES = ("en", "vi")
LABELS = {
    "Description": "Mô tả",
    "When You See It": "Khi bạn thấy mã này",
    "How to Fix": "Cách khắc phục",
    "Key Differences": "Sự khác biệt chính",
    "When to Use Which": "Khi nào dùng cái nào",
}
"""Given, to the letter."""
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The faster of two that read the same; not every PyYAML has it."""
SMALL = ("curl ", "nginx ")
"""Names that are written with a small letter where a sentence begins, too."""
GENERATED_BY = b'"Generated-By: '
"""Where a catalog says which Babel wrote it."""
EXTRACT = (
    *("babel.messages.frontend", "-q", "extract", "-F", "babel.cfg", "--project", "codepair"),
    *("-c", "TRANSLATORS:", "-s", "-k", "words", "-k", "plain", "-k", "plural:1,2", "-k", "N_"),
)
"""How words are extracted, as in the Makefile."""


def entries(project: Project) -> Iterable[Entry]:
    """Every entry of every protocol."""
    for found in project.library.entries.values():
        yield from found.values()


def files(pattern: str) -> list[Path]:
    """The files below the content folder that a pattern finds."""
    return sorted((support.ROOT / "content").glob(pattern))


def test_nothing_is_wrong_and_nothing_is_missing() -> None:
    """No error and no warning: every message is translated, every fact, phrase and reference agrees."""
    done = support.run("codepair", "check", cwd=support.ROOT)
    assert done.returncode == 0
    assert done.stderr == ""


def test_every_code_of_the_registry_has_an_entry(project: Project) -> None:
    """And every entry that says it is registered stands there."""
    assert project.library.registries
    for name, rows in project.library.registries.items():
        codes = {row.code for row in rows}
        assert set(project.library.entries[name]) == codes


def test_catalogs_are_complete() -> None:
    """Every message is there in every locale, none fuzzy, none obsolete, and says where it comes from."""
    catalogs = sorted((support.ROOT / "locales").glob("*/LC_MESSAGES/*.po"))
    assert {path.parent.parent.name for path in catalogs} == set(LOCALES) - {"en"}
    for path in catalogs:
        with path.open("rb") as file:
            catalog = read_po(file)
        assert not catalog.obsolete, path
        for message in catalog:
            if not message.id:
                continue
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            assert all(forms), (path, message.id)
            assert not message.fuzzy, (path, message.id)
            assert message.locations, (path, message.id)


def test_labels_are_the_given_ones() -> None:
    """To the letter."""
    with (support.ROOT / "locales/vi/LC_MESSAGES/ui.po").open("rb") as file:
        catalog = read_po(file)
    for english, vietnamese in LABELS.items():
        message = catalog.get(english)
        assert message is not None
        assert message.string == vietnamese


def test_the_generators_own_words_are_in_step(tmp_path: Path) -> None:
    """``make messages`` would change nothing in the template that travels with the package."""
    run = [*EXTRACT, "--no-location", "--sort-output", "--header-comment", "# The words of the site itself."]
    done = support.run(*run, "-o", str(tmp_path / "ui.pot"), "generator", cwd=support.ROOT)
    assert done.returncode == 0, done.stderr
    changing = (GENERATED_BY, b'"POT-Creation-Date: ')
    lines = (tmp_path / "ui.pot").read_bytes().splitlines(keepends=True)
    extracted = b"".join(line for line in lines if not line.startswith(changing))
    assert extracted == TEMPLATE.read_bytes(), "run 'make messages'"
    with (support.ROOT / "locales/vi/LC_MESSAGES/ui.po").open("rb") as ours, TEMPLATE.open("rb") as own:
        # What is in the catalog and not in the template are texts of this project's mkdocs.yml.
        outside = {message.id: message.locations for message in read_po(ours)}
        for message in read_po(own):
            outside.pop(message.id)
    assert {path for places in outside.values() for path, _ in places} == {"mkdocs.yml"}


def test_catalogs_are_in_step(tmp_path: Path) -> None:
    """``pybabel extract`` and ``pybabel update`` would change nothing."""
    for name in ("content", "locales", "generator"):
        shutil.copytree(support.ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("babel.cfg", "mkdocs.yml"):
        shutil.copyfile(support.ROOT / name, tmp_path / name)
    sources = {path.parent.name: [f"content/{path.parent.name}"] for path in files("*/protocol.yml")}
    sources |= {name: [f"content/{name}"] for name in ("pairs", "mappings")}
    sources |= {"questions": ["content/questions.yml"], "ui": ["--add-location", "file", "generator", "mkdocs.yml"]}
    for name, where in sources.items():
        done = support.run(*EXTRACT, "-o", f"locales/{name}.pot", *where, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        for locale in set(LOCALES) - {"en"}:
            run = ["babel.messages.frontend", "-q", "update", "--ignore-pot-creation-date", "-w", "100"]
            done = support.run(
                *run, "-l", locale, "-D", name, "-i", f"locales/{name}.pot", "-d", "locales", cwd=tmp_path
            )
            assert done.returncode == 0, done.stderr
            path = f"locales/{locale}/LC_MESSAGES/{name}.po"
            updated, committed = (
                [line for line in (root / path).read_bytes().splitlines() if not line.startswith(GENERATED_BY)]
                for root in (tmp_path, support.ROOT)
            )
            assert updated == committed, f"run 'make messages': {path}"


def test_schemas_are_in_step(project: Project) -> None:
    """``make schema`` would change nothing."""
    for name, schema in schemas(project.library):
        written = json.loads((support.ROOT / "content" / name).read_text(encoding="utf-8"))
        assert written == schema, f"run 'make schema': {name}"


def test_files_name_their_schema_and_fit_it() -> None:
    """An editor that reads the first line completes and checks the file, and finds nothing wrong."""
    found = files("**/*.yml")
    assert found
    validators: dict[Path, jsonschema.Draft202012Validator] = {}
    for path in found:
        text = path.read_text(encoding="utf-8")
        match = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
        assert match is not None, path
        schema = (path.parent / match[1]).resolve()
        if schema not in validators:
            jsonschema.Draft202012Validator.check_schema(json.loads(schema.read_text(encoding="utf-8")))
            validators[schema] = jsonschema.Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
        errors = [error.message for error in validators[schema].iter_errors(yaml.load(text, LOADER))]
        assert errors == [], path


def test_no_two_codes_say_the_same(project: Project) -> None:
    """What a comparison without guidance says first is true of its two codes alone, in each language."""
    for translator in project.translators:
        for name, found in project.library.entries.items():
            said = [translator.of(name).text(entry.says).value for entry in found.values()]
            assert len(set(said)) == len(said)
            for entry, text in zip(found.values(), said, strict=True):
                assert f"`{entry.code}`" in text
                assert len(text) <= 170, (entry.address, translator.locale.tag)


def prose_of(project: Project) -> Iterable[tuple[str, str]]:
    """Every prose text in every locale, with the name of where it stands."""
    for translator in project.translators:
        tag = translator.locale.tag
        for entry in entries(project):
            for name, text in (*support.prose(entry), ("says", entry.says)):
                of = translator.of(entry.protocol.id)
                yield f"{entry.address} {name} {tag}", of.text(text).value
        for pairs in project.library.guided.values():
            for pair in pairs:
                assert pair.guidance is not None
                for name, text in pair.guidance.prose.items():
                    of = translator.of(pair.a.protocol.id)
                    yield f"{pair.slug} {name} {tag}", of.text(text).value


def test_texts_are_whole_sentences(project: Project) -> None:
    """Nothing is glued, cut or repeated; nothing is left to be written; nothing is still English in Vietnamese."""
    # Vietnamese doubles words on purpose ("song song"), but not these.
    doubled = {
        "en": re.compile(r"\b((?!X)\w+) \1\b", re.IGNORECASE),
        "vi": re.compile(r"\b(khi|của|và|là|các|để|thì|mà|cho|với|một|trong) \1\b", re.IGNORECASE),
    }
    for where, text in prose_of(project):
        bare = re.sub(r"`[^`]*`", "X", text)
        assert re.match(r"[\w“\"`]", bare), where
        assert bare[0] == bare[0].upper() or bare.startswith(SMALL), where
        assert bare.rstrip()[-1] in ".?", where
        assert doubled[where[-2:]].search(bare) is None, where
        assert not re.search(r"TODO|TBD|lorem|placeholder|when using \.\.\.|n/a", bare, re.IGNORECASE), where
        assert "…" not in bare and "..." not in bare, where
        if where.endswith(" vi"):
            assert re.search(r"[ăâđêôơưàáảãạếềểệốồổộớờởợứừửựấầẩậắằẳặíìỉịóòỏọúùủụéèẻẹýỳỷỵ]", bare), where
            assert not re.search(r"(?<![\w-])(?:the|and|when|with|which|this)(?![\w-])", bare), where


def test_mistakes_that_others_make(project: Project) -> None:
    """The list of CONTRIBUTING.md, fact by fact."""
    sip = project.library.entries["sip"]

    def text(code: str) -> str:
        return " ".join(text for _, text in support.prose(sip[code]))

    def cites(code: str) -> set[str]:
        return {source.citation.label for meaning in sip[code].meanings for source in meaning.sources}

    def fact(code: str, name: str) -> tuple[str, ...]:
        return support.answer(sip[code], name)

    def part(code: str, name: str) -> str:
        return " ".join(text for field, text in support.prose(sip[code]) if field == name)

    assert sip["202"].status == "deprecated"
    assert "RFC 6665 §8.3.1" in cites("202")
    assert "recipient" in text("202")
    assert sip["407"].defined_in.label == "RFC 3261 §21.4.8"
    assert "RFC 3261 §21.4.27" not in cites("407")
    assert "Min-SE" in fact("422", "must_carry")
    assert "`Min-SE`" in part("422", "fix")
    assert "`Session-Expires`" in part("422", "fix")
    assert re.search(r"stop|loop", part("422", "fix"))
    assert "Retry-After" in fact("486", "may_carry")
    assert "`Retry-After`" in part("486", "fix")
    assert fact("608", "sent_by") == ("intermediary",)
    assert "endpoint" in fact("607", "sent_by")
    assert "intermediary" not in fact("607", "sent_by")
    assert "intermediary" in part("608", "description")
    for code in ("478", "490"):
        assert sip[code].status == "unofficial"
    for code in ("303", "409", "411"):
        assert sip[code].status == "historic"
    assert sum(entry.status in ("registered", "deprecated") for entry in sip.values()) == 75


def test_wrong_protocol(project: Project) -> None:
    """No HTTP in a SIP text, but for digest authentication and for what SIP has taken from it."""
    for where, text in prose_of(project):
        if where.startswith("sip/"):
            assert not re.search(r"HTTP/1|\bbrowser\b|\bGET\b|\bPOST\b|web page", text), where
