"""The Content-Security-Policy of a page: its inline scripts are named by their hashes, and nothing else may run.

Source: CSP Level 3, https://www.w3.org/TR/CSP3/ (hash-source, section 2.3.1).
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from html import escape

from codepair.pages.shell import marker

HEAD = marker("head")
"""Where a shell's pages have metadata, with one script of data."""

HEAD_HASH = marker("head_hash")
"""Where the policy of a shell's pages has the hash of that script."""

DOCUMENTS = ("json", "md")
"""What the names of documents for machines end with; no page has such a name."""

_SCRIPT = re.compile(rf"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>|{HEAD}", re.DOTALL)
_CHARSET = re.compile(r"<meta charset=\"?utf-8\"?>")


def script_hashes(html: str) -> list[str]:
    """Return the hash sources of a page's inline scripts, in order, each once.

    No browser runs a script of data, but checkers ask for its hash. In a shell the metadata's is a slot.

    >>> script_hashes("<script>alert(1)</script><script src=x></script>")
    ["'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"]
    """
    found = (HEAD_HASH if match[0] == HEAD else script_hash(match[1]) for match in _SCRIPT.finditer(html))
    return list(dict.fromkeys(found))


def script_hash(text: str) -> str:
    """Return the hash source of a script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy(hashes: Iterable[str]) -> str:
    """Return a policy that lets a page load from its own host, and run only its own files and these scripts.

    Pagefind's index is read by WebAssembly. Styles have no exception: no page has a style of its own.
    """
    scripts = " ".join(["'self'", "'wasm-unsafe-eval'", *hashes])
    return (
        f"default-src 'self';script-src {scripts};img-src 'self' data:;object-src 'none';base-uri 'none';"
        "form-action 'self'"
    )


def with_policy(html: str) -> str:
    """Return a page with its policy as the first thing after its character set.

    A page without a character set is left as it is: the theme writes one on every page.
    """
    text = escape(policy(script_hashes(html)), quote=False)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{text}">'
    return _CHARSET.sub(lambda match: match[0] + meta, html, count=1)


def headers(policies: Iterable[str], *, folder: str = "", is_for_all: bool = True) -> str:
    """Return a ``_headers`` file, as Cloudflare Pages and Netlify read it, for pages with these policies.

    One header holds for all pages, so it lists every hash: for all below a ``folder`` of the host, if they are in
    one. Where there are pages of somebody else beside them it would hold for those as well: then each of ours has
    its policy in itself alone.

    Documents, which are no pages, may be read from pages of any host. Each is met by one rule: Cloudflare joins
    what two rules say of a header, and no browser takes ``*, *``.
    """
    hashes = dict.fromkeys(found for text in policies for found in re.findall(r"'sha256-[^']+'", text))
    rule = f"  Content-Security-Policy: {policy(sorted(hashes))};frame-ancestors 'none'\n"
    return (
        f"{folder or '/'}*\n{rule if folder or is_for_all else ''}"
        "  X-Content-Type-Options: nosniff\n"
        "  Referrer-Policy: strict-origin-when-cross-origin\n"
        + "".join(f"{folder or '/'}*.{kind}\n  Access-Control-Allow-Origin: *\n" for kind in DOCUMENTS)
    )
