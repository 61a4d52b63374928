"""Sites made up for the oracle, built by ``mkdocs build`` as users run it."""

from __future__ import annotations

import os
import re
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
BETWEEN = ROOT / "tests" / "sites" / "between"
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


def between(root: Path) -> Edition:
    """Build a site of two protocols with all that can stand between them.

    Vietnamese has every text but those of one comparison and one table, Portuguese every text of what stands
    between, and Arabic, which is read from the right, none.
    """
    shutil.copytree(TINY, root, dirs_exist_ok=True)
    shutil.copytree(BETWEEN, root, dirs_exist_ok=True)
    folder = root / "content"
    # Two ways at once, practice beside a section, and a code with two meanings on one side.
    (folder / "mappings" / "toy-to-play-again.yml").write_text(AGAIN, encoding="utf-8")
    (folder / "play" / "503.yml").write_text(TWO_MEANINGS, encoding="utf-8")
    (folder / "pairs" / "toy-486-vs-play-503.yml").write_text(THIRD, encoding="utf-8")
    for name in ("toy", "play", "questions.yml", "pairs", "mappings"):
        path = folder / name
        texts = list(_leaves(load(path))) if path.is_file() else list(_texts(path))
        domain = name.removesuffix(".yml")
        lacking = {"A lost toy, and a lost game.", "Games to toys"}
        _write(root, "vi", domain, {text: f"VI {text}" for text in texts if text not in lacking})
        if domain in ("pairs", "mappings"):
            _write(root, "pt", domain, {text: f"PT {text}" for text in texts})
    _write_words(root, "vi", lacking=())
    _write_words(root, "pt", lacking={"In the other protocol", "The way back leads somewhere else"})
    return _built(root, ("en", "vi", "pt", "ar"))


AGAIN = """
title: Toys to games, again
from: toy
to: play
specifications:
  - {id: PLAYPEN, title: The Playpen, published: 2021}
practices:
  - {id: swing-2, title: Swing's manual, name: Swing 2, url: "https://swing.example/", seen: "2026-01-02"}
lost: Of `404` nothing is lost, of `503` all.
rows:
  - {from: "404", to: [LOST, "404"], source: [PLAYPEN#8, swing-2], note: "As `486` and `404` say."}
  - {from: "486", to: "503", source: swing-2}
"""
TWO_MEANINGS = """
code: "503"
phrase: Nap Time
status: deprecated
gloss: Somebody sleeps
says: "`503` says that somebody sleeps."
related: ["404"]
reviewed: "2026-02-04"
meanings:
  - id: short
    label: For a while
    sources: [{cite: PLAYPEN#1, for: [description, when_seen, fix, use_when]}]
    description: Somebody sleeps for a while.
    when_seen: After lunch.
    fix: Wait for a while.
    use_when: Send it when it is short.
    facts:
      again: {value: later, source: PLAYPEN#1}
    flow:
      source: PLAYPEN
      participants: [kid, ground]
      steps:
        - {from: kid, to: ground, label: PLAY}
        - {at: ground, says: It is asleep.}
        - {from: ground, to: kid, label: 503 Nap Time}
  - id: long
    label: For the night
    sources: [{cite: PLAYPEN#2, for: [description, when_seen, fix, use_when]}]
    description: Somebody sleeps for the night.
    when_seen: In the night.
    fix: Wait for the morning.
    use_when: Send it when it is long.
    facts:
      again: {value: later, source: PLAYPEN#2, note: "As after `404`."}
"""
THIRD = """
codes: ["toy/486", "play/503"]
summary: "`486` is busy, `503` asleep; `LOST` and `404` are neither."
question: Is anybody awake?
which: Send `486` while you are awake.
unmatched: Nothing but a nap.
decision:
  - {ask: Are you awake?, if_yes: toy/486}
  - {ask: Is it night?, if_yes: play/503, if_no: play/LOST}
sources:
  - {cite: PLAYPEN#1, for: [summary, question]}
  - {cite: TOYBOX#9, for: [which, unmatched]}
"""


def twins(root: Path) -> Edition:
    """Build a site of two protocols, toy and box, whose labels are the same and whose catalogs differ.

    One text is only in the other protocol's catalog, and one is a word of the site too.
    """
    shutil.copytree(TINY, root, dirs_exist_ok=True)
    toy, box = root / "content" / "toy", root / "content" / "box"
    _edit(toy / "protocol.yml", r"label: Later\}", 'label: "No"}')
    shutil.copytree(toy, box)
    for file in box.rglob("*.yml"):
        _edit(file, _PROSE, r"\1 In a box.\2")
    _write(root, "vi", "toy", {text: f"TOY {text}" for text in _texts(toy)})
    _write(root, "vi", "box", {text: f"BOX {text}" for text in _texts(box) if text != "It worked"})
    return _built(root, ("en", "vi"))


