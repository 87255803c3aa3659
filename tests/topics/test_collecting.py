"""Collecting over all types: what is found, in which order, in how many queries."""

import datetime

from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from wagtail.models import Locale, PageViewRestriction

import pytest

from assets.pictures import picture
from news.models import NewsPage
from tests.factories.accounts import BranchFactory
from tests.factories.assets import ImageFactory
from tests.factories.news import NewsPageFactory
from tests.factories.topics import TopicFactory
from topics import collecting
from topics.collecting import CollectedList, Collection, collect_pages
from topics.models import CollectedPage

pytestmark = pytest.mark.django_db


def pks(pages):
    return [page.pk for page in pages]


def all_of(collection):
    return pks(CollectedList(collection)[:100])


@pytest.fixture
def collection(topic):
    return Collection(Locale.get_default().pk).also([topic.pk])


def test_all_types_come_newest_first_as_themselves(articles, topic):
    found = collect_pages(topics=[topic])[:10]
    assert found == articles
    assert [type(page) for page in found] == [type(page) for page in articles]


def test_any_and_all_of_several_topics(site_tree, articles, topic):
    other = TopicFactory()
    both = NewsPageFactory(parent=site_tree.news, topics=[topic, other])
    NewsPageFactory(parent=site_tree.news, topics=[other])
    assert collect_pages(topics=[topic, other]).count() == 6
    assert collect_pages(topics=[topic, other], match="all")[:10] == [both]


def test_narrowed_by_type_branch_year_and_pages(articles, topic):
    branch = articles[0].branch
    assert collect_pages(topics=[topic], types=["news"])[:10] == [articles[1], articles[3]]
    assert collect_pages(topics=[topic], types=["news", "theory"], year=2025)[:10] == articles[2:]
    assert collect_pages(branch=branch)[:10] == [articles[0]]
    assert collect_pages(topics=[topic], exclude=articles[:2])[:10] == articles[2:]


def test_order_oldest_first_and_by_hand(articles, collection):
    assert all_of(collection.ordered(oldest_first=True)) == pks(reversed(articles))
    by_hand = collection.ordered(oldest_first=False, leading=[articles[3].pk, articles[1].pk])
    assert all_of(by_hand) == pks([articles[3], articles[1], articles[0], articles[2]])


def test_drafts_aliases_and_private_pages_stay_out(site_tree, articles, topic):
    NewsPageFactory(parent=site_tree.news, topics=[topic], live=False)
    articles[1].create_alias(parent=site_tree.news, update_slug="alias")
    PageViewRestriction.objects.create(
        page=site_tree.theory, restriction_type=PageViewRestriction.LOGIN
    )
    found = collect_pages(topics=[topic])
    assert found[:10] == [articles[0], articles[1], articles[3]]
    assert found.count() == 3
    assert collecting.count_by_topic(site_tree.home.locale_id)[topic.pk] == 3


def test_unpublishing_and_publishing_again(articles, topic):
    # The base page is what bulk actions and schedules hold.
    articles[1].page_ptr.unpublish()
    assert articles[1] not in collect_pages(topics=[topic])[:10]
    articles[1].save_revision().publish()
    assert articles[1] in collect_pages(topics=[topic])[:10]


def test_a_new_date_moves_the_page_but_not_while_it_is_a_draft(articles, topic):
    page = NewsPage.objects.get(pk=articles[3].pk)
    page.date = datetime.date(2026, 5, 1)
    revision = page.save_revision()
    assert pks(collect_pages(topics=[topic])[:1]) == [articles[0].pk]
    revision.publish()
    assert pks(collect_pages(topics=[topic])[:1]) == [page.pk]


def test_one_language_at_a_time(articles, topic):
    english = Locale.objects.get(language_code="en")
    translation = articles[1].copy_for_translation(english, copy_parents=True)
    translation.save_revision().publish()
    assert collect_pages(topics=[topic], locale=english)[:10] == [translation]
    assert translation not in collect_pages(topics=[topic])[:10]


def test_facets_count_types_and_years(articles, collection):
    facets = CollectedList(collection).facets()
    assert [facet.year for facet in facets] == sorted(
        (facet.year for facet in facets), reverse=True
    )
    assert {(facet.year, facet.count) for facet in facets} == {(2026, 1), (2025, 1)}
    assert max(facet.newest for facet in facets) == articles[0].date


def test_the_table_is_made_anew(articles):
    rows = set(CollectedPage.objects.values_list("page", "date", "branch", "content_type"))
    CollectedPage.objects.all().delete()
    assert collecting.refresh() == len(rows)
    assert set(CollectedPage.objects.values_list("page", "date", "branch", "content_type")) == rows


def test_some_pages_are_brought_in_step(articles, topic):
    NewsPage.objects.filter(pk=articles[3].pk).update(date=datetime.date(2026, 5, 1))
    NewsPage.objects.filter(pk=articles[1].pk).update(live=False)
    collecting.collect(NewsPage, [articles[1].pk, articles[3].pk])
    assert pks(collect_pages(topics=[topic])[:10]) == pks([articles[3], articles[0], articles[2]])


def test_a_type_that_is_not_registered_is_named(site_tree):
    with pytest.raises(LookupError, match="HomePage"):
        collecting.collect(type(site_tree.home))


def test_cards_need_three_queries_however_many(site_tree, topic):
    def queries(count):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            for card in collect_pages(topics=[topic], locale=locale)[:count]:
                assert card.title and card.kicker and card.length_label is not None
                assert card.branch.name and picture(card.cover, "thumb").sources
                assert "body" in card.get_deferred_fields()
        return len(captured)

    locale, cover, branch = Locale.get_default(), ImageFactory(), BranchFactory()
    for _number in range(12):
        NewsPageFactory(parent=site_tree.news, topics=[topic], cover=cover, branch=branch)
    # Private sections, rows, pictures.
    assert queries(2) == queries(12) == 3


def test_conditions_of_any_kind(articles, collection):
    narrowed = collection.where(Q(page__newspage__summary__contains="门前"))
    assert all_of(narrowed) == pks([articles[1], articles[3]])
