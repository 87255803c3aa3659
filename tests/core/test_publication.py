"""Scheduled publication and expiry: each page for itself."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db.models.signals import pre_save
from django.test import Client
from django.utils import timezone

from wagtail.models import Page, PageLogEntry

import pytest

from core import publication
from core.publication import publish_and_expire
from news.models import NewsPage
from tests.factories.news import NewsPageFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def scheduled(site_tree):
    """``scheduled(title)`` is a draft whose time came a moment ago."""

    def make(title):
        page = NewsPageFactory(parent=site_tree.news, title=title, live=False)
        page.go_live_at = timezone.now() + HOUR
        revision = page.save_revision()
        revision.publish()
        past = timezone.now() - HOUR
        content = {**revision.content, "go_live_at": past.isoformat()}
        type(revision).objects.filter(pk=revision.pk).update(
            approved_go_live_at=past, content=content
        )
        return NewsPage.objects.get(pk=page.pk)

    return make


@pytest.fixture
def refuse():
    """``refuse(page, error)`` makes saving that page live raise the error, as a gate would."""
    receivers = []

    def install(page, error):
        def gate(sender, instance, **kwargs):
            if isinstance(instance, Page) and instance.pk == page.pk and instance.live:
                raise error

        receivers.append(gate)
        pre_save.connect(gate, weak=False)

    yield install
    for gate in receivers:
        pre_save.disconnect(gate)


def test_publishes_what_is_due_and_readers_find_it(scheduled):
    page = scheduled("到点发布")
    assert Client().get(page.url).status_code == 404

    report = publish_and_expire()

    assert len(report.published) == 1
    assert "到点发布" in report.published[0]
    assert Client().get(page.url).status_code == 200
    assert publish_and_expire().published == []


def test_leaves_what_is_not_due(site_tree):
    page = NewsPageFactory(parent=site_tree.news, live=False)
    page.go_live_at = timezone.now() + HOUR
    page.save_revision().publish()

    assert publish_and_expire().published == []
    assert not NewsPage.objects.get(pk=page.pk).live


def test_takes_down_what_has_expired(site_tree):
    page = NewsPageFactory(parent=site_tree.news, expire_at=timezone.now() - HOUR)
    staying = NewsPageFactory(parent=site_tree.news, expire_at=timezone.now() + HOUR)

    report = publish_and_expire()

    assert len(report.expired) == 1
    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)
    assert Client().get(page.url).status_code == 404
    assert NewsPage.objects.get(pk=staying.pk).live


@pytest.mark.parametrize("error", [PermissionDenied("未经终审"), RuntimeError("broken")])
def test_one_refusal_keeps_nobody_waiting(scheduled, refuse, error):
    first, refused, last = (scheduled(title) for title in ("第一篇", "第二篇", "第三篇"))
    refuse(refused, error)

    report = publish_and_expire()

    assert len(report.published) == 2
    (reason,) = report.refused.values()
    assert str(error) in reason
    live = {page.pk: NewsPage.objects.get(pk=page.pk).live for page in (first, refused, last)}
    assert live == {first.pk: True, refused.pk: False, last.pk: True}


def test_refused_page_is_left_as_it_was(scheduled, refuse):
    page = scheduled("被拒绝")
    refuse(page, PermissionDenied("no"))
    before = NewsPage.objects.filter(pk=page.pk).values().get()
    logs = PageLogEntry.objects.filter(page=page.pk).count()

    publish_and_expire()

    assert NewsPage.objects.filter(pk=page.pk).values().get() == before
    assert PageLogEntry.objects.filter(page=page.pk).count() == logs


def test_refused_page_is_published_once_the_reason_is_gone(scheduled):
    page = scheduled("再试一次")

    def gate(sender, instance, **kwargs):
        if isinstance(instance, Page) and instance.pk == page.pk and instance.live:
            raise PermissionDenied("no")

    pre_save.connect(gate, weak=False)
    publish_and_expire()
    pre_save.disconnect(gate)

    assert len(publish_and_expire().published) == 1


def test_what_another_worker_did_meanwhile_is_left_alone(scheduled, site_tree):
    page = scheduled("两个后台进程")
    pk = page.get_latest_revision().pk
    gone = NewsPageFactory(parent=site_tree.news, expire_at=timezone.now() - HOUR)

    assert publication._publish(pk)
    assert not publication._publish(pk)
    assert publication._expire(Page, gone.pk)
    assert not publication._expire(Page, gone.pk)
