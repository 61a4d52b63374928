"""``llms-full.txt``: all that ``llms.txt`` links as one text, a line a field, of the same values as the pages."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest

from codepair.beside import llms_full
from codepair.beside.markdown import line
from codepair.beside.metadata import FORM
from codepair.kit.text import to_plain
from codepair.site.project import Project
from tests import support

HOST = "http://127.0.0.1/project/"


def shown(text: str) -> str:
    """Return a text of the content as it stands in a line."""
    return line(to_plain(text))


@pytest.fixture(scope="module")
def whole(site: Path) -> str:
    """The text of the project's own site."""
    return (site / "llms-full.txt").read_text(encoding="utf-8")


def sections(text: str) -> dict[str, str]:
    """Return what stands under each heading of a code, comparison or table, by its address."""
    found = {}
    for part in re.split(r"(?m)^### ", text)[1:]:
        address, _, rest = part.partition("\n\n")[2].partition("\n")
        assert address not in found
        found[address] = re.split(r"(?m)^## ", rest)[0]
    return found


def test_it_has_all_that_is_linked(site: Path, whole: str) -> None:
    """Every page that llms.txt links is in it, once, and no other; llms.txt links it and says how it is read."""
    text = (site / "llms.txt").read_text(encoding="utf-8")
    linked = re.findall(r"^- \[.*?\]\((http\S+/)\)", text, re.M)
    assert set(linked) - {f"{HOST}compare/"} == set(sections(whole))
    assert f"- [llms-full.txt]({HOST}llms-full.txt)\n" in text
    for each in (text, whole):
        assert FORM in each


def test_it_says_what_pages_say(whole: str, project: Project) -> None:
    """Every sentence of every code and pair, each fact with its section or that it is our reading."""
    found = sections(whole)
    library = project.library
    for entry in chain.from_iterable(own.values() for own in library.entries.values()):
        text = found[f"{HOST}{entry.protocol.id}/{entry.slug}/"]
        assert f": {shown(entry.says)}\n" in text
        facts = [fact for meaning in entry.meanings for fact in meaning.facts.values()]
        assert text.count("\n- ") == len(facts)
        for meaning in entry.meanings:
            for prose in meaning.prose.values():
                assert f": {shown(prose)}\n" in text, entry.address
        for value in chain.from_iterable(fact.values for fact in facts):
            assert shown(value.note or "") in text
            assert value.basis != "reading" or "our reading)." in text
            assert value.basis != "practice" or "(practice: " in text or "practice: " in text
            for citation in value.citations:
                assert line(citation.label) in text, (entry.address, citation.label)
    for pair in library.all_guided:
        assert pair.guidance is not None
        text = found[f"{HOST}{'compare' if pair.is_across else pair.a.protocol.id}/{pair.slug}/"]
        for said in (*pair.guidance.prose.values(), *(step.ask for step in pair.guidance.decision)):
            assert shown(said) in text, pair.slug
    for table in library.mappings:
        text = found[f"{HOST}mappings/{table.id}/"]
        assert text.count("\n- ") == len(table.rows) + (table.others is not None)
        assert all(shown(row.note) in text for row in table.rows if row.note)


def test_one_fact_as_it_stands(whole: str) -> None:
    """A question, its answer, what that rests on, and its note."""
    text = sections(whole)[f"{HOST}sip/100/"]
    assert (
        "\n- Trying again: Not needed (RFC 3261 §21.1.1). It stops the retransmissions of an INVITE.\n"
        "- Who acts next: Nobody (RFC 3261 §21.1, RFC 3262 §4). "
    ) in text
    assert "\n- Provisional or final: Provisional (1xx: RFC 3261 §6).\n" in text
    pair = sections(whole)[f"{HOST}sip/486-vs-603/"]
    assert "Yes: SIP 486 Busy Here; No: question 4.\n" in pair


def test_its_size(site: Path, project: Project) -> None:
    """It is bounded, and what says when it is divided is about what it measures."""
    size = (site / "llms-full.txt").stat().st_size
    assert size < llms_full.LARGEST
    assert abs(llms_full.size(project.library) - size) < size / 10


def test_a_large_one_is_divided(project: Project, whole: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One a protocol and one of what stands between them; together they have the same lines, nothing twice."""
    monkeypatch.setattr(llms_full, "LARGEST", 100_000)
    translator = next(each for each in project.translators if not each.locale.path)
    made = dict(llms_full.documents(project.plan, "Codepair", translator, lambda path: f"{HOST}{path}"))
    names = [*project.library.protocols, "pairs"]
    assert list(made) == llms_full.paths(project.plan) == [f"llms-full/{name}.txt" for name in names]
    head = f"# Codepair\n\n{FORM}\n"
    texts = [make().decode() for make in made.values()]
    assert all(text.startswith(head) for text in texts)
    assert head + "".join(text.removeprefix(head) for text in texts) == whole


def test_a_divided_one_is_linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part by llms.txt, below the folder of the codes."""
    monkeypatch.setattr(llms_full, "LARGEST", 100)
    root = support.tiny(tmp_path)
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as more:
        more.write("      mount: reference\n")
    site = support.built(root, root / "site")
    text = (site / "reference/llms.txt").read_text(encoding="utf-8")
    assert "- [llms-full/toy.txt](https://toys.example/docs/reference/llms-full/toy.txt)\n" in text
    assert (site / "reference/llms-full/toy.txt").is_file()
    assert not (site / "reference/llms-full.txt").exists()


def test_a_field_is_one_line(tmp_path: Path) -> None:
    """Whatever texts hold: no text makes a heading, a list, a link or an element of itself."""
    entry = (support.TINY / "content/toy/499.yml").read_text(encoding="utf-8")
    hostile = "# Not a heading\\n\\n- no list\\n### [x](http://y.example) <b> &lt; *so*."
    changed = entry.replace("fix: Look for it in the park.", f'fix: "{hostile}"')
    assert changed != entry
    plain = support.built(support.tiny(tmp_path / "one"), tmp_path / "one/site")
    root = support.tiny(tmp_path / "two", files={"content/toy/499.yml": changed})
    before = (plain / "llms-full.txt").read_text(encoding="utf-8").splitlines()
    after = (support.built(root, root / "site") / "llms-full.txt").read_text(encoding="utf-8").splitlines()
    assert len(before) == len(after)
    (changed_line,) = (new for old, new in zip(before, after, strict=True) if old != new)
    assert changed_line == r"How to Fix: # Not a heading - no list ### \[x\](http://y.example) \<b> \&lt; \*so\*."


def test_the_default_locale(tmp_path: Path) -> None:
    """It is in the language of the pages at the root, with their addresses."""
    root = support.tiny(tmp_path)
    options = root / "mkdocs.yml"
    options.write_text(options.read_text(encoding="utf-8").replace("[en, vi]", "[vi, en]"), encoding="utf-8")
    text = (support.built(root, root / "site") / "llms-full.txt").read_text(encoding="utf-8")
    assert "\nMô tả: " in text
    assert "\nhttps://toys.example/docs/toy/404/\n" in text
    assert "docs/vi/" not in text
