"""What stands around the content, in a real Chromium: header, field, home, lists, error page, colours, weight."""

from __future__ import annotations

import gzip
import io
import itertools
import re
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po
from PIL import Image, ImageChops
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests import support
from tests.served import hosted, search
from tests.support import SUBPATH

pytestmark = pytest.mark.browser

FAMILIES = ("Telephony", "Web", "Mail and files", "Names and directories", "Devices")
MOST_FIRST_VISIT = 80_000
MOST_COMPARISON = 6_144
MOST_AROUND = 1_500

FIELDS = "description|when_seen|fix|use_when|summary|question|next|mistake|which"

FORCED = [("light", "default"), ("light", "slate"), ("dark", "default"), ("dark", "slate")]
"""The system's forced theme, and what the reader has chosen on the site."""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site of fifteen made-up protocols in twelve languages, one of them written from right to left."""
    folder = tmp_path_factory.mktemp("many")
    root = support.tiny(folder / "root")
    toy = root / "content" / "toy"
    for number in range(14):
        for file in sorted(toy.rglob("*.yml")):
            text = file.read_text(encoding="utf-8")
            if file.name == "protocol.yml":
                family = FAMILIES[number % 5]
                text = text.replace("name: TOY", f"name: TOY{number}\nfamily: {family}", 1)
            # No two codes may say the same.
            text = re.sub(rf'(?m)^({FIELDS}): (.*?)("?)$', rf"\1: \2 It is number {number}.\3", text)
            path = root / "content" / f"p{number:02}" / file.relative_to(toy)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    languages = "en, vi, ar, de, fr, es, pt, id, ru, ko, th, tr"
    options = root / "mkdocs.yml"
    text = re.sub(r"locales: \[.*\]", f"locales: [{languages}]", options.read_text(encoding="utf-8"))
    options.write_text(f"{text}\nsite_description: What a code means.\n", encoding="utf-8")
    _pseudo_arabic(root)
    with support.undrawn():
        support.built(root, folder / "host" / "project", site_url=f"http://127.0.0.1{SUBPATH}")
    with hosted(folder / "host") as address:
        yield address


def _pseudo_arabic(root: Path) -> None:
    """Write catalogs in which every text is between Arabic letters, its code spans and placeholders kept."""
    folder = root / "locales" / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    keywords = {"gettext": None, "ngettext": (1, 2), "N_": None, "words": None, "plain": None, "plural": (1, 2)}
    package = support.ROOT / "generator" / "codepair"
    sources = [
        (
            "ui",
            package,
            [
                ("edge/theme/**", "ignore"),
                ("cli/start/**", "ignore"),
                ("pages/templates/**.html", "codepair_templates"),
                ("**.py", "python"),
            ],
        ),
        *(
            (each.name, each, [("**.yml", "codepair_content")])
            for each in (root / "content").iterdir()
            if each.is_dir()
        ),
    ]
    for domain, of, methods in sources:
        catalog = Catalog(locale="ar")
        for _, _, message, _, _ in extract_from_dir(of, method_map=methods, keywords=keywords):
            if isinstance(message, str):
                catalog.add(message, f"ابجد {message} هوز")
            else:
                catalog.add(tuple(message), tuple(f"ابجد {message[1]} هوز" for _ in range(6)))
        with (folder / f"{domain}.po").open("wb") as file:
            write_po(file, catalog)


def weight(path: Path) -> int:
    """Return what a file weighs on the wire."""
    return len(gzip.compress(path.read_bytes(), 9))


# -- weight


def test_a_first_visit_is_light(site: Path) -> None:
    """A comparison with everything that it asks for by itself."""
    html = (site / "sip/486-vs-603/index.html").read_text(encoding="utf-8")
    asked = re.findall(r'<(?:script|link rel="(?:stylesheet|icon)")[^>]* (?:src|href)="?\.\./\.\./([^"> ]+)', html)
    assert any("first.js" in name for name in asked)
    assert (
        sum(weight(site / name) for name in asked) + weight(site / "sip/486-vs-603/index.html") <= MOST_FIRST_VISIT
    )


def test_little_surrounds_the_content(site: Path) -> None:
    """A comparison in the median, and what a page carries around its article."""
    pages = sorted(site.glob("*/*-vs-*/index.html"))[::17] + sorted(site.glob("vi/*/*-vs-*/index.html"))[::17]
    assert len(pages) > 200
    assert statistics.median(map(weight, pages)) <= MOST_COMPARISON
    html = (site / "sip/100-vs-580/index.html").read_bytes()
    article = re.search(rb"<article.*</article>", html, re.DOTALL)
    assert article is not None
    around = len(gzip.compress(html, 9)) - len(gzip.compress(article[0], 9))
    assert around <= MOST_AROUND, around


def test_generated_pages_have_no_script_of_their_own(site: Path) -> None:
    """Only files, and data for search engines; nothing of what the theme's script would use."""
    for name in (
        "index.html",
        "sip/486/index.html",
        "sip/100-vs-580/index.html",
        "404.html",
        "vi/compare/index.html",
    ):
        html = (site / name).read_text(encoding="utf-8")
        inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", html)
        assert [kind for kind in inline if "application/ld+json" not in kind] == [], name
        assert "__md" not in html and "md-toggle" not in html and "bundle." not in html, name


