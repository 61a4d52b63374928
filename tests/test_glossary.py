"""Catalogs keep to their glossary: its words are found in messages, and its own mistakes are told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from codepair.kit.memory import Memory
from codepair.kit.problems import Problem
from codepair.language.catalog import read_catalogs
from codepair.language.glossary import Glossary, known_forms, read_glossary
from codepair.language.locale import make_locale
from codepair.language.po import PoFile, read_po_file
from codepair.language.terms import check_catalog

VI = make_locale("vi", default="en")
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def glossary(text: str) -> Glossary:
    """Return a glossary without mistakes."""
    read, problems = read_glossary("glossary.yml", text.encode())
    assert problems == []
    assert read is not None
    return read


def po(messages: Mapping[str, str]) -> bytes:
    """Return a catalog."""
    return (HEADER + "".join(f'msgid "{a}"\nmsgstr "{b}"\n\n' for a, b in messages.items())).encode()


def wanted(text: str, source: str, translation: str = "x", domain: str = "toy") -> list[str]:
    """Return the terms that a translation does not use."""
    key = (None, source)
    file = PoFile("toy.po", "", {key: (translation,)}, {key: 1})
    found = check_catalog(glossary(text), domain, file).problems
    return [problem.message.split("' for '")[1].split("'")[0] for problem in found]


@pytest.mark.parametrize(
    ("term", "forms"),
    [
        ("proxy", ("proxy", "proxies")),
        ("delay", ("delay", "delays")),
        ("branch", ("branch", "branches")),
        ("SBC", ("SBC", "SBCs")),
        ("SMS", ("SMS", "SMSs")),
        ("to register", ("register", "registers", "registered", "registering")),
        ("to hang up", ("hang up", "hangs up", "hanged up", "hanging up")),
        ("to agree", ("agree", "agrees", "agreed", "agreeing")),
    ],
)
def test_regular_forms(term: str, forms: tuple[str, ...]) -> None:
    """Nouns have plurals, verbs the rest; what is irregular a glossary lists."""
    assert known_forms(term) == forms


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("Send a request.", ["request"]),
        ("Requests and the server's answer", ["request"]),
        ("A re-request: REQUEST", ["request"]),
        ("Requested by nobody", []),
        ("`request` is code, {request} is filled in", []),
        ("The response code of a response", ["response code", "response"]),
        ("A response. Code it", ["response"]),
        ("A response `x` code", ["response"]),
        ("the last request line", []),
        ("Nothing", []),
    ],
)
def test_whole_words_the_longest_first(source: str, found: list[str]) -> None:
    """In any case, over hyphens and apostrophes, over no other mark, and outside code spans."""
    text = "request: {use: yêu cầu, except: {last request line: a name}}\n"
    text += "response: phản hồi\nresponse code: mã phản hồi\n"
    assert wanted(text, source) == found


@pytest.mark.parametrize(
    ("translation", "is_used"),
    [
        ("Gửi yêu cầu.", True),
        ("YÊU CẦU", True),
        ("Gửi yêu  cầu", True),
        ("Gửi ye\u0302u ca\u0302\u0300u", True),
        ("`yêu cầu`", False),
        ("kêuyêu cầu", False),
        ("yêu cầub", False),
        ("lời hỏi", True),
    ],
)
def test_translations_are_whole_words_too(translation: str, is_used: bool) -> None:
    """Composed or not, in any case, outside code spans."""
    assert (wanted("request: [yêu cầu, lời hỏi]\n", "A request", translation) == []) is is_used


def test_scripts_without_capital_letters() -> None:
    """Words stand in their middle there, or have articles at their front."""
    assert wanted("response: 応答\n", "A response", "最終応答は") == []
    assert wanted("response: رد\n", "A response", "والرد هنا") == []


def test_stems() -> None:
    """A star stands for any ending."""
    assert wanted("request: запрос*\n", "To requests", "на запросы") == []
    assert wanted("request: запрос\n", "To requests", "на запросы") == ["request"]


def test_senses_share_a_word() -> None:
    """Each allows its translation, in the catalogs that it holds for."""
    text = "message (SIP): {use: bản tin, in: sip}\nmessage (gRPC): {use: message, in: [grpc, ui]}\n"
    assert wanted(text, "A message", "một bản tin", "sip") == []
    assert wanted(text, "A message", "một message", "sip") == ["message"]
    assert wanted(text, "A message", "một message", "ui") == []
    assert wanted(text, "A message", "gì đó", "dns") == []


def test_a_sense_for_people_only() -> None:
    """What a machine cannot tell apart is not checked, whatever else the word means; a longer term still is."""
    text = "answer (SDP): {use: answer, unchecked: mostly the verb}\nanswer: câu trả lời\nSDP answer: answer SDP\n"
    assert wanted(text, "An answer") == []
    assert wanted(text, "An SDP answer") == ["SDP answer"]


def test_all_forms_of_a_plural_are_checked() -> None:
    """One that does not say so is enough."""
    text = HEADER + 'msgid "{number} request"\nmsgid_plural "{number} requests"\nmsgstr[0] "{number} lời"\n'
    file = read_po_file("ui.po", text.encode(), VI)
    assert len(check_catalog(glossary("request: yêu cầu\n"), "ui", file).problems) == 1


def test_what_no_page_shows_is_not_checked() -> None:
    """A fuzzy or empty translation is reported as that."""
    text = HEADER + '#, fuzzy\nmsgid "A request"\nmsgstr "x"\n\nmsgid "Requests"\nmsgstr ""\n'
    file = read_po_file("toy.po", text.encode(), VI)
    assert check_catalog(glossary("request: yêu cầu\n"), "toy", file).problems == ()


def test_search_words_are_not_checked() -> None:
    """What people type are their own words."""
    text = HEADER + 'msgctxt "search words"\nmsgid "requests"\nmsgstr "x"\n\nmsgid "Requests"\nmsgstr "y"\n'
    file = read_po_file("toy.po", text.encode(), VI)
    assert [each.place.line for each in check_catalog(glossary("request: yêu cầu\n"), "toy", file).problems] == [8]


def problems(root: Path, name: str = "vi", memory: Memory | None = None) -> list[Problem]:
    """Return what is wrong with the catalogs of a locale."""
    locale, used = make_locale(name, default="en"), Memory() if memory is None else memory
    return read_catalogs(root / "locales", locale, ["toy", "sip"], root, used)[1]


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below a project's locales."""
    for name, data in files.items():
        path = root / "locales" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())


