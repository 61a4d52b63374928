"""Which protocol a text speaks: signs decide where a number behind ``error`` is a code of several."""

from __future__ import annotations

from dataclasses import replace

import pytest

from codepair.recognizing.expressions import parse_expression
from codepair.recognizing.findings import find
from codepair.recognizing.recognizers import Beside, Field, Lead, Recognizer, Recognizers, Sign, WithoutSign

SURE = {"one": r"\b(\d{3})!", "two": r"\b(\d{3})\?"}


def protocol(
    name: str, sign: str, without_sign: WithoutSign = "nothing", number: str = r"error (\d{3})"
) -> Recognizers:
    """Return a protocol whose code 503 is found in ``503!`` anywhere and in ``error 503`` beside a sign."""

    def unsure(id_: str, expression: str, beside: Beside | None = None, unless: str | None = None) -> Recognizer:
        written = parse_expression(expression).text
        return Recognizer(id_, "words", written, (1,), without_sign=without_sign, beside=beside, unless=unless)

    return Recognizers(
        id=name,
        is_covered=True,
        fields={"status": Field("status"), "words": Field("words", 1)},
        codes={"503": f"{name}/503", "486": f"{name}/486"},
        recognizers=(
            Recognizer("sure", "status", parse_expression(SURE[name]).text, (1,)),
            unsure("alone", number, beside="nothing", unless=parse_expression(" ?ms").text),
            unsure("or", r"\bor (\d{3})", beside="codes"),
            unsure("said", r"said (\d{3})"),
        ),
        signs=(Sign(name, parse_expression(sign).text),),
    )


def others(sign: str) -> Recognizers:
    """Return what tells of a protocol that is not covered."""
    signs = (Sign("mail", parse_expression(sign).text),)
    return Recognizers("others", False, {"mail": Field("mail", 9)}, signs=signs)


ONE = protocol("one", "alpha")
TWO = protocol("two", "beta")
MAIL = others("mail")


@pytest.mark.parametrize(
    ("text", "addresses", "possible"),
    [
        ("error 503", [], []),
        ("alpha error 503", ["one/503"], []),
        ("beta error 503", ["two/503"], []),
        ("alpha\nerror 503", ["one/503"], []),
        ("error 503\nalpha", ["one/503"], []),
        ("alpha\nbeta error 503", ["two/503"], []),
        ("alpha error 503\nbeta error 486", ["one/503", "two/486"], []),
        ("alpha beta error 503", [], ["one/503", "two/503"]),
        ("alpha\nbeta\nerror 503", ["two/503"], []),
        ("alpha\nerror 503\n\nbeta", ["one/503"], []),
        ("alpha beta\nerror 503", [], ["one/503", "two/503"]),
        ("alpha mail error 503", [], []),
        ("alpha\nmail error 503", [], []),
        ("mail\nalpha error 503", ["one/503"], []),
        ("mail\nalpha\nerror 503", ["one/503"], []),
        ("alpha\nmail\nerror 503", [], []),
        ("alpha error 503ms", [], []),
        ("alpha error 503", ["one/503"], []),
        ("alpha error 999", [], []),
        ("486!\nerror 503", ["one/486", "one/503"], []),
        ("486! error 503", ["one/486"], []),
        ("486! said 503", ["one/486", "one/503"], []),
        ("486! said 486", ["one/486"], []),
        ("486? alpha said 486", ["two/486"], []),
        ("486! or 503", ["one/486", "one/503"], []),
        ("alpha said 486 or 503", ["one/486", "one/503"], []),
        ("alpha or 503", [], []),
        ("486!\nalpha or 503", ["one/486"], []),
        ("486? alpha error 503", ["two/486"], []),
        ("486? alpha said 503", ["two/486", "two/503"], []),
        ("486! beta said 503", ["one/486", "one/503"], []),
        ("486! alpha beta said 503", ["one/486", "one/503"], []),
        ("486? error 503", ["two/486"], []),
    ],
)
def test_a_sign_decides(text: str, addresses: list[str], possible: list[str]) -> None:
    """The line's own, else the nearest line's; what is sure is one."""
    findings = find(text, [ONE, TWO, MAIL]).findings
    assert [each.address for each in findings if each.address] == addresses
    assert [code for each in findings for code in each.possible] == possible


def test_without_any_sign_it_may_be_a_code() -> None:
    """Where a recognizer says so: of its own protocol, and of each other that says the same of the same place."""
    may = [protocol("one", "alpha", "possible"), protocol("two", "beta", "possible", r"rror (\d{3})"), MAIL]
    (found,) = find("error 503", may).findings
    assert (found.address, found.possible) == (None, ("one/503", "two/503"))
    (found,) = find("error 503", may[:1]).findings
    assert (found.address, found.possible) == (None, ("one/503",))
    assert not find("mail error 503", may).findings


