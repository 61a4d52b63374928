"""Codes below a folder of a site that others made: all else is, byte for byte, what it was without them."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page, expect

from tests import support
from tests.served import results, served

pytestmark = pytest.mark.browser

HOST = "https://docs.acme.example/"

OPTIONS = """
site_name: Acme & Co
site_url: https://docs.acme.example/
site_description: Everything about Acme
copyright: Copyright &copy; 2026 <a href="/guide/">Acme</a>
repo_url: https://github.com/acme/docs
edit_uri: edit/main/docs/
docs_dir: docs
theme:
  name: material
  custom_dir: overrides
  logo: images/logo.svg
  font: {text: Ubuntu, code: Ubuntu Mono}
  palette:
    - {scheme: default, primary: red, accent: lime, toggle: {icon: material/weather-sunny, name: Dark}}
    - {scheme: slate, primary: red, toggle: {icon: material/weather-night, name: Light}}
  features:
    - navigation.instant
    - navigation.tabs
    - navigation.top
    - navigation.path
    - navigation.footer
    - content.code.copy
    - search.suggest
    - announce.dismiss
plugins:
  - search: {lang: [en, de]}
  - tags
  - blog
  #CODES
extra:
  analytics: {provider: google, property: G-123}
  alternate:
    - {name: English, link: /, lang: en}
    - {name: Deutsch, link: /de/, lang: de}
extra_css: [stylesheets/extra.css]
extra_javascript: [javascripts/extra.js, "https://cdn.example/mathjax.js"]
markdown_extensions:
  - admonition
  - toc: {permalink: true}
  - pymdownx.superfences
nav:
  - Home: index.md
  - Guide: guide.md
  - SQL: sqlstate/notes.md
  - Blog: [blog/index.md]
  #NAV
"""
FILES: dict[str, str | bytes] = {
    "docs/index.md": "# Welcome\n\nHello <span style='color:red'>there</span>. See the [guide](guide.md).\n",
    "docs/guide.md": "---\ntags: [a]\n---\n# Guide\n\nHow to frobnicate the sprocket. Tabs vs spaces.\n",
    "docs/tabs-vs-spaces.md": "# Tabs vs spaces\n\nA zebra decides.\n",
    "docs/compare.md": "# Compare\n\nPrices.\n",
    "docs/secret.md": "---\nsearch: {exclude: true}\n---\n# Secret\n\nA walrus.\n",
    "docs/sqlstate/notes.md": "# Notes\n\n![A picture](picture.png)\n",
    "docs/sqlstate/picture.png": b"\x89PNG",
    "docs/sqlstate/order.schema.json": "{}\n",
    "docs/sqlstate/error.yml": "code: 5\ndescription: An example of a file of ours.\n",
    "docs/reference/about.md": "# About the reference\n",
    "docs/blog/index.md": "# Blog\n",
    "docs/blog/posts/first.md": "---\ndate: 2026-01-02\n---\n# First post\n\nNews of the wombat.\n",
    "docs/images/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "docs/stylesheets/extra.css": ".md-typeset h1 { letter-spacing: 1px }\n",
    "docs/javascripts/extra.js": "document$.subscribe(() => { document.body.dataset.acme = '1' })\n",
    "docs/robots.txt": f"User-agent: *\nAllow: /\nSitemap: {HOST}reference/sitemap.xml\n",
    "overrides/main.html": '{% extends "base.html" %}{% block announce %}Big news{% endblock %}',
    "overrides/404.html": '{% extends "main.html" %}{% block content %}<h1>Lost at Acme</h1>{% endblock %}',
    "overrides/partials/footer.html": "<footer>Acme's own foot</footer>",
}
CODES = "- codepair: {content: codes, mount: reference/, locales: [en, vi]}"


def acme(folder: Path, codes: str = "", nav: str = "", files: dict[str, str | bytes] | None = None) -> Path:
    """Write the site, with codes if there is a line for its plugins, and return its folder."""
    support.tiny(folder, files={**FILES, **(files or {})})
    shutil.move(folder / "content", folder / "codes")
    text = OPTIONS.replace("#CODES", codes).replace("#NAV", nav)
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a site."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The site without codes, and with them."""
    made = []
    for name, codes in (("before", ""), ("after", CODES)):
        root = acme(tmp_path_factory.mktemp(name), codes)
        done = support.run("mkdocs", "build", "--strict", "-d", "site", cwd=root, SOURCE_DATE_EPOCH="1767225600")
        if codes:  # the tiny site has a warning of its own
            done = support.run("mkdocs", "build", "-d", "site", cwd=root, SOURCE_DATE_EPOCH="1767225600")
        assert done.returncode == 0, done.stderr
        made.append(root / "site")
    return made[0], made[1]


