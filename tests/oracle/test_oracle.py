"""The oracle shares no code with the generator, reads pages as a browser does, and fails when it has to."""

from __future__ import annotations

import ast
import copy
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial, reduce
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import html5lib
import pytest
from lxml import etree

from tests.oracle import found_code, found_pair
from tests.oracle.edition import Edition
from tests.oracle.notation import Difference, Value, differences
from tests.oracle.pages import find, parse

Where: TypeAlias = "tuple[str, str, str]"
"""A page: its locale, its protocol, its code or pair."""

READERS = {"babel", "html5lib", "lxml", "pytest", "yaml"}
"""What the oracle may use besides Python itself."""

PAGES = [
    ("en", "sip", "422"),
    ("vi", "dns", "badvers"),
    ("vi", "sip", "486-vs-600"),
    ("vi", "grpc", "ok-vs-unknown"),
]


def test_nothing_is_the_generators() -> None:
    """No module of the oracle imports one of the generator's, nor a test that does."""
    for file in sorted(Path(__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_bytes())):
            names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                assert not node.level, file.name
                names = [node.module or ""]
            for name in names:
                root = name.partition(".")[0]
                assert root in READERS | sys.stdlib_module_names or name.startswith("tests.oracle"), (
                    file.name,
                    name,
                )


def _expected(edition: Edition, where: Where) -> Value:
    locale, name, slug = where
    protocol = edition.protocols[name]
    if slug in protocol.pairs:
        return edition.expected_pair(locale, protocol, protocol.pairs[slug])
    code = next(code for code in protocol.codes.values() if code.slug == slug)
    return edition.expected_code(locale, protocol, code)


def _read(edition: Edition, where: Where, page: etree._Element) -> Value:
    if where[2] not in edition.protocols[where[1]].pairs:
        return found_code.code_page(page)
    return found_pair.comparison(page, edition.diagrams(edition.path(*where)))


def _differences(edition: Edition, where: Where, page: etree._Element) -> list[Difference]:
    return list(differences(_expected(edition, where), _read(edition, where, page)))


def _bytes(edition: Edition, where: Where) -> bytes:
    return (edition.site / edition.path(*where) / "index.html").read_bytes()


@pytest.mark.parametrize("where", PAGES, ids="/".join)
def test_pages_are_read_as_browsers_read_them(edition: Edition, where: Where) -> None:
    """The quick reader finds what a reader finds that follows the standard."""
    raw = _bytes(edition, where)
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("lxml"), namespaceHTMLElements=False)
    standard = parser.parse(raw.decode()).getroot()
    assert _read(edition, where, parse(raw)) == _read(edition, where, standard)


class Place(NamedTuple):
    """A text or an attribute of a page."""

    name: str
    value: str
    put: Callable[[str], None]
    """Puts another value there."""


def _places(page: etree._Element) -> Iterator[Place]:
    """Yield every text, link and mark of a page's content."""
    for element in find(page, "//article//*"):
        texts = {"text": element.text, "tail": element.tail}
        for name, text in texts.items():
            if text and text.strip():
                yield Place(f"{name} of {element.tag}: {text}", text, partial(setattr, element, name))
        for name in ("href", "lang", "dir", "title", "aria-label"):
            if (value := element.get(name)) is not None:
                yield Place(f"{name} of {element.tag}: {value}", value, partial(element.set, name))


@pytest.mark.parametrize("where", PAGES, ids="/".join)
def test_every_text_and_link_counts(edition: Edition, where: Where) -> None:
    """Whatever is changed in the content of a page is found."""
    page = parse(_bytes(edition, where))
    expected = _expected(edition, where)
    assert _read(edition, where, page) == expected
    places = list(_places(page))
    assert len(places) > 150
    unseen = []
    for place in places:
        place.put(f"x{place.value}")
        if _read(edition, where, page) == expected:
            unseen.append(place.name)
        place.put(place.value)
    assert unseen == []
    assert _read(edition, where, page) == expected


