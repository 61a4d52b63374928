"""The supply chain: locked with hashes, declared as used, licences known, an audit that says only what it knows."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests import supply, support
from tests.supply import Audit, Pin, Rules, SupplyError, Vulnerability

LOCKS = (supply.RUN, supply.ALL, supply.OLDEST)
PROJECT = supply.read_settings()["project"]
RULES = supply.rules(supply.read_settings())


def declared(texts: Iterable[str]) -> dict[str, Requirement]:
    """Return requirements by their normalized names."""
    return {canonicalize_name(one.name): one for one in map(Requirement, texts)}


RUNNING = declared(PROJECT["dependencies"])
TESTING = declared(PROJECT["optional-dependencies"]["test"])
BUILDING = declared(supply.read_settings()["build-system"]["requires"])


# Lock files


@pytest.mark.parametrize("name", LOCKS)
def test_locked_with_hashes(name: str) -> None:
    """Every pin has hashes, and no address of an index or a file is in the lock."""
    pinned = supply.read_pins(name)
    assert len(pinned) > 30
    assert [pin for pin in pinned if not pin.hashes] == []
    text = (support.ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert [line for line in text.splitlines() if line.startswith("-")] == []


def test_a_lock_without_versions() -> None:
    """What is not pinned is a message, not a pin."""
    assert supply.pins(
        "a==1 ; python_version < '4' \\\n    --hash=sha256:0 \\\n    --hash=sha256:1\n    # via b\n"
    ) == [Pin("a", "1", 'python_version < "4"', 2)]
    for text in ("a>=1\n", "a==1.*\n", "a @ https://example.org/a.whl\n", "a\n"):
        with pytest.raises(SupplyError, match="is not pinned to one version"):
            supply.pins(text)


def test_one_environment() -> None:
    """What the tests run with is what the site is built with, and more."""
    assert set(supply.read_pins(supply.RUN)) < set(supply.read_pins(supply.ALL))


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [(supply.RUN, RUNNING | BUILDING), (supply.ALL, RUNNING | BUILDING | TESTING)],
    ids=["run", "all"],
)
def test_locks_keep_what_is_declared(lock: str, wanted: dict[str, Requirement]) -> None:
    """Everything declared is locked, within its bounds."""
    versions = {pin.name: pin.version for pin in supply.read_pins(lock)}
    for name, requirement in wanted.items():
        assert requirement.specifier.contains(versions[name]), f"{requirement}: run 'make lock'"


def test_the_oldest_are_the_lower_bounds() -> None:
    """``make test-oldest`` tests exactly what ``pyproject.toml`` promises."""
    versions = {pin.name: pin.version for pin in supply.read_pins(supply.OLDEST)}
    for name, requirement in (RUNNING | BUILDING | TESTING).items():
        bounds = [one.version for one in requirement.specifier if one.operator == ">="]
        assert len(bounds) == 1, f"{requirement}: no lower bound"
        assert Version(versions[name]) == Version(bounds[0]), f"{requirement}: run 'make lock'"


# Imports


def imported(folder: Path) -> dict[str, str]:
    """Return the distributions that the modules below a folder import, and one module that does, for each.

    A module of no distribution stands under its own name.
    """
    owners = metadata.packages_distributions()
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                names = [one.name for one in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{path}: relative import"
                names = [node.module or ""]
            else:
                continue
            for name in {one.partition(".")[0] for one in names} - sys.stdlib_module_names - {"codepair", "tests"}:
                for owner in owners.get(name, [name]):
                    found.setdefault(canonicalize_name(owner), path.relative_to(support.ROOT).as_posix())
    return found


def test_imports_are_declared() -> None:
    """The generator imports what it declares, not what happens to come with that; it declares nothing else."""
    found = imported(support.ROOT / "generator")
    # ProperDocs is imported where it is there in MkDocs' place.
    assert found.pop("properdocs") == "generator/codepair/edge/__init__.py"
    # What the extra of ``pagefind[bin]`` brings.
    assert RUNNING["pagefind"].extras == {"bin"}
    found["pagefind"] = found.pop("pagefind-bin")
    assert {name: path for name, path in found.items() if name not in RUNNING} == {}
    # The theme is named in mkdocs.yml.
    assert RUNNING.keys() - found.keys() == {"mkdocs-material"}


def test_imports_of_tests_are_declared() -> None:
    """The tests import what the generator or the extra ``test`` declares."""
    found = imported(support.ROOT / "tests")
    assert "lxml" in found
    assert {name: path for name, path in found.items() if name not in RUNNING | TESTING} == {}


# Licences


def told(licence: str = "", expression: str = "", classifiers: Iterable[str] = ()) -> Message:
    """Return the metadata of a distribution."""
    made = Message()
    made["Name"], made["Version"] = "thing", "1"
    if licence:
        made["License"] = licence
    if expression:
        made["License-Expression"] = expression
    for one in classifiers:
        made["Classifier"] = f"License :: {one}"
    return made


class Thing(metadata.Distribution):
    """A distribution that is nowhere but in a test."""

    def __init__(self, message: Message) -> None:
        self.message = message

    def read_text(self, filename: str) -> str | None:
        """Return its metadata."""
        return self.message.as_string() if filename == "METADATA" else None

    def locate_file(self, path: object) -> Path:
        """There are no files."""
        raise FileNotFoundError(path)


MIT = "OSI Approved :: MIT License"
APACHE = "OSI Approved :: Apache Software License"


@pytest.mark.parametrize(
    ("message", "licence"),
    [
        (told(expression="MIT AND PSF-2.0", licence="GPL-3.0-only"), "MIT AND PSF-2.0"),
        (told(licence="BSD-3-Clause", classifiers=["OSI Approved :: BSD License"]), "BSD-3-Clause"),
        (told(licence="Apache Software License", classifiers=[APACHE]), "Apache-2.0"),
        (told(licence="MIT\n        Permission is hereby granted", classifiers=[MIT]), "MIT"),
        (told(classifiers=["OSI Approved", MIT, APACHE]), "Apache-2.0 AND MIT"),
        (told(classifiers=["OSI Approved :: BSD License"]), None),
        (told(classifiers=[MIT, "Other/Proprietary License"]), None),
        (told(licence="see the file"), None),
        (told(), None),
    ],
)
def test_what_metadata_says(message: Message, licence: str | None) -> None:
    """Expressions come first; what does not say which licence exactly says nothing."""
    assert supply.spdx(Thing(message).metadata) == licence


@pytest.mark.parametrize(
    ("licence", "good"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("GPL-3.0-only OR MIT", True),
        ("GPL-3.0-only AND MIT", False),
        ("MIT AND (ISC OR GPL-3.0-only)", True),
        ("Apache-2.0 WITH LLVM-exception", False),
    ],
)
def test_permitted(licence: str, good: bool) -> None:
    """A choice needs one allowed licence, a combination all of them, an exception has to be allowed itself."""
    assert supply.permitted(licence, ["MIT", "ISC", "Apache-2.0"]) is good


@pytest.mark.parametrize(
    ("message", "stated", "problem"),
    [
        (told(expression="MIT"), {}, None),
        (told(classifiers=["OSI Approved :: BSD License"]), {"thing": "MIT"}, None),
        (told(expression="GPL-3.0-only"), {}, "its licence, GPL-3.0-only, is not allowed"),
        (told(licence="see the file"), {}, "does not say its licence exactly"),
        (told(licence="see the file"), {"thing": "GPL-3.0-only"}, "GPL-3.0-only, is not allowed"),
        (told(expression="MIT"), {"thing": "MIT"}, "its metadata says MIT. Remove it"),
        (told(expression="MIT"), {"thong": "MIT"}, "thong: nothing of that name is pinned"),
        (None, {}, "is not installed here"),
    ],
)
def test_licences(message: Message | None, stated: dict[str, str], problem: str | None) -> None:
    """Each licence has to be known and allowed; what is stated needlessly goes."""
    rule = Rules({"MIT": "permissive"}, stated, {})
    there = [Thing(message)] if message else []
    _, problems = supply.licences([Pin("thing", "1")], rule, there)
    assert len(problems) == (problem is not None)
    assert all(problem in one for one in problems if problem)


def test_another_version_is_installed() -> None:
    """The licence of another version is not the licence of the pinned one."""
    found, (problem,) = supply.licences([Pin("thing", "2")], Rules({"MIT": ""}, {}, {}), [Thing(told("MIT"))])
    assert found == []
    assert problem.startswith("thing: 1 is installed, the lock pins 2.")


def test_the_table_lists_the_locks() -> None:
    """``docs/licences.md`` has every name and version that is pinned, and nothing else."""
    versions: dict[str, set[str]] = {}
    for pin in supply.read_pins(supply.ALL):
        versions.setdefault(pin.name, set()).add(pin.version)
    lines = (support.ROOT / supply.TABLE).read_text(encoding="utf-8").splitlines()
    rows = [cells for line in lines if len(cells := line.strip("| ").split(" | ")) == 3 and cells[0] in versions]
    assert {name: set(text.split(" or ")) for name, text, _ in rows} == versions, "run 'make lock'"


@pytest.mark.usefixtures("locked")
def test_the_table_is_in_step() -> None:
    """``make licences`` would change nothing, and every licence is allowed."""
    needed = supply.read_pins(supply.RUN)
    found, problems = supply.licences(supply.read_pins(supply.ALL), RULES, metadata.distributions())
    assert problems == []
    table = (support.ROOT / supply.TABLE).read_text(encoding="utf-8")
    assert supply.table(found, needed, RULES) == table, "run 'make licences'"


# Vulnerabilities: a stand-in for the OSV service, asked by the real pip-audit


@contextmanager
def service(known: dict[tuple[str, str], str]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Serve a database of vulnerabilities; give its address and the releases it is asked about."""
    asked: list[tuple[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            release = (query["package"]["name"], query["version"])
            asked.append(release)
            fixed = {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "9"}]}
            affected = {"package": {"name": release[0], "ecosystem": "PyPI"}, "ranges": [fixed]}
            answer = {"vulns": [{"id": known[release], "affected": [affected]}]} if release in known else {}
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/query", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


