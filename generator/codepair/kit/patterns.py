"""Regular expressions of others: a protocol's own, applied to its codes and messages.

Python's engine tries every way in which a text could match, and an expression can be written for which that takes
years. What can grow without bound is refused when the expression is read; the rest is bounded by a clock where a
long text meets it.
"""

from __future__ import annotations

import importlib
import re
import signal
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

MAX_PATTERN = 500
"""Longest expression, in characters."""

MAX_REPEATS = 4
"""Most parts of an expression that may repeat without end: the time grows with the text's length to this power."""

SECONDS = 0.25
"""Longest time for one text, in seconds; a message takes some microseconds."""

# Python keeps its parser of expressions under this name, and no other shows what an expression repeats.
_parser: Any = importlib.import_module("re._parser")
_MANY = 16


class PatternError(Exception):
    """The expression is not used; the message is a sentence that says why."""


def compile_pattern(text: str) -> re.Pattern[str]:
    """Return an expression in which ``^`` and ``$`` stand for the ends of lines.

    Raises PatternError if it is none, or if it could take too long.

    >>> compile_pattern("4[0-9][0-9]").pattern
    '4[0-9][0-9]'
    >>> compile_pattern("(a+)+$")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    codepair.kit.patterns.PatternError: '(a+)+$' repeats what repeats or branches itself, which can take years ...
    """
    if len(text) > MAX_PATTERN:
        raise PatternError(
            f"The regular expression has {len(text)} characters; more than {MAX_PATTERN} are not read."
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what a later Python may read in another way
            tree = _parser.parse(text, re.MULTILINE)
            compiled = re.compile(text, re.MULTILINE)
    except (re.error, OverflowError, RecursionError) as error:
        reason = str(error) or "it is nested too deeply"
        raise PatternError(f"'{text}' is no regular expression: {reason}.") from None
    endless = _endless(tree, is_repeated=False, text=text)
    if endless > MAX_REPEATS:
        message = f"'{text}' has {endless} parts that repeat without end; at most {MAX_REPEATS} are read."
        raise PatternError(f"{message} Write it without.")
    return compiled


def _endless(tree: Any, *, is_repeated: bool, text: str) -> int:
    """Count the parts that repeat without end; raise PatternError for one in another, or a choice in one."""
    count = 0
    for operator, argument in tree:
        name = str(operator)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            low, high, body = argument
            is_many = high >= _MANY
            is_variable = low != high
            if is_repeated and is_variable:
                raise _nested(text)
            count += is_many and is_variable
            count += _endless(body, is_repeated=is_repeated or is_many, text=text)
        elif name == "BRANCH":
            if is_repeated:
                raise _nested(text)
            count += max(_endless(branch, is_repeated=is_repeated, text=text) for branch in argument[1])
        elif name == "SUBPATTERN":
            count += _endless(argument[-1], is_repeated=is_repeated, text=text)
        elif name in ("ASSERT", "ASSERT_NOT"):
            count += _endless(argument[1], is_repeated=is_repeated, text=text)
        elif name == "ATOMIC_GROUP":
            count += _endless(argument, is_repeated=is_repeated, text=text)
        elif name == "GROUPREF_EXISTS":
            for branch in argument[1:]:
                count += _endless(branch or (), is_repeated=is_repeated, text=text)
    return count


def _nested(text: str) -> PatternError:
    return PatternError(
        f"'{text}' repeats what repeats or branches itself, which can take years on a text that does not match. "
        "Write it without."
    )


class TooSlowError(Exception):
    """An expression took too long on a text."""


@contextmanager
def time_limit(seconds: float = SECONDS) -> Iterator[None]:
    """Raise TooSlowError if an expression in the body takes longer than this.

    The engine asks for signals while it works. Only the main thread gets them: in others there is no limit but the
    one that ``compile_pattern`` sets.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: object) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGALRM, stop)
    left, interval = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(left - seconds, 0.001), interval)
