"""What a reader sees: fragments, and the pages that they are put together into."""
