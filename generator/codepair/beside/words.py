"""What the script shows and searches in a locale, as JSON: a document of words, and one a protocol of its codes."""

from __future__ import annotations

import json

from codepair.beside import answers, api
from codepair.kit.text import N_, SEARCH_WORDS, as_listed, split_listed
from codepair.language.translator import Translator
from codepair.library.model import Entry, Protocol
from codepair.library.plan import Plan

SITE_WORDS = (
    N_("Search"),
    N_("Search a code, two codes or words"),
    N_("A code, two codes or words"),
    N_("Nothing found"),
    N_("Searching…"),
    N_("The search could not be loaded."),
    N_("Close"),
    N_("Results"),
    N_("Compare two codes"),
    N_("First code"),
    N_("Second code"),
    N_("Swap"),
    N_("Compare"),
    N_("Number, name or words"),
    N_("These two codes have no comparison."),
    N_("Choose two codes."),
    # TRANSLATORS: {protocol} is a name such as SIP; this opens the list of its codes.
    N_("{protocol} codes"),
    N_("Filter"),
    N_("Filter the codes"),
    N_("Filter the languages"),
    N_("Other codes"),
    N_("Copied to clipboard"),
    N_("Colours: as the system has them"),
    N_("Colours: light"),
    N_("Colours: dark"),
    # TRANSLATORS: name your own language here: it tells its readers, on pages in another, that they have a site.
    N_("This site is available in English."),
    N_("No, thanks"),
)
"""What the script shows; it fetches them when the search is opened first."""


def words(plan: Plan, translator: Translator, *, mount: str = "") -> bytes:
    """Return what the script shows in a locale, and which protocols and comparisons across there are.

    ``mount`` is the folder of the site that the codes are in: empty, or with a slash at its end.
    """
    is_answered = bool(answers.recognitions(plan.library))
    shown = (*SITE_WORDS, *(answers.WORDS if is_answered else ()))
    document = {
        "base": f"../../{translator.locale.prefix}",
        "index": "../../pagefind/pagefind.js",
        "root": f"../../{'../' * mount.count('/')}",
        # A text is answered where recognizers are.
        "answers": {"script": "paste.js", "data": f"../../{api.FOLDER}/"} if is_answered else None,
        "protocols": [
            {"id": name, "name": each.name, "codes": f"codes/{translator.locale.tag}/{name}.json"}
            for name, each in plan.library.protocols.items()
        ],
        # The address of a comparison is made of these four.
        "across": [
            [part for entry in (pair.a, pair.b) for part in (entry.protocol.id, entry.slug)]
            for pair in plan.library.across
        ],
        "words": {source: translator.plain(source) for source in shown},
    }
    return json.dumps(document, ensure_ascii=False, indent=0).encode()


def codes(plan: Plan, translator: Translator, protocol: Protocol, *, is_all: bool) -> bytes:
    """Return what the script needs to find a protocol's codes and the pages of their pairs.

    ``is_all`` says that every two current codes have a page.
    """
    entries = plan.library.entries[protocol.id].values()
    groups = protocol.response_classes
    translator = translator.of(protocol.id)
    document = {
        "classes": [" ".join(filter(None, (group.range, translator.value(group.label)))) for group in groups],
        "codes": [
            [
                entry.code,
                entry.phrase or "",
                translator.value(entry.gloss) if entry.gloss else "",
                entry.number or "",
                entry.response_class.order if entry.response_class else -1,
                entry.slug,
                _also(entry, translator),
            ]
            for entry in entries
        ],
        "current": [entry.is_current for entry in entries],
        # A page for every two current codes and those listed, or for those listed only.
        "all": is_all,
        "pairs": [pair.slug for pair in plan.pairs[protocol.id].beyond],
    }
    return json.dumps(document, ensure_ascii=False, indent=0).encode()


def _also(entry: Entry, translator: Translator) -> str:
    """Return an entry's search words, with commas between: readers type their own language's and the source's."""
    source = as_listed(entry.also)
    translated = translator.text(source, SEARCH_WORDS).value if source else ""
    return as_listed(dict.fromkeys(each for text in (translated, source) for each in split_listed(text)))
