"""Languages: locales, catalogs, texts in a locale."""
