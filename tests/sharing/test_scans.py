"""Scanning a poster: where it leads, what is counted, what nobody learns."""

from datetime import timedelta

from django.contrib.auth.models import Group
from django.db import OperationalError
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from wagtail.models import Page, PageViewRestriction

import pytest

from sharing.codes import ALPHABET, LENGTH, new_code
from sharing.models import Poster, ScanCount
from tests.factories.accounts import UserFactory
from tests.factories.news import NewsPageFactory
from tests.factories.sharing import PosterFactory
from tests.factories.topics import TopicFactory

pytestmark = pytest.mark.django_db
PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 12) MicroMessenger/8.0"}


def scan(code, client=None, **headers):
    return (client or Client()).get(f"/s/{code}", headers={**PHONE, **headers})


def counted():
    return sum(ScanCount.objects.values_list("count", flat=True))


@pytest.fixture
def page(site_tree):
    return NewsPageFactory(parent=site_tree.news, title="北渡口步道")


@pytest.fixture
def poster(page):
    return PosterFactory(page=page)


def test_leads_to_its_page(poster, page):
    response = scan(poster.code)
    assert response.status_code == 302
    assert response.url == page.url
    assert response["Cache-Control"] == "no-store"


def test_a_typed_code_may_have_capitals(poster, page):
    assert scan(poster.code.upper()).url == page.url


def test_opens_in_elder_mode_where_the_poster_says_so(page):
    assert scan(PosterFactory(page=page, elder=True).code).url == f"{page.url}?mode=elder"


def test_follows_its_page_to_another_address(poster, page):
    page.slug = "bei-du-kou"
    page.save()
    assert scan(poster.code).url.endswith("/bei-du-kou/")


def test_a_topic_without_a_page_and_one_merged(site_tree):
    topic, other = TopicFactory(name="河长制", slug="he"), TopicFactory(slug="shui")
    poster = PosterFactory(topic=topic, elder=True)
    assert scan(poster.code).url == "/topics/?topic=he&mode=elder"
    topic.status, topic.merged_into = "merged", other
    topic.save()
    assert scan(poster.code).url == "/topics/?topic=shui&mode=elder"


@pytest.mark.parametrize("value", ["next", "url", "to", "redirect"])
def test_nothing_of_the_asker_decides_where_it_leads(poster, page, value):
    response = Client().get(f"/s/{poster.code}?{value}=//evil.example/", headers=PHONE)
    assert response.url == page.url


def test_counts_each_day_by_itself(poster):
    scan(poster.code)
    scan(poster.code)
    ScanCount.objects.update(day=timezone.localdate() - timedelta(days=1))
    scan(poster.code)
    assert sorted(ScanCount.objects.values_list("count", flat=True)) == [1, 2]


def test_the_first_two_of_a_day_at_once(poster, monkeypatch):
    """Both find no row; the second one's insert meets the first one's."""
    update = QuerySet.update

    def too_early(found, **values):
        if ScanCount.objects.exists():
            return update(found, **values)
        ScanCount.objects.create(poster=poster, day=timezone.localdate(), count=1)
        return 0

    monkeypatch.setattr(QuerySet, "update", too_early)
    ScanCount.objects.add_one(poster)
    assert counted() == 2


def test_a_scan_costs_two_queries_and_one_of_them_counts(poster, django_assert_max_num_queries):
    scan(poster.code)
    with django_assert_max_num_queries(6) as captured:
        scan(poster.code)
    written = [query["sql"] for query in captured if query["sql"].startswith("UPDATE")]
    assert len(written) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Baiduspider/2.0)"},
        {"User-Agent": "facebookexternalhit/1.1"},
        {"Sec-Purpose": "prefetch"},
        # A page elsewhere that names the address as a picture would count each of its readers.
        {"Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Dest": "empty"},
    ],
)
def test_machines_are_led_on_but_not_counted(poster, page, headers):
    assert scan(poster.code, **headers).url == page.url
    assert Client().head(f"/s/{poster.code}", headers=PHONE).status_code == 302
    assert counted() == 0


def test_nothing_about_the_reader_is_kept(poster):
    response = scan(poster.code)
    assert not response.cookies
    names = {field.name for field in ScanCount._meta.get_fields()}
    assert names == {"id", "poster", "day", "count"}


def test_a_reader_goes_on_where_nothing_can_be_written(poster, page, monkeypatch, caplog):
    def locked(_poster):
        raise OperationalError("database is locked")

    monkeypatch.setattr(ScanCount.objects, "add_one", locked)
    assert scan(poster.code).url == page.url
    assert "was not counted" in caplog.text


@pytest.mark.parametrize("code", ["aaaaaaa", "0000000", "ABCDEFG"])
def test_an_unknown_code(site_tree, code):
    assert scan(code).status_code == 404


class TestWhatIsNotForEverybody:
    def says_nothing(self, response, page):
        assert response.status_code == 404
        assert page.title not in response.text
        assert page.slug not in response.text
        assert 'content="noindex"' in response.text

    def test_taken_down(self, poster, page):
        page.unpublish()
        self.says_nothing(scan(poster.code), page)

    def test_over_before_it_is_taken_down(self, poster, page):
        page.expire_at = timezone.now()
        page.save()
        self.says_nothing(scan(poster.code), page)

    def test_deleted_and_the_scans_stay(self, poster, page):
        scan(poster.code)
        Page.objects.get(pk=page.pk).delete()
        self.says_nothing(scan(poster.code), page)
        assert counted() == 2
        assert Poster.objects.get().title == "北渡口步道"

    @pytest.mark.parametrize("kind", ["login", "groups"])
    def test_closed_it_asks_who_is_there_without_naming_the_page(self, poster, page, kind):
        restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind)
        members = Group.objects.create(name="党员")
        restriction.groups.add(members)
        response = scan(poster.code)
        assert response.url == f"/_util/login/?next=%2Fs%2F{poster.code}"
        reader, client = UserFactory(username="lin"), Client()
        reader.groups.add(members)
        client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
        assert scan(poster.code, client).url == page.url

    def test_a_reader_of_another_group_learns_nothing(self, poster, page):
        PageViewRestriction.objects.create(page=page, restriction_type="groups")
        client = Client()
        client.force_login(
            UserFactory(username="lin"), backend="django.contrib.auth.backends.ModelBackend"
        )
        self.says_nothing(scan(poster.code, client), page)

    def test_a_topic_not_in_use(self, site_tree):
        topic = TopicFactory(status="rejected")
        assert scan(PosterFactory(topic=topic).code).status_code == 404


def test_codes_are_short_clear_and_never_given_twice():
    code = new_code(lambda _code: False)
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert not set("0o1li") & set(ALPHABET)
    seen = []
    new_code(lambda one: len(seen) < 3 and not seen.append(one))
    assert len(set(seen)) == 3