def test_nothing_else_changes(sites: tuple[Path, Path]) -> None:
    """Pages, sitemap, error page, styles, scripts: the same bytes; only what the theme's search finds has grown."""
    before, after = map(contents, sites)
    assert {name for name, data in before.items() if after.get(name) != data} == {"search/search_index.json"}
    new = {name for name in after if name not in before}
    assert {name for name in new if not name.startswith("reference/")} == {".codepair", "_headers", "_redirects"}
    assert {"reference/index.html", "reference/vi/toy/404/index.html", "reference/404.html"} <= new
    assert {"reference/sitemap.xml", "reference/llms.txt", "reference/data/v1/facts/toy.json"} <= new


def test_every_link_of_a_generated_page_leads_somewhere(sites: tuple[Path, Path]) -> None:
    """To a page or a file of this site, from every page, also to what the rest of the site has."""
    site = sites[1]
    pages = [path for path in (site / "reference").rglob("*.html") if "about" not in path.parts]
    assert len(pages) >= 20
    for path in pages:
        address = f"/{path.relative_to(site).as_posix().removesuffix('index.html')}"
        root = support.parse(path.read_bytes())
        for link in support.values(root, "//@href | //@src"):
            if re.match(r"[a-z]+:|#", link):
                continue
            base = address if not link.startswith("/") else "/"
            to = (
                Path(base) / link.partition("#")[0].partition("?")[0].lstrip("/" if base == "/" else "")
            ).as_posix()
            target = site / Path(re.sub(r"^/", "", _resolved(to)))
            assert target.is_file() or (target / "index.html").is_file(), (address, link)


