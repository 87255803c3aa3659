"""A translation is as private as its source, whenever that was closed, and wherever it shows."""

from django.contrib.auth.models import Group
from django.urls import reverse

from wagtail.models import Locale, Page, PageViewRestriction

import pytest
from bs4 import BeautifulSoup

from accounts import roles
from core.visibility import is_restricted
from tests.factories.accounts import UserFactory
from tests.factories.articles import body
from tests.factories.news import NewsPageFactory
from tests.factories.topics import TopicFactory

pytestmark = pytest.mark.django_db
CODES = ("en", "zh-hant")


def restrict(page, kind="login", **values):
    return PageViewRestriction.objects.create(page=page, restriction_type=kind, **values)


def translate(page, code):
    """A live translation that is seen to be one by its title."""
    copy = page.copy_for_translation(Locale.objects.get(language_code=code), copy_parents=True)
    copy.title = f"translated {code}"
    copy.live = True
    copy.save()
    # Stand-ins of the sections give way to sections of the language.
    for section in copy.get_ancestors().filter(depth__gt=1).specific():
        section.alias_of = None
        section.live = True
        section.save()
    return type(page).objects.get(pk=copy.pk)


@pytest.fixture
def topic(db):
    return TopicFactory(name="河长制", slug="he-zhang-zhi")


@pytest.fixture
def source(site_tree, topic):
    return NewsPageFactory(parent=site_tree.news, title="内部学习安排", topics=[topic])


@pytest.fixture
def translations(source):
    return {code: translate(source, code) for code in CODES}


@pytest.fixture(params=CODES)
def translation(request, translations):
    return translations[request.param]


def test_what_is_open_stays_open(client, translation):
    assert client.get(translation.url).status_code == 200


@pytest.mark.parametrize("place", ["page", "section", "home"])
def test_closing_the_source_closes_its_translations(client, translation, source, site_tree, place):
    restrict({"page": source, "section": site_tree.news, "home": site_tree.home}[place])
    response = client.get(translation.url)
    assert response.status_code == 302
    assert "/_util/login/" in response.url


def test_lifting_opens_them_again(client, translation, source):
    restrict(source).delete()
    assert client.get(translation.url).status_code == 200


def test_made_after_the_source_was_closed_they_open_with_it(client, source):
    restriction = restrict(source)
    translation = translate(source, "en")
    assert client.get(translation.url).status_code == 302
    restriction.delete()
    assert client.get(translation.url).status_code == 200


def test_a_change_of_groups_holds_for_them_too(client, translation, source):
    members, others = (Group.objects.create(name=name) for name in ("党员", "群众"))
    restriction = restrict(source, "groups")
    restriction.groups.add(members)
    reader = UserFactory(username="lin")
    reader.groups.add(others)
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(translation.url).status_code == 302
    restriction.groups.set([others])
    assert client.get(translation.url).status_code == 200


def test_one_password_opens_source_and_translation(client, translation, source):
    restriction = restrict(source, "password", password="hai-bian")
    html = client.get(translation.url).text
    assert translation.title not in html
    address = f"/_util/authenticate_with_password/{restriction.pk}/{translation.pk}/"
    response = client.post(address, {"password": "hai-bian", "return_url": translation.url})
    assert response.url == translation.url
    assert translation.title in client.get(translation.url).text
    assert source.title in client.get(source.url).text


def test_moved_elsewhere_a_translation_keeps_what_its_source_demands(client, translations, source):
    page = translations["en"]
    home = page.get_ancestors().get(depth=2)
    restrict(source.get_parent())
    page.move(home, pos="last-child")
    page = Page.objects.get(pk=page.pk).specific
    assert is_restricted(page)
    assert client.get(page.url).status_code == 302


def test_closing_a_translation_closes_that_one_only(client, translations, source):
    restrict(translations["en"])
    assert client.get(translations["en"].url).status_code == 302
    assert client.get(translations["zh-hant"].url).status_code == 200
    assert client.get(source.url).status_code == 200


def test_no_list_names_it(client, translation, source, topic):
    section = translation.get_parent()
    places = [
        section.url,
        section.get_parent().url,
        f"/topics/?topic={topic.slug}",
        "/sitemap-pages-1.xml",
    ]
    beside = NewsPageFactory(parent=section, title="Open", locale=section.locale, topics=[topic])
    for text in (client.get(section.url).text, client.get(beside.url).text):
        assert translation.title in text
    restrict(source)
    for place in [*places, beside.url]:
        text = client.get(place).text
        assert translation.title not in text, place
        assert translation.url not in text, place


def test_a_block_of_related_pages_leaves_it_out(client, translation, source):
    block = ("related_pages", {"title": "See", "pages": [translation]})
    beside = NewsPageFactory(
        parent=translation.get_parent(),
        locale=translation.locale,
        title="Open",
        body=[*body("text"), block],
    )
    assert translation.title in client.get(beside.url).text
    restrict(source)
    assert translation.title not in client.get(beside.url).text


class TestInTheAdmin:
    def test_the_editor_of_a_translation_is_told(self, client_of, translation, source):
        restrict(source)
        chief = client_of(roles.CHIEF_EDITOR)
        dialog = chief.get(
            reverse("wagtailadmin_pages:set_privacy", args=[translation.pk]),
            headers={"x-requested-with": "XMLHttpRequest"},
        )
        assert source.title in dialog.json()["html"]
        edit = chief.get(reverse("wagtailadmin_pages:edit", args=[translation.pk]))
        shown = BeautifulSoup(edit.text, "html.parser")
        open_to_all = shown.select_one('[data-w-zone-switch-key-value="isPublic"]')
        assert open_to_all is not None
        assert "w-hidden" in open_to_all["class"]

    def test_who_closes_a_source_is_told_that_translations_follow(self, client_of, source):
        edit = client_of(roles.CHIEF_EDITOR).get(
            reverse("wagtailadmin_pages:edit", args=[source.pk])
        )
        assert "译文同样适用" in edit.text
