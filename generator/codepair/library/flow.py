"""Flows: who sends what to whom, and how a protocol's messages are read. Pure values."""

from __future__ import annotations

from dataclasses import dataclass

from codepair.kit.patterns import Pattern, Span
from codepair.library.citations import Citation


@dataclass(frozen=True, slots=True)
class Arrow:
    """A step of a flow in which something is sent."""

    sender: str
    receiver: str
    label: str
    message: str | None = None
    """The whole message as on the wire, with line feeds for line ends."""
    marks: tuple[str, ...] = ()
    """How the message's deciding lines begin."""


@dataclass(frozen=True, slots=True)
class Event:
    """A step of a flow in which something happens to a participant."""

    at: str
    says: str


@dataclass(frozen=True, slots=True)
class Flow:
    """An exchange in which a code is sent."""

    participants: tuple[str, ...]
    """Ids, from the side that asks."""
    steps: tuple[Arrow | Event, ...]
    citation: Citation

    @property
    def arrows(self) -> tuple[Arrow, ...]:
        """The steps in which something is sent."""
        return tuple(step for step in self.steps if isinstance(step, Arrow))


@dataclass(frozen=True, slots=True)
class MessageFormat:
    """How a protocol's messages are read."""

    label: Pattern
    """Matches a message's beginning; its first group that matches is the label of the arrow."""
    name: Pattern | None
    """Matches a line's beginning; its first group that matches, or all of it without groups, is shown as a name."""

    def label_of(self, message: str) -> str | None:
        """Return what the message's arrow is labelled, or None if it does not begin like a message.

        >>> MessageFormat(Pattern(r"SIP/2.0 (.+)|([A-Z]+) .+ SIP/2.0"), None).label_of("SIP/2.0 200 OK")
        '200 OK'
        """
        match = self.label.match(message)
        return next((group for group in match.groups if group is not None), None) if match else None

    def name_in(self, line: str) -> Span:
        """Return where the name of a line begins and ends; (0, 0) if it has none.

        >>> MessageFormat(Pattern("x"), Pattern("([A-Z][a-z]+): ")).name_in("Via: SIP/2.0")
        (0, 3)
        """
        match = self.name.match(line) if self.name is not None else None
        return (match.wanted if match else None) or (0, 0)
