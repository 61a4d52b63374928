"""One field, one grammar, in a real Chromium: codes, words, lines, texts; on home, header, chooser, error page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect

from tests.test_pasting import DROP, MESSAGE, field, pasted

pytestmark = pytest.mark.browser

LINES = (
    ("SIP/2.0 486 Busy Here", "sip/486/"),
    ("status: SERVFAIL", "dns/servfail/"),
    ("grpc-status: 14", "grpc/unavailable/"),
    ("rpc error: code = Unavailable desc = connection refused", "grpc/unavailable/"),
    ("HTTP/1.1 502 Bad Gateway", "http/502/"),
    ("StatusCode.UNAVAILABLE", "grpc/unavailable/"),
    ("RST_STREAM with error code 2", "grpc/internal/"),
    ("EDE: 9", "dns/servfail/"),
)
"""Lines as they are typed, with the page of the code that each has with its field."""

BARE = (
    ("486", "sip/486/"),
    ("NXDOMAIN", "dns/nxdomain/"),
    ("603 486", "sip/486-vs-603/"),
    ("503 vs unavailable", "compare/http-503-vs-grpc-unavailable/"),
)
"""One code or two, as they were answered before lines were."""

WITHOUT = (
    ("Retry-After: 180", 180),
    ("CSeq: 101 INVITE", 101),
    ("port=503", 503),
    ('File "a.py", line 404, in x', 404),
)
"""Lines whose numbers are no codes."""


def typed(page: Page, text: str) -> Locator:
    """Type into the field of a page and return the links of what is found."""
    page.locator(".cp-find input:visible").fill(text)
    return page.locator(".cp-found li a")


def leads_to(link: Locator, address: str) -> None:
    """Wait until a link leads to a page."""
    expect(link).to_have_attribute("href", address)


@pytest.mark.parametrize(
    ("locale", "now", "none", "smtp"),
    [
        (
            "",
            "What to do now: ",
            "No code was found in this text.",
            "This looks like SMTP, which is not covered here.",
        ),
        (
            "vi/",
            "Cần làm gì bây giờ: ",
            "Không tìm thấy mã nào trong văn bản này.",
            "Đoạn này có vẻ là SMTP, giao thức mà trang này không có.",
        ),
    ],
)
def test_what_is_typed(context: BrowserContext, base: str, locale: str, now: str, none: str, smtp: str) -> None:
    """On a phone, in the reader's language: the code of a line first, with what to do; other numbers are none."""
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 800})
    field(page, f"{base}{locale}")
    status = page.locator(".cp-found").get_by_role("status")
    for text, address in (*LINES, *BARE):
        leads_to(typed(page, text).first, f"{base}{locale}{address}")
        if (text, address) in LINES:
            expect(page.locator(".cp-found li").first).to_contain_text(now)
            expect(status).to_contain_text(": ")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for text, number in WITHOUT:
        expect(typed(page, "")).to_have_count(0)
        links = typed(page, text)
        expect(status).to_have_text(none)
        expect(links.first.or_(page.locator(".cp-found ol:empty")).first).to_be_attached()
        expect(page.locator(f".cp-found li:first-child a[href*='/{number}']")).to_have_count(0)
    typed(page, "421 4.7.0 Try again later, closing connection")
    expect(status).to_have_text(smtp)
    expect(page.locator(".cp-found li")).to_have_count(0)


def test_the_searchs_own_results_stand_below(context: BrowserContext, base: str) -> None:
    """What a line says, then what the search finds by its words; words alone are searched; Enter leads on."""
    page = context.new_page()
    field(page, base)
    links = typed(page, "grpc-status: 14")
    leads_to(links.first, f"{base}grpc/unavailable/")
    expect(links.nth(1)).to_be_visible()
    addresses = links.evaluate_all("links => links.map(link => link.pathname)")
    assert len(addresses) == len(set(addresses))
    typed(page, "the callee is busy")
    expect(page.locator(".cp-found mark").first).to_be_visible()
    expect(page.locator(".cp-found [role=status]")).to_be_empty()
    typed(page, "RST_STREAM with error code 2")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base}grpc/internal/")


