"""A real Chromium over the built site, served from a subpath as GitHub Pages does."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.served import search
from tests.support import SUBPATH

pytestmark = pytest.mark.browser

PAGES = ("", "sip/", "sip/422/", "sip/202-vs-422/", "sip/100-vs-580/", "sip/409/")
LOCALES = ("", "vi/")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("path", PAGES)
def test_pages_fit_a_phone(context: BrowserContext, base: str, path: str, locale: str) -> None:
    """Nothing scrolls sideways, one heading of the first level, unique ids, and headings told apart."""
    page = context.new_page()
    for width in (320, 390, 768):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{base}{locale}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.lang") == (locale.strip("/") or "en")
    ids: list[str] = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    headings: list[str] = page.evaluate("[...document.querySelectorAll('h2,h3')].map(e => e.tagName + e.innerText)")
    assert len(headings) == len(set(headings))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_sites_name_is_whole(context: BrowserContext, base: str, locale: str) -> None:
    """In every language the other things in the header leave it its room."""
    page = context.new_page()
    for width in (320, 390, 768, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{base}{locale}sip/202-vs-422/")
        name = page.locator(".cp-name")
        assert name.evaluate("e => e.scrollWidth <= e.clientWidth + 1 && e.getBoundingClientRect().left >= 0")
        header = page.locator(".cp-header > div").evaluate("e => e.scrollWidth <= e.clientWidth")
        assert header, f"the header is wider than {width} pixels"
    name.click()
    assert page.url == f"{base}{locale}"


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("bận", "sip/486/"),
        ("ban", "sip/486/"),
        ("ba\u0323\u0302n", "sip/486/"),
        ("486", "sip/486/"),
        ("Min-SE", "sip/422/"),
        ("202 vs 422", "sip/202-vs-422/"),
        ("session timer ngan", "sip/422/"),
    ],
)
def test_search_in_vietnamese(context: BrowserContext, base: str, query: str, first: str) -> None:
    """With tone marks, without, decomposed; in the reader's language only."""
    page = context.new_page()
    page.goto(f"{base}vi/sip/202-vs-422/")
    found = search(page, query)
    assert any(address.endswith(first) for address in found[:5]), found
    assert all(f"{SUBPATH}vi/" in address for address in found)
    assert page.get_by_role("dialog").get_by_role("button").inner_text() == "Đóng"


def test_search_without_the_letters_of_a_language(context: BrowserContext, base: str) -> None:
    """A reader without a Vietnamese keyboard finds what is written with its letters, and the same pages."""
    page = context.new_page()
    page.goto(f"{base}vi/")
    spelled = search(page, "định tuyến")
    page.reload()
    typed = search(page, "dinh tuyen")
    assert len(spelled) >= 6
    assert set(spelled[:6]) & set(typed)
    assert all(f"{SUBPATH}vi/" in address for address in typed)


def test_search_in_english_stays_english(context: BrowserContext, base: str) -> None:
    """No result of another language."""
    page = context.new_page()
    page.goto(base)
    found = search(page, "busy")
    assert any(address.endswith("sip/486/") for address in found[:5]), found
    assert all(f"{SUBPATH}vi/" not in address for address in found)


def test_search_says_when_nothing_is_found(context: BrowserContext, base: str) -> None:
    """In the reader's language, for screen readers too."""
    page = context.new_page()
    page.goto(f"{base}vi/")
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("searchbox").fill("zzzzqqq")
    expect(dialog.get_by_role("status")).to_have_text("Không tìm thấy kết quả nào")


