"""Pages put together: slots that are filled, a policy that names scripts, HTML that is as small as it can be."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from codepair.edge.lean import written
from codepair.kit.patterns import Pattern
from codepair.language.locale import make_locale
from codepair.language.translator import Text
from codepair.library.citations import Citation, Specification
from codepair.library.flow import Arrow, MessageFormat
from codepair.library.model import Entry, ResponseClass
from codepair.pages import templates
from codepair.pages.context import grouped
from codepair.pages.extract import extract_template
from codepair.pages.html import cite, colour_class, paragraph, protocol_text, tight
from codepair.pages.policy import (
    HEAD,
    HEAD_HASH,
    headers,
    policy,
    script_hash,
    script_hashes,
    with_policy,
)
from codepair.pages.shell import Shell, compile_shell, marker, without_indentation, without_slips
from codepair.pages.templates import TEMPLATES, Templates
from codepair.pages.wire import message_html
from tests import models

PAGE = f"<h1>{marker('title')}</h1>{marker('body', '<p')}<b>{marker('title')}</b>"


def test_a_page_is_its_literals_and_its_values() -> None:
    """A slot may stand more than once; a value without a slot is left out, a slot without a value is a mistake."""
    shell = compile_shell(PAGE)
    assert shell == Shell((b"<h1>", b"</h1>", b"<b>", b"</b>"), ("title", "body", "title"))
    assert shell.names == {"title", "body"}
    values = {"title": b"T", "body": b"<p>\xc3\xb6", "other": b"x"}
    assert shell.fill(values) == b"<h1>T</h1><p>\xc3\xb6<b>T</b>"
    assert shell.fill({**values, "title": b"U"}) == b"<h1>U</h1><p>\xc3\xb6<b>U</b>"
    with pytest.raises(KeyError, match="body"):
        shell.fill({"title": b"T"})
    assert compile_shell("ö").fill({}) == b"\xc3\xb6"


def test_shells_within_shells() -> None:
    """Every slot of that name takes it; the other slots stay where they are."""
    outer = compile_shell(f"1{marker('a')}2{marker('b')}3{marker('a')}4{marker('c')}5")
    inner = compile_shell(f"<{marker('x')}|{marker('b')}>")
    nested = outer.nest("a", inner)
    assert nested.slots == ("x", "b", "b", "x", "b", "c")
    assert nested.fill({"x": b"X", "b": b"B", "c": b"C"}) == b"1<X|B>2B3<X|B>4C5"
    assert outer.nest("none", inner) == outer
    assert outer.nest("b", compile_shell("plain")).fill({"a": b"A", "c": b"C"}) == b"1A2plain3A4C5"


def test_what_is_no_marker() -> None:
    """Only names of small letters, digits and underscores between the two characters; a disguise is part of it."""
    for text in ("\ue000\ue001", "\ue000A\ue001", "\ue000a", "a\ue001"):
        assert compile_shell(text).slots == ()
    assert compile_shell(marker("a_1", "<h1 id=x>")).slots == ("a_1",)
    assert compile_shell(f"{marker('a')}{marker('b')}").literals == (b"", b"", b"")


def test_white_space_that_does_not_show() -> None:
    """Around line breaks one break is left, beside blocks none; within a line, and where it shows, it stays."""
    kept = "<{0}>\n  a\n\n b </{0}>"
    for name in ("pre", "textarea", "script", "style"):
        block = kept.format(name)
        assert without_indentation(f"<p>\n\t a  b \n\n</p>\n  {block}\n  <i> c </i>") == (
            f"<p>a  b</p>{block}\n<i> c </i>"
        )
    assert without_indentation("<pre\n class=x>\n a</pre>\n <pres>\n b</pres>") == (
        "<pre\n class=x>\n a</pre>\n<pres>\nb</pres>"
    )
    assert without_indentation("<pre>\n a") == "<pre>\na"
    two = "<pre>\n 1</pre>\n  <script>\n 2</script>"
    assert without_indentation(two) == two.replace("\n  <", "\n<")


def test_slips_of_the_theme() -> None:
    """On its own switches, and nowhere else."""
    switch = '<input class="md-toggle" data-x="1" autocomplete="off" id="a">'
    other = '<input class="x" autocomplete="off">'
    assert without_slips(f"{switch}{other}{switch}") == f"{switch}{other}{switch}".replace(
        'data-x="1" autocomplete="off"', 'data-x="1"'
    )


@pytest.mark.parametrize(
    ("html", "short"),
    [
        ('<a href="a/b" title="x y">', '<a href=a/b title="x y">'),
        ('<a href="a/">', "<a href=a/>"),
        ('<a href="a/" lang="en">', "<a href=a/ lang=en>"),
        ('<use href="a/"/>', '<use href="a/"/>'),
        ('<p class="">', '<p class="">'),
        ('<p title="a=b" id="i">', '<p title="a=b" id=i>'),
        ('<p title="a&amp;b">', '<p title="a&amp;b">'),
        ('<br class="x"/>', '<br class="x"/>'),
        ('x="y" <p> z="w" ', 'x="y" <p> z="w"'),
        ('  \n<p\n class="a">\n\n  b\n ', "<p\nclass=a>b"),
        ('</p class="a">', '</p class="a">'),
        ('<svg viewBox="0 0 1 1" width="1.5">', '<svg viewBox="0 0 1 1" width=1.5>'),
    ],
)
def test_quotes_that_html_does_not_need(html: str, short: str) -> None:
    """They go; a value with a blank, a sign or a slash at its end keeps them."""
    assert tight(html) == short


def test_colours() -> None:
    """Of a response class by what it means, wherever it stands; one for what says nothing of it."""
    toy = models.protocol()

    def coloured(outcome: str | None) -> str:
        group = ResponseClass("x", "X", 3, Pattern("x"), outcome=outcome)
        return colour_class(models.entry(toy, "1", response_class=group))

    outcomes = ("progress", "success", "redirect", "client", "server", "global", None)
    assert [coloured(outcome) for outcome in outcomes] == ["k0", "k1", "k2", "k3", "k4", "k5", "k8"]
    assert colour_class(models.entry(toy, "1")) == "k8"


def test_protocol_text_is_english_everywhere() -> None:
    """Marked where the page is in another language; in one that is read from the right, with its direction."""
    shown = {
        name: protocol_text('<a> "b"', make_locale(name, default="en")) for name in ("en", "en_GB", "vi", "ar")
    }
    html = '&lt;a&gt; "b"'
    assert shown == {
        "en": html,
        "en_GB": html,
        "vi": f'<i lang="en">{html}</i>',
        "ar": f'<i lang="en" dir="ltr">{html}</i>',
    }
    assert {type(each) for each in shown.values()} == {Markup}


def test_paragraphs() -> None:
    """Of a class, marked if their text is in another language."""
    vi, en = (make_locale(name, default="en") for name in ("vi", "en"))
    assert paragraph(Text("a `b`", vi), "lead") == '<p class="lead">a <code>b</code></p>'
    assert paragraph(Text("a", en, is_fallback=True), "x") == '<p class="x" lang="en" dir="ltr">a</p>'
    assert isinstance(paragraph(Text("a", vi), "x"), Markup)


def test_citations_as_links() -> None:
    """Escaped, in the address as well."""
    odd = Specification("ODD", "Odd", name='"A" & <B>', url="https://x.example/?a&b='c'")
    assert cite(Citation(odd)) == (
        '<a href="https://x.example/?a&amp;b=&#x27;c&#x27;">&quot;A&quot; &amp; &lt;B&gt;</a>'
    )


def test_lines_of_a_message() -> None:
    """A mark begins a line and takes it whole, its end as well; a name may stand anywhere in it."""
    arrow = Arrow("a", "b", "x", "one: 1\n(two): <2>\n\nthree", ("two", "(tw", "three"))
    assert message_html(arrow, MessageFormat(Pattern("x"), Pattern(r"\(?([a-z]+)\)?:"))) == (
        "<b>one</b>: 1\n<mark>(<b>two</b>): &lt;2&gt;\n</mark>\n<mark>three</mark>"
    )


# -- the policy

SCRIPT = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"
"""Of ``alert(1)``, as browsers and ``openssl dgst -sha256 -binary | base64`` say."""

POLICY = (
    "default-src 'self';script-src 'self' 'wasm-unsafe-eval'{0};img-src 'self' data:;object-src 'none';"
    "base-uri 'none';form-action 'self'"
)


def test_scripts_are_named_by_their_hashes() -> None:
    """Each once, in order; scripts in files need none, and where metadata will stand its hash will, too."""
    assert script_hash("alert(1)") == SCRIPT
    other = script_hash("x\n")
    html = f"<script>x\n</script>{HEAD}<script async type=a>alert(1)</script><script>x\n</script>"
    html += "<script a src=b></script>"
    assert script_hashes(html) == [other, HEAD_HASH, SCRIPT]
    assert script_hashes("<p>") == []
    assert script_hashes("<script data-src=x>alert(1)</script>") == [SCRIPT]
    assert policy([]) == POLICY.format("")
    assert policy([SCRIPT, other]) == POLICY.format(f" {SCRIPT} {other}")


def test_a_page_has_its_policy_first() -> None:
    """After its character set, once; a page without one is left as it is."""
    for charset in ('<meta charset="utf-8">', "<meta charset=utf-8>"):
        meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICY.format(f" {SCRIPT}")}">'
        html = f"<head>{charset}<script>alert(1)</script>{charset}"
        assert with_policy(html) == html.replace(charset, charset + meta, 1)
    assert with_policy("<script>alert(1)</script>") == "<script>alert(1)</script>"


def test_a_page_of_the_theme_as_it_is_written() -> None:
    """Without indentation, quotes of its body and slips; the theme's switches stay where its script does."""
    head, body, switch, end = (
        '<meta charset="utf-8">',
        '<body class="a">',
        '<input class="md-toggle" autocomplete="off">',
        "<script>\n a</script>",
    )
    own = script_hash("\n a")
    meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICY.format(f" {own}")}">'
    page = f"{head}\n{body}\n   {switch}\n {end}"
    assert written(page) == f"{head}{meta}<body class=a>{end}"
    configured = '<script id="__config">{}</script>'
    both = f"{own} {script_hash('{}')}"
    meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICY.format(f" {both}")}">'
    assert written(page + configured) == f"{head}{meta}<body class=a><input class=md-toggle>\n{end}{configured}"