CANARY = {supply.CANARY: "PYSEC-2021-142"}
PINS = [Pin("alpha", "1", "", 1), Pin("beta", "2", "sys_platform == 'none'", 1), Pin("beta", "3", "", 1)]


def ask(url: str, monkeypatch: pytest.MonkeyPatch, accepted: Iterable[str] = ()) -> Audit:
    """Audit the pins with the service at an address."""
    monkeypatch.setenv("PIP_AUDIT_VULNERABILITY_SERVICE", "osv")
    monkeypatch.setenv("PIP_AUDIT_OSV_URL", url)
    return supply.audit(PINS, accepted)


def test_nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every pin is asked about, those for other platforms too."""
    with service(CANARY) as (url, asked):
        assert ask(url, monkeypatch) == Audit()
    assert asked[0] == supply.CANARY
    assert sorted(asked[1:]) == [("alpha", "1"), ("beta", "2"), ("beta", "3")]


def test_vulnerable(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What is known is told and fails, unless it is accepted."""
    with service({**CANARY, ("alpha", "1"): "PYSEC-1", ("beta", "2"): "PYSEC-2"}) as (url, _):
        result = ask(url, monkeypatch)
        some = ask(url, monkeypatch, ["PYSEC-2"])
    first = Vulnerability("alpha", "1", "PYSEC-1", ("9",))
    assert result == Audit((first, Vulnerability("beta", "2", "PYSEC-2", ("9",))))
    assert some == Audit((first,))
    assert supply.report_vulnerabilities(result, 3, must=False) == 1
    assert "error: vulnerable: alpha 1: PYSEC-1, fixed in 9\n" in capsys.readouterr().out


