"""What pages say, as files: the visible text of the tiny site, page by page.

``GOLDEN=write python -m pytest tests/test_golden.py`` writes them again; read the difference before you commit it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests import support

GOLDEN = support.ROOT / "tests" / "golden" / "pages"
PAGES = ("", "toy/", "toy/404/", "toy/499/", "toy/200-vs-404/", "toy/404-vs-486/", "vi/toy/200-vs-486/")

_BLOCKS = "h1|h2|h3|h4|p|li|tr|summary|pre|figcaption|dt|dd"


def visible(html: bytes) -> str:
    """Return what a page's article says, a block a line; headings and items marked, a table's cells apart."""
    article = support.find(support.parse(html), "//article")[0]
    lines = []
    for element in article.iter():
        if not isinstance(element.tag, str) or not re.fullmatch(_BLOCKS, element.tag):
            continue
        if element.tag == "tr":
            lines.append(" | ".join(support.text_of(cell) for cell in support.find(element, "td|th")))
            continue
        if element.tag == "li" and support.find(element, ".//p"):
            continue
        mark = {"h1": "# ", "h2": "## ", "h3": "### ", "li": "- "}.get(element.tag, "")
        lines.append(mark + support.text_of(element))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("page", PAGES)
def test_page(page: str, tiny_site: Path) -> None:
    """The page says what its file says."""
    golden = GOLDEN / f"{page.strip('/').replace('/', '_') or 'home'}.txt"
    text = visible((tiny_site / page / "index.html").read_bytes())
    if os.environ.get("GOLDEN") == "write":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