def test_keyboard_only(context: BrowserContext, base: str) -> None:
    """Skip link, search, results and back, without a mouse."""
    page = context.new_page()
    page.goto(f"{base}vi/sip/202-vs-422/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('md-skip')")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("486")
    page.get_by_role("dialog").locator("li a").first.wait_for()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("dialog").locator("li a").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/486/**")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_language_menu_leads_to_the_same_page(context: BrowserContext, base: str) -> None:
    """There and back, from every kind of page."""
    page = context.new_page()
    for path in PAGES:
        page.goto(f"{base}{path}")
        page.locator(".cp-menu summary").click()
        page.get_by_role("link", name="Tiếng Việt").click()
        assert page.url == f"{base}vi/{path}"
        page.locator(".cp-menu summary").click()
        page.get_by_role("link", name="English", exact=True).click()
        assert page.url == f"{base}{path}"


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    "address",
    [
        "sip/422-vs-202/",
        "sip/422-vs-202",
        "sip/202-accepted-vs-422-session-interval-too-small/",
        "sip/422-session-interval-too-small-vs-202-accepted",
        "compare/sip/422-vs-202/",
        "compare/sip/202-accepted-vs-422-session-interval-too-small",
        "SIP/422-vs-202/",
    ],
)
def test_other_addresses_of_a_pair(context: BrowserContext, base: str, locale: str, address: str) -> None:
    """Reversed, long, and below compare/: all lead to the one address."""
    page = context.new_page()
    page.goto(f"{base}{locale}{address}")
    page.wait_for_url(f"{base}{locale}sip/202-vs-422/")


def test_missing_page_speaks_the_readers_language(context: BrowserContext, base: str) -> None:
    """The error page shows the part of the locale that was asked for, and leads home."""
    page = context.new_page()
    page.goto(f"{base}vi/sip/999/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Trang này không tồn tại")
    page.get_by_role("main").get_by_role("link", name="Trang chủ").click()
    assert page.url == f"{base}vi/"
    page.goto(f"{base}sip/202-vs-999/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page does not exist")


def test_light_and_dark(context: BrowserContext, base: str) -> None:
    """The system's choice at first, the reader's own after a click, on the next page too."""
    page = context.new_page()
    page.emulate_media(color_scheme="dark")
    page.goto(base)
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    button = page.get_by_role("button", name="Light, dark, or as the system has it")
    button.click()
    assert page.evaluate("document.body.dataset.mdColorScheme") == "default"
    expect(page.get_by_role("button", name="Colours: light")).to_be_visible()
    page.goto(f"{base}vi/sip/422/")
    assert page.evaluate("document.body.dataset.mdColorScheme") == "default"


def test_back_to_the_systems_colours(context: BrowserContext, base: str) -> None:
    """Light, dark, and then again whatever the system says, as it changes, with nothing remembered."""
    page = context.new_page()
    page.emulate_media(color_scheme="light")
    page.goto(base)
    button = page.locator(".cp-scheme")
    seen = []
    for _ in range(3):
        button.click()
        seen.append(page.evaluate("[document.body.dataset.mdColorScheme, localStorage.getItem('codepair.scheme')]"))
    assert seen == [["slate", "slate"], ["default", "default"], ["default", None]]
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.evaluate("localStorage.setItem('codepair.scheme', 'pink')")
    page.reload()
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate", "what nobody chose is not obeyed"


def test_two_codes_side_by_side_on_a_wide_screen_only(context: BrowserContext, base: str) -> None:
    """Both sides of a topic stand beside each other, in line; on a phone one above the other."""
    page = context.new_page()
    page.goto(f"{base}vi/sip/202-vs-422/")
    panels = page.locator("#fix + .cp-two > div")
    left, right = panels.nth(0).bounding_box(), panels.nth(1).bounding_box()
    assert left and right
    assert left["x"] + left["width"] <= right["x"]
    assert abs(left["y"] - right["y"]) < 2
    page.set_viewport_size({"width": 390, "height": 800})
    upper, lower = panels.nth(0).bounding_box(), panels.nth(1).bounding_box()
    assert upper and lower
    assert upper["y"] + upper["height"] <= lower["y"]


@pytest.mark.parametrize("width", [390, 1000, 1440])
@pytest.mark.parametrize("path", ["vi/dns/noerror-vs-nxdomain/", "vi/sip/401-vs-407/", "grpc/unavailable/"])
def test_messages_stay_in_their_column(context: BrowserContext, base: str, path: str, width: int) -> None:
    """A long line scrolls in its own box; no box reaches into its neighbour or past the page."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{base}{path}")
    wide = page.evaluate(
        """() => [...document.querySelectorAll("article pre, article svg, article table")].filter(box => {
            const inner = box.getBoundingClientRect(), outer = box.parentElement.getBoundingClientRect();
            return box.checkVisibility() && (inner.right > outer.right + 1 || outer.right > innerWidth);
        }).length"""
    )
    assert wide == 0


@pytest.mark.parametrize("path", ["vi/", "vi/sip/202-vs-422/", "sip/486/", "vi/compare/", "nothing/here/"])
def test_content_security_policy(context: BrowserContext, base: str, path: str) -> None:
    """Nothing that the page does breaks its policy: search, picker, palette, language menu, copying a message."""
    context.add_init_script(
        "window.broken = []; document.addEventListener('securitypolicyviolation',"
        " event => window.broken.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));"
    )
    context.grant_permissions(["clipboard-write"])
    page = context.new_page()
    page.goto(f"{base}{path}")
    assert page.locator('meta[http-equiv="Content-Security-Policy"]').count() == 1
    page.locator(".cp-scheme").click()
    page.locator(".cp-menu summary").click()
    page.keyboard.press("Escape")
    search(page, "422")
    page.get_by_role("dialog").get_by_role("button").click()
    page.locator(".cp-pick-open").first.click()
    if page.locator(".cp-pick-box").count():
        page.keyboard.press("Escape")
    if page.locator("pre:visible button").count():
        page.locator("pre:visible").first.hover()
        page.locator("pre:visible button").first.click()
    page.wait_for_timeout(200)
    assert page.evaluate("window.broken") == []


def test_a_message_is_selected_where_copying_is_forbidden(browser: Browser, base: str) -> None:
    """The browser may refuse: then one key copies it."""
    page = browser.new_page()
    page.add_init_script(
        "navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'))"
    )
    page.goto(f"{base}sip/486/")
    page.locator("pre:visible").first.hover()
    page.locator("pre:visible button").first.click()
    page.wait_for_function("String(getSelection()).startsWith('SIP/2.0 486 ')")
    assert page.locator(".cp-copied").count() == 0
    page.close()


def test_the_policy_holds(browser: Browser, base: str) -> None:
    """A script that somebody puts into a page is not run."""
    page = browser.new_page()
    page.goto(f"{base}vi/sip/202-vs-422/")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")
    assert page.evaluate("window.ran") is None
    page.close()


def test_without_javascript(browser: Browser, base: str) -> None:
    """The whole text is there, and so are the links and the language menu."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}vi/sip/202-vs-422/")
    expect(page.get_by_role("heading", name="Sự khác biệt chính")).to_be_visible()
    page.locator(".cp-menu summary").click()
    page.get_by_role("link", name="English", exact=True).click()
    expect(page.get_by_role("heading", name="Key Differences")).to_be_visible()
    context.close()


def test_diagrams_and_messages(context: BrowserContext, base: str) -> None:
    """A shared diagram is painted in the page's colours, a message can be copied, its deciding line is marked."""
    page = context.new_page()
    page.goto(f"{base}vi/sip/202-vs-422/")
    boxes = page.eval_on_selector_all(".cp-flow use", "all => all.map(use => use.getBBox().width)")
    assert len(boxes) == 2
    assert min(boxes) > 300
    assert page.locator(".cp-pair .cp-b pre mark").last.inner_text().startswith("Min-SE")
    assert page.locator("pre button.cp-copy").count() >= 2
    page.emulate_media(color_scheme="dark")
    page.reload()
    colour = page.eval_on_selector(".cp-flow", "svg => getComputedStyle(svg).color")
    background = page.eval_on_selector("body", "body => getComputedStyle(body).backgroundColor")
    assert sum(map(int, re.findall(r"\d+", colour)[:3])) > sum(map(int, re.findall(r"\d+", background)[:3]))
    page.locator("summary", has_text="Dạng danh sách").first.click()
    assert page.get_by_text("Bên chuyển gửi Bên được chuyển: REFER").is_visible()


def choose(page: Page, label: str, text: str) -> None:
    """Type into one of the two fields and take the first suggestion, by keyboard alone."""
    field = page.get_by_role("combobox", name=label)
    field.fill(text)
    expect(field).to_have_attribute("aria-expanded", "true")
    active = field.get_attribute("aria-activedescendant")
    assert active is not None
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    expect(field).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize(("one", "other"), [("bận", "422"), ("ban", "session timer"), ("486", "min-se 422")])
def test_two_codes_are_chosen(context: BrowserContext, base: str, one: str, other: str) -> None:
    """By number or words, with tone marks or without, from any page, the larger code first or not."""
    page = context.new_page()
    page.goto(f"{base}vi/sip/")
    page.get_by_role("link", name="So sánh", exact=True).click()
    choose(page, "Mã thứ nhất", one)
    choose(page, "Mã thứ hai", other.replace("min-se ", ""))
    page.get_by_role("button", name="Đổi chỗ").click()
    expect(page.get_by_role("combobox", name="Mã thứ nhất")).to_have_value(re.compile("422"))
    page.get_by_role("button", name="So sánh", exact=True).click()
    page.wait_for_url(f"{base}vi/sip/422-vs-486/")


def test_the_codes_own_arrow_is_painted(context: BrowserContext, base: str) -> None:
    """On the code's page too, where the diagram stands on the page itself."""
    page = context.new_page()
    page.goto(f"{base}sip/486/")
    strokes = page.eval_on_selector_all(".cp-flow > path", "all => all.map(path => getComputedStyle(path).stroke)")
    assert len(strokes) == 4
    assert "none" not in strokes


def test_the_picker_knows_its_page(context: BrowserContext, base: str) -> None:
    """On a comparison both fields hold its codes; the second offers only what the first can be compared with."""
    page = context.new_page()
    page.goto(f"{base}sip/486-vs-600/")
    page.get_by_role("link", name="Compare", exact=True).click()
    expect(page.get_by_role("combobox", name="First code")).to_have_value("SIP 486 Busy Here")
    second = page.get_by_role("combobox", name="Second code")
    expect(second).to_have_value("SIP 600 Busy Everywhere")
    second.fill("unavailable")
    offered = page.get_by_role("listbox", name="Second code").get_by_role("option").all_inner_texts()
    assert offered
    assert all("UNAVAILABLE" not in text for text in offered), "gRPC has no code to compare with SIP's"
    page.keyboard.press("Escape")
    expect(second).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_compare_page(context: BrowserContext, base: str) -> None:
    """The two fields stand on the page itself, above all codes and comparisons."""
    page = context.new_page()
    page.goto(f"{base}vi/compare/")
    choose(page, "Mã thứ nhất", "nxdomain")
    choose(page, "Mã thứ hai", "servfail")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base}vi/dns/servfail-vs-nxdomain/")


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("202 vs 422", "sip/202-vs-422/"),
        ("sip 422 202", "sip/202-vs-422/"),
        ("202 422", "sip/202-vs-422/"),
        ("486 600", "sip/486-vs-600/"),
        ("unavailable deadline_exceeded", "grpc/deadline_exceeded-vs-unavailable/"),
        ("100 200", "sip/100-vs-200/"),
        ("3", "grpc/invalid_argument/"),
    ],
)
def test_codes_typed_into_the_search(context: BrowserContext, base: str, query: str, first: str) -> None:
    """Two codes offer their comparison first, with guidance or not; a number, that code of every protocol."""
    page = context.new_page()
    page.goto(f"{base}vi/")
    found = search(page, query)
    if query == "3":
        assert any(address.endswith("dns/nxdomain/") for address in found[:3]), found
        assert any(address.endswith(first) for address in found[:3]), found
    else:
        assert found[0].endswith(f"vi/{first}"), found


def test_search_by_address(context: BrowserContext, base: str) -> None:
    """What a browser asks by OpenSearch is searched."""
    page = context.new_page()
    page.goto(f"{base}vi/?q=486")
    first = page.get_by_role("dialog").locator("li a").first
    first.wait_for()
    assert (first.get_attribute("href") or "").endswith("/vi/sip/486/")


def test_all_codes_beside_the_page(context: BrowserContext, base: str) -> None:
    """The list has classes and codes, with the page's own code marked."""
    page = context.new_page()
    page.goto(f"{base}vi/sip/486/")
    page.locator(".cp-side summary").click()
    side = page.get_by_role("navigation", name="Mã SIP")
    expect(side.get_by_role("link", name="422")).to_be_visible()
    expect(side.locator("[aria-current=page]").first).to_have_text("486 Busy Here")
    page.set_viewport_size({"width": 1800, "height": 900})
    page.goto(f"{base}sip/422/")
    expect(page.get_by_role("navigation", name="SIP codes")).to_be_visible()
    page.locator("a[rel=next]").click()
    page.wait_for_url(f"{base}sip/423/")


def test_language_is_offered_once(browser: Browser, base: str) -> None:
    """A reader whose browser speaks Vietnamese is offered it on the first page, and never again after a no."""
    context = browser.new_context(locale="vi-VN")
    page = context.new_page()
    page.goto(base)
    offer = page.locator(".cp-offer")
    expect(offer).to_contain_text("Trang web này có bản tiếng Việt.")
    assert page.url == base
    offer.get_by_role("button").click()
    page.reload()
    page.wait_for_timeout(300)
    assert offer.count() == 0
    other = browser.new_context(locale="vi-VN").new_page()
    other.goto(base)
    other.locator(".cp-offer a").click()
    other.wait_for_url(f"{base}vi/")
    same = browser.new_context(locale="en-GB").new_page()
    same.goto(base)
    same.wait_for_timeout(300)
    assert same.locator(".cp-offer").count() == 0
    same.goto(f"{base}vi/")
    same.wait_for_timeout(300)
    assert same.locator(".cp-offer").count() == 0, "who is at /vi/ has chosen it"
    for each in (context, other.context, same.context):
        each.close()


@pytest.mark.parametrize("path", ["vi/sip/481-vs-500/", "sip/100-vs-580/", "vi/dns/servfail-vs-nxdomain/"])
def test_a_comparison_prints_on_one_sheet(browser: Browser, base: str, path: str) -> None:
    """Two sides of A4, the longest comparisons too, without header, menus and links that paper cannot follow."""
    page = browser.new_page()
    page.goto(f"{base}{path}")
    pdf = page.pdf(format="A4", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 2
    page.emulate_media(media="print")
    for selector in (".md-header", ".cp-foot", ".cp-crumbs", ".cp-side", "ul.cp-links"):
        assert not page.locator(selector).first.is_visible(), selector
    page.close()
