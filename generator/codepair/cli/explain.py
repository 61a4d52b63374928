"""``codepair explain``: codes or a text in, what they say and what to do now out."""

from __future__ import annotations

import codecs
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from codepair.cli.answered import answer_lines
from codepair.cli.asked import asked_for
from codepair.cli.compiled import Answers, NoContentError, load_answers
from codepair.recognizing.found import Finding, Found

MAX_BYTES = 1_000_000
"""How much of a text is read."""

FOUND, NOTHING_FOUND, WRONG_USE = 0, 1, 2


def explain(config: Path | None, words: Sequence[str], locale: str | None, *, as_json: bool) -> int:
    """Print what is known about codes, or about those in the text of standard input; return the exit status.

    0 if a code was found or may be meant, 1 if not, 2 for wrong use.
    """
    if not words and sys.stdin.isatty():
        print(
            "Name codes, such as 'sip 486', or give a text: 'dig example.com | codepair explain'.", file=sys.stderr
        )
        return WRONG_USE
    try:
        answers = load_answers(config)
        chosen = _locale(answers, locale)
    except NoContentError as error:
        print(error, file=sys.stderr)
        return WRONG_USE
    texts = answers.texts(chosen)
    text, found = _found(words, answers, texts)
    if as_json:
        _print([json.dumps([_as_json(each, found) for each in found.findings], indent=2)])
    else:
        _print(answer_lines(text, found, texts, lambda word: answers.word(chosen, word), answers.recognizers))
    is_found = any(each.address is not None or each.possible for each in found.findings)
    return FOUND if is_found else NOTHING_FOUND


def _found(words: Sequence[str], answers: Answers, texts: Mapping[str, Any]) -> tuple[str | None, Found]:
    """Return the text, if one was given, and what was found in it or asked for."""
    if list(words) not in ([], ["-"]):
        asked = asked_for(words, answers.recognizers, texts)
        if asked:
            return None, Found(tuple(asked), asked[0])
        text = " ".join(words)  # a line in quotes is a text, too
        return text, _find(text, answers)
    raw = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        print(f"Only the first {MAX_BYTES:,} bytes were read.", file=sys.stderr)
    text = _decoded(raw[:MAX_BYTES])
    return text, _find(text, answers)


def _find(text: str, answers: Answers) -> Found:
    """Return what stands in a text."""
    # Loaded for a text alone: its expressions take as long as all else that answers a code.
    from codepair.recognizing.findings import find

    return find(text, answers.recognizers)


def _decoded(raw: bytes) -> str:
    """Return a text as its first bytes say; Windows writes a shell's output in UTF-16."""
    is_utf_16 = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return raw.decode("utf-16" if is_utf_16 else "utf-8-sig", "replace")


def _locale(answers: Answers, wanted: str | None) -> str:
    """Return the tag of the locale that was asked for, else that of the environment, else the default one."""
    by_name = {tag.casefold(): tag for tag in answers.locales}
    if wanted is not None:
        found = by_name.get(wanted.replace("_", "-").casefold())
        if found is None:
            raise NoContentError(f"There is no locale '{wanted}'; there are {', '.join(answers.locales)}.")
        return found
    named = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    tag = named.partition(".")[0].partition("@")[0].replace("_", "-").casefold()
    return by_name.get(tag) or by_name.get(tag.partition("-")[0]) or answers.locales[0]


def _as_json(each: Finding, found: Found) -> dict[str, Any]:
    return {
        "address": each.address,
        "field": each.field,
        "start": each.start,
        "end": each.end,
        "value": each.value,
        "protocol": each.protocol,
        "possible": list(each.possible),
        "recognizer": each.recognizer,
        "decides": each is found.decisive,
    }


def _print(lines: Sequence[str]) -> None:
    # What was pasted, and a name in another script, may not be in the terminal's encoding.
    encoding = sys.stdout.encoding or "ascii"
    try:
        for line in lines:
            print(line.encode(encoding, "replace").decode(encoding))
        sys.stdout.flush()
    except BrokenPipeError:
        # Who reads it has read enough, such as 'head'; Python would complain once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
