"""Fixtures of search: the engines."""

from tests.support.elasticsearch.fixtures import (  # noqa: F401
    elasticsearch_client,
    elasticsearch_engine,
    elasticsearch_hosts,
    elasticsearch_settings,
)
