"""Which pages and files there are, each made when it is asked for."""
