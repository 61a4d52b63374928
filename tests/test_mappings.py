"""The edition's mappings: what the published tables say, row by row, in step with the facts of the entries."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from codepair.kit.tree import load
from codepair.library.mappings import MappingTable
from codepair.library.model import Entry
from codepair.library.texts import texts
from codepair.site.project import Project
from tests import support

ISSUE = """
    http/503-grpc/UNAVAILABLE http/502-grpc/UNAVAILABLE http/504-grpc/DEADLINE_EXCEEDED
    http/401-grpc/UNAUTHENTICATED http/403-grpc/PERMISSION_DENIED http/404-grpc/NOT_FOUND
    http/404-grpc/UNIMPLEMENTED http/501-grpc/UNIMPLEMENTED http/429-grpc/RESOURCE_EXHAUSTED
    http/412-grpc/FAILED_PRECONDITION http/400-grpc/FAILED_PRECONDITION http/409-grpc/FAILED_PRECONDITION
    http/409-grpc/ABORTED http/409-grpc/ALREADY_EXISTS http/400-grpc/INVALID_ARGUMENT
    http/416-grpc/OUT_OF_RANGE http/500-grpc/UNKNOWN http/500-grpc/INTERNAL http/499-grpc/CANCELLED
    sip/401-http/401 sip/403-http/403 sip/404-http/404 sip/407-http/407 sip/408-http/408 sip/410-http/410
    sip/415-http/415 sip/429-http/429 sip/500-http/500 sip/503-http/503 sip/504-http/504 sip/486-http/429
    http/502-dns/SERVFAIL http/404-dns/NXDOMAIN
"""
"""The comparisons across protocols that people ask for."""

NO_INVITE = frozenset({"409", "412", "425", "430", "439", "469", "489", "555"})
"""SIP codes that answer other requests alone, or that no endpoint gets: a gateway has nothing to make of them."""


@pytest.fixture(scope="module")
def tables(project: Project) -> Mapping[str, MappingTable]:
    """The mappings by their ids."""
    return {table.id: table for table in project.library.mappings}


def said(table: MappingTable) -> dict[str, set[str]]:
    """Return what each value of a table's rows becomes."""
    return {row.origin: set(row.targets) for row in table.rows if row.origin is not None}


