"""Pages that editors put first, and the words they keep."""

import re
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

import pytest

from accounts import roles
from search import segmenter, synonyms
from search.models import CuratedResult, SynonymGroup
from search.starter import GROUPS, ensure_words
from search.synonyms import build
from tests.factories.articles import body
from tests.factories.home import SiteTree
from tests.factories.news import NewsPageFactory
from tests.support.searching import Index


@pytest.fixture(autouse=True)
def forget(db):
    synonyms._memory.forget()
    yield
    synonyms._memory.forget()
    segmenter.teach(())


def put_first(questions: str, *pages: Any, **fields: Any) -> CuratedResult:
    result = CuratedResult(questions=questions, **fields)
    for place, page in enumerate(pages):
        result.pages.create(page=page, sort_order=place)
    result.save()
    synonyms._memory.forget()
    return result


def shown(client: Client, question: str, **params: str) -> str:
    html = client.get("/search/", {"q": question, **params}).text
    return html.partition('<ul class="curated"')[2].partition("</ul>")[0]


@pytest.mark.parametrize("question", ["入党", "怎么入党", "入黨？", "“入党”", "加入党组织"])
def test_for_the_question_however_it_is_put(
    index: Index, site_tree: SiteTree, client: Client, question: str
) -> None:
    SynonymGroup.objects.create(words="入党、加入党组织")
    page = NewsPageFactory(parent=site_tree.news, title="入党指南")
    put_first("入党", page, label="必读")

    html = shown(client, question)

    assert "必读" in html
    assert f'href="{page.url}"' in html


def test_in_the_editors_order(index: Index, site_tree: SiteTree, client: Client) -> None:
    pages = [NewsPageFactory(parent=site_tree.news, title=title) for title in ("丙", "甲", "乙")]
    put_first("入党", *pages)

    html = shown(client, "入党")

    assert html.index(">丙<") < html.index(">甲<") < html.index(">乙<")


def test_not_for_other_questions_or_further_pages(
    index: Index, site_tree: SiteTree, client: Client
) -> None:
    put_first("入党", NewsPageFactory(parent=site_tree.news, title="入党指南"))

    assert not shown(client, "入党仪式")
    assert not shown(client, "入党", page="2")
    assert not shown(client, "入党", year="2026")


def test_what_is_not_live_is_not_shown(index: Index, site_tree: SiteTree, client: Client) -> None:
    put_first("入党", NewsPageFactory(parent=site_tree.news, title="入党指南", live=False))

    assert not shown(client, "入党")


def test_a_disabled_one_is_not_shown(index: Index, site_tree: SiteTree, client: Client) -> None:
    put_first("入党", NewsPageFactory(parent=site_tree.news, title="指南"), enabled=False)

    assert not shown(client, "入党")


class TestOffice:
    SYNONYMS = "wagtailsnippets_search_synonymgroup"
    CURATED = "wagtailsnippets_search_curatedresult"

    @pytest.mark.parametrize(
        ("role", "adds", "deletes", "curates"),
        [
            (roles.EDITOR, True, False, False),
            (roles.CHIEF_EDITOR, True, True, True),
            (roles.CONTRIBUTOR, False, False, False),
            (roles.FIRST_REVIEWER, False, False, False),
        ],
    )
    def test_who_may_do_what(
        self, client_of: Any, role: str, adds: bool, deletes: bool, curates: bool
    ) -> None:
        group = SynonymGroup.objects.create(words="甲、乙")
        client = client_of(role)

        def opens(name: str, *args: Any) -> bool:
            return client.get(reverse(name, args=args)).status_code == 200

        assert opens(f"{self.SYNONYMS}:add") is adds
        assert opens(f"{self.SYNONYMS}:list") is adds
        assert opens(f"{self.SYNONYMS}:delete", group.pk) is deletes
        assert opens(f"{self.CURATED}:add") is curates

    def test_a_group_is_added(self, client_of: Any) -> None:
        client = client_of(roles.EDITOR)
        address = reverse(f"{self.SYNONYMS}:add")

        refused = client.post(address, {"words": "只有一个", "also": "", "enabled": "on"})
        client.post(address, {"words": "枫桥经验、枫桥做法", "also": "", "enabled": "on"})

        assert "至少写两个词" in refused.text
        assert SynonymGroup.objects.get().words == "枫桥经验、枫桥做法"

    def test_lists_are_searched(self, client_of: Any) -> None:
        SynonymGroup.objects.create(words="枫桥经验、枫桥做法")
        SynonymGroup.objects.create(words="党费、交党费")

        html = client_of(roles.EDITOR).get(reverse(f"{self.SYNONYMS}:list"), {"q": "枫桥"}).text

        assert "枫桥做法" in html
        assert "交党费" not in html

    def test_trying_out_shows_before_and_after(
        self, index: Index, site_tree: SiteTree, client_of: Any
    ) -> None:
        NewsPageFactory(parent=site_tree.news, title="党费管理", body=body("略。"))
        index.catch_up()
        client = client_of(roles.EDITOR)

        response = client.get(reverse("search_try"), {"q": "会费", "words": "会费、党费"})

        assert response.status_code == 200
        assert response.context["before"] == []
        assert response.context["after"] == [("党费管理", None)]
        assert not SynonymGroup.objects.exists()

    def test_what_is_tried_can_be_typed_and_kept(self, index: Index, client_of: Any) -> None:
        client = client_of(roles.EDITOR)
        params = {"q": "会费", "words": "会费、党费", "also": "交费"}

        html = client.get(reverse("search_try"), params).text

        assert '<input type="text" name="q" value="会费"' in html
        for name in ("words", "also"):
            assert f'<textarea name="{name}"' in html
            assert f'for="id_{name}"' in html
        (keep,) = re.findall(r'href="([^"]+/add/[^"]*)"', html)
        html = client.get(unescape(keep)).text
        assert "会费、党费</textarea>" in html
        assert "交费</textarea>" in html

    @pytest.mark.parametrize(
        "params",
        [
            {},
            {"q": ""},
            {"q": "党" * 900},
            {"group": "99999999999999999999"},
            {"group": "x", "q": "党"},
        ],
    )
    def test_trying_anything(self, index: Index, client_of: Any, params: dict[str, str]) -> None:
        assert client_of(roles.EDITOR).get(reverse("search_try"), params).status_code == 200

    def test_trying_is_for_who_keeps_words(self, client_of: Any) -> None:
        response = client_of(roles.CONTRIBUTOR).get(reverse("search_try"))

        assert response.status_code in {302, 403}


class TestStarter:
    def test_a_new_site_has_words(self) -> None:
        assert ensure_words() == len(GROUPS.strip().splitlines())
        assert ensure_words() == 0

    def test_what_editors_delete_stays_deleted(self) -> None:
        ensure_words()
        SynonymGroup.objects.first().delete()  # type: ignore[union-attr]
        left = SynonymGroup.objects.count()

        ensure_words()

        assert SynonymGroup.objects.count() == left

    def test_they_are_sound(self) -> None:
        ensure_words()
        for group in SynonymGroup.objects.all():
            group.full_clean()
        known = build(SynonymGroup.objects.all()).alternatives
        assert "20大" in known["二十大"]
        assert "发展党员" in known["入党"]
        assert "入党" not in known["发展党员"]
