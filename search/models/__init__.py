"""The outbox, and what editors teach the search."""
