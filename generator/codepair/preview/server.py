"""A preview over HTTP until it is stopped: requests answered, edits followed, as MkDocs' own server does."""

from __future__ import annotations

import logging
import os
import threading
import time
import webbrowser
from collections.abc import Callable
from pathlib import Path

from click import ClickException

from codepair.preview.answers import HttpServer
from codepair.preview.preview import Preview
from codepair.preview.watching import Watch

log = logging.getLogger("mkdocs.plugins.codepair")

Update = Callable[[frozenset[Path]], None]
"""Makes the preview show what has been written to these files."""


class PreviewServer:
    """Serves a preview until it is shut down; what MkDocs and other plugins call of its server is there."""

    def __init__(self, preview: Preview, address: tuple[str, int], mount: str, update: Update) -> None:
        self.preview = preview
        self.mount = f"/{mount.strip('/')}/".replace("//", "/")
        self._address = address
        self._update = update
        self._watch = Watch()
        self._http: HttpServer | None = None

    @property
    def url(self) -> str:
        """Where the site is."""
        host, port = self._address
        return f"http://{host}:{port}{self.mount}"

    def watch(self, path: str | os.PathLike[str], func: None = None, *, recursive: bool = True) -> None:
        """Watch a file or folder; only before ``serve``."""
        self._watch.add(Path(path), recursive=recursive)

    def unwatch(self, path: str | os.PathLike[str]) -> None:
        """Watch it no longer; only before ``serve``."""
        self._watch.remove(Path(path))

    def serve(self, *, open_in_browser: bool = False) -> None:
        """Answer requests and follow edits until ``shutdown`` or a keyboard interrupt.

        Raises ClickException, which MkDocs prints, if the address cannot be used.
        """
        try:
            self._http = HttpServer(self.preview, self._address, self.mount)
        except OSError as error:
            host, port = self._address
            message = f"{host}:{port} cannot be served from: {error.strerror}. Choose another with '--dev-addr'."
            raise ClickException(message) from error
        self._watch.start()  # before any page is seen: whoever sees one may edit what it is made from
        threading.Thread(target=self._http.serve_forever, name="http", daemon=True).start()
        log.info("Serving on %s", self.url)
        if open_in_browser:
            webbrowser.open(self.url)
        while (paths := self._watch.next_edit()) is not None:
            self._follow(paths)

    def shutdown(self, wait: bool = False) -> None:
        """Stop serving."""
        if self._http is not None:
            self._http.shutdown()
            self._http.server_close()
        self._watch.stop()
        self.preview.close()

    def _follow(self, paths: frozenset[Path]) -> None:
        """Have an edit shown, and say how long that took."""
        start = time.perf_counter()
        before = self.preview.news.generation
        self._update(paths)
        if self.preview.news.generation != before:
            milliseconds = 1000 * (time.perf_counter() - start)
            names = ", ".join(sorted(path.name for path in paths))
            log.info("%s: shown after %.0f ms", names, milliseconds)
