"""The outbox, and what editors teach the search."""

from search.models.change import Change, Numbering

__all__ = ["Change", "Numbering"]
