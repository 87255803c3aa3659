"""Pages that not everybody may read: who asks is led to a form, and from there to the page."""

from django.contrib.auth.models import Group
from django.test import Client

from wagtail.models import PageViewRestriction

import pytest

from articles.wordcount import text_of_html
from news.models import NewsPage
from tests.factories.accounts import PASSWORD, UserFactory


@pytest.fixture
def reader(client: Client):
    """``reader(username=…)`` answers the form to which a closed page leads, and follows it."""

    def answer(page: NewsPage, **fields: str):
        asked = client.get(page.url)
        assert asked.status_code == 302
        form = client.get(asked.url)
        assert form.status_code == 200
        return client.post(asked.url, {**fields, "next": page.url}, follow=True)

    return answer


def close(page: NewsPage, kind: str, **values: object) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page, restriction_type=kind, **values)


def shows(response, page: NewsPage) -> bool:
    words = text_of_html(page.body[0].value.source)
    return words in response.text


def test_whoever_logs_in_reads_a_page_for_people_with_an_account(news, reader):
    close(news, PageViewRestriction.LOGIN)
    user = UserFactory()
    assert shows(reader(news, username=user.username, password=PASSWORD), news)


def test_only_the_group_reads_a_page_for_a_group(news, reader):
    members = Group.objects.create(name="党员")
    close(news, PageViewRestriction.GROUPS).groups.add(members)
    member, other = UserFactory(), UserFactory()
    member.groups.add(members)
    assert not shows(reader(news, username=other.username, password=PASSWORD), news)
    assert shows(reader(news, username=member.username, password=PASSWORD), news)


def test_whoever_knows_the_password_reads_a_page_with_a_password(client, news):
    close(news, PageViewRestriction.PASSWORD, password="渡口")
    asked = client.get(news.url)
    action = asked.context["action_url"]
    wrong = client.post(action, {"password": "桥头", "return_url": news.url})
    assert not shows(wrong, news)
    right = client.post(action, {"password": "渡口", "return_url": news.url}, follow=True)
    assert shows(right, news)
