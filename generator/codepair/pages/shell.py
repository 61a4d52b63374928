"""A theme page rendered once with markers, then filled by joining.

The theme's template takes milliseconds a page; joining strings takes microseconds. Render it once with a marker in
place of each value, split the result at the markers, and every page of that kind is the literals and its values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

_OPEN, _CLOSE = "\ue000", "\ue001"
_MARKER = re.compile(f"{_OPEN}([a-z0-9_]+)[^{_CLOSE}]*{_CLOSE}")


def marker(name: str, disguise: str = "") -> str:
    """Return the text that stands for a value while a template is rendered.

    It consists of letters, digits and two private-use characters, which no filter of a template changes.
    ``disguise`` is text that the template looks for in the value.

    >>> compile_shell(f"<p>{marker('content', '<h1')}</p>").fill({"content": b"x"})
    b'<p>x</p>'
    """
    return f"{_OPEN}{name}{disguise}{_CLOSE}"


@dataclass(frozen=True)
class Shell:
    """A rendered page whose values are missing."""

    literals: tuple[bytes, ...]
    """The text around the slots; one more than there are slots."""
    slots: tuple[str, ...]
    """The name of each slot, in the order of the page. A name may stand more than once."""

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all slots."""
        return frozenset(self.slots)

    @cached_property
    def _frame(self) -> list[bytes]:
        frame = [b""] * (2 * len(self.slots) + 1)
        frame[::2] = self.literals
        return frame

    def fill(self, values: Mapping[str, bytes]) -> bytes:
        """Return the page. Every slot needs a value; a value without a slot is left out."""
        frame = self._frame.copy()
        frame[1::2] = [values[name] for name in self.slots]
        return b"".join(frame)

    def nest(self, name: str, inner: Shell) -> Shell:
        """Return a shell with another put into one of its slots.

        >>> outer = compile_shell(f"<main>{marker('content')}</main>")
        >>> outer.nest("content", compile_shell(f"<p>{marker('lead')}</p>")).fill({"lead": b"x"})
        b'<main><p>x</p></main>'
        """
        literals = [self.literals[0]]
        slots: list[str] = []
        for slot, literal in zip(self.slots, self.literals[1:], strict=True):
            if slot == name:
                literals[-1] += inner.literals[0]
                literals.extend(inner.literals[1:])
                slots.extend(inner.slots)
                literals[-1] += literal
            else:
                slots.append(slot)
                literals.append(literal)
        return Shell(tuple(literals), tuple(slots))


def compile_shell(rendered: str) -> Shell:
    """Split a page rendered with markers into a shell.

    >>> shell = compile_shell(f"<h1>{marker('title')}</h1>")
    >>> shell.literals, shell.slots
    ((b'<h1>', b'</h1>'), ('title',))
    """
    pieces = _MARKER.split(rendered)
    return Shell(tuple(piece.encode() for piece in pieces[::2]), tuple(pieces[1::2]))


_SLIPS = re.compile(r'(<input class="md-toggle"[^>]*) autocomplete="off"')


def without_slips(html: str) -> str:
    """Return a page without what the theme writes against HTML: ``autocomplete`` on check boxes.

    >>> without_slips('<input class="md-toggle" type="checkbox" id="__drawer" autocomplete="off">')
    '<input class="md-toggle" type="checkbox" id="__drawer">'
    """
    return _SLIPS.sub(r"\1", html)


_INDENT = re.compile(r"\s*\n\s*")
_KEPT = re.compile(r"(<(pre|textarea|script(?! src=\"[^\"<>]*\"></script>)|style)\b.*?</\2>)", re.DOTALL)
"""What is kept as it stands; a script of another file has nothing to keep."""


def _outside_kept(html: str, change: Callable[[str], str]) -> str:
    """Return a page in which everything but what is kept as it stands is changed."""
    pieces = _KEPT.split(html)
    return "".join(
        change(piece) if index % 3 == 0 else piece for index, piece in enumerate(pieces) if index % 3 != 2
    )


