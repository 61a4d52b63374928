"""A made-up protocol with as many codes as wanted, its entries as long as those of SIP.

Everything follows from the number of a code, so two runs measure the same pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

FOLDER = "loom"
"""The protocol's folder and the first part of its addresses."""

MKDOCS = """\
site_name: Codepair
site_url: https://codes.example/
docs_dir: content
copyright: Made up to be measured.
theme:
  name: material
  font: false
  palette: {scheme: default, primary: custom, accent: custom}
  icon: {logo: codepair/logo, menu: codepair/menu}
  favicon: assets/codepair/icon.svg
extra: {generator: false}
plugins:
  - codepair: {locales: [en], default_locale: en, pairs: all}
"""

CLASSES = {
    "progress": ("Progress", "The order is being worked on; the final answer is still to come."),
    "success": ("Success", "The order was received, understood and woven."),
    "redirection": ("Redirection", "The order has to go to another loom before it can be woven."),
    "order-failure": ("Order failure", "This loom cannot weave this order; a changed order may succeed."),
    "loom-failure": ("Loom failure", "The loom failed on an order that looks valid; another loom may succeed."),
}
"""The response classes, by the first digit of their codes."""

QUALITIES = (
    "Broken",
    "Missing",
    "Loose",
    "Knotted",
    "Frayed",
    "Narrow",
    "Heavy",
    "Twisted",
    "Faded",
    "Uneven",
    "Crossed",
    "Early",
    "Late",
)
PARTS = (
    "Warp",
    "Weft",
    "Shuttle",
    "Heddle",
    "Reed",
    "Bobbin",
    "Treadle",
    "Harness",
    "Selvage",
    "Spindle",
    "Beam",
    "Pattern",
    "Temple",
)
DEGREES = ("", "Slightly ", "Often ", "Partly ", "Badly ", "Nearly ", "Visibly ", "Newly ", "Wholly ")
MOST = len(DEGREES) * len(QUALITIES) * len(PARTS)
"""How many codes there are words for."""

METHODS = ("WEAVE", "THREAD", "UNDO", "PATTERN", "DYE")
FIELDS = ("Loom-Tension", "Thread-Count", "Retry-After", "Pattern-Id", "Beam-Width", "Dye-Lot")

CHOICES: Mapping[str, tuple[str, Mapping[str, tuple[str, str]]]] = {
    "outcome": (
        "What it means for the order",
        {
            "pending": ("Still being worked on", "leaves the order running"),
            "woven": ("The order is woven", "says that the cloth is there"),
            "moved": ("The order belongs to another loom", "sends the weaver to another loom"),
            "changed": ("The order itself must change", "stops the order until it has been changed"),
            "broken": ("The loom must be repaired", "stops every order until the loom has been repaired"),
        },
    ),
    "acts": (
        "Who acts next",
        {
            "nobody": ("Nobody, wait for what follows", "needs nobody to act"),
            "weaver": ("The weaver that sent the order", "waits for the weaver that sent the order"),
            "mechanic": (
                "The mechanic who looks after the loom",
                "waits for the mechanic who looks after the loom",
            ),
        },
    ),
    "retry": (
        "Trying again",
        {
            "no": ("Does not help", "comes again however often the order is sent"),
            "later": ("Yes, the same order some time later", "may be gone when the same order is sent later"),
            "corrected": ("Yes, with a changed order", "is gone once a changed order is sent"),
        },
    ),
    "sent_by": (
        "Who sends it",
        {
            "loom": ("The loom that the order reached", "comes from the loom that the order reached"),
            "foreman": ("A foreman on the path", "comes from a foreman on the path"),
            "office": ("The office that keeps the patterns", "comes from the office that keeps the patterns"),
        },
    ),
    "finality": (
        "Provisional or final",
        {
            "provisional": ("Provisional", "is provisional, so that a final answer still has to come"),
            "final": ("Final", "is final and ends its order"),
        },
    ),
    "cloth": (
        "What happens to the cloth on the loom",
        {
            "kept": ("It stays on the loom", "leaves the cloth on the loom"),
            "cut": ("It is cut off", "has the cloth cut off"),
            "undone": ("The last rows are undone", "has the last rows undone"),
        },
    ),
}
"""The facts that are choices: what each is called, and each value's label and predicate."""