def test_pages_that_others_wrote_keep_the_themes_script(tmp_path: Path) -> None:
    """Nothing of ours stands in their way; a site may ask for our header there, and still gets no policy."""
    root = support.tiny(tmp_path / "root", files={"content/about.md": "# About\n\nWords.\n"})
    site = support.built(root, tmp_path / "site")
    html = (site / "about/index.html").read_text(encoding="utf-8")
    assert 'id="__config"' in html and "__md_scope" in html and "bundle." in html
    assert "codepair" not in html and "Content-Security-Policy" not in html
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as more:
        more.write("      look: all\n  - search\n")
    site = support.built(root, tmp_path / "site")
    html = (site / "about/index.html").read_text(encoding="utf-8")
    assert 'id="__config"' in html and "bundle." in html
    assert html.count("../assets/codepair/first.js") == html.count("cp-search-open") == 1
    assert "md-search__input" not in html and "Content-Security-Policy" not in html


# -- home and lists


@pytest.mark.parametrize("locale", ["", "vi/"])
def test_home_is_two_screens(context: BrowserContext, base: str, locale: str) -> None:
    """Protocols in the heading, the field, families, at most nine pairs, at most two of a protocol."""
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{base}{locale}")
    _check_home(page, 4)
    assert {"SIP", "HTTP", "DNS", "gRPC"} <= set(re.findall(r"\w+", page.locator("h1").inner_text()))
    field = page.get_by_role("article").get_by_role("searchbox").bounding_box()
    assert field is not None and field["y"] < 400


