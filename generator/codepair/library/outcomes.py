"""What the codes of a response class mean for the request: the same few outcomes in every protocol."""

OUTCOMES = ("progress", "success", "redirect", "client", "server", "global")
"""Work goes on; it is done; go elsewhere; the request was wrong; this server failed; no server would do it."""