PROSE = {
    "description": """
The loom has read the order and found a {quality} {part}: the `{field}` header field of the order asks for more
than the {part} gives. The answer `{code}` names the {part} that was looked at and the row at which the loom
looked.
""",
    "when_seen": """
You usually see `{code}` on the first `{method}` of the day, when the {part} has been changed overnight and the
order still names the old one, for example with `{field}: {number}`. It also comes when a foreman on the path
rewrites `Pattern-Id`, and after a thread has been joined close to a {quality} {part}, because the loom counts the
joint as a row of its own. In a trace the row in the answer is then one higher than the row in the order.
""",
    "fix": """
Compare `{field}` in the order with the plate on the {part}, number by number, and send the order again as a new
one with `Order-Id` raised by one. If the answer `{code}` comes back, have the mechanic look at the {part}: a
{quality} {part} is seen best with the beam at rest. Do not simply repeat the order, since every repeat pulls the
same row tighter; {wait} seconds are the least that the weaver should wait between two orders.
""",
    "use_when": """
Send `{code}` when the {part} itself is {quality} and you know the row. If only the pattern is at fault, `{first}`
is right; if you cannot tell, send `{last}` and leave `{field}` out, because a weaver who trusts a wrong number
about a {quality} {part} does more harm than one who has none.
""",
}
"""The texts of every entry; what stands in braces makes each its own."""


def codes(count: int) -> list[str]:
    """Return so many codes, evenly over the response classes, in order.

    They have three digits, or four if there are more than fit into three.

    >>> codes(7)
    ['100', '101', '200', '201', '300', '400', '500']
    """
    size, rest = divmod(count, len(CLASSES))
    if not 0 < count <= MOST:
        raise ValueError(f"There are words for 1 to {MOST} codes, not for {count}.")
    step = 100 if size + bool(rest) <= 100 else 1000
    return [
        str(step * (group + 1) + index) for group in range(len(CLASSES)) for index in range(size + (group < rest))
    ]


def count_of(pages: int) -> int:
    """Return how many codes give at least so many comparisons.

    >>> count_of(2775), count_of(10_000), count_of(66)
    (75, 142, 12)
    """
    count = 2
    while count * (count - 1) // 2 < pages:
        count += 1
    return count


def write(folder: Path, count: int, *, is_brief: bool = False) -> None:
    """Write a project with one made-up protocol of ``count`` codes to a folder.

    Brief entries have a sentence for each text and no flow: pages of half the size.
    """
    content = folder / "content" / FOLDER
    content.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    (content / "protocol.yml").write_text(_dump(protocol()), encoding="utf-8")
    for shape in entries(count):
        if is_brief:
            # Some codes' first sentences are the same.
            said = {name: shape[name].partition(". ")[0].rstrip(".") for name in PROSE}
            shape |= {name: f"{text}, with {shape['code']}." for name, text in said.items()}
            del shape["flow"]
        (content / f"{shape['code']}.yml").write_text(_dump(shape), encoding="utf-8")


def _dump(shape: object) -> str:
    return yaml.safe_dump(shape, allow_unicode=True, sort_keys=False, width=110)


def protocol() -> dict[str, Any]:
    """Return what ``protocol.yml`` says."""
    return {
        "name": "LOOM",
        "title": "Loom Control Protocol",
        "summary": "LOOM sends orders to looms. Every order is answered with a three-digit code; "
        "its first digit says what kind of answer it is.",
        "specifications": [
            {
                "id": f"LCP{number}",
                "name": f"LCP {number}",
                "title": f"Loom Control Protocol, Part {number}: {part}",
                "published": 1990 + 4 * number,
                "url": f"https://looms.example/lcp{number}",
                "section_url": f"https://looms.example/lcp{number}#section-{{section}}",
            }
            for number, part in enumerate(("Orders", "Answers", "Patterns", "Repairs"), 1)
        ],
        "response_classes": [
            {
                "id": name,
                "range": f"{digit}xx",
                "codes": f"{digit}[0-9]{{2,3}}",
                "label": label,
                "meaning": meaning,
                "source": f"LCP2#{digit}",
            }
            for digit, (name, (label, meaning)) in enumerate(CLASSES.items(), 1)
        ],
        "questions": [*_choices(), *_tokens(), _number()],
        "participants": [
            {"id": name, "label": name.capitalize()} for name in ("weaver", "foreman", "loom", "office")
        ],
        "messages": {"label": r"LOOM/1\.0 (\d{3,4} .+)|([A-Z]+) \S+ LOOM/1\.0$", "name": "([A-Za-z-]+): "},
    }


def _choices() -> Iterator[dict[str, Any]]:
    for name, (label, values) in CHOICES.items():
        yield {
            "id": name,
            "type": "choice",
            "label": label,
            "values": [{"id": value, "label": shown} for value, (shown, _) in values.items()],
        }


def _tokens() -> Iterator[dict[str, Any]]:
    for name, label in (
        ("methods", "Orders it can answer"),
        ("must_carry", "Header fields it must carry"),
        ("may_carry", "Header fields it may carry"),
    ):
        yield {"id": name, "type": "tokens", "label": label}


