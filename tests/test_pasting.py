"""A text that is pasted into the field, or a file dropped on it, in a real Chromium: answered in the page alone."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, Route, expect

from codepair.recognizing.findings import find
from codepair.site.project import Project
from tests import lines
from tests.served import search

pytestmark = pytest.mark.browser

MESSAGE = (
    "SIP/2.0 486 Busy Here\nVia: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK74bf9\nCSeq: 101 INVITE\n"
    "Retry-After: 180\nContent-Length: 0"
)

PASTE = (
    "text => { const data = new DataTransfer(); data.setData('text/plain', text);"
    " const event = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});"
    " return document.activeElement.dispatchEvent(event); }"
)
FILE = "([text, name]) => { const data = new DataTransfer(); data.items.add(new File([text], name)); return data; }"
LET_GO = (
    "data => { const form = document.querySelector('.cp-find');"
    " for (const kind of ['dragover', 'drop'])"
    " form.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true})); }"
)
DROP = f"given => ({LET_GO})(({FILE})(given))"


def field(page: Page, address: str) -> Locator:
    """Open a page and its field, wait until texts can be answered, and return the place of the answer."""
    page.goto(address)
    page.locator(".cp-find input").focus()
    answer = page.locator(".cp-answer")
    answer.wait_for(state="attached")
    return answer


def pasted(page: Page, text: str) -> None:
    """Paste into what has the focus."""
    if page.evaluate(PASTE, text):
        page.keyboard.insert_text(text)


@pytest.mark.parametrize(
    ("locale", "heading", "status"),
    [("", "What to do now", "Status line"), ("vi/", "Cần làm gì bây giờ", "Dòng trạng thái")],
)
def test_a_message_is_answered(context: BrowserContext, base: str, locale: str, heading: str, status: str) -> None:
    """What decides comes first, with what to do; the text again, only the code marked, with its field."""
    page = context.new_page()
    answer = field(page, f"{base}{locale}")
    pasted(page, MESSAGE)
    link = answer.get_by_role("heading", level=2).get_by_role("link")
    expect(link).to_have_text("SIP 486 Busy Here")
    assert (link.get_attribute("href") or "").endswith(f"/project/{locale}sip/486/")
    expect(answer.get_by_role("heading", name=heading)).to_be_visible()
    expect(answer.get_by_role("status")).to_have_text(f"SIP 486 Busy Here: {status}")
    expect(answer.locator("mark")).to_have_text(["SIP/2.0 486 Busy Here"])
    assert page.locator(".cp-found a:visible").count() == 0
    expect(page.get_by_role("textbox")).to_have_value(MESSAGE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    # Another text is answered as it is written; none at all ends it.
    page.get_by_role("textbox").fill(MESSAGE.replace("486 Busy Here", "603 Decline"))
    expect(link).to_have_text("SIP 603 Decline")
    page.keyboard.press("Escape")
    expect(answer).to_be_hidden()
    expect(page.locator(".cp-find input")).to_be_focused()


def test_nothing_of_a_text_leaves_the_page(context: BrowserContext, base: str) -> None:
    """No request carries any of it, nothing is stored, the address stays; after the first, no network is needed."""
    page = context.new_page()
    asked: list[Request] = []
    context.on("request", lambda request: asked.append(request))
    answer = field(page, base)
    pasted(page, f"{MESSAGE}\nX-Secret: hushhush")
    expect(answer.get_by_role("heading", level=2)).to_have_text("SIP 486 Busy Here Request failure")
    page.wait_for_load_state("networkidle")
    assert page.url == base
    assert {request.method for request in asked} == {"GET"}
    stored = page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie, history.state])")
    for sign in ("hush", "Busy", "Retry", "192.0.2.10", "z9hG4bK"):
        assert not [request.url for request in asked if sign in request.url]
        assert sign not in stored
    context.set_offline(True)
    page.get_by_role("textbox").fill(
        ";; ->>HEADER<<- opcode: QUERY, status: SERVFAIL, id: 4\n; EDE: 9 (DNSKEY Missing)"
    )
    expect(answer.get_by_role("heading", level=2)).to_contain_text("DNS SERVFAIL")
    context.set_offline(False)


def test_what_is_not_known_is_said(context: BrowserContext, base: str) -> None:
    """Mail is said to be mail, without a page; a text may have no code; one line of words goes to the search."""
    page = context.new_page()
    answer = field(page, base)
    pasted(page, "421 4.7.0 Try again later, closing connection. (EHLO)\nQUIT")
    expect(answer.get_by_role("status")).to_have_text("This looks like SMTP, which is not covered here.")
    assert answer.get_by_role("link").count() == 0
    page.get_by_role("textbox").fill("hello\nworld, 486 times")
    expect(answer.get_by_role("status")).to_have_text("No code was found in this text.")
    answer.get_by_role("button", name="Close").click()
    pasted(page, "the callee is busy on the phone")
    page.locator(".cp-found a").first.wait_for()
    expect(answer).to_be_hidden()


def test_two_codes_are_compared(context: BrowserContext, base: str) -> None:
    """A text with two codes of one protocol has what sets them apart; a line may be pasted as well."""
    page = context.new_page()
    answer = field(page, base)
    pasted(page, "SIP/2.0 100 Trying\nSIP/2.0 486 Busy Here\nSIP/2.0 603 Decline")
    expect(answer.get_by_role("heading", level=2)).to_contain_text("SIP 603 Decline")
    expect(answer.locator("mark")).to_have_count(3)
    page.get_by_role("textbox").fill("SIP/2.0 486 Busy Here\nSIP/2.0 603 Decline")
    expect(answer.get_by_role("link", name="What sets them apart")).to_be_visible()
    answer.get_by_role("button", name="Close").click()
    pasted(page, "rpc error: code = Unavailable desc = connection refused")
    expect(answer.get_by_role("heading", level=2)).to_contain_text("gRPC UNAVAILABLE")


def test_what_was_left_is_not_asked_about(context: BrowserContext, base: str) -> None:
    """Who closes a text a moment after a change of it has the field again, and it stays free for another."""
    page = context.new_page()
    answer = field(page, base)
    pasted(page, "SIP/2.0 486 Busy Here\nSIP/2.0 603 Decline")
    expect(answer.locator("mark")).to_have_count(2)
    page.get_by_role("textbox").evaluate(
        "area => { area.value += ' now'; area.dispatchEvent(new Event('input', {bubbles: true}));"
        " document.querySelector('.cp-answer > button').click(); }"
    )
    page.wait_for_timeout(500)
    expect(page.locator(".cp-find textarea")).to_be_hidden()
    pasted(page, "rpc error: code = Unavailable desc = connection refused")
    expect(answer.get_by_role("heading", level=2)).to_contain_text("gRPC UNAVAILABLE")


def with_worker(page: Page, script: str) -> None:
    """The worker runs `script` too, after its own."""

    def more(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=f"{response.text()}\n{script}")

    page.route("**/recognize.js", more)


def test_a_pasted_line_is_answered_however_long_it_takes(context: BrowserContext, base: str) -> None:
    """The field, in which it stands as well, asks about it too, and does not end that."""
    page = context.new_page()
    with_worker(
        page, "const take = self.onmessage; self.onmessage = e => setTimeout(take, e.data.text ? 900 : 0, e);"
    )
    answer = field(page, base)
    pasted(page, "rpc error: code = NotFound desc = zebra crossing unknown")
    expect(answer.get_by_role("heading", level=2)).to_contain_text("gRPC NOT_FOUND")
    answer.get_by_role("button", name="Close").click()
    page.locator(".cp-find input").fill("busy here")
    expect(page.locator(".cp-found li a").first).to_be_visible()


def test_what_was_told_of_another_text_is_gone(context: BrowserContext, base: str) -> None:
    """While a long text is read its first code stands alone; what is told is of all of it."""
    page = context.new_page()
    later = "setTimeout(tell.bind(self), m.partial ? 0 : 1500, m)"
    with_worker(page, f"const tell = self.postMessage; self.postMessage = m => {later};")
    answer = field(page, base)
    status = answer.get_by_role("status")
    pasted(page, MESSAGE)
    expect(status).to_have_text("SIP 486 Busy Here: Status line")
    page.evaluate(DROP, ["SIP/2.0 603 Decline\n" + "a b c\n" * 150_000, "trace.txt"])
    expect(answer.get_by_role("heading", level=2)).to_contain_text("SIP 603")
    assert status.inner_text() == ""
    expect(answer).to_have_attribute("aria-busy", "true")
    expect(status).to_have_text("SIP 603 Decline: Status line", timeout=15000)
    assert answer.get_attribute("aria-busy") is None


SLOW_READING = """
const read = Blob.prototype.text;
Blob.prototype.text = async function () {
  const text = await read.call(this);
  if (text.includes("486")) await new Promise((done) => setTimeout(done, 700));
  return text;
};
"""
"""A file with 486 takes long to read."""


@pytest.mark.parametrize("is_dropped", [True, False])
def test_the_last_text_counts_however_long_a_file_is_read(
    context: BrowserContext, base: str, is_dropped: bool
) -> None:
    """A file dropped before another, or before a text that is pasted, does not take its place when it is read."""
    page = context.new_page()
    page.add_init_script(SLOW_READING)
    heading = field(page, base).get_by_role("heading", level=2)
    page.evaluate(DROP, [MESSAGE, "trace.txt"])
    if is_dropped:
        page.evaluate(DROP, ["SIP/2.0 603 Decline", "other.txt"])
    else:
        pasted(page, "SIP/2.0 603 Decline\r\nContent-Length: 0\r\n\r\n")
    expect(heading).to_contain_text("SIP 603")
    page.wait_for_timeout(1200)
    expect(heading).to_contain_text("SIP 603")


BYTES = (
    "([bytes, name]) => { const data = new DataTransfer();"
    " data.items.add(new File([new Uint8Array(bytes)], name)); return data; }"
)


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_a_file_in_utf_16(context: BrowserContext, base: str, mark: str) -> None:
    """PowerShell writes what a command prints in UTF-16; the mark in front says so."""
    page = context.new_page()
    answer = field(page, base)
    page.evaluate(f"given => ({LET_GO})(({BYTES})(given))", [[*f"\ufeff{MESSAGE}".encode(mark)], "out.txt"])
    expect(answer.get_by_role("heading", level=2)).to_contain_text("SIP 486")


def test_what_is_no_file(context: BrowserContext, base: str) -> None:
    """A folder cannot be read; that is said in the place of the last answer, and the next text is answered."""
    page = context.new_page()
    page.add_init_script(
        "const slice = Blob.prototype.slice; Blob.prototype.slice = function (...of) {"
        " if (this.name === 'folder') throw new DOMException('', 'NotFoundError'); return slice.apply(this, of); };"
    )
    answer = field(page, f"{base}vi/")
    page.evaluate(DROP, [MESSAGE, "trace.txt"])
    expect(answer.get_by_role("heading", level=2)).to_contain_text("SIP 486")
    page.evaluate(DROP, ["", "folder"])
    expect(answer.get_by_role("status")).to_have_text("Không đọc được tệp này.")
    expect(answer.get_by_role("heading", level=2)).to_have_count(0)
    page.evaluate(DROP, ["SIP/2.0 603 Decline", "other.txt"])
    expect(answer.get_by_role("heading", level=2)).to_contain_text("SIP 603")


def test_in_the_header(context: BrowserContext, base: str) -> None:
    """On every page the search of the header answers a text as well, and is a search again when it is closed."""
    page = context.new_page()
    page.goto(f"{base}vi/sip/404/")
    page.keyboard.press("/")
    box = page.get_by_role("dialog")
    answer = box.locator(".cp-answer")
    answer.wait_for(state="attached")
    pasted(page, MESSAGE)
    link = answer.get_by_role("heading", level=2).get_by_role("link")
    expect(link).to_have_text("SIP 486 Busy Here")
    page.keyboard.press("Escape")
    expect(answer).to_be_hidden()
    pasted(page, MESSAGE)
    expect(answer).to_be_visible()
    box.get_by_role("button").first.click()
    assert search(page, "486")[0].endswith("/vi/sip/486/")
    expect(answer).to_be_hidden()


HOSTILE = {
    "markup": "<img src=x onerror=alert(1)><script>alert(2)</script>\n" + "<div>" * 20000 + MESSAGE,
    "controls": "\x00\x1b[31m\u202e\u2066" * 2000 + "\n" + MESSAGE + "\n\ud800",
    "line": "a" * 1_000_000 + " " + MESSAGE.split("\n", maxsplit=1)[0],
    "longer": "SIP/2.0 486 Busy Here\n" + "a b c\n" * 200_000,
    "findings": "SIP/2.0 180 Ringing\n" * 2000 + MESSAGE,
    "lines": "\n".join(f"{number}" for number in range(100_000)) + "\n" + MESSAGE,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_texts(context: BrowserContext, base: str, kind: str) -> None:
    """Nothing of a text runs or is marked up; of a long one the lines around what was found are shown."""
    page = context.new_page()
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    answer = field(page, base)
    text = HOSTILE[kind]
    page.evaluate(DROP, [text, "trace.txt"])
    if kind != "line":
        expect(answer.get_by_role("heading", level=2)).to_contain_text("SIP 486", timeout=15000)
    # Told when all has been read, a moment after the first code.
    status = answer.get_by_role("status")
    expect(status).not_to_be_empty(timeout=15000)
    assert ("1,048,576" in status.inner_text()) == (kind == "longer")
    assert ("501" in status.inner_text()) == (kind == "findings")
    if kind != "line":
        expect(answer.locator(".cp-decides")).to_have_count(1, timeout=15000)
    assert answer.locator("pre img, pre script, pre div").count() == 0
    assert len(answer.inner_text()) < 80_000


def test_texts_in_the_worker(browser: Browser, base: str, project: Project) -> None:
    """With the files of the built site, the worker finds in a sixteenth of all texts what the terminal finds."""
    page = browser.new_page()
    page.goto(base)
    texts = lines.some_texts(project.library, 16)
    known = lines.known(project.library)
    found = page.evaluate(
        "async ([texts, data, script]) => {"
        " const index = await (await fetch(data + 'index.json')).json();"
        " const known = index.protocols.map(each => data + each.recognizers);"
        " const worker = new Worker(script); const got = [];"
        " const all = new Promise(done => { worker.onmessage = event => {"
        " got.push(event.data.findings.map(each => each.address)); if (got.length === texts.length) done(); }; });"
        " worker.postMessage({known}); texts.forEach(text => worker.postMessage({text, is_pasted: true}));"
        " await all; return JSON.stringify(got); }",
        [texts, f"{base}data/v1/", f"{base}assets/codepair/recognize.js"],
    )
    page.close()
    for text, addresses in zip(texts, json.loads(found), strict=True):
        assert addresses == [each.address for each in find(text, known).findings], text
