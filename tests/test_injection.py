"""Hostile strings in every field, in a real Chromium: none runs, none leaves its element or the site.

The same site is built twice, once with the strings and once with harmless ones of the same length and word breaks.
Every page must have the same elements with the same attributes in both; a string that is read as anything but text
would change them. The browser runs without the pages' own policy, which would hide a mistake; a few pages are
opened again with it. ``CODEPAIR_WHOLE=1`` takes all strings instead of some.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.pofile import normalize, unescape
from playwright.sync_api import Browser, Dialog, Page, expect

from codepair.kit import characters
from codepair.kit.problems import errors
from codepair.kit.tree import load
from codepair.library.naming import slug
from codepair.library.texts import texts
from codepair.site.project import open_project
from tests import support
from tests.served import served

STRINGS: list[str] = [
    json.loads(line)
    for line in (support.ROOT / "tests" / "injections.txt").read_text(encoding="utf-8").splitlines()
]
HIDDEN = [text for text in STRINGS if characters.invisible_in_name(text) is not None]
"""What no field may have: refused with a problem."""
SHOWN = [text for text in STRINGS if characters.invisible_in_name(text) is None]
"""What is text like any other."""
SOME = SHOWN if support.WHOLE else SHOWN[:: len(SHOWN) // 30][:30]

BLOCK = 15
"""Strings, and so codes, of a protocol."""

FRAMES = 10
"""Pages opened at a time."""

Tree = dict[str, Any]


def harmless(text: str) -> str:
    """Return a text of the same width, words and code spans in which nothing means anything."""

    def plain(char: str) -> str:
        if char in "` {}_" or char.isspace():
            return char
        if unicodedata.east_asian_width(char) in "WF":
            return "木"
        return "0" if char.isdigit() else "X" if char.isupper() else "x"

    return re.sub(r"\{[^{}]*\}|[^{}]+|.", lambda match: "".join(map(plain, match[0])), text)


def balanced(text: str) -> str:
    """Return a text whose back-ticks are those of code spans."""
    text = text.replace("``", "` `")
    text = re.sub("`(?=`)", "` ", text)
    return text + " x`" if text.count("`") % 2 else text


def without_slots(text: str) -> str:
    """Return a text without placeholders, for a sentence that has others."""
    return re.sub(r"[{}]", "(", text)


# -- a site with the strings in every field


def write_site(root: Path, strings: Sequence[str], change: Callable[[str], str]) -> list[str]:
    """Write a project with each string in every field of its code; return the codes' files, in order."""
    content = root / "content"
    made: list[str] = []
    blocks: list[list[str]] = []
    sources: dict[str, None] = {}
    for start in range(0, len(strings), BLOCK):
        block = strings[start : start + BLOCK]
        folder = content / f"p{start // BLOCK:02}"
        (folder / "pairs").mkdir(parents=True)
        trees = {"protocol": _protocol(block, start, change)}
        codes = []
        for at, text in enumerate(block):
            entry = _entry(at, start + at, text, change)
            codes.append(entry["code"])
            made.append(f"{folder.name}/{slug(entry['code'])}")
            trees[slug(entry["code"])] = entry
        blocks.append(codes)
        for at in range(0, len(block) - 1, 2):
            pair = _pair(codes[at], codes[at + 1], block[at], start + at, change)
            trees[f"pairs/{slug(codes[at])}-vs-{slug(codes[at + 1])}"] = pair
        for name, tree in trees.items():
            raw = yaml.safe_dump(tree, allow_unicode=True, width=10_000, sort_keys=False).encode()
            (folder / f"{name}.yml").write_bytes(raw)
            node, problems = load(name, raw)
            assert node is not None, (name, problems)
            sources.update((text, None) for _, text, *_ in texts(node))
    for name, tree in _between(blocks, strings, change).items():
        (content / name).parent.mkdir(exist_ok=True)
        raw = yaml.safe_dump(tree, allow_unicode=True, width=10_000, sort_keys=False).encode()
        (content / name).write_bytes(raw)
    folder = root / "locales" / "vi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "hostile.po").write_text(_catalog({text: f"vi {text}" for text in sources}), encoding="utf-8")
    (folder / "ui.po").write_text(_site_words(strings, change), encoding="utf-8")
    every = change(" ".join(strings))
    config = {
        "site_name": every,
        "site_description": every,
        "copyright": every,
        "site_url": "https://codes.example/docs/",
        "repo_url": "https://git.example/a/b",
        "docs_dir": "content",
        "theme": {"name": "material", "font": False, "palette": {"scheme": "default"}},
        "plugins": [{"codepair": {"locales": ["en", "vi"], "pairs": "guided"}}],
    }
    # MkDocs reads its own tags in a value, as '!ENV'; quoted they are text.
    (root / "mkdocs.yml").write_text(
        yaml.safe_dump(config, allow_unicode=True, default_style='"'), encoding="utf-8"
    )
    text = (root / "mkdocs.yml").read_text(encoding="utf-8").replace('"false"', "false")
    (root / "mkdocs.yml").write_text(text.replace('!!bool "false"', "false"), encoding="utf-8")
    return made


