"""What each role may do, over the admin's real views: exactly that, and no more."""

from django.urls import reverse

import pytest

from accounts import roles
from home.models import HomePage, StandardPage
from learning.models import TheoryArticlePage, VideoLecturePage
from news.models import BranchPage, NewsPage
from tests.factories.accounts import UserFactory
from tests.factories.articles import body_form, words
from tests.factories.news import NewsPageFactory
from tests.support.page_forms import PUBLISH, SUBMIT, add_url, edit_url, page_form
from topics.models import TopicPage

pytestmark = pytest.mark.usefixtures("reviewers")

WRITERS = {roles.CONTRIBUTOR, roles.EDITOR, roles.CHIEF_EDITOR}
EDITORS = {roles.EDITOR, roles.CHIEF_EDITOR}


def opens(client, url):
    """Whether the admin shows the view; what is not allowed leads back to its first page."""
    response = client.get(url)
    if response.status_code == 302:
        # The menu of types has one entry only, or access is denied.
        return response.url != reverse("wagtailadmin_home")
    assert response.status_code in {200, 403}
    return response.status_code == 200


def draft(**values):
    return page_form(**body_form(words(50)), **values)


@pytest.mark.parametrize("role", roles.ALL)
def test_everybody_sees_the_first_page(role, client_of):
    assert client_of(role).get("/admin/").status_code == 200


@pytest.mark.parametrize("role", roles.ALL)
def test_who_may_begin_an_article(role, client_of, site_tree):
    client = client_of(role)
    for model, section in [
        (NewsPage, site_tree.news),
        (TheoryArticlePage, site_tree.theory),
        (VideoLecturePage, site_tree.lectures),
        (BranchPage, site_tree.branches),
    ]:
        assert opens(client, add_url(model, section)) is (role in WRITERS), model


@pytest.mark.parametrize("role", roles.ALL)
def test_who_may_add_other_pages(role, client_of, site_tree):
    client = client_of(role)
    assert opens(client, add_url(StandardPage, site_tree.home)) is (role in EDITORS)
    assert opens(client, add_url(TopicPage, site_tree.topics)) is (role in EDITORS)
    root = site_tree.home.get_parent()
    assert not opens(client, add_url(HomePage, root))


@pytest.mark.parametrize("role", roles.ALL)
def test_who_may_edit_home_and_sections(role, client_of, site_tree):
    client = client_of(role)
    for page in (site_tree.home, site_tree.news, site_tree.topics):
        assert opens(client, edit_url(page)) is (role in EDITORS), page


@pytest.mark.parametrize("role", roles.ALL)
def test_who_may_edit_somebody_elses_draft(role, client_of, site_tree):
    page = NewsPageFactory(parent=site_tree.news, live=False, owner=UserFactory())
    assert opens(client_of(role), edit_url(page)) is (role in EDITORS)


@pytest.mark.parametrize("role", sorted(WRITERS))
def test_who_may_publish(role, client_of, site_tree):
    client = client_of(role)
    client.post(add_url(NewsPage, site_tree.news), draft(title="一", **PUBLISH))
    client.post(add_url(NewsPage, site_tree.news), draft(title="二"))
    second = NewsPage.objects.get(title="二")
    client.post(edit_url(second), draft(title="二", slug=second.slug, **PUBLISH))
    live = NewsPage.objects.filter(title__in=["一", "二"]).live().count()
    assert live == (2 if role == roles.CHIEF_EDITOR else 0)


@pytest.mark.parametrize("role", roles.ALL)
def test_who_may_withdraw_and_delete_what_is_live(role, client_of, site_tree):
    page = NewsPageFactory(parent=site_tree.news, owner=UserFactory())
    client = client_of(role)
    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    page = NewsPage.objects.filter(pk=page.pk).first()
    if role == roles.CHIEF_EDITOR:
        assert page is None
    else:
        assert page.live


def test_a_contributor_works_on_own_drafts_until_they_are_submitted(client_of, site_tree):
    client = client_of(roles.CONTRIBUTOR)
    client.post(add_url(NewsPage, site_tree.news), draft())
    page = NewsPage.objects.get()
    assert client.post(edit_url(page), draft(title="改过的标题")).status_code == 302
    client.post(edit_url(page), draft(title="改过的标题", **SUBMIT))
    client.post(edit_url(page), draft(title="提交后再改"))
    latest = NewsPage.objects.get().get_latest_revision_as_object()
    assert latest.title == "改过的标题"


@pytest.mark.parametrize("role", roles.REVIEWERS)
def test_reviewers_edit_only_what_waits_for_them(role, client_of, site_tree):
    client_of(roles.CONTRIBUTOR).post(add_url(NewsPage, site_tree.news), draft(**SUBMIT))
    page = NewsPage.objects.get()
    allowed = role == roles.FIRST_REVIEWER
    assert opens(client_of(role), edit_url(page)) is allowed
    other = NewsPageFactory(parent=site_tree.news, live=False)
    assert not opens(client_of(role), edit_url(other))


@pytest.mark.parametrize("role", roles.ALL)
def test_who_may_manage_what_is_not_a_page(role, client_of, site_tree):
    client = client_of(role)
    allowed = {
        reverse("wagtailusers_users:index"): {roles.ADMINISTRATOR},
        reverse("wagtailusers_users:add"): {roles.ADMINISTRATOR},
        reverse("wagtailusers_groups:index"): set(),
        reverse("wagtailadmin_workflows:index"): set(),
        reverse("wagtailadmin_workflows:task_index"): set(),
        reverse("wagtailsites:index"): set(),
        reverse("wagtailadmin_collections:index"): {roles.ADMINISTRATOR},
        reverse("wagtailsettings:edit", args=["core", "sitesettings"]): {roles.ADMINISTRATOR},
        reverse("wagtailredirects:index"): {roles.ADMINISTRATOR},
        reverse("wagtailsnippets_articles_source:list"): {roles.CHIEF_EDITOR},
        reverse("wagtailsnippets_accounts_branch:list"): {roles.ADMINISTRATOR},
    }
    for url, who in allowed.items():
        response = client.get(url, follow=True)
        seen = response.status_code == 200 and response.request["PATH_INFO"] != "/admin/"
        assert seen is (role in who), url


@pytest.mark.parametrize("role", roles.ALL)
def test_who_may_put_pictures_into_the_library(role, client_of):
    allowed = {*WRITERS, roles.ADMINISTRATOR}
    assert opens(client_of(role), reverse("wagtailimages:add")) is (role in allowed)
