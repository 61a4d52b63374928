"""A code is found behind its label and in a sentence, in whatever notation: texts made of these."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from codepair.recognizing.findings import find
from codepair.recognizing.recognizers import Recognizers
from tests import lines, support
from tests.tongues import SENTENCES as OF_TONGUES

SAMPLE = 400
"""Texts of a protocol; ``make texts`` takes all."""

LINKS = (
    *(
        ": {}",
        ":{}",
        " = {}",
        "={}",
        " is {}",
        " was {}",
        " of {}",
        " -> {}",
        " => {}",
        " == {}",
        '="{}"',
        ": '{}'",
    ),
    *("=[{}]", ": <{}>", " ({})", " `{}`", " is set to {}", " equals {}", " set to {}", " becomes {}", " to be {}"),
    *('": "{}"', '": {},', "': '{}'", "\t{}"),
)

SENTENCES = (
    *("{0} returns {1}", "{0} returned a {1} error", "{0} responded with {1}", "we get {1} from {0}"),
    *(
        "{0} keeps giving {1}",
        "{0} sends {1} back",
        "{0} ends in {1}",
        "a {1} response from {0}",
        "{0} replied with {1}",
    ),
    *("handle {1} from {0}", "treat {1} as an error in {0}", "{0} devuelve {1}", "{0} renvoie {1}"),
    *("{0} antwortet mit {1}", "{0} gibt {1} zurück", "{0} retorna erro {1}", "{0} trả về {1}", "{0} báo lỗi {1}"),
    *("{0} возвращает {1}", "{0} 返回 {1} 错误"),
)


@dataclass(frozen=True)
class Made:
    """What texts of a protocol are made of; labels and forms are separated by ``|``."""

    labels: str
    speakers: str
    named: dict[str, str]
    """Forms of each code that stand behind a label, by its address."""
    said: dict[str, str]
    """Forms that stand in a sentence."""


MADE = {
    "http": Made(
        "HTTP status|http_code|httpStatusCode|http.response.status_code|HTTP error|HTTP return code",
        "nginx|the API|curl|Apache|axios",
        {
            "http/404": "404|404 Not Found|Not Found|NOT_FOUND|NotFound|Not Found (404)",
            "http/502": "502|502 Bad Gateway|Bad Gateway|BAD_GATEWAY|BadGateway|502: Bad Gateway",
            "http/429": "429|Too Many Requests|TOO_MANY_REQUESTS|429 (Too Many Requests)",
        },
        {"http/503": "503|503 Service Unavailable|`503`", "http/409": "409|409 (Conflict)|409 Conflict"},
    ),
    "sip": Made(
        "SIP status|sip_code|sip.response.code|SIP error|sipStatusCode|INVITE response|SIP final response",
        "Asterisk|Kamailio|FreeSWITCH|PJSIP|the SIP trunk",
        {
            "sip/486": "486|486 Busy Here|Busy Here|BUSY_HERE|BusyHere|Busy Here (486)",
            "sip/580": "580|Precondition Failure|PRECONDITION_FAILURE|580 - Precondition Failure",
            "sip/603": "603|603 Decline|Decline|DECLINE|603: Decline",
        },
        {
            "sip/488": "488|488 Not Acceptable Here|Not Acceptable Here",
            "sip/480": "480|Temporarily Unavailable|`480`",
        },
    ),
    "dns": Made(
        "rcode|RCODE|dns_rcode|dns.response_code|DNS status|DNS error",
        "the DNS server|unbound|PowerDNS|CoreDNS|dnsmasq",
        {
            "dns/nxdomain": "NXDOMAIN|NXDomain|Name Error|NameError|Non-Existent Domain|NXDOMAIN (3)|3 (NXDOMAIN)",
            "dns/notimp": "NOTIMP|NotImp|Not Implemented|NotImplemented|NOT_IMPLEMENTED",
            "dns/notauth": "NOTAUTH|NotAuth|Not Authoritative|NotAuthoritative",
        },
        {"dns/refused": "REFUSED|Refused|5 (REFUSED)", "dns/formerr": "FORMERR|FormErr|FORMAT_ERROR"},
    ),
    "grpc": Made(
        "grpc-status|grpc_code|grpc.status_code|gRPC status|gRPC error code|RPC failed with code",
        "the gRPC server|grpcurl|the RPC|grpc-go|tonic",
        {
            "grpc/unavailable": "14|UNAVAILABLE|Unavailable|unavailable|UNAVAILABLE (14)|StatusCode.UNAVAILABLE",
            "grpc/not_found": "5|NOT_FOUND|NotFound|not_found|not-found|Not Found|codes.NotFound",
            "grpc/failed_precondition": "9|FAILED_PRECONDITION|FailedPrecondition|failed precondition",
        },
        {
            "grpc/deadline_exceeded": "DEADLINE_EXCEEDED|DeadlineExceeded|`DEADLINE_EXCEEDED`|4 DEADLINE_EXCEEDED",
            "grpc/unauthenticated": "UNAUTHENTICATED|Unauthenticated|UNAUTHENTICATED (16)",
        },
    ),
}


def texts(made: Made) -> Iterator[tuple[str, str]]:
    """Yield every text with the address of its code."""
    for address, forms in made.named.items():
        for label, link, form in itertools.product(made.labels.split("|"), LINKS, forms.split("|")):
            yield label + link.format(form), address
    for address, forms in made.said.items():
        for speaker, sentence, form in itertools.product(made.speakers.split("|"), SENTENCES, forms.split("|")):
            yield sentence.format(speaker, form), address


def in_a_tongue(made: Made, tongue: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences of a language with the address of their code."""
    for address, forms in made.said.items():
        for speaker, sentence, form in itertools.product(
            made.speakers.split("|")[:3], OF_TONGUES[tongue], forms.split("|")[:2]
        ):
            yield sentence.format(speaker, form), address


@pytest.mark.parametrize("protocol", MADE)
def test_any_notation(known: list[Recognizers], protocol: str) -> None:
    """At least 97 % of the texts say their code, and none another."""
    every = [*texts(MADE[protocol])]
    some = every if support.WHOLE else random.Random(20).sample(every, SAMPLE)
    lost = missed(some, known)
    assert len(lost) <= 0.03 * len(some), lost[:20]


def test_any_tongue(known: list[Recognizers]) -> None:
    """At least 97 % of the sentences say their code, and none another; in no language fewer than 90 %."""
    every = {
        tongue: [each for made in MADE.values() for each in in_a_tongue(made, tongue)] for tongue in OF_TONGUES
    }
    of = {
        tongue: some if support.WHOLE else random.Random(20).sample(some, SAMPLE // 10)
        for tongue, some in every.items()
    }
    lost = {tongue: missed(some, known) for tongue, some in of.items()}
    assert {tongue: texts for tongue, texts in lost.items() if len(texts) > 0.1 * len(of[tongue])} == {}
    assert sum(map(len, lost.values())) <= 0.03 * sum(map(len, of.values())), lost


def missed(texts: Sequence[tuple[str, str]], known: Sequence[Recognizers]) -> list[str]:
    """Return the texts that do not say their code; none says another."""
    said = [(text, address, lines.said(find(text, known), known)) for text, address in texts]
    assert [
        (text, found) for text, address, found in said if {each.lstrip("?") for each in found} - {address}
    ] == []
    return [text for text, address, found in said if address not in found]