def published(name: str, direction: str, of: str, to: str) -> dict[str, set[str]]:
    """Return the rows of a direction in the project's copy of a table; an empty set where it has no target."""
    found: dict[str, set[str]] = {}
    with (support.ROOT / "content" / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["direction"] == direction and row["from_code"] != "*":
                found.setdefault(row[of], set()).update({row[to]} - {""})
    return found


def facts(entries: Mapping[str, Entry], question: str, document: str) -> dict[str, set[str]]:
    """Return what entries answer to a question on the ground of a document: codes or numbers, without names."""
    found: dict[str, set[str]] = {}
    for code, entry in entries.items():
        for meaning in entry.meanings:
            fact = meaning.facts.get(question)
            for value in fact.values if fact is not None else ():
                if document in {citation.specification.id for citation in value.citations}:
                    found.setdefault(code, set()).update({name.split()[0] for name in value.names} - {"none"})
    return found


def test_every_pair_that_people_ask_for_has_guidance(project: Project) -> None:
    """Each with what has no counterpart on the other side."""
    found = {f"{pair.a.reference.written}-{pair.b.reference.written}": pair for pair in project.library.across}
    assert set(ISSUE.split()) <= set(found)
    for pair in found.values():
        assert pair.guidance is not None
        assert {"summary", "question", "next", "mistake", "which", "unmatched"} <= set(pair.guidance.prose)
        assert pair.guidance.decision


def test_grpc_and_http_are_the_two_documents(tables: Mapping[str, MappingTable]) -> None:
    """Row by row, and neither is the other's inverse."""
    out = published("grpc/http.csv", "grpc-to-http", "from_name", "to_code")
    assert said(tables["grpc-to-http"]) == out
    into = published("grpc/http.csv", "http-to-grpc", "from_code", "to_name")
    # grpc-go and gRPC Core lack one row: what they make of it stands beside what the document says.
    assert said(tables["http-to-grpc"]) == {**into, "431": {"INTERNAL", "UNKNOWN"}}
    others = tables["http-to-grpc"].others
    assert others is not None
    assert others.targets == ("UNKNOWN",)
    assert tables["http-to-grpc"].row("500") is others
    assert tables["http-to-grpc"].row("103") is None


def test_grpc_and_http_are_what_the_entries_say(project: Project, tables: Mapping[str, MappingTable]) -> None:
    """The facts of both protocols, read from their sides, and the tables are one."""
    grpc, http = project.library.entries["grpc"], project.library.entries["http"]
    assert facts(grpc, "http_out", "GOOGLE-CODE") == said(tables["grpc-to-http"])
    for code, names in facts(http, "grpc", "GRPC-HTTP-MAPPING").items():
        row = tables["http-to-grpc"].row(code)
        assert row is not None, code
        assert names <= set(row.targets), code


def test_http2_errors_are_what_the_entries_say(project: Project, tables: Mapping[str, MappingTable]) -> None:
    """Every error code that gRPC's entries name becomes them, and no other does."""
    numbers: dict[str, set[str]] = {}
    for name, entry in project.library.entries["grpc"].items():
        for token in support.answer(entry, "h2"):
            if token != "none":
                numbers.setdefault(f"0x{int(token.split()[0]):02x}", set()).add(name)
    assert said(tables["h2-to-grpc"]) == numbers
    names = project.library.namespaces["h2"].values
    for entry in project.library.entries["grpc"].values():
        for token in set(support.answer(entry, "h2")) - {"none"}:
            number, _, name = token.partition(" ")
            assert names[f"0x{int(number):02x}"] == name


@pytest.mark.parametrize(
    ("name", "direction", "document"),
    [
        ("sip-to-isup", "sip-to-isup", "RFC3398"),
        ("isup-to-sip", "isup-to-sip", "RFC3398"),
        ("sip-to-qsig", "sip-to-qsig", "RFC4497"),
        ("qsig-to-sip", "qsig-to-sip", "RFC4497"),
    ],
)
def test_gateways_follow_the_two_documents(
    tables: Mapping[str, MappingTable], name: str, direction: str, document: str
) -> None:
    """Row by row as in the project's copy, but for what stands in the documents' notes and text."""
    expected = published("sip/q850.csv", direction, "from_code", "to_code")
    notes: Mapping[str, Mapping[str, set[str]]] = {
        "sip-to-isup": {"488": {"31", "65"}, "606": {"31", "65"}},
        # Cause 44 is what the document calls untranslatable.
        "isup-to-sip": {"21": {"403", "603"}, "44": set()},
        "sip-to-qsig": {"487": {"31"}},
        "qsig-to-sip": {"16": {"500"}, "44": {"500", "503"}},
    }
    table = tables[name]
    assert said(table) == {**expected, **notes[name]}
    assert {each.specification.id for row in table.rows for each in row.citations} == {document}
    assert table.others is not None


@pytest.mark.parametrize(
    ("name", "question", "document"),
    [("sip-to-isup", "isup_out", "RFC3398"), ("sip-to-qsig", "isup_out", "RFC4497")],
)
def test_what_sip_becomes_is_what_the_entries_say(
    project: Project, tables: Mapping[str, MappingTable], name: str, question: str, document: str
) -> None:
    """No fact about a cause differs from the table, and a response that rejects nothing has no cause."""
    table = tables[name]
    entries = project.library.entries["sip"]
    for code, causes in facts(entries, question, document).items():
        row = table.row(code)
        assert row is not None, code
        # RFC 4497 clears a call with the default after 487, if it has to: the fact says so in its note.
        assert causes == set(row.targets) or (code, causes) == ("487", set()), code
    assert {code for code in entries if table.row(code) is None} - {"487"} == {
        code for code in entries if code[0] in "123" or code in NO_INVITE
    }


@pytest.mark.parametrize(("name", "document"), [("isup-to-sip", "RFC3398"), ("qsig-to-sip", "RFC4497")])
def test_what_becomes_sip_is_what_the_entries_say(
    project: Project, tables: Mapping[str, MappingTable], name: str, document: str
) -> None:
    """No cause leads to a code whose facts do not have it, and none is missing."""
    causes: dict[str, set[str]] = {}
    for code, found in facts(project.library.entries["sip"], "isup_in", document).items():
        for cause in found:
            causes.setdefault(cause, set()).add(code)
    table = tables[name]
    others = table.others
    assert others is not None
    for cause, codes in causes.items():
        row = table.row(cause)
        assert row is not None
        assert codes <= set(row.targets), cause
    for cause, codes in said(table).items():
        # What becomes the default anyway the entries say in words; 44 becomes a code only if no channel is left.
        assert cause == "44" or causes.get(cause, set()) >= codes - set(others.targets), (cause, codes)


@pytest.mark.parametrize(("name", "question"), [("dns-to-glibc", "glibc"), ("dns-to-musl", "musl")])
def test_what_resolvers_return_is_what_the_entries_say(
    project: Project, tables: Mapping[str, MappingTable], name: str, question: str
) -> None:
    """The same results, of the same release."""
    results: dict[str, set[str]] = {}
    for code, entry in project.library.entries["dns"].items():
        found = {"0" if result == "addresses" else result for result in support.answer(entry, question)}
        if found:
            results[code] = found
    assert said(tables[name]) == results


def test_values_without_pages_have_their_names(project: Project) -> None:
    """Q.850's as in the facts of SIP; those of HTTP/2 are its numbers from 0 on."""
    causes = project.library.namespaces["q850"].values
    for entry in project.library.entries["sip"].values():
        for question in ("isup_in", "isup_out"):
            for token in set(support.answer(entry, question)) - {"none"}:
                number, _, name = token.partition(" ")
                name = re.sub(r" \((?:RFC \d+)\)$", "", name)
                assert not number.isdigit() or causes[number] == name, (entry.code, token)
    assert list(project.library.namespaces["h2"].values) == [f"0x{number:02x}" for number in range(14)]


def test_a_row_may_become_nothing_and_others_may_be_some(tmp_path: Path) -> None:
    """A value that becomes nothing is shown so; what a table says of some others is said of no more of them."""
    between = support.ROOT / "tests" / "sites" / "between"
    mapping = (between / "content" / "mappings" / "toy-to-play.yml").read_text(encoding="utf-8")
    mapping = mapping.replace('{from: "404", to: "503"', '{from: "404", to: []')
    mapping = mapping.replace("others: {", 'others: {codes: "5..", ')
    root = support.tiny(tmp_path, between, files={"content/mappings/toy-to-play.yml": mapping})
    project = support.opened(root)
    (table,) = [each for each in project.library.mappings if each.id == "toy-to-play"]
    nothing = table.row("404")
    assert nothing is not None
    assert nothing.targets == ()
    assert table.row("486") is None
    site = support.built(root, root / "site")
    shown = support.parse((site / "mappings/toy-to-play/index.html").read_bytes())
    cells = [support.text_of(cell) for cell in support.find(shown, "//table[@class='cp-map']//td")]
    assert cells[:2] == ["TOY 404 Not Found", "nothing PLAYPEN §4Only in the park."]
    text = support.text_of(support.parse((site / "toy/486/index.html").read_bytes()))
    assert "no row of its own" not in text


def test_an_expression_for_others_is_one(tmp_path: Path) -> None:
    """Otherwise its place is said."""
    between = support.ROOT / "tests" / "sites" / "between"
    mapping = (between / "content" / "mappings" / "toy-to-play.yml").read_text(encoding="utf-8")
    mapping = mapping.replace("others: {", 'others: {codes: "(?=5)", ')
    root = support.tiny(tmp_path, between, files={"content/mappings/toy-to-play.yml": mapping})
    done = support.run("codepair", "check", cwd=root)
    assert done.returncode == 1
    assert "content/mappings/toy-to-play.yml:10:17: error: '(?=5)': RE2 has no look-ahead" in done.stderr


def test_every_table_has_texts_that_are_translated() -> None:
    """What tells a table from other files is what only tables have: one that says what the others become is one."""
    for file in sorted((support.ROOT / "content" / "mappings").glob("*-to-*.yml")):
        node, problems = load(file.name, file.read_bytes())
        assert node is not None and problems == []
        fields = [each.field for each in texts(node)]
        assert any("title" in field for field in fields), file.name
        assert any("lost" in field for field in fields), file.name
