"""Where a poster leads, and for whom one may be made."""

from typing import Any

from django.http import HttpRequest

from wagtail.models import Page

from core.moments import is_over
from core.visibility import is_restricted
from sharing.models import Poster
from topics.collecting import is_public
from topics.links import with_urls
from topics.models import Topic

ELDER = "mode=elder"


def can_be_shown(subject: Page | Topic) -> bool:
    """Whether a poster may say its title: only what everybody may read goes onto a wall."""
    if isinstance(subject, Topic):
        return subject.is_accepted
    return is_public(subject) and not subject.alias_of_id and not is_over(subject)


def may_make(user: Any, subject: Page | Topic) -> bool:
    """Who may edit it may put it up."""
    if isinstance(subject, Topic):
        return bool(user.has_perm("topics.change_topic"))
    return bool(subject.permissions_for_user(user).can_edit())


def destination(poster: Poster, request: HttpRequest) -> str:
    """The address to go on to; empty for what isn't there for everybody, now or any more.

    Always one that this site made of its own page: no part of it comes from the asker.
    """
    address = ""
    if poster.page is not None:
        page = poster.page
        if page.live and not is_restricted(page) and not is_over(page):
            address = page.get_url(request) or ""
    elif poster.topic is not None:
        topic = poster.topic.merged_into or poster.topic
        if topic.is_accepted:
            address = with_urls([topic], request)[0].url
    if address and poster.elder:
        address += f"{'&' if '?' in address else '?'}{ELDER}"
    return address


def needs_log_in(poster: Poster) -> bool:
    """Whether the page is there, for people who say who they are."""
    page = poster.page
    return bool(page and page.live and is_restricted(page) and not is_over(page))
