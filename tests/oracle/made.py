"""Sites made up for the oracle, built by ``mkdocs build`` as users run it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

from tests.oracle.content import load
from tests.oracle.edition import ROOT, Edition

TINY = ROOT / "tests" / "sites" / "tiny"
ADDRESS = "https://toys.example/docs/"
"""Where all these sites are."""


def partial(root: Path) -> Edition:
    """Build a site of four locales.

    Vietnamese lacks some texts and has a fuzzy one, Brazilian Portuguese has one text of its own and takes all
    others from Portuguese, and Arabic, which is read from the right, has nothing.
    """
    shutil.copytree(TINY, root, dirs_exist_ok=True)
    texts = list(_texts(root / "content" / "toy"))
    missing = {"Correct the address, then send the request again.", "Toy shop", "Is it full?", "Retry-After"}
    _write(root, "vi", "toy", {text: f"VI {text}" for text in texts if text not in missing}, {"Nobody is there"})
    _write(root, "pt", "toy", {text: f"PT {text}" for text in texts})
    _write(root, "pt_BR", "toy", {"It worked": "BR It worked"})
    _write_words(root, "pt", lacking=())
    return _built(root, ("en", "vi", "pt_BR", "ar"))


def twins(root: Path) -> Edition:
    """Build a site of two protocols, toy and box, whose files say the same and whose catalogs do not.

    Their response class has a section, its fact has none. The label of one fact is nowhere translated, and the
    words of the site lack a heading of comparisons.
    """
    shutil.copytree(TINY, root, dirs_exist_ok=True)
    toy = root / "content" / "toy"
    protocol = (toy / "protocol.yml").read_text(encoding="utf-8")
    protocol = protocol.replace("label: Good,", 'label: Good, source: "RFC3261#21.2",').replace(
        "label: Later}", 'label: "No"}'
    )
    (toy / "protocol.yml").write_text(protocol, encoding="utf-8")
    # A code without the number of tries, so that one comparison does not show that fact.
    without = (
        (toy / "499.yml").read_text(encoding="utf-8").replace("499", "410").replace("unofficial", "deprecated")
    )
    (toy / "410.yml").write_text(without, encoding="utf-8")
    shutil.copytree(toy, root / "content" / "box")
    texts = [text for text in _texts(toy) if text != "Tries"]
    _write(root, "vi", "toy", {text: f"TOY {text}" for text in texts})
    _write(root, "vi", "box", {text: f"BOX {text}" for text in texts if text != "It worked"})
    _write_words(root, "vi", lacking={"Facts Side by Side"})
    return _built(root, ("en", "vi"))


def _built(root: Path, names: tuple[str, ...]) -> Edition:
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8").replace("[en, vi]", f"[{', '.join(names)}]")
    settings.write_text(text, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=root,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"},
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return Edition(root / "content", root / "locales", root / "site", names, ADDRESS)


def _texts(folder: Path) -> Iterator[str]:
    """Yield every text of a protocol's files, whatever field it stands in."""
    for file in sorted(folder.rglob("*.yml")):
        yield from _leaves(load(file))


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for child in value.values() if isinstance(value, dict) else value:
            yield from _leaves(child)


def _write(root: Path, locale: str, name: str, messages: Mapping[str, str], fuzzy: Collection[str] = ()) -> None:
    """Write a PO file."""
    catalog = Catalog(locale=locale)
    for source, text in messages.items():
        catalog.add(source, text, flags=["fuzzy"] if source in fuzzy else [])
    _save(root, locale, name, catalog)


def _write_words(root: Path, locale: str, lacking: Collection[str]) -> None:
    """Write a catalog of all words of the site but some, in as many forms as the locale has."""
    catalog = Catalog(locale=locale)
    forms = get_plural(locale).num_plurals
    with (ROOT / "locales" / "vi" / "LC_MESSAGES" / "ui.po").open("rb") as stream:
        for message in read_po(stream, locale="vi"):
            if isinstance(message.id, str) and message.id and message.id not in lacking:
                catalog.add(message.id, f"UI {message.id}")
            elif isinstance(message.id, tuple):
                catalog.add(message.id, tuple(f"UI{form} {message.id[-1]}" for form in range(forms)))
    _save(root, locale, "ui", catalog)


def _save(root: Path, locale: str, name: str, catalog: Catalog) -> None:
    file = root / "locales" / locale / "LC_MESSAGES" / f"{name}.po"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as stream:
        write_po(stream, catalog)
