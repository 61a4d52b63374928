"""What settles a page's statements: an entry or a pair's guidance in, the sections behind each of its texts out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from codepair.library.citations import Citation, Source
from codepair.library.model import Entry, Guidance, Meaning


def text_citations(meaning: Meaning) -> Mapping[str, tuple[Citation, ...]]:
    """Return the sections that settle each text of a code's meaning."""
    return _by_name(meaning.sources, meaning.prose)


def guidance_citations(
    guidance: Guidance, known: Mapping[str, Collection[Citation]]
) -> Mapping[str, tuple[Citation, ...]]:
    """Return the sections that settle each part of a pair's guidance, but those that stand beside it anyway."""
    found = _by_name(guidance.sources, guidance.prose)
    return {name: tuple(each for each in cited if each not in known.get(name, ())) for name, cited in found.items()}


def entry_citations(entry: Entry, *texts: str) -> tuple[Citation, ...]:
    """Return the sections that an entry cites, each once: for some of its texts, then for its facts."""
    found: list[Citation] = [entry.defined_in]
    for meaning in entry.meanings:
        found += (source.citation for source in meaning.sources if set(texts) & set(source.supports))
    for meaning in entry.meanings:
        found += (each for fact in meaning.facts.values() for value in fact.values for each in value.citations)
    return tuple(dict.fromkeys(found))


def _by_name(sources: Iterable[Source], names: Iterable[str]) -> Mapping[str, tuple[Citation, ...]]:
    """Return the sections by what they settle; a section may be named twice."""
    found: dict[str, dict[Citation, None]] = {name: {} for name in names}
    for source in sources:
        for name in source.supports:
            if name in found:
                found[name][source.citation] = None
    return {name: tuple(citations) for name, citations in found.items()}
