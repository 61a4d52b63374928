"""A code, or a pair with guidance, in; its page as Markdown out, for whoever reads it without a browser.

What stands in code spans is as on the wire; everything else is escaped. A citation is a link whose address stands
once, at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from codepair.beside.texts import asked_in
from codepair.language.translator import Translator
from codepair.library.citations import Citation, Source
from codepair.library.facts import Question, Value
from codepair.library.model import Entry, Pair, Protocol
from codepair.library.plan import pair_path

NOT_TRANSLATED = "Part of this page has not been translated yet and is shown in another language."
"""What a page says of itself that is not translated as a whole."""

STATUS_NOTES = {
    "deprecated": "This code is deprecated: new software should normally not send it.",
    "historic": "This code is historic: no current standard defines it.",
    "unofficial": "This code is unofficial: some software uses it, no standard defines it.",
    "unused": "This code is registered as unused.",
    "reserved": "This code is reserved: no message should carry it.",
}
"""What pages say of codes that are not simply registered; their templates name these messages."""

_CODE = re.compile(r"(`[^`]*`)")
_START = re.compile(r"^(\d{0,9})([#>+.)-])(?=\s|$)")
_MARKUP = re.compile(r"[\\`*\[\]<]|\b_\B|\B_\b|~(?=~)|&(?=#?\w+;)")


def line(text: str) -> str:
    r"""Return a text as one line of Markdown that shows it as it stands, back-ticks too.

    >>> print(line("a [link](x) \n # <b> &lt; _so_ & NOT_FOUND"))
    a \[link\](x) # \<b> \&lt; \_so\_ & NOT_FOUND
    """
    return _shown(" ".join(text.split()))


def _shown(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", text)


def escaped(text: str) -> str:
    r"""Return a text as one line of Markdown that shows it as it stands, code spans as such.

    >>> print(escaped("a [link](x) \n # <b> &lt; _so_ `<b>` & NOT_FOUND"))
    a \[link\](x) # \<b> \&lt; \_so\_ `<b>` & NOT_FOUND
    >>> print(escaped("1. one"), escaped("# two"), escaped("-1"))
    1\. one \# two -1
    """
    pieces = _CODE.split(" ".join(text.split()))
    said = "".join(piece if at % 2 else _shown(piece) for at, piece in enumerate(pieces))
    return _START.sub(r"\1\\\2", said)


class Written:
    """A page as it is written: blocks, and the citations that they name."""

    def __init__(self, translator: Translator, protocol: Protocol | None) -> None:
        self.translator = translator
        self._main = protocol.main if protocol is not None else None
        self._blocks: list[str] = []
        self._cited: dict[str, Citation] = {}
        self._is_translated = True

    def add(self, *blocks: str) -> None:
        """Add paragraphs, headings or lists; what is empty is none."""
        self._blocks += filter(None, blocks)

    def heading(self, words: str) -> None:
        """Add a heading in the words of the site."""
        self.add(f"## {escaped(self.translator.plain(words))}")

    def text(self, source: str, translator: Translator | None = None) -> str:
        """Return a text in the locale."""
        found = (translator or self.translator).text(source)
        self._is_translated &= not found.is_fallback
        return escaped(found.value)

    def marks(self, citations: Iterable[Citation]) -> str:
        """Return links to sections, each with a space in front."""
        return "".join(f" {self._mark(each)}" for each in citations)

    def _mark(self, citation: Citation) -> str:
        """Return a link to a section; one of the main document is called by its number alone."""
        is_main = citation.section is not None and citation.specification is self._main
        label = escaped(f"§{citation.section}" if is_main else citation.label)
        if citation.url is None:
            return f"({label})"
        while self._cited.setdefault(label, citation) != citation:  # two documents of one name
            label += "\u2032"
        return f"[{label}]"

    def sources(self) -> None:
        """Add the documents that have been cited."""
        self.heading("Sources")
        documents = dict.fromkeys(each.specification for each in self._cited.values())
        self.add("\n".join(f"- {escaped(each.label)}: {escaped(each.full_title)}" for each in documents))

    def finish(self) -> bytes:
        """Return the page, with the addresses of what it cites at its end."""
        urls = {label: (each.url or "").replace(">", "%3E") for label, each in self._cited.items()}
        links = [f"[{label}]: <{url}>" for label, url in urls.items()]
        said = [] if self._is_translated else [f"*{escaped(self.translator.plain(NOT_TRANSLATED))}*"]
        title, *blocks = self._blocks
        return ("\n\n".join([title, *said, *blocks, "\n".join(links)]).rstrip("\n") + "\n").encode()


def code_page(entry: Entry, guided: Sequence[Pair], translator: Translator) -> bytes:
    """Return a code's page; ``guided`` are the pairs that it is in."""
    own = translator.of(entry.protocol.id)
    page = Written(own, entry.protocol)
    note = STATUS_NOTES.get(entry.status)
    page.add(f"# {escaped(entry.full_title)}", escaped(own.plain(note)) if note else "", page.text(entry.says))
    _prose(page, entry, "description")
    page.heading("How to Fix")
    _prose(page, entry, "fix")
    page.heading("When You See It")
    _prose(page, entry, "when_seen")
    page.heading("When to Send It")
    _prose(page, entry, "use_when")
    questions = entry.protocol.questions.values()
    facts = [_facts(page, entry, question) for question in questions]
    if any(facts):
        page.heading("All Facts")
        page.add("\n".join(line for lines in facts for line in lines))
    if guided:
        page.heading("Often Confused With")
        page.add("\n".join(_pair(pair) for pair in guided))
    page.sources()
    return page.finish()