def _resolved(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/" + "/".join(parts)


def test_what_search_engines_are_told(sites: tuple[Path, Path]) -> None:
    """Canonical addresses, the sitemap with its languages, the card and the API are below the folder."""
    site = sites[1]
    page = (site / "reference/toy/404/index.html").read_text(encoding="utf-8")
    assert re.search(rf'<link rel="?canonical"? href="?{HOST}reference/toy/404/"?>', page)
    assert f"{HOST}reference/assets/codepair/cards/en/toy/404.png" in page
    assert (site / "reference/assets/codepair/cards/en/toy/404.png").is_file()
    listed = etree.parse(site / "reference/sitemap.xml")
    links = [*listed.iter("{*}loc")]
    assert [str(each.text) for each in links]
    assert all(str(each.text).startswith(f"{HOST}reference/") for each in links)
    assert all(each.get("href", "").startswith(f"{HOST}reference/") for each in listed.iter("{*}link"))
    document = json.loads((site / "reference/data/v1/index.json").read_text(encoding="utf-8"))
    assert document["locales"]["en"]["url"] == f"{HOST}reference/"
    assert document["$schema"] == f"{HOST}reference/data/v1/index.schema.json"
    assert f"({HOST}reference/toy/404/)" in (site / "reference/llms.txt").read_text(encoding="utf-8")


def test_the_policy_is_for_the_folder(sites: tuple[Path, Path]) -> None:
    """No page of others has one, neither in itself nor by the hosts' header."""
    site = sites[1]
    for name in ("index.html", "guide/index.html", "404.html"):
        assert "Content-Security-Policy" not in (site / name).read_text(encoding="utf-8")
    assert (site / "_headers").read_text(encoding="utf-8").startswith("/reference/*\n  Content-Security-Policy: ")
    rules = (site / "_redirects").read_text(encoding="utf-8").splitlines()[1:]
    assert "/reference/vi/499 /reference/vi/toy/499/ 302" in rules
    assert all(rule.startswith("/reference/") and rule.count(" /reference/") == 1 for rule in rules)


def test_a_generated_page_wears_the_sites_name(sites: tuple[Path, Path]) -> None:
    """Its logo, its name, which leads to its home, its own styles and its text; nothing of another host."""
    page = (sites[1] / "reference/vi/toy/404/index.html").read_text(encoding="utf-8")
    head = page.partition('class="md-header')[2].partition("</header>")[0]
    assert "<a class=cp-name href=../../../../>" in head
    assert "../../../../images/logo.svg" in head
    assert "stylesheets/extra.css" in page
    assert "Copyright © 2026 Acme" in page
    assert "Big news" not in page
    assert "https://github.com/acme/docs/edit/main/codes/toy/404.yml" in page
    assert re.findall(r'(?:src|<link[^>]*href)="?(https?://(?!docs\.acme)[^" >]+)', page) == []
    assert "G-123" not in page


@pytest.fixture(scope="module")
def base(sites: tuple[Path, Path]) -> Iterator[str]:
    """The site with codes, served."""
    with served(sites[1]) as address:
        yield address


def watched(browser: Browser, base: str) -> tuple[Page, list[str]]:
    """Return a page and what it complains of; what other hosts are asked for is answered with nothing.

    So is what the theme asks of the site's German sister, which is built elsewhere: its sitemap.
    """
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.route(re.compile(rf"^(?!{re.escape(base)})"), lambda route: route.fulfill(body=""))
    page.route(f"{base}de/sitemap.xml", lambda route: route.fulfill(body="", content_type="text/xml"))
    return page, wrong


def test_one_search_over_everything(browser: Browser, base: str) -> None:
    """From a generated page in each language, and from a page of others in its own field; one field on each."""
    page, wrong = watched(browser, base)
    for prefix in ("", "vi/"):
        page.goto(f"{base}reference/{prefix}toy/404/")
        assert page.locator("input[type=search], .md-search__input, .cp-search-open").count() == 1
        addresses = [address for address, _ in results(page, "sprocket")]
        assert addresses == ["/guide/"]
        assert results(page, "wombat")[0][0].startswith("/blog/2026/01/02/first-post/")
        found = results(page, "404")
        assert found[0][0] in (f"/reference/{prefix}toy/404/", f"{base}reference/{prefix}toy/404/")
        assert results(page, "walrus") == []
        if prefix:
            results(page, "zebra")
            link = page.locator(".cp-search li a").first
            assert link.get_attribute("lang") == "en"
            link.click()
            page.wait_for_url(f"{base}tabs-vs-spaces/")
    assert wrong == []
    page.goto(f"{base}guide/")
    assert page.locator(".md-search__input, .cp-search-open").count() == 1
    page.locator(".md-search__input").click()
    for query, address in (("zebra", "tabs-vs-spaces/"), ("leads nowhere", "reference/toy/404/")):
        page.locator(".md-search__input").fill("")
        page.keyboard.type(query)
        link = page.locator(f".md-search-result__link[href*='{address}']").first
        expect(link).to_be_visible()
    link.click()
    page.wait_for_url(re.compile(r"/reference/toy/404/"))
    expect(page.locator(".cp-search-open")).to_be_visible()


def test_the_themes_own_features_work(browser: Browser, base: str) -> None:
    """Instant navigation, palette, announcement and scripts on pages of others; a whole page where codes begin."""
    page, _wrong = watched(browser, base)
    listed = page.request.get(f"{base}sitemap.xml").text().replace(HOST, base)  # as where the site is at home
    page.route(f"{base}sitemap.xml", lambda route: route.fulfill(body=listed, content_type="text/xml"))
    page.goto(base, wait_until="networkidle")
    page.evaluate("window.stays = 1")
    page.get_by_role("link", name="guide", exact=True).first.click()
    page.wait_for_url(f"{base}guide/")
    assert page.evaluate("window.stays") == 1
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.md-header')).backgroundColor")
        == "rgb(239, 85, 82)"
    )
    assert page.locator(".cp-menu, .cp-scheme, .cp-pick-open").count() == 0
    expect(page.locator("body")).to_have_attribute("data-acme", "1")
    page.evaluate(
        "document.querySelector('article').insertAdjacentHTML('beforeend', '<a id=x href=../reference/>C</a>')"
    )
    page.locator("#x").click()
    page.wait_for_url(f"{base}reference/")
    assert page.evaluate("window.stays") is None
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.md-header')).backgroundColor") == "rgb(11, 85, 99)"
    )
    expect(page.locator(".md-banner")).to_have_count(0)


