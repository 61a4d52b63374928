"""Ladder diagrams as they are drawn, shape by shape."""

from __future__ import annotations

import pytest

from codepair.library.flow import Arrow, Event, Flow
from codepair.pages.ladder import Drawing, draw, measure, parting, step_keys, wrap
from tests import models, support

NAMES = {
    "phone": "Phone",
    "proxy": "Proxy",
    "gate": "Gateway to the old telephone network",
    "far": "遠くの電話機",
    "wide": "the gateway to Old Telephones Here",
}
EVENTS = {"It rings.": "Nó đổ chuông.", "Nobody answers.": "Không ai trả lời."}


def drawn(flow: Flow, direction: str = "ltr") -> Drawing:
    """Draw a flow of the code 486, with names and events translated."""
    protocol = models.protocol(participants={name: f"the {name}" for name in NAMES})
    translated = {**{f"the {name}": label for name, label in NAMES.items()}, **EVENTS}
    entry = models.entry(protocol, "486", phrase="Busy Here")
    return draw(entry, flow, lambda text: translated.get(text, text), direction)


def there(label: str) -> Arrow:
    return Arrow("phone", "far", label)


def back(label: str) -> Arrow:
    return Arrow("far", "phone", label)


FLOWS = {
    "two": models.flow(
        there('INVITE <sip:far@codes.example> & "more" of it than one line of the diagram has room for'),
        back("180 Ringing"),
        Event("far", "It rings."),
        Event("phone", "What happens here takes more words than the diagram is wide, so that they stand in lines."),
        back("486 Busy Here"),
        there("486"),
        back("480 Temporarily Unavailable"),
        participants=("phone", "far"),
    ),
    "three": models.flow(
        Arrow("phone", "proxy", "INVITE"),
        Arrow("proxy", "far", "INVITE"),
        Event("proxy", "Nobody answers."),
        Arrow("far", "proxy", "486 Busy Here"),
        Arrow("proxy", "phone", "486 Busy Here"),
        Arrow("phone", "far", "ACK"),
        participants=("phone", "proxy", "far"),
    ),
    "four": models.flow(
        Arrow("phone", "gate", "INVITE"),
        Arrow("far", "proxy", "BYE 遠くの電話機"),
        participants=("phone", "proxy", "gate", "far"),
    ),
    "fitting": models.flow(
        Arrow("wide", "far", "A label for which there is just room"),
        Event("far", "Here is an Event for which There is Just a Row."),
        participants=("wide", "far"),
    ),
    "own": models.flow(back("486"), participants=("phone", "far")),
    "event": models.flow(Event("far", "It rings."), participants=("gate", "far")),
}


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("name", FLOWS)
def test_a_drawing(name: str, direction: str) -> None:
    """Lanes, boxes, arrows both ways and labels are where they were when somebody last looked at the drawing."""
    drawing = drawn(FLOWS[name], direction)
    tops = f"<!-- steps begin at {', '.join(map(str, drawing.tops))} -->\n"
    support.assert_golden(f"flows/{name}.{direction}.svg", tops + drawing.file().replace("><", ">\n<"))


def test_what_makes_two_steps_the_same() -> None:
    """Who sends what to whom; what happens to whom. An event is never an arrow."""
    ask, says = Arrow("one", "other", "ASK", "ASK 1", ("ASK",)), Event("one", "ASK")
    assert step_keys(models.flow(ask, says)) == (("one", "other", "ASK"), ("one", "ASK"))
    keys = step_keys(models.flow(ask, says, ask))
    assert parting(keys, keys) == 3
    assert parting(keys, keys[:1]) == parting(keys[:1], keys) == 1
    assert parting(keys, ()) == 0
    others = (Arrow("far", "other", "ASK"), Arrow("one", "far", "ASK"), Arrow("one", "other", "TELL"))
    assert {parting(keys, step_keys(models.flow(other, says, ask))) for other in others} == {0}
    for other in (Event("other", "ASK"), Event("one", "TELL")):
        assert parting(keys, step_keys(models.flow(ask, other, ask))) == 1


def test_how_wide_a_text_is() -> None:
    """By its kinds of characters: wide ones of East Asia, capitals and digits, all others."""
    assert [measure(text) for text in ("", "i", "I", "1", "電", "Ｗ", "iI1電")] == pytest.approx(
        [0, 6.9, 8.4, 8.4, 12, 12, 35.7]
    )


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("aaa bbb", measure("aaa bbb"), ["aaa bbb"]),
        ("aaa bbb", measure("aaa bbb") - 0.1, ["aaa", "bbb"]),
        ("aaa bbb ccc", measure("aaa bbb"), ["aaa bbb", "ccc"]),
        ("aaa  bbb\nccc", 1000, ["aaa bbb ccc"]),
        ("aaabbb c", 10, ["aaabbb", "c"]),
        ("", 10, []),
    ],
)
def test_where_a_line_breaks(text: str, width: float, lines: list[str]) -> None:
    """A line takes as many words as fit exactly."""
    assert wrap(text, width) == lines
