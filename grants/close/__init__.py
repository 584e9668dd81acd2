"""The year before it is handed in: what is missing for a computation, and what is still open."""
