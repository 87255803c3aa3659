"""What a page is, in the words of schema.org, as one graph in JSON-LD."""

from discovery.structured.graph import as_script, graph

__all__ = ["as_script", "graph"]
