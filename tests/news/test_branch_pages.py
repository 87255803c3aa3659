"""Showcases of branches: whose articles they list, what they say of a branch."""

import datetime

from wagtail.models import PageViewRestriction

import pytest

from tests.factories.accounts import BranchFactory
from tests.factories.news import BranchPageFactory, NewsPageFactory

pytestmark = pytest.mark.django_db


def test_a_showcase_lists_the_articles_of_its_own_branch(client, site_tree):
    own = BranchPageFactory(parent=site_tree.branches)
    other = BranchFactory()
    of_its_own = NewsPageFactory(parent=site_tree.news, branch=own.branch)
    elsewhere = NewsPageFactory(parent=site_tree.news, branch=other)
    shown = client.get(own.url).text
    assert of_its_own.url in shown
    assert elsewhere.url not in shown


def test_activities_stand_newest_first_and_link_only_what_is_live(client, site_tree):
    page = BranchPageFactory(parent=site_tree.branches)
    hidden = NewsPageFactory(parent=site_tree.news, live=False)
    for day, title in [(1, "扫墓"), (9, "植树")]:
        page.activities.create(
            date=datetime.date(2026, 4, day), title=title, article=hidden, text="全体党员参加"
        )
    page.save()
    shown = client.get(page.url).text
    assert shown.index("2026-04-09") < shown.index("2026-04-01")
    assert hidden.url not in shown


def test_activities_link_only_what_everybody_may_read(client, site_tree):
    page = BranchPageFactory(parent=site_tree.branches)
    shared, private = (NewsPageFactory(parent=site_tree.news) for _ in range(2))
    for article in (shared, private):
        page.activities.create(title="植树", article=article)
    page.save()
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    shown = client.get(page.url).text
    assert shared.url in shown and private.url not in shown
    PageViewRestriction.objects.create(page=site_tree.news, restriction_type="login")
    assert shared.url not in client.get(page.url).text


def test_the_number_of_members_is_said_only_where_it_is_known(site_tree):
    assert BranchPageFactory(parent=site_tree.branches, member_count=1042).length_label == (
        "党员 1,042 名"
    )
    assert BranchPageFactory(parent=site_tree.branches, member_count=None).length_label == ""
