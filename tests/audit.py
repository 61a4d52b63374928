"""The site as strangers judge it, measured; ``make audit`` runs it and writes ``docs/audit.md``.

axe-core and the Nu HTML Checker look at every kind of page, Lighthouse at the three that readers land on. What
they need is installed into a folder of its own, ``.audit/``, and is no part of the site. The exit status is 1 if a
limit is missed.
"""

from __future__ import annotations

import argparse
import base64
import datetime
import gzip
import hashlib
import http.server
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests import chromium, support
from tests.served import chromium_browser
from tests.support import SUBPATH

TOOLS = support.ROOT / ".audit"
PINNED = support.ROOT / "tests" / "audit"
REPORT = support.ROOT / "docs" / "audit.md"
MODULES = TOOLS / "node_modules"
LOCALES = {"en": "", "vi": "vi/"}
KINDS = {
    "Home": "",
    "SIP protocol": "sip/",
    "HTTP protocol": "http/",
    "All codes and comparisons": "compare/",
    "SIP code": "sip/422/",
    "HTTP code": "http/502/",
    "gRPC code": "grpc/unavailable/",
    "DNS code": "dns/nxdomain/",
    "SIP comparison": "sip/202-vs-422/",
    "gRPC comparison": "grpc/deadline_exceeded-vs-unavailable/",
    "DNS comparison": "dns/noerror-vs-nxdomain/",
    "HTTP comparison": "http/502-vs-504/",
    "Comparison across protocols": "compare/http-503-vs-grpc-unavailable/",
    "SIP comparison without guidance": "sip/100-vs-580/",
    "HTTP comparison without guidance": "http/208-vs-505/",
    "Published table": "mappings/grpc-to-http/",
    "404": "sip/999/",
}
LANDING = ("Home", "SIP code", "SIP comparison")
"""Where readers come from a search engine: measured by Lighthouse and in bytes."""

AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
SCHEMES = ("light", "dark")
WIDTHS = (390, 1440)
LOOKS = [(scheme, width) for scheme in SCHEMES for width in WIDTHS]
BRIEF_LOOKS = list(zip(SCHEMES, WIDTHS, strict=True))
"""Each scheme and each width once: in light as pages come, in dark with everything unfolded.

A page is looked at in one of the two, the same page in the other language in the other.
"""

RUNS = 3
"""Of so many runs of Lighthouse the middle one counts; none is made that could not move it over the limit."""
CATEGORIES = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
"""Lighthouse's categories and the least score of each."""

FIRST_VISIT = 80_000
"""The most that a first visit may cost, in bytes: headers and gzipped bodies of every request before a search."""

PACKED = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt")
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".png": "image/png",
    ".wasm": "application/wasm",
}


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that one tool complains about on one page."""

    tool: str
    page: str
    rule: str
    where: str
    text: str
    disproved: bool = False
    """Whether the audit itself can show that the tool is wrong; it is listed and counts all the same."""


@dataclass(frozen=True)
class Visit:
    """What a reader's browser fetches on the first page it sees."""

    kind: str
    locale: str
    requests: int
    size: int


@dataclass(frozen=True)
class Scores:
    """Lighthouse on one page: every run's performance, and the worst of each other category."""

    kind: str
    locale: str
    performance: Sequence[int]
    others: dict[str, int]
    failed: Sequence[str]

    @property
    def all(self) -> dict[str, int]:
        """Return the score of each category; one run's performance drifts with the machine, so the median.

        Of two runs that agree it is the lower: whatever a third had been, the median is no less.
        """
        return {"performance": statistics.median_low(self.performance), **self.others}


