"""Which pages there are: every pair once, in order, however it is asked for."""

from __future__ import annotations

from itertools import combinations

import pytest

from codepair.library.model import Entry, Pair, Protocol, make_pair
from codepair.library.plan import DEPTH, Page, Pairs, PairsOption, Plan, code_page, make_plan
from tests import models

TOY, OTHER = models.protocol("toy"), models.protocol("other")


def entry(code: str, status: str = "registered", of: Protocol = TOY) -> Entry:
    return models.entry(of, code, status=status)


A, B, OLD, C, LOST, D = (
    *(entry("1"), entry("2", "deprecated"), entry("3", "historic"), entry("10"), entry("11", "unofficial")),
    entry("a-vs-b"),
)
Z = entry("z")
ENTRIES = (A, B, OLD, C, LOST, D, Z)
GUIDED = (
    Pair(A, C, models.guidance(summary="A and C.")),
    Pair(B, OLD, models.guidance(summary="B and OLD.")),
    Pair(OLD, C, models.guidance(summary="OLD and C.")),
    Pair(OLD, LOST, models.guidance(summary="OLD and LOST.")),
)
CURRENT = [*combinations((A, B, C, D, Z), 2)]
ALL = sorted({*CURRENT, (B, OLD), (OLD, C), (OLD, LOST)}, key=lambda pair: (pair[0].order, pair[1].order))


def pairs(option: PairsOption = "all") -> Pairs:
    """Return the pairs of seven codes, two of which are compared only where an editor did it."""
    return Pairs(ENTRIES, GUIDED, option)


def ends(found: Pairs) -> list[tuple[Entry, Entry]]:
    """Return the two codes of each pair, in their order."""
    return [(pair.a, pair.b) for pair in found]


def test_every_pair_of_current_codes_and_what_editors_wrote() -> None:
    """Once, in natural order, with its guidance; as many as there are said to be."""
    made = pairs()
    assert ends(made) == ALL
    assert len(made) == len(ALL) == 13
    assert [pair for pair in made if pair.guidance] == [*GUIDED]
    assert made.beyond == [*GUIDED[1:]]
    assert made.rows() == [4, 4, 2, 2, 0, 1, 0]
    assert [[pair.b for pair in made.row(index)] for index in range(7)] == [
        *([B, C, D, Z], [OLD, C, D, Z], [C, LOST], [D, Z], [], [Z], []),
    ]


def test_pairs_with_guidance_only() -> None:
    """Nothing else has a page then."""
    made = pairs("guided")
    assert [*made] == [*GUIDED]
    assert (len(made), made.rows(), made.beyond) == (4, [1, 1, 2, 0, 0, 0, 0], [*GUIDED])
    assert made.find("1-vs-2") is None
    assert made.find("1-vs-10") is GUIDED[0]


def test_two_codes_and_their_guidance() -> None:
    """A pair that would be there without it is counted once."""
    made = Pairs((A, C), GUIDED[:1], "all")
    assert (len(made), made.beyond, made.rows(), [*made]) == (1, [], [1, 0], [GUIDED[0]])


@pytest.mark.parametrize("option", ["all", "guided"])
def test_every_way_to_ask_gives_the_same_pairs(option: PairsOption) -> None:
    """By row, by code, by address, by the pair itself."""
    made = pairs(option)
    assert [sum(1 for _ in made.row(index)) for index in range(len(ENTRIES))] == made.rows()
    for one in ENTRIES:
        found = [(other, pair.a, pair.b) for other, pair in made.of(one)]
        assert found == [
            (other, *((one, other) if one.order < other.order else (other, one)))
            for other in ENTRIES
            if other is not one and make_pair(one, other) in made
        ]
    for a, b in combinations(ENTRIES, 2):
        pair = made.find(f"{a.slug}-vs-{b.slug}")
        assert (pair is not None) is (Pair(a, b) in made) is ((a, b) in ends(made))
        assert pair is None or (pair.a, pair.b, pair.guidance) == (
            a,
            b,
            next((each.guidance for each in GUIDED if (each.a, each.b) == (a, b)), None),
        )
        assert made.find(f"{b.slug}-vs-{a.slug}") is None
    address: object = "1-vs-2"
    assert address not in made


@pytest.mark.parametrize(
    "slug", ["", "1", "1-vs-1", "1-vs-", "-vs-1", "1-vs-12", "12-vs-1", "1-vs-2-vs-10", "1-2", "a-vs-b"]
)
def test_addresses_of_no_pair(slug: str) -> None:
    """They lead to nothing; a code may have ``-vs-`` in its own."""
    assert pairs().find(slug) is None
    found = pairs().find("10-vs-a-vs-b")
    assert found is not None
    assert (found.a, found.b) == (C, D)
    found = pairs().find("a-vs-b-vs-z")
    assert found is not None
    assert (found.a, found.b) == (D, Z)


def plan(option: PairsOption = "all") -> Plan:
    """Return the plan of two protocols."""
    others = [entry("1", of=OTHER), entry("2", of=OTHER)]
    library = models.library(TOY, OTHER, entries=[*reversed(ENTRIES), *others], guided=GUIDED)
    return make_plan(library, option)


def test_all_pages_in_order() -> None:
    """The home page, the choice of codes, then each protocol with its codes and what editors wrote."""
    made = plan()
    assert [(page.kind, page.path) for page in made.pages] == [
        ("home", ""),
        ("compare", "compare/"),
        ("protocol", "toy/"),
        *(("code", f"toy/{each.slug}/") for each in ENTRIES),
        *(("comparison", f"toy/{pair.slug}/") for pair in GUIDED),
        ("protocol", "other/"),
        ("code", "other/1/"),
        ("code", "other/2/"),
    ]
    assert all(page.is_indexed for page in made.pages)
    assert made.single == tuple(page for page in made.pages if page.kind != "comparison")
    assert [page.protocol for page in made.pages] == [None, None, *["toy"] * 12, *["other"] * 3]
    assert made.pages[3].entry is A
    assert made.pages[10].pair is GUIDED[0]
    comparisons = [*made.comparisons()]
    assert [pair.slug for pair in comparisons if pair.a.protocol is OTHER] == ["1-vs-2"]
    assert made.count == len(made.single) + len(comparisons) == 13 + 14
    assert plan("guided").count == 13 + 4
    assert made.has_pair(GUIDED[0])
    assert not made.has_pair(Pair(OLD, D))
    for page in made.pages:
        assert page.path.count("/") == DEPTH[page.kind]


def test_pages_by_their_addresses() -> None:
    """Each is found, and nothing else."""
    made = plan()
    for page in made.pages:
        assert made.find(page.path) == page
    found = made.find("toy/1-vs-2/")
    assert found is not None
    assert (found.kind, found.path, found.is_indexed) == ("comparison", "toy/1-vs-2/", False)
    assert found.pair is not None
    assert (found.pair.a, found.pair.b) == (A, B)
    assert DEPTH[found.kind] == 2
    for path in (
        "toy",
        "toy/1",
        "toy/9/",
        "toy/1-vs-3/",
        "nobody/",
        "nobody/1/",
        "toy/1/2/",
        "toy//",
        "compare",
        "/",
    ):
        assert made.find(path) is None


def test_what_a_page_is_about() -> None:
    """A code page knows its code, a comparison its pair; no other page has either."""
    assert code_page(A) == Page("code", "toy/1/", True, A, None)
    assert Page("home", "") == Page("home", "", True, None, None)
