"""The HTTP messages of the flows are real ones: h11 reads them, and they say what the facts of their codes say."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass

import h11
import pytest

from codepair.library.flow import Arrow, Flow
from codepair.library.model import Entry
from codepair.site.project import Project
from tests import support

IN_ANOTHER = "208"
"""Never the status of a response: RFC 5842 section 7.1 has it inside the content of a 207."""

LARGE = 1_000_000
"""From this length on, in octets, content is announced and not shown: an upload that is refused or broken off."""

DOCUMENTATION = ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")
"""RFC 5737."""

MANDATORY_DATE = range(200, 500)
"""Statuses whose responses an origin server with a clock dates: RFC 9110 section 6.6.1."""


@dataclass(frozen=True)
class Read:
    """A message as h11 has read it: its head, its content, and whether it ended."""

    arrow: Arrow
    head: h11.Request | h11.Response | h11.InformationalResponse
    content: bytes
    is_whole: bool

    def field(self, name: str) -> str | None:
        """Return a header field's value, the first of several."""
        found = (value for key, value in self.head.headers if key == name.lower().encode())
        value = next(found, None)
        return None if value is None else value.decode()


def octets(message: str) -> bytes:
    """Return a message as it is sent: its content is what is shown, with no line end after the last line."""
    head, _, content = message.rstrip("\n").partition("\n\n")
    return "\r\n".join([*head.split("\n"), "", content.replace("\n", "\r\n")]).encode()


def read(arrow: Arrow, asked: h11.Request) -> Read:
    """Let h11 read an arrow's message; a response is read as the answer to a request, which decides its framing."""
    assert arrow.message is not None
    is_response = arrow.message.startswith("HTTP/")
    connection = h11.Connection(h11.CLIENT if is_response else h11.SERVER)
    if is_response:
        connection.send(asked)
    connection.receive_data(octets(arrow.message))
    head = connection.next_event()
    assert isinstance(head, h11.Request | h11.Response | h11.InformationalResponse), arrow.label
    content = b""
    while isinstance(event := connection.next_event(), h11.Data):
        content += event.data
    assert connection.trailing_data[0] == b"", (arrow.label, "more than its length")
    # Paused: what follows belongs to the tunnel that the response has opened.
    return Read(arrow, head, content, isinstance(event, h11.EndOfMessage) or event is h11.PAUSED)


def messages(flow: Flow) -> Iterator[Read]:
    """Yield every message of a flow; a response answers the last request that went the other way."""
    asked: dict[tuple[str, str], h11.Request] = {}
    for arrow in flow.arrows:
        way = (arrow.sender, arrow.receiver)
        label = re.fullmatch(r"([A-Z]+) (\S+)", arrow.label)
        if label is not None and not arrow.label.startswith("TCP"):
            asked[way] = h11.Request(method=label[1], target=label[2], headers=[("Host", "example.com")])
        if arrow.message is None:
            continue
        default = h11.Request(method="GET", target="/", headers=[("Host", "example.com")])
        found = read(arrow, asked.get((arrow.receiver, arrow.sender), default))
        if isinstance(found.head, h11.Request):
            asked[way] = found.head
        yield found


@pytest.fixture(scope="module")
def entries(project: Project) -> dict[str, Entry]:
    """The HTTP entries by code."""
    return dict(project.library.entries["http"])


@pytest.fixture(scope="module")
def every(entries: dict[str, Entry]) -> list[tuple[Entry, Read]]:
    """Every message of every flow, unofficial codes and all meanings included."""
    return [
        (entry, found) for entry in entries.values() for flow in support.flows(entry) for found in messages(flow)
    ]


def test_every_code_is_shown(entries: dict[str, Entry]) -> None:
    """Every current code has a flow in which its own message stands, with the registered phrase."""
    current = [entry for entry in entries.values() if entry.is_current]
    assert len(current) == 61
    for entry in current:
        if entry.code == IN_ANOTHER:
            assert support.flows(entry) == []
            assert support.answer(entry, "finality") == ("unsent",)
            continue
        (flow,) = support.flows(entry)
        own = entry.message(flow)
        assert own is not None, entry.code
        assert own.message is not None
        assert own.message.split("\n")[0] == f"HTTP/1.1 {entry.code} {entry.phrase}", entry.code


def test_a_space_ends_the_code(every: list[tuple[Entry, Read]]) -> None:
    """A status line without a phrase has the space before it all the same (RFC 9112 section 4)."""
    first = [(entry.code, (found.arrow.message or "").split("\n")[0]) for entry, found in every]
    statuses = [each for each in first if each[1].startswith("HTTP/")]
    assert len(statuses) > 80
    assert [each for each in statuses if not re.match(r"HTTP/\d\.\d \d{3} ", each[1])] == []


def test_messages_are_whole(every: list[tuple[Entry, Read]]) -> None:
    """Content has the length that its message states, and only what is too large to show is not there."""
    assert len(every) > 180
    for entry, found in every:
        where = (entry.code, found.arrow.label)
        stated = found.field("Content-Length")
        if isinstance(found.head, h11.InformationalResponse):
            assert stated is None, where
        elif found.content or found.is_whole:
            assert found.is_whole, where
            assert len(found.content) == int(stated or 0), where
        else:
            assert stated is not None, where
            assert int(stated) >= LARGE, where