def test_two_codes_in_a_line(context: BrowserContext, base: str) -> None:
    """The one that decides, the comparison of both, the other one; across protocols as well."""
    page = context.new_page()
    field(page, base)
    links = typed(page, "HTTP/1.1 503 from upstream, grpc-status: 14")
    leads_to(links.first, f"{base}grpc/unavailable/")
    leads_to(links.nth(1), f"{base}compare/http-503-vs-grpc-unavailable/")
    leads_to(links.nth(2), f"{base}http/503/")
    expect(links.nth(1)).to_contain_text("HTTP 503 Service Unavailable vs gRPC UNAVAILABLE")


@pytest.mark.parametrize("locale", ["", "vi/"])
def test_a_trace_of_two_protocols(context: BrowserContext, base: str, locale: str) -> None:
    """What decides first; then the comparison across protocols, and what happened in its order."""
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 800})
    answer = field(page, f"{base}{locale}")
    pasted(
        page, "HTTP/1.1 100 Continue\nHTTP/1.1 503 Service Unavailable\nserver: envoy\ngrpc-status: 14\ndate: 486"
    )
    expect(answer.get_by_role("heading", level=2)).to_contain_text("gRPC UNAVAILABLE")
    link = answer.locator("h3 a")
    expect(link).to_have_attribute("href", f"{base}{locale}compare/http-503-vs-grpc-unavailable/")
    order = answer.locator("ol li a")
    expect(order).to_have_text(["HTTP 100 Continue", "HTTP 503 Service Unavailable", "gRPC UNAVAILABLE"])
    expect(answer.locator(".cp-decided a")).to_have_text(["gRPC UNAVAILABLE"])
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_typed_line_stays_in_the_page(context: BrowserContext, base: str) -> None:
    """No request has any of it; a pasted one asks for nothing."""
    page = context.new_page()
    asked: list[Request] = []
    context.on("request", lambda request: asked.append(request))
    answer = field(page, base)
    typed(page, "SIP/2.0 486 Busy Here from hushhush")
    leads_to(page.locator(".cp-found li a").first, f"{base}sip/486/")
    page.wait_for_load_state("networkidle")
    assert page.url == base
    assert {request.method for request in asked} == {"GET"}
    assert not [each.url for each in asked for sign in ("hush", "Busy", "2.0") if sign in each.url]
    page.locator(".cp-find input").fill("")
    asked.clear()
    pasted(page, "rpc error: code = NotFound desc = zebra crossing unknown")
    expect(answer.get_by_role("heading", level=2)).to_contain_text("gRPC NOT_FOUND")
    page.wait_for_timeout(400)
    assert [request.url for request in asked] == []


def test_a_typed_line_without_a_network(browser: Browser, base: str) -> None:
    """Once the field has been used, a line is answered without the search as well."""
    page = browser.new_page()
    field(page, base)
    leads_to(typed(page, "grpc-status: 14").first, f"{base}grpc/unavailable/")
    page.context.set_offline(True)
    leads_to(typed(page, "HTTP/1.1 502 Bad Gateway").first, f"{base}http/502/")
    page.context.close()


@pytest.mark.parametrize(("path", "locale"), [("nothing/here/", ""), ("vi/nothing/here/", "vi/")])
def test_on_the_error_page(context: BrowserContext, base: str, path: str, locale: str) -> None:
    """A line and a text are answered there as on the home page, in the language that was asked for."""
    page = context.new_page()
    page.goto(f"{base}{path}")
    place = page.locator(".cp-find input:visible")
    place.fill("")
    place.focus()
    page.locator("section:not([hidden]) > .cp-answer").wait_for(state="attached")
    leads_to(typed(page, "grpc-status: 14").first, f"{base}{locale}grpc/unavailable/")
    place.focus()
    pasted(page, MESSAGE)
    heading = page.locator(".cp-answer:visible").get_by_role("heading", level=2)
    expect(heading.get_by_role("link")).to_have_attribute("href", f"{base}{locale}sip/486/")


