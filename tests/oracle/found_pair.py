"""What a comparison says, read from its HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import TypeAlias

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
    paragraphs,
    row,
    said,
    sources,
    steps_drawn,
    steps_of,
    words_of,
)

Diagrams: TypeAlias = "Callable[[str], tuple[str, etree._Element]]"
"""Gives the path of the diagram at an address seen from the page, from the site's root, and the diagram."""


_TOP = re.compile(r"M0 (\d+)")
_TOPICS = {"description": "description", "seen": "when_seen", "fix": "fix"}


def comparison(root: etree._Element, diagrams: Diagrams) -> Mapping[str, Value]:
    """Return what a comparison says."""
    article = first(root, "//article")
    top = find(root, "//article/h2[1]/preceding-sibling::*[not(self::nav or self::h1 or @class='cp-note')]")
    which = after(root, "which")
    return {
        **frame(root),
        "heading": inside(first(article, "h1")),
        "notice": inside(first(article, "p[@class='cp-note']")),
        "lead": [said(each) for each in top if each.get("class") == "cp-lead"],
        "row": [_row(box) for each in top if each.get("class") == "cp-two" for box in _sides(each)],
        "question": said(_one(which, "cp-question")),
        "decision": [_decision(each) for box in which for each in find(box, "ol/li")] or None,
        "which": said(first(_one(which, "cp-which"), "p")),
        "uses": [_side(box) for each in which if each.get("class") == "cp-two" for box in _sides(each)],
        "mistake": said(next(iter(after(root, "mistake")), None)),
        "unmatched": said(next(iter(after(root, "unmatched")), None)),
        "facts": _facts(after(root, "differences")),
        "texts": {name: _topic(root, id) for id, name in _TOPICS.items()},
        "wire": _wire(after(root, "wire"), diagrams),
        "related": [_link(item) for each in after(root, "related") for item in find(each, "self::ul/li")],
        "neighbours": neighbours(first(article, "nav[@class='cp-steps']")),
        "sources": sources(after(root, "sources")),
        "about": about(after(root, "sources")),
        "headings": headings(root),
        "order": {"top": [_sign(each) for each in top], "which": [_sign(each) for each in which]},
    }


def _link(item: etree._Element) -> Value:
    """Return a link of a list, whose language is that of the protocol text in it."""
    language = item.xpath("string(../@lang)")
    link = deepcopy(item)
    for each in find(link, ".//i[not(@lang)]"):
        each.set("lang", str(language))
    return inside(link)


def _sign(element: etree._Element) -> str:
    return ".".join((str(element.tag), *element.get("class", "").split()))


def _one(parts: Sequence[etree._Element], kind: str) -> etree._Element | None:
    return next((each for each in parts if each.get("class") == kind), None)


def _sides(two: etree._Element) -> list[etree._Element]:
    """Return both sides of a row of two, if they are marked as A and B."""
    boxes = find(two, "div")
    return boxes if [box.get("class") for box in boxes] == ["cp-a", "cp-b"] else []


def _row(box: etree._Element) -> Mapping[str, Value]:
    return {
        "dot": dot(box),
        "is_warned": first(box, ".//span[@class='cp-status']") is not None,
        "said": paragraphs(box),
    }


def _side(box: etree._Element) -> Mapping[str, Value]:
    return {"label": inside(first(box, "b")), "said": paragraphs(box)}


def _topic(root: etree._Element, id: str) -> list[Value]:
    two = first(root, f"//article/h3[@id={id!r}]/following-sibling::*[1][self::div]")
    return [_side(box) for box in _sides(two)] if two is not None else []


def _facts(parts: Sequence[etree._Element]) -> Mapping[str, Value]:
    """Return the table, and the folded ones: what has a head of its own is more, the other one is the same."""
    tables = [each for each in parts if each.tag == "table"]
    folds = [each for each in parts if each.tag == "details" and not each.get("class")]
    more = [each for each in folds if find(each, "table/thead")]
    same = [each for each in folds if not find(each, "table/thead")]
    shown = _table(tables[0] if len(tables) == 1 else None)
    rows = shown["rows"]
    assert isinstance(rows, list)
    has_next = bool(rows) and "width" in rows[0]
    return {
        **shown,
        "next": rows[0] if has_next else None,
        "rows": rows[has_next:],
        "more": {"count": inside(first(more[0], "summary")), **_table(first(more[0], "table"))} if more else None,
        "same": {
            "count": inside(first(same[0], "summary")),
            "rows": [row(line) for line in find(same[0], "table/tbody/tr")],
        }
        if same
        else None,
    }


def _table(table: etree._Element | None) -> dict[str, Value]:
    if table is None:
        return {"head": [], "rows": [], "only": []}
    bodies = find(table, "tbody")
    return {
        "head": [inside(each) for each in find(table, "thead/tr/th")],
        "rows": [row(line) for body in bodies if not body.get("class") for line in find(body, "tr")],
        "only": [_only(body) for body in bodies if body.get("class")],
    }


def _only(body: etree._Element) -> Mapping[str, Value]:
    """Return the rows below the one that says for which code only they are recorded."""
    heading, *lines = find(body, "tr")
    cell = first(heading, "th")
    return {
        "side": body.get("class"),
        "heading": inside(cell),
        "width": cell.get("colspan") if cell is not None else None,
        "rows": [row(line) for line in lines],
    }


def _wire(parts: Sequence[etree._Element], diagrams: Diagrams) -> Mapping[str, Value] | None:
    if not parts:
        return None
    fold = parts[0]
    flows: list[Value] = []
    for two in find(fold, "div[@class='cp-two']"):
        for side in _sides(two):
            flows += [{"side": side.get("class"), **_flow(each, diagrams)} for each in find(side, "h3")]
    return {
        "summary": inside(first(fold, "summary")),
        "note": inside(first(fold, "p[@class='cp-counts']")),
        "flows": flows,
    }


def _flow(heading: etree._Element, diagrams: Diagrams) -> Mapping[str, Value]:
    """Return what stands below the heading of a flow."""
    found: dict[str, etree._Element] = {}
    following = heading.getnext()
    while following is not None and following.tag != "h3":
        found[str(following.tag)] = following
        following = following.getnext()
    pre, details = found.get("pre"), found.get("details")
    svg = next((each for tag, each in found.items() if tag.endswith("svg")), None)
    use = first(svg, ".//*[local-name()='use']")
    path, drawing = diagrams(use.get("href", "") if use is not None else "")
    return {
        "diagram": path,
        "drawing": words_of(drawing),
        "mark": _mark(svg, drawing),
        **(steps_of(details) if details is not None else {}),
        "message": message(pre) if pre is not None else None,
    }


def _mark(shown: etree._Element | None, svg: etree._Element) -> Value:
    """Return before which step the diagram is marked, from 0."""
    paths = [path.get("d", "") for path in find(shown, "*[local-name()='path']")] if shown is not None else []
    tops = [int(match[1]) for path in paths if (match := _TOP.match(path))]
    if not paths:
        return None
    if len(tops) != 2 or tops[0] != tops[1]:
        return f"no line with a ◆: {paths}"
    return sum(y < tops[0] for y in steps_drawn(svg))


def _decision(item: etree._Element) -> Mapping[str, Value]:
    answers = [{"side": each.get("class"), "said": inside(each)} for each in find(item, "ul/li")]
    return {"ask": said(first(item, "p")), "answers": answers}
