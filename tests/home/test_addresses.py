"""Addresses over the admin's real views: made from titles, unique, followed when they change."""

from django.urls import reverse

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale

import pytest

from accounts import roles
from home.models import StandardPage
from news.models import NewsPage
from tests.factories.articles import body_form, words
from tests.factories.home import StandardPageFactory
from tests.factories.news import NewsPageFactory
from tests.support.page_forms import AUTOSAVE, PUBLISH, add_url, edit_url, page_form


@pytest.fixture
def chief(client_of, django_capture_on_commit_callbacks):
    """A browser whose requests end with a commit, which is when redirects are written."""
    client = client_of(roles.CHIEF_EDITOR)
    send = client.post

    def post(*args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return send(*args, **kwargs)

    client.post = post
    return client


def add(client, section, **values):
    client.post(add_url(NewsPage, section), page_form(**values))
    return NewsPage.objects.order_by("-pk").first()


def publish(client, page, **values):
    data = page_form(**body_form(words(30)), title=page.title, **PUBLISH)
    response = client.post(edit_url(page), {**data, **values})
    assert response.status_code == 302, response.context["form"].errors


def move(client, page, parent):
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, parent.pk])
    assert client.post(address).status_code == 302


class TestMaking:
    @pytest.mark.parametrize(
        ("title", "slug"),
        [
            ("北渡口修好了步道", "bei-du-kou-xiu-hao-le-bu-dao"),
            ("青禾镇：5G智慧党校开课！", "qing-he-zhen-5g-zhi-hui-dang-xiao-kai-ke"),
            ("　全角　２０２６　", "quan-jiao-2026"),
            ("😀", "newspage"),
            ("把" * 200, "-".join(["ba"] * 27)),
        ],
    )
    def test_an_empty_address_is_made_from_the_title(self, site_tree, chief, title, slug):
        page = add(chief, site_tree.news, title=title)
        assert page.slug == slug

    def test_the_same_title_is_numbered(self, site_tree, chief):
        slugs = [add(chief, site_tree.news, title="简讯").slug for _ in range(3)]
        assert slugs == ["jian-xun", "jian-xun-2", "jian-xun-3"]

    def test_the_same_title_elsewhere_is_not(self, site_tree, chief):
        StandardPageFactory(parent=site_tree.home, slug="jian-xun")
        assert add(chief, site_tree.news, title="简讯").slug == "jian-xun"

    def test_an_address_that_is_typed_stays(self, site_tree, chief):
        assert add(chief, site_tree.news, title="简讯", slug="brief").slug == "brief"

    @pytest.mark.parametrize("slug", ["a b", "a/b", "../x", "<b>"])
    def test_an_address_must_be_ascii(self, site_tree, chief, slug):
        url = add_url(NewsPage, site_tree.news)
        response = chief.post(url, page_form(title="简讯", slug=slug))
        assert "slug" in response.context["form"].errors
        assert response.context["form"]["slug"].value() == slug
        assert not NewsPage.objects.exists()

    def test_chinese_typed_as_address_becomes_pinyin(self, site_tree, chief):
        assert add(chief, site_tree.news, title="一", slug="简讯").slug == "jian-xun"

    def test_a_taken_address_is_refused(self, site_tree, chief):
        add(chief, site_tree.news, title="简讯", slug="brief")
        url = add_url(NewsPage, site_tree.news)
        response = chief.post(url, page_form(title="另一条", slug="brief"))
        assert "slug" in response.context["form"].errors

    def test_it_follows_the_title_while_that_is_typed(self, site_tree, chief):
        """The first autosave comes after the first characters."""
        chief.post(add_url(NewsPage, site_tree.news), page_form(title="北"), **AUTOSAVE)
        page = NewsPage.objects.get()
        assert page.slug == "bei"
        chief.post(edit_url(page), page_form(title="北渡口"), **AUTOSAVE)
        chief.post(edit_url(page), page_form(title="北渡口修路"), **AUTOSAVE)
        assert NewsPage.objects.get().slug == "bei-du-kou-xiu-lu"

    def test_emptied_it_is_made_again(self, site_tree, chief):
        page = add(chief, site_tree.news, title="简讯", slug="brief")
        publish(chief, page, slug="")
        assert NewsPage.objects.get().slug == "jian-xun"


