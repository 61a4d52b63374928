"""Pages read as plain values: what any part of a page says, in the notation that both sides share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import lxml.html
from lxml import etree

from tests.oracle.notation import Value, collapsed, linked, marked

_PARSER = lxml.html.HTMLParser(encoding="utf-8")
_SIGNS = {"b": "*{}*", "small": "_{}_"}
_CLEAR = frozenset(("span", "i", "wbr"))
"""Elements that say nothing by themselves; with ``lang`` they say which language their text is in.

A ``wbr`` holds, for lxml, what follows it.
"""


def parse(html: bytes) -> etree._Element:
    """Return a page as a tree."""
    root: etree._Element = lxml.html.document_fromstring(html, parser=_PARSER)
    return root


def find(element: etree._Element, path: str) -> list[etree._Element]:
    """Return the elements that an XPath finds."""
    found = element.xpath(path)
    assert isinstance(found, list)
    return [item for item in found if isinstance(item, etree._Element)]


def first(element: etree._Element | None, path: str) -> etree._Element | None:
    """Return the first element that an XPath finds, or None."""
    found = find(element, path) if element is not None else []
    return found[0] if found else None


def inside(element: etree._Element | None) -> str | None:
    """Return the text in an element."""
    return None if element is None else collapsed(_content(element))


def _content(element: etree._Element) -> str:
    pieces = [str(element.text or "")]
    for child in element:
        pieces += [_sign(child), str(child.tail or "")]
    return "".join(pieces)


def said(element: etree._Element | None) -> str | None:
    """Return the text of an element, marked if the element itself has a language."""
    text = inside(element)
    return None if element is None or text is None else marked(text, element.get("lang"), element.get("dir"))


def sign(element: etree._Element) -> str:
    """Return an element within a text, such as a link."""
    return collapsed(_sign(element))


def _sign(element: etree._Element) -> str:
    text, tag = _content(element), str(element.tag)
    if (bare := text.strip(" \n")) != text and bare:
        # White space at the edge of an element is as good as beside it.
        before, _, after = text.partition(bare)
        return f"{before}{_signed(element, tag, bare)}{after}"
    return _signed(element, tag, text)


def _signed(element: etree._Element, tag: str, text: str) -> str:
    if tag == "code":
        shown = f"`{text}`"
    elif tag == "a":
        shown = linked(text, element.get("href", ""), element.get("title"))
    elif tag in _SIGNS:
        shown = _SIGNS[tag].format(text)
    else:
        shown = text if tag in _CLEAR else f"<{tag}>{text}</{tag}>"
    return marked(shown, element.get("lang"), element.get("dir"))


def plain(element: etree._Element | None) -> str:
    """Return all characters in an element, as they stand."""
    return "" if element is None else "".join(str(piece) for piece in element.itertext())


def frame(root: etree._Element) -> dict[str, Value]:
    """Return what a page says in its head, and the way to it."""

    def content(name: str) -> str | None:
        found = first(root, f"//meta[@name='{name}']")
        return found.get("content") if found is not None else None

    crumbs = first(root, "//nav[@class='cp-crumbs']")
    body = first(root, "//body")
    return {
        "lang": root.get("lang"),
        "direction": body.get("dir") if body is not None else None,
        "robots": content("robots"),
        # After the last dash stands the name of the site.
        "title": plain(first(root, "//title")).rpartition(" - ")[0],
        "description": content("description"),
        "crumbs": {
            "label": crumbs.get("aria-label") if crumbs is not None else None,
            "links": [inside(each) for each in find(root, "//nav[@class='cp-crumbs']/ol/li")],
        },
    }


def paragraphs(box: etree._Element | None) -> list[Value]:
    """Return the paragraphs in an element."""
    return [said(each) for each in find(box, "p")] if box is not None else []


def headings(root: etree._Element) -> list[Value]:
    """Return the headings below the first level, each with its level, its name and what it says."""
    found = find(root, "//article//h2 | //article//h3")
    return [f"{each.tag} {each.get('id')} {inside(each)}" for each in found]


def after(root: etree._Element, name: str) -> list[etree._Element]:
    """Return what stands between a heading of the second level and the next one."""
    found = []
    element = first(root, f"//article//h2[@id={name!r}]")
    element = element.getnext() if element is not None else None
    while element is not None and element.tag != "h2":
        found.append(element)
        element = element.getnext()
    return found


def neighbours(nav: etree._Element | None) -> Mapping[str, Value] | None:
    """Return the ways to the page before and the one after."""
    if nav is None:
        return None
    links = {link.get("rel", ""): sign(link) for link in find(nav, "a")}
    return {"label": nav.get("aria-label"), "prev": links.get("prev"), "next": links.get("next")}


def dot(box: etree._Element | None) -> str | None:
    """Return the class of the dot that says what a response class means."""
    found = first(box, ".//span[contains(@class, 'cp-dot')]")
    return found.get("class") if found is not None else None


def rows(table: etree._Element | None) -> Iterator[dict[str, Value]]:
    """Yield every row of a table's body."""
    for line in find(table, "tbody/tr") if table is not None else []:
        yield row(line)


