"""Translating in the admin: a draft in the ordinary editor, three reviews, an own address."""

from django.urls import reverse

from wagtail.models import GroupPagePermission, Locale, WorkflowPage
from wagtail_localize.models import Translation

import pytest

from accounts import roles
from articles.blocks import BodyBlock
from home.models import HomePage
from news.models import NewsPage
from tests.factories.accounts import BranchFactory
from tests.factories.articles import SourceFactory, body, body_form, words
from tests.factories.assets import AudioFactory, DocumentFactory, ImageFactory, MediaFactory
from tests.factories.home import StandardPageFactory
from tests.factories.learning import TheoryArticlePageFactory, VideoLecturePageFactory
from tests.factories.news import BranchPageFactory, NewsPageFactory
from tests.factories.topics import TopicFactory, TopicPageFactory
from tests.support.page_forms import SUBMIT, edit_url, page_form
from tests.support.reviewing import approve_thrice

pytestmark = pytest.mark.usefixtures("reviewers")

LANGUAGES = ["en", "zh-hant"]


def locale(code):
    return Locale.objects.get(language_code=code)


def submit_url(page):
    return reverse("wagtail_localize:submit_page_translation", args=[page.pk])


def translate(client, page, *codes):
    """As the form “translate this page” posts it; the one new draft where there is one."""
    data = {"locales": [locale(code).pk for code in codes]}
    response = client.post(submit_url(page), data)
    assert response.status_code == 302, response.context["form"].errors
    return page.get_translation_or_none(locale(codes[0]))


@pytest.fixture
def editor(client_of):
    return client_of(roles.EDITOR)


MAKE = {
    "home": lambda site: site.home,
    "news section": lambda site: site.news,
    "theory section": lambda site: site.theory,
    "lecture section": lambda site: site.lectures,
    "branch section": lambda site: site.branches,
    "topic section": lambda site: site.topics,
    "news": lambda site: NewsPageFactory(
        parent=site.news, branch=BranchFactory(), topics=[TopicFactory(name="河长制")]
    ),
    "theory": lambda site: TheoryArticlePageFactory(parent=site.theory, format="micro"),
    "lecture": lambda site: VideoLecturePageFactory(parent=site.lectures, media=MediaFactory()),
    "branch": lambda site: BranchPageFactory(parent=site.branches),
    "topic": lambda site: TopicPageFactory(parent=site.topics),
    "standard": lambda site: StandardPageFactory(parent=site.home),
    "below standard": lambda site: StandardPageFactory(
        parent=StandardPageFactory(parent=site.home)
    ),
}


@pytest.fixture(params=MAKE)
def page(request, site_tree):
    """A live page of each type in turn."""
    return MAKE[request.param](site_tree)


@pytest.fixture
def news(site_tree):
    return MAKE["news"](site_tree)


def test_every_type_becomes_a_draft_in_the_ordinary_editor(page, editor, client):
    version = translate(editor, page, "en")
    assert type(version) is type(page)
    assert not version.live
    assert version.alias_of_id is None
    assert not Translation.objects.filter(enabled=True).exists()
    response = editor.get(edit_url(version))
    assert response.status_code == 200
    assert response.context["form"]["title"].value() == page.title
    # Nothing of it is public yet.
    assert client.get(f"/en{page.url}").url == f"{page.url}?untranslated=en"


def test_every_type_is_read_at_its_own_address(page, editor, client):
    version = translate(editor, page, "en")
    # Home shows the name of the site, but for the title that search engines are told.
    version.title = version.seo_title = "In English"
    version.save_revision().publish()
    assert client.get(f"/en{page.url}").status_code == 200
    for url in (page.url, f"/en{page.url}"):
        text = client.get(url).content.decode()
        assert f'hreflang="en" href="http://localhost/en{page.url}"' in text
        assert f'hreflang="zh-Hans" href="http://localhost{page.url}"' in text
    assert "In English" in client.get(f"/en{page.url}").content.decode()


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_translation_passes_three_reviews_of_its_own(code, news, editor, client_of, client):
    page = news
    version = translate(editor, page, code)
    data = page_form(**body_form(words(40)), title="另一种文字", slug="another", **SUBMIT)
    assert editor.post(edit_url(version), data).status_code == 302
    version = NewsPage.objects.get(pk=version.pk)
    assert not version.live
    version = approve_thrice(client_of, version)
    assert version.live
    assert version.url == f"/{code}/news/another/"
    assert "另一种文字" in client.get(version.url).content.decode()
    # The source is as it was.
    assert NewsPage.objects.get(pk=page.pk).title == page.title


def test_each_translation_is_a_manuscript_of_its_own(news, editor):
    page = news
    editor.post(submit_url(page), {"locales": [locale(code).pk for code in LANGUAGES]})
    versions = [page, *(page.get_translation(locale(code)) for code in LANGUAGES)]
    numbers = [version.manuscript_number for version in versions]
    assert all(numbers)
    assert len(set(numbers)) == 3


