"""What the documents beside the pages of codes and of comparisons with guidance have to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tests.oracle.catalogs import Catalogs
from tests.oracle.expected_api import Machine, known
from tests.oracle.notation import Value
from tests.oracle.records import Across, Between, Code, Fact, Meaning, Pair, Protocol, Question, Section


def _cite(section: Section) -> str:
    name = section.specification.id
    return f"{name}#{section.number}" if section.number else name


def _addresses(sections: Iterable[Section]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for section in sections:
        whole = section.specification.url_of_all
        found[section.specification.id] = whole
        if section.number:
            url = section.url
            found[_cite(section)] = url[len(whole) :] if url and whole and url.startswith(f"{whole}#") else url
    return found


def code(protocol: Protocol, code: Code, between: Between, catalogs: Catalogs, address: str) -> Mapping[str, Value]:
    """Return everything that the document of a code has to say."""
    machine = Machine(catalogs, protocol.id, address)
    slug = f"{protocol.id}/{code.slug}"
    cited = [source.section for meaning in code.meanings for source in meaning.sources]
    for meaning in code.meanings:
        cited += [section for fact in meaning.facts.values() for value in fact.values for section in value.sections]
    number = f" {code.number}" if code.number else ""
    return {
        **machine.head("code"),
        "url": f"{address}{catalogs.language.prefix}{slug}/",
        "address": slug,
        "title": f"{protocol.name}{number} {code.title}",
        **known(
            code=code.code,
            number=code.number,
            phrase=code.phrase,
            gloss=machine.maybe(code.gloss),
            says=machine.text(code.says),
            status=code.status,
            response_class=machine.text(code.group.label) if code.group else None,
            since=code.since.label if code.since else None,
            reviewed=code.reviewed,
            meanings=[_meaning(machine, protocol, meaning) for meaning in code.meanings],
            related=[f"{protocol.id}/{protocol.codes[other].slug}" for other in code.related],
            pairs=[
                *(f"{protocol.id}/{pair.slug}" for pair in protocol.guided_of(code)),
                *(f"compare/{each.slug}" for each in between.pairs_of(code)),
            ],
        ),
        "citations": _addresses(cited),
    }


def _meaning(machine: Machine, protocol: Protocol, meaning: Meaning) -> Mapping[str, Value]:
    asked = [each for each in protocol.questions.values() if each.id in meaning.facts]
    return known(
        id=meaning.id,
        label=machine.maybe(meaning.label),
        **{name: machine.text(text) for name, text in meaning.prose.items()},
        facts={each.id: _fact(machine, each, meaning.facts[each.id]) for each in asked},
    )


def _fact(machine: Machine, question: Question, fact: Fact) -> Mapping[str, Value]:
    domain = "questions" if question.is_shared else None
    words = {name: machine.text(label, domain) for name, label in question.choices.items()}
    return known(
        label=machine.text(question.label, domain),
        is_inherited=fact.group is not None,
        values=[
            known(
                values={name: words.get(name, name) for name in value.names},
                basis=value.basis,
                sources=[_cite(section) for section in value.sections],
                note=machine.maybe(value.note),
            )
            for value in fact.values
        ],
    )


def pair(protocol: Protocol, pair: Pair, catalogs: Catalogs, address: str) -> Mapping[str, Value]:
    """Return everything that the document of a comparison of two codes of a protocol has to say."""
    names = {code.code: f"{protocol.id}/{code.slug}" for code in protocol.codes.values()}
    title = f"{protocol.name} {pair.a.title} vs {pair.b.title}"
    codes = [names[pair.a.code], names[pair.b.code]]
    return _pair(
        Machine(catalogs, protocol.id, address), pair, f"{protocol.id}/{pair.slug}", title, codes, names, address
    )


def across(each: Across, catalogs: Catalogs, address: str) -> Mapping[str, Value]:
    """Return everything that the document of a comparison of codes of two protocols has to say."""
    every = ((protocol, code) for protocol in each.protocols for code in protocol.codes.values())
    names = {f"{protocol.id}/{code.code}": f"{protocol.id}/{code.slug}" for protocol, code in every}
    titles = [f"{one.name}{f' {code.number}' if code.number else ''} {code.title}" for one, code in each.sides]
    codes = [f"{one.id}/{code.slug}" for one, code in each.sides]
    machine = Machine(catalogs, "pairs", address)
    return _pair(machine, each.pair, f"compare/{each.slug}", " vs ".join(titles), codes, names, address)


def _pair(
    machine: Machine, pair: Pair, slug: str, title: str, codes: list[str], names: Mapping[str, str], address: str
) -> Mapping[str, Value]:
    steps = [
        {
            "ask": machine.text(step["ask"]),
            **{branch: names[step[branch]] for branch in ("if_yes", "if_no") if branch in step},
        }
        for step in pair.decision
    ]
    return {
        **machine.head("pair"),
        "url": f"{address}{machine.language.prefix}{slug}/",
        "address": slug,
        "title": title,
        "codes": codes,
        "guidance": {name: machine.text(text) for name, text in pair.prose.items()},
        **known(decision=steps),
        "citations": _addresses(source.section for source in pair.sources),
    }