def pair_page(pair: Pair, translator: Translator) -> bytes:
    """Return what an editor wrote about two codes."""
    assert pair.guidance is not None
    own, prose = translator.of(pair.domain), pair.guidance.prose
    page = Written(own, None if pair.is_across else pair.a.protocol)
    page.add(f"# {escaped(pair.title)}")

    sources = pair.guidance.sources

    def part(name: str, heading: str = "") -> None:
        if name in prose:
            if heading:
                page.heading(heading)
            page.add(page.text(prose[name]) + page.marks(_of(sources, name)))

    part("summary")
    part("question")
    page.add("\n".join(_decision(page, pair)))
    part("which")
    part("next", "What happens next")
    part("mistake", "Common Mistake")
    part("unmatched", "What Has No Counterpart")
    page.sources()
    return page.finish()


def _of(sources: Iterable[Source], field: str) -> list[Citation]:
    return [source.citation for source in sources if field in source.supports]


def _prose(page: Written, entry: Entry, field: str) -> None:
    for meaning in entry.meanings:
        label = f"**{page.text(meaning.label)}**: " if meaning.label else ""
        page.add(label + page.text(meaning.prose[field]) + page.marks(_of(meaning.sources, field)))


def _facts(page: Written, entry: Entry, question: Question) -> list[str]:
    asked = asked_in(question, page.translator)
    return [
        f"- {page.text(question.label, asked)}"
        + (f" ({page.text(meaning.label)})" if meaning.label else "")
        + ": "
        + "; ".join(_value(page, value, question) for value in fact.values)
        + (f" *{_group(page, entry)}*" if fact.is_inherited else "")
        for meaning in entry.meanings
        if (fact := meaning.facts.get(question.id)) is not None
    ]


def _group(page: Written, entry: Entry) -> str:
    group = entry.response_class
    codes = (group.range or page.translator.text(group.label).value) if group is not None else ""
    return escaped(codes)


def _value(page: Written, value: Value, question: Question) -> str:
    asked = asked_in(question, page.translator)
    names = [
        page.text(question.choices[name].label, asked) if name in question.choices else f"`{name}`"
        for name in value.names
    ]
    basis = page.marks(value.citations) or f" *{escaped(page.translator.plain('our reading'))}*"
    return ", ".join(names) + basis + (f": {page.text(value.note)}" if value.note else "")


def _pair(pair: Pair) -> str:
    way = f"../{pair_path(pair)}" if pair.is_across else f"{pair.slug}/"
    return f"- [{escaped(pair.title)}]({way})"


def _decision(page: Written, pair: Pair) -> Iterator[str]:
    assert pair.guidance is not None
    for number, step in enumerate(pair.guidance.decision, 1):
        branches = [("Yes", step.if_yes), ("No", step.if_no)]
        said = "; ".join(
            f"{escaped(page.translator.plain(word))}: `{reference.written if pair.is_across else reference.code}`"
            for word, reference in branches
            if reference is not None
        )
        yield f"{number}. {page.text(step.ask)}" + (f" {said}." if said else "")