def test_a_service_that_knows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that calls everything safe is not believed."""
    with service({}) as (url, asked):
        result = ask(url, monkeypatch)
    assert asked == [supply.CANARY]
    assert result.unchecked == ("alpha 1", "beta 2", "beta 3")
    assert result.why == (
        "asked first about pyyaml 5.3, which has a known vulnerability: the service says that there is none"
    )


def test_no_service(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nobody answers, that is what the report says: loudly, and with a failure where it has to be checked."""
    with service(CANARY) as (url, _):
        pass
    result = ask(url, monkeypatch)
    assert result.found == ()
    assert result.unchecked == ("alpha 1", "beta 2", "beta 3")
    assert "127.0.0.1" in result.why
    assert supply.report_vulnerabilities(result, 3, must=False) == 0
    said = capsys.readouterr().out
    assert said.startswith("warning: KNOWN VULNERABILITIES WERE NOT CHECKED for ANY of the 3 pinned releases.\n")
    assert "0 known vulnerabilities" not in said
    assert supply.report_vulnerabilities(result, 3, must=True) == 1
    assert capsys.readouterr().out.startswith("error: KNOWN VULNERABILITIES WERE NOT CHECKED")


def test_some_unknown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """An index without some releases, for which pip-audit exits with 0, is no success."""
    answers = iter(
        [
            [{"name": "pyyaml", "version": "5.3", "vulns": [{"id": "PYSEC-2021-142", "fix_versions": []}]}],
            [
                {"name": "alpha", "version": "1", "vulns": []},
                {"name": "beta", "skip_reason": "Dependency not found on PyPI"},
            ],
            [{"name": "beta", "version": "3", "vulns": []}],
        ]
    )

    def run(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], 0, json.dumps({"dependencies": next(answers), "fixes": []}), "")

    monkeypatch.setattr(subprocess, "run", run)
    result = supply.audit(PINS)
    assert result == Audit((), ("beta 2",), "Dependency not found on PyPI")
    assert supply.report_vulnerabilities(result, 3, must=False) == 0
    assert "NOT CHECKED for 1 of the 3 pinned releases" in capsys.readouterr().out
    assert supply.report_vulnerabilities(result, 3, must=True) == 1


