"""Readers' pages are made one after another, as long as none of them takes long."""

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from core.serving.turns import LONG_LINE, STAYING, Line, in_turn

# For a machine with much to do.
LONG = 30.0


class Pages:
    """An application whose answers wait until they are let go."""

    def __init__(self, patience: float) -> None:
        self.line = Line(patience)
        self.application = in_turn(self, self.line)
        self.order: list[str] = []
        self.begun: dict[str, threading.Event] = {}
        self.may_end: dict[str, threading.Event] = {}
        self.threads: list[threading.Thread] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        name = environ["name"]
        self.order.append(name)
        self.begun[name].set()
        assert self.may_end[name].wait(LONG)
        if name.startswith("broken"):
            raise RuntimeError
        return []

    def ask(self, name: str, path: str = "/news/", method: str = "GET") -> None:
        self.begun[name], self.may_end[name] = threading.Event(), threading.Event()
        environ = {
            "name": name,
            "PATH_INFO": path,
            "REQUEST_METHOD": method,
            "SERVER_PROTOCOL": "HTTP/1.1",
        }
        self.threads.append(threading.Thread(target=self._answer, args=(environ,)))
        self.threads[-1].start()

    def _answer(self, environ: dict[str, Any]) -> None:
        with suppress(RuntimeError):
            self.application(environ, None)

    def has_begun(self, name: str, within: float = LONG) -> bool:
        return self.begun[name].wait(within)

    def wait_for_line_of(self, length: int) -> None:
        until = time.monotonic() + LONG
        while self.line.present < length and time.monotonic() < until:
            time.sleep(0.01)
        assert self.line.present == length

    def end(self, name: str) -> None:
        self.may_end[name].set()


@pytest.fixture
def pages(request: pytest.FixtureRequest) -> Iterator[Pages]:
    found = Pages(getattr(request, "param", LONG))
    yield found
    for name in found.may_end:
        found.end(name)
    for thread in found.threads:
        thread.join(LONG)


@pytest.mark.parametrize("first", ["first", "broken first"])
def test_the_second_page_is_begun_when_the_first_is_ready(pages: Pages, first: str) -> None:
    pages.ask(first)
    assert pages.has_begun(first)
    pages.ask("second")
    assert not pages.has_begun("second", within=0.2)
    pages.end(first)
    assert pages.has_begun("second")


@pytest.mark.parametrize("pages", [0.05], indirect=True)
def test_who_waited_long_enough_goes_ahead(pages: Pages) -> None:
    pages.ask("slow")
    assert pages.has_begun("slow")
    pages.ask("second")
    assert pages.has_begun("second")
    pages.end("second")
    pages.ask("third")
    assert pages.has_begun("third")


@pytest.mark.parametrize(("path", "method"), [("/news/", "POST"), ("/admin/pages/", "GET")])
def test_editors_and_forms_neither_wait_nor_are_waited_for(
    pages: Pages, path: str, method: str
) -> None:
    pages.ask("first", path, method)
    assert pages.has_begun("first")
    pages.ask("page")
    assert pages.has_begun("page")
    pages.ask("second", path, method)
    assert pages.has_begun("second")


def test_who_came_first_is_first(pages: Pages) -> None:
    names = [f"page {number}" for number in range(5)]
    for number, name in enumerate(names):
        pages.ask(name)
        pages.wait_for_line_of(number + 1)
    for name in names:
        assert pages.has_begun(name)
        pages.end(name)
    assert pages.order == names


def test_now_and_then_one_of_a_long_line_is_to_come_in_anew() -> None:
    line = Line(patience=0)
    present = [line.enter()[1] for _number in range(3 * STAYING)]
    assert [number for number, goes in enumerate(present) if goes] == [STAYING, 2 * STAYING + 1]
    for number in range(3 * STAYING):
        line.leave(was_turn=number == 0)
    # Nobody is there any more.
    short = [line.enter()[1] for _number in range(LONG_LINE)]
    assert short == [False] * LONG_LINE


@pytest.mark.parametrize(("protocol", "closes"), [("HTTP/1.1", True), ("HTTP/2", False)])
def test_who_is_to_come_in_anew_is_told_so(
    monkeypatch: pytest.MonkeyPatch, protocol: str, closes: bool
) -> None:
    line = Line()
    monkeypatch.setattr(line, "enter", lambda: (True, True))
    told: dict[str, str] = {}

    def page(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/html")])
        return []

    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "SERVER_PROTOCOL": protocol}
    in_turn(page, line)(environ, lambda status, headers: told.update(headers))
    assert told.pop("Content-Type") == "text/html"
    assert told == ({"Connection": "close"} if closes else {})
