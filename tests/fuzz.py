"""Generated malformed content and catalogs: ``python -m tests.fuzz [--count N] [--seed S]``.

Each file replaces a good one of a small project. Whatever stands in it, reading the project ends within a second,
raises nothing, stays below 500 MB, and every problem has a path, a line and a sentence. What fails is written to
``.fuzz/`` with the seed and the number that make it again.
"""

from __future__ import annotations

import argparse
import importlib.util
import multiprocessing
import random
import resource
import shutil
import signal
import string
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

from codepair.kit.files import decode
from codepair.kit.problems import Problem, report
from codepair.kit.tree import load
from codepair.language.glossary import read_glossary
from codepair.language.locale import make_locale
from codepair.language.po import read_po_file
from codepair.library.extract import extract_content
from codepair.library.fitting import parse
from codepair.library.sections import read_sections
from codepair.library.shapes.base import Shape
from codepair.library.shapes.entry import EntryShape
from codepair.library.shapes.pair import PairShape
from codepair.library.shapes.protocol import ProtocolShape
from codepair.site.project import open_project
from tests import support

SECONDS = 1.0
"""Longest time for one file."""

MEMORY = 500_000_000
"""Most memory that reading may take on top of what the program itself has, in bytes."""

WHOLE = 4
"""Every which file is read through the whole project; the others through the stages that read files of its kind."""

KINDS = ("entry", "protocol", "pair", "catalog", "glossary", "sections")
PLACES = {
    "entry": "content/toy/404.yml",
    "protocol": "content/toy/protocol.yml",
    "pair": "content/toy/pairs/404-vs-486.yml",
    "catalog": "locales/vi/LC_MESSAGES/toy.po",
    "glossary": "locales/vi/glossary.yml",
    "sections": "content/sections/RFC3261.tsv",
}
_SHAPES: dict[str, type[Shape]] = {"entry": EntryShape, "protocol": ProtocolShape, "pair": PairShape}
_FAILURES = support.ROOT / ".fuzz"


@dataclass(frozen=True, slots=True)
class Case:
    """A file."""

    kind: str
    raw: bytes
    how: str
    """What was done to it."""


@dataclass
class Outcome:
    """What a run found."""

    files: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    peak: int = 0
    """Memory above what the program had at the start, in bytes."""
    rules: Counter[str] = field(default_factory=Counter)
    origins: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


class HangError(BaseException):
    """Reading a file takes too long. Not an Exception, so that nothing catches it."""


# -- seeds: the project's own files, and the small ones of the tiny site


def _seeds() -> dict[str, list[bytes]]:
    content = [
        *sorted((support.ROOT / "content").rglob("*.yml")),
        *sorted((support.TINY / "content").rglob("*.yml")),
    ]
    found: dict[str, list[bytes]] = {kind: [] for kind in KINDS}
    for path in content:
        kind = "protocol" if path.name == "protocol.yml" else "pair" if path.parent.name == "pairs" else "entry"
        found[kind].append(path.read_bytes())
    # The tiny site's own files come up as often as all others: only they pass every check but the mutated one.
    for kind in ("entry", "protocol", "pair"):
        found[kind] += [(support.TINY / PLACES[kind]).read_bytes()] * len(found[kind])
    ours = (support.ROOT / "locales/vi/LC_MESSAGES/ui.po").read_bytes()
    found["glossary"] = [(support.ROOT / PLACES["glossary"]).read_bytes()]
    found["sections"] = [(support.ROOT / PLACES["sections"]).read_bytes()]
    found["catalog"] = [ours, *(_excerpts(support.ROOT / "locales" / "vi" / "LC_MESSAGES")), _CATALOG.encode()]
    return found


def _excerpts(folder: Path) -> Iterator[bytes]:
    """Yield the beginnings of the long catalogs: whole ones take longer to write than to check."""
    for path in sorted(folder.glob("*.po")):
        yield b"\n\n".join(path.read_bytes().split(b"\n\n")[:40]) + b"\n"


_CATALOG = """\
msgid ""
msgstr ""
"Language: vi\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

#, fuzzy
msgid "It worked"
msgstr "Xong"

#: content/toy/404.yml:3
msgid "`{a}` and `{b}` both carry {value}."
msgstr "`{a}` và `{b}` đều có {value}."

msgctxt "menu"
msgid "{number} code"
msgid_plural "{number} codes"
msgstr[0] "{number} mã"

#~ msgid "Gone"
#~ msgstr "Mất"
"""

# -- mutations of bytes and of texts

