"""The preview over HTTP: pages as they are asked for, and a word to every open page when an edit is made.

The files are watched by the system (inotify, FSEvents), not polled, and nothing waits longer than an editor needs
to finish writing.
"""

from __future__ import annotations

import hashlib
import html
import json
import logging
import mimetypes
import os
import threading
import time
import webbrowser
from collections.abc import Callable, Iterable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

from click import ClickException
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from codepair.kit.faults import PublishError
from codepair.kit.problems import report
from codepair.pages.faults import template_fault
from codepair.preview.preview import News, Preview

log = logging.getLogger("mkdocs.plugins.codepair")

QUIET = 0.010
"""Seconds without another event after which an edit counts as done: editors write a file in several steps."""

LONGEST = 0.5
"""Seconds after which an edit that goes on and on is shown as it is."""

HEARTBEAT = 20.0
"""Seconds between two words to an open page."""

OWN = "/.codepair/"
"""Addresses of the live reload; no site has a folder of that name."""

SCRIPT = Path(__file__).parent / "live.js"

_TEXT = ("text/", "application/javascript", "application/json", "application/xml", "image/svg+xml")
_WRITTEN = ("created", "modified", "moved", "deleted")

Update = Callable[[frozenset[Path]], None]
"""Makes the preview show what has been written to these files."""


class PreviewServer:
    """Serves a preview until it is shut down. It stands in for MkDocs' own server."""

    def __init__(self, preview: Preview, address: tuple[str, int], mount: str, update: Update) -> None:
        self.preview = preview
        self.mount = f"/{mount.strip('/')}/".replace("//", "/")
        self._address = address
        self._update = update
        self._changed: set[Path] = set()
        self._wake = threading.Condition()
        self._stopped = False
        self._watched: dict[Path, bool] = {}
        self._observer: BaseObserver = Observer()
        self._http: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        """Where the site is."""
        host, port = self._address
        return f"http://{host}:{port}{self.mount}"

    # -- what MkDocs and other plugins call

    def watch(self, path: str | os.PathLike[str], func: None = None, *, recursive: bool = True) -> None:
        """Watch a file or folder."""
        self._watched[Path(path).resolve()] = recursive

    def unwatch(self, path: str | os.PathLike[str]) -> None:
        """Watch it no longer; only before ``serve``."""
        self._watched.pop(Path(path).resolve(), None)

    def serve(self, *, open_in_browser: bool = False) -> None:
        """Answer requests and follow edits until ``shutdown`` or a keyboard interrupt.

        Raises ClickException, which MkDocs prints, if the address cannot be used.
        """
        handler = type("Handler", (_Handler,), {"server_of": self})
        try:
            self._http = _Server(self._address, handler)
        except OSError as error:
            host, port = self._address
            message = f"{host}:{port} cannot be served from: {error.strerror}. Choose another with '--dev-addr'."
            raise ClickException(message) from error
        threading.Thread(target=self._http.serve_forever, name="http", daemon=True).start()
        self._start_watching()
        log.info("Serving on %s", self.url)
        if open_in_browser:
            webbrowser.open(self.url)
        while (paths := self._next_edit()) is not None:
            self._follow(paths)

    def shutdown(self, wait: bool = False) -> None:
        """Stop serving."""
        with self._wake:
            self._stopped = True
            self._wake.notify_all()
        if self._http is not None:
            self._http.shutdown()
            self._http.server_close()
        if self._observer.is_alive():
            self._observer.stop()
        self.preview.close()

    # -- edits

    def _start_watching(self) -> None:
        try:
            self._schedule()
            self._observer.start()
        except OSError as error:  # the system's limit of watches
            log.warning("The system cannot watch the files (%s): they are looked at every half second.", error)
            self._observer = PollingObserver(timeout=0.5)
            self._schedule()
            self._observer.start()

    def _schedule(self) -> None:
        handler = _Told(self._tell)
        for path, recursive in self._watched.items():
            # A single file is watched through its folder: editors replace files rather than write into them.
            folder = path if path.is_dir() else path.parent
            self._observer.schedule(handler, os.fspath(folder), recursive=recursive and path.is_dir())

    def _tell(self, paths: Iterable[Path]) -> None:
        found = {path for path in paths if any(path == each or each in path.parents for each in self._watched)}
        if found:
            with self._wake:
                self._changed |= found
                self._wake.notify_all()

    def _next_edit(self) -> frozenset[Path] | None:
        """Return the files of the next edit when it is done; None if the server is to stop."""
        with self._wake:
            while not self._changed and not self._stopped:
                self._wake.wait(0.5)  # not for ever: Windows delivers a keyboard interrupt in between
            end = time.monotonic() + LONGEST
            while not self._stopped and self._wake.wait(QUIET) and time.monotonic() < end:
                pass
            if self._stopped:
                return None
            paths, self._changed = frozenset(self._changed), set()
            return paths

    def _follow(self, paths: frozenset[Path]) -> None:
        start = time.perf_counter()
        before = self.preview.news.generation
        self._update(paths)
        if self.preview.news.generation != before:
            milliseconds = 1000 * (time.perf_counter() - start)
            names = ", ".join(sorted(path.name for path in paths))
            log.info("%s: shown after %.0f ms", names, milliseconds)


