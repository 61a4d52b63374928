"""The table of facts: an entry in, a row's cell and what decides whether two codes differ in it out."""

from __future__ import annotations

from html import escape
from typing import NamedTuple, TypeAlias

from markupsafe import Markup

from codepair.language.wording import Passage, escape_html, joined
from codepair.library.facts import SHARED, Question
from codepair.library.model import Entry, Protocol
from codepair.pages.context import PageContext
from codepair.pages.html import value_names
from codepair.pages.vantage import Vantage

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
    """What it says."""
    is_key: bool
    """Whether it stands at the top of the code's own page."""

    @property
    def box(self) -> str:
        """The whole ``<td>``, without the end that HTML does not need."""
        return f"<td>{self.html.html}"


def cells(entry: Entry, context: PageContext, at: Vantage) -> list[Cell]:
    """Return an entry's cells: its protocol's questions in their order, then since when it stands."""
    labels = row_labels(entry.protocol, context)
    found = [_cell(entry, asked, context, at) for asked in entry.protocol.questions.values()]
    found.append(_since(entry))
    keys = [*(asked.is_key for asked in entry.protocol.questions.values()), False]
    return [Cell(label, *cell, key) for label, cell, key in zip(labels, found, keys, strict=True)]


def fact_texts(entry: Entry, context: PageContext) -> str:
    """Return what an entry's facts say as a paragraph a question, for the search.

    What its response class answers is the same for all codes of the class, and tells none from another.
    """
    wording = context.wording(entry.protocol)
    found = []
    for meaning in entry.meanings:
        for asked in entry.protocol.questions.values():
            fact = meaning.facts.get(asked.id)
            if fact is not None and not fact.is_inherited:
                choices = wording.of(SHARED) if asked.is_shared else wording
                notes = (wording.text(value.note).element("i") for value in fact.values if value.note)
                names = (value_names(value, asked, choices) for value in fact.values)
                found.append(f"<p>{' '.join(map(str, (*names, *notes)))}</p>")
    return "".join(found)


def row_labels(protocol: Protocol, context: PageContext) -> list[Passage]:
    """Return the labels of a protocol's rows."""

    def question(asked: Question) -> Passage:
        wording = context.wording(protocol)
        text = (wording.of(SHARED) if asked.is_shared else wording).text(asked.label)
        return wording.passage(str(escape_html(text)))

    wording = context.wording()
    since = wording.passage(str(wording.words("Since")))
    return [*(question(asked) for asked in protocol.questions.values()), since]


def _cell(
    entry: Entry, asked: Question, context: PageContext, at: Vantage
) -> tuple[Answer | None, tuple[str, ...], Passage]:
    """Return what an entry answers to a question, meaning by meaning."""
    answered = [(meaning, meaning.facts[asked.id]) for meaning in entry.meanings if asked.id in meaning.facts]
    wording = context.wording(entry.protocol)
    choices = wording.of(SHARED) if asked.is_shared else wording
    macro = context.templates.macro
    link = context.code_link(at, entry)
    html = macro("entry.html", "answers", wording, entry, at, asked, answered, choices, link)
    answer = tuple((meaning.id, frozenset(fact.names)) for meaning, fact in answered) or None
    notes = tuple(value.note for _, fact in answered for value in fact.values if value.note)
    return answer, notes, wording.passage(html)


def _since(entry: Entry) -> tuple[Answer | None, tuple[str, ...], Passage]:
    """Return which document introduced a code, whatever its protocol; none has what is only seen in practice."""
    if entry.since is None:
        return None, (), Passage("–")
    year = f" ({entry.since.published})" if entry.since.published else ""
    return (entry.since.id,), (), Passage(f"{escape(entry.since.label)}{year}")


