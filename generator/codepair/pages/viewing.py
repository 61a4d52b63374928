"""What pages that are no comparisons are made with: a template and its values in, a page's content out."""

from __future__ import annotations

from html import escape

from markupsafe import Markup

from codepair.language.wording import Passage, Wording
from codepair.pages.context import Content, PageContext
from codepair.pages.shell import marker

_NOTICE = marker("notice")


class Viewing:
    """The pages of one locale that are no comparisons."""

    def __init__(self, context: PageContext, notice: Passage) -> None:
        self._context = context
        self._notice = notice

    def render(self, template: str, wording: Wording, **values: object) -> str:
        """Return what a template makes, with a place for the notice of a page that is not translated as a whole."""
        return self._context.templates.render(template, _=wording, notice=Markup(_NOTICE), **values)

    def content(self, title: str, description: str, page: Passage) -> Content:
        """Return a page that says so if not all of it is translated; title and description are not escaped yet."""
        notice = "" if page.is_translated else self._notice.html
        return Content(escape(title), escape(description), page.html.replace(_NOTICE, notice), page.is_translated)
