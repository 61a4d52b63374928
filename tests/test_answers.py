"""Where the answer stands, in a real Chromium: how far down, how wide, on which edge, and on one line or two."""

from __future__ import annotations

import random
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests import support
from tests.support import SUBPATH

pytestmark = pytest.mark.browser

GUIDED = (
    "sip/486-vs-603/",
    "sip/202-vs-422/",
    "vi/sip/486-vs-600/",
    "vi/dns/servfail-vs-nxdomain/",
    "grpc/deadline_exceeded-vs-unavailable/",
)
OTHERS = ("sip/404-vs-503/", "vi/sip/100-vs-580/")
CODES = ("sip/486/", "vi/sip/422/", "grpc/deadline_exceeded/")
PAGES = (*GUIDED, *OTHERS, *CODES)
"""Ten pages."""

WIDE: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 390, "height": 844}
HEIGHTS = {1280: (3500, 4200), 390: (6500, 8000)}
"""By width: how high comparisons with guidance are in the median, and at most, in px."""

BOX = (
    "selector => { const b = document.querySelector(selector).getBoundingClientRect(); return [b.top, b.bottom]; }"
)


def box(page: Page, selector: str) -> tuple[float, float]:
    """Return where an element begins and ends, from the top of the page, which is not scrolled."""
    top, bottom = page.evaluate(BOX, selector)
    return top, bottom


@pytest.mark.parametrize("path", [*GUIDED, *OTHERS])
def test_the_decision_is_in_the_first_screen(context: BrowserContext, base: str, path: str) -> None:
    """Whole on a wide page, begun on a phone; the mistake comes right behind it, then the rows."""
    page = context.new_page()
    decision = ".cp-decide" if path in GUIDED else "#which + .cp-two"
    page.set_viewport_size(WIDE)
    page.goto(f"{base}{path}")
    assert box(page, "#which")[0] <= 480
    assert box(page, decision)[1] <= 800
    if page.locator("#mistake").count():
        assert box(page, "#mistake")[0] <= 900
        assert box(page, "#mistake")[0] < box(page, "#differences")[0]
    assert box(page, "#differences")[0] <= 1150
    page.set_viewport_size(NARROW)
    assert box(page, "#which")[0] <= 700
    assert box(page, decision)[0] <= 820
    if page.locator("#mistake").count():
        assert box(page, "#mistake")[0] <= 1500


@pytest.mark.parametrize("path", CODES)
def test_key_facts_are_in_the_first_screen(context: BrowserContext, base: str, path: str) -> None:
    """In a column of their own where there is room for one, below the description on a phone."""
    page = context.new_page()
    page.set_viewport_size(WIDE)
    page.goto(f"{base}{path}")
    top, bottom = box(page, ".cp-key")
    assert top <= 160
    assert bottom <= 800
    assert page.evaluate("document.querySelector('.cp-key').getBoundingClientRect().left") > 800
    assert box(page, ".cp-lead")[0] <= 300
    assert page.locator(".cp-toc").is_visible()
    page.set_viewport_size(NARROW)
    assert box(page, ".cp-key")[0] <= 700
    assert box(page, "#fix")[0] <= 1300
    assert not page.locator(".cp-toc").is_visible()


