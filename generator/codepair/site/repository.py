"""Addresses in the project's repository: where a text can be edited, where a mistake can be reported."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository on GitHub, GitLab, or a host that writes addresses like one of them."""

    url: str
    """As ``repo_url`` in ``mkdocs.yml``, without a slash at the end."""

    @property
    def _root(self) -> str:
        is_gitlab = "gitlab" in (urlsplit(self.url).hostname or "")
        return f"{self.url}/-" if is_gitlab else self.url

    def file(self, path: str, line: int) -> str:
        """Return where a line of a file is shown, on the branch that is the repository's own.

        >>> Repository("https://github.com/codes/codes").file("content/sip/422.yml", 3)
        'https://github.com/codes/codes/blob/HEAD/content/sip/422.yml#L3'
        >>> Repository("https://gitlab.com/codes/codes").file("content/sip/422.yml", 3)
        'https://gitlab.com/codes/codes/-/blob/HEAD/content/sip/422.yml#L3'
        """
        return f"{self._root}/blob/HEAD/{quote(path)}#L{line}"

    def report(self, page: str, address: str) -> str:
        """Return where a mistake on a page is reported: a new issue that names the page.

        >>> Repository("https://github.com/codes/codes").report("sip/422 (vi)", "https://codes.example/vi/sip/422/")
        'https://github.com/codes/codes/issues/new?title=sip%2F422+%28vi%29&body=https%3A%2F%2Fcodes.example%2Fvi%2Fsip%2F422%2F'
        >>> Repository("https://gitlab.com/codes/codes").report("sip/422", "x").partition("?")[2]
        'issue%5Btitle%5D=sip%2F422&issue%5Bdescription%5D=x'
        """
        is_gitlab = self._root != self.url
        names = ("issue[title]", "issue[description]") if is_gitlab else ("title", "body")
        return f"{self._root}/issues/new?{urlencode(dict(zip(names, (page, address), strict=True)))}"
