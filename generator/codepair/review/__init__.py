"""What a second reader needs: each claim of a code or a pair beside the sections that settle it."""
