"""What builds and previews cost, measured; ``make bench`` runs it and prints a table.

Builds of 1,000, 10,000, 100,000 and 1,000,000 comparisons of a made-up protocol, each against the rate at which as
many folders with files of the same sizes can be written at all, in the same run, after it: the machine's speed
drifts, so only ratios mean something. Nothing is removed before all is measured: some file systems are slow to make
files where many have just been removed (``tests/peers/tools.py``). Then this project's own site, and how soon
``mkdocs serve`` shows its first page and an edit in a real Chromium.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests import chromium, support
from tests.peers import content, tools

SIZES = (1_000, 10_000, 100_000, 1_000_000)
EDITS = 20
ENVIRONMENT = {**tools.ENVIRONMENT, **support.NO_NOTICE, "PYTHONUTF8": "1", "PYTHONPATH": str(support.ROOT)}


@dataclass(frozen=True)
class Measured:
    """What one build took."""

    pages: int
    bytes: int
    seconds: float
    """The whole command."""
    writing: float
    """Making and writing pages, search and other files, as the build says; reading and the theme left out."""
    peak: float
    """Memory of all processes together, shared parts once, in MB."""


def build(root: Path) -> Measured:
    """Run ``mkdocs build`` in a project as a process of its own."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=root,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    peaks = [0.0]
    done = threading.Event()

    def sample() -> None:
        while not done.wait(0.2):
            peaks.append(memory_of(process.pid))

    sampler = threading.Thread(target=sample)
    sampler.start()
    said, _ = process.communicate()
    seconds = time.perf_counter() - start
    done.set()
    sampler.join()
    found = re.search(r"([\d,]+) pages in \d+ languages, ([\d.]+) MB, in ([\d.]+) s", said)
    if process.returncode != 0 or found is None:
        raise SystemExit(said)
    pages, size, writing = int(found[1].replace(",", "")), float(found[2]) * 1e6, float(found[3])
    return Measured(pages, int(size), seconds, writing, max(peaks))


def memory_of(process: int) -> float:
    """Return the memory (MB) of a process and those it began: what they share is counted once. Linux only."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:
        return 0.0
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return (int(found[1]) / 1024 if found else 0.0) + sum(memory_of(int(child)) for child in children)


def sizes_of(site: Path) -> list[tuple[str, int]]:
    """Return the folder and size of every page of a built site."""
    found = []
    for where, _, names in os.walk(site):
        if "index.html" in names:
            size = os.stat(f"{where}/index.html").st_size  # noqa: PTH116 - a million times
            found.append((where.removeprefix(str(site)).lstrip("/"), size))
    return found


def bare(pages: Sequence[tuple[str, int]], folder: Path) -> float:
    """Return the time for making the same folders and writing files of the same sizes, and nothing else."""
    data = os.urandom(max(size for _, size in pages))
    root = str(folder)
    start = time.perf_counter()
    for path, size in pages:
        target = f"{root}/{path}"
        try:
            os.mkdir(target)  # noqa: PTH102 - the call itself is what is measured
        except FileNotFoundError:
            os.makedirs(target)  # noqa: PTH103
        except FileExistsError:
            pass
        descriptor = os.open(f"{target}/index.html", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        os.write(descriptor, memoryview(data)[:size])
        os.close(descriptor)
    return time.perf_counter() - start


def builds(folder: Path, sizes: Sequence[int], *, is_brief: bool) -> None:
    """Measure builds of made-up sites."""
    print("     pages      MB   command   writing  pages/s   bare/s  share  memory")
    for size in sizes:
        rounds = 3 if size <= 10_000 else 1
        shares, results, rates = [], [], []
        for number in range(rounds):
            root, beside = folder / f"made-up-{size}-{number}", folder / f"bare-{size}-{number}"
            content.write(root, content.count_of(size), is_brief=is_brief)
            # What is still to be written to the disk would slow down what is measured next.
            os.sync()
            result = build(root)
            pages = sizes_of(root / "site")
            os.sync()
            beside.mkdir()
            plain = bare(pages, beside)
            shares.append(plain / result.writing)
            rates.append(len(pages) / plain)
            results.append(result)
        middle = sorted(results, key=lambda item: item.seconds)[len(results) // 2]
        print(
            f"{middle.pages:10,} {middle.bytes / 1e6:7,.0f} {middle.seconds:7.1f} s {middle.writing:7.1f} s "
            f"{middle.pages / middle.writing:8,.0f} {statistics.median(rates):8,.0f} "
            f"{statistics.median(shares):6.2f} {max(item.peak for item in results):4.0f} MB",
            flush=True,
        )


def own(folder: Path) -> None:
    """Measure this project's own site: a fresh build, one after nothing changed, and sizes of its pages."""
    root = copied(folder)
    first = build(root)
    again = build(root)
    print(f"\nown site: {first.pages:,} pages in {first.seconds:.1f} s, {first.peak:.0f} MB")
    print(f"again, nothing changed: {again.seconds:.1f} s")
    comparisons = sorted(path for path in (root / "site").rglob("index.html") if "-vs-" in path.parent.name)
    raw = sorted(path.stat().st_size for path in comparisons)
    packed = sorted(len(gzip.compress(path.read_bytes(), 9)) for path in comparisons)
    middle = len(raw) // 2
    print(
        f"comparison: median {raw[middle]:,} B ({packed[middle]:,} gzipped), "
        f"largest {raw[-1]:,} B ({packed[-1]:,} gzipped)"
    )


