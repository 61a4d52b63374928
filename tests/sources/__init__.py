"""Texts of the cited documents, where they are at hand, against what the content says of them."""
