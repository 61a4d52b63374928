"""The site in memory, over HTTP; an edit is shown in open pages."""