def test_menus_and_error_page(browser: Browser, base: str) -> None:
    """The language menu leads to the same page; an address that is none to the one that is meant."""
    page, wrong = watched(browser, base)
    page.goto(f"{base}reference/toy/404/")
    page.locator(".cp-menu summary").click()
    page.get_by_role("link", name="Tiếng Việt").click()
    page.wait_for_url(f"{base}reference/vi/toy/404/")
    page.locator("header .cp-pick-open").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert wrong == []
    error = page.request.get(f"{base}reference/404.html").text()
    page.route(re.compile("/486-vs-404/"), lambda route: route.fulfill(body=error, content_type="text/html"))
    page.goto(f"{base}reference/vi/toy/486-vs-404/")
    page.wait_for_url(f"{base}reference/vi/toy/404-vs-486/")


def test_links_of_the_navigation(tmp_path: Path) -> None:
    """A page of the codes in ``nav`` is a link on every page, and no warning."""
    nav = "- Codes: [Codes: reference/, One: reference/vi/toy/404/, None: reference/toy/999/]".replace(
        "[Codes: reference/, One: reference/vi/toy/404/, None: reference/toy/999/]",
        "[{All: reference/}, {One: reference/vi/toy/404/}, {None: reference/toy/999/}]",
    )
    root = acme(tmp_path, CODES, nav)
    done = support.run("mkdocs", "build", cwd=root)
    assert done.returncode == 0, done.stderr
    warned = re.findall(r"A reference to '([^']*)'", done.stderr)
    assert warned == ["reference/toy/999/"]
    page = (root / "site/guide/index.html").read_text(encoding="utf-8")
    assert 'href="../reference/"' in page
    assert 'href="../reference/vi/toy/404/"' in page
    assert "codepair:" not in page


def test_a_folder_called_like_something_else(browser: Browser, tmp_path: Path) -> None:
    """A language, or a protocol: what stands above the codes says nothing of a page."""
    root = acme(tmp_path, CODES.replace("reference/", "vi/toy/compare"))
    assert support.run("mkdocs", "build", "-q", cwd=root).returncode == 0
    with served(root / "site") as base:
        page, wrong = watched(browser, base)
        page.goto(f"{base}vi/toy/compare/toy/404/")
        page.locator(".cp-side summary").first.click()
        expect(page.locator(".cp-side a[aria-current=page]").first).to_be_visible()
        assert wrong == []
        error = page.request.get(f"{base}vi/toy/compare/404.html").text()
        page.route(
            re.compile("/gone/|404%20not"), lambda route: route.fulfill(body=error, content_type="text/html")
        )
        page.goto(f"{base}vi/toy/compare/gone/")
        expect(page.get_by_role("heading", level=1)).to_have_text("This page does not exist")
        page.goto(f"{base}vi/toy/compare/vi/gone/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Trang này không tồn tại")
        page.goto(f"{base}vi/toy/compare/toy/404 not found")
        page.wait_for_url(f"{base}vi/toy/compare/toy/404/")