class Cells(NamedTuple):
    """An entry's cells as a comparison needs them, row by row."""

    answers: tuple[Answer | None, ...]
    notes: tuple[tuple[str, ...], ...]
    html: tuple[bytes, ...]
    wide: tuple[bytes, ...]
    """The same cells as wide as two: for the other code nothing is recorded there, or the very same."""
    head: bytes
    """What stands over them."""
    only: Passage
    """The row above those that are recorded for this code only."""
    fallbacks: frozenset[int]
    """The rows, from 0, whose cell or label is not translated."""


def compared_cells(entry: Entry, code: str, context: PageContext, at: Vantage) -> Cells:
    """Return the cells of an entry for all of its comparisons, with the code as HTML."""
    found = cells(entry, context, at)
    wording = context.wording(entry.protocol)
    heading = wording.words("Recorded for {code} only", code=Markup(code))
    return Cells(
        tuple(cell.answer for cell in found),
        tuple(cell.notes for cell in found),
        tuple(cell.box.encode() for cell in found),
        tuple(f"<td colspan=2>{cell.html.html}".encode() for cell in found),
        f"<th>{code}".encode(),
        wording.passage(f"<tr><th colspan=3 scope=rowgroup>{heading}"),
        frozenset(row for row, cell in enumerate(found) if not joined((cell.label, cell.html)).is_translated),
    )


SHOWN = 4
"""How many rows stand open at most: questions stand in the order that matters to a reader."""
FEW = 2
"""How many do in any case."""
ROOM = 34
"""How many lines those between may have together."""


class Table(NamedTuple):
    """The facts of two codes side by side."""

    rows: bytes
    """The first of those in which the two differ."""
    folded: bytes
    """A folded table of the others and of what is recorded for one code only, and one of what is the same."""
    is_translated: bool


class _Shared(NamedTuple):
    """A row in which two codes answer the same: one cell, or two where that rests on different sections."""

    head: bytes
    cells: tuple[bytes, ...]
    wide: bytes
    """The one cell, as wide as two."""


class _Rows(NamedTuple):
    """The rows of a table by what they say about the two codes: label and cells of each."""

    differ: list[bytes]
    """The answers are different."""
    noted: list[bytes]
    """The answers are the same, and the notes are not."""
    since: list[bytes]
    """The two came with different documents: the last row of those in which they differ."""
    only_a: list[bytes]
    only_b: list[bytes]
    same: list[_Shared]


class _Line(NamedTuple):
    """A row of the tables of two protocols' codes."""

    a: int | None
    """The row of the first code's cells; None if its protocol does not ask."""
    b: int | None
    head: bytes


def _places(one: Protocol, other: Protocol) -> list[int | None]:
    """Return for each question of a protocol where the other asks the same: all, if it is the same protocol."""
    asked = list(other.questions.values())
    return [
        asked.index(question) if question in asked and (question.is_shared or one is other) else None
        for question in one.questions.values()
    ]


def _sorted(lines: list[_Line], a: Cells, b: Cells) -> _Rows:
    found = _Rows([], [], [], [], [], [])
    last = lines[-1]
    for line in lines:
        row, at, head = line
        one = a.answers[row] if row is not None else None
        other = b.answers[at] if at is not None else None
        if other is None or at is None:
            if one is not None and row is not None:
                found.only_a.append(head + a.wide[row])
        elif one is None or row is None:
            found.only_b.append(head + b.wide[at])
        elif one != other:
            (found.since if line is last else found.differ).append(head + a.html[row] + b.html[at])
        elif a.notes[row] != b.notes[at]:
            found.noted.append(head + a.html[row] + b.html[at])
        else:
            cells = (a.html[row],) if a.html[row] == b.html[at] else (a.html[row], b.html[at])
            found.same.append(_Shared(head, cells, a.wide[row]))
    return found


def _shared(rows: list[_Shared]) -> list[bytes]:
    """Return the rows of what is the same; where none has two cells none is wide, for there is one column only."""
    if all(len(row.cells) == 1 for row in rows):
        return [row.head + row.cells[0] for row in rows]
    return [row.head + (row.wide if len(row.cells) == 1 else b"".join(row.cells)) for row in rows]


