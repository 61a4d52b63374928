"""What is found in texts, by Python and by a real Chromium: the same, what is meant, and nothing else."""

from __future__ import annotations

import bisect
import functools
import itertools
import json
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from codepair.recognizing.alphabet import Reading
from codepair.recognizing.findings import find
from codepair.recognizing.found import Found
from codepair.recognizing.recognizers import Recognizers, from_json, to_json
from codepair.recognizing.words import WORDS
from codepair.site.project import Project
from tests import lines, support

SCRIPT = support.ROOT / "generator" / "codepair" / "edge" / "theme" / "assets" / "codepair" / "recognize.js"


@pytest.fixture(scope="module")
def searched(known: list[Recognizers]) -> Callable[[str], Found]:
    """What is found in a text: each is searched once, however many tests ask."""
    return functools.cache(lambda text: find(text, known))


@pytest.fixture(scope="module")
def page(browser: Browser, known: list[Recognizers]) -> Iterator[Page]:
    """A page with the script and the recognizers, and nothing else."""
    page = browser.new_page()
    page.add_script_tag(path=SCRIPT)
    page.evaluate("known => { window.known = known; }", [to_json(each) for each in known])
    yield page
    page.close()


def by_browser(page: Page, texts: list[str]) -> list[dict[str, Any]]:
    """Return what the script finds in each text."""
    found: list[dict[str, Any]] = page.evaluate(
        "texts => texts.map(text => codepair_recognize(text, known))", texts
    )
    return found


def as_in_browser(text: str, found: Found) -> dict[str, Any]:
    """Return what Python found as the script says it: positions in UTF-16 code units."""
    doubled = [place for place, char in enumerate(text) if ord(char) > 0xFFFF]

    def units(place: int) -> int:
        return place + bisect.bisect_left(doubled, place)

    return {
        "findings": [
            {
                "start": units(each.start),
                "end": units(each.end),
                "protocol": each.protocol,
                "field": each.field,
                "value": each.value,
                "address": each.address,
                "possible": list(each.possible),
                "recognizer": each.recognizer,
            }
            for each in found.findings
        ],
        "decisive": -1 if found.decisive is None else found.findings.index(found.decisive),
    }


@pytest.mark.browser
def test_both_engines_find_the_same(page: Page, project: Project, searched: Callable[[str], Found]) -> None:
    """In a tenth of the texts that the tests have, and in one made of these."""
    texts = list(support.some(list(dict.fromkeys(lines.texts(project.library))), 10))
    assert len(texts) > 1_200
    texts += [json.dumps("\n".join(texts[::10])), "\n".join(texts)]
    for text, found in zip(texts, by_browser(page, texts), strict=True):
        assert found == as_in_browser(text, searched(text)), text


def test_both_engines_know_the_same_words() -> None:
    """Those of other scripts, by the sign that their letters are read as."""
    script = SCRIPT.read_text(encoding="utf-8")
    for sign, words in WORDS.items():
        assert f'["\\x{ord(sign):02x}", "{words}"]' in script


HOSTILE = (
    "\x16\x17 404 \u041e\u0428\u0418\u0411\u041a\u0410 404 \u9519\u8bef404 404\u30a8\u30e9\u30fc",
    "\u202eSIP/2.0 486 Busy Here\u202c",
    "caf\u00e9 \U0001f4de\U0001f4de SIP/2.0\u00a0486\u00a0Busy Here \U0001f4de SIP/2.0 603 Decline",
    "\x1b[1;31mSIP/2.0 486 Busy Here\x1b[0m",
    "SIP/2.0 486 Busy Here\r\nSIP/2.0 487 Request Terminated\u2028SIP/2.0 488 x\u2029\x85\x0b\x0cSIP/2.0 491 y",
    "\u212aIP/2.0 \u017fIP/2.0 486 \u017fip status 486 \u212aNXDOMAIN",
    "SIP/2.0 486 " * 2_000,
    "x" * 1_999 + " SIP/2.0 486 Busy Here " + "y" * 5_000 + "SIP/2.0 603 Decline",
    "\U0001f4de" * 1_500 + " SIP/2.0 486 Busy Here",
    "<b>" * 3_000 + "SIP/2.0 486 Busy Here" + "</b>" * 3_000,
    "\x00\x01\x02SIP/2.0 486\x00 Busy",
    "\ud800SIP/2.0 486 Busy Here",
    '{\\"code\\": 404} \\u0041\\u0000\\ud83d\\udcde\\n\\nHTTP\\/1.1 503 x\\r\\nnext &quot;486&#39;',
    "{\\x22code\\x22: 404} \U0001f4de SIP\\/2.0 486 B\u200busy \U0001f4de\\\\n SIP/2.0 603 Decline",
    "C:\\nginx\\sip 404 \\tSIP/2.0 486 Busy Here\\nSIP/2.0 603 Decline",
    "\\" * 20_000 + '"' + "\u200b" * 20_000 + "SIP/2.0 486 Busy Here",
    "constructor __proto__ rpc error: code = constructor rpc error: code = hasOwnProperty",
    "",
    "\n\n\n",
)