@dataclass
class Audit:
    """Everything that was measured."""

    versions: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    axe: dict[tuple[str, str, str, int], int] = field(default_factory=dict)
    axe_runs: int = 0
    nu_pages: int = 0
    visits: list[Visit] = field(default_factory=list)
    scores: list[Scores] = field(default_factory=list)
    is_brief: bool = False
    """Whether pages were seen in two looks instead of four, and Lighthouse ran once where that was enough."""
    allow_disproved: bool = False
    """Whether findings that the audit itself disproves are left out of the limits; they are listed anyway."""

    def add(self, part: Audit) -> None:
        """Add what was measured beside."""
        self.versions |= part.versions
        self.findings += part.findings
        self.axe |= part.axe
        self.visits += part.visits
        self.scores += part.scores
        self.axe_runs += part.axe_runs
        self.nu_pages += part.nu_pages

    def counted(self, tool: str) -> int:
        """Return how many findings of one tool count against its limit."""
        return sum(not (finding.disproved and self.allow_disproved) for finding in self.of(tool))

    def of(self, tool: str) -> list[Finding]:
        """Return what one tool found."""
        return sorted(finding for finding in self.findings if finding.tool == tool)


class Host(http.server.ThreadingHTTPServer):
    """A static host as good ones are: gzip, right types, the site below a path. It remembers what it sent."""

    daemon_threads = True

    def __init__(self, folder: Path, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.folder = folder
        self.sent: list[tuple[str, int]] = []

    @property
    def base(self) -> str:
        """The address of the site's home page."""
        return f"http://127.0.0.1:{self.server_port}{SUBPATH}"


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers one request from the folder of the host."""

    protocol_version = "HTTP/1.1"
    server: Host

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Send a file, the address with the missing slash, or the site's error page."""
        path = self.path.partition("?")[0]
        file = (self.server.folder / path.removeprefix(SUBPATH)).resolve()
        inside = path.startswith(SUBPATH) and file.is_relative_to(self.server.folder.resolve())
        if inside and file.is_dir():
            if not path.endswith("/"):
                self.answer(HTTPStatus.MOVED_PERMANENTLY, {"Location": f"{path}/"}, b"")
                return
            file /= "index.html"
        if inside and file.is_file():
            self.send(HTTPStatus.OK, file)
        else:
            self.send(HTTPStatus.NOT_FOUND, self.server.folder / "404.html")

    def send(self, status: HTTPStatus, file: Path) -> None:
        """Send a file, packed if that helps."""
        body = file.read_bytes()
        headers = {"Content-Type": TYPES.get(file.suffix, "application/octet-stream"), "Vary": "Accept-Encoding"}
        if file.suffix in PACKED and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, 9, mtime=0)
            headers["Content-Encoding"] = "gzip"
        self.answer(status, {**headers, "Cache-Control": "max-age=600"}, body)

    def answer(self, status: HTTPStatus, headers: dict[str, str], body: bytes) -> None:
        """Write the whole answer at once, so that its size on the wire is known."""
        lines = [f"{self.protocol_version} {status.value} {status.phrase}", f"Date: {self.date_time_string()}"]
        lines += [f"{name}: {value}" for name, value in {**headers, "Content-Length": str(len(body))}.items()]
        data = "\r\n".join([*lines, "", ""]).encode("ascii") + body
        self.server.sent.append((self.path, len(data)))
        self.wfile.write(data)


@contextmanager
def serving(folder: Path, port: int) -> Iterator[Host]:
    """Serve a folder; what is not there yet may be built while it is served."""
    with Host(folder, port) as host:
        thread = threading.Thread(target=host.serve_forever)
        thread.start()
        try:
            yield host
        finally:
            host.shutdown()
            thread.join()


def install() -> str | None:
    """Install what is missing, and return what to do where that is impossible."""
    needed = {"node": "nodejs", "npm": "npm", "java": "default-jre-headless"}
    missing = [package for program, package in needed.items() if shutil.which(program) is None]
    if missing and shutil.which("apt-get"):
        sudo = [] if os.geteuid() == 0 else ["sudo"]
        subprocess.run([*sudo, "apt-get", "update"], check=False)
        subprocess.run([*sudo, "apt-get", "install", "-y", "--no-install-recommends", *missing], check=False)
    absent = [program for program in needed if shutil.which(program) is None]
    if absent:
        return f"The audit needs {' and '.join(absent)}. Install Node.js 18.16 or newer, npm and Java 11 or newer."
    problem = None if chromium.find(whole=True) else chromium.install(whole=True)
    if problem:
        return problem
    lock = (PINNED / "package-lock.json").read_bytes()
    stamp = TOOLS / ".installed"
    if stamp.exists() and stamp.read_bytes() == lock:
        return None
    TOOLS.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(PINNED / name, TOOLS / name)
    # Scripts of packages would download a browser and a Java; both are the system's here.
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    environment = {**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"}
    if subprocess.run(command, cwd=TOOLS, env=environment, check=False).returncode != 0:
        return f"'{' '.join(command)}' failed in {TOOLS}."
    stamp.write_bytes(lock)
    return None


def build(folder: Path, site_url: str) -> None:
    """Build the site for the address at which it is served: canonical links are judged too."""
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder)],
        cwd=support.ROOT,
        check=True,
        env={**os.environ, **support.NO_NOTICE, "SITE_URL": site_url},
    )


