"""A text of content in, its parts or its HTML out: code spans and placeholders are all the mark-up it may use.

Everything outside a code span is text and is shown as it stands; nothing in it is ever run. Placeholders such as
``{code}`` stand only in the words of the site.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import Literal, NamedTuple

_PARTS = re.compile(r"`([^`]+)`|\{([A-Za-z_][A-Za-z0-9_-]*)\}")
_CODE_PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_-]*)\}")

_MARKUP = re.compile(
    r"</?[A-Za-z][^<>]*>|<!--|\*\*[^*\s]|\b__[^_\s]|!?\[[^\[\]\n]*\]\([^()\n]*\)|&(?:#\d+|#x[0-9A-Fa-f]+|[A-Za-z]+);"
)


SEARCH_WORDS = "search words"
"""The context of messages that are search words: a catalog translates them apart from what pages show."""

ABOUT_SEARCH_WORDS = "What people type, with commas between; not word by word."
"""What translators are told of them."""


class Part(NamedTuple):
    """A piece of a text."""

    kind: Literal["text", "code", "slot"]
    value: str
    """The characters, or the placeholder's name."""


def parts(text: str, *, placeholders: bool = False) -> Iterator[Part]:
    """Split a text into characters, code spans and, if asked for, placeholders.

    A code span that holds nothing but a placeholder is that placeholder: the program shows codes as code anyway.

    >>> [tuple(part) for part in parts("Send `Min-SE` again.")]
    [('text', 'Send '), ('code', 'Min-SE'), ('text', ' again.')]
    >>> [tuple(part) for part in parts("`{a}` carries {value}.", placeholders=True)]
    [('slot', 'a'), ('text', ' carries '), ('slot', 'value'), ('text', '.')]
    """
    position = 0
    for match in _PARTS.finditer(text):
        code, slot = match.groups()
        if code is None and not placeholders:
            continue
        if match.start() > position:
            yield Part("text", text[position : match.start()])
        position = match.end()
        if code is None:
            yield Part("slot", slot)
        elif placeholders and (whole := _CODE_PLACEHOLDER.fullmatch(code)):
            yield Part("slot", whole[1])
        else:
            yield Part("code", code)
    if position < len(text):
        yield Part("text", text[position:])


def as_listed(words: Iterable[str]) -> str:
    """Return search words as catalogs have them, one message.

    >>> as_listed(["line busy", "engaged"])
    'line busy, engaged'
    """
    return ", ".join(words)


def split_listed(words: str) -> list[str]:
    """Return the search words of a message, without the blanks around them.

    >>> split_listed("line busy,engaged, ")
    ['line busy', 'engaged']
    """
    return [each for part in words.split(",") if (each := part.strip())]


def to_html(text: str, link: Callable[[str], str | None] = lambda code: None) -> str:
    """Return a text as HTML: escaped, code spans as ``<code>``.

    ``link`` gives the address of the page about a code span, if there is one.

    >>> to_html("A <b>bold</b> claim about `Min-SE`")
    'A &lt;b&gt;bold&lt;/b&gt; claim about <code>Min-SE</code>'
    >>> to_html("See `486`.", lambda code: "../486/")
    'See <a href="../486/"><code>486</code></a>.'
    """
    out = []
    for part in parts(text):
        if part.kind == "text":
            out.append(escape(part.value, quote=False))
            continue
        code = code_html(part.value)
        address = link(part.value)
        out.append(f'<a href="{escape(address)}">{code}</a>' if address else code)
    return "".join(out)


WHOLE = 16
"""Code spans of at most so many characters stay on one line."""


def code_html(value: str) -> str:
    """Return a code span's HTML; a long one may be broken, between the words of a name first.

    >>> code_html("Min-SE"), code_html("DEADLINE_EXCEEDED")
    ('<code>Min-SE</code>', '<code class="long">DEADLINE_<wbr>EXCEEDED</code>')
    """
    html = escape(value, quote=False)
    return f"<code>{html}</code>" if len(value) <= WHOLE else f'<code class="long">{with_breaks(html)}</code>'


def with_breaks(html: str) -> str:
    """Return a name in which a line may be broken after each underscore.

    >>> with_breaks("NOT_FOUND")
    'NOT_<wbr>FOUND'
    """
    return html.replace("_", "_<wbr>")


def to_plain(text: str) -> str:
    """Return a text without its back-ticks, for titles and descriptions.

    >>> to_plain("Send `Min-SE` again.")
    'Send Min-SE again.'
    """
    return text.replace("`", "")


def code_spans(text: str) -> list[str]:
    """Return the code spans of a text, sorted.

    >>> code_spans("`b`, `a` and `b`")
    ['a', 'b', 'b']
    """
    return sorted(part.value for part in parts(text) if part.kind == "code")


def placeholders(text: str) -> set[str]:
    """Return the names of a sentence's placeholders.

    >>> sorted(placeholders("`{a}` and {value}"))
    ['a', 'value']
    """
    return {part.value for part in parts(text, placeholders=True) if part.kind == "slot"}


def unbalanced(text: str) -> bool:
    """Return whether a back-tick has no partner, or a code span is empty."""
    return text.count("`") % 2 == 1 or "``" in text


def markup(text: str) -> str | None:
    """Return the first piece of HTML or Markdown outside code spans, which will be shown as it stands.

    >>> markup("a <b>bold</b> word")
    '<b>'
    >>> markup("`<sip:alice@example.com>` and a < b") is None
    True
    """
    for part in parts(text):
        if part.kind == "text" and (match := _MARKUP.search(part.value)):
            return match[0]
    return None


def N_(message: str) -> str:  # noqa: N802 - gettext's name for "extract, but translate later"
    """Mark a message for extraction."""
    return message
