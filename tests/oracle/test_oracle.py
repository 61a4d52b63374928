"""The oracle shares no code with the generator, reads pages as a browser does, and fails when it has to."""

from __future__ import annotations

import ast
import copy
import os
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
    """Whatever is changed in the content of a page is found; every third change is tried, of all the long run."""
    page = parse(_bytes(edition, where))
    expected = _expected(edition, where)
    assert _read(edition, where, page) == expected
    places = list(_places(page))
    assert len(places) > 150
    unseen = []
    for place in places if os.environ.get("CODEPAIR_WHOLE") == "1" else places[::3]:
        place.put(f"x{place.value}")
        if _read(edition, where, page) == expected:
            unseen.append(place.name)
        place.put(place.value)
    assert unseen == []
    assert _read(edition, where, page) == expected


SWAPPED = (rb"(section-16\.7)(.*?)(section-5\.1)", rb"\3\2\1")
LEADS = rb"(<p class=cp-lead>.*?)(<p class=cp-lead>.*?)(?=<div)"
SIDES = rb"<div class=cp-a>(.*?)</div><div class=cp-b>(.*?)</div></div>"
ONLY = rb"(<tbody class=cp-a>.*?)(<tbody class=cp-b>.*?)(</table>)"
DAMAGES = [
    ("sip/422", "lang", rb'<html lang="en"', b'<html lang="vi"'),
    ("sip/422", "robots", b"<title>", b'<meta name="robots" content="noindex"><title>'),
    ("sip/422", "description", rb'(name="description" content=")', rb"\1x"),
    ("sip/422", "title", rb"<title>SIP 422", b"<title>SIP 423"),
    ("sip/422", "notice", rb"(</h1>)", rb'\1<p class="cp-note">Part of this page is English.</p>'),
    ("sip/422", "place[0]", rb">4xx Request", b">5xx Request"),
    ("sip/422", "place[1]", rb"<span>Registered</span> ", b""),
    ("sip/422", "dot", rb"cp-dot k3", b"cp-dot k4"),
    ("sip/422", "is_warned", rb"<span>Registered", b"<span class=cp-status>Registered"),
    ("sip/422", "description_text[0]", rb"<p class=cp-lead>.*?(?=</div>)", b""),
    ("sip/422", "description_text[0]", rb" <a [^>]*>RFC 4028 [^<]*</a></div>", b"</div>"),
    ("sip/422", "confused.says", rb"<p>(<code>422</code> says that)", rb"<p>x\1"),
    ("sip/422", "confused.says", rb"<code>422</code> says that", b"<a href=../422/><code>422</code></a> says that"),
    ("sip/422", "confused.compare", rb"cp-vs\" href=#all", b'cp-vs" href=#facts'),
    ("sip/422", "confused.guided[0].link", rb"202-vs-422/(><b>202</b> Accepted <small>)", rb"202-vs-423/\1"),
    ("sip/422", "fix[0]", rb"(id=fix>.*?)#section-7.3>", rb"\1#section-7.2>"),
    ("sip/422", "key[0]", rb"(<dl class=cp-key>)<div>.*?</div>", rb"\1"),
    ("sip/422", "key[0].value", rb"(<dl class=cp-key>.*?)#section-7.3>", rb"\1#section-7.2>"),
    ("sip/422", "use", rb"(id=use>.*?)<code>timer</code>", rb"\1timer"),
    ("sip/422", "wire[0].steps[0]", rb"<li>Caller to Callee: INVITE(?=<)", b""),
    ("sip/422", "wire[0].steps[1]", rb"<b>(422 Session Interval Too Small)</b>(?=<li>)", rb"\1"),
    (
        "sip/422",
        "wire[0].messages[1].marks",
        rb"<mark>(<b>Min-SE</b>: 600)\n</mark>(<b>Content-Length</b>: 0)",
        rb"\1\n\2",
    ),
    ("sip/422", "wire[0].messages[0].text", rb"v=0\n", b"v=0 "),
    ("sip/422", "wire[0].messages[1].is_open", rb"<details open>", b"<details>"),
    ("sip/422", "wire[0].after", rb"(After <a [^>]*)#section-7.3>", rb"\1#section-7.4>"),
    ("sip/422", "facts", *SWAPPED),
    ("sip/422", "facts", rb"<code>INVITE</code> and <code>UPDATE</code>", b"<code>INVITE</code>"),
    ("sip/422", "facts", rb"<em>4xx</em> ", b""),
    ("sip/422", "facts", rb"(id=facts>.*?)rfc4028#section-4>", rb"\1rfc4028#section-5>"),
    ("sip/486", "facts", rb"(id=facts>.*?)<em>our reading</em>", rb"\1"),
    ("sip/486", "facts", rb"(id=facts>.*?)<em>our reading</em>", rb"\1our reading"),
    ("dns/servfail", "facts", rb"(id=facts>.*?)<em>practice</em> ", rb"\1"),
    ("sip/486", "key[3].value", rb"<i>Since RFC 2543 \(1999\)</i>", b""),
    ("sip/422", "comparisons.groups[2].heading", rb"<p>3xx Redirection", b"<p>4xx Request failure"),
    ("sip/422", "comparisons.groups[0].links[1]", rb"<li><a href=../180-vs-422/.*?(?=<li>)", b""),
    ("sip/422", "comparisons.summary", rb"each of 74", b"each of 75"),
    ("sip/422", "sources.list[0]", rb"(<ul class=cp-sources[^>]*>)(<li>.*?)(<li>.*?)(?=<li>|</ul>)", rb"\1\3\2"),
    ("sip/422", "sources.list", rb"</a> [^<]+(</ul><p class=cp-about)", rb"</a>\1"),
    ("vi/sip/422", "sources.lang", rb"<ul class=cp-sources lang=en>", b"<ul class=cp-sources>"),
    ("sip/422", "sources.lang", rb"<ul class=cp-sources>", b"<ul class=cp-sources lang=en>"),
    ("sip/422", "sources.note", rb"is a section of RFC 3261", b"is a section of RFC 4028"),
    ("sip/422", "headings[1]", rb"<h2 id=seen>", b"<h2 id=fix>"),
    ("sip/422", "headings[0]", rb"<h2 id=fix>", b"<h2>"),
    ("sip/422", "contents.links", rb"<li><a href=#seen>.*?(?=<li>|</ul>)", b""),
    ("sip/422", "neighbours.prev", rb"<a rel=prev", b"<a rel=next"),
    ("sip/486-vs-600", "robots", b"<title>", b'<meta name="robots" content="noindex"><title>'),
    ("sip/486-vs-600", "row", SIDES, rb"<div class=cp-b>\1</div><div class=cp-a>\2</div></div>"),
    ("sip/486-vs-600", "row[0].said", SIDES, rb"<div class=cp-a>\2</div><div class=cp-b>\1</div></div>"),
    ("sip/486-vs-600", "row[0].dot", rb"cp-dot k3", b"cp-dot k5"),
    ("sip/486-vs-600", "row[0].said[1]", rb"<p>The device called is busy</p>", b""),
    ("sip/486-vs-600", "decision[2].answers[0]", rb"(<li><p>Could.*?)\.\./486/", rb"\1../600/"),
    ("sip/486-vs-600", "decision[2].answers[0].side", rb"<li class=cp-a>Yes", b"<li class=cp-b>Yes"),
    ("sip/486-vs-600", "decision[3]", rb"<li><p>Is the callee busy.*?</ul></li>", b""),
    ("sip/486-vs-600", "question", rb"<p class=cp-question>.*?</p>", b""),
    ("sip/486-vs-600", "mistake", rb"(Common Mistake</h2>)<p>.*?</p>", rb"\1"),
    ("sip/486-vs-600", "facts.next", rb"<tr><th>What happens next.*?</td>", b""),
    ("sip/486-vs-600", "headings[2]", rb"(<h2 id=differences>)Key Differences", rb"\1Facts"),
    ("sip/486-vs-600", "which", rb"(</ol>)<p>As an endpoint.*?</p>", rb"\1"),
    ("sip/486-vs-600", "order.which", rb"(<p class=cp-question>.*?)(<div class=cp-which>.*?</div>)", rb"\2\1"),
    ("sip/486-vs-600", "texts.fix[0]", rb"(id=fix>.*?)<b>486</b>", rb"\1<b>600</b>"),
    ("sip/486-vs-600", "wire.flows[0].mark", rb"M0 (\d+)(H\d+\"/><path d=\"M0 )\d+l", rb"M0 1\1\g<2>1\1l"),
    ("sip/486-vs-600", "wire.flows[1].diagram", rb"sip/600.en.svg", b"sip/603.en.svg"),
    ("sip/486-vs-600", "wire.note", rb"<p class=cp-counts>[^<]* marks where.*?</p>", b""),
    ("sip/486-vs-600", "facts.rows[0].a", rb"(<tr><th>Trying again)(<td>.*?)(<td>.*?)(<tr>)", rb"\1\3\2\4"),
    ("sip/100-vs-429", "facts.more.only[0]", ONLY, rb"\2\3"),
    ("sip/100-vs-429", "facts.more.only[0].side", rb"<tbody class=cp-a>", b"<tbody class=cp-b>"),
    ("sip/486-vs-600", "facts.more.only[0].heading", rb"for <b>486<", b"for <b>600<"),
    ("sip/486-vs-600", "facts.more.only[0].rows[0].width", rb"(tbody class=.*?)<td colspan=2>", rb"\1<td>"),
    ("sip/486-vs-600", "facts.more.count", rb"\d+ more facts", b"99 more facts"),
    ("sip/486-vs-600", "facts.same", rb"(The same in both.*?<tbody>)<tr>.*?(?=<tr>)", rb"\1"),
    ("sip/486-vs-600", "related[0]", rb"(<ul class=cp-links>)<li>.*?(?=<li>)", rb"\1"),
    ("sip/486-vs-600", "neighbours.next", rb"486-vs-603/><small>", b"486-vs-604/><small>"),
    ("sip/486-vs-600", "sources.list", rb"(<ul class=cp-sources[^>]*>)<li>.*?(?=<li>)", rb"\1"),
    ("sip/486-vs-600", "sources.list[0]", rb"(<ul class=cp-sources.*?;) .*?;", rb"\1"),
    ("sip/486-vs-600", "sources.summary", rb"(\d+) documents and their", rb"1\1 documents and their"),
    ("dns/badvers-vs-badname", "robots", rb"<meta name=robots content=noindex>", b""),
    ("dns/badvers-vs-badname", "description", b"<title>", b'<meta name="description" content="x"><title>'),
    ("dns/badvers-vs-badname", "lead[0]", LEADS, rb"\2\1"),
    ("dns/badvers-vs-badname", "lead[1]", LEADS, rb"\1"),
    ("dns/badvers-vs-badname", "lead[1]", LEADS, rb"\1\1"),
    ("dns/badvers-vs-badname", "lead[0]", rb"<a href=../badsig/>(.*?)</a>", rb"\1"),
    ("dns/badvers-vs-badname", "uses[0]", rb"(id=which>.*?<div class=cp-a>)<b>BADVERS</b>", rb"\1"),
]
"""A page, the field that is damaged, what is replaced, and by what."""


