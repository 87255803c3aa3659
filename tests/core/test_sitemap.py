"""What search engines are told: every open page, its versions, addresses that answer."""

from xml.etree import ElementTree

from wagtail.models import Locale, PageViewRestriction

import pytest

from tests.factories.home import StandardPageFactory
from tests.factories.news import NewsPageFactory

pytestmark = pytest.mark.django_db
NAMES = {
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
}


def read(client):
    """Address of each page: {language: address} of its versions."""
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    found = {}
    for url in ElementTree.fromstring(response.text.strip()).findall("map:url", NAMES):
        links = url.findall("xhtml:link", NAMES)
        versions = {link.get("hreflang"): link.get("href") for link in links}
        found[url.findtext("map:loc", namespaces=NAMES)] = versions
    return found


def translate(page, code):
    copy = page.copy_for_translation(Locale.objects.get(language_code=code), copy_parents=True)
    copy.live = True
    copy.save()
    return copy


def test_pages_of_all_languages_name_each_other(client, site_tree):
    page = NewsPageFactory(parent=site_tree.news)
    alone = NewsPageFactory(parent=site_tree.news)
    english, traditional = translate(page, "en"), translate(page, "zh-hant")
    found = read(client)
    versions = {"zh-Hans": page.full_url, "en": english.full_url, "zh-Hant": traditional.full_url}
    for version in (page, english, traditional):
        assert found[version.full_url] == versions
    assert found[alone.full_url] == {}


def test_stand_ins_drafts_and_private_pages_are_not_told(client, site_tree):
    page = NewsPageFactory(parent=site_tree.news)
    english = translate(page, "en")
    stand_in = english.get_parent()
    assert stand_in.alias_of_id
    draft = NewsPageFactory(parent=site_tree.news, live=False)
    closed = StandardPageFactory(parent=site_tree.home)
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    found = read(client)
    assert english.full_url in found
    assert not {stand_in.full_url, draft.full_url, closed.full_url} & found.keys()


def test_every_address_answers_without_leading_elsewhere(client, site_tree):
    page = NewsPageFactory(parent=site_tree.news)
    translate(page, "en")
    for address in read(client):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("count", [2, 8])
def test_queries_do_not_grow(client, site_tree, count, django_assert_max_num_queries):
    for _number in range(count):
        NewsPageFactory(parent=site_tree.news)
    with django_assert_max_num_queries(4):
        assert len(read(client)) >= count
