"""Measures pages through the real handler: middleware, routing, templates, database connection."""

import io
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection


@dataclass(frozen=True)
class Measurement:
    """One address. Times are medians of one request after the other, in milliseconds.

    ``queries`` and ``cold`` are of requests that found every cache empty, ``warm`` of those that
    did not. ``size``: bytes of the answer.
    """

    path: str
    queries: int
    cold: float
    warm: float
    size: int

    @property
    def rate(self) -> float:
        """Requests per second of one worker."""
        return 1000 / self.warm


class PageMeter:
    """Asks pages of this process's site, one at a time."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.host = host
        self.handler = WSGIHandler()

    def measure(self, path: str, rounds: int) -> Measurement:
        """Raises ``LookupError`` where the address does not answer with a page."""
        # The first request compiles templates; that happens once in a process's life.
        size = len(self.get(path))
        queries = 0

        def count(execute: Callable[..., Any], *arguments: Any) -> Any:
            nonlocal queries
            queries += 1
            return execute(*arguments)

        forget()
        with connection.execute_wrapper(count):
            self.get(path)
        cold = [self._time(path, forget) for _round in range(max(rounds // 4, 1))]
        warm = [self._time(path) for _round in range(rounds)]
        return Measurement(path, queries, statistics.median(cold), statistics.median(warm), size)

    def get(self, path: str) -> bytes:
        environ: dict[str, Any] = {
            "HTTP_HOST": self.host,
            "PATH_INFO": path,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": io.BytesIO(),
        }
        setup_testing_defaults(environ)
        answer: list[str] = []

        def start(status: str, headers: list[tuple[str, str]], info: Any = None) -> Any:
            answer.append(status)

        response = self.handler(environ, start)
        try:
            body = b"".join(response)
        finally:
            response.close()
        if answer[0] != "200 OK":
            raise LookupError(f"{path}: {answer[0]}")
        return body

    def _time(self, path: str, before: Callable[[], None] = lambda: None) -> float:
        before()
        started = time.perf_counter()
        self.get(path)
        return (time.perf_counter() - started) * 1000


def forget() -> None:
    """Empty what the process remembers between requests."""
    for cache in caches.all():
        cache.clear()
    ContentType.objects.clear_cache()
