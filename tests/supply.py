"""The supply chain: what the lock files pin, its known vulnerabilities and its licences.

Run as a program (``make check`` does) it asks a vulnerability service through pip-audit and reports the licence of
every pinned distribution; ``python -m tests.supply licences`` writes ``docs/licences.md`` from the same report.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from license_expression import AND, OR, ExpressionError, get_spdx_licensing
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
RUN = "requirements.lock"
"""What ``make site`` installs."""
ALL = "requirements-test.lock"
"""What ``make test`` and ``make check`` install: the former and more."""
OLDEST = "requirements-oldest.lock"
TABLE = "docs/licences.md"
SETTINGS = "pyproject.toml"

CANARY = ("pyyaml", "5.3")
"""A release with a vulnerability known since 2020: a service that does not report CVE-2020-14343 knows nothing."""

SPDX = get_spdx_licensing()  # type: ignore[no-untyped-call]
CLASSIFIERS = {
    "OSI Approved :: Apache Software License": "Apache-2.0",
    "OSI Approved :: ISC License (ISCL)": "ISC",
    "OSI Approved :: MIT License": "MIT",
    "OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "OSI Approved :: Python Software Foundation License": "PSF-2.0",
}
"""Classifiers as SPDX identifiers. "BSD License" is not among them: it does not say which one."""


class SupplyError(Exception):
    """The report cannot be made; the message says why and what to do."""


@dataclass(frozen=True, slots=True, order=True)
class Pin:
    """A distribution that a lock file pins."""

    name: str
    """As the index normalizes it."""
    version: str
    marker: str = ""
    """Where it is installed; empty for everywhere."""
    hashes: int = 0
    """How many files of it may be installed."""


@dataclass(frozen=True, slots=True)
class Vulnerability:
    """A vulnerability that the service knows of a pinned distribution."""

    name: str
    version: str
    identifier: str
    fixed: tuple[str, ...]
    """The releases that mend it."""

    def __str__(self) -> str:
        mended = f"fixed in {', '.join(self.fixed)}" if self.fixed else "no release mends it yet"
        return f"{self.name} {self.version}: {self.identifier}, {mended}"


@dataclass(frozen=True, slots=True)
class Audit:
    """What a vulnerability service said."""

    found: tuple[Vulnerability, ...] = ()
    unchecked: tuple[str, ...] = ()
    """The pins (``name version``) about which it said nothing."""
    why: str = ""
    """Why, in the service's or pip-audit's words; empty if everything was checked."""


@dataclass(frozen=True, slots=True)
class Licensed:
    """A pinned distribution and its licence."""

    name: str
    versions: tuple[str, ...]
    """More than one where it depends on Python's version or the platform."""
    licence: str
    """An SPDX expression."""

    def __str__(self) -> str:
        return f"{self.name} {' or '.join(self.versions)}"


@dataclass(frozen=True, slots=True)
class Rules:
    """What the project says about licences and vulnerabilities, from ``[tool.codepair]``."""

    allowed: Mapping[str, str]
    """SPDX identifiers and the reason for each."""
    stated: Mapping[str, str]
    """The licence of a distribution whose metadata does not say it exactly."""
    accepted: Mapping[str, str]
    """Identifiers of vulnerabilities and why each does no harm here."""


def rules(settings: Mapping[str, Any]) -> Rules:
    """Read the rules from the content of ``pyproject.toml``."""
    own = settings["tool"]["codepair"]
    return Rules(own["licences"]["allowed"], own["licences"]["stated"], own["accepted-vulnerabilities"])


def read_settings(root: Path = ROOT) -> dict[str, Any]:
    """Return the content of ``pyproject.toml``."""
    return tomllib.loads((root / SETTINGS).read_text(encoding="utf-8"))


# Lock files


def pins(lock: str) -> list[Pin]:
    """Return what a lock file pins, in its order.

    Raises SupplyError for anything that is not pinned to one version of a registry's distribution.
    """
    found = []
    for line in lock.replace("\\\n", " ").splitlines():
        text = line.partition(" #")[0].strip()
        if not text or text.startswith("#"):
            continue
        wanted = Requirement(text.partition(" --hash")[0])
        exact = re.fullmatch(r"==([^*,]+)", str(wanted.specifier))
        if exact is None or wanted.url:
            raise SupplyError(f"'{wanted}' is not pinned to one version. Run `make lock`.")
        name = canonicalize_name(wanted.name)
        found.append(Pin(name, exact[1], str(wanted.marker or ""), text.count("--hash=sha256:")))
    return found


def read_pins(name: str, root: Path = ROOT) -> list[Pin]:
    """Return what one of the project's lock files pins."""
    return pins((root / name).read_text(encoding="utf-8"))


# Vulnerabilities


