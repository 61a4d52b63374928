"""Every rule about content and catalogs: its name in, its level and what it asks for out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

Level: TypeAlias = Literal["error", "warning"]
"""An error stops a build, a warning stops one with ``--strict``."""


class Rule(NamedTuple):
    """What content must be like."""

    name: str
    """Printed in brackets at the end of each problem."""
    says: str
    """What it asks for, in one line."""
    level: Level = "error"


_FILES = (
    Rule("link", "A symbolic link stays in its folder and ends: one that leads out could publish any file."),
    Rule("unreadable", "What has the name of a file is a file, and may be read."),
    Rule("file-size", "A file has at most as many bytes, fields and values as are read."),
    Rule("encoding", "A file is UTF-8, without a byte order mark."),
    Rule("no-content", "There is a protocol: a folder with a protocol.yml."),
    Rule("code-path", "The path is the identity: folder and file have the name of what they hold, and an address."),
    Rule("collision", "No file of somebody else has the address of a generated page."),
    Rule("replaced", "A file that takes the place of a generated one does its work as well.", "warning"),
    Rule("unread", "What looks like an entry, a pair or a protocol stands where it is read."),
    Rule("device-name", "No file has a name that Windows keeps for a device.", "warning"),
)
_YAML = (
    Rule("yaml", "A file is one YAML mapping, nested no deeper than is read."),
    Rule("tab", "Indentation is made of spaces."),
    Rule("alias", "There are no anchors and aliases: every value is written out."),
    Rule("tag", "There are no tags: every value is text."),
    Rule("empty-file", "A file says something."),
    Rule("duplicate-field", "A field stands once."),
)
_FIELDS = (
    Rule("unknown-field", "A field is one that its kind of file has."),
    Rule("missing-field", "A field without which a page has a gap is there."),
    Rule("empty-field", "A field that is there has a value."),
    Rule("wrong-type", "A value is of its field's type: text, a number, a list, a mapping."),
    Rule("wrong-value", "A value is one that its field may have; an expression is one of RE2's."),
    Rule("many-problems", "A file with very many wrong fields is something else."),
    Rule("duplicate-id", "An id stands once in its list."),
    Rule("invisible-character", "There is no character that nobody can see or that reaches past its text."),
)
_TEXTS = (
    Rule("whole-sentence", "A text ends like a sentence."),
    Rule("gloss", "A gloss is a short phrase without a final period."),
    Rule("also", "Search words are few, are plain text, and add to what the search knows of the code."),
    Rule("code-spans", "Back-ticks have partners; a translation has the code spans of its source."),
    Rule("placeholders", "A sentence names what it is about, and nothing that is not filled in."),
    Rule("says", "What a code says is one short sentence that names it."),
    Rule("same-text", "No two entries describe the same, and no two pairs say it; what to do may be the same."),
    Rule("markup", "HTML and Markdown are shown as they stand: only code spans are mark-up.", "warning"),
)
_MEANING = (
    Rule("unknown-specification", "A citation names a specification that protocol.yml lists."),
    Rule("two-documents", "An id that two protocols list is one document, where a pair of their codes cites it."),
    Rule("citation", "A citation names a section as its specification does."),
    Rule("unknown-section", "A citation names a section that its document has, where the content lists them."),
    Rule("sections", "A file of sections has a number and a title a line, each number once, and says its source."),
    Rule("unused-sections", "A file of sections belongs to a document that a protocol lists.", "warning"),
    Rule("no-source", "Every text is supported by a source."),
    Rule("question", "A question's values fit its type."),
    Rule("unknown-question", "A fact answers a question that protocol.yml asks; a shared one is declared."),
    Rule("no-basis", "Every value of a fact rests on sections, on practice, or on our own reading, and says so."),
    Rule("fact", "A value of a fact stands once."),
    Rule("excluded", "No two values of a code exclude each other."),
    Rule("note", "A note is one short sentence."),
    Rule("order", "A protocol's order says where each of its codes stands."),
    Rule("flow", "A flow shows its code, in steps between those who take part."),
    Rule("flow-message", "An arrow says what its message says, and marks lines that the message has."),
    Rule("unknown-code", "A code that another names has an entry."),
    Rule("related", "Related codes are other codes, each named once."),
    Rule("pair", "A pair is two different codes, the smaller first; of two protocols, in the protocols' order."),
    Rule("mapping", "A mapping leads from one protocol or namespace to another, each of its values in one row."),
    Rule("uncited", "A row of a mapping rests on each document that the mapping lists.", "warning"),
    Rule("decision", "The questions of a pair lead to both of its codes, and always to a code that there is."),
    Rule("expression", "A recognizer's pattern is in the grammar that RE2 and JavaScript share."),
    Rule("recognizer", "A recognizer leads from what its pattern finds to a value of a field that is declared."),
    Rule("unused-part", "A part of patterns stands in one of them.", "warning"),
    Rule("example", "A recognizer finds what its examples say, and nothing where they say so."),
    Rule("registry", "An entry says what the registry's copy says."),
    Rule("missing-entry", "Every code of the registry's copy has an entry.", "warning"),
)
_CATALOGS = (
    Rule("unused-message", "A message of a catalog is a text of its protocol, or of the site itself.", "warning"),
    Rule("unknown-catalog", "A catalog has the name of a protocol, or of the site's own words.", "warning"),
    Rule("unread-catalog", "Every catalog is one that somebody reads.", "warning"),
    Rule("no-catalog", "A locale of the site has a catalog.", "warning"),
    Rule("locale-folder", "A locale has one folder."),
    Rule("catalog-syntax", "A catalog is a PO file, every message in it once."),
    Rule("long-translation", "A translation is no longer than its source may be.", "warning"),
    Rule("line-break", "A translation has a line break where its source has one.", "warning"),
    Rule("plural-forms", "A message has as many plural forms as its language."),
    Rule(
        "glossary",
        "A translation uses the words of its locale's glossary, which excepts no more than it has to.",
        "warning",
    ),
    Rule("fuzzy", "A translation is reviewed: a fuzzy one is not shown.", "warning"),
)

RULES: Mapping[str, Rule] = {
    rule.name: rule for rule in (*_FILES, *_YAML, *_FIELDS, *_TEXTS, *_MEANING, *_CATALOGS)
}
"""By name, in the order in which a file meets them. A problem of a rule that is not here cannot be made."""


def table() -> str:
    """Return all rules for a terminal, a line each."""
    width = max(map(len, RULES))
    return "\n".join(f"{rule.name:{width}}  {rule.level:7}  {rule.says}" for rule in RULES.values())
