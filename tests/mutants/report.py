"""What is said about mutants, on the terminal and in a file; and why some may survive."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.mutants.draw import Mutant
from tests.mutants.trial import Outcome, Trial

SHOWN = 3
"""Most tests named for a survivor."""

SURVIVED: tuple[Outcome, ...] = ("survived", "not run")

Reasons = Mapping[tuple[str, str, str], str]
"""Why a mutant may survive, by module, line of source and change."""


@dataclass
class Result:
    """Mutants and what came of them."""

    root: Path
    reasons: Reasons
    trials: list[tuple[Mutant, Trial]] = field(default_factory=list)

    @property
    def share(self) -> float:
        """How many of a hundred are killed."""
        return 100 * (1 - len(self.survivors) / len(self.trials)) if self.trials else 100.0

    @property
    def survivors(self) -> list[tuple[Mutant, Trial]]:
        """Those that no test saw."""
        return [(mutant, trial) for mutant, trial in self.trials if trial.outcome in SURVIVED]

    def summary(self) -> str:
        """Return the figures as a line."""
        count, survived = len(self.trials), len(self.survivors)
        timed_out = sum(trial.outcome == "timed out" for _, trial in self.trials)
        killed = f"{count - survived} killed ({self.share:.1f} %)"
        return f"{count} mutants, {killed}, {survived} survived, {timed_out} timed out"

    def line(self, mutant: Mutant, trial: Trial) -> str:
        """Return a survivor as a line, with the tests that ran it and why it may survive, if that is known."""
        place = f"{self._path(mutant)}:{mutant.line}:{mutant.column}"
        reason = self.reason(mutant)
        return f"{place}: {mutant.change} ({_tests(trial)})" + (f" Accepted: {reason}" if reason else "")

    def reason(self, mutant: Mutant) -> str | None:
        """Return why a mutant may survive."""
        return self.reasons.get((mutant.module, mutant.text, mutant.change))

    def markdown(self, seed: str) -> str:
        """Return everything as a page."""
        return "\n".join([*self._page(seed), ""])

    def _page(self, seed: str) -> Iterator[str]:
        yield "# Mutants"
        yield ""
        yield f"Written by `make mutants`, which changed the code in {len(self.trials)} places, one at a time,"
        yield f"drawn with the seed `{seed}`, and ran the tests. A mutant that no test sees is a survivor."
        yield ""
        yield f"**{self.summary()}.**"
        yield ""
        yield "| Module | Mutants | Killed |"
        yield "|---|---|---|"
        modules = Counter(self._path(mutant) for mutant, _ in self.trials)
        survived = Counter(self._path(mutant) for mutant, _ in self.survivors)
        for name in sorted(modules):
            yield f"| `{name}` | {modules[name]} | {modules[name] - survived[name]} |"
        for title, is_accepted in (("Survivors", False), ("Accepted survivors", True)):
            found = [item for item in self.survivors if (self.reason(item[0]) is not None) == is_accepted]
            if found:
                yield from ("", f"## {title}", "")
            for mutant, trial in found:
                yield f"- `{self._path(mutant)}:{mutant.line}:{mutant.column}` {_code(mutant.change)}"
                yield f"  {self.reason(mutant) or _tests(trial)}"

    def _path(self, mutant: Mutant) -> str:
        return mutant.file.relative_to(self.root).as_posix()


def accepted(path: Path) -> Reasons:
    """Read why some mutants may survive."""
    tables = tomllib.loads(path.read_text(encoding="utf-8")).get("accepted", [])
    return {(each["module"], each["line"], each["change"]): each["reason"] for each in tables}


def _tests(trial: Trial) -> str:
    if trial.outcome == "not run":
        return "No test runs this line."
    if not trial.ran:
        return "Only the import runs it."
    more = f" and {len(trial.ran) - SHOWN} more" if len(trial.ran) > SHOWN else ""
    return f"Run by {', '.join(trial.ran[:SHOWN])}{more}."


def _code(text: str) -> str:
    """Return a text as code in Markdown, whatever quotes it has."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"
