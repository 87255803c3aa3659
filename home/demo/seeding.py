"""Puts the demo site into a site that ``setup_site`` has made."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from wagtail.models import Locale, Page

from core.serving.welcome import keep_logins
from home.demo.composition import Composer, ensure_topics
from home.demo.library import ensure_library
from home.demo.manuscripts import Manuscripts
from home.demo.people import ensure_branches, ensure_people, ensure_sources, logins, strangers
from home.demo.reading import page_keys
from home.demo.review import Desk
from home.demo.translations import Translator
from home.models import HomePage
from learning.models import LectureIndexPage, TheoryIndexPage
from news.models import BranchIndexPage, NewsIndexPage
from topics.models import TopicIndexPage

SECTIONS = {
    "news": NewsIndexPage,
    "theory": TheoryIndexPage,
    "lectures": LectureIndexPage,
    "branches": BranchIndexPage,
    "topics": TopicIndexPage,
}


class NotOurs(Exception):
    """The database holds what somebody else made; the text says what."""


@dataclass(frozen=True)
class Seeded:
    """How many pages and translations this run wrote; none where all stood already."""

    pages: int
    translations: int


def seed(*, force: bool = False) -> Seeded:
    """Write what is missing of the demo site.

    Complete already: changes nothing. Interrupted: goes on where it stopped. Raises ``NotOurs``
    where other content stands, or in production, unless ``force``; ``HomePage.DoesNotExist``
    before ``setup_site``.
    """
    keys = page_keys()
    if not force:
        check_ours(keys)
    home = HomePage.objects.get(depth=2, locale=Locale.get_default())
    parents = {kind: model.objects.child_of(home).get() for kind, model in SECTIONS.items()}
    branches = ensure_branches()
    people = ensure_people(branches)
    keep_logins(settings.HONGFAN_HOME, logins())
    desk = Desk(people)
    topics = ensure_topics(people)
    library = ensure_library(people["bianji"])
    manuscripts = Manuscripts(parents, library, branches, ensure_sources(), desk)
    manuscripts.write_all()
    composer = Composer(home, manuscripts.bodies, desk)
    composer.introduce(parents)
    topic_pages = composer.topic_pages(parents["topics"], topics)
    composer.name_site(composer.standard_pages())
    composer.compose_home(topic_pages)
    translator = Translator(HomePage.objects.get(pk=home.pk), parents, manuscripts.bodies, desk)
    translator.write_all()
    return Seeded(manuscripts.written + composer.written, translator.written)


def check_ours(keys: set[uuid.UUID]) -> None:
    """Raise ``NotOurs`` where seeding would mix fictional content with somebody's own."""
    missing = keys - set(_present(translation_key__in=keys))
    if not missing:
        return
    if settings.HONGFAN_ENVIRONMENT == "production":
        raise NotOurs(_("这是正式环境。示例账号的密码是公开的，不能放在正式网站上。"))
    foreign = _foreign_pages(keys)
    if foreign:
        shown = "、".join(f"“{page.title}”" for page in foreign[:3])
        raise NotOurs(_("网站里已有自己的内容，例如%(pages)s。") % {"pages": shown})
    taken = strangers()
    if taken:
        raise NotOurs(_("这些用户名已有人使用：%(names)s。") % {"names": "、".join(taken)})


def _foreign_pages(keys: set[uuid.UUID]) -> list[Page]:
    """Pages below the home pages that are neither the demo's nor the sections of the site."""
    sections = Q()
    for model in SECTIONS.values():
        sections |= Q(pk__in=model.objects.values("pk"))
    found = Page.objects.filter(depth__gt=2).exclude(translation_key__in=keys).exclude(sections)
    return list(found.order_by("path")[:3])


def _present(**conditions: Any) -> list[uuid.UUID]:
    found = Page.objects.filter(locale=Locale.get_default(), **conditions)
    return list(found.values_list("translation_key", flat=True))
