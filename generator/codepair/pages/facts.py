"""The table of facts: an entry in, a row's cell and the value that decides whether two codes differ out."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from markupsafe import Markup

from codepair.language.wording import Passage, escape_html, joined
from codepair.library.model import Entry, Fact, FactDefinition, Protocol, Value
from codepair.pages.context import PageContext
from codepair.pages.html import cited_cell


class Cell(NamedTuple):
    """What one code has in a row of the table."""

    label: Passage
    """The row's."""
    value: Value | None
    """None, or nothing in it, if the row is not shown for this code."""
    html: Passage
    """The whole ``<td>``."""


def cells(entry: Entry, context: PageContext) -> list[Cell]:
    """Return an entry's cells: its protocol's facts in their order, then what every code has."""
    labels = row_labels(entry.protocol, context)
    found = [*_facts(entry, context), *_common(entry, context)]
    return [Cell(label, *cell) for label, cell in zip(labels, found, strict=True)]


def row_labels(protocol: Protocol, context: PageContext) -> list[Passage]:
    """Return the labels of a protocol's rows."""

    def fact(source: str) -> Passage:
        wording = context.wording(protocol)
        return wording.passage(str(escape_html(wording.text(source))))

    def words(source: str) -> Passage:
        wording = context.wording()
        return wording.passage(str(wording.words(source)))

    labels = [fact(definition.label) for definition in protocol.facts.values()]
    if protocol.response_classes:
        labels.append(words("Response class"))
    return [*labels, words("Number"), words("Status"), words("Defined in"), words("Since")]


def _facts(entry: Entry, context: PageContext) -> Iterator[tuple[Value | None, Passage]]:
    for name, definition in entry.protocol.facts.items():
        fact = entry.facts.get(name)
        yield (fact.value if fact else None), _cell(entry, definition, fact, context)


def _cell(entry: Entry, definition: FactDefinition, fact: Fact | None, context: PageContext) -> Passage:
    citation = (fact.citation or entry.sources[0].citation) if fact else None
    url = citation.url if citation else None
    wording = context.wording(entry.protocol)
    return wording.passage(context.templates.macro("entry.html", "cell", wording, definition, fact, url))


def _common(entry: Entry, context: PageContext) -> Iterator[tuple[Value | None, Passage]]:
    """Yield what every code has, whatever its protocol."""
    wording = context.wording(entry.protocol)
    macro = context.templates.macro
    if entry.protocol.response_classes:
        group = entry.response_class
        badge = macro("macros.html", "class_badge", wording, group)
        cell = cited_cell(badge, group.citation if group else None)
        yield group.id if group else None, wording.passage(cell)
    yield entry.number, Passage(f"<td>{entry.number or '–'}</td>")
    wording = context.wording()
    status = macro("macros.html", "status_label", wording, entry.status)
    yield entry.status, wording.passage(f"<td>{status}</td>")
    defined = entry.sources[0].citation
    yield defined.label, Passage(cited_cell(escape(defined.label), defined))
    year = f" ({entry.since.published})" if entry.since.published else ""
    yield entry.since.id, Passage(f"<td>{escape(entry.since.label)}{year}</td>")


class Cells(NamedTuple):
    """An entry's cells as a comparison needs them, row by row."""

    values: tuple[Value | None, ...]
    html: tuple[bytes, ...]
    alone: tuple[bytes, ...]
    """The same cells as wide as two: the other code has nothing recorded there."""
    only: Passage
    """The row above those that are recorded for this code only."""
    fallbacks: frozenset[int]
    """The rows, from 0, whose cell or label is not translated."""


def compared_cells(entry: Entry, chip: str, context: PageContext) -> Cells:
    """Return the cells of an entry for all of its comparisons; ``chip`` is the mark that stands for it."""
    found = cells(entry, context)
    wording = context.wording(entry.protocol)
    heading = wording.words("Recorded for {code} only", code=Markup(chip))
    return Cells(
        tuple(cell.value for cell in found),
        tuple(cell.html.bytes for cell in found),
        tuple(cell.html.bytes.replace(b"<td>", b"<td colspan=2>", 1) for cell in found),
        wording.passage(f"<tr class=cp-only><th colspan=3 scope=rowgroup>{heading}</th></tr>"),
        frozenset(row for row, cell in enumerate(found) if not joined((cell.label, cell.html)).is_translated),
    )


class Table(NamedTuple):
    """The facts of two codes side by side."""

    rows: bytes
    """Those in which the two differ, then those that are recorded for one of them only."""
    same: bytes
    """A folded table of those in which they do not."""
    is_translated: bool


class FactTable:
    """The tables of a locale's comparisons; what does not depend on the pair is made once."""

    def __init__(self, context: PageContext) -> None:
        self._context = context
        self._heads: dict[str, list[bytes]] = {}
        self._folds: dict[int, Passage] = {}

    def of(self, protocol: Protocol, a: Cells, b: Cells) -> Table:
        """Return the table of two codes of a protocol."""
        heads = self._heads.get(protocol.id) or self._made_heads(protocol)
        rows: list[bytes] = []
        equal: list[bytes] = []
        only_a: list[bytes] = []
        only_b: list[bytes] = []
        for row, (head, one, other) in enumerate(zip(heads, a.values, b.values, strict=True)):
            if one == other:
                if one is not None:
                    equal += (head, a.html[row])
            elif other is None:
                only_a += (head, a.alone[row])
            elif one is None:
                only_b += (head, b.alone[row])
            else:
                rows += (head, a.html[row], b.html[row])
        is_translated = not (a.fallbacks or b.fallbacks) or not _shown_fallbacks(a, b)
        for only, of in ((only_a, a), (only_b, b)):
            if only:
                rows += (of.only.bytes, *only)
                is_translated = is_translated and of.only.is_translated
        if not equal:
            return Table(b"".join(rows), b"", is_translated)
        count = len(equal) // 2
        fold = self._folds.get(count) or self._made_fold(count)
        same = b"".join((fold.bytes, *equal, b"</tbody></table></details>"))
        return Table(b"".join(rows), same, is_translated and fold.is_translated)

    def _made_heads(self, protocol: Protocol) -> list[bytes]:
        labels = row_labels(protocol, self._context)
        made = self._heads[protocol.id] = [f"<tr><th>{label.html}</th>".encode() for label in labels]
        return made

    def _made_fold(self, count: int) -> Passage:
        wording = self._context.wording()
        words = wording.plural("The same in both: {number} fact", "The same in both: {number} facts", count)
        html = f"<details class=cp-same><summary>{words}</summary><table class=cp-facts><tbody>"
        made = self._folds[count] = wording.passage(html)
        return made


def _shown_fallbacks(a: Cells, b: Cells) -> set[int]:
    """Return the rows of a table of two codes that show something untranslated."""
    values = enumerate(zip(a.values, b.values, strict=True))
    shown_a = {row for row, (one, _) in values if one is not None}
    shown_b = {row for row, other in enumerate(b.values) if other is not None and other != a.values[row]}
    return (shown_a & a.fallbacks) | (shown_b & b.fallbacks)
