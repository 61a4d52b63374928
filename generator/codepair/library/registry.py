"""A registry's copy: the text of ``registry.csv`` in, its rows out, or what keeps it from being read."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from codepair.kit.problems import Place, Problem, one_of

_COLUMNS = ("code", "name", "reference", "status")
_NUMBER = "number"
"""A column that only a registry of names has."""


@dataclass(frozen=True, slots=True)
class RegistryRow:
    """What a registry says about a code."""

    code: str
    name: str
    reference: str
    status: str
    number: str
    """The code's number, if it is a name; empty if the registry's file has none."""
    line: int
    """Line in the registry's file, from 1."""


def read_rows(path: str, text: str) -> tuple[tuple[RegistryRow, ...] | None, list[Problem]]:
    """Return the rows of a registry's file; None if one of them cannot be read."""
    reader = csv.DictReader(io.StringIO(text))
    try:
        if not set(_COLUMNS) <= set(reader.fieldnames or ()):
            message = f"The registry needs the columns {one_of(_COLUMNS)}."
            return None, [Problem(Place(path), "registry", message)]
        return tuple(_row(row, reader.line_num) for row in reader), []
    except csv.Error as error:
        what = str(error).partition(" - ")[0]
        message = f"This line is no row of a CSV file: {what}. Correct its quotes, commas and line ends."
        return None, [Problem(Place(path, reader.line_num + 1), "registry", message)]


def _row(row: dict[str, str | None], line: int) -> RegistryRow:
    return RegistryRow(line=line, **{name: (row.get(name) or "").strip() for name in (*_COLUMNS, _NUMBER)})
