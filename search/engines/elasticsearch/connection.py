"""The way to the cluster: one client a process, its faults in words, its patience in seconds."""

import functools
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.conf import settings

from elastic_transport import ConnectionTimeout, TransportError
from elasticsearch import ApiError, Elasticsearch
from elasticsearch.exceptions import UnsupportedProductError

from search.engines.base import EngineUnavailable

# A reader waits for one answer; the embedded engine has it otherwise. Seconds for each node.
ASK_TIMEOUT = 0.8
# Writing is done behind the scenes; a primary that moves to another node takes its time.
WRITE_TIMEOUT = 30.0
# The cluster is alive but has its hands full.
BUSY = {429, 502, 503, 504}
BUSY_ATTEMPTS = 5
BUSY_FIRST_PAUSE = 0.25

Result = TypeVar("Result")


MISSING = "Elasticsearch 里还没有索引，请运行 manage.py search_rebuild"

TOO_LONG = "Elasticsearch 用时超过了上限"
READ_ONLY = "Elasticsearch 的索引只读（多半是磁盘满了）"


class NotBuilt(EngineUnavailable):
    """There is no index, or one of an older layout: a rebuild helps."""


@functools.lru_cache(maxsize=4)
def client_for(hosts: tuple[str, ...]) -> Elasticsearch:
    """Shared by the threads of this process; a node that fails is left alone for a while."""
    return Elasticsearch(
        list(hosts),
        request_timeout=WRITE_TIMEOUT,
        # Each other node gets its chance.
        max_retries=max(len(hosts) - 1, 1),
        retry_on_timeout=True,
        retry_on_status=(502, 503, 504),
        connections_per_node=10,
        # A node that is back is noticed within seconds.
        max_dead_node_backoff=5,
    )


def configured_client() -> Elasticsearch:
    """Raises ``EngineUnavailable`` where no address is configured."""
    hosts = tuple(settings.HONGFAN_ELASTICSEARCH)
    if not hosts:
        raise EngineUnavailable("没有配置 Elasticsearch（HONGFAN_ELASTICSEARCH）")
    return client_for(hosts)


@contextmanager
def faults_in_words() -> Iterator[None]:
    """Whatever goes wrong with the cluster leaves as ``EngineUnavailable``."""
    try:
        yield
    except ApiError as error:
        raise _explain(error) from error
    except ConnectionTimeout as error:
        raise EngineUnavailable("Elasticsearch 没有及时回答") from error
    except (TransportError, UnsupportedProductError) as error:
        raise EngineUnavailable(f"连不上 Elasticsearch：{error}") from error


def _explain(error: ApiError) -> EngineUnavailable:
    kind = ""
    if isinstance(error.body, dict) and isinstance(error.body.get("error"), dict):
        kind = str(error.body["error"].get("type", ""))
    if kind == "index_not_found_exception" or "alias" in kind:
        return NotBuilt(MISSING)
    if kind == "cluster_block_exception":
        return EngineUnavailable(READ_ONLY)
    if "Time exceeded" in str(error.body):
        return EngineUnavailable(TOO_LONG)
    if error.status_code == 429:
        return EngineUnavailable("Elasticsearch 忙不过来（429）")
    return EngineUnavailable(f"Elasticsearch 出错：{error.status_code} {kind or error.message}")


def patiently(action: Callable[[], Result]) -> Result:
    """Try again, with growing pauses, as long as the cluster only says that it is busy.

    Raises the last ``ApiError``.
    """
    for pause in pauses():
        try:
            return action()
        except ApiError as error:
            if error.status_code not in BUSY:
                raise
            time.sleep(pause)
    return action()


def pauses() -> Iterator[float]:
    """Seconds between attempts: doubled each time, and uneven, so that hosts don't march in step."""
    for attempt in range(BUSY_ATTEMPTS - 1):
        yield BUSY_FIRST_PAUSE * 2**attempt * random.uniform(0.75, 1.25)  # noqa: S311


def body_of(response: Any) -> Any:
    """The plain answer, without the client's wrapper."""
    return response.body
