"""How often Python looks for what is no longer used, while much is made that stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

THRESHOLDS = (100_000, 50, 100)
"""After how many new objects the youngest are looked at, and after how many looks the older ones."""


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Look for garbage a hundredth as often in the body, which makes what stays; never, where that is switched off.

    Reading this edition makes a million objects and next to no garbage: looking for it took a sixth of the time.

    >>> with rarely_collected():
    ...     gc.get_threshold() == THRESHOLDS
    True
    """
    before = gc.get_threshold()
    if before[0]:
        gc.set_threshold(*THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
