"""The node of a pair's file in, two entries and what an editor wrote about them out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from codepair.kit.problems import Problem, errors, suggest
from codepair.kit.tree import Node
from codepair.library.building.citations import build_sources
from codepair.library.fitting import parse
from codepair.library.model import Decision, Entry, Guidance, Pair, Protocol, Reference
from codepair.library.naming import slug
from codepair.library.shapes.pair import GUIDANCE_FIELDS, GuidanceShape, PairShape


def build_pair(
    file: Path, path: str, node: Node, entries: Mapping[str, Entry], broken: Collection[Reference]
) -> tuple[Pair | None, list[Problem]]:
    """Return the pair that a file is about; problems name the file as ``path``.

    ``broken`` are the codes whose own problems are reported already: a pair with one of them is none yet.
    """
    shape, problems = parse(PairShape, node)
    if shape is None:
        return None, problems
    known = []
    for position, code in enumerate(shape.codes):
        entry = entries.get(code)
        if entry is not None:
            known.append(entry)
        elif not any(slug(code) == slug(reference.code) for reference in broken):
            message = f"There is no entry for code '{code}', so the pair has no page.{suggest(code, entries)}"
            problems.append(Problem(node.at("codes", position), "unknown-code", message))
    if len(known) < 2:
        return None, problems
    a, b = known
    problems += _check_order(node, a, b)
    if errors(problems):
        return None, problems
    guidance, problems = _guidance(shape, path, node, a)
    pair = Pair(a, b, guidance)
    if pair.slug != file.stem:
        message = f"The pair {a.code} and {b.code} stands in '{file.name}'. Name the file '{pair.slug}.yml'."
        problems.append(Problem(node.at("codes"), "code-path", message))
    return (None if errors(problems) else pair), problems


def _check_order(node: Node, a: Entry, b: Entry) -> list[Problem]:
    if a is b:
        message = f"A pair has two different codes; both are '{a.code}'."
        return [Problem(node.at("codes"), "pair", message)]
    if b.order < a.order:
        message = f'A pair is stored once, the smaller code first: write ["{b.code}", "{a.code}"].'
        return [Problem(node.at("codes"), "pair", message)]
    return []


def _guidance(shape: PairShape, path: str, node: Node, a: Entry) -> tuple[Guidance, list[Problem]]:
    sources, problems = build_sources(node, ("sources",), shape.sources, a.protocol.documents)
    decision = tuple(
        Decision(item.ask, _answer(item.if_yes, a.protocol), _answer(item.if_no, a.protocol))
        for item in shape.decision
    )
    return Guidance(guidance_prose(shape, GUIDANCE_FIELDS), decision, sources, path, node), problems


def _answer(code: str | None, protocol: Protocol) -> Reference | None:
    return Reference(protocol.id, code) if code is not None else None


def guidance_prose(shape: GuidanceShape, fields: Iterable[str]) -> dict[str, str]:
    """Return the parts of guidance that were written, by name."""
    return {name: text for name in fields if (text := getattr(shape, name)) is not None}
