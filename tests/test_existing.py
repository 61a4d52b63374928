"""A site that has pages of its own keeps them; where it cannot, a sentence says so and nothing is built."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from codepair.kit.rules import RULES
from tests import support

OWN: dict[str, str | bytes] = {
    "content/about.md": "# About us\n\n<p style='color:red'>Own</p>\n",
    "content/toy/notes.md": "# Notes\n\n![A picture](picture.png)\n",
    "content/toy/picture.png": b"\x89PNG",
    "content/toy/data.csv": "a,b\n",
    "content/toy/order.schema.json": "{}\n",
    "content/order.schema.json": "{}\n",
    "content/other/protocol.txt": "x\n",
    "content/sections.txt": "x\n",
    "content/script.js.map": "{}\n",
    "content/examples/config.yml": "a: b\n",
    "content/toy/examples/config.yml": "a: b\n",
    "content/toy/pairs/readme.txt": "x\n",
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with pages and files of its own, built."""
    root = support.tiny(tmp_path_factory.mktemp("existing"), files=OWN)
    support.run("codepair", "schema", cwd=root)
    return support.built(root, root / "site")


def test_nothing_of_others_is_dropped(kept: Path) -> None:
    """Every file that no code reads is there; what is read is not."""
    for name, data in OWN.items():
        path = name.removeprefix("content/")
        if path.endswith(".md"):
            assert (kept / path.removesuffix(".md") / "index.html").is_file(), name
        else:
            expected = data.encode() if isinstance(data, str) else data
            assert (kept / path).read_bytes() == expected, name
    for name in ("toy/200.yml", "toy/protocol.yml", "toy/entry.schema.json", "toy/pairs/404-vs-486.yml"):
        assert not (kept / name).exists(), name


def test_the_sitemap_has_all_pages(kept: Path) -> None:
    """Those of MkDocs are listed beside the generated ones, each once."""
    listed = [str(each.text) for each in etree.parse(kept / "sitemap.xml").iter("{*}loc")]
    assert "https://toys.example/docs/about/" in listed
    assert "https://toys.example/docs/toy/notes/" in listed
    assert "https://toys.example/docs/toy/404/" in listed
    assert len(set(listed)) == len(listed)


def test_the_policy_is_for_generated_pages(kept: Path) -> None:
    """A page that somebody else made may load and style what it likes; the hosts' header has no policy then."""
    assert "Content-Security-Policy" not in (kept / "about/index.html").read_text(encoding="utf-8")
    assert "Content-Security-Policy" in (kept / "toy/404/index.html").read_text(encoding="utf-8")
    assert "Content-Security-Policy" not in (kept / "_headers").read_text(encoding="utf-8")
    assert "X-Content-Type-Options" in (kept / "_headers").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "what"),
    [
        ("index.md", "the home page of the codes"),
        ("README.md", "the home page of the codes"),
        ("compare.md", "the page on which two codes are chosen"),
        ("vi/index.md", "the home page of the codes"),
        ("toy/index.md", "the page 'toy/'"),
        ("toy/README.md", "the page 'toy/'"),
        ("toy/404.md", "the page of toy/404"),
        ("toy/404/index.md", "the page of toy/404"),
        ("toy/404-vs-486.md", "the page 'toy/404-vs-486/'"),
        ("vi/toy/200-vs-404/index.html", "the page 'toy/200-vs-404/'"),
        ("data/v1/facts/toy.json", "the generator's own folder"),
        ("assets/codepair/site.css", "the generator's own folder"),
        ("pagefind/pagefind.js", "the generator's own folder"),
        ("404.html", "the error page of the codes"),
        ("sitemap.xml", "the sitemap of the codes"),
        ("sitemap-2.xml", "the sitemap of the codes"),
    ],
)
def test_collisions_are_named(file: str, what: str, tmp_path: Path) -> None:
    """A file with the address of a generated one stops the build, which names both."""
    root = support.tiny(tmp_path, files={f"content/{file}": "# Mine\n"})
    for command in (("codepair", "check"), ("mkdocs", "build")):
        done = support.run(*command, cwd=root)
        assert done.returncode != 0
        assert f"content/{file}:1:1: error: This file and {what} would both be " in done.stderr
        assert "[" + RULES["collision"].name + "]" in done.stderr
    assert not (root / "site").exists()