_BLOCKS = (
    "article|aside|body|details|div|dl|footer|form|h[1-6]|header|hr|html|main|nav|ol|p|section|table|tbody|td|th|thead"
    "|tr|ul"
)
"""Not ``li``: a style may put several on one line, with a space between them."""

_BREAK = re.compile(rf"(</?(?:{_BLOCKS})(?:\s[^<>]*)?>|{_CLOSE})\n|\n(?=</?(?:{_BLOCKS})[\s>]|{_OPEN})")
"""A line break beside a block; what a marker on a line of its own stands for is one, or nothing."""


def without_indentation(html: str) -> str:
    """Return a page with white space around a line break as one line break, and as none beside blocks.

    A quarter of a page of the theme is indentation. White space that shows (in ``pre`` and ``textarea``) and what
    is not HTML (``script`` and ``style``) stays.

    >>> without_indentation("<p>\\n    a  b\\n  <b>c</b>\\n</p>\\n<pre>\\n  x\\n</pre>")
    '<p>a  b\\n<b>c</b></p><pre>\\n  x\\n</pre>'
    """
    if "\n" not in html:
        return html
    return _outside_kept(html, lambda piece: _BREAK.sub(r"\1", _INDENT.sub("\n", piece)))


_TAG = re.compile(r'<[a-z][^<>]*="[^<>]*>')
_ATTRIBUTE = re.compile(r'="([A-Za-z0-9#._:/-]+)"(?=[ >])')


def without_quotes(html: str) -> str:
    """Return a page without the quotes that HTML does not need; what is not HTML stays.

    A slash at the end belongs to the value (HTML, 13.2.5.38 "Attribute value (unquoted) state"), but not where the
    tag ends itself, as SVG's do.

    >>> without_quotes('<p class="cp-lead" title="a b">text</p><script>a<b c="d"></script>')
    '<p class=cp-lead title="a b">text</p><script>a<b c="d"></script>'
    >>> without_quotes('<script src="../site.js"></script>')
    '<script src=../site.js></script>'
    >>> without_quotes('<a href="../404/">text</a>')
    '<a href=../404/>text</a>'
    """
    if '="' not in html:
        return html
    return _outside_kept(html, lambda piece: _TAG.sub(lambda tag: _ATTRIBUTE.sub(r"=\1", tag[0]), piece))


_PARAGRAPH = re.compile(r"</p>(?=\s*<(?:/(?:div|td|li)>|(?:p|ul|ol|div|table|h[1-6]|pre)\b))")
_CELL = re.compile(
    r"</t[dh]>(?=\s*</?t[dhr]\b)|</tr>(?=\s*(?:<tr\b|</t(?:head|body)>))"
    r"|</thead>(?=\s*<tbody\b)|</tbody>(?=\s*(?:<tbody\b|</table>))"
)
_ITEM = re.compile(r"(<li\b(?:(?!<wbr|<li\b|</li>).)*)</li>(?=\s*(?:<li\b|</[uo]l>|\Z))", re.DOTALL)


def without_end_tags(html: str) -> str:
    """Return HTML without the end tags of paragraphs, list items and parts of tables that what follows ends anyway.

    For readers of HTML that know no newer element than those of HTML 4, too: to them ``wbr`` has an end, which its
    list item must then bring.

    >>> without_end_tags("<ul><li><p>a</p></li><li>b<wbr>c</li><li>d</li></ul><p>e</p> text")
    '<ul><li><p>a<li>b<wbr>c</li><li>d</ul><p>e</p> text'
    >>> without_end_tags("<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>")
    '<table><thead><tr><th>a<tbody><tr><td>b</table>'
    """
    html = _PARAGRAPH.sub("", html) if "</p>" in html else html
    html = _CELL.sub("", html) if "</t" in html else html
    return _ITEM.sub(r"\1", html) if "</li>" in html else html
