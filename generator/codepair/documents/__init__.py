"""Texts of cited documents: what stands in which section."""
