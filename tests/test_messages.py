"""The SIP messages of the flows are real ones: a parser of the field reads them, and they belong together."""

from __future__ import annotations

import csv
import ipaddress
import re
from collections.abc import Iterator

import pytest
from sipmessage import Address, CSeq, Message, Request, Response, Via

from codepair.library.flow import Arrow, Flow
from codepair.library.model import Entry
from codepair.site.project import Project
from tests import support

MANDATORY = ("Via", "From", "To", "Call-ID", "CSeq")
"""What RFC 3261 section 8.2.6.2 copies into a response."""

SUBJECTS = ("INVITE", "REGISTER", "REFER", "SUBSCRIBE", "NOTIFY", "MESSAGE", "PUBLISH", "BYE", "CANCEL")


@pytest.fixture(scope="module")
def entries(project: Project) -> list[Entry]:
    """Every SIP entry that is compared with every other."""
    return [entry for entry in project.library.entries["sip"].values() if entry.is_current]


def messages(flow: Flow) -> Iterator[tuple[Arrow, Request | Response]]:
    """Yield every message of a flow, read by the parser."""
    for arrow in flow.arrows:
        if arrow.message is not None:
            text = arrow.message if "\n\n" in arrow.message else arrow.message + "\n\n"
            head, _, body = text.partition("\n\n")
            lines = head.replace("\n", "\r\n") + "\r\n\r\n"
            payload = body.replace("\n", "\r\n") + ("\r\n" if body else "")
            yield arrow, Message.parse((lines + payload).encode())


def bare(address: str) -> str:
    """Return an address header field's value without its tag."""
    return re.sub(r";tag=[^;]+", "", address)


def test_every_code_is_shown(entries: list[Entry]) -> None:
    """Every current code has a flow in which its own message stands, complete."""
    assert len(entries) == 75
    for entry in entries:
        assert entry.flow is not None, entry.code
        assert entry.message is not None, entry.code
        first = entry.message.message
        assert first is not None
        assert first.startswith(f"SIP/2.0 {entry.code} {entry.phrase}\n")


def test_messages_are_complete(entries: list[Entry]) -> None:
    """The mandatory fields are there and well formed, lengths are right, all addresses are for documentation."""
    for entry in entries:
        assert entry.flow is not None
        for arrow, message in messages(entry.flow):
            where = (entry.code, arrow.label)
            for name in MANDATORY:
                assert message.headers.get(name), where
            assert len(Via.parse_many(message.headers["Via"])) == 1, where
            assert "branch=z9hG4bK" in message.headers["Via"], where
            Address.parse(message.headers["From"])
            Address.parse(message.headers["To"])
            for value in message.headers.getlist("Contact"):
                Address.parse_many(value)
            assert message.content_length == len(message.body), where
            if message.body:
                assert message.content_type is not None, where
            if isinstance(message, Request):
                assert message.cseq.method == message.method, where
                assert message.headers.get("Max-Forwards") is not None, where
                assert "tag=" in message.headers["From"], where
            assert arrow.message is not None
            for host in re.findall(r"\b\d+\.\d+\.\d+\.\d+\b", arrow.message):
                networks = ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")
                assert any(ipaddress.ip_address(host) in ipaddress.ip_network(net) for net in networks), where
            for host in re.findall(r"@([A-Za-z0-9.-]+\.[a-z]+)", arrow.message):
                assert re.search(r"(?:^|\.)example\.(?:com|net|org)$|\.invalid$", host), (where, host)


def test_messages_of_a_flow_belong_together(entries: list[Entry]) -> None:
    """A response repeats Via, From, Call-ID and CSeq of a request before it, and its To apart from the tag."""
    for entry in entries:
        assert entry.flow is not None
        requests: list[Request] = []
        call_ids = set()
        sequences: list[int] = []
        for arrow, message in messages(entry.flow):
            where = (entry.code, arrow.label)
            call_ids.add(message.call_id)
            if isinstance(message, Request):
                requests.append(message)
                assert message.headers["From"] == requests[0].headers["From"], where
                number = message.cseq.sequence
                if message.method in ("ACK", "CANCEL"):
                    assert number in sequences, where
                else:
                    assert number not in sequences, where
                    assert not sequences or number > sequences[-1], where
                    sequences.append(number)
                continue
            same = [item for item in requests if item.headers["CSeq"] == message.headers["CSeq"]]
            if not same:
                assert not requests, (
                    where,
                    "answers a request that the flow does not show, though it shows others",
                )
                continue
            for name in ("From", "Call-ID", "CSeq"):
                assert message.headers.getlist(name) == same[-1].headers.getlist(name), where
            assert message.headers.getlist("Via") == same[-1].headers.getlist("Via"), where
            assert bare(message.headers["To"]) == bare(same[-1].headers["To"]), where
            if message.code != 100:
                assert ";tag=" in message.headers["To"], where
        assert len(call_ids) == 1, entry.code


def test_what_the_code_must_carry(entries: list[Entry]) -> None:
    """The code's message has the header fields that the facts say it must carry, and marks what decides."""
    for entry in entries:
        assert entry.message is not None
        assert entry.message.message is not None
        lines = entry.message.message.split("\n")
        must = entry.facts.get("must_carry")
        for name in must.value if must else ():
            assert any(line.startswith(f"{name}: ") for line in lines), (entry.code, name)
            assert any(mark.startswith(name) for mark in entry.message.marks), (entry.code, name)


def test_requests_are_those_the_code_answers(entries: list[Entry]) -> None:
    """Where the facts say which requests a code answers, the flow shows one of them."""
    for entry in entries:
        methods = entry.facts.get("methods")
        assert entry.message is not None
        _, own = next(item for item in messages(Flow((), (entry.message,), entry.sources[0].citation)))
        method = CSeq.parse(own.headers["CSeq"]).method
        assert methods is None or method in methods.value, entry.code


def test_flows_cover_what_people_do(entries: list[Entry]) -> None:
    """Calls, registrations, transfers and subscriptions all have flows."""
    seen = {arrow.label for entry in entries if entry.flow for arrow in entry.flow.arrows}
    assert set(SUBJECTS) <= seen
    assert sum(entry.flow is not None for entry in entries) >= 40


def test_gateway_causes_are_those_of_the_mapping(project: Project) -> None:
    """The Q.850 causes in both directions are the ones of the project's copy of RFC 3398 and RFC 4497."""
    expected: dict[tuple[str, str], dict[str, set[str]]] = {}
    with (support.ROOT / "content/sip/q850.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if "*" in (row["from_code"], row["to_code"]) or not row["to_code"]:
                continue
            rfc = row["reference"].partition("#")[0]
            if row["direction"].startswith("sip-to"):
                key, cause = (row["from_code"], "isup_out"), row["to_code"]
            else:
                key, cause = (row["to_code"], "isup_in"), row["from_code"]
            expected.setdefault(key, {}).setdefault(cause, set()).add(rfc)
    # RFC 3398 section 7.2.4.1: cause 21 becomes 603 instead of 403 where the user is the location.
    expected["603", "isup_in"].setdefault("21", set()).add("RFC3398")
    for code, entry in project.library.entries["sip"].items():
        for name in ("isup_in", "isup_out"):
            fact = entry.facts.get(name)
            found = {}
            for token in fact.value if fact else ():
                number, _, rest = token.partition(" ")
                only = re.search(r"\((RFC) (\d+)\)$", rest)
                found[number] = {only[1] + only[2]} if only else {"RFC3398", "RFC4497"}
            assert found == expected.get((code, name), {}), (code, name)
