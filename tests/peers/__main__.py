"""Build the same comparisons with this generator and with others, measure, and write ``docs/benchmarks/``."""

from __future__ import annotations

import argparse
import datetime
import fcntl
import json
import logging
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version as installed_version
from pathlib import Path

from lxml import etree
from mkdocs.config.defaults import MkDocsConfig

from codepair.publishing.writer import SiteWriter
from tests import support
from tests.peers import content, measure, report, tools
from tests.peers.markdown import Link, Page, to_page, words
from tests.peers.report import Figures, Measured, Run
from tests.peers.tools import BENCH, Peer, PeerError

REPORT = support.ROOT / "docs" / "benchmarks"
OURS = BENCH / "codepair" / "project"
PAGES = (2775, 10_000)
SAMPLE = 20
LARGE = 3000
"""More comparisons than this are measured in fewer rounds."""

COMMAND = "mkdocs build --quiet"


@dataclass(frozen=True)
class Cost:
    """What one build cost, all its processes together but for the memory, which is that of the largest."""

    seconds: float
    processor: float
    megabytes: float


def measured(command: Sequence[str], folder: Path, environment: dict[str, str]) -> Cost:
    """Run a command in a folder and return what it cost.

    :raises PeerError: with the end of what it printed, if it fails
    """
    os.sync()  # what was written to prepare it is not its own
    done = subprocess.run(
        [sys.executable, "-S", measure.__file__, *command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    if done.returncode:
        raise PeerError(f"'{' '.join(command)}' failed in {folder}:\n{done.stderr[-3000:]}")
    return Cost(**json.loads(done.stdout))


def ours(count: int) -> Cost:
    """Write this generator's project with so many codes, build it, and return what the building cost."""
    tools.put_aside(OURS)
    content.write(OURS, count)
    # The project's folder is this process's as well; a worktree's modules are found by it.
    environment = {**tools.ENVIRONMENT, **support.NO_NOTICE, "PYTHONPATH": str(support.ROOT)}
    return measured([sys.executable, "-m", *COMMAND.split()], OURS, environment)


def pages_of(site: Path, link: Link) -> list[Page]:
    """Return what this generator's pages say, with a home page and the protocol's page that lead to the codes."""
    found = sorted((site / content.FOLDER).glob("*/index.html"))
    made = [to_page(file.read_bytes(), f"{content.FOLDER}/{file.parent.name}/", link) for file in found]
    codes = [page for page in made if not page.is_comparison]
    # Links on a page that stands for its folder are relative to the folder in every generator.
    files = link("../1/").endswith(".md")
    items = (f"-   [{page.title}]({page.path.split('/')[1]}{'.md' if files else '/'})" for page in codes)
    inside = f"{content.FOLDER}/index.md" if files else f"{content.FOLDER}/"
    return [
        Page("", "Home", f"-   [LOOM]({inside})\n"),
        Page(f"{content.FOLDER}/", "LOOM", "\n".join(items) + "\n"),
        *made,
    ]


def comparisons(site: Path) -> list[Path]:
    """Return the files of the comparisons in a built site, in order."""
    return sorted((site / content.FOLDER).glob("*-vs-*/index.html"))


def found_words(page: etree._Element, article: Sequence[str], chrome: Sequence[str]) -> list[str]:
    """Return the words of the first element that each XPath finds, without those of the theme."""
    skip = [item for path in chrome for item in support.find(page, path)]
    return [word for path in article for item in support.find(page, path)[:1] for word in words(item, skip)]


def check(peer: Peer, site: Path, expected: Sequence[Path], sampled: int) -> None:
    """Compare pages of the site that a peer has built with this generator's files.

    :raises PeerError: if pages are missing, their words differ, or they are no whole pages
    """
    built = comparisons(site)
    if len(built) != len(expected):
        raise PeerError(f"{peer.label} made {len(built):,} comparisons, not {len(expected):,}.")
    for file in random.Random(len(built)).sample(expected, min(sampled, len(expected))):
        other = site / content.FOLDER / file.parent.name / "index.html"
        page = support.parse(other.read_bytes())
        wanted = found_words(support.parse(file.read_bytes()), ("//article",), ())
        got = found_words(page, peer.article, peer.chrome)
        if got != wanted:
            raise PeerError(f"{peer.label} shows something else on {file.parent.name}: {difference(wanted, got)}")
        for what, path in (
            ("header", "//header"),
            ("navigation or footer", "//nav | //footer"),
            ("style sheet", "//link[@rel='stylesheet']"),
        ):
            if not support.find(page, path):
                raise PeerError(f"{peer.label} has no {what} on {file.parent.name}.")


def difference(wanted: Sequence[str], got: Sequence[str]) -> str:
    """Return where two texts part, with a few words around.

    >>> difference(["a", "b", "c"], ["a", "b", "d"])
    "expected 'a b c', found 'a b d'"
    """
    pairs = zip(wanted, got, strict=False)
    place = next((index for index, (a, b) in enumerate(pairs) if a != b), min(len(wanted), len(got)))
    start = max(place - 3, 0)
    return f"expected {' '.join(wanted[start : place + 4])!r}, found {' '.join(got[start : place + 4])!r}"


def median_size(files: Sequence[Path]) -> int:
    """Return the median size of files, in bytes."""
    return int(statistics.median(file.stat().st_size for file in files))


def emission(root: Path, rounds: int) -> float:
    """Return the median of pages a second that one process of this generator makes and writes, once it has read."""
    config: MkDocsConfig = support.config(root, Path(tempfile.gettempdir()) / "unused")
    rates = []
    for _ in range(rounds):
        site = support.site(config)
        folder = BENCH / "emission"
        folder.mkdir()
        start = time.perf_counter()
        writer = SiteWriter(folder)
        for made in site.pages():
            writer.page(made.path, made.data)
        rates.append(writer.pages / (time.perf_counter() - start))
        tools.put_aside(folder)
    return statistics.median(rates)


def run_size(pages: int, peers: Sequence[Peer], found: dict[str, Measured], rounds: int) -> int:
    """Measure this generator and the peers with at least so many comparisons; return how many there are."""
    count = content.count_of(pages)
    ours(count)  # unmeasured: its pages are what the peers are given, and the first run warms the disk for all
    size = len(comparisons(OURS / "site"))
    asked = [peer for peer in peers if size <= peer.most]
    texts = {link: pages_of(OURS / "site", link) for link in {peer.link for peer in asked}}
    for number in range(rounds):
        cost = ours(count)
        expected = comparisons(OURS / "site")
        note(found["codepair"], size, cost, expected)
        for peer in asked:
            if number >= peer.rounds:
                continue
            tools.prepare(peer, texts[peer.link])
            cost = measured(tools.command(peer), peer.project, tools.environment_of(peer))
            if number == 0:
                check(peer, peer.project / peer.output, expected, SAMPLE)
            note(found[peer.name], size, cost, comparisons(peer.project / peer.output))
    return size


def note(tool: Measured, size: int, cost: Cost, files: Sequence[Path]) -> None:
    """Keep and print what was measured."""
    figures = tool.figures.setdefault(size, Figures())
    figures.seconds.append(cost.seconds)
    figures.processor.append(cost.processor)
    figures.megabytes = max(figures.megabytes, cost.megabytes)
    figures.page = median_size(files)
    print(
        f"{size:>7,}  {tool.label:<32} {cost.seconds:8.2f} s {cost.processor:8.2f} s CPU {cost.megabytes:6,.0f} MB",
        flush=True,
    )


def machine() -> dict[str, str]:
    """Return what the figures depend on."""
    node = shutil.which("node")
    found = {
        "Date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "Processors": str(os.cpu_count()),
        "System": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
    }
    if node:
        done = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
        found["Node.js"] = done.stdout.strip().removeprefix("v")
    return found


def main() -> int:
    """Install, measure, check and write; 1 if something is missing or differs, 2 if a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.peers", description=__doc__)
    parser.add_argument("--peers", nargs="+", default=[], metavar="NAME", help="only these; all without it")
    parser.add_argument("--pages", nargs="+", type=int, default=PAGES, help="least numbers of comparisons")
    parser.add_argument("--rounds", type=int, default=3, help=f"rounds with up to {LARGE:,} comparisons")
    parser.add_argument("--large-rounds", type=int, default=2, help="rounds with more")
    parser.add_argument("--report", type=Path, default=REPORT, help="folder that peers.md and peers.svg go to")
    arguments = parser.parse_args()
    logging.disable(logging.INFO)
    BENCH.mkdir(exist_ok=True)
    lock = (BENCH / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print(f"bench-peers: Another run uses {BENCH}. Wait until it has ended.", file=sys.stderr)
        return 1
    try:
        peers = tools.by_name(arguments.peers)
        for peer in tools.PEERS:
            if peer in peers or any(peer.name in (other.install, *other.binaries) for other in peers):
                tools.install(peer)
        material = installed_version("mkdocs-material")
        theme = f"Material {material} with this generator's templates; guided comparisons in search"
        found = {"codepair": Measured("codepair", "Codepair", installed_version("codepair"), theme, COMMAND)}
        for peer in peers:
            found[peer.name] = Measured(
                peer.name, peer.label, tools.version(peer), peer.theme, " ".join(peer.command)
            )
        rates = {}
        for pages in arguments.pages:
            rounds = arguments.rounds if pages <= LARGE else arguments.large_rounds
            size = run_size(pages, peers, found, rounds)
            rates[size] = emission(OURS, rounds)
    except PeerError as error:
        print(f"bench-peers: {error}", file=sys.stderr)
        return 1
    finally:
        tools.remove_what_was_put_aside()
    run = Run(list(found.values()), SAMPLE, machine(), rates)
    arguments.report.mkdir(parents=True, exist_ok=True)
    (arguments.report / "peers.md").write_text(report.markdown(run), encoding="utf-8")
    (arguments.report / "peers.svg").write_text(report.chart(run), encoding="utf-8")
    print(f"written to {arguments.report}")
    missed = [target for target in report.targets(run) if target[3] < target[1]]
    for label, wanted, size, reached in missed:
        print(f"bench-peers: {label} with {size:,} comparisons: {reached:.1f} times, not {wanted}", file=sys.stderr)
    return 2 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
