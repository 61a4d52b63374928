"""What the page of a code says, read from its HTML."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from tests.oracle.notation import Value
from tests.oracle.pages import (
    find,
    first,
    frame,
    inside,
    message,
    rows,
    said,
    sign,
    sources,
    steps,
    texts,
    words_of,
)

_BADGES = "p[contains(@class, 'cp-badges')]"
_SAYS = f"p[not(@class)][following-sibling::{_BADGES}]"


def code_page(root: etree._Element) -> Mapping[str, Value]:
    """Return what the page of a code says."""
    article = first(root, "//article")
    badges = first(article, _BADGES)
    return {
        **frame(root),
        "heading": inside(first(article, "h1")),
        "notice": inside(first(article, f"p[@class='cp-note'][following-sibling::{_BADGES}]")),
        "gloss": said(first(article, f"p[@class='cp-lead'][following-sibling::{_SAYS}]")),
        "says": said(first(article, _SAYS)),
        "place": inside(first(badges, "span[not(@class)]")),
        "status": inside(first(badges, "span[@class='cp-status']")),
        "status_note": inside(first(article, f"p[@class='cp-note'][preceding-sibling::{_BADGES}]")),
        "texts": texts(first(article, "section"), "h2"),
        "wire": [_wire(each) for each in find(root, "//article/div[contains(@class, 'cp-wire')]")],
        "facts": [_fact(each) for each in rows(first(article, "table"))],
        "guided": [_guided(item) for item in find(root, "//article/ul[@class='cp-pairs']/li")],
        "comparisons": [_comparisons(item) for item in find(root, "//article/ul[@class='cp-chips']")],
        "sources": sources(first(article, "div[@class='cp-sources']/div")),
        "neighbours": _neighbours(first(article, "nav[@class='cp-steps']")),
        "headings": [inside(each) for each in find(root, "//article/h2")],
    }


def _fact(row: Mapping[str, Value]) -> Mapping[str, Value]:
    return {
        "label": row["label"],
        **{"value" if name == "a" else name: row[name] for name in row if name != "label"},
    }


def _wire(box: etree._Element) -> Mapping[str, Value]:
    messages = [
        {"heading": inside(first(pre, "preceding-sibling::h3[1]")), **message(pre)} for pre in find(box, "pre")
    ]
    return {
        "drawing": words_of(first(box, "*[local-name()='svg']")),
        **steps(box),
        "after": inside(first(box, "p[@class='cp-counts']")),
        "messages": messages,
    }


def _guided(item: etree._Element) -> Mapping[str, Value]:
    link = first(item, "a")
    return {"link": sign(link) if link is not None else None, "summary": said(first(item, "p"))}


def _comparisons(items: etree._Element) -> Mapping[str, Value]:
    heading = inside(first(items, "preceding-sibling::h3[1]"))
    links = [{"link": sign(link), "title": link.get("title")} for link in find(items, "li/a")]
    return {"heading": heading, "links": links}


def _neighbours(nav: etree._Element | None) -> Mapping[str, Value]:
    links = {link.get("rel", ""): sign(link) for link in find(nav, "a")} if nav is not None else {}
    label = nav.get("aria-label") if nav is not None else None
    return {"label": label, "prev": links.get("prev"), "next": links.get("next")}
