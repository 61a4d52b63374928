"""The shapes of the YAML files, field by field: what may stand in them, and which of it is translated.

What it means is in ``model.py``.
"""
