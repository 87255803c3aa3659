"""Search: which engine answers, and where the embedded one keeps its index."""

from config.environment import env

# Comma-separated addresses of the nodes. Empty: the embedded engine answers. Where Elasticsearch
# is configured and fails, the embedded engine answers the same request.
HONGFAN_ELASTICSEARCH = env.words("HONGFAN_ELASTICSEARCH")
# Before the names of its indices, so that several sites can share one Elasticsearch.
HONGFAN_ELASTICSEARCH_PREFIX = env.text("HONGFAN_ELASTICSEARCH_PREFIX", "hongfan")

# How many pages of results one client may ask for in a minute; 0: as many as it likes. Suggestions
# and the API have limits that grow with it. An office often shares one address, so it is generous.
HONGFAN_SEARCHES_PER_MINUTE = env.number("HONGFAN_SEARCHES_PER_MINUTE", 120)
# How many proxies of one's own stand before the site and write X-Forwarded-For. With 0 the header
# is not believed, and whoever comes from the machine itself is not counted.
HONGFAN_PROXIES = env.number("HONGFAN_PROXIES", 0)
# Seconds between two writings of what was asked; 0: nothing is written.
HONGFAN_SEARCH_COUNT_EVERY = 20