SWAPPED = (rb"(section-16\.7)(.*?)(section-5\.1)", rb"\3\2\1")
LEADS = rb"(<p class=cp-lead>.*?</p>)(<p class=cp-lead>.*?</p>)"
ONLY = rb"(<tr class=cp-only>.*?</th></tr>)(<tr><th>.*?</td>)"
TWO = rb"(<tr class=cp-only>.*?</th></tr>)(<tr><th>.*?)(<tr class=cp-only>.*?</th></tr>)"
DAMAGES = [
    ("sip/422", "lang", rb'<html lang="en"', b'<html lang="vi"'),
    ("sip/422", "robots", b"<title>", b'<meta name="robots" content="noindex"><title>'),
    ("sip/422", "description", rb'(name="description" content=")', rb"\1x"),
    ("sip/422", "title", rb"<title>SIP 422", b"<title>SIP 423"),
    ("sip/422", "notice", rb"(</h1>)", rb'\1<p class="cp-note">Part of this page is English.</p>'),
    ("sip/422", "gloss", rb"<p class=cp-lead>.*?</p>", b""),
    ("sip/422", "gloss", rb"(<p class=cp-lead>.*?</p>)\n(<p>.*?</p>)", rb"\2\1"),
    ("sip/422", "says", rb"<p>(<code>422</code> says that)", rb"<p>x\1"),
    ("sip/422", "says", rb"(<p class=cp-lead>.*?</p>)\n<p>.*?</p>", rb"\1"),
    ("sip/422", "says", rb"<code>422</code> says that", b"<a href=../422/><code>422</code></a> says that"),
    ("sip/422", "place", rb"<span>4xx ", b"<span>5xx "),
    ("sip/422", "status", rb"(</span>) </p>", rb"\1 <span class=cp-status>Deprecated</span></p>"),
    ("sip/422", "texts[1].refs[0]", rb"(phase|changed\.)<a href=#s422-1>", rb"\1<a href=#s422-2>"),
    ("sip/422", "texts[2].refs[2]", rb"<a href=#s422-4>\[4\]</a>", b""),
    ("sip/422", "texts[3].text", rb"<code>timer</code> in", b"timer in"),
    ("sip/422", "wire[0].steps[0]", rb"<li>Caller to Callee: INVITE</li>", b""),
    ("sip/422", "wire[0].steps[1]", rb"<b>(422 Session Interval Too Small)</b></li>", rb"\1</li>"),
    (
        "sip/422",
        "wire[0].messages[1].marks",
        rb"<mark>(<b>Min-SE</b>: 600)</mark>(\n<b>Content-Length</b>: 0)",
        rb"\1\2",
    ),
    ("sip/422", "wire[0].messages[0].text", rb"v=0\n", b"v=0 "),
    ("sip/422", "wire[0].after", rb"rfc4028#section-7.3>RFC", b"rfc4028#section-7.4>RFC"),
    ("sip/422", "facts", *SWAPPED),
    ("sip/422", "facts", rb"<code>INVITE</code> and <code>UPDATE</code>", b"<code>INVITE</code>"),
    ("sip/422", "facts", rb"<small>all 4xx ", b"<small>"),
    ("sip/422", "facts", rb"rfc4028#section-4>", b"rfc4028#section-5>"),
    ("sip/422", "place", rb">(RFC 4028) [^ ]+6</a></small>", rb">\1</a></small>"),
    ("sip/422", "facts", rb"RFC 4028 \(2005\)</td>", b"RFC 4028</td>"),
    ("sip/402", "facts", rb"<em>our reading</em>", b""),
    ("sip/402", "facts", rb"<em>our reading</em>", b"our reading"),
    ("dns/servfail", "facts", rb"<em>practice</em> ", b""),
    (
        "sip/422",
        "guided[0].link",
        rb"202-vs-422/(\"><code class=k1>202</code> Accepted <small>)",
        rb"202-vs-423/\1",
    ),
    ("sip/422", "comparisons[2].heading", rb"3xx Redirection</h3>", b"4xx Request failure</h3>"),
    ("sip/422", "comparisons[0].links[1]", rb"<li><a href=../180-vs-422/.*?</li>", b""),
    ("sip/422", "sources.list[0]", rb"(<li id=s422-1>.*?</li>)(<li id=s422-2>.*?</li>)", rb"\2\1"),
    ("sip/422", "sources.list", rb"</a> [^<]+</li></ol>", b"</a></li></ol>"),
    ("sip/422", "sources.documents", rb"(<li id=s422-1><a [^>]+) title=\"[^\"]*\"", rb"\1"),
    ("sip/422", "neighbours.prev", rb"<a rel=prev", b"<a rel=next"),
    ("sip/486-vs-600", "robots", b"<title>", b'<meta name="robots" content="noindex"><title>'),
    ("sip/486-vs-600", "lead[0].refs", rb"(<p class=cp-lead>.*?)<a href=#s486-1>\[486: 1\]</a>", rb"\1"),
    ("sip/486-vs-600", "decision[0].answers[0]", rb"(<li><p>Could.*?)\.\./486/", rb"\1../600/"),
    ("sip/486-vs-600", "decision[1]", rb"<li><p>Is the callee busy.*?</li>", b""),
    ("sip/486-vs-600", "question", rb"<div class=\"cp-callout cp-question\">.*?</div>", b""),
    ("sip/486-vs-600", "mistake", rb"<div class=cp-callout>.*?</div>", b""),
    ("sip/486-vs-600", "next", rb"(</table></details>)<p>.*?</p>", rb"\1"),
    ("sip/486-vs-600", "differences[0]", rb"(</h2>)\n(<table.*?</table></details>)(<p>.*?</p>)", rb"\1\3\2"),
    ("sip/486-vs-600", "headings[0]", rb"<h2 id=differences>Key Differences", b"<h2 id=differences>Facts"),
    ("sip/486-vs-600", "which", rb"(</ol>)\n<p>As an endpoint.*?</p>", rb"\1"),
    ("sip/502-vs-503", "own_sources", rb"<h3>Sources for this comparison</h3><ol>.*?</ol>", b""),
    ("sip/486-vs-600", "wire.flows[0].mark", rb"M0 (\d+)(H\d+\"/><path d=\"M0 )\d+l", rb"M0 1\1\g<2>1\1l"),
    ("sip/486-vs-600", "wire.flows[1].diagram", rb"sip/600.en.svg", b"sip/603.en.svg"),
    ("sip/486-vs-600", "facts.differ[0].a", rb"(<tr><th>.*?)(<td>.*?</td>)(<td>.*?</td>)", rb"\1\3\2"),
    ("sip/486-vs-600", "facts.differ", ONLY, rb"\2\1"),
    ("sip/486-vs-600", "facts.only[0].rows[0]", ONLY, rb"\2\1"),
    ("sip/486-vs-600", "facts.only[0]", ONLY, rb"\2"),
    ("sip/486-vs-600", "facts.only[0].heading", rb"for <code class=k3>486<", b"for <code class=k5>600<"),
    ("sip/486-vs-600", "facts.only[0].rows[0].width", rb"<td colspan=2>", b"<td>"),
    ("sip/100-vs-429", "facts.only[0].rows", TWO, rb"\2\3\1"),
    ("sip/100-vs-429", "facts.only[1].heading", TWO, rb"\3\2\1"),
    ("sip/486-vs-600", "facts.same", rb"(<details class=cp-same>.*?<tbody>)<tr>.*?</td>", rb"\1"),
    ("sip/486-vs-600", "related[0]", rb"(<ul class=cp-links>)<li>.*?</li>", rb"\1"),
    ("dns/badvers-vs-badname", "robots", rb'<meta name="robots" content="noindex">', b""),
    ("dns/badvers-vs-badname", "description", b"<title>", b'<meta name="description" content="x"><title>'),
    ("dns/badvers-vs-badname", "lead[0].text", LEADS, rb"\2\1"),
    ("dns/badvers-vs-badname", "lead[1]", LEADS, rb"\1"),
    ("dns/badvers-vs-badname", "lead[1].text", LEADS, rb"\1\1"),
    ("dns/badvers-vs-badname", "lead[0].text", rb"<a href=\"../badsig/\">(.*?)</a>", rb"\1"),
    ("dns/badvers-vs-badname", "next", rb"(id=differences>Key Differences</h2>)", rb"\1<p>More.</p>"),
]
"""A page, the field that is damaged, what is replaced, and by what."""


