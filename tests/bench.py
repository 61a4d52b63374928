"""What a full build of this project costs, measured; ``make bench`` runs it.

Rates are compared within one run, alternating, on the same disk: the machine's speed drifts.
"""

from __future__ import annotations

import gzip
import logging
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from generator.plugin import CodepairPlugin
from generator.publish import SiteWriter
from generator.site import Site
from tests import support

ROUNDS = 5


def full_build(folder: Path) -> tuple[float, float]:
    """Return the wall time (s) and the peak memory (MB) of ``mkdocs build`` as a process of its own."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder)],
        cwd=support.ROOT,
        check=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return seconds, peak / (1024 if sys.platform == "linux" else 1024 * 1024)


def opened_site() -> Site:
    """Return the project's site, ready to be emitted."""
    config: MkDocsConfig = support.config(support.ROOT, Path(tempfile.gettempdir()) / "unused")
    plugin = next(item for item in config.plugins.values() if isinstance(item, CodepairPlugin))
    config.plugins.on_config(config)
    plugin.open(config)
    themes = plugin.make_themes(config.theme.get_env(), config)
    return Site(plugin.project, themes, config.site_url or "", config.site_name)


def emission(site: Site, folder: Path) -> tuple[float, list[tuple[str, bytes]]]:
    """Return the time for making and writing every page, and the pages.

    The shells and fragments of every locale are made within it.
    """
    start = time.perf_counter()
    writer = SiteWriter(folder)
    pages = []
    for path, data in site.pages():
        writer.page(path, data)
        pages.append((path, data))
    return time.perf_counter() - start, pages


def bare(pages: Sequence[tuple[str, bytes]], folder: Path) -> float:
    """Return the time for making the same folders and writing the same bytes, and nothing else."""
    start = time.perf_counter()
    for path, data in pages:
        target = f"{folder}/{path}"
        try:
            os.mkdir(target)  # noqa: PTH102 - the call itself is what is measured
        except FileNotFoundError:
            os.makedirs(target)  # noqa: PTH103
        except FileExistsError:
            pass
        descriptor = os.open(f"{target}index.html", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        os.write(descriptor, data)
        os.close(descriptor)
    return time.perf_counter() - start


def sizes(pages: Sequence[tuple[str, bytes]]) -> str:
    """Return a line about the sizes of the comparisons among the pages."""
    comparisons = [data for path, data in pages if "-vs-" in path]
    raw = sorted(len(data) for data in comparisons)
    packed = sorted(len(gzip.compress(data, 9)) for data in comparisons)
    middle = len(raw) // 2
    return (
        f"comparison page   median {raw[middle]:,} B ({packed[middle]:,} gzipped), "
        f"largest {raw[-1]:,} B ({packed[-1]:,} gzipped)"
    )


def main() -> None:
    """Measure and print."""
    logging.disable(logging.INFO)
    folder = Path(tempfile.mkdtemp(prefix="codepair-bench-", dir=support.ROOT.parent))
    try:
        builds = [full_build(folder / "site") for _ in range(3)]
        site = opened_site()
        ratios, rates, bare_rates = [], [], []
        for number in range(ROUNDS):
            out, other = folder / f"emitted-{number}", folder / f"bare-{number}"
            out.mkdir()
            other.mkdir()
            made, pages = emission(site, out)
            plain = bare(pages, other)
            ratios.append(plain / made)
            rates.append(len(pages) / made)
            bare_rates.append(len(pages) / plain)
            shutil.rmtree(out)
            shutil.rmtree(other)
        total = sum(len(data) for _, data in pages)
        seconds = statistics.median(seconds for seconds, _ in builds)
        locales = len(site.project.translators)
        print(f"pages             {len(pages):,} in {locales} locales, {total / 1e6:.1f} MB")
        print(
            f"mkdocs build      {seconds:.2f} s, {len(pages) / seconds:,.0f} pages/s, {builds[-1][1]:.0f} MB peak"
        )
        print(f"page emission     {statistics.median(rates):,.0f} pages/s")
        print(f"bare mkdir+write  {statistics.median(bare_rates):,.0f} pages/s")
        print(f"share             {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")
        print(sizes(pages))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