def test_in_the_header(context: BrowserContext, base: str) -> None:
    """On every page the search of the header answers a typed line."""
    page = context.new_page()
    page.goto(f"{base}vi/sip/404/")
    page.keyboard.press("/")
    box = page.get_by_role("dialog")
    box.get_by_role("searchbox").fill("status: SERVFAIL")
    leads_to(box.locator("li a").first, f"{base}vi/dns/servfail/")


def test_on_the_chooser(context: BrowserContext, base: str) -> None:
    """Two codes, a line and a text choose codes there: both fields of them, on a phone too."""
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{base}vi/compare/")
    first, second = (page.locator(".cp-pick-here input").nth(at) for at in (0, 1))
    first.fill("603 486")
    expect(page.get_by_role("option")).to_have_count(2)
    first.press("Enter")
    expect(first).to_have_value("SIP 603 Decline")
    expect(second).to_have_value("SIP 486 Busy Here")
    second.fill("rpc error: code = Unavailable desc = down")
    expect(page.get_by_role("option")).to_contain_text(["UNAVAILABLE"])
    second.fill("")
    second.focus()
    page.locator(".cp-pick-here .cp-answer").wait_for(state="attached")
    pasted(page, "HTTP/1.1 503 Service Unavailable\ngrpc-status: 14")
    answer = page.locator(".cp-pick-here .cp-answer")
    expect(answer.get_by_role("heading", level=2)).to_contain_text("gRPC UNAVAILABLE")
    expect(first).to_have_value("gRPC UNAVAILABLE")
    expect(second).to_have_value("HTTP 503 Service Unavailable")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".cp-pick-here button[type=submit]").click()
    page.wait_for_url(f"{base}vi/compare/http-503-vs-grpc-unavailable/")


def test_on_the_chooser_of_a_comparison(context: BrowserContext, base: str) -> None:
    """Over a comparison's page a text is answered in the same box, which stays within the window."""
    page = context.new_page()
    page.goto(f"{base}sip/202-vs-422/")
    page.locator(".cp-pick-open").first.click()
    box = page.locator(".cp-pick-box")
    box.locator(".cp-answer").wait_for(state="attached")
    pasted(page, "SIP/2.0 180 Ringing\nSIP/2.0 486 Busy Here\nSIP/2.0 603 Decline\n" * 30)
    expect(box.locator(".cp-answer").get_by_role("heading", level=2)).to_contain_text("SIP 603 Decline")
    expect(box.locator("input").first).to_have_value("SIP 603 Decline")
    expect(box.locator("input").nth(1)).to_have_value("SIP 486 Busy Here")
    assert box.evaluate("box => box.getBoundingClientRect().bottom <= innerHeight")


def test_a_long_text_is_shown_in_parts(context: BrowserContext, base: str, tmp_path: Path) -> None:
    """What is found is there before all is read; a part at a time is drawn, of fifty thousand signs at most."""
    page = context.new_page()
    answer = field(page, base)
    text = f"{MESSAGE}\n" + "NXDOMAIN \u202e\u2066\x00 status\n" * 45_000
    page.evaluate(DROP, [text, str(tmp_path / "trace.txt")])
    expect(answer.get_by_role("status")).to_contain_text("first 500 findings", timeout=15000)
    expect(answer.locator("mark")).to_have_count(500, timeout=15000)
    expect(answer.locator(".cp-decides")).to_have_count(1)
    parts: list[list[int]] = json.loads(
        answer.evaluate(
            "box => JSON.stringify([...box.querySelectorAll('.cp-part')]"
            ".map(part => [part.textContent.length, part.querySelectorAll('mark').length]))"
        )
    )
    assert len(parts) > 10
    assert max(length for length, _ in parts) < 4000
    assert max(marks for _, marks in parts) <= 17
    assert sum(length for length, _ in parts) < 60_000
    # Another text takes its place, whatever is still searched or drawn.
    page.evaluate(DROP, [text, "trace.txt"])
    page.evaluate(DROP, ["SIP/2.0 603 Decline", "other.txt"])
    expect(answer.get_by_role("heading", level=2)).to_contain_text("SIP 603 Decline")
    page.wait_for_timeout(300)
    expect(answer.locator("mark")).to_have_count(1)