def _protocol(block: Sequence[str], start: int, change: Callable[[str], str]) -> Tree:
    every = change(" ".join(block))
    joined = change(balanced(" ".join(block)))

    def tag(at: int, field: str) -> str:
        return f"T{start + at}{field} {change(balanced(block[at]))}"

    return {
        "name": every[:900].strip(),
        "title": every[:900].strip(),
        "summary": f"T{start} {change(balanced(joined[:4_000]))}.",
        "registry": {"name": every[:900].strip(), "url": "https://registry.example/?a=b&c='d'".replace("'", "%27")},
        "specifications": [
            {
                "id": f"S{at}",
                "title": change(text),
                "name": f"S{at} {change(text)}",
                "url": f"https://s.example/{at}?a&b",
            }
            for at, text in zip(range(BLOCK), [*block, *[block[0]] * BLOCK], strict=False)
        ]
        + [{"id": f"B{start}", "title": every[:900].strip(), "name": f"B{start} {change(block[0])}"}],
        "response_classes": [
            {
                "id": f"c{at}",
                "codes": f"E{start + at:03} .*",
                "range": change(text),
                "label": tag(at, "c"),
                "meaning": f"{tag(at, 'm')}.",
            }
            for at, text in enumerate(block)
        ],
        "questions": [
            {
                "id": "kind",
                "type": "choice",
                "label": tag(0, "f"),
                "values": [{"id": f"v{at}", "label": tag(at, "v")} for at, text in enumerate(block)],
            },
            *(
                {
                    "id": f"t{at}",
                    "type": "tokens",
                    "label": tag(at, "t"),
                }
                for at, text in enumerate(block)
            ),
        ],
        "participants": [{"id": f"w{at}", "label": tag(at % len(block), f"w{at}")} for at in range(BLOCK)],
        "messages": {"label": "TOY (.+)|ASK (.+)", "name": "(X-H):"},
    }


def _entry(at: int, number: int, text: str, change: Callable[[str], str]) -> Tree:
    short = change(text)[:50].replace("-vs-", "-vs_").strip()  # what parts two codes in addresses
    code, phrase = f"E{number:03} {short}", change(text)
    body = change(balanced(text))
    title = f"{code} {phrase}"
    gloss = f"G{number}" if "`" in text else f"G{number} {change(text)[:44]}"
    fields = ("description", "when_seen", "fix", "use_when")
    one, other = f"w{at}", f"w{(at + 1) % BLOCK}"
    asked = f"ASK {phrase}\nX-H: {phrase}\n{phrase}\n"
    answered = f"TOY {title}\nX-H: {phrase}\n"
    event = f"{number} {body}"[:95].replace("`", "")
    return {
        "code": code,
        "number": str(number),
        "phrase": phrase,
        "gloss": gloss.rstrip(". "),
        "says": f"`{code}` {event}." if "`" not in code else f"{event}.",
        "sources": [{"cite": f"S{at}#1.2", "for": list(fields)}],
        **{name: f"{name} {number} {body}." for name in fields},
        "facts": {
            "kind": [
                {"value": f"v{at}", "source": f"S{at}#1.2", "note": f"note {event}."},
            ],
            f"t{at}": {"value": [phrase, f"{phrase} x"], "basis": "reading"},
        },
        "flow": {
            "source": f"S{at}",
            "participants": [one, other],
            "steps": [
                {"from": one, "to": other, "label": phrase, "message": asked},
                {"at": one, "says": f"{event}."},
                {"from": other, "to": one, "label": title, "message": answered, "marks": ["X-H"]},
            ],
        },
    }


