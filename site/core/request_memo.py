"""Remembers, for the length of one reading request, what many parts of a page ask the database.

Only requests that read (GET, HEAD) remember: within a writing one the answer may change.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest

from asgiref.local import Local

Answer = TypeVar("Answer")

_current = Local()


def begin(request: HttpRequest | None = None) -> None:
    _current.answers = {}
    _current.request = request


def end() -> None:
    _current.answers = _current.request = None


def current_request() -> HttpRequest | None:
    """The reading request that is being answered, for code that isn't handed it."""
    request: HttpRequest | None = getattr(_current, "request", None)
    return request


def remember(key: str, ask: Callable[[], Answer]) -> Answer:
    """The answer of ``ask``, asked once per request; outside of one, asked each time."""
    answers: dict[str, Any] | None = getattr(_current, "answers", None)
    if answers is None:
        return ask()
    if key not in answers:
        answers[key] = ask()
    found: Answer = answers[key]
    return found
