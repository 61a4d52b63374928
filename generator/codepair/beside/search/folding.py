"""A record's text in, words that Pagefind would not find by itself out: they are searched and never shown.

Pagefind takes letters with and without marks as equal, where Unicode makes the one of the other; and it finds words
by their beginnings, where spaces say what a word is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

LETTERS = {
    "đ": "d", "ð": "d", "ɖ": "d", "ɗ": "d", "ħ": "h", "ı": "i", "ɨ": "i", "ł": "l", "ƚ": "l", "ø": "o", "ɔ": "o",
    "ŧ": "t", "ŋ": "n", "ƀ": "b", "ɓ": "b", "ǥ": "g", "ɣ": "g", "ƙ": "k", "ĸ": "k", "ə": "e", "ǝ": "e", "ɛ": "e",
    "ʉ": "u", "ƶ": "z", "ȼ": "c", "ɍ": "r", "ɏ": "y", "ƴ": "y", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th",
    "ĳ": "ij", "ſ": "s", "ʻ": "", "ʼ": "", "’": "",
}  # fmt: skip
"""Letters that Unicode leaves whole, and what is typed where they are on no key; ``site.js`` has the same."""

REACH = 12
"""How many characters of a text without spaces are searched from each of its characters on."""

_WORD = re.compile(r"[\w\u0300-\u036f’]+")
_FOLDED = re.compile(f"[{''.join(LETTERS)}]")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u19e0-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf"  # Thai to Khmer
    "\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{2,}"
)
"""A run of a script that puts no spaces between words."""


def fold(text: str) -> str:
    """Return a text with what is typed for its whole letters; marks are Pagefind's.

    >>> fold("Định tuyến, Łódź, Straße, kısa, œuvre")
    'dịnh tuyến, lódź, strasse, kisa, oeuvre'
    """
    return _FOLDED.sub(lambda match: LETTERS[match[0]], unicodedata.normalize("NFC", text).lower())


def hidden_words(text: str) -> str:
    """Return what finds a text besides its own words, each once.

    >>> hidden_words("Không định tuyến được; định")
    'dịnh dược'
    >>> hidden_words("找不到網頁。")
    '不到網頁 到網頁 網頁'
    >>> hidden_words("Nothing of that kind.")
    ''
    """
    return " ".join(dict.fromkeys([*_folded(text), *_ends(text)]))


def _folded(text: str) -> Iterator[str]:
    for word in _WORD.findall(unicodedata.normalize("NFC", text).lower()):
        made = fold(word)
        if made != word:
            yield made


def _ends(text: str) -> Iterator[str]:
    """Yield a run without spaces from each of its characters on: a word in it then begins one of them."""
    for run in _UNSPACED.findall(text):
        for at in range(1, len(run) - 1):
            if not unicodedata.category(run[at]).startswith("M"):
                yield run[at : at + REACH]