@pytest.mark.parametrize("locale", ["", "ar/"])
def test_home_of_fifteen_protocols(browser: Browser, many: str, locale: str) -> None:
    """It stays two screens; those without a family come last."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{many}{locale}")
    _check_home(page, 15)
    headings = page.locator(".cp-families h3").all_inner_texts()
    assert len(headings) == 6
    if not locale:
        assert headings[-1] == "Others"
        assert page.locator("h1").inner_text().endswith("and 11 more protocols, explained and compared")
    for width in (320, 390, 768, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def _check_home(page: Page, protocols: int) -> None:
    assert page.evaluate("document.documentElement.scrollHeight") <= 1600
    assert page.locator(".cp-families li").count() == protocols
    pairs: list[str] = page.eval_on_selector_all("#confused ~ .cp-nine a", "all => all.map(a => a.pathname)")
    of = [path.rstrip("/").split("/")[-2] for path in pairs]
    assert 0 < len(of) <= 9
    assert max(of.count(name) for name in of) <= 2


def test_the_field_takes_a_code_two_codes_and_words(context: BrowserContext, base: str) -> None:
    """By keyboard alone; an enter that comes before the answer waits for it."""
    for typed, target in (("486", "sip/486/"), ("600 486", "sip/486-vs-600/"), ("session interval", "vi/sip/422/")):
        page = context.new_page()
        page.goto(f"{base}{'vi/' if target.startswith('vi/') else ''}")
        field = page.get_by_role("article").get_by_role("searchbox")
        field.fill(typed)
        field.press("Enter")
        page.wait_for_url(f"{base}{target}")
        page.close()


def test_results_below_the_field(context: BrowserContext, base: str) -> None:
    """They stand over what follows, arrows reach them, escape closes them."""
    page = context.new_page()
    page.goto(base)
    top = page.locator("#protocols").bounding_box()
    field = page.get_by_role("article").get_by_role("searchbox")
    field.fill("busy")
    page.locator(".cp-found li a").first.wait_for()
    assert page.locator("#protocols").bounding_box() == top
    field.press("ArrowDown")
    expect(page.locator(".cp-found li a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".cp-found")).to_be_hidden()
    expect(field).to_be_focused()


def test_without_a_script_a_link_stands_in_the_fields_place(browser: Browser, base: str) -> None:
    """It leads to all codes; nothing is shown that would do nothing."""
    silent = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    page = silent.new_page()
    page.goto(base)
    for selector in (".cp-find", ".cp-search-open", ".cp-scheme"):
        expect(page.locator(selector)).to_be_hidden()
    page.get_by_role("article").get_by_role("link", name="All codes and comparisons").first.click()
    assert page.url == f"{base}compare/"
    page.get_by_role("link", name="486 Busy Here", exact=True).click()
    assert page.url == f"{base}sip/486/"
    expect(page.locator(".cp-side")).to_have_count(0)
    page.goto(f"{base}sip/")
    expect(page.locator(".cp-filter")).to_be_hidden()
    silent.close()


def test_a_protocols_codes_are_filtered(context: BrowserContext, base: str) -> None:
    """By number or words, tone marks or not; its classes can be jumped to; codes come before pairs."""
    page = context.new_page()
    page.goto(f"{base}vi/sip/")
    field = page.get_by_role("searchbox", name="Lọc các mã")
    field.fill("thiet bi ban")
    shown = page.locator(".cp-list li:visible")
    expect(shown.filter(has_text="486")).to_have_count(1)
    assert shown.count() < 10
    field.fill("qqqq")
    expect(page.get_by_role("status").get_by_text("Không tìm thấy kết quả nào")).to_be_visible()
    field.fill("48")
    field.press("Enter")
    page.wait_for_url(f"{base}vi/sip/480/")
    page.goto(f"{base}sip/")
    links = page.locator(".cp-jump a")
    assert links.count() == 7
    tops = [page.locator(str(link.get_attribute("href"))).evaluate("e => e.offsetTop") for link in links.all()]
    assert tops == sorted(tops), "the pairs stand below the codes"
    page.goto(f"{base}dns/")
    page.get_by_role("searchbox").fill("16")
    shown = page.locator(".cp-list li:visible a b")
    assert {"BADVERS", "BADSIG"} <= set(shown.all_inner_texts())


@pytest.mark.parametrize("width", [390, 768, 1280, 1920])
@pytest.mark.parametrize("path", ["", "vi/", "sip/", "compare/", "dns/", "sip/4866/"])
def test_lists_begin_where_headings_begin(context: BrowserContext, base: str, path: str, width: int) -> None:
    """Left edges within half a pixel: heading, paragraph, field, lists; no text below 12 pixels."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{base}{path}")
    lefts: dict[str, float] = page.evaluate(
        """() => Object.fromEntries(["h1", "h2", ".cp-lead", ".cp-find:not([hidden] *)", ".cp-nine", ".cp-list",
            ".cp-all", ".cp-families", ".cp-families ul", ".cp-jump", ".cp-name", ".cp-foot a"]
            .flatMap(name => [...document.querySelectorAll(name)].filter(e => e.checkVisibility()).slice(0, 1)
            .map(e => [name, e.getBoundingClientRect().left])))"""
    )
    assert max(lefts.values()) - min(lefts.values()) <= 0.5, lefts
    small: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter(e => !e.closest("svg") && e.checkVisibility()
            && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())
            && parseFloat(getComputedStyle(e).fontSize) < 12).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert small == []


