"""Topic pages and the topics section, as readers get them."""

import datetime
from urllib.parse import urlencode

from wagtail.models import Locale, PageViewRestriction

import pytest

from tests.factories.news import NewsPageFactory
from tests.factories.topics import TopicFactory, TopicPageFactory
from topics.models import TopicPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(site_tree, topic):
    return TopicPageFactory(parent=site_tree.topics, topic=topic)


def get(client, page, /, **query):
    response = client.get(f"{page.url}?{urlencode(query)}")
    assert response.status_code == 200
    return response.context


def cards(context):
    return list(context["page_obj"])


def test_it_lists_all_types_newest_first(client, page, articles):
    context = get(client, page)
    assert cards(context) == articles
    assert context["total"] == 4
    assert context["updated"] == datetime.date(2026, 3, 1)
    assert [(choice.value, choice.count) for choice in context["years"]] == [
        ("2026", 2),
        ("2025", 2),
    ]
    assert {choice.value: choice.count for choice in context["types"]} == {
        "news": 2,
        "theory": 1,
        "branch": 1,
    }


def test_year_and_type_are_in_the_address(client, page, articles):
    context = get(client, page, year="2025", type="news")
    assert cards(context) == [articles[3]]
    year = next(choice for choice in context["years"] if choice.selected)
    assert (year.value, year.count, year.address) == ("2025", 1, "?type=news")
    assert context["listing"].page_address == "?type=news&year=2025&page="
    assert context["pins"] == []
    assert context["total"] == 4


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"year": "2019"}, 4),
        ({"year": "９９９９９９９９９９"}, 4),
        ({"year": "-1"}, 4),
        ({"year": "2025' OR 1=1"}, 4),
        ({"year": "２０２５"}, 2),
        ({"type": "lecture"}, 4),
        ({"type": "<script>"}, 4),
        ({"type": "\ud7ff\u200b🎉"}, 4),
        ({"page": "0"}, 4),
        ({"page": "99999999999999999999"}, 4),
        ({"page": "x"}, 4),
    ],
)
def test_values_that_name_nothing_count_as_not_asked(client, page, articles, query, count):
    assert len(cards(get(client, page, **query))) == count


def test_pages_and_their_clamping(client, site_tree, page, topic):
    for number in range(23):
        NewsPageFactory(
            parent=site_tree.news, topics=[topic], date=datetime.date(2026, 1, 1 + number % 28)
        )
    assert len(cards(get(client, page))) == 20
    last = get(client, page, page="2")
    assert len(cards(last)) == 3
    assert get(client, page, page="77")["page_obj"].number == 2
    dates = [card.date for number in (1, 2) for card in cards(get(client, page, page=number))]
    assert dates == sorted(dates, reverse=True)


def pin(page, *targets):
    for target in targets:
        page.pins.create(target=target, sort_order=page.pins.count())
    page.save()


def test_three_pins_come_first_on_the_first_page_only(client, page, articles):
    pin(page, articles[3], articles[2], articles[1], articles[0])
    context = get(client, page)
    assert context["pins"] == [articles[3], articles[2], articles[1]]
    assert cards(context) == articles
    assert get(client, page, year=2025)["pins"] == []


def test_pins_that_readers_may_not_see_are_left_out(client, site_tree, page, articles):
    pin(page, articles[3], articles[2], articles[1])
    articles[3].unpublish()
    PageViewRestriction.objects.create(
        page=site_tree.theory, restriction_type=PageViewRestriction.LOGIN
    )
    assert get(client, page)["pins"] == [articles[1]]


def test_order_by_hand_puts_pins_before_the_rest(client, page, articles):
    page.order = "by_hand"
    pin(page, articles[3], articles[1])
    assert cards(get(client, page)) == [articles[3], articles[1], articles[0], articles[2]]


def test_oldest_first(client, page, articles):
    page.order = "oldest"
    page.save()
    assert cards(get(client, page)) == articles[::-1]


def test_without_topic_and_rules_it_is_empty(client, site_tree, articles):
    page = TopicPageFactory(parent=site_tree.topics, topic=None)
    context = get(client, page)
    assert (context["total"], context["updated"], cards(context)) == (0, None, [])