def addresses() -> Iterator[tuple[str, str, str]]:
    """Return kind, locale and path of every page that is looked at."""
    for kind, path in KINDS.items():
        for locale, prefix in LOCALES.items():
            yield kind, locale, prefix + path


def by_turns(kinds: Iterable[str], first: int) -> set[tuple[str, str]]:
    """Return each kind of page in one locale, the next in the next; ``first`` is the number of the first's.

    >>> sorted(by_turns(["Home", "Code"], 0)), sorted(by_turns(["Home", "Code"], 1))
    ([('Code', 'vi'), ('Home', 'en')], [('Code', 'en'), ('Home', 'vi')])
    """
    locales = list(LOCALES)
    return {(kind, locales[at % len(locales)]) for at, kind in enumerate(kinds, first)}


def file_of(folder: Path, path: str) -> Path:
    """Return the file that answers a path."""
    file = folder / path / "index.html"
    return file if file.exists() else folder / "404.html"


# axe-core, the console and foreign hosts


def violations(page: Page, label: str) -> list[Finding]:
    """Return axe-core's violations in what is visible now, one for each element."""
    result = page.evaluate(
        """tags => axe.run(document, {
            runOnly: {type: "tag", values: tags},
            resultTypes: ["violations"],
            rules: {"target-size": {enabled: true}},
        })""",
        list(AXE_TAGS),
    )
    return [
        Finding("axe", label, found["id"], " ".join(map(str, node["target"])), found["help"])
        for found in result["violations"]
        for node in found["nodes"]
    ]


def watch(context: BrowserContext, host: Host, audit: Audit) -> None:
    """Note every complaint of the browser and every request to another host."""
    origin = host.base.removesuffix(SUBPATH)

    def console(message: ConsoleMessage) -> None:
        # The browser itself reports that the error page came with status 404.
        if message.type == "error" and "the server responded with a status of 404" not in message.text:
            address = message.page.url if message.page else ""
            audit.findings.append(Finding("console", address, message.type, "", message.text))

    def request(url: str) -> None:
        if not url.startswith((f"{origin}/", "data:", "blob:")):
            audit.findings.append(Finding("console", "", "foreign request", "", url))

    context.on("console", console)
    context.on(
        "weberror", lambda error: audit.findings.append(Finding("console", "", "error", "", str(error.error)))
    )
    context.on("request", lambda made: request(made.url))


def run_axe(scheme: str, width: int, host: Host, *, is_brief: bool) -> Audit:
    """Run axe-core on every page: with everything unfolded, in light also as it comes, and with the search open.

    A brief run takes one of the two, and each kind of page in one language.
    """
    is_light = scheme == "light"
    audit = Audit()
    chosen = by_turns(KINDS, SCHEMES.index(scheme))
    with (
        chromium_browser(whole=True) as browser,
        browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
            locale="en-US",
        ) as context,
    ):
        watch(context, host, audit)
        page = context.new_page()
        for kind, locale, path in addresses():
            if is_brief and (kind, locale) not in chosen:
                continue
            page.goto(host.base + path, wait_until="networkidle")
            found = axe_of(
                page, f"{kind} ({locale})", audit, as_it_comes=is_light, unfolded=not (is_light and is_brief)
            )
            audit.findings += found
            audit.axe[kind, locale, scheme, width] = len(found)
        audit.versions["axe-core"] = str(page.evaluate("axe.version"))
        audit.versions["Chromium"] = browser.version
    return audit


