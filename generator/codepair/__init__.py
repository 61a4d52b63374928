"""Structured entries about protocol codes, turned into localized comparison pages.

The package reads ``content/**.yml`` and ``locales/**.po`` and writes finished pages. Data flows left to right
through pure functions; only the wing ``edge`` knows MkDocs. ARCHITECTURE.md has the picture.
"""

__version__ = "0.1.0"