def test_the_guides_own_lines(tmp_path: Path) -> None:
    """What the guide has for ``mkdocs.yml`` is read as it stands there, and builds."""
    guide = (support.ROOT / "docs/existing-site.md").read_text(encoding="utf-8")
    plugins, nav = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
    codes = plugins.partition("  - codepair:")[2]
    links = [line for line in nav.splitlines() if "reference/" in line]
    root = acme(tmp_path, f"- codepair:{codes}", "\n".join(links).strip().replace("sip/486", "toy/486"))
    (root / "locales").rename(root / "codes-locales")
    done = support.run("mkdocs", "build", cwd=root)
    assert done.returncode == 0, done.stderr
    assert "A reference to" not in done.stderr
    assert 'href="../reference/toy/486/"' in (root / "site/guide/index.html").read_text(encoding="utf-8")


def test_one_look_for_all_pages(browser: Browser, tmp_path: Path) -> None:
    """Where a site asks for it: one field that finds everything, one palette, one language menu, no policy."""
    root = acme(tmp_path, CODES.replace("locales:", "look: all, locales:"))
    file = root / "mkdocs.yml"
    text = file.read_text(encoding="utf-8").replace("    - navigation.instant\n", "")
    text = re.sub(r"  alternate:\n(    - .*\n)+", "", text)
    file.write_text(text, encoding="utf-8")
    done = support.run("mkdocs", "build", cwd=root)
    assert done.returncode == 0, done.stderr
    with served(root / "site") as base:
        page, wrong = watched(browser, base)
        page.goto(f"{base}guide/")
        assert page.locator(".md-search__input, .cp-search-open").count() == 1
        assert page.locator("[data-md-component=palette], .cp-scheme").count() == 1
        assert [address for address, _ in results(page, "zebra")] == ["/tabs-vs-spaces/"]
        assert any(address.endswith("/reference/toy/404/") for address, _ in results(page, "leads nowhere"))
        page.keyboard.press("Escape")
        page.locator(".cp-scheme").click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        page.locator(".cp-menu summary").click()
        page.get_by_role("link", name="Tiếng Việt").click()
        page.wait_for_url(f"{base}reference/vi/")
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        assert wrong == []
    assert "Content-Security-Policy" not in (root / "site/guide/index.html").read_text(encoding="utf-8")


def test_one_search_without_a_folder(tmp_path: Path) -> None:
    """Codes at the root beside Markdown pages: either index has both."""
    root = support.tiny(tmp_path, files={"content/about.md": "# About\n\nThe aardvark.\n"})
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as more:
        more.write("  - search\n")
    site = support.built(root, root / "site")
    docs = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
    assert {"about/", "toy/404/", "toy/404-vs-486/"} <= {doc["location"] for doc in docs}
    fragments = [gzip.decompress(path.read_bytes()) for path in (site / "pagefind/fragment").iterdir()]
    assert sum(b"aardvark" in each for each in fragments) == 2  # for readers of either language


def test_a_long_name_leaves_room(browser: Browser, tmp_path: Path) -> None:
    """Sites are called as their makers like; no width scrolls sideways for that."""
    root = acme(tmp_path, CODES)
    file = root / "mkdocs.yml"
    name = "Acme Corporation Developer Documentation and Guides"
    file.write_text(file.read_text(encoding="utf-8").replace("Acme & Co", name), encoding="utf-8")
    assert support.run("mkdocs", "build", "-q", cwd=root).returncode == 0
    with served(root / "site") as base:
        page, _wrong = watched(browser, base)
        for width in (320, 390, 768, 1280):
            page.set_viewport_size({"width": width, "height": 700})
            page.goto(f"{base}reference/vi/toy/404/")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.locator(".cp-header > div").evaluate("e => e.scrollWidth <= e.clientWidth")
            expect(page.locator(".cp-search-open")).to_be_in_viewport(ratio=1)
