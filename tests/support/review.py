"""Reviewing as people do, through the services."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.urls import reverse

import pytest
from bs4 import BeautifulSoup

from approvals import checklist, decisions
from approvals.exceptions import Refusal
from approvals.models import Entry, Manuscript
from approvals.services import submit


@contextmanager
def refused(match: str) -> Iterator[None]:
    """What is done inside raises ``Refusal`` and leaves the test's transaction usable."""
    with pytest.raises(Refusal, match=match), transaction.atomic():
        yield


def manuscript_of(page: Any) -> Manuscript:
    return Manuscript.objects.get(page_id=page.pk)


def ticket(page: Any) -> str:
    return decisions.ticket_of(manuscript_of(page))


def all_ticks() -> list[int]:
    return [item.pk for item in checklist.items()]


def approve(page: Any, person: Any, **options: Any) -> Entry:
    """As from the review screen, with everything ticked."""
    options = {"ticket": ticket(page), "ticks": all_ticks(), "text": "同意", **options}
    return decisions.approve(page, person, **options)


def send_back(page: Any, person: Any, text: str = "第二段的数字请核对", **options: Any) -> Entry:
    return decisions.send_back(page, person, text=text, **{"ticket": ticket(page), **options})


def pass_review(page: Any, author: Any, reviewers: Any) -> None:
    submit(page, author)
    for person in reviewers:
        approve(page, person)


def kinds(page: Any) -> list[str]:
    """The record in short."""
    entries = Entry.objects.filter(manuscript__page_id=page.pk).order_by("sequence")
    return [entry.kind for entry in entries]


def url(name: str, page: Any = None) -> str:
    """The address of a view of the review."""
    return reverse(f"approvals_{name}", args=[page.pk] if page is not None else [])


def parsed(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")
