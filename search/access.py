"""Who may find what: Wagtail's own page privacy, turned into words that an index can hold.

A document carries what it demands, one mark for each private page at or above it::

    ()                              everybody
    ("login",)                      whoever is signed in
    ("group:3+7",)                  members of group 3 or 7
    ("password:12",)                whoever has given the password of restriction 12

All marks must be met. ``canonical`` makes one keyword of them for the index; a question carries
the keywords that its asker meets.
"""

from collections.abc import Iterable
from dataclasses import dataclass

OPEN = "all"


@dataclass(frozen=True, slots=True)
class Asker:
    """What somebody has to show. The administrator meets whatever needs no password."""

    signed_in: bool = False
    groups: frozenset[int] = frozenset()
    # Restrictions whose password was given in this session.
    passwords: frozenset[str] = frozenset()
    superuser: bool = False


NOBODY = Asker()


def canonical(requirements: Iterable[str]) -> str:
    """One keyword for a set of requirements, the same whatever their order."""
    return "&".join(sorted(set(requirements))) or OPEN


def may_see(requirements: Iterable[str], asker: Asker) -> bool:
    """Whether the asker meets them all. What is not understood is not met."""
    return all(_meets(mark, asker) for mark in requirements)


def _meets(mark: str, asker: Asker) -> bool:
    kind, _colon, value = mark.partition(":")
    if kind == OPEN:
        return True
    if kind == "login":
        return asker.signed_in
    if kind == "group":
        return asker.superuser or bool(asker.groups & {int(pk) for pk in value.split("+") if pk})
    if kind == "password":
        return value in asker.passwords
    return False