class _Told(FileSystemEventHandler):
    def __init__(self, tell: Callable[[Iterable[Path]], None]) -> None:
        self._tell = tell

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.is_directory or event.event_type not in _WRITTEN:
            return
        names = (event.src_path, event.dest_path)
        self._tell(Path(os.fsdecode(name)) for name in names if name)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        if ":" in address[0]:
            import socket

            self.address_family = socket.AF_INET6
        super().__init__(address, handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of browsers that went away."""


class _Handler(BaseHTTPRequestHandler):
    server_of: PreviewServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        """Answer a request."""
        split = urlsplit(self.path)
        path = unquote(split.path)
        try:
            if path == f"{OWN}live.js":
                self._send(HTTPStatus.OK, SCRIPT.read_bytes(), "text/javascript")
            elif path == f"{OWN}news":
                self._send_news(int(parse_qs(split.query).get("since", ["0"])[0]))
            elif path.startswith(self.server_of.mount):
                self._answer(path.removeprefix(self.server_of.mount), split.query)
            elif path in ("/", self.server_of.mount.rstrip("/")):
                self._redirect(self.server_of.mount)
            else:
                self._not_found()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        except Exception as error:
            # Whoever asked sees an answer in any case.
            fault = template_fault(error)
            is_known = fault is not None or isinstance(error, (PublishError, OSError, ValueError))
            message = str(fault or error) if is_known else f"{type(error).__name__}: {error}"
            log.error("%s: %s", self.path, message, exc_info=not is_known)
            text = f"<!doctype html><title>Error</title><p>{html.escape(message)}</p></body>"
            generation = self.server_of.preview.news.generation
            page = self._live(text.encode(), generation)
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, page, "text/html", generation)

    do_HEAD = do_GET  # noqa: N815 - the name that http.server calls

    def _answer(self, path: str, query: str) -> None:
        preview = self.server_of.preview
        # Before the page is made: an edit in between is told to it when it asks.
        generation = preview.news.generation
        found = preview.get(path)
        if found is None:
            if path and not path.endswith("/") and preview.has_page(f"{path}/"):
                self._redirect(f"{self.server_of.mount}{path}/{f'?{query}' if query else ''}")
            else:
                self._not_found()
            return
        is_page = not path or path.endswith(("/", ".html"))
        kind = "text/html" if is_page else _type_of(path)
        body = self._live(found, generation) if is_page else found
        self._send(HTTPStatus.OK, body, kind, generation)

    def _not_found(self) -> None:
        generation = self.server_of.preview.news.generation
        page = self._live(self.server_of.preview.error_page(), generation)
        self._send(HTTPStatus.NOT_FOUND, page, "text/html", generation)

    def _redirect(self, where: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", quote(where, safe="/?&=%#"))
        self.send_header("Content-Length", "0")
        self.end_headers()

    @staticmethod
    def _live(page: bytes, generation: int) -> bytes:
        """Add the script to a page; the page's policy lets it run, as it is a file of the same host."""
        head, mark, tail = page.rpartition(b"</body>")
        script = f'<script src="{OWN}live.js?since={generation}"></script>'.encode()
        return head + script + mark + tail if mark else page + script

    def _send(self, status: HTTPStatus, body: bytes, kind: str, generation: int = 0) -> None:
        tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        if status == HTTPStatus.OK and self.headers.get("If-None-Match") == tag:
            status, body = HTTPStatus.NOT_MODIFIED, b""
        self.send_response(status)
        self.send_header("Cache-Control", "no-cache")
        self.send_header("ETag", tag)
        self.send_header("Codepair-Generation", str(generation))
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith(_TEXT) else kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _send_news(self, since: int) -> None:
        """Tell a page of every edit as long as it listens (server-sent events)."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        preview = self.server_of.preview
        news: News | None = None
        while True:
            told, news = news, preview.wait(news, HEARTBEAT)
            if told is news:
                self.wfile.write(b":\n\n")
            elif news.generation > since or news.message or told is not None:
                self.wfile.write(f"data: {_news(news)}\n\n".encode())
            self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Log a request for those who debug."""
        log.debug(format, *args)


def _news(news: News) -> str:
    text = "\n".join(filter(None, (report(news.problems) if news.message else "", news.message)))
    return json.dumps({"generation": news.generation, "message": text})


def _type_of(path: str) -> str:
    if path.endswith((".js", ".mjs")):
        return "text/javascript"
    if path.endswith(".wasm"):
        return "application/wasm"
    return mimetypes.guess_type(path)[0] or "application/octet-stream"