@pytest.mark.parametrize("locale", ["", "vi/"])
def test_comparisons_with_guidance_are_short(
    context: BrowserContext,
    base: str,
    site: Path,
    locale: str,
) -> None:
    """Some of them; ``make heights`` looks at all."""
    page = context.new_page()
    listed = guided(site, locale)
    # Of more than three thousand: most have no guidance, and are short anyway.
    assert 200 < len(listed) < 400
    heights: dict[int, dict[str, int]] = {1280: {}, 390: {}}
    for path in support.some(listed, len(listed) // 12):
        page.goto(f"{base}{path}")
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            heights[size["width"]][path] = page.evaluate("document.documentElement.scrollHeight")
    for width, (middle, most) in HEIGHTS.items():
        found = heights[width]
        assert median(found.values()) <= middle
        assert {path: height for path, height in found.items() if height > most} == {}


def guided(site: Path, locale: str) -> list[str]:
    """Return the comparisons with guidance: those that are indexed."""
    found = sorted((site / locale).glob("*/*-vs-*/index.html"))
    indexed = [file.parent for file in found if support.NO_INDEX not in file.read_text(encoding="utf-8")]
    return [
        f"{folder.relative_to(site)}/" for folder in indexed if locale or folder.relative_to(site).parts[0] != "vi"
    ]


EDGES = """() => {
    const parts = ".cp-page > div:not(:nth-child(2)) > *, article > *, .cp-pair > .cp-two";
    const found = [...document.querySelectorAll(parts)].filter(part => part.getClientRects().length);
    const own = found.filter(part => !part.matches("nav, aside, article > details:not([class]) + details"));
    return own.map(part => [`${part.tagName}.${part.className}#${part.id}`, part.getBoundingClientRect().left]);
}"""


@pytest.mark.parametrize("path", PAGES)
def test_everything_begins_on_one_edge(context: BrowserContext, base: str, path: str) -> None:
    """Headings, paragraphs, rows of two, tables and lists, to half a pixel."""
    page = context.new_page()
    page.goto(f"{base}{path}")
    for width in (390, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        lefts = page.evaluate(EDGES)
        assert len(lefts) > 8
        first = min(left for _, left in lefts)
        assert [part for part in lefts if part[1] - first > 0.5] == [], width


OPEN = "document.querySelectorAll('details').forEach(each => { each.open = true; })"
LINES = """() => {
    const found = [];
    const range = document.createRange();
    for (const part of document.querySelectorAll("article :is(p, td, dd, li)")) {
        if (part.closest("pre, svg, .cp-crumbs, nav") || part.querySelector("p, ul, li") || !part.checkVisibility())
            continue;
        const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
        const lines = new Map(), read = new Set();
        while (walker.nextNode()) {
            const node = walker.currentNode;
            const isMark = node.parentElement.closest("a[href^=http], em") !== null;
            if (!node.parentElement.checkVisibility()) continue;
            for (let at = 0; at < node.length; at++) {
                range.setStart(node, at);
                range.setEnd(node, at + 1);
                const box = range.getBoundingClientRect();
                if (!box.width) continue;
                const line = [...lines.keys()].find(y => Math.abs(y - box.bottom) < 8) ?? box.bottom;
                lines.set(line, (lines.get(line) || "") + node.data[at]);
                if (!isMark && node.data[at].trim()) read.add(line);
            }
        }
        // A line of marks alone is a list, and is not read.
        found.push(...[...lines].filter(([line]) => read.has(line)).map(([, text]) => text));
    }
    return found;
}"""


@pytest.mark.parametrize("path", PAGES)
def test_lines_are_short_enough_to_read(context: BrowserContext, base: str, path: str) -> None:
    """At most 85 characters."""
    page = context.new_page()
    page.goto(f"{base}{path}")
    page.evaluate(OPEN)
    for width in (768, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        lines: list[str] = page.evaluate(LINES)
        assert len(lines) > 40
        assert [line for line in lines if len(line.strip()) > 85] == [], width


BROKEN = """() => [...document.querySelectorAll("article code")]
    .filter(code => !code.closest("pre") && code.innerText.length <= 16 && code.getClientRects().length > 1)
    .map(code => code.innerText)"""
WITHIN_WORDS = """() => {
    // A name is broken between its words at most: a line begins after an underscore.
    const found = [];
    const range = document.createRange();
    for (const name of document.querySelectorAll("article :is(h1, h2, h3, a, p, th) b")) {
        const walker = document.createTreeWalker(name, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            range.selectNodeContents(walker.currentNode);
            if (/^[A-Z_0-9]+$/.test(walker.currentNode.data) && range.getClientRects().length > 1)
                found.push(walker.currentNode.data);
        }
    }
    return found;
}"""


def test_code_spans_and_names_are_whole(context: BrowserContext, base: str, site: Path) -> None:
    """On some pages: no code span of at most 16 characters on two lines, and nothing that scrolls sideways."""
    found = [*site.glob("*/*/index.html"), *site.glob("vi/*/*/index.html")]
    paths = sorted(
        str(file.parent.relative_to(site))
        for file in found
        if file.parent.parent.name in ("sip", "http", "dns", "grpc")
    )
    chosen = random.Random(17).sample(paths, 298 if support.WHOLE else 14)
    chosen += ["grpc/deadline_exceeded", "grpc/resource_exhausted"]
    page = context.new_page()
    wrong = {}
    for path in chosen:
        page.goto(f"{base}{path}/")
        page.evaluate(OPEN)
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            broken = [*page.evaluate(BROKEN), *page.evaluate(WITHIN_WORDS)]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                broken.append("(scrolls sideways)")
            if broken:
                wrong[path, width] = broken
    assert wrong == {}


@pytest.mark.parametrize("path", PAGES)
def test_every_heading_has_an_address(context: BrowserContext, base: str, path: str) -> None:
    """Each of the second and third level is a link to itself."""
    page = context.new_page()
    page.goto(f"{base}{path}")
    bare = page.evaluate(
        """() => [...document.querySelectorAll("article :is(h2, h3)")]
            .filter(each => !each.id || !each.querySelector(`a[href="#${each.id}"]`)).map(each => each.innerText)"""
    )
    assert bare == []


def test_published_addresses_within_pages_stay(context: BrowserContext, base: str) -> None:
    """Those that others may have linked."""
    page = context.new_page()
    page.goto(f"{base}sip/486-vs-603/")
    for name in ("content", "which", "differences", "wire", "related", "sources", "w486", "w603"):
        assert page.locator(f"#{name}").count() == 1, name
    page.goto(f"{base}sip/486/")
    for name in ("content", "wire"):
        assert page.locator(f"#{name}").count() == 1, name


TINY = """() => {
    const found = [];
    for (const each of document.querySelectorAll("article *")) {
        const own = [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        if (!own || !each.checkVisibility()) continue;
        const svg = each.closest("svg");
        const size = parseFloat(getComputedStyle(each).fontSize);
        const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
        if (size * scale < (svg ? 11 : 12)) found.push([each.tagName, size * scale, each.textContent]);
    }
    return found;
}"""


@pytest.mark.parametrize("path", PAGES)
def test_no_text_is_tiny(context: BrowserContext, base: str, path: str) -> None:
    """At least 12 px; in a diagram, which a narrow page makes smaller, at least 11."""
    page = context.new_page()
    page.goto(f"{base}{path}")
    page.evaluate(OPEN)
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate(TINY) == [], width


@pytest.mark.parametrize("path", ["sip/486-vs-603/", "sip/486/"])
def test_the_marked_line_reaches_both_edges(context: BrowserContext, base: str, path: str) -> None:
    """Of its message's box; and the message is copied with each line once."""
    page = context.new_page()
    page.set_viewport_size(WIDE)
    page.goto(f"{base}{path}")
    gaps = page.evaluate(
        """() => [...document.querySelectorAll("pre mark")].filter(mark => mark.checkVisibility()).map(mark => {
            const inner = mark.getBoundingClientRect(), outer = mark.parentElement.getBoundingClientRect();
            return [inner.left - outer.left, outer.right - inner.right];
        })"""
    )
    assert gaps
    assert all(abs(edge) <= 0.5 for gap in gaps for edge in gap), gaps
    text = page.evaluate(
        "[...document.querySelectorAll('pre code')].find(e => e.querySelector('mark')).textContent"
    )
    assert "\n\nContent-Length" not in text
    assert "60\nContent-Length" in text


@pytest.mark.parametrize("path", ["sip/486-vs-603/", "vi/sip/404-vs-503/"])
def test_sides_are_told_apart_without_colour(context: BrowserContext, base: str, path: str) -> None:
    """Side A is a solid line and side B a double one: in the row, the table, the topics, the messages."""
    page = context.new_page()
    page.set_viewport_size(WIDE)
    page.goto(f"{base}{path}")
    style = "(e => getComputedStyle(e).borderInlineStartStyle)"
    for a, b in (
        (".cp-two > .cp-a", ".cp-two > .cp-b"),
        (".cp-facts thead th:nth-child(2)", ".cp-facts thead th:nth-child(3)"),
        ("#fix + .cp-two > .cp-a", "#fix + .cp-two > .cp-b"),
        (".cp-pair .cp-a pre", ".cp-pair .cp-b pre"),
        (".cp-pair .cp-a h3 > a", ".cp-pair .cp-b h3 > a"),
    ):
        assert page.eval_on_selector(a, style) == "solid", a
        assert page.eval_on_selector(b, style) == "double", b


def test_a_phone_folds_the_messages(browser: Browser, base: str) -> None:
    """With no script; a wide page shows them, and has nothing to open."""
    phone = browser.new_context(java_script_enabled=False, viewport=NARROW)
    page = phone.new_page()
    page.goto(f"{base}sip/486-vs-603/")
    assert not page.locator(".cp-pair pre").first.is_visible()
    page.locator(".cp-pair > summary").click()
    assert page.locator(".cp-pair pre").first.is_visible()
    phone.close()
    desk = browser.new_context(java_script_enabled=False, viewport=WIDE)
    page = desk.new_page()
    page.goto(f"{base}sip/486-vs-603/")
    assert page.locator(".cp-pair pre").first.is_visible()
    assert not page.locator(".cp-pair > summary").is_visible()
    page.goto(f"{base}sip/486/")
    page.locator(".cp-vs").click()
    assert page.url == f"{base}sip/486/#all"
    desk.close()


def test_a_code_is_compared_from_its_page(context: BrowserContext, base: str) -> None:
    """The field opens the choice of two codes; the first is the page's own."""
    page = context.new_page()
    page.goto(f"{base}vi/sip/486/")
    page.locator(".cp-vs").click()
    field = page.get_by_role("combobox", name="Mã thứ nhất")
    field.wait_for()
    assert field.input_value() == "SIP 486 Busy Here"
    assert SUBPATH in page.url
