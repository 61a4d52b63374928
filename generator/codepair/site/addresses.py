"""Addresses of a site: its own address and a path in, the whole out."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit


def canonical(site_url: str | None, path: str) -> str:
    """Return a page's full address, or an empty string if the site's is not known.

    >>> canonical("https://codepair.example/docs/", "vi/sip/")
    'https://codepair.example/docs/vi/sip/'
    """
    return urljoin(site_url if site_url.endswith("/") else site_url + "/", path) if site_url else ""


def above(mount: str) -> str:
    """Return the way from a folder below a site's root up to that root.

    >>> above("reference/codes/"), above("")
    ('../../', '')
    """
    return "../" * mount.count("/")


def site_path(site_url: str | None) -> str:
    """Return the path that the site is served from, without a slash at the end.

    >>> site_path("https://codepair.example/docs/"), site_path(None)
    ('/docs', '')
    """
    return urlsplit(site_url or "/").path.rstrip("/")
