"""Specifications, practices and their sections: what is cited, how it is shown and where it can be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from codepair.library.sections import Sections


@dataclass(frozen=True, slots=True)
class Specification:
    """A document that entries cite, or what was seen in practice."""

    id: str
    title: str
    published: int | None = None
    name: str | None = None
    url: str | None = None
    section_url: str | None = None
    seen: str | None = None
    """When it was seen, as 2026-11-25, if it is no specification but practice: software, a vendor's document."""
    sections: Sections | None = field(default=None, compare=False, repr=False)
    """Its sections, if the content lists them: then no other can be cited."""

    @property
    def is_practice(self) -> bool:
        """Whether it says what was seen, and settles nothing."""
        return self.seen is not None

    @property
    def label(self) -> str:
        """The name shown.

        >>> Specification("RFC3261", "SIP").label
        'RFC 3261'
        """
        return self.name or re.sub(r"^RFC(?=\d)", "RFC ", self.id)

    @property
    def full_title(self) -> str:
        """The title, with the year of publication if it is known.

        >>> Specification("RFC3261", "SIP: Session Initiation Protocol", 2002).full_title
        'SIP: Session Initiation Protocol (2002)'
        """
        return f"{self.title} ({self.published})" if self.published else self.title

    def address(self, section: str | None) -> str | None:
        """Return the address of the document or of a section of it.

        >>> Specification("RFC3261", "SIP").address("21.4.8")
        'https://www.rfc-editor.org/rfc/rfc3261#section-21.4.8'
        >>> Specification("RFC3261", "SIP").address("A")
        'https://www.rfc-editor.org/rfc/rfc3261#appendix-A'
        >>> Specification("X", "X", section_url="https://example.org/draft-x-12#section-{section}").address("B")
        'https://example.org/draft-x-12#appendix-B'
        """
        rfc = re.fullmatch(r"RFC(\d+)", self.id)
        url = self.url or (f"https://www.rfc-editor.org/rfc/rfc{rfc[1]}" if rfc else None)
        if section is None:
            return url
        # As the IETF's documents name the places of sections and appendices.
        numbered = f"#{'section' if section[0].isdigit() else 'appendix'}-{section}"
        if self.section_url:
            return self.section_url.replace("#section-{section}", numbered).replace("{section}", section)
        if rfc:
            return f"{url}{numbered}"
        return url


@dataclass(frozen=True, slots=True)
class Documents:
    """What a file can cite."""

    by_id: Mapping[str, Specification]
    listed: tuple[str, ...]
    """The files that list them."""
    clashing: frozenset[str] = frozenset()
    """Ids under which these files list two different documents."""

    def and_of(self, other: Documents) -> Documents:
        """Return what can be cited where both are listed; what is said twice must be the same."""
        both = set(self.by_id) & set(other.by_id)
        clashing = frozenset(each for each in both if self.by_id[each] != other.by_id[each])
        return Documents({**other.by_id, **self.by_id}, self.listed + other.listed, clashing)


@dataclass(frozen=True, slots=True)
class Citation:
    """A section of a specification."""

    specification: Specification
    section: str | None = None

    @property
    def label(self) -> str:
        """The citation as shown, the same in every language.

        >>> Citation(Specification("RFC4028", "Session Timers"), "6").label
        'RFC 4028 §6'
        """
        return f"{self.specification.label} §{self.section}" if self.section else self.specification.label

    @property
    def title(self) -> str | None:
        """The section's title, in the document's language; None if nobody lists it or it has none.

        >>> Citation(Specification("RFC4028", "Session Timers", sections={"6": "422 Response"}), "6").title
        '422 Response'
        """
        return (self.specification.sections or {}).get(self.section or "") or None

    @property
    def url(self) -> str | None:
        """Where the section can be read."""
        return self.specification.address(self.section)


@dataclass(frozen=True, slots=True)
class Source:
    """A citation and the fields of the entry or guidance it supports."""

    citation: Citation
    supports: tuple[str, ...]