def test_a_sign_of_one_that_has_no_such_number_is_silence() -> None:
    """Of nobody who has the number is told: it may be a code, as without any sign; not where mail is told of."""
    may = protocol("one", "alpha", "possible")
    third = replace(protocol("two", "gamma"), codes={"302": "two/302"})
    (found,) = find("gamma error 503", [may, third, MAIL]).findings
    assert (found.address, found.possible) == (None, ("one/503",))
    assert not find("gamma mail error 503", [may, third, MAIL]).findings


def test_an_indirect_answer_hides_no_direct_one() -> None:
    """What an indirect field leads to is no answer beside a direct one: the number that says the same stays."""
    named = Recognizer("log", "log", parse_expression(r"(busy)#").text, (1,))
    log = Field("log", 2, True, {"busy": Lead("busy", "one/486")})
    one = replace(ONE, fields={**ONE.fields, "log": log}, recognizers=(*ONE.recognizers, named))
    assert [each.address for each in find("busy#", [one]).findings] == ["one/486"]
    found = find("busy# alpha said 486\n503!", [one]).findings
    assert [(each.recognizer, each.address) for each in found] == [
        ("log", None),
        ("said", "one/486"),
        ("sure", "one/503"),
    ]


def test_what_may_be_decides_nothing() -> None:
    """A code that the text surely has does."""
    found = find("alpha beta error 503\n486!", [ONE, TWO])
    assert found.decisive is not None and found.decisive.address == "one/486"
    assert find("alpha beta error 503", [ONE, TWO]).decisive is None


def test_pieces_speak_together() -> None:
    """A sign at the end of a long text speaks for its beginning."""
    text = "error 503\n" + "x\n" * 20_000 + "alpha"
    assert [each.address for each in find(text, [ONE, TWO]).findings] == ["one/503"]


def test_weak_signs_speak_in_silence_only() -> None:
    """Where no line has another sign; one anywhere in the text is enough to silence them."""
    weak = replace(TWO, signs=(replace(TWO.signs[0], is_weak=True),))
    for text, addresses in (
        ("beta error 503", ["two/503"]),
        ("beta\nerror 503", ["two/503"]),
        ("alpha\n\n\nbeta error 503", ["one/503"]),
        ("486!\n\n\nbeta error 503", ["one/486", "one/503"]),
    ):
        assert [each.address for each in find(text, [ONE, weak]).findings] == addresses, text


def test_a_protocol_without_such_a_number_is_not_asked() -> None:
    """Its sign takes no number from another, in its own line or in the nearest."""
    third = replace(protocol("two", "gamma"), codes={"302": "two/302"})
    for text in ("gamma alpha error 503", "alpha\ngamma error 503", "alpha\n\n\ngamma\nerror 503"):
        assert [each.address for each in find(text, [ONE, third]).findings] == ["one/503"], text
    assert [each.address for each in find("alpha\ngamma error 302", [ONE, third]).findings] == ["two/302"]


def test_weak_signs_beside_another_protocol_s() -> None:
    """In a line that speaks another protocol alone, a number is one that may be."""
    weak = replace(ONE, signs=(replace(ONE.signs[0], is_weak=True),))
    third = replace(protocol("two", "gamma"), codes={"302": "two/302"})
    (found,) = find("gamma alpha error 503", [weak, third]).findings
    assert (found.address, found.possible) == (None, ("one/503",))
    (found,) = find("gamma\nalpha error 503", [weak, third]).findings
    assert found.address == "one/503"


def test_a_finding_may_be_its_value_alone() -> None:
    """What a match needs beside it is left to another finding; without that, the longer match takes both."""
    for is_value_only, expected in ((True, ["one/503", "two/486"]), (False, ["one/503"])):
        first = replace(ONE.recognizers[0], expression=r"\b([0-9]{3})! 486\?", is_value_only=is_value_only)
        one = replace(ONE, recognizers=(first,), fields={"status": Field("status", 9)})
        assert [each.address for each in find("503! 486?", [one, TWO]).findings] == expected


def test_beside_its_own_codes_or_none() -> None:
    """Not in a line that names another's code alone, which has such a number too."""
    number = replace(ONE.recognizers[1], beside="own")
    one = replace(ONE, recognizers=(ONE.recognizers[0], number))
    for text, expected in (
        ("alpha error 503", ["one/503"]),
        ("486! error 503", ["one/486", "one/503"]),
        ("486? alpha error 503", ["two/486"]),
    ):
        assert [each.address for each in find(text, [one, TWO]).findings] == expected, text
