"""Everyday queries in a real Chromium: the right page stands first, with or without marks and with mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from codepair.site.project import Project
from tests import support

pytestmark = pytest.mark.browser

FOLDER = support.ROOT / "tests" / "queries"
DRAWS = sorted(path.stem for path in FOLDER.glob("*.tsv"))
LEAST = 0.95
"""The share of queries whose right page stands first, in each locale."""

AT_ONCE = """
const wait = window.setTimeout;
window.setTimeout = (act, time, ...rest) => {
  if (time !== 120) return wait(act, time, ...rest);
  return wait(() => { window.searches(); act(...rest); }, 0);
};
"""
"""The search waits until a reader has stopped typing; nobody types here. A page is told when a search begins."""

ASK = """async (queries) => {
  const input = document.querySelector(".cp-search input");
  const list = document.querySelector(".cp-search ol");
  const status = document.querySelector(".cp-search > [role=status]");
  const found = [];
  for (const query of queries) {
    // What stands there gives way to the results, even if there are none; "Searching…" to what is said of them.
    // It is put there when the search begins: until then the rest of what was found before may come.
    const before = document.createElement("li");
    let isBegun = false;
    window.searches = () => { list.replaceChildren(before); isBegun = true; };
    await new Promise((next) => {
      const seen = new MutationObserver(() => {
        if (!isBegun || before.isConnected || status.textContent.endsWith("…")) return;
        seen.disconnect();
        next();
      });
      const changes = { childList: true, characterData: true, subtree: true };
      for (const each of [list, status]) seen.observe(each, changes);
      input.value = query;
      input.dispatchEvent(new Event("input"));
    });
    found.push([...list.querySelectorAll("a")].map((link) => link.href));
  }
  return found;
}"""
"""Types each query into the open search; gives the addresses of its results, the best first."""


class Query(NamedTuple):
    """What a reader types."""

    draw: str
    text: str
    locale: str
    pages: tuple[str, ...]
    """Those that may stand first, such as ``sip/486``."""


def asked_here() -> list[Query]:
    """Return the queries of the first draw and a tenth of those of all others."""
    every = list(queries())
    first = [query for query in every if query.draw == "first"]
    return [*first, *support.some([query for query in every if query.draw != "first"], 10)]


def queries() -> Iterator[Query]:
    """Yield all queries of all draws."""
    for draw in DRAWS:
        for line in (FOLDER / f"{draw}.tsv").read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                text, locale, pages = line.split("\t")
                yield Query(draw, text, locale, tuple(pages.split()))


@pytest.fixture(scope="module")
def pages(browser: Browser, base: str) -> dict[str, Page]:
    """A page whose search is open, by locale."""
    found = {}
    for locale, path in (("en", ""), ("vi", "vi/")):
        page = found[locale] = browser.new_page()
        page.add_init_script(AT_ONCE)
        page.goto(f"{base}{path}sip/486/")
        page.locator(".cp-search-open").click()
        page.get_by_role("dialog").wait_for()
    return found


def asked(page: Page, texts: list[str]) -> list[list[str]]:
    """Return for each query the paths of its results below the home page of its language."""
    return [
        [urlsplit(address).path.removeprefix(support.SUBPATH).strip("/").removeprefix("vi/") for address in found]
        for found in page.evaluate(ASK, texts)
    ]


def test_queries_are_about_pages(project: Project) -> None:
    """Each page that may stand first is there, no query stands twice, and each draw has as many in both locales."""
    every = list(queries())
    known = {entry.address.lower() for entries in project.library.entries.values() for entry in entries.values()}
    assert {page for query in every for page in query.pages} <= known
    assert len({(query.text, query.locale) for query in every}) == len(every)
    for draw in DRAWS:
        own = [query.locale for query in every if query.draw == draw]
        assert own.count("en") == own.count("vi") == len(own) / 2


@pytest.mark.parametrize("locale", ["en", "vi"])
def test_everyday_queries(pages: dict[str, Page], locale: str) -> None:
    """The right page stands first for at least 95 % of all, and of the first draw; nothing is never the answer."""
    own = [query for query in asked_here() if query.locale == locale]
    found = dict(zip(own, asked(pages[locale], [query.text for query in own]), strict=True))
    assert [query.text for query, paths in found.items() if not paths] == []
    wrong = {query: paths[:3] for query, paths in found.items() if paths[0] not in query.pages}
    missed = "\n".join(f"{query.text}: {paths}, not {query.pages}" for query, paths in wrong.items())
    assert len(wrong) <= (1 - LEAST) * len(own), missed
    first = [query for query in own if query.draw == "first"]
    assert sum(query in wrong for query in first) <= (1 - LEAST) * len(first), missed


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("cause 17", "sip/486"),  # a fact; 17 is BADKEY's number, too, and not meant
        ("17", "dns/badkey"),
        ("dns 5", "dns/refused"),
        ("dns rcode 5", "dns/refused"),
        ("REFUSED: nothing else of this line is known", "dns/refused"),
        ("connection refused", "grpc/unavailable"),  # a word, not the name of a code
        ("17 User busy", "sip/486"),
        ("zzyzx too many hops xyzzyz", "sip/483"),  # words that stand nowhere
        ("hamis: Min-Expires", "sip/423"),
        ("Unsupported: 100rel", "sip/420"),  # a word with digits, no number
        ("486 600", "sip/486-vs-600"),
        # Signs say whose code is meant.
        ("timeout pjsip", "sip/408"),
        ("go rpc timeout", "grpc/deadline_exceeded"),
        ("server unavailable", "grpc/unavailable"),
        ("curl not found", "http/404"),
        ("not found pjsip", "sip/404"),
        ("unauthorized", "http/401"),  # AWS has a number of its own with this name
        ("unauthorized freepbx", "sip/401"),
    ],
)
def test_what_a_query_means(pages: dict[str, Page], text: str, first: str) -> None:
    """A number counts with its field, a name as it is written; what is not known does not hide what is."""
    assert asked(pages["en"], [text])[0][0] == first


@pytest.mark.parametrize(
    ("typed", "there", "is_better_than"),
    [
        ("bận", "bận", "bàn"),  # who types marks means them
        ("ban", "ban", "bank"),
        ("timeout", "timeouts", "time"),
        ("gatway", "gateway", "getaway"),
        ("khôg", "không", "khung"),
        ("corruption", "corrupted", "corner"),
        ("17", "17", "18"),
    ],
)
def test_how_well_a_word_fits(
    pages: dict[str, Page], base: str, typed: str, there: str, is_better_than: str
) -> None:
    """Spelled so, then with other marks, then its beginning or stem, then with a mistake."""
    found = pages["en"].evaluate(
        """async ([address, ...words]) => {
          const { fitting } = await import(address);
          const [typed, one, other] = words.map((exact) => ({
            exact, bare: exact.normalize("NFD").replace(/[\\u0300-\\u036f]/g, ""), isLast: true
          }));
          return [fitting(typed, one), fitting(typed, other)];
        }""",
        [f"{base}assets/codepair/find.js", typed, there, is_better_than],
    )
    assert 0 <= found[1] < found[0] <= 1


@pytest.mark.parametrize(
    ("text", "first"), [("hủy cuộc gọi", "487"), ("bận", "486"), ("ban", "486"), ("ngoai vung", "480")]
)
def test_choosing_a_code(browser: Browser, base: str, text: str, first: str) -> None:
    """The fields that choose two codes know what people call them, too, after what the codes say of themselves."""
    page = browser.new_page()
    page.goto(f"{base}vi/compare/")
    field = page.get_by_role("combobox").first
    field.fill(text)
    options = page.get_by_role("listbox").first.get_by_role("option")
    options.first.wait_for()
    assert options.first.locator("code").inner_text() == first
    page.close()