@pytest.mark.parametrize("name", ["404.html", "sitemap.xml"])
def test_the_theme_of_a_site_collides_too(name: str, tmp_path: Path) -> None:
    """Its own error page, or sitemap, would never be seen; below a folder it stays."""
    root = support.tiny(tmp_path, files={f"overrides/{name}": "Lost here"})
    file = root / "mkdocs.yml"
    text = file.read_text(encoding="utf-8").replace("  name: material", "  name: material\n  custom_dir: overrides")
    file.write_text(text, encoding="utf-8")
    for command in (("codepair", "check"), ("mkdocs", "build")):
        done = support.run(*command, cwd=root)
        assert f"overrides/{name}:1:1: error: This file and the " in done.stderr
        assert done.returncode != 0
    file.write_text(f"{text}      mount: codes\n", encoding="utf-8")
    assert support.run("codepair", "check", cwd=root).returncode == 0
    site = support.built(root, root / "site")
    assert (site / name).read_text(encoding="utf-8") == "Lost here"


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("robots.txt", "Add the line 'Sitemap: https://toys.example/docs/sitemap.xml'"),
        ("_headers", "each generated page has its policy in itself alone"),
        ("llms.txt", "language models find no code by it"),
    ],
)
def test_what_a_site_has_in_the_place_of_ours(name: str, lost: str, tmp_path: Path) -> None:
    """It stays, and what is lost by it is a warning that names both, if anything is."""
    root = support.tiny(tmp_path, files={f"content/{name}": "Mine\n"})
    for command in (("codepair", "check"), ("mkdocs", "build")):
        done = support.run(*command, cwd=root)
        assert done.returncode == 0
        place = f"content/{name}:1:1: warning: This file stands in the place of the generator's '{name}': "
        assert place in done.stderr
        assert lost in done.stderr
        assert "[" + RULES["replaced"].name + "]" in done.stderr
    assert (root / "site" / name).read_text(encoding="utf-8") == "Mine\n"
    mine = "User-agent: *\nSitemap: https://toys.example/docs/sitemap.xml\n"
    (root / "content" / name).write_text(mine, encoding="utf-8")
    assert ("[replaced]" in support.run("codepair", "check", cwd=root).stderr) == (name != "robots.txt")


WRITES = """
from pathlib import Path

def on_post_build(config):
    file = Path(config.site_dir, "{0}")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("Mine")
"""


@pytest.mark.parametrize("name", ["toy/404/index.html", "index.html", "pagefind/pagefind.js", "404.html"])
def test_what_another_plugin_writes_collides_too(name: str, tmp_path: Path) -> None:
    """A redirect, say, from an address that is a page of ours."""
    root = support.tiny(tmp_path, files={"hook.py": WRITES.format(name)})
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as more:
        more.write("\nhooks: [hook.py]\n")
    done = support.run("mkdocs", "build", cwd=root)
    assert done.returncode != 0
    assert f"site/{name}:1:1: error: This file and the " in done.stderr
    assert not (root / "site").exists()


@pytest.mark.parametrize(
    ("mount", "message"),
    [
        ("a b/", "'a b' is no folder of an address"),
        ("../up", "'..' is no folder of an address"),
        ("./here", "'.' is no folder of an address"),
        ("réf", "'réf' is no folder of an address"),
        ("https://x.example/", "'https:' is no folder of an address"),
        ("a/?b", "'?b' is no folder of an address"),
    ],
)
def test_a_mount_that_is_none(mount: str, message: str, tmp_path: Path) -> None:
    """What no address can be made of is refused by its name."""
    root = support.tiny(tmp_path)
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as more:
        more.write(f'      mount: "{mount}"\n')
    for command in (("codepair", "check"), ("mkdocs", "build")):
        done = support.run(*command, cwd=root)
        assert done.returncode != 0
        assert f"mkdocs.yml: plugin option 'mount': {message}" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("mount", ["/reference", "reference//codes/", "/", ""])
def test_spellings_of_a_mount(mount: str, tmp_path: Path) -> None:
    """With slashes or without, one folder or several, or the root."""
    root = support.tiny(tmp_path)
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as more:
        more.write(f'      mount: "{mount}"\n')
    site = support.built(root, root / "site")
    folder = site.joinpath(*mount.split("/")[1:] if mount.startswith("/") else mount.split("/"))
    assert (folder / "vi/toy/404/index.html").is_file()
    assert (folder / "pagefind/pagefind.js").is_file()
    for name in ("vi/toy/404/index.html", "index.html"):
        html = (folder / name).read_text(encoding="utf-8")
        script = support.values(support.parse(html), "//script/@src")[0]
        assert (folder / name).parent.joinpath(script).resolve() == (folder / "assets/codepair/first.js").resolve()


def test_the_generators_words_can_be_replaced(tmp_path: Path) -> None:
    """In the language that they are written in as well, from the file that a command writes."""
    root = support.tiny(tmp_path)
    assert support.run("codepair", "locale", "en", cwd=root).returncode == 0
    file = root / "locales/en/LC_MESSAGES/ui.po"
    text = file.read_text(encoding="utf-8")
    assert 'msgid "How to Fix"\nmsgstr ""' in text
    text = text.replace('msgid "How to Fix"\nmsgstr ""', 'msgid "How to Fix"\nmsgstr "What to Do Now"')
    file.write_text(text, encoding="utf-8")
    site = support.built(root, root / "site")
    page = (site / "toy/404/index.html").read_text(encoding="utf-8")
    assert "What to Do Now" in page and "How to Fix" not in page
    assert "When You See It" in page and "cp-note" not in page
    vietnamese = (site / "vi/toy/404/index.html").read_text(encoding="utf-8")
    assert "What to Do Now" not in vietnamese


