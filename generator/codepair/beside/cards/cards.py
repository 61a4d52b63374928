"""Social cards: which there are, what each says, and the key by which an old file is known to be still right.

A card is drawn only if no file with its key is there: the key is a hash of everything that its pixels come from,
and stands at the beginning of the file. Nothing here draws; ``drawing.py`` does.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable

import PIL
import zlib_ng

from codepair.beside.cards.typefaces import Fonts, composed, house_fonts, needs_shaping
from codepair.language.translator import Translator
from codepair.library.model import Entry
from codepair.library.plan import Page, Plan, entry_path, pair_path

WIDTH, HEIGHT = 1200, 630
"""Pixels, as those who show cards ask for."""

MEDIA_TYPE = "image/png"

KEY_NAME = "codepair-key"
"""The keyword of the text chunk that holds a file's key."""

SIGNATURE = b"\x89PNG\r\n\x1a\n"
"""How a PNG begins."""

HEAD_SIZE = 128
"""Bytes at the beginning of a file in which its key is."""

_HEADER_SIZE = 25


@dataclass(frozen=True, slots=True)
class Named:
    """A code as a card shows it."""

    code: str
    phrase: str | None
    """As on the wire, in every language."""
    gloss: str | None
    """In the card's language, or in the source language where it is not translated yet."""

    @property
    def texts(self) -> tuple[str, ...]:
        """What is shown, code first."""
        return tuple(filter(None, (self.code, self.phrase, self.gloss)))


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows: one code or two."""

    protocol: str
    """It stands above the codes; empty where each of two has its own in front."""
    codes: tuple[Named, ...]
    site: str
    language: str
    """As BCP 47 writes it."""
    direction: str
    """``ltr`` or ``rtl``."""
    answer: str = ""
    """The sentence under the page's heading: what the code says, or what sets the two apart.

    It stands in the place of what the codes mean, unless it has no room or no font."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that may be shown."""
        of_codes = (text for named in self.codes for text in named.texts)
        return (*filter(None, (self.protocol,)), *of_codes, *filter(None, (self.answer,)), self.site)


def cards(plan: Plan, translators: Iterable[Translator], site_name: str) -> Iterator[tuple[str, Card]]:
    """Yield path, from the site's root, and card of every code and every pair with guidance, in every locale."""
    for translator in translators:
        for page in plan.pages:
            path = card_path(page, translator)
            if path is not None:
                yield path, page_card(page, translator, site_name)


def card_path(page: Page, translator: Translator) -> str | None:
    """Return where a page's card is, from the site's root; None if the page has none."""
    if page.pair is not None and page.pair.guidance is not None:
        path = pair_path(page.pair)
    elif page.entry is not None:
        path = entry_path(page.entry)
    else:
        return None
    return f"assets/codepair/cards/{translator.locale.tag}/{path.removesuffix('/')}.png"


def page_card(page: Page, translator: Translator, site_name: str) -> Card:
    """Return the card of a page about one code or two."""
    entries = (page.pair.a, page.pair.b) if page.pair else (page.entry,) if page.entry else ()
    if not entries:
        raise ValueError(f"A page of kind '{page.kind}' has no card.")
    locale = translator.locale
    # Of two protocols each code has its own in front, and nothing stands above them.
    is_named = len({entry.protocol for entry in entries}) > 1
    return Card(
        "" if is_named else composed(entries[0].protocol.name),
        tuple(_named(entry, translator, is_named=is_named) for entry in entries),
        composed(site_name),
        locale.tag,
        locale.direction,
        _answer(page, translator),
    )


def _answer(page: Page, translator: Translator) -> str:
    if page.pair is not None and page.pair.guidance is not None:
        of, text = page.pair.domain, page.pair.guidance.prose.get("summary", "")
    elif page.entry is not None:
        of, text = page.entry.protocol.id, page.entry.says
    else:
        return ""
    return composed(translator.of(of).text(text).plain) if text else ""


def _named(entry: Entry, translator: Translator, *, is_named: bool) -> Named:
    gloss = composed(translator.of(entry.protocol.id).text(entry.gloss).plain) if entry.gloss else None
    code = f"{entry.protocol.name} {entry.code}" if is_named else entry.code
    return Named(composed(code), composed(entry.phrase) if entry.phrase else None, gloss)


def card_key(card: Card, fonts: Fonts | None = None) -> str:
    """Return the key of a card, 24 hexadecimal digits; ``fonts`` are those it is drawn with, or the generator's."""
    libraries = (PIL.__version__, zlib_ng.__version__)
    parts: list[object] = [astuple(card), (fonts or house_fonts()).digest, _program_digest(), *libraries]
    if any(needs_shaping(text) for text in card.texts):
        # Asked only here: it loads Pillow, which a build that draws nothing does without.
        from codepair.beside.cards.typesetting import shaping_version

        parts.append(shaping_version())
    return blake2b(json.dumps(parts).encode(), digest_size=12).hexdigest()


@cache
def _program_digest() -> str:
    """Return the digest of the program that runs: it is one as long as the process lives."""
    return modules_digest(files(__package__))


def modules_digest(folder: Traversable) -> str:
    """Return a hash of all modules in a folder: a change of any of them may be one of how cards look."""
    modules = {file.name: file.read_bytes() for file in folder.iterdir() if file.name.endswith(".py")}
    found = blake2b(digest_size=16)
    for name in sorted(modules):
        found.update(blake2b(name.encode()).digest() + blake2b(modules[name]).digest())
    return found.hexdigest()


def read_key(head: bytes) -> str | None:
    """Return the key in the first ``HEAD_SIZE`` bytes of a card's file, or None if it is no such file."""
    start = len(SIGNATURE) + _HEADER_SIZE
    if not head.startswith(SIGNATURE) or len(head) < start + 8:
        return None
    size, kind = struct.unpack_from(">I4s", head, start)
    body = head[start + 8 : start + 8 + size]
    name, _, value = body.partition(b"\0")
    check = head[start + 8 + size : start + 12 + size]
    if kind != b"tEXt" or name != KEY_NAME.encode() or check != struct.pack(">I", zlib.crc32(kind + body)):
        return None
    return value.decode("latin-1")
