"""What answers a search: tantivy inside the process, or Elasticsearch."""