@pytest.mark.parametrize(("page", "field", "pattern", "text"), DAMAGES, ids=[f"{d[0]}-{d[1]}" for d in DAMAGES])
def test_damage_is_reported(edition: Edition, page: str, field: str, pattern: bytes, text: bytes) -> None:
    """The difference names the field."""
    name, _, slug = page.partition("/")
    where = ("en", name, slug)
    damaged, count = re.subn(pattern, text, _bytes(edition, where), count=1, flags=re.DOTALL)
    assert count == 1, "the page has nothing of this kind"
    found = [difference.field for difference in _differences(edition, where, parse(damaged))]
    assert any(each.startswith(field) for each in found), found


def test_a_missing_notice_is_reported(tiny: Edition) -> None:
    """On the page of a code and on a comparison; so is a mark that says in which language a text is."""
    for slug in ("404", "404-vs-486", "200-vs-404"):
        where = ("vi", "toy", slug)
        raw = _bytes(tiny, where)
        silent = re.sub(rb'<p class="?cp-note"?>.*?</p>', b"", raw)
        assert [each.field for each in _differences(tiny, where, parse(silent))] == ["notice"], slug
        unmarked = re.sub(rb'<p lang="?en"? dir="?ltr"?>', b"<p>", raw, count=1)
        assert _differences(tiny, where, parse(unmarked)), slug


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Callable[[object], None], object]]:
    """Yield every value of a document that is no list or object, with what puts another one there."""
    items: Iterable[tuple[Any, Any]] = value.items() if isinstance(value, dict) else enumerate(value)
    for key, child in items:
        where = f"{path}[{key}]" if isinstance(value, list) else f"{path}.{key}".strip(".")
        if isinstance(child, dict | list):
            yield from _leaves(child, where)
        else:
            yield where, partial(value.__setitem__, key), child


def test_every_value_of_a_document_counts(edition: Edition) -> None:
    """Whatever is changed, left out or added in a document is found, and named."""
    protocol = edition.protocols["dns"]
    document: Any = edition.document("vi", protocol)
    for where, put, value in list(_leaves(document))[::31]:
        put("x")
        found = edition.document_differences("vi", protocol, document)
        assert [each.field for each in found] == [where]
        put(value)
    for path in (
        ["codes", 3, "meanings", 0, "facts", "next_server", "values", 0, "basis"],
        ["codes", 1, "related"],
        ["pairs", 2],
    ):
        changed = copy.deepcopy(document)
        *parents, last = path
        parent = reduce(lambda value, key: value[key], parents, changed)
        del parent[last]
        assert edition.document_differences("vi", protocol, changed), path
    assert edition.document_differences("vi", protocol, {**document, "more": None})
