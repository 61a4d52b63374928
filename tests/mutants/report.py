"""What is said about mutants, on the terminal and in a file; and why some may survive."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.draw import Mutant
from tests.mutants.trial import Outcome, Trial

SHOWN = 3
"""Most tests named for a survivor."""

_KILLED: tuple[Outcome, ...] = ("killed", "timed out")

Reasons = Mapping[tuple[str, str, str], str]
"""Why a mutant may survive, by module, line of source and change."""


@dataclass(frozen=True, slots=True)
class Result:
    """Mutants and what came of them."""

    root: Path
    trials: Sequence[tuple[Mutant, Trial]]
    reasons: Reasons

    @property
    def share(self) -> float:
        """How many of a hundred are killed."""
        killed = sum(trial.outcome in _KILLED for _, trial in self.trials)
        return 100 * killed / len(self.trials) if self.trials else 100.0

    @property
    def survivors(self) -> list[tuple[Mutant, Trial]]:
        """Those that no test saw."""
        return [(mutant, trial) for mutant, trial in self.trials if trial.outcome not in _KILLED]

    def summary(self) -> str:
        """Return the figures as a line."""
        counts = Counter(trial.outcome for _, trial in self.trials)
        killed = sum(counts[outcome] for outcome in _KILLED)
        survived = len(self.trials) - killed
        return (
            f"{len(self.trials)} mutants, {killed} killed ({self.share:.1f} %), {survived} survived, "
            f"{counts['timed out']} timed out"
        )

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
                yield f"  {self.reason(mutant) or _tests(trial).capitalize()}"

    def _path(self, mutant: Mutant) -> str:
        return mutant.file.relative_to(self.root).as_posix()


def accepted(path: Path) -> Reasons:
    """Read why some mutants may survive."""
    tables = tomllib.loads(path.read_text(encoding="utf-8")).get("accepted", [])
    return {(each["module"], each["line"], each["change"]): each["reason"] for each in tables}


def _tests(trial: Trial) -> str:
    if not trial.ran:
        return "no test runs this line."
    more = f" and {len(trial.ran) - SHOWN} more" if len(trial.ran) > SHOWN else ""
    return f"run by {', '.join(trial.ran[:SHOWN])}{more}."


def _code(text: str) -> str:
    """Return a text as code in Markdown, whatever quotes it has."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"
