"""Where a fragment stands in, how it names and links codes out.

All pages about codes are two folders below their locale's home. Among the pages of a protocol a code needs no
protocol's name, and ``§21.4.24`` means a section of its main document; between protocols both are said in full.
"""

from __future__ import annotations

from dataclasses import dataclass

from codepair.library.citations import Specification
from codepair.library.mappings import MappingTable
from codepair.library.model import Entry, Pair, Protocol
from codepair.library.plan import COMPARE_PATH, entry_path, mapping_path, pair_path, protocol_path


@dataclass(frozen=True)
class Vantage:
    """A folder of pages: that of a protocol, that of comparisons across, or any."""

    protocol: Protocol | None = None
    """None between protocols."""
    folder: str | None = None
    """Its path below the locale's home, with a slash at the end; None for pages of several folders."""

    @property
    def is_between(self) -> bool:
        """Whether codes are named with their protocols."""
        return self.protocol is None

    @property
    def main(self) -> Specification | None:
        """The document whose sections are cited by their number alone."""
        return self.protocol.main if self.protocol is not None else None

    def entry(self, entry: Entry) -> str:
        """Return the way to a code's page."""
        return self._way(entry_path(entry))

    def pair(self, pair: Pair) -> str:
        """Return the way to a comparison."""
        return self._way(pair_path(pair))

    def table(self, table: MappingTable) -> str:
        """Return the way to a mapping."""
        return self._way(mapping_path(table))

    def anchor(self, entry: Entry) -> str:
        """Return the part of an id that tells a code from the others on the page."""
        return f"{entry.protocol.id}-{entry.slug}" if self.is_between else entry.slug

    def _way(self, path: str) -> str:
        if self.folder is not None and path.startswith(self.folder):
            return f"../{path.removeprefix(self.folder)}"
        return f"../../{path}"


BETWEEN = Vantage(folder=COMPARE_PATH)
"""A comparison of codes of two protocols."""

ANYWHERE = Vantage()
"""Any page two folders below the home: codes are named with their protocols."""


def among(protocol: Protocol) -> Vantage:
    """Return where the pages of a protocol's codes stand."""
    return Vantage(protocol, protocol_path(protocol.id))