def test_what_is_shared_comes_along(news, editor):
    page = news
    page.source = SourceFactory()
    page.cover = ImageFactory()
    page.save_revision().publish()
    version = translate(editor, page, "en").get_latest_revision_as_object()
    assert [topic.name for topic in version.topics.all()] == ["河长制"]
    for name in ("branch", "source", "cover", "date", "audience"):
        assert getattr(version, name) == getattr(page, name), name
    assert version.word_count == page.word_count


def test_every_block_can_be_translated(site_tree, editor, client):
    library = {
        "image": ImageFactory(),
        "document": DocumentFactory(),
        "video": MediaFactory(),
        "audio": AudioFactory(),
    }
    assert all(item.pk for item in library.values())
    page = NewsPageFactory(parent=site_tree.news)
    block = BodyBlock()
    page.body = [(name, child.get_preview_value()) for name, child in block.child_blocks.items()]
    page.save_revision().publish()
    version = translate(editor, page, "en")
    assert len(version.body) == len(block.child_blocks)
    version.save_revision().publish()
    assert client.get(f"/en{page.url}").status_code == 200


def test_sections_above_a_translation_keep_its_place_until_they_are_translated(
    news, site_tree, editor, client, client_of
):
    article = translate(editor, news, "en")
    article.save_revision().publish()
    assert client.get(f"/en{news.url}").status_code == 200
    section = site_tree.news
    stand_in = section.get_translation(locale("en"))
    assert stand_in.alias_of_id == section.pk
    # Begun, it is a draft like any other; the article below can still be read.
    version = translate(editor, section, "en")
    assert (version.pk, version.live, version.alias_of_id) == (stand_in.pk, False, None)
    assert client.get("/en/news/").url == "/news/?untranslated=en"
    assert client.get(f"/en{news.url}").status_code == 200
    data = {**page_form(title="News", slug="news", introduction="What happened"), **SUBMIT}
    assert editor.post(edit_url(version), data).status_code == 302
    approve_thrice(client_of, type(version).objects.get(pk=version.pk))
    assert "What happened" in client.get("/en/news/").content.decode()


def test_new_pages_do_not_spread_by_themselves(editor, site_tree):
    translate(editor, site_tree.news, "en")
    page = NewsPageFactory(parent=site_tree.news, title="又一篇")
    page.save_revision().publish()
    assert page.get_translations().count() == 0


@pytest.mark.parametrize("role", [role for role in roles.ALL if role != roles.EDITOR])
def test_who_may_begin_a_translation(role, news, client_of):
    allowed = role == roles.CHIEF_EDITOR
    client_of(role).post(submit_url(news), {"locales": [locale("en").pk]})
    assert news.get_translations().exists() is allowed


class TestNewLanguage:
    """The home page of a language stands beside the first one; people and rules come along."""

    def rights(self, page):
        rows = GroupPagePermission.objects.filter(page=page)
        return set(rows.values_list("group__name", "permission__codename"))

    def test_people_and_workflow_come_along(self, news, editor, site_tree):
        translate(editor, news, "en")
        home = HomePage.objects.get(locale=locale("en"))
        assert self.rights(home) == self.rights(site_tree.home) != set()
        assert WorkflowPage.objects.get(page=home).workflow.name == "三审三校"

    def test_only_those_with_rights_work_there(self, news, editor, client_of):
        version = translate(editor, news, "en")
        opened = {
            role for role in roles.ALL if client_of(role).get(edit_url(version)).status_code == 200
        }
        assert opened == {roles.EDITOR, roles.CHIEF_EDITOR}

    def test_publishing_there_is_the_chief_editors(self, news, editor, client_of):
        version = translate(editor, news, "en")
        data = page_form(**body_form(words(20)), slug="one", **{"action-publish": "1"})
        editor.post(edit_url(version), data)
        assert not NewsPage.objects.get(pk=version.pk).live
        client_of(roles.CHIEF_EDITOR).post(edit_url(version), data)
        assert NewsPage.objects.get(pk=version.pk).live


def test_the_micro_limit_holds_for_translations_too(site_tree, editor):
    page = MAKE["theory"](site_tree)
    version = translate(editor, page, "en")
    data = page_form(**body_form(" ".join(["word"] * 1201)), format="micro", slug="x", **SUBMIT)
    response = editor.post(edit_url(version), data)
    assert "现在有 1,201 字" in response.content.decode()


def test_a_long_body_is_translated_whole(site_tree, editor):
    page = NewsPageFactory(parent=site_tree.news, body=body(*[words(400)] * 60))
    version = translate(editor, page, "en")
    assert version.word_count == 24_000
