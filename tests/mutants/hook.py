"""What makes a process run a mutant, or tell which lines it executes.

The processes that run tests use it as a module. The Python processes that tests start find a copy of this file as
``sitecustomize`` on their path, and do what the environment says. So it imports nothing of the project.
"""

from __future__ import annotations

import atexit
import json
import marshal
import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType

MUTANT = "CODEPAIR_MUTANT"
"""Name of the variable with the path of a file that holds a mutant."""

TRACE = "CODEPAIR_TRACE"
"""Name of the variable with the folder to write executed lines to, and the patterns of files to look at."""

CONTEXT = "CODEPAIR_TRACE_CONTEXT"
"""Name of the variable with the test that runs."""


class Loader(SourceFileLoader):
    """Loads a module whose code is given; everything else about it is as in its file."""

    def __init__(self, name: str, path: str, code: CodeType) -> None:
        super().__init__(name, path)
        self._code = code

    def get_code(self, fullname: str) -> CodeType:
        """Return the given code."""
        return self._code


class Finder(MetaPathFinder):
    """Finds one module before any other finder does."""

    def __init__(self, name: str, path: str, code: CodeType) -> None:
        self._name = name
        self._loader = Loader(name, path, code)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the module's spec if it is that one."""
        if fullname != self._name:
            return None
        return spec_from_file_location(fullname, self._loader.path, loader=self._loader)


def install(data: bytes) -> None:
    """Let a module, given as name, path and code, be imported in place of what is in its file."""
    sys.meta_path.insert(0, Finder(*marshal.loads(data)))


class Tracer:
    """Notes which lines are executed, and by which test; also in copies of this process."""

    def __init__(self, folder: Path, patterns: Sequence[str]) -> None:
        import coverage  # the processes that do not trace need not load it

        self._folder = folder
        self._coverage = coverage.Coverage(data_file=None, config_file=False, include=list(patterns))
        self._coverage.set_option("run:core", "ctrace")  # the only one that knows contexts in every Python
        self._coverage.set_option("run:disable_warnings", ["no-data-collected"])
        self._exit = os._exit
        self._is_saved = False

    def start(self, context: str = "") -> None:
        """Begin. A copy of this process that ends without returning from what it does tells what it did, too."""
        self._coverage.start()
        self.switch(context)
        os._exit = self._leave  # type: ignore[assignment]

    def switch(self, context: str) -> None:
        """From now on it is this test, or nothing in particular, that executes lines."""
        self._coverage.switch_context(context)
        os.environ[CONTEXT] = context

    def save(self) -> None:
        """Write what was executed: by test and file, the lines."""
        if self._is_saved:
            return
        self._is_saved = True
        self._coverage.stop()
        data = self._coverage.get_data()
        found: dict[str, dict[str, list[int]]] = {}
        for file in data.measured_files():
            for line, contexts in data.contexts_by_lineno(file).items():
                for context in contexts:
                    found.setdefault(context, {}).setdefault(file, []).append(line)
        (self._folder / f"{os.getpid()}.json").write_text(json.dumps(found), encoding="utf-8")

    def _leave(self, status: int) -> None:
        try:
            self.save()
        finally:
            self._exit(status)


def activate() -> None:
    """Do what the environment says."""
    if mutant := os.environ.get(MUTANT):
        install(Path(mutant).read_bytes())
    if trace := os.environ.get(TRACE):
        folder, patterns = json.loads(trace)
        tracer = Tracer(Path(folder), patterns)
        tracer.start(os.environ.get(CONTEXT, ""))
        atexit.register(tracer.save)


if __name__ == "sitecustomize":
    activate()
