"""What an editor wrote about a pair: the pair in, the fragments of its comparison out."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from codepair.library.model import Pair
from codepair.library.plan import pair_path
from codepair.pages.citations import guidance_citations
from codepair.pages.context import PageContext, Written
from codepair.pages.fragments import Fragments
from codepair.pages.sources import CitedDocument
from codepair.pages.vantage import BETWEEN, among


@dataclass(frozen=True, slots=True)
class GuidanceFragments:
    """What an editor wrote about one pair, in one locale."""

    lead: bytes
    description: bytes
    next: bytes
    unmatched: bytes
    """What has no counterpart in the other protocol; nothing in a pair of one protocol."""
    mistake: bytes
    which: bytes
    documents: tuple[CitedDocument, ...]
    links: bytes
    """Where it can be edited and a mistake on it reported."""
    is_translated: bool


class GuidanceTexts:
    """The guidance of a locale's pairs, each made once: a comparison and the search show it."""

    def __init__(self, context: PageContext, fragments: Fragments) -> None:
        self._context = context
        self._fragments = fragments
        self._made: dict[str, GuidanceFragments] = {}

    def of(self, pair: Pair) -> GuidanceFragments | None:
        """Return the fragments of a pair; None if it has no guidance."""
        if pair.guidance is None:
            return None
        address = pair_path(pair)
        found = self._made.get(address)
        if found is None:
            found = self._made[address] = self._make(pair, address)
        return found

    def _make(self, pair: Pair, address: str) -> GuidanceFragments:
        guidance, at = pair.guidance, BETWEEN if pair.is_across else among(pair.a.protocol)
        assert guidance is not None
        context = self._context
        wording = context.wording(pair.domain)
        link = context.code_link(at, pair.a, pair.b)
        row = {pair.a.defined_in, pair.b.defined_in}
        cited = guidance_citations(guidance, {"summary": row, "question": row})

        def part(name: str, *arguments: object) -> bytes:
            macro = context.templates.macro
            return macro("guidance.html", name, wording, pair, at, link, cited, *arguments).encode()

        summary = guidance.prose["summary"]
        written = Written(pair.domain, guidance.path, guidance.node.key("summary").line, summary)
        links = context.templates.macro("macros.html", "edit_links", wording, context.links(address, written))
        return GuidanceFragments(
            lead=part("lead"),
            description=escape(wording.text(summary).plain).encode(),
            next=part("next"),
            unmatched=part("unmatched"),
            mistake=part("mistake"),
            which=part("which", context.plan.library.find),
            documents=self._fragments.documents(source.citation for source in guidance.sources),
            links=links.encode(),
            is_translated=wording.is_translated,
        )
