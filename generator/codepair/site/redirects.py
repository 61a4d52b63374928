"""A site in, the short addresses of its codes out: what a host's file ``_redirects`` leads to their pages.

``/486``, ``/NXDOMAIN``, ``/grpc/14``, ``/sip/486-busy-here``: each leads to the one page that it can mean. What
may mean several (``/404`` of two protocols, ``/dns/16`` of two codes) is left to the error page, as are other
spellings.

Source of the form and its limits: Cloudflare Pages (2,000 rules without patterns, 1,000 characters each), GitLab
Pages (1,000 rules, 64 KB; paths with that of the project), Netlify; ``publishing/hosting.py`` has their addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from codepair.library.building.protocol import RESERVED
from codepair.library.model import Entry
from codepair.library.naming import slug
from codepair.library.plan import Plan, entry_path
from codepair.site.site import Site

MOST = 1_000
"""How many rules every host reads."""

LARGEST = 64_000
"""How many bytes of rules every host reads."""

PASSING, LASTING = 302, 301
"""The status of an address that a protocol to come may need as well, and of one that stays what it is."""

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*")
"""What means itself in an address and in a rule, where a colon or a star makes a pattern."""


def redirects(site: Site) -> str:
    """Return the file: a rule a line, those of the default locale first, with addresses from the host's root.

    Cloudflare obeys a rule even where there is a file, so none has the address of anything that is there.
    """
    rules = list(_rules(site))
    kept: list[str] = []
    size = 0
    for rule in rules[:MOST]:
        size += len(rule)
        if size > LARGEST:
            break
        kept.append(rule)
    head = "# Short addresses of codes. The error page knows more spellings, and offers a choice.\n"
    if len(kept) < len(rules):
        more = len(rules) - len(kept)
        head += f"# {more} more are left to it: hosts read {MOST:,} rules and {LARGEST:,} bytes.\n"
    return head + "".join(kept)


def _rules(site: Site) -> Iterator[str]:
    root = quote(f"{site.path}/", safe="/%")
    found, theirs = short_addresses(site.project.plan), _theirs(site)
    tops = {*RESERVED, *site.project.library.protocols, *(pages.locale.path.casefold() for pages in site.locales)}
    for pages in sorted(site.locales, key=lambda each: bool(each.locale.path)):
        prefix = pages.locale.prefix
        for short, target in found.items():
            is_bare = "/" not in short
            if (is_bare and short.casefold() in tops) or f"{site.mount}{prefix}{short}".casefold() in theirs:
                continue
            status = PASSING if is_bare else LASTING
            yield f"{root}{prefix}{short} {root}{prefix}{target} {status}\n"


def short_addresses(plan: Plan) -> Mapping[str, str]:
    """Return the page of a code by each short address that can mean no other, both below a locale's home.

    The shortest first: a code alone, with its protocol, with its phrase. None is the address of a page.
    """
    bare: dict[str, str] = {}
    named: dict[str, str] = {}
    long: dict[str, str] = {}
    pages: dict[str, set[str]] = {}
    for name, entries in plan.library.entries.items():
        for entry in entries.values():
            path = entry_path(entry)
            for written in _written(entry):
                bare[written] = named[f"{name}/{written}"] = path
                for short in (written, f"{name}/{written}"):
                    pages.setdefault(short.casefold(), set()).add(path)
            if entry.phrase:
                whole = slug(f"{entry.code} {entry.phrase}")
                long[f"{name}/{whole}"] = path
                # The error page offers all that a phrase may be: a code of the same name is not the only one.
                for short in (slug(entry.phrase), whole, f"{name}/{whole}"):
                    pages.setdefault(short.casefold(), set()).add(path)
    return {
        short: path
        for short, path in (bare | named | long).items()
        if len(pages[short.casefold()]) == 1 and plan.find(f"{short}/") is None
    }


def _written(entry: Entry) -> Iterator[str]:
    """Yield what a code is called in addresses: as it stands there, as it is written, by its number."""
    called = dict.fromkeys((entry.slug, entry.code, entry.slug.replace("_", "-"), entry.number))
    yield from (each for each in called if each and _PLAIN.fullmatch(each))


def _theirs(site: Site) -> frozenset[str]:
    """Return the addresses of what others made, and of the folders it is in, in small letters."""
    found: set[str] = set()
    for path in site.others.paths:
        parts = path.casefold().split("/")
        found.update("/".join(parts[:end]) for end in range(1, len(parts) + 1))
        found.add(path.casefold().removesuffix(".html"))
    return frozenset(found)