def copied(folder: Path) -> Path:
    """Copy this project's content, catalogs and settings to a folder, to be edited there."""
    root = folder / "own"
    root.mkdir()
    for name in ("content", "locales"):
        shutil.copytree(support.ROOT / name, root / name)
    shutil.copy(support.ROOT / "mkdocs.yml", root)
    return root


@contextmanager
def served(root: Path) -> Iterator[tuple[str, float]]:
    """Run ``mkdocs serve``; yield its address and the seconds from the command to its first page."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", address],
        cwd=root,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                with urllib.request.urlopen(f"http://{address}/", timeout=60) as answer:
                    answer.read()
                break
            except OSError:
                time.sleep(0.005)
        yield f"http://{address}", time.perf_counter() - start
    finally:
        process.terminate()
        process.wait()


@dataclass(frozen=True)
class Edit:
    """An edit to a file that shows on a page: a word is put behind a text of the file."""

    file: Path
    page: str
    behind: str


def shown_after(page: Page, edit: Edit, number: int) -> float:
    """Make an edit; return the milliseconds until the open page shows it."""
    word = f"Edit{number}x{time.monotonic_ns() % 1_000_000}"
    text = edit.file.read_text(encoding="utf-8")
    changed = text.replace(edit.behind, f"{edit.behind} {word}", 1)
    start = time.perf_counter()
    edit.file.write_text(changed, encoding="utf-8")
    page.wait_for_function("word => document.body.textContent.includes(word)", arg=word, polling=2)
    seconds = time.perf_counter() - start
    edit.file.write_text(text, encoding="utf-8")
    page.wait_for_function("word => !document.body.textContent.includes(word)", arg=word, polling=2)
    return 1000 * seconds


def previews(name: str, root: Path, edits: Sequence[Edit]) -> None:
    """Measure the first page and edits of a project in Chromium."""
    found = chromium.find()
    if found is None:
        raise SystemExit("No Chromium was found: run 'python -m tests.chromium' first.")
    starts = []
    for _ in range(3):
        with served(root) as (_, seconds):
            starts.append(seconds)
    listed = ", ".join(f"{seconds:.2f}" for seconds in starts)
    print(f"\n{name}: first page after {statistics.median(starts):.2f} s (of {listed})")
    with served(root) as (base, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        for edit in edits:
            page.goto(f"{base}/{edit.page}")
            page.wait_for_timeout(500)
            times = [shown_after(page, edit, number) for number in range(EDITS)]
            print(
                f"  {edit.file.relative_to(root).as_posix():40} shown after {statistics.median(times):4.0f} ms "
                f"({min(times):.0f} to {max(times):.0f}, {len(times)} edits)",
                flush=True,
            )
        browser.close()


def all_previews(folder: Path) -> None:
    """Measure previews of this project's site and of a made-up one of 100,000 comparisons."""
    root = folder / "own"
    overridden(root)
    gloss = "Session timer shorter than the server allows"
    catalog = root / "locales/vi/LC_MESSAGES/sip.po"
    translated = re.search(rf'msgid "{gloss}"\nmsgstr "([^"]+)', catalog.read_text(encoding="utf-8"))
    assert translated is not None
    page = "sip/202-vs-422/"
    previews(
        "own site",
        root,
        [
            Edit(root / "content/sip/422.yml", page, gloss),
            Edit(root / "content/sip/pairs/202-vs-422.yml", page, "summary: >-\n "),
            Edit(catalog, f"vi/{page}", translated[1]),
            Edit(root / "overrides/partials/copyright.html", page, "Made by"),
        ],
    )
    root = folder / "made-up"
    content.write(root, content.count_of(100_000))
    overridden(root)
    code = content.codes(content.count_of(100_000))[3]
    previews(
        "made up, 100,000 comparisons",
        root,
        [
            Edit(root / f"content/loom/{code}.yml", f"loom/{code}/", "gloss: The"),
            Edit(root / "overrides/partials/copyright.html", f"loom/{code}/", "Made by"),
        ],
    )


def overridden(root: Path) -> None:
    """Give a project a template of its own, which can be edited."""
    partial = root / "overrides/partials/copyright.html"
    partial.parent.mkdir(parents=True)
    partial.write_text("<p>Made by hand</p>\n", encoding="utf-8")
    options = root / "mkdocs.yml"
    text = options.read_text(encoding="utf-8")
    options.write_text(text.replace("font: false", "font: false\n  custom_dir: overrides", 1), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--folder", type=Path, default=support.ROOT.parent, help="where to build: which disk")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="how many comparisons")
    parser.add_argument("--brief", action="store_true", help="pages of half the size, for a disk in memory")
    parser.add_argument("--builds-only", action="store_true", help="neither this project's site nor previews")
    options = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="codepair-bench-", dir=options.folder))
    try:
        builds(folder, options.sizes, is_brief=options.brief)
        if not options.builds_only:
            own(folder)
            all_previews(folder)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