def test_headers_for_hosts() -> None:
    """One for all pages: every hash once, in order, and who may show the site in a frame."""
    found = headers([policy([SCRIPT, "'sha256-zz='"]), policy(["'sha256-Aa='", SCRIPT]), "no hash"])
    csp = POLICY.format(f" 'sha256-Aa=' {SCRIPT} 'sha256-zz='")
    assert found == (
        "/*\n"
        f"  Content-Security-Policy: {csp};frame-ancestors 'none'\n"
        "  X-Content-Type-Options: nosniff\n"
        "  Referrer-Policy: strict-origin-when-cross-origin\n"
        "/*.json\n  Access-Control-Allow-Origin: *\n"
        "/*.md\n  Access-Control-Allow-Origin: *\n"
    )
    assert "\n/codes/*.json\n  Access-Control-Allow-Origin: *\n" in headers([], folder="/codes/")
    assert headers([policy([SCRIPT])], is_for_all=False) == (
        "/*\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n"
        "/*.json\n  Access-Control-Allow-Origin: *\n/*.md\n  Access-Control-Allow-Origin: *\n"
    )


# -- templates


def test_templates_of_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rendered without what does not show, or as they are; read again when they may have changed."""
    monkeypatch.setattr(templates, "TEMPLATES", tmp_path)
    page = tmp_path / "page.html"
    page.write_text('<p class="a">\n  {% if value %}\n    {{ value }}\n  {% endif %}\n</p>\n', encoding="utf-8")
    (tmp_path / "m.html").write_text(
        '{% macro m(a, b) %}\n  <b id="c">{{ a }}{{ b }}</b>\n{% endmacro %}', encoding="utf-8"
    )
    made = Templates()
    assert made.page("page.html", value="<ö>") == '<p class="a">\n    &lt;ö&gt;\n</p>'
    assert made.render("page.html", value="<ö>") == "<p class=a>&lt;ö&gt;</p>"
    assert made.macro("m.html", "m", "<", Markup("<i>")) == "<b id=c>&lt;<i></b>"
    with pytest.raises(Exception, match="'value' is undefined"):
        made.page("page.html")
    size = page.stat()
    page.write_text(page.read_text(encoding="utf-8").replace("a", "z", 1), encoding="utf-8")
    os.utime(page, ns=(size.st_atime_ns, size.st_mtime_ns))
    made.forget()
    assert "z" in made.page("page.html", value="x")


def test_what_templates_ask_for() -> None:
    """Colours, links, names, arrows and messages, as functions of their own give them."""
    environment = Templates()._environment
    filters = environment.filters
    entry = models.entry(models.protocol(messages=MessageFormat(Pattern("x"), Pattern("[A-Z]"))), "1")
    arrow = Arrow("a", "b", "x", "A<")
    assert filters["kind"](entry) == "k8"
    assert filters["is_arrow"](arrow) is True
    assert filters["is_arrow"]("a") is False
    assert filters["message"](arrow, entry) == "<b>A</b>&lt;"
    assert isinstance(filters["message"](arrow, entry), Markup)
    assert TEMPLATES.is_dir()


SOURCE = """
{{ _.words("One") }} {{ _.plain('Two {a}') | upper }} {{ _.plural("{number} a", "{number} b", 3) }}
{{ _.text("Content") }} {{ words("Nobody's") }} {{ _.words(name) }} {{ _.words() }} {{ _.plural("one", other) }}
{{ f(_.of(x).words("Three", a=1)) }} {{ _.words(7) }} {{ _.plural("a", 7) }} {{ _.plain("Ö") }}
{{ _.words("Four", "not this") }}
"""


def test_words_of_templates_are_extracted() -> None:
    """Those that a translator's method gets as they are, with their lines; forms together."""
    found: list[Any] = [*extract_template(BytesIO(SOURCE.encode()), (), (), {})]
    assert sorted(found) == [
        (2, "gettext", "One", []),
        (2, "gettext", "Two {a}", []),
        (2, "ngettext", ("{number} a", "{number} b"), []),
        (4, "gettext", "Three", []),
        (4, "gettext", "Ö", []),
        (5, "gettext", "Four", []),
    ]


# -- what pages are made from


def test_items_by_response_class() -> None:
    """In the order of the classes, those without one last; none that is empty."""
    one, two, three = (ResponseClass(name, name, at, Pattern(name)) for at, name in enumerate("abc"))
    toy = models.protocol(response_classes=(one, two, three))

    def item(code: str, group: ResponseClass | None) -> tuple[Entry, str]:
        return models.entry(toy, code, response_class=group), code

    items = [item("1", None), item("2", three), item("3", one), item("4", three)]
    assert grouped(toy, items) == [(one, ["3"]), (three, ["2", "4"]), (None, ["1"])]
    assert grouped(toy, []) == []
