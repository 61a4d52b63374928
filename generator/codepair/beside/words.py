"""What the script shows and searches in a locale, as one JSON document."""

from __future__ import annotations

from codepair.kit.text import N_

SITE_WORDS = (
    N_("Search"),
    N_("Search for a code or a comparison"),
    N_("Code, phrase or words, such as 486, busy or 202 vs 422"),
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
    N_("Choose two codes of one protocol."),
    N_("All codes"),
    # TRANSLATORS: name your own language here: it tells its readers, on pages in another, that they have a site.
    N_("This site is available in English."),
    N_("No, thanks"),
)
"""What the script shows; it fetches them when the search is opened first."""
