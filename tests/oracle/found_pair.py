"""What a comparison says, read from its HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from lxml import etree

from tests.oracle.notation import Value
from tests.oracle.pages import (
    find,
    first,
    frame,
    inside,
    message,
    row,
    rows,
    said,
    sign,
    sources,
    steps,
    steps_drawn,
    texts,
    with_refs,
    words_of,
)

Diagrams: TypeAlias = "Callable[[str], tuple[str, etree._Element]]"
"""Gives the path of the diagram at an address seen from the page, from the site's root, and the diagram."""


_TOP = re.compile(r"M0 (\d+)")


def comparison(root: etree._Element, diagrams: Diagrams) -> Mapping[str, Value]:
    """Return what a comparison says."""
    article, parts = first(root, "//article"), _Parts(root)
    return {
        **frame(root),
        "heading": inside(first(article, "h1")),
        "notice": inside(first(article, "p[@class='cp-note']")),
        "lead": [with_refs(each) for each in find(root, "//article/p[@class='cp-lead']")],
        "cards": [_card(card) for card in find(root, "//article/div[@class='cp-cards']/div")],
        "versus": inside(first(article, "div[@class='cp-cards']/small")),
        "differences": parts.signs("differences"),
        "facts": _facts(article),
        "texts": [_panel(section) for section in parts.find("differences", "div/section")],
        "wire": _wire(parts, diagrams),
        "uses": [each for panel in parts.find("which", "div/div") for each in texts(panel, "h3")],
        "sources": [sources(box) for box in parts.find("sources", "div/div")],
        "own_sources": _own_sources(parts),
        "related": [inside(each) for each in parts.find("related", "ul/li")],
        "headings": [inside(each) for each in find(root, "//article/h2")],
        **_guidance(parts),
    }


class _Parts:
    """The parts of a comparison: what stands between a heading with an ``id`` and the next one."""

    def __init__(self, root: etree._Element) -> None:
        self._parts: dict[str, list[etree._Element]] = {}
        name = ""
        for element in find(root, "//article/*"):
            if element.tag == "h2":
                name = element.get("id", "")
            else:
                self._parts.setdefault(name, []).append(element)

    def signs(self, name: str) -> list[str]:
        """Return what a part consists of: tags with their classes."""
        return [".".join((str(each.tag), *each.get("class", "").split())) for each in self._parts.get(name, ())]

    def find(self, name: str, path: str) -> list[etree._Element]:
        """Return what a path finds in a part: a tag, perhaps with its class, and what is in such elements."""
        step, _, rest = path.partition("/")
        tag, _, kind = step.partition(".")
        elements = [
            each
            for each in self._parts.get(name, ())
            if each.tag == tag and (not kind or kind in each.get("class", "").split())
        ]
        return [inner for each in elements for inner in find(each, rest)] if rest else elements


def _card(card: etree._Element) -> Mapping[str, Value]:
    return {
        "title": inside(first(card, "p[1]")),
        "gloss": said(first(card, "p[2]")),
        "status": inside(first(card, "span[@class='cp-status']")),
    }


def _facts(article: etree._Element | None) -> Mapping[str, Value]:
    table, folded = first(article, "table"), first(article, "details[@class='cp-same']")
    head = find(table, "thead/tr/th") if table is not None else []
    groups: list[list[etree._Element]] = [[]]
    for line in find(table, "tbody/tr") if table is not None else []:
        if line.get("class") == "cp-only":
            groups.append([])
        groups[-1].append(line)
    return {
        "head": [inside(each) for each in head],
        "differ": [row(line) for line in groups[0]],
        "only": [_only(*lines) for lines in groups[1:]],
        "same": list(rows(first(folded, "table"))),
        "count": inside(first(folded, "summary")),
    }


def _only(heading: etree._Element, *lines: etree._Element) -> Mapping[str, Value]:
    """Return the rows below the one that says for which code only they are recorded."""
    cell = first(heading, "th")
    return {
        "heading": inside(cell),
        "width": cell.get("colspan") if cell is not None else None,
        "rows": [row(line) for line in lines],
    }


def _panel(section: etree._Element) -> Mapping[str, Value]:
    return {"heading": inside(first(section, "h2")), "texts": texts(section, "h3")}


def _wire(parts: _Parts, diagrams: Diagrams) -> Mapping[str, Value] | None:
    flows = [_flow(box, diagrams) for box in parts.find("wire", "div/div")]
    notes = parts.find("wire", "p")
    return {"note": inside(notes[0]) if notes else None, "flows": flows} if flows or notes else None


def _flow(box: etree._Element, diagrams: Diagrams) -> Mapping[str, Value]:
    use, pre = first(box, ".//*[local-name()='use']"), first(box, "pre")
    path, svg = diagrams(use.get("href", "") if use is not None else "")
    return {
        "heading": inside(first(box, "h3")),
        "diagram": path,
        "drawing": words_of(svg),
        "mark": _mark(box, svg),
        **steps(box),
        "message": message(pre) if pre is not None else None,
    }


def _mark(box: etree._Element, svg: etree._Element) -> Value:
    """Return before which step the diagram is marked, from 0."""
    paths = [path.get("d", "") for path in find(box, "*[local-name()='svg']/*[local-name()='path']")]
    tops = [int(match[1]) for path in paths if (match := _TOP.match(path))]
    if not paths:
        return None
    if len(tops) != 2 or tops[0] != tops[1]:
        return f"no line with a ◆: {paths}"
    return sum(y < tops[0] for y in steps_drawn(svg))


def _own_sources(parts: _Parts) -> Mapping[str, Value] | None:
    headings, items = parts.find("sources", "h3"), parts.find("sources", "ol/li")
    if not headings and not items:
        return None
    return {
        "heading": inside(headings[0]) if headings else None,
        "list": [inside(each) for each in items],
    }


def _guidance(parts: _Parts) -> Mapping[str, Value]:
    """Return what an editor wrote about the pair."""
    after, which = parts.find("differences", "p"), parts.find("which", "p")
    return {
        "next": with_refs(after[0]) if after else None,
        "mistake": _callout(parts.find("differences", "div.cp-callout")),
        "question": _callout(parts.find("which", "div.cp-callout")),
        "decision": [_decision(each) for each in parts.find("which", "ol/li")] or None,
        "which": with_refs(which[0]) if which else None,
    }


def _callout(boxes: list[etree._Element]) -> Mapping[str, Value] | None:
    if not boxes:
        return None
    return {"label": inside(first(boxes[0], "b")), **(with_refs(first(boxes[0], "p")) or {})}


def _decision(item: etree._Element) -> Mapping[str, Value]:
    return {
        "ask": said(first(item, "p")),
        "answers": [sign(each) for each in find(item, "span|i")],
    }
