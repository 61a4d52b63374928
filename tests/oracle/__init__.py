"""The oracle: what content and catalogs say, held against what pages and documents say.

Nothing here is the generator's: YAML is read with PyYAML, PO files with Babel, pages with lxml, and what a page has
to say is worked out a second time. Both sides come to the same plain values (``notation.py``), which are compared
field by field; a difference names the page, the field, what was expected and what was found.
"""