def test_a_nearer_glossary_comes_first(tmp_path: Path) -> None:
    """A region's catalogs keep to its glossary and, where that says nothing, to that of the bare language."""
    write(
        tmp_path,
        {
            "pt/glossary.yml": "request: pedido\nresponse: resposta\n",
            "pt_BR/glossary.yml": "request: requisição\n",
            "pt/LC_MESSAGES/toy.po": po({"A request": "um pedido", "A response": "x"}),
            "pt_BR/LC_MESSAGES/toy.po": po({"The request": "a requisição", "The response": "x"}),
        },
    )
    places = [f"{problem.place.path}:{problem.place.line}" for problem in problems(tmp_path, "pt_BR")]
    assert places == ["locales/pt/LC_MESSAGES/toy.po:7", "locales/pt_BR/LC_MESSAGES/toy.po:7"]


def test_an_exception_is_needed_while_catalogs_can_be_read(tmp_path: Path) -> None:
    """Nobody knows what a broken catalog says; without any catalog there is nothing to except from."""
    exception = "request: {use: yêu cầu, except: {request line: a name}}\n"
    write(tmp_path, {"vi/glossary.yml": exception})
    assert problems(tmp_path) == []
    write(tmp_path, {"vi/LC_MESSAGES/toy.po": po({"A request": "yêu cầu"})})
    assert [problem.place.line for problem in problems(tmp_path)] == [1]
    write(tmp_path, {"vi/LC_MESSAGES/sip.po": "msgid\n"})
    assert {problem.rule for problem in problems(tmp_path)} == {"catalog-syntax"}
    write(tmp_path, {"vi/LC_MESSAGES/sip.po": po({"The request line": ""})})
    assert problems(tmp_path) == []


def test_a_term_holds_for_catalogs_that_there_are(tmp_path: Path) -> None:
    """A misspelt one would hold nobody to anything."""
    write(tmp_path, {"vi/glossary.yml": "request: {use: yêu cầu, in: [sip, spi, ui]}\n"})
    (problem,) = problems(tmp_path)
    assert str(problem) == (
        "locales/vi/glossary.yml:1:35: warning: No catalog is called 'spi', so 'request' does not hold there. "
        "Did you mean 'sip'? [unknown-catalog]"
    )


def test_only_what_changed_is_checked_again(tmp_path: Path) -> None:
    """An edit to the glossary or to a catalog is seen; of what is the same, what was found is remembered."""
    write(tmp_path, {"vi/glossary.yml": "request: yêu cầu\n", "vi/LC_MESSAGES/toy.po": po({"A request": "x"})})
    memory = Memory()
    assert [problem.place.line for problem in problems(tmp_path, memory=memory)] == [4]
    (before,) = problems(tmp_path, memory=memory)
    assert problems(tmp_path, memory=memory)[0] is before
    write(tmp_path, {"vi/glossary.yml": "request: [yêu cầu, x]\n"})
    assert problems(tmp_path, memory=memory) == []
    write(tmp_path, {"vi/LC_MESSAGES/toy.po": po({"A request": "y"})})
    assert len(problems(tmp_path, memory=memory)) == 1


def test_the_other_glossary_is_looked_at_as_well(tmp_path: Path) -> None:
    """A region's catalog is held to what the bare language's glossary says now; to its own alone if that goes."""
    write(
        tmp_path,
        {
            "pt/glossary.yml": "request: pedido\n",
            "pt_BR/glossary.yml": "response: resposta\n",
            "pt_BR/LC_MESSAGES/toy.po": po({"A request": "pedido"}),
        },
    )
    memory = Memory()
    assert problems(tmp_path, "pt_BR", memory) == []
    write(tmp_path, {"pt/glossary.yml": "request: solicitação\n"})
    assert [each.rule for each in problems(tmp_path, "pt_BR", memory)] == ["glossary"]
    (tmp_path / "locales/pt/glossary.yml").unlink()
    assert problems(tmp_path, "pt_BR", memory) == []
    write(tmp_path, {"pt_BR/glossary.yml": "request: solicitação\n"})
    assert [each.rule for each in problems(tmp_path, "pt_BR", memory)] == ["glossary"]


def test_a_glossary_that_cannot_be_read(tmp_path: Path) -> None:
    """It is said with its place, and nothing is held to it."""
    write(tmp_path, {"vi/glossary.yml": "request: [yêu cầu\n", "vi/LC_MESSAGES/toy.po": po({"A request": "x"})})
    assert [problem.rule for problem in problems(tmp_path)] == ["yaml"]
    (tmp_path / "locales/vi/glossary.yml").unlink()
    (tmp_path / "locales/vi/glossary.yml").mkdir()
    assert [problem.rule for problem in problems(tmp_path)] == ["unreadable"]
