"""Texts with what must be found in them: the given lines, and the corpus with the origin of each line."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from codepair.library.model import Library
from codepair.recognizing.found import Found
from codepair.recognizing.recognizers import Recognizers
from tests import support

FIELD = support.ROOT / "tests" / "field" / "lines.tsv"
CORPUS = support.ROOT / "tests" / "corpus"

DRAWS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twentysecond",
    "twentythird",
    "twentyfourth",
    "twentyfifth",
    "twentysixth",
    "twentyseventh",
    "twentyeighth",
    "twentyninth",
    "thirtieth",
    "thirtyfirst",
    "thirtysecond",
    "thirtythird",
    "thirtyfourth",
    "thirtyfifth",
    "thirtysixth",
    "thirtyseventh",
    "thirtyeighth",
    "thirtyninth",
    "fortieth",
    "fortyfirst",
    "fortysecond",
    "fortythird",
    "fortyfourth",
    "fortyfifth",
    "fortysixth",
    "fortyseventh",
    "field",
    "written",
)
"""When lines were drawn: while the recognizers were written, and afterwards, as the README says."""


@dataclass(frozen=True)
class Line:
    """A text of the corpus."""

    id: str
    text: str
    expected: frozenset[str]
    """Addresses; ``?dns/servfail`` for one that it may be, ``=smtp`` for a protocol that is not covered."""
    must_not: frozenset[str]
    file: str

    @property
    def draw(self) -> str:
        """Which of ``DRAWS`` it is of."""
        before = self.file.partition("-")[0]
        return before if before in DRAWS else DRAWS[0]


def lines(file: Path) -> Iterator[Line]:
    """Yield the lines of a file: id, text, expected, must not, and in the corpus the origin."""
    with file.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(
            (row for row in stream if not row.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE
        )
        next(rows)
        for id_, text, expected, must_not, *_ in rows:
            wanted = () if expected == "-" else expected.split(",")
            text = text.replace("\\n", "\n").replace("\\t", "\t")
            yield Line(id_, text, frozenset(wanted), frozenset(filter(None, must_not.split(","))), file.stem)


def corpus() -> list[Line]:
    """Return all lines of the corpus."""
    return [line for file in sorted(CORPUS.glob("*.tsv")) for line in lines(file)]


def known(library: Library) -> list[Recognizers]:
    """Return all recognizers, in the order in which they count."""
    others = (library.others,) if library.others is not None else ()
    order = [library.recognition[name] for name in library.protocols if name in library.recognition]
    return [each.recognizers for each in (*order, *others)]


def said(found: Found, known: Iterable[Recognizers]) -> frozenset[str]:
    """Return what was found as lines of the corpus say it."""
    uncovered = {each.id for each in known if not each.is_covered}
    result = set()
    for each in found.findings:
        if each.address is not None:
            result.add(each.address)
        result.update(f"?{address}" for address in each.possible)
        if each.protocol in uncovered:
            result.add(f"={each.field}")
    return frozenset(result)


def texts(library: Library) -> Iterator[str]:
    """Yield every text that the tests have: examples, messages of flows, given lines, the corpus."""
    for recognition in (*library.recognition.values(), *filter(None, (library.others,))):
        yield from (example.text for examples in recognition.examples.values() for example in examples)
    for entries in library.entries.values():
        for entry in entries.values():
            for flow in support.flows(entry):
                yield from (arrow.message for arrow in flow.arrows if arrow.message is not None)
    yield from (line.text for line in (*lines(FIELD), *corpus()))


def some_texts(library: Library, share: int) -> Sequence[str]:
    """Return one text of so many, or all if ``make texts`` asks for them."""
    return support.some([*texts(library)], share)


def judged(line: Line, found: Found, recognizers: list[Recognizers]) -> tuple[frozenset[str], frozenset[str]]:
    """Return what is missing of a line in what was found, and what is wrong: found and not meant.

    Of a protocol that the library does not cover nothing is missing.
    """
    told = said(found, recognizers)
    covered = {each.id for each in recognizers if each.is_covered}
    expected = {each for each in line.expected if each[0] == "=" or each.lstrip("?").partition("/")[0] in covered}
    # Beside a code, another protocol in the text is no mistake: a web server's log may quote a mail server.
    wrong = {each for each in told - expected if not each.startswith("=")} | (told & line.must_not)
    return frozenset(expected - told), frozenset(wrong)
