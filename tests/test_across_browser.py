"""A real Chromium on comparisons across protocols: choosing, searching, lists of codes, wrong addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests import support
from tests.served import hosted, search
from tests.support import SUBPATH
from tests.test_across import BETWEEN, PAIR, translate

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site, served from a subpath."""
    folder = tmp_path_factory.mktemp("between")
    root = support.tiny(folder / "root", BETWEEN)
    translate(root)
    support.built(root, folder / "host" / SUBPATH.strip("/"), site_url=f"http://127.0.0.1{SUBPATH}")
    with hosted(folder / "host") as address:
        yield address


@pytest.mark.parametrize("locale", ["", "vi/"])
@pytest.mark.parametrize(
    "asked",
    [
        "compare/play-404-vs-toy-404/",
        "compare/play-404-game-over-vs-toy-404-not-found/",
        "compare/TOY-404-vs-PLAY-404/",
        "play-404-vs-toy-404/",
    ],
)
def test_the_other_order_leads_there(context: BrowserContext, base: str, asked: str, locale: str) -> None:
    """One address each: whoever asks for another order, a longer name or capitals gets to it."""
    page = context.new_page()
    page.goto(f"{base}{locale}{asked}")
    page.wait_for_url(f"{base}{locale}{PAIR}/")
    expect(page.locator("h1")).to_have_text("TOY 404 Not Found vs PLAY 404 Game Over")


def test_a_number_names_a_code_that_is_a_name(context: BrowserContext, base: str) -> None:
    """As in addresses of one protocol."""
    page = context.new_page()
    page.goto(f"{base}compare/play-9-vs-toy-499/")
    page.wait_for_url(f"{base}compare/toy-499-vs-play-lost/")


def test_codes_that_are_not_compared_are_offered(context: BrowserContext, base: str) -> None:
    """Each with its protocol."""
    page = context.new_page()
    page.goto(f"{base}compare/toy-486-vs-play-503/")
    links = page.locator(".cp-near a")
    expect(links).to_have_text(["TOY 486 Busy Here", "PLAY 503 Nap Time"])
    hrefs = [link.get_attribute("href") for link in links.all()]
    assert hrefs == [f"{base}toy/486/", f"{base}play/503/"]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("404 vs 404", PAIR),
        ("play 404 toy 404", PAIR),
        ("499 lost", "compare/toy-499-vs-play-lost"),
        ("toy 499 play 9", "compare/toy-499-vs-play-lost"),
    ],
)
def test_the_search_leads_to_them(context: BrowserContext, base: str, query: str, first: str) -> None:
    """Codes of two protocols in one query are their comparison, once."""
    page = context.new_page()
    page.goto(f"{base}vi/")
    found = search(page, query)
    assert found[0] == f"{base}vi/{first}/"
    assert len(found) == len(set(found))


def test_the_picker_offers_codes_of_other_protocols(context: BrowserContext, base: str) -> None:
    """Those that the first can be compared with, as soon as they are asked for."""
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/codes/" in request.url else None)
    page.goto(f"{base}toy/404/")
    assert asked == []
    page.locator(".cp-pick-open").first.click()
    second = page.get_by_role("combobox", name="Second code")
    expect(second).to_be_visible()
    second.fill("game")
    options = page.get_by_role("listbox", name="Second code").get_by_role("option")
    expect(options).to_have_count(1)
    expect(options).to_contain_text("Game Over")
    assert asked == [f"{base}assets/codepair/codes/en/{name}.json" for name in ("toy", "play")]
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Compare", exact=True).last.click()
    page.wait_for_url(f"{base}{PAIR}/")


def held_back(page: Page, files: str) -> Callable[[], None]:
    """Hold back a file that a page asks for; return what waits until it has and lets it through."""
    waiting: list[Route] = []
    page.route(files, lambda route: waiting.append(route))

    def let_through() -> None:
        while not waiting:
            page.wait_for_timeout(10)
        waiting[0].continue_()

    return let_through


