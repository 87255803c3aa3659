"""What our own code is doing at the moment, so that gates tell it from everybody else's.

Knows no models: Wagtail's task classes and the signal handlers ask it alike.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_deciding: ContextVar[bool] = ContextVar("deciding", default=False)
_maintaining: ContextVar[bool] = ContextVar("maintaining", default=False)


@contextmanager
def deciding() -> Iterator[None]:
    """A decision that the service has checked is being carried out."""
    token = _deciding.set(True)
    try:
        yield
    finally:
        _deciding.reset(token)


@contextmanager
def maintaining() -> Iterator[None]:
    """``setup_site`` is defining the stages."""
    token = _maintaining.set(True)
    try:
        yield
    finally:
        _maintaining.reset(token)


def is_deciding() -> bool:
    return _deciding.get()


def is_maintaining() -> bool:
    return _maintaining.get()