@cache
def axe_source() -> str:
    """Return axe-core's script."""
    return (MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def axe_of(page: Page, label: str, audit: Audit, *, as_it_comes: bool, unfolded: bool) -> set[Finding]:
    """Return what axe-core finds on a page, and count how often it ran."""
    page.evaluate(axe_source())
    found = set()
    if as_it_comes:
        found |= set(violations(page, label))
        audit.axe_runs += 1
    if unfolded:
        page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true; })")
        found |= set(violations(page, label))
        audit.axe_runs += 1
    if label.startswith("Home "):
        # The menu stays open above, but the dialog is modal: only it can be reached now.
        page.keyboard.press("/")
        page.get_by_role("dialog").get_by_role("searchbox").fill("486")
        page.get_by_role("dialog").locator("li a").first.wait_for()
        found |= set(violations(page, label))
        audit.axe_runs += 1
    return found


def run_visits(folder: Path) -> Audit:
    """Measure the first visits of readers who have nothing of the site yet, from a host that nobody else asks."""
    audit = Audit()
    with serving(folder, 0) as host, chromium_browser(whole=True) as browser:
        visit(browser, host, audit)
    return audit


def visit(browser: Browser, host: Host, audit: Audit) -> None:
    """Measure what each landing page's first visit asks a host for."""
    for kind in LANDING:
        for locale, prefix in LOCALES.items():
            with browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US") as context:
                watch(context, host, audit)
                host.sent.clear()
                page = context.new_page()
                page.goto(host.base + prefix + KINDS[kind], wait_until="networkidle")
                # Pictures below the fold count as well: the reader goes on reading.
                page.evaluate("scrollTo(0, document.body.scrollHeight)")
                page.wait_for_timeout(500)
                audit.visits.append(Visit(kind, locale, len(host.sent), sum(size for _, size in host.sent)))


# The Nu HTML Checker


