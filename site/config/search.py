"""Search: which engine answers, and where the embedded one keeps its index."""

from config.environment import Environment

_env = Environment()

# Comma-separated addresses of the nodes. Empty: the embedded engine answers. Where Elasticsearch
# is configured and fails, the embedded engine answers the same request.
HONGFAN_ELASTICSEARCH = _env.words("HONGFAN_ELASTICSEARCH")
# Before the names of its indices, so that several sites can share one Elasticsearch.
HONGFAN_ELASTICSEARCH_PREFIX = _env.text("HONGFAN_ELASTICSEARCH_PREFIX", "hongfan")
