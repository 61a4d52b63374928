"""Files of sections against the texts of their documents: what differs, and what the text has written anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from codepair.documents.sections import Section
from codepair.library.citations import Specification
from codepair.library.sections import SUFFIX, Sections

SHOWN = 5
"""Most differences shown of a file."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, and where."""

    place: str
    """Path, and line and column where there are any, as editors understand them."""
    message: str
    """What is wrong, what follows and what to do, in whole sentences."""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


def differences(path: str, listed: Sections, sections: Sequence[Section]) -> Iterator[Finding]:
    """Yield what a file of sections says otherwise than the text: numbers that one lacks, titles that differ."""
    found = {section.number: section.title for section in sections}
    wrong = [
        *(f"the text has no section '{number}'" for number in listed if number not in found),
        *(f"section '{number}' of the text is missing" for number in found if number not in listed),
        *(
            f"section '{number}' is called '{found[number]}' in the text, not '{title}'"
            for number, title in listed.items()
            if number in found and found[number] != title
        ),
    ]
    if wrong:
        more = f"; and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
        yield Finding(
            path, f"The file is not as the text: {'; '.join(wrong[:SHOWN])}{more}. Write it with --write."
        )


def written(document: Specification, sections: Sequence[Section], day: date) -> str:
    """Return a file of sections with its header."""
    rfc = re.fullmatch(r"RFC(\d+)", document.id)
    address = f"https://www.rfc-editor.org/rfc/rfc{rfc[1]}.txt" if rfc else document.address(None)
    lines = [f"# document: {document.id} {document.title}", f"# text: {address}", f"# read: {day.isoformat()}"]
    lines += [f"{section.number}\t{section.title}".rstrip() for section in sections]
    return "\n".join(lines) + "\n"


def file_of(folder: Path, document: Specification) -> Path:
    """Return the file that lists the sections of a document."""
    return folder / f"{document.id}{SUFFIX}"
