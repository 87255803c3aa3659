"""Without 三审三校: for tests whose subject is something else than what may be published."""

from collections.abc import Iterator
from contextlib import contextmanager

from approvals.rule import ReviewRule
from approvals.signal_handlers import CONNECTIONS
from core import publishing


@contextmanager
def no_rule() -> Iterator[None]:
    """Pages may be made live, changed and shown at will, as if ``approvals`` were not there."""
    publishing.use(publishing.PublishingRule())
    for signal, receiver, sender in CONNECTIONS:
        signal.disconnect(receiver, sender=sender)
    try:
        yield
    finally:
        for signal, receiver, sender in CONNECTIONS:
            signal.connect(receiver, sender=sender)
        publishing.use(ReviewRule())
