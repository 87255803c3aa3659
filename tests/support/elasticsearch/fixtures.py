"""A real Elasticsearch for tests: ``make test-elasticsearch`` starts one beside them."""

import os
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch.connection import client_for
from tests.support.elasticsearch.server import VARIABLE

NO_SERVER = (
    "没有 Elasticsearch，跳过（make test-elasticsearch 会启动一个）"
    " | No Elasticsearch: make test-elasticsearch starts one"
)


@pytest.fixture(scope="session")
def elasticsearch_hosts() -> list[str]:
    hosts = os.environ.get(VARIABLE, "")
    if not hosts:
        pytest.skip(NO_SERVER)
    return hosts.split(",")


@pytest.fixture
def elasticsearch_settings(
    elasticsearch_hosts: list[str], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The site is configured to use it, with index names of this test's own; gives the prefix.

    Patient, because tests share the machine; those of faults are impatient again.
    """
    monkeypatch.setattr("search.engines.elasticsearch.engine.ASK_TIMEOUT", 30.0)
    monkeypatch.setattr("search.engines.elasticsearch.query.TIME_LIMIT_MS", 30_000)
    settings.HONGFAN_ELASTICSEARCH = elasticsearch_hosts
    settings.HONGFAN_ELASTICSEARCH_PREFIX = f"test-{uuid.uuid4().hex[:10]}"
    yield settings.HONGFAN_ELASTICSEARCH_PREFIX
    remove_indices(client_for(tuple(elasticsearch_hosts)), settings.HONGFAN_ELASTICSEARCH_PREFIX)


@pytest.fixture
def elasticsearch_client(elasticsearch_hosts: list[str]) -> Elasticsearch:
    return client_for(tuple(elasticsearch_hosts))


@pytest.fixture
def elasticsearch_engine(elasticsearch_settings: str) -> ElasticsearchEngine:
    """An engine whose index is built and empty."""
    engine = ElasticsearchEngine("site")
    with engine.rebuild() as rebuild:
        rebuild.finish(0)
    return engine


def remove_indices(client: Elasticsearch, prefix: str) -> None:
    names = list(client.indices.get(index=f"{prefix}-*", expand_wildcards="all").body)
    if names:
        client.indices.delete(index=",".join(names))
