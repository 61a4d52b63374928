"""Babel's extractor for ``mkdocs.yml``: a file in, the texts that pages show out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from codepair.library.extract import Extracted

SITE_FIELDS = ("site_description", "copyright")
"""The texts of a site's configuration that pages show; its name is a name in every language."""


def extract_site(
    fileobj: BinaryIO, keywords: object, comment_tags: object, options: Mapping[str, str]
) -> Iterator[Extracted]:
    """Yield the texts of ``mkdocs.yml`` that pages show."""
    for number, line in enumerate(fileobj.read().decode("utf-8").splitlines(), start=1):
        for key in SITE_FIELDS:
            if line.startswith(f"{key}: "):
                yield number, "gettext", line.partition(": ")[2].strip().strip("\"'"), [f"Field: {key}"]