def _number() -> dict[str, Any]:
    return {"id": "wait", "type": "number", "label": "Seconds until the order is given up"}


def entries(count: int) -> Iterator[dict[str, Any]]:
    """Yield what the file of each code says."""
    names = codes(count)
    for index, code in enumerate(names):
        yield _entry(index, code, names)


def phrase(index: int) -> str:
    """Return the reason phrase of the code at a place.

    >>> phrase(0), phrase(14)
    ('Broken Warp', 'Missing Weft')
    """
    degree, rest = divmod(index, len(QUALITIES) * len(PARTS))
    return f"{DEGREES[degree]}{QUALITIES[rest // len(PARTS)]} {PARTS[rest % len(PARTS)]}"


def _entry(index: int, code: str, names: list[str]) -> dict[str, Any]:
    name, part = phrase(index), PARTS[index % len(PARTS)].lower()
    quality = name.rpartition(" ")[0].lower()
    field, method = FIELDS[index % len(FIELDS)], METHODS[index % len(METHODS)]
    others = [names[(index + step) % len(names)] for step in (1, 3)]
    others = [other for other in dict.fromkeys(others) if other != code]
    section = f"{code[0]}.{int(code[1:]) + 1}"
    facts: dict[str, Any] = {
        label: {
            "value": list(values)[(index * (3 + place) + index // 7 + place) % len(values)],
            "source": f"LCP2#{section}",
        }
        for place, (label, (_, values)) in enumerate(CHOICES.items())
    }
    facts["finality"] = {
        "value": "provisional" if code[0] == "1" else "final",
        "source": f"LCP2#{code[0]}",
    }
    if index % 3:
        facts["methods"] = {"value": [method, METHODS[(index + 2) % len(METHODS)]], "source": "LCP1#4"}
    if index % 4 == 0:
        facts["must_carry"] = {"value": field, "source": f"LCP2#{section}"}
    if index % 2:
        facts["may_carry"] = {"value": [FIELDS[(index + 3) % len(FIELDS)]], "source": "LCP3#2.2"}
    wait = 10 + 5 * (index % 9)
    facts["wait"] = {"value": str(wait), "source": "LCP4#1"}
    said = {
        "code": code,
        "part": part,
        "quality": quality,
        "field": field,
        "method": method,
        "number": 40 + index,
        "wait": wait,
        "first": others[0],
        "last": others[-1],
    }
    return {
        "code": code,
        "phrase": name,
        "gloss": f"The {part} is {quality} where the order needs it",
        "says": f"`{code}` says that the {part} is {quality} for order {40 + index}, for {wait} seconds.",
        "sources": [
            {"cite": f"LCP2#{section}", "for": ["description", "when_seen"]},
            {"cite": f"LCP4#{section}", "for": ["fix"]},
            {"cite": "LCP1#4.3", "for": ["fix", "use_when"]},
            {"cite": f"LCP3#{code[0]}.1", "for": ["when_seen"]},
            {"cite": "LCP2#7.2", "for": ["use_when"]},
        ],
        "since": f"LCP{1 + index % 2}",
        **{name: " ".join(text.format(**said).split()) for name, text in PROSE.items()},
        "facts": facts,
        "flow": _flow(index, code, name, method, field),
        "related": others,
    }


def _flow(index: int, code: str, name: str, method: str, field: str) -> dict[str, Any]:
    identity = (
        f"Order-Id: {7919 * (index + 3) % 1_000_003}\nFrom: weaver-{index % 17}.looms.example\nTo: loom-{code}"
    )
    order = f"{method} /beam/{index} LOOM/1.0\n{identity}\nMax-Rows: 70\n{field}: {40 + index}\nDye-Lot: K{index}\n"
    order += (
        "Content-Length: 96\n\nrow 1 over 2 under 2\nrow 2 over 1 under 3\nrow 3 over 2 under 2\nrow 4 rest 1\n"
    )
    answer = (
        f"LOOM/1.0 {code} {name}\n{identity}\n{field}: {20 + index}\nRow: {3 + index % 40}\nContent-Length: 0\n"
    )
    return {
        "source": f"LCP1#{code[0]}.{1 + index % 5}",
        "participants": ["weaver", "foreman", "loom"],
        "steps": [
            {"from": "weaver", "to": "foreman", "label": method, "message": order, "marks": [field]},
            {"from": "foreman", "to": "loom", "label": method},
            {"at": "loom", "says": f"Row {3 + index % 40} is looked at."},
            {"from": "loom", "to": "foreman", "label": f"{code} {name}", "message": answer, "marks": [field]},
            {"from": "foreman", "to": "weaver", "label": f"{code} {name}"},
        ],
    }
