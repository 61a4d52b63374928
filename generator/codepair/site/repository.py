"""Addresses in the project's repository: where a text can be edited, where a mistake can be reported.

Only forms that the repository's host knows, or that the site's configuration gives, are made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import quote, urlencode, urljoin, urlsplit

PathTemplate = Callable[[str, str], str]
"""Makes an address of a file's path, and of that path without its ending."""


class _Host(NamedTuple):
    """How a host writes the addresses of a repository, behind the repository's own."""

    file: str | None
    """A line of a file on the branch that is the repository's own; None if the branch must be named."""
    report: str | None = None
    """A new issue."""
    names: tuple[str, str] = ("title", "body")
    """What a new issue calls its title and its text."""


_HOSTS: Mapping[str, _Host] = {
    "github": _Host("blob/HEAD/{path}#L{line}", "issues/new"),
    "gitlab": _Host("-/blob/HEAD/{path}#L{line}", "-/issues/new", ("issue[title]", "issue[description]")),
    "bitbucket.org": _Host("src/HEAD/{path}#lines-{line}"),
    "git.sr.ht": _Host("tree/HEAD/item/{path}#L{line}"),
    "codeberg.org": _Host(None, "issues/new"),
    "gitea": _Host(None, "issues/new"),
    "forgejo": _Host(None, "issues/new"),
}
"""By the whole name of a host, or a word of it: ``gitlab.example.org`` runs what its name says."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository, and how its files are named there."""

    url: str
    """As ``repo_url`` in ``mkdocs.yml``, without a slash at the end; empty if ``edit_uri`` says it all."""
    content: str = "content"
    """The content's folder as problems show it: ``edit_uri`` begins there."""
    edit_uri: str | None = None
    """As in ``mkdocs.yml``: where the content's folder is, behind ``url``; empty for no links, None for the
    form of the host."""
    edit_template: PathTemplate | None = None
    """As ``edit_uri_template`` in ``mkdocs.yml``."""

    @property
    def is_known(self) -> bool:
        """Return whether a file has an address, or is meant to have none."""
        return self.edit_uri is not None or self.edit_template is not None or self.file("a", 1) is not None

    @property
    def _host(self) -> _Host | None:
        name = urlsplit(self.url).hostname or ""
        words = {name, *re.split(r"[.-]", name)}
        return next((host for key, host in _HOSTS.items() if key in words), None)

    def file(self, path: str, line: int) -> str | None:
        """Return where a line of a file is shown, on the branch that is the repository's own.

        None if nobody knows: the host writes addresses in another way, or the file is not in the repository.

        >>> Repository("https://github.com/codes/codes").file("content/sip/422.yml", 3)
        'https://github.com/codes/codes/blob/HEAD/content/sip/422.yml#L3'
        >>> Repository("https://gitlab.com/codes/codes").file("content/sip/422.yml", 3)
        'https://gitlab.com/codes/codes/-/blob/HEAD/content/sip/422.yml#L3'
        >>> Repository("https://git.example/codes").file("content/sip/422.yml", 3)
        >>> Repository("https://git.example/codes", edit_uri="edit/main/content/").file("content/sip/422.yml", 3)
        'https://git.example/codes/edit/main/content/sip/422.yml'
        """
        if self.edit_template is not None or self.edit_uri is not None:
            return self._configured(path)
        host = self._host
        if host is None or host.file is None or not _is_inside(path):
            return None
        return f"{self.url}/{host.file.format(path=quote(path), line=line)}"

    def _configured(self, path: str) -> str | None:
        """Return a file's address as ``mkdocs.yml`` has it, which speaks of the content alone."""
        below = PurePosixPath(path)
        if below.is_relative_to(self.content):
            name = below.relative_to(self.content).as_posix()
            behind = self._behind(name)
        elif self.edit_uri and self.edit_template is None and _is_inside(path) and _is_inside(self.content):
            # A catalog stands where the content does, if the address of the content ends with its path.
            start = self.edit_uri.removesuffix(f"{self.content}/")
            behind = start + quote(path) if start != self.edit_uri else None
        else:
            behind = None
        if not behind:
            return None
        between = "" if behind.startswith(("?", "#")) or not self.url else "/"
        return urljoin(f"{self.url}{between}", behind)

    def _behind(self, name: str) -> str | None:
        if self.edit_template is not None:
            return self.edit_template(name, name.removesuffix(PurePosixPath(name).suffix))
        return self.edit_uri + quote(name) if self.edit_uri else None

    def report(self, page: str, address: str) -> str | None:
        """Return where a mistake on a page is reported: a new issue that names the page; None if nobody knows.

        >>> Repository("https://github.com/codes/codes").report("sip/422 (vi)", "https://codes.example/vi/sip/422/")
        'https://github.com/codes/codes/issues/new?title=sip%2F422+%28vi%29&body=https%3A%2F%2Fcodes.example%2Fvi%2Fsip%2F422%2F'
        >>> Repository("https://gitlab.com/codes/codes").report("sip/422", "x").partition("?")[2]
        'issue%5Btitle%5D=sip%2F422&issue%5Bdescription%5D=x'
        >>> Repository("https://git.example/codes/codes").report("sip/422", "x")
        """
        host = self._host
        if host is None or host.report is None:
            return None
        return f"{self.url}/{host.report}?{urlencode(dict(zip(host.names, (page, address), strict=True)))}"


def _is_inside(path: str) -> bool:
    """Return whether a path as problems show it is below the project's folder: others are of this machine."""
    return not path.startswith(("/", "../")) and ":" not in path
