"""Checks of content, one edit of the tiny site each: what is just right passes, what is just wrong is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from codepair.library.checks import check_library
from codepair.library.model import Library
from codepair.library.reading import read_library
from tests import support

KNOWN = "content/toy/404.yml:8:12: warning: '<the>'"
"""The one warning of the tiny site, which is meant."""

Edits = dict[str, tuple[str, str] | str]
"""By file below ``content/toy``: a text and what stands in its place, or the whole file."""


def edited(root: Path, edits: Edits) -> tuple[Library, list[str]]:
    """Return the library of the tiny site with some edits, and what is wrong with it, as a report has it."""
    support.tiny(root)
    for name, edit in edits.items():
        path = root / "content" / "toy" / name
        if isinstance(edit, tuple):
            text = path.read_text(encoding="utf-8")
            assert edit[0] in text, (name, edit[0])
            edit = text.replace(*edit)
        path.write_text(edit, encoding="utf-8")
    library, problems = read_library(root / "content", root)
    problems += check_library(library)
    return library, [str(problem) for problem in sorted(problems) if not str(problem).startswith(KNOWN)]


def told(root: Path, edits: Edits) -> list[str]:
    """Return what is wrong, without the folder."""
    return [line.removeprefix("content/toy/") for line in edited(root, edits)[1]]


GLOSS = "gloss: Nobody is there"
FIX = "fix: Correct the address, then send the request again."
SAYS = 'says: "`404` says that the address leads nowhere; whoever is there but has no time answers `486`."'
EVENT = 'says: The shop is full & "busy".'
FACT = "kind: {value: later, basis: reading}"

CODE_FILE = (support.TINY / "content/toy/499.yml").read_text(encoding="utf-8").replace("phrase: Toy Lost\n", "")
for _word in ("park", "found", "server"):
    CODE_FILE = CODE_FILE.replace(_word, f"{_word} of 499")

PAIR_FILE = """
codes: ["200", "404"]
summary: What sets them apart.
which: Which of them is right.
sources:
  - {cite: TOYBOX, for: [summary, which]}
"""

MEANINGS_FILE = """
code: "500"
says: "`500` means two things."
meanings:
  - id: one
    label: One
    sources: [{cite: TOYBOX, for: [description, when_seen, fix, use_when]}]
    description: What one is.
    when_seen: When one is seen.
    fix: How one is mended.
    use_when: When one is right.
  - id: two
    label: Two
    sources: [{cite: TOYBOX, for: [description, when_seen, fix]}]
    description: What one is.
    when_seen: When one is seen.
    fix: How one is mended.
    use_when: When two is right
    facts: {tries: {value: "1", basis: reading, note: Once}}
    flow:
      source: TOYBOX
      participants: [child, shop]
      steps:
        - {from: shop, to: child, label: "501", message: "TOY 502 Two", marks: [No]}
        - {at: shop, says: It closes}
