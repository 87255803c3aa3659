"""A way to a real server on which things go wrong when a test says so."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PRODUCT = {"X-Elastic-Product": "Elasticsearch", "Content-Type": "application/json"}


class FaultyWay(ThreadingHTTPServer):
    """Hands requests on to ``upstream``, unless ``mode`` is

    ``refuse`` (the connection breaks), ``hang`` (no answer comes), or ``busy`` (429; ``busy_for``
    requests, then it is over). ``asked`` counts requests, whatever became of them.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, upstream: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.upstream = urlsplit(upstream).netloc
        self.mode = "pass"
        self.busy_for = 0
        self.asked = 0
        self.ended = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that gave up is what tests want."""


class _Handler(BaseHTTPRequestHandler):
    server: FaultyWay
    protocol_version = "HTTP/1.1"

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        way = self.server
        way.asked += 1
        if way.mode == "refuse":
            self.close_connection = True
            return
        if way.mode == "hang":
            way.ended.wait(60)
            self.close_connection = True
            return
        if way.mode == "busy":
            way.busy_for -= 1
            if way.busy_for == 0:
                way.mode = "pass"
            self._answer(429, b'{"error": {"type": "es_rejected_execution_exception"}}', PRODUCT)
            return
        upstream = http.client.HTTPConnection(way.upstream, timeout=60)
        headers = {name: value for name, value in self.headers.items() if name != "Host"}
        upstream.request(self.command, self.path, body, headers)
        answer = upstream.getresponse()
        content = answer.read()
        upstream.close()
        self._answer(answer.status, content, dict(answer.getheaders()))

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _pass_on

    def _answer(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in {"content-length", "transfer-encoding"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: tests are quiet."""


@contextmanager
def faulty_way(upstream: str) -> Iterator[FaultyWay]:
    way = FaultyWay(upstream)
    thread = threading.Thread(target=way.serve_forever, daemon=True)
    thread.start()
    try:
        yield way
    finally:
        way.ended.set()
        way.shutdown()
        way.server_close()
        thread.join(5)
