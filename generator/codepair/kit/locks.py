"""Locks that end with the process that holds them, where the system has such: a descriptor in, who may go on out.

Windows has none for folders: there two builds of one site at the same time are not told apart.
"""

from __future__ import annotations

from typing import Any

fcntl: Any
try:
    import fcntl
except ModuleNotFoundError:
    fcntl = None


def hold(descriptor: int, *, wait: bool = True) -> None:
    """Lock an open file or folder until its descriptor is closed.

    Raises BlockingIOError if another holds it and ``wait`` is false.
    """
    if fcntl is not None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


def hold_for_process(descriptor: int) -> None:
    """Lock an open file for this process alone: not for its copies, which have the same descriptor."""
    if fcntl is not None:
        fcntl.lockf(descriptor, fcntl.LOCK_EX)


def release_for_process(descriptor: int) -> None:
    """Let the next process have what ``hold_for_process`` locked."""
    if fcntl is not None:
        fcntl.lockf(descriptor, fcntl.LOCK_UN)