class FactTable:
    """The tables of a locale's comparisons; what does not depend on the pair is made once."""

    def __init__(self, context: PageContext) -> None:
        self._context = context
        self._lines: dict[tuple[str, str], list[_Line]] = {}
        self._folds: dict[tuple[bool, int], Passage] = {}

    def of(self, one: Protocol, a: Cells, other: Protocol, b: Cells) -> Table:
        """Return the table of two codes of a protocol, or of two."""
        lines = self._lines.get((one.id, other.id)) or self._made_lines(one, other)
        found = _sorted(lines, a, b)
        rows = found.differ + found.noted + found.since
        open_rows = _open(rows)
        shown, more = rows[:open_rows], rows[open_rows:]
        count = len(more) + len(found.only_a) + len(found.only_b)
        is_translated = not (a.fallbacks or b.fallbacks) or not _has_shown_fallbacks(lines, a, b)
        for side, only, of in ((b"a", found.only_a, a), (b"b", found.only_b, b)):
            if only:
                more += (b"<tbody class=cp-%s>" % side, of.only.bytes, *only)
                is_translated = is_translated and of.only.is_translated
        if not shown:
            shown, more = more, shown
        folded: list[bytes] = []
        for is_same, number, rows, head in (
            (False, count if more else 0, more, b"<tr><td>" + a.head + b.head),
            (True, len(found.same), _shared(found.same), b""),
        ):
            if number:
                fold = self._folds.get((is_same, number)) or self._made_fold(number, is_same=is_same)
                table = b"<table class=cp-facts>%s<tbody>" % (head and b"<thead>%s" % head)
                folded += (fold.bytes, table, *rows, b"</table></details>")
                is_translated = is_translated and fold.is_translated
        return Table(b"".join(shown), b"".join(folded), is_translated)

    def _made_lines(self, one: Protocol, other: Protocol) -> list[_Line]:
        """Return what stands in which row: what both protocols ask side by side, then what one of them asks."""
        labels, others = row_labels(one, self._context), row_labels(other, self._context)
        places = _places(one, other)
        rows: list[tuple[int | None, int | None, Passage]]
        rows = [(row, places[row], labels[row]) for row in range(len(labels) - 1)]
        rows += [(None, row, others[row]) for row in range(len(others) - 1) if row not in set(places)]
        rows.append((len(labels) - 1, len(others) - 1, labels[-1]))
        made = [_Line(row, at, f"<tr><th>{label.html}".encode()) for row, at, label in rows]
        self._lines[one.id, other.id] = made
        return made

    def _made_fold(self, count: int, *, is_same: bool) -> Passage:
        wording = self._context.wording()
        if is_same:
            words = wording.plural("The same in both: {number} fact", "The same in both: {number} facts", count)
        else:
            words = wording.plural("{number} more fact", "{number} more facts", count)
        html = f"<details><summary>{words}</summary>"
        made = self._folds[is_same, count] = wording.passage(html)
        return made


def _open(rows: list[bytes]) -> int:
    """Return how many rows stand open: fewer of long ones."""
    lines = 0
    for count, row in enumerate(rows[:SHOWN]):
        lines += 2 + row.count(b"<br>") + row.count(b"<p>")
        if count >= FEW and lines > ROOM:
            return count
    return min(len(rows), SHOWN)


def _has_shown_fallbacks(lines: list[_Line], a: Cells, b: Cells) -> bool:
    """Return whether a table of two codes shows something untranslated."""
    for line in lines:
        is_a = line.a is not None and a.answers[line.a] is not None
        is_b = line.b is not None and b.answers[line.b] is not None
        if is_a and line.a in a.fallbacks:
            return True
        is_once = is_a and line.a is not None and line.b is not None and a.html[line.a] == b.html[line.b]
        if is_b and not is_once and line.b in b.fallbacks:
            return True
    return False
