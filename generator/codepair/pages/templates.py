"""The project's own templates, and what they can call."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket, BytecodeCache
from markupsafe import Markup

from codepair.language.translator import Translator
from codepair.library.model import Arrow, Citation, Entry, Fact
from codepair.pages.wire import message_html

TEMPLATES = Path(__file__).parent / "templates"
"""The project's own templates."""


class Compiled(BytecodeCache):
    """Templates as compiled, by name and source: after an edit to one of them only that one is compiled again."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a template's bucket if its source is the same."""
        code = self._code.get(bucket.key)
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is compiled."""
        self._code[bucket.key] = bucket.bytecode_to_string()


@lru_cache(maxsize=1)
def template_environment() -> Environment:
    """Return the project's own templates."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        bytecode_cache=Compiled(),
    )
    environment.filters["kind"] = kind
    environment.filters["cite"] = cite
    environment.filters["value_list"] = lambda fact, translator: Markup(value_list(fact, translator))
    environment.filters["protocol_text"] = protocol_text
    environment.filters["paragraph"] = paragraph
    environment.filters["is_arrow"] = lambda step: isinstance(step, Arrow)
    environment.filters["message"] = lambda arrow, entry: Markup(message_html(arrow, entry.protocol.messages))
    return environment


def kind(entry: Entry) -> str:
    """Return the CSS class that gives an entry its response class's colour."""
    return f"k{entry.response_class.order % 8}" if entry.response_class else "k8"


def cite(citation: Citation) -> Markup:
    label = escape(citation.label)
    return Markup(f'<a href="{escape(citation.url)}">{label}</a>' if citation.url else label)


def protocol_text(text: str, translator: Translator) -> Markup:
    """Return protocol text, which is English whatever the page's language."""
    html = escape(text, quote=False)
    if translator.locale.cldr.language == "en":
        return Markup(html)
    direction = ' dir="ltr"' if translator.locale.direction == "rtl" else ""
    return Markup(f'<i lang="en"{direction}>{html}</i>')


def paragraph(text: Any, name: str) -> Markup:
    return Markup(f'<p class="{name}"{text.attributes}>{text.html()}</p>')


def value_list(fact: Fact, translator: Translator) -> str:
    if isinstance(fact.value, str):
        return escape(translator.number(fact.value))
    return str(translator.list([f"<code>{escape(token, quote=False)}</code>" for token in fact.value]))


def plain_list(fact: Fact, translator: Translator) -> str:
    if isinstance(fact.value, str):
        return translator.number(fact.value)
    return str(translator.list(list(fact.value)))
