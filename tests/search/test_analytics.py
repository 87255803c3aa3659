import datetime

from django.urls import reverse
from django.utils import timezone

import pytest

from accounts import roles
from search import analytics
from search.analytics import Links, forget_old, may_be_kept, record, record_click, write
from search.models import AskedQuestion, MonthOfSearches
from search.query import understand
from tests.factories.articles import body
from tests.factories.news import NewsPageFactory


@pytest.fixture(autouse=True)
def nothing_waiting():
    analytics._waiting.clear()
    yield
    analytics._waiting.clear()


@pytest.mark.parametrize(
    "key",
    [
        "110101199003077758",
        "11010119900307775x",
        "1101 0119 9003 0777 58",
        "13800138000",
        "138-0013-8000",
        "010-88886666",
        "6222 0200 0000 0000 000",
        "张三 13800138000 电话",
        "一三八零零一三八零零零",
        "138,0013,8000",
        "138、0013、8000",
        "138:0013:8000",
        "138_0013_8000",
        "138*0013*8000",
        "138'0013'8000",
        "138|0013|8000",
        "138~0013~8000",
        "138=0013=8000",
        "138a0013b8000",
        "138\u200b001",
        "١٣٨٠٠١",
        "壹叁捌零零壹叁捌零零零",
        "一三八、零零一三、八零零零",
        "幺三八零零幺三○○",
        "张三 1990年3月7日",
        "张三 90年3月7日",
        "张三 一九九〇年三月十七日",
        "京a12345",
        "京a·12345",
        "沪 b d1234",
        "粤ad12345",
        "粤z1234港",
        "zhang qq.com",
        "zhang qq com",
        "zhang qq。com",
        "zhang qq点com",
        "某人.中国",
        "10.0.0.12",
        "某人@example.cn",
        "",
        "长" * 41,
    ],
)
def test_what_may_be_a_persons_number_is_not_kept(key):
    assert not may_be_kept(key)


@pytest.mark.parametrize(
    "key",
    [
        "党建",
        "二十大",
        "二十届三中全会",
        "2026年工作要点",
        "建党105周年",
        "5g",
        "5g智慧党校",
        "十四五规划2025",
        "一带一路 三严三实 两学一做 四个全面",
        "一二·九运动",
        "3.15晚会",
        "12月31日",
        "7月1日讲话",
        "党建app2025",
        "学习python",
        "新covid2019",
        "web2.0",
        "communist party",
    ],
)
def test_ordinary_questions_are_kept(key):
    assert may_be_kept(key)


def test_full_width_numbers_are_numbers():
    assert not may_be_kept(understand("１３８００１３８０００").key)


