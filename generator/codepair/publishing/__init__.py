"""A folder with the whole site, put in place in one step or not at all."""
