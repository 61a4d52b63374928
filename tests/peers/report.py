"""What was measured, as a page with tables and as a chart; the same figures give the same bytes."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

TARGETS = {"material": 50, "material-nav": 50, "hugo": 5, "docsy": 5}
"""How many times faster than which peer this generator is meant to be, by the peer's name."""

COLUMNS = (
    "Generator",
    "Version",
    "Theme and settings",
    "Seconds",
    "CPU seconds",
    "Pages/s",
    "Peak MB",
    "Page KB",
    "Times ours",
)
"""The first three are words, the others numbers."""

INTRODUCTION = """\
`make bench-peers` builds the same comparison pages, with the same visible text, with this generator and with
others, one process at a time on one machine, and writes this page. A figure is the wall time of the whole
process from an empty output folder and an empty cache, the median of the rounds; the rounds alternate between
the generators.
"""

PAGES = """## The pages

The content is a made-up protocol (`tests/peers/content.py`) whose entries are as long as those of SIP, in one
language. This generator builds it from YAML. What its pages say is then taken from its HTML and written as
Markdown with the same headings, tables, lists, code and links; that is what the peers build. They build the
pages of the codes as well, a page of the protocol and a home page; pages a second count the comparisons only.

After the first round of each size, the number of pages is counted, and {sampled} random comparisons of each
peer are read as a browser reads them: their words must be those of this generator's page, in the same order
(white space and the shape of quotation marks do not count), and the page must have a header, navigation or
footer, and a style sheet. A run in which anything differs writes no report.
"""

EMISSION = """\
Making and writing the pages alone (the theme's shells and the fragments of every code included; the start of
the process, the reading of the content and the search index not), this generator does {rate} pages/s with
{size} comparisons.
"""

LIMITS = """## What is not comparable

- The peers turn Markdown into HTML, page by page: each text of a code is rendered once for each comparison that
  shows it. This generator has the texts as structured data and renders each once. That is the point of it and
  the reason for most of the difference; a site whose pages share nothing would not gain it.
- This generator's time includes what the peers do not do: reading and checking the YAML, comparing the codes,
  drawing the flows, JSON for machines, sitemaps and a search index. Its pages show each flow as a diagram
  beside the list; the peers' have the list only. Its tables and panels have classes, and the number of a source
  leads to the source; the peers' to the heading of the list. The way around the site (breadcrumbs, steps, side
  bars) is each theme's own.
- Comparisons without an editor's guidance are not in this generator's search. Where a peer has a search, they
  are left out of it too, which makes the peer faster. The same holds for navigation: all comparisons in a side
  bar would be of no use to a reader, and slow. The row "as it comes" shows what MkDocs does without such
  settings.
- Hugo comes without a theme. What `hugo new theme` makes is a whole page (head, header, menu, footer, style
  sheet, script), but the least that one can have; Docsy is a theme for documentation as Material is one. Both
  are measured against the target.
- Eleventy has no theme; its layout here is one that a user would write on the first day.
- Zensical is the newest version whose parts were all in the registry used, Starlight the newest that runs on
  Node.js 20.
- Peak memory is that of the largest process of a build, not the sum of several that run at once; Pagefind,
  which this generator and Starlight start, is one of its own.
"""


@dataclass
class Figures:
    """One generator with one number of pages."""

    seconds: list[float] = field(default_factory=list)
    """Wall time of each round."""
    processor: list[float] = field(default_factory=list)
    """Processor time of each round, all cores together."""
    megabytes: float = 0
    """Peak memory of the largest process in any round."""
    page: int = 0
    """Median size of a comparison's HTML, in bytes."""

    @property
    def median(self) -> float:
        """The time that is compared."""
        return statistics.median(self.seconds)


@dataclass
class Measured:
    """One generator and its figures by number of comparisons."""

    name: str
    label: str
    version: str
    theme: str
    command: str
    figures: dict[int, Figures] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """Everything one run has measured; this generator stands first."""

    tools: Sequence[Measured]
    sampled: int
    """How many pages of each peer and size had their text compared."""
    machine: Mapping[str, str]
    emission: Mapping[int, float] = field(default_factory=dict)
    """Pages a second of making and writing pages alone, by number of comparisons."""

    @property
    def sizes(self) -> list[int]:
        """The numbers of comparisons, in order."""
        return sorted(self.tools[0].figures)

    def ratio(self, tool: Measured, size: int) -> float:
        """Return how many times as long as this generator another took."""
        return tool.figures[size].median / self.tools[0].figures[size].median


def targets(run: Run) -> list[tuple[str, int, int, float]]:
    """Return label, wanted ratio, number of comparisons and ratio reached, for every target that was measured."""
    return [
        (tool.label, TARGETS[tool.name], size, run.ratio(tool, size))
        for tool in run.tools
        if tool.name in TARGETS
        for size in run.sizes
        if size in tool.figures
    ]


def markdown(run: Run) -> str:
    """Return the page of the report."""
    return "\n".join(_lines(run)) + "\n"


