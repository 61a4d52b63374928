"""A file of recognizers in, what it says of a protocol's texts out, compiled for Python and for browsers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from codepair.kit.problems import Problem, errors, one_of, suggest
from codepair.kit.tree import Node
from codepair.library.building.parts import build_parts, used_in
from codepair.library.building.questions import check_ids
from codepair.library.fitting import parse
from codepair.library.model import Entry, Protocol, Reference
from codepair.library.recognition import Example, Parts, Recognition, SignExample
from codepair.library.shapes.recognizers import (
    FieldShape,
    LeadShape,
    OtherRecognizerShape,
    RecognizerShape,
    RecognizersShape,
    SignShape,
)
from codepair.recognizing.expressions import Expression, parse_expression
from codepair.recognizing.grammar import ExpressionError
from codepair.recognizing.recognizers import Field, Lead, Recognizer, Recognizers, Sign, notation

_LEVELS = {"progress": 0, "success": 1}
"""Codes of other outcomes decide before these."""

_PASSING = 1


def build_recognizers(
    file: Path,
    path: str,
    node: Node,
    protocol: Protocol,
    entries: Mapping[str, Entry],
    broken: Collection[Reference],
    shared: Parts,
) -> tuple[Recognition | None, list[Problem]]:
    """Return what finds the codes of a protocol; codes of entries with errors of their own are left out."""
    shape, problems = parse(RecognizersShape, node)
    if shape is None:
        return None, problems
    parts, unread = build_parts(node, shape, shared)
    problems += unread
    building = _Building(node, protocol, entries, broken, parts)
    codes = building.codes(shape)
    fields = building.fields(shape.fields, codes)
    levels = building.levels(shape.passing)
    recognizers = tuple(building.recognizers(shape.recognizers, fields, codes))
    signs, found = build_signs(node, [(protocol.id, each) for each in shape.signs], parts)
    problems += [*building.problems, *found]
    if errors(problems):
        return None, problems
    made = Recognizers(protocol.id, True, fields, codes, levels, recognizers, signs)
    notes = {each.id: {lead.value: lead.note for lead in each.values if lead.note} for each in shape.fields}
    examples = {
        each.id: tuple(_examples(position, each, protocol)) for position, each in enumerate(shape.recognizers)
    }
    labels = {each.id: each.label for each in shape.fields}
    notes = {name: said for name, said in notes.items() if said}
    texts = sign_examples(shape.signs)
    return Recognition(made, labels, notes, examples, texts, used_in(shape), path, node), problems


class _Building:
    """What a file of recognizers says, with what is wrong with it."""

    def __init__(
        self,
        node: Node,
        protocol: Protocol,
        entries: Mapping[str, Entry],
        broken: Collection[Reference],
        parts: Mapping[str, str],
    ) -> None:
        self.problems: list[Problem] = []
        self._parts = parts
        self._node = node
        self._protocol = protocol
        self._entries = entries
        self._broken = {reference.code for reference in broken}

    def fields(self, written: Sequence[FieldShape], codes: Mapping[str, str]) -> dict[str, Field]:
        """Return the fields by id; ``codes`` is what ``codes`` returns."""
        self.problems += check_ids(self._node, "fields", [each.id for each in written])
        made = {}
        for position, each in enumerate(written):
            where = ("fields", position)
            if each.fact is not None and each.fact not in self._protocol.questions:
                hint = suggest(each.fact, self._protocol.questions)
                message = f"{self._protocol.name} has no question '{each.fact}'.{hint}"
                self.problems.append(Problem(self._node.at(*where, "fact"), "unknown-question", message))
            leads = self._answers(each.fact) | (self._possible(codes) if each.possible else {})
            for at, lead in enumerate(each.values):
                self._add(leads, lead, (*where, "values", at))
            made[each.id] = Field(each.id, each.weight, each.indirect, leads)
        return made

    def codes(self, shape: RecognizersShape) -> dict[str, str]:
        """Return the addresses of codes by what is written for them: what two codes share leads to neither."""
        written: dict[str, set[str]] = {}
        for entry in self._entries.values():
            for name in filter(None, (entry.code, entry.phrase, entry.number)):
                written.setdefault(notation(name), set()).add(entry.address)
        for entry in self._entries.values():  # a code goes before what others are called
            written[notation(entry.code)] = {entry.address}
        for position, item in enumerate(shape.notations):
            address = self._address(item.code, ("notations", position, "code"))
            for name in item.names if address is not None else ():
                written[notation(name)] = {address or ""}
        return {name: min(addresses) for name, addresses in written.items() if name and len(addresses) == 1}

    def levels(self, passing: Sequence[str]) -> dict[str, int]:
        """Return the level of each code that decides after others."""
        made = {
            entry.address: _LEVELS[entry.response_class.outcome or ""]
            for entry in self._entries.values()
            if entry.response_class is not None and entry.response_class.outcome in _LEVELS
        }
        for position, code in enumerate(passing):
            address = self._address(code, ("passing", position))
            if address is not None:
                made[address] = _PASSING
        return made

    def recognizers(
        self, written: Sequence[RecognizerShape], fields: Mapping[str, Field], codes: Mapping[str, str]
    ) -> Iterator[Recognizer]:
        """Yield the recognizers that can be used."""
        self.problems += check_ids(self._node, "recognizers", [each.id for each in written])
        for position, each in enumerate(written):
            where = ("recognizers", position)
            expression, found = build_expression(each.pattern, each, self._node, (*where, "pattern"), self._parts)
            unless, unread = build_expression(each.unless, each, self._node, (*where, "unless"), self._parts)
            self.problems += [*found, *unread]
            groups = (
                () if each.group is None else (each.group,) if isinstance(each.group, int) else tuple(each.group)
            )
            for problem in _unfit(each, groups, expression, fields, codes):
                if problem[0] == "means" and self._broken:  # it may be what a broken entry says
                    continue
                self.problems.append(Problem(self._node.at(*where, problem[0]), "recognizer", problem[1]))
            for at, example in enumerate(each.found):
                for number, code in enumerate(example.codes):
                    self._address(code, (*where, "found", at, "codes", number))
            if expression is not None:
                yield Recognizer(
                    id=each.id,
                    field=each.field,
                    expression=expression.text,
                    groups=groups,
                    means=each.means,
                    needs=expression.needs,
                    without_sign=each.without_sign,
                    beside=each.beside,
                    unless=unless.text if unless is not None else None,
                    agrees=each.agree,
                    is_value_only=each.value_only,
                    ignores_case=each.ignore_case,
                )

    def _answers(self, question: str | None) -> dict[str, Lead]:
        """Return the values that codes have as answers to a question, such as '17 User busy'."""
        found: dict[str, list[str]] = {}
        names: dict[str, set[str]] = {}
        for entry in self._entries.values() if question is not None else ():
            for meaning in entry.meanings:
                fact = meaning.facts.get(question or "")
                for answer in fact.names if fact is not None else ():
                    number, _, name = answer.partition(" ")
                    if number.isdecimal() and entry.address not in found.setdefault(number, []):
                        found[number].append(entry.address)
                        names.setdefault(number, set()).add(name)
        leads = {}
        for number, addresses in found.items():
            lead = _lead(number, addresses)
            leads.update(dict.fromkeys((notation(number), *map(notation, names[number])), lead))
        return {name: lead for name, lead in leads.items() if name}

    def _possible(self, codes: Mapping[str, str]) -> dict[str, Lead]:
        """Return each code, by all that is written for it, as one that may be meant."""
        written = {each.address: each.code for each in self._entries.values()}
        return {name: Lead(written[address], None, (address,)) for name, address in codes.items()}

    def _add(self, leads: dict[str, Lead], written: LeadShape, where: tuple[str | int, ...]) -> None:
        """Add a value that the file lists to those that facts have."""
        known = leads.get(notation(written.value))
        lead = known or Lead(written.value)
        if written.codes is not None:
            lead = self._written(written, where)
            if known is not None:
                missing = {lead.address, *lead.possible} - {None, known.address, *known.possible}
                for address in sorted(filter(None, missing)):
                    message = f"No fact of '{address}' has '{written.value}'. Correct one of them."
                    self.problems.append(Problem(self._node.at(*where, "codes"), "recognizer", message))
        leads.update({name: lead for name, each in leads.items() if each is known and known is not None})
        leads.update(dict.fromkeys(filter(None, map(notation, (written.value, *written.names))), lead))

    def _written(self, written: LeadShape, where: tuple[str | int, ...]) -> Lead:
        """Return where a value leads as the file says: one code, or a list of those that it may be."""
        if isinstance(written.codes, str):
            return Lead(written.value, self._address(written.codes, (*where, "codes")))
        found = [self._address(code, (*where, "codes", at)) for at, code in enumerate(written.codes or ())]
        return Lead(written.value, None, tuple(filter(None, found)))

    def _address(self, code: str, where: tuple[str | int, ...]) -> str | None:
        """Return the address of a code; None without an entry, which is reported unless that has errors itself."""
        entry = self._entries.get(code)
        if entry is not None:
            return entry.address
        if code not in self._broken:
            message = f"There is no entry for code '{code}'.{suggest(code, self._entries)}"
            self.problems.append(Problem(self._node.at(*where), "unknown-code", message))
        return None


def _lead(value: str, addresses: Sequence[str]) -> Lead:
    return Lead(value, addresses[0]) if len(addresses) == 1 else Lead(value, None, tuple(addresses))


def build_expression(
    text: str | None,
    of: RecognizerShape | OtherRecognizerShape | SignShape,
    node: Node,
    where: tuple[str | int, ...],
    parts: Mapping[str, str],
) -> tuple[Expression | None, list[Problem]]:
    """Return an expression of a recognizer or a sign as both engines read it, if there is one."""
    if text is None:
        return None, []
    try:
        return parse_expression(text, ignores_case=of.ignore_case, parts=parts), []
    except ExpressionError as error:
        return None, [Problem(node.at(*where), "expression", str(error))]


def build_signs(
    node: Node, written: Sequence[tuple[str, SignShape]], parts: Mapping[str, str]
) -> tuple[tuple[Sign, ...], list[Problem]]:
    """Return signs that are written with their protocols."""
    made, problems = [], []
    for position, (protocol, each) in enumerate(written):
        expression, found = build_expression(each.pattern, each, node, ("signs", position, "pattern"), parts)
        problems += found
        if expression is not None:
            made.append(Sign(protocol, expression.text, expression.needs, each.weak, each.ignore_case))
    return tuple(made), problems


def sign_examples(written: Sequence[SignShape]) -> tuple[tuple[SignExample, ...], ...]:
    """Return the examples of each sign, in their order."""
    return tuple(
        tuple(
            SignExample(text, part == "found", ("signs", position, part, at))
            for part, texts in (("found", each.found), ("not_found", each.not_found))
            for at, text in enumerate(texts)
        )
        for position, each in enumerate(written)
    )


def _unfit(
    written: RecognizerShape,
    groups: Sequence[int],
    expression: Expression | None,
    fields: Mapping[str, Field],
    codes: Mapping[str, str],
) -> Iterator[tuple[str, str]]:
    """Yield the field of a recognizer that does not fit, with what is wrong with it."""
    field = fields.get(written.field)
    if field is None:
        hint = suggest(written.field, fields) or f" It lists {one_of(fields)}."
        yield "field", f"'fields' lists no '{written.field}'.{hint}"
    if (written.means is None) == (not groups):
        yield "id", f"'{written.id}' needs 'group', which holds the value, or 'means', what it is: one of them."
    for number in groups:
        if expression is not None and number > expression.groups:
            yield "group", f"The pattern has no group {number}. Put what holds the value into '(...)'."
    if written.means is not None and field is not None:
        name = notation(written.means)
        if name not in field.values and (not field.leads_to_codes or name not in codes):
            yield "means", f"'{written.means}' is no value of '{written.field}' and no code. Correct it."


def _examples(position: int, written: RecognizerShape, protocol: Protocol) -> Iterator[Example]:
    for at, example in enumerate(written.found):
        addresses = tuple(Reference(protocol.id, code).address for code in example.codes)
        yield Example(example.text, addresses, ("recognizers", position, "found", at))
    for at, text in enumerate(written.not_found):
        yield Example(text, None, ("recognizers", position, "not_found", at))
