"""The visible text of a built page: as Markdown for other generators, and as words to compare with theirs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import lxml.html
from lxml import etree

Link = Callable[[str], str]
"""Turns the address in a page into the one written into Markdown."""

BLOCKS = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    )
)
INVISIBLE = frozenset(("head", "script", "style", "svg", "template", "nav", "button", "input"))
"""Elements without words of the page itself; ``nav`` is the way around a site, which each theme makes its own."""

_TYPOGRAPHY = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " ", "\u200b": ""})
_ESCAPED = re.compile(r"[\\`*_\[\]#]")
_LINE_START = re.compile(r"^(\d+)([.)])(?=\s)|^([-+>])(?=\s)")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Page:
    """A page to be built by every generator."""

    path: str
    """Its address below the site, ``loom/100-vs-200/``."""
    title: str
    """Its heading, as plain text."""
    body: str
    """Markdown of what stands below the heading."""

    @property
    def is_comparison(self) -> bool:
        """Whether it is one of the pages that are counted."""
        return "-vs-" in self.path


def article(html: bytes) -> etree._Element:
    """Return the element that holds what a page of this project says."""
    document = lxml.html.document_fromstring(html, parser=lxml.html.HTMLParser(encoding="utf-8"))
    found = document.find(".//article")
    assert found is not None
    return found


def to_page(html: bytes, path: str, link: Link) -> Page:
    """Return one of this project's pages as Markdown.

    :raises ValueError: if it has an element for which plain Markdown has no form
    """
    element = article(html)
    heading = element.find(".//h1")
    around = heading.getparent() if heading is not None else None
    assert heading is not None and around is not None
    title = _SPACES.sub(" ", "".join(str(part) for part in heading.itertext())).strip()
    around.remove(heading)
    return Page(path, title, "\n\n".join(_blocks(element, link)) + "\n")


def words(element: etree._Element, skip: Sequence[etree._Element] = ()) -> list[str]:
    """Return the words that a reader sees, in order; typographic quotation marks count as plain ones.

    >>> words(lxml.html.fromstring("<div><p>It’s<br>so.<a>[1]</a></p><ul><li>b</li><li>c</li></ul></div>"))
    ["It's", 'so.[1]', 'b', 'c']
    """
    hidden = set(skip)

    def parts(item: etree._Element) -> Iterator[str]:
        if not isinstance(item.tag, str) or item in hidden:
            return
        name = etree.QName(item).localname  # the standard's parser gives drawings a namespace
        if name in INVISIBLE:
            return
        edge = " " if name in BLOCKS or name == "br" else ""
        yield edge
        yield item.text or ""
        for child in item:
            yield from parts(child)
            yield child.tail or ""
        yield edge

    return "".join(parts(element)).translate(_TYPOGRAPHY).split()


def _escape(text: str) -> str:
    """Return text that every Markdown shows as it stands.

    >>> _escape("a_b < [1] & *")
    'a\\\\_b &lt; \\\\[1\\\\] &amp; \\\\*'
    """
    text = _ESCAPED.sub(r"\\\g<0>", _SPACES.sub(" ", text))
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _code(text: str) -> str:
    """Return a code span."""
    if "`" in text or "|" in text:
        raise ValueError(f"Code spans in tables have no common form for {text!r}.")
    return f"`{text}`"


def _inline(element: etree._Element, link: Link) -> str:
    """Return the Markdown of what stands inside an element."""
    return _escape(element.text or "") + "".join(
        _run(child, link) + _escape(child.tail or "") for child in element if isinstance(child.tag, str)
    )


def _run(element: etree._Element, link: Link) -> str:
    """Return the Markdown of one inline element."""
    match element.tag:
        case "a":
            return f"[{_inline(element, link)}]({link(element.get('href') or '')})"
        case "code":
            return _code("".join(str(part) for part in element.itertext()))
        case "b":
            return f"**{_inline(element, link)}**"
        case "small" | "span" | "i" | "em" | "bdi":
            return _inline(element, link)
        case "p":  # in a cell of a table, which Markdown has on one line
            return f" {_inline(element, link)} "
        case "br":
            return " "
        case "svg" | "wbr":
            return ""
        case tag:
            raise ValueError(f"<{tag}> has no form in plain Markdown.")


def _blocks(element: etree._Element, link: Link) -> Iterator[str]:
    """Yield the blocks inside an element; text between them becomes a paragraph of its own."""
    run = _escape(element.text or "")
    for child in element:
        if child.tag in BLOCKS:
            yield from _paragraph(run)
            yield from _block(child, link)
            run = ""
        elif isinstance(child.tag, str):
            run += _run(child, link)
        run += _escape(child.tail or "")
    yield from _paragraph(run)


def _paragraph(text: str) -> Iterator[str]:
    text = text.strip()
    if text:
        yield _LINE_START.sub(r"\1\\\2\3" if text[0].isdigit() else r"\\\3", text)


def _block(element: etree._Element, link: Link) -> Iterator[str]:
    """Yield the Markdown of a block element."""
    match element.tag:
        case "nav":
            pass
        case "h2" | "h3" | "h4":
            yield "#" * int(element.tag[1]) + " " + _inline(element, link).strip()
        case "summary":
            yield f"**{_inline(element, link).strip()}**"
        case "pre":
            text = "".join(str(part) for part in element.itertext()).strip("\n")
            yield f"```\n{text}\n```"
        case "ul" | "ol":
            yield "\n".join(_items(element, link))
        case "table":
            yield "\n".join(_rows(element, link))
        case "dt":
            yield f"**{_inline(element, link).strip()}**"
        case "p" | "div" | "section" | "details" | "aside" | "dl" | "dd":
            yield from _blocks(element, link)
        case tag:
            raise ValueError(f"<{tag}> has no form in plain Markdown.")


def _items(element: etree._Element, link: Link) -> Iterator[str]:
    """Yield the items of a list; what follows the first block of one is indented for every Markdown."""
    for number, item in enumerate(element, 1):
        mark = "-   " if element.tag == "ul" else f"{number}.".ljust(4)
        yield mark + "\n\n".join(_blocks(item, link)).replace("\n", "\n    ").replace("\n    \n", "\n\n")


def _rows(table: etree._Element, link: Link) -> Iterator[str]:
    """Yield the lines of a table; one without a head gets an empty one, which Markdown demands."""
    rows = [[_inline(cell, link).strip().replace("|", r"\|") for cell in row] for row in table.iter("tr")]
    columns = max(map(len, rows))
    rows = [[*row, *[""] * (columns - len(row))] for row in rows]
    if table.find("thead") is None:
        rows.insert(0, [""] * len(rows[0]))
    for index, cells in enumerate(rows):
        yield f"| {' | '.join(cells)} |"
        if index == 0:
            yield "|" + " --- |" * len(cells)


def address_link(href: str) -> str:
    """Return an address as generators understand it that publish ``a.md`` at ``a/``.

    The numbers of sources lead to the list's heading: Markdown has no name for an item of a list.

    >>> address_link("../200/"), address_link("#s100-1"), address_link("https://looms.example/lcp1#section-2")
    ('../200/', '#sources', 'https://looms.example/lcp1#section-2')
    """
    return "#sources" if href.startswith("#") else href


def file_link(href: str) -> str:
    """Return an address as generators understand it that follow links between files.

    >>> file_link("../200/"), file_link("../"), file_link("#s100-1")
    ('200.md', 'index.md', '#sources')
    """
    inside = re.fullmatch(r"\.\./(?:([^/]+)/)?", href)
    return f"{inside[1] or 'index'}.md" if inside else address_link(href)
