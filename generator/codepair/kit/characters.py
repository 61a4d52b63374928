"""A text in, its first character out that a reader cannot see or that reaches past its text, or None."""

from __future__ import annotations

import re

_CONTROLS = "\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\ufff9-\uffff\ue000-\uf8ff"
_TAGS = "\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
_INVISIBLE = re.compile(f"[{_CONTROLS}{_TAGS}\u061c\u180e\u200b\u200e\u200f\u2060-\u206f\ufeff]")
_REFUSED = re.compile(f"[{_CONTROLS}{_TAGS}]")
_ISOLATE = re.compile("[\u2066-\u2069]")
_UNSEEN = re.compile("[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u200c\u200d\u2800\u3164\ufe00-\ufe0f\uffa0\r\n\t]")


def invisible(text: str) -> str | None:
    """Return the first character that a reader cannot see: a control, a direction override, private use."""
    match = _INVISIBLE.search(text)
    return match[0] if match else None


def invisible_in_name(text: str) -> str | None:
    """Return the first character by which two names that look the same could differ, line breaks among them."""
    match = _INVISIBLE.search(text) or _UNSEEN.search(text)
    return match[0] if match else None


def refused_in_translation(text: str) -> str | None:
    """Return the first character that no translation may have.

    Some languages need marks and isolates of direction and joiners; an isolate that is not closed, or closes one
    that is not open, would reach past its text, as embeddings and overrides do.

    >>> refused_in_translation("\\u2068Min-SE\\u2069 \\u200f") is None
    True
    >>> refused_in_translation("\\u2067a"), refused_in_translation("a\\u2069"), refused_in_translation("\\u202ea")
    ('\\u2067', '\\u2069', '\\u202e')
    """
    if (match := _REFUSED.search(text)) is not None:
        return match[0]
    opened: list[str] = []
    for isolate in _ISOLATE.findall(text):
        if isolate != "\u2069":
            opened.append(isolate)
        elif not opened:
            return "\u2069"
        else:
            opened.pop()
    return opened[0] if opened else None
