"""A locale's glossary: the bytes of ``glossary.yml`` in, its terms with their translations out.

A term is English as content writes it; its translation is one text, one of several, or a mapping that says more:
which catalogs it holds for, which other forms the term has, and where the same words mean something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from codepair.kit.problems import Place, Problem, one_of, suggest
from codepair.kit.tree import Node, load

FILE = "glossary.yml"
"""The file's name, in the folder of a locale."""

_USE, _IN, _FORMS, _EXCEPT, _UNCHECKED, _NOTE = "use", "in", "forms", "except", "unchecked", "note"
_FIELDS = (_USE, _IN, _FORMS, _EXCEPT, _UNCHECKED, _NOTE)
_MAX_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Term:
    """A term and how it is translated."""

    name: str
    """As the glossary writes it, with the sense that stands in parentheses."""
    forms: tuple[str, ...]
    """What content may write: singular and plural, the forms of a verb."""
    translations: tuple[str, ...]
    """One of them has to be in the translation; ``*`` at an end stands for any ending."""
    catalogs: Mapping[str, Place]
    """The domains that it holds for; empty if for all."""
    exceptions: Mapping[str, Place]
    """Phrases in which its words mean something else."""
    is_checked: bool
    """Whether catalogs are held to it; what a machine cannot tell apart is for people only."""


@dataclass(frozen=True)
class Glossary:
    """The terms of a locale; equal only to itself."""

    path: str
    """As problems show it."""
    terms: Mapping[str, Term] = field(default_factory=dict)
    """By name."""

    def over(self, other: Glossary) -> Glossary:
        """Return this glossary's terms, and those of another that it does not have."""
        return Glossary(self.path, {**other.terms, **self.terms})


def read_glossary(path: str, raw: bytes) -> tuple[Glossary | None, list[Problem]]:
    """Return the terms of a glossary; those that are malformed are left out. None if it cannot be read."""
    node, problems = load(path, raw)
    if node is None or not isinstance(node.value, dict):
        return None, problems
    terms = {}
    for name, child in node.value.items():
        term, found = _term(name, child, node.keys[name])
        problems += found
        if term is not None:
            terms[name] = term
    return Glossary(path, terms), problems


def _term(name: str, node: Node, place: Place) -> tuple[Term | None, list[Problem]]:
    fields = node.value if isinstance(node.value, dict) else {_USE: node}
    problems = [*_unknown(fields, node)]
    for key in (_USE, _IN, _FORMS):
        if key in fields:
            problems += _check_texts(fields[key], f"'{key}' of '{name}'" if key in node.keys else f"'{name}'")
    for key in (_UNCHECKED, _NOTE):
        if key in fields and not isinstance(fields[key].value, str):
            message = f"'{key}' of '{name}' is a text that says why. Write one."
            problems.append(Problem(fields[key].place, "wrong-type", message))
    exceptions, found = _exceptions(name, fields.get(_EXCEPT))
    problems += found
    if _USE not in fields:
        message = f"The glossary does not say how '{name}' is translated. Add '{_USE}'."
        problems.append(Problem(place, "missing-field", message))
    words = bare(name)
    if not words:
        problems.append(Problem(place, "empty-field", f"'{name}' has no words outside its parentheses. Add them."))
    if problems:
        return None, problems
    forms = (*known_forms(words), *_texts(fields.get(_FORMS)))
    catalogs = {item.value.strip(): item.place for item in _items(fields.get(_IN)) if isinstance(item.value, str)}
    return Term(name, forms, _texts(fields[_USE]), catalogs, exceptions, _UNCHECKED not in fields), []


def _unknown(fields: Mapping[str, Node], node: Node) -> Iterator[Problem]:
    for key in fields:
        if key not in _FIELDS:
            hint = suggest(key, _FIELDS) or f" A term has {one_of(_FIELDS)}."
            yield Problem(node.keys[key], "unknown-field", f"Unknown field '{key}'.{hint}")


def _check_texts(node: Node, what: str) -> Iterator[Problem]:
    """Yield what keeps a node from being a text or a list of texts."""
    if not _items(node):
        yield Problem(node.place, "empty-field", f"{what} has no value. Give it one, or remove it.")
    for item in _items(node):
        if item.value is None or item.value == "":
            yield Problem(item.place, "empty-field", f"{what} has no value. Give it one, or remove it.")
        elif not isinstance(item.value, str):
            yield Problem(item.place, "wrong-type", f"{what} is a text, or a list of texts.")
        elif len(item.value) > _MAX_LENGTH:
            message = f"{what} is a term of at most {_MAX_LENGTH} characters; this has {len(item.value)}."
            yield Problem(item.place, "wrong-value", message)


def _exceptions(name: str, node: Node | None) -> tuple[Mapping[str, Place], list[Problem]]:
    """Return the phrases, and what is wrong with them: each says why."""
    if node is None:
        return {}, []
    if not isinstance(node.value, dict):
        message = f"'{_EXCEPT}' of '{name}' lists phrases, each with the reason: 'a phrase: the reason'."
        return {}, [Problem(node.place, "wrong-type", message)]
    problems = [
        Problem(reason.place, "empty-field", f"The exception '{phrase}' does not say why. Add the reason.")
        for phrase, reason in node.value.items()
        if not isinstance(reason.value, str) or not reason.value.strip()
    ]
    return dict(node.keys), problems


def _items(node: Node | None) -> Sequence[Node]:
    """Return the items of a list, or what stands in its place alone."""
    if node is None:
        return ()
    return node.value if isinstance(node.value, list) else [node]


def _texts(node: Node | None) -> tuple[str, ...]:
    return tuple(item.value.strip() for item in _items(node) if isinstance(item.value, str))


def bare(name: str) -> str:
    """Return a term's words without its sense.

    >>> bare("caller (person)"), bare("to fork")
    ('caller', 'to fork')
    """
    return name.partition("(")[0].strip()


def known_forms(words: str) -> tuple[str, ...]:
    """Return the regular English forms of a term: of a noun its plural, of what begins with ``to`` those of a verb.

    >>> known_forms("reply"), known_forms("header field")
    (('reply', 'replies'), ('header field', 'header fields'))
    >>> known_forms("to retry"), known_forms("to cache")
    (('retry', 'retries', 'retried', 'retrying'), ('cache', 'caches', 'cached', 'caching'))
    """
    verb = words.removeprefix("to ")
    if verb == words:
        return words, _with_s(words)
    stem, _, rest = verb.partition(" ")
    shortened = stem[:-1] if stem.endswith("e") and not stem.endswith("ee") else stem
    past = f"{stem[:-1]}ied" if _ends_in_y(stem) else f"{stem}d" if stem.endswith("e") else f"{stem}ed"
    return tuple(f"{form} {rest}".strip() for form in (stem, _with_s(stem), past, f"{shortened}ing"))


def _with_s(word: str) -> str:
    if _ends_in_y(word):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) and not word.isupper() else f"{word}s"


def _ends_in_y(word: str) -> bool:
    return word.endswith("y") and word[-2:-1] not in ("a", "e", "i", "o", "u", "")