def test_the_picker_offers_what_was_asked_for_before_it_was_there(context: BrowserContext, base: str) -> None:
    """Codes of another protocol that come after their name was typed are offered then."""
    page = context.new_page()
    let_through = held_back(page, "**/codes/en/play.json")
    page.goto(f"{base}toy/404/")
    page.locator(".cp-pick-open").first.click()
    page.get_by_role("combobox", name="Second code").fill("game")
    options = page.get_by_role("listbox", name="Second code").get_by_role("option")
    expect(options).to_have_count(0)
    let_through()
    expect(options).to_have_count(1)


def test_what_is_typed_before_the_search_is_there_is_kept(context: BrowserContext, base: str) -> None:
    """Who is faster than the network finds it in the field, mended as it was, and sent if it was."""
    page = context.new_page()
    let_through = held_back(page, "**/codes/en/play.json")
    page.goto(base)
    page.locator("h1").click()
    page.keyboard.press("Control+k")
    page.keyboard.type("gamx")
    page.keyboard.press("Backspace")
    page.keyboard.type("e")
    let_through()
    expect(page.get_by_role("dialog").get_by_role("searchbox")).to_have_value("game")
    expect(page.get_by_role("dialog").locator("ol a").first).to_contain_text("Game Over")


def test_what_is_pasted_before_the_search_is_there_is_kept(context: BrowserContext, base: str) -> None:
    """A line goes into the field, with what was typed behind it."""
    page = context.new_page()
    let_through = held_back(page, "**/codes/en/play.json")
    page.goto(base)
    page.locator("h1").click()
    page.keyboard.press("/")
    page.evaluate(
        """text => {
            const carried = new DataTransfer();
            carried.setData("text/plain", text);
            document.dispatchEvent(new ClipboardEvent("paste", {clipboardData: carried, cancelable: true}));
        }""",
        " play 404\n",
    )
    page.keyboard.press("Enter")
    let_through()
    page.wait_for_url(f"{base}play/404/")


def test_the_picker_knows_both_codes(context: BrowserContext, base: str) -> None:
    """On a comparison across both fields hold its codes, and swapped they still have the one comparison."""
    page = context.new_page()
    page.goto(f"{base}vi/compare/")
    page.get_by_role("combobox", name="Mã thứ nhất").fill("play 404")
    page.get_by_role("option").first.click()
    page.get_by_role("combobox", name="Mã thứ hai").fill("toy 404")
    page.get_by_role("option").first.click()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base}vi/{PAIR}/")


def test_lists_of_codes_are_a_protocols(context: BrowserContext, base: str) -> None:
    """A page of a protocol fetches that protocol's codes alone; between protocols there is no list."""
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/codes/" in request.url else None)
    page.goto(f"{base}play/404/")
    page.locator(".cp-side summary").first.click()
    expect(page.locator(".cp-side .cp-own a")).to_have_text(["404 Game Over"])
    assert asked == [f"{base}assets/codepair/codes/en/play.json"]
    for path in (PAIR, "mappings/toy-to-play"):
        page.goto(f"{base}{path}/")
        expect(page.locator(".cp-crumbs")).to_be_visible()
        assert page.locator(".cp-side").count() == 0


@pytest.mark.parametrize("path", [PAIR, "mappings/toy-to-play", "toy/404", "toy", "compare"])
def test_pages_fit_a_phone(browser: Browser, base: str, path: str) -> None:
    """Nothing scrolls sideways, and no text is smaller than 12 px outside diagrams."""
    page = browser.new_page()
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{base}{path}/")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        smallest = page.evaluate(
            "Math.min(...[...document.querySelectorAll('article :not(svg *)')]"
            ".filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))"
            ".map(e => parseFloat(getComputedStyle(e).fontSize)))"
        )
        assert smallest >= 12
    page.close()


def test_screens_of_a_page(base: str, browser: Browser, tmp_path: Path) -> None:
    """The decision stands before the rows, and these before what was received."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{base}{PAIR}/")
    tops = [page.locator(f"#{name}").bounding_box() for name in ("which", "differences", "unmatched", "received")]
    heights = [box["y"] for box in tops if box is not None]
    assert len(heights) == 4
    assert heights == sorted(heights)
    page.close()
