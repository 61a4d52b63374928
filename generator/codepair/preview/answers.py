"""A request in, an answer out: what the preview has at an address, with the live reload's script in every page."""

from __future__ import annotations

import hashlib
import html
import json
import logging
import mimetypes
import socket
from collections.abc import Collection
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

from codepair.kit.faults import PublishError
from codepair.kit.problems import report
from codepair.pages.faults import template_fault
from codepair.preview.preview import News, Preview

log = logging.getLogger("mkdocs.plugins.codepair")

HEARTBEAT = 20.0
"""Seconds between two words to an open page."""

IDLE = 60.0
"""Seconds after which a connection ends whose other side says nothing, or takes nothing."""

CLIENTS = 512
"""How many browsers may ask at the same moment: those that the system has no place for would be refused."""

OWN = "/.codepair/"
"""Addresses of the live reload; no site has a folder of that name."""

SCRIPT = Path(__file__).parent / "live.js"

_TEXT = ("text/", "application/javascript", "application/json", "application/xml", "image/svg+xml")


class HttpServer(ThreadingHTTPServer):
    """Answers each request for a preview in a thread of its own."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = CLIENTS

    def __init__(self, preview: Preview, address: tuple[str, int], mount: str) -> None:
        self.preview = preview
        self.names = own_names(address[0])
        """What this machine is called by those that may ask."""
        self.mount = mount
        """Where the site is on this host; begins and ends with a slash."""
        if ":" in address[0]:
            self.address_family = socket.AF_INET6
        super().__init__(address, _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of browsers that went away."""


def own_names(host: str) -> frozenset[str]:
    """Return the names that a preview answers to, besides addresses: anybody can lead another name here."""
    machine = socket.gethostname().casefold()
    return frozenset({host.casefold(), "localhost", machine, f"{machine}.local"})


def is_own(host: str, names: Collection[str]) -> bool:
    """Return whether a request's ``Host`` means this machine: an address, or one of its names.

    >>> [is_own(host, {"localhost"}) for host in ("localhost:8000", "127.0.0.1", "[::1]:80", "evil.example", "a@b")]
    [True, True, True, False, False]
    """
    try:
        split = urlsplit(f"//{host}")
        name = (split.hostname or "").rstrip(".")
        if split.netloc != host or "@" in host or split.port == 0:
            return False
        if name in names or name.endswith(".localhost"):
            return True
        ip_address(name)
    except ValueError:
        return False
    return True


class _Handler(BaseHTTPRequestHandler):
    server: HttpServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = IDLE

    def setup(self) -> None:
        """Let the connection end if nobody is at its other end any more."""
        connection = self.request
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        # Pages listen for news for hours; what they are sent must be taken meanwhile.
        for name, value in (("TCP_KEEPIDLE", IDLE), ("TCP_KEEPINTVL", IDLE / 4), ("TCP_USER_TIMEOUT", 1000 * IDLE)):
            with suppress(OSError):
                if hasattr(socket, name):
                    connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), max(1, int(value)))
        super().setup()

    def do_GET(self) -> None:
        """Answer a request."""
        hosts = self.headers.get_all("Host") or []
        if len(hosts) > 1 or not all(is_own(host.strip(), self.server.names) for host in hosts):
            self._refuse()
            return
        try:
            split = urlsplit(self.path)
            path = unquote(split.path)
        except ValueError:
            self._not_found()
            return
        try:
            if path == f"{OWN}live.js":
                self._send(HTTPStatus.OK, SCRIPT.read_bytes(), "text/javascript")
            elif path == f"{OWN}news":
                self._send_news(_since(split.query))
            elif path.startswith(self.server.mount):
                self._answer(path.removeprefix(self.server.mount), split.query)
            elif path in ("/", self.server.mount.rstrip("/")):
                self._redirect(self.server.mount)
            else:
                self._not_found()
        except (BrokenPipeError, ConnectionError, TimeoutError):
            self.close_connection = True
        except Exception as error:
            self._fail(error)

    do_HEAD = do_GET  # noqa: N815 - the name that http.server calls

    def _fail(self, error: Exception) -> None:
        """Say what went wrong: whoever asked sees an answer in any case."""
        fault = template_fault(error)
        is_known = fault is not None or isinstance(error, (PublishError, OSError, ValueError))
        message = str(fault or error) if is_known else f"{type(error).__name__}: {error}"
        log.error("%s: %s", self.path, message, exc_info=None if is_known else error)
        if isinstance(error, OSError) and fault is None:  # with a path of this machine
            message = f"{error.strerror or type(error).__name__}. The terminal says of which file."
        text = f"<!doctype html><title>Error</title><p>{html.escape(message)}</p></body>"
        generation = self.server.preview.news.generation
        page = _with_script(text.encode(), generation)
        self._send(HTTPStatus.INTERNAL_SERVER_ERROR, page, "text/html", generation)

    def _refuse(self) -> None:
        """Answer a request that another site has led here: its script must not read what is previewed."""
        text = "The preview answers to this machine's own names and addresses, and to the name in 'dev_addr'.\n"
        self.close_connection = True
        self._send(HTTPStatus.FORBIDDEN, text.encode(), "text/plain")

    def _answer(self, path: str, query: str) -> None:
        preview = self.server.preview
        # Before the page is made: an edit in between is told to it when it asks.
        generation = preview.news.generation
        found = preview.get(path)
        if found is None:
            if path and not path.endswith("/") and preview.has_page(f"{path}/"):
                self._redirect(f"{self.server.mount}{path}/{f'?{query}' if query else ''}")
            else:
                self._not_found(path)
            return
        is_page = not path or path.endswith(("/", ".html"))
        kind = "text/html" if is_page else _type_of(path)
        body = _with_script(found, generation) if is_page else found
        self._send(HTTPStatus.OK, body, kind, generation)

    def _not_found(self, path: str = "") -> None:
        generation = self.server.preview.news.generation
        page = _with_script(self.server.preview.error_page(path), generation)
        self._send(HTTPStatus.NOT_FOUND, page, "text/html", generation)

    def _redirect(self, where: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", quote(where, safe="/?&=%#"))
        self.send_header("Content-Length", "0")
        self.end_headers()

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
        preview = self.server.preview
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


def _since(query: str) -> int:
    """Return which generation a page shows; 0 if it does not say."""
    try:
        return int(parse_qs(query, max_num_fields=10).get("since", ["0"])[0][:18])
    except ValueError:
        return 0


def _with_script(page: bytes, generation: int) -> bytes:
    """Add the live reload to a page; the page's policy lets it run, as it is a file of the same host."""
    head, mark, tail = page.rpartition(b"</body>")
    script = f'<script src="{OWN}live.js?since={generation}"></script>'.encode()
    return head + script + mark + tail if mark else page + script


def _news(news: News) -> str:
    text = "\n".join(filter(None, (report(news.problems) if news.message else "", news.message)))
    return json.dumps({"generation": news.generation, "message": text})


def _type_of(path: str) -> str:
    if path.endswith((".js", ".mjs")):
        return "text/javascript"
    if path.endswith(".wasm"):
        return "application/wasm"
    return mimetypes.guess_type(path)[0] or "application/octet-stream"
