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


def own_message(entry: Entry) -> Arrow:
    """Return the message of a code; every code of SIP has one meaning and one flow."""
    (flow,) = support.flows(entry)
    own = entry.message(flow)
    assert own is not None, entry.code
    return own


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
        first = own_message(entry).message
        assert first is not None
        assert first.startswith(f"SIP/2.0 {entry.code} {entry.phrase}\n")


def test_messages_are_complete(entries: list[Entry]) -> None:
    """The mandatory fields are there and well formed, lengths are right, all addresses are for documentation."""
    for entry in entries:
        for arrow, message in messages(support.flows(entry)[0]):
            where = (entry.code, arrow.label)
            for name in MANDATORY:
                assert message.headers.get(name), where
            assert len(Via.parse_many(message.headers["Via"])) == 1, where
            assert "branch=z9hG4bK" in message.headers["Via"], where
            Address.parse(message.headers["From"])
            Address.parse(message.headers["To"])
            for value in message.headers.getlist("Contact"):
                if value.count("<") == value.count(">"):
                    Address.parse_many(value)
                else:  # what `400` is sent for
                    assert where == ("400", "INVITE")
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
        requests: dict[str, list[Request]] = {}
        call_ids = set()
        sequences: dict[str, list[int]] = {}
        for arrow, message in messages(support.flows(entry)[0]):
            where = (entry.code, arrow.label)
            call_ids.add(message.call_id)
            if isinstance(message, Request):
                own = requests.setdefault(arrow.sender, [])
                own.append(message)
                assert message.headers["From"] == own[0].headers["From"], where
                first = next(iter(requests.values()))[0]
                if own[0] is not first and arrow.receiver == next(iter(requests)):
                    assert message.headers["To"] == first.headers["From"], where
                    assert bare(message.headers["From"]) == bare(first.headers["To"]), where
                number = message.cseq.sequence
                numbers = sequences.setdefault(arrow.sender, [])
                if message.method in ("ACK", "CANCEL"):
                    assert number in numbers, where
                else:
                    assert number not in numbers, where
                    assert not numbers or number > numbers[-1], where
                    numbers.append(number)
                continue
            asked = requests.get(arrow.receiver, [])
            same = [item for item in asked if item.headers["CSeq"] == message.headers["CSeq"]]
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
        own = own_message(entry)
        assert own.message is not None
        must = entry.meanings[0].facts.get("must_carry")
        values = [value for value in must.values if "none" not in value.names] if must else []
        shown = {name for value in values for name in value.names if f"\n{name}: " in own.message}
        assert shown or all(value.note for value in values), entry.code
        for value in values:
            # A note says on what condition: the flow may show another case.
            assert value.note or shown >= set(value.names), (entry.code, value.names)
        for name in shown:
            assert any(mark.startswith(name) for mark in own.marks), (entry.code, name)


def test_requests_are_those_the_code_answers(entries: list[Entry]) -> None:
    """Where the facts say which requests a code answers, the flow shows one of them."""
    for entry in entries:
        methods = support.answer(entry, "methods")
        _, own = next(item for item in messages(Flow((), (own_message(entry),), entry.defined_in)))
        method = CSeq.parse(own.headers["CSeq"]).method
        if methods and methods[0].startswith("any-but-"):
            assert f"any-but-{method.lower()}" not in methods, entry.code
        else:
            assert not methods or methods == ("any",) or method in methods, entry.code


def test_flows_cover_what_people_do(entries: list[Entry]) -> None:
    """Calls, registrations, transfers and subscriptions all have flows."""
    seen = {arrow.label for entry in entries for flow in support.flows(entry) for arrow in flow.arrows}
    assert set(SUBJECTS) <= seen
    assert sum(len(support.flows(entry)) for entry in entries) >= 40


def test_gateway_causes_are_those_of_the_mapping(project: Project) -> None:
    """The Q.850 causes in both directions are those of the project's copy of RFC 3398 and RFC 4497, one by one.

    A value that cites one of the two without a row of its own rests on that document's row for any other cause.
    """
    expected: dict[tuple[str, str], dict[str, set[str]]] = {}
    defaults: set[tuple[str, str, str]] = set()
    with (support.ROOT / "content/sip/q850.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rfc = row["reference"].partition("#")[0]
            is_out = row["direction"].startswith("sip-to")
            key = (row["from_code"], "isup_out") if is_out else (row["to_code"], "isup_in")
            cause = row["to_code"] if is_out else row["from_code"]
            if "*" in (row["from_code"], cause):
                defaults.add((*key, rfc))
            elif cause:
                expected.setdefault(key, {}).setdefault(cause, set()).add(rfc)
    # RFC 3398 section 7.2.4.1: cause 21 becomes 603 instead of 403 where the user is the location.
    expected["603", "isup_in"].setdefault("21", set()).add("RFC3398")
    # RFC 3398 section 8.2.6.1, below its table: the Warning code decides between 31 and 65, as in RFC 4497.
    for code in ("488", "606"):
        for cause in ("31", "65"):
            expected[code, "isup_out"][cause].add("RFC3398")
    for code, entry in project.library.entries["sip"].items():
        for name in ("isup_in", "isup_out"):
            fact = entry.meanings[0].facts.get(name)
            found: dict[str, set[str]] = {}
            for value in fact.values if fact else ():
                for token in value.names:
                    if token != "none":
                        cited = {citation.specification.id for citation in value.citations}
                        found[token.partition(" ")[0]] = cited
            assert set(found) == set(expected.get((code, name), {})), (code, name)
            for cause, cited in found.items():
                rows = expected[code, name][cause]
                assert rows <= cited, (code, name, cause)
                assert all((code, name, rfc) in defaults for rfc in cited - rows), (code, name, cause)
