"""Activities in a phone's calendar."""

import datetime

from django.test import Client
from django.utils import timezone

from wagtail.models import PageViewRestriction

import pytest

from feeds.calendar import Event, calendar
from news.models import BranchActivity
from tests.factories.news import BranchPageFactory, NewsPageFactory

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 5, 8, tzinfo=datetime.UTC)


def unfolded(body):
    return body.decode().replace("\r\n ", "").split("\r\n")


@pytest.fixture
def branch(site_tree):
    return BranchPageFactory(parent=site_tree.branches, place="议事亭")


def hold(page, title, days=0, **values):
    day = timezone.localdate() + datetime.timedelta(days=days)
    return BranchActivity.objects.create(page=page, title=title, date=day, **values)


def test_a_branch(branch, site_tree):
    article = NewsPageFactory(parent=site_tree.news)
    hold(branch, "义务劳动", days=7, text="带手套", article=article.page_ptr)
    hold(branch, "很久以前", days=-500)
    response = Client().get(f"{branch.url}activities.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    lines = unfolded(response.content)
    day = timezone.localdate() + datetime.timedelta(days=7)
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in lines
    assert {"SUMMARY:义务劳动", "DESCRIPTION:带手套", "LOCATION:议事亭"} <= set(lines)
    assert f"URL:{article.full_url}" in lines
    assert lines.count("BEGIN:VEVENT") == 1


def test_all_branches(branch, site_tree):
    other = BranchPageFactory(parent=site_tree.branches)
    hold(branch, "栽树")
    hold(other, "走访")
    lines = unfolded(Client().get("/branches/activities.ics").content)
    assert {"SUMMARY:栽树", "SUMMARY:走访"} <= set(lines)
    PageViewRestriction.objects.create(page=other, restriction_type="login")
    lines = unfolded(Client().get("/branches/activities.ics").content)
    assert "SUMMARY:走访" not in lines
    assert Client().get(f"{other.url}activities.ics").status_code == 404


def test_a_private_article_is_not_linked(branch, site_tree):
    article = NewsPageFactory(parent=site_tree.news)
    PageViewRestriction.objects.create(page=article, restriction_type="login")
    hold(branch, "学习", article=article.page_ptr)
    assert f"URL:{branch.full_url}" in unfolded(Client().get(f"{branch.url}activities.ics").content)


def test_others_have_none(site_tree):
    assert Client().get("/news/activities.ics").status_code == 404


def test_long_lines_and_marks():
    title = "党员，群众;一起\\读\n书" * 20
    body = calendar("活动", [Event("a@b", datetime.date(2026, 3, 5), title, NOW)])
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    [line] = [line for line in unfolded(body) if line.startswith("SUMMARY:")]
    assert line == "SUMMARY:" + "党员，群众\\;一起\\\\读\\n书" * 20
    assert b"DTSTAMP:20260305T080000Z" in body
    assert b"DTEND;VALUE=DATE:20260306" in body
