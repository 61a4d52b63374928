"""Messages as on the wire, shown as code: names set off, deciding lines marked."""

from __future__ import annotations

from html import escape

from codepair.library.flow import Arrow, MessageFormat


def message_html(arrow: Arrow, known: MessageFormat | None) -> str:
    """Return an arrow's message for a ``<code>`` element.

    Names stand in ``<b>``, the lines that decide in ``<mark>``.
    """
    assert arrow.message is not None
    lines = []
    for line in arrow.message.split("\n"):
        start, end = known.name_in(line) if known is not None else (0, 0)
        before, name, after = (escape(part, quote=False) for part in (line[:start], line[start:end], line[end:]))
        html = f"{before}<b>{name}</b>{after}" if name else before + after
        is_marked = any(line.startswith(mark) for mark in arrow.marks)
        lines.append(f"<mark>{html}</mark>" if is_marked else html)
    return "\n".join(lines)