def _pair(one: str, other: str, text: str, number: int, change: Callable[[str], str]) -> Tree:
    body = change(balanced(text))
    parts = ("summary", "question", "next", "mistake", "which")
    return {
        "codes": [one, other],
        **{name: f"{name} {number} {body}{'?' if name == 'question' else '.'}" for name in parts},
        "decision": [{"ask": f"Ask {number} {body}?", "if_yes": one, "if_no": other}],
        "sources": [{"cite": f"S{(number + 2) % BLOCK}", "for": list(parts)}],
    }


def _between(
    blocks: Sequence[Sequence[str]], strings: Sequence[str], change: Callable[[str], str]
) -> dict[str, Tree]:
    """Return comparisons of the codes of two protocols, tables between them, and a namespace, by their files."""
    trees: dict[str, Tree] = {}
    values = {
        f"N{at} {change(text)[:50].strip()}": f"V{at} {change(text)}" for at, text in enumerate(strings[:BLOCK])
    }
    every = change(" ".join(strings[:BLOCK]))[:900].strip()
    document = {"name": every, "title": every, "url": "https://s.example/?a&b"}
    trees["mappings/namespaces.yml"] = {
        "namespaces": [{"id": "shelf", "name": every, "document": document, "values": values}]
    }
    parts = ("summary", "question", "next", "mistake", "which", "unmatched")
    for at, (one, other) in enumerate(zip(blocks[0], blocks[1], strict=False)):
        body = change(balanced(strings[at]))
        ends = [f"p00/{one}", f"p01/{other}"]
        trees[f"pairs/p00-{slug(one)}-vs-p01-{slug(other)}.yml"] = {
            "codes": ends,
            **{name: f"{name} across {at} {body}{'?' if name == 'question' else '.'}" for name in parts},
            "decision": [{"ask": f"Ask across {at} {body}?", "if_yes": ends[0], "if_no": ends[1]}],
            "sources": [{"cite": "B0", "for": list(parts)}],
        }
    tables = {
        "there": ("p00", "p01", list(zip(blocks[0], blocks[1], strict=False))),
        # Each leads back to the code before: all of them lead somewhere else.
        "back": ("p01", "p00", list(zip(blocks[1][1:], blocks[0], strict=False))),
        "shelf": ("p00", "shelf", list(zip(blocks[0], values, strict=False))),
    }
    for name, (start, end, rows) in tables.items():
        trees[f"mappings/{name}.yml"] = {
            "title": f"{name} {every}",
            "from": start,
            "to": end,
            "specifications": [{"id": "D", "title": every, "name": every, "url": "https://s.example/?a&b"}],
            "lost": f"lost {name} {change(balanced(' '.join(strings[:BLOCK])[:3_000]))}.",
            "rows": [
                {"from": one, "to": to, "source": "D#1", "note": _note(name, at, strings[at], change)}
                for at, (one, to) in enumerate(rows)
            ],
        }
    return trees


def _note(name: str, at: int, text: str, change: Callable[[str], str]) -> str:
    return f"{name} {at} {change(balanced(text))}"[:95].replace("`", "") + "."


def _catalog(messages: dict[str, str]) -> str:
    def quoted(text: str) -> str:
        return normalize(text, width=100_000)

    return "\n".join(f"msgid {quoted(source)}\nmsgstr {quoted(text)}\n" for source, text in messages.items())


