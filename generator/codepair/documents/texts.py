"""Folders with the texts of documents in, the sections of a document out, or None where its text is not at hand.

A text is called after its document: ``rfc3261.txt``, ``GRPC-HTTP2.md``, each also compressed, with ``.gz`` behind.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from codepair.documents.markdown import markdown_sections
from codepair.documents.rfc import rfc_sections
from codepair.documents.sections import Section

DEBIAN = Path("/usr/share/doc/RFC/links")
"""Where Debian's packages ``doc-rfc-*`` have the texts of RFCs."""

MAX_BYTES = 20_000_000
"""Largest text read, in bytes. The longest RFC has 2,000,000."""

_FORMS: Mapping[str, Callable[[str], tuple[Section, ...]]] = {".txt": rfc_sections, ".md": markdown_sections}


class TextsError(Exception):
    """A text is there and cannot be read; the message says which one and why."""


class Texts:
    """The texts of documents in some folders, each read once."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._read: dict[str, tuple[Section, ...] | None] = {}

    def sections(self, document: str) -> tuple[Section, ...] | None:
        """Return the sections of a document by its id, such as ``RFC3261``.

        None if no folder has its text. Raises TextsError if one has it and it cannot be read.
        """
        if document not in self._read:
            file = self.file(document)
            self._read[document] = _sections(file) if file is not None else None
        return self._read[document]

    def file(self, document: str) -> Path | None:
        """Return the file that has a document's text: that of the first folder that has one."""
        return next((file for file in self._candidates(document) if file.is_file()), None)

    def _candidates(self, document: str) -> Iterator[Path]:
        for folder in self._folders:
            for name in dict.fromkeys((document, document.lower())):
                for form in _FORMS:
                    yield folder / f"{name}{form}"
                    yield folder / f"{name}{form}.gz"


def _sections(file: Path) -> tuple[Section, ...]:
    try:
        with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise TextsError(f"The text '{file}' cannot be read: {why}. Correct that, or remove it.") from error
    if len(raw) > MAX_BYTES:
        raise TextsError(f"The text '{file}' has more than {MAX_BYTES:,} bytes, which are not read. Remove it.")
    form = Path(file.name.removesuffix(".gz")).suffix
    return _FORMS[form](raw.decode("utf-8", "replace"))
