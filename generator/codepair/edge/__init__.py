"""The only wing that knows MkDocs, and ProperDocs, which goes on with it and takes its modules' names."""

try:
    import mkdocs  # noqa: F401
except ModuleNotFoundError:
    # From here on ``mkdocs`` is ProperDocs, as in its own commands.
    import properdocs.replacement  # noqa: F401
