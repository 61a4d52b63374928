"""Messages as on the wire, shown as code: names set off, deciding lines marked."""

from __future__ import annotations

from html import escape

from codepair.library.flow import Arrow, MessageFormat


def message_html(arrow: Arrow, known: MessageFormat | None) -> str:
    """Return an arrow's message for a ``<code>`` element.

    Names stand in ``<b>``, the lines that decide in ``<mark>``.
    """
    assert arrow.message is not None
    html = []
    lines = arrow.message.split("\n")
    for place, line in enumerate(lines, start=1):
        start, end = known.name_in(line) if known is not None else (0, 0)
        before, name, after = (escape(part, quote=False) for part in (line[:start], line[start:end], line[end:]))
        shown = f"{before}<b>{name}</b>{after}" if name else before + after
        ending = "\n" if place < len(lines) else ""
        is_marked = any(line.startswith(mark) for mark in arrow.marks)
        # A marked line is a block of its own; the end of the line is in it, so that a copy has it once.
        html.append(f"<mark>{shown}{ending}</mark>" if is_marked else shown + ending)
    return "".join(html)
