"""The project's own templates: a name in, a page or the macros of a file out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from codepair.library.flow import Arrow
from codepair.library.model import Entry
from codepair.library.plan import pair_path
from codepair.pages.compiled import CompiledTemplates
from codepair.pages.html import (
    breakable,
    cite,
    colour_class,
    in_english,
    mark,
    marks,
    paragraph,
    protocol_text,
    tight,
    value_names,
)
from codepair.pages.vantage import ANYWHERE
from codepair.pages.wire import message_html

TEMPLATES = Path(__file__).parent / "templates"
"""Where they are."""


class Templates:
    """The templates of one site; what is compiled is kept as long as their sources are the same."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=CompiledTemplates(),
            auto_reload=False,  # a look at the file of each template for each page; ``forget`` is told of changes
        )
        self._environment.filters.update(
            kind=colour_class,
            cite=cite,
            mark=mark,
            code=breakable,
            names=value_names,
            protocol_text=lambda text, wording: protocol_text(text, wording.locale),
            paragraph=paragraph,
            breakable=breakable,
            is_arrow=lambda step: isinstance(step, Arrow),
            message=_message,
        )

        self._environment.globals.update(marks=marks, in_english=in_english, anywhere=ANYWHERE, pair_path=pair_path)

    def render(self, name: str, **values: object) -> str:
        """Return a template's HTML without indentation."""
        return tight(self.page(name, **values))

    def page(self, name: str, **values: object) -> str:
        """Return a template's HTML as it is."""
        return self._environment.get_template(name).render(**values)

    def macro(self, template: str, name: str, *arguments: object) -> str:
        """Return what a macro of a template makes, without indentation."""
        module: Any = self._environment.get_template(template).module
        return tight(str(getattr(module, name)(*arguments)))

    def forget(self) -> None:
        """Look at every file again: some of them have changed."""
        assert self._environment.cache is not None
        self._environment.cache.clear()


def _message(arrow: Arrow, entry: Entry) -> Markup:
    return Markup(message_html(arrow, entry.protocol.messages))