def test_framing_is_the_one_of_the_code(every: list[tuple[Entry, Read]]) -> None:
    """No content where the code allows none; a final response says where it ends; 205 says that it is empty."""
    for entry, found in every:
        if not isinstance(found.head, h11.Response):
            continue
        where = (entry.code, found.arrow.label)
        status = found.head.status_code
        stated = found.field("Content-Length")
        # RFC 9110 section 8.6: not in a 204, nor in a 2xx to CONNECT.
        if status in (204, 304) or (entry.code == "407" and status == 200):
            assert stated is None, where
            assert found.content == b"", where
        else:
            assert stated is not None, where
        if status == 205:
            assert stated == "0", where


def test_messages_have_what_http_asks_for(every: list[tuple[Entry, Read]]) -> None:
    """`Host` in requests, a date where the origin must state one, a type for content, names for documentation."""
    for entry, found in every:
        where = (entry.code, found.arrow.label)
        if isinstance(found.head, h11.Request):
            host = found.field("Host")
            assert host is not None, where
            assert re.search(r"(?:^|\.)example\.(?:com|net|org)(?::\d+)?$", host), where
            target = found.head.target.decode()
            assert not target.startswith("http") or f"://{host}/" in target, where
        elif isinstance(found.head, h11.Response) and found.head.status_code in MANDATORY_DATE:
            assert re.fullmatch(r"\w{3}, \d\d Nov 2026 \d\d:\d\d:\d\d GMT", found.field("Date") or ""), where
        if found.content:
            assert found.field("Content-Type"), where
        if found.field("Upgrade"):
            assert "upgrade" in (found.field("Connection") or "").lower(), where
        for address in re.findall(r"\b\d+\.\d+\.\d+\.\d+\b", found.arrow.message or ""):
            assert any(ipaddress.ip_address(address) in ipaddress.ip_network(net) for net in DOCUMENTATION), where


def test_the_label_is_the_start_line(every: list[tuple[Entry, Read]]) -> None:
    """What the diagram says is what h11 reads: method and target, or status and phrase, which may be left out."""
    for entry, found in every:
        head = found.head
        if isinstance(head, h11.Request):
            read_as = f"{head.method.decode()} {head.target.decode()}"
        else:
            read_as = f"{head.status_code} {head.reason.decode()}".rstrip()
        phraseless = "" if isinstance(head, h11.Request) else str(head.status_code)
        assert found.arrow.label in (read_as, phraseless), entry.code


def own_messages(entry: Entry) -> Iterator[Read]:
    """Yield a code's own messages, a flow of each meaning after the other."""
    for flow in support.flows(entry):
        own = entry.message(flow)
        yield from (found for found in messages(flow) if own is not None and found.arrow is own)


@pytest.mark.parametrize("question", ["must_carry", "should_carry"])
def test_what_the_code_must_carry(entries: dict[str, Entry], question: str) -> None:
    """The message has the header fields that the code must and should carry, unless a note says when."""
    for entry in entries.values():
        for found in own_messages(entry):
            for meaning in entry.meanings:
                fact = meaning.facts.get(question)
                for value in fact.values if fact is not None and meaning.flow is not None else ():
                    for name in set(value.names) - {"none"}:
                        assert found.field(name) is not None or value.note, (entry.code, name)


def test_requests_are_those_the_code_answers(entries: dict[str, Entry]) -> None:
    """Where the facts name the methods that a code answers, the flow shows one of them."""
    for entry in entries.values():
        named = {name for name in support.answer(entry, "methods") if name.isupper()}
        labels = {arrow.label.split()[0] for flow in support.flows(entry) for arrow in flow.arrows}
        assert not named or not labels or named & labels, (entry.code, named)


def test_mistakes_that_others_make(entries: dict[str, Entry]) -> None:
    """418 is not registered, 429 is RFC 6585's, and no code of one product is offered as standard."""
    assert entries["418"].status == "unused"
    assert entries["429"].defined_in.label == "RFC 6585 §4"
    assert entries["422"].phrase == "Unprocessable Content"
    assert entries["510"].status == "historic"
    for entry in entries.values():
        if entry.status == "unofficial":
            for meaning in entry.meanings:
                assert not meaning.sources[0].citation.specification.id.startswith("RFC"), entry.code


def test_grpc_is_what_the_documents_say(project: Project) -> None:
    """HTTP's facts of gRPC are gRPC's facts of HTTP, read from the other side."""
    http, grpc = project.library.entries["http"], project.library.entries["grpc"]
    for there, here in (("http_out", "grpc_from"), ("http_in", "grpc")):
        for name, entry in grpc.items():
            for token in support.answer(entry, there):
                if token[0].isdigit():
                    assert name in support.answer(http[token.split()[0]], here), (name, token)
        for code, entry in http.items():
            # What nginx logs and never sends becomes what the status does that it sends: our reading.
            facts = [meaning.facts[here] for meaning in entry.meanings if here in meaning.facts]
            read = {
                name for fact in facts for each in fact.values if each.basis == "reading" for name in each.names
            }
            for name in set(support.answer(entry, here)) - {"none"} - read:
                tokens = support.answer(grpc[name], there)
                assert "others" in tokens or code in {token.split()[0] for token in tokens}, (code, name)