def _lines(run: Run) -> Iterator[str]:
    yield "# The same pages with other generators"
    yield ""
    yield INTRODUCTION.rstrip()
    yield ""
    yield "![Seconds for each generator, on a logarithmic scale](peers.svg)"
    for size in run.sizes:
        yield ""
        yield f"## {size:,} comparisons"
        yield ""
        yield f"| {' | '.join(COLUMNS)} |"
        yield "|" + "---|" * 3 + "---:|" * (len(COLUMNS) - 3)
        yield from _rows(run, size)
    yield ""
    yield "## Targets"
    yield ""
    for label, wanted, size, reached in targets(run):
        verdict = "reached" if reached >= wanted else "missed"
        yield f"- {label}, {size:,} comparisons: wanted {wanted} times ours, measured {_times(reached)}: {verdict}."
    if not targets(run):
        yield "None of the peers with a target was measured."
    yield ""
    yield "## Commands"
    yield ""
    yield "Each is run in its project's folder; `tests/peers/` holds the settings and lock files."
    yield ""
    yield "| Generator | Command |"
    yield "|---|---|"
    for tool in run.tools:
        yield f"| {tool.label} | `{tool.command}` |"
    yield ""
    yield "## Machine"
    yield ""
    for name, value in run.machine.items():
        yield f"- {name}: {value}"
    yield ""
    yield PAGES.format(sampled=run.sampled)
    for size, rate in sorted(run.emission.items()):
        yield EMISSION.format(rate=f"{rate:,.0f}", size=f"{size:,}")
    yield LIMITS.rstrip()


def _rows(run: Run, size: int) -> Iterator[str]:
    """Yield a row for each generator; one that was not given so many pages says so."""
    for tool in run.tools:
        head = f"| {tool.label} | {tool.version} | {tool.theme} |"
        if size not in tool.figures:
            yield f"{head} not run |  |  |  |  |  |"
            continue
        figures = tool.figures[size]
        seconds = f"{figures.median:.2f}"
        if len(figures.seconds) > 1:
            seconds += f" ({min(figures.seconds):.2f} to {max(figures.seconds):.2f})"
        yield (
            f"{head} {seconds} | {statistics.median(figures.processor):.2f} | {size / figures.median:,.0f} "
            f"| {figures.megabytes:,.0f} | {figures.page / 1000:.1f} | {_times(run.ratio(tool, size))} |"
        )


def _times(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.1f}"


# The chart

_WIDTH, _LEFT, _RIGHT, _TOP, _BAR, _GAP = 760, 190, 70, 64, 14, 12
_COLOURS = (("#0b6e99", "#4fb3dd"), ("#c2571a", "#f0955c"), ("#5b6770", "#9aa7b1"))


def chart(run: Run) -> str:
    """Return the times as a bar chart, an SVG drawing that is readable on light and dark."""
    times = [figures.median for tool in run.tools for figures in tool.figures.values()]
    low = 10 ** math.floor(math.log10(min(times) / 2))  # half, so that the shortest bar is to be seen
    high = 10 ** math.ceil(math.log10(max(times)))
    span = _WIDTH - _LEFT - _RIGHT

    def x(seconds: float) -> float:
        return _LEFT + span * (math.log10(seconds) - math.log10(low)) / (math.log10(high) - math.log10(low))

    body: list[str] = []
    top = float(_TOP)
    for tool in run.tools:
        tall = _BAR * len(tool.figures)
        strong = ' font-weight="700"' if tool is run.tools[0] else ""
        middle = top + tall / 2 + 4
        body.append(f'<text x="{_LEFT - 8}" y="{middle:g}" text-anchor="end"{strong}>{escape(tool.label)}</text>')
        for size, figures in sorted(tool.figures.items()):
            end, place = x(figures.median), run.sizes.index(size)
            width = max(end - _LEFT, 1)
            body.append(
                f'<rect class="c{place}" x="{_LEFT}" y="{top:g}" width="{width:.1f}" height="{_BAR - 2}"/>'
                f'<text x="{_LEFT + width + 5:.1f}" y="{top + _BAR - 4:g}" font-size="11">'
                f"{_seconds(figures.median)}</text>"
            )
            top += _BAR
        top += _GAP
    bottom = top - _GAP / 2
    lines = []
    for power in range(round(math.log10(low)), round(math.log10(high)) + 1):
        at = x(10.0**power)
        lines.append(
            f'<path d="M{at:.1f} {_TOP - 6}V{bottom:g}"/>'
            f'<text x="{at:.1f}" y="{bottom + 16:g}" text-anchor="middle" font-size="11">{10.0**power:g} s</text>'
        )
    legend = "".join(
        f'<rect class="c{place}" x="{_LEFT + 170 * place}" y="32" width="12" height="12"/>'
        f'<text x="{_LEFT + 170 * place + 18}" y="42">{size:,} comparisons</text>'
        for place, size in enumerate(run.sizes)
    )
    light = "".join(f".c{place}{{fill:{colours[0]}}}" for place, colours in enumerate(_COLOURS))
    dark = "".join(f".c{place}{{fill:{colours[1]}}}" for place, colours in enumerate(_COLOURS))
    height = bottom + 28
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:g}" width="{_WIDTH}" '
        f'height="{height:g}" '
        'role="img" aria-labelledby="title" font-family="system-ui, sans-serif" font-size="13">\n'
        '<title id="title">Seconds to build the same pages, whole process, logarithmic scale</title>\n'
        f"<style>text{{fill:#1f2328}}path{{stroke:#1f2328;stroke-opacity:.2}}.paper{{fill:#fff}}{light}"
        f"@media(prefers-color-scheme:dark){{text{{fill:#e6edf3}}path{{stroke:#e6edf3}}.paper{{fill:#0d1117}}{dark}}}"
        "</style>\n"
        f'<rect class="paper" width="{_WIDTH}" height="{height:g}"/>\n'
        f'<text x="{_LEFT}" y="20" font-weight="700">Seconds to build the same pages (logarithmic scale)</text>\n'
        f"{legend}\n" + "\n".join([*lines, *body]) + "\n</svg>\n"
    )


def _seconds(value: float) -> str:
    return f"{value:.0f} s" if value >= 100 else f"{value:.1f} s"
