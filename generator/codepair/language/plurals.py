"""Plural forms: a catalog's header or a locale in, which form a number takes out.

A catalog's own ``Plural-Forms`` is the truth for its messages: editors write forms in the order and number that it
says, which is not always CLDR's (Latvian, Slovenian; Turkish, French, Spanish). Source: GNU gettext's manual,
"Plural forms".
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from babel.messages.plurals import get_plural

from codepair.language.locale import Locale

_HEADER = re.compile(r"(?im)^plural-forms:\s*(.*)$")
_PLURAL_FORMS = re.compile(r"\s*nplurals\s*=\s*([1-6])\s*;\s*plural\s*=\s*([^;]{1,500});?\s*")
_TRIED = (*range(200), 1000, 10_000, 1_000_000)
"""Numbers for which a rule must give a form that there is."""


@dataclass(frozen=True)
class PluralRule:
    """Which of a message's forms a number takes."""

    count: int
    """How many forms there are, 1 to 6."""
    expression: str
    """Over ``n``, in C."""
    of: str = field(compare=False)
    """Whose rule it is, for problems."""

    def index(self, number: int) -> int:
        """Return which form a number takes, from 0.

        >>> rule = plural_rule("Plural-Forms: nplurals=2; plural=(n != 1);")
        >>> [rule.index(number) for number in (0, 1, 2)]
        [1, 0, 1]
        """
        return _compiled(self.expression)(number)


def plural_rule(header: str) -> PluralRule | None:
    """Return the rule of a catalog's header; None without one, or with one that cannot be used.

    >>> plural_rule("Plural-Forms: nplurals=1; plural=n/0;") is None
    True
    """
    line = _HEADER.search(header)
    match = _PLURAL_FORMS.fullmatch(line[1]) if line else None
    if match is None:
        return None
    rule = PluralRule(int(match[1]), match[2].strip(), "the catalog's header")
    try:
        is_whole = all(0 <= rule.index(number) < rule.count for number in _TRIED)
    except (ValueError, ZeroDivisionError, OverflowError, RecursionError, MemoryError):
        return None
    return rule if is_whole else None


def is_template(forms: str) -> bool:
    """Return whether a header's plural forms are those of a template, yet to be filled in."""
    return "INTEGER" in forms or "EXPRESSION" in forms


def cldr_rule(locale: Locale) -> PluralRule:
    """Return the rule that CLDR has for a locale.

    >>> from codepair.language.locale import make_locale
    >>> [cldr_rule(make_locale("ru", default="en")).index(number) for number in (1, 2, 5)]
    [0, 1, 2]
    """
    found = get_plural(locale.cldr)
    return PluralRule(found.num_plurals, found.plural_expr, str(locale.cldr.english_name))


@cache
def _compiled(expression: str) -> Callable[[int], int]:
    return gettext.c2py(expression)