@pytest.mark.browser
@pytest.mark.parametrize("text", HOSTILE)
def test_both_engines_read_hostile_text_alike(page: Page, known: list[Recognizers], text: str) -> None:
    """Controls, colours, look-alikes, surrogates, lines without end, names that objects of JavaScript have."""
    found = page.evaluate("points => codepair_recognize(String.fromCharCode(...points), known)", code_units(text))
    assert found == as_in_browser(text, find(text, known))


def code_units(text: str) -> list[int]:
    """Return a text as JavaScript holds it; halves of characters do not pass through JSON."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return [int.from_bytes(raw[at : at + 2], "little") for at in range(0, len(raw), 2)]


@pytest.mark.browser
def test_both_engines_find_the_same_in_noise(page: Page, project: Project, known: list[Recognizers]) -> None:
    """Pieces of the texts in any order, cut anywhere: what no editor thought of."""
    dice = random.Random(20)
    texts = list(lines.texts(project.library))
    made = []
    for _ in range(400):
        parts = []
        for _ in range(dice.randrange(1, 9)):
            text = dice.choice(texts)
            start = dice.randrange(len(text) + 1)
            parts.append(text[start : start + dice.randrange(200)])
        made.append(dice.choice(("", " ", "\n", "\t", "\u00e9")).join(parts))
    for text, found in zip(made, by_browser(page, made), strict=True):
        assert found == as_in_browser(text, find(text, known)), text


def test_every_message_is_recognized_as_its_code(project: Project, known: list[Recognizers]) -> None:
    """What decides in the message of an arrow that is labelled with a code is that code."""
    count = 0
    for entries in project.library.entries.values():
        for entry in entries.values():
            for flow in support.flows(entry):
                for arrow in flow.arrows:
                    if arrow.message is not None and entry.is_carried_by(arrow):
                        found = find(arrow.message, known)
                        assert found.decisive is not None, arrow.message
                        assert found.decisive.address == entry.address, arrow.message
                        count += 1
    assert count > 100


@pytest.mark.parametrize("line", list(lines.lines(lines.FIELD)), ids=lambda line: line.id)
def test_given_lines(line: lines.Line, known: list[Recognizers], searched: Callable[[str], Found]) -> None:
    """What stands in them is found, and nothing else."""
    assert lines.judged(line, searched(line.text), known) == (frozenset(), frozenset())


def test_corpus_has_no_wrong_code(known: list[Recognizers], searched: Callable[[str], Found]) -> None:
    """Not known is an answer; a wrong code is a defect."""
    judged = {line.id: lines.judged(line, searched(line.text), known) for line in lines.corpus()}
    assert {id_: sorted(wrong) for id_, (_, wrong) in judged.items() if wrong} == {}


MADE_UP = ("made up: adversary", "made up: from memory")
"""Where a line stands that nobody has printed."""

HELD = (
    ("first", 225, 0.05),
    ("second", 75, 0.05),
    ("third", 47, 0.05),
    ("fourth", 203, 0.05),
    ("fifth", 84, 0.05),
    ("sixth", 65, 0.05),
    ("seventh", 112, 0.05),
    ("eighth", 110, 0.05),
    ("ninth", 110, 0.05),
    ("tenth", 110, 0.05),
    ("eleventh", 110, 0.1),
    ("twelfth", 110, 0.1),
    ("thirteenth", 108, 0.1),
    ("fourteenth", 102, 0.1),
    ("fifteenth", 109, 0.1),
    ("sixteenth", 108, 0.1),
    ("seventeenth", 101, 0.1),
    ("eighteenth", 106, 0.1),
    ("nineteenth", 92, 0.1),
    ("twentieth", 96, 0.1),
    ("twentysecond", 64, 0.1),
    ("twentythird", 85, 0.1),
    ("twentyfourth", 68, 0.11),
    ("twentyfifth", 69, 0.1),
    ("twentysixth", 44, 0.1),
    ("twentyseventh", 91, 0.1),
    ("twentyeighth", 58, 0.1),
    ("twentyninth", 60, 0.05),
    ("thirtieth", 60, 0.05),
    ("thirtyfirst", 57, 0.1),
    ("thirtysecond", 246, 0.05),
    ("thirtythird", 190, 0.08),
    ("thirtyfourth", 199, 0.09),
    ("thirtyfifth", 266, 0.11),
    ("thirtysixth", 458, 0.09),
    ("thirtyseventh", 323, 0.12),
    ("thirtyeighth", 316, 0.12),
    ("thirtyninth", 298, 0.12),
    ("fortieth", 477, 0.09),
    ("fortyfirst", 439, 0.09),
    ("fortysecond", 381, 0.13),
    ("fortythird", 520, 0.14),
    ("fortyfourth", 370, 0.14),
    ("fortyfifth", 440, 0.14),
    ("fortysixth", 330, 0.14),
    ("fortyseventh", 420, 0.13),
    ("field", 600, 0.05),
    ("written", 1350, 0.01),
)
"""Each draw, how many lines it has at least, and what part of them may be missed."""


@pytest.mark.parametrize(("draw", "least", "share"), HELD)
def test_corpus_is_found(
    known: list[Recognizers], searched: Callable[[str], Found], draw: str, least: int, share: float
) -> None:
    """Of each draw all but 5 % of the lines; from the eleventh on, which taught kinds alone, all but 13 %.

    The README says how many it was the first time.
    """
    assert draw in lines.DRAWS
    chosen = [line for line in lines.corpus() if line.draw == draw]
    judged = {line.id: lines.judged(line, searched(line.text), known) for line in chosen}
    missing = {id_: sorted(missed) for id_, (missed, _) in judged.items() if missed}
    assert len(chosen) >= least
    assert len(missing) <= len(chosen) * share, missing


def test_each_draw_is_held() -> None:
    """A draw that is registered and not held may be lost without anybody seeing it."""
    assert tuple(draw for draw, _, _ in HELD) == lines.DRAWS


def test_every_word_is_of_another_script() -> None:
    """A text in ASCII is not searched for any of them."""
    assert not [word for words in WORDS.values() for word in words.split() if word.isascii()]


def test_corpus_is_of_many() -> None:
    """At least 300 lines, as many of each protocol as were asked for, each once and with its origin."""
    rows = [
        row.split("\t")
        for file in sorted(lines.CORPUS.glob("*.tsv"))
        for row in file.read_text(encoding="utf-8").splitlines()
        if row and not row.startswith(("#", "id\t"))
    ]
    assert len(rows) >= 300
    assert len({row[0] for row in rows}) == len({row[1] for row in rows}) == len(rows)
    assert all(row[4].startswith("https://") or row[4] in MADE_UP for row in rows)
    assert len({row[4] for row in rows}) >= 100
    for name, least in (("sip", 80), ("dns", 60), ("grpc", 60), ("http", 60), ("other", 40)):
        assert sum(row[0].startswith(name) for row in rows) >= least, name


FILES = ("java", "kt", "go", "js", "tsx", "py", "rb", "php", "c", "cpp", "cs", "rs", "swift", "lua", "erl", "dart")
FORMS = (
    "(File.{file}:{number})",
    "file.{file}:{number}",
    "at x.{file}:10:{number}",
    "file.{file}({number})",
    'file.{file}", line {number}',
    "file.{file} line {number}",
    "file.{file}: line {number}",
    '"file_line":{number}',
    '{{"line": {number}}}',
    "lineno={number}",
    "on line {number}",
    "column {number}",
    "localhost:{number}",
    "192.0.2.1:{number}",
    "https://api.example.com:{number}",
    "db.example.com:{number}",
    "port {number}",
    "exit code {number}",
    "a process exited with status {number}",
    "https://github.com/example/example/issues/{number} error",
    "{number}#{number}: *1 client",
    "found {number} vulnerabilities",
    "got {number} new songs",
    "the area code {number}",
    "https://example.com/{number}-error-page",
    "https://example.com/blog/{number}.html",
    "location / {{ return {number}; }}",
    "error_page {number} /x;",
    "id={number}",
    "tls:version: {number}",
    '{{"version":{number}}}',
    "max-age={number}",
    "Exp: {number}",
)
BEFORE = (
    "nginx error ",
    "Unknown error at ",
    "the REST API returned an error in ",
    "error: ",
    "the RestTemplate ",
    "HttpClient: ",
    "SIP status ",
    "Asterisk replied in ",
    "BYE failed ",
    "gRPC error ",
    "expected ",
    "axios got ",
)


@pytest.mark.parametrize("form", FORMS)
def test_places_are_no_codes(known: list[Recognizers], form: str) -> None:
    """Whatever stands before them, and whatever the file is called: each with each, every other in turns."""
    files = FILES if "{file}" in form else ("",)
    made = itertools.product(BEFORE, files, (200, 403, 404, 415, 486, 503, 510))
    for before, file, number in itertools.islice(made, 0, None, 1 if support.WHOLE or len(files) == 1 else 4):
        text = before + form.format(file=file, number=number)
        codes = {each for each in lines.said(find(text, known), known) if not each.startswith("=")}
        assert codes == set(), text


@pytest.mark.parametrize(
    ("text", "certain", "possible"),
    [
        ("MockMvc: Status expected:<200> but was:<404>", "404", "200"),
        ("RestAssured: Expected status code <200> but was <404>.", "404", "200"),
        ("handler returned wrong HTTP status: got 404 want 200", "404", "200"),
        ('supertest: Error: expected 200 "OK", got 404 "Not Found"', "404", "200"),
        ("GET /x\nExpected: 200\nReceived: 404", "404", "200"),
        ("curl: expected 200\n  actual: 404", "404", "200"),
    ],
)
def test_what_a_test_expected_is_possible(known: list[Recognizers], text: str, certain: str, possible: str) -> None:
    """What it got is certain, and decides."""
    found = find(text, known)
    assert lines.said(found, known) == {f"http/{certain}", f"?http/{possible}"}
    assert found.decisive is not None
    assert found.decisive.address == f"http/{certain}"


LISTS = {
    "SIP error 401/407 from the registrar": "sip/401 sip/407",
    "SIP error 486|600|603": "sip/486 sip/600 sip/603",
    "HTTP error 502, 503 and 504": "http/502 http/503 http/504",
    "nginx: lỗi 502, 503 hoặc 504": "http/502 http/503 http/504",
    "HTTP 错误 502、503": "http/502 http/503",
    "the SIP phone takes no 180 and 183 responses": "sip/180 sip/183",
    'HTTP error "404"/"410"': "http/404 http/410",
    # What is no list, or no number of it.
    "HTTP error 404 500": "http/404",
    "HTTP error 404/page 500": "http/404",
    "HTTP error 404, 512 bytes": "http/404",
    "HTTP error 404, 500 ms": "http/404",
    "HTTP error 404/612": "http/404",
    "HTTP error 404,500,502": "http/404 http/500 http/502",
    "HTTP 503, 200 users online": "http/503",
    "HTTP error 404 and 500 photos": "http/404",
    # Smaller numbers need a word before the last.
    "RCODE 2 ,5 or 9 of the name server": "dns/servfail dns/refused dns/notauth",
    "RCODEs 2, 3 and 5": "dns/servfail dns/nxdomain dns/refused",
    "retried on gRPC code 14, 8, or 4": "grpc/unavailable grpc/resource_exhausted grpc/deadline_exceeded",
    "gRPC-Status 4 oder 14": "grpc/deadline_exceeded grpc/unavailable",
    "RCODE 2, 5": "dns/servfail",
    "RCODE 2, 5 or 99": "dns/servfail",
    "RCODE 2/5 retries": "dns/servfail",
    "RCODE 2 or 5 ms": "dns/servfail",
    "RCODE 2 and 5 answers": "dns/servfail",
    "RCODE 2 and 5.5": "dns/servfail",
    "RCODE 2 and 5 or 6 servers": "dns/servfail",
    "gRPC status 14 or 2 pods": "grpc/unavailable",
    "- 183 bis\n- SIP 480 Busy\n- 182 bis": "sip/480",
    "SIP:\n\u2022 404 x\n\u2022 486 Busy Here\n\u2022 183 z\n  182 w": "sip/404 sip/486 sip/183",
    "  '486': 'Busy Here',\n  '183': 'Calling',\n  '1830': 'no'": "sip/486 sip/183",
    "486 Busy Here\n183; x": "sip/486",
}


@pytest.mark.parametrize("text", LISTS)
def test_what_stands_in_a_list(known: list[Recognizers], text: str) -> None:
    """Each number of it is of the same field, and stands where it does."""
    found = find(text, known).findings
    assert " ".join(each.address for each in found if each.address) == LISTS[text]
    for one, other in itertools.pairwise(found):
        assert one.end <= other.start
    assert all(each.value in text[each.start : each.end] for each in found)


NUMBERED = {
    "404:SIP/2.0 486 Busy Here": "sip/486",
    "404:SIP/2.0 486 Busy Here\n405-Via: SIP/2.0/UDP 192.0.2.1": "sip/486",
    "   404\tSIP/2.0 486 Busy Here\n   405\tVia: SIP/2.0/UDP 192.0.2.1\n   406\tv=0": "sip/486",
    "404| SIP/2.0 486 Busy Here\n405| Via: SIP/2.0/UDP 192.0.2.1": "sip/486",
    "503:HTTP/1.1 200 OK\n504:Server: nginx": "http/200",
    "404 10.1 192.0.2.1 → 192.0.2.2 SIP/SDP 486 Request: INVITE sip:bob@example.com": "",
    "7 0.123 192.0.2.1 192.0.2.2 HTTP 503 GET /index.html HTTP/1.1": "",
    "7 0.123 2001:db8::1 2001:db8::2 HTTP 503 HTTP/1.1 200 OK": "http/200",
    "7 0.123 192.0.2.1 192.0.2.2 SIP 503 Status: 486 Busy Here": "sip/486",
    "sip\n402\n403\n404\n405": "",
    "sip\n402\tINVITE\n403\tVia\n404\tFrom": "",
    "sip\n404\n486\n603": "sip/404 sip/486 sip/603",
    "SIP\n480 not there\n481 unknown call\n482 a loop": "sip/480 sip/481 sip/482",
    "503 [Nov 27 01:02:03] sip NOTICE": "",
    "| Id | Feed | HTTP |\n|---|---|---|\n| 404 | news | 200 |\n\n404 page not found": "http/404",
    "ext  state\n404  not found\n486  busy here\n503  service unavailable, sip": "",
    "# | url | ms\n404 | https://a.example | 503": "",
    "503 2026-11-27 01:02:03 sip NOTICE": "",
}


@pytest.mark.parametrize("text", NUMBERED)
def test_numbers_of_lines_are_no_codes(known: list[Recognizers], text: str) -> None:
    """Programs write one in front of each line or packet, and its length; lists of codes are written otherwise."""
    found = [each.address or "/".join(each.possible) for each in find(text, known).findings]
    assert " ".join(dict.fromkeys(found)) == NUMBERED[text]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("curl POST 404 Not Found", "http/404"),
        ("nginx GET 404 /home/login", "http/404"),
        ("nginx Issue: 404 Not Found", "http/404"),
        ("gitlab project: 404 Not Found", "http/404"),
        ("S3 object 404 Not Found", "http/404"),
        ("404 1534 12 GET /x HTTP/1.1", "http/404"),
        ("sip user: 403 Forbidden", "sip/403"),
        ("rpc error number 5 not found", "grpc/not_found"),
        ("503 Connection: refused http", "http/503"),
        ("we see 404 matching the old route http", "http/404"),
        ("HTTP 404 requests in Kibana went up", "http/404"),
        ("http 404 errors in 3 days", "http/404"),
    ],
)
def test_what_names_a_thing_elsewhere_may_stand_before_a_code(
    known: list[Recognizers], text: str, address: str
) -> None:
    """A method, a title, what was asked for, the size of an answer: the number behind or before them is a code."""
    assert [each.address for each in find(text, known).findings] == [address]


@pytest.mark.browser
def test_a_value_stands_where_its_group_does(page: Page, known: list[Recognizers]) -> None:
    """Not where its text stands first in the match: a port there is no code, and the status behind it is."""
    sip = next(to_json(each) for each in known if each.id == "sip")
    only = {
        **sip["recognizers"][0],
        "expression": r"port [0-9]{3} answered ([0-9]{3})\b",
        "groups": [1],
        "needs": [],
    }
    ours = {**sip, "recognizers": [only], "signs": []}
    for text, addresses in (
        ("port 404 answered 404", ["sip/404"]),
        ("port 503 answered 404", ["sip/404"]),
        ("port 404 answered 404 ms", []),
    ):
        assert [each.address for each in find(text, [from_json(ours)]).findings] == addresses
        found = page.evaluate("([text, ours]) => codepair_recognize(text, [ours])", [text, ours])
        assert [each["address"] for each in found["findings"]] == addresses


@pytest.mark.parametrize(
    "text", ["Http response at 400 or 500 level", "nginx: only 500-level errors", "HTTP 400 level"]
)
def test_a_class_is_no_code(known: list[Recognizers], text: str) -> None:
    """The level of a status names no status."""
    assert find(text, known).findings == ()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("nginx status=503 level=error msg=x", "http/503"),
        ("HTTP status code: 429 level WARN", "http/429"),
        ("HTTP 503-level=error", "http/503"),
        ("HTTP 404 level not found", "http/404"),
        ("kamailio sip reply 486 level: 3", "sip/486"),
    ],
)
def test_the_level_of_a_log_takes_no_code_away(known: list[Recognizers], text: str, address: str) -> None:
    """Behind a status stands how bad a line is, or what was asked for."""
    assert [each.address for each in find(text, known).findings] == [address]


@pytest.mark.browser
def test_both_engines_read_numbers_of_lines_alike(page: Page, known: list[Recognizers]) -> None:
    """In front of lines of any kind, one after the other or not."""
    dice = random.Random(404)
    lines_of = (
        "SIP/2.0 486 Busy Here",
        "Via: SIP/2.0/UDP 192.0.2.1",
        "INVITE sip:b@c",
        "",
        "12.5 192.0.2.1 192.0.2.2 SIP 404 Status: 486 x",
        "the phone rings",
        "[2026-11-27 01:02:03] sip",
        "HTTP/1.1 404 Not Found",
    )
    made = list(NUMBERED)
    for _ in range(400):
        number, sign = dice.randrange(398, 406), dice.choice((":", "\t", "  ", " ", ". ", ") ", "| ", ": ", "-"))
        text = dice.choice(("sip\n", "HTTP\n", "", "\n", "Ext  HTTP\n", "| # | sip |\n\n"))
        for _ in range(dice.randrange(1, 5)):
            text += f"{dice.choice(('', ' ', '- '))}{number}{sign}{dice.choice(lines_of)}\n"
            number += dice.choice((1, 1, 1, 2, -1))
        made.append(text)
    for text, found in zip(made, by_browser(page, made), strict=True):
        assert found == as_in_browser(text, find(text, known)), text


@pytest.mark.browser
def test_both_engines_read_lists_alike(page: Page, known: list[Recognizers]) -> None:
    """Numbers with anything between them."""
    dice = random.Random(401)
    before = ("SIP error ", "HTTP status ", "got ", "codes (", "", "nginx: ")
    between = (
        "/",
        " / ",
        "|",
        ", ",
        ",",
        " and ",
        ", or ",
        " hay ",
        " hoặc ",
        "、",
        " и ",
        "; ",
        " ",
        "-",
        ":",
        '"',
    )
    behind = ("", " errors", " ms", ")", ", 3", " bytes", " responses", ".5")
    made = list(LISTS)
    for _ in range(600):
        numbers = [str(dice.choice((180, 200, 401, 404, 407, 486, 502, 612, 99, 5030)))]
        numbers += [dice.choice(between) + dice.choice(("404", "486", "503")) for _ in range(dice.randrange(4))]
        made.append(dice.choice(before) + "".join(numbers) + dice.choice(behind))
    for _ in range(600):
        numbers = [str(dice.choice((0, 2, 5, 14)))]
        numbers += [dice.choice(between) + dice.choice(("2", "9", "14", "99")) for _ in range(dice.randrange(4))]
        made.append(dice.choice(("RCODE ", "gRPC status ", "rcode=")) + "".join(numbers) + dice.choice(behind))
    for _ in range(300):
        begin, after = dice.choice(("", "- ", "\u2022 ", "  '", "| ")), dice.choice((" ", ": ", "'", ";", " ms"))
        lines_of = [
            dice.choice((begin, begin, " "))
            + dice.choice(("486 Busy Here", "404", "183", "99", "SIP 480", ""))
            + after
            + "x"
            for _ in range(dice.randrange(1, 7))
        ]
        made.append(dice.choice(("\n", "\n", "\n\n", "\r\n")).join(lines_of))
    for text, found in zip(made, by_browser(page, made), strict=True):
        assert found == as_in_browser(text, find(text, known)), text


@pytest.mark.parametrize("error", ["Connection refused", "ECONNRESET", "[Errno 32] Broken pipe", "0x80070005"])
def test_errors_of_a_system_hide_no_code(known: list[Recognizers], error: str) -> None:
    """They are told beside a code, and do not say which protocol a line speaks."""
    for before, address in (("nginx error 503: ", "http/503"), ("SIP error 480: ", "sip/480")):
        said = lines.said(find(before + error, known), known)
        assert address in said
        assert said & {"=errno", "=windows"}


def test_no_recognizer_takes_what_another_finds(project: Project, known: list[Recognizers]) -> None:
    """Beside all others, those of other protocols among them, each finds in its examples what they say."""
    library = project.library
    for recognition in filter(None, (*library.recognition.values(), library.others)):
        for recognizer in recognition.recognizers.recognizers:
            for example in recognition.examples[recognizer.id]:
                found = find(example.text, known).findings
                assert set(example.addresses or ()) <= {each.address for each in found}, example.text
                if recognition is library.others and example.addresses is not None:
                    assert any(each.recognizer == recognizer.id for each in found), example.text


def test_compiled_recognizers_are_data(known: list[Recognizers]) -> None:
    """What a browser or a terminal loads is what the content says."""
    assert [from_json(to_json(each)) for each in known] == known


def test_a_megabyte_takes_little_time(known: list[Recognizers]) -> None:
    """One line, many lines and lines that nearly match: time grows with the text and with nothing else."""
    for text in ("SIP/2.0 48" * 100_000, "NXDOMAI\n" * 125_000, "Reason: Q.850;" * 70_000, "a" * 1_000_000):
        begun = time.process_time()
        find(text, known)
        assert time.process_time() - begun < 8


def test_what_is_needed_is_needed(
    project: Project, known: list[Recognizers], searched: Callable[[str], Found]
) -> None:
    """No text has a finding that would not be looked for: without that knowledge the same is found in a twelfth."""
    asked = [replace(each, recognizers=tuple(replace(one, needs=()) for one in each.recognizers)) for each in known]
    assert sum(bool(one.needs) for each in known for one in each.recognizers) > 80
    for text in lines.some_texts(project.library, 12):
        assert searched(text) == find(text, asked)


def test_a_long_line_is_read_in_parts() -> None:
    """It is cut at a space where there is one: what stands at the cut is found."""
    text = "x" * 1_990 + " SIP/2.0 486 Busy Here"
    assert [len(piece) for _, piece in Reading(text).pieces()] == [1_999, 13]
