"""When an article came out, for readers that want a moment and not only a day; when it is over."""

from datetime import date, datetime, time

from django.utils import timezone

from wagtail.models import Page


def published_at(day: date, first_published: datetime | None) -> datetime:
    """The moment of first publication where that was on ``day``, the date that readers see; else
    the beginning of that day (an imported text, one dated by its author)."""
    if first_published is not None and timezone.localdate(first_published) == day:
        return timezone.localtime(first_published)
    return timezone.make_aware(datetime.combine(day, time()))


def is_over(page: Page) -> bool:
    """Whether the time of ``page`` has passed, also before the worker has taken it down."""
    return page.expire_at is not None and page.expire_at <= timezone.now()