# -- the codes beside a page


def test_the_codes_of_a_protocol_are_a_navigation_of_their_own(context: BrowserContext, base: str) -> None:
    """Outside the breadcrumbs and on their line; classes folded but the current ones; both codes marked."""
    page = context.new_page()
    page.goto(f"{base}sip/486-vs-600/")
    side = page.get_by_role("navigation", name="SIP codes")
    link = page.locator(".cp-crumbs a").last
    tops = [
        each.evaluate(
            "e => { const r = document.createRange(); r.selectNodeContents(e);"
            "return r.getBoundingClientRect().top; }"
        )
        for each in (link, side.locator("summary").first)
    ]
    assert abs(tops[0] - tops[1]) <= 0.5, tops
    assert page.locator(".cp-crumbs .cp-side").count() == 0
    side.locator("summary").first.click()
    field = side.get_by_role("searchbox", name="Filter the codes")
    expect(field).to_be_focused()
    assert [each.inner_text() for each in side.locator(".cp-own a").all()] == [
        "486 Busy Here",
        "600 Busy Everywhere",
    ]
    assert side.locator("details details[open]").count() == 2
    marked = side.locator("details details [aria-current]")
    assert [each.inner_text() for each in marked.all()] == ["486 Busy Here", "600 Busy Everywhere"]
    styles = [each.evaluate("e => getComputedStyle(e).borderInlineStartStyle") for each in marked.all()]
    assert styles == ["solid", "double"]
    before = side.locator("li").first.evaluate("e => getComputedStyle(e, '::before').content")
    assert before in ("none", "normal")
    field.fill("unavail")
    shown = side.locator("details li a:visible")
    assert [text.split()[0] for text in shown.all_inner_texts()[2:]] == ["480", "503"]
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    expect(side.locator("summary").first).to_be_focused()


# -- search


def test_words_of_a_result_are_apart(context: BrowserContext, base: str) -> None:
    """What surrounds a hit keeps its spaces."""
    page = context.new_page()
    page.goto(f"{base}sip/100/")
    search(page, "busy")
    page.wait_for_timeout(500)
    glued: list[str] = page.eval_on_selector_all(
        "dialog li mark",
        r"""all => all.flatMap(mark => {
            const [before, after] = [mark.previousSibling, mark.nextSibling];
            const wrong = before && /[\p{L}\d]$/u.test(before.data) || after && /^[\p{L}\d]/u.test(after.data);
            return wrong ? [mark.parentElement.textContent] : [];
        })""",
    )
    assert page.locator("dialog li mark").count() > 3
    assert glued == []


def test_escape_once_leaves_the_search(context: BrowserContext, base: str) -> None:
    """With something typed, too; the focus goes back to where it was."""
    page = context.new_page()
    page.goto(f"{base}sip/486/")
    page.locator(".cp-search-open").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("searchbox").fill("busy")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator(".cp-search-open")).to_be_focused()


# -- the error page


