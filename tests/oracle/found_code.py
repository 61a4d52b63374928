"""What the page of a code says, read from its HTML."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from tests.oracle.notation import Value
from tests.oracle.pages import (
    about,
    after,
    dot,
    find,
    first,
    frame,
    headings,
    inside,
    message,
    neighbours,
    rows,
    said,
    sign,
    sources,
    steps,
    words_of,
)

_PLACE = "p[@class='cp-place']"


def code_page(root: etree._Element) -> Mapping[str, Value]:
    """Return what the page of a code says."""
    page = first(root, "//article/div[@class='cp-page']")
    head, aside = first(page, "div[1]"), first(page, "aside")
    place = first(head, _PLACE)
    tables = [each for each in after(root, "facts") if each.tag == "table"]
    facts = list(rows(tables[0])) if tables else []
    return {
        **frame(root),
        "heading": inside(first(head, "h1")),
        "notice": inside(first(head, f"p[@class='cp-note'][following-sibling::{_PLACE}]")),
        "place": [inside(each) for each in find(place, "span")] if place is not None else [],
        "dot": dot(place),
        "is_warned": first(place, "span[@class='cp-status']") is not None,
        "status_note": inside(first(head, f"p[@class='cp-note'][preceding-sibling::{_PLACE}]")),
        "description_text": _description(head),
        "key": [_key(each) for each in find(aside, "dl/div")] if aside is not None else [],
        "fix": _paragraphs(root, "fix"),
        "seen": _paragraphs(root, "seen"),
        "confused": _confused(root),
        "use": _paragraphs(root, "use"),
        "wire": [_wire(each) for each in find(root, "//article//div[@class='cp-wire']")],
        "facts": [{"value" if name == "a" else name: row[name] for name in row} for row in facts],
        "mapped": mapped(after(root, "mapped")),
        "comparisons": _comparisons(after(root, "all")),
        "sources": sources(after(root, "sources")),
        "about": about(after(root, "sources")),
        "neighbours": neighbours(first(page, "div[2]/p[@class='cp-steps']")),
        "headings": headings(root),
        "contents": _contents(first(aside, "nav")),
    }


def _description(head: etree._Element | None) -> list[Value]:
    if head is None:
        return []
    return [said(each) for each in find(head, f"{_PLACE}/following-sibling::p[not(@class='cp-note')]")]


def _paragraphs(root: etree._Element, name: str) -> list[Value]:
    return [said(each) for each in after(root, name)]


def _key(box: etree._Element) -> Mapping[str, Value]:
    return {"label": inside(first(box, "dt")), "value": inside(first(box, "dd"))}


def _confused(root: etree._Element) -> Mapping[str, Value]:
    parts = after(root, "confused")
    texts = [each for each in parts if each.tag == "p"]
    pairs = [item for each in parts if each.tag == "ul" for item in find(each, "li")]
    return {
        "says": said(texts[0]) if texts else None,
        "guided": [_guided(item) for item in pairs],
        "compare": inside(texts[1]) if len(texts) > 1 else None,
    }


def _guided(item: etree._Element) -> Mapping[str, Value]:
    link = first(item, "a")
    return {"link": sign(link) if link is not None else None, "summary": said(first(item, "p"))}


def _wire(box: etree._Element) -> Mapping[str, Value]:
    left = first(box, "div[1]")
    return {
        "drawing": words_of(first(left, "*[local-name()='svg']")),
        **(steps(left) if left is not None else {}),
        "after": inside(first(left, "p[@class='cp-counts']")),
        "messages": [_message(each) for each in find(box, "div[2]/details")],
    }


def _message(details: etree._Element) -> Mapping[str, Value]:
    pre = first(details, "pre")
    return {
        "summary": inside(first(details, "summary")),
        "is_open": "yes" if "open" in details.attrib else "no",
        **(message(pre) if pre is not None else {}),
    }


def _comparisons(parts: list[etree._Element]) -> Mapping[str, Value] | None:
    if not parts:
        return None
    groups = [
        {
            "heading": inside(first(items, "preceding-sibling::p[1]")),
            "links": [sign(link) for link in find(items, "li/a")],
        }
        for items in find(parts[0], "ul")
    ]
    return {"summary": inside(first(parts[0], "summary")), "groups": groups}


def table_page(root: etree._Element) -> Mapping[str, Value]:
    """Return what the page of a published table says."""
    article = first(root, "//article")
    lost = after(root, "lost")
    texts = [each for each in lost if each.tag == "p"]
    return {
        **frame(root),
        "heading": inside(first(article, "h1")),
        "notice": inside(first(article, "p[@class='cp-note']")),
        "ends": inside(first(article, "p[@class='cp-counts']")),
        "lost": said(texts[0]) if texts else None,
        "back": [inside(item) for each in lost for item in find(each, "self::ul/li")],
        "rows": mapped(after(root, "table")),
        "sources": [inside(item) for each in after(root, "sources") for item in find(each, "self::ul/li")],
        "headings": headings(root),
    }


def mapped(parts: list[etree._Element]) -> list[Value] | None:
    """Return the rows of published tables, cell by cell; a heading is a row of one."""
    tables = [each for each in parts if each.get("class") == "cp-map"]
    return [[inside(cell) for cell in find(row, "th|td")] for row in find(tables[0], ".//tr")] if tables else None


def _contents(nav: etree._Element | None) -> Mapping[str, Value]:
    """Return what stands on the page; the navigation has its name from what is read in it."""
    name = nav.get("aria-labelledby") if nav is not None else None
    return {
        "label": inside(first(nav, f"p[@id={name!r}]")),
        "links": [sign(each) for each in find(nav, "ul/li/a")] if nav is not None else [],
    }
