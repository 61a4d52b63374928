"""Files and folders in, edits out: each the set of files that were written together.

The files are watched by the system (inotify, FSEvents), not polled, and nothing waits longer than an editor needs
to finish writing.
"""

from __future__ import annotations

import logging
import os
import threading
import time
import warnings
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

log = logging.getLogger("mkdocs.plugins.codepair")

# A folder that is removed and there again at once is the same watch to the system: watchdog warns, and goes on.
warnings.filterwarnings("ignore", "Callback with id .* already exists", RuntimeWarning)

QUIET = 0.010
"""Seconds without another event after which an edit counts as done: editors write a file in several steps."""

LONGEST = 0.5
"""Seconds after which an edit that goes on and on is shown as it is."""

AGAIN = 0.5
"""Seconds after which it is looked whether a folder is still the one that is watched."""

_WRITTEN = ("created", "modified", "moved", "deleted")


class Watch:
    """Waits for edits to files until it is stopped."""

    def __init__(self) -> None:
        self._watched: dict[Path, bool] = {}  # and whether with all folders below
        self._scheduled: dict[
            Path, tuple[ObservedWatch, object]
        ] = {}  # by folder: its watch, and which folder it was
        self._changed: set[Path] = set()
        self._moved = False
        self._wake = threading.Condition()
        self._stopped = False
        self._observer: BaseObserver = Observer()

    def add(self, path: Path, *, recursive: bool) -> None:
        """Watch a file or folder; only before ``start``."""
        self._watched[path.resolve()] = recursive

    def remove(self, path: Path) -> None:
        """Watch it no longer; only before ``start``."""
        self._watched.pop(path.resolve(), None)

    def start(self) -> None:
        """Begin to watch."""
        try:
            self._schedule()
            self._observer.start()
        except OSError as error:  # the system's limit of watches
            log.warning("The system cannot watch the files (%s): they are looked at every half second.", error)
            self._observer = PollingObserver(timeout=0.5)
            self._scheduled.clear()
            self._schedule()
            self._observer.start()

    def next_edit(self) -> frozenset[Path] | None:
        """Return the files of the next edit when it is done; None if the watch was stopped."""
        is_waiting = True
        while is_waiting:
            with self._wake:
                if not self._changed and not self._stopped:
                    self._wake.wait(AGAIN)  # not for ever: Windows delivers a keyboard interrupt in between
            self._look_again()  # without the lock, for which the observer may wait
            is_waiting = not self._changed and not self._stopped
        with self._wake:
            end = time.monotonic() + LONGEST
            while not self._stopped and self._wake.wait(QUIET) and time.monotonic() < end:
                pass
            if self._stopped:
                return None
            paths, self._changed = frozenset(self._changed), set()
            return paths

    def stop(self) -> None:
        """Watch nothing any more, and let go of who waits."""
        with self._wake:
            self._stopped = True
            self._wake.notify_all()
        if self._observer.is_alive():
            self._observer.stop()

    def _schedule(self) -> None:
        """Watch every folder that is there and is not watched yet."""
        for path, recursive in self._watched.items():
            # A single file is watched through its folder: editors replace files rather than write into them.
            folder = path if path.is_dir() or path in self._scheduled else path.parent
            if folder not in self._scheduled and folder.is_dir():
                handler = _Told(self._tell)
                watch = self._observer.schedule(handler, os.fspath(folder), recursive=recursive and folder == path)
                self._scheduled[folder] = (watch, _which(folder))

    def _look_again(self) -> None:
        """Watch a folder again that was removed, or moved, and is there again: the system has forgotten it."""
        moved, self._moved = self._moved, False
        changed = set()
        for folder, (watch, was) in list(self._scheduled.items()):
            which = _which(folder)
            if which == was and not moved:
                continue
            changed.add(folder)
            if which is None:
                self._scheduled[folder] = (watch, None)
                continue
            with suppress(KeyError, OSError):  # the system has let go of it already
                self._observer.unschedule(watch)
            del self._scheduled[folder]
        if changed:
            try:
                self._schedule()
            except OSError as error:
                log.warning("The system cannot watch the files again (%s): stop, and serve again.", error)
            with self._wake:
                self._changed |= changed & set(self._watched)

    def _tell(self, paths: Iterable[Path], *, is_folder: bool) -> None:
        found = {path for path in paths if any(path == each or each in path.parents for each in self._watched)}
        if found:
            with self._wake:
                # Of a folder that comes from elsewhere, with all that is in it, nothing more is told.
                self._moved = self._moved or is_folder
                self._changed |= found
                self._wake.notify_all()


def _which(folder: Path) -> object:
    """Return what tells a folder from another one of its name; None if there is none."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino)


class _Told(FileSystemEventHandler):
    def __init__(self, tell: Callable[..., None]) -> None:
        self._tell = tell

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in _WRITTEN or (event.is_directory and event.event_type == "modified"):
            return
        names = (event.src_path, event.dest_path)
        self._tell((Path(os.fsdecode(name)) for name in names if name), is_folder=event.is_directory)
