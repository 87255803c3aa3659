"""Queries put into SQL once give what Django's own give."""

from wagtail.models import Page

import pytest

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
