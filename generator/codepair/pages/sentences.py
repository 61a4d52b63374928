"""The sentences of a comparison: a finding in, formats of bytes out, which a pair fills in."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import NamedTuple

from codepair.kit.text import parts
from codepair.language.translator import Text
from codepair.library.compare import Finding
from codepair.library.model import Protocol
from codepair.pages.context import PageContext


class CompiledSentence(NamedTuple):
    """A finding's sentence in a locale, as formats: ``%(a)b`` stands for a side."""

    html: bytes
    plain: bytes
    has_values: bool
    """Whether the values of the two codes stand in it, and not only the codes."""
    is_fallback: bool


class Sentences:
    """The findings of a locale, each compiled once."""

    def __init__(self, context: PageContext) -> None:
        self._context = context
        self._compiled: dict[Finding, CompiledSentence] = {}

    def of(self, finding: Finding, protocol: Protocol) -> CompiledSentence:
        """Return a finding of a protocol as formats."""
        found = self._compiled.get(finding)
        if found is None:
            text = self._context.translator.of(protocol.id).text(finding.sentence)
            found = self._compiled[finding] = compiled(finding, text)
        return found


def filled(
    sentence: CompiledSentence, sides: Mapping[bytes, bytes], a_value: bytes | None, b_value: bytes | None
) -> bytes:
    """Return a sentence as HTML; ``sides`` are the marks of the two codes."""
    if not sentence.has_values:
        return sentence.html % sides
    return sentence.html % {**sides, b"a_value": a_value, b"b_value": b_value}


def compiled(finding: Finding, text: Text) -> CompiledSentence:
    """Return a finding's sentence as formats."""
    slots = dict(finding.slots)
    html: list[str] = []
    plain: list[str] = []
    for part in parts(text.value, placeholders=True):
        if part.kind == "slot" and part.value in slots:
            html.append(f"%({slots[part.value]})b")
            plain.append(f"%({slots[part.value]})b")
            continue
        shown = escape(part.value, quote=False).replace("%", "%%")
        html.append(f"<code>{shown}</code>" if part.kind == "code" else shown)
        plain.append(escape(part.value).replace("%", "%%"))
    whole = "".join(html)
    if text.is_fallback:
        whole = f"<span{text.attributes}>{whole}</span>"
    has_values = any(side in ("a_value", "b_value") for side in slots.values())
    return CompiledSentence(whole.encode(), "".join(plain).encode(), has_values, text.is_fallback)