def test_what_is_excluded_collides_with_nothing(tmp_path: Path) -> None:
    """The remedy of the sentence helps."""
    root = support.tiny(tmp_path, files={"content/toy/README.md": "# Mine\n"})
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as more:
        more.write("\nexclude_docs: README.md\n")
    assert support.run("mkdocs", "build", "--strict", "-q", cwd=root).returncode in (0, 1)
    assert support.run("mkdocs", "build", cwd=root).returncode == 0


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("use_directory_urls: false", "'use_directory_urls' is false"),
        ("theme: mkdocs", "'theme' is 'mkdocs': generated pages need Material"),
        ("theme: readthedocs", "'theme' is 'readthedocs'"),
        ("theme: {name: material, features: [navigation.instant]}", "theme feature 'navigation.instant'"),
        (
            "plugins: [{codepair: {look: all}}]\nextra: {alternate: [{name: X, link: /, lang: x}]}",
            "'extra.alternate' and",
        ),
        (
            "plugins: [{codepair: {look: all, mount: r}}]\ntheme: {name: material, features: [navigation.instant]}",
            "theme feature 'navigation.instant': with 'look: all'",
        ),
        ("theme: {name: material, features: [navigation.instant.progress]}", "'navigation.instant.progress'"),
        ("plugins: [codepair, codepair: {mount: x}]", "plugin 'codepair' stands twice"),
        ("plugins: [codepair: {content: nowhere}]", "option 'content': there is no folder 'nowhere'"),
        ("plugins: [codepair: {content: mkdocs.yml}]", "option 'content': there is no folder 'mkdocs.yml'"),
        ("plugins: [codepair: {content: ..}]", "option 'content': '..' holds more than entries"),
        ("plugins: [codepair: {content: .}]", "option 'content': '.' holds more than entries"),
        ("plugins: [codepair, offline]", "plugin 'offline': generated pages need a server"),
        ("plugins: [codepair, material/offline]", "plugin 'offline'"),
    ],
)
def test_what_cannot_be_obeyed_is_refused(more: str, message: str, tmp_path: Path) -> None:
    """In a sentence, by ``check`` too, before anything is written."""
    root = support.tiny(tmp_path)
    keys = tuple(f"{line.partition(':')[0]}:" for line in more.splitlines())
    lines: list[str] = []
    for line in (root / "mkdocs.yml").read_text(encoding="utf-8").splitlines():
        is_inside = line.startswith((" ", "-")) and lines[-1:] == ["#"]
        lines.append("#" if is_inside or line.startswith(keys) else line)
    (root / "mkdocs.yml").write_text("\n".join([*lines, more, ""]), encoding="utf-8")
    for command in (("codepair", "check"), ("mkdocs", "build")):
        done = support.run(*command, cwd=root)
        assert done.returncode != 0
        assert message in done.stderr
        assert "Traceback" not in done.stderr
    assert not (root / "site").exists()


def test_an_offline_that_is_off(tmp_path: Path) -> None:
    """A plugin that does nothing is nobody's trouble."""
    root = support.tiny(tmp_path)
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as more:
        more.write("  - offline: {enabled: false}\n")
    assert support.run("mkdocs", "build", cwd=root).returncode == 0


HOOK = """
from mkdocs.commands.build import build

def on_post_build(config):
    build(config)
"""


def test_a_build_in_a_build_ends_in_a_sentence(tmp_path: Path) -> None:
    """One that waits for a lock that it holds itself would wait for ever."""
    root = support.tiny(tmp_path, files={"hook.py": HOOK})
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as more:
        more.write("\nhooks: [hook.py]\n")
    done = support.run("mkdocs", "build", cwd=root)
    assert done.returncode != 0
    assert "Another plugin builds the site again while it is built" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in root.iterdir() if "site" in path.name) == []


def test_the_search_of_others(tmp_path: Path) -> None:
    """What the theme's own search needs stays where there is a page that could have it; without, it is left out."""
    root = support.tiny(tmp_path)
    assert not list(support.built(root, root / "site").rglob("lunr*"))
    (root / "content/about.md").write_text("# About\n", encoding="utf-8")
    assert list(support.built(root, root / "site").rglob("lunr*"))
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as more:
        more.write("  - search: {lang: [en, de]}\n")
    site = support.built(root, root / "site")
    assert list(site.rglob("lunr*"))
    assert (site / "search/search_index.json").is_file()