def test_a_translation_lists_its_language_else_the_source(client, page, articles):
    english = Locale.objects.get(language_code="en")
    pin(page, articles[3], articles[1])
    translated = page.copy_for_translation(english, copy_parents=True)
    translated.save_revision().publish()
    context = get(client, translated)
    assert context["is_fallback"]
    assert cards(context) == articles

    article = articles[1].copy_for_translation(english, copy_parents=True)
    article.save_revision().publish()
    context = get(client, translated)
    assert not context["is_fallback"]
    assert cards(context) == [article]
    assert context["pins"] == [articles[3], article]


def test_a_draft_is_previewed_with_its_pins_and_rules(page, articles, rf):
    page.pins.add(page.pins.model(target=articles[3]))
    page.save_revision()
    draft = TopicPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    request = rf.get("/")
    listing = draft.listing(request)
    assert draft.shown_pins(listing) == [articles[3]]
    assert page.pins.model.objects.count() == 0


def test_the_introduction_as_plain_text(page):
    page.introduction = "<p>一 <b>二</b></p><p>三</p>"
    assert page.summary == "一 二 三"


class TestSection:
    def test_topics_with_and_without_a_page(self, client, site_tree, page, articles):
        other = TopicFactory(name="河长制")
        NewsPageFactory(parent=site_tree.news, topics=[other])
        TopicFactory(name="没人用")
        context = get(client, site_tree.topics)
        assert [(p.pk, p.article_count) for p in context["topic_pages"]] == [(page.pk, 4)]
        others = {topic.name: topic.article_count for topic in context["other_topics"]}
        assert others["河长制"] == 1
        assert "没人用" not in others
        assert page.topic.name not in others

    def test_a_topic_without_a_page_is_listed_here(self, client, site_tree, articles, topic):
        context = get(client, site_tree.topics, topic=topic.slug, year=2025)
        assert context["topic"] == topic
        assert cards(context) == articles[2:]
        assert context["listing"].page_address == f"?topic={topic.slug}&year=2025&page="

    def test_a_topic_with_a_page_leads_there(self, client, site_tree, page, topic):
        response = client.get(f"{site_tree.topics.url}?topic={topic.slug}")
        assert (response.status_code, response.url) == (302, page.url)

    @pytest.mark.parametrize("slug", ["nichts", "", "<b>", "a" * 5000, "乡村🎉", "乡村振兴"])
    def test_an_unknown_topic_shows_all(self, client, site_tree, slug):
        assert get(client, site_tree.topics, topic=slug)["topic"] is None

    @pytest.mark.parametrize("status", ["suggested", "rejected"])
    def test_readers_do_not_see_what_is_not_accepted(self, client, site_tree, status):
        hidden = TopicFactory(name="暗中", status=status)
        context = get(client, site_tree.topics, topic=hidden.slug)
        assert context["topic"] is None
        assert "暗中" not in {topic.name for topic in context["other_topics"]}

    def test_private_topic_pages_are_left_out(self, client, site_tree, page, articles):
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        context = get(client, site_tree.topics)
        assert context["topic_pages"] == []


class TestQueries:
    """The whole page, cold; the budget of the house is ten."""

    @staticmethod
    def fill(site_tree, topic, count):
        for _number in range(count):
            NewsPageFactory(parent=site_tree.news, topics=[topic])

    def count(self, client, address, connection_queries):
        with connection_queries() as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    @pytest.fixture
    def captured(self):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        return lambda: CaptureQueriesContext(connection)

    def test_topic_page(self, client, site_tree, page, articles, topic, captured):
        pin(page, *articles[:2])
        few = self.count(client, page.url, captured)
        self.fill(site_tree, topic, 15)
        assert self.count(client, page.url, captured) == few <= 10

    def test_section(self, client, site_tree, page, articles, captured):
        few = self.count(client, site_tree.topics.url, captured)
        for _number in range(5):
            other = TopicFactory()
            TopicPageFactory(parent=site_tree.topics, topic=other)
            self.fill(site_tree, other, 2)
            self.fill(site_tree, TopicFactory(), 2)
        assert self.count(client, site_tree.topics.url, captured) == few <= 10
