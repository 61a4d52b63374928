"""Ladder diagrams: what is drawn, that it is well formed, fits, mirrors, and says the same as the list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from codepair.library.flow import Arrow, Event, Flow
from codepair.pages.ladder import Drawing, StepKey, draw, measure, parting, step_keys, wrap
from codepair.site.project import Project
from tests import support

SVG = "{http://www.w3.org/2000/svg}"


def texts(drawing: Drawing) -> list[str]:
    """Return the texts of a drawing, read by an XML parser."""
    tree = etree.fromstring(drawing.file().encode())
    return [str(item.text) for item in tree.iter(f"{SVG}text")]


def test_every_drawing_says_what_its_flow_says(project: Project) -> None:
    """Participants, labels and events are all there, in each locale, and nothing else; all of it fits."""
    count = 0
    for translator in project.translators:
        of = translator.of("sip")
        for entry in project.library.entries["sip"].values():
            for flow in support.flows(entry):
                count += 1
                drawing = draw(entry, flow, of.value, "ltr")
                words = sorted(" ".join(texts(drawing)).split())
                expected = [of.value(entry.protocol.participants[name]) for name in flow.participants]
                for step in flow.steps:
                    expected.append(step.label if isinstance(step, Arrow) else of.value(step.says))
                assert words == sorted(" ".join(expected).split()), entry.code
                assert len(drawing.tops) == len(flow.steps) + 1
                assert drawing.tops[-1] < drawing.height
                assert drawing.width <= 400, "wider than a phone shows at a size that can be read"
                for element in etree.fromstring(drawing.file().encode()).iter(f"{SVG}rect"):
                    x, width = float(element.get("x", "0")), float(element.get("width", "0"))
                    assert x >= 0, entry.code
                    assert x + width <= drawing.width, entry.code
    assert count >= 150


def test_own_arrows_differ_by_more_than_colour(project: Project) -> None:
    """The code's arrows are thicker and their labels bold."""
    entry = project.library.entries["sip"]["486"]
    (flow,) = support.flows(entry)
    body = draw(entry, flow, str, "ltr").body
    own = sum(entry.is_carried_by(arrow) for arrow in flow.arrows)
    bold = re.search(r'<g fill="var\(--k,currentColor\)" font-weight="700">(.*?)</g>', body)
    assert bold is not None
    assert bold[1].count("<text") == own == 2
    assert 'stroke="var(--k,currentColor)" stroke-width="var(--cp-own,3)"' in body


def test_right_to_left(project: Project) -> None:
    """In a locale that is read from the right, the first participant stands on the right; protocol text stays."""
    entry = project.library.entries["sip"]["486"]
    (flow,) = support.flows(entry)
    plain, mirrored = (draw(entry, flow, str, direction) for direction in ("ltr", "rtl"))

    def place(drawing: Drawing, text: str) -> int:
        found = re.search(rf'<text x="(\d+)"[^>]*>{text}<', drawing.body)
        assert found is not None
        return int(found[1])

    assert place(plain, "Caller") < place(plain, "Proxy") < place(plain, "Callee")
    assert place(mirrored, "Caller") > place(mirrored, "Proxy") > place(mirrored, "Callee")
    assert mirrored.body.count('direction="ltr"') >= len(flow.arrows)
    assert 'direction="ltr"' not in plain.body


def test_where_flows_part(project: Project) -> None:
    """The first step that differs; one flow may end before the other."""
    citation = project.library.entries["sip"]["486"].defined_in
    invite, busy, rings = Arrow("a", "b", "INVITE"), Arrow("b", "a", "486 Busy Here"), Event("b", "It rings.")

    def keys(*steps: Arrow | Event) -> Sequence[StepKey]:
        return step_keys(Flow(("a", "b"), steps, citation))

    one = keys(invite, rings, busy)
    assert parting(one, keys(invite, busy)) == 1
    assert parting(one, keys(invite, rings)) == 2
    assert parting(one, keys(busy)) == 0
    assert parting(one, one) == 3


@given(st.text(max_size=60), st.integers(20, 300))
def test_wrapping_loses_nothing(text: str, width: int) -> None:
    """Every word stays, in order; a line that is too wide is a single word."""
    lines = wrap(text, width)
    assert " ".join(lines).split() == text.split()
    for line in lines:
        assert measure(line) <= width or len(line.split()) == 1


def test_diagrams_are_shared(site: Path, project: Project) -> None:
    """Comparisons show the diagrams of a file with ``<use>``; none is stored once a pair."""
    page = (site / "vi/sip/486-vs-600/index.html").read_text(encoding="utf-8")
    uses = re.findall(r'<use href="?([^" >]+)"?>', page)
    assert uses == [f"../../../assets/codepair/flows/sip/{code}.vi.svg#f" for code in ("486", "600")]
    assert "<text" not in page
    files = list((site / "assets/codepair/flows").rglob("*.svg"))
    flows = sum(len(support.flows(entry)) for entry in project.library.entries["sip"].values())
    assert len(files) >= 2 * flows
    for file in files:
        assert etree.parse(file).getroot().find(f"{SVG}g[@id='f']") is not None
