"""What the comparison with other generators rests on: the same text everywhere, and a true report."""

from __future__ import annotations

import math
import os
import re
import shutil
from pathlib import Path

import lxml.html
import pytest
from lxml import etree

from tests import support
from tests.peers import __main__ as bench_peers
from tests.peers import content, report, tools
from tests.peers.markdown import address_link, article, file_link, to_page, words
from tests.peers.report import Figures, Measured, Run
from tests.peers.tools import PeerError

GOLDEN = support.ROOT / "tests" / "golden" / "peers"
CODES = 4
MATERIAL = tools.by_name(["material"])[0]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up protocol of four codes, built by this generator."""
    root = tmp_path_factory.mktemp("peers") / "codepair"
    content.write(root, CODES)
    support.opened(root, ["en"])
    support.built(root, root / "site")
    return root


@pytest.fixture(scope="module")
def material(project: Path) -> Path:
    """The same pages, built by plain MkDocs with Material as the benchmark does it."""
    root = project.parent / "material"
    shutil.copytree(tools.FOLDERS / "material" / "project", root)
    tools.write_pages(MATERIAL, root, bench_peers.pages_of(project / "site", MATERIAL.link))
    done = support.run(*MATERIAL.command, "--strict", cwd=root)
    assert (done.returncode, done.stderr) == (0, "")
    return root / "site"


def test_made_up_content() -> None:
    """It has the pairs that were asked for, and no two entries say the same."""
    assert content.count_of(2775) == 75
    for count in (CODES, 142):
        made = list(content.entries(count))
        assert len({entry["code"] for entry in made}) == count
        assert len({entry["phrase"] for entry in made}) == count
        for field in content.PROSE:
            assert len({entry[field] for entry in made}) == count
    with pytest.raises(ValueError, match="words for 1 to 1521 codes, not for 1522"):
        content.codes(1522)


def test_entries_are_as_long_as_real_ones() -> None:
    """The median of each text of 75 made-up codes lies between the quartiles of SIP's, or above them."""
    sip = support.opened(support.ROOT).library.entries["sip"]
    for field in content.PROSE:
        real = sorted(len(entry.meanings[0].prose[field]) for entry in sip.values())
        made = sorted(len(entry[field]) for entry in content.entries(75))
        assert made[len(made) // 2] >= real[len(real) // 4], field


def test_plain_material_shows_the_same(project: Path, material: Path) -> None:
    """Every comparison and every code's page says the same words in the same order, without a warning of MkDocs."""
    bench_peers.check(MATERIAL, material, bench_peers.comparisons(project / "site"), sampled=6)
    for entry in content.codes(CODES):
        ours = support.parse((project / "site" / content.FOLDER / entry / "index.html").read_bytes())
        theirs = support.parse((material / content.FOLDER / entry / "index.html").read_bytes())
        wanted = bench_peers.found_words(ours, ("//article",), ())
        assert len(wanted) > 300
        assert bench_peers.found_words(theirs, MATERIAL.article, MATERIAL.chrome) == wanted


@pytest.mark.parametrize(
    ("pattern", "replacement", "problem"),
    [
        ("names the warp", "names the weft", "shows something else on 100-vs-200: expected .*names the warp"),
        ("<header", "<div", "has no header on 100-vs-200"),
        ('rel="stylesheet"', 'rel="alternate"', "has no style sheet on 100-vs-200"),
    ],
)
def test_the_check_finds_what_differs(
    pattern: str, replacement: str, problem: str, project: Path, material: Path, tmp_path: Path
) -> None:
    """Another word, or a page that is not whole, stops the run."""
    site = tmp_path / "site"
    shutil.copytree(material / content.FOLDER, site / content.FOLDER)
    page = site / content.FOLDER / "100-vs-200" / "index.html"
    text = page.read_text(encoding="utf-8")
    assert pattern in text
    page.write_text(text.replace(pattern, replacement), encoding="utf-8")
    with pytest.raises(PeerError, match=problem):
        bench_peers.check(MATERIAL, site, bench_peers.comparisons(project / "site"), sampled=6)
    shutil.rmtree(page.parent)
    with pytest.raises(PeerError, match="made 5 comparisons, not 6"):
        bench_peers.check(MATERIAL, site, bench_peers.comparisons(project / "site"), sampled=6)


def test_pages_are_read_as_a_browser_reads_them(project: Path) -> None:
    """The fast parser that Markdown is made with finds the words that the HTML standard's parser finds."""
    for file in bench_peers.comparisons(project / "site"):
        html = file.read_bytes()
        standard = bench_peers.found_words(support.parse(html), ("//article",), ())
        assert words(article(html)) == standard


def markdown_of(inside: str) -> str:
    """Return the Markdown of an article."""
    html = f"<article><h1>H</h1>{inside}</article>"
    return to_page(html.encode(), "loom/1/", file_link).body


def test_markdown_forms() -> None:
    """Each element has the form that all peers read, and nothing in a text is taken for mark-up."""
    assert (
        markdown_of("<p>1. a_b *c* &lt;i> [x] &amp;lt; `</p>") == "1\\. a\\_b \\*c\\* &lt;i> \\[x\\] &amp;lt; \\`\n"
    )
    assert markdown_of("<p>- no list</p><p>+ none</p>") == "\\- no list\n\n\\+ none\n"
    assert markdown_of("<ol><li>a<li><b>b</b><p>c</ol>") == "1.  a\n2.  **b**\n\n    c\n"
    assert markdown_of("<pre><code>a <b>b</b>\n\nc</code></pre>") == "```\na b\n\nc\n```\n"
    table = "<table><tr><th>a|b<td><a href=../2/><code>c</code></a></table>"
    assert markdown_of(table) == "|  |  |\n| --- | --- |\n| a\\|b | [`c`](2.md) |\n"
    assert markdown_of("<details><summary>s</summary>t</details><nav>away</nav>") == "**s**\n\nt\n"


@pytest.mark.parametrize("inside", ["<p><kbd>k</kbd></p>", "<figure>f</figure>", "<p><code>a|b</code></p>"])
def test_what_markdown_cannot_say_stops(inside: str) -> None:
    """Nothing is left out in silence."""
    with pytest.raises(ValueError, match=r"has no form|have no common form"):
        markdown_of(inside)


def test_every_peer_has_what_it_needs() -> None:
    """Settings and lock files are there; no lock file names where packages come from."""
    for peer in tools.PEERS:
        folder = tools.FOLDERS / peer.name
        assert (folder / "project").is_dir(), peer.name
        locks = [*folder.glob("requirements.lock"), *folder.glob("project/package-lock.json")]
        assert locks or peer.install, peer.name
        for lock in locks:
            text = lock.read_text(encoding="utf-8")
            assert re.search(r'"integrity": "sha512-|--hash=sha256:', text), lock
            assert not re.search(r"--(extra-)?index-url|--find-links|\"resolved\"", text), lock
    with pytest.raises(PeerError, match=r"'jekyll' is no peer\. These are: material, "):
        tools.by_name(["jekyll"])


def test_front_matter_is_each_peer_s_own() -> None:
    """The heading stands once: in the text, or in the title that the theme shows."""
    page = to_page(b'<article><h1>A: "b"</h1><p>c</article>', "loom/1-vs-2/", address_link)
    texts = {peer.name: tools.text(peer, page) for peer in tools.PEERS}
    assert texts["material"] == '---\nsearch: {"exclude": true}\n---\n\n# A: "b"\n\nc\n'
    assert texts["material-nav"] == '# A: "b"\n\nc\n'
    assert texts["hugo"] == '---\ntitle: "A: \\"b\\""\ndate: "2026-01-01"\n---\n\nc\n'
    assert texts["starlight"] == '---\ntitle: "A: \\"b\\""\npagefind: false\n---\n\nc\n'


@pytest.fixture
def run() -> Run:
    """A run with made-up figures: a peer with both sizes, one with one of them, a target reached and one missed."""
    sizes = (2775, 10011)
    ours = Measured("codepair", "Codepair", "0.1.0", "Material", "mkdocs build --quiet")
    material = Measured("material", "MkDocs + Material", "1.6.1", "Material", "mkdocs build --quiet")
    hugo = Measured("hugo", "Hugo", "0.168.0", "what `hugo new theme` makes", "hugo build --quiet")
    star = Measured("starlight", "Astro Starlight", "5.18.2", "Starlight", "astro build --silent")
    for size, rounds in zip(sizes, ([1.0, 0.8, 1.5], [2.5]), strict=True):
        ours.figures[size] = Figures(rounds, rounds, 60, 16_300)
        material.figures[size] = Figures([60 * second for second in rounds], rounds, 400, 25_600)
        hugo.figures[size] = Figures([3 * second for second in rounds], rounds, 1200, 12_000)
    star.figures[2775] = Figures([310.0], [400.0], 1500, 56_100)
    return Run([ours, material, hugo, star], 20, {"Date": "2026-11-23", "Processors": "2"}, {2775: 13_400.0})


@pytest.mark.parametrize("name", ["peers.md", "peers.svg"])
def test_report(name: str, run: Run) -> None:
    """Table and chart are what their files say; ``GOLDEN=write`` writes them again."""
    text = report.markdown(run) if name.endswith(".md") else report.chart(run)
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.mkdir(parents=True, exist_ok=True)
        (GOLDEN / name).write_text(text, encoding="utf-8")
    assert text == (GOLDEN / name).read_text(encoding="utf-8")


def test_targets(run: Run) -> None:
    """Ratios are of medians, within one size."""
    assert report.targets(run) == [
        ("MkDocs + Material", 50, 2775, 60.0),
        ("MkDocs + Material", 50, 10011, 60.0),
        ("Hugo", 5, 2775, 3.0),
        ("Hugo", 5, 10011, 3.0),
    ]


def test_chart_is_to_scale(run: Run) -> None:
    """Ten times as long is one step of the scale further, and the scale begins at 0.1 s."""
    drawing = etree.fromstring(report.chart(run).encode())
    bars = [
        float(bar.get("width") or "")
        for bar in drawing.iter("{http://www.w3.org/2000/svg}rect")
        if bar.get("height") == "12" and bar.get("width") != "12"
    ]
    assert len(bars) == 7
    ours, theirs = bars[0], bars[2]
    assert (theirs - ours) / ours == pytest.approx(math.log10(60), rel=0.01)


def test_words_see_what_readers_see() -> None:
    """Drawings, scripts and the theme's own marks are no words of the page."""
    page = lxml.html.fromstring("<div>a<svg><text>no</text></svg><a class=mark>¶</a>b<script>no</script><p>c</div>")
    assert words(page, page.findall("a")) == ["ab", "c"]
