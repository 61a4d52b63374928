"""What stands beside the pages: documents for machines, cards, search, words for the script."""