_SPLICES = (
    *(
        "\t",
        "\ufeff",
        "\0",
        "\r",
        "\u2028",
        "\u202e",
        "\u2066",
        "\u200b",
        "\ue000",
        "\U000e0041",
        "\x1b[2J",
        "\x85",
    ),
    *(
        "&a ",
        "*a",
        "<<: *a",
        "!!python/object/apply:os.system ['id']",
        "!!binary aGk=",
        "!<tag:x> ",
        "---\n",
        "...\n",
    ),
    *(
        "%YAML 9.9\n---\n",
        "? ",
        "? [a, b]\n: c\n",
        "- ",
        "{",
        "}",
        "[",
        "]",
        "{{7*7}}",
        "|\n",
        ">-\n",
        "'",
        '"',
        "`",
        "#",
    ),
    *(
        "4०४",
        "４０４",
        "1e999",
        "0x1F",
        ".inf",
        "~",
        "null",
        "no",
        "2026-11-23",
        "../../x",
        "/etc/passwd",
        "con",
        "%2e%2e",
    ),
    *(
        "{value}",
        "{a",
        "{}",
        "{nam}",
        "msgid",
        'msgid "x"\n',
        'msgstr[99] "x"\n',
        'msgid_plural "y"\n',
        "#, fuzzy\n",
    ),
    *(
        '#~ msgid "x"\n',
        '#~ "x"\n',
        '"Plural-Forms: nplurals=999999999; plural=n;\\n"\n',
        '"\\q"',
        '"\\',
        "\\u0000",
    ),
    *(
        '"PO-Revision-Date: 99999-99-99 99:99+9999\\n"\n',
        '"Content-Type: text/plain; charset=utf-7\\n"\n',
        "#: \u2068x\n",
    ),
    *("$ref", "<script>", "</title>", "javascript:alert(1)", "é".encode().decode("latin-1"), "e\u0301" * 20, "𝟜𝟘𝟜"),
)

_PATTERNS = (
    "(a+)+$", "(a|a)*b", "(.*)*x", "(?:a?){40}a{40}", ".*.*.*.*x", "(\\w+\\s?)*$", "((a{1,9}){1,9}){1,9}$",
    "(?=(a+)+$)",
    "a{99999999999}", "(" * 90 + ")" * 90, "[[a]", "(?P<a>.)(?P<a>.)", "\\", "(?i)x(?s)", "(x+x+)+y", "(.+)+;(.+)+",
    "([A-Z]+[^:]*)*: (x+)*$", ".*?.*?.*?.*?=",
)  # fmt: skip


def _flip(random_: random.Random, raw: bytes) -> bytes:
    data = bytearray(raw or b"x")
    for _ in range(random_.choice((1, 1, 2, 8))):
        data[random_.randrange(len(data))] ^= 1 << random_.randrange(8)
    return bytes(data)


def _cut(random_: random.Random, raw: bytes) -> bytes:
    at = random_.randrange(len(raw) + 1)
    return random_.choice((raw[:at], raw[at:], raw[:at] + raw[at + random_.randrange(1, 40) :]))


def _lines(random_: random.Random, raw: bytes) -> bytes:
    lines = raw.split(b"\n")
    for _ in range(random_.choice((1, 1, 3))):
        at = random_.randrange(len(lines))
        line, action = lines[at], random_.randrange(7)
        if action == 0:
            del lines[at]
            lines = lines or [b""]
        elif action == 1:
            lines.insert(at, line)
        elif action == 2:
            lines[at] = b" " * random_.randrange(1, 7) + line
        elif action == 3:
            lines[at] = line.lstrip()
        elif action == 4:
            lines[at] = b"\t" + line
        elif action == 5:
            other = random_.randrange(len(lines))
            lines[at], lines[other] = lines[other], line
        else:
            lines[at] = line.partition(b":")[0] + b":"
    return b"\n".join(lines)


def _splice(random_: random.Random, raw: bytes) -> bytes:
    text = random_.choice(_SPLICES).encode("utf-8", "surrogatepass")
    if random_.random() < 0.5:
        at = random_.randrange(len(raw) + 1)
    else:  # the beginning of a value is where most of it means something
        starts = [index + 2 for index in range(len(raw) - 1) if raw[index : index + 2] in (b": ", b"- ", b' "')]
        at = random_.choice(starts or [0])
    return raw[:at] + text + raw[at:]