@pytest.mark.usefixtures("locked")
def test_the_program() -> None:
    """``make check`` over the project's own locks: everything is asked about, a notice fails only where it must."""
    variables = dict.fromkeys(("CI", "STRICT"), "") | {"PIP_AUDIT_VULNERABILITY_SERVICE": "osv"}
    with service(CANARY) as (url, asked):
        good = support.run("tests.supply", cwd=support.ROOT, **variables, PIP_AUDIT_OSV_URL=url)
    assert (good.returncode, good.stderr) == (0, "")
    releases = {(pin.name, pin.version) for name in (supply.RUN, supply.ALL) for pin in supply.read_pins(name)}
    assert set(asked) == releases | {supply.CANARY}
    assert good.stdout.endswith(f"{len(releases)} pinned releases checked, 0 known vulnerabilities\n")
    for strict, status in (("", 0), ("1", 1)):
        alone = support.run(
            "tests.supply", cwd=support.ROOT, **{**variables, "STRICT": strict}, PIP_AUDIT_OSV_URL=url
        )
        assert alone.returncode == status, alone.stderr
        assert f"NOT CHECKED for ANY of the {len(releases)}" in alone.stdout
    assert os.fspath(support.ROOT) not in good.stdout


# Continuous integration

WORKFLOWS = sorted([*support.ROOT.glob(".github/workflows/*.y*ml"), support.ROOT / "deploy/github-pages.yml"])
USES = re.compile(r"^\s*(?:- )?uses: *(\S+)(.*)$", re.MULTILINE)


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: str(file.name))
def test_actions_are_pinned(file: Path) -> None:
    """By a whole commit, with the version that it is beside it; no other workflow has another commit of it."""
    found = USES.findall(file.read_text(encoding="utf-8"))
    assert found
    for uses, behind in found:
        assert re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}", uses), uses
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", behind), uses
    everywhere = {pair for each in WORKFLOWS for pair in USES.findall(each.read_text(encoding="utf-8"))}
    assert len({uses.partition("@")[0] for uses, _ in everywhere}) == len(everywhere)


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: str(file.name))
def test_workflows_may_do_little(file: Path) -> None:
    """They may read, no checkout keeps its key, none runs what strangers wrote."""
    text = file.read_text(encoding="utf-8")
    flow = yaml.safe_load(text)
    assert flow["permissions"] == {"contents": "read"}
    steps = [step for job in flow["jobs"].values() for step in job["steps"]]
    checkouts = [step for step in steps if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)
    assert "pull_request_target" not in text
    assert "workflow_run" not in text
    assert "secrets." not in text
    for step in steps:
        assert "${{" not in step.get("run", ""), step
    assert all("timeout-minutes" in job for job in flow["jobs"].values())


def test_updates_are_asked_for() -> None:
    """Every folder with a lock of npm's, and the workflows, are in it; nothing new is taken at once."""
    settings = yaml.safe_load((support.ROOT / ".github/dependabot.yml").read_text(encoding="utf-8"))
    asked = {
        (update["package-ecosystem"], folder)
        for update in settings["updates"]
        for folder in update.get("directories", [update.get("directory")])
    }
    locks = support.ROOT.glob("tests/*/**/package-lock.json")
    folders = {lock.parent for lock in locks if "node_modules" not in lock.parts}
    expected = {("npm", f"/{folder.relative_to(support.ROOT).as_posix()}") for folder in folders}
    assert asked == {("github-actions", "/"), *expected}
    assert all(update["cooldown"]["default-days"] >= 7 for update in settings["updates"])


def test_security_is_told() -> None:
    """There is a file that hosts look for, and it says how to report."""
    text = (support.ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "## Reporting" in text