def audit(pinned: Iterable[Pin], accepted: Iterable[str] = ()) -> Audit:
    """Ask the vulnerability service about every pin, whatever its marker: a lock is for all platforms.

    The service is pip-audit's choice (PyPI); PIP_AUDIT_VULNERABILITY_SERVICE and PIP_AUDIT_OSV_URL name another.
    It is believed only if it knows the vulnerability of the canary: a mirror that leaves vulnerabilities out would
    make everything look safe.
    """
    releases = sorted({(pin.name, pin.version) for pin in pinned})
    canary = _ask([CANARY], ())
    if not canary.found:
        said = canary.why or "the service says that there is none"
        why = f"asked first about {' '.join(CANARY)}, which has a known vulnerability: {said}"
        return Audit((), tuple(" ".join(release) for release in releases), why)
    # pip-audit takes one version of each name at a time.
    named = itertools.groupby(releases, key=lambda release: release[0])
    rounds = itertools.zip_longest(*(list(versions) for _, versions in named))
    answers = [_ask([one for one in some if one], accepted) for some in rounds]
    return Audit(
        tuple(one for answer in answers for one in answer.found),
        tuple(one for answer in answers for one in answer.unchecked),
        next((answer.why for answer in answers if answer.why), ""),
    )


def _ask(releases: Sequence[tuple[str, str]], accepted: Iterable[str]) -> Audit:
    """Run pip-audit over releases with different names."""
    with tempfile.TemporaryDirectory(prefix="codepair-audit-") as folder:
        wanted = Path(folder) / "requirements.txt"
        wanted.write_text("".join(f"{name}=={version}\n" for name, version in releases), encoding="utf-8")
        command = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off"]
        command += ["--disable-pip", "--no-deps", "--requirement", str(wanted)]
        command += [f"--ignore-vuln={identifier}" for identifier in accepted]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    # pip-audit exits with 1 both for a vulnerability and for a service that cannot be reached: only with an answer
    # there is a document.
    try:
        told = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        said = [line for line in done.stderr.splitlines() if line.strip() and "Tip: your network" not in line]
        why = said[-1].strip() if said else f"pip-audit said nothing and exited with {done.returncode}"
        return Audit((), tuple(" ".join(release) for release in releases), why)
    found, answered, why = [], set(), ""
    for one in told:
        if "skip_reason" in one:
            why = why or one["skip_reason"]
            continue
        answered.add(canonicalize_name(one["name"]))
        for known in one["vulns"]:
            fixed = tuple(known["fix_versions"])
            found.append(Vulnerability(one["name"], one["version"], known["id"], fixed))
    silent = tuple(f"{name} {version}" for name, version in releases if name not in answered)
    return Audit(tuple(found), silent, why or ("pip-audit left them out" if silent else ""))


# Licences


def spdx(told: metadata.PackageMetadata) -> str | None:
    """Return the licence that a distribution's metadata says exactly, as an SPDX expression, or None.

    >>> from email.message import Message
    >>> told = Message()
    >>> told["Classifier"] = "License :: OSI Approved :: MIT License"
    >>> spdx(told)
    'MIT'
    """
    # Short first: before there was License-Expression, many wrote an SPDX identifier into License.
    for field in ("License-Expression", "License"):
        text = "".join(told.get_all(field) or []).strip()
        if text and "\n" not in text:
            try:
                return str(SPDX.parse(text, validate=True, strict=True))
            except ExpressionError:
                continue
    given = [text.partition(" :: ") for text in told.get_all("Classifier") or []]
    licences = {rest for first, _, rest in given if first == "License"} - {"OSI Approved"}
    if licences and licences <= CLASSIFIERS.keys():
        # Several classifiers do not say whether one may choose: all of them have to be allowed.
        return " AND ".join(sorted({CLASSIFIERS[one] for one in licences}))
    return None


def permitted(licence: str, allowed: Iterable[str]) -> bool:
    """Whether an SPDX expression can be satisfied with allowed licences alone.

    >>> permitted("Apache-2.0 OR GPL-3.0-only", ["Apache-2.0"]), permitted("MIT AND GPL-3.0-only", ["MIT"])
    (True, False)
    """
    names = frozenset(allowed)

    def satisfied(part: Any) -> bool:
        if isinstance(part, AND):
            return all(satisfied(one) for one in part.args)
        if isinstance(part, OR):
            return any(satisfied(one) for one in part.args)
        return str(part) in names

    return satisfied(SPDX.parse(licence))


def licences(
    pinned: Iterable[Pin], rule: Rules, installed: Iterable[metadata.Distribution]
) -> tuple[list[Licensed], list[str]]:
    """Return the licence of every pinned distribution, by name, and what is wrong.

    Licences are read from the metadata of the installed distributions; the first of a name counts.
    """
    versions: dict[str, set[str]] = {}
    for pin in pinned:
        versions.setdefault(pin.name, set()).add(pin.version)
    told: dict[str, metadata.Distribution] = {}
    for one in installed:
        told.setdefault(canonicalize_name(one.metadata["Name"]), one)
    found, problems = [], []
    for name, some in sorted(versions.items()):
        there = told.get(name)
        if there is not None and there.version not in some:
            problems.append(
                f"{name}: {there.version} is installed, the lock pins {' or '.join(sorted(some))}. "
                f"Its licence was not checked. Install what {ALL} pins."
            )
            continue
        said = spdx(there.metadata) if there is not None else None
        if said is not None and name in rule.stated:
            problems.append(f"{name}: its metadata says {said}. Remove it from [tool.codepair.licences.stated].")
        licence = said or rule.stated.get(name)
        if licence is None:
            cause = "is not installed here" if there is None else "does not say its licence exactly"
            problems.append(
                f"{name}: it {cause}. Read its licence file, and state the SPDX expression in {SETTINGS} "
                "under [tool.codepair.licences.stated]."
            )
            continue
        if not permitted(licence, rule.allowed):
            problems.append(
                f"{name}: its licence, {licence}, is not allowed. Use something else, or allow the licence in "
                f"{SETTINGS} under [tool.codepair.licences.allowed] with the reason."
            )
        found.append(Licensed(name, tuple(sorted(some)), licence))
    problems.extend(
        f"{name}: nothing of that name is pinned. Remove it from [tool.codepair.licences.stated]."
        for name in sorted(rule.stated.keys() - versions.keys())
    )
    return found, problems


