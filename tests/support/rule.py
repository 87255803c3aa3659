"""Without 三审三校's gates: for tests whose subject is something else than what may be public."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from wagtail.models import Page, PagePermissionTester

from approvals import gates, privacy, shared
from approvals.rule import ReviewRule
from approvals.signal_handlers import CONNECTIONS
from core import publishing

# The workflow itself works on.
OPENED = (gates, privacy, shared)


class NoGates(ReviewRule):
    """Submitting and deciding as ever; publishing, changing and showing pages at will."""

    def before_child_rows(self, page: Page, relations: set[str]) -> None: ...

    def before_revision(self, page: Page, overwritten: Any) -> None: ...

    def permissions_for(self, user: Any, page: Page) -> PagePermissionTester:
        return PagePermissionTester(user, page)


@contextmanager
def no_rule() -> Iterator[None]:
    """Pages may be made live by anybody who holds Wagtail's own right."""
    opened = [row for row in CONNECTIONS if row[1].__module__ in {m.__name__ for m in OPENED}]
    publishing.use(NoGates())
    for signal, receiver, sender in opened:
        signal.disconnect(receiver, sender=sender)
    try:
        yield
    finally:
        for signal, receiver, sender in opened:
            signal.connect(receiver, sender=sender)
        publishing.use(ReviewRule())
