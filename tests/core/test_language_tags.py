"""The languages of a page, for the switcher and ``hreflang``."""

from django.test import RequestFactory

from wagtail.models import Locale, PageViewRestriction

import pytest

from core.frame import Frame
from core.templatetags.language_tags import html_language, page_languages
from news.models import NewsPage
from tests.factories.home import SiteTree
from tests.factories.news import NewsPageFactory


@pytest.fixture
def page(site_tree: SiteTree) -> NewsPage:
    return NewsPageFactory(parent=site_tree.news)


def translated(page: NewsPage, code: str, live: bool = True) -> NewsPage:
    """``page`` with its section and home page in another language."""
    locale = Locale.objects.get(language_code=code)
    for above in (*page.get_ancestors().filter(depth__gt=1).specific(), page):
        copy = above.get_translation_or_none(locale)
        if copy is None:
            copy = above.copy_for_translation(locale)
        type(copy).objects.filter(pk=copy.pk).update(live=above.pk != page.pk or live)
    return copy


def languages_of(page: NewsPage) -> list:
    return page_languages({"request": RequestFactory().get("/")}, page)


def test_one_language_is_no_choice(page: NewsPage) -> None:
    assert languages_of(page) == []


def test_live_translations_in_the_order_of_the_settings(page: NewsPage) -> None:
    english = translated(page, "en")
    translated(page, "zh-hant")
    found = languages_of(page)
    assert [language.html_language for language in found] == ["zh-Hans", "zh-Hant", "en"]
    assert [language.is_current for language in found] == [True, False, False]
    assert found[2].url == english.url
    assert found[2].url.startswith("/en/")
    assert found[2].absolute_url.startswith("http")


def test_the_current_language_is_that_of_the_page(page: NewsPage) -> None:
    english = translated(page, "en")
    assert [language.is_current for language in languages_of(english)] == [False, True]


def test_drafts_are_not_offered(page: NewsPage) -> None:
    translated(page, "en", live=False)
    assert languages_of(page) == []


def test_private_translations_are_not_offered(page: NewsPage) -> None:
    english = translated(page, "en")
    PageViewRestriction.objects.create(page=english, restriction_type="login")
    assert languages_of(page) == []


def test_two_questions_whatever_the_number_of_languages(
    page: NewsPage, django_assert_max_num_queries
) -> None:
    translated(page, "en")
    translated(page, "zh-hant")
    request = RequestFactory().get("/")
    # The frame around the page has been asked for before its languages are.
    assert Frame.of(request).roots
    page.locale  # noqa: B018 - the page is loaded with it when it is served
    # Translations, and which branches of the tree are private: remembered within a request.
    with django_assert_max_num_queries(2):
        page_languages({"request": request}, page)


def test_nothing_for_an_error_page_or_a_new_page(db: None) -> None:
    assert page_languages({}, None) == []
    assert page_languages({}, NewsPage(title="未保存")) == []


@pytest.mark.parametrize(
    ("code", "expected"), [("zh-hans", "zh-Hans"), ("zh-hant", "zh-Hant"), ("en", "en")]
)
def test_html_language(code: str, expected: str) -> None:
    assert html_language(code) == expected
