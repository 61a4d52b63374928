"""Content: the shapes of its files, what they mean, how they are read and checked, which pages there are."""
