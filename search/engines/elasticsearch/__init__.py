"""The engine for large sites: a cluster of Elasticsearch 9, without plugins.

Only what is in the server's core is used: the terms come ready from ``search.analysis``, split at
spaces by the built-in ``whitespace`` analyzer.
"""

from search.engines.elasticsearch.engine import ElasticsearchEngine

__all__ = ["ElasticsearchEngine"]