def run_nu(folder: Path, host: Host) -> Audit:
    """Check the markup of every page; what the checker merely remarks is left out."""
    audit = Audit()
    # By address, not by file: to a file, 'self' in the page's policy is nobody. The checker refuses its own machine
    # unless told that nobody else chooses the addresses.
    allowed = "-Dnu.validator.servlet.allow-forbidden-hosts=true"
    jar = ["java", allowed, "-jar", str(MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar")]
    files = sorted({file_of(folder, path).relative_to(folder).as_posix() for _, _, path in addresses()})
    urls = [host.base + file for file in files]
    done = subprocess.run(
        [*jar, "--format", "json", "--exit-zero-always", *urls], capture_output=True, text=True, check=True
    )
    audit.findings += nu_findings(json.loads(done.stderr)["messages"], folder, host.base)
    audit.nu_pages = len(files)
    version = subprocess.run([*jar, "--version"], capture_output=True, text=True, check=True)
    audit.versions["Nu HTML Checker"] = version.stdout.strip()
    return audit


def nu_findings(messages: Iterable[dict[str, Any]], folder: Path, base: str) -> list[Finding]:
    """Return the errors and warnings among the checker's messages."""
    found = []
    for message in messages:
        rule = "warning" if message.get("subType") == "warning" else message["type"]
        if rule != "info":
            page = message.get("url", "").removeprefix(base)
            where = f"{message.get('lastLine', 0)}:{message.get('lastColumn', 0)} {message.get('extract', '')}"
            disproved = is_disproved(message, (folder / page).read_text(encoding="utf-8")) if page else False
            found.append(Finding("nu", page, rule, where, message["message"], disproved))
    return found


def is_disproved(message: dict[str, Any], html: str) -> bool:
    """Return whether a script that the page's policy is said to block is none, or is allowed by its hash.

    A data block is never run, so no policy is asked (HTML, "prepare the script element"). Chromium obeys the policy
    in the other checks, where everything that it blocks is an error on the console.
    """
    if not message["message"].startswith("Inline script violates Content Security Policy (meta tag)"):
        return False
    # The place is the end of the start tag.
    lines = html.splitlines(keepends=True)
    end = sum(map(len, lines[: message["lastLine"] - 1])) + message["lastColumn"]
    tag = html[html.rindex("<script", 0, end) : end]
    if re.search(r"\btype=[\"']?application/(ld\+)?json[\"' >]", tag):
        return True
    digest = base64.b64encode(hashlib.sha256(html[end : html.index("</script>", end)].encode()).digest()).decode()
    policy = re.search(r'<meta http-equiv="?Content-Security-Policy"? content="([^"]*)"', html)
    return policy is not None and f"'sha256-{digest}'" in policy[1]


# Lighthouse


def lighthouse(url: str, categories: Iterable[str]) -> dict[str, Any]:
    """Run Lighthouse once, as its phone profile, and return its report on some categories."""
    done = subprocess.run(
        [
            *("node", str(MODULES / "lighthouse" / "cli" / "index.js"), url, "--quiet", "--output=json"),
            f"--only-categories={','.join(categories)}",
            "--no-enable-error-reporting",
            # Nobody looks at it.
            "--disable-full-page-screenshot",
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking",
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, "CHROME_PATH": chromium.find(whole=True) or ""},
    )
    if done.returncode != 0:
        raise RuntimeError(f"Lighthouse failed on {url}:\n{done.stderr}")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def failures(report: dict[str, Any]) -> set[str]:
    """Return the audits that cost a category its full score, speed apart."""
    return {
        f"{ref['id']}: {report['audits'][ref['id']]['title']}"
        for name, category in report["categories"].items()
        if name != "performance"
        for ref in category["auditRefs"]
        if ref["weight"] and (report["audits"][ref["id"]]["score"] or 0) < 1
        if report["audits"][ref["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual", "informative")
    }


def run_lighthouse(kind: str, locale: str, host: Host, *, runs: int = RUNS) -> Audit:
    """Run Lighthouse on one page, as often as it takes to know the median of a number of runs."""
    url = host.base + LOCALES[locale] + KINDS[kind]
    report = lighthouse(url, CATEGORIES)
    scores = {name: score(report, name) for name in CATEGORIES}
    speeds = [scores.pop("performance")]
    while not is_decided(speeds, runs):
        # All but speed is the same each time.
        speeds.append(score(lighthouse(url, ["performance"]), "performance"))
    audit = Audit(scores=[Scores(kind, locale, speeds, scores, sorted(failures(report)))])
    audit.versions["Lighthouse"] = report["lighthouseVersion"]
    return audit


def score(report: dict[str, Any], category: str) -> int:
    """Return a category's score, of 100."""
    return round(100 * (report["categories"][category]["score"] or 0))


def is_slow(part: Audit) -> bool:
    """Return whether a page is under the limit of speed."""
    return any(each.all["performance"] < CATEGORIES["performance"] for each in part.scores)


def is_decided(speeds: Sequence[int], runs: int) -> bool:
    """Return whether more than half of all runs are on one side of the limit, and so is their median.

    >>> [is_decided(speeds, 3) for speeds in ([100], [100, 99], [100, 98], [98, 97], [100, 98, 97])]
    [False, True, False, True, True]
    >>> is_decided([100], 1)
    True
    """
    kept = sum(speed >= CATEGORIES["performance"] for speed in speeds)
    return max(kept, len(speeds) - kept) > runs // 2


# The report


@dataclass(frozen=True)
class Limit:
    """One line of the summary."""

    name: str
    figure: str
    allowed: str
    kept: bool


def limits(audit: Audit) -> list[Limit]:
    """Compare the figures with what is allowed."""
    made = [
        Limit(name, str(audit.counted(tool)), "0", not audit.counted(tool))
        for name, tool in (
            (f"axe-core violations, {audit.axe_runs} runs", "axe"),
            (f"Nu HTML Checker errors and warnings, {audit.nu_pages} files", "nu"),
            ("Console errors and requests to other hosts", "console"),
        )
    ]
    largest = max((visit.size for visit in audit.visits), default=0)
    # What was not measured is not kept.
    is_light = 0 < largest <= FIRST_VISIT
    made.append(Limit("Largest first visit", kilobytes(largest), kilobytes(FIRST_VISIT), is_light))
    for name, least in CATEGORIES.items() if audit.scores else ():
        worst = min(score.all[name] for score in audit.scores)
        made.append(Limit(f"Lighthouse {name}, lowest", str(worst), f"{least} or more", worst >= least))
    return made


def kilobytes(size: int) -> str:
    """Return a size for people.

    >>> kilobytes(120_000)
    '120.0 KB'
    """
    return f"{size / 1000:.1f} KB"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a Markdown table.

    >>> table(["Page", "Size"], [["Home", "1 | 2"]])
    ['| Page | Size |', '|---|---|', '| Home | 1 \\\\| 2 |', '']
    """
    lines = [head, *rows]
    made = [f"| {' | '.join(escape(cell) for cell in line)} |" for line in lines]
    return [made[0], f"|{'---|' * len(head)}", *made[1:], ""]


def escape(text: str) -> str:
    """Return a text as one cell."""
    return re.sub(r"\s+", " ", text).replace("|", "\\|")


def code(text: str) -> str:
    """Return a selector or piece of markup as code, if there is any."""
    return f"`` {text} ``" if text.strip() else ""


def markdown(audit: Audit, today: str) -> str:
    """Return the report."""
    looks = [look for look in LOOKS if look in {key[2:] for key in audit.axe}]
    lines = [
        "# Audit",
        "",
        f"Measured on {today} by `make audit`, the site served with gzip below `{SUBPATH}`.",
        "",
    ]
    lines += table(["Tool", "Version"], sorted(audit.versions.items()))
    lines += ["## Limits", ""]
    lines += table(
        ["Measure", "Figure", "Allowed", ""],
        [
            [limit.name, limit.figure, limit.allowed, "kept" if limit.kept else "**missed**"]
            for limit in limits(audit)
        ],
    )
    if audit.scores:
        lines += [
            "## Lighthouse, phone",
            "",
            f"Performance is the median of {1 if audit.is_brief else RUNS} runs; none is made that could not",
            "move it over the limit. Three pages are measured at a time, and again alone where one misses it.",
            "",
        ]
        lines += table(
            ["Page", "Locale", "Performance (runs)", "Accessibility", "Best practices", "SEO"],
            [
                [
                    score.kind,
                    score.locale,
                    f"{score.all['performance']} ({', '.join(map(str, score.performance))})",
                    *(str(score.others[name]) for name in ("accessibility", "best-practices", "seo")),
                ]
                for score in audit.scores
            ],
        )
        failed = [f"- {score.kind} ({score.locale}): {text}" for score in audit.scores for text in score.failed]
        lines += [*failed, ""] if failed else []
    lines += [
        "## First visit",
        "",
        "Headers and gzipped bodies of every request before a search, in a browser that prefers English.",
        "",
    ]
    lines += table(
        ["Page", "Locale", "Requests", "Size"],
        [[visit.kind, visit.locale, str(visit.requests), kilobytes(visit.size)] for visit in audit.visits],
    )
    lines += [
        "## axe-core",
        "",
        f"Rules {', '.join(AXE_TAGS)}; every page with everything unfolded, in light",
        f"{'instead' if audit.is_brief else 'also'} as it comes, and the home page with the search open.",
        "Elements that violate a rule:",
        "",
    ]
    lines += table(
        ["Page", "Locale", *(f"{scheme}, {width} px" for scheme, width in looks)],
        [
            [kind, locale, *(str(audit.axe.get((kind, locale, *look), "")) for look in looks)]
            for kind, locale, _ in addresses()
        ],
    )
    lines += findings(audit)
    return "\n".join(lines).rstrip() + "\n"


def findings(audit: Audit) -> list[str]:
    """Return every finding, those of one shape in one line: how often, an example and the pages."""
    if not audit.findings:
        return []
    shapes: dict[tuple[str, str, str, str], list[Finding]] = {}
    for found in sorted(audit.findings):
        rule = f"{found.rule}, disproved" if found.disproved else found.rule
        shapes.setdefault((found.tool, rule, found.text, shape(found.where)), []).append(found)
    rows = [
        [tool, rule, text, code(alike[0].where), str(len(alike)), some((found.page for found in alike), 6)]
        for (tool, rule, text, _), alike in shapes.items()
    ]
    lines = ["## Findings", "", *table(["Tool", "Rule", "What", "Where", "Count", "Pages"], rows)]
    if any(found.disproved for found in audit.findings):
        lines += ["Disproved: a script of data, which no policy concerns, or one whose hash the page's policy has."]
        lines += ["Limits leave these out." if audit.allow_disproved else "Limits count these.", ""]
    return lines


def shape(where: str) -> str:
    """Return a place without what changes from page to page: positions, and ids that have a number.

    >>> shape("#s422-1 > a"), shape("16:98 <input>")
    ('# > a', '<input>')
    """
    return re.sub(r"#[\w\\-]*\d[\w\\-]*", "#", re.sub(r"^\d+:\d+ ", "", where))


def some(texts: Iterable[str], number: int) -> str:
    """Return the first texts and how many others there are.

    >>> some(["a", "b", "a", "c", "d"], 2)
    'a; b; 2 more'
    """
    different = list(dict.fromkeys(texts))
    rest = len(different) - number
    return "; ".join([*different[:number], *([f"{rest} more"] if rest > 0 else [])])


def measure(folder: Path, host: Host, audit: Audit, *, with_lighthouse: bool) -> None:
    """Run every tool over the served site: what finds faults or counts bytes side by side, then what takes time."""
    print("First visits, Nu HTML Checker and axe-core ...", flush=True)
    with ThreadPoolExecutor() as pool:
        parts = [
            *(
                pool.submit(run_axe, scheme, width, host, is_brief=audit.is_brief)
                for scheme, width in (BRIEF_LOOKS if audit.is_brief else LOOKS)
            ),
            pool.submit(run_nu, folder, host),
            pool.submit(run_visits, folder),
        ]
        for part in parts:
            audit.add(part.result())
    if with_lighthouse:
        print("Lighthouse ...", flush=True)
        # Mostly it waits for a page to be quiet, so there is room for three. Who misses runs again, alone.
        chosen = by_turns(LANDING, 0)
        landing = [
            (kind, locale)
            for kind in LANDING
            for locale in LOCALES
            if not audit.is_brief or (kind, locale) in chosen
        ]
        with ThreadPoolExecutor(3) as pool:
            runs = 1 if audit.is_brief else RUNS
            measured = [*pool.map(lambda page: run_lighthouse(page[0], page[1], host, runs=runs), landing)]
        for (kind, locale), one in zip(landing, measured, strict=True):
            audit.add(run_lighthouse(kind, locale, host) if is_slow(one) else one)


def main() -> int:
    """Measure, write the report and say which limits are missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.audit", description=__doc__)
    parser.add_argument(
        "--skip-lighthouse", action="store_true", help="the quick checks only; the report is printed"
    )
    parser.add_argument(
        "--brief", action="store_true", help="a quarter of all looks, Lighthouse once a kind; the report is printed"
    )
    parser.add_argument("--site", type=Path, help="a site built with SITE_URL=http://127.0.0.1:PORT/project/")
    parser.add_argument("--port", type=int, default=0, help="the PORT at which to serve it (default: a free one)")
    parser.add_argument(
        "--allow-disproved", action="store_true", help="list what the audit disproves, count the rest"
    )
    options = parser.parse_args()
    problem = install()
    if problem:
        print(problem, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="codepair-audit-") as temporary:
        folder: Path = options.site or Path(temporary) / "site"
        with serving(folder.resolve(), options.port) as host:
            if options.site is None:
                build(folder, host.base)
            audit = Audit(is_brief=options.brief, allow_disproved=options.allow_disproved)
            measure(folder.resolve(), host, audit, with_lighthouse=not options.skip_lighthouse)
    report = markdown(audit, datetime.date.today().isoformat())
    print(report)
    if not (options.skip_lighthouse or options.brief):
        # A report without all would take figures away from the last whole one.
        REPORT.parent.mkdir(exist_ok=True)
        REPORT.write_text(report, encoding="utf-8")
    missed = [limit.name for limit in limits(audit) if not limit.kept]
    print(f"Missed: {'; '.join(missed)}" if missed else "Every limit is kept.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
