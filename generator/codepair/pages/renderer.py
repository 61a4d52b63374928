"""The pages of one locale, and what of them the search and the files beside them need."""

from __future__ import annotations

from codepair.language.wording import Passage
from codepair.library.model import Entry
from codepair.pages.code import CodeViews
from codepair.pages.comparison import Comparisons
from codepair.pages.context import PageContext
from codepair.pages.diagrams import Diagrams
from codepair.pages.facts import fact_texts
from codepair.pages.fragments import Fragments
from codepair.pages.mapped import Mapped
from codepair.pages.views import Views


class Renderer:
    """Owns what is made once in a locale; it lives as long as the reading of the content that it shows."""

    def __init__(self, context: PageContext) -> None:
        self.context = context
        self.diagrams = Diagrams(context)
        fragments = Fragments(context, self.diagrams)
        notice = _notice(context)
        mapped = Mapped(context)
        self._mapped = mapped
        self.views = Views(context, mapped, notice)
        self.codes = CodeViews(context, fragments, self.diagrams, mapped, notice)
        self.comparisons = Comparisons(context, fragments, self.diagrams, mapped, notice)

    def search_text(self, entry: Entry) -> str:
        """Return what is searched of a code: its texts, its facts and what it is elsewhere."""
        text = self.context.translator.of(entry.protocol.id).text
        prose = (each for meaning in entry.meanings for each in meaning.prose.values())
        return "".join(
            (
                *(str(text(source).element("p")) for source in (entry.says, *prose)),
                fact_texts(entry, self.context),
                self._mapped.texts(entry),
            )
        )


def _notice(context: PageContext) -> Passage:
    """Return what a page says of itself that is not translated as a whole."""
    wording = context.wording()
    words = wording.words("Part of this page has not been translated yet and is shown in another language.")
    return wording.passage(f'<p class="cp-note">{words}</p>')