class TestChanging:
    def test_the_old_address_leads_to_the_new_one(self, site_tree, chief, client):
        page = NewsPageFactory(parent=site_tree.news, slug="old")
        publish(chief, page, slug="new")
        assert client.get("/news/new/").status_code == 200
        response = client.get("/news/old/")
        assert (response.status_code, response.url) == (301, "/news/new/")

    def test_a_draft_with_another_address_changes_nothing(self, site_tree, chief, client):
        page = NewsPageFactory(parent=site_tree.news, slug="old")
        chief.post(edit_url(page), page_form(title=page.title, slug="new"))
        assert client.get("/news/old/").status_code == 200
        assert client.get("/news/new/").status_code == 404

    def test_twice_renamed_each_address_leads_to_the_last(self, site_tree, chief, client):
        page = NewsPageFactory(parent=site_tree.news, slug="first")
        for slug in ("second", "third"):
            publish(chief, page, slug=slug)
        for old in ("first", "second"):
            assert client.get(f"/news/{old}/").url == "/news/third/"

    def test_renamed_back_there_is_no_circle(self, site_tree, chief, client):
        page = NewsPageFactory(parent=site_tree.news, slug="first")
        for slug in ("second", "first"):
            publish(chief, page, slug=slug)
        assert client.get("/news/first/").status_code == 200
        assert client.get("/news/second/").url == "/news/first/"

    def test_pages_below_are_followed_too(self, site_tree, chief, client):
        about = StandardPageFactory(parent=site_tree.home, slug="about")
        team = StandardPageFactory(parent=about, slug="team")
        StandardPageFactory(parent=team, slug="office")
        publish(chief, about, slug="about-us")
        assert client.get("/about/team/office/").url == "/about-us/team/office/"
        assert client.get("/about/team/office/").status_code == 301

    def test_moved_pages_are_followed_with_all_below(self, site_tree, chief, client):
        about = StandardPageFactory(parent=site_tree.home, slug="about")
        help_page = StandardPageFactory(parent=site_tree.home, slug="help")
        team = StandardPageFactory(parent=about, slug="team")
        StandardPageFactory(parent=team, slug="office")
        move(chief, team, help_page)
        assert StandardPage.objects.get(slug="team").get_parent().slug == "help"
        assert client.get("/about/team/").url == "/help/team/"
        assert client.get("/about/team/office/").url == "/help/team/office/"

    def test_a_page_moves_only_where_its_type_belongs(self, site_tree, chief):
        page = NewsPageFactory(parent=site_tree.news)
        address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, site_tree.theory.pk])
        chief.post(address)
        assert NewsPage.objects.get().get_parent().pk == site_tree.news.pk

    def test_a_page_of_another_language_is_followed_under_its_prefix(
        self, site_tree, chief, client
    ):
        page = NewsPageFactory(parent=site_tree.news, slug="xiu-lu")
        english = Locale.objects.get(language_code="en")
        version = page.copy_for_translation(english, copy_parents=True)
        version.slug = "a-path"
        version.save_revision().publish()
        publish(chief, version, slug="a-new-path")
        response = client.get("/en/news/a-path/")
        assert (response.status_code, response.url) == (301, "/en/news/a-new-path/")

    def test_a_withdrawn_page_leads_nowhere(self, site_tree, chief, client):
        page = NewsPageFactory(parent=site_tree.news, slug="old")
        publish(chief, page, slug="new")
        NewsPage.objects.get().unpublish()
        response = client.get("/news/old/", follow=True)
        assert response.status_code == 404

    def test_drafts_leave_no_trail(self, site_tree, chief):
        page = add(chief, site_tree.news, title="简讯")
        chief.post(edit_url(page), page_form(title="简讯", slug="brief"))
        chief.post(edit_url(page), page_form(title="简讯", slug="brief-2"))
        assert not Redirect.objects.exists()
