"""The node of a file about codes of two protocols in, two entries and what an editor wrote about them out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from codepair.kit.problems import Place, Problem, errors, suggest
from codepair.kit.tree import Node
from codepair.library.building.citations import build_sources
from codepair.library.building.pair import guidance_prose
from codepair.library.fitting import parse
from codepair.library.model import Decision, Entry, Guidance, Pair, Reference
from codepair.library.naming import slug
from codepair.library.shapes.across import ACROSS_FIELDS, PairAcrossShape

Entries = Mapping[str, Mapping[str, Entry]]


def build_across(
    file: Path, path: str, node: Node, entries: Entries, folders: Collection[str], broken: Collection[Reference]
) -> tuple[Pair | None, list[Problem]]:
    """Return the pair that a file is about; problems name the file as ``path``.

    ``entries`` are those of each protocol that can be used, ``folders`` those of all protocols, ``broken`` the
    codes whose own problems are reported already: a pair with one of them is none yet.
    """
    shape, problems = parse(PairAcrossShape, node)
    if shape is None:
        return None, problems
    known = []
    for position, address in enumerate(shape.codes):
        reference = _reference(address)
        place = node.at("codes", position)
        entry = entries.get(reference.protocol, {}).get(reference.code)
        if entry is not None:
            known.append(entry)
        else:
            problems += _missing(reference, place, entries, folders, broken)
    if len(known) < 2:
        return None, problems
    a, b = known
    problems += _check_protocols(node, a, b)
    if errors(problems):
        return None, problems
    documents = a.protocol.documents.and_of(b.protocol.documents)
    sources, found = build_sources(node, ("sources",), shape.sources, documents)
    problems += found
    decision = tuple(Decision(item.ask, _answer(item.if_yes), _answer(item.if_no)) for item in shape.decision)
    pair = Pair(a, b, Guidance(guidance_prose(shape, ACROSS_FIELDS), decision, sources, path, node))
    if pair.slug != file.stem:
        message = f"The pair {' and '.join(shape.codes)} stands in '{file.name}'. Name the file '{pair.slug}.yml'."
        problems.append(Problem(node.at("codes"), "code-path", message))
    return (None if errors(problems) else pair), problems


def _reference(address: str) -> Reference:
    protocol, _, code = address.partition("/")
    return Reference(protocol, code)


def _answer(address: str | None) -> Reference | None:
    return _reference(address) if address is not None else None


def _missing(
    reference: Reference, place: Place, entries: Entries, folders: Collection[str], broken: Collection[Reference]
) -> Iterator[Problem]:
    """Yield that a code has no entry, unless why is reported already."""
    name, code = reference.protocol, reference.code
    if name not in folders:
        hint = suggest(name, folders) or " Write the protocol's folder, a slash and the code."
        message = f"There is no protocol '{name}', so '{reference.written}' has no entry.{hint}"
        yield Problem(place, "unknown-code", message)
    elif name in entries and not any(name == each.protocol and slug(code) == slug(each.code) for each in broken):
        message = f"There is no entry for code '{reference.written}', so the pair has no page."
        yield Problem(place, "unknown-code", message + suggest(code, entries[name], f"{name}/"))


def _check_protocols(node: Node, a: Entry, b: Entry) -> Iterator[Problem]:
    """Yield why two codes are no pair across protocols, or are written in the wrong order."""
    if a.protocol is b.protocol:
        where = f"{a.protocol.path.rpartition('/')[0]}/pairs"
        message = (
            f"Both codes are of {a.protocol.name}. What sets two codes of one protocol apart stands in '{where}'."
        )
        yield Problem(node.at("codes"), "pair", message)
    elif b.protocol.place < a.protocol.place:
        first, second = b.reference.written, a.reference.written
        message = (
            f"A pair is stored once, in the order of the protocols, which their 'rank' says: "
            f'write ["{first}", "{second}"].'
        )
        yield Problem(node.at("codes"), "pair", message)
