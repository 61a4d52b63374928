"""Ends a process when the one that started it ends, however that came about: nothing goes on working for nobody."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def tie(parent: int) -> None:
    """End this process with the process ``parent`` that has just started it; at once if that has ended already.

    Only Linux can: elsewhere only what has happened before the call is seen.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
