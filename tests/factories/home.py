"""The site as ``setup_site`` makes it."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from wagtail.models import Collection, Locale, Page, Site
from wagtail_localize.models import Translation

import factory
from wagtail_factories import PageFactory

from approvals.services import ensure_workflow
from home.models import HomePage, StandardPage
from home.setup.roles import ensure_roles
from home.setup.tree import ensure_home, ensure_locales, ensure_sections
from learning.models import LectureIndexPage, TheoryIndexPage
from news.models import BranchIndexPage, NewsIndexPage
from topics.models import TopicIndexPage


@dataclass
class SiteTree:
    """Home page and sections, live, in the source language."""

    site: Site
    home: HomePage
    news: NewsIndexPage
    theory: TheoryIndexPage
    lectures: LectureIndexPage
    branches: BranchIndexPage
    topics: TopicIndexPage


def plant_roots(locale: Locale) -> None:
    """What Wagtail's migrations make; the tests run without migrations."""
    if not Page.objects.filter(depth=1).exists():
        page_type = ContentType.objects.get_for_model(Page)
        Page.add_root(title="Root", slug="root", content_type=page_type, locale=locale)
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(name="Root")
    # wagtail-localize asks which migrations were applied.
    MigrationRecorder(connection).ensure_schema()
    Permission.objects.get_or_create(
        content_type=ContentType.objects.get_for_model(Translation),
        codename="submit_translation",
        defaults={"name": "Can submit translations"},
    )


def build_site() -> SiteTree:
    """The whole of ``setup_site``; idempotent as that is."""
    locale = ensure_locales()
    plant_roots(locale)
    home = ensure_home(locale)
    ensure_sections(home)
    ensure_roles(home)
    ensure_workflow(home)
    return read_site()


def read_site() -> SiteTree:
    """The tree that stands. Raises ``DoesNotExist`` where there is none."""
    home = HomePage.objects.get(depth=2, locale__language_code=settings.LANGUAGE_CODE)
    return SiteTree(
        site=Site.objects.get(is_default_site=True),
        home=home,
        news=NewsIndexPage.objects.child_of(home).get(),
        theory=TheoryIndexPage.objects.child_of(home).get(),
        lectures=LectureIndexPage.objects.child_of(home).get(),
        branches=BranchIndexPage.objects.child_of(home).get(),
        topics=TopicIndexPage.objects.child_of(home).get(),
    )


class StandardPageFactory(PageFactory):
    title = factory.Sequence(lambda n: f"关于我们{n + 1}")
    slug = factory.Sequence(lambda n: f"guan-yu-{n + 1}")

    class Meta:
        model = StandardPage
