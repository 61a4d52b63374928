"""How soon a text is answered on a CPU slowed four times, and for how long the page is busy: ``make pasting``.

Each text is dropped as a file on the field of the home page, in a real Chromium. Measured are the time from
the drop to the first code that is said, and tasks of the page that take longer than 50 ms; the worker
searches beside the page. The exit status is 1 if a limit is missed; a machine with other work to do misses
them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from tests import support
from tests.served import chromium_browser, served
from tests.test_pasting import FILE, HOSTILE, LET_GO, MESSAGE

FIRST = 500
"""Milliseconds after which something must be said, where there is something to say."""

TASK = 50
"""Milliseconds from which Chromium calls a task long."""

TEXTS = {
    "message": MESSAGE,
    **HOSTILE,
    "wordings": "nginx error 503 while the API returned 429 items, status=404 x\n" * 16_000,
}

WATCH = """
() => {
  window.tasks = [];
  window.first = null;
  const keep = (list) => list.getEntries().forEach((each) => window.tasks.push(Math.round(each.duration)));
  new PerformanceObserver(keep).observe({ entryTypes: ["longtask"] });
  const field = document.querySelector(".cp-find");
  field.addEventListener("drop", () => { window.dropped = performance.now(); }, true);
  new MutationObserver(() => {
    const isSaid = document.querySelector(".cp-answer h2 a, .cp-answer .cp-decides");
    if (isSaid && window.first === null) window.first = Math.round(performance.now() - window.dropped);
  }).observe(document.body, { childList: true, subtree: true });
}
"""


@dataclass(frozen=True)
class Measured:
    """What one text took."""

    name: str
    characters: int
    first: int | None
    """Milliseconds until the first code was said; None if there is none."""
    tasks: tuple[int, ...]
    """Long tasks of the page, in milliseconds."""


def measure(browser: Browser, base: str, slowed: int) -> Iterator[Measured]:
    """Yield what each text took."""
    for name, text in TEXTS.items():
        context = browser.new_context(bypass_csp=True)
        page = context.new_page()
        page.goto(base)
        page.locator(".cp-find input").focus()
        page.locator(".cp-answer").wait_for(state="attached")
        page.wait_for_timeout(1_500)
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
        page.evaluate(WATCH)
        # Making a file of a megabyte takes the page as long as a task may last: it is there before it is dropped.
        page.evaluate(f"given => {{ window.data = ({FILE})(given); }}", [text, "trace.txt"])
        page.wait_for_timeout(1_200)
        # What hands over the text is a task of ours, not of the page.
        page.evaluate("() => { window.tasks.length = 0; }")
        page.evaluate(f"() => {{ setTimeout(() => ({LET_GO})(window.data), 50); }}")
        page.wait_for_timeout(6_000)
        first, tasks = page.evaluate("() => [window.first, window.tasks]")
        context.close()
        yield Measured(name, len(text), first, tuple(tasks))


def main() -> int:
    """Build the site, measure and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.slow", description=__doc__)
    parser.add_argument("--site", type=Path, help="a built site; one is built if it is not given")
    parser.add_argument("--slowed", type=int, default=4, help="how many times the CPU is slowed")
    options = parser.parse_args()
    missed = 0
    with tempfile.TemporaryDirectory(prefix="codepair-slow-") as folder:
        site = options.site or support.built(support.ROOT, Path(folder) / "site")
        with served(site) as base, chromium_browser() as browser:
            print("| Text | Characters | First code, ms | Tasks over 50 ms |\n|---|---|---|---|")
            for each in measure(browser, base, options.slowed):
                print(
                    f"| {each.name} | {each.characters:,} | {each.first or '–'} | {each.tasks or '–'} |", flush=True
                )
                missed += bool(each.tasks) + (each.first is None or each.first > FIRST)
    print("Every limit is kept." if not missed else f"{missed} limits are missed.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