ADDRESSES = (
    ("grpc/14", "grpc/unavailable/"),
    ("grpc/14/", "grpc/unavailable/"),
    ("sip/486-busy-here", "sip/486/"),
    ("SIP/486/index.html", "sip/486/"),
    ("grpc/deadline-exceeded", "grpc/deadline_exceeded/"),
    ("grpc/14-vs-4", "grpc/deadline_exceeded-vs-unavailable/"),
    ("dns/nxdomain-vs-noerror", "dns/noerror-vs-nxdomain/"),
    ("486", "sip/486/"),
    ("486/", "sip/486/"),
    ("486.html", "sip/486/"),
    ("sip/486.html", "sip/486/"),
    ("NXDOMAIN", "dns/nxdomain/"),
    ("14", "grpc/unavailable/"),
    ("grpc/not-found", "grpc/not_found/"),
    ("grpc/14-UNAVAILABLE", "grpc/unavailable/"),
    ("http/404-not-found", "http/404/"),
    ("http/not_found", "http/404/"),
    ("sip/Busy Here", "sip/486/"),
    ("busy-here", "sip/486/"),
    ("486-busy-here", "sip/486/"),
    ("sip-486", "sip/486/"),
    ("grpc14", "grpc/unavailable/"),
    ("http-404-not-found", "http/404/"),
)
"""An address that somebody may write or guess, and the page that it means."""


@pytest.mark.parametrize("locale", ["", "vi/"])
def test_an_address_leads_to_what_it_means(context: BrowserContext, base: str, locale: str) -> None:
    """Numbers, long names, other spellings."""
    page = context.new_page()
    for address, target in ADDRESSES:
        page.goto(f"{base}{locale}{address}")
        page.wait_for_url(f"{base}{locale}{target}")


@pytest.mark.parametrize(
    ("address", "nearest"),
    [
        ("sip/4866/", "SIP 486 Busy Here"),
        ("grpc/unavailble/", "gRPC 14 UNAVAILABLE"),
        ("sip/486-vs-999/", "SIP 486 Busy Here"),
        ("486-days-in-may/", "SIP 486 Busy Here"),
    ],
)
def test_the_nearest_code_is_offered(context: BrowserContext, base: str, address: str, nearest: str) -> None:
    """Where it is not sure what was meant; the field holds what was asked for."""
    page = context.new_page()
    page.goto(f"{base}{address}")
    offered = page.locator(".cp-near a:visible").all_inner_texts()
    assert nearest in offered[:2], offered
    assert page.locator(".cp-find input:visible").input_value() != ""
    expect(page.get_by_role("heading", level=1)).to_have_text("This page does not exist")


@pytest.mark.parametrize(
    ("address", "offered"),
    [
        ("404", ["SIP 404 Not Found", "HTTP 404 Not Found"]),
        ("404.html", ["SIP 404 Not Found", "HTTP 404 Not Found"]),
        ("3/", ["DNS 3 NXDOMAIN Non-Existent Domain", "gRPC 3 INVALID_ARGUMENT"]),
        ("dns/16/", ["DNS 16 BADSIG TSIG Signature Failure", "DNS 16 BADVERS Bad OPT Version"]),
        ("not-found", ["SIP 404 Not Found", "HTTP 404 Not Found", "gRPC 5 NOT_FOUND"]),
        ("404-not-found", ["SIP 404 Not Found", "HTTP 404 Not Found"]),
    ],
)
def test_of_several_codes_the_reader_chooses(
    context: BrowserContext, base: str, address: str, offered: list[str]
) -> None:
    """What several protocols or codes have is offered, and none is chosen; each leads to its page."""
    page = context.new_page()
    page.goto(f"{base}vi/{address}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bạn muốn xem mã nào?")
    links = page.locator(".cp-near a:visible")
    assert links.all_inner_texts() == offered
    links.first.click()
    protocol = offered[0].partition(" ")[0]
    page.wait_for_url(re.compile(re.escape(f"{base}vi/{protocol.lower()}/")))
    expect(page.get_by_role("heading", level=1)).to_contain_text(protocol)


