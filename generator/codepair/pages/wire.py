"""Messages as on the wire, shown as code: names set off, deciding lines marked."""

from __future__ import annotations

from html import escape

from codepair.library.model import Arrow, MessageFormat


def message_html(arrow: Arrow, known: MessageFormat | None) -> str:
    """Return an arrow's message for a ``<code>`` element.

    Names stand in ``<b>``, the lines that decide in ``<mark>``.
    """
    assert arrow.message is not None
    lines = []
    for line in arrow.message.split("\n"):
        match = known.name.match(line) if known is not None and known.name is not None else None
        end = match.end() if match else 0
        name = f"<b>{escape(line[:end], quote=False)}</b>" if end else ""
        html = name + escape(line[end:], quote=False)
        is_marked = any(line.startswith(mark) for mark in arrow.marks)
        lines.append(f"<mark>{html}</mark>" if is_marked else html)
    return "\n".join(lines)