def table(found: Iterable[Licensed], needed: Iterable[Pin], rule: Rules) -> str:
    """Return the content of ``docs/licences.md``; ``needed`` is what the generator itself needs."""
    all_of_them = list(found)
    names = {pin.name for pin in needed}
    running = [one for one in all_of_them if one.name in names]
    testing = [one for one in all_of_them if one.name not in names]

    def rows(some: Iterable[Licensed]) -> list[str]:
        head = ["| Distribution | Version | Licence |", "|---|---|---|"]
        return head + [f"| {one.name} | {' or '.join(one.versions)} | {one.licence} |" for one in some]

    allowed = [f"| {name} | {reason} |" for name, reason in sorted(rule.allowed.items())]
    return "\n".join(
        [
            "# Licences",
            "",
            "What the lock files pin, with the licence that each distribution states. `make lock` writes this",
            "file, a test keeps it in step, and `make check` fails for a licence that is not allowed.",
            "",
            "## Building the site",
            "",
            *rows(running),
            "",
            "## Tests and checks only",
            "",
            *rows(testing),
            "",
            "## Allowed",
            "",
            "| Licence | Why |",
            "|---|---|",
            *allowed,
            "",
        ]
    )


# The program


def strict(environment: Mapping[str, str]) -> bool:
    """Whether what could not be checked is a failure: with STRICT, and in continuous integration.

    >>> strict({"CI": "true"}), strict({"STRICT": "1"}), strict({"CI": ""}), strict({"CI": "false"})
    (True, True, False, False)
    """
    return any(environment.get(name, "").lower() not in {"", "0", "false", "no"} for name in ("STRICT", "CI"))


def report_vulnerabilities(result: Audit, count: int, must: bool) -> int:
    """Print what the service said of so many pins, and return the exit status."""
    for one in result.found:
        print(f"error: vulnerable: {one}")
    if result.found:
        print(f"Raise the lower bound in {SETTINGS} where that is what holds it back, and run `make lock`.")
    if not result.why:
        print(f"vulnerabilities: {count} pinned releases checked, {len(result.found)} known vulnerabilities")
        return 1 if result.found else 0
    some = "ANY" if len(result.unchecked) >= count else str(len(result.unchecked))
    level = "error" if must else "warning"
    print(f"{level}: KNOWN VULNERABILITIES WERE NOT CHECKED for {some} of the {count} pinned releases.")
    print(f"  Why: {result.why}")
    if some != "ANY":
        print(f"  Not checked: {', '.join(result.unchecked)}")
    print("  Run it where PyPI itself can be asked (its JSON API, not a mirror), or name another service:")
    print("  PIP_AUDIT_VULNERABILITY_SERVICE=osv. With STRICT=1 and in continuous integration this is a failure.")
    return 1 if result.found or must else 0


def report_licences(found: Sequence[Licensed], problems: Sequence[str]) -> int:
    """Print every distribution by its licence, and return the exit status."""
    for licence in sorted({one.licence for one in found}):
        print(f"licence {licence}: {', '.join(str(one) for one in found if one.licence == licence)}")
    for text in problems:
        print(f"error: licence: {text}")
    print(f"licences: {len(found)} distributions, {len(problems)} errors")
    return 1 if problems else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Report vulnerabilities and licences, or write the table of licences."""
    parser = argparse.ArgumentParser(prog="python -m tests.supply", description="The supply chain of the project.")
    parser.add_argument("command", nargs="?", choices=["check", "licences"], default="check")
    command = parser.parse_args(arguments).command
    rule = rules(read_settings())
    needed = read_pins(RUN)
    everything = sorted({*needed, *read_pins(ALL)})
    found, problems = licences(everything, rule, metadata.distributions())
    if command == "licences":
        if not problems:
            (ROOT / TABLE).write_text(table(found, needed, rule), encoding="utf-8")
        return report_licences(found, problems)
    status = report_licences(found, problems)
    releases = {(pin.name, pin.version) for pin in everything}
    return max(status, report_vulnerabilities(audit(everything, rule.accepted), len(releases), strict(os.environ)))


if __name__ == "__main__":
    sys.exit(main())