def _site_words(strings: Sequence[str], change: Callable[[str], str]) -> str:
    """Return the site's own words, each followed by a string."""
    fitting = [without_slots(text).replace("`", "'") for text in strings]
    position = itertools.count()
    words = (support.ROOT / "locales/vi/LC_MESSAGES/ui.po").read_text(encoding="utf-8") + "\n"
    header, _, body = words.partition("\n\n")

    def hostile(match: re.Match[str]) -> str:
        value = "".join(unescape(part) for part in match[2].strip().split("\n"))
        text = change(fitting[next(position) % len(fitting)])
        return f"{match[1]} {normalize(f'{value} {text}', width=100_000)}\n"

    pattern = r'^(msgstr(?:\[\d\])?) ((?:"(?:[^"\\]|\\.)*"\n)+)'
    return f"{header}\n\n{re.sub(pattern, hostile, body, flags=re.MULTILINE)}"


# -- both sites, built and served


@dataclass(frozen=True)
class Sites:
    """The hostile site and its twin."""

    base: str
    pages: list[tuple[str, str]]
    """The address of each page and of its twin."""
    codes: list[str]
    folder: Path


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """Both sites, and nothing written but they."""
    folder = tmp_path_factory.mktemp("hostile")
    made = {}
    for name, change in (("bad", str), ("good", harmless)):
        root = folder / name
        codes = write_site(root, SOME, change)
        project, problems = open_project(support.settings(root, pairs="guided"))
        assert [str(problem) for problem in errors(problems)][:5] == []
        before = set(folder.rglob("*"))
        # Of the harmless texts' pictures nothing is looked at.
        with contextlib.nullcontext() if name == "bad" else support.undrawn():
            support.built(root, root / "site")
        stray = {path for path in folder.rglob("*") if not path.is_relative_to(root / "site")} - before
        assert stray == set()
        odd = [path for path in (root / "site").rglob("*") if not re.fullmatch(r"[A-Za-z0-9._-]+", path.name)]
        assert odd == []
        made[name] = (
            [f"{p.locale.prefix}{page.path}" for p in project.translators for page in project.plan.pages],
            codes,
        )
    with served(folder) as base:
        pages = [
            (f"bad/site/{one}", f"good/site/{two}")
            for one, two in zip(made["bad"][0], made["good"][0], strict=True)
        ]
        pages.append(("bad/site/404.html", "good/site/404.html"))
        yield Sites(base, pages, made["bad"][1], folder)


_WATCH = """
  window.__ran = window.__ran || [];
  const tell = (what) => {
    try { top.__ran.push(what + ' in ' + location.pathname); } catch (e) { window.__ran.push(what); }
  };
  window.__pwned = () => tell('script');
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) window[name] = () => tell(name);
  document.addEventListener('securitypolicyviolation', (event) => tell('policy: ' + event.blockedURI));
"""

_TREES = """async (addresses) => {
  const frames = await Promise.all(addresses.map((address) => new Promise((done) => {
    const frame = document.createElement('iframe');
    frame.onload = () => done(frame);
    frame.width = 1200;
    frame.src = address;
    document.body.append(frame);
  })));
  const trees = frames.map((frame) => {
    const out = [];
    for (const node of frame.contentDocument.querySelectorAll('*')) {
      const names = [...node.attributes].map((one) => one.name).sort().join(' ');
      const above = node.parentElement ? node.parentElement.localName : '';
      out.push(node.localName + (names ? '[' + names + ']' : '') + '<' + above);
    }
    return out;
  });
  frames.forEach((frame) => frame.remove());
  return trees;
}"""


@contextmanager
def watched(browser: Browser, base: str, *, bypass: bool) -> Iterator[Page]:
    """Give a page in which nothing may run, ask, or be fetched from elsewhere."""
    context = browser.new_context(viewport={"width": 1700, "height": 900}, bypass_csp=bypass, locale="en-US")
    context.add_init_script(_WATCH)
    wrong: list[str] = []

    def foreign(url: str) -> bool:
        return not url.startswith((base, "data:image/svg+xml", "blob:", "about:"))

    page = context.new_page()

    def asked(dialog: Dialog) -> None:
        wrong.append(f"dialog {dialog.message}")
        dialog.dismiss()

    page.on("dialog", asked)
    page.on("pageerror", lambda error: wrong.append(f"error {error}"))
    context.on("request", lambda request: wrong.append(f"request {request.url}") if foreign(request.url) else None)
    context.on("page", lambda other: wrong.append(f"window {other.url}") if other != page else None)
    yield page
    ran = page.evaluate("window.__ran")
    context.close()
    assert wrong + ran == []


