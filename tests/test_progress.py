"""Long builds say how far they are: one line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import io

from codepair.publishing.progress import LINES, PATIENCE, Progress


class Terminal(io.StringIO):
    """A stream that a person watches."""

    def isatty(self) -> bool:
        """Say so."""
        return True


class Clock:
    """A clock that stands until it is set."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_short_build_says_nothing() -> None:
    """Whatever it is asked, before patience ends."""
    said: list[str] = []
    stream, clock = Terminal(), Clock()
    with Progress(1_000, said.append, stream, clock) as progress:
        progress.reach(500)
        clock.now += PATIENCE / 2
        progress.reach(1_000)
    assert (said, stream.getvalue()) == ([], "")


def test_lines_elsewhere() -> None:
    """Seconds apart, each a whole line."""
    said: list[str] = []
    stream, clock = io.StringIO(), Clock()
    with Progress(10_000, said.append, stream, clock) as progress:
        clock.now += 5
        progress.reach(2_500)
        progress.reach(2_600)
        clock.now += LINES
        progress.reach(9_000)
    assert said == [
        "2,500 of 10,000 pages (25 %), 500/s, 15 s left",
        "9,000 of 10,000 pages (90 %), 600/s, 2 s left",
    ]
    assert stream.getvalue() == ""


def test_one_line_on_a_terminal() -> None:
    """It is written over, and gone at the end."""
    said: list[str] = []
    stream, clock = Terminal(), Clock()
    with Progress(4, said.append, stream, clock) as progress:
        for done in (1, 2, 3):
            clock.now += 3
            progress.reach(done)
    pieces = stream.getvalue().split("\r\x1b[K")
    assert [piece.partition(",")[0] for piece in pieces[1:]] == [
        "1 of 4 pages (25 %)",
        "2 of 4 pages (50 %)",
        "3 of 4 pages (75 %)",
        "",
    ]
    assert said == []
