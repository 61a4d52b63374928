"""Sitemaps: addresses with their translations in, files out.

Source: https://www.sitemaps.org/protocol.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

MAX_SITEMAP_URLS = 50_000
"""Most addresses in one sitemap, as sitemaps.org has it."""


Alternates = Sequence[tuple[str, str]]
"""``hreflang`` and address of every language of a page, its own included."""


def sitemaps(urls: Iterable[tuple[str, Alternates]], base: str) -> Iterator[tuple[str, bytes]]:
    """Yield the names and contents of the sitemap files: one, or an index and as many as are needed."""
    listed = list(urls)
    chunks = [listed[start : start + MAX_SITEMAP_URLS] for start in range(0, len(listed), MAX_SITEMAP_URLS)]
    if len(chunks) <= 1:
        yield "sitemap.xml", _urlset(listed)
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(chunks) + 1)]
    for name, chunk in zip(names, chunks, strict=True):
        yield name, _urlset(chunk)
    entries = "".join(f"<sitemap><loc>{_text(base + name)}</loc></sitemap>\n" for name in names)
    yield (
        "sitemap.xml",
        (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</sitemapindex>\n'
        ).encode(),
    )


def _urlset(urls: Iterable[tuple[str, Alternates]]) -> bytes:
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    ]
    for address, alternates in urls:
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{_text(tag)}" href="{_text(other)}"/>'
            for tag, other in alternates
        )
        out.append(f"<url><loc>{_text(address)}</loc>{links}</url>\n")
    out.append("</urlset>\n")
    return "".join(out).encode()


def _text(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