@pytest.mark.browser
def test_every_page_keeps_its_elements(sites: Sites, browser: Browser) -> None:
    """No string runs, and none changes which elements and attributes a page has."""
    with watched(browser, sites.base, bypass=True) as page:
        # The site's own script changes pages at times of its own; it has a test of its own.
        chromium = page.context.new_cdp_session(page)
        chromium.send("Network.enable")
        chromium.send("Network.setBlockedURLs", {"urls": ["*.js", "*.css", "*.png"]})
        page.goto(f"{sites.base}good/site/404.html")
        # Some strings: every sixth page, one language's beside the other's.
        pages = support.some(sites.pages, 6)
        for start in range(0, len(pages), FRAMES):
            part = pages[start : start + FRAMES]
            ours, theirs = (page.evaluate(_TREES, [sites.base + pair[side] for pair in part]) for side in (0, 1))
            for (address, _), one, other in zip(part, ours, theirs, strict=True):
                differs = next((pair for pair in zip(one, other, strict=False) if pair[0] != pair[1]), None)
                assert differs is None, f"{address}: {differs}"
                assert len(one) == len(other), address


@pytest.mark.browser
def test_the_policy_has_nothing_to_refuse(sites: Sites, browser: Browser) -> None:
    """Pages with hostile strings never come to what their policy forbids."""
    with watched(browser, sites.base, bypass=False) as page:
        for address, _ in sites.pages[:: max(len(sites.pages) // (100 if support.WHOLE else 20), 1)]:
            page.goto(sites.base + address)
            assert page.evaluate("window.__ran") == []


@pytest.mark.browser
@pytest.mark.parametrize("locale", ["", "vi/"])
def test_the_script_builds_text(sites: Sites, browser: Browser, locale: str) -> None:
    """The fields for two codes, the list of codes and the search show the strings as text."""
    known = {"li", "code", "b", "span", "a", "mark"}
    inside = "(box) => [...box.querySelectorAll('*')].map((node) => node.localName)"
    with watched(browser, sites.base, bypass=True) as page:
        page.goto(f"{sites.base}bad/site/{locale}compare/")
        field = page.get_by_role("combobox").first
        field.wait_for()
        shown = 0
        for start in range(0, len(SOME), 10):
            field.fill(f"e{start // 10:02}")
            options = page.get_by_role("listbox").first
            assert set(options.evaluate(inside)) <= known
            shown += options.locator("li").count()
        assert shown == len(SOME)
        for code in sites.codes[::BLOCK]:
            page.goto(f"{sites.base}bad/site/{locale}{code}/")
            side = page.locator(".cp-side")
            side.locator("summary").first.click()
            side.locator("details ul li").first.wait_for(state="attached")
            assert set(side.evaluate(inside)) <= {
                *("details", "summary", "div", "input", "a", "b", "bdi", "ul", "li"),
            }
        page.goto(f"{sites.base}bad/site/{locale}")
        page.keyboard.press("/")
        box = page.locator("dialog.cp-search")
        expect(box).to_be_visible()
        for query in ("description", "script", "pwned", "onerror", "javascript", "E000 E001", "evil example"):
            box.locator("input").fill(query)
            page.wait_for_timeout(400)
            assert set(box.locator("ol").evaluate(inside)) <= known


# -- what is refused

FIELDS = (
    ("404.yml", "phrase: Not Found", "phrase: {}"),
    ("404.yml", "gloss: Nobody is there", "gloss: {}"),
    ("404.yml", "label: ASK", "label: {}"),
    ("486.yml", "value: [Retry-After]", "value: [{}]"),
    ("486.yml", 'says: The shop is full & "busy".', "says: {}"),
    ("486.yml", "fix: Try again later, or leave a message.", "fix: {}"),
    ("protocol.yml", "name: TOY", "name: {}"),
    ("protocol.yml", "title: Toy Protocol", "title: {}"),
    ("protocol.yml", "title: The Toy Box", "title: {}"),
    ("protocol.yml", "label: Outcome", "label: {}"),
    ("protocol.yml", "label: Child", "label: {}"),
    ("protocol.yml", "range: 2xx", "range: {}"),
    ("protocol.yml", "label: Fields", "label: {}"),
    ("pairs/404-vs-486.yml", "question: Does the address exist?", "question: {}"),
    ("pairs/404-vs-486.yml", "ask: Is it full?", "ask: {}"),
)


@pytest.mark.parametrize(("name", "field", "with_text"), FIELDS)
def test_what_nobody_sees_is_refused(name: str, field: str, with_text: str, tmp_path: Path) -> None:
    """A control, a direction override, a private character: an error at its place, in every field."""
    path = f"content/toy/{name}"
    root = support.tiny(tmp_path)
    text = (root / path).read_text(encoding="utf-8")
    assert field in text
    hidden = [each for each in HIDDEN if characters.invisible(each)]
    assert len(hidden) > 40
    # All of them in one field, every fourth in each of the others.
    for each in hidden[:: 1 if support.WHOLE or (name == "404.yml" and field.startswith("gloss")) else 4]:
        quoted = "".join(char if char.isalnum() and char.isascii() else f"\\U{ord(char):08x}" for char in each)
        (root / path).write_text(text.replace(field, with_text.format(f'"{quoted}"'), 1), encoding="utf-8")
        found = [
            problem for problem in errors(open_project(support.settings(root))[1]) if problem.place.path == path
        ]
        assert "invisible-character" in {problem.rule for problem in found}, each
        assert all(problem.place.line >= 1 for problem in found)


def test_translations_keep_to_their_place() -> None:
    """An override or an open isolate in a translation is an error; marks that languages need are not."""
    refused = [each for each in HIDDEN if characters.refused_in_translation(each)]
    assert {"x\u202ey", "x\u2066y", "x\u2069y", "x\ue000y", "x\x1b[2Jy"} <= set(refused)
    assert characters.refused_in_translation("\u2068x\u2069 \u200fy\u200d") is None


URLS = [
    text
    for text in STRINGS
    if re.match(r"\s*[^ ]*(script|data|blob|file|feed|view-source)(:|&|%)", text, re.I)
    and not text.startswith("https:")
]


@pytest.mark.parametrize("field", ["url", "section_url"])
def test_addresses_lead_to_pages(field: str, tmp_path: Path) -> None:
    """Only http and https: what runs or reads files is an error at its place."""
    assert len(URLS) > 15
    root = support.tiny(tmp_path)
    path = root / "content" / "toy" / "protocol.yml"
    tree = yaml.safe_load(path.read_text(encoding="utf-8"))
    for text in [*URLS, "//evil.example", 'https://x/" onclick="', "https://x y", "https://x/<b>"]:
        tree["specifications"][1][field] = text
        path.write_text(yaml.safe_dump(tree, allow_unicode=True), encoding="utf-8")
        rules = {problem.rule for problem in errors(open_project(support.settings(root))[1])}
        assert rules & {"wrong-value", "invisible-character", "yaml"}, text


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ('site_name: "x\\u202Ey"', "'site_name' has the character U+202E"),
        ('copyright: "\\uE000content\\uE001"', "'copyright' has the character U+E000"),
        ("repo_url: javascript://x/%0aalert(1)", "'repo_url' must be an address"),
        ("site_url: 'https://x/\"><script>'", "'site_url' must be an address"),
    ],
)
def test_settings_are_checked(setting: str, message: str, tmp_path: Path) -> None:
    """What stands on every page is checked like content, by both commands."""
    root = support.tiny(tmp_path)
    config = (root / "mkdocs.yml").read_text(encoding="utf-8")
    key = setting.partition(":")[0]
    kept = "\n".join(line for line in config.splitlines() if not line.startswith(f"{key}:"))
    (root / "mkdocs.yml").write_text(f"{kept}\n{setting}\n", encoding="utf-8")
    for arguments in (("codepair", "check"), ("mkdocs", "build")):
        done = support.run(*arguments, cwd=root)
        assert done.returncode != 0
        assert message in done.stderr
        assert "Traceback" not in done.stderr
