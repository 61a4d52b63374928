"""A count of pages in, how far a long build is out: one line rewritten on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

PATIENCE = 2.0
"""Seconds before the first word: a short build needs none."""

TERMINAL, LINES = 0.1, 10.0
"""Seconds between two words on a terminal, and elsewhere."""


class Progress:
    """Tells a person how many of the pages are written."""

    def __init__(
        self,
        pages: int,
        say: Callable[[str], None],
        stream: TextIO = sys.stderr,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pages = max(pages, 1)
        self._say = say
        self._stream = stream
        self._clock = clock
        self._start = clock()
        self._next = self._start + PATIENCE
        self._is_terminal = stream.isatty()
        self._has_line = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._has_line:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def reach(self, done: int) -> None:
        """Say that so many pages are written, if it is time to."""
        now = self._clock()
        if now < self._next:
            return
        self._next = now + (TERMINAL if self._is_terminal else LINES)
        rate = done / (now - self._start)
        left = (self._pages - done) / rate if rate else 0.0
        text = (
            f"{done:,} of {self._pages:,} pages ({100 * done // self._pages} %), {rate:,.0f}/s, {left:.0f} s left"
        )
        if self._is_terminal:
            self._stream.write(f"\r\x1b[K{text}")
            self._stream.flush()
            self._has_line = True
        else:
            self._say(text)