def _encoding(random_: random.Random, raw: bytes) -> bytes:
    text = raw.decode("utf-8", "replace")
    action = random_.randrange(7)
    if action == 0:
        return text.encode("utf-16")
    if action == 1:
        return text.encode("latin-1", "replace") + b"\xe9"
    if action == 2:
        return b"\xef\xbb\xbf" + raw
    if action == 3:
        return raw.replace(b"\n", b"\r")
    if action == 4:
        return raw.replace(b"\n", b"\r\n")
    if action == 5:
        return text.encode("utf-32")
    return raw.replace(b"e", random_.choice((b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80")), 1)


def _huge(random_: random.Random, raw: bytes) -> bytes:
    """Return a file with something very long in it, up to what is read at all."""
    size = random_.choice((5_000, 60_000, 300_000, 900_000))
    lead = raw[: random_.randrange(len(raw) + 1)].rpartition(b"\n")[0] + b"\n"

    def fill(text: str) -> bytes:
        return lead + (text * (size // len(text) + 1)).encode()[:size]

    names = "".join(f"x{number}: [y]\n" for number in range(size // 12))
    return random_.choice(
        (
            lambda: raw.replace(b": ", b": " + b"a" * size, 1),
            lambda: raw.replace(b": ", b': "' + b"`a` [" * (size // 5) + b'" #', 1),
            lambda: fill("["), lambda: fill("{a: "), lambda: fill("- "), lambda: fill("- - - a\n"),
            lambda: fill("? "),
            lambda: fill("summary: x\n"), lambda: fill("related: [x]\n"), lambda: fill("a: &a [*a, *a]\n"),
            lambda: fill("'"), lambda: fill('"\\x41'), lambda: fill(" "), lambda: fill("\n"),
            lambda: fill("#"), lambda: fill("`"),
            lambda: lead + names.encode(), lambda: lead + b"related: [" + b"'9', " * (size // 5) + b"]\n",
            lambda: lead + b"facts:\n" + b"".join(b"  f%d: x\n" % number for number in range(size // 12)),
            lambda: lead + b"specifications:\n" + b"  - {id: a, title: b}\n" * (size // 23),
            lambda: lead + b"sources:\n" + b"  - {cite: RFC1}\n" * (size // 17),
            lambda: lead + b"description: '" + b"[a](" * (size // 4) + b"'\n",
            lambda: lead + b"code: '" + b"9" * size + b"'\n", lambda: lead + b"rank: '" + b"9" * size + b"'\n",
            lambda: lead + b'msgid "' + b"\\\\" * (size // 2) + b'"\nmsgstr ""\n',
            lambda: lead + b'msgid ""\n' + b'"x"\n' * (size // 4) + b'msgstr "y"\n',
            lambda: lead + b"\n" + b"".join(b'msgid "%d"\nmsgstr "`%d`"\n\n' % (n, n) for n in range(size // 30)),
            lambda: lead + b'\nmsgid "' + b"".join(b"`%d` " % n for n in range(size // 20)) + b'"\nmsgstr "'
            + b"".join(b"`x%d` " % n for n in range(size // 20)) + b'"\n',
            lambda: lead + b'\nmsgid "' + b"{a} " * (size // 8) + b'"\nmsgstr "' + b"{a" * (size // 8) + b'"\n',
        )
    )()  # fmt: skip


def _replaced(random_: random.Random, raw: bytes, kind: str) -> bytes:
    """Return a file in which one value is another: the right structure with a hostile text."""
    if kind == "sections":
        lines = raw.split(b"\n")
        value = random_.choice((*_SPLICES, "x" * 5000, "1\t2\t3", "# read: never", "")).encode(
            "utf-8", "surrogatepass"
        )
        lines[random_.randrange(len(lines))] = value
        return b"\n".join(lines)
    if kind == "catalog":
        lines = raw.split(b"\n")
        at = random_.choice([index for index, line in enumerate(lines) if b'"' in line] or [0])
        value = random_.choice((*_SPLICES, "x" * 5000, "%s %(a)s %d", "`", "{b}", "")).encode(
            "utf-8", "surrogatepass"
        )
        lines[at] = lines[at].partition(b'"')[0] + b'"' + value.replace(b'"', b'\\"') + b'"'
        return b"\n".join(lines)
    try:
        tree = yaml.safe_load(raw)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError):
        return _splice(random_, raw)
    places: list[tuple[Any, Any]] = []

    def walk(node: Any) -> None:
        for key, child in node.items() if isinstance(node, dict) else enumerate(node):
            places.append((node, key))
            if isinstance(child, dict | list):
                walk(child)

    if not isinstance(tree, dict | list) or not tree:
        return _splice(random_, raw)
    walk(tree)
    holder, key = random_.choice(places)
    values: Sequence[Any] = (
        *(_SPLICES if random_.random() < 0.7 else _PATTERNS), "", None, [], {}, ["a"] * 200, {"a": {"b": "c"}},
        "9" * 5000, "x" * 4000, "٤٠٤", "a\nb", [[["x"]]], "TOYBOX#" + "1" * 50, "RFC3261#../x", "-1",
        "[x](y) ** <b>",
    )  # fmt: skip
    holder[key] = random_.choice(values)
    if isinstance(holder, dict) and random_.random() < 0.2:
        holder[random_.choice(_SPLICES)] = holder.pop(key)
    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False).encode("utf-8", "surrogatepass")


def _pattern(random_: random.Random, raw: bytes) -> bytes:
    """Return a protocol with a regular expression that may never end, for a message that does not match."""
    tree = yaml.safe_load((support.TINY / PLACES["protocol"]).read_bytes())
    made = random_.choice(_PATTERNS)
    if random_.random() < 0.6:
        tree["messages"][random_.choice(("label", "name"))] = made
    else:
        tree["response_classes"][random_.randrange(2)]["codes"] = made
    return yaml.safe_dump(tree, sort_keys=False).encode()


# -- what Hypothesis makes

_WORDS = st.text(
    string.ascii_letters + string.digits + " .:#'`{}[]<>&*!|%@\\\"\t\nạ\u202e\u2028\0\ufeff", max_size=30
)
_NESTED = [
    "id", "type", "values", "contrasts", "between", "says", "label", "from", "to",
    "at", "message", "marks", "cite", "for", "if_yes", "if_no", "ask", "since", "range", "value", "source",
]  # fmt: skip
_FIELDS = st.sampled_from(
    sorted({*EntryShape.model_fields, *PairShape.model_fields, *ProtocolShape.model_fields, *_NESTED})
)
_TREES = st.dictionaries(
    _FIELDS | _WORDS,
    st.recursive(
        _WORDS | st.none() | st.integers() | st.sampled_from(("TOYBOX#1", "404", "486", "done", "later", "child")),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_FIELDS | _WORDS, inner, max_size=5),
        max_leaves=12,
    ),
    max_size=12,
)
_YAML = (
    st.binary(max_size=400)
    | st.text("{}[]:,-#&*!|>'\"%@`\t\n ab?<~", max_size=120).map(str.encode)
    | _TREES.map(lambda tree: yaml.safe_dump(tree, allow_unicode=True).encode("utf-8", "surrogatepass"))
)
_KEYWORDS = st.sampled_from(
    ("msgid", "msgstr", "msgctxt", "msgid_plural", "msgstr[0]", "msgstr[1]", "#,", "#~", "#:", "")
)
_PO = (
    st.lists(
        st.tuples(
            _KEYWORDS, _WORDS | st.sampled_from(("", "fuzzy", "Plural-Forms: nplurals=2;\\n", "{number} code"))
        ),
        max_size=12,
    ).map(lambda rows: "\n".join(f'{keyword} "{text}"' for keyword, text in rows).encode("utf-8", "surrogatepass"))
    | st.binary(max_size=300)
    | st.text('msgidtr"[]0 \\\n#~,:{}`%', max_size=150).map(str.encode)
)


def generated(count: int, seed: int) -> list[Case]:
    """Return files that Hypothesis makes."""
    found: list[Case] = []

    @seeded(seed)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(KINDS), _YAML, _PO)
    def make(kind: str, text: bytes, catalog: bytes) -> None:
        found.append(Case(kind, catalog if kind == "catalog" else text, "hypothesis"))

    make()
    return found[:count]


def mutated(count: int, seed: int) -> Iterator[Case]:
    """Yield good files with something done to them."""
    random_ = random.Random(seed)
    seeds = _seeds()
    simple: dict[str, Callable[[random.Random, bytes], bytes]] = {
        "flip": _flip, "cut": _cut, "lines": _lines, "splice": _splice, "encoding": _encoding
    }  # fmt: skip
    for _ in range(count):
        kind = random_.choice(KINDS)
        raw = random_.choice(seeds[kind])
        chance = random_.random()
        if chance < 0.3:
            how, raw = "replaced", _replaced(random_, raw, kind)
        elif chance < 0.36:
            how, raw = "huge", _huge(random_, raw)
        elif chance < 0.4:
            kind, how, raw = "protocol", "pattern", _pattern(random_, raw)
        else:
            names = random_.choices(list(simple), k=random_.choice((1, 1, 2, 3)))
            how = "+".join(names)
            for name in names:
                raw = simple[name](random_, raw)
        yield Case(kind, raw, how)


# -- what reading must do


def _wrong(problems: Sequence[Problem]) -> str | None:
    """Return what is wrong with the problems themselves."""
    for problem in problems:
        place = problem.place
        if (
            not place.path
            or place.line < 1
            or place.column < 1
            or len(problem.message.strip()) < 10
            or not problem.rule
        ):
            return f"a problem without a place or a sentence: {problem!r}"
    lines = report(problems).splitlines()
    if len(lines) != len(set(map(str, problems))):
        return "a message of several lines"
    long = next((line for line in lines if len(line) > 1000), None)
    return f"a message of {len(long)} characters" if long else None


class Reader:
    """A small project in which one file is replaced."""

    def __init__(self, root: Path) -> None:
        self._root = support.tiny(root)
        self._settings = support.settings(root)
        self._locale = make_locale("vi", default="en")
        self._good = {kind: (root / path).read_bytes() for kind, path in PLACES.items() if (root / path).is_file()}
        for kind in ("catalog", "sections"):
            (root / PLACES[kind]).parent.mkdir(parents=True, exist_ok=True)

    def stages(self, case: Case) -> list[Problem]:
        """Read a file through the stages that take bytes."""
        path = PLACES[case.kind]
        if case.kind == "catalog":
            return list(read_po_file(path, case.raw, self._locale).problems)
        if case.kind == "glossary":
            return read_glossary(path, case.raw)[1]
        if case.kind == "sections":
            text, problems = decode(path, case.raw)
            return problems or read_sections(path, text, "RFC3261")[1]
        node, problems = load(path, case.raw)
        if node is not None:
            problems += parse(_SHAPES[case.kind], node)[1]
            with (self._root / "extracted").open("w+b") as stream:
                stream.write(case.raw)
                stream.seek(0)
                list(extract_content(stream, (), (), {}))
        elif not problems:
            raise AssertionError("no node and no problem")
        return problems

    def whole(self, case: Case) -> list[Problem]:
        """Read the whole project with the file in it."""
        path = self._root / PLACES[case.kind]
        path.write_bytes(case.raw)
        try:
            return open_project(self._settings)[1]
        finally:
            if case.kind in self._good:
                path.write_bytes(self._good[case.kind])
            else:
                path.unlink()

    def read(self, case: Case, *, is_whole: bool) -> tuple[list[Problem], float]:
        """Return the problems of a file and the seconds it took; raise HangError after too many."""

        def stop(number: int, frame: object) -> None:
            raise HangError

        before = signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, SECONDS * 5)
        start = time.process_time()
        try:
            problems = self.whole(case) if is_whole else self.stages(case)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        # The processor's time: other programs of the machine are not the file's fault.
        return problems, time.process_time() - start


def check(reader: Reader, case: Case, *, is_whole: bool) -> tuple[str | None, float, list[Problem]]:
    """Return what is wrong with how a file was read, the seconds, and its problems."""
    try:
        problems, seconds = reader.read(case, is_whole=is_whole)
    except HangError:
        return f"hangs:\n{traceback.format_exc(limit=-3)}", SECONDS * 5, []
    except MemoryError:
        return f"takes more than {MEMORY:,} bytes", 0, []
    except Exception:
        return f"raises:\n{traceback.format_exc(limit=-6)}", 0, []
    if seconds > SECONDS:
        return f"takes {seconds:.1f} s", seconds, problems
    return _wrong(problems), seconds, problems


def cases(count: int, seed: int) -> Iterator[Case]:
    """Yield files: one in five from Hypothesis, the others mutations."""
    own = count // 5
    made = generated(own, seed)
    yield from made
    yield from mutated(count - len(made), seed)


def minimised(reader: Reader, case: Case, *, is_whole: bool) -> Case:
    """Return a smaller file that fails too: without every line, then every byte, that it fails without."""
    end = time.monotonic() + 20

    def fails(raw: bytes) -> bool:
        return check(reader, Case(case.kind, raw, case.how), is_whole=is_whole)[0] is not None

    raw = case.raw
    for separator in (b"\n", b""):
        pieces = raw.split(separator) if separator else [raw[i : i + 1] for i in range(len(raw))]
        size = max(len(pieces) // 2, 1)
        while size and time.monotonic() < end:
            at = 0
            while at < len(pieces) and time.monotonic() < end:
                fewer = pieces[:at] + pieces[at + size :]
                if fails(separator.join(fewer)):
                    pieces = fewer
                else:
                    at += size
            size //= 2
        raw = separator.join(pieces)
    return Case(case.kind, raw, case.how)


def run(count: int, seed: int, *, keep: Path | None = None) -> Outcome:
    """Read generated files in this process and return what happened; failures are kept in a folder."""
    outcome = Outcome()
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory(prefix="codepair-fuzz-") as folder:
        reader = Reader(Path(folder) / "site")
        for number, case in enumerate(cases(count, seed)):
            is_whole = number % WHOLE == 0 or case.how == "pattern"
            started = time.perf_counter()
            wrong, seconds, problems = check(reader, case, is_whole=is_whole)
            outcome.seconds += time.perf_counter() - started
            outcome.files += 1
            outcome.slowest = max(outcome.slowest, seconds)
            outcome.origins[case.how.partition("+")[0]] += 1
            outcome.rules.update({problem.rule for problem in problems})
            if wrong is None:
                continue
            outcome.failures.append(f"file {number} of seed {seed}, {case.kind} by {case.how}, {wrong}")
            if keep is not None:
                keep.mkdir(exist_ok=True)
                small = minimised(reader, case, is_whole=is_whole)
                (keep / f"{seed}-{number}-{case.kind}").write_bytes(small.raw)
                (keep / f"{seed}-{number}-{case.kind}.txt").write_text(
                    f"{outcome.failures[-1]}\n", encoding="utf-8"
                )
    unit = 1 if sys.platform == "darwin" else 1024
    outcome.peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base) * unit
    if outcome.peak > MEMORY:
        outcome.failures.append(f"seed {seed} took {outcome.peak:,} bytes at its peak")
    return outcome


def _limited(count: int, seed: int, results: Any) -> None:
    """Run in a process that cannot have more memory than allowed."""
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        limit = pages * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    results.put(run(count, seed, keep=_FAILURES))


def instrumented(seconds: int) -> list[str] | None:
    """Let atheris, which sees which branches a file takes, look for others; None where it is not installed."""
    if importlib.util.find_spec("atheris") is None:
        return None
    atheris: Any = importlib.import_module("atheris")
    failures: list[str] = []
    with tempfile.TemporaryDirectory(prefix="codepair-fuzz-") as folder:
        reader = Reader(Path(folder) / "site")

        def one(raw: bytes) -> None:
            kind = KINDS[raw[0] % len(KINDS)] if raw else "entry"
            wrong, _, _ = check(reader, Case(kind, raw[1:], "atheris"), is_whole=False)
            if wrong is not None:
                raise AssertionError(f"{kind}: {wrong}")

        atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-verbosity=0"], one)
        atheris.Fuzz()
    return failures


def main(arguments: Sequence[str] | None = None) -> int:
    """Read generated files in a process of its own and print what happened."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="how many files")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same files")
    parser.add_argument(
        "--atheris", type=int, default=0, metavar="SECONDS", help="then let atheris search for so long"
    )
    options = parser.parse_args(arguments)
    shutil.rmtree(_FAILURES, ignore_errors=True)
    context = multiprocessing.get_context("spawn")
    results: Any = context.SimpleQueue()
    worker = context.Process(target=_limited, args=(options.count, options.seed, results))
    worker.start()
    worker.join()
    if worker.exitcode or results.empty():
        print(f"The reading process ended with {worker.exitcode}: out of memory or killed.", file=sys.stderr)
        return 1
    outcome: Outcome = results.get()
    rate = outcome.files / outcome.seconds
    print(f"{outcome.files:,} files in {outcome.seconds:.1f} s, {rate:.0f} a second, by", dict(outcome.origins))
    print(f"slowest {outcome.slowest:.2f} s, memory {outcome.peak / 1e6:.0f} MB above the start")
    print("files by the rules that found something:", dict(outcome.rules.most_common()))
    print(f"{len(outcome.failures)} failures" + (f", kept in {_FAILURES.name}/" if outcome.failures else ""))
    for failure in outcome.failures[:20]:
        print(f"  {failure}")
    if options.atheris and instrumented(options.atheris) is None:
        print("atheris is not installed: that part is skipped. It has wheels for Linux: pip install atheris")
    return 1 if outcome.failures else 0


if __name__ == "__main__":
    sys.exit(main())
