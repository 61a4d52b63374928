"""No word escapes extraction: in a locale where every message is marked, all visible text is marked."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.extract import extract_from_dir
from lxml import etree

from codepair.edge.localized import theme_words
from codepair.language.catalog import Catalog, Catalogs
from codepair.language.locale import make_locale
from codepair.language.po import Key
from codepair.language.translator import Translator
from codepair.pages.context import PageContext
from codepair.pages.renderer import Renderer
from codepair.pages.templates import Templates
from codepair.site.files import not_found
from codepair.site.site import Site
from tests import support

OPEN, CLOSE = "⟦", "⟧"


def pseudo(root: Path) -> Catalogs:
    """Return a catalog in which every extracted message is its source between brackets."""
    catalogs: dict[str, Catalog] = {}
    locale = make_locale("eo", default="en")
    folders = (
        (
            "ui",
            support.ROOT / "generator" / "codepair",
            [("edge/theme/**", "ignore"), ("pages/templates/**.html", "codepair_templates"), ("**.py", "python")],
        ),
        ("toy", root / "content", [("**.yml", "codepair_content")]),
    )
    keywords = {"gettext": None, "ngettext": (1, 2), "N_": None, "words": None, "plain": None, "plural": (1, 2)}
    for domain, folder, methods in folders:
        messages: dict[Key, tuple[str, ...]] = {}
        for _, _, message, _, _ in extract_from_dir(folder, method_map=methods, keywords=keywords):
            forms = (message,) if isinstance(message, str) else tuple(message)
            messages[(None, forms[0])] = tuple(f"{OPEN}{form}{CLOSE}" for form in forms)
        catalogs[domain] = Catalog(locale, messages)
    return Catalogs(locale, catalogs.pop("ui"), catalogs)


def unmarked(html: str) -> list[str]:
    """Return all visible words outside brackets that are not protocol text."""
    document = support.parse(html)
    for element in support.find(document, "//script|//style|//code|//*[@lang='en']|//small"):
        element.tag = "gone"
    etree.strip_elements(document, "gone", with_tail=False)
    etree.strip_tags(document, "a", "span", "b", "i", "bdi")
    found = []
    for text in document.itertext():
        rest = str(text)
        while re.search(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", rest):
            rest = re.sub(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", " ", rest)
        rest = re.sub(
            r"\b(?:ASK|404 Not Found|486 Busy Here|kaj|RFC \d+|Toy Box|TOY|SIP|\d+xx?|§\S+|vs)", " ", rest
        )
        found += re.findall(r"[A-Za-z]{2,}", rest)
    return found


def test_every_page_is_made_of_messages(tmp_path: Path) -> None:
    """Each kind of page of the tiny site, and the header's and the script's words."""
    root = support.tiny(tmp_path)
    project = support.opened(root)
    translator = Translator(pseudo(root))
    renderer = Renderer(PageContext(project.plan, translator, Templates()))
    protocol = project.library.protocols["toy"]
    contents = [renderer.views.home(), renderer.views.compare(), renderer.views.protocol(protocol)]
    contents += [renderer.codes.code(entry) for entry in project.library.entries["toy"].values()]
    assert all(content.is_translated for content in contents)
    pages = [content.html for content in contents]
    shell = renderer.comparisons.shell(protocol).shell
    for pair in project.plan.comparisons():
        slots, is_translated = renderer.comparisons.content(pair)
        assert is_translated
        pages.append(shell.fill(slots).decode())
    for html in pages:
        assert OPEN in html
        assert unmarked(html) == []
        for value in support.values(support.parse(html), "//@aria-label|//@placeholder"):
            assert str(value).startswith(OPEN)
    assert all(
        word[0] == OPEN for key, word in theme_words(translator).items() if key not in ("language", "direction")
    )


def test_a_locale_without_messages_says_so(tmp_path: Path) -> None:
    """Fallbacks are marked with language and direction, and each page has the notice."""
    project = support.opened(support.tiny(tmp_path), locales=("en", "ar"))
    translator = project.translators[1]
    renderer = Renderer(PageContext(project.plan, translator, Templates()))
    views = renderer.views
    entry = project.library.entries["toy"]["404"]
    for html in (views.home("What this is.").html, renderer.codes.code(entry).html):
        document = support.parse(html)
        notice = support.find(document, "//*[@class='cp-note']")
        assert notice
        marked = support.find(document, "//p[@lang='en' and @dir='ltr']")
        assert marked
        assert "<span" not in support.text_of(document)
    labels = support.find(support.parse(renderer.codes.code(entry).html), "//dt/span[@lang='en' and @dir='ltr']")
    assert labels
    pair = next(pair for pair in project.plan.comparisons() if pair.guidance)
    values = renderer.comparisons.content(pair).slots
    assert b"lang=" in values["notice"]
    assert b'lang="en"' in values["lead"] or b"lang=en" in values["lead"]


def test_error_page_has_every_locale(tmp_path: Path) -> None:
    """One error page serves all locales; the first part is the default locale's."""
    project = support.opened(support.tiny(tmp_path))
    document = support.parse(not_found(Site(project, (), "https://codes.example/project/")))
    parts = support.find(document, "//section")
    assert [part.get("lang") for part in parts] == ["en", "vi"]
    assert [part.get("hidden") is None for part in parts] == [True, False]
    hrefs = support.values(document, "//section[@lang='vi']//a/@href")
    assert hrefs == ["/project/vi/", "/project/vi/compare/", "/project/vi/toy/"]
    actions = support.values(document, "//form/@action")
    assert actions == ["/project/", "/project/vi/"]
