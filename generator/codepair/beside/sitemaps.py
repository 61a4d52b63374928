"""Sitemaps: addresses with their translations in, files out.

Source: https://www.sitemaps.org/protocol.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

MAX_SITEMAP_URLS = 50_000
"""Most addresses in one sitemap, as sitemaps.org has it."""

Alternates = Sequence[tuple[str, str]]
"""``hreflang`` and address of every language of a page, its own included."""


INDEX = "sitemap.xml"
"""The only sitemap, or the one that names the others."""


def sitemap_names(most: int) -> list[str]:
    """Return the names of the sitemaps that so many addresses may need, the index last if there is one.

    >>> sitemap_names(50_000), sitemap_names(50_001)
    (['sitemap.xml'], ['sitemap-1.xml', 'sitemap-2.xml', 'sitemap.xml'])
    """
    count = -(-most // MAX_SITEMAP_URLS)
    return [INDEX] if count <= 1 else [*(f"sitemap-{number}.xml" for number in range(1, count + 1)), INDEX]


def sitemaps(
    urls: Iterable[tuple[str, Alternates]], base: str, names: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    """Yield the names and contents of the sitemap files: one, or an index and as many as there are names."""
    listed = list(urls)
    if len(names) == 1:
        yield INDEX, _urlset(listed)
        return
    parts = names[:-1]
    for number, name in enumerate(parts):
        yield name, _urlset(listed[number * MAX_SITEMAP_URLS : (number + 1) * MAX_SITEMAP_URLS])
    entries = "".join(f"<sitemap><loc>{_text(base + name)}</loc></sitemap>\n" for name in parts)
    yield (
        INDEX,
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