"""

RIGHT: dict[str, Edits] = {
    "nothing": {},
    "a gloss of sixty characters": {"404.yml": (GLOSS, f"gloss: {'x' * 60}")},
    "a gloss that asks": {"404.yml": (GLOSS, "gloss: Is nobody there?")},
    "what a code says, of a length": {"404.yml": (SAYS, f'says: "`404` {"x" * 153}."')},
    "an event of a length": {"486.yml": (EVENT, f"says: {'x' * 99}.")},
    "a note of a length": {"404.yml": (FACT, f"kind: {{value: later, basis: reading, note: {'x' * 159}.}}")},
    "notes in a list": {
        "404.yml": (
            FACT,
            "fields: [{value: Allow, basis: reading}, {value: Via, basis: reading, note: 'It is, too.'}]",
        )
    },
    "ends of sentences": {
        "404.yml": (FIX, "fix: Correct `it.`"),
        "486.yml": ("fix: Try again later, or leave a message.", 'fix: "He said: ‘Try again (or call ‚me?‘)!”»"'),
        "200.yml": ("fix: Nothing is broken, so go on with the next request.", "fix: 再试一次！"),
        "pairs/404-vs-486.yml": ("question: Does the address exist?", "question: 地址存在吗？"),
        "protocol.yml": ("summary: A protocol for tests; its codes are numbers.", "summary: 协议。"),
        "499.yml": ("fix: Look for it in the park.", "fix: '(\"`x`\"?)'"),
    },
    "what many codes share: when they are seen, what to do, when they are right": {
        "404.yml": (FIX, "fix: Ask the shop."),
        "486.yml": ("fix: Try again later, or leave a message.", "fix: Ask the shop."),
        "499.yml": ("when_seen: When a child has left it in the park.", "when_seen: Ask the shop."),
        "200.yml": ("fix: Nothing is broken, so go on with the next request.", "fix: Never send it from a server."),
    },
    "a flow without messages": {"486.yml": ("marks: [Retry-After]", "marks: []")},
    "a value that is alone": {
        "protocol.yml": ("{id: later, label: Later}", "{id: later, label: Later, alone: true}"),
    },
    "a number with a point": {"404.yml": (FACT, "tries: {value: '-1.25', basis: reading}")},
    "a section with letters": {"404.yml": ('"TOYBOX#7", for', '"TOYBOX#A.7-b_c", for')},
    "a decision to the right": {
        "pairs/404-vs-486.yml": (
            'if_no: "404"}\n  - {ask: Is it full?, if_yes: "486", if_no: "404"}',
            'if_yes: "486"}\n  - {ask: 它满了吗？, if_no: "404", if_yes: "404"}',
        )
    },
    "no decision": {
        "pairs/404-vs-486.yml": (
            'decision:\n  - {ask: "Is the shop there at all?", if_no: "404"}\n'
            '  - {ask: Is it full?, if_yes: "486", if_no: "404"}\n',
            "",
        )
    },
    "a code with a back-tick": {"a-b.yml": CODE_FILE.replace('"499"', '"a`b"').replace("`499`", "It")},
    "a code in back-ticks": {"404.yml": (SAYS, "says: It is `404`, or `4040`.")},
}
"""Edits after which nothing is wrong."""


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_just_right(name: str, tmp_path: Path) -> None:
    """It is read, and nothing is said of it."""
    assert told(tmp_path, RIGHT[name]) == []


WRONG: dict[str, Edits] = {
    "a gloss": {"404.yml": (GLOSS, f"gloss: {'x' * 61}"), "200.yml": ("gloss: It worked", "gloss: '`It worked.'")},
    "what a code says": {
        "404.yml": (SAYS, f'says: "`404` {"x" * 154}."'),
        "486.yml": ('says: "`486`', 'says: "486'),
    },
    "an event": {"486.yml": (EVENT, f"says: {'x' * 100}.")},
    "an event with a code span": {"486.yml": (EVENT, "says: It is `full`.")},
    "notes": {
        "404.yml": (FACT, f"kind: {{value: later, basis: reading, note: {'x' * 160}.}}"),
        "200.yml": (
            "fields: {value: [Contact, Allow], basis: reading}",
            "fields:\n    - {value: Allow, basis: reading}\n    - {value: Via, basis: reading, note: It does}",
        ),
        "486.yml": ('tries: {value: "3", basis: reading}', 'tries: [{value: "3", basis: reading, note: Often}]'),
    },
    "ends of sentences": {
        "404.yml": (FIX, "fix: Correct it;"),
        "486.yml": ("fix: Try again later, or leave a message.", "fix: Try again (later"),
        "protocol.yml": ("summary: A protocol for tests; its codes are numbers.", "summary: A protocol"),
        "pairs/404-vs-486.yml": ("next: After `404`", "next: '**Then**' # After"),
    },
    "the same in two places": {
        "200.yml": ("description: The request was carried out.", "description: People  RETRY it."),
        "499.yml": ("description: The toy cannot be found any more.", "description: people retry it."),
        "pairs/404-vs-486.yml": (
            "mistake: People retry `404` although nothing will change.",
            "mistake: People retry it.",
        ),
    },
    "the same twice in one pair": {
        "pairs/404-vs-486.yml": (
            "question: Does the address exist?",
            "question: People retry `404` although nothing will change.",
        ),
    },
    "texts without a source": {
        "404.yml": ("for: [use_when]", "for: []"),
        "pairs/404-vs-486.yml": ("for: [mistake, which]", "for: [which]"),
    },
    "related codes": {"404.yml": ('related: ["200", "486"]', 'related: ["200", "404", "200", "487", "200"]')},
    "messages without a format": {
        "protocol.yml": ("messages:\n  label: 'TOY (\\d+ .+)|([A-Z]+) '\n  name: '([A-Z][a-z-]+):'\n", ""),
    },
    "messages": {
        "486.yml": (
            "        TOY 486 Busy Here\n        Retry-After: 60\n",
            "        Toy\n        TOY 486 Busy Here\n",
        ),
    },
    "a decision": {
        "pairs/404-vs-486.yml": (
            '{ask: Is it full?, if_yes: "486", if_no: "404"}',
            '{ask: Is it `full`, if_yes: "404", if_no: "200"}\n  - {ask: Is it, if_yes: "404"}',
        )
    },
    "a code with a soft hyphen": {
        "4-9.yml": CODE_FILE.replace('"499"', '"4\u00ad9"').replace("`499`", "`4\u00ad9`")
    },
    "a decision for one code": {
        "pairs/200-vs-404.yml": PAIR_FILE,
        "pairs/404-vs-486.yml": (
            '{ask: "Is the shop there at all?", if_no: "404"}\n  - {ask: Is it full?, if_yes: "486", if_no: "404"}',
            '{ask: Is it full?, if_yes: "486", if_no: "200"}',
        ),
    },
    "facts": {
        "404.yml": (
            FACT,
            "zzz: {value: a, basis: reading}\n"
            "  kind:\n    - {value: later, source: [TOYBX#1, TOYBOX#9, 'RFC3261#', TOYBUX]}\n"
            "    - {value: zzz, basis: reading}\n"
            "  tries: {value: ['1', '2'], basis: reading}",
        ),
        "486.yml": ("kind: {value: later", "kind: {value: ltr"),
        "499.yml": ("when_seen:", 'facts: {tries: "3"}\nwhen_seen:'),
        "200.yml": (
            'tries: {value: "1200", basis: reading}',
            "tries: [{value: '1'}, {value: many, basis: reading}]",
        ),
    },
    "facts without questions": {
        "protocol.yml": (
            "questions:\n  - id: kind\n    type: choice\n    label: Outcome\n    key: true\n    values:\n"
            "      - {id: done, label: Done}\n      - {id: later, label: Later}\n"
            "  - {id: fields, type: tokens, label: Fields}\n"
            "  - {id: tries, type: number, label: Tries}\n",
            "",
        ),
        "404.yml": (FACT, "kind: {value: later, basis: reading, source: TOYBOX#1}"),
    },
    "what rests on two things": {
        "protocol.yml": (
            "response_classes:",
            'practices: [{id: seen, title: Seen, url: "https://a.example", seen: "2026-11-25"}]\nresponse_classes:',
        ),
        "404.yml": (FACT, "kind: {value: later, source: [seen, TOYBOX#1]}"),
        "486.yml": ('source: "TOYBOX#9"}', "source: TOYBOX, basis: reading}"),
    },
    "citations": {
        "404.yml": (
            '{cite: "TOYBOX#7", for: [use_when]}',
            "{cite: ZZZ, for: [use_when]}\n  - {cite: 'TOYBOX#a b'}",
        ),
        "pairs/404-vs-486.yml": (
            '{cite: "TOYBOX#12", for: [mistake, which]}',
            "{cite: TOYBX, for: [mistake, which]}",
        ),
    },
    "citations of a pair": {
        "pairs/404-vs-486.yml": (
            '{cite: "TOYBOX#12", for: [mistake, which]}',
            "{cite: TOYBX, for: [mistake]}\n  - {cite: ZZZ, for: [which]}",
        ),
    },
    "ids that stand twice": {
        "protocol.yml": (
            "main: TOYBOX\nresponse_classes:",
            "  - {id: TOYBOX, title: Again}\nmain: TOYBOX\n"
            "response_classes:\n  - {id: good, codes: '9', label: Again}",
        ),
    },
    "a response class": {
        "protocol.yml": (
            "response_classes:",
            "response_classes:\n  - {id: odd, codes: '[9', source: ZZZ, label: Odd, facts: {odd: {value: a}}}",
        ),
    },
    "since": {
        "404.yml": (GLOSS, "since: RFC3261#\ngloss: Nobody is there"),
        "486.yml": ("phrase: Busy Here", "since: ZZZ"),
    },
    "participants": {
        "404.yml": ("participants: [child, shop]", "participants: [child, zebra]"),
        "486.yml": ("    - from: child\n      to: shop", "    - from: zebra\n      to: zebra"),
    },
    "citations of several meanings": {
        "500.yml": MEANINGS_FILE.replace(
            "[{cite: TOYBOX, for: [description, when_seen, fix]}]", "[{cite: TOYBX#}]"
        ).replace("source: TOYBOX", "source: ZZZ")
    },
    "shapes": {
        "404.yml": ('related: ["200", "486"]', "related: {a: b}\nfacts: [a]\nflw: text"),
        "499.yml": (
            "status: unofficial",
            "status: [unofficial]\nflow: text\nfacts: {1kind: a, kind: [], tries: {valu: a}}",
        ),
        "486.yml": ("      says: The shop", "      sayz: The shop"),
        "200.yml": ('{cite: "RFC3261#21.2.1", for: [', '{cyte: "RFC3261#21.2.1", foor: a, for: [descripton, '),
        "protocol.yml": (
            "published: 2002}\n",
            "published: 1800}\n  - {id: A, title: A, published: new}\n"
            "  - {id: B, title: {a: b}, published: 3000}\n  - {}\n",
        ),
        "pairs/404-vs-486.yml": ('if_yes: "486", if_no: "404"}', 'if_yes: "486", if_not: "404", ask: [Is it?]}'),
    },
    "shapes of questions": {
        "protocol.yml": (
            "{id: later, label: Later}\n",
            "{id: later, label: Later, alone: maybe}\n  - {id: 1a, type: chioce, label: ''}\n"
            "  - {id: b, type: choice}\n"
            "  - [c]\n  - 1c\n",
        ),
    },
    "several meanings": {"500.yml": MEANINGS_FILE},
    "texts of a class": {
        "protocol.yml": (
            "label: Good, outcome: success, facts: {kind: {value: done, basis: reading}}}",
            "label: Good, outcome: success, meaning: No end, "
            "facts: {kind: {value: done, basis: reading, note: No end}, "
            f"tries: [{{value: '1', basis: reading, note: {'x' * 160}.}}]}}}}",
        )
    },
    "arrows": {
        "404.yml": (
            "- {from: child, to: shop, label: ASK}",
            "- {from: shop, to: shop, label: ASK}\n    - {from: child, to: shop, at: shop, label: ASK}\n"
            "    - {at: shop, says: It opens., message: ASK}\n    - {at: shp, says: It opens.}\n"
            "    - {from: child, says: It opens.}\n    - {from: chld, says: It opens.}\n"
            "    - {from: chld, to: sho, label: ASK, marks: [A]}",
        ),
    },
}
"""Edits that are just wrong."""


def test_what_is_just_wrong(tmp_path: Path) -> None:
    """Each has its place, its sentence and its rule."""
    lines = []
    for name, edits in WRONG.items():
        lines += [f"{name}:", *(f"  {line}" for line in told(tmp_path / name, edits))]
    support.assert_golden("checks.txt", "\n".join(lines) + "\n")


REGISTRY = """\
code,name,reference,status,number
200,Fine,RFC3261#21.2.1,registered,
200,OK,rfc3261#21.2.1,registered,
404,Not Found,RFC3261#21.4.5,registered,
486,Busy Here,RFC3261#21.4.24,registered,
499,Toy Lost,TOYBOX,unofficial,
500,Server Error,RFC3261#21.5.1,registered,
500,Other Error,RFC3261#21.5.2,registered,
"""


def test_what_a_registry_says(tmp_path: Path) -> None:
    """One of the rows of a code says what its entry does; a code without an entry is told by its first row."""
    missing = (
        "registry.csv:7:1: warning: The registry lists 500 Server Error, but there is no entry for it. Write one. "
        "[missing-entry]"
    )
    assert told(tmp_path, {"registry.csv": REGISTRY}) == [missing]
    broken: Edits = {"500.yml": "code: '500'\nx: y", "registry.csv": f"{REGISTRY}600,Last,TOYBOX,registered,\n"}
    assert [line for line in told(tmp_path, broken) if not line.startswith("500.yml")] == [
        "registry.csv:9:1: warning: The registry lists 600 Last, but there is no entry for it. Write one. "
        "[missing-entry]"
    ]
    assert told(tmp_path, {"500.yml": "code: other", "registry.csv": "code,name,reference,status\n"})[:1] == [
        "200.yml:1:7: error: The registry has no code '200'. Add a row with its source, or remove the entry. "
        "[registry]"
    ]


DEVICES = ("con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10)))


def test_where_a_registry_contradicts(tmp_path: Path) -> None:
    """At the field that says something else."""
    text = REGISTRY.replace("unofficial", "unused").replace("499,Toy Lost", "499,Toy Gone")
    assert told(tmp_path, {"registry.csv": text})[:-1] == [
        "499.yml:2:9: error: The registry calls 499 'Toy Gone'; write that, not 'Toy Lost'. [registry]",
        "499.yml:3:9: error: The registry has 499 as unused, not unofficial. [registry]",
    ]


def test_names_that_windows_keeps(tmp_path: Path) -> None:
    """Whatever stands behind a point; nothing that only looks like one."""
    fine = ("com0", "com10", "lpt", "cons", "a.nul", "null")
    files: Edits = {f"{name}.yml": CODE_FILE.replace("499", name) for name in (*DEVICES, "con.1", *fine)}
    assert told(tmp_path, files) == [
        f"{name}.yml:1:7: warning: Windows can have no file '{name}.yml', so nobody can check the project out "
        "there. [device-name]"
        for name in sorted((*DEVICES, "con.1"), key=lambda name: f"{name}.yml")
    ]


def test_codes_without_an_address(tmp_path: Path) -> None:
    """Two of them could not be told apart, or a page would stand where another one does."""
    codes = {"index.html": "index.html", "a-vs-b": "A-vs-B"}
    assert told(tmp_path, {f"{name}.yml": CODE_FILE.replace("499", code) for name, code in codes.items()}) == [
        f"{name}.yml:1:7: error: '{codes[name]}' gives no address of its own: '{name}' is one of {whose}. "
        "Write the code in another way. [code-path]"
        for name, whose in (("a-vs-b", "a comparison"), ("index.html", "the protocol itself"))
    ]