def settled(root: Path) -> Edition:
    """Build a site of facts that rest on all there is: sections, practice, readings, a class; with notes.

    A question is shared with another protocol, and its Vietnamese stands in a catalog of its own, which lacks one
    text; a code has two meanings, of which each has a flow; Vietnamese lacks the name of one and a note.
    """
    shutil.copytree(TINY, root, dirs_exist_ok=True)
    toy = root / "content" / "toy"
    (root / "content" / "questions.yml").write_text(QUESTIONS, encoding="utf-8")
    _edit(toy / "protocol.yml", "response_classes:", f"{PRACTICE}response_classes:")
    _edit(toy / "protocol.yml", "questions:", "questions:\n  - again\n  - speed")
    _edit(toy / "protocol.yml", "{value: done, basis: reading}", '{value: done, source: "TOYBOX#3"}')
    _edit(toy / "404.yml", "facts:", f"facts:\n{FACTS}")
    _edit(toy / "486.yml", "facts:", 'facts:\n  again: {value: ["no"], source: "RFC3261#21"}')
    (toy / "405.yml").write_text(MEANINGS, encoding="utf-8")
    texts = set(_texts(root / "content"))
    lacking = {"Out of the box", "Only on Sundays, when `486` is sent too.", "Somebody winds it."}
    _write(root, "vi", "toy", {text: f"TOY {text}" for text in texts - lacking})
    _write(root, "vi", "questions", {text: f"ASKED {text}" for text in texts if text != "Not at all"})
    _write_words(root, "vi", lacking=())
    return _built(root, ("en", "vi"))


QUESTIONS = """
questions:
  - id: again
    type: choice
    label: Again
    values:
      - {id: "yes", label: "Yes"}
      - {id: "no", label: Not at all, alone: true}
      - {id: later, label: Later}
      - {id: unsure, label: Unsure}
  - {id: speed, type: number, label: Speed}
  - {id: unasked, type: number, label: Unasked}
"""
PRACTICE = """practices:
  - {id: Bear, title: Bear's manual, name: Bear 2, url: "https://bear.example/", seen: "2026-01-02"}
"""
FACTS = """  again:
    - {value: ["yes", later], source: ["TOYBOX#7", "RFC3261#8.1"], note: "Only on Sundays, when `486` is sent too."}
    - {value: unsure, source: Bear}
  speed: {value: "12.5", basis: reading, note: "It is fast."}
"""
MEANINGS = """
code: "405"
gloss: Two things at once
says: "`405` says one of two things."
related: ["404"]
meanings:
  - id: box
    label: In the box
    sources: [{cite: "TOYBOX#1", for: [description, when_seen, fix, use_when]}]
    description: This is in the box.
    when_seen: When the box is full.
    fix: Empty the box.
    use_when: Send it when the box is full.
    facts:
      again: {value: later, source: Bear}
      kind: {value: later, source: "TOYBOX#1", note: "It closes at `404` o'clock."}
    flow:
      source: "TOYBOX#7"
      participants: [child, shop]
      steps:
        - {from: child, to: shop, label: ASK}
        - {from: shop, to: child, label: "405"}
  - id: out
    label: Out of the box
    sources:
      - {cite: "TOYBOX#2", for: [description, when_seen]}
      - {cite: "TOYBOX#1", for: [fix, use_when]}
    description: This is out of the box.
    when_seen: When the box is empty.
    fix: Fill the box.
    use_when: Send it when the box is empty.
    facts:
      again: {value: "no", basis: reading}
      tries: {value: "3", basis: reading}
    flow:
      source: "TOYBOX#8"
      participants: [child, shop]
      steps:
        - {at: shop, says: Somebody winds it.}
        - {from: shop, to: child, label: "405"}
"""


def repeated(root: Path) -> Edition:
    """Build a site of an entry and a pair that each name a section twice, for one field and for two."""
    shutil.copytree(TINY, root, dirs_exist_ok=True)
    toy = root / "content" / "toy"
    _edit(toy / "486.yml", "sources:", 'sources:\n  - {cite: "RFC3261#21.4.24", for: [fix]}')
    once, twice = (
        'cite: "TOYBOX#12", for: [mistake',
        'cite: "TOYBOX#12", for: [mistake]}\n  - {cite: "TOYBOX#12", for: [',
    )
    _edit(toy / "pairs" / "404-vs-486.yml", rf"{re.escape(once)}, ", twice)
    return _built(root, ("en",))


def gaps(root: Path) -> Edition:
    """Build a site of locales that each lack one text: some pages show it and some do not.

    Vietnamese lacks the label of a fact, Portuguese a heading of comparisons, French the name of somebody who
    stands in a diagram and does nothing, German what a code says, and Italian the heading of the rows that only
    one of two codes has.
    """
    shutil.copytree(TINY, root, dirs_exist_ok=True)
    toy = root / "content" / "toy"
    _edit(toy / "486.yml", r"\[child, shop\]", "[child, shop, parent]")
    _edit(toy / "protocol.yml", r"(  - \{id: shop.*)", r"\1\n  - {id: parent, label: Parent}")
    # A code without the number of tries, so that one comparison does not show that fact.
    shutil.copy(toy / "499.yml", toy / "410.yml")
    _edit(toy / "410.yml", "499", "410")
    _edit(toy / "410.yml", "unofficial", "deprecated")
    _edit(toy / "410.yml", _PROSE, r"\1 No more.\2")
    said = str(load(toy / "404.yml")["says"])
    lacking = {
        "vi": "Tries",
        "pt": "Key Differences",
        "fr": "Parent",
        "de": said,
        "it": "Recorded for {code} only",
    }
    for locale, text in lacking.items():
        _write(root, locale, "toy", {each: f"{locale} {each}" for each in _texts(toy) if each != text})
        _write_words(root, locale, lacking={text})
    return _built(root, ("en", *lacking))


_PROSE = r"(?m)^((?:description|when_seen|fix|use_when|summary|question|next|mistake|which): .*?)(\"?)$"


def _edit(file: Path, pattern: str, text: str) -> None:
    """Replace what a pattern finds in a file."""
    file.write_text(re.sub(pattern, text, file.read_text(encoding="utf-8")), encoding="utf-8")


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