@pytest.mark.parametrize(
    "address",
    ["xmpp/404/", "%", "sip/%ZZ/", "%E0%A4%A/486-vs-600", "sip/__proto__/", "toString/", "sip-", "-", "vi"],
)
def test_nothing_is_offered_that_was_not_meant(context: BrowserContext, base: str, address: str) -> None:
    """No code of another protocol; a malformed address does not end the script."""
    page = context.new_page()
    page.goto(f"{base}vi/{address}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Trang này không tồn tại")
    assert page.locator(".cp-near a:visible").count() == 0
    page.locator(".cp-find input:visible").fill("bận")
    page.locator(".cp-found li a").first.wait_for()
    assert f"{SUBPATH}vi/" in (page.locator(".cp-found li a").first.get_attribute("href") or "")


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example/sip/600-vs-486",
        "/%2f%2fevil.example/sip/486-busy-here",
        "//evil.example/vi/486",
        "/%5cevil.example/project/486-busy-here",
    ],
)
def test_an_address_never_leads_outside_the_site(context: BrowserContext, base: str, address: str) -> None:
    """Not to another host, and not above the site's own folder."""
    page = context.new_page()
    page.goto(base.split(SUBPATH)[0] + address)
    page.wait_for_url(re.compile(re.escape(base) + "(vi/)?sip/486"))


# -- colours and paper


_CONTRAST = """() => {
    const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    const rgb = colour => {
        canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const light = c => [0.2126, 0.7152, 0.0722].reduce((sum, part, i) => {
        const v = c[i] / 255; return sum + part * (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    }, 0);
    const behind = element => {
        for (let at = element; at; at = at.parentElement) {
            const found = rgb(getComputedStyle(at).backgroundColor);
            if (found[3] > 200) return found;
        }
        return rgb('Canvas');
    };
    return [...document.querySelectorAll('body *')].filter(e => !e.closest('svg, [hidden]') && e.checkVisibility()
        && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())).map(e => {
            const [one, other] = [light(rgb(getComputedStyle(e).color)), light(behind(e))];
            return [(Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05), e.outerHTML.slice(0, 90)];
        }).filter(each => each[0] < 4.5);
}"""


@pytest.mark.parametrize(("theme", "scheme"), FORCED)
@pytest.mark.parametrize("path", ["", "sip/", "sip/422/", "vi/sip/486-vs-600/", "sip/4866/"])
def test_forced_colours(browser: Browser, base: str, path: str, theme: str, scheme: str) -> None:
    """Every text can be read, marked lines of messages too, and every sign can be seen."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800},
        forced_colors="active",
        color_scheme=theme,  # type: ignore[arg-type]
    )
    context.add_init_script(f"localStorage.setItem('codepair.scheme', '{scheme}')")
    page = context.new_page()
    page.goto(f"{base}{path}")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    page.eval_on_selector_all("article details", "all => all.forEach(one => { one.open = true; })")
    assert page.evaluate(_CONTRAST) == []
    for sign in (".cp-search-open", ".cp-scheme", ".cp-menu summary"):
        colours = page.locator(sign).first.evaluate(
            "e => [[e, '::before'], [document.body]].map(of => getComputedStyle(...of).backgroundColor)"
        )
        assert colours[0] != colours[1], sign
    context.close()


@pytest.mark.parametrize("path", ["", "sip/", "sip/422/", "vi/sip/486-vs-600/"])
def test_a_dark_print_equals_a_light_print(browser: Browser, base: str, path: str) -> None:
    """Whether dark is the system's or the reader's choice."""
    shots = []
    for system, choice in (("light", "default"), ("dark", ""), ("light", "slate"), ("dark", "slate")):
        context = browser.new_context(viewport={"width": 800, "height": 1000}, color_scheme=system)  # type: ignore[arg-type]
        context.add_init_script(f"if ('{choice}') localStorage.setItem('codepair.scheme', '{choice}')")
        page = context.new_page()
        page.goto(f"{base}{path}")
        page.emulate_media(media="print", color_scheme=system)  # type: ignore[arg-type]
        page.wait_for_timeout(400)
        shots.append(page.screenshot(full_page=True, animations="disabled"))
        context.close()
    first, *others = (Image.open(io.BytesIO(shot)).convert("RGB") for shot in shots)
    for other in others:
        assert other.size == first.size
        # The browser does not draw the dashes of a border alike every time: a shade of 255 is no difference.
        apart = ImageChops.difference(first, other).convert("L").point([0] * 3 + [255] * 253)
        assert apart.getbbox() is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["", "sip/", "compare/", "sip/4866/"])
def test_texts_stand_out(browser: Browser, base: str, path: str, scheme: str) -> None:
    """At least 4.5 to 1 in both schemes."""
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{base}{path}")
    assert page.evaluate(_CONTRAST) == []
    page.close()


def test_the_scheme_is_there_before_the_first_paint(browser: Browser, base: str) -> None:
    """However late the file comes: until then nothing is painted."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.add_init_script(
        "window.seen = []; requestAnimationFrame(function look() {"
        " if (document.body) window.seen.push(document.body.dataset.mdColorScheme);"
        " if (window.seen.length < 5) requestAnimationFrame(look); });"
    )

    def late(route: Route) -> None:
        time.sleep(0.3)
        route.continue_()

    page.route("**/first.js", late)
    page.goto(f"{base}sip/486/")
    page.wait_for_timeout(700)
    seen = page.evaluate("window.seen")
    assert seen and set(seen) == {"slate"}
    context.close()


