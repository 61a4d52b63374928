"""Where a number stands that is no code, whoever found it: a line, a column, a port, an exit status, an issue.

What a program's source and a stack trace have everywhere is told here once, not by each expression.
``recognize.js`` has the same.
"""

from __future__ import annotations

import re

LONGEST_BEFORE = 100
"""How many letters before a number are read."""

_PLACE = re.compile(
    r"(?:\.(?:java|kts?|scala|groovy|clj|go|[cm]?[jt]sx?|vue|svelte|py|pyx|rb|erb|phtml|php|c|cc|cpp|cxx|h|hh|hpp|mm?"
    r"|swift|rs|cs|vb|fs|exs?|erl|hrl|lua|p[lm]|sh|ps1|dart|hs|ml|nim|zig|sql|html?|xml|json|ya?ml|toml|conf|cfg|tf)"
    r"(?:\?[^ :]{0,40})?(?:[:(]| ?:? line )|<anonymous>:|\"\]:)(?:\d{1,6}:)?\Z"
    r"|(?:\b(?:on|at|in) |[,;({\"'] ?)line(?:[_ ]?(?:no|number))?[\"']?[ :=]{1,3}\Z"
    r"|\b(?:file_line|lineno|line_?number|columns?|col|port)[\"']?[ :=]{1,3}\Z"
    r"|(?://[^ /]{1,80}|\blocalhost|\d\.\d{1,3}"
    r"|\w\.(?:com|net|org|edu|gov|info|io|dev|app|cloud|local|internal|lan|home|corp|svc|test"
    r"|example|invalid|[a-z]{2})):\Z"
    r"|\bexit(?:ed|s|ing)?(?:[ _-](?:with|an?|non-zero|error|status|code|value)){0,5}[\"']?[ :=(]{1,3}\Z"
    r"|\bsub-?process [a-z ]{1,40}[ (]{1,2}\Z"
    r"|/(?:issues|pulls?|discussions|merge_requests|commits?|jobs|runs|tickets?|browse|questions)/\Z",
    re.ASCII | re.IGNORECASE,
)


def is_place(text: str, at: int) -> bool:
    """Return whether a number at a position of a text is no code, but that of a line or a port.

    >>> [is_place(text, text.index("404")) for text in ("(A.java:404)", "x.js:10:404", "error: 404", "a.php: 404")]
    [True, True, False, False]
    """
    line = text[max(text.rfind("\n", 0, at) + 1, at - LONGEST_BEFORE) : at]
    return _PLACE.search(line) is not None
