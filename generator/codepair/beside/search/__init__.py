"""The search index, made by Pagefind in a process of its own."""