def test_asking_writes_nothing_by_itself(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        record(understand("党建"), 3)
        record_click("党建", 2)


def test_counts_are_summed_by_day(db):
    record(understand("黨建"), 3)
    write()
    record(understand("党建"), 5)
    record(understand("党建"), 4)
    record_click("党建", 2)
    record_click("党建", 7)
    write()
    write()

    (row,) = AskedQuestion.objects.all()
    assert row.day == timezone.localdate()
    assert (row.question, row.asked, row.found) == ("党建", 3, 4)
    assert (row.clicks, row.rank_sum) == (2, 9)


def test_only_words_and_figures_have_a_place():
    names = {field.name for field in AskedQuestion._meta.get_fields()}

    assert names == {"id", "day", "question", "asked", "found", "clicks", "rank_sum"}


def test_a_flood_is_not_kept_in_memory(db, monkeypatch):
    monkeypatch.setattr(analytics, "MAX_WAITING", 2)
    for text in ("甲乙", "丙丁", "戊己"):
        record(understand(text), 1)
    write()

    assert AskedQuestion.objects.count() == 2


def test_old_words_become_sums(db):
    today = datetime.date(2026, 6, 15)
    old, recent = datetime.date(2026, 2, 3), datetime.date(2026, 5, 1)
    AskedQuestion.objects.create(day=old, question="党建", asked=5, found=2, clicks=3, rank_sum=4)
    AskedQuestion.objects.create(day=old, question="无果", asked=2, found=0)
    AskedQuestion.objects.create(day=recent, question="党建", asked=1, found=2)

    forget_old(today)
    forget_old(today)

    assert list(AskedQuestion.objects.values_list("day", flat=True)) == [recent]
    month = MonthOfSearches.objects.get()
    assert (month.month, month.asked) == (datetime.date(2026, 2, 1), 7)
    assert (month.without_result, month.clicks) == (2, 3)


class TestOpening:
    def test_a_result_is_opened_and_counted(self, db, client):
        response = client.get(Links(understand("党建")).to(3, "/news/a/?t=1#p-x"))

        assert response.status_code == 302
        assert response.headers["Location"] == "/news/a/?t=1#p-x"
        write()
        assert AskedQuestion.objects.get().rank_sum == 3

    @pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example/", "/admin/"])
    def test_nobody_makes_an_address_of_his_own(self, db, client, to):
        ours = Links(understand("党建")).to(1, "/news/a/")
        forged = ours.replace("to=%2Fnews%2Fa%2F", f"to={to}")

        response = client.get(forged)

        assert response.headers["Location"].startswith(reverse("search"))
        assert not analytics._waiting

    @pytest.mark.parametrize("query", ["", "q=a", "q=a&n=x&to=/&s=y", "n=1&to=/&s=%F0"])
    def test_broken_addresses_lead_back(self, db, client, query):
        assert client.get(f"{reverse('search_go')}?{query}").status_code == 302

    def test_a_persons_number_is_not_put_into_addresses(self):
        assert Links(understand("13800138000")).to(1, "/news/a/") == "/news/a/"

    def test_fetching_ahead_is_no_reading(self, db, client):
        client.get(Links(understand("党建")).to(3, "/news/a/"), headers={"Sec-Purpose": "prefetch"})

        assert not analytics._waiting


@pytest.mark.usefixtures("index")
class TestPage:
    def test_a_search_is_counted_once(self, client, site_tree, index):
        NewsPageFactory(parent=site_tree.news, title="党建", body=body("党建。"))
        index.catch_up()
        client.get("/search/", {"q": "党建"})
        client.get("/search/", {"q": "党建", "page": "2"})
        client.get("/search/", {"q": "党建", "year": "2026"})
        write()

        assert AskedQuestion.objects.get().asked == 1


class TestReport:
    ADDRESS = "/admin/search/report/"

    def rows(self, client, show):
        response = client.get(self.ADDRESS, {"show": show})
        assert response.status_code == 200
        return [row["question"] for row in response.context["rows"]]

    @pytest.fixture
    def counted(self, db):
        today = timezone.localdate()
        for question, asked, found, clicks in (
            ("党建", 9, 4, 2),
            ("找不到", 5, 0, 0),
            ("没人看", 3, 7, 0),
        ):
            AskedQuestion.objects.create(
                day=today, question=question, asked=asked, found=found, clicks=clicks, rank_sum=3
            )

    def test_what_it_shows(self, client_of, counted):
        client = client_of(roles.EDITOR)

        assert self.rows(client, "asked") == ["党建", "找不到", "没人看"]
        assert self.rows(client, "nothing") == ["找不到"]
        assert self.rows(client, "unopened") == ["没人看"]

    def test_one_click_makes_a_synonym_or_a_curated_result(self, client_of, counted):
        client = client_of(roles.CHIEF_EDITOR)
        html = client.get(self.ADDRESS, {"show": "nothing"}).text
        for address, name in (
            (reverse("wagtailsnippets_search_synonymgroup:add"), "words"),
            (reverse("wagtailsnippets_search_curatedresult:add"), "questions"),
        ):
            assert f"{address}?{name}=%E6%89%BE%E4%B8%8D%E5%88%B0" in html
            assert "找不到</textarea>" in client.get(address, {name: "找不到"}).text

    @pytest.mark.parametrize("query", ["days=abc", "days=-1", "show=x", "days=7&show=nothing"])
    def test_strange_addresses_are_answered(self, client_of, query):
        assert client_of(roles.EDITOR).get(f"{self.ADDRESS}?{query}").status_code == 200

    def test_only_for_who_edits(self, client_of):
        assert client_of(roles.CONTRIBUTOR).get(self.ADDRESS).status_code in {302, 403}
