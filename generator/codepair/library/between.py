"""What stands between protocols: ``content/pairs`` and ``content/mappings`` in, pairs across and tables out."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from codepair.kit.tree import Node
from codepair.library.building.across import Entries, build_across
from codepair.library.building.mapping import build_mapping, build_namespaces
from codepair.library.folder import Reading, misnamed, yaml_files
from codepair.library.mappings import MAPPINGS, MappingTable, Namespace
from codepair.library.model import ACROSS, Pair, Reference
from codepair.library.sections import Shelf
from codepair.library.unread import PROTOCOL_FILE

NAMESPACES_FILE = "namespaces.yml"


def across_of(
    content: Path, reading: Reading, entries: Entries, protocols: Collection[str], broken: Collection[Reference]
) -> tuple[Pair, ...]:
    """Read the pairs of codes of two protocols, in the order of the protocols and of their codes.

    ``entries`` are those of the protocols that can be used, ``protocols`` the folders of all of them.
    """
    pairs = []
    for file in _files(content / ACROSS, reading):
        node = reading.node(file)
        if node is None:
            continue
        context = (entries, protocols, broken)
        pair = reading.built(build_across, file, node, *context, inputs=_entries_of(node, entries))
        if pair is not None:
            pairs.append(pair)
    return tuple(sorted(pairs, key=lambda pair: [(each.protocol.place, each.order) for each in (pair.a, pair.b)]))


def mappings_of(
    content: Path, reading: Reading, protocols: Sequence[str], shelf: Shelf
) -> tuple[Mapping[str, Namespace], tuple[MappingTable, ...]]:
    """Read the namespaces, by their ids, and the tables."""
    files = _files(content / MAPPINGS, reading)
    known = " ".join(protocols)
    namespaces: Mapping[str, Namespace] | None = {}
    for file in files:
        if file.name == NAMESPACES_FILE:
            node = reading.node(file)
            built = reading.built(build_namespaces, file, node, protocols, inputs=(known,)) if node else None
            namespaces = built
    # Of what cannot be read nobody knows which ids it has.
    ends = {*protocols, *namespaces} if namespaces is not None else None
    tables = []
    for file in files:
        node = reading.node(file) if file.name != NAMESPACES_FILE else None
        if node is not None:
            inputs = (" ".join(sorted(ends)) if ends is not None else None, shelf)
            table = reading.built(build_mapping, file, node, ends, shelf, inputs=inputs)
            tables += [table] if table is not None else []
    return namespaces or {}, tuple(tables)


def _files(folder: Path, reading: Reading) -> list[Path]:
    """Return the files to read; none of a folder that takes itself for a protocol, which is reported as that."""
    if os.path.lexists(folder / PROTOCOL_FILE):
        return []
    reading.problems.extend(misnamed(folder, reading))
    return yaml_files(folder)


def _entries_of(node: Node, entries: Entries) -> tuple[object, ...]:
    """Return what the pair in a file depends on: its two entries, or all of them if one is missing."""
    codes = node.child("codes")
    found: list[object] = []
    for each in codes.value if codes is not None and isinstance(codes.value, list) else ():
        protocol, _, code = each.value.partition("/") if isinstance(each.value, str) else ("", "", "")
        found.append(entries.get(protocol, {}).get(code))
    return (object(),) if None in found else tuple(found)
