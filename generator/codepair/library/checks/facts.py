"""The sentences of a protocol's facts fit its values: placeholders are filled, pairs of values named once."""

from __future__ import annotations

from collections.abc import Iterator

from codepair.kit.problems import Place, Problem, one_of, suggest
from codepair.kit.text import placeholders, unbalanced
from codepair.kit.tree import Node
from codepair.library.model import Library, Protocol

_SLOTS = {
    "same": {"a", "b", "value"},
    "both": {"a", "b", "a_value", "b_value"},
    "one": {"with", "without", "value"},
}


def check(library: Library) -> Iterator[Problem]:
    """Yield sentences that could not be filled in, and contrasts of values that do not exist."""
    for protocol in library.protocols.values():
        mapping = protocol.node.value
        facts = mapping.get("facts") if isinstance(mapping, dict) else None
        for node in facts.value if facts is not None and isinstance(facts.value, list) else []:
            yield from _check_fact(protocol, node)


def _check_fact(protocol: Protocol, node: Node) -> Iterator[Problem]:
    assert isinstance(node.value, dict)
    definition = protocol.facts[str(node.value["id"].value)]
    for name, known in _SLOTS.items():
        text = node.value.get(name)
        if text is not None and definition.type == "choice":
            message = (
                f"A choice has no '{name}': its values are phrases, which no sentence can take as they are. "
                "Say it in 'shared' of a value, or in 'contrasts'."
            )
            yield Problem(text.place, "fact", message)
        elif text is not None and isinstance(text.value, str):
            yield from _check_sentence(text.place, text.value, known)
    values = node.value.get("values")
    for value in values.value if values is not None and isinstance(values.value, list) else []:
        shared = value.value.get("shared") if isinstance(value.value, dict) else None
        if shared is not None and isinstance(shared.value, str):
            yield from _check_sentence(shared.place, shared.value, {"a", "b"})
    seen: set[frozenset[str]] = set()
    contrasts = node.value.get("contrasts")
    for contrast in contrasts.value if contrasts is not None and isinstance(contrasts.value, list) else []:
        assert isinstance(contrast.value, dict)
        between, says = contrast.value["between"], contrast.value["says"]
        assert isinstance(between.value, list)
        names = [str(item.value) for item in between.value]
        for name, item in zip(names, between.value, strict=True):
            if name not in definition.values:
                hint = suggest(name, definition.values) or f" Known are {one_of(definition.values)}."
                yield Problem(item.place, "contrast", f"Fact '{definition.id}' has no value '{name}'.{hint}")
        pair = frozenset(names)
        if len(pair) < 2 or pair in seen:
            message = f"A contrast stands between two different values, once: {one_of(names)}."
            yield Problem(between.place, "contrast", message)
        seen.add(pair)
        if isinstance(says.value, str):
            yield from _check_sentence(says.place, says.value, set(names))


def _check_sentence(place: Place, text: str, known: set[str]) -> Iterator[Problem]:
    if unbalanced(text):
        yield Problem(place, "code-spans", "A back-tick has no partner. Add or remove one.")
        return
    used = placeholders(text)
    for name in sorted(used - known):
        hint = suggest(name, known) or f" Known are {one_of(sorted(known))}."
        yield Problem(place, "placeholders", f"Nothing fills the placeholder '{{{name}}}' here.{hint}")
    for name in sorted(known - used):
        message = f"The sentence does not use '{{{name}}}', so it would hold for other codes too. Name it."
        yield Problem(place, "placeholders", message)
