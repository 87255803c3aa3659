"""Queries put into SQL once give what Django's own give."""

from wagtail.models import Page, Site

import pytest

from core.models import SiteSettings
from core.prepared_models import PreparedModels
from tests.factories.home import SiteTree

PREPARED = PreparedModels(
    lambda: Page.objects.filter(slug="~slug").select_related("locale").order_by(),
    holes={"~slug": "slug"},
)


@pytest.mark.django_db
def test_objects_are_those_of_the_queryset(site_tree: SiteTree, django_assert_num_queries) -> None:
    for asked in (site_tree.news, site_tree.theory, site_tree.news):
        expected = Page.objects.select_related("locale").get(pk=asked.pk)
        with django_assert_num_queries(1):
            [found] = PREPARED.find(slug=asked.slug)
            assert found.locale.language_code == expected.locale.language_code
        for field in Page._meta.concrete_fields:
            value = getattr(found, field.attname)
            assert value == getattr(expected, field.attname), field
            assert type(value) is type(getattr(expected, field.attname)), field
        assert found._state.db == expected._state.db
        assert not found._state.adding


@pytest.mark.django_db
def test_each_time_the_database_is_asked_anew(site_tree: SiteTree) -> None:
    Page.objects.filter(pk=site_tree.news.pk).update(title="改了名")
    [found] = PREPARED.find(slug=site_tree.news.slug)
    assert found.title == "改了名"
    Page.objects.filter(pk=site_tree.news.pk).update(slug="elsewhere")
    assert PREPARED.find(slug=site_tree.news.slug) == []


@pytest.mark.django_db
def test_what_one_caller_does_to_an_object_no_other_sees(site_tree: SiteTree) -> None:
    [found] = PREPARED.find(slug=site_tree.news.slug)
    found.title = found.locale.language_code = "改了"
    found.locale = None
    found.remark = "记着"
    [other] = PREPARED.find(slug=site_tree.news.slug)
    assert other.title == site_tree.news.title
    assert other.locale.language_code == site_tree.news.locale.language_code
    assert not hasattr(other, "remark")


@pytest.mark.django_db
def test_objects_that_lead_to_one_another_still_do(site_tree: SiteTree) -> None:
    SiteSettings.objects.update_or_create(site=site_tree.site)
    prepared = PreparedModels(lambda: Site.objects.select_related("sitesettings").order_by())
    for _time in range(2):
        [site] = prepared.find()
        assert site.sitesettings.site is site
