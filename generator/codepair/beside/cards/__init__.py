"""Social cards: which there are, what each says, how it is drawn."""
