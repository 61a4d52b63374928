"""A page that the theme has rendered in, the page without what only the theme's script uses out.

A generated page asks for no script of the theme: its inline scripts, the check boxes of its menus and the boxes
that its script fills have nobody left who uses them. What another version of the theme writes otherwise stays and
does no harm: the policy is computed from what is left.
"""

from __future__ import annotations

import re

from codepair.edge.localized import NO_INDEX
from codepair.pages.policy import with_policy
from codepair.pages.shell import without_indentation, without_quotes, without_slips

_CONFIGURATION = 'id="__config"'
"""What the theme's script reads first: it stands on every page that asks for that script."""

_UNUSED = re.compile(
    r"<script>(?:__md_scope=|var target=document\.getElementById\(location\.hash)(?:(?!</script>).)*</script>\n?"
    r'|<meta name="generator"[^>]*>\n?'
    r'|<input class="md-toggle"[^>]*>\n?'
    r'|<label class="md-overlay"[^>]*></label>\n?'
    r'|<div data-md-component="announce">\s*</div>\n?'
    r'|<div class="md-dialog"[^>]*>\s*<div class="md-dialog__inner md-typeset"></div>\s*</div>\n?'
)
_OTHERS = re.compile(r'<link rel="stylesheet" href="(?![^"]*assets/(?:stylesheets|codepair)/)')
_CUSTOM = re.compile(r' data-md-color-(?:primary|accent)="custom"')
"""Names of no colours: to the theme's own stylesheets and to ours they say nothing."""

_VIEWPORT = re.compile(r'(<meta name="viewport" content="width=device-width), ?initial-scale=1(?=")')
"""As wide as the device is not scaled (CSS Viewport, "The meta element")."""

_SKIP = re.compile(r'<div data-md-component="skip">\s*(<a [^>]*>)\s*([^<]*?)\s*</a>\s*</div>')
_DRAWN_WITH = re.compile(r'<(?:link rel="(?:stylesheet|icon)"|script src=)[^<>]*>')
_HEAD = re.compile(r"(?<=>)<head>(?=<)|</head>$")
_END = re.compile(r"\s*</body>\s*</html>\s*$")
"""Tags that HTML does not need where they stand ("Optional tags")."""
_BETWEEN = re.compile(r"(?<=</div>) +(?=</div>)")
_SCRIPTLESS = re.compile(r'^(<!doctype html>\s*<html\b[^>]*?) class="no-js"', re.IGNORECASE)
"""To the theme's own style sheet only: it hides what only the theme's script moves, and is taken out."""
_COPYRIGHT = re.compile(
    r'<div class="md-copyright">\s*<div class="md-copyright__highlight">((?:(?!</?div\b).)*)</div>\s*</div>',
    re.DOTALL,
)
"""The theme's own piece of the footer as it stands without anything else in it."""
_CONTAINER = re.compile(
    r'<div class="md-container">\s*((?:(?!<div class="md-container">).)*</footer>)\s*</div>', re.DOTALL
)
"""A box around all but the header, which the body is as well."""
_COMPONENT = re.compile(r'(<[a-z]+(?: [a-z-]+="[^"<>]*")*) data-md-component="[a-z-]+"(?=[ >])')


def lean(html: str) -> str:
    """Return a page without what nobody uses on it; a page that asks for the theme's script as it is.

    >>> lean('<meta name="generator"><input class="md-toggle"><main class="m" data-md-component="main">text</main>')
    '<main class="m">text</main>'
    >>> lean('<input class="md-toggle"><script id="__config">{}</script>')
    '<input class="md-toggle"><script id="__config">{}</script>'
    >>> body = '<body data-md-color-scheme="default" data-md-color-primary="custom">'
    >>> lean(body), lean('<link rel="stylesheet" href="theirs.css">' + body).endswith(body)
    ('<body data-md-color-scheme="default">', True)
    """
    if _CONFIGURATION in html:
        return html
    html = _COMPONENT.sub(r"\1", _SKIP.sub(r"\1\2</a>", _UNUSED.sub("", _SCRIPTLESS.sub(r"\1", html))))
    html = _VIEWPORT.sub(r"\1", html)
    html = _CONTAINER.sub(r"\1", _COPYRIGHT.sub(r"<div>\1</div>", html))
    return html if _OTHERS.search(html) else _CUSTOM.sub("", html)


def written(html: str) -> str:
    """Return a page of the theme as it is written: lean, without indentation, slips and quotes, with its policy.

    What describes a page in its head keeps its quotes: not everything that reads it parses HTML. What the page is
    drawn with does not, nor does the head of a page that search engines are told to skip.
    """
    head, mark, rest = with_policy(lean(without_slips(without_indentation(html)))).partition("<body")
    body = mark + rest
    if _CONFIGURATION not in html:
        head = re.sub(r"\s+</head>", "</head>", head.replace(">\n<", "><")).rstrip()
        head = _DRAWN_WITH.sub(lambda tag: without_quotes(tag[0]), head)
        head = _HEAD.sub("", without_quotes(head)) if NO_INDEX in head else head
        body = _END.sub("", body)
    return head + without_quotes(_BETWEEN.sub("", body))
