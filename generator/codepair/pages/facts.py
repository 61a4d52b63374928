"""The table of facts: an entry in, a row's cell and what decides whether two codes differ in it out."""

from __future__ import annotations

from html import escape
from typing import NamedTuple, TypeAlias

from markupsafe import Markup

from codepair.language.wording import Passage, escape_html, joined
from codepair.library.facts import SHARED, Question
from codepair.library.model import Entry, Protocol
from codepair.pages.context import PageContext

Answer: TypeAlias = "tuple[object, ...]"
"""What a code answers, whatever it rests on; two codes with equal ones differ in nothing but their notes."""


class Cell(NamedTuple):
    """What one code has in a row of the table."""

    label: Passage
    """The row's."""
    answer: Answer | None
    """None if nothing is recorded: the row is not shown for this code then."""
    notes: tuple[str, ...]
    """What its notes say, in the source language."""
    html: Passage
    """The whole ``<td>``."""


def cells(entry: Entry, context: PageContext) -> list[Cell]:
    """Return an entry's cells: its protocol's questions in their order, then since when it stands."""
    labels = row_labels(entry.protocol, context)
    found = [_cell(entry, asked, context) for asked in entry.protocol.questions.values()]
    found.append(_since(entry))
    return [Cell(label, *cell) for label, cell in zip(labels, found, strict=True)]


def row_labels(protocol: Protocol, context: PageContext) -> list[Passage]:
    """Return the labels of a protocol's rows."""

    def question(asked: Question) -> Passage:
        wording = context.wording(protocol)
        text = (wording.of(SHARED) if asked.is_shared else wording).text(asked.label)
        return wording.passage(str(escape_html(text)))

    wording = context.wording()
    since = wording.passage(str(wording.words("Since")))
    return [*(question(asked) for asked in protocol.questions.values()), since]


def _cell(entry: Entry, asked: Question, context: PageContext) -> tuple[Answer | None, tuple[str, ...], Passage]:
    """Return what an entry answers to a question, meaning by meaning."""
    answered = [(meaning, meaning.facts[asked.id]) for meaning in entry.meanings if asked.id in meaning.facts]
    wording = context.wording(entry.protocol)
    choices = wording.of(SHARED) if asked.is_shared else wording
    macro = context.templates.macro
    html = macro("entry.html", "cell", wording, entry, asked, answered, choices, context.code_link(entry))
    answer = tuple((meaning.id, frozenset(fact.names)) for meaning, fact in answered) or None
    notes = tuple(value.note for _, fact in answered for value in fact.values if value.note)
    return answer, notes, wording.passage(html)


def _since(entry: Entry) -> tuple[Answer | None, tuple[str, ...], Passage]:
    """Return which document introduced a code, whatever its protocol; none has what is only seen in practice."""
    if entry.since is None:
        return None, (), Passage("<td>–</td>")
    year = f" ({entry.since.published})" if entry.since.published else ""
    return (entry.since.id,), (), Passage(f"<td>{escape(entry.since.label)}{year}</td>")


class Cells(NamedTuple):
    """An entry's cells as a comparison needs them, row by row."""

    answers: tuple[Answer | None, ...]
    notes: tuple[tuple[str, ...], ...]
    html: tuple[bytes, ...]
    wide: tuple[bytes, ...]
    """The same cells as wide as two: for the other code nothing is recorded there, or the very same."""
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
        tuple(cell.answer for cell in found),
        tuple(cell.notes for cell in found),
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


class _Rows(NamedTuple):
    """The rows of a table by what they say about the two codes: label and cells of each."""

    differ: list[bytes]
    """The answers are different."""
    noted: list[bytes]
    """The answers are the same, and the notes are not."""
    only_a: list[bytes]
    only_b: list[bytes]
    same: list[bytes]


class FactTable:
    """The tables of a locale's comparisons; what does not depend on the pair is made once."""

    def __init__(self, context: PageContext) -> None:
        self._context = context
        self._heads: dict[str, list[bytes]] = {}
        self._folds: dict[int, Passage] = {}

    def of(self, protocol: Protocol, a: Cells, b: Cells) -> Table:
        """Return the table of two codes of a protocol."""
        found = self._sorted(protocol, a, b)
        rows = found.differ + found.noted
        is_translated = not (a.fallbacks or b.fallbacks) or not _shown_fallbacks(a, b)
        for only, of in ((found.only_a, a), (found.only_b, b)):
            if only:
                rows += (of.only.bytes, *only)
                is_translated = is_translated and of.only.is_translated
        if not found.same:
            return Table(b"".join(rows), b"", is_translated)
        count = len(found.same) // 2
        fold = self._folds.get(count) or self._made_fold(count)
        same = b"".join((fold.bytes, *found.same, b"</tbody></table></details>"))
        return Table(b"".join(rows), same, is_translated and fold.is_translated)

    def _sorted(self, protocol: Protocol, a: Cells, b: Cells) -> _Rows:
        heads = self._heads.get(protocol.id) or self._made_heads(protocol)
        found = _Rows([], [], [], [], [])
        for row, (head, one, other) in enumerate(zip(heads, a.answers, b.answers, strict=True)):
            if other is None:
                if one is not None:
                    found.only_a.extend((head, a.wide[row]))
            elif one is None:
                found.only_b.extend((head, b.wide[row]))
            elif one != other:
                found.differ.extend((head, a.html[row] + b.html[row]))
            elif a.notes[row] != b.notes[row]:
                found.noted.extend((head, a.html[row] + b.html[row]))
            # What the two rest on may be two sections.
            elif a.html[row] != b.html[row]:
                found.same.extend((head, a.html[row] + b.html[row]))
            else:
                found.same.extend((head, a.wide[row]))
        return found

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
    shown_a = {row for row, answer in enumerate(a.answers) if answer is not None}
    shown_b = {
        row
        for row, answer in enumerate(b.answers)
        if answer is not None and (a.answers[row] is None or a.html[row] != b.html[row])
    }
    return (shown_a & a.fallbacks) | (shown_b & b.fallbacks)
