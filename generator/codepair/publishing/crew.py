"""Shares of work in, what came of each part out: done by processes that are copies of this one.

Each has a share of its own and takes it from the front; when that is done it takes from the back of the share with
the most left. What a process makes once for neighbouring work is so seldom made by two.
"""

from __future__ import annotations

import gc
import mmap
import os
import pickle
import signal
import struct
import sys
import tempfile
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Generic, TypeVar

from codepair.kit.faults import UNCHANGED, PublishError
from codepair.kit.locks import hold_for_process, release_for_process
from codepair.kit.tether import tie
from codepair.pages.faults import template_fault

T = TypeVar("T")

_SLOT = struct.Struct("qqq")  # first and last piece of work left in a share, and how much its process has done


class Board:
    """What is left of each share, in memory that all processes see."""

    def __init__(self, shares: Sequence[range], folder: Path | None = None) -> None:
        self.count = len(shares)
        """How many processes there are."""
        self._memory = mmap.mmap(-1, _SLOT.size * len(shares))
        for number, share in enumerate(shares):
            _SLOT.pack_into(self._memory, number * _SLOT.size, share.start, share.stop, 0)
        # A lock of this kind belongs to a process and is released if it is killed. Its file has no name, or one for
        # a moment in the folder that is written.
        self._lock = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - lives as long as the board
        self.owner: int | None = None
        """The process that this one is a copy of: work taken after its end would be for nobody."""

    def take(self, own: int) -> Iterator[int]:
        """Yield pieces of work until none is left: one's own from the front, then others' from the back."""
        while self.owner in (None, os.getppid()):
            with self._locked():
                lefts = [self._slot(number) for number in range(self.count)]
                number = own if lefts[own][0] < lefts[own][1] else self._longest(lefts)
                first, last, done = lefts[number]
                if first >= last:
                    return
                piece = first if number == own else last - 1
                left = (first + 1, last, done) if number == own else (first, last - 1, done)
                _SLOT.pack_into(self._memory, number * _SLOT.size, *left)
            yield piece

    def add(self, own: int, count: int) -> None:
        """Count what a process has done; only that process counts it."""
        at = own * _SLOT.size + 16
        struct.pack_into("q", self._memory, at, struct.unpack_from("q", self._memory, at)[0] + count)

    @property
    def done(self) -> int:
        """What all processes have counted."""
        return sum(self._slot(number)[2] for number in range(self.count))

    def stop(self) -> None:
        """Leave no work to anyone."""
        with self._locked():
            for number in range(self.count):
                _SLOT.pack_into(self._memory, number * _SLOT.size, 0, 0, self._slot(number)[2])

    def close(self) -> None:
        """Give the memory back."""
        self._memory.close()
        self._lock.close()

    def _slot(self, number: int) -> tuple[int, int, int]:
        first, last, done = _SLOT.unpack_from(self._memory, number * _SLOT.size)
        return first, last, done

    @staticmethod
    def _longest(lefts: Sequence[tuple[int, int, int]]) -> int:
        return max(range(len(lefts)), key=lambda number: lefts[number][1] - lefts[number][0])

    @contextmanager
    def _locked(self) -> Iterator[None]:
        hold_for_process(self._lock.fileno())
        try:
            yield
        finally:
            release_for_process(self._lock.fileno())


def can_share() -> bool:
    """Return whether this process may copy itself: where the system can, and no thread would be lost."""
    return hasattr(os, "fork") and sys.platform != "darwin" and threading.active_count() == 1


class Crew(Generic[T]):
    """The other processes: each does its part, and says at the end what came of it."""

    def __init__(self, boards: Sequence[Board]) -> None:
        self._boards = boards
        self._open: dict[int, int] = {}  # process: where it will say what came of it

    def __enter__(self) -> Crew[T]:
        return self

    def __exit__(self, *_: object) -> None:
        for process, pipe in self._open.items():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            os.close(pipe)
        self._open.clear()
        for board in self._boards:
            board.close()
        gc.unfreeze()

    def start(self, part: Callable[[], T]) -> bool:
        """Start a process with a part of the work; return whether the system allows one more.

        If it does not, those there are take the work of all.
        """
        # What is there is not looked at again: a copy's pages stay shared, and collections stay short.
        gc.freeze()
        try:
            self._start(part)
        except OSError:
            return False
        return True

    def results(self) -> Iterator[T]:
        """Wait for every process and yield what came of its part.

        Raises what a process raised, or PublishError if one ended without a word.
        """
        while self._open:
            process, pipe = next(iter(self._open.items()))
            said = b"".join(iter(lambda pipe=pipe: os.read(pipe, 65_536), b""))  # type: ignore[misc]
            _, status = os.waitpid(process, 0)
            os.close(self._open.pop(process))
            if not said:
                raise PublishError(
                    f"A process that wrote pages ended before it was done ({_ending(status)}). {UNCHANGED} "
                    "Build again; with little memory, set 'processes: 1' in the plugin's options."
                )
            value = pickle.loads(said)
            if isinstance(value, BaseException):
                raise value
            yield value

    def _start(self, part: Callable[[], T]) -> None:
        reading, writing = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        try:
            with warnings.catch_warnings():
                # Python 3.12 warns of threads it does not know, those of an imported library; none is used here.
                warnings.simplefilter("ignore", DeprecationWarning)
                process = os.fork()
        except OSError:
            os.close(reading)
            os.close(writing)
            raise
        if process:
            os.close(writing)
            self._open[process] = reading
            return
        # From here on nothing may return to what the other process does.
        try:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            tie(parent)
            os.close(reading)
            for board in self._boards:
                board.owner = parent
            _say(writing, self._outcome(part))
        finally:
            os._exit(0)

    def _outcome(self, part: Callable[[], T]) -> object:
        try:
            return part()
        except BaseException as error:
            for board in self._boards:
                board.stop()
            if (fault := template_fault(error)) is not None:
                return fault
            try:
                pickle.loads(pickle.dumps(error))
            except Exception:
                return RuntimeError(traceback.format_exc())
            return error


def _say(pipe: int, value: object) -> None:
    data = memoryview(pickle.dumps(value))
    while data:
        data = data[os.write(pipe, data) :]


def _ending(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"signal {-code}" if code < 0 else f"status {code}"
