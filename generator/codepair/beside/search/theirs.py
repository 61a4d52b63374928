"""The index of the theme's own search and our records in, the index with both out.

A reader on a page that others wrote finds the codes in the field that is there. Source: what MkDocs' plugin
``search`` writes, and Material's, which takes its place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from codepair.beside.search.search import Record


def with_codes(index: bytes, records: Iterable[Record]) -> bytes:
    """Return an index with records added; one of a form that nobody knows as it is."""
    try:
        made: Any = json.loads(index)
        docs = list(made["docs"])
    except (ValueError, TypeError, KeyError):
        return index
    there = {doc.get("location") for doc in docs if isinstance(doc, dict)}
    docs += [
        {"location": record.path, "title": record.title, "text": f"<p>{record.gloss}</p>{record.html}"}
        for record in records
        if record.path not in there
    ]
    # What was made of the old list beforehand does not know the new ones: without it the browser makes it.
    made.pop("index", None)
    return json.dumps({**made, "docs": docs}, separators=(",", ":")).encode()
