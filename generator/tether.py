"""Ends a process when the one that started it ends, however that came about: nothing goes on writing for nobody.

Run as a program (``tether.py <parent> <module> <arguments>``) it ties itself and becomes that module.
"""

from __future__ import annotations

import ctypes
import os
import runpy
import signal
import sys
from pathlib import Path

_PR_SET_PDEATHSIG = 1


def tie(parent: int) -> None:
    """End this process with the process ``parent`` that has just started it; at once if that has ended already.

    Only Linux can: elsewhere only what has happened before the call is seen.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module as a program which ends with this process."""
    # -P: the folder of this file, whose names are also those of modules of Python, is no place for imports.
    return [sys.executable, "-P", str(Path(__file__)), str(os.getpid()), module, *arguments]


if __name__ == "__main__":
    tie(int(sys.argv[1]))
    del sys.argv[:2]
    try:
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    except (ImportError, OSError, MemoryError) as error:
        sys.exit(f"{type(error).__name__}: {error}")
