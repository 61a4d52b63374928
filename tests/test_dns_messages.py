"""The DNS messages of the flows are real ones: dnspython reads their bytes and finds what the text says."""

from __future__ import annotations

import re
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset
import pytest

from codepair.library.flow import Arrow
from codepair.library.model import Entry
from codepair.site.project import Project
from tests import support

DSO = 6
"""The opcode of DNS Stateful Operations, whose messages dnspython reads as far as the header."""


@pytest.fixture(scope="module")
def entries(project: Project) -> list[Entry]:
    """Every DNS code that is sent."""
    return [entry for entry in project.library.entries["dns"].values() if entry.is_current]


def read(arrow: Arrow) -> tuple[dns.message.Message, str, bytes]:
    """Return an arrow's message as its bytes say, the text above them, and the bytes."""
    assert arrow.message is not None
    text, _, rest = arrow.message.partition("\n;; MSG SIZE: ")
    size, _, dump = rest.partition("\n")
    wire = b"".join(bytes.fromhex(line.partition("  ")[2]) for line in dump.split("\n"))
    assert len(wire) == int(size)
    is_dso = (wire[2] >> 3) & 0xF == DSO
    return dns.message.from_wire(wire, keyring=False, ignore_trailing=is_dso), text, wire


def shown(entries: list[Entry]) -> Iterator[tuple[Entry, Arrow]]:
    """Yield every arrow with a message."""
    for entry in entries:
        assert support.flows(entry), entry.code
        for flow in support.flows(entry):
            for arrow in flow.arrows:
                if arrow.message is not None:
                    yield entry, arrow


def error_of(message: dns.message.Message) -> int:
    """Return the code that a message carries: the error of its TSIG or TKEY record, or else its RCODE."""
    records = [message.tsig] if message.tsig is not None else []
    records += [rrset for rrset in message.answer if rrset.rdtype == dns.rdatatype.TKEY]
    for rrset in records:
        for rdata in rrset:
            if rdata.error:
                return int(rdata.error)
    return int(message.rcode())


def test_every_code_is_shown(entries: list[Entry]) -> None:
    """Each code has its own message, and its bytes carry the code's number."""
    assert len(entries) == 21
    for entry in entries:
        for flow in support.flows(entry):
            own = entry.message(flow)
            assert own is not None, entry.code
            message, _, _ = read(own)
            assert message.flags & dns.flags.QR, entry.code
            assert str(error_of(message)) == entry.number, entry.code


def test_text_says_what_the_bytes_say(entries: list[Entry]) -> None:
    """Header, counts, options and every record, in the order of the message."""
    for entry, arrow in shown(entries):
        message, text, wire = read(arrow)
        where = (entry.code, arrow.label)
        lines = text.split("\n")
        header = re.match(r";; ->>HEADER<<- opcode: ([A-Z]+), status: ([A-Z]+), id: (\d+)$", lines[0])
        assert header is not None, where
        assert int(header[3]) == message.id
        opcode = (wire[2] >> 3) & 0xF
        assert {0: "QUERY", 2: "STATUS", 5: "UPDATE", DSO: "DSO"}[opcode] == header[1], where
        assert dns.rcode.from_text(header[2]) == message.rcode(), where
        flags = re.match(r";; flags:([a-z ]*); (.*)$", lines[1])
        assert flags is not None, where
        assert flags[1].split() == dns.flags.to_text(message.flags).lower().split(), where
        counts = [int(number) for number in re.findall(r": (\d+)", flags[2])]
        assert counts == [int.from_bytes(wire[at : at + 2], "big") for at in (4, 6, 8, 10)], where
        assert ("; EDNS:" in text) == (message.opt is not None), where
        if message.opt is not None:
            edns = re.search(r"; EDNS: version: (\d+), flags:([a-z ]*); udp: (\d+)", text)
            assert edns is not None, where
            assert (int(edns[1]), int(edns[3])) == (message.edns, message.payload), where
        records = [line for line in lines[2:] if line and not line.startswith(";")]
        assert len(records) == sum(max(1, len(rrset)) for section in message.sections[1:] for rrset in section) + (
            message.tsig is not None
        ), where
        for line in lines:
            if line.startswith(";") and " IN " in line:
                name, _, rdtype = line[1:].split()
                assert any(
                    str(rrset.name) == name and rrset.rdtype == dns.rdatatype.from_text(rdtype)
                    for rrset in message.sections[0]
                ), (where, line)
        for rrset in (item for section in message.sections[1:] for item in section):
            for rdata in rrset:
                if rrset.rdtype not in (dns.rdatatype.TKEY,):
                    assert any(line.endswith(rdata.to_text()) for line in records), (where, rdata.to_text())


def test_answers_fit_their_questions(entries: list[Entry]) -> None:
    """A response has the id, opcode and question of a request of the flow."""
    for entry, flow in [(each, flow) for each in entries for flow in support.flows(each)]:
        requests = []
        for arrow in flow.arrows:
            if arrow.message is None:
                continue
            message, _, wire = read(arrow)
            if not message.flags & dns.flags.QR:
                requests.append((message, wire))
                continue
            same = [item for item, sent in requests if item.id == message.id and (sent[2] ^ wire[2]) & 0x78 == 0]
            assert same, (entry.code, arrow.label)
            if message.question:
                assert message.question == same[-1].question, (entry.code, arrow.label)


def test_documentation_names_and_addresses(entries: list[Entry]) -> None:
    """Only names and addresses that are reserved for examples."""
    for entry, arrow in shown(entries):
        assert arrow.message is not None
        text = arrow.message.partition(";; MSG SIZE")[0]
        for address in re.findall(r"\b\d+\.\d+\.\d+\.\d+\b", text):
            assert address.startswith(("192.0.2.", "198.51.100.", "203.0.113.")), (entry.code, address)
        for name in re.findall(r"\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?=\s|$)", text):
            known = ("example.com.", "example.net.", "hmac-sha256.", "gss-tsig.", "hmac-md5.sig-alg.reg.int.")
            assert name.endswith(known), (entry.code, name)
