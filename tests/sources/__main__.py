"""Hold the content against the texts of the documents it cites: ``make sources``.

The files in ``content/sections/`` must list what the texts have, and a section that settles a fact must name it.
With ``--write`` the files are written from the texts: those that are missing, and those that differ.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from codepair.documents.texts import DEBIAN, Texts
from codepair.library.citations import Specification
from codepair.library.model import Library
from codepair.library.reading import read_library
from codepair.library.sections import FOLDER
from tests.sources.listed import Finding, differences, file_of, written
from tests.sources.names import Tally, read_exceptions, unnamed
from tests.support import ROOT


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what differs and what was not looked at, and return 1 if something differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.sources", description=__doc__)
    parser.add_argument(
        "--texts", type=Path, action="append", default=[], help="a folder with texts; may be repeated"
    )
    parser.add_argument(
        "--content", type=Path, default=ROOT / "content", help="the content; this edition's if left out"
    )
    parser.add_argument("--write", action="store_true", help="write the files of sections from the texts")
    options = parser.parse_args(arguments)
    texts = Texts([*options.texts, DEBIAN])
    library, _ = read_library(options.content, options.content.parent)
    if options.write:
        for path in write(library, texts, options.content / FOLDER):
            print(f"{path}: written")
        library, _ = read_library(options.content, options.content.parent)
    tally = Tally()
    findings = [*compared(library, texts), *unnamed(library, texts, read_exceptions(), tally)]
    for finding in findings:
        print(finding, file=sys.stderr)
    print(_summary(library, texts, tally))
    if all(texts.sections(each.id) is None for each in documents(library)):
        print("Nothing was compared: no text is at hand.")
    else:
        print(f"{len(findings)} findings" if findings else "All is as in the texts.")
    return 1 if findings else 0


def documents(library: Library) -> list[Specification]:
    """Return every specification that a protocol lists, by its id."""
    listed = {each.id: each for protocol in library.protocols.values() for each in protocol.specifications.values()}
    return [each for _, each in sorted(listed.items()) if not each.is_practice]


def compared(library: Library, texts: Texts) -> Iterator[Finding]:
    """Yield what files of sections say otherwise than their texts, and texts that have no file."""
    for document in documents(library):
        sections = texts.sections(document.id)
        path = f"{FOLDER}/{document.id}.tsv"
        if not sections:
            continue  # not at hand, or without numbers
        if document.sections is None:
            yield Finding(path, "The text is at hand, and its sections are not listed. Write them with --write.")
        else:
            yield from differences(path, document.sections, sections)


def write(library: Library, texts: Texts, folder: Path) -> Iterator[Path]:
    """Write the files of sections that are missing or differ from the texts, and yield them."""
    for document in documents(library):
        sections = texts.sections(document.id)
        found = [*differences("", document.sections or {}, sections)] if sections else []
        if sections and found:
            file = file_of(folder, document)
            folder.mkdir(exist_ok=True)
            file.write_text(written(document, sections, date.today()), encoding="utf-8")
            yield file


def _summary(library: Library, texts: Texts, tally: Tally) -> str:
    """Return what was looked at, and what was not."""
    listed = documents(library)
    unread = [each.id for each in listed if texts.sections(each.id) is None]
    unlisted = [each.id for each in listed if each.sections is None]
    lines = [
        f"{len(listed)} documents; {len(unread)} texts are not at hand: {', '.join(unread)}",
        f"{len(unlisted)} documents without a file of sections: {', '.join(unlisted)}",
        f"{tally.named} values are named by a section, {tally.excepted} are exceptions, "
        f"{sum(tally.unread.values())} rest on texts that are not at hand"
        + "".join(f"; {name}: {count}" for name, count in sorted(tally.unread.items())),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
