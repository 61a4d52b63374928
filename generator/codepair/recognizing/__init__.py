"""Text in, codes in it out: the grammar of expressions, the reading of a text, what is found in it."""