def row(line: etree._Element) -> dict[str, Value]:
    """Return the label and the cells of a row, and how many columns a cell has if it says so."""
    cells = find(line, "td")
    widths = [width for each in cells if (width := each.get("colspan"))]
    said = dict(zip("abcd", [inside(each) for each in cells], strict=False))
    return {"label": inside(first(line, "th")), **said, **({"width": widths[0]} if widths else {})}


def sources(parts: list[etree._Element]) -> Mapping[str, Value]:
    """Return a list of sources with what stands over it."""
    notes = [inside(each) for each in parts if each.tag == "p" and each.get("class") == "cp-counts"]
    folds = [each for each in parts if each.tag == "details"]
    lists = [each for each in parts if each.tag == "ul"] + [each for fold in folds for each in find(fold, "ul")]
    said: dict[str, Value] = {
        "note": notes[0] if notes else None,
        "lang": [each.get("lang") for each in lists],
        "dir": [each.get("dir") for each in lists],
        "list": [inside(item) for each in lists for item in find(each, "li")],
    }
    return {**said, "summary": inside(first(folds[0], "summary"))} if folds else said


def about(parts: list[etree._Element]) -> Value:
    """Return when the entries were read against their sources, and the ways to edit and to report."""
    found = [each for each in parts if "cp-about" in each.get("class", "").split()]
    return [inside(each) for each in find(found[0], "span")] if found else []


def message(pre: etree._Element) -> dict[str, Value]:
    """Return a message as it is shown: verbatim, with the marked lines and the names."""
    return {
        "text": plain(first(pre, "code")),
        "marks": [plain(each).removesuffix("\n") for each in find(pre, ".//mark")],
        "names": [plain(each) for each in find(pre, ".//b")],
        "lang": pre.get("lang"),
        "dir": pre.get("dir"),
    }


def steps(box: etree._Element) -> dict[str, Value]:
    """Return a flow's list with the words that open it."""
    details = first(box, "details")
    return steps_of(details) if details is not None else {}


def steps_of(details: etree._Element) -> dict[str, Value]:
    """Return a folded list with the words that open it."""
    return {
        "summary": inside(first(details, "summary")),
        "steps": [inside(each) for each in find(details, "ol/li")],
    }


def words_of(svg: etree._Element | None) -> str:
    """Return the words of a diagram in the order of the alphabet."""
    found = find(svg, ".//*[local-name()='text']") if svg is not None else []
    return " ".join(sorted(" ".join(plain(each) for each in found).split()))


_ARROW = re.compile(r"M\d+ (\d+)H\d+")


def steps_drawn(svg: etree._Element) -> list[int]:
    """Return where each step of a diagram is drawn: how far from the top its arrow or its box is."""
    paths = find(svg, ".//*[local-name()='path'][not(contains(@stroke-width, '--cp-split'))]")
    arrows = [int(y) for path in paths for y in _ARROW.findall(path.get("d", ""))]
    boxes = [int(box.get("y", "0")) for box in find(svg, ".//*[local-name()='rect']")]
    # The boxes at the very top name the participants.
    return sorted([*arrows, *(y for y in boxes if y > min(boxes))])
