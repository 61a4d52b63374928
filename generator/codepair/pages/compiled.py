"""A template's source in, its compiled code out: kept in memory and, for the builds to come, in Jinja's own folder.

To compile the theme's templates and ours takes a quarter of the time that a small site needs.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from hashlib import blake2b
from pickle import UnpicklingError

import jinja2
from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache, FileSystemBytecodeCache

import codepair

_SYNTAX = (
    *("block_start_string", "block_end_string", "variable_start_string", "variable_end_string"),
    *("comment_start_string", "comment_end_string", "line_statement_prefix", "line_comment_prefix"),
    *("trim_blocks", "lstrip_blocks", "newline_sequence", "keep_trailing_newline"),
    *("autoescape", "optimized", "sandboxed", "is_async", "finalize", "undefined"),
)
"""Attributes of an environment that make other code of the same source."""


class CompiledTemplates(BytecodeCache):
    """Templates of one environment as compiled: after an edit to one of them only that one is compiled again.

    Jinja compares the source, but knows nothing of the environment: those that differ share no file. Where a file
    cannot be read or written, the template is compiled.
    """

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}
        self._disk: FileSystemBytecodeCache | None = None
        self._is_open = False

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a template's bucket if its source is the same."""
        code = self._code.get(bucket.key)
        if code is not None:
            bucket.bytecode_from_string(code)
        elif (disk := self._opened(bucket.environment)) is not None:
            with suppress(OSError, EOFError, ValueError, UnpicklingError):  # no file of Jinja's, or half of one
                disk.load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is compiled."""
        self._code[bucket.key] = bucket.bytecode_to_string()
        disk = self._opened(bucket.environment)
        if disk is not None:
            with suppress(OSError):
                disk.dump_bytecode(bucket)

    def _opened(self, environment: Environment) -> FileSystemBytecodeCache | None:
        """Return the files of the environment, which has all its filters when it loads its first template."""
        if not self._is_open:
            self._is_open = True
            with suppress(OSError, RuntimeError):  # no folder for temporary files, or one that is somebody else's
                self._disk = FileSystemBytecodeCache(pattern=f"codepair-{configuration(environment)}-%s.cache")
        return self._disk


def configuration(environment: Environment) -> str:
    """Return a hash of what compiled code depends on besides the source.

    Filters and tests are part of it: what they make of a constant is in the code.
    """
    parts = [
        (codepair.__version__, jinja2.__version__, sys.implementation.cache_tag),
        [_named(getattr(environment, name)) for name in _SYNTAX],
        sorted(environment.extensions),
        sorted((name, _named(function)) for name, function in environment.filters.items()),
        sorted((name, _named(function)) for name, function in environment.tests.items()),
    ]
    return blake2b(repr(parts).encode(), digest_size=8).hexdigest()


def _named(value: object) -> str:
    """Return a value as it is in every process: a function or class by its name, anything else by its text."""
    if not callable(value):
        return repr(value)
    named = value if hasattr(value, "__qualname__") else type(value)
    return f"{getattr(named, '__module__', None)}.{named.__qualname__}"