@pytest.mark.parametrize(("page", "field", "pattern", "text"), DAMAGES, ids=[f"{d[0]}-{d[1]}" for d in DAMAGES])
def test_damage_is_reported(edition: Edition, page: str, field: str, pattern: bytes, text: bytes) -> None:
    """The difference names the field."""
    language, name, slug = ("en", *page.split("/"))[-3:]
    where = (language, name, slug)
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
        unmarked = re.sub(rb'<p (class="?cp-lead"?)? ?lang="?en"? dir="?ltr"?>', rb"<p \1>", raw, count=1)
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
    checked = (
        "facts/dns.json",
        "texts/vi/dns.json",
        "answers/vi/dns.json",
        "facts/pairs.json",
        "texts/vi/pairs.json",
    )
    for path in checked:
        document: Any = edition.read(path)
        for where, put, value in list(_leaves(document))[::31]:
            put("x")
            found = edition.document_differences(path, document)
            assert [each.field for each in found] == [where]
            put(value)
        assert edition.document_differences(path, {**document, "more": None})
    document = edition.read("facts/dns.json")
    first = next(iter(document["pairs"]))
    removed: list[list[Any]] = [
        ["codes", "dns/servfail", "meanings", 0, "facts", "next_server", 0, "basis"],
        ["codes", "dns/servfail", "related"],
        ["pairs", first],
    ]
    for *parents, last in removed:
        changed = copy.deepcopy(document)
        parent = reduce(lambda value, key: value[key], parents, changed)
        del parent[last]
        assert edition.document_differences("facts/dns.json", changed), last
    turned = {**document, "codes": dict(reversed(document["codes"].items()))}
    assert edition.document_differences("facts/dns.json", turned)[0].field == "order.codes[0]"
