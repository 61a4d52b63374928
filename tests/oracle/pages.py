"""Pages read as plain values: what any part of a page says, in the notation that both sides share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import lxml.html
from lxml import etree

from tests.oracle.notation import Value, collapsed, linked, marked

_PARSER = lxml.html.HTMLParser(encoding="utf-8")
_SIGNS = {"b": "*{}*", "small": "_{}_"}
_CLEAR = frozenset(("span", "i"))
"""Elements that say nothing by themselves; with ``lang`` they say which language their text is in."""


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
        shown = linked(text, element.get("href", ""))
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


def with_refs(paragraph: etree._Element | None) -> dict[str, Value] | None:
    """Return a paragraph, and apart from it the references that it ends with, each with the source it leads to."""
    if paragraph is None:
        return None
    refs = find(paragraph, "a[starts-with(@href, '#')]")
    text = said(paragraph) or ""
    for ref in reversed(refs):
        text = text.replace(_sign(ref), "", 1)
    return {"text": text, "refs": [f"{inside(ref)} {_source(ref)}" for ref in refs]}


def _source(ref: etree._Element) -> str:
    """Return the label of the source that a reference leads to."""
    items = find(ref, f"//li[@id={ref.get('href', '')[1:]!r}]")
    if len(items) != 1:
        return f"({len(items)} items with this id)"
    link = first(items[0], "a")
    return inside(link) or inside(items[0]) or ""


def texts(panel: etree._Element | None, heading: str) -> list[Value]:
    """Return the texts of a panel, each under its heading of that level."""
    found = find(panel, heading) if panel is not None else []
    return [{"heading": inside(each), **_said_in_all(each)} for each in found]


def _said_in_all(heading: etree._Element) -> Mapping[str, Value]:
    """Return the text after a heading; or the text of every meaning, after a line in bold that names it."""
    after, paragraphs = heading.getnext(), []
    while after is not None and after.tag == "p":
        paragraphs.append(after)
        after = after.getnext()
    names = [
        each for each in paragraphs if len(each) == 1 and each[0].tag == "b" and not (each.text or each[0].tail)
    ]
    if not names:
        return with_refs(paragraphs[0]) or {} if paragraphs else {}
    said = [{"meaning": _name(name), **(with_refs(name.getnext()) or {})} for name in names]
    return {"meanings": said}


def _name(paragraph: etree._Element) -> str | None:
    return marked(inside(paragraph[0]) or "", paragraph[0].get("lang"), paragraph[0].get("dir"))


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


def sources(box: etree._Element | None) -> Mapping[str, Value]:
    """Return a list of sources with its heading, and the documents that tooltips name."""
    found = find(box, "ol/li") if box is not None else []
    documents = [[link.get("title") for link in find(each, "a")] for each in found]
    return {"heading": inside(first(box, "h3")), "list": [inside(each) for each in found], "documents": documents}


def message(pre: etree._Element) -> dict[str, Value]:
    """Return a message as it is shown: verbatim, with the marked lines and the names."""
    return {
        "text": plain(first(pre, "code")),
        "marks": [plain(each) for each in find(pre, ".//mark")],
        "names": [plain(each) for each in find(pre, ".//b")],
        "lang": pre.get("lang"),
        "dir": pre.get("dir"),
    }


def steps(box: etree._Element) -> dict[str, Value]:
    """Return a flow's list with the words that open it."""
    return {
        "summary": inside(first(box, "details/summary")),
        "steps": [inside(each) for each in find(box, "details/ol/li")],
    }


def words_of(svg: etree._Element | None) -> str:
    """Return the words of a diagram in the order of the alphabet."""
    found = find(svg, ".//*[local-name()='text']") if svg is not None else []
    return " ".join(sorted(" ".join(plain(each) for each in found).split()))


_ARROW = re.compile(r"M\d+ (\d+)H\d+")


def steps_drawn(svg: etree._Element) -> list[int]:
    """Return where each step of a diagram is drawn: how far from the top its arrow or its box is."""
    arrows = [int(y) for path in find(svg, ".//*[local-name()='path']") for y in _ARROW.findall(path.get("d", ""))]
    boxes = [int(box.get("y", "0")) for box in find(svg, ".//*[local-name()='rect']")]
    # The boxes at the very top name the participants.
    return sorted([*arrows, *(y for y in boxes if y > min(boxes))])
