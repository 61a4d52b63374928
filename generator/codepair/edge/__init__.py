"""The only wing that knows MkDocs."""
