"""The gRPC messages of the flows carry the numbers of grpcio's own table."""

from __future__ import annotations

import csv
import re

import grpc
import pytest

from codepair.library.model import Entry
from codepair.site.project import Project
from tests import support

FROM_HTTP2 = {"CANCEL": 8}
"""HTTP/2 error codes of RFC 9113 section 7 that flows show."""


MADE_BY_THE_CLIENT = ("CANCELLED", "DEADLINE_EXCEEDED")
"""The codes whose flow ends with the client resetting the stream, so that no status comes from the server."""


@pytest.fixture(scope="module")
def entries(project: Project) -> dict[str, Entry]:
    """The gRPC entries by code."""
    return dict(project.library.entries["grpc"])


def test_names_and_numbers(entries: dict[str, Entry]) -> None:
    """Every code of the library, with its number, and no other."""
    assert {name: entry.number for name, entry in entries.items()} == {
        status.name: str(status.value[0]) for status in grpc.StatusCode
    }


def test_every_code_is_shown(entries: dict[str, Entry]) -> None:
    """The trailers of each response carry the code's number; a code that the client's library makes has none."""
    for name, entry in entries.items():
        (flow,) = support.flows(entry)
        own = entry.message(flow)
        if name in MADE_BY_THE_CLIENT:
            assert own is None, name
            frames = [arrow.message for arrow in flow.arrows if arrow.label == "RST_STREAM (CANCEL)"]
            frame = next(message for message in frames if message is not None)
            raw = bytes.fromhex(frame.partition("\n")[2])
            assert int.from_bytes(raw[:3], "big") == len(raw) - 9
            assert raw[3] == 3
            assert int.from_bytes(raw[9:], "big") == FROM_HTTP2["CANCEL"]
            continue
        assert own is not None, name
        assert own.message is not None
        found = re.findall(r"^grpc-status: (\d+)$", own.message, re.MULTILINE)
        assert found == [entry.number], name
        assert "grpc-status" in own.marks, name


def test_messages_are_well_formed(entries: dict[str, Entry]) -> None:
    """Pseudo-header fields come first, names are in lower case, requests have what the protocol asks for."""
    for name, entry in entries.items():
        (flow,) = support.flows(entry)
        for arrow in flow.arrows:
            if arrow.message is None or arrow.message.startswith("RST_STREAM"):
                continue
            lines = arrow.message.split("\n\n")[0].split("\n")
            fields = [line.partition(": ")[0] for line in lines]
            pseudo = [field.startswith(":") for field in fields]
            assert pseudo == sorted(pseudo, reverse=True), (name, arrow.label)
            assert all(field == field.lower() for field in fields), (name, arrow.label)
            if ":method" in fields:
                assert {":scheme", ":path", "te", "content-type"} <= set(fields), (name, arrow.label)
            elif ":status" in fields:
                assert "content-type" in fields, (name, arrow.label)


def test_http_mappings_are_those_of_the_documents(entries: dict[str, Entry]) -> None:
    """Both directions, as the project's copy of the documents has them; they are not each other's inverse."""
    into: dict[str, set[str]] = {}
    out: dict[str, set[str]] = {}
    with (support.ROOT / "content/grpc/http.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["direction"] == "http-to-grpc":
                into.setdefault(row["to_name"], set()).add(row["from_code"])
            else:
                out.setdefault(row["from_name"], set()).add(row["to_code"])
    for name, entry in entries.items():
        for fact, table in (("http_in", into), ("http_out", out)):
            numbers = {token.split()[0] for token in support.answer(entry, fact) if token[0].isdigit()}
            expected = table.get(name, set()) - {"*"}
            if fact == "http_in" and name == "UNKNOWN":
                continue  # all other statuses: the prose says so
            assert numbers == expected, (name, fact)
    assert into["UNIMPLEMENTED"] == {"404"}
    assert out["NOT_FOUND"] == {"404"}


def test_unavailable_is_not_always_safe(entries: dict[str, Entry]) -> None:
    """The warning about calls that are not idempotent stands where readers look."""
    entry = entries["UNAVAILABLE"]
    (meaning,) = entry.meanings
    assert "idempotent" in meaning.prose["description"]
    assert "idempotent" in meaning.prose["fix"]
    assert "unneeded" not in support.answer(entry, "again")
    assert any("idempotent" in (value.note or "") for value in meaning.facts["again"].values)