# -- languages


def test_a_long_language_menu(browser: Browser, many: str) -> None:
    """Own names, the share where not all is translated, a filter from ten languages on."""
    page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-US")
    page.goto(f"{many}toy/404/")
    page.locator(".cp-menu summary").click()
    menu = page.locator(".cp-menu")
    field = menu.get_by_role("searchbox", name="Filter the languages")
    field.wait_for()
    texts = menu.locator("a").all_inner_texts()
    assert texts[0] == "English"
    assert next(text for text in texts if text.startswith("العربية")) == "العربية"
    assert re.fullmatch(r"Deutsch\s+0%", next(text for text in texts if text.startswith("Deutsch")))
    field.fill("tieng")
    assert [text.split()[0] for text in menu.locator("a:visible").all_inner_texts()] == ["Tiếng"]
    page.close()


@pytest.mark.parametrize("path", ["ar/toy/404/", "ar/toy/404-vs-486/", "ar/toy/", "ar/", "ar/compare/"])
def test_right_to_left(browser: Browser, many: str, path: str) -> None:
    """Codes, names and messages as they are on the wire read from left to right, in text of another direction."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{many}{path}")
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    wrong: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("article :is(code, bdi b, h1 b, i[lang=en], pre)")].filter(e => {
            const walk = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
            const all = [];
            for (let node = walk.nextNode(); node; node = walk.nextNode())
                for (let at = 0; at < node.data.length; at++) if (/\\S/.test(node.data[at])) all.push([node, at]);
            const boxes = all.map(([node, at]) => {
                const range = document.createRange(); range.setStart(node, at); range.setEnd(node, at + 1);
                return range.getBoundingClientRect();
            });
            return boxes.some((box, at) => at && Math.abs(box.top - boxes[at - 1].top) < 3 && box.width
                && box.left < boxes[at - 1].left - 0.5);
        }).map(e => e.outerHTML.slice(0, 90))"""
    )
    assert wrong == []
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


STILL = ("", "vi/sip/", "sip/4866/", "sip/486-vs-600/", "vi/sip/202-vs-422/", "sip/486/", "vi/compare/")


# Of each page one width or two, and of each width two pages or three.
@pytest.mark.parametrize(
    ("path", "width"), support.some(list(itertools.product(STILL, (390, 1280, 1440, 1800))), 3)
)
def test_nothing_moves(context: BrowserContext, base: str, path: str, width: int) -> None:
    """What scripts show has its place before."""
    context.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach("
        "entry => { window.shift += entry.value; })).observe({type: 'layout-shift', buffered: true});"
    )
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{base}{path}")
    page.wait_for_timeout(400)
    assert page.evaluate("window.shift") < 0.005
